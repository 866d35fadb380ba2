//! A virtual terminal: its conditions and the transaction it is busy with.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::transaction::Number;
use super::{Kind, Stage};
use crate::card::Card;
use crate::clock::{Moment, whole_millis};
use crate::{Outcome, ResponseCode, TerminalSpec};

/// PINs a card accepts before it is refused.
pub(crate) const PIN_TRIES: u8 = 3;

#[derive(Debug)]
pub(crate) struct Terminal {
    pub(crate) spec: TerminalSpec,
    pub(crate) key: String,
    pub(crate) state: TerminalState,
    pub(crate) script: VecDeque<Outcome>,
    pub(crate) changed: bool,
}

/// What survives a restart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TerminalState {
    pub(crate) on: bool,
    pub(crate) online: bool,
    pub(crate) paper: bool,
    /// Terminals do not poll in step with each other.
    pub(crate) poll_offset_ms: u64,
    pub(crate) last_stan: u32,
    /// The transaction that waits for the next poll. The cloud keeps one at most.
    pub(crate) next: Option<Number>,
    pub(crate) poll_at: Option<Moment>,
    pub(crate) work: Option<Work>,
    pub(crate) last_slip: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Work {
    pub(crate) transaction: Number,
    pub(crate) kind: Kind,
    pub(crate) step: Step,
    /// When the step ends by itself.
    pub(crate) until: Option<Moment>,
    /// How it goes when nobody stands at the terminal. None: a person does.
    pub(crate) plan: Option<Outcome>,
    pub(crate) card: Option<Card>,
    pub(crate) wrong_pins: u8,
    /// The bank will refuse.
    pub(crate) refused: Option<ResponseCode>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Step {
    Card,
    Pin,
    Connecting,
    Processing,
    Shown(Report),
}

/// What the terminal tells the cloud at the end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) ending: Ending,
    pub(crate) at: Timestamp,
    pub(crate) stan: String,
    pub(crate) receipt: String,
    pub(crate) merchant_receipt: String,
    pub(crate) delivered: bool,
}

/// How a transaction ended at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ending {
    Approved,
    Declined(ResponseCode),
    CancelledOnTerminal,
    TimedOut,
    NoConnection,
    NoAnswer,
    SwitchedOff,
    CancelledByTill,
}

impl Ending {
    pub(crate) const fn stage(self) -> Stage {
        match self {
            Self::Approved => Stage::Approved,
            Self::Declined(_) => Stage::Declined,
            Self::CancelledOnTerminal
            | Self::TimedOut
            | Self::NoConnection
            | Self::NoAnswer
            | Self::SwitchedOff
            | Self::CancelledByTill => Stage::Cancelled,
        }
    }

    /// The bank's decision, when there is one.
    pub(crate) const fn approved(self) -> Option<bool> {
        match self {
            Self::Approved => Some(true),
            Self::Declined(_) => Some(false),
            Self::CancelledOnTerminal
            | Self::TimedOut
            | Self::NoConnection
            | Self::NoAnswer
            | Self::SwitchedOff
            | Self::CancelledByTill => None,
        }
    }
}

impl TerminalState {
    pub(crate) fn new(on: bool, poll_offset_ms: u64, last_stan: u32) -> Self {
        Self {
            on,
            online: true,
            paper: true,
            poll_offset_ms,
            last_stan,
            next: None,
            poll_at: None,
            work: None,
            last_slip: None,
        }
    }

    /// On and connected: the cloud and the terminal hear each other.
    pub(crate) const fn reachable(&self) -> bool {
        self.on && self.online
    }

    pub(crate) fn stage(&self) -> Stage {
        if !self.on {
            return Stage::Off;
        }
        match &self.work {
            Some(work) => match &work.step {
                Step::Card => Stage::WaitingForCard,
                Step::Pin => Stage::EnterPin,
                Step::Connecting => Stage::Connecting,
                Step::Processing => Stage::Processing,
                Step::Shown(report) if work.until.is_some() => report.ending.stage(),
                Step::Shown(_) => Stage::NoNetwork,
            },
            None if !self.online => Stage::NoNetwork,
            None if !self.paper => Stage::PaperOut,
            None => Stage::Idle,
        }
    }

    /// Clears a result that was shown and reported, and sets the next poll when there is something to fetch.
    pub(crate) fn settle(&mut self, now: Moment, poll_interval: Duration) {
        let done = self.work.as_ref().is_some_and(|work| {
            work.until.is_none() && matches!(&work.step, Step::Shown(report) if report.delivered)
        });
        if done {
            self.work = None;
        }
        let fetches = self.reachable() && self.paper && self.work.is_none() && self.next.is_some();
        self.poll_at = match self.poll_at {
            at @ Some(_) if fetches => at,
            _ => fetches.then(|| self.next_poll(now, poll_interval)),
        };
    }

    /// The first beat of this terminal's polling after `now`.
    fn next_poll(&self, now: Moment, interval: Duration) -> Moment {
        let interval = whole_millis(interval).max(1);
        let beat = (now.0 + interval - self.poll_offset_ms % interval) % interval;
        Moment(now.0.saturating_add(interval - beat))
    }

    /// The number the next card transaction gets: six digits, each terminal counts for itself.
    pub(crate) fn next_stan(&mut self) -> String {
        self.last_stan = self.last_stan % 999_999 + 1;
        format!("{:06}", self.last_stan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_polls_on_its_own_beat_and_never_in_the_past() {
        let mut state = TerminalState::new(true, 300, 1);
        let second = Duration::from_secs(1);
        for (now, expected) in [(0, 300), (299, 300), (300, 1_300), (1_000, 1_300), (5_555, 6_300)] {
            assert_eq!(state.next_poll(Moment(now), second), Moment(expected), "after {now}");
        }
        state.settle(Moment(0), second);
        assert_eq!(state.poll_at, None, "nothing to fetch");
        state.next = Some(1);
        state.settle(Moment(0), second);
        state.settle(Moment(250), second);
        assert_eq!(state.poll_at, Some(Moment(300)), "a set poll stays");
        state.paper = false;
        state.settle(Moment(260), second);
        assert_eq!(state.poll_at, None, "no work without paper");
    }
}
