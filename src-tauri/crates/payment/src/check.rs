use money::Money;
use serde::{Deserialize, Serialize};

use crate::{Approval, AttemptReference, Intent, TerminalKey};

/// Where the record of an approval differs from what was asked. Such an approval is never booked by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// It carries another attempt's reference.
    Reference {
        /// The reference of the record.
        found: AttemptReference,
    },
    /// Another amount or currency.
    Amount {
        /// The amount of the record, without tip.
        found: Money,
    },
    /// A tip in another currency, or below nothing.
    Tip {
        /// The tip of the record.
        found: Money,
    },
    /// Another terminal.
    Terminal {
        /// The terminal of the record.
        found: TerminalKey,
    },
    /// The provider answers, and the attempt runs and runs.
    NeverEnds,
    /// The refund ran or waited in an older copy of the till's memory that was put back: what was sent since is not known.
    PutBack,
    /// The refund waited to be sent again, and could not be sent for days.
    CannotBeSent,
    /// Provider says approved and cancelled at once, or lost a transaction it had confirmed.
    Contradiction {
        /// What contradicts what, for the manager.
        detail: String,
    },
}

/// Holds an approval against its intent: reference, amount, currency, tip and terminal.
pub(crate) fn check(intent: &Intent, approval: &Approval) -> Result<(), Mismatch> {
    if let Some(found) = approval.reference.as_ref().filter(|found| **found != intent.reference) {
        return Err(Mismatch::Reference { found: found.clone() });
    }
    if approval.amount != intent.amount {
        return Err(Mismatch::Amount { found: approval.amount });
    }
    if let Some(found) = approval.tip
        && (found.currency() != intent.amount.currency() || found.is_negative())
    {
        return Err(Mismatch::Tip { found });
    }
    // Providers differ from themselves in the case of model names (`P2lite`, `P2Lite`).
    if let Some(found) =
        approval.terminal.as_ref().filter(|t| !t.as_str().eq_ignore_ascii_case(intent.terminal.as_str()))
    {
        return Err(Mismatch::Terminal { found: found.clone() });
    }
    Ok(())
}
