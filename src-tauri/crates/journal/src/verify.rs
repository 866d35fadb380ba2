use std::fmt;

use crate::encoding::hash;
use crate::{Anchor, Digest, Entry, Head, Kind, MAX_PAYLOAD};

/// The first entry that does not fit, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The number at which the chain breaks.
    pub seq: u64,
    /// Why.
    pub why: Why,
}

/// Why an entry does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Another number stands there: entries were taken out, put in or swapped.
    OutOfOrder {
        /// The number that stands there.
        found: u64,
    },
    /// Its content is not what its hash says: it was changed.
    Altered,
    /// It does not follow the entry before.
    NotChained,
    /// It belongs to another till.
    OtherTill,
    /// The journal does not begin with its first entry, or has two.
    NotGenesis,
    /// Its amounts do not lead from the totals before to its own.
    Totals,
    /// Amounts in another currency than before.
    Currency,
    /// It cannot be read.
    Unreadable,
    /// Entries are missing at the end: there was one with this number.
    CutOff {
        /// The last number that was written down outside.
        anchored: u64,
    },
    /// It is not the entry that was written down outside: the journal was replaced by another or an old one and went on.
    NotAnchored,
    /// Nothing was written down outside, or it was taken away.
    NoAnchor,
    /// The order, refund, receipt or slip it seals is not the one in the database.
    NotAsBooked,
    /// It tells of a sale or refund the books do not have: that was lost, or never was.
    NotInBooks {
        /// `order 000123` or `refund R000007`.
        document: String,
    },
    /// The books have a sale or refund no entry tells of. The number is that of the entry its receipt names, or the last one.
    NotJournalled {
        /// `order 000123`, `refund R000007`, or the receipt or slip of one.
        document: String,
    },
}

impl Why {
    /// A word for machine-readable output.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Why::OutOfOrder { .. } => "out_of_order",
            Why::Altered => "altered",
            Why::NotChained => "not_chained",
            Why::OtherTill => "other_till",
            Why::NotGenesis => "not_genesis",
            Why::Totals => "totals",
            Why::Currency => "currency",
            Why::Unreadable => "unreadable",
            Why::CutOff { .. } => "cut_off",
            Why::NotAnchored => "not_anchored",
            Why::NoAnchor => "no_anchor",
            Why::NotAsBooked => "not_as_booked",
            Why::NotInBooks { .. } => "not_in_books",
            Why::NotJournalled { .. } => "not_journalled",
        }
    }
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seq = self.seq;
        match &self.why {
            Why::OutOfOrder { found } => write!(f, "entry {found} stands where entry {seq} belongs"),
            Why::Altered => write!(f, "entry {seq} was changed: its content is not what its hash says"),
            Why::NotChained => write!(f, "entry {seq} does not follow the entry before it"),
            Why::OtherTill => write!(f, "entry {seq} belongs to another till"),
            Why::NotGenesis => write!(f, "entry {seq} is not where a journal begins"),
            Why::Totals => write!(f, "entry {seq} has totals its amounts do not lead to"),
            Why::Currency => write!(f, "entry {seq} has amounts in another currency"),
            Why::Unreadable => write!(f, "entry {seq} cannot be read"),
            Why::CutOff { anchored } => {
                write!(f, "entry {seq} is missing; the journal once reached entry {anchored}")
            }
            Why::NotAnchored => write!(f, "entry {seq} is not the one that was written down outside"),
            Why::NotAsBooked => {
                write!(
                    f,
                    "what entry {seq} tells of was changed in the database: its order, refund, receipt or slip"
                )
            }
            Why::NotInBooks { document } => {
                write!(
                    f,
                    "{document} is lost: entry {seq} tells of it, and the database does not have it as ended"
                )
            }
            Why::NotJournalled { document } => {
                write!(f, "{document} is in the database, and no entry of the journal tells of it")
            }
            Why::NoAnchor => write!(f, "what was written down outside about entry {seq} is gone"),
        }
    }
}

/// Reads entries one by one and says the first that does not fit. After a break nothing more can be said.
#[derive(Debug, Clone, Default)]
pub struct Verifier {
    head: Option<Head>,
    currency: String,
    anchor: Option<Anchor>,
    checked: u64,
}

impl Verifier {
    /// From the first entry.
    pub fn from_genesis() -> Self {
        Self::default()
    }

    /// From behind an entry that is known to be right.
    pub fn from_head(head: Head) -> Self {
        Self { head: Some(head), ..Self::default() }
    }

    /// Also held against what was written down outside.
    #[must_use]
    pub fn with_anchor(self, anchor: Anchor) -> Self {
        Self { anchor: Some(anchor), ..self }
    }

    /// How many entries fitted.
    pub const fn checked(&self) -> u64 {
        self.checked
    }

    /// The last entry that fitted.
    pub const fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// The next entry.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn feed(&mut self, entry: &Entry) -> Result<(), Break> {
        let seq = self.head.as_ref().map_or(0, |head| head.seq).saturating_add(1);
        self.judge(seq, entry).map_err(|why| Break { seq, why })?;
        self.head = Some(entry.head());
        self.checked += 1;
        Ok(())
    }

    /// There are no more entries.
    ///
    /// # Errors
    /// The first that is missing.
    pub fn finish(self) -> Result<Option<Head>, Break> {
        let last = self.head.as_ref().map_or(0, |head| head.seq);
        if last == 0 {
            return Err(Break { seq: 1, why: Why::NotGenesis });
        }
        match self.anchor {
            Some(anchor) if anchor.seq > last => {
                Err(Break { seq: last + 1, why: Why::CutOff { anchored: anchor.seq } })
            }
            _ => Ok(self.head),
        }
    }

    fn judge(&mut self, seq: u64, entry: &Entry) -> Result<(), Why> {
        if entry.seq != seq {
            return Err(Why::OutOfOrder { found: entry.seq });
        }
        if entry.payload.len() > MAX_PAYLOAD {
            return Err(Why::Unreadable);
        }
        let genesis = entry.kind == Kind::Genesis.as_str();
        if genesis != (seq == 1) {
            return Err(Why::NotGenesis);
        }
        let prev_hash = self.head.as_ref().map_or(Digest::ZERO, |head| head.hash);
        if entry.prev_hash != prev_hash {
            return Err(Why::NotChained);
        }
        if hash(entry) != entry.hash {
            return Err(Why::Altered);
        }
        let till = self.head.as_ref().map(|head| &head.till);
        if till.is_some_and(|till| *till != entry.till) {
            return Err(Why::OtherTill);
        }
        let rates = entry.rate_amounts().ok_or(Why::Unreadable)?;
        let before = self.head.as_ref().map(|head| head.totals).unwrap_or_default();
        if before.moved_by(&entry.kind, &rates) != Some(entry.totals()) {
            return Err(Why::Totals);
        }
        if !rates.is_empty() {
            if !self.currency.is_empty() && self.currency != entry.currency {
                return Err(Why::Currency);
            }
            self.currency.clone_from(&entry.currency);
        }
        self.anchor.as_ref().map_or(Ok(()), |anchor| anchor.fits(entry))
    }
}
