use std::io::ErrorKind;

use sale::{OrderNumber, RefundNumber};
use sqlx::error::DatabaseError;

/// Why the store did not do what was asked. A step that fails leaves nothing of itself behind.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room on the disk.
    #[error("disk is full")]
    Full,
    /// The folder or file cannot be written.
    #[error("database cannot be written")]
    ReadOnly,
    /// Another process holds the database.
    #[error("database is busy")]
    Busy,
    /// The file is damaged.
    #[error("database is damaged: {0}")]
    Damaged(String),
    /// The disk reports an error of its own: it did not read or write what it should.
    #[error("disk: {0}")]
    Disk(String),
    /// A rule of the database forbids it. Holds the name of the rule.
    #[error("forbidden by {0}")]
    Conflict(String),
    /// A payment on this terminal has not ended.
    #[error("terminal is occupied by order {0}")]
    TerminalOccupied(OrderNumber),
    /// A refund on this terminal has not ended.
    #[error("terminal is occupied by refund {0}")]
    TerminalRefunding(RefundNumber),
    /// What was asked for is not there.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// Something stored does not read back.
    #[error("stored {what} is unreadable: {reason}")]
    Unreadable {
        /// What it should have been.
        what: &'static str,
        /// Why it is not.
        reason: String,
    },
    /// Anything else SQLite says.
    #[error("database: {0}")]
    Other(String),
}

impl StoreError {
    pub(crate) fn unreadable(what: &'static str, reason: impl ToString) -> Self {
        Self::Unreadable { what, reason: reason.to_string() }
    }

    /// What a file of ours beside the database met.
    pub(crate) fn from_file(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Disk(error.to_string()),
        }
    }
}

/// SQLite's primary result codes that mean something to a shop (<https://www.sqlite.org/rescode.html>).
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const IO_ERROR: u32 = 10;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;
const CONSTRAINT: u32 = 19;
const NOT_A_DATABASE: u32 = 26;
/// An extended code: no room for the file that connections share beside the log.
const NO_ROOM_TO_SHARE: u32 = 4874;

/// Unique indexes and keys by the columns SQLite reports in place of their names.
const INDEXES: [(&str, &str); 13] = [
    ("baskets.state", "one_open_basket"),
    ("baskets.order_number", "one_basket_per_order"),
    ("tenders.order_number", "one_open_tender"),
    ("tenders.attached", "one_tender_per_approval"),
    ("attempts.reference", "references_are_not_reused"),
    ("attempts.terminal_id", "one_open_attempt_per_terminal"),
    ("attempts.tender_id", "one_live_attempt_per_tender"),
    ("refunds.original", "one_open_refund_per_payment"),
    ("refund_slips.refund_number", "one_slip_per_refund"),
    ("item_codes.code", "one_article_per_code"),
    ("receipts.order_number", "one_receipt_per_order"),
    ("terminals.account_id, lower(key)", "one_terminal_per_key"),
    ("people.name", "one_person_per_name"),
];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(database) => from_database(database.as_ref()),
            sqlx::Error::RowNotFound => StoreError::NotFound("row"),
            sqlx::Error::ColumnDecode { index, source } => {
                Self::Unreadable { what: "column", reason: format!("{index}: {source}") }
            }
            other => StoreError::Other(other.to_string()),
        }
    }
}

fn from_database(error: &dyn DatabaseError) -> StoreError {
    let code: u32 = error.code().and_then(|code| code.parse().ok()).unwrap_or_default();
    match code & 0xff {
        _ if code == NO_ROOM_TO_SHARE => StoreError::Full,
        FULL => StoreError::Full,
        READ_ONLY | CANNOT_OPEN => StoreError::ReadOnly,
        BUSY | LOCKED => StoreError::Busy,
        CORRUPT | NOT_A_DATABASE => StoreError::Damaged(error.message().to_owned()),
        IO_ERROR => StoreError::Disk(error.message().to_owned()),
        CONSTRAINT => StoreError::Conflict(rule(error.message())),
        _ => StoreError::Other(error.message().to_owned()),
    }
}

/// The name of the broken rule: what follows the last colon of SQLite's message, or the index behind the columns that
/// stand there.
fn rule(message: &str) -> String {
    let broken = message.rsplit(": ").next().unwrap_or(message).trim();
    let index = INDEXES.iter().find(|(columns, _)| *columns == broken);
    let index = index.or_else(|| INDEXES.iter().find(|(_, name)| broken == format!("index '{name}'")));
    match index {
        Some((_, name)) => (*name).to_owned(),
        None if message.starts_with("FOREIGN KEY") => "foreign_keys".to_owned(),
        None => broken.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_named_whatever_form_sqlite_reports_it_in() {
        for (message, name) in [
            ("UNIQUE constraint failed: attempts.terminal_id", "one_open_attempt_per_terminal"),
            ("UNIQUE constraint failed: index 'one_terminal_per_key'", "one_terminal_per_key"),
            ("CHECK constraint failed: cash_adds_up", "cash_adds_up"),
            ("FOREIGN KEY constraint failed", "foreign_keys"),
            ("paid_orders_stay", "paid_orders_stay"),
        ] {
            assert_eq!(rule(message), name);
        }
    }
}
