//! What the policy of an attempt says about time, for whoever shows or drives it.

use std::time::Duration;

use super::Attempt;
use crate::{PaymentPolicy, RecordsAppear};

impl Attempt {
    /// The times it goes by.
    pub fn policy(&self) -> &PaymentPolicy {
        &self.policy
    }

    /// How long the terminal shows it before it gives up by itself, where that is documented.
    pub fn terminal_window(&self) -> Option<Duration> {
        self.policy.terminal_window
    }

    /// How long after the request (or the restart) it is certain that nothing was charged, where no card shows up and no
    /// stop is ever confirmed: the records appear with the card.
    pub fn certain_after(&self) -> Option<Duration> {
        let waits = self.policy.records == RecordsAppear::WithTheCard;
        waits.then(|| self.policy.not_found_counts_after + self.policy.not_found_spacing)
    }

    /// When it is looked up again after its end: each pause counts from the look-up before it.
    pub fn late_looks(&self) -> &[Duration] {
        &self.policy.late_looks
    }
}
