//! Time: one monotonic count for timers, one wall clock for what is printed.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

/// Where the printed time comes from. Timers always follow tokio's clock, so paused time in a test pauses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The clock of this computer.
    #[default]
    System,
    /// A made-up time that starts at the given instant and advances with tokio's clock: equal runs print equal
    /// slips.
    StartingAt(Timestamp),
}

/// Milliseconds the account has been simulated. Stands still while no simulator runs, so that a terminal which
/// was asking for a card when the process died goes on asking for the rest of its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub(crate) struct Moment(pub(crate) u64);

impl Moment {
    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(whole_millis(duration)))
    }

    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

pub(crate) fn whole_millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The same instant on both clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub(crate) moment: Moment,
    pub(crate) wall: Timestamp,
}

impl Now {
    /// The instant at which something became due, seen from a later `self`.
    pub(crate) fn back_at(self, due: Moment) -> Self {
        let late = SignedDuration::try_from(self.moment.since(due)).unwrap_or(SignedDuration::ZERO);
        Self { moment: due, wall: self.wall.checked_sub(late).unwrap_or(self.wall) }
    }
}

/// A [`Clock`] that runs.
#[derive(Debug)]
pub(crate) struct RunningClock {
    source: Clock,
    began: Instant,
    resumed_at: Moment,
}

impl RunningClock {
    pub(crate) fn resume(source: Clock, at: Moment) -> Self {
        Self { source, began: Instant::now(), resumed_at: at }
    }

    pub(crate) fn now(&self) -> Now {
        let moment = self.resumed_at.plus(self.began.elapsed());
        let wall = match self.source {
            Clock::System => Timestamp::now(),
            Clock::StartingAt(start) => {
                let run = i64::try_from(moment.0).map_or(SignedDuration::MAX, SignedDuration::from_millis);
                start.checked_add(run).unwrap_or(start)
            }
        };
        Now { moment, wall }
    }

    /// When tokio should wake up for something due at `moment`. A millisecond late rather than early: a timer
    /// that fires a fraction too soon would find nothing due.
    pub(crate) fn instant_of(&self, moment: Moment) -> Instant {
        self.began + moment.since(self.resumed_at) + Duration::from_millis(1)
    }
}
