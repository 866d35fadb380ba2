//! What happened on one day of the shop, and which of our attempts a provider's record belongs to.

use jiff::civil::Date;
use money::{Currency, Money};
use payment::AttemptRecord;
use sale::{OrderNumber, TaxRate, TenderKind};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::row::{json, to_json};
use crate::{AccountId, Store, StoreError, TerminalId};

/// The most names of a provider's records that are looked up at once.
const MAX_NAMES: usize = 1000;

/// The sums of a day's paid orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFigures {
    /// Orders paid.
    pub sales: u64,
    /// What they came to, without cash rounding.
    pub total: Money,
    /// How they were paid.
    pub tenders: Vec<TenderFigures>,
    /// What was given back, by the way it went.
    pub refunds: Vec<TenderFigures>,
    /// Per tax rate, lowest first, after what was given back.
    pub taxes: Vec<TaxFigures>,
}

/// One way money came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenderFigures {
    /// How.
    pub kind: TenderKind,
    /// How many times.
    pub count: u64,
    /// How much altogether, rounding included.
    pub amount: Money,
    /// Cash rounding contained in `amount`.
    pub rounding: Money,
}

/// One tax rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxFigures {
    /// The rate.
    pub rate: TaxRate,
    /// Sum without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// Sum with tax.
    pub gross: Money,
}

/// An attempt, with where it belongs.
#[derive(Debug, Clone)]
pub struct PlacedAttempt {
    /// Where it stands.
    pub record: AttemptRecord,
    /// The account it ran on.
    pub account_id: AccountId,
    /// The terminal it ran on.
    pub terminal_id: TerminalId,
    /// The order it belongs to; a refund without a purchase has none.
    pub order: Option<OrderNumber>,
    /// When its intent was committed, RFC 3339 with the shop's offset.
    pub created_at: String,
}

/// Looking at whole days.
#[derive(Debug, Clone, Copy)]
pub struct Days<'a>(pub(crate) &'a Store);

impl Days<'_> {
    /// The sums of the orders that were paid on a day of the shop's own calendar.
    pub async fn figures(&self, day: Date, currency: Currency) -> Result<DayFigures, StoreError> {
        let (from, to) = borders(day)?;
        let sales = sqlx::query(
            "select count(*) as sales, coalesce(sum(total_minor), 0) as total from orders
             where paid_at >= ?1 and paid_at < ?2 and currency = ?3 and state = 'paid'",
        )
        .bind(&from)
        .bind(&to)
        .bind(currency.code())
        .fetch_one(&mut *self.0.read().await?)
        .await?;
        let tenders = sqlx::query(
            "select tenders.kind, count(*) as count, sum(tenders.amount_minor) as amount,
                 sum(tenders.rounding_minor) as rounding
             from orders join tenders on tenders.order_number = orders.number
             where paid_at >= ?1 and paid_at < ?2 and currency = ?3 and orders.state = 'paid' and tenders.state = 'paid'
             group by tenders.kind order by tenders.kind desc",
        )
        .bind(&from)
        .bind(&to)
        .bind(currency.code())
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        let refunds = sqlx::query(
            "select kind, count(*) as count, sum(total_minor + rounding_minor) as amount, sum(rounding_minor) as rounding
             from refunds where ended_at >= ?1 and ended_at < ?2 and currency = ?3 and state = 'refunded'
             group by kind order by kind desc",
        )
        .bind(&from)
        .bind(&to)
        .bind(currency.code())
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        let taxes = sqlx::query(
            "select tax_milli_percent, sum(net) as net, sum(tax) as tax, sum(gross) as gross from (
                 select tax_milli_percent, order_lines.net_minor as net, order_lines.tax_minor as tax,
                     order_lines.gross_minor as gross
                 from orders join order_lines on order_lines.order_number = orders.number
                 where paid_at >= ?1 and paid_at < ?2 and currency = ?3 and orders.state = 'paid'
                 union all
                 select order_lines.tax_milli_percent, -refund_lines.net_minor, -refund_lines.tax_minor,
                     -refund_lines.gross_minor
                 from refunds join refund_lines on refund_lines.refund_number = refunds.number
                     join order_lines on order_lines.order_number = refund_lines.order_number
                         and order_lines.position = refund_lines.position
                 where ended_at >= ?1 and ended_at < ?2 and refunds.currency = ?3 and refunds.state = 'refunded'
             ) group by tax_milli_percent order by tax_milli_percent",
        )
        .bind(&from)
        .bind(&to)
        .bind(currency.code())
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        Ok(DayFigures {
            sales: sales.get::<i64, _>("sales").unsigned_abs(),
            total: Money::new(sales.get("total"), currency),
            tenders: tenders.iter().map(|row| tender(row, currency)).collect(),
            refunds: refunds.iter().map(|row| tender(row, currency)).collect(),
            taxes: taxes.iter().map(|row| tax(row, currency)).collect::<Result<_, _>>()?,
        })
    }

    /// The card attempts that began on a day of the shop's own calendar, or that a person decided about on it, oldest first.
    pub async fn attempts(&self, day: Date) -> Result<Vec<PlacedAttempt>, StoreError> {
        let (from, to) = borders(day)?;
        let rows = sqlx::query(
            "select record, account_id, terminal_id, order_number, created_at from attempts
             where created_at >= ?1 and created_at < ?2
                 or reference in (select reference from decisions where at >= ?1 and at < ?2)
             order by created_at, reference",
        )
        .bind(from)
        .bind(to)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter().map(placed).collect()
    }

    /// The attempts of an account that carry one of these references or names of transactions.
    pub async fn linked(
        &self,
        account: AccountId,
        references: &[String],
        transactions: &[String],
    ) -> Result<Vec<PlacedAttempt>, StoreError> {
        let names = |names: &[String]| to_json("names", &&names[..names.len().min(MAX_NAMES)]);
        let rows = sqlx::query(
            "select record, account_id, terminal_id, order_number, created_at from attempts
             where account_id = ?1 and (
                 reference in (select value from json_each(?2)) or transaction_id in (select value from json_each(?3))
             )",
        )
        .bind(account.0)
        .bind(names(references)?)
        .bind(names(transactions)?)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter().map(placed).collect()
    }

    /// The attempts of an account that gave back money of these purchases, by the provider's names for the purchases,
    /// newest first.
    pub async fn refunds_of(
        &self,
        account: AccountId,
        purchases: &[String],
    ) -> Result<Vec<PlacedAttempt>, StoreError> {
        let names = to_json("names", &&purchases[..purchases.len().min(MAX_NAMES)])?;
        let rows = sqlx::query(
            "select record, account_id, terminal_id, order_number, created_at from attempts
             where account_id = ?1 and refund_number in (
                 select refunds.number from attempts as purchases
                 join refunds on refunds.original = purchases.reference
                 where purchases.account_id = ?1 and purchases.transaction_id in (select value from json_each(?2))
             ) order by created_at desc, reference",
        )
        .bind(account.0)
        .bind(names)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter().map(placed).collect()
    }
}

/// Times are stored as the shop's wall showed them, so a day is a range of texts.
fn borders(day: Date) -> Result<(String, String), StoreError> {
    let next = day.tomorrow().map_err(|error| StoreError::unreadable("day", error))?;
    Ok((day.to_string(), next.to_string()))
}

fn tender(row: &SqliteRow, currency: Currency) -> TenderFigures {
    let kind: String = row.get("kind");
    TenderFigures {
        kind: if kind == "cash" { TenderKind::Cash } else { TenderKind::Card },
        count: row.get::<i64, _>("count").unsigned_abs(),
        amount: Money::new(row.get("amount"), currency),
        rounding: Money::new(row.get("rounding"), currency),
    }
}

fn tax(row: &SqliteRow, currency: Currency) -> Result<TaxFigures, StoreError> {
    let rate: i64 = row.get("tax_milli_percent");
    let rate = u32::try_from(rate).map_err(|error| StoreError::unreadable("tax rate", error))?;
    Ok(TaxFigures {
        rate: TaxRate::from_milli_percent(rate).map_err(|error| StoreError::unreadable("tax rate", error))?,
        net: Money::new(row.get("net"), currency),
        tax: Money::new(row.get("tax"), currency),
        gross: Money::new(row.get("gross"), currency),
    })
}

fn placed(row: &SqliteRow) -> Result<PlacedAttempt, StoreError> {
    Ok(PlacedAttempt {
        record: json("attempt", row.get("record"))?,
        account_id: AccountId(row.get("account_id")),
        terminal_id: TerminalId(row.get("terminal_id")),
        order: row
            .get::<Option<i64>, _>("order_number")
            .map(|number| OrderNumber::new(number.unsigned_abs())),
        created_at: row.get("created_at"),
    })
}
