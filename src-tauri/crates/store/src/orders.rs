use money::{Currency, Money};
use sale::{Order, OrderNumber, TenderKind};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::attempts::AttemptDetail;
use crate::row::{currency, json, money};
use crate::{Store, StoreError};

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderState {
    /// A payment for it has not ended, or a manager must decide about it.
    Paying,
    /// Paid to the minor unit.
    Paid,
    /// Its payment did not come about.
    Unpaid,
}

impl OrderState {
    /// The word in the database and in machine-readable output.
    pub const fn as_str(self) -> &'static str {
        match self {
            OrderState::Paying => "paying",
            OrderState::Paid => "paid",
            OrderState::Unpaid => "unpaid",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        [Self::Paying, Self::Paid, Self::Unpaid]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| StoreError::unreadable("order state", text))
    }
}

/// A line of the order list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderHead {
    /// Its number.
    pub number: OrderNumber,
    /// Where it stands.
    pub state: OrderState,
    /// What it comes to.
    pub total: Money,
    /// When its payment began, RFC 3339 with offset.
    pub created_at: String,
    /// When it was paid.
    pub paid_at: Option<String>,
    /// The till it was rung up on.
    pub till: String,
    /// Who rang it up.
    pub cashier: String,
    /// How it was paid, or was to be paid.
    pub tenders: Vec<TenderRow>,
}

/// A way an order was paid or was to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenderRow {
    /// How.
    pub kind: TenderKind,
    /// `open`, `paid` or `void`.
    pub state: String,
    /// Net of change, rounding included.
    pub amount: Money,
}

/// An order with everything that happened to it.
#[derive(Debug, Clone)]
pub struct OrderDetail {
    /// The line of the list.
    pub head: OrderHead,
    /// What was sold, as frozen for the payment.
    pub order: Order,
    /// Card attempts, oldest first.
    pub attempts: Vec<AttemptDetail>,
    /// Whether a receipt was issued.
    pub has_receipt: bool,
}

/// The orders.
#[derive(Debug, Clone, Copy)]
pub struct Orders<'a>(pub(crate) &'a Store);

impl Orders<'_> {
    /// The latest orders, newest first, before a number if one is given.
    pub async fn list(&self, limit: u32, before: Option<OrderNumber>) -> Result<Vec<OrderHead>, StoreError> {
        let before = before.map_or(Ok(i64::MAX), key)?;
        let rows = sqlx::query("select * from orders where number < ? order by number desc limit ?")
            .bind(before)
            .bind(limit)
            .fetch_all(&mut *self.0.read().await?)
            .await?;
        self.heads(&rows).await
    }

    /// Orders by what stands on a receipt or in the provider's portal: the number, a reference of ours, the provider's
    /// name for a transaction. Newest first.
    pub async fn find(&self, text: &str, limit: u32) -> Result<Vec<OrderHead>, StoreError> {
        let text = text.trim();
        let rows = sqlx::query(
            "select * from orders where number in (
                 select ?1 union select order_number from attempts where reference = ?2
                 union select order_number from attempts where transaction_id = ?3
             ) order by number desc limit ?4",
        )
        .bind(text.parse::<i64>().ok())
        .bind(text.to_ascii_uppercase())
        .bind(text)
        .bind(limit)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        self.heads(&rows).await
    }

    /// Orders of a day in the shop, newest first.
    pub async fn of_day(&self, day: jiff::civil::Date, limit: u32) -> Result<Vec<OrderHead>, StoreError> {
        let next = day.tomorrow().unwrap_or(day);
        let rows = sqlx::query(
            "select * from orders where created_at >= ? and created_at < ?
             order by number desc limit ?",
        )
        .bind(day.to_string())
        .bind(next.to_string())
        .bind(limit)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        self.heads(&rows).await
    }

    /// Orders that came to an amount, or were paid with it, newest first.
    pub async fn of_amount(&self, amount: Money, limit: u32) -> Result<Vec<OrderHead>, StoreError> {
        let rows = sqlx::query(
            "select * from orders where currency = ?1 and (
                 total_minor = ?2
                 or exists (select 1 from tenders where order_number = number and amount_minor = ?2 and tenders.state = 'paid')
             ) order by number desc limit ?3",
        )
        .bind(amount.currency().code())
        .bind(amount.minor())
        .bind(limit)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        self.heads(&rows).await
    }

    /// The line of the list of one order.
    pub async fn head_of(&self, number: OrderNumber) -> Result<OrderHead, StoreError> {
        self.head(&self.row(number).await?).await
    }

    /// Orders whose payment has not ended or waits for a person, oldest first.
    pub async fn being_paid(&self) -> Result<Vec<OrderNumber>, StoreError> {
        let rows = sqlx::query("select number from orders where state = 'paying' order by number")
            .fetch_all(&mut *self.0.read().await?)
            .await?;
        Ok(rows.iter().map(|row| OrderNumber::new(row.get::<i64, _>("number").unsigned_abs())).collect())
    }

    /// One order with its history.
    pub async fn detail(&self, number: OrderNumber) -> Result<OrderDetail, StoreError> {
        let row = self.row(number).await?;
        let snapshot: Option<String> = row.get("snapshot");
        let snapshot = snapshot.ok_or(StoreError::NotFound("order"))?;
        let receipt = sqlx::query("select 1 from receipts where order_number = ?")
            .bind(key(number)?)
            .fetch_optional(&mut *self.0.read().await?)
            .await?;
        Ok(OrderDetail {
            head: self.head(&row).await?,
            order: json("order", &snapshot)?,
            attempts: self.0.attempts().of_order(number).await?,
            has_receipt: receipt.is_some(),
        })
    }

    /// The order as it was frozen for its payment.
    pub async fn snapshot(&self, number: OrderNumber) -> Result<Order, StoreError> {
        let snapshot: Option<String> = self.row(number).await?.get("snapshot");
        json("order", &snapshot.ok_or(StoreError::NotFound("order"))?)
    }

    /// Who rang an order up.
    pub async fn cashier(&self, number: OrderNumber) -> Result<String, StoreError> {
        Ok(self.row(number).await?.get("cashier"))
    }

    async fn row(&self, number: OrderNumber) -> Result<SqliteRow, StoreError> {
        sqlx::query("select * from orders where number = ?")
            .bind(key(number)?)
            .fetch_optional(&mut *self.0.read().await?)
            .await?
            .ok_or(StoreError::NotFound("order"))
    }

    async fn heads(&self, rows: &[SqliteRow]) -> Result<Vec<OrderHead>, StoreError> {
        let mut heads = Vec::with_capacity(rows.len());
        for row in rows {
            heads.push(self.head(row).await?);
        }
        Ok(heads)
    }

    async fn head(&self, row: &SqliteRow) -> Result<OrderHead, StoreError> {
        let currency = currency(row)?;
        let number: i64 = row.get("number");
        let tenders =
            sqlx::query("select kind, state, amount_minor from tenders where order_number = ? order by id")
                .bind(number)
                .fetch_all(&mut *self.0.read().await?)
                .await?;
        Ok(OrderHead {
            number: OrderNumber::new(number.unsigned_abs()),
            state: OrderState::read(row.get("state"))?,
            total: money(row, "total_minor", currency),
            created_at: row.get("created_at"),
            paid_at: row.get("paid_at"),
            till: row.get("till"),
            cashier: row.get("cashier"),
            tenders: tenders.iter().map(|tender| read_tender(tender, currency)).collect(),
        })
    }
}

fn read_tender(row: &SqliteRow, currency: Currency) -> TenderRow {
    let kind: String = row.get("kind");
    TenderRow {
        kind: if kind == "cash" { TenderKind::Cash } else { TenderKind::Card },
        state: row.get("state"),
        amount: money(row, "amount_minor", currency),
    }
}

/// The number as SQLite keeps it.
pub(crate) fn key(number: OrderNumber) -> Result<i64, StoreError> {
    i64::try_from(number.get()).map_err(|_| StoreError::NotFound("order"))
}
