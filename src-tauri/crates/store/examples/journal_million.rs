//! How long a start and a whole check take with a million entries: `cargo run --release -p store --example journal_million`.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::time::Instant;

use jiff::Timestamp;
use journal::{Draft, Entry, Kind, RateAmounts};
use serde_json::json;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use store::Store;

const ENTRIES: u64 = 1_000_000;

#[tokio::main]
async fn main() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Timestamp::UNIX_EPOCH).await.unwrap();
    let file = store.file().to_owned();
    let first = store.journal().entry(1).await.unwrap().unwrap();
    store.close().await;
    fill(&file, first).await;

    let begun = Instant::now();
    let store = Store::open(dir.path(), Timestamp::UNIX_EPOCH).await.unwrap();
    println!("open                {:?}", begun.elapsed());
    store.keep_anchors();
    store.journal().anchor_now().await;
    for _ in 0..3 {
        let begun = Instant::now();
        let check = store.journal().check_tail().await.unwrap();
        assert!(check.broken.is_empty());
        println!("check of the tail   {:?}, {} entries", begun.elapsed(), check.checked);
    }
    let begun = Instant::now();
    let check = store.journal().check_all().await.unwrap();
    assert!(check.broken.is_empty());
    println!("check of everything {:?}, {} entries", begun.elapsed(), check.checked);
    println!("database            {} MB", std::fs::metadata(file).unwrap().len() / 1_000_000);
}

/// Entries as long as those of a card sale, in one transaction: a till would take years.
async fn fill(file: &std::path::Path, first: Entry) {
    let mut connection =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap();
    let mut last = first;
    let begun = Instant::now();
    sqlx::query("begin").execute(&mut connection).await.unwrap();
    while last.seq < ENTRIES {
        let sale = last.seq.is_multiple_of(4);
        let kind = if sale { Kind::Sale } else { Kind::AttemptObserved };
        let payload = json!({
            "reference": "000123ABCDEFGH", "event": "inquired", "state": "pending", "transaction": "5456485215432746",
            "event_sha256": last.hash, "record_sha256": last.prev_hash,
        });
        let rates = vec![RateAmounts { milli_percent: 9_000, net: 170, tax: 15, gross: 185 }];
        let draft = Draft::new(kind, "2026-11-21T12:00:00.250+01:00", "Noor", "order 000123", payload);
        let draft = if sale { draft.with_amounts("EUR", rates) } else { draft };
        let entry = Entry::after(&last.head(), &draft).unwrap();
        sqlx::query(
            "insert into journal (seq, till, kind, at, operator, document, payload, currency, rates, sales_minor,
                 refunds_minor, prev_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(i64::try_from(entry.seq).unwrap())
        .bind(entry.till.as_str())
        .bind(&entry.kind)
        .bind(&entry.at)
        .bind(&entry.operator)
        .bind(&entry.document)
        .bind(&entry.payload)
        .bind(&entry.currency)
        .bind(&entry.rates)
        .bind(entry.sales_minor)
        .bind(entry.refunds_minor)
        .bind(entry.prev_hash.as_bytes().as_slice())
        .bind(entry.hash.as_bytes().as_slice())
        .execute(&mut connection)
        .await
        .unwrap();
        last = entry;
    }
    sqlx::query("commit").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    println!("{ENTRIES} entries made in {:.0} s", begun.elapsed().as_secs_f64());
}
