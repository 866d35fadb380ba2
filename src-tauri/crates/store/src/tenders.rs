//! Ways an order is paid, as the steps of a payment change them.

use sale::{Order, OrderTender, TenderKind};
use sqlx::{Row, SqliteConnection};

use crate::StoreError;
use crate::orders::key;

pub(crate) async fn insert(
    write: &mut SqliteConnection,
    order: &Order,
    tender: &OrderTender,
    state: &str,
) -> Result<i64, StoreError> {
    let kind = match tender.kind {
        TenderKind::Cash => "cash",
        TenderKind::Card => "card",
    };
    let row = sqlx::query(
        "insert into tenders (order_number, kind, state, amount_minor, given_minor, change_minor, rounding_minor)
         values (?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(key(order.number)?)
    .bind(kind)
    .bind(state)
    .bind(tender.amount.minor())
    .bind(tender.given.map(|money| money.minor()))
    .bind(tender.change.map(|money| money.minor()))
    .bind(tender.rounding.minor())
    .fetch_one(write)
    .await?;
    Ok(row.get("id"))
}

pub(crate) async fn end(write: &mut SqliteConnection, tender: i64, state: &str) -> Result<(), StoreError> {
    sqlx::query("update tenders set state = ? where id = ?").bind(state).bind(tender).execute(write).await?;
    Ok(())
}
