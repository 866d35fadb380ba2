//! Looking back: orders, and what was observed of their payments.

use std::time::Duration;

use payment::AttemptRecord;
use sale::OrderNumber;
use store::{OrderDetail, OrderHead};

use crate::session::Stage;
use crate::{Till, TillError};

impl Till {
    /// The latest orders, newest first, before a number if one is given.
    pub async fn orders(&self, limit: u32, before: Option<OrderNumber>) -> Result<Vec<OrderHead>, TillError> {
        Ok(self.store().orders().list(limit, before).await?)
    }

    /// Orders whose payment has not ended or waits for a person, oldest first.
    pub async fn orders_being_paid(&self) -> Result<Vec<OrderNumber>, TillError> {
        Ok(self.store().orders().being_paid().await?)
    }

    /// One order with its lines, tenders, attempts and what was observed of them.
    pub async fn order(&self, number: OrderNumber) -> Result<OrderDetail, TillError> {
        Ok(self.store().orders().detail(number).await?)
    }

    /// Waits until the payment on the screen has ended, or `limit` has passed. Answers where it stands then.
    pub async fn wait_for_payment(&self, limit: Duration) -> Option<AttemptRecord> {
        let stage = self.session().await.stage.clone();
        let attempt = match stage {
            Stage::Paying { attempt, .. } => attempt,
            Stage::Finished(finished) => return finished.attempt.map(|record| *record),
            Stage::Ringing => return None,
        };
        let Some(following) = self.following(&attempt) else {
            return match self.session().await.stage.clone() {
                Stage::Finished(finished) => finished.attempt.map(|record| *record),
                _ => None,
            };
        };
        let mut steps = following.subscribe();
        let ended = steps.wait_for(|record| !record.state.is_open());
        match tokio::time::timeout(limit, ended).await {
            Ok(Ok(record)) => Some(record.clone()),
            _ => Some(following.record()),
        }
    }

    /// Waits until only links are open that wait for their customers, or `limit` has passed. Answers how many payments are
    /// in the way then.
    pub async fn wait_for_payments_in_the_way(&self, limit: Duration) -> usize {
        self.wait_while(limit, |till| till.payments_in_the_way() > 0).await;
        self.payments_in_the_way()
    }

    /// Waits until the payment of an order has ended, or `limit` has passed.
    pub async fn wait_for_payment_of(&self, order: OrderNumber, limit: Duration) -> Result<(), TillError> {
        let attempts = self.order(order).await?.attempts;
        let open: Vec<_> = attempts.into_iter().map(|attempt| attempt.record.intent.reference).collect();
        let followed = |till: &Till| open.iter().any(|reference| till.following(reference).is_some());
        self.wait_while(limit, followed).await;
        Ok(())
    }

    /// Waits until no payment is open any more, or `limit` has passed. Answers how many still are.
    pub async fn wait_for_all_payments(&self, limit: Duration) -> usize {
        self.wait_while(limit, |till| till.open_payments() > 0).await;
        self.open_payments()
    }

    async fn wait_while(&self, limit: Duration, goes_on: impl Fn(&Till) -> bool) {
        let mut changes = self.changes();
        let over = async {
            while goes_on(self) {
                if changes.changed().await.is_err() {
                    break;
                }
            }
        };
        // Running out of time is an answer too: whoever waits looks at what is left.
        let _ = tokio::time::timeout(limit, over).await;
    }
}
