use std::fs;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use store::{OpenError, Store, StoreError};
use tempfile::tempdir;

use crate::support::{Shop, basket, now, open, raw};

#[tokio::test]
async fn what_was_kept_is_there_after_closing_and_opening_again() {
    let shop = Shop::open().await;
    shop.store.settings().set("shop", &"Corner").await.unwrap();
    shop.pay_cash(&basket(&[250]), 1).await.unwrap();
    shop.store.close().await;
    let again = open(shop.dir.path()).await;
    assert_eq!(again.settings().get::<String>("shop").await.unwrap().as_deref(), Some("Corner"));
    assert_eq!(again.settings().get::<String>("nothing").await.unwrap(), None);
    assert_eq!(again.orders().list(10, None).await.unwrap().len(), 1);
    assert_eq!(again.terminals().list().await.unwrap(), shop.terminals);
    assert_eq!(again.accounts().list().await.unwrap().len(), 1);
    again.check().await.unwrap();
    assert!(!shop.dir.path().join("backups").exists(), "no migration, no backup");
}

#[tokio::test]
async fn a_database_of_a_newer_till_is_left_untouched() {
    let dir = tempdir().unwrap();
    open(dir.path()).await.close().await;
    let mut newer = raw(dir.path()).await;
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (999, 'x', 1, x'', 0)",
    )
    .execute(&mut newer)
    .await
    .unwrap();
    newer.close().await.unwrap();
    let before = fs::read(dir.path().join("tillbridge.sqlite")).unwrap();
    match Store::open(dir.path(), now()).await {
        Err(OpenError::Newer { found: 999, known: 1 }) => {}
        other => panic!("{other:?}"),
    }
    assert!(before == fs::read(dir.path().join("tillbridge.sqlite")).unwrap());
}

#[tokio::test]
async fn a_database_of_another_program_is_left_untouched() {
    let dir = tempdir().unwrap();
    let file = dir.path().join("tillbridge.sqlite");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("create table bookmarks (url text)").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    let before = fs::read(&file).unwrap();
    assert!(matches!(Store::open(dir.path(), now()).await, Err(OpenError::Foreign)));
    assert!(before == fs::read(&file).unwrap());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_called_damaged() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("tillbridge.sqlite"), "a letter, not a database ".repeat(400)).unwrap();
    assert!(matches!(Store::open(dir.path(), now()).await, Err(OpenError::Store(StoreError::Damaged(_)))));
}

#[tokio::test]
async fn a_log_whose_file_went_away_is_kept_and_no_new_database_is_made_over_it() {
    let shop = Shop::open().await;
    shop.pay_cash(&basket(&[250]), 1).await.unwrap();
    for emptied in [false, true] {
        let killed = tempdir().unwrap();
        let log = killed.path().join("tillbridge.sqlite-wal");
        fs::copy(shop.dir.path().join("tillbridge.sqlite-wal"), &log).unwrap();
        if emptied {
            fs::write(killed.path().join("tillbridge.sqlite"), "").unwrap();
        }
        let before = fs::read(&log).unwrap();
        let found = Store::open(killed.path(), now()).await;
        assert!(matches!(found, Err(OpenError::Store(StoreError::Damaged(_)))), "{found:?}");
        assert!(before == fs::read(&log).unwrap(), "the last sales are in it");
    }
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_named_and_left_as_it_is() {
    let shop = Shop::open().await;
    shop.store.close().await;
    let mut other = raw(shop.dir.path()).await;
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    let found = Store::open(shop.dir.path(), now()).await;
    assert!(matches!(found, Err(OpenError::Store(StoreError::Busy))), "{found:?}");
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    open(shop.dir.path()).await.check().await.unwrap();
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_database_is_no_database() {
    let dir = tempdir().unwrap();
    fs::create_dir(dir.path().join("tillbridge.sqlite")).unwrap();
    assert!(matches!(Store::open(dir.path(), now()).await, Err(OpenError::Foreign)));
}

#[tokio::test]
async fn damage_in_the_middle_of_the_file_is_found_by_the_check() {
    let shop = Shop::open().await;
    shop.store
        .catalogue()
        .replace((0..3000).map(|i| crate::support::item(&format!("{i}"), "Red wine", i)))
        .await
        .unwrap();
    shop.store.close().await;
    let file = shop.dir.path().join("tillbridge.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    let damaged = match Store::open(shop.dir.path(), now()).await {
        Ok(store) => store.check().await.is_err(),
        Err(OpenError::Store(StoreError::Damaged(_))) => true,
        Err(other) => panic!("{other:?}"),
    };
    assert!(damaged);
}

/// The kernel's own file systems refuse new files to everybody, the superuser of a build machine included.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named_read_only() {
    let found = Store::open(Path::new("/proc"), now()).await;
    assert!(matches!(found, Err(OpenError::Store(StoreError::ReadOnly))), "{found:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_cannot_be_written_is_named_read_only_before_the_first_sale() {
    use std::os::unix::fs::PermissionsExt;

    let dir = tempdir().unwrap();
    open(dir.path()).await.close().await;
    let file = dir.path().join("tillbridge.sqlite");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    // The superuser writes to such a file all the same; then there is nothing to refuse.
    let refused = fs::OpenOptions::new().append(true).open(&file).is_err();
    let found = Store::open(dir.path(), now()).await;
    match found {
        Err(OpenError::Store(StoreError::ReadOnly)) => assert!(refused),
        Ok(_) => assert!(!refused),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_backup_is_made_before_the_shape_changes() {
    let dir = tempdir().unwrap();
    // A database from before the first migration: a history without entries, and something worth keeping.
    let file = dir.path().join("tillbridge.sqlite");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut old = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(
        "pragma application_id = 0x544c4252;
         create table _sqlx_migrations (version bigint primary key, description text not null,
             installed_on timestamp not null default current_timestamp, success boolean not null, checksum blob not null,
             execution_time bigint not null);
         create table precious (worth integer); insert into precious values (42);",
    )
    .execute(&mut old)
    .await
    .unwrap();
    old.close().await.unwrap();
    let store = open(dir.path()).await;
    assert!(store.orders().list(1, None).await.unwrap().is_empty(), "and the new shape is there");
    let backup = dir.path().join("backups/before-migration-0-20261121T110000Z.sqlite");
    let mut copy =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(backup)).await.unwrap();
    let row =
        sqlx::query("select worth, (select count(*) from sqlite_schema where name = 'orders') from precious")
            .fetch_one(&mut copy)
            .await
            .unwrap();
    assert_eq!((row.get::<i64, _>(0), row.get::<i64, _>(1)), (42, 0));
}

#[tokio::test]
async fn two_writers_wait_for_each_other() {
    let shop = Shop::open().await;
    let (one, two) = (shop.store.clone(), shop.store.clone());
    let write = |store: Store, name: &'static str| async move {
        for value in 0..20 {
            store.settings().set(name, &value).await.unwrap();
        }
    };
    tokio::join!(write(one, "one"), write(two, "two"));
    assert_eq!(shop.number("select count(*) from settings where value = '19'").await, 2);
}
