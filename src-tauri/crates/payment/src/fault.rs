use std::time::Duration;

use money::Money;
use serde::{Deserialize, Serialize};

/// A call to a provider that brought no usable answer.
///
/// Two axes: what went wrong, and whether the call may have had its effect all the same. The constructors fix the
/// pairing, so that a time-out can never claim that nothing happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{kind:?}: {detail}")]
pub struct ProviderFault {
    kind: FaultKind,
    effect: Effect,
    detail: String,
    status: Option<u16>,
    request_id: Option<String>,
    retry_after_seconds: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Money>,
}

/// Whether a faulted call may have acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Proved: nothing happened at the provider.
    None,
    /// It may have happened. Look it up before anything else.
    Unknown,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// No connection could be made: no name, refused, no route, TLS refused before a byte of the request.
    NotReached,
    /// The connection broke or the time ran out after the request may have left.
    NoAnswer,
    /// The key or token is missing or wrong.
    NotAuthorised,
    /// The request was refused as invalid.
    Refused,
    /// The terminal or what the path names is not known to the provider.
    NotKnown,
    /// The terminal is occupied.
    TerminalBusy,
    /// The terminal cannot be reached by its provider.
    TerminalOffline,
    /// It comes too early: a refund of a payment the provider is still booking. Later it may be taken.
    TooEarly,
    /// More than can be given back, or than the merchant's balance covers.
    NotEnoughBalance,
    /// Too many requests.
    SlowDown,
    /// The provider reports its own failure.
    ProviderDown,
    /// An answer that cannot be understood.
    Unreadable,
    /// The till's own settings forbid the call (address, secret).
    Misconfigured,
    /// The account lacks something this call needs, an affiliate key for instance.
    AccountIncomplete,
    /// What was asked can never be sent: an amount the currency has no coin for, a tip or a number of instalments nobody
    /// offers.
    NotPossible,
}

impl ProviderFault {
    /// Proved unsent: connecting failed before a byte of the request left.
    pub fn not_reached(detail: impl Into<String>) -> Self {
        Self::build(FaultKind::NotReached, Effect::None, detail)
    }

    /// The till's settings forbid the call; nothing was sent.
    pub fn misconfigured(detail: impl Into<String>) -> Self {
        Self::build(FaultKind::Misconfigured, Effect::None, detail)
    }

    /// The account lacks something this call needs; nothing was sent.
    pub fn account_incomplete(detail: impl Into<String>) -> Self {
        Self::build(FaultKind::AccountIncomplete, Effect::None, detail)
    }

    /// What was asked can never be sent; nothing was.
    pub fn not_possible(detail: impl Into<String>) -> Self {
        Self::build(FaultKind::NotPossible, Effect::None, detail)
    }

    /// Sent, or perhaps sent, and no answer came.
    pub fn no_answer(detail: impl Into<String>) -> Self {
        Self::build(FaultKind::NoAnswer, Effect::Unknown, detail)
    }

    /// An answer came that cannot be read.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::build(FaultKind::Unreadable, Effect::Unknown, detail)
    }

    /// The provider failed by its own account (5xx); it may have acted before it failed.
    pub fn provider_down(detail: impl Into<String>) -> Self {
        Self::build(FaultKind::ProviderDown, Effect::Unknown, detail)
    }

    /// An authoritative refusal (documented 4xx of this call): the provider read the request and did not act.
    pub fn refused(kind: FaultKind, detail: impl Into<String>) -> Self {
        let effect = match kind {
            FaultKind::NotAuthorised
            | FaultKind::Refused
            | FaultKind::TerminalOffline
            | FaultKind::SlowDown
            | FaultKind::Misconfigured
            | FaultKind::AccountIncomplete
            | FaultKind::NotPossible
            | FaultKind::NotReached => Effect::None,
            // A gateway may deliver a request twice, and what makes the terminal busy or the balance too small may be this
            // very request (found by simulation). A look-up tells.
            FaultKind::TerminalBusy | FaultKind::TooEarly | FaultKind::NotEnoughBalance => Effect::Unknown,
            // A 404 on a create has been seen for things that exist; it proves nothing.
            FaultKind::NotKnown | FaultKind::NoAnswer | FaultKind::ProviderDown | FaultKind::Unreadable => {
                Effect::Unknown
            }
        };
        Self::build(kind, effect, detail)
    }

    fn build(kind: FaultKind, effect: Effect, detail: impl Into<String>) -> Self {
        let detail: String = detail.into().chars().filter(|c| !c.is_control()).take(500).collect();
        Self { kind, effect, detail, status: None, request_id: None, retry_after_seconds: None, limit: None }
    }

    /// Adds the HTTP status, for *Details*.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds the provider's name for the request, for *Details*.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into().chars().filter(|c| c.is_ascii_graphic()).take(100).collect());
        self
    }

    /// Adds how long the provider asks to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.retry_after_seconds = Some(wait.as_secs());
        self
    }

    /// Adds the most the provider would have taken.
    #[must_use]
    pub fn with_limit(mut self, limit: Money) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Declares that the effect is unknown after all: an intermediary may have answered.
    #[must_use]
    pub fn effect_unknown(mut self) -> Self {
        self.effect = Effect::Unknown;
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// Whether the call may have acted.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The provider's or system's own words, without control characters, at most 500 characters.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// HTTP status, if one was read.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The provider's name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The most the provider would have taken, if it told.
    pub fn limit(&self) -> Option<Money> {
        self.limit
    }

    /// How long the provider asks to wait before the next call.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_seconds.map(Duration::from_secs)
    }
}
