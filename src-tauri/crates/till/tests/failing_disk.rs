//! A disk that reports a failure may have written all the same: nothing is booked or sent a second time for it.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use payment::AttemptState;
use sale::{OrderNumber, RefundScope};
use store::{RefundState, faults::fail_after_the_next_commit};
use support::*;
use till::{MoneyEnd, RefundRequest, StageSnapshot, TillError};

const PATIENCE: Duration = Duration::from_secs(20);

fn back() -> RefundRequest {
    let scope = RefundScope::Rest;
    RefundRequest { order: OrderNumber::new(1), to: None, scope, terminal: None, reason: None, seen: None }
}

async fn until(world: &World, what: &str, seen: impl AsyncFn(&World) -> bool) {
    let mut changes = world.till.changes();
    let found = async {
        while !seen(world).await {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("never seen: {what}"));
}

#[tokio::test]
async fn a_sale_in_cash_is_booked_once_and_shown_as_paid() {
    let world = world().await;
    world.ring_up().await;
    fail_after_the_next_commit(world.folder.path());
    world.till.pay_cash(None).await.unwrap();
    let StageSnapshot::Finished(end) = world.till.snapshot().await.unwrap().stage else { panic!("no end") };
    assert_eq!((end.end, end.order), (MoneyEnd::Paid, OrderNumber::new(1)));
    world.till.next_sale().await.unwrap();
    assert!(world.till.snapshot().await.unwrap().basket.is_empty());
    assert_eq!(world.till.orders(9, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_card_payment_that_was_written_after_all_is_looked_up_on_the_screen_and_sent_by_nobody() {
    let world = world().await;
    world.ring_up().await;
    fail_after_the_next_commit(world.folder.path());
    world.till.pay_card().await.unwrap();
    assert!(matches!(world.till.snapshot().await.unwrap().stage, StageSnapshot::Paying(_)));
    let ended = world.till.wait_for_payment(PATIENCE).await.unwrap();
    assert_eq!(ended.state, AttemptState::NotSent);
    assert!(world.cloud.charges().is_empty());
    // The basket is back on the screen, and only there.
    let snapshot = world.till.snapshot().await.unwrap();
    assert!(!snapshot.basket.is_empty() && snapshot.parked == 0);
    world.till.pay_cash(None).await.unwrap();
    world.till.next_sale().await.unwrap();
    let snapshot = world.till.snapshot().await.unwrap();
    assert!(snapshot.basket.is_empty() && snapshot.parked == 0, "a paid sale waits nowhere");
    assert_eq!(world.till.orders(9, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_refund_in_cash_is_booked_once() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_cash(None).await.unwrap();
    fail_after_the_next_commit(world.folder.path());
    let number = world.till.refund(back(), None).await.unwrap();
    assert_eq!(world.till.refund_detail(number).await.unwrap().head.state, RefundState::Refunded);
    assert_eq!(world.till.refunds(9, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_refund_to_a_card_is_looked_up_and_its_end_comes_by_itself() {
    let world = world().await;
    world.sell_by_card().await;
    fail_after_the_next_commit(world.folder.path());
    let refused = world.till.refund(back(), None).await;
    assert!(matches!(refused, Err(TillError::Store(_))), "{refused:?}");
    let number = world.till.refunds(9, None).await.unwrap()[0].number;
    // It was never sent: that is found out, and the customer can be given the money another way.
    until(&world, "the end of the refund", async |world| {
        world.till.refund_detail(number).await.unwrap().head.state == RefundState::NotRefunded
    })
    .await;
    assert_eq!(world.cloud.charges().len(), 1, "nothing was sent");
    assert!(world.till.refund(back(), None).await.is_ok(), "its terminal and its payment are free again");
}
