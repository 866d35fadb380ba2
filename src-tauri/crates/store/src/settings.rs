use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;

use crate::row::{json, to_json};
use crate::{Store, StoreError, journalled};

/// Named values, each a JSON document.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a>(pub(crate) &'a Store);

impl Settings<'_> {
    /// The value of that name, if it was ever set.
    pub async fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let row = sqlx::query("select value from settings where name = ?")
            .bind(name)
            .fetch_optional(&mut *self.0.read().await?)
            .await?;
        row.map(|row| json("setting", row.get("value"))).transpose()
    }

    /// Sets the value of that name.
    pub async fn set<T: Serialize + Sync>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let value = to_json("setting", value)?;
        let mut write = self.0.write().await?;
        sqlx::query("insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value")
            .bind(name)
            .bind(&value)
            .execute(&mut *write)
            .await?;
        write.journal(journalled::setting(name, &value))?;
        write.commit().await
    }
}
