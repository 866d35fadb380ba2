//! What can only be brought about from inside: a disk without room, and a step that breaks off half-way.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use money::Currency;
use sale::{Basket, Discount, LineId, Percent, Quantity, TaxMode, TaxRounding, TaxRules};
use tempfile::TempDir;

use crate::{Store, StoreError};

async fn store() -> (Store, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (Store::open(dir.path(), Timestamp::UNIX_EPOCH).await.unwrap(), dir)
}

fn basket() -> Basket {
    Basket::new(Currency::EUR, TaxRules { mode: TaxMode::Inclusive, rounding: TaxRounding::PerLine })
}

#[tokio::test]
async fn a_full_disk_is_named_and_what_was_there_stays() {
    let (store, _dir) = store().await;
    store.settings().set("shop", &"Corner").await.unwrap();
    // SQLite's own limit of pages gives the same answer as a disk that has no room for one more.
    store.tell_writer("pragma max_page_count = 1").await;
    let filler = "x".repeat(200_000);
    assert!(matches!(store.settings().set("large", &filler).await, Err(StoreError::Full)));
    assert_eq!(store.settings().get::<String>("shop").await.unwrap().as_deref(), Some("Corner"));
    assert_eq!(store.settings().get::<String>("large").await.unwrap(), None);
    // The limit went with the connection that met it: somebody has made room.
    store.settings().set("large", &filler).await.unwrap();
}

#[tokio::test]
async fn a_step_that_breaks_off_half_way_never_was_and_holds_nobody_up() {
    let (store, _dir) = store().await;
    {
        let mut write = store.write().await.unwrap();
        sqlx::query("update order_numbers set next = next + 1").execute(&mut *write).await.unwrap();
        sqlx::query("insert into settings (name, value) values ('half', '1')")
            .execute(&mut *write)
            .await
            .unwrap();
    }
    assert_eq!(store.settings().get::<u32>("half").await.unwrap(), None);
    let id = store.baskets().save_open(&basket(), Timestamp::UNIX_EPOCH).await.unwrap();
    let number = store.payments().order_number_for(id).await.unwrap();
    assert_eq!(number.get(), 1, "and took no number with it");
}

#[tokio::test]
async fn nothing_is_written_through_a_reader() {
    let (store, _dir) = store().await;
    let mut reader = store.read().await.unwrap();
    let refused =
        sqlx::query("insert into settings (name, value) values ('x', '1')").execute(&mut *reader).await;
    assert!(matches!(refused.map_err(StoreError::from), Err(StoreError::ReadOnly)));
}

#[tokio::test]
async fn another_program_that_holds_the_file_is_waited_for_and_then_named() {
    use sqlx::Connection;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

    let (store, _dir) = store().await;
    let options = SqliteConnectOptions::new().filename(store.file());
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    store.tell_writer("pragma busy_timeout = 50").await;
    assert!(matches!(store.settings().set("x", &1).await, Err(StoreError::Busy)));
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    store.settings().set("x", &1).await.unwrap();
}

#[tokio::test]
async fn more_reads_than_connections_take_turns() {
    let (store, _dir) = store().await;
    store.settings().set("shop", &"Corner").await.unwrap();
    let held = [store.read().await.unwrap(), store.read().await.unwrap(), store.read().await.unwrap()];
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.settings().get::<String>("shop").await }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished(), "it waits for a connection");
    drop(held);
    assert_eq!(waiting.await.unwrap().unwrap().as_deref(), Some("Corner"));
}

#[tokio::test]
async fn a_read_that_is_given_up_leaves_its_connection_to_the_next() {
    let (store, _dir) = store().await;
    for _ in 0..5 {
        let endless = "with recursive n (i) as (select 1 union all select i + 1 from n) select i from n";
        let mut reader = store.read().await.unwrap();
        tokio::select! {
            biased;
            _ = sqlx::query(endless).fetch_all(&mut *reader) => unreachable!("it has no end"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(store.settings().get::<u32>("none").await.unwrap(), None);
}

#[tokio::test]
async fn a_closed_store_reads_nothing_more() {
    let (store, _dir) = store().await;
    store.close().await;
    store.close().await;
    assert!(matches!(store.settings().get::<u32>("none").await, Err(StoreError::Other(_))));
}

#[tokio::test]
async fn what_is_taken_back_or_off_is_journalled_without_a_commit_of_its_own() {
    let (store, _dir) = store().await;
    let commits = Arc::new(AtomicU64::new(0));
    let counted = commits.clone();
    let count = move || {
        counted.fetch_add(1, Ordering::SeqCst);
    };
    store.count_commits(count).await;
    let baskets = store.baskets();
    let mut basket = basket();
    let mut saves = 0;
    for code in ["A", "B", "C"] {
        basket.add(&crate::support::item(code, code, 200), Quantity::whole(3).unwrap()).unwrap();
        baskets.save_open(&basket, Timestamp::UNIX_EPOCH).await.unwrap();
        saves += 1;
    }
    let before = store.journal().head().await.unwrap().seq;
    let lines: Vec<LineId> = basket.lines().iter().map(|line| line.id).collect();
    let ten = Discount::Percent(Percent::from_milli_percent(10_000).unwrap());
    basket.discount_line(lines[0], ten).unwrap();
    basket.set_order_discount(ten).unwrap();
    basket.void_line(lines[1]).unwrap();
    basket.change_quantity_by(lines[2], -1).unwrap();
    baskets.save_open(&basket, Timestamp::UNIX_EPOCH).await.unwrap();
    baskets.save_open(&basket, Timestamp::UNIX_EPOCH).await.unwrap();
    saves += 1;
    assert_eq!(store.journal().head().await.unwrap().seq, before + 4, "each is told once");
    assert_eq!(commits.load(Ordering::SeqCst), saves, "a save is one commit, whatever it tells");
}
