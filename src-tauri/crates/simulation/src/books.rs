//! The journal on the simulated disk: the real chain, one entry with each change, in the same transaction.

use std::collections::BTreeMap;

use journal::{Draft, Entry, Kind, RateAmounts, TillId, Verifier};
use money::Money;
use payment::AttemptRecord;

use crate::disk::{Disk, OrderState};
use crate::invariants::Invariant;

/// The chain so far.
#[derive(Debug)]
pub(crate) struct Books {
    entries: Vec<Entry>,
}

impl Default for Books {
    fn default() -> Self {
        let draft = Draft::new(Kind::Genesis, "", "", "", serde_json::json!({}));
        let first = Entry::genesis(TillId::new("simulated"), &draft);
        Self { entries: first.into_iter().collect() }
    }
}

impl Books {
    /// A change of an attempt; whatever process makes it finds the end of the chain on the disk.
    pub(crate) fn note(&mut self, order: u32, record: &AttemptRecord) {
        let kind = if record.state.is_open() { Kind::AttemptObserved } else { Kind::AttemptEnded };
        self.add(kind, order, record, Vec::new());
    }

    /// Money is on the books: a sale, or a refund.
    pub(crate) fn book(&mut self, kind: Kind, order: u32, record: &AttemptRecord, amount: Money) {
        let amount = amount.minor();
        let rates = vec![RateAmounts { milli_percent: 0, net: amount, tax: 0, gross: amount }];
        self.add(kind, order, record, rates);
    }

    fn add(&mut self, kind: Kind, order: u32, record: &AttemptRecord, rates: Vec<RateAmounts>) {
        let payload = serde_json::json!({
            "reference": record.intent.reference.as_str(),
            "state": record.state.as_str(),
        });
        let draft = Draft::new(kind, "", "", &format!("order {order}"), payload).with_amounts("EUR", rates);
        let next = self.entries.last().map(|last| Entry::after(&last.head(), &draft));
        self.entries.extend(next.and_then(Result::ok));
    }
}

/// I13: the chain is whole, and what it says was ever sold is what the orders say.
pub(crate) fn check(disk: &Disk, found: &mut Vec<String>) {
    let mut verifier = Verifier::from_genesis();
    let whole = disk.books.entries.iter().try_for_each(|entry| verifier.feed(entry));
    let head = match whole.and_then(|()| verifier.finish()) {
        Ok(head) => head,
        Err(broken) => return found.push(Invariant::I13.broken(&format!("chain break: {broken}"))),
    };
    let sold: i64 = disk
        .orders
        .values()
        .filter(|order| order.state == OrderState::Paid)
        .map(|order| order.amount.minor())
        .sum();
    let journalled = head.map(|head| head.totals.sales).unwrap_or_default();
    if journalled != sold {
        let what = format!("chain break: the journal says {journalled} was sold, the orders say {sold}");
        found.push(Invariant::I13.broken(&what));
    }
    every_step_has_its_entry(disk, found);
}

/// I11: what an attempt is on the disk is what its last entry says.
fn every_step_has_its_entry(disk: &Disk, found: &mut Vec<String>) {
    let mut told = BTreeMap::new();
    for entry in &disk.books.entries {
        let payload: serde_json::Value = serde_json::from_str(&entry.payload).unwrap_or_default();
        if let (Some(reference), Some(state)) = (payload["reference"].as_str(), payload["state"].as_str()) {
            told.insert(reference.to_owned(), state.to_owned());
        }
    }
    for (reference, row) in &disk.attempts {
        let last = told.get(reference.as_str()).map(String::as_str);
        if last != Some(row.record.state.as_str()) {
            let what = format!("{reference} is {} and its last entry says {last:?}", row.record.state);
            found.push(Invariant::I11.broken(&what));
        }
    }
}
