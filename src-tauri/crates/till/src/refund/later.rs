//! Refunds that came too early: they wait, and are sent again as a new attempt with a new reference.

use std::time::Duration;

use jiff::Timestamp;
use payment::Mismatch;
use sale::RefundNumber;
use store::{RefundHead, RefundState, RefundStep, StoreError};

use super::RefundRefused;
use super::give::Send;
use crate::session::NoticeKind;
use crate::supervisor::Waiting;
use crate::{Till, TillError};

/// The pauses before the first tries; every later one is as long as the last.
const PAUSES: [u64; 6] = [5, 30, 120, 600, 1800, 3600];
/// About two days. Whatever a provider is still booking by then needs a person.
const MAX_TRIES: u32 = 52;
/// The terminal or another refund was in the way: no fault of this one.
const IN_THE_WAY: Duration = Duration::from_secs(20);

/// The pause before a refund that was sent `tries` times again is sent once more; `None`: not any more.
pub(super) fn next_try(tries: u32) -> Option<Duration> {
    let index = usize::try_from(tries).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    (tries < MAX_TRIES).then(|| Duration::from_secs(PAUSES[index]))
}

/// What follows when a waiting refund could not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Something else was in the way: that counts for nothing.
    Wait,
    /// It counts as a try.
    TryAgainAfter(Duration),
    /// It never will be.
    GiveToPerson,
}

fn after(why: &TillError, tries: u32) -> Next {
    match why {
        TillError::TerminalOccupied(_)
        | TillError::TerminalRefunding(_)
        | TillError::Refund(RefundRefused::Running)
        | TillError::JournalBroken
        | TillError::Store(_) => Next::Wait,
        // Its account is gone.
        TillError::NotFound(_) => Next::GiveToPerson,
        _ => next_try(tries).map_or(Next::GiveToPerson, Next::TryAgainAfter),
    }
}

impl Till {
    /// Takes back a refund that waits. Nothing of it was done.
    pub async fn withdraw_refund(&self, number: RefundNumber) -> Result<(), TillError> {
        self.seller()?;
        let at = self.clock().wall();
        match self.store().refunds().withdraw(number, &at).await {
            Ok(()) => {}
            Err(StoreError::Conflict(rule)) if rule == "refund_does_not_wait" => {
                return Err(RefundRefused::NotWaiting.into());
            }
            Err(error) => return Err(error.into()),
        }
        self.session().await.forget_refund_notices(number);
        self.changed();
        Ok(())
    }

    /// Sends a waiting refund again when its time has come; nothing where somebody waits for that already.
    pub(crate) fn try_refund_later(&self, head: RefundHead) {
        let Some(mut waiting) = self.waits_with(head.number) else { return };
        let till = self.clone();
        // Boxed: the try may end in another wait, whose future is this one.
        tokio::spawn(Box::pin(async move {
            let mut head = head;
            while let Some(next) = till.wait_and_try(&head, waiting).await {
                head = next;
                waiting = match till.waits_with(head.number) {
                    Some(waiting) => waiting,
                    None => return,
                };
            }
        }) as std::pin::Pin<Box<dyn Future<Output = ()> + std::marker::Send>>);
    }

    /// One wait and one try. Answers with the refund if it still waits.
    async fn wait_and_try(&self, head: &RefundHead, waiting: Waiting) -> Option<RefundHead> {
        let pause = remaining(head, self.now());
        self.clock().sleep_until(self.clock().tick() + pause).await;
        // What the try leads to may wait anew.
        drop(waiting);
        if self.is_closed() {
            return None;
        }
        let error = self.try_again(head.number).await.err()?;
        tracing::info!(%error, refund = %head.number, "a waiting refund could not be sent yet");
        if let Err(error) = self.put_off(head, &error).await {
            tracing::error!(%error, refund = %head.number, "a waiting refund was not put off");
            // The disk refuses: the old time has passed, so wait without it.
            self.clock().sleep_until(self.clock().tick() + IN_THE_WAY).await;
        }
        self.changed();
        match self.store().refunds().head(head.number).await {
            Ok(now) => (now.state == RefundState::Waiting).then_some(now),
            Err(_) => Some(head.clone()),
        }
    }

    /// What was in the way is waited for. What cannot be sent for other reasons is tried ever more rarely, and in the end a
    /// person's matter.
    async fn put_off(&self, head: &RefundHead, why: &TillError) -> Result<(), TillError> {
        let refunds = self.store().refunds();
        match after(why, head.tries) {
            Next::Wait => {
                let until = self.clock().wall().saturating_add(IN_THE_WAY);
                refunds.postpone(head.number, &until).await?;
            }
            Next::TryAgainAfter(pause) => {
                let until = self.clock().wall().saturating_add(pause);
                refunds.count_and_postpone(head.number, &until).await?;
            }
            Next::GiveToPerson => {
                let mut session = self.session().await;
                self.hand_over(head.number, Mismatch::CannotBeSent).await?;
                let head = refunds.head(head.number).await?;
                if head.state == RefundState::NeedsPerson {
                    session.refund_notice(NoticeKind::RefundNeedsPerson, &head);
                }
                drop(session);
                self.count_cases().await;
            }
        }
        Ok(())
    }

    async fn try_again(&self, number: RefundNumber) -> Result<(), TillError> {
        self.demand_whole_journal()?;
        self.demand_sound_storage()?;
        let head = self.store().refunds().head(number).await?;
        if head.state != RefundState::Waiting {
            return Ok(());
        }
        let detail = self.store().refunds().detail(number).await?;
        let last = detail.attempts.last().ok_or(TillError::NotFound("attempt"))?;
        let (account_id, terminal_id) = self.store().refunds().place(number).await?;
        let provider = self.provider(account_id).await?;
        let send = Send {
            route: store::RefundRoute { account_id, terminal_id, place: provider.descriptor().refunds },
            terminal: last.record.intent.terminal.clone(),
            operation: last.record.intent.operation.clone(),
            amount: last.record.intent.amount,
            provider,
        };
        self.begin_refund(RefundStep::Again(number), send).await.map(drop)
    }
}

/// How long a refund still waits. A clock that was set cannot make it wait longer than its longest pause.
fn remaining(head: &RefundHead, now: Timestamp) -> Duration {
    let longest = Duration::from_secs(PAUSES[PAUSES.len() - 1]);
    let until = head.next_try_at.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
    let left = until.map_or(Duration::ZERO, |until| {
        Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO)
    });
    left.min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_and_come_to_an_end() {
        let pauses: Vec<u64> = (0..).map_while(next_try).map(|pause| pause.as_secs()).collect();
        assert_eq!(&pauses[..7], [5, 30, 120, 600, 1800, 3600, 3600]);
        let total: u64 = pauses.iter().sum();
        assert!((24..72).contains(&(total / 3600)), "between one and three days, not {total} s");
    }

    #[test]
    fn what_is_in_the_way_counts_for_nothing_and_what_cannot_be_sent_comes_to_an_end() {
        let busy = TillError::TerminalOccupied(sale::OrderNumber::new(1));
        assert_eq!(after(&busy, 10_000), Next::Wait);
        assert_eq!(after(&TillError::AccountDisabled, 0), Next::TryAgainAfter(Duration::from_secs(5)));
        assert_eq!(after(&TillError::AccountDisabled, MAX_TRIES), Next::GiveToPerson);
        assert_eq!(after(&TillError::NotFound("account"), 0), Next::GiveToPerson);
    }
}
