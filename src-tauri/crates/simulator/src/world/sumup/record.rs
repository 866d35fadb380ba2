//! Transactions as SumUp stores them. There is none before a card was presented.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Refund, RefundEventStatus, SumupAmount, SumupStatus, SumupTransactionSnapshot};
use crate::card::Card;
use crate::{Entry, ResponseCode};

/// Transactions that are remembered. The oldest finished ones are forgotten first.
const MAX_RECORDS: usize = 2_000;

/// Where a card was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PaymentType {
    Reader,
    Online,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The event id of its creation: also its place in the history.
    pub(crate) event: u64,
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) client_transaction_id: String,
    pub(crate) foreign_transaction_id: Option<String>,
    /// With the tip.
    pub(crate) amount: SumupAmount,
    pub(crate) tip_minor: u64,
    pub(crate) created: Timestamp,
    pub(crate) modified: Timestamp,
    pub(crate) status: SumupStatus,
    pub(crate) payment_type: PaymentType,
    pub(crate) serial: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) installments: u8,
    pub(crate) card: Card,
    pub(crate) signed: bool,
    pub(crate) auth_code: Option<String>,
    pub(crate) return_code: Option<ResponseCode>,
    pub(crate) refunds: Vec<Refund>,
}

impl Record {
    pub(crate) fn refunded_minor(&self) -> u64 {
        let counts = |refund: &&Refund| refund.status != RefundEventStatus::Failed;
        self.refunds.iter().filter(counts).map(|refund| refund.minor).fold(0, u64::saturating_add)
    }

    pub(crate) fn is_paid_back(&self) -> bool {
        self.status == SumupStatus::Successful && self.refunded_minor() >= self.amount.minor
    }

    /// The vendor's words for how the cardholder proved to be one.
    pub(crate) const fn verification(&self) -> &'static str {
        match (self.payment_type, self.signed, self.card.pin_verified) {
            (PaymentType::Online, _, _) => "na",
            (PaymentType::Reader, true, _) => "signature",
            (PaymentType::Reader, false, true) => "online PIN",
            (PaymentType::Reader, false, false) => "none",
        }
    }

    pub(crate) const fn entry_mode(&self) -> &'static str {
        match (self.payment_type, self.card.entry) {
            (PaymentType::Online, _) => "CUSTOMER_ENTRY",
            (PaymentType::Reader, Entry::Contactless) => "CONTACTLESS",
            (PaymentType::Reader, Entry::Chip) => "CHIP",
        }
    }

    pub(super) fn snapshot(&self) -> SumupTransactionSnapshot {
        SumupTransactionSnapshot {
            id: self.id.clone(),
            transaction_code: self.code.clone(),
            client_transaction_id: self.client_transaction_id.clone(),
            foreign_transaction_id: self.foreign_transaction_id.clone(),
            amount: self.amount.view(),
            tip: self.amount.with_minor(self.tip_minor).view(),
            refunded: self.amount.with_minor(self.refunded_minor()).view(),
            status: self.status,
        }
    }
}

/// All transactions, in the order of creation, and which of them changed since they were last saved.
#[derive(Debug, Default)]
pub(crate) struct Records {
    by_event: BTreeMap<u64, Record>,
    pub(super) changed: BTreeSet<u64>,
}

impl Records {
    pub(super) fn of(saved: Vec<Record>) -> Self {
        let mut records = Self::default();
        for record in saved {
            records.insert(record);
        }
        records
    }

    pub(super) fn insert(&mut self, record: Record) {
        self.changed.insert(record.event);
        self.by_event.insert(record.event, record);
        while self.by_event.len() > MAX_RECORDS {
            let finished = |record: &&Record| record.status != SumupStatus::Pending;
            let Some(oldest) = self.by_event.values().find(finished).map(|oldest| oldest.event) else {
                return;
            };
            self.by_event.remove(&oldest);
            self.changed.remove(&oldest);
        }
    }

    /// For changing; it is saved afterwards.
    pub(super) fn change(&mut self, event: u64, change: impl FnOnce(&mut Record)) {
        if let Some(record) = self.by_event.get_mut(&event) {
            change(record);
            self.changed.insert(event);
        }
    }

    pub(crate) fn get(&self, event: u64) -> Option<&Record> {
        self.by_event.get(&event)
    }

    /// The newest that fits.
    pub(crate) fn find(&self, fits: impl Fn(&Record) -> bool) -> Option<&Record> {
        self.by_event.values().rev().find(|record| fits(record))
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.by_event.values()
    }
}
