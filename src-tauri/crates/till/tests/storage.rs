//! The till looks after its own memory.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{Seek, SeekFrom, Write};

use payment::{AttemptReference, AttemptState, Choice};
use sale::{OrderNumber, RefundNumber, RefundScope};
use store::{RefundState, StoreError};
use support::*;
use till::{BackupKind, BackupSource, CaseAsk, RefundRequest, Till, TillError};

/// Writes over the middle of the database, as a dying disk does under a running till.
fn damage(world: &World) {
    let file = world.folder.path().join(store::FILE_NAME);
    let middle = fs::metadata(&file).unwrap().len() / 2;
    let mut file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(middle)).unwrap();
    file.write_all(&[0xA5; 40_000]).unwrap();
}

/// The same till, opened anew after a restore has closed it.
async fn reopened(world: World) -> World {
    let World { folder, cloud, till } = world;
    drop(till);
    let till = loop {
        match open(folder.path(), &cloud).await {
            Ok(till) => break till,
            Err(till::OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    World { folder, cloud, till }
}

async fn restore(till: &Till, name: &str) -> Result<(), TillError> {
    let approval = till.approval_at_hand().unwrap();
    till.restore(approval, BackupSource::Listed(name.to_owned())).await.map(drop)
}

impl World {
    /// Gives the first order back; answers once the cloud has it or has refused it.
    async fn give_back(&self) -> RefundNumber {
        let request = RefundRequest {
            order: OrderNumber::new(1),
            to: None,
            scope: RefundScope::Rest,
            terminal: None,
            reason: None,
            seen: None,
        };
        self.till.refund(request, None).await.unwrap()
    }

    async fn refund_state(&self, number: RefundNumber) -> RefundState {
        self.till.refund_detail(number).await.unwrap().head.state
    }

    /// Gives the first order back to a provider that takes it later.
    async fn wait_to_give_back(&self) -> RefundNumber {
        self.cloud.will(Create::TooEarly);
        let number = self.give_back().await;
        while self.refund_state(number).await != RefundState::Waiting {
            tokio::task::yield_now().await;
        }
        number
    }

    /// Gives the first order back.
    async fn given_back(&self) -> RefundNumber {
        let number = self.give_back().await;
        while self.cloud.charges().len() < 2 {
            tokio::task::yield_now().await;
        }
        self.cloud.end(approve);
        while self.refund_state(number).await != RefundState::Refunded {
            tokio::task::yield_now().await;
        }
        number
    }
}

fn articles(count: u32) -> String {
    let rows = (0..count).map(|i| format!("{i},Some article of the shop number {i},2.50,9\n"));
    std::iter::once("code,name,price,tax\n".to_owned()).chain(rows).collect()
}

#[tokio::test]
async fn one_copy_is_made_a_day_and_the_day_that_is_counted_takes_its_place() {
    let world = world().await;
    let first = world.till.look_after_storage().await.unwrap().unwrap();
    assert_eq!(first.kind, BackupKind::Daily);
    assert!(world.till.look_after_storage().await.unwrap().is_none(), "one a day");
    world.till.back_up().await.unwrap();
    world.till.back_up_day().await.unwrap();
    let kinds: Vec<BackupKind> = world.till.backups().unwrap().iter().map(|backup| backup.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == BackupKind::Daily).count(), 1, "{kinds:?}");
    assert_eq!(kinds.len(), 2);
}

#[tokio::test]
async fn a_till_that_finds_its_memory_damaged_takes_no_new_payment_and_can_be_restored() {
    let world = world().await;
    world.till.import_catalogue(articles(20_000).as_bytes()).await.unwrap();
    let backup = world.till.back_up().await.unwrap();
    world.till.check_storage().await.unwrap();
    world.till.enter("101").await.unwrap();
    damage(&world);
    let found = world.till.check_storage().await.unwrap_err();
    assert!(matches!(found, TillError::Store(StoreError::Damaged(_))), "{found:?}");
    assert!(world.till.damage().is_some());
    for refused in [world.till.pay_card().await, world.till.pay_cash(None).await] {
        assert!(matches!(refused, Err(TillError::Store(StoreError::Damaged(_)))), "{refused:?}");
    }
    assert!(world.cloud.charges().is_empty(), "nothing was sent");
    assert!(world.till.back_up_day().await.is_err(), "and no copy is made of it");

    let approval = world.till.approval_at_hand().unwrap();
    world.till.restore(approval, BackupSource::Listed(backup.name)).await.unwrap();
    assert!(world.till.is_closed());
    let World { till, .. } = reopened(world).await;
    till.check_storage().await.unwrap();
}

#[tokio::test]
async fn only_names_on_the_list_are_restored() {
    let world = world().await;
    world.till.back_up().await.unwrap();
    let outside = world.folder.path().join("asked-20260101T000000Z.sqlite");
    fs::copy(&world.till.backups().unwrap()[0].path, &outside).unwrap();
    for name in
        ["../asked-20260101T000000Z.sqlite", "asked-20260101T000000Z.sqlite", "..", "", "C:\\x", "/dev/zero"]
    {
        let approval = world.till.approval_at_hand().unwrap();
        let refused = world.till.restore(approval, BackupSource::Listed(name.to_owned())).await;
        assert!(matches!(refused, Err(TillError::NotFound(_))), "{name}: {refused:?}");
    }
    assert!(!world.till.is_closed());
}

#[tokio::test]
async fn nothing_is_restored_while_a_refund_waits_or_runs() {
    let world = world().await;
    world.sell_by_card().await;
    let backup = world.till.back_up().await.unwrap();
    let waiting = world.wait_to_give_back().await;
    assert!(matches!(restore(&world.till, &backup.name).await, Err(TillError::PaymentsOpen)), "one waits");
    world.till.withdraw_refund(waiting).await.unwrap();
    let number = world.give_back().await;
    assert!(matches!(restore(&world.till, &backup.name).await, Err(TillError::PaymentsOpen)), "one runs");
    while world.cloud.charges().len() < 2 {
        tokio::task::yield_now().await;
    }
    world.cloud.end(approve);
    while world.refund_state(number).await != RefundState::Refunded {
        tokio::task::yield_now().await;
    }
    restore(&world.till, &backup.name).await.unwrap();
}

#[tokio::test]
async fn a_refund_that_waits_in_a_restored_copy_is_not_sent_again_and_a_person_decides() {
    let world = world().await;
    world.sell_by_card().await;
    let waiting = world.wait_to_give_back().await;
    let backup = world.till.back_up().await.unwrap();
    world.till.withdraw_refund(waiting).await.unwrap();
    world.given_back().await;
    restore(&world.till, &backup.name).await.unwrap();

    let world = reopened(world).await;
    assert_eq!(world.refund_state(waiting).await, RefundState::NeedsPerson);
    let cases = world.till.cases().await.unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].choices, [Choice::WentBack, Choice::DidNotGoBack]);
    assert_eq!(world.till.refundable(OrderNumber::new(1)).await.unwrap().origins[0].left.minor(), 0);
    let reference: AttemptReference = cases[0].record.intent.reference.clone();
    let ask = CaseAsk { choice: Choice::WentBack, transaction: None, reason: "slip of refund 2".to_owned() };
    world.till.decide_case(&reference, ask, world.till.approval_at_hand().unwrap()).await.unwrap();
    assert_eq!(world.refund_state(waiting).await, RefundState::Refunded);
    assert_eq!(world.till.case(&reference).await.unwrap().view.record.state, AttemptState::Approved);
    assert_eq!(world.cloud.charges().len(), 2, "one purchase and one refund, and nothing was sent since");
    // Handed over once: what begins to wait from now on is the till's own matter again.
    assert_eq!(world.sell_by_card().await, OrderNumber::new(2));
}

#[tokio::test]
async fn a_refund_that_ran_in_a_restored_copy_is_not_sent_again_either() {
    let world = world().await;
    world.sell_by_card().await;
    let number = world.give_back().await;
    while world.cloud.charges().len() < 2 {
        tokio::task::yield_now().await;
    }
    let backup = world.till.back_up().await.unwrap();
    world.cloud.end(decline);
    while world.refund_state(number).await != RefundState::NotRefunded {
        tokio::task::yield_now().await;
    }
    restore(&world.till, &backup.name).await.unwrap();
    let world = reopened(world).await;
    assert_eq!(world.refund_state(number).await, RefundState::NeedsPerson);
    assert_eq!(world.cloud.charges().len(), 2);
}

#[tokio::test]
async fn numbers_that_were_issued_after_the_backup_are_not_issued_again() {
    let world = world().await;
    world.sell_by_card().await;
    let backup = world.till.back_up().await.unwrap();
    assert_eq!(world.given_back().await, RefundNumber::new(1));
    world.ring_up().await;
    world.till.pay_cash(None).await.unwrap();
    restore(&world.till, &backup.name).await.unwrap();
    let world = reopened(world).await;
    world.ring_up().await;
    world.till.pay_cash(None).await.unwrap();
    assert_eq!(world.till.orders(1, None).await.unwrap()[0].number, OrderNumber::new(3));
    assert_eq!(world.give_back().await, RefundNumber::new(2));
}

#[tokio::test]
async fn a_restore_that_cannot_move_its_files_says_so_and_the_next_start_has_what_was_in_use() {
    let world = world().await;
    let backup = world.till.back_up().await.unwrap();
    world.sell_by_card().await;
    // Whatever second it is by then: its name is taken by a file nobody expects.
    let now = jiff::Timestamp::now();
    for second in 0..120 {
        let at = (now + jiff::SignedDuration::from_secs(second)).strftime("%Y%m%dT%H%M%SZ").to_string();
        fs::write(world.folder.path().join(format!("restore-{at}")), "in the way").unwrap();
    }
    let approval = world.till.approval_at_hand().unwrap();
    let refused = world.till.restore(approval, BackupSource::Listed(backup.name)).await;
    assert!(matches!(refused, Err(TillError::NotPutBack(_))), "{refused:?}");
    assert!(world.till.is_closed(), "the premise: this process can do nothing more");
    let World { folder, cloud, till } = world;
    drop(till);
    let till = loop {
        match open(folder.path(), &cloud).await {
            Ok(till) => break till,
            Err(till::OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(
        till.orders(9, None).await.unwrap().len(),
        1,
        "the sale is there: nothing was put back, nothing lost"
    );
    assert_eq!(till.backups().unwrap().len(), 1, "and so is the backup");
}
