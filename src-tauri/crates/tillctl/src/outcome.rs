use std::process::ExitCode;

use store::StoreError;
use till::{BackupError, OpenTillError, PeopleError, RefundRefused, RestoreError, TillError};

/// How a run ended: its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Paid, or done.
    Done,
    /// Something is wrong with the machine, the account or the network; no money moved because of this run.
    Fault,
    /// The command line or what it names is wrong.
    Usage,
    /// The payment ended without money moving.
    NotCharged,
    /// Money may have moved; `recover` follows it.
    Unknown,
    /// The journal does not check.
    Broken,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::Fault => 1,
            Outcome::Usage => 2,
            Outcome::NotCharged => 3,
            Outcome::Unknown => 4,
            Outcome::Broken => 5,
        })
    }
}

/// Why nothing was done.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) outcome: Outcome,
    pub(crate) message: String,
    /// Bad rows of a catalogue file, with their lines.
    pub(crate) rows: Vec<(u64, String)>,
}

impl Refusal {
    pub(crate) fn usage(message: impl ToString) -> Self {
        Self { outcome: Outcome::Usage, message: message.to_string(), rows: Vec::new() }
    }

    pub(crate) fn fault(message: impl ToString) -> Self {
        Self { outcome: Outcome::Fault, message: message.to_string(), rows: Vec::new() }
    }
}

impl From<OpenTillError> for Refusal {
    fn from(error: OpenTillError) -> Self {
        match error {
            OpenTillError::NotInitialised(_) | OpenTillError::AlreadyInitialised(_) => Self::usage(error),
            OpenTillError::Till(error) => error.into(),
            OpenTillError::InUse(_) | OpenTillError::Folder { .. } | OpenTillError::Store(_) => {
                Self::fault(error)
            }
        }
    }
}

impl From<TillError> for Refusal {
    fn from(error: TillError) -> Self {
        match error {
            TillError::Catalogue(bad) => Self {
                outcome: Outcome::Usage,
                message: format!("nothing was imported: {} bad rows", bad.count),
                rows: bad.rows.into_iter().map(|row| (row.line, row.to_string())).collect(),
            },
            TillError::Store(StoreError::NotFound(_))
            | TillError::Backup(BackupError::Exists(_))
            | TillError::Restore(RestoreError::NotAFile(_)) => Self::usage(error),
            TillError::Restore(_) | TillError::NotPutBack(_) => Self::fault(error),
            TillError::Provider(_)
            | TillError::Store(_)
            | TillError::File { .. }
            | TillError::Receipt(_)
            | TillError::Internal(_)
            | TillError::Backup(_)
            | TillError::PaymentsOpen
            | TillError::TerminalOccupied(_)
            | TillError::CameInLate(_)
            | TillError::NotClear(_)
            | TillError::TerminalRefunding(_)
            | TillError::Refund(RefundRefused::Running)
            | TillError::AccountOccupied
            | TillError::AccountUnsettled
            | TillError::JournalBroken
            | TillError::Connect(_) => Self::fault(error),
            // Whoever may not is told so before anything is done.
            TillError::People(PeopleError::Pepper(_)) => Self::fault(error),
            TillError::People(_)
            | TillError::Logo(_)
            | TillError::Picture(_)
            | TillError::Sale(_)
            | TillError::Quantity { .. }
            | TillError::Amount(_)
            | TillError::Discount(_)
            | TillError::Scan { .. }
            | TillError::UnknownCode(_)
            | TillError::BasketLocked
            | TillError::BasketInTheWay
            | TillError::NoTerminal
            | TillError::Refund(_)
            | TillError::Case(_)
            | TillError::NothingToCharge
            | TillError::NoPayment
            | TillError::UnknownTerminalText(_)
            | TillError::PairingCode(_)
            | TillError::TerminalNotListed(_)
            | TillError::TerminalExists
            | TillError::PracticeShop
            | TillError::AccountDisabled
            | TillError::Key(_)
            | TillError::NotOffered
            | TillError::FleetEntry(_)
            | TillError::PaymentOption(_)
            | TillError::NotConfirmed
            | TillError::JournalReason
            | TillError::Period
            | TillError::Header
            | TillError::NotFound(_) => Self::usage(error),
        }
    }
}
