use std::fmt;

use serde::{Deserialize, Serialize};

use crate::encoding::{canonical, hash, rates_text, read_rates};
use crate::{Digest, Draft, Kind, RateAmounts};

/// The longest payload, in bytes.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// Names the till a journal belongs to: 32 hexadecimal digits, made at random with its first entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TillId(String);

impl TillId {
    /// A name made at random elsewhere, or read back.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was ever sold and ever given back on a till, in minor units. They only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PerpetualTotals {
    /// The grand total of sales.
    pub sales: i64,
    /// The grand total of refunds.
    pub refunds: i64,
}

/// An entry as it is kept and exported. Its texts are kept as they were hashed, so that reading one changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number: 1, 2, 3 and so on, without a gap.
    pub seq: u64,
    /// The till.
    pub till: TillId,
    /// What it is about, a word of [`Kind`].
    pub kind: String,
    /// When, RFC 3339 with the shop's offset.
    pub at: String,
    /// Who was at the till.
    pub operator: String,
    /// What it belongs to.
    pub document: String,
    /// A JSON object, as text.
    pub payload: String,
    /// The currency of `rates`.
    pub currency: String,
    /// Amounts per rate: `rate net tax gross`, joined by semicolons.
    pub rates: String,
    /// The grand total of sales after this entry, in minor units.
    pub sales_minor: i64,
    /// The grand total of refunds after this entry, in minor units.
    pub refunds_minor: i64,
    /// The hash of the entry before, or zeros.
    pub prev_hash: Digest,
    /// The hash of this entry.
    pub hash: Digest,
}

/// The end of a chain: what the next entry follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The till.
    pub till: TillId,
    /// The number of the last entry.
    pub seq: u64,
    /// Its hash.
    pub hash: Digest,
    /// The perpetual totals after it.
    pub totals: PerpetualTotals,
}

/// What a receipt prints of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its number.
    pub seq: u64,
    /// Its hash.
    pub hash: Digest,
}

/// As printed: `1042 ba78 16bf`.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.seq, self.hash.short())
    }
}

/// Why an entry cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// A perpetual total would leave its range or go down.
    #[error("perpetual total out of range")]
    TotalOutOfRange,
    /// The payload is too long.
    #[error("payload of {0} bytes")]
    PayloadTooLong(usize),
    /// The first entry, and only the first, is the genesis.
    #[error("a {0} entry is not at its place")]
    Misplaced(&'static str),
}

impl Entry {
    /// The first entry of a till's journal.
    pub fn genesis(till: TillId, draft: &Draft) -> Result<Self, JournalError> {
        if draft.kind != Kind::Genesis {
            return Err(JournalError::Misplaced(draft.kind.as_str()));
        }
        Self::make(till, 1, PerpetualTotals::default(), Digest::ZERO, draft)
    }

    /// The next entry of a chain.
    pub fn after(head: &Head, draft: &Draft) -> Result<Self, JournalError> {
        if draft.kind == Kind::Genesis {
            return Err(JournalError::Misplaced(draft.kind.as_str()));
        }
        let totals = head.totals.moved_by(draft.kind.as_str(), &draft.rates);
        let totals = totals.ok_or(JournalError::TotalOutOfRange)?;
        Self::make(head.till.clone(), head.seq + 1, totals, head.hash, draft)
    }

    fn make(
        till: TillId,
        seq: u64,
        totals: PerpetualTotals,
        prev_hash: Digest,
        draft: &Draft,
    ) -> Result<Self, JournalError> {
        let payload = draft.payload.to_string();
        if payload.len() > MAX_PAYLOAD {
            return Err(JournalError::PayloadTooLong(payload.len()));
        }
        let mut entry = Self {
            seq,
            till,
            kind: draft.kind.as_str().to_owned(),
            at: draft.at.clone(),
            operator: draft.operator.clone(),
            document: draft.document.clone(),
            payload,
            currency: draft.currency.clone(),
            rates: rates_text(&draft.rates),
            sales_minor: totals.sales,
            refunds_minor: totals.refunds,
            prev_hash,
            hash: Digest::ZERO,
        };
        entry.hash = hash(&entry);
        Ok(entry)
    }

    /// What the next entry follows.
    pub fn head(&self) -> Head {
        Head { till: self.till.clone(), seq: self.seq, hash: self.hash, totals: self.totals() }
    }

    /// The perpetual totals after it.
    pub const fn totals(&self) -> PerpetualTotals {
        PerpetualTotals { sales: self.sales_minor, refunds: self.refunds_minor }
    }

    /// What a receipt prints.
    pub fn mark(&self) -> Mark {
        Mark { seq: self.seq, hash: self.hash }
    }

    /// The bytes its hash covers.
    pub fn canonical(&self) -> Vec<u8> {
        canonical(self)
    }

    /// The amounts; `None` when their text is not in its form.
    pub fn rate_amounts(&self) -> Option<Vec<RateAmounts>> {
        read_rates(&self.rates)
    }
}

impl Head {
    /// What a receipt prints.
    pub fn mark(&self) -> Mark {
        Mark { seq: self.seq, hash: self.hash }
    }
}

impl PerpetualTotals {
    /// The totals after an entry of that kind with those amounts; `None` out of range, or when one would go down.
    pub(crate) fn moved_by(self, kind: &str, rates: &[RateAmounts]) -> Option<Self> {
        let sum = rates.iter().try_fold(0_i64, |sum, row| sum.checked_add(row.gross))?;
        if sum < 0 {
            return None;
        }
        if kind == Kind::Sale.as_str() {
            Some(Self { sales: self.sales.checked_add(sum)?, ..self })
        } else if kind == Kind::Refund.as_str() {
            Some(Self { refunds: self.refunds.checked_add(sum)?, ..self })
        } else {
            rates.is_empty().then_some(self)
        }
    }
}
