use jiff::Timestamp;
use journal::Kind;
use payment::TerminalKey;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::row::timestamp_text;
use crate::{AccountId, Note, Store, StoreError, journalled};

/// Names a terminal of this till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TerminalId(pub i64);

/// A terminal this till knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    /// Its name in the till.
    pub id: TerminalId,
    /// The account it belongs to.
    pub account_id: AccountId,
    /// Its name in the provider's paths.
    pub key: TerminalKey,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// What the shop calls it.
    pub name: String,
}

/// A terminal to be added.
#[derive(Debug, Clone)]
pub struct NewTerminal {
    /// The account it belongs to.
    pub account_id: AccountId,
    /// Its name in the provider's paths.
    pub key: TerminalKey,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// What the shop calls it.
    pub name: String,
    /// When.
    pub added_at: Timestamp,
}

/// The terminals.
#[derive(Debug, Clone, Copy)]
pub struct Terminals<'a>(pub(crate) &'a Store);

impl Terminals<'_> {
    /// Adds a terminal. One that is there already is a [`StoreError::Conflict`].
    pub async fn add(&self, new: NewTerminal) -> Result<Terminal, StoreError> {
        let mut write = self.0.write().await?;
        let row = sqlx::query(
            "insert into terminals (account_id, key, manufacturer, model, serial, name, added_at)
             values (?, ?, ?, ?, ?, ?, ?) returning *",
        )
        .bind(new.account_id.0)
        .bind(new.key.as_str())
        .bind(new.manufacturer)
        .bind(new.model)
        .bind(new.serial)
        .bind(new.name)
        .bind(timestamp_text(new.added_at))
        .fetch_one(&mut *write)
        .await?;
        let terminal = read(&row)?;
        write.journal(noted("added", terminal.id, terminal.key.as_str()))?;
        write.commit().await?;
        Ok(terminal)
    }

    /// The terminals in use, oldest first.
    pub async fn list(&self) -> Result<Vec<Terminal>, StoreError> {
        let rows = sqlx::query("select * from terminals where removed_at is null order by id")
            .fetch_all(&mut *self.0.read().await?)
            .await?;
        rows.iter().map(read).collect()
    }

    /// What a terminal is called, also one that has been removed.
    pub async fn name(&self, id: TerminalId) -> Result<String, StoreError> {
        let row = sqlx::query("select name from terminals where id = ?").bind(id.0);
        let row = row.fetch_optional(&mut *self.0.read().await?).await?;
        Ok(row.ok_or(StoreError::NotFound("terminal"))?.get("name"))
    }

    /// Gives a terminal another name.
    pub async fn rename(&self, id: TerminalId, name: &str) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let done = sqlx::query("update terminals set name = ? where id = ? and removed_at is null")
            .bind(name)
            .bind(id.0)
            .execute(&mut *write)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("terminal"));
        }
        write.journal(noted("renamed", id, name))?;
        write.commit().await
    }

    /// Gives a device that was paired anew its new key. Refused while a payment under the old one has not ended.
    pub async fn give_key(&self, id: TerminalId, key: &TerminalKey) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        if let Some(occupant) = crate::attempts::occupying(&mut write, id).await? {
            write.rollback().await?;
            return Err(occupant.into());
        }
        let done = sqlx::query("update terminals set key = ? where id = ? and removed_at is null")
            .bind(key.as_str())
            .bind(id.0)
            .execute(&mut *write)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("terminal"));
        }
        write.journal(noted("paired", id, key.as_str()))?;
        write.commit().await
    }

    /// Takes a terminal out of use. Refused while a payment on it has not ended; its past payments keep it.
    pub async fn remove(&self, id: TerminalId, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        if let Some(occupant) = crate::attempts::occupying(&mut write, id).await? {
            write.rollback().await?;
            return Err(occupant.into());
        }
        let done = sqlx::query("update terminals set removed_at = ? where id = ? and removed_at is null")
            .bind(timestamp_text(at))
            .bind(id.0)
            .execute(&mut *write)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("terminal"));
        }
        write.journal(noted("removed", id, ""))?;
        write.commit().await
    }
}

fn noted(act: &str, id: TerminalId, name: &str) -> Note {
    journalled::done(Kind::Terminal, act, id.0, name)
}

fn read(row: &SqliteRow) -> Result<Terminal, StoreError> {
    let key: String = row.get("key");
    Ok(Terminal {
        id: TerminalId(row.get("id")),
        account_id: AccountId(row.get("account_id")),
        key: TerminalKey::new(key).map_err(|error| StoreError::unreadable("terminal", error))?,
        manufacturer: row.get("manufacturer"),
        model: row.get("model"),
        serial: row.get("serial"),
        name: row.get("name"),
    })
}
