use serde::Serialize;
use ts_rs::TS;

/// An account whose devices are joined by the code they show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PairingAccountView {
    /// Names it in commands.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Name of its payment system.
    pub provider: String,
}

/// A device of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PairedDeviceView {
    /// Account it belongs to.
    pub account: String,
    /// Its name in the provider's paths.
    pub key: String,
    /// What the shop calls it.
    pub name: String,
    /// How far its pairing is.
    pub state: PairingStage,
    /// Serial number.
    pub device: String,
    /// Model.
    pub model: String,
}

/// How far a pairing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PairingStage {
    /// The device has not confirmed yet.
    Processing,
    /// Joined.
    Paired,
    /// The device did not confirm in time.
    Expired,
    /// The provider does not tell.
    Unknown,
}

/// How a device is. What is not told is `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DeviceReportView {
    /// `online`, `offline`, `unknown`.
    pub online: String,
    /// What it shows: `idle`, `selecting_tip`, `waiting_for_card`, `waiting_for_pin`, `waiting_for_signature`,
    /// `updating_firmware`, or the provider's own word.
    pub activity: Option<String>,
    /// Charge of the battery in percent.
    pub battery_percent: Option<u8>,
    /// Temperature of the battery in whole degrees Celsius.
    pub battery_celsius: Option<i16>,
    /// How it is connected: `Wi-Fi`.
    pub connection: Option<String>,
    /// Version of its software.
    pub firmware: Option<String>,
    /// When it was last heard of: `21 Nov 2026 14:32`.
    pub last_activity: Option<String>,
}
