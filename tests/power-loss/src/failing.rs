//! A sale on a disk that fails, step by step.

use payment::AttemptState;
use sqlx::{Connection, Row};
use store::{OrderState, Store, StoreError};
use tempfile::TempDir;

use crate::books::beside;
use crate::disk::Failure;
use crate::support::{Shop, basket, now, order_of};

/// A till whose disk may fail.
pub struct Till(Shop);

/// What an error says about the disk.
pub fn refusal_of(error: &StoreError) -> Option<Failure> {
    match error {
        StoreError::Full => Some(Failure::Full),
        StoreError::Disk(_) => Some(Failure::Broken),
        _ => None,
    }
}

impl Till {
    /// A shop with two terminals.
    pub async fn open(dir: TempDir) -> Self {
        Self(Shop::open_in(dir).await)
    }

    /// A card sale from the first article to the receipt. Answers with what the first refused step said.
    pub async fn sell_until_refused(&self) -> Option<StoreError> {
        let sale = async {
            let mut record = self.0.intend(&basket(&[250, 300]), 0, "AAAAAAAA").await?;
            self.0.send(&mut record).await?;
            self.0.approve(&mut record).await?;
            self.0.store.receipts().next_copy(order_of(&record)).await
        };
        sale.await.err()
    }

    /// Every order is where one of the steps leaves it, and the file is whole, also for the next process.
    pub async fn is_whole(&self) {
        for store in [self.0.store.clone(), Store::open(self.0.dir.path(), now()).await.expect("it opens")] {
            for head in store.orders().list(10, None).await.expect("readable") {
                let detail = store.orders().detail(head.number).await.expect("readable");
                let attempt = detail.attempts.first().expect("its attempt").record.state;
                let state = (head.state, attempt, detail.has_receipt);
                let whole = [
                    (OrderState::Paying, AttemptState::Intended, false),
                    (OrderState::Paying, AttemptState::Pending, false),
                    (OrderState::Paid, AttemptState::Approved, true),
                ];
                assert!(whole.contains(&state), "{state:?}");
            }
        }
        let mut look = beside(self.0.dir.path()).await.expect("it opens");
        let sound = sqlx::query("pragma integrity_check(1)").fetch_one(&mut look).await.expect("readable");
        assert_eq!(sound.get::<String, _>(0), "ok");
        look.close().await.expect("closed");
    }

    /// Once the disk works again, what was refused is done again, and the next customer pays.
    pub async fn sells_on(&self) {
        for open in self.0.store.attempts().open().await.expect("readable") {
            let mut record = open.record;
            self.0.approve(&mut record).await.expect("written down");
        }
        self.0.pay_cash(&basket(&[100]), 1).await.expect("paid");
        self.0.store.check().await.expect("whole");
    }
}
