use jiff::{Timestamp, Zoned};
use money::Money;
use payment::{AttemptRecord, AttemptReference, Event, Outcome};
use sale::{Basket, OrderNumber, RefundNumber};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::row::{json, time_text, timestamp_text, to_json};
use crate::write::Write;
use crate::{AccountId, Store, StoreError, TerminalId, journalled};

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

/// An attempt that has ended, for whoever looks it up again.
#[derive(Debug, Clone)]
pub struct EndedAttempt {
    /// How it ended.
    pub record: AttemptRecord,
    /// What it was for.
    pub purpose: AttemptPurpose,
    /// The account it ran on.
    pub account_id: AccountId,
}

/// What an attempt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptPurpose {
    /// To pay this order.
    Order(OrderNumber),
    /// To give money back.
    Refund(RefundNumber),
}

/// An attempt with what was observed of it.
#[derive(Debug, Clone)]
pub struct AttemptDetail {
    /// Where it stands.
    pub record: AttemptRecord,
    /// When its intent was committed, RFC 3339 with offset.
    pub created_at: String,
    /// The account it ran on.
    pub account_id: AccountId,
    /// The terminal it ran on.
    pub terminal_id: TerminalId,
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
             where attempts.tender_id is not null and attempts.state in ('intended', 'pending', 'unknown')
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

    /// Attempts of payments and refunds that ended at or after `since`, the newest first, at most `limit`.
    pub async fn ended_since(&self, since: Timestamp, limit: u32) -> Result<Vec<EndedAttempt>, StoreError> {
        let rows = sqlx::query(
            "select record, order_number, refund_number, account_id from attempts
             where state not in ('intended', 'pending', 'unknown')
                 and julianday(updated_at) >= julianday(?)
             order by rowid desc limit ?",
        )
        .bind(timestamp_text(since))
        .bind(limit)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(EndedAttempt {
                    record: json("attempt", row.get("record"))?,
                    purpose: purpose(row),
                    account_id: AccountId(row.get("account_id")),
                })
            })
            .collect()
    }

    /// Card attempts of the sale in the open basket that have ended and that its next one could charge a second time: unpaid
    /// at or after `since`, or brought money or a contradiction that nobody has dealt with. The newest first, at most `limit`.
    pub async fn before_retry(
        &self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<AttemptReference>, StoreError> {
        let rows = sqlx::query(
            "with recursive sale(number) as (
                 select order_number from baskets where state = 'open' and order_number is not null
                 union select order_number from continued_orders join sale on continued_as = number
             )
             select reference from attempts
             where tender_id is not null and order_number in (select number from sale)
                 and (state in ('late_approved', 'needs_person')
                     or state in ('declined', 'cancelled', 'not_sent')
                         and julianday(updated_at) >= julianday(?))
                 and not exists (
                     select 1 from refunds where original = attempts.reference and state <> 'not_refunded'
                 )
             order by rowid desc limit ?",
        )
        .bind(timestamp_text(since))
        .bind(limit)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        let read = |row: &SqliteRow| {
            AttemptReference::new(row.get::<String, _>("reference"))
                .map_err(|error| StoreError::unreadable("reference", error))
        };
        rows.iter().map(read).collect()
    }

    /// Attempts that a person must still decide about: the record contradicts itself, or money came after the end and the
    /// order is not paid by it. A payment that has been given back, or is being given back, is decided.
    pub async fn undecided(&self) -> Result<Vec<(OrderNumber, AttemptRecord)>, StoreError> {
        let rows = sqlx::query(
            "select record, order_number from attempts
             where tender_id is not null and state in ('needs_person', 'late_approved') and not exists (
                 select 1 from refunds where original = attempts.reference and state <> 'not_refunded'
             )
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

    /// The payment attempts on an order, oldest first, with their observations. Attempts of refunds are with their refund.
    pub async fn of_order(&self, order: OrderNumber) -> Result<Vec<AttemptDetail>, StoreError> {
        let rows = sqlx::query(
            "select reference, record, created_at, account_id, terminal_id from attempts
             where order_number = ? and tender_id is not null order by rowid",
        )
        .bind(crate::orders::key(order)?)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        observed(self.0, &rows).await
    }
}

fn purpose(row: &SqliteRow) -> AttemptPurpose {
    match row.get::<Option<i64>, _>("refund_number") {
        Some(refund) => AttemptPurpose::Refund(RefundNumber::new(refund.unsigned_abs())),
        None => AttemptPurpose::Order(OrderNumber::new(row.get::<i64, _>("order_number").unsigned_abs())),
    }
}

/// Rows of attempts with what was observed of each.
pub(crate) async fn observed(store: &Store, rows: &[SqliteRow]) -> Result<Vec<AttemptDetail>, StoreError> {
    let mut attempts = Vec::with_capacity(rows.len());
    for row in rows {
        let observations =
            sqlx::query("select at, event, state from observations where reference = ? order by seq")
                .bind(row.get::<String, _>("reference"))
                .fetch_all(&mut *store.read().await?)
                .await?;
        attempts.push(AttemptDetail {
            record: json("attempt", row.get("record"))?,
            created_at: row.get("created_at"),
            account_id: AccountId(row.get("account_id")),
            terminal_id: TerminalId(row.get("terminal_id")),
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

/// Whether a step was told before.
pub(crate) enum Step {
    /// It was, and nothing was written.
    Known,
    /// It is written now; the tender, order and refund of its attempt.
    New(SqliteRow),
}

/// Writes down a step of an attempt: its record, its state, what was captured, what was observed.
pub(crate) async fn step(
    write: &mut Write,
    record: &AttemptRecord,
    event: &Event,
    at: &Zoned,
) -> Result<Step, StoreError> {
    let text = time_text(at);
    let (kept, seen) = (to_json("attempt", record)?, to_json("observation", event)?);
    let reference = record.intent.reference.as_str();
    let state = record.state.as_str();
    let changed = sqlx::query(
        "update attempts set state = ?1, transaction_id = ?2, record = ?3, updated_at = ?4,
             captured_minor = coalesce(captured_minor, ?5)
         where reference = ?6 and not (record = ?3 and ?7 is (
             select event from observations where reference = ?6 order by seq desc limit 1
         ))
         returning tender_id, order_number, refund_number",
    )
    .bind(state)
    .bind(record.transaction.as_ref().map(|id| id.as_str()))
    .bind(&kept)
    .bind(&text)
    .bind(captured(record)?)
    .bind(reference)
    .bind(&seen)
    .fetch_optional(&mut **write)
    .await?;
    let Some(row) = changed else {
        sqlx::query("select 1 from attempts where reference = ?")
            .bind(reference)
            .fetch_optional(&mut **write)
            .await?
            .ok_or(StoreError::NotFound("attempt"))?;
        return Ok(Step::Known);
    };
    sqlx::query(
        "insert into observations (reference, seq, at, event, state)
         select ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4 from observations where reference = ?1",
    )
    .bind(reference)
    .bind(&text)
    .bind(&seen)
    .bind(state)
    .execute(&mut **write)
    .await?;
    let document = journalled::document(row.get("order_number"), row.get("refund_number"));
    write.journal(journalled::step(document, (record, &kept), (event, &seen), at))?;
    Ok(Step::New(row))
}

/// What an approval really charged, tip included.
fn captured(record: &AttemptRecord) -> Result<Option<i64>, StoreError> {
    match &record.outcome {
        Some(Outcome::Approved(approval)) if record.state.is_paid() => {
            let tip = approval.tip.unwrap_or(Money::zero(approval.amount.currency()));
            let sum = approval.amount.checked_add(tip);
            sum.map(|sum| Some(sum.minor())).map_err(|error| StoreError::unreadable("approval", error))
        }
        _ => Ok(None),
    }
}

/// What has not ended on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occupant {
    Order(OrderNumber),
    Refund(RefundNumber),
}

impl From<Occupant> for StoreError {
    fn from(occupant: Occupant) -> Self {
        match occupant {
            Occupant::Order(order) => StoreError::TerminalOccupied(order),
            Occupant::Refund(refund) => StoreError::TerminalRefunding(refund),
        }
    }
}

/// The payment or refund that has not ended on a terminal.
pub(crate) async fn occupying(
    connection: &mut SqliteConnection,
    terminal: TerminalId,
) -> Result<Option<Occupant>, StoreError> {
    let row = sqlx::query(
        // The device, not the row: it may be known under two accounts.
        "select order_number, refund_number from attempts
         where state in ('intended', 'pending', 'unknown') and occupies_terminal = 1 and terminal_id in (
             select id from terminals where lower(key) = (select lower(key) from terminals where id = ?)
         )",
    )
    .bind(terminal.0)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| match row.get::<Option<i64>, _>("refund_number") {
        Some(refund) => Occupant::Refund(RefundNumber::new(refund.unsigned_abs())),
        None => Occupant::Order(OrderNumber::new(row.get::<i64, _>("order_number").unsigned_abs())),
    }))
}
