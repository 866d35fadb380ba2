//! How soon a payment is decided once everything works again (I15), in simulated time.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use payment::PaymentPolicy;

use crate::cloud::{Cloud, Transaction};
use crate::disk::AttemptRow;
use crate::executor::Moment;
use crate::invariants::Invariant;
use crate::till::policy;
use crate::world::World;

/// A call that hangs when the network heals ends after this long at the latest.
const LAST_CALL: Duration = Duration::from_secs(40);

/// One attempt that was open when the last fault was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// The provider's side was or became decided.
    Decided {
        /// Look-ups it took from there, with the till running and the network well.
        polls: u32,
        /// How long it took from there.
        after: Duration,
    },
    /// No provider ever decided it: a person was called.
    Called {
        /// How long after everything worked again.
        after: Duration,
    },
}

/// Every attempt that was open when the last fault was over, and those that took longer than the bound.
pub(crate) fn recoveries(world: &World) -> (Vec<Recovery>, Vec<String>) {
    let Some(healed) = world.healed_at else { return (Vec::new(), Vec::new()) };
    let open = world.disk.attempts.values().filter(|row| row.ended.is_none_or(|ended| ended > healed));
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    for row in open {
        // Those without an end are told of by the check that nothing is left open.
        let Some(ended) = row.ended else { continue };
        let policy = policy(world.clouds[row.cloud].manner);
        let running = healed.max(world.process_since);
        let bound = policy.customer_deadline + policy.give_up_after + policy.poll_interval_limit + LAST_CALL;
        let reference = &row.record.intent.reference;
        let took = ended.saturating_sub(running);
        if took > bound {
            let what = format!(
                "{reference} was decided {} s after everything worked again, and may take {} s",
                took.as_secs(),
                bound.as_secs()
            );
            broken.push(Invariant::I15.broken(&what));
        }
        let Some(word) = last_word(&world.clouds[row.cloud], row, &policy, world.process_since) else {
            found.push(Recovery::Called { after: took });
            continue;
        };
        let settled = word.max(running);
        let in_time = |begun: &&Moment| (settled..=ended).contains(*begun);
        let polls = world.polls.get(reference).map_or(0, |polls| polls.iter().filter(in_time).count());
        let polls = u32::try_from(polls).unwrap_or(u32::MAX);
        found.push(Recovery::Decided { polls, after: ended.saturating_sub(settled) });
    }
    (found, broken)
}

/// When the provider's side is decided: its record tells an end; or there is none, and by the provider's own terms that is
/// final. None: neither will ever be.
fn last_word(
    cloud: &Cloud,
    row: &AttemptRow,
    policy: &PaymentPolicy,
    process_since: Moment,
) -> Option<Moment> {
    let mine = |t: &&Transaction| t.reference == row.record.intent.reference;
    let shown: Vec<&Transaction> =
        cloud.transactions.iter().filter(mine).filter(|t| cloud.shows(t, Moment::MAX)).collect();
    if !shown.is_empty() {
        return latest(shown.iter().map(|t| t.ends()));
    }
    // "Not found" counts once it is ripe and the terminal idle.
    let idle =
        latest(cloud.transactions.iter().filter(|t| t.terminal == row.terminal).map(Transaction::ends))?;
    Some(idle.max(row.begun.max(process_since) + policy.not_found_counts_after))
}

/// The last of all ends; none when one of them never comes.
fn latest(mut ends: impl Iterator<Item = Option<Moment>>) -> Option<Moment> {
    ends.try_fold(Moment::ZERO, |latest, end| end.map(|end| latest.max(end)))
}

/// How many attempts took how many look-ups and how long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recoveries {
    polls: BTreeMap<u64, u64>,
    millis: BTreeMap<u64, u64>,
    called: BTreeMap<u64, u64>,
}

impl Recoveries {
    pub(crate) fn add(&mut self, recovery: &Recovery) {
        let millis = |after: Duration| u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        match recovery {
            Recovery::Decided { polls, after } => {
                *self.polls.entry((*polls).into()).or_default() += 1;
                *self.millis.entry(millis(*after)).or_default() += 1;
            }
            Recovery::Called { after } => *self.called.entry(millis(*after)).or_default() += 1,
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let Self { polls, millis, called } = other;
        for (mine, theirs) in
            [(&mut self.polls, polls), (&mut self.millis, millis), (&mut self.called, called)]
        {
            for (value, count) in theirs {
                *mine.entry(*value).or_default() += count;
            }
        }
    }

    /// Attempts that were open when everything worked again and that the provider decided.
    pub fn decided(&self) -> u64 {
        self.polls.values().sum()
    }

    /// The look-ups that `percent` of them needed at most.
    pub fn polls(&self, percent: u64) -> u64 {
        percentile(&self.polls, percent)
    }

    /// The time that `percent` of them took at most.
    pub fn after(&self, percent: u64) -> Duration {
        Duration::from_millis(percentile(&self.millis, percent))
    }
}

impl fmt::Display for Recoveries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "open when all worked again: {} decided within {} look-ups (p50), {} (p99), {} (all), {:.1} s (p99)",
            self.decided(),
            self.polls(50),
            self.polls(99),
            self.polls(100),
            self.after(99).as_secs_f64()
        )?;
        let (called, last) = (self.called.values().sum::<u64>(), percentile(&self.called, 100));
        writeln!(
            f,
            "  and {called} that no provider ever decides: a person called within {} s",
            last.div_ceil(1_000)
        )
    }
}

fn percentile(counts: &BTreeMap<u64, u64>, percent: u64) -> u64 {
    let wanted = (counts.values().sum::<u64>() * percent).div_ceil(100);
    let mut seen = 0;
    for (value, count) in counts {
        seen += count;
        if seen >= wanted {
            return *value;
        }
    }
    0
}
