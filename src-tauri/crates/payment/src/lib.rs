//! The payment engine and the contract every provider keeps.
//!
//! Sans-I/O: [`Attempt`] is a state machine that is told what happened ([`Event`]) and asked what to do next
//! ([`Next`]). Whoever drives it (the crate `drive`, for till and simulation alike) does the waiting, the
//! network and the disk.
//! The one rule behind all others: **a missing answer is not a "no"**.

mod attempt;
pub mod capabilities;
mod check;
mod decision;
mod event;
mod fault;
mod identity;
mod intent;
mod outcome;
mod policy;
mod proof;
mod provider;
mod state;

pub use attempt::{Attempt, AttemptRecord};
pub use check::Mismatch;
pub use decision::{Choice, Decision, Verdict};
pub use event::{CancelProgress, CancelRequestedBy, Event, LookUp, Next, Tick};
pub use fault::{Effect, FaultKind, ProviderFault};
pub use identity::{AttemptReference, InvalidIdentity, ProviderTransactionId, TerminalKey};
pub use intent::{
    CardType, DispatchPermit, Intent, IntentLog, Operation, OperationKind, PurchaseOption, PurchaseOptions,
    TipOffer,
};
pub use outcome::{Approval, Card, Decline, EftReceipts, EntryMode, Outcome, Phase};
pub use policy::{PaymentPolicy, RecordsAppear};
pub use proof::NotProved;
pub use provider::{
    AttemptHandle, CancelAnswer, Dispatched, Inquiry, OfferedTerminal, Page, Payments, Provider,
    ProviderDescriptor, PurchasePlace, Readiness, RefundPlace, StoreSummary, TerminalDirectory,
    TerminalIdentity,
};
pub use state::AttemptState;
