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
    #[serde(default)]
    pub(crate) status: RefundEventStatus,
}

/// How far the refund of a payment is, in the vendor's words for its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundEventStatus {
    /// Taken, and not final yet.
    Pending,
    /// The customer has the money.
    #[default]
    Refunded,
    /// It did not come about: the merchant keeps the money.
    Failed,
}

impl RefundEventStatus {
    /// The word of a transaction's event.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Refunded => "REFUNDED",
            Self::Failed => "FAILED",
        }
    }

    /// The word of a line of the history.
    pub(crate) const fn line_word(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Refunded => "SUCCESSFUL",
            Self::Failed => "FAILED",
        }
    }
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
        let status = self.sumup.config.refunds_become;
        let refund =
            Refund { event: self.sumup.next_event(), id: self.sumup.uuid(), minor, at: now.wall, status };
        self.sumup.records.change(event, |record| {
            record.refunds.push(refund);
            record.modified = now.wall;
        });
        if status == RefundEventStatus::Refunded {
            self.ledger.push(charge);
        }
        self.revision += 1;
        Ok(())
    }

    /// What becomes of the newest refund of a transaction. False: it has none.
    pub(crate) fn sumup_settle_refund(&mut self, id: &str, status: RefundEventStatus, now: Now) -> bool {
        let found = self.sumup.records.find(|record| record.id == id);
        let Some((record, refund)) = found.and_then(|record| Some((record, record.refunds.last()?))) else {
            return false;
        };
        let (charge, before, event) = (refunded(record, refund.minor, now), refund.status, record.event);
        match (before, status) {
            (RefundEventStatus::Refunded, RefundEventStatus::Pending | RefundEventStatus::Failed) => {
                let same = |known: &Charge| {
                    known.kind == Kind::Refund
                        && known.transaction == charge.transaction
                        && known.minor == charge.minor
                };
                if let Some(place) = self.ledger.iter().rposition(same) {
                    self.ledger.remove(place);
                }
            }
            (RefundEventStatus::Pending | RefundEventStatus::Failed, RefundEventStatus::Refunded) => {
                self.ledger.push(charge);
            }
            _ => {}
        }
        self.sumup.records.change(event, |record| {
            if let Some(refund) = record.refunds.last_mut() {
                refund.status = status;
            }
            record.modified = now.wall;
        });
        self.revision += 1;
        true
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
