//! What a till finds after it was killed in the middle of something.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use payment::AttemptState;
use sale::OrderNumber;
use store::OrderState;
use support::*;
use till::{MoneyEnd, NoticeKind, OpenTillError, StageSnapshot, TillError};

const PATIENCE: Duration = Duration::from_secs(10);

/// Runs a story on a runtime of its own and ends that runtime without a word: every task stops where it stands.
fn until_killed(story: impl Future<Output = World>) -> (tempfile::TempDir, Cloud) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let World { folder, cloud, till } = runtime.block_on(story);
    runtime.shutdown_background();
    drop(till);
    (folder, cloud)
}

/// Opens the till again, as soon as the killed one's lock is gone.
async fn reopened(folder: &std::path::Path, cloud: &Cloud) -> till::Till {
    loop {
        match open(folder, cloud).await {
            Ok(till) => return till,
            Err(OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn the_open_basket_is_still_there() {
    let (folder, cloud) = until_killed(async {
        let world = world().await;
        world.ring_up().await;
        world
    });
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        assert_eq!(till.snapshot().await.unwrap().totals.gross.to_string(), "9.35");
    });
}

#[test]
fn a_payment_under_way_is_looked_up_and_ends_on_its_own_order() {
    let (folder, cloud) = until_killed(async {
        let world = world().await;
        world.ring_up().await;
        world.till.pay_card().await.unwrap();
        world
    });
    assert!(cloud.charges().len() <= 1);
    if cloud.charges().is_empty() {
        return;
    }
    cloud.end(approve);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        assert_eq!(till.wait_for_payment(PATIENCE).await.unwrap().state, AttemptState::Approved);
        let StageSnapshot::Finished(end) = till.snapshot().await.unwrap().stage else { panic!("no end") };
        assert_eq!((end.end, end.order), (MoneyEnd::Paid, OrderNumber::new(1)));
        assert_eq!(till.order(end.order).await.unwrap().head.state, OrderState::Paid);
        assert_eq!(cloud.charges().len(), 1, "looked up, not sent again");
        till.next_sale().await.unwrap();
        assert!(till.snapshot().await.unwrap().basket.is_empty(), "a paid basket never comes back");
    });
}

#[test]
fn a_payment_that_ended_before_the_kill_is_looked_up_again_and_a_late_approval_is_told() {
    let (folder, cloud) = until_killed(async {
        let world = world().await;
        world.ring_up().await;
        world.till.pay_card().await.unwrap();
        while world.cloud.charges().is_empty() {
            tokio::task::yield_now().await;
        }
        world.cloud.end(decline);
        world.till.wait_for_payment(PATIENCE).await.unwrap();
        world
    });
    cloud.end(approve);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        let mut changes = till.changes();
        let told = async {
            while !till.snapshot().await.unwrap().notices.iter().any(|n| n.kind == NoticeKind::LateApproved) {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, told).await.expect("the late approval is told");
        assert_eq!(cloud.charges().len(), 1, "looked up, not sent again");
    });
}

fn occupied(refused: Result<(), TillError>) -> bool {
    matches!(refused, Err(TillError::TerminalOccupied(order)) if order == OrderNumber::new(1))
}

/// Sells in cash what is rung up.
async fn in_cash(till: &till::Till) {
    till.pay_cash(None).await.unwrap();
    till.next_sale().await.unwrap();
}

#[test]
fn a_payment_that_is_not_decided_keeps_its_terminal_over_restarts_while_the_till_sells_on() {
    let (folder, cloud) = until_killed(async {
        let world = world().await;
        world.ring_up().await;
        world.till.pay_card().await.unwrap();
        while world.cloud.charges().is_empty() {
            tokio::task::yield_now().await;
        }
        world.till.set_aside().await.unwrap();
        world.ring_up().await;
        // Two windows of the same till meet the same lock.
        let second = world.till.clone();
        let (one, other) = tokio::join!(world.till.pay_card(), second.pay_card());
        assert!(occupied(one) && occupied(other));
        in_cash(&world.till).await;
        world
    });
    cloud.cut(true);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        till.set_aside().await.unwrap();
        till.enter("101").await.unwrap();
        assert!(occupied(till.pay_card().await), "the lock is on the disk");
        in_cash(&till).await;
        assert_eq!(till.open_payments(), 1, "it is looked up behind the sales");
        cloud.cut(false);
        cloud.end(approve);
        let mut changes = till.changes();
        let ended = async {
            while till.open_payments() > 0 {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, ended).await.expect("recovery comes to an end");
        assert_eq!(till.order(OrderNumber::new(1)).await.unwrap().head.state, OrderState::Paid);
        assert_eq!(cloud.charges().len(), 1, "looked up, never sent again");
        till.enter("101").await.unwrap();
        till.pay_card().await.expect("the terminal is free again");
    });
}

#[test]
fn an_intent_whose_request_never_left_is_not_sent_by_the_next_process() {
    let (folder, cloud) = until_killed(async {
        let world = world().await;
        world.cloud.will(Create::LoseRequest);
        world.cloud.cut(true);
        world.ring_up().await;
        world.till.pay_card().await.unwrap();
        world
    });
    cloud.cut(false);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        assert!(
            matches!(till.pay_card().await, Err(TillError::BasketLocked)),
            "it is settled before anything new"
        );
        assert_eq!(till.wait_for_payment(PATIENCE).await.unwrap().state, AttemptState::NotSent);
        assert!(cloud.charges().is_empty());
        till.next_sale().await.unwrap();
        assert_eq!(till.snapshot().await.unwrap().basket.lines().len(), 2, "the basket is back");
    });
}

#[tokio::test]
async fn two_tills_never_share_a_folder_and_a_missing_shop_is_said() {
    let world = world().await;
    assert!(matches!(open(world.folder.path(), &world.cloud).await, Err(OpenTillError::InUse(_))));
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(open(empty.path(), &world.cloud).await, Err(OpenTillError::NotInitialised(_))));
    assert!(matches!(
        open(&empty.path().join("absent"), &world.cloud).await,
        Err(OpenTillError::NotInitialised(_))
    ));
}
