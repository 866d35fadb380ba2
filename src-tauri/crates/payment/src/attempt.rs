#[cfg(feature = "planted")]
mod planted;
mod times;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::check::check;
use crate::event::{CancelProgress, CancelRequestedBy, Event, LookUp, Next, Tick};
use crate::{
    Approval, AttemptHandle, AttemptState, CancelAnswer, Decision, Effect, FaultKind, Inquiry, Intent,
    Mismatch, Outcome, PaymentPolicy, Phase, ProviderFault, ProviderTransactionId, RecordsAppear,
};

/// The part of an attempt that is kept on disk: what [`Attempt::next`] needs after a crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// What was decided before sending.
    pub intent: Intent,
    /// Where it stands.
    pub state: AttemptState,
    /// The provider's name for it, once known.
    pub transaction: Option<ProviderTransactionId>,
    /// Where the provider says it stands.
    pub phase: Phase,
    /// How far a wish to stop has come.
    pub cancel: CancelProgress,
    /// Who first wanted it stopped.
    pub cancel_requested_by: Option<CancelRequestedBy>,
    /// The provider's record of the end.
    pub outcome: Option<Outcome>,
    /// Why a person is needed.
    pub mismatch: Option<Mismatch>,
    /// The last call that brought no usable answer, for *Details*.
    pub last_fault: Option<ProviderFault>,
    /// Where the customer pays, for a payment by link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_link: Option<String>,
    /// What it was before the provider took it back: it paid its order, or came late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_from: Option<AttemptState>,
    /// What a person decided last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Box<Decision>>,
}

impl AttemptRecord {
    /// The record of an attempt about to be committed.
    pub fn new(intent: Intent) -> Self {
        Self {
            intent,
            state: AttemptState::Intended,
            transaction: None,
            phase: Phase::Sent,
            cancel: CancelProgress::NotAsked,
            cancel_requested_by: None,
            outcome: None,
            mismatch: None,
            last_fault: None,
            customer_link: None,
            taken_back_from: None,
            decision: None,
        }
    }
}

/// One dispatch with one reference: the state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    record: AttemptRecord,
    policy: PaymentPolicy,
    timers: Timers,
}

/// What is measured on the monotonic clock and starts anew with each process.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Timers {
    since: Tick,
    next_inquiry: Tick,
    faults_in_a_row: u32,
    first_counted_absence: Option<Tick>,
    answered_since: Option<Tick>,
    cancels_sent: u32,
    running_since_cancel: u32,
}

/// A cancel is sent at most this often; each repetition follows a look-up that showed the attempt running.
const CANCEL_LIMIT: u32 = 5;
/// A cancel that was taken is sent again when this many look-ups after it still show the attempt running.
const LOOK_UPS_AFTER_CANCEL: u32 = 5;

impl Attempt {
    /// A new attempt whose intent is about to be committed.
    pub fn new(intent: Intent, policy: PaymentPolicy, now: Tick) -> Self {
        let record = AttemptRecord::new(intent);
        Self { record, policy, timers: Timers::starting(now) }
    }

    /// An attempt found on disk by a new process. An intended one may have been sent, so it becomes unknown.
    pub fn recover(record: AttemptRecord, policy: PaymentPolicy, now: Tick) -> Self {
        let mut attempt = Self { record, policy, timers: Timers::starting(now) };
        attempt.apply(Event::Restarted, now);
        attempt
    }

    /// What is kept on disk.
    pub fn record(&self) -> &AttemptRecord {
        &self.record
    }

    /// Where it stands.
    pub fn state(&self) -> AttemptState {
        self.record.state
    }

    /// The approval, if money moved.
    pub fn approval(&self) -> Option<&Approval> {
        match &self.record.outcome {
            Some(Outcome::Approved(approval)) if self.record.state.is_paid() => Some(approval),
            _ => None,
        }
    }

    /// What names it to its provider.
    pub fn handle(&self) -> AttemptHandle {
        AttemptHandle {
            transaction: self.record.transaction.clone(),
            ..AttemptHandle::of(&self.record.intent)
        }
    }

    /// The one thing to do now. It follows from the state alone, so a crash between two steps loses nothing.
    pub fn next(&self, now: Tick) -> Next {
        match self.record.state {
            AttemptState::Intended => Next::Dispatch,
            AttemptState::Pending | AttemptState::Unknown => {
                if self.record.cancel == CancelProgress::Wanted
                    && self.record.transaction.is_some()
                    && self.record.state == AttemptState::Pending
                    && self.timers.cancels_sent < CANCEL_LIMIT
                {
                    Next::Cancel
                } else if now >= self.timers.next_inquiry {
                    Next::Inquire(self.look_up())
                } else {
                    Next::WaitUntil(self.timers.next_inquiry)
                }
            }
            AttemptState::Approved
            | AttemptState::Declined
            | AttemptState::Cancelled
            | AttemptState::NotSent
            | AttemptState::NeedsPerson
            | AttemptState::LateApproved
            | AttemptState::Reversed => Next::Nothing,
        }
    }

    /// Tells the machine what happened.
    pub fn apply(&mut self, event: Event, now: Tick) {
        #[cfg(feature = "planted")]
        if self.goes_wrong(&event, now) {
            return;
        }
        match event {
            Event::Dispatched(dispatched) => {
                if self.record.state == AttemptState::Intended {
                    self.record.state = AttemptState::Pending;
                    self.record.transaction = Some(dispatched.transaction);
                    self.record.customer_link = dispatched.customer_link;
                    self.learn(dispatched.inquiry, now);
                }
            }
            Event::DispatchFaulted(fault) => self.dispatch_faulted(fault, now),
            Event::Inquired(inquiry) => self.learn(*inquiry, now),
            Event::InquiryFaulted(fault) => self.inquiry_faulted(fault, now),
            Event::CancelRequested(by) => self.want_cancel(by),
            Event::CancelAnswered(answer) => self.cancel_answered(answer, now),
            Event::CancelFaulted(fault) => {
                self.timers.cancels_sent += 1;
                self.record.last_fault = Some(fault);
                self.record.cancel = CancelProgress::InDoubt;
                self.timers.next_inquiry = now;
            }
            Event::Restarted => self.restarted(now),
            Event::Woke => {}
            Event::Decided(decision) => self.take_over(self.record.decided(*decision)),
            Event::Attached { .. } => self.take_over(self.record.attached()),
            Event::HandedOver(why) => self.take_over(self.record.handed_over(why)),
        }
        self.mind_the_time(now);
    }

    fn mind_the_time(&mut self, now: Tick) {
        if !self.record.state.is_open() {
            return;
        }
        if now.saturating_sub(self.timers.since) >= self.policy.customer_deadline {
            self.want_cancel(CancelRequestedBy::Deadline);
        }
        // Counted from the first answer after the last silence: while the network is down nobody needs to be called.
        let patience = self.policy.customer_deadline + self.policy.give_up_after;
        if self.timers.answered_since.is_some_and(|since| now.saturating_sub(since) >= patience) {
            self.quarantine(Mismatch::NeverEnds);
        }
    }

    fn look_up(&self) -> LookUp {
        match &self.record.transaction {
            // Two different ways in turn, so that a "not found" never rests on one of them.
            Some(id) if self.timers.first_counted_absence.is_none() => LookUp::ByTransaction(id.clone()),
            _ => LookUp::ByReference,
        }
    }

    fn dispatch_faulted(&mut self, fault: ProviderFault, now: Tick) {
        if self.record.state != AttemptState::Intended {
            return;
        }
        self.record.state = match fault.effect() {
            Effect::None => AttemptState::NotSent,
            Effect::Unknown => AttemptState::Unknown,
        };
        self.record.last_fault = Some(fault);
        self.timers.next_inquiry = now;
    }

    fn inquiry_faulted(&mut self, fault: ProviderFault, now: Tick) {
        if !self.record.state.is_open() {
            return;
        }
        self.timers.faults_in_a_row = self.timers.faults_in_a_row.saturating_add(1);
        let pause =
            self.policy.pause(self.timers.faults_in_a_row).max(fault.retry_after().unwrap_or_default());
        self.timers.next_inquiry = now + pause.min(Duration::from_secs(300));
        self.timers.first_counted_absence = None;
        match fault.kind() {
            // An answer, if no usable one: waiting on does not make it better.
            FaultKind::Unreadable | FaultKind::Refused | FaultKind::NotKnown => {
                self.timers.answered_since.get_or_insert(now);
            }
            // Silence, or a key that must be put right first: the true answer is still to come.
            FaultKind::NotReached
            | FaultKind::NoAnswer
            | FaultKind::NotAuthorised
            | FaultKind::TerminalBusy
            | FaultKind::TerminalOffline
            | FaultKind::TooEarly
            | FaultKind::NotEnoughBalance
            | FaultKind::SlowDown
            | FaultKind::ProviderDown
            | FaultKind::Misconfigured
            | FaultKind::AccountIncomplete
            | FaultKind::NotPossible => self.timers.answered_since = None,
        }
        self.record.last_fault = Some(fault);
        // One lost look-up is a hiccup; two in a row are "not sure yet" on the screen.
        if self.timers.faults_in_a_row >= 2 {
            self.record.state = AttemptState::Unknown;
        }
    }

    fn learn(&mut self, inquiry: Inquiry, now: Tick) {
        self.timers.answered_since.get_or_insert(now);
        if !matches!(inquiry, Inquiry::NotFound { .. }) {
            self.timers.faults_in_a_row = 0;
            self.timers.first_counted_absence = None;
        }
        match inquiry {
            Inquiry::Resolved { transaction, outcome } => self.resolve(transaction, outcome),
            Inquiry::InProgress { transaction, phase } => {
                if self.record.state.is_open() {
                    self.record.state = AttemptState::Pending;
                    self.record.transaction = Some(transaction);
                    self.record.phase = phase;
                    self.timers.next_inquiry = now + self.policy.poll_interval;
                    self.repeat_cancel();
                }
            }
            Inquiry::NotFound { terminal_idle } => self.not_found(terminal_idle, now),
            Inquiry::Contradictory { transaction, detail } => {
                let contradiction = Mismatch::Contradiction { detail };
                if self.record.answered(&contradiction) {
                    return;
                }
                if self.record.state.is_open() || self.ended_unpaid() {
                    self.record.transaction = Some(transaction);
                    self.quarantine(contradiction);
                } else if self.record.state.is_paid() || self.record.state == AttemptState::Reversed {
                    self.contradict(contradiction);
                }
            }
        }
    }

    /// It still runs: a cancel that got lost, or was taken without effect, is wanted again.
    fn repeat_cancel(&mut self) {
        match self.record.cancel {
            CancelProgress::InDoubt => self.record.cancel = CancelProgress::Wanted,
            CancelProgress::Taken => {
                self.timers.running_since_cancel += 1;
                if self.timers.running_since_cancel >= LOOK_UPS_AFTER_CANCEL {
                    self.timers.running_since_cancel = 0;
                    self.record.cancel = CancelProgress::Wanted;
                }
            }
            CancelProgress::NotAsked | CancelProgress::Wanted | CancelProgress::TooLate => {}
        }
    }

    fn not_found(&mut self, terminal_idle: bool, now: Tick) {
        if !self.record.state.is_open() {
            return;
        }
        let ripe = now.saturating_sub(self.timers.since) >= self.policy.not_found_counts_after;
        let taken = self.record.transaction.is_some();
        // Where records appear with the card, having none yet is what waiting for the customer looks like.
        if ripe || !taken || self.policy.records == RecordsAppear::AtOnce {
            self.record.state = AttemptState::Unknown;
        }
        self.timers.next_inquiry = now + self.policy.poll_interval;
        let counts = ripe && terminal_idle;
        let Some(first) = self.timers.first_counted_absence.filter(|_| counts) else {
            self.timers.first_counted_absence = counts.then_some(now);
            if counts {
                // The one that proves it counts from then on.
                self.timers.next_inquiry = now + self.policy.not_found_spacing.max(self.policy.poll_interval);
            }
            return;
        };
        if now.saturating_sub(first) < self.policy.not_found_spacing {
            return;
        }
        match (taken, self.policy.records) {
            // The provider confirmed it once; that it is gone now is no proof of anything.
            (true, RecordsAppear::AtOnce) => self.quarantine(Mismatch::Contradiction {
                detail: "confirmed transaction not found any more".to_owned(),
            }),
            // It was taken, and no card ever came.
            (true, RecordsAppear::WithTheCard) => {
                self.record.state = AttemptState::Cancelled;
                self.record.outcome = Some(Outcome::Cancelled(Box::default()));
            }
            (false, _) => self.record.state = AttemptState::NotSent,
        }
    }

    fn resolve(&mut self, transaction: ProviderTransactionId, outcome: Outcome) {
        let closed_unpaid = self.ended_unpaid() || self.record.state == AttemptState::NeedsPerson;
        match outcome {
            Outcome::Approved(approval) if self.record.state.is_open() || closed_unpaid => {
                let verdict = check(&self.record.intent, &approval);
                if verdict.as_ref().is_err_and(|mismatch| self.record.answered(mismatch)) {
                    return;
                }
                self.record.transaction = Some(transaction);
                self.record.outcome = Some(Outcome::Approved(approval));
                match verdict {
                    Err(mismatch) => self.quarantine(mismatch),
                    Ok(()) if closed_unpaid => self.record.state = AttemptState::LateApproved,
                    Ok(()) => self.record.state = AttemptState::Approved,
                }
            }
            // On a person's word it stands; that the record says something else is told.
            Outcome::Approved(approval) if self.record.state.is_paid() && self.record.decision.is_some() => {
                if let Err(mismatch) = check(&self.record.intent, &approval) {
                    self.contradict(mismatch);
                }
            }
            Outcome::Declined(_) | Outcome::Cancelled(_)
                if self.record.state.is_open() || self.runs_no_more() =>
            {
                self.record.state = match outcome {
                    Outcome::Declined(_) => AttemptState::Declined,
                    _ => AttemptState::Cancelled,
                };
                self.record.transaction = Some(transaction);
                self.record.outcome = Some(outcome);
                self.record.mismatch = None;
            }
            Outcome::Declined(_) | Outcome::Cancelled(_) if self.record.state.is_paid() => {
                if self.record.decision.is_some() && self.record.transaction.as_ref() != Some(&transaction) {
                    // The money came in under another name, by a person's word: which of the two is right is not known.
                    let detail = format!("{transaction} ended without money");
                    self.contradict(Mismatch::Contradiction { detail });
                } else {
                    // The approval stays on record; that it was taken back is a new fact beside it.
                    self.record.taken_back_from = Some(self.record.state);
                    self.record.state = AttemptState::Reversed;
                }
            }
            Outcome::Approved(approval) if self.record.state == AttemptState::Reversed => {
                self.approved_again(&approval);
            }
            Outcome::Approved(_) | Outcome::Declined(_) | Outcome::Cancelled(_) => {}
        }
    }

    /// What was taken back is there again: it is what it was before, so that it can go back, and a person is called anew.
    fn approved_again(&mut self, approval: &Approval) {
        if let Err(mismatch) = check(&self.record.intent, approval) {
            self.contradict(mismatch);
            return;
        }
        self.record.state = self.record.taken_back_from.take().unwrap_or(AttemptState::Approved);
        self.record.mismatch =
            Some(Mismatch::Contradiction { detail: "approved again after it was taken back".to_owned() });
    }

    /// A person was called because it ran and ran; where the provider's own record has ended it since, none is needed.
    fn runs_no_more(&self) -> bool {
        self.record.state == AttemptState::NeedsPerson && self.record.mismatch == Some(Mismatch::NeverEnds)
    }

    /// What was booked stays booked; that there is more to it is told.
    fn contradict(&mut self, mismatch: Mismatch) {
        if self.record.mismatch.is_none() && !self.record.answered(&mismatch) {
            self.record.mismatch = Some(mismatch);
        }
    }

    fn take_over(&mut self, record: Option<AttemptRecord>) {
        if let Some(record) = record {
            self.record = record;
        }
    }

    /// Taken for ended without payment. News that say otherwise are heard all the same.
    fn ended_unpaid(&self) -> bool {
        matches!(self.record.state, AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent)
    }

    fn quarantine(&mut self, mismatch: Mismatch) {
        self.record.mismatch = Some(mismatch);
        self.record.state = AttemptState::NeedsPerson;
    }

    fn want_cancel(&mut self, by: CancelRequestedBy) {
        if self.record.state.is_open() && self.record.cancel == CancelProgress::NotAsked {
            self.record.cancel = CancelProgress::Wanted;
            self.record.cancel_requested_by = Some(by);
        }
    }

    fn cancel_answered(&mut self, answer: CancelAnswer, now: Tick) {
        self.timers.cancels_sent += 1;
        self.record.cancel = match answer {
            CancelAnswer::Taken => CancelProgress::Taken,
            CancelAnswer::TooLate => CancelProgress::TooLate,
            CancelAnswer::NotFound => CancelProgress::InDoubt,
        };
        self.timers.next_inquiry = now;
    }

    fn restarted(&mut self, now: Tick) {
        self.timers = Timers::starting(now);
        if self.record.state == AttemptState::Intended {
            self.record.state = AttemptState::Unknown;
        }
        // Whether a cancel had left is not known; the look-up that comes first will tell what became of it.
        if matches!(self.record.cancel, CancelProgress::Wanted) {
            self.record.cancel = CancelProgress::InDoubt;
        }
    }
}

impl Timers {
    fn starting(now: Tick) -> Self {
        Self {
            since: now,
            next_inquiry: now,
            faults_in_a_row: 0,
            first_counted_absence: None,
            answered_since: None,
            cancels_sent: 0,
            running_since_cancel: 0,
        }
    }
}
