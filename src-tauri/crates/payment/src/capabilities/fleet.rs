use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::ProviderFault;

/// Registering terminals and giving them to merchants. Each act is sent exactly once; after a lost answer the terminal
/// is read again, never the act repeated.
#[async_trait]
pub trait Fleet: Send + Sync {
    /// The devices that can be registered.
    fn models(&self) -> &'static [FleetModel];

    /// One page of the terminals that match.
    async fn fleet(&self, filter: &FleetFilter, offset: u32, limit: u32) -> Result<FleetPage, ProviderFault>;

    /// One terminal. `None`: the provider does not know it.
    async fn fleet_terminal(&self, id: &str) -> Result<Option<FleetTerminal>, ProviderFault>;

    /// Registers a device, and allocates it when a merchant is named.
    async fn register(&self, new: &NewFleetTerminal) -> Result<FleetTerminal, ProviderFault>;

    /// Gives an unallocated terminal to a merchant.
    async fn allocate(&self, id: &str, merchant: &str) -> Result<FleetTerminal, ProviderFault>;

    /// Takes a terminal from its merchant.
    async fn deallocate(&self, id: &str) -> Result<FleetTerminal, ProviderFault>;

    /// Stops a terminal from taking payments until it is reactivated.
    async fn suspend(&self, id: &str, reason: SuspensionReason) -> Result<FleetTerminal, ProviderFault>;

    /// Lets a suspended terminal take payments again.
    async fn reactivate(&self, id: &str) -> Result<FleetTerminal, ProviderFault>;

    /// Takes a terminal out of the fleet for ever.
    async fn decommission(&self, id: &str) -> Result<(), ProviderFault>;
}

/// A device that can be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FleetModel {
    /// Maker, as the provider writes it.
    pub manufacturer: &'static str,
    /// Model, as the provider writes it.
    pub model: &'static str,
}

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FleetFilter {
    /// Terminal id of the card schemes.
    pub tid: Option<String>,
    /// Maker.
    pub manufacturer: Option<String>,
    /// The provider's name for the merchant it is allocated to.
    pub merchant: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// The maker's serial number.
    pub serial: Option<String>,
    /// The shop's own reference.
    pub external_reference: Option<String>,
}

/// A page of a fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetPage {
    /// The terminals.
    pub items: Vec<FleetTerminal>,
    /// How many were skipped before them.
    pub offset: u32,
    /// Whether more follow.
    pub has_more: bool,
}

/// A terminal of a fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetTerminal {
    /// The provider's name for it.
    pub id: String,
    /// Terminal id of the card schemes, once given.
    pub tid: Option<String>,
    /// The maker's serial number.
    pub serial: String,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// The merchant it is allocated to.
    pub merchant: Option<String>,
    /// The shop's own reference.
    pub external_reference: Option<String>,
    /// Whether it may take payments.
    pub state: FleetState,
    /// Why it is suspended, in the provider's word.
    pub state_reason: Option<String>,
}

/// Whether a terminal of a fleet may take payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FleetState {
    /// Allocated and in use.
    Active,
    /// Stopped.
    Suspended,
    /// Registered, and nobody's.
    Unallocated,
    /// Something this till does not know, in the provider's word.
    Other(String),
}

/// A device to be registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFleetTerminal {
    /// The maker's serial number; no two devices share one.
    pub serial: String,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// The merchant to allocate it to at once.
    pub merchant: Option<String>,
    /// The shop's own reference.
    pub external_reference: Option<String>,
    /// What the generated terminal id begins with.
    pub tid_prefix: Option<String>,
}

/// Why a terminal is suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionReason {
    /// Broken.
    Damaged,
    /// Stolen.
    Stolen,
    /// Lost.
    Lost,
    /// Used for fraud.
    Fraudulent,
    /// Papers are missing.
    OutstandingCompliance,
    /// Bills are open.
    OutstandingDebt,
    /// The merchant has left.
    MerchantLeft,
    /// None of these.
    Other,
}

impl SuspensionReason {
    /// Every reason, in the order screens show them.
    pub const ALL: [SuspensionReason; 8] = [
        SuspensionReason::Damaged,
        SuspensionReason::Stolen,
        SuspensionReason::Lost,
        SuspensionReason::Fraudulent,
        SuspensionReason::OutstandingCompliance,
        SuspensionReason::OutstandingDebt,
        SuspensionReason::MerchantLeft,
        SuspensionReason::Other,
    ];

    /// The word on the wire, in the database and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            SuspensionReason::Damaged => "damaged",
            SuspensionReason::Stolen => "stolen",
            SuspensionReason::Lost => "lost",
            SuspensionReason::Fraudulent => "fraudulent",
            SuspensionReason::OutstandingCompliance => "outstanding_compliance",
            SuspensionReason::OutstandingDebt => "outstanding_debt",
            SuspensionReason::MerchantLeft => "merchant_left",
            SuspensionReason::Other => "other",
        }
    }
}

impl fmt::Display for SuspensionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
