//! What is open is followed by somebody: looked after once a minute, whatever has become of whoever followed it.

use std::sync::Arc;
use std::time::Duration;

use drive::Following;
use payment::AttemptReference;
use sale::RefundNumber;

use crate::{Till, TillError};

/// Between two looks.
const ROUND: Duration = Duration::from_secs(60);

/// An entry among what is followed, for as long as somebody does: also a task that breaks off takes it with it.
pub(crate) struct Followed {
    till: Till,
    reference: AttemptReference,
    following: Arc<Following>,
}

impl Drop for Followed {
    fn drop(&mut self) {
        self.till.forget_following(&self.reference, &self.following);
    }
}

/// An entry among the refunds that wait to be sent again.
pub(crate) struct Waiting {
    till: Till,
    number: RefundNumber,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.till.waiting_refunds().remove(&self.number);
    }
}

impl Till {
    /// Looks after what is open from now on, until the till is closed. A till that is let go of is not held open by it.
    pub(crate) fn supervise(&self) {
        let (inner, clock) = (Arc::downgrade(&self.inner), self.clock_for_tasks());
        tokio::spawn(async move {
            loop {
                clock.sleep_until(clock.tick() + ROUND).await;
                let Some(till) = inner.upgrade().map(Till::of).filter(|till| !till.is_closed()) else {
                    return;
                };
                if let Err(error) = till.take_up_what_nobody_follows().await {
                    tracing::error!(%error, "what is open could not be read");
                }
            }
        });
    }

    /// Follows every open payment and refund that nobody follows, and lets every waiting refund wait for its time: after a
    /// disk did not say what it holds, an account could not be connected, or a task broke off.
    pub(crate) async fn take_up_what_nobody_follows(&self) -> Result<(), TillError> {
        // Held from the reading on: what begins or ends meanwhile is not taken for abandoned.
        let mut session = self.session().await;
        self.take_over(&mut session).await?;
        self.take_over_refunds(&mut session).await?;
        drop(session);
        for head in self.store().refunds().waiting().await? {
            self.try_refund_later(head);
        }
        Ok(())
    }

    pub(crate) fn followed(&self, reference: AttemptReference, following: Arc<Following>) -> Followed {
        Followed { till: self.clone(), reference, following }
    }

    /// Whether this is who waits with the refund; `None`: somebody does already.
    pub(crate) fn waits_with(&self, number: RefundNumber) -> Option<Waiting> {
        let first = self.waiting_refunds().insert(number);
        first.then(|| Waiting { till: self.clone(), number })
    }
}
