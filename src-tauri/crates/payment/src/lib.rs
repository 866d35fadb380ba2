//! The payment engine and the contract every provider keeps.
//!
//! Sans-I/O: [`Attempt`] is a state machine that is told what happened ([`Event`]) and asked what to do next
//! ([`Next`]). [`drive`] does the waiting and the calls, on a clock, a provider and a disk that the till or the
//! simulation hands in.
//! The one rule behind all others: **a missing answer is not a "no"**.

mod attempt;
pub mod capabilities;
mod check;
pub mod drive;
mod fault;
mod identity;
mod intent;
mod outcome;
mod policy;
mod provider;
mod state;

pub use attempt::{Attempt, AttemptRecord, CancelProgress, CancelRequestedBy, Event, LookUp, Next, Tick};
pub use check::Mismatch;
pub use fault::{Effect, FaultKind, ProviderFault};
pub use identity::{AttemptReference, InvalidIdentity, ProviderTransactionId, TerminalKey};
pub use intent::{
    CardType, DispatchPermit, Intent, IntentLog, Operation, OperationKind, PurchaseOptions, TipOffer,
};
pub use outcome::{Approval, Card, Decline, EftReceipts, EntryMode, Outcome, Phase};
pub use policy::{PaymentPolicy, RecordsAppear};
pub use provider::{
    AttemptHandle, CancelAnswer, Dispatched, Inquiry, OfferedTerminal, Page, Payments, Provider,
    ProviderDescriptor, Readiness, RefundPlace, StoreSummary, TerminalDirectory, TerminalIdentity,
};
pub use state::AttemptState;
