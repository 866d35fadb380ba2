//! What calls for a person, what a person decided, and payments approved late.

use jiff::Zoned;
use payment::{AttemptRecord, AttemptReference, Decision, Event};
use sale::{Basket, OrderNumber, RefundNumber};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::attempts::{self, AttemptDetail, Step, observed};
use crate::orders::key;
use crate::row::{json, time_text, to_json};
use crate::{
    AccountId, AttemptEnd, BasketId, OrderState, PaidOrder, RefundEnd, Store, StoreError, TerminalId,
    journalled, payments, refunding,
};

/// The most that are listed; the oldest come first.
const CASES_LIMIT: u32 = 200;
/// Looks that brought nothing new are kept as evidence, up to so many observations of one attempt.
const NOTES_LIMIT: i64 = 500;

/// An attempt a person has to look at.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where it stands.
    pub record: AttemptRecord,
    /// The order it belongs to; a refund without a purchase has none.
    pub order: Option<OrderNumber>,
    /// The refund it is for, if it is for one.
    pub refund: Option<RefundNumber>,
    /// Whether its order still waits to be paid by it.
    pub awaited: bool,
    /// The account it ran on.
    pub account_id: AccountId,
    /// The terminal it ran on.
    pub terminal_id: TerminalId,
    /// When its intent was committed, RFC 3339 with offset.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
}

/// What a decision means for the order or refund of its attempt.
#[derive(Debug, Clone)]
pub enum CaseEnd {
    /// For the order of a payment.
    Payment(AttemptEnd),
    /// For a refund.
    Refund(RefundEnd),
}

/// Whether the sale behind a payment that came late has been paid otherwise.
#[derive(Debug, Clone)]
pub enum OrderMoney {
    /// Under this number.
    Paid(OrderNumber),
    /// A payment for it runs, or is not decided.
    BeingPaid(OrderNumber),
    /// No; the basket of the sale, if it still waits somewhere.
    Unpaid(Option<SaleBasket>),
}

/// The basket a sale went back to.
#[derive(Debug, Clone)]
pub struct SaleBasket {
    /// Its name in the till.
    pub id: BasketId,
    /// Whether it is the one on the screen.
    pub on_screen: bool,
    /// What is in it.
    pub basket: Basket,
}

/// What calls for a person.
#[derive(Debug, Clone, Copy)]
pub struct Cases<'a>(pub(crate) &'a Store);

impl Cases<'_> {
    /// Everything a person has to look at, the oldest first. A payment that has been given back, or is being given back,
    /// is dealt with.
    pub async fn open(&self) -> Result<Vec<Case>, StoreError> {
        let rows = sqlx::query(
            "select record, order_number, refund_number, account_id, terminal_id, created_at, updated_at,
                 exists (select 1 from tenders where id = attempts.tender_id and tenders.state = 'open') as awaited
             from attempts
             where (state in ('needs_person', 'late_approved', 'reversed')
                     or (state = 'approved' and record ->> '$.mismatch' is not null))
                 -- What was seen to as it stands, and of which there is no news since. As `calls_for_person` has it, which
                 -- is asked below; here so that what is settled takes no place on the list.
                 and not (record ->> '$.mismatch' is null and record ->> '$.decision.verdict' is 'seen_to'
                     and record ->> '$.decision.state' is state)
                 and not (state = 'late_approved' and exists (
                     select 1 from refunds where original = attempts.reference and state <> 'not_refunded'
                 ))
             order by created_at limit ?",
        )
        .bind(CASES_LIMIT)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        let cases = rows.iter().map(case).collect::<Result<Vec<_>, _>>()?;
        Ok(cases.into_iter().filter(|case| case.record.calls_for_person()).collect())
    }

    /// One attempt, whether it calls for a person or not.
    pub async fn get(&self, reference: &AttemptReference) -> Result<Case, StoreError> {
        let row = sqlx::query(
            "select record, order_number, refund_number, account_id, terminal_id, created_at, updated_at,
                 exists (select 1 from tenders where id = attempts.tender_id and tenders.state = 'open') as awaited
             from attempts where reference = ?",
        )
        .bind(reference.as_str())
        .fetch_optional(&mut *self.0.read().await?)
        .await?;
        case(&row.ok_or(StoreError::NotFound("attempt"))?)
    }

    /// What was observed of it.
    pub async fn history(&self, reference: &AttemptReference) -> Result<AttemptDetail, StoreError> {
        let rows = sqlx::query(
            "select reference, record, created_at, account_id, terminal_id from attempts where reference = ?",
        )
        .bind(reference.as_str())
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        observed(self.0, &rows).await?.pop().ok_or(StoreError::NotFound("attempt"))
    }

    /// Keeps a look that brought nothing new: also that is evidence for whoever has to decide.
    pub async fn note(
        &self,
        reference: &AttemptReference,
        event: &Event,
        at: &Zoned,
    ) -> Result<(), StoreError> {
        let seen = to_json("observation", event)?;
        let mut write = self.0.write().await?;
        let noted = sqlx::query(
            "insert into observations (reference, seq, at, event, state)
             select reference, (select coalesce(max(seq), 0) + 1 from observations where reference = ?1), ?2, ?3, state
             from attempts
             where reference = ?1 and (select count(*) from observations where reference = ?1) < ?4",
        )
        .bind(reference.as_str())
        .bind(time_text(at))
        .bind(&seen)
        .bind(NOTES_LIMIT)
        .execute(&mut *write)
        .await?;
        if noted.rows_affected() == 0 {
            return write.rollback().await;
        }
        let row = sqlx::query("select record, order_number, refund_number from attempts where reference = ?")
            .bind(reference.as_str())
            .fetch_one(&mut *write)
            .await?;
        let kept: &str = row.get("record");
        let record = json("attempt", kept)?;
        write.journal(journalled::looked(document(&row), (&record, kept), &seen, at))?;
        write.commit().await
    }

    /// Writes a decision down with all that follows from it. What has been decided, or has changed, meanwhile is a
    /// [`StoreError::Conflict`].
    pub async fn decide(
        &self,
        before: &AttemptRecord,
        record: &AttemptRecord,
        decision: &Decision,
        end: CaseEnd,
        at: &Zoned,
    ) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        unchanged(&mut write, before).await?;
        sqlx::query(
            "insert into decisions (reference, seq, verdict, transaction_id, reason, decided_by, at)
             select ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6 from observations where reference = ?1",
        )
        .bind(record.intent.reference.as_str())
        .bind(decision.verdict.as_str())
        .bind(decision.verdict.transaction().map(|name| name.as_str()))
        .bind(&decision.reason)
        .bind(&decision.by)
        .bind(time_text(at))
        .execute(&mut *write)
        .await?;
        let event = Event::Decided(Box::new(decision.clone()));
        let Step::New(row) = attempts::step(&mut write, record, &event, at).await? else {
            write.rollback().await?;
            return Err(changed());
        };
        write.journal(journalled::decided(document(&row), record, decision, at))?;
        match end {
            CaseEnd::Payment(end) => payments::bring_about(&mut write, &row, end, at).await?,
            CaseEnd::Refund(end) => refunding::bring_about(&mut write, &row, end, at).await?,
        }
        write.commit().await
    }

    /// Makes a payment approved late the tender of its own order: tender, attempt, order, receipt, basket.
    pub async fn attach(
        &self,
        before: &AttemptRecord,
        record: &AttemptRecord,
        event: &Event,
        paid: &PaidOrder,
        at: &Zoned,
    ) -> Result<(), StoreError> {
        let number = key(paid.order.number)?;
        let mut write = self.0.write().await?;
        unchanged(&mut write, before).await?;
        if !matches!(money(&mut write, number).await?, OrderMoney::Unpaid(_)) {
            write.rollback().await?;
            return Err(StoreError::Conflict("order_is_paid_otherwise".to_owned()));
        }
        sqlx::query(
            "insert into tenders (order_number, kind, state, amount_minor, attached) values (?, 'card', 'open', ?, ?)",
        )
        .bind(number)
        .bind(record.intent.amount.minor())
        .bind(record.intent.reference.as_str())
        .execute(&mut *write)
        .await?;
        attempts::step(&mut write, record, event, at).await?;
        write.journal(journalled::attached(paid.order.number, record, event, at))?;
        payments::finish(&mut write, paid, at).await?;
        // The basket may have gone on under a later number.
        sqlx::query(
            "update baskets set state = 'done' where state in ('open', 'parked') and order_number in (
                 with recursive sale(number) as (
                     values (?) union select continued_as from continued_orders join sale on order_number = number
                 ) select number from sale
             )",
        )
        .bind(number)
        .execute(&mut *write)
        .await?;
        write.commit().await
    }

    /// Whether the sale an order belongs to has been paid, under its own number or one it went on under.
    pub async fn money_of(&self, order: OrderNumber) -> Result<OrderMoney, StoreError> {
        money(&mut *self.0.read().await?, key(order)?).await
    }
}

/// A basket goes on under another number, because money came in late under the one it had.
pub(crate) async fn goes_on_as(
    write: &mut SqliteConnection,
    before: i64,
    number: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into continued_orders (order_number, continued_as) values (?, ?) on conflict do nothing",
    )
    .bind(before)
    .bind(number)
    .execute(write)
    .await?;
    Ok(())
}

async fn money(connection: &mut SqliteConnection, order: i64) -> Result<OrderMoney, StoreError> {
    let rows = sqlx::query(
        "with recursive sale(number) as (
             values (?) union select case when order_number = number then continued_as else order_number end
                 from continued_orders join sale on number in (order_number, continued_as)
         )
         select orders.number, orders.state, baskets.id, baskets.state as basket_state, baskets.basket
         from sale join orders on orders.number = sale.number left join baskets on baskets.order_number = orders.number
         order by orders.number",
    )
    .bind(order)
    .fetch_all(connection)
    .await?;
    let number = |row: &SqliteRow| OrderNumber::new(row.get::<i64, _>("number").unsigned_abs());
    let in_state = |state: OrderState| rows.iter().find(|row| row.get::<&str, _>("state") == state.as_str());
    if let Some(row) = in_state(OrderState::Paid) {
        return Ok(OrderMoney::Paid(number(row)));
    }
    if let Some(row) = in_state(OrderState::Paying) {
        return Ok(OrderMoney::BeingPaid(number(row)));
    }
    let waits =
        |row: &&SqliteRow| matches!(row.get::<Option<&str>, _>("basket_state"), Some("open" | "parked"));
    let basket = rows.iter().find(waits).map(|row| {
        Ok::<_, StoreError>(SaleBasket {
            id: BasketId(row.get("id")),
            on_screen: row.get::<&str, _>("basket_state") == "open",
            basket: json("basket", row.get("basket"))?,
        })
    });
    Ok(OrderMoney::Unpaid(basket.transpose()?))
}

/// A person decides on what they were shown, and on nothing else.
async fn unchanged(write: &mut SqliteConnection, before: &AttemptRecord) -> Result<(), StoreError> {
    let row = sqlx::query("select record from attempts where reference = ?")
        .bind(before.intent.reference.as_str())
        .fetch_optional(write)
        .await?
        .ok_or(StoreError::NotFound("attempt"))?;
    let stored: AttemptRecord = json("attempt", row.get("record"))?;
    if stored == *before { Ok(()) } else { Err(changed()) }
}

/// Whose attempt it is, for the journal.
fn document(row: &SqliteRow) -> String {
    journalled::document(row.get("order_number"), row.get("refund_number"))
}

fn changed() -> StoreError {
    StoreError::Conflict("attempt_has_changed".to_owned())
}

fn case(row: &SqliteRow) -> Result<Case, StoreError> {
    Ok(Case {
        record: json("attempt", row.get("record"))?,
        order: row
            .get::<Option<i64>, _>("order_number")
            .map(|number| OrderNumber::new(number.unsigned_abs())),
        refund: row.get::<Option<i64>, _>("refund_number").map(|n| RefundNumber::new(n.unsigned_abs())),
        awaited: row.get("awaited"),
        account_id: AccountId(row.get("account_id")),
        terminal_id: TerminalId(row.get("terminal_id")),
        created_at: row.get("created_at"),
        updated_at: row.get("updated_at"),
    })
}
