//! What the outside sees of the SumUp account: Solos, acts, hosted checkouts, refusals.

use serde::{Deserialize, Serialize};

use crate::world::{AmountView, Pin, UnknownTerminal};
use crate::{Brand, Entry, ResponseCode};

/// What the screen of a virtual Solo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoloStage {
    /// Switched off.
    Off,
    /// On, but connected to no account.
    LoggedOut,
    /// Shows a pairing code.
    PairingCode,
    /// Somebody has used the code: asks whether that is right.
    ConfirmPairing,
    /// Connected and idle.
    Idle,
    /// Connected, nothing to do, but it cannot reach the cloud.
    NoNetwork,
    /// Installs new firmware.
    UpdatingFirmware,
    /// Offers tips.
    SelectingTip,
    /// Shows the amount and waits for a card.
    WaitingForCard,
    /// Waits for the PIN.
    EnterPin,
    /// Waits for a signature.
    Sign,
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

/// How a Solo stands to the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SoloLink {
    /// Connected to no account.
    LoggedOut,
    /// Waits for somebody to use its pairing code.
    Code,
    /// Waits for the person at the device to confirm.
    Confirm,
    /// Connected.
    Connected,
    /// It believes to be connected, but the account has deleted its reader: it must be disconnected by hand.
    Deleted,
}

/// A tip the screen offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TipChoice {
    /// Per cent of the amount.
    pub percent: u8,
    /// What that is.
    pub tip: AmountView,
}

/// One virtual Solo at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SoloSnapshot {
    /// The device's identifier: what every method that takes a `serial` wants.
    pub serial: String,
    /// `solo` or `virtual-solo`.
    pub model: String,
    /// What its screen shows.
    pub stage: SoloStage,
    /// Milliseconds until the stage ends by itself, when it does.
    pub stage_ends_in_ms: Option<u64>,
    /// Switched on.
    pub on: bool,
    /// Reaches the cloud.
    pub online: bool,
    /// 0 to 100.
    pub battery_percent: u8,
    /// Of the battery.
    pub celsius: i8,
    /// For example `3.3.40.2`.
    pub firmware: String,
    /// How it stands to the account.
    pub link: SoloLink,
    /// While it is shown.
    pub pairing_code: Option<String>,
    /// The id of its reader in the account; another one after each pairing.
    pub reader: Option<String>,
    /// The name it was given.
    pub reader_name: Option<String>,
    /// Milliseconds in which the account refuses another checkout for it.
    pub busy_for_ms: Option<u64>,
    /// A checkout is on its way to it.
    pub work_waits: bool,
    /// The checkout on the screen: what SumUp calls it.
    pub client_transaction_id: Option<String>,
    /// The checkout on the screen: what the till calls it.
    pub foreign_transaction_id: Option<String>,
    /// The checkout on the screen: its description.
    pub description: Option<String>,
    /// The checkout on the screen: its amount without the tip.
    pub amount: Option<AmountView>,
    /// The checkout on the screen: the tip that was chosen.
    pub tip: Option<AmountView>,
    /// The checkout on the screen: what the card is charged.
    pub total: Option<AmountView>,
    /// While a tip is chosen.
    pub tip_choices: Vec<TipChoice>,
    /// The presented card's brand.
    pub brand: Option<Brand>,
    /// How the card was presented.
    pub entry: Option<Entry>,
    /// While the PIN is asked for: tries left.
    pub pin_tries_left: Option<u8>,
    /// After a refusal: the bank's code.
    pub response_code: Option<ResponseCode>,
}

/// How a cardholder proves to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// A PIN for an inserted card and above the contactless limit, else nothing.
    #[default]
    ByRule,
    /// A signature on the screen.
    Signature,
    /// Nothing, whatever the amount: a telephone has done it already.
    OnDevice,
}

/// What the person at a Solo does. Numbers are text in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum SoloAct {
    /// Menu, Connections, API, Connect: shows a pairing code for five minutes.
    ShowPairingCode,
    /// Agrees to the pairing.
    ConfirmPairing,
    /// Menu, Connections, API, Disconnect.
    Disconnect,
    /// Chooses one of the offered tips, or none.
    SelectTip {
        /// One of the choices.
        #[serde(default, with = "percent_text")]
        percent: Option<u8>,
    },
    /// Holds a card against the reader or inserts it.
    PresentCard {
        /// Which card.
        #[serde(default)]
        brand: Brand,
        /// How.
        #[serde(default)]
        entry: Entry,
        /// What proves that it is the cardholder's.
        #[serde(default)]
        verification: Verification,
    },
    /// Types a PIN.
    EnterPin {
        /// The right one or a wrong one; the third wrong one ends in a refusal.
        pin: Pin,
    },
    /// Signs.
    Sign,
    /// The bank refuses the card; when none was presented yet, a contactless Visa is presented for it.
    Decline {
        /// What the bank answers.
        #[serde(default)]
        code: ResponseCode,
    },
    /// The cardholder leaves: the reader gives up at once instead of at the end of its patience.
    WalkAway,
    /// The cross on the screen. Too late once the bank is being asked.
    CancelOnReader,
    /// Switches it on.
    SwitchOn,
    /// Switches it off.
    SwitchOff,
    /// Pulls the network.
    LoseNetwork,
    /// Brings the network back.
    RestoreNetwork,
    /// The next checkout is accepted by the cloud but never appears.
    LoseNextCheckout,
    /// Installs new firmware; only when idle.
    UpdateFirmware,
    /// Changes the battery's charge.
    SetBattery {
        /// 0 to 100.
        #[serde(with = "number_text")]
        percent: u8,
    },
    /// Changes the battery's temperature.
    SetTemperature {
        /// Of the battery.
        #[serde(with = "number_text")]
        celsius: i8,
    },
}

/// Numbers inside a tagged enum travel as text: with exact numbers serde_json cannot read them there.
mod number_text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|_| D::Error::custom(format!("`{text}` is not such a number")))
    }
}

mod percent_text {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Option<u8>, to: S) -> Result<S::Ok, S::Error> {
        value.map(|percent| percent.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        let read = |text: String| text.parse().map_err(|_| D::Error::custom("percent is not 0 to 255"));
        text.map(read).transpose()
    }
}

/// Why an act was not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SoloActError {
    /// No Solo has this serial.
    #[error(transparent)]
    UnknownTerminal(#[from] UnknownTerminal),
    /// The Solo is at another stage.
    #[error("not possible while the Solo is at stage {0:?}")]
    NotNow(SoloStage),
    /// It happened, but could not be remembered.
    #[error("state file: {0}")]
    StateFile(String),
}

/// How far SumUp is with a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SumupStatus {
    /// A card was presented.
    Pending,
    /// Charged.
    Successful,
    /// Stopped at the reader.
    Cancelled,
    /// Refused, stopped by the till, or without an answer.
    Failed,
}

/// One transaction as SumUp knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SumupTransactionSnapshot {
    /// Its id.
    pub id: String,
    /// What a receipt calls it.
    pub transaction_code: String,
    /// Given with the checkout.
    pub client_transaction_id: String,
    /// The till's own id.
    pub foreign_transaction_id: Option<String>,
    /// What the card was charged, with the tip.
    pub amount: AmountView,
    /// The tip in it.
    pub tip: AmountView,
    /// What was paid back.
    pub refunded: AmountView,
    /// How far it is.
    pub status: SumupStatus,
}

/// How far a hosted checkout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HostedStatus {
    /// Can be paid.
    Pending,
    /// The last attempt failed; it can be paid still.
    Failed,
    /// Paid.
    Paid,
    /// Too late, or withdrawn.
    Expired,
}

/// One hosted checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostedCheckoutSnapshot {
    /// Its id.
    pub id: String,
    /// The till's own reference.
    pub checkout_reference: String,
    /// Shown to the payer.
    pub description: Option<String>,
    /// What is asked for.
    pub amount: AmountView,
    /// How far it is.
    pub status: HostedStatus,
}

/// What the payer does on the page of a hosted checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum HostedAct {
    /// Pays.
    Pay {
        /// With which card.
        #[serde(default)]
        brand: Brand,
    },
    /// Tries to, but the bank refuses.
    Decline {
        /// What the bank answers.
        #[serde(default)]
        code: ResponseCode,
    },
}

/// Why a payer could not act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostedActError {
    /// There is no such checkout.
    #[error("unknown hosted checkout `{0}`")]
    Unknown(String),
    /// It is paid or expired.
    #[error("the hosted checkout is {0:?}")]
    NotNow(HostedStatus),
    /// It happened, but could not be remembered.
    #[error("state file: {0}")]
    StateFile(String),
}
