use serde::Serialize;
use ts_rs::TS;

use super::AccountView;

/// A terminal this till knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TerminalView {
    /// Names it in commands.
    pub id: String,
    /// What the shop calls it.
    pub name: String,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Name of its payment system.
    pub provider: String,
    /// Account it belongs to.
    pub account: String,
    /// `ready`, `busy`, `offline`, `not_told`, `not_known`.
    pub readiness: String,
}

/// The terminal screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TerminalsView {
    /// Accounts one can add terminals from.
    pub accounts: Vec<AccountView>,
    /// Terminals this till knows.
    pub terminals: Vec<TerminalView>,
    /// The chosen one.
    pub chosen: Option<String>,
}

/// What a scanned or typed text told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TerminalIdentityView {
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Its name in the provider's paths.
    pub key: String,
    /// `SUNMI · P2lite · PL0919CQ00305`.
    pub summary: String,
    /// Account it was found in or will be added to.
    pub account: String,
    /// Other accounts that have it too, or may: the person at the till chooses.
    pub others: Vec<String>,
}

/// A page of the provider's own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OfferedTerminalsView {
    /// The entries.
    pub items: Vec<OfferedTerminalView>,
    /// This page, from 1.
    pub page: u32,
    /// Whether another follows.
    pub has_more: bool,
}

/// One entry of the provider's own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OfferedTerminalView {
    /// What to add.
    pub identity: TerminalIdentityView,
    /// The store it stands in.
    pub store: Option<String>,
    /// Whether this till has it already.
    pub added: bool,
}
