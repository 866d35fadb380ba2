use sale::OrderNumber;
use sqlx::Row;

use crate::{Store, StoreError, journalled};

/// A receipt as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReceipt {
    /// The receipt's model, a JSON document that renders the same for ever.
    pub model: String,
    /// When it was issued, RFC 3339 with offset.
    pub issued_at: String,
    /// Copies issued so far.
    pub copies: u32,
    /// The journal's entry it witnesses, as printed: `1042 ba78 16bf`.
    pub journal_mark: String,
}

/// The receipts.
#[derive(Debug, Clone, Copy)]
pub struct Receipts<'a>(pub(crate) &'a Store);

impl Receipts<'_> {
    /// The receipt of an order.
    pub async fn get(&self, order: OrderNumber) -> Result<StoredReceipt, StoreError> {
        let row =
            sqlx::query("select model, issued_at, copies, journal_mark from receipts where order_number = ?")
                .bind(crate::orders::key(order)?)
                .fetch_optional(&mut *self.0.read().await?)
                .await?
                .ok_or(StoreError::NotFound("receipt"))?;
        Ok(StoredReceipt {
            model: row.get("model"),
            issued_at: row.get("issued_at"),
            copies: crate::row::count(row.get("copies")),
            journal_mark: row.get("journal_mark"),
        })
    }

    /// Takes the number of the next copy. It is durable before the copy is rendered, so no two copies share one.
    pub async fn next_copy(&self, order: OrderNumber) -> Result<u32, StoreError> {
        let mut write = self.0.write().await?;
        let row =
            sqlx::query("update receipts set copies = copies + 1 where order_number = ? returning copies")
                .bind(crate::orders::key(order)?)
                .fetch_optional(&mut *write)
                .await?
                .ok_or(StoreError::NotFound("receipt"))?;
        let copy = crate::row::count(row.get("copies"));
        write.journal(journalled::reprint(journalled::order_document(order), copy))?;
        write.commit().await?;
        Ok(copy)
    }
}
