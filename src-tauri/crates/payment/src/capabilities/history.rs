use async_trait::async_trait;
use jiff::Timestamp;
use money::Money;
use serde::{Deserialize, Serialize};

use crate::{Card, OperationKind, ProviderFault, ProviderTransactionId, TerminalKey};

/// The transactions a provider has on record, newest first.
#[async_trait]
pub trait History: Send + Sync {
    /// Whose transactions a page lists.
    fn scope(&self) -> HistoryScope;

    /// One page. `cursor` is what the page before named, `None` for the first.
    async fn history(
        &self,
        filter: &HistoryFilter,
        cursor: Option<&str>,
    ) -> Result<HistoryPage, ProviderFault>;
}

/// Whose transactions a provider's history lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryScope {
    /// Those of the terminal that was asked about.
    Terminal,
    /// The whole account's: its records name no terminal.
    Account,
}

/// Which transactions to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryFilter {
    /// Only this terminal's. A provider whose records name no terminal lists the whole account's.
    pub terminal: Option<TerminalKey>,
    /// Only what changed at or after this moment, where the provider can tell.
    pub since: Option<Timestamp>,
}

/// A page of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The transactions.
    pub items: Vec<HistoryEntry>,
    /// Names the next page; `None` on the last.
    pub next: Option<String>,
    /// All transactions of the listing, if the provider told.
    pub total: Option<u64>,
}

/// A transaction as the provider lists it. What it does not tell is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The provider's name for it.
    pub transaction: ProviderTransactionId,
    /// The merchant's reference it carries: one of ours, or a stranger's.
    pub reference: Option<String>,
    /// What was asked.
    pub operation: Option<OperationKind>,
    /// When it was made.
    pub at: Option<Timestamp>,
    /// What was asked for or charged, without the tip. `None`: not readable, or the record tells only `total`.
    pub amount: Option<Money>,
    /// The tip on top, if told.
    pub tip: Option<Money>,
    /// What moved in all, tip included. `None`: not readable.
    pub total: Option<Money>,
    /// The purchase a refund belongs to, if the record names it.
    pub original: Option<ProviderTransactionId>,
    /// How it stands.
    pub state: HistoryState,
    /// The provider's own word for how it stands.
    pub state_text: String,
    /// The card, as far as the record tells.
    pub card: Card,
    /// Where it ran, if the record names it.
    pub terminal: Option<TerminalKey>,
}

/// How a listed transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryState {
    /// Has not ended.
    Open,
    /// Money moved.
    Approved,
    /// The bank, the card or the terminal said no.
    Declined,
    /// Ended before a card was charged.
    Cancelled,
    /// Money moved, and all of it was given back.
    Refunded,
    /// Contradictory, or a word this till does not know.
    Unclear,
}
