//! Hosted checkouts: a page of SumUp's on which a payer pays by link or QR symbol.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    HostedAct, HostedActError, HostedCheckoutSnapshot, HostedStatus, PaymentType, Record, SumupAmount,
    SumupStatus,
};
use crate::card::Card;
use crate::clock::Now;
use crate::world::{Charge, Kind, World};
use crate::{Brand, Entry, ResponseCode};

/// Hosted checkouts that are remembered. The oldest ones are forgotten first.
const MAX_HOSTED: usize = 1_000;
/// Attempts to pay one.
const MAX_ATTEMPTS: usize = 20;

/// A checkout as a till asks for it.
#[derive(Debug)]
pub(crate) struct NewHosted {
    pub(crate) reference: String,
    pub(crate) amount: SumupAmount,
    pub(crate) description: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) redirect_url: Option<String>,
    pub(crate) valid_until: Option<Timestamp>,
    /// It has a page.
    pub(crate) page: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Hosted {
    pub(crate) number: u64,
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) amount: SumupAmount,
    pub(crate) description: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) redirect_url: Option<String>,
    pub(crate) valid_until: Option<Timestamp>,
    pub(crate) page: bool,
    pub(crate) created: Timestamp,
    status: HostedStatus,
    /// Events of the transactions, one per attempt.
    pub(crate) attempts: Vec<u64>,
}

/// Why a checkout was not created or withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostedRefusal {
    Unknown,
    /// There is one with this reference.
    Duplicate,
    /// It is paid.
    Processed,
}

impl Hosted {
    pub(crate) fn status(&self, now: Timestamp) -> HostedStatus {
        let late = self.valid_until.is_some_and(|until| until <= now);
        match self.status {
            HostedStatus::Pending | HostedStatus::Failed if late => HostedStatus::Expired,
            status => status,
        }
    }

    fn snapshot(&self, now: Timestamp) -> HostedCheckoutSnapshot {
        HostedCheckoutSnapshot {
            id: self.id.clone(),
            checkout_reference: self.reference.clone(),
            description: self.description.clone(),
            amount: self.amount.view(),
            status: self.status(now),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct HostedCheckouts {
    by_number: BTreeMap<u64, Hosted>,
    pub(super) changed: BTreeSet<u64>,
}

impl HostedCheckouts {
    pub(super) fn of(saved: Vec<Hosted>) -> Self {
        let mut all = Self::default();
        for hosted in saved {
            all.insert(hosted);
        }
        all
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Hosted> {
        self.by_number.values()
    }

    pub(super) fn get(&self, number: u64) -> Option<&Hosted> {
        self.by_number.get(&number)
    }

    fn insert(&mut self, hosted: Hosted) {
        self.changed.insert(hosted.number);
        self.by_number.insert(hosted.number, hosted);
        while self.by_number.len() > MAX_HOSTED {
            if let Some((number, _)) = self.by_number.pop_first() {
                self.changed.remove(&number);
            }
        }
    }
}

impl World {
    pub(crate) fn host(&mut self, new: NewHosted, now: Now) -> Result<Hosted, HostedRefusal> {
        if self.hosted_by_reference(&new.reference).next().is_some() {
            return Err(HostedRefusal::Duplicate);
        }
        let hosted = Hosted {
            number: self.sumup.next_event(),
            id: self.sumup.uuid(),
            reference: new.reference,
            amount: new.amount,
            description: new.description,
            return_url: new.return_url,
            redirect_url: new.redirect_url,
            valid_until: new.valid_until,
            page: new.page,
            created: now.wall,
            status: HostedStatus::Pending,
            attempts: Vec::new(),
        };
        self.sumup.hosted.insert(hosted.clone());
        self.revision += 1;
        Ok(hosted)
    }

    pub(crate) fn hosted(&self, id: &str) -> Option<&Hosted> {
        self.sumup.hosted.iter().rev().find(|hosted| hosted.id == id)
    }

    pub(crate) fn hosted_by_reference<'a>(&'a self, reference: &'a str) -> impl Iterator<Item = &'a Hosted> {
        self.sumup.hosted.iter().filter(move |hosted| hosted.reference == reference)
    }

    pub(crate) fn hosted_snapshots(&self, now: Now) -> Vec<HostedCheckoutSnapshot> {
        self.sumup.hosted.iter().map(|hosted| hosted.snapshot(now.wall)).collect()
    }

    /// Withdraws one that is not paid.
    pub(crate) fn withdraw(&mut self, id: &str, now: Now) -> Result<Hosted, HostedRefusal> {
        let mut found = self.hosted(id).cloned().ok_or(HostedRefusal::Unknown)?;
        if found.status(now.wall) == HostedStatus::Paid {
            return Err(HostedRefusal::Processed);
        }
        found.status = HostedStatus::Expired;
        found.valid_until = Some(found.valid_until.map_or(now.wall, |until| until.min(now.wall)));
        self.sumup.hosted.insert(found.clone());
        self.revision += 1;
        Ok(found)
    }

    /// What the payer does on the page.
    pub(crate) fn hosted_act(&mut self, id: &str, act: &HostedAct, now: Now) -> Result<(), HostedActError> {
        let mut found = self.hosted(id).cloned().ok_or_else(|| HostedActError::Unknown(id.to_owned()))?;
        let status = found.status(now.wall);
        let open = matches!(status, HostedStatus::Pending | HostedStatus::Failed);
        if !open || found.attempts.len() >= MAX_ATTEMPTS {
            return Err(HostedActError::NotNow(status));
        }
        let (brand, refused) = match act {
            HostedAct::Pay { brand } => (*brand, None),
            HostedAct::Decline { code } => (Brand::Visa, Some(*code)),
        };
        let record = self.online_record(&found, brand, refused, now);
        if refused.is_none() {
            self.ledger.push(Charge {
                transaction: record.id.clone(),
                merchant_order_reference: found.reference.clone(),
                terminal: String::new(),
                kind: Kind::Purchase,
                minor: record.amount.minor,
                currency: record.amount.currency.clone(),
                at: now.wall,
            });
        }
        found.attempts.push(record.event);
        found.status = if refused.is_none() { HostedStatus::Paid } else { HostedStatus::Failed };
        self.sumup.records.insert(record);
        self.sumup.hosted.insert(found);
        self.revision += 1;
        Ok(())
    }

    fn online_record(
        &mut self,
        hosted: &Hosted,
        brand: Brand,
        refused: Option<ResponseCode>,
        now: Now,
    ) -> Record {
        let sumup = &mut self.sumup;
        let last_four = sumup.rng.digits(4);
        Record {
            event: sumup.next_event(),
            id: sumup.uuid(),
            code: format!("T{}", sumup.code(9)),
            client_transaction_id: sumup.uuid(),
            foreign_transaction_id: Some(hosted.reference.clone()),
            amount: hosted.amount.clone(),
            tip_minor: 0,
            created: now.wall,
            modified: now.wall,
            status: if refused.is_none() { SumupStatus::Successful } else { SumupStatus::Failed },
            payment_type: PaymentType::Online,
            serial: None,
            description: hosted.description.clone(),
            installments: 1,
            card: Card { brand, entry: Entry::Contactless, last_four, pin_verified: false },
            signed: false,
            auth_code: refused.is_none().then(|| sumup.rng.digits(6)),
            return_code: refused,
            refunds: Vec::new(),
        }
    }
}
