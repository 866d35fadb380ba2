//! Transactions as the cloud stores them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Index;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::{Kind, Status, TransactionSnapshot};
use crate::Brand;
use crate::clock::Moment;

/// Transactions that are remembered. The oldest finished ones are forgotten first.
const MAX_TRANSACTIONS: usize = 2_000;

/// The place of a transaction in the order of creation.
pub(crate) type Number = u64;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transaction {
    pub(crate) number: Number,
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) terminal: String,
    pub(crate) reference: String,
    pub(crate) amount: Amount,
    pub(crate) refund_of: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) status: Status,
    pub(crate) fetched: bool,
    /// The terminal has told the cloud that a card was presented: too late to cancel.
    pub(crate) card_presented: bool,
    pub(crate) clears_at: Option<Moment>,
    pub(crate) end: Option<End>,
}

/// What the terminal reported.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct End {
    pub(crate) at: Timestamp,
    pub(crate) stan: String,
    pub(crate) brand: Option<Brand>,
    /// The bank's decision; none when the bank was not asked or did not answer.
    pub(crate) approved: Option<bool>,
    pub(crate) receipt: String,
    pub(crate) merchant_receipt: String,
}

impl Transaction {
    pub(crate) fn approved(&self) -> Option<bool> {
        self.end.as_ref().and_then(|end| end.approved)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.status == Status::Created
    }

    pub(crate) fn snapshot(&self) -> TransactionSnapshot {
        TransactionSnapshot {
            id: self.id.clone(),
            kind: self.kind,
            terminal: self.terminal.clone(),
            merchant_order_reference: self.reference.clone(),
            amount: self.amount.view(),
            status: self.status,
            approved: self.approved(),
            fetched: self.fetched,
            refund_of: self.refund_of.clone(),
        }
    }
}

/// All transactions, in the order of creation, and which of them changed since they were last saved.
#[derive(Debug, Default)]
pub(crate) struct Transactions {
    by_number: BTreeMap<Number, Transaction>,
    numbers: HashMap<String, Number>,
    clearing: BTreeSet<(Moment, Number)>,
    pub(crate) changed: BTreeSet<Number>,
}

impl Transactions {
    pub(crate) fn next_number(&self) -> Number {
        self.by_number.last_key_value().map_or(1, |(number, _)| number + 1)
    }

    pub(crate) fn insert(&mut self, transaction: Transaction) {
        let number = transaction.number;
        self.numbers.insert(transaction.id.clone(), number);
        if let Some(at) = transaction.clears_at {
            self.clearing.insert((at, number));
        }
        self.by_number.insert(number, transaction);
        self.changed.insert(number);
        self.forget_oldest();
    }

    fn forget_oldest(&mut self) {
        while self.by_number.len() > MAX_TRANSACTIONS {
            let finished = |transaction: &&Transaction| {
                matches!(transaction.status, Status::Cleared | Status::Cancelled)
            };
            let Some(oldest) = self.by_number.values().find(finished).map(|oldest| oldest.number) else {
                return;
            };
            self.changed.remove(&oldest);
            if let Some(forgotten) = self.by_number.remove(&oldest) {
                self.numbers.remove(&forgotten.id);
            }
        }
    }

    pub(crate) fn get(&self, number: Number) -> Option<&Transaction> {
        self.by_number.get(&number)
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Transaction> {
        self.numbers.get(id).and_then(|number| self.by_number.get(number))
    }

    /// For changing; it is saved afterwards.
    pub(crate) fn change(&mut self, number: Number, change: impl FnOnce(&mut Transaction)) {
        if let Some(transaction) = self.by_number.get_mut(&number) {
            change(transaction);
            if let Some(at) = transaction.clears_at {
                self.clearing.insert((at, number));
            }
            self.changed.insert(number);
        }
    }

    pub(crate) fn next_clearing(&self) -> Option<(Moment, Number)> {
        self.clearing.first().copied()
    }

    pub(crate) fn clear_next(&mut self) {
        if let Some((_, number)) = self.clearing.pop_first() {
            self.change(number, |transaction| {
                transaction.status = Status::Cleared;
                transaction.clears_at = None;
            });
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Transaction> {
        self.by_number.values()
    }
}

impl Index<Number> for Transactions {
    type Output = Transaction;

    /// For transactions a terminal is busy with: those are open, and open ones are never forgotten.
    fn index(&self, number: Number) -> &Transaction {
        &self.by_number[&number]
    }
}
