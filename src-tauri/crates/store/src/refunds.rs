//! Refunds as they stand: heads, details, and what of an order can still be given back.

use money::{Currency, Money};
use payment::{AttemptRecord, AttemptReference, ProviderTransactionId};
use sale::{LineTaken, OrderNumber, Refund, RefundNumber, TenderKind};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::attempts::{AttemptDetail, observed};
use crate::orders::key;
use crate::row::{count, currency, json, money, parsed};
use crate::{AccountId, Store, StoreError, StoredReceipt, TerminalId, journalled};

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// An attempt for it has not ended.
    Open,
    /// Too early at the provider; it is tried again by itself.
    Waiting,
    /// A manager must decide about it.
    NeedsPerson,
    /// The customer has the money back.
    Refunded,
    /// It did not come about.
    NotRefunded,
}

impl RefundState {
    /// Every state.
    pub const ALL: [RefundState; 5] =
        [Self::Open, Self::Waiting, Self::NeedsPerson, Self::Refunded, Self::NotRefunded];

    /// The word in the database and in machine-readable output.
    pub const fn as_str(self) -> &'static str {
        match self {
            RefundState::Open => "open",
            RefundState::Waiting => "waiting",
            RefundState::NeedsPerson => "needs_person",
            RefundState::Refunded => "refunded",
            RefundState::NotRefunded => "not_refunded",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        let state = Self::ALL.into_iter().find(|state| state.as_str() == text);
        state.ok_or_else(|| StoreError::unreadable("refund state", text))
    }
}

/// What a refund gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundSubject {
    /// Goods of a paid order.
    Goods,
    /// A payment that came too much.
    Payment,
    /// An amount without a purchase.
    Free,
}

impl RefundSubject {
    /// The word in the database and in machine-readable output.
    pub const fn as_str(self) -> &'static str {
        match self {
            RefundSubject::Goods => "goods",
            RefundSubject::Payment => "payment",
            RefundSubject::Free => "free",
        }
    }

    pub(crate) fn read(text: &str) -> Self {
        match text {
            "goods" => RefundSubject::Goods,
            "payment" => RefundSubject::Payment,
            _ => RefundSubject::Free,
        }
    }
}

/// A refund without its attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundHead {
    /// Its number.
    pub number: RefundNumber,
    /// What it gives back.
    pub subject: RefundSubject,
    /// The order it belongs to; `None` without a purchase.
    pub order: Option<OrderNumber>,
    /// Cash or card.
    pub kind: TenderKind,
    /// The purchase whose card gets the money.
    pub original: Option<AttemptReference>,
    /// Where it stands.
    pub state: RefundState,
    /// Its lines and amounts.
    pub refund: Refund,
    /// Cash only: rounding contained in what leaves the drawer.
    pub rounding: Money,
    /// Why, as typed.
    pub reason: Option<String>,
    /// The till it was made on.
    pub till: String,
    /// Who made it.
    pub cashier: String,
    /// Who allowed it, where somebody had to.
    pub approved_by: Option<String>,
    /// When it began, RFC 3339 with offset.
    pub created_at: String,
    /// When it ended.
    pub ended_at: Option<String>,
    /// How often it was sent again.
    pub tries: u32,
    /// While it waits: when it is tried again, RFC 3339 with offset.
    pub next_try_at: Option<String>,
}

impl RefundHead {
    /// What the customer gets: the total, with its rounding where it is cash.
    pub fn paid_out(&self) -> Money {
        self.refund.total.checked_add(self.rounding).unwrap_or(self.refund.total)
    }
}

/// A refund with everything that happened to it.
#[derive(Debug, Clone)]
pub struct RefundDetail {
    /// The refund.
    pub head: RefundHead,
    /// Its attempts, oldest first.
    pub attempts: Vec<AttemptDetail>,
    /// Whether a slip was issued.
    pub has_slip: bool,
}

/// A card purchase and how much of it has been given back.
#[derive(Debug, Clone)]
pub struct CardOrigin {
    /// The purchase.
    pub record: AttemptRecord,
    /// The account it ran on.
    pub account_id: AccountId,
    /// The terminal it ran on.
    pub terminal_id: TerminalId,
    /// What was charged, tip included.
    pub captured: Money,
    /// Refunds of it that were made, run, wait or are undecided.
    pub taken: Money,
}

impl CardOrigin {
    /// What can still be given back.
    pub fn left(&self) -> Money {
        self.captured.checked_sub(self.taken).unwrap_or(Money::zero(self.captured.currency()))
    }
}

/// Cash of an order and how much of it has been given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CashOrigin {
    /// The part of the order's price that was paid in cash and not given back.
    pub price_left: Money,
    /// The coins and notes that were taken for it and not given back.
    pub coins_left: Money,
}

/// A refund whose attempt has not ended, for whoever takes it over.
#[derive(Debug, Clone)]
pub struct OpenRefund {
    /// Where its attempt stands.
    pub record: AttemptRecord,
    /// The refund.
    pub head: RefundHead,
    /// The account it runs on.
    pub account_id: AccountId,
}

/// The refunds.
#[derive(Debug, Clone, Copy)]
pub struct Refunds<'a>(pub(crate) &'a Store);

impl Refunds<'_> {
    /// The latest refunds, newest first, before a number if one is given.
    pub async fn list(
        &self,
        limit: u32,
        before: Option<RefundNumber>,
    ) -> Result<Vec<RefundHead>, StoreError> {
        let before = before.map_or(Ok(i64::MAX), refund_key)?;
        let query = sqlx::query("select * from refunds where number < ? order by number desc limit ?");
        let rows = query.bind(before).bind(limit).fetch_all(&mut *self.0.read().await?).await?;
        rows.iter().map(head).collect()
    }

    /// The refunds of an order, oldest first.
    pub async fn of_order(&self, order: OrderNumber) -> Result<Vec<RefundHead>, StoreError> {
        let query = sqlx::query("select * from refunds where order_number = ? order by number");
        let rows = query.bind(key(order)?).fetch_all(&mut *self.0.read().await?).await?;
        rows.iter().map(head).collect()
    }

    /// Refunds that are to be tried again, oldest first.
    pub async fn waiting(&self) -> Result<Vec<RefundHead>, StoreError> {
        let query = sqlx::query("select * from refunds where state = 'waiting' order by number");
        let rows = query.fetch_all(&mut *self.0.read().await?).await?;
        rows.iter().map(head).collect()
    }

    /// Refunds that have no end yet, oldest first.
    pub async fn without_end(&self) -> Result<Vec<RefundNumber>, StoreError> {
        let query = sqlx::query(
            "select number from refunds where state in ('open', 'waiting', 'needs_person') order by number",
        );
        let rows = query.fetch_all(&mut *self.0.read().await?).await?;
        Ok(rows.iter().map(|row| RefundNumber::new(row.get::<i64, _>("number").unsigned_abs())).collect())
    }

    /// Refunds that a person must still decide about, oldest first.
    pub async fn undecided(&self) -> Result<Vec<RefundHead>, StoreError> {
        let query = sqlx::query("select * from refunds where state = 'needs_person' order by number");
        let rows = query.fetch_all(&mut *self.0.read().await?).await?;
        rows.iter().map(head).collect()
    }

    /// Refunds whose attempt has not ended, newest first.
    pub async fn open(&self) -> Result<Vec<OpenRefund>, StoreError> {
        let rows = sqlx::query(
            "select refunds.*, attempts.record, attempts.account_id
             from refunds join attempts on attempts.refund_number = refunds.number
             where attempts.state in ('intended', 'pending', 'unknown') order by attempts.rowid desc",
        )
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(OpenRefund {
                    record: json("attempt", row.get("record"))?,
                    head: head(row)?,
                    account_id: AccountId(row.get("account_id")),
                })
            })
            .collect()
    }

    /// One refund.
    pub async fn head(&self, number: RefundNumber) -> Result<RefundHead, StoreError> {
        let query = sqlx::query("select * from refunds where number = ?").bind(refund_key(number)?);
        let row = query.fetch_optional(&mut *self.0.read().await?).await?;
        head(&row.ok_or(StoreError::NotFound("refund"))?)
    }

    /// One refund with its history.
    pub async fn detail(&self, number: RefundNumber) -> Result<RefundDetail, StoreError> {
        let head = self.head(number).await?;
        let rows = sqlx::query(
            "select reference, record, created_at, account_id, terminal_id from attempts where refund_number = ? order by rowid",
        )
        .bind(refund_key(number)?)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        let attempts = observed(self.0, &rows).await?;
        let slip = sqlx::query("select 1 from refund_slips where refund_number = ?")
            .bind(refund_key(number)?)
            .fetch_optional(&mut *self.0.read().await?)
            .await?;
        Ok(RefundDetail { head, attempts, has_slip: slip.is_some() })
    }

    /// The account and terminal an attempt of a refund ran on last.
    pub async fn place(&self, number: RefundNumber) -> Result<(AccountId, TerminalId), StoreError> {
        let row = sqlx::query(
            "select account_id, terminal_id from attempts where refund_number = ? order by rowid desc limit 1",
        )
        .bind(refund_key(number)?)
        .fetch_optional(&mut *self.0.read().await?)
        .await?
        .ok_or(StoreError::NotFound("attempt"))?;
        Ok((AccountId(row.get("account_id")), TerminalId(row.get("terminal_id"))))
    }

    /// Whether the last attempt of a refund takes a terminal.
    pub async fn takes_terminal(&self, number: RefundNumber) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "select occupies_terminal from attempts where refund_number = ? order by rowid desc limit 1",
        )
        .bind(refund_key(number)?)
        .fetch_optional(&mut *self.0.read().await?)
        .await?;
        Ok(row.is_some_and(|row| row.get("occupies_terminal")))
    }

    /// The card purchases of an order on which money moved, oldest first.
    pub async fn card_origins(&self, order: OrderNumber) -> Result<Vec<CardOrigin>, StoreError> {
        let rows = sqlx::query(
            "select record, account_id, terminal_id, currency, captured_minor, (
                 select coalesce(sum(total_minor), 0) from refunds
                 where original = attempts.reference and state <> 'not_refunded'
             ) as taken_minor
             from attempts
             where order_number = ? and tender_id is not null and state in ('approved', 'late_approved')
             order by rowid",
        )
        .bind(key(order)?)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter()
            .map(|row| {
                let currency = currency(row)?;
                Ok(CardOrigin {
                    record: json("attempt", row.get("record"))?,
                    account_id: AccountId(row.get("account_id")),
                    terminal_id: TerminalId(row.get("terminal_id")),
                    captured: money(row, "captured_minor", currency),
                    taken: money(row, "taken_minor", currency),
                })
            })
            .collect()
    }

    /// What of an order was paid in cash and can still be given back.
    pub async fn cash_origin(&self, order: OrderNumber) -> Result<CashOrigin, StoreError> {
        let row = sqlx::query(
            "select currency,
                 (select coalesce(sum(amount_minor - rounding_minor), 0) from tenders
                  where order_number = number and kind = 'cash' and state = 'paid')
                 - (select coalesce(sum(total_minor), 0) from refunds
                    where order_number = orders.number and kind = 'cash' and state <> 'not_refunded') as price,
                 (select coalesce(sum(amount_minor), 0) from tenders
                  where order_number = number and kind = 'cash' and state = 'paid')
                 - (select coalesce(sum(total_minor + rounding_minor), 0) from refunds
                    where order_number = orders.number and kind = 'cash' and state <> 'not_refunded') as coins
             from orders where number = ?",
        )
        .bind(key(order)?)
        .fetch_optional(&mut *self.0.read().await?)
        .await?
        .ok_or(StoreError::NotFound("order"))?;
        let currency = currency(&row)?;
        Ok(CashOrigin {
            price_left: money(&row, "price", currency),
            coins_left: money(&row, "coins", currency),
        })
    }

    /// What refunds that were made, run, wait or are undecided took of the lines of an order.
    pub async fn taken(&self, order: OrderNumber) -> Result<Vec<LineTaken>, StoreError> {
        let rows = sqlx::query(
            "select position, sum(quantity_thousandths) as quantity, sum(refund_lines.net_minor) as net_minor,
                 sum(refund_lines.tax_minor) as tax_minor, refunds.currency
             from refund_lines join refunds on refunds.number = refund_lines.refund_number
             where refund_lines.order_number = ? and refunds.state <> 'not_refunded'
             group by position, refunds.currency",
        )
        .bind(key(order)?)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter()
            .map(|row| {
                let currency = currency(row)?;
                Ok(LineTaken {
                    position: count(row.get("position")),
                    thousandths: row.get("quantity"),
                    net: money(row, "net_minor", currency),
                    tax: money(row, "tax_minor", currency),
                })
            })
            .collect()
    }

    /// The provider's names of the other refunds of the purchase that this attempt refunds. `None`: one of them runs and
    /// has no name yet.
    pub async fn claimed(
        &self,
        attempt: &AttemptReference,
    ) -> Result<Option<Vec<ProviderTransactionId>>, StoreError> {
        let rows = sqlx::query(
            "select other.transaction_id, other.state in ('intended', 'pending', 'unknown') as open
             from attempts join refunds on refunds.number = attempts.refund_number
                 join refunds as sibling on sibling.original = refunds.original
                 join attempts as other on other.refund_number = sibling.number
             where attempts.reference = ?1 and other.reference <> ?1",
        )
        .bind(attempt.as_str())
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        named(&rows)
    }

    /// The provider's names of the refunds of a purchase. `None`: one of them runs and has no name yet.
    pub async fn names_of(
        &self,
        purchase: &AttemptReference,
    ) -> Result<Option<Vec<ProviderTransactionId>>, StoreError> {
        let rows = sqlx::query(
            "select other.transaction_id, other.state in ('intended', 'pending', 'unknown') as open
             from refunds join attempts as other on other.refund_number = refunds.number
             where refunds.original = ?1",
        )
        .bind(purchase.as_str())
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        named(&rows)
    }

    /// The slip of a refund.
    pub async fn slip(&self, number: RefundNumber) -> Result<StoredReceipt, StoreError> {
        let row = sqlx::query(
            "select model, issued_at, copies, journal_mark from refund_slips where refund_number = ?",
        )
        .bind(refund_key(number)?)
        .fetch_optional(&mut *self.0.read().await?)
        .await?
        .ok_or(StoreError::NotFound("refund slip"))?;
        Ok(StoredReceipt {
            model: row.get("model"),
            issued_at: row.get("issued_at"),
            copies: count(row.get("copies")),
            journal_mark: row.get("journal_mark"),
        })
    }

    /// Takes the number of the next copy of a slip; durable before the copy is rendered.
    pub async fn next_slip_copy(&self, number: RefundNumber) -> Result<u32, StoreError> {
        let mut write = self.0.write().await?;
        let row = sqlx::query(
            "update refund_slips set copies = copies + 1 where refund_number = ? returning copies",
        )
        .bind(refund_key(number)?)
        .fetch_optional(&mut *write)
        .await?
        .ok_or(StoreError::NotFound("refund slip"))?;
        let copy = count(row.get("copies"));
        write.journal(journalled::reprint(journalled::refund_document(number), copy))?;
        write.commit().await?;
        Ok(copy)
    }
}

/// The number as SQLite keeps it.
pub(crate) fn refund_key(number: RefundNumber) -> Result<i64, StoreError> {
    i64::try_from(number.get()).map_err(|_| StoreError::NotFound("refund"))
}

/// The state of a refund inside a transaction.
pub(crate) async fn state(write: &mut SqliteConnection, number: i64) -> Result<RefundState, StoreError> {
    let row = sqlx::query("select state from refunds where number = ?")
        .bind(number)
        .fetch_optional(write)
        .await?
        .ok_or(StoreError::NotFound("refund"))?;
    RefundState::read(row.get("state"))
}

fn named(rows: &[SqliteRow]) -> Result<Option<Vec<ProviderTransactionId>>, StoreError> {
    let mut names = Vec::new();
    for row in rows {
        match row.get::<Option<String>, _>("transaction_id") {
            Some(name) => names.push(parsed_transaction(name)?),
            None if row.get("open") => return Ok(None),
            None => {}
        }
    }
    Ok(Some(names))
}

fn parsed_transaction(text: String) -> Result<ProviderTransactionId, StoreError> {
    ProviderTransactionId::new(text).map_err(|error| StoreError::unreadable("transaction", error))
}

fn head(row: &SqliteRow) -> Result<RefundHead, StoreError> {
    let currency: Currency = parsed("currency", row.get("currency"))?;
    let order: Option<i64> = row.get("order_number");
    let original: Option<String> = row.get("original");
    let subject = RefundSubject::read(row.get("subject"));
    let kind = if row.get::<&str, _>("kind") == "cash" { TenderKind::Cash } else { TenderKind::Card };
    Ok(RefundHead {
        number: RefundNumber::new(row.get::<i64, _>("number").unsigned_abs()),
        subject,
        order: order.map(|number| OrderNumber::new(number.unsigned_abs())),
        kind,
        original: original
            .map(|text| {
                AttemptReference::new(text).map_err(|error| StoreError::unreadable("reference", error))
            })
            .transpose()?,
        state: RefundState::read(row.get("state"))?,
        refund: json("refund", row.get("snapshot"))?,
        rounding: money(row, "rounding_minor", currency),
        reason: row.get("reason"),
        till: row.get("till"),
        cashier: row.get("cashier"),
        approved_by: row.get("approved_by"),
        created_at: row.get("created_at"),
        ended_at: row.get("ended_at"),
        tries: count(row.get("tries")),
        next_try_at: row.get("next_try_at"),
    })
}
