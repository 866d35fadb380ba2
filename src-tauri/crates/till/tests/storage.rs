//! The till looks after its own memory.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{Seek, SeekFrom, Write};

use store::StoreError;
use support::*;
use till::{BackupKind, BackupSource, TillError};

/// Writes over the middle of the database, as a dying disk does under a running till.
fn damage(world: &World) {
    let file = world.folder.path().join(store::FILE_NAME);
    let middle = fs::metadata(&file).unwrap().len() / 2;
    let mut file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(middle)).unwrap();
    file.write_all(&[0xA5; 40_000]).unwrap();
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
    let World { folder, cloud, till } = world;
    drop(till);
    let till = loop {
        match open(folder.path(), &cloud).await {
            Ok(till) => break till,
            Err(till::OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
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
