//! What the payment cloud does when a till asks: create, cancel, list, refund rules, day totals.

use super::terminal::{Ending, Step};
use super::{Amount, ApiKey, Kind, Status, Transaction, World};
use crate::clock::Now;
use crate::slip::{DayTotals, TotalsRow};

/// A transaction as a till asks for it. `refund_of` names the purchase of a referenced refund.
#[derive(Debug)]
pub(crate) struct NewTransaction {
    pub(crate) kind: Kind,
    pub(crate) reference: String,
    pub(crate) amount: Amount,
    pub(crate) refund_of: Option<String>,
}

/// Why a purchase cannot be refunded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RefundRefusal {
    #[error("transaction {0} is not an approved purchase")]
    NotAPurchase(String),
    #[error("the purchase was in {0}")]
    OtherCurrency(String),
    #[error("at most {0} of the purchase can still be refunded")]
    TooHigh(String),
}

/// Why a transaction cannot be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CancelRefusal {
    #[error("there is no such transaction on this terminal")]
    Unknown,
    #[error("the terminal has already started to process the transaction")]
    TooLate,
}

impl World {
    /// Takes a transaction for the terminal `at`. One that waits there unfetched is aborted.
    pub(crate) fn create(
        &mut self,
        key: &str,
        new: NewTransaction,
        now: Now,
    ) -> Result<Transaction, RefundRefusal> {
        if let Some(purchase) = &new.refund_of {
            self.check_refund(purchase, &new.amount)?;
        }
        let Ok(at) = self.terminal_index(key) else {
            return Err(RefundRefusal::NotAPurchase(key.to_owned()));
        };
        if let Some(superseded) = self.terminals[at].state.next.take() {
            self.transactions.change(superseded, |transaction| transaction.status = Status::Cancelled);
        }
        let transaction = Transaction {
            number: self.transactions.next_number(),
            id: self.rng.digits(31),
            kind: new.kind,
            terminal: self.terminals[at].key.clone(),
            reference: new.reference,
            amount: new.amount,
            refund_of: new.refund_of,
            created: now.wall,
            status: Status::Created,
            fetched: false,
            card_presented: false,
            clears_at: None,
            end: None,
        };
        self.terminals[at].state.next = Some(transaction.number);
        self.terminals[at].state.poll_at = None;
        self.transactions.insert(transaction.clone());
        self.settle(at, now);
        Ok(transaction)
    }

    /// Refunds, open ones included, never exceed the purchase.
    fn check_refund(&self, purchase: &str, amount: &Amount) -> Result<(), RefundRefusal> {
        let found = self.transactions.find(purchase);
        let found = found.filter(|found| found.kind == Kind::Purchase && found.approved() == Some(true));
        let Some(found) = found else {
            return Err(RefundRefusal::NotAPurchase(purchase.to_owned()));
        };
        if found.amount.currency != amount.currency {
            return Err(RefundRefusal::OtherCurrency(found.amount.currency.clone()));
        }
        let refunds = self.transactions.iter().filter(|refund| {
            refund.refund_of.as_deref() == Some(purchase) && refund.status != Status::Cancelled
        });
        let taken: u64 = refunds.map(|refund| refund.amount.minor).fold(0, u64::saturating_add);
        let left = found.amount.minor.saturating_sub(taken);
        if amount.minor > left {
            let left = Amount { minor: left, currency: amount.currency.clone() };
            return Err(RefundRefusal::TooHigh(left.value()));
        }
        Ok(())
    }

    pub(crate) fn transaction(&self, terminal: &str, id: &str) -> Option<&Transaction> {
        let at = self.terminal_index(terminal).ok()?;
        self.transactions.find(id).filter(|found| found.terminal == self.terminals[at].key)
    }

    /// The terminal's transactions, newest first.
    pub(crate) fn transactions_of(&self, terminal: &str) -> Vec<&Transaction> {
        let Ok(at) = self.terminal_index(terminal) else { return Vec::new() };
        let key = &self.terminals[at].key;
        self.transactions.iter().rev().filter(|transaction| transaction.terminal == *key).collect()
    }

    /// Cancels for the till: possible until the cloud has heard that a card was presented.
    pub(crate) fn cancel(&mut self, terminal: &str, id: &str, now: Now) -> Result<(), CancelRefusal> {
        let found = self.transaction(terminal, id).ok_or(CancelRefusal::Unknown)?;
        let at = self.terminal_index(terminal).map_err(|_| CancelRefusal::Unknown)?;
        if !found.is_open() || found.card_presented {
            return Err(CancelRefusal::TooLate);
        }
        let number = found.number;
        self.transactions.change(number, |transaction| transaction.status = Status::Cancelled);
        let state = &mut self.terminals[at].state;
        if state.next == Some(number) {
            state.next = None;
        }
        let asks_for_card = state
            .work
            .as_ref()
            .is_some_and(|work| work.transaction == number && matches!(work.step, Step::Card));
        if asks_for_card && state.reachable() {
            self.finish(at, Ending::CancelledByTill, now);
        }
        self.settle(at, now);
        Ok(())
    }

    /// Today's approved transactions of a terminal as a slip.
    pub(crate) fn day_totals(&self, terminal: &str, now: Now) -> Option<String> {
        let at = self.terminal_index(terminal).ok()?;
        let terminal = &self.terminals[at];
        let zone = &self.rules.time_zone;
        let today = now.wall.to_zoned(zone.clone());
        let mut rows: Vec<TotalsRow> = Vec::new();
        for transaction in self.transactions.iter().filter(|found| found.terminal == terminal.key) {
            let Some(end) = transaction.end.as_ref().filter(|end| end.approved == Some(true)) else {
                continue;
            };
            if end.at.to_zoned(zone.clone()).date() != today.date() {
                continue;
            }
            let brand = end.brand.unwrap_or_default();
            let currency = &transaction.amount.currency;
            let same = |row: &&mut TotalsRow| {
                row.kind == transaction.kind && row.brand == brand && row.currency == *currency
            };
            match rows.iter_mut().find(same) {
                Some(row) => row.add(transaction.amount.minor),
                None => rows.push(TotalsRow {
                    kind: transaction.kind,
                    brand,
                    currency: currency.clone(),
                    count: 1,
                    minor: transaction.amount.minor,
                }),
            }
        }
        let store = self.store_of(&terminal.spec);
        Some(DayTotals { store, serial: &terminal.spec.serial, at: today, rows: &rows }.text())
    }

    /// A new API key with an id that no other key has.
    pub(crate) fn new_key(&mut self, label: &str, secret: String) -> ApiKey {
        let mut id = self.rng.below(899_999_999_999) + 100_000_000_000;
        while self.keys.all.iter().any(|key| key.id == id) {
            id += 1;
        }
        ApiKey { id, label: label.to_owned(), secret, from: None, until: None, last_usage: None }
    }
}
