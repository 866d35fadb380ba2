use payment::AttemptRecord;
use sale::{Basket, OrderNumber};
use sqlx::{Row, SqliteConnection};

use crate::row::json;
use crate::{AccountId, Store, StoreError, TerminalId};

/// An attempt that has not ended, for whoever takes it over.
#[derive(Debug, Clone)]
pub struct OpenAttempt {
    /// Where it stands.
    pub record: AttemptRecord,
    /// The order it pays.
    pub order: OrderNumber,
    /// The account it runs on.
    pub account_id: AccountId,
    /// The basket of that order.
    pub basket: Basket,
}

/// An attempt with what was observed of it.
#[derive(Debug, Clone)]
pub struct AttemptDetail {
    /// Where it stands.
    pub record: AttemptRecord,
    /// When its intent was committed, RFC 3339 with offset.
    pub created_at: String,
    /// What was observed, in order.
    pub observations: Vec<Observation>,
}

/// One thing observed of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// When, RFC 3339 with offset.
    pub at: String,
    /// The event, a JSON document of the engine's.
    pub event: String,
    /// The state it led to.
    pub state: String,
}

/// The card attempts.
#[derive(Debug, Clone, Copy)]
pub struct Attempts<'a>(pub(crate) &'a Store);

impl Attempts<'_> {
    /// Attempts that have not ended, newest first: what the cashier saw last comes first.
    pub async fn open(&self) -> Result<Vec<OpenAttempt>, StoreError> {
        let rows = sqlx::query(
            "select attempts.record, attempts.order_number, attempts.account_id, baskets.basket
             from attempts join baskets on baskets.order_number = attempts.order_number
             where attempts.state in ('intended', 'pending', 'unknown')
             order by attempts.rowid desc",
        )
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(OpenAttempt {
                    record: json("attempt", row.get("record"))?,
                    order: OrderNumber::new(row.get::<i64, _>("order_number").unsigned_abs()),
                    account_id: AccountId(row.get("account_id")),
                    basket: json("basket", row.get("basket"))?,
                })
            })
            .collect()
    }

    /// Attempts that a person must still decide about: the record contradicts itself, or money came after the end and the
    /// order is not paid by it.
    pub async fn undecided(&self) -> Result<Vec<(OrderNumber, AttemptRecord)>, StoreError> {
        let rows = sqlx::query(
            "select record, order_number from attempts where state in ('needs_person', 'late_approved')
             order by created_at",
        )
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter()
            .map(|row| {
                let order = OrderNumber::new(row.get::<i64, _>("order_number").unsigned_abs());
                Ok((order, json("attempt", row.get("record"))?))
            })
            .collect()
    }

    /// The attempts on an order, oldest first, with their observations.
    pub async fn of_order(&self, order: OrderNumber) -> Result<Vec<AttemptDetail>, StoreError> {
        let rows = sqlx::query(
            "select reference, record, created_at from attempts where order_number = ? order by rowid",
        )
        .bind(crate::orders::key(order)?)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        let mut attempts = Vec::with_capacity(rows.len());
        for row in &rows {
            let observations =
                sqlx::query("select at, event, state from observations where reference = ? order by seq")
                    .bind(row.get::<String, _>("reference"))
                    .fetch_all(&mut *self.0.read().await?)
                    .await?;
            attempts.push(AttemptDetail {
                record: json("attempt", row.get("record"))?,
                created_at: row.get("created_at"),
                observations: observations
                    .iter()
                    .map(|row| Observation {
                        at: row.get("at"),
                        event: row.get("event"),
                        state: row.get("state"),
                    })
                    .collect(),
            });
        }
        Ok(attempts)
    }
}

/// Keeps where an attempt stands now and what was observed of it; both are JSON already.
pub(crate) async fn step(
    write: &mut SqliteConnection,
    record: &AttemptRecord,
    kept: &str,
    event: &str,
    at: &str,
) -> Result<(), StoreError> {
    let (state, reference) = (record.state.as_str(), record.intent.reference.as_str());
    sqlx::query(
        "update attempts set state = ?, transaction_id = ?, record = ?, updated_at = ? where reference = ?;
         insert into observations (reference, seq, at, event, state)
         select ?, coalesce(max(seq), 0) + 1, ?, ?, ? from observations where reference = ?",
    )
    .bind(state)
    .bind(record.transaction.as_ref().map(|id| id.as_str()))
    .bind(kept)
    .bind(at)
    .bind(reference)
    .bind(reference)
    .bind(at)
    .bind(event)
    .bind(state)
    .bind(reference)
    .execute(write)
    .await?;
    Ok(())
}

/// The order whose payment has not ended on a terminal.
pub(crate) async fn occupying(
    connection: &mut SqliteConnection,
    terminal: TerminalId,
) -> Result<Option<OrderNumber>, StoreError> {
    let row = sqlx::query(
        // The device, not the row: it may be known under two accounts.
        "select order_number from attempts where state in ('intended', 'pending', 'unknown') and terminal_id in (
             select id from terminals where lower(key) = (select lower(key) from terminals where id = ?)
         )",
    )
    .bind(terminal.0)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| OrderNumber::new(row.get::<i64, _>("order_number").unsigned_abs())))
}
