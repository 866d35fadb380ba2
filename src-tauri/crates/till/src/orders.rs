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

    /// Waits until no payment is open any more, or `limit` has passed. Answers how many still are.
    pub async fn wait_for_all_payments(&self, limit: Duration) -> usize {
        let mut changes = self.changes();
        let none_left = async {
            while self.open_payments() > 0 {
                if changes.changed().await.is_err() {
                    break;
                }
            }
        };
        // Running out of time is an answer too: the count says what is left.
        let _ = tokio::time::timeout(limit, none_left).await;
        self.open_payments()
    }
}
