use async_trait::async_trait;
use jiff::Zoned;
use payment::{AttemptRecord, Event, Intent, IntentLog, PurchasePlace};
use sale::{Order, OrderNumber, OrderTender, TenderKind};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use crate::attempts::{self, Step};
use crate::baskets::{give_back, park_unpaid};
use crate::catalogue::unit_text;
use crate::orders::key;
use crate::row::{json, time_text, timestamp_text, to_json};
use crate::write::Write;
use crate::{AccountId, BasketId, Store, StoreError, TerminalId, cases, journalled};

/// The steps of a payment. Each is one transaction: after a crash it either happened as a whole or not at all.
///
/// Statements that need no answer from each other go to SQLite together: each trip to its thread and back costs a customer
/// about as much time as the statement itself. Their parameters are plain `?`, counted on from one to the next.
#[derive(Debug, Clone, Copy)]
pub struct Payments<'a>(pub(crate) &'a Store);

/// A card payment about to be sent.
#[derive(Debug, Clone)]
pub struct CardPayment {
    /// The open basket.
    pub basket_id: BasketId,
    /// The order frozen of it, under the number reserved for it; no tender yet.
    pub order: Order,
    /// Where the card is to be presented.
    pub terminal_id: TerminalId,
    /// The account of that terminal.
    pub account_id: AccountId,
    /// Whether that is a device, which takes one payment at a time.
    pub place: PurchasePlace,
    /// When.
    pub at: Zoned,
    /// Name of the till.
    pub till: String,
    /// Who takes the payment.
    pub cashier: String,
}

/// A cash payment, complete.
#[derive(Debug, Clone)]
pub struct CashPayment {
    /// The open basket.
    pub basket_id: BasketId,
    /// The order with its tender; it balances.
    pub order: Order,
    /// When.
    pub at: Zoned,
    /// Name of the till.
    pub till: String,
    /// Who takes the payment.
    pub cashier: String,
    /// The receipt, a JSON document.
    pub receipt: String,
}

/// What the end of an attempt means for its order.
#[derive(Debug, Clone)]
pub enum AttemptEnd {
    /// It has not ended, or its end changes nothing about the order.
    None,
    /// The order is paid.
    Paid(Box<PaidOrder>),
    /// Its money did not move: the basket goes back to the screen, or to the parked ones if something is rung up there.
    NotPaid,
    /// Its money did not move, and its sale had been set aside: the basket goes to the parked ones.
    NotPaidParked,
}

/// An order that is paid by the end of an attempt.
#[derive(Debug, Clone)]
pub struct PaidOrder {
    /// The order with its tender; it balances.
    pub order: Order,
    /// The receipt, a JSON document.
    pub receipt: String,
    /// Who sold.
    pub cashier: String,
}

impl<'a> Payments<'a> {
    /// The number the order of an open basket has, or takes when its payment begins: nothing is written, so a basket that
    /// is never paid leaves no gap. An order under which money has come in late is a manager's matter: its basket gets a
    /// number of its own.
    pub async fn order_number_for(&self, basket: BasketId) -> Result<OrderNumber, StoreError> {
        let row = sqlx::query(
            "select coalesce(
                 (select order_number where not exists (
                     select 1 from attempts where attempts.order_number = baskets.order_number
                         and attempts.state not in ('declined', 'cancelled', 'not_sent')
                 )),
                 (select next from order_numbers)
             ) as number
             from baskets where id = ? and state = 'open'",
        )
        .bind(basket.0)
        .fetch_optional(&mut *self.0.read().await?)
        .await?
        .ok_or(StoreError::NotFound("open basket"))?;
        Ok(OrderNumber::new(row.get::<i64, _>("number").unsigned_abs()))
    }

    /// Where the intent of a card payment is made durable, for [`payment::DispatchPermit::after_commit`].
    pub fn intent_commit(&self, payment: CardPayment) -> IntentCommit<'a> {
        IntentCommit { store: self.0, payment }
    }

    /// Books a cash payment: order, lines, tender, receipt, basket.
    pub async fn pay_cash(&self, payment: CashPayment) -> Result<(), StoreError> {
        let CashPayment { basket_id, order, at, till, cashier, receipt } = payment;
        let [tender @ OrderTender { kind: TenderKind::Cash, .. }] = order.tenders.as_slice() else {
            return Err(StoreError::Conflict("one_cash_tender".to_owned()));
        };
        let mut write = self.0.write().await?;
        freeze(&mut write, basket_id, &order, &till, &cashier, &at).await?;
        sqlx::query(
            "insert into tenders (order_number, kind, state, amount_minor, given_minor, change_minor, rounding_minor)
             values (?, 'cash', 'paid', ?, ?, ?, ?)",
        )
        .bind(key(order.number)?)
        .bind(tender.amount.minor())
        .bind(tender.given.map(|money| money.minor()))
        .bind(tender.change.map(|money| money.minor()))
        .bind(tender.rounding.minor())
        .execute(&mut *write)
        .await?;
        finish(&mut write, &PaidOrder { order, receipt, cashier }, &at).await?;
        write.commit().await
    }

    /// Writes down a step of an attempt and what it means for the order. The same step told a second time, because the
    /// first answer got lost, changes nothing.
    pub async fn record_attempt(
        &self,
        record: &AttemptRecord,
        event: &Event,
        end: AttemptEnd,
        at: &Zoned,
    ) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let Step::New(row) = attempts::step(&mut write, record, event, at).await? else {
            return write.rollback().await;
        };
        bring_about(&mut write, &row, end, at).await?;
        write.commit().await
    }
}

/// What the end of an attempt means for its tender, order and basket.
pub(crate) async fn bring_about(
    write: &mut Write,
    attempt: &SqliteRow,
    end: AttemptEnd,
    at: &Zoned,
) -> Result<(), StoreError> {
    let (tender, order): (i64, i64) = (attempt.get("tender_id"), attempt.get("order_number"));
    match end {
        AttemptEnd::None => Ok(()),
        AttemptEnd::Paid(paid) => finish(write, &paid, at).await,
        AttemptEnd::NotPaid => {
            let unpaid = void(write, tender, order, at).await?;
            give_back(write, &unpaid, at.timestamp()).await
        }
        AttemptEnd::NotPaidParked => {
            let unpaid = void(write, tender, order, at).await?;
            park_unpaid(write, &unpaid, at.timestamp()).await
        }
    }
}

/// Commits the intent of one card payment with its order, lines and tender.
#[derive(Debug)]
pub struct IntentCommit<'a> {
    store: &'a Store,
    payment: CardPayment,
}

#[async_trait]
impl IntentLog for IntentCommit<'_> {
    type Error = StoreError;

    async fn commit_intent(&self, intent: &Intent) -> Result<(), StoreError> {
        let CardPayment { basket_id, order, terminal_id, account_id, place, at, till, cashier } =
            &self.payment;
        let occupies = *place == PurchasePlace::Device;
        let text = time_text(at);
        let mut write = self.store.write().await?;
        if occupies && let Some(occupant) = attempts::occupying(&mut write, *terminal_id).await? {
            write.rollback().await?;
            return Err(occupant.into());
        }
        freeze(&mut write, *basket_id, order, till, cashier, at).await?;
        let record = AttemptRecord::new(intent.clone());
        let number = key(order.number)?;
        sqlx::query(
            "insert into tenders (order_number, kind, state, amount_minor) values (?, 'card', 'open', ?);
             insert into attempts (tender_id, reference, order_number, account_id, terminal_id, operation, amount_minor,
                 currency, state, record, created_at, updated_at, occupies_terminal)
             values (last_insert_rowid(), ?, ?, ?, ?, ?, ?, ?, 'intended', ?, ?, ?, ?)",
        )
        .bind(number)
        .bind(intent.amount.minor())
        .bind(intent.reference.as_str())
        .bind(number)
        .bind(account_id.0)
        .bind(terminal_id.0)
        .bind(to_json("operation", &intent.operation)?)
        .bind(intent.amount.minor())
        .bind(intent.amount.currency().code())
        .bind(to_json("attempt", &record)?)
        .bind(&text)
        .bind(&text)
        .bind(occupies)
        .execute(&mut *write)
        .await?;
        let document = journalled::order_document(order.number);
        write.journal(journalled::intended(document, intent, *account_id, at).by(cashier))?;
        write.commit().await
    }
}

/// Freezes the open basket as the order of its number, which is taken here. An order that was tried before gets its new
/// lines, as long as nothing of it is paid or undecided; the unique index on open tenders holds the latter.
async fn freeze(
    write: &mut SqliteConnection,
    basket: BasketId,
    order: &Order,
    till: &str,
    cashier: &str,
    at: &Zoned,
) -> Result<(), StoreError> {
    let number = key(order.number)?;
    let before: Option<i64> = sqlx::query("select order_number from baskets where id = ? and state = 'open'")
        .bind(basket.0)
        .fetch_optional(&mut *write)
        .await?
        .ok_or(StoreError::NotFound("open basket"))?
        .get("order_number");
    let tried = before == Some(number);
    let head = if tried { TRIED_BEFORE } else { FIRST_TRIED };
    sqlx::query(head)
        .bind(order.currency.code())
        .bind(order.total().minor())
        .bind(order.totals.net.minor())
        .bind(order.totals.tax.minor())
        .bind(to_json("order", order)?)
        .bind(till)
        .bind(cashier)
        .bind(time_text(at))
        .bind(number)
        .execute(&mut *write)
        .await?;
    if tried {
        sqlx::query("delete from order_lines where order_number = ?")
            .bind(number)
            .execute(&mut *write)
            .await?;
    } else if let Some(before) = before {
        cases::goes_on_as(write, before, number).await?;
    }
    let mut statement = QueryBuilder::new("update baskets set state = 'paying', order_number = ");
    statement.push_bind(number);
    statement.push(", updated_at = ").push_bind(timestamp_text(at.timestamp()));
    statement.push(" where id = ").push_bind(basket.0).push("; ");
    push_lines(&mut statement, number, order);
    statement.build().execute(write).await?;
    Ok(())
}

fn push_lines(statement: &mut QueryBuilder<Sqlite>, number: i64, order: &Order) {
    statement.push(
        "insert into order_lines (order_number, position, code, name, quantity_thousandths, unit, unit_price_minor,
             discount_minor, order_discount_minor, net_minor, tax_minor, gross_minor, tax_milli_percent) ",
    );
    statement.push_values((1_i64..).zip(order.rows()), |mut row, (position, (line, amounts))| {
        row.push_bind(number)
            .push_bind(position)
            .push_bind(line.code.as_str())
            .push_bind(line.name.as_str())
            .push_bind(line.quantity.thousandths())
            .push_bind(unit_text(line.unit))
            .push_bind(line.unit_price.minor())
            .push_bind(amounts.discount.minor())
            .push_bind(amounts.order_discount_share.minor())
            .push_bind(amounts.net.minor())
            .push_bind(amounts.tax.minor())
            .push_bind(amounts.gross.minor())
            .push_bind(line.tax.milli_percent());
    });
}

/// A new order takes the next number, and only that: a trigger refuses any other.
const FIRST_TRIED: &str =
    "insert into orders (state, currency, total_minor, net_minor, tax_minor, snapshot, till,
         cashier, created_at, number)
     values ('paying', ?, ?, ?, ?, ?, ?, ?, ?, ?);
     update order_numbers set next = next + 1";
const TRIED_BEFORE: &str = "update orders set state = 'paying', currency = ?, total_minor = ?, net_minor = ?,
         tax_minor = ?, snapshot = ?, till = ?, cashier = ?, created_at = ? where number = ?";

/// The order is paid: its open tender if there is one, its snapshot with the tenders, its receipt, its basket done.
pub(crate) async fn finish(write: &mut Write, paid: &PaidOrder, at: &Zoned) -> Result<(), StoreError> {
    let PaidOrder { order, receipt, cashier } = paid;
    if !order.balances() {
        return Err(StoreError::Conflict("paid_orders_balance".to_owned()));
    }
    let number = key(order.number)?;
    let snapshot = to_json("order", order)?;
    let mark = write.journal(journalled::paid(order, &snapshot, receipt, cashier, at))?;
    sqlx::query(
        "update tenders set state = 'paid' where order_number = ? and state = 'open';
         update orders set state = 'paid', paid_at = ?, snapshot = ? where number = ?;
         insert into receipts (order_number, model, issued_at, journal_mark) values (?, ?, ?, ?);
         update baskets set state = 'done', updated_at = ? where order_number = ?",
    )
    .bind(number)
    .bind(time_text(at))
    .bind(snapshot)
    .bind(number)
    .bind(number)
    .bind(receipt)
    .bind(time_text(at))
    .bind(mark.to_string())
    .bind(timestamp_text(at.timestamp()))
    .bind(number)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// The tender came to nothing; the order is unpaid, as it was frozen.
async fn void(write: &mut Write, tender: i64, order: i64, at: &Zoned) -> Result<Order, StoreError> {
    sqlx::query("update tenders set state = 'void' where id = ?").bind(tender).execute(&mut **write).await?;
    let row = sqlx::query("update orders set state = 'unpaid' where number = ? returning snapshot")
        .bind(order)
        .fetch_one(&mut **write)
        .await?;
    let order = json("order", row.get("snapshot"))?;
    write.journal(journalled::unpaid(&order, at))?;
    Ok(order)
}
