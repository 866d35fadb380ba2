use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ProviderFault, TerminalKey};

/// How devices are: online, battery, what they show.
#[async_trait]
pub trait DeviceReports: Send + Sync {
    /// Asks after one device.
    async fn report(&self, terminal: &TerminalKey) -> Result<DeviceReport, ProviderFault>;
}

/// How a device is. `None` everywhere means: not told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeviceReport {
    /// Whether the provider reaches it.
    pub online: Option<bool>,
    /// What it shows.
    pub activity: Option<DeviceActivity>,
    /// Charge of the battery in percent, 0 to 100.
    pub battery_percent: Option<u8>,
    /// Temperature of the battery in whole degrees Celsius.
    pub battery_celsius: Option<i16>,
    /// How it is connected, in the provider's word: `Wi-Fi`.
    pub connection: Option<String>,
    /// Version of its software.
    pub firmware: Option<String>,
    /// When it was last heard of.
    pub last_activity: Option<Timestamp>,
}

/// What a device shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceActivity {
    /// Nothing: it waits for work.
    Idle,
    /// The customer chooses a tip.
    SelectingTip,
    /// It waits for a card.
    WaitingForCard,
    /// It waits for the PIN.
    WaitingForPin,
    /// It waits for a signature.
    WaitingForSignature,
    /// It is updating its software.
    UpdatingFirmware,
    /// Something this till does not know, in the provider's word.
    Other(String),
}
