//! The provider's transactions of a terminal, each with the order it belongs to.

use std::collections::{HashMap, HashSet};

use money::Money;
use payment::capabilities::{HistoryEntry, HistoryFilter, HistoryPage, HistoryState};
use payment::{AttemptState, OperationKind, Outcome};
use sale::OrderNumber;
use store::{AccountId, PlacedAttempt, Terminal, TerminalId};

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
    /// The tip that came with it.
    pub tip: Option<Money>,
    /// The terminal it ran on.
    pub terminal: TerminalId,
}

impl HistoryLink {
    pub(crate) fn of(placed: &PlacedAttempt) -> Self {
        let tip = match &placed.record.outcome {
            Some(Outcome::Approved(approval)) => approval.tip,
            Some(Outcome::Declined(_) | Outcome::Cancelled(_)) | None => None,
        };
        Self {
            reference: placed.record.intent.reference.to_string(),
            order: placed.order,
            state: placed.record.state,
            amount: placed.record.intent.amount,
            tip,
            terminal: placed.terminal_id,
        }
    }
}

impl HistoryRow {
    /// How much, without the tip where that is known.
    pub fn money(&self) -> Option<Money> {
        self.entry.amount.or(self.entry.total)
    }
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
        let rows = self.link(terminal.account_id, items).await?;
        Ok(TerminalHistory { terminal, rows, next, total })
    }

    /// Finds the attempt of each transaction: by the provider's name for it, else by our reference, and a refund that has
    /// neither by the purchase it names and its amount, each refund of ours once.
    pub(crate) async fn link(
        &self,
        account: AccountId,
        entries: Vec<HistoryEntry>,
    ) -> Result<Vec<HistoryRow>, TillError> {
        let references: Vec<String> = entries.iter().filter_map(|entry| entry.reference.clone()).collect();
        let transactions: Vec<String> = entries.iter().map(|entry| entry.transaction.to_string()).collect();
        let purchases: Vec<String> =
            entries.iter().filter_map(|entry| Some(entry.original.as_ref()?.to_string())).collect();
        let found = self.store().days().linked(account, &references, &transactions).await?;
        let refunds = if purchases.is_empty() {
            Vec::new()
        } else {
            self.store().days().refunds_of(account, &purchases).await?
        };
        let by_transaction: HashMap<&str, &PlacedAttempt> = found
            .iter()
            .filter_map(|placed| Some((placed.record.transaction.as_ref()?.as_str(), placed)))
            .collect();
        let by_reference: HashMap<&str, &PlacedAttempt> =
            found.iter().map(|placed| (placed.record.intent.reference.as_str(), placed)).collect();
        let mut taken: HashSet<String> = HashSet::new();
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let by_name = by_transaction.get(entry.transaction.as_str()).copied();
            let placed = by_name
                .or_else(|| by_reference.get(entry.reference.as_deref()?).copied())
                .or_else(|| refund_behind(&entry, &refunds, &taken));
            if let Some(placed) = placed {
                taken.insert(placed.record.intent.reference.to_string());
            }
            rows.push(row(entry, placed));
        }
        Ok(rows)
    }

    /// One of the till's terminals.
    pub(crate) async fn terminal(&self, id: TerminalId) -> Result<Terminal, TillError> {
        let known = self.terminals().await?;
        known.into_iter().find(|terminal| terminal.id == id).ok_or(TillError::NotFound("terminal"))
    }
}

/// The refund of ours that a line without our reference is, as far as purchase and amount tell. Money that moved is rather
/// one that is booked.
fn refund_behind<'a>(
    entry: &HistoryEntry,
    refunds: &'a [PlacedAttempt],
    taken: &HashSet<String>,
) -> Option<&'a PlacedAttempt> {
    let original = entry.original.as_ref()?;
    let moved = entry.state == HistoryState::Approved;
    let is_it = |placed: &&PlacedAttempt| {
        let intent = &placed.record.intent;
        matches!(&intent.operation, payment::Operation::Refund { original: ours } if ours == original)
            && entry.amount == Some(intent.amount)
            && !taken.contains(intent.reference.as_str())
    };
    let fit = |placed: &&PlacedAttempt| {
        let state = placed.record.state;
        if state.is_paid() == moved { 0 } else { u8::from(!state.is_open()) + 1 }
    };
    refunds.iter().filter(is_it).min_by_key(fit)
}

/// Where the record tells only what was charged in all, the tip is what our own approval says.
fn row(mut entry: HistoryEntry, placed: Option<&PlacedAttempt>) -> HistoryRow {
    let Some(placed) = placed else { return HistoryRow { entry, link: None } };
    let link = HistoryLink::of(placed);
    if let (None, Some(total), Some(OperationKind::Purchase)) = (entry.amount, entry.total, entry.operation) {
        entry.amount = link.tip.map_or(Some(total), |tip| total.checked_sub(tip).ok());
        entry.tip = link.tip;
    }
    HistoryRow { entry, link: Some(link) }
}
