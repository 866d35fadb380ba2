//! What a provider's answer about a named transaction proves of a person's word that money came in.

use money::Money;

use crate::{Approval, Inquiry, Intent, Outcome, ProviderTransactionId, Verdict};

/// Why a provider's answer does not prove that the money came in under the name a person gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotProved {
    /// The provider knows no such transaction.
    NotFound,
    /// It knows it, and does not say that money moved: it runs, ended without money, or contradicts itself.
    NotApproved,
    /// Money moved under it, and it is another payment's: what the record shows of whose and how much.
    Another(String),
}

impl Verdict {
    /// Holds "the money came in" against what the provider says, at the moment of deciding, about the transaction that
    /// was named. Every other verdict is a person's word alone.
    ///
    /// # Errors
    /// What is missing. A missing answer is no proof either; whoever asks refuses by itself then.
    pub fn proved_by(&self, intent: &Intent, told: &Inquiry) -> Result<(), NotProved> {
        let (named, amount) = match self {
            Verdict::PaysItsOrder { transaction } => (transaction, intent.amount),
            Verdict::CameInTooMuch { transaction, amount } => (transaction, *amount),
            Verdict::NoMoneyCameIn | Verdict::WentBack | Verdict::DidNotGoBack | Verdict::SeenTo => {
                return Ok(());
            }
        };
        match told {
            Inquiry::Resolved { transaction, outcome: Outcome::Approved(found) } => {
                let whole = transaction == named && is_this(intent, found, named, amount);
                if whole { Ok(()) } else { Err(NotProved::Another(shown(found))) }
            }
            Inquiry::Resolved { outcome: Outcome::Declined(_) | Outcome::Cancelled(_), .. }
            | Inquiry::InProgress { .. }
            | Inquiry::Contradictory { .. } => Err(NotProved::NotApproved),
            Inquiry::NotFound { .. } => Err(NotProved::NotFound),
        }
    }
}

/// Under our reference it is this payment; without any it must be from this payment's own terminal, as far as it tells.
fn is_this(intent: &Intent, found: &Approval, named: &ProviderTransactionId, amount: Money) -> bool {
    let ours = match (&found.reference, &found.terminal) {
        (Some(reference), _) => *reference == intent.reference,
        (None, Some(terminal)) => terminal.as_str().eq_ignore_ascii_case(intent.terminal.as_str()),
        (None, None) => true,
    };
    ours && found.transaction == *named && found.amount == amount
}

fn shown(found: &Approval) -> String {
    let whose = found.reference.as_ref().map_or_else(String::new, |theirs| format!(", {theirs}"));
    format!("{} {}{whose}", found.amount, found.amount.currency())
}
