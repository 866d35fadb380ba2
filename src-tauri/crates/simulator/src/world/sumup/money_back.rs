//! Refunds: only of a payment that was charged, and never more than it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Record, SumupAmount, SumupStatus};
use crate::clock::Now;
use crate::world::{Charge, Kind, World};

/// Money paid back, an event of its transaction and a line of the history.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) event: u64,
    pub(crate) id: String,
    pub(crate) minor: u64,
    pub(crate) at: Timestamp,
}

/// Why money was not paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefundDenied {
    Unknown,
    /// Not charged, paid back already, or too early.
    Conflict,
    NotEnoughBalance,
    /// More than this is left.
    TooHigh(SumupAmount),
    /// The amount cannot be read.
    Invalid(String),
}

impl World {
    /// Pays back a part, or what is left.
    pub(crate) fn sumup_refund(
        &mut self,
        id: &str,
        wanted: Option<&serde_json::Number>,
        now: Now,
    ) -> Result<(), RefundDenied> {
        let found = self.sumup.records.find(|record| record.id == id).ok_or(RefundDenied::Unknown)?;
        let left = found.amount.minor.saturating_sub(found.refunded_minor());
        let ended = now.wall.duration_since(found.modified);
        let too_early =
            found.refunds.is_empty() && ended.unsigned_abs() < self.sumup.config.timings.refund_too_early;
        if found.status != SumupStatus::Successful || left == 0 || too_early {
            return Err(RefundDenied::Conflict);
        }
        let minor = match wanted {
            None => left,
            Some(number) => {
                let read = SumupAmount::of_major(number, &found.amount.currency);
                read.map_err(RefundDenied::Invalid)?.minor
            }
        };
        if minor > left {
            return Err(RefundDenied::TooHigh(found.amount.with_minor(left)));
        }
        let balance = &mut self.sumup.config.refund_balance;
        match balance.map(|balance| balance.checked_sub(minor)) {
            Some(None) => return Err(RefundDenied::NotEnoughBalance),
            Some(after) => *balance = after,
            None => {}
        }
        let charge = refunded(found, minor, now);
        let event = found.event;
        let refund = Refund { event: self.sumup.next_event(), id: self.sumup.uuid(), minor, at: now.wall };
        self.sumup.records.change(event, |record| {
            record.refunds.push(refund);
            record.modified = now.wall;
        });
        self.ledger.push(charge);
        self.revision += 1;
        Ok(())
    }
}

fn refunded(record: &Record, minor: u64, now: Now) -> Charge {
    Charge {
        transaction: record.id.clone(),
        merchant_order_reference: record.foreign_transaction_id.clone().unwrap_or_default(),
        terminal: record.serial.clone().unwrap_or_default(),
        kind: Kind::Refund,
        minor,
        currency: record.amount.currency.clone(),
        at: now.wall,
    }
}
