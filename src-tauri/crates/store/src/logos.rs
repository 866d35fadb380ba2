use jiff::Timestamp;
use sqlx::Row;

use crate::row::timestamp_text;
use crate::{Store, StoreError};

/// The logos that receipts name: added to, never changed.
#[derive(Debug, Clone, Copy)]
pub struct Logos<'a>(pub(crate) &'a Store);

impl Logos<'_> {
    /// Keeps a picture under the SHA-256 of its content, in lower-case hexadecimal. One that is kept already stays.
    pub async fn put(&self, id: &str, png: &[u8], now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        sqlx::query("insert into logos (id, png, added_at) values (?, ?, ?) on conflict (id) do nothing")
            .bind(id)
            .bind(png)
            .bind(timestamp_text(now))
            .execute(&mut *write)
            .await?;
        write.commit().await
    }

    /// The picture of that name.
    pub async fn get(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let row = sqlx::query("select png from logos where id = ?")
            .bind(id)
            .fetch_optional(&mut *self.0.read().await?)
            .await?
            .ok_or(StoreError::NotFound("logo"))?;
        Ok(row.get("png"))
    }
}
