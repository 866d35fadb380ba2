use jiff::Timestamp;
use money::Money;
use sale::{Basket, Order};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::row::{count, currency, json, money, timestamp_text, to_json};
use crate::write::Write;
use crate::{Store, StoreError, journalled};

/// Names a basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasketId(pub i64);

/// A parked basket, for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedBasket {
    /// Its name in the till.
    pub id: BasketId,
    /// What the cashier called it.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// What it comes to.
    pub total: Money,
    /// When it was parked, RFC 3339 in UTC.
    pub at: String,
}

/// The most parked baskets a list shows.
const PARKED_LIMIT: i64 = 200;

/// Open and parked baskets.
#[derive(Debug, Clone, Copy)]
pub struct Baskets<'a>(pub(crate) &'a Store);

impl Baskets<'_> {
    /// The basket being rung up, if there is one.
    pub async fn open(&self) -> Result<Option<Basket>, StoreError> {
        let row = sqlx::query("select basket from baskets where state = 'open'")
            .fetch_optional(&mut *self.0.read().await?)
            .await?;
        row.map(|row| json("basket", row.get("basket"))).transpose()
    }

    /// Keeps the basket being rung up and names it. It keeps its name until it is parked or paid. What was taken out of it or off
    /// its price is journalled with it.
    pub async fn save_open(&self, basket: &Basket, at: Timestamp) -> Result<BasketId, StoreError> {
        let total = total(basket)?;
        let lines = i64::try_from(basket.lines().len()).unwrap_or(i64::MAX);
        let text = to_json("basket", basket)?;
        let mut write = self.0.write().await?;
        let before = sqlx::query("select id, basket, order_number from baskets where state = 'open'")
            .fetch_optional(&mut *write)
            .await?;
        if let Some(before) = &before {
            let tried = before.get::<Option<i64>, _>("order_number").is_some();
            // A basket that is paid as it was last kept costs the customer no further write.
            if before.get::<&str, _>("basket") == text && !(basket.is_empty() && tried) {
                let id = BasketId(before.get("id"));
                write.rollback().await?;
                return Ok(id);
            }
            journal_changes(&mut write, before, basket)?;
        }
        if basket.is_empty() {
            // A cleared basket leaves its unpaid order, with the attempts on it, to history: the next customer gets another.
            sqlx::query(
                "update baskets set state = 'done' where state = 'open'
                 and order_number in (select number from orders where state = 'unpaid')",
            )
            .execute(&mut *write)
            .await?;
        }
        let updated = sqlx::query(
            "update baskets set basket = ?1, line_count = ?2, total_minor = ?3, currency = ?4, updated_at = ?5
             where state = 'open' returning id",
        )
        .bind(&text)
        .bind(lines)
        .bind(total.minor())
        .bind(total.currency().code())
        .bind(timestamp_text(at))
        .fetch_optional(&mut *write)
        .await?;
        let row = match updated {
            Some(row) => row,
            None => {
                sqlx::query(
                    "insert into baskets (state, basket, line_count, total_minor, currency, updated_at)
                     values ('open', ?1, ?2, ?3, ?4, ?5) returning id",
                )
                .bind(&text)
                .bind(lines)
                .bind(total.minor())
                .bind(total.currency().code())
                .bind(timestamp_text(at))
                .fetch_one(&mut *write)
                .await?
            }
        };
        write.commit().await?;
        Ok(BasketId(row.get("id")))
    }

    /// Puts the open basket aside under a label.
    pub async fn park(&self, id: BasketId, label: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let done = sqlx::query(
            "update baskets set state = 'parked', label = ?, updated_at = ? where id = ? and state = 'open'",
        )
        .bind(label)
        .bind(timestamp_text(at))
        .bind(id.0)
        .execute(&mut *write)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("open basket"));
        }
        write.commit().await
    }

    /// Parked baskets, newest first.
    pub async fn list_parked(&self) -> Result<Vec<ParkedBasket>, StoreError> {
        let rows = sqlx::query(
            "select id, label, line_count, total_minor, currency, updated_at from baskets where state = 'parked'
             order by updated_at desc, id desc limit ?",
        )
        .bind(PARKED_LIMIT)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(ParkedBasket {
                    id: BasketId(row.get("id")),
                    label: row.get::<Option<String>, _>("label").unwrap_or_default(),
                    lines: count(row.get("line_count")),
                    total: money(row, "total_minor", currency(row)?),
                    at: row.get("updated_at"),
                })
            })
            .collect()
    }

    /// How many baskets are parked.
    pub async fn count_parked(&self) -> Result<u32, StoreError> {
        let row = sqlx::query("select count(*) as parked from baskets where state = 'parked'")
            .fetch_one(&mut *self.0.read().await?)
            .await?;
        Ok(count(row.get("parked")))
    }

    /// Brings a parked basket back. An open basket that is still empty makes way; any other is a conflict.
    pub async fn recall(&self, id: BasketId, at: Timestamp) -> Result<Basket, StoreError> {
        let mut write = self.0.write().await?;
        clear_screen(&mut write).await?;
        let row = sqlx::query("update baskets set state = 'open', updated_at = ? where id = ? and state = 'parked' returning basket")
            .bind(timestamp_text(at))
            .bind(id.0)
            .fetch_optional(&mut *write)
            .await?
            .ok_or(StoreError::NotFound("parked basket"))?;
        let basket = json("basket", row.get("basket"))?;
        write.commit().await?;
        Ok(basket)
    }
}

/// What was taken out of the basket or off its price, since it was kept: from the disk, so that a change is told in the very
/// transaction that keeps it, once, whoever went away meanwhile.
fn journal_changes(write: &mut Write, before: &SqliteRow, basket: &Basket) -> Result<(), StoreError> {
    let kept: Basket = json("basket", before.get("basket"))?;
    let changes = basket.changes_since(&kept).map_err(|error| StoreError::unreadable("basket", error))?;
    let document = journalled::document(before.get("order_number"), None);
    for change in &changes {
        write.journal(journalled::basket_changed(document.clone(), basket.currency(), change))?;
    }
    Ok(())
}

/// Gives an unpaid order's basket back: onto the screen if nothing is rung up there, else to the parked ones.
pub(crate) async fn give_back(
    write: &mut SqliteConnection,
    order: &Order,
    at: Timestamp,
) -> Result<(), StoreError> {
    clear_screen(write).await?;
    let done = sqlx::query(
        "update baskets set state = 'open', updated_at = ?
         where order_number = ? and not exists (select 1 from baskets where state = 'open')",
    )
    .bind(timestamp_text(at))
    .bind(crate::orders::key(order.number)?)
    .execute(&mut *write)
    .await?;
    if done.rows_affected() == 0 { park_unpaid(write, order, at).await } else { Ok(()) }
}

/// Gives an unpaid order's basket to the parked ones, under its first article unless it has a label from before.
pub(crate) async fn park_unpaid(
    write: &mut SqliteConnection,
    order: &Order,
    at: Timestamp,
) -> Result<(), StoreError> {
    let first = order.lines.first().map(|line| line.name.as_str()).unwrap_or_default();
    sqlx::query("update baskets set state = 'parked', label = coalesce(label, ?), updated_at = ? where order_number = ?")
        .bind(first)
        .bind(timestamp_text(at))
        .bind(crate::orders::key(order.number)?)
        .execute(write)
        .await?;
    Ok(())
}

/// An open basket with nothing in it makes way. One that was to be paid before it was emptied is kept with its order.
async fn clear_screen(write: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("delete from baskets where state = 'open' and line_count = 0 and order_number is null")
        .execute(&mut *write)
        .await?;
    sqlx::query("update baskets set state = 'done' where state = 'open' and line_count = 0")
        .execute(write)
        .await?;
    Ok(())
}

fn total(basket: &Basket) -> Result<Money, StoreError> {
    basket.totals().map(|totals| totals.gross).map_err(|error| StoreError::unreadable("basket", error))
}
