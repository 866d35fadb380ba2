//! The provider's transactions of a terminal, each with the order it belongs to.

use std::collections::HashMap;

use money::Money;
use payment::AttemptState;
use payment::capabilities::{HistoryEntry, HistoryFilter, HistoryPage};
use sale::OrderNumber;
use store::{PlacedAttempt, Terminal, TerminalId};

use crate::{Till, TillError};

/// Longer cursors are none of ours.
const MAX_CURSOR: usize = 400;

/// A page of a terminal's history, newest first.
#[derive(Debug, Clone)]
pub struct TerminalHistory {
    /// The terminal.
    pub terminal: Terminal,
    /// The transactions.
    pub rows: Vec<HistoryRow>,
    /// Names the next page; `None` on the last.
    pub next: Option<String>,
    /// All transactions of the listing, if the provider told.
    pub total: Option<u64>,
}

/// A transaction and what this till knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// As the provider lists it.
    pub entry: HistoryEntry,
    /// The attempt of ours that it is.
    pub link: Option<HistoryLink>,
}

/// The attempt of ours behind a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLink {
    /// Our reference.
    pub reference: String,
    /// The order; a refund without a purchase has none.
    pub order: Option<OrderNumber>,
    /// Where our own record stands.
    pub state: AttemptState,
    /// What we asked for.
    pub amount: Money,
}

impl Till {
    /// One page of what the provider has on record for a terminal. Transactions of other tills, or of none, come without
    /// a link.
    pub async fn history(
        &self,
        terminal: TerminalId,
        cursor: Option<&str>,
    ) -> Result<TerminalHistory, TillError> {
        let terminal = self.terminal(terminal).await?;
        if cursor.is_some_and(|cursor| cursor.len() > MAX_CURSOR) {
            return Err(TillError::NotFound("page"));
        }
        let provider = self.provider(terminal.account_id).await?;
        let history = provider.history().ok_or(TillError::NotOffered)?;
        let filter = HistoryFilter { terminal: Some(terminal.key.clone()), since: None };
        let HistoryPage { items, next, total } = history.history(&filter, cursor).await?;
        let rows = self.link(&terminal, items).await?;
        Ok(TerminalHistory { terminal, rows, next, total })
    }

    /// Finds the attempt of each transaction: by the provider's name for it, else by our reference.
    pub(crate) async fn link(
        &self,
        terminal: &Terminal,
        entries: Vec<HistoryEntry>,
    ) -> Result<Vec<HistoryRow>, TillError> {
        let references: Vec<String> = entries.iter().filter_map(|entry| entry.reference.clone()).collect();
        let transactions: Vec<String> = entries.iter().map(|entry| entry.transaction.to_string()).collect();
        let found = self.store().days().linked(terminal.account_id, &references, &transactions).await?;
        let by_transaction: HashMap<&str, &PlacedAttempt> = found
            .iter()
            .filter_map(|placed| Some((placed.record.transaction.as_ref()?.as_str(), placed)))
            .collect();
        let by_reference: HashMap<&str, &PlacedAttempt> =
            found.iter().map(|placed| (placed.record.intent.reference.as_str(), placed)).collect();
        let link = |entry: &HistoryEntry| {
            let by_name = by_transaction.get(entry.transaction.as_str());
            let placed = by_name.or_else(|| by_reference.get(entry.reference.as_deref()?))?;
            Some(HistoryLink {
                reference: placed.record.intent.reference.to_string(),
                order: placed.order,
                state: placed.record.state,
                amount: placed.record.intent.amount,
            })
        };
        Ok(entries.into_iter().map(|entry| HistoryRow { link: link(&entry), entry }).collect())
    }

    /// One of the till's terminals.
    pub(crate) async fn terminal(&self, id: TerminalId) -> Result<Terminal, TillError> {
        let known = self.terminals().await?;
        known.into_iter().find(|terminal| terminal.id == id).ok_or(TillError::NotFound("terminal"))
    }
}
