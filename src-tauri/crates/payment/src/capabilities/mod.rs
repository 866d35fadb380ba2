//! What a provider may offer beside payments. Presence is the capability: what a provider does not return, the till does
//! not offer. No call here charges a card.

mod day_totals;
mod device;
mod fleet;
mod history;
mod keys;
mod pairing;
mod payouts;
mod profile;

pub use day_totals::{DayTotals, DayTotalsSlip};
pub use device::{DeviceActivity, DeviceReport, DeviceReports};
pub use fleet::{
    Fleet, FleetFilter, FleetModel, FleetPage, FleetState, FleetTerminal, NewFleetTerminal, SuspensionReason,
};
pub use history::{History, HistoryEntry, HistoryFilter, HistoryPage, HistoryScope, HistoryState};
pub use keys::{ApiKeyInfo, ApiKeyValidity, ApiKeys, IssuedApiKey};
pub use pairing::{PairedTerminal, Pairing, PairingCode, PairingState};
pub use payouts::{Payout, PayoutState, Payouts};
pub use profile::{MerchantProfile, MerchantProfiles};
