//! What can go wrong, as a table: every row is hit, with and without crashes, or the run fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Names the variants of an enum and lists them, so that a report can say which were never hit.
macro_rules! table {
    ($(#[$meta:meta])* $name:ident { $($(#[$row:meta])* $variant:ident => $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$row])* $variant,)* }

        impl $name {
            /// Every row.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $($name::$variant => $text,)* })
            }
        }
    };
}

table!(
    /// A fault of network, provider, storage or people.
    Fault {
        /// No connection: name, refusal, TLS. Proved unsent.
        NotReached => "not reached",
        /// The connection broke before the request arrived; the till cannot know.
        LostRequest => "request lost",
        /// The request arrives after the till has given up waiting.
        LateRequest => "request arrives late",
        /// It acted; the answer was lost.
        LostAnswer => "answer lost",
        /// It acted; the answer broke off or is unreadable.
        UnreadableAnswer => "answer unreadable",
        /// A captive portal or proxy answered instead.
        Intermediary => "intermediary answered",
        /// 5xx, and it acted.
        FailedThoughExecuted => "5xx though executed",
        /// 5xx, and it did not act.
        FailedNotExecuted => "5xx, not executed",
        /// 404 for something that exists.
        NotFoundThoughThere => "404 though there",
        /// 429.
        SlowDown => "429",
        /// 401 or 403 in the middle of a sale.
        KeyRefused => "key refused",
        /// The network between till and provider is down for a while.
        Outage => "outage",
        /// The answer takes so long that the payment is over when it comes.
        SlowAnswer => "slow answer",
        /// The network delivers the request twice.
        Duplicated => "request duplicated",
        /// The terminal's own network is down for a while.
        TerminalCut => "terminal cut off",
        /// Declined or cancelled in the record, and approved after all.
        EndedThenApproved => "ended, then approved",
        /// Approved, and taken back by the provider.
        ApprovedThenReversed => "approved, then reversed",
        /// The record says approved with another amount.
        WrongAmount => "wrong amount",
        /// The record carries another reference.
        WrongReference => "wrong reference",
        /// A tip was added.
        Tip => "tip",
        /// It never ends.
        PendingForEver => "pending for ever",
        /// The record contradicts itself.
        Contradiction => "contradictory record",
        /// Approved and running in turn.
        Oscillation => "oscillating state",
        /// The cancel is refused although no card was presented.
        CancelRefused => "cancel refused",
        /// A lookup does not show a new transaction yet.
        LaggingLookUp => "look-up lags behind",
        /// The disk is full or read-only.
        DiskFull => "disk full",
        /// Written, but reported as failed.
        FsyncFailed => "written, reported as failed",
        /// Another process holds the database for a while.
        DiskBusy => "database busy",
        /// *Card* pressed twice.
        DoubleClick => "pressed twice",
        /// Cancel pressed while the card is being read.
        CancelRaces => "cancel races the card",
        /// The sale is set aside while its payment is not decided.
        SetAside => "set aside undecided",
        /// The next order is sent to the same terminal while the last one is not decided.
        NextWhileOpen => "next order while open",
        /// A manager looked into the portal and decided by what it showed.
        DecidedRightly => "decided rightly",
        /// A manager decided otherwise than the portal showed.
        DecidedWrongly => "decided wrongly",
        /// A payment approved late was made to pay its own order.
        LateAttached => "late payment attached",
    }
);

table!(
    /// Where the till's process can end.
    CrashPoint {
        /// The intent is not on the disk yet.
        BeforeIntent => "before the intent is written",
        /// The intent is on the disk, nobody was told.
        AfterIntent => "intent written, not told",
        /// The request has not left.
        BeforeSend => "before sending",
        /// The request is on its way.
        MidSend => "while sending",
        /// It acted, the answer is on its way.
        BeforeAnswer => "sent, no answer yet",
        /// The answer is there, not written down.
        BeforeStep => "answer not written down",
        /// A step is on the disk, not shown.
        AfterStep => "written down, not shown",
        /// Between two look-ups.
        Waiting => "between two look-ups",
        /// A look-up is on its way.
        LookingUp => "while looking up",
        /// A cancel is on its way.
        Cancelling => "while cancelling",
        /// The till has just started and found open attempts.
        Recovering => "while recovering",
        /// At any other moment.
        Anywhere => "anywhere",
    }
);

table!(
    /// What was being done.
    Operation {
        /// A purchase.
        Sale => "sale",
        /// A cancel of a purchase.
        Cancel => "cancel",
        /// A refund.
        Refund => "refund",
    }
);

table!(
    /// How often the process ended while the attempt was open or waited for a person.
    Crashes {
        /// Never.
        None => "no crash",
        /// Once.
        Once => "crash",
        /// Again, during or after the recovery.
        Again => "crash again",
    }
);

/// What was hit how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Faults by what was being done and how often the process ended.
    pub cells: BTreeMap<(Fault, Operation, Crashes), u64>,
    /// Crash points.
    pub crash_points: BTreeMap<CrashPoint, u64>,
}

impl Coverage {
    pub(crate) fn add(&mut self, other: &Self) {
        for (cell, count) in &other.cells {
            *self.cells.entry(*cell).or_default() += count;
        }
        for (point, count) in &other.crash_points {
            *self.crash_points.entry(*point).or_default() += count;
        }
    }

    /// Cells that make sense and were never hit.
    pub fn missed_cells(&self) -> Vec<(Fault, Operation, Crashes)> {
        cells().filter(|cell| !self.cells.contains_key(cell)).collect()
    }

    /// Crash points that were never hit.
    pub fn missed_crash_points(&self) -> Vec<CrashPoint> {
        CrashPoint::ALL.iter().copied().filter(|point| !self.crash_points.contains_key(point)).collect()
    }
}

/// Every cell that can occur.
pub fn cells() -> impl Iterator<Item = (Fault, Operation, Crashes)> {
    Fault::ALL.iter().flat_map(|fault| {
        Operation::ALL
            .iter()
            .filter(move |operation| can_meet(*fault, **operation))
            .flat_map(move |operation| Crashes::ALL.iter().map(move |crashes| (*fault, *operation, *crashes)))
    })
}

/// Whether a fault can meet an operation at all.
fn can_meet(fault: Fault, operation: Operation) -> bool {
    match operation {
        Operation::Sale => fault != Fault::CancelRefused,
        // What a record says of a purchase is no matter of the request to stop it.
        Operation::Cancel => !matches!(
            fault,
            Fault::WrongAmount
                | Fault::WrongReference
                | Fault::Tip
                | Fault::Contradiction
                | Fault::Oscillation
                | Fault::LaggingLookUp
                | Fault::EndedThenApproved
                | Fault::ApprovedThenReversed
                | Fault::DoubleClick
                | Fault::NextWhileOpen
                | Fault::SetAside
                | Fault::DecidedRightly
                | Fault::DecidedWrongly
                | Fault::LateAttached
        ),
        Operation::Refund => !matches!(
            fault,
            Fault::Tip
                | Fault::TerminalCut
                | Fault::CancelRaces
                | Fault::CancelRefused
                | Fault::SetAside
                | Fault::NextWhileOpen
                | Fault::LateAttached
        ),
    }
}

/// What one attempt met.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    pub(crate) faults: BTreeSet<(Fault, Operation)>,
    pub(crate) crashes: u32,
    /// Somebody wanted it stopped.
    pub(crate) cancelled: bool,
}

impl Met {
    pub(crate) fn count_into(&self, coverage: &mut Coverage) {
        let crashes = match self.crashes {
            0 => Crashes::None,
            1 => Crashes::Once,
            _ => Crashes::Again,
        };
        for (fault, operation) in &self.faults {
            *coverage.cells.entry((*fault, *operation, crashes)).or_default() += 1;
            // A payment that is being stopped meets its faults as a cancel, too.
            if self.cancelled && *operation == Operation::Sale && can_meet(*fault, Operation::Cancel) {
                *coverage.cells.entry((*fault, Operation::Cancel, crashes)).or_default() += 1;
            }
        }
    }
}
