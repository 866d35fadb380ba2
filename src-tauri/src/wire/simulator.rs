use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Amount, VirtualSoloView};

/// The devices of practice mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct VirtualDevices {
    /// The handhelds.
    pub terminals: Vec<VirtualTerminalView>,
    /// The Solo readers.
    pub solos: Vec<VirtualSoloView>,
}

/// A virtual terminal as its window draws it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct VirtualTerminalView {
    /// Its name in paths.
    pub key: String,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Switched on.
    pub on: bool,
    /// Has network.
    pub online: bool,
    /// What its screen shows.
    pub stage: VirtualStage,
    /// The amount on its screen.
    pub amount: Option<Amount>,
    /// Sign of that amount's currency: `€`. Empty without an amount.
    pub symbol: String,
    /// Whether the amount is given back.
    pub refund: bool,
    /// The slip it printed last.
    pub last_slip: Option<String>,
    /// Text of its QR code.
    pub qr_text: String,
    /// Picture of its QR code: SVG.
    pub qr_svg: String,
}

/// What a virtual terminal's screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum VirtualStage {
    /// Connected and polling.
    Idle,
    /// Shows the amount and waits for a card.
    WaitingForCard,
    /// Waits for the PIN.
    EnteringPin,
    /// Talks to the bank.
    Processing,
    /// Approved.
    Approved,
    /// Declined.
    Declined,
    /// Cancelled or walked away.
    Cancelled,
    /// Switched off.
    Off,
    /// Has no network.
    NoNetwork,
    /// Takes no payment until somebody puts in paper.
    PaperOut,
}

/// What a person does at a virtual terminal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case")]
#[ts(export)]
pub enum VirtualAct {
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
    /// Enters the PIN.
    Pin {
        /// Whether it is the right one.
        right: bool,
    },
    /// Taps a card the bank declines.
    Decline,
    /// Presses stop on the terminal.
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
    /// The next answer of the cloud to the till is lost after it acted.
    LoseNextAnswer,
    /// The cloud answers slowly for the next few requests.
    SlowNetwork,
}
