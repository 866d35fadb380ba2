//! A copy that is put back goes on behind what the till has issued since: no receipt's number is given out twice.

use std::path::Path;

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, Row, SqliteConnection};

use super::RestoreError;
use crate::row::timestamp_text;
use crate::{ANCHOR_FILE, FILE_NAME, PUT_BACK, Store, StoreError, anchors};

/// Entries that may be on the disk and not yet written down outside of it: the anchor lags behind.
const BEHIND_THE_ANCHOR: i64 = 100;

/// The numbers that come next.
#[derive(Debug, Clone, Copy)]
struct Next {
    orders: i64,
    refunds: i64,
}

/// Lets the staged copy go on behind what was issued by the database it replaces, and marks it as put back.
pub(super) async fn go_on(data_dir: &Path, stage: &Path, now: Timestamp) -> Result<(), RestoreError> {
    let store = Store::open(stage, now).await.map_err(RestoreError::Unusable)?;
    let done = marked(&store, data_dir, now).await;
    store.close().await;
    Ok(done?)
}

async fn marked(store: &Store, data_dir: &Path, now: Timestamp) -> Result<(), StoreError> {
    store.settings().set(PUT_BACK, &true).await?;
    let live = data_dir.join(FILE_NAME);
    let issued = match issued(&live).await {
        Ok(next) => Some(next),
        Err(error) => {
            tracing::warn!(%error, file = %live.display(), "what was issued since the backup cannot be read");
            behind_the_anchor(store, data_dir).await?
        }
    };
    let Some(next) = issued else { return Ok(()) };
    let mut write = store.write().await?;
    for (statement, next) in [(LEAVE_OUT_ORDERS, next.orders), (LEAVE_OUT_REFUNDS, next.refunds)] {
        sqlx::query(statement).bind(timestamp_text(now)).bind(next).execute(&mut *write).await?;
    }
    for (statement, next) in [(NEXT_ORDER, next.orders), (NEXT_REFUND, next.refunds)] {
        sqlx::query(statement).bind(next).execute(&mut *write).await?;
    }
    write.commit().await
}

const LEAVE_OUT_ORDERS: &str = "insert into left_out_numbers (kind, first, at, next)
     select 'order', next, ?1, ?2 from order_numbers where next < ?2";
const LEAVE_OUT_REFUNDS: &str = "insert into left_out_numbers (kind, first, at, next)
     select 'refund', next, ?1, ?2 from refund_numbers where next < ?2";
const NEXT_ORDER: &str = "update order_numbers set next = ?1 where next < ?1";
const NEXT_REFUND: &str = "update refund_numbers set next = ?1 where next < ?1";

/// What the database that is replaced would issue next.
async fn issued(live: &Path) -> Result<Next, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(live).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let query = "select order_numbers.next as orders, refund_numbers.next as refunds from order_numbers, refund_numbers";
    let read = sqlx::query(query).fetch_one(&mut connection).await;
    connection.close().await?;
    let row = read?;
    Ok(Next { orders: row.try_get("orders")?, refunds: row.try_get("refunds")? })
}

/// Every number that is issued has an entry of the journal; how many entries the copy does not have, its anchor tells.
async fn behind_the_anchor(store: &Store, data_dir: &Path) -> Result<Option<Next>, StoreError> {
    let Some(anchor) = anchors::read(&data_dir.join(ANCHOR_FILE)) else { return Ok(None) };
    let head = store.journal().head().await?;
    if anchor.till != head.till {
        return Ok(None);
    }
    let missing = i64::try_from(anchor.seq.saturating_sub(head.seq)).unwrap_or_default() + BEHIND_THE_ANCHOR;
    let row = sqlx::query(
        "select order_numbers.next as orders, refund_numbers.next as refunds from order_numbers, refund_numbers",
    )
    .fetch_one(&mut *store.read().await?)
    .await?;
    let (orders, refunds): (i64, i64) = (row.get("orders"), row.get("refunds"));
    Ok(Some(Next { orders: orders + missing, refunds: refunds + missing }))
}
