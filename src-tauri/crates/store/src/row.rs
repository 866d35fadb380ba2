//! Reading columns back into the types they were written from.

use std::str::FromStr;

use jiff::{Timestamp, Zoned};
use money::{Currency, Money};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::StoreError;

pub(crate) fn parsed<T: FromStr<Err: ToString>>(what: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error: T::Err| StoreError::unreadable(what, error.to_string()))
}

pub(crate) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::unreadable(what, error))
}

pub(crate) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::unreadable(what, error))
}

pub(crate) fn money(row: &SqliteRow, column: &str, currency: Currency) -> Money {
    Money::new(row.get(column), currency)
}

pub(crate) fn currency(row: &SqliteRow) -> Result<Currency, StoreError> {
    parsed("currency", row.get("currency"))
}

pub(crate) fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// RFC 3339 with the shop's offset, so that a day stays the day it was in the shop.
pub(crate) fn time_text(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

pub(crate) fn timestamp_text(at: Timestamp) -> String {
    format!("{at:.3}")
}
