//! Bugs other tills shipped, for the simulation to find. Compiled only with the feature `planted`, which no program that
//! ships turns on.

use ::planted::{Bug, planted};

use super::{Attempt, Event, Tick};
use crate::{AttemptState, CancelAnswer, Effect, Inquiry, Outcome, Phase};

impl Attempt {
    /// Whether the planted bug dealt with the event, wrongly, in place of the machine.
    pub(super) fn goes_wrong(&mut self, event: &Event, now: Tick) -> bool {
        let Some(bug) = planted() else { return false };
        let wrong = match event {
            Event::DispatchFaulted(fault) => (bug == Bug::R4
                && fault.effect() == Effect::Unknown
                && self.record.state == AttemptState::Intended)
                .then_some(AttemptState::NotSent),
            Event::InquiryFaulted(_) => {
                (bug == Bug::R1 && self.record.state.is_open()).then_some(AttemptState::Cancelled)
            }
            Event::CancelAnswered(CancelAnswer::Taken) => {
                (bug == Bug::R15 && self.record.state.is_open()).then_some(AttemptState::Cancelled)
            }
            Event::Inquired(inquiry) => self.misheard(bug, inquiry, now),
            Event::Dispatched(_)
            | Event::CancelRequested(_)
            | Event::CancelAnswered(_)
            | Event::CancelFaulted(_)
            | Event::Restarted
            | Event::Woke
            | Event::Decided(_)
            | Event::Attached { .. }
            | Event::HandedOver(_) => None,
        };
        if let Some(state) = wrong {
            self.record.state = state;
        }
        wrong.is_some()
    }

    /// What the bug makes of a look-up.
    fn misheard(&mut self, bug: Bug, inquiry: &Inquiry, now: Tick) -> Option<AttemptState> {
        let state = self.record.state;
        let open = state.is_open();
        match (bug, inquiry) {
            (Bug::R3, Inquiry::InProgress { phase: Phase::EnteringPin | Phase::Processing, .. }) => {
                open.then_some(AttemptState::Approved)
            }
            (Bug::R5, Inquiry::Resolved { outcome: Outcome::Approved(_), .. }) => {
                self.ended_unpaid().then_some(state)
            }
            (Bug::R6, Inquiry::Contradictory { .. }) => {
                (open || self.ended_unpaid()).then_some(AttemptState::Cancelled)
            }
            (Bug::R7, Inquiry::Resolved { outcome: Outcome::Approved(_), .. }) => {
                (open && self.record.transaction.is_none()).then_some(AttemptState::NotSent)
            }
            (Bug::R8, Inquiry::InProgress { .. } | Inquiry::NotFound { .. }) => open.then(|| {
                self.timers.next_inquiry = now + self.policy.poll_interval_limit;
                AttemptState::Pending
            }),
            (Bug::R9, Inquiry::Resolved { outcome: Outcome::Declined(_) | Outcome::Cancelled(_), .. }) => {
                state.is_paid().then_some(state)
            }
            (Bug::R13, Inquiry::NotFound { .. }) => open.then_some(AttemptState::NotSent),
            _ => None,
        }
    }
}
