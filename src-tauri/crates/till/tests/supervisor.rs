//! What is open is followed by somebody, whatever has become of whoever followed it.
#![allow(clippy::unwrap_used)]

mod support;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Zoned;
use payment::Choice;
use sale::{OrderNumber, RefundNumber, RefundScope};
use store::{OrderState, RefundState};
use support::*;
use tempfile::TempDir;
use till::{Clock, OpenTillError, RefundRequest, SystemClock, Till};
use tokio::runtime::Runtime;

const PATIENCE: Duration = Duration::from_secs(20);
/// A minute passes in a tenth of a second.
const FAST: u32 = 600;
/// A day passes in a second.
const VERY_FAST: u32 = 100_000;

/// A clock in a hurry.
struct Hurried(SystemClock, u32);

impl Clock for Hurried {
    fn wall(&self) -> Zoned {
        self.0.wall()
    }
}

impl drive::MonotonicClock for Hurried {
    fn tick(&self) -> Duration {
        self.0.tick() * self.1
    }

    fn sleep_until(&self, tick: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.sleep_until(tick / self.1)
    }
}

/// Runs a story on a runtime of its own and ends that runtime without a word: every task stops where it stands.
fn until_killed(story: impl Future<Output = World>) -> (TempDir, Cloud) {
    let runtime = Runtime::new().unwrap();
    let World { folder, cloud, till } = runtime.block_on(story);
    runtime.shutdown_background();
    drop(till);
    (folder, cloud)
}

/// The same till, opened anew by a process in which time flies.
async fn reopened(folder: TempDir, cloud: Cloud, hurry: u32) -> World {
    loop {
        let clock = Arc::new(Hurried(SystemClock::new(), hurry));
        match Till::open(folder.path(), Arc::new(cloud.clone()), clock).await {
            Ok(till) => return World { folder, cloud, till },
            Err(OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

async fn until(world: &World, what: &str, seen: impl AsyncFn(&World) -> bool) {
    let found = async {
        while !seen(world).await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("never seen: {what}"));
}

async fn until_paid(world: &World) {
    let paid = async |world: &World| {
        world.till.order(OrderNumber::new(1)).await.unwrap().head.state == OrderState::Paid
    };
    until(world, "the sale is paid", paid).await;
    assert_eq!(world.cloud.charges().len(), 1, "and was sent once");
}

/// A payment the cloud has taken.
async fn sent() -> World {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    while world.cloud.charges().is_empty() {
        tokio::task::yield_now().await;
    }
    world
}

fn back() -> RefundRequest {
    let scope = RefundScope::Rest;
    RefundRequest { order: OrderNumber::new(1), to: None, scope, terminal: None, reason: None, seen: None }
}

#[test]
fn a_payment_whose_account_cannot_be_connected_at_the_start_is_followed_as_soon_as_it_can_be() {
    let (folder, cloud) = until_killed(sent());
    cloud.0.lock().unwrap().unplugged = true;
    cloud.end(approve);
    Runtime::new().unwrap().block_on(async {
        let world = reopened(folder, cloud, FAST).await;
        assert_eq!(world.till.open_payments(), 0, "nobody can follow it");
        world.cloud.0.lock().unwrap().unplugged = false;
        until_paid(&world).await;
    });
}

#[test]
fn a_payment_whose_task_broke_off_is_followed_by_another() {
    let (folder, cloud) = until_killed(sent());
    cloud.0.lock().unwrap().panics = true;
    cloud.end(approve);
    Runtime::new().unwrap().block_on(async {
        let world = reopened(folder, cloud, FAST).await;
        until_paid(&world).await;
        assert!(!world.cloud.0.lock().unwrap().panics, "a task did break off");
    });
}

#[test]
fn a_waiting_refund_whose_account_stays_away_becomes_a_persons_matter() {
    let (folder, cloud) = until_killed(async {
        let world = world().await;
        world.sell_by_card().await;
        world.cloud.will(Create::TooEarly);
        let number = world.till.refund(back(), None).await.unwrap();
        until(&world, "it waits", async |world| {
            world.till.refund_detail(number).await.unwrap().head.state == RefundState::Waiting
        })
        .await;
        world
    });
    cloud.0.lock().unwrap().unplugged = true;
    Runtime::new().unwrap().block_on(async {
        let world = reopened(folder, cloud, VERY_FAST).await;
        until(&world, "a person is called", async |world| {
            let head = world.till.refund_detail(RefundNumber::new(1)).await.unwrap().head;
            head.state == RefundState::NeedsPerson
        })
        .await;
        let cases = world.till.cases().await.unwrap();
        assert_eq!(cases[0].choices, [Choice::WentBack, Choice::DidNotGoBack]);
        assert_eq!(world.cloud.charges().len(), 1, "nothing was sent");
    });
}
