use std::fs;
use std::path::Path;

use jiff::{Timestamp, ToSpan};
use sqlx::Connection;
use store::{
    BACKUPS_KEPT, Backup, BackupError, BackupKind, OpenError, RestoreError, Restored, SEALED_FILE,
    SealedCopy, Store, StoreError, backups, prepare_restore,
};
use tempfile::tempdir;

use crate::support::{Shop, basket, now, open};

async fn restore(shop: &Shop, source: &Path) -> Result<Restored, RestoreError> {
    let prepared = prepare_restore(shop.dir.path(), source, now()).await?;
    shop.store.close().await;
    prepared.put_in_place(now()).await
}

/// Puts a database of somebody else's making where a copy lies.
async fn spoil(backup: &Backup, statement: &'static str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&backup.path);
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_copy_made_while_the_till_sells_holds_one_moment_of_it() {
    let shop = Shop::open().await;
    shop.pay_cash(&basket(&[250]), 1).await.unwrap();
    let selling = async {
        for _ in 0..20 {
            shop.pay_cash(&basket(&[250, 100]), 1).await.unwrap();
        }
    };
    let (backup, ()) = tokio::join!(shop.store.back_up(BackupKind::Asked, now()), selling);
    let backup = backup.unwrap();
    assert_eq!(backup.name, "asked-20261121T110000Z.sqlite");
    assert_eq!(backups(shop.dir.path()).unwrap(), std::slice::from_ref(&backup));
    assert_eq!(fs::read_dir(shop.dir.path().join("backups")).unwrap().count(), 1, "nothing half is left");

    let restored = restore(&shop, &backup.path).await.unwrap();
    let held = usize::try_from(restored.contents.orders).unwrap();
    assert!((1..=21).contains(&held));
    let store = open(shop.dir.path()).await;
    assert_eq!(store.orders().list(50, None).await.unwrap().len(), held, "what was told is what is there");
    store.check().await.unwrap();
}

#[tokio::test]
async fn a_restore_keeps_what_was_in_use_and_can_be_taken_back() {
    let shop = Shop::open().await;
    shop.pay_cash(&basket(&[250]), 1).await.unwrap();
    let backup = shop.store.back_up(BackupKind::Daily, now()).await.unwrap();
    shop.pay_cash(&basket(&[300]), 1).await.unwrap();
    let restored = restore(&shop, &backup.path).await.unwrap();
    assert_eq!((restored.contents.orders, restored.contents.open_attempts), (1, 0));
    assert_eq!(restored.contents.last_order.unwrap().to_string(), "000001");
    let aside = restored.replaced.unwrap();
    let store = open(shop.dir.path()).await;
    assert_eq!(store.contents().await.unwrap(), restored.contents);
    let listed: Vec<BackupKind> =
        backups(shop.dir.path()).unwrap().iter().map(|backup| backup.kind).collect();
    assert_eq!(listed, [BackupKind::Replaced, BackupKind::Daily]);

    store.close().await;
    let prepared = prepare_restore(shop.dir.path(), &aside, now()).await.unwrap();
    assert_eq!(prepared.contents.orders, 2);
    // In the same second.
    let again = prepared.put_in_place(now()).await.unwrap();
    assert_ne!(again.replaced.unwrap(), aside, "nothing that was set aside is written over");
    assert!(aside.exists());
    assert_eq!(open(shop.dir.path()).await.contents().await.unwrap().orders, 2);
}

/// The next number of orders and of refunds.
async fn next_numbers(dir: &Path) -> (i64, i64) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(dir.join(store::FILE_NAME));
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    let query = "select order_numbers.next, refund_numbers.next from order_numbers, refund_numbers";
    let next = sqlx::query_as(query).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    next
}

#[tokio::test]
async fn no_number_is_issued_again_after_a_restore_whatever_became_of_the_database() {
    for damaged in [false, true] {
        let shop = Shop::open().await;
        shop.store.keep_anchors();
        shop.pay_cash(&basket(&[250]), 1).await.unwrap();
        let backup = shop.store.back_up(BackupKind::Asked, now()).await.unwrap();
        for _ in 0..4 {
            shop.pay_cash(&basket(&[300]), 1).await.unwrap();
        }
        let prepared = prepare_restore(shop.dir.path(), &backup.path, now()).await.unwrap();
        shop.store.close().await;
        if damaged {
            fs::write(shop.dir.path().join(store::FILE_NAME), b"nothing that could be read").unwrap();
        }
        let restored = prepared.put_in_place(now()).await.unwrap();
        assert_eq!(restored.contents.orders, 1);
        let store = open(shop.dir.path()).await;
        assert_eq!(store.settings().get(store::PUT_BACK).await.unwrap(), Some(true));
        let (order, refund) = next_numbers(shop.dir.path()).await;
        if damaged {
            assert!(order >= 6 && refund >= 1, "{order} {refund}");
        } else {
            assert_eq!((order, refund), (6, 1));
        }
        store.close().await;
    }
}

#[tokio::test]
async fn the_newest_of_each_kind_are_kept_and_nothing_else_is_touched() {
    let shop = Shop::open().await;
    let folder = shop.dir.path().join("backups");
    fs::create_dir(&folder).unwrap();
    for other in ["notes.txt", "daily.sqlite", "replaced-20200101T000000Z.sqlite"] {
        fs::write(folder.join(other), "kept").unwrap();
    }
    shop.store.back_up(BackupKind::Asked, now()).await.unwrap();
    let days = i64::try_from(BACKUPS_KEPT).unwrap() + 3;
    for day in 0..days {
        let at: Timestamp = now() + (24 * day).hours();
        shop.store.back_up(BackupKind::Daily, at).await.unwrap();
    }
    shop.store.back_up(BackupKind::Daily, now() + (24 * (days - 1)).hours() + 1.minute()).await.unwrap();
    let kept = backups(shop.dir.path()).unwrap();
    let daily: Vec<&Backup> = kept.iter().filter(|backup| backup.kind == BackupKind::Daily).collect();
    assert_eq!(daily.len(), BACKUPS_KEPT);
    assert_eq!(daily[0].name, "daily-20261207T110100Z.sqlite", "the newest first, one a day");
    assert_eq!(kept.len(), BACKUPS_KEPT + 2, "the one that was asked for, and the one from 2020");
    assert_eq!(fs::read(folder.join("notes.txt")).unwrap(), b"kept");
    assert!(folder.join("daily.sqlite").exists(), "a name of somebody else's");
}

#[tokio::test]
async fn a_copy_to_a_place_of_somebodys_choice_replaces_nothing() {
    let shop = Shop::open().await;
    let elsewhere = tempdir().unwrap();
    let file = elsewhere.path().join("stick.sqlite");
    shop.store.back_up_to(&file).await.unwrap();
    assert!(matches!(shop.store.back_up_to(&file).await, Err(BackupError::Exists(_))));
    let live = shop.store.file().to_owned();
    assert!(matches!(shop.store.back_up_to(&live).await, Err(BackupError::Exists(_))));
    let nowhere = elsewhere.path().join("missing/stick.sqlite");
    shop.store.back_up_to(&nowhere).await.unwrap_err();
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    assert_eq!(restore(&shop, &file).await.unwrap().contents.orders, 0);
}

#[tokio::test]
async fn a_database_that_is_damaged_is_not_copied_as_if_it_were_whole() {
    let shop = Shop::open().await;
    let articles = (0..3000).map(|i| crate::support::item(&format!("{i}"), "Red wine", i));
    shop.store.catalogue().replace(articles).await.unwrap();
    shop.store.close().await;
    let file = shop.dir.path().join("tillbridge.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    let store = open(shop.dir.path()).await;
    let refused = store.back_up(BackupKind::Daily, now()).await.unwrap_err();
    assert!(matches!(refused, BackupError::Store(StoreError::Damaged(_))), "{refused:?}");
    assert!(backups(shop.dir.path()).unwrap().is_empty());
    assert_eq!(fs::read_dir(shop.dir.path().join("backups")).unwrap().count(), 0);
}

#[tokio::test]
async fn what_a_till_could_not_work_with_is_not_put_in_place() {
    let shop = Shop::open().await;
    shop.pay_cash(&basket(&[250]), 1).await.unwrap();
    let folder = shop.dir.path();
    let copy = async || shop.store.back_up(BackupKind::Asked, now()).await.unwrap();

    let newer = copy().await;
    let future = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                  values (999, 'x', 1, x'', 0)";
    spoil(&newer, future).await;
    let refused = prepare_restore(folder, &newer.path, now()).await.unwrap_err();
    assert!(matches!(refused, RestoreError::Unusable(OpenError::Newer { found: 999, .. })), "{refused:?}");

    let foreign = copy().await;
    spoil(&foreign, "pragma application_id = 7").await;
    let refused = prepare_restore(folder, &foreign.path, now()).await.unwrap_err();
    assert!(matches!(refused, RestoreError::Unusable(OpenError::Foreign)), "{refused:?}");

    let inconsistent = copy().await;
    spoil(
        &inconsistent,
        "pragma foreign_keys = off; pragma ignore_check_constraints = on;
         insert into order_lines (order_number, position, code, name, quantity_thousandths, unit, unit_price_minor,
             discount_minor, order_discount_minor, net_minor, tax_minor, gross_minor, tax_milli_percent)
         values (77, 1, 'X', 'X', 1000, 'piece', 1, 0, 0, 1, 0, 1, 0)",
    )
    .await;
    let refused = prepare_restore(folder, &inconsistent.path, now()).await.unwrap_err();
    assert!(matches!(refused, RestoreError::Damaged(_)), "a line of no order: {refused:?}");

    let cut = copy().await;
    let bytes = fs::read(&cut.path).unwrap();
    fs::write(&cut.path, &bytes[..bytes.len() / 2]).unwrap();
    let torn = copy().await;
    let mut bytes = fs::read(&torn.path).unwrap();
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page..page + 512].fill(0xA5);
    fs::write(&torn.path, bytes).unwrap();
    let nothing = folder.join("backups/asked-20200101T000000Z.sqlite");
    fs::write(&nothing, "").unwrap();
    let letter = folder.join("backups/asked-20200102T000000Z.sqlite");
    fs::write(&letter, "a letter, not a database ".repeat(400)).unwrap();
    for (what, file) in [("cut", &cut.path), ("torn", &torn.path), ("nothing", &nothing), ("letter", &letter)]
    {
        let refused = prepare_restore(folder, file, now()).await;
        assert!(
            matches!(refused, Err(RestoreError::Unusable(_) | RestoreError::Damaged(_))),
            "{what}: {refused:?}"
        );
    }
    assert!(!folder.join("restoring").exists(), "nothing half is left");
    assert_eq!(shop.store.contents().await.unwrap().orders, 1, "and the till goes on");
}

#[tokio::test]
async fn only_a_plain_file_is_taken_for_a_backup() {
    let shop = Shop::open().await;
    let backup = shop.store.back_up(BackupKind::Asked, now()).await.unwrap();
    let folder = shop.dir.path();
    let mut others = vec![folder.join("missing.sqlite"), folder.to_owned(), shop.store.file().to_owned()];
    #[cfg(unix)]
    {
        let link = folder.join("backups/asked-20200101T000000Z.sqlite");
        std::os::unix::fs::symlink(&backup.path, &link).unwrap();
        assert_eq!(backups(folder).unwrap().len(), 1, "a link is not listed");
        others.push(link);
        others.push("/dev/zero".into());
        others.push(folder.join("backups/../tillbridge.sqlite"));
    }
    for other in others {
        let refused = prepare_restore(folder, &other, now()).await;
        assert!(matches!(refused, Err(RestoreError::NotAFile(_))), "{}: {refused:?}", other.display());
    }
}

#[tokio::test]
async fn a_closed_database_takes_nothing_more_when_another_one_lies_in_its_place() {
    let shop = Shop::open().await;
    let backup = shop.store.back_up(BackupKind::Asked, now()).await.unwrap();
    restore(&shop, &backup.path).await.unwrap();
    assert!(matches!(shop.store.settings().set("late", &1).await, Err(StoreError::Other(_))));
    let store: Store = open(shop.dir.path()).await;
    assert_eq!(store.settings().get::<u32>("late").await.unwrap(), None);
}

/// A file that ends as one of locked secrets does.
fn sealed(text: &str) -> Vec<u8> {
    [text.as_bytes(), journal::Digest::of(text.as_bytes()).as_bytes()].concat()
}

#[tokio::test]
async fn locked_secrets_go_with_the_copy_and_come_back_with_it() {
    let shop = Shop::open().await;
    let file = shop.dir.path().join(SEALED_FILE);
    let without = shop.store.back_up(BackupKind::Asked, now()).await.unwrap();
    assert!(!without.with_secrets);
    fs::write(&file, sealed("then")).unwrap();
    let with = shop.store.back_up(BackupKind::Daily, now()).await.unwrap();
    assert!(with.with_secrets && backups(shop.dir.path()).unwrap().contains(&with));
    let elsewhere = tempdir().unwrap();
    let chosen = elsewhere.path().join("copy.sqlite");
    shop.store.back_up_to(&chosen).await.unwrap();
    assert_eq!(fs::read(elsewhere.path().join("copy.sqlite.secrets")).unwrap(), sealed("then"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(elsewhere.path().join("copy.sqlite.secrets")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "only its owner reads it");
    }

    fs::write(&file, sealed("now")).unwrap();
    let restored = restore(&shop, &with.path).await.unwrap();
    assert_eq!(restored.secrets, SealedCopy::Whole);
    assert_eq!(fs::read(&file).unwrap(), sealed("then"));
    // What was in use went aside with its database, and comes back with it.
    let aside = restored.replaced.unwrap();
    let back = prepare_restore(shop.dir.path(), &aside, now()).await.unwrap();
    assert_eq!(back.put_in_place(now() + 1.minute()).await.unwrap().secrets, SealedCopy::Whole);
    assert_eq!(fs::read(&file).unwrap(), sealed("now"));
    // A copy from before there was such a file leaves the one in use.
    let none = prepare_restore(shop.dir.path(), &without.path, now()).await.unwrap();
    assert_eq!(none.put_in_place(now() + 2.minutes()).await.unwrap().secrets, SealedCopy::None);
    assert_eq!(fs::read(&file).unwrap(), sealed("now"));
}

#[tokio::test]
async fn damaged_secrets_stop_no_copy_and_replace_none() {
    let shop = Shop::open().await;
    let file = shop.dir.path().join(SEALED_FILE);
    fs::write(&file, b"not what was written, and long enough to have an end").unwrap();
    let damaged = shop.store.back_up(BackupKind::Asked, now()).await.unwrap();
    assert!(!damaged.with_secrets, "what is of no use is not copied");
    fs::write(&file, sealed("in use")).unwrap();
    let backup = shop.store.back_up(BackupKind::Daily, now()).await.unwrap();
    let copied = shop.dir.path().join("backups").join(format!("{}.secrets", backup.name));
    let mut bytes = fs::read(&copied).unwrap();
    bytes[0] ^= 1;
    fs::write(&copied, bytes).unwrap();
    let restored = restore(&shop, &backup.path).await.unwrap();
    assert_eq!(restored.secrets, SealedCopy::Damaged, "it is told");
    assert_eq!(fs::read(&file).unwrap(), sealed("in use"), "and the one in use stays");
}

#[tokio::test]
async fn copies_of_secrets_go_when_their_database_copy_does() {
    let shop = Shop::open().await;
    fs::write(shop.dir.path().join(SEALED_FILE), sealed("then")).unwrap();
    for day in 0..i64::try_from(BACKUPS_KEPT).unwrap() + 3 {
        shop.store.back_up(BackupKind::Daily, now() + (24 * day).hours()).await.unwrap();
    }
    let names = fs::read_dir(shop.dir.path().join("backups")).unwrap();
    assert_eq!(names.count(), 2 * BACKUPS_KEPT, "one beside each copy that is kept");
}
