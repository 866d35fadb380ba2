use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use drive::MonotonicClock;
use jiff::Zoned;
use payment::Tick;

/// The two clocks a till has. Deadlines use the monotonic one, receipts and records the one on the wall.
pub trait Clock: MonotonicClock {
    /// The time on the wall in the shop's zone.
    fn wall(&self) -> Zoned;
}

/// The clocks of this machine.
#[derive(Debug)]
pub struct SystemClock {
    zero: Instant,
}

impl SystemClock {
    /// A monotonic clock that starts at nothing now.
    pub fn new() -> Self {
        Self { zero: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn wall(&self) -> Zoned {
        Zoned::now()
    }
}

impl MonotonicClock for SystemClock {
    fn tick(&self) -> Tick {
        self.zero.elapsed()
    }

    fn sleep_until(&self, tick: Tick) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep_until((self.zero + tick).into()))
    }
}
