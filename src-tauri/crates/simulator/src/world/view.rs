//! What the outside sees of the world: snapshots, acts, refusals.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Brand, Entry, ResponseCode};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Money from the cardholder to the shop.
    Purchase,
    /// Money from the shop to the cardholder.
    Refund,
}

/// How far the cloud is with a transaction, in the MerchantAPI's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Waiting for the terminal, the card or the bank.
    Created,
    /// The bank agreed.
    Authorized,
    /// It will be settled.
    Cleared,
    /// Ended without money having moved.
    Cancelled,
}

/// What the screen of a virtual terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Switched off: it does not poll, payments stay CREATED.
    Off,
    /// On and polling.
    Idle,
    /// On, nothing to do, but it cannot reach the cloud.
    NoNetwork,
    /// Out of paper: it takes no new work.
    PaperOut,
    /// Shows the amount and waits for a card.
    WaitingForCard,
    /// Waits for the PIN.
    EnterPin,
    /// A card was presented, but there is no network to ask its bank.
    Connecting,
    /// The bank decides.
    Processing,
    /// The result: approved.
    Approved,
    /// The result: declined by the bank.
    Declined,
    /// The result: ended without the bank's decision.
    Cancelled,
}

/// An amount as text, for showing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AmountView {
    /// Major units with the currency's decimals: `98.75`.
    pub value: String,
    /// ISO 4217 code.
    pub currency: String,
}

/// One virtual terminal at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TerminalSnapshot {
    /// `manufacturer-model-serial`: what every method that takes a `key` wants.
    pub key: String,
    /// For example `SUNMI`.
    pub manufacturer: String,
    /// For example `P2lite`.
    pub model: String,
    /// For example `PL0919CQ00305`.
    pub serial: String,
    /// The shop it stands in.
    pub store_name: String,
    /// What its screen shows.
    pub stage: Stage,
    /// Milliseconds until the stage ends by itself, when it does.
    pub stage_ends_in_ms: Option<u64>,
    /// Switched on.
    pub on: bool,
    /// Reaches the cloud.
    pub online: bool,
    /// Has paper.
    pub paper: bool,
    /// A payment waits in the cloud for its next poll.
    pub work_waits: bool,
    /// The transaction on the screen: its kind.
    pub kind: Option<Kind>,
    /// The transaction on the screen: its id.
    pub transaction: Option<String>,
    /// The transaction on the screen: the till's reference.
    pub merchant_order_reference: Option<String>,
    /// The transaction on the screen: its amount.
    pub amount: Option<AmountView>,
    /// The presented card's brand.
    pub brand: Option<Brand>,
    /// How the card was presented.
    pub entry: Option<Entry>,
    /// While the PIN is asked for: tries left.
    pub pin_tries_left: Option<u8>,
    /// After a refusal: the bank's code.
    pub response_code: Option<ResponseCode>,
    /// The cardholder's slip of the latest transaction that printed one.
    pub last_slip: Option<String>,
}

/// One transaction as the cloud knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransactionSnapshot {
    /// Given by the cloud.
    pub id: String,
    /// Purchase or refund.
    pub kind: Kind,
    /// Key of its terminal.
    pub terminal: String,
    /// Given by the till.
    pub merchant_order_reference: String,
    /// What was asked for.
    pub amount: AmountView,
    /// How far it is.
    pub status: Status,
    /// The bank's decision, once there is one: true for APPROVED, false for DECLINED.
    pub approved: Option<bool>,
    /// The terminal has taken it.
    pub fetched: bool,
    /// The purchase a refund refers to.
    pub refund_of: Option<String>,
}

/// Money that really moved, whether or not anybody heard of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Id of the transaction.
    pub transaction: String,
    /// The till's reference.
    pub merchant_order_reference: String,
    /// Key of the terminal.
    pub terminal: String,
    /// From the cardholder or to the cardholder.
    pub kind: Kind,
    /// Minor units, positive for both kinds.
    pub minor: u64,
    /// ISO 4217 code.
    pub currency: String,
    /// When the bank agreed.
    pub at: Timestamp,
}

/// What the person at a terminal does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Holds a card against the terminal or inserts it.
    PresentCard {
        /// Which card.
        #[serde(default)]
        brand: Brand,
        /// How.
        #[serde(default)]
        entry: Entry,
    },
    /// Types a PIN.
    EnterPin {
        /// The right one or a wrong one; the third wrong one ends in a refusal.
        pin: Pin,
    },
    /// The bank refuses the card; when none was presented yet, a contactless Visa is presented for it.
    Decline {
        /// What the bank answers.
        #[serde(default)]
        code: ResponseCode,
    },
    /// The cardholder leaves: the terminal gives up at once instead of at the end of its patience.
    WalkAway,
    /// The red key. Too late once the bank is being asked.
    CancelOnTerminal,
    /// Switches the terminal on.
    SwitchOn,
    /// Switches the terminal off.
    SwitchOff,
    /// Pulls the network.
    LoseNetwork,
    /// Brings the network back.
    RestoreNetwork,
    /// Takes the paper out.
    RunOutOfPaper,
    /// Puts paper in.
    RefillPaper,
}

/// A PIN as far as anybody cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pin {
    /// The right one.
    Right,
    /// A wrong one.
    Wrong,
}

/// No terminal has this key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown terminal `{0}`")]
pub struct UnknownTerminal(pub String);

/// Why an act was not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// No terminal has this key.
    #[error(transparent)]
    UnknownTerminal(#[from] UnknownTerminal),
    /// The terminal is at another stage.
    #[error("not possible while the terminal is at stage {0:?}")]
    NotNow(Stage),
    /// It happened, but could not be remembered.
    #[error("state file: {0}")]
    StateFile(String),
}
