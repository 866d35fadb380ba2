//! What an attempt learns of the world, and what it asks to be done next.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{CancelAnswer, Decision, Dispatched, Inquiry, Mismatch, ProviderFault, ProviderTransactionId};

/// A point on the monotonic clock: the time since the driving process chose its zero.
pub type Tick = Duration;

/// What happened. The machine learns of the world through these alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The provider took the request.
    Dispatched(Box<Dispatched>),
    /// The request brought no usable answer.
    DispatchFaulted(ProviderFault),
    /// A look-up brought an answer.
    Inquired(Box<Inquiry>),
    /// A look-up brought no usable answer.
    InquiryFaulted(ProviderFault),
    /// Somebody wants it stopped.
    CancelRequested(CancelRequestedBy),
    /// The request to stop was answered.
    CancelAnswered(CancelAnswer),
    /// The request to stop brought no usable answer.
    CancelFaulted(ProviderFault),
    /// A new process took the attempt over. Whatever was under way when the old one ended may have happened.
    Restarted,
    /// Time went by.
    Woke,
    /// A person decided what the provider's record left open.
    Decided(Box<Decision>),
    /// The till does not go on with it by itself: a person must look.
    HandedOver(Mismatch),
    /// A payment approved late pays its own order after all.
    Attached {
        /// Who attached it.
        by: String,
    },
}

/// Who wants an attempt stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelRequestedBy {
    /// The person at the till.
    Cashier,
    /// The till, because nobody came to the terminal in time.
    Deadline,
}

/// How far a wish to stop has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelProgress {
    /// Nobody asked.
    NotAsked,
    /// Asked for, and to be sent as soon as the provider's name for the transaction is known.
    Wanted,
    /// Sent, and not answered usably; a look-up comes before it is sent again.
    InDoubt,
    /// The provider took it. A look-up tells whether it stopped.
    Taken,
    /// Too late: a card has been presented.
    TooLate,
}

/// How to look an attempt up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp {
    /// By the provider's name.
    ByTransaction(ProviderTransactionId),
    /// By our reference.
    ByReference,
}

/// The one thing to do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Send the request. Answered only while nothing can have been sent.
    Dispatch,
    /// Look it up.
    Inquire(LookUp),
    /// Ask the provider to stop it.
    Cancel,
    /// Nothing until this point on the clock, unless somebody wants it stopped.
    WaitUntil(Tick),
    /// It has ended.
    Nothing,
}
