use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the fleet's screen begins: the accounts whose terminals can be managed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FleetAccountView {
    /// Names it in commands.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Name of the payment system for people.
    pub provider: String,
    /// The devices that can be registered.
    pub models: Vec<FleetModelView>,
    /// Why terminals are suspended, in the provider's words.
    pub reasons: Vec<String>,
    /// Whether its terminals can be chosen for payment too.
    pub takes_payments: bool,
}

/// A device that can be registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FleetModelView {
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
}

/// What to look for; empty members match everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[ts(export)]
pub struct FleetSearch {
    /// Terminal id.
    pub tid: String,
    /// Serial number.
    pub serial: String,
    /// The provider's name for the merchant.
    pub merchant: String,
    /// The shop's own reference.
    pub reference: String,
    /// Model.
    pub model: String,
}

/// A page of a fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FleetPageView {
    /// The terminals.
    pub items: Vec<FleetTerminalView>,
    /// How many were skipped before them.
    pub offset: u32,
    /// Whether more follow.
    pub has_more: bool,
}

/// A terminal of a fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FleetTerminalView {
    /// Names it in commands.
    pub id: String,
    /// Terminal id of the card schemes.
    pub tid: Option<String>,
    /// Serial number.
    pub serial: String,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// The provider's name for the merchant it belongs to.
    pub merchant: Option<String>,
    /// The shop's own reference.
    pub reference: Option<String>,
    /// How it stands.
    pub state: FleetStateView,
    /// The provider's own word for how it stands, where this till does not know it.
    pub state_text: String,
    /// Why it is suspended, in the provider's word.
    pub reason: Option<String>,
}

/// How a terminal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FleetStateView {
    /// Allocated and in use.
    Active,
    /// Stopped.
    Suspended,
    /// Nobody's.
    Unallocated,
    /// Not told, or a word this till does not know.
    Unknown,
}

/// A device to be registered; empty members are left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct FleetRegistration {
    /// Serial number.
    pub serial: String,
    /// The device.
    pub model: FleetModelView,
    /// The provider's name for the merchant.
    pub merchant: String,
    /// The shop's own reference.
    pub reference: String,
    /// What the terminal id begins with.
    pub prefix: String,
}

/// An act on a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FleetActRequest {
    /// Give it to this merchant.
    Allocate(String),
    /// Take it from its merchant.
    Deallocate,
    /// Stop it, for this reason.
    Suspend(String),
    /// Let it take payments again.
    Reactivate,
    /// Remove it for ever; what was typed to confirm it.
    Decommission(String),
}

/// How an act ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FleetEndView {
    /// Done, not done, or not sure.
    pub end: FleetEndKind,
    /// The terminal as it stands now, where it was read.
    pub terminal: Option<FleetTerminalView>,
    /// The payment system's words, where it was not done or nobody is sure.
    pub why: Option<String>,
}

/// The three ends of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FleetEndKind {
    /// Done.
    Done,
    /// Proved not done.
    NotDone,
    /// The answer was lost and the record does not settle it.
    NotSure,
}
