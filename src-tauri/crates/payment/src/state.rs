use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where an attempt stands. Ends are facts: they are added to, never taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Durable, and nothing is known to have been sent.
    Intended,
    /// The provider has it.
    Pending,
    /// Money may have moved. It is being looked up.
    Unknown,
    /// Money moved, and the record matches what was asked.
    Approved,
    /// Bank, card or terminal said no.
    Declined,
    /// Ended before a card was charged.
    Cancelled,
    /// Proved: the provider never had it.
    NotSent,
    /// The record contradicts what was asked, or itself. A manager decides, with a reason.
    NeedsPerson,
    /// Approved after it had been taken for ended without payment.
    LateApproved,
    /// Approved, and taken back by the provider afterwards.
    Reversed,
}

impl AttemptState {
    /// Every state, in the order of a payment's life.
    pub const ALL: [AttemptState; 10] = [
        AttemptState::Intended,
        AttemptState::Pending,
        AttemptState::Unknown,
        AttemptState::Approved,
        AttemptState::Declined,
        AttemptState::Cancelled,
        AttemptState::NotSent,
        AttemptState::NeedsPerson,
        AttemptState::LateApproved,
        AttemptState::Reversed,
    ];

    /// Whether it still has to be followed, and so blocks its terminal and its tender.
    pub const fn is_open(self) -> bool {
        matches!(self, AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown)
    }

    /// Whether money is known to have moved and to have stayed.
    pub const fn is_paid(self) -> bool {
        matches!(self, AttemptState::Approved | AttemptState::LateApproved)
    }

    /// The name in the database and in machine-readable output.
    pub const fn as_str(self) -> &'static str {
        match self {
            AttemptState::Intended => "intended",
            AttemptState::Pending => "pending",
            AttemptState::Unknown => "unknown",
            AttemptState::Approved => "approved",
            AttemptState::Declined => "declined",
            AttemptState::Cancelled => "cancelled",
            AttemptState::NotSent => "not_sent",
            AttemptState::NeedsPerson => "needs_person",
            AttemptState::LateApproved => "late_approved",
            AttemptState::Reversed => "reversed",
        }
    }
}

impl fmt::Display for AttemptState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for AttemptState {
    type Err = crate::InvalidIdentity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| crate::InvalidIdentity {
            what: "attempt state",
            text: text.chars().take(40).collect(),
        })
    }
}
