//! What a new process takes up besides open attempts: ends that may not be the last word.

use std::collections::HashSet;
use std::time::Duration;

use jiff::SignedDuration;
use payment::{Attempt, AttemptReference};
use store::{AttemptPurpose, EndedAttempt};

use crate::{Till, TillError};

/// Payments and refunds that ended no longer ago than this are looked up again after a start: whether an earlier process did so to
/// the end is not known.
const WATCHED_AGAIN: SignedDuration = SignedDuration::from_hours(24);
/// The newest of them that are: a bound on what a start asks of a provider.
const WATCHED_AT_MOST: u32 = 200;
/// Between the beginnings of two of them: 200 are spread over less than a minute.
const BETWEEN_TWO: Duration = Duration::from_millis(250);
/// Before an attempt is taken over that the disk may hold although it said otherwise.
const TAKE_OVER_AFTER: Duration = Duration::from_secs(2);

impl Till {
    /// Looks the payments and refunds of the last day up again, ever more rarely: money may move late, or be taken back.
    /// One after the other, so that a start is no burst of requests.
    pub(crate) async fn watch_again(&self) -> Result<(), TillError> {
        let since = self.now() - WATCHED_AGAIN;
        let ended = self.store().attempts().ended_since(since, WATCHED_AT_MOST).await?;
        let watched: HashSet<AttemptReference> =
            ended.iter().map(|one| one.record.intent.reference.clone()).collect();
        // What waits for a person for longer: once at every start, or nobody would ever be told what the provider says of it
        // by now.
        let mut cases = self.store().cases().open().await?;
        cases.retain(|case| !watched.contains(&case.record.intent.reference));
        let till = self.clone();
        tokio::spawn(async move {
            let clock = till.clock();
            for one in ended {
                if till.watch_one_again(one).await {
                    clock.sleep_until(clock.tick() + BETWEEN_TWO).await;
                }
            }
            for case in cases {
                if let Err(error) = till.look_at(&case).await {
                    tracing::info!(%error, "what waits for a person could not be looked up");
                }
                clock.sleep_until(clock.tick() + BETWEEN_TWO).await;
            }
        });
        Ok(())
    }

    /// Whether it is watched from now on.
    async fn watch_one_again(&self, ended: EndedAttempt) -> bool {
        let EndedAttempt { record, purpose, account_id } = ended;
        if self.following(&record.intent.reference).is_some() {
            return false;
        }
        // An account that cannot be reached now is asked again by the next start.
        let Ok(provider) = self.connection(account_id).await else { return false };
        let policy = provider.policy_for(&record.intent);
        let attempt = Attempt::recover(record, policy, self.clock().tick());
        match purpose {
            AttemptPurpose::Order(order) => self.follow_attempt(order, attempt, None, account_id),
            AttemptPurpose::Refund(refund) => self.follow_refund(refund, attempt, None, account_id),
        }
        true
    }

    /// Takes over what is open and followed by nobody, as soon as the disk answers again.
    pub(crate) fn take_over_later(&self) {
        let till = self.clone();
        tokio::spawn(async move {
            loop {
                let clock = till.clock();
                clock.sleep_until(clock.tick() + TAKE_OVER_AFTER).await;
                if till.is_closed() {
                    return;
                }
                match till.take_up_what_nobody_follows().await {
                    Ok(()) => {
                        till.changed();
                        return;
                    }
                    Err(error) => {
                        tracing::error!(%error, "open payments and refunds could not be read; trying again")
                    }
                }
            }
        });
    }
}
