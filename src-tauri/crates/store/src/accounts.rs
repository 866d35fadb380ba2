use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::row::timestamp_text;
use crate::{Store, StoreError};

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
             returning id, kind, label, base_url, fields, secrets, disabled_at",
        )
        .bind(new.kind)
        .bind(new.label)
        .bind(new.base_url)
        .bind(new.fields)
        .bind(new.secrets)
        .bind(timestamp_text(new.created_at))
        .fetch_one(&mut *write)
        .await?;
        write.commit().await?;
        Ok(read(&row))
    }

    /// All accounts that have not been removed, oldest first.
    pub async fn list(&self) -> Result<Vec<ProviderAccount>, StoreError> {
        let rows = sqlx::query(
            "select id, kind, label, base_url, fields, secrets, disabled_at from provider_accounts
             where removed_at is null order by id",
        )
        .fetch_all(&mut *self.0.read().await?)
        .await?;
        Ok(rows.iter().map(read).collect())
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
        enabled: row.get::<Option<String>, _>("disabled_at").is_none(),
    }
}
