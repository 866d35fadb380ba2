//! The books against the journal: whether the orders and receipts a journal tells of are still what they were.

use std::collections::HashMap;

use journal::{Break, Digest, Entry, Kind, Why};
use serde::Deserialize;
use sqlx::Row;

use crate::row::to_json;
use crate::{Store, StoreError};

/// What a sale's entry says of the order and the receipt.
#[derive(Deserialize)]
struct Told {
    total_minor: i64,
    order_sha256: Digest,
    receipt_sha256: Digest,
}

/// The sales among these entries whose order or receipt is not the one that was sealed.
pub(crate) async fn against_books(store: &Store, entries: &[Entry]) -> Result<Vec<Break>, StoreError> {
    let sales: Vec<(&Entry, i64)> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Sale.as_str())
        .filter_map(|entry| Some((entry, entry.document.strip_prefix("order ")?.parse().ok()?)))
        .collect();
    if sales.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<i64> = sales.iter().map(|(_, number)| *number).collect();
    let rows = sqlx::query(
        "select number, state, total_minor, snapshot, model from orders left join receipts on order_number = number
         where number in (select value from json_each(?))",
    )
    .bind(to_json("numbers", &numbers)?)
    .fetch_all(&mut *store.read().await?)
    .await?;
    let kept: HashMap<i64, _> = rows.iter().map(|row| (row.get::<i64, _>("number"), row)).collect();
    let mut broken = Vec::new();
    for (entry, number) in sales {
        let told: Result<Told, _> = serde_json::from_str(&entry.payload);
        let as_it_was = told.is_ok_and(|told| {
            kept.get(&number).is_some_and(|row| {
                let sealed = |column: &str| {
                    row.get::<Option<String>, _>(column).map(|text| Digest::of(text.as_bytes()))
                };
                row.get::<&str, _>("state") == "paid"
                    && row.get::<i64, _>("total_minor") == told.total_minor
                    && sealed("snapshot") == Some(told.order_sha256)
                    && sealed("model") == Some(told.receipt_sha256)
            })
        });
        if !as_it_was {
            broken.push(Break { seq: entry.seq, why: Why::NotAsBooked });
        }
    }
    Ok(broken)
}
