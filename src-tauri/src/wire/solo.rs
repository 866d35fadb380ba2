use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Amount;

/// A virtual Solo reader as its window draws it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct VirtualSoloView {
    /// Serial number, which names it.
    pub serial: String,
    /// Version of its software.
    pub firmware: String,
    /// What the account calls it, as long as it is paired.
    pub name: Option<String>,
    /// It believes to be paired, but the account has removed it.
    pub removed: bool,
    /// Switched on.
    pub on: bool,
    /// Has network.
    pub online: bool,
    /// Charge of its battery in percent.
    pub battery_percent: u8,
    /// What its screen shows.
    pub stage: VirtualSoloStage,
    /// The code that pairs it, while it is shown.
    pub pairing_code: Option<String>,
    /// Sign of the amounts' currency: `€`. Empty without an amount.
    pub symbol: String,
    /// What the card is charged; before a tip is chosen, without it.
    pub amount: Option<Amount>,
    /// The tip in it, when one was chosen.
    pub tip: Option<Amount>,
    /// The tips it offers.
    pub tips: Vec<VirtualTip>,
    /// While the PIN is asked for: tries left.
    pub pin_tries_left: Option<u8>,
}

/// A tip on the screen of a Solo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct VirtualTip {
    /// Percent of the amount.
    pub percent: String,
    /// What that is.
    pub tip: Amount,
}

/// What the screen of a virtual Solo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum VirtualSoloStage {
    /// Switched off.
    Off,
    /// Connected to no account.
    LoggedOut,
    /// Shows the code that pairs it.
    PairingCode,
    /// Somebody used the code: asks whether that is right.
    ConfirmPairing,
    /// Connected and idle.
    Idle,
    /// Has no network.
    NoNetwork,
    /// Installs new software.
    UpdatingFirmware,
    /// Offers tips.
    SelectingTip,
    /// Shows the amount and waits for a card.
    WaitingForCard,
    /// Waits for the PIN.
    EnteringPin,
    /// Waits for a signature.
    Signing,
    /// Talks to the bank.
    Processing,
    /// Approved.
    Approved,
    /// Declined.
    Declined,
    /// Cancelled or walked away.
    Cancelled,
}

/// What a person does at a virtual Solo.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case")]
#[ts(export)]
pub enum VirtualSoloAct {
    /// Asks it for a code to be paired with.
    ShowCode,
    /// Agrees to be paired.
    ConfirmPairing,
    /// Logs it out of its account, or gives up pairing.
    Disconnect,
    /// Chooses one of the offered tips. As text: numbers cannot be read here exactly.
    Tip {
        /// Percent of the amount.
        percent: String,
    },
    /// Gives no tip.
    NoTip,
    /// Holds a card against it. `brand` as listed by `card_brands`.
    Tap {
        /// Brand of the card.
        brand: String,
    },
    /// Inserts a card; the PIN comes next.
    Insert {
        /// Brand of the card.
        brand: String,
    },
    /// Inserts a card that wants a signature.
    InsertToSign {
        /// Brand of the card.
        brand: String,
    },
    /// Enters the PIN.
    Pin {
        /// Whether it is the right one.
        right: bool,
    },
    /// Signs on its screen.
    Sign,
    /// Holds a card against it that the bank declines.
    Decline,
    /// Presses the cross on its screen.
    Stop,
    /// Leaves without paying.
    WalkAway,
    /// Switches it on or off.
    Power {
        /// On or off.
        on: bool,
    },
    /// Gives or takes its network.
    Network {
        /// Connected or not.
        online: bool,
    },
    /// Empties or charges its battery.
    Battery {
        /// Nearly empty, or full.
        low: bool,
    },
    /// Installs new software, which takes a while.
    UpdateFirmware,
    /// The next payment is accepted by the cloud and never shown.
    LoseNextPayment,
    /// The next answer of the cloud to a payment is lost after it was accepted.
    LoseNextAnswer,
    /// The cloud answers slowly for the next few requests.
    SlowNetwork,
}
