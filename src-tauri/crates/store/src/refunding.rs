//! The steps of a refund. Each is one transaction: after a crash it either happened as a whole or not at all.

use std::sync::OnceLock;

use async_trait::async_trait;
use jiff::Zoned;
use money::Money;
use payment::{AttemptRecord, AttemptReference, Event, Intent, IntentLog, RefundPlace};
use sale::{Refund, RefundNumber, TenderKind};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::attempts::{self, Step};
use crate::orders::key;
use crate::refunds::{Refunds, refund_key, state};
use crate::row::{json, time_text, to_json};
use crate::write::Write;
use crate::{AccountId, RefundState, RefundSubject, Store, StoreError, TerminalId, journalled};

/// A refund about to begin.
#[derive(Debug, Clone)]
pub struct NewRefund {
    /// What it gives back.
    pub subject: RefundSubject,
    /// Its lines and amounts.
    pub refund: Refund,
    /// The purchase whose card gets the money; `None` for cash and without a purchase.
    pub original: Option<AttemptReference>,
    /// Cash only: rounding contained in what leaves the drawer.
    pub rounding: Money,
    /// Why, as typed.
    pub reason: Option<String>,
    /// Name of the till.
    pub till: String,
    /// Who makes it.
    pub cashier: String,
    /// Who allowed it, where somebody had to.
    pub approved_by: Option<String>,
    /// How many refunds of the order whoever asks knows of. With another one made meanwhile, the same wish told twice, it is
    /// a [`StoreError::Conflict`]. `None`: does not mind.
    pub seen: Option<u32>,
}

/// Which refund an attempt is for.
#[derive(Debug, Clone)]
pub enum RefundStep {
    /// One that begins with it, under the next number.
    Begin(Box<NewRefund>),
    /// One that was too early before.
    Again(RefundNumber),
}

/// Where an attempt of a refund runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundRoute {
    /// The account of the purchase.
    pub account_id: AccountId,
    /// The terminal it runs on, or that of the purchase where none takes part.
    pub terminal_id: TerminalId,
    /// Whether it takes the terminal.
    pub place: RefundPlace,
}

/// What a step of an attempt means for its refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundEnd {
    /// It has not ended, or its end changes nothing about the refund.
    None,
    /// The customer has the money back: the slip, a JSON document.
    Refunded(String),
    /// No money moved.
    NotRefunded,
    /// No money moved, and it is tried again then.
    Waiting(Box<Zoned>),
    /// A manager must decide.
    NeedsPerson,
}

impl<'a> Refunds<'a> {
    /// Books a refund in cash: its lines, its end and its slip, which `slip` writes once the number is known.
    pub async fn pay_cash(
        &self,
        new: &NewRefund,
        at: &Zoned,
        slip: impl FnOnce(RefundNumber) -> Result<String, StoreError>,
    ) -> Result<RefundNumber, StoreError> {
        let mut write = self.0.write().await?;
        let number = begin(&mut write, new, TenderKind::Cash, at).await?;
        let document = slip(RefundNumber::new(number.unsigned_abs()))?;
        refunded(&mut write, number, &document, at).await?;
        write.commit().await?;
        Ok(RefundNumber::new(number.unsigned_abs()))
    }

    /// Where the intent of a refund to a card is made durable, for [`payment::DispatchPermit::after_commit`].
    pub fn intent_commit(&self, step: RefundStep, route: RefundRoute, at: Zoned) -> RefundIntent<'a> {
        RefundIntent { store: self.0, step, route, at, number: OnceLock::new() }
    }

    /// Writes down a step of an attempt and what it means for its refund. The same step told a second time, because the
    /// first answer got lost, changes nothing.
    pub async fn record_attempt(
        &self,
        record: &AttemptRecord,
        event: &Event,
        end: RefundEnd,
        at: &Zoned,
    ) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let Step::New(row) = attempts::step(&mut write, record, event, at).await? else {
            return write.rollback().await;
        };
        bring_about(&mut write, &row, end, at).await?;
        write.commit().await
    }

    /// Takes back a refund that waits. One that does not wait any more is a [`StoreError::Conflict`].
    pub async fn withdraw(&self, number: RefundNumber, at: &Zoned) -> Result<(), StoreError> {
        let number = refund_key(number)?;
        let mut write = self.0.write().await?;
        if state(&mut write, number).await? != RefundState::Waiting {
            write.rollback().await?;
            return Err(StoreError::Conflict("refund_does_not_wait".to_owned()));
        }
        not_refunded(&mut write, number, at).await?;
        write.commit().await
    }

    /// Puts off the next try of a refund that waits, and counts it as one: it could not be sent.
    pub async fn count_and_postpone(&self, number: RefundNumber, until: &Zoned) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        sqlx::query(
            "update refunds set next_try_at = ?, tries = tries + 1 where number = ? and state = 'waiting'",
        )
        .bind(time_text(until))
        .bind(refund_key(number)?)
        .execute(&mut *write)
        .await?;
        write.commit().await
    }

    /// Puts off the next try of a refund that waits: something else was in the way.
    pub async fn postpone(&self, number: RefundNumber, until: &Zoned) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        sqlx::query("update refunds set next_try_at = ? where number = ? and state = 'waiting'")
            .bind(time_text(until))
            .bind(refund_key(number)?)
            .execute(&mut *write)
            .await?;
        write.commit().await
    }
}

/// What the end of an attempt means for its refund.
pub(crate) async fn bring_about(
    write: &mut Write,
    attempt: &SqliteRow,
    end: RefundEnd,
    at: &Zoned,
) -> Result<(), StoreError> {
    let number: i64 = attempt.get::<Option<i64>, _>("refund_number").ok_or(StoreError::NotFound("refund"))?;
    match end {
        RefundEnd::None => {}
        RefundEnd::Refunded(slip) => refunded(write, number, &slip, at).await?,
        RefundEnd::NotRefunded => not_refunded(write, number, at).await?,
        RefundEnd::Waiting(until) => {
            sqlx::query("update refunds set state = 'waiting', next_try_at = ? where number = ?")
                .bind(time_text(&until))
                .bind(number)
                .execute(&mut **write)
                .await?;
            write.journal(journalled::refund_step(refund_number(number), "waiting", at))?;
        }
        RefundEnd::NeedsPerson => {
            sqlx::query(
                "update refunds set state = 'needs_person', ended_at = null, next_try_at = null where number = ?",
            )
            .bind(number)
            .execute(&mut **write)
            .await?;
            write.journal(journalled::refund_step(refund_number(number), "needs_person", at))?;
        }
    }
    Ok(())
}

/// Commits the intent of one attempt of a refund, and with the first one the refund itself.
#[derive(Debug)]
pub struct RefundIntent<'a> {
    store: &'a Store,
    step: RefundStep,
    route: RefundRoute,
    at: Zoned,
    number: OnceLock<RefundNumber>,
}

impl RefundIntent<'_> {
    /// The number of the refund, once its intent is durable.
    pub fn number(&self) -> Option<RefundNumber> {
        self.number.get().copied()
    }
}

#[async_trait]
impl IntentLog for RefundIntent<'_> {
    type Error = StoreError;

    async fn commit_intent(&self, intent: &Intent) -> Result<(), StoreError> {
        let mut write = self.store.write().await?;
        let occupies = self.route.place == RefundPlace::Terminal;
        if occupies && let Some(occupant) = attempts::occupying(&mut write, self.route.terminal_id).await? {
            write.rollback().await?;
            return Err(occupant.into());
        }
        let number = match &self.step {
            RefundStep::Begin(new) => begin(&mut write, new, TenderKind::Card, &self.at).await?,
            RefundStep::Again(number) => again(&mut write, refund_key(*number)?).await?,
        };
        let text = time_text(&self.at);
        sqlx::query(
            "insert into attempts (reference, order_number, account_id, terminal_id, operation, amount_minor, currency,
                 state, record, created_at, updated_at, refund_number, occupies_terminal)
             values (?, (select order_number from refunds where number = ?), ?, ?, ?, ?, ?, 'intended', ?, ?, ?, ?, ?)",
        )
        .bind(intent.reference.as_str())
        .bind(number)
        .bind(self.route.account_id.0)
        .bind(self.route.terminal_id.0)
        .bind(to_json("operation", &intent.operation)?)
        .bind(intent.amount.minor())
        .bind(intent.amount.currency().code())
        .bind(to_json("attempt", &AttemptRecord::new(intent.clone()))?)
        .bind(&text)
        .bind(&text)
        .bind(number)
        .bind(occupies)
        .execute(&mut *write)
        .await?;
        let document = journalled::refund_document(refund_number(number));
        write.journal(journalled::intended(document, intent, self.route.account_id, &self.at))?;
        write.commit().await?;
        // The same intent is committed once; a second value would be the same number.
        let _ = self.number.set(RefundNumber::new(number.unsigned_abs()));
        Ok(())
    }
}

/// The refund with its lines, under the next number.
async fn begin(write: &mut Write, new: &NewRefund, kind: TenderKind, at: &Zoned) -> Result<i64, StoreError> {
    let refund = &new.refund;
    let next = sqlx::query("update refund_numbers set next = next + 1 returning next - 1 as number")
        .fetch_one(&mut **write)
        .await?;
    let number: i64 = next.get("number");
    let order = refund.order.map(key).transpose()?;
    if let Some(seen) = new.seen {
        let made = sqlx::query("select count(*) from refunds where order_number = ?").bind(order);
        if made.fetch_one(&mut **write).await?.get::<i64, _>(0) != i64::from(seen) {
            return Err(StoreError::Conflict("refunds_as_seen".to_owned()));
        }
    }
    sqlx::query(
        "insert into refunds (number, subject, order_number, kind, original, state, currency, total_minor, net_minor,
             tax_minor, rounding_minor, snapshot, reason, till, cashier, approved_by, created_at)
         values (?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(number)
    .bind(new.subject.as_str())
    .bind(order)
    .bind(match kind {
        TenderKind::Cash => "cash",
        TenderKind::Card => "card",
    })
    .bind(new.original.as_ref().map(|reference| reference.as_str()))
    .bind(refund.currency.code())
    .bind(refund.total.minor())
    .bind(refund.net.minor())
    .bind(refund.tax.minor())
    .bind(new.rounding.minor())
    .bind(to_json("refund", refund)?)
    .bind(&new.reason)
    .bind(&new.till)
    .bind(&new.cashier)
    .bind(&new.approved_by)
    .bind(time_text(at))
    .execute(&mut **write)
    .await?;
    for line in &refund.lines {
        sqlx::query(
            "insert into refund_lines (refund_number, order_number, position, quantity_thousandths, net_minor, tax_minor,
                 gross_minor) values (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(number)
        .bind(order)
        .bind(line.position)
        .bind(line.quantity.map_or(0, |quantity| quantity.thousandths()))
        .bind(line.net.minor())
        .bind(line.tax.minor())
        .bind(line.gross.minor())
        .execute(&mut **write)
        .await?;
    }
    write.journal(journalled::refund_begun(refund_number(number), new, kind, at))?;
    Ok(number)
}

async fn again(write: &mut Write, number: i64) -> Result<i64, StoreError> {
    let done = sqlx::query(
        "update refunds set state = 'open', next_try_at = null, tries = tries + 1 where number = ? and state = 'waiting'",
    )
    .bind(number)
    .execute(&mut **write)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound("waiting refund"));
    }
    Ok(number)
}

/// The customer has the money back: its end, its entry, its slip.
async fn refunded(write: &mut Write, number: i64, slip: &str, at: &Zoned) -> Result<(), StoreError> {
    let row = end(write, number, "refunded", at).await?;
    let refund: Refund = json("refund", row.get("snapshot"))?;
    let subject = RefundSubject::read(row.get("subject"));
    let note = journalled::refunded(refund_number(number), subject, &refund, slip, at);
    let mark = write.journal(note.by(row.get("cashier")))?;
    sqlx::query(
        "insert into refund_slips (refund_number, model, issued_at, journal_mark) values (?, ?, ?, ?)",
    )
    .bind(number)
    .bind(slip)
    .bind(time_text(at))
    .bind(mark.to_string())
    .execute(&mut **write)
    .await?;
    Ok(())
}

async fn not_refunded(write: &mut Write, number: i64, at: &Zoned) -> Result<(), StoreError> {
    end(write, number, "not_refunded", at).await?;
    write.journal(journalled::refund_step(refund_number(number), "not_refunded", at))?;
    Ok(())
}

async fn end(
    write: &mut Write,
    number: i64,
    state: &'static str,
    at: &Zoned,
) -> Result<SqliteRow, StoreError> {
    let row = sqlx::query(
        "update refunds set state = ?, ended_at = ?, next_try_at = null where number = ?
         returning subject, snapshot, cashier",
    )
    .bind(state)
    .bind(time_text(at))
    .bind(number)
    .fetch_one(&mut **write)
    .await?;
    Ok(row)
}

fn refund_number(number: i64) -> RefundNumber {
    RefundNumber::new(number.unsigned_abs())
}
