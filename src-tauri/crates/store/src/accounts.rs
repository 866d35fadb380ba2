use jiff::Timestamp;
use payment::AttemptRecord;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::row::{json, timestamp_text};
use crate::{Note, Store, StoreError, journalled};
use journal::Kind;

/// Names an account at a payment system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub i64);

/// An account at a payment system. Its secrets are elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAccount {
    /// Its name in the till.
    pub id: AccountId,
    /// Which provider: `merchant-api`.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// Where it is reached.
    pub base_url: String,
    /// What the payment system wants to know beside its address, a JSON document of the till's.
    pub fields: String,
    /// Where its secrets are kept, a JSON document of the till's.
    pub secrets: String,
    /// What is known of its own API key and of a rotation under way, a JSON document of the till's.
    pub own_key: String,
    /// Whether it takes new payments.
    pub enabled: bool,
}

/// An account to be added.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Which provider.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// Where it is reached.
    pub base_url: String,
    /// What the payment system wants to know beside its address.
    pub fields: String,
    /// Where its secrets are kept.
    pub secrets: String,
    /// When.
    pub created_at: Timestamp,
}

/// What may change about an account; which provider it belongs to may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// What people call it.
    pub label: String,
    /// Where it is reached.
    pub base_url: String,
    /// What the payment system wants to know beside its address.
    pub fields: String,
    /// Where its secrets are kept.
    pub secrets: String,
    /// What is known of its own API key.
    pub own_key: String,
}

/// The accounts.
#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a>(pub(crate) &'a Store);

impl Accounts<'_> {
    /// Adds an account.
    pub async fn add(&self, new: NewAccount) -> Result<ProviderAccount, StoreError> {
        let mut write = self.0.write().await?;
        let row = sqlx::query(
            "insert into provider_accounts (kind, label, base_url, fields, secrets, created_at)
             values (?, ?, ?, ?, ?, ?)
             returning id, kind, label, base_url, fields, secrets, own_key, disabled_at",
        )
        .bind(new.kind)
        .bind(new.label)
        .bind(new.base_url)
        .bind(new.fields)
        .bind(new.secrets)
        .bind(timestamp_text(new.created_at))
        .fetch_one(&mut *write)
        .await?;
        let account = read(&row);
        write.journal(journalled::account("added", account.id, &account.clone().into()))?;
        write.commit().await?;
        Ok(account)
    }

    /// All accounts that have not been removed, oldest first.
    pub async fn list(&self) -> Result<Vec<ProviderAccount>, StoreError> {
        let rows = sqlx::query(
            "select id, kind, label, base_url, fields, secrets, own_key, disabled_at from provider_accounts
             where removed_at is null order by id",
        )
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        Ok(rows.iter().map(read).collect())
    }

    /// What an account is called, also one that has been removed.
    pub async fn label(&self, id: AccountId) -> Result<String, StoreError> {
        let row = sqlx::query("select label from provider_accounts where id = ?").bind(id.0);
        let row = row.fetch_optional(&mut *self.0.read().await?).await?;
        Ok(row.ok_or(StoreError::NotFound("account"))?.get("label"))
    }

    /// Changes an account, all of it in one step. What it is reached by is a [`StoreError::Conflict`] while a payment on the
    /// account has not ended: it would be looked for in the wrong place. A new key is not, if `own_key` names under
    /// `found_by` a payment of the account that it has found, or a rotation goes on with it.
    pub async fn change(&self, id: AccountId, change: AccountChange) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let known = own_key(&mut write, id).await?;
        write.journal(journalled::account("changed", id, &change))?;
        if known != change.own_key {
            write.journal(journalled::own_key(id, &change.own_key))?;
        }
        sqlx::query(
            "update provider_accounts set label = ?, base_url = ?, fields = ?, secrets = ?, own_key = ?
             where id = ? and removed_at is null",
        )
        .bind(change.label)
        .bind(change.base_url)
        .bind(change.fields)
        .bind(change.secrets)
        .bind(change.own_key)
        .bind(id.0)
        .execute(&mut *write)
        .await?;
        write.commit().await
    }

    /// The newest payments of an account that its provider has given a name.
    pub async fn named_payments(&self, id: AccountId, limit: u32) -> Result<Vec<AttemptRecord>, StoreError> {
        let rows = sqlx::query(
            "select record from attempts
             where account_id = ? and tender_id is not null and transaction_id is not null order by rowid desc limit ?",
        )
        .bind(id.0)
        .bind(limit)
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        rows.iter().map(|row| json("attempt", row.get("record"))).collect()
    }

    /// Remembers what is known of the account's own key and of a rotation.
    pub async fn remember_key(&self, id: AccountId, key: &str) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        if own_key(&mut write, id).await? == key {
            return write.rollback().await;
        }
        sqlx::query("update provider_accounts set own_key = ?2 where id = ?1 and removed_at is null")
            .bind(id.0)
            .bind(key)
            .execute(&mut *write)
            .await?;
        write.journal(journalled::own_key(id, key))?;
        write.commit().await
    }

    /// Lets the account take no new payments; what runs is followed to its end.
    pub async fn disable(&self, id: AccountId, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let done = sqlx::query(
            "update provider_accounts set disabled_at = coalesce(disabled_at, ?2) where id = ?1 and removed_at is null",
        )
        .bind(id.0)
        .bind(timestamp_text(at))
        .execute(&mut *write)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("account"));
        }
        write.journal(noted("disabled", id))?;
        write.commit().await
    }

    /// Lets the account take payments again.
    pub async fn enable(&self, id: AccountId) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        let done = sqlx::query(
            "update provider_accounts set disabled_at = null where id = ? and removed_at is null",
        )
        .bind(id.0)
        .execute(&mut *write)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("account"));
        }
        write.journal(noted("enabled", id))?;
        write.commit().await
    }

    /// Takes an account and its terminals out of use. A [`StoreError::Conflict`] while a payment on it has not ended, or
    /// money hangs on it that a person must decide about or that is to go back;
    /// past payments keep it.
    pub async fn remove(&self, id: AccountId, at: Timestamp) -> Result<(), StoreError> {
        let at = timestamp_text(at);
        let mut write = self.0.write().await?;
        let done =
            sqlx::query("update provider_accounts set removed_at = ?2 where id = ?1 and removed_at is null")
                .bind(id.0)
                .bind(&at)
                .execute(&mut *write)
                .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("account"));
        }
        sqlx::query("update terminals set removed_at = ?2 where account_id = ?1 and removed_at is null")
            .bind(id.0)
            .bind(&at)
            .execute(&mut *write)
            .await?;
        write.journal(noted("removed", id))?;
        write.commit().await
    }
}

fn noted(act: &str, id: AccountId) -> Note {
    journalled::done(Kind::Account, act, id.0, "")
}

/// What is known of the key of an account in use.
async fn own_key(write: &mut SqliteConnection, id: AccountId) -> Result<String, StoreError> {
    let row = sqlx::query("select own_key from provider_accounts where id = ? and removed_at is null")
        .bind(id.0)
        .fetch_optional(write)
        .await?;
    Ok(row.ok_or(StoreError::NotFound("account"))?.get("own_key"))
}

impl From<ProviderAccount> for AccountChange {
    fn from(account: ProviderAccount) -> Self {
        let ProviderAccount { label, base_url, fields, secrets, own_key, .. } = account;
        Self { label, base_url, fields, secrets, own_key }
    }
}

fn read(row: &SqliteRow) -> ProviderAccount {
    ProviderAccount {
        id: AccountId(row.get("id")),
        kind: row.get("kind"),
        label: row.get("label"),
        base_url: row.get("base_url"),
        fields: row.get("fields"),
        secrets: row.get("secrets"),
        own_key: row.get("own_key"),
        enabled: row.get::<Option<String>, _>("disabled_at").is_none(),
    }
}
