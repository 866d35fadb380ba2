use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The times of one provider's payments. All of them are measured on the monotonic clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentPolicy {
    /// Between two look-ups while all is well.
    pub poll_interval: Duration,
    /// The longest pause between two look-ups while the network fails.
    pub poll_interval_limit: Duration,
    /// After this long without an end the till itself asks to cancel: a switched-off terminal never would.
    pub customer_deadline: Duration,
    /// After this long since the request (or since the restart) "not found" begins to count.
    pub not_found_counts_after: Duration,
    /// The two look-ups that prove "not found" are at least this far apart.
    pub not_found_spacing: Duration,
    /// How long a terminal shows a payment before it gives up by itself, where that is documented: a countdown.
    pub terminal_window: Option<Duration>,
    /// When a provider's record of a payment appears.
    pub records: RecordsAppear,
    /// An attempt that still runs this long after the deadline, although the provider answers, needs a person: it would
    /// hold its terminal for ever.
    pub give_up_after: Duration,
    /// After an end it is looked up again, each time this long after the last: an approval may come late, or be taken back.
    pub late_looks: Vec<Duration>,
}

/// When a provider's record of a payment appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordsAppear {
    /// As soon as the request is taken. One that was confirmed and is not found any more contradicts itself.
    AtOnce,
    /// Once a card is presented (SumUp). One that is not found when the terminal has long been idle ended without a card.
    WithTheCard,
}

impl PaymentPolicy {
    /// The pause before the next look-up after `faults` failures in a row: doubling, capped.
    pub(crate) fn pause(&self, faults: u32) -> Duration {
        let factor = 2_u32.saturating_pow(faults.min(16));
        self.poll_interval.saturating_mul(factor).min(self.poll_interval_limit.max(self.poll_interval))
    }
}
