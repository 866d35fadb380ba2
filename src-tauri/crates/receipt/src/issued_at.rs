use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use jiff::{Unit, Zoned};
use serde::{Deserialize, Serialize};

/// A wall-clock time with its offset, to the second. Text form: `2026-11-21T11:50:06+01:00`.
///
/// Without the name of a time zone: a receipt must read the same when zone rules have changed since, or on a machine
/// that has no such zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct IssuedAt {
    local: DateTime,
    offset: Offset,
}

/// Not a wall-clock time with an offset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a time with an offset: {0:?}")]
pub struct NotATime(pub String);

impl IssuedAt {
    /// The day on the shop's wall.
    pub(crate) fn date(self) -> jiff::civil::Date {
        self.local.date()
    }

    /// Hours and minutes: `11:50`.
    pub(crate) fn clock(self) -> String {
        format!("{:02}:{:02}", self.local.hour(), self.local.minute())
    }

    /// The offset from UTC: `+01:00`.
    pub(crate) fn offset(self) -> String {
        let seconds = self.offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.abs() / 60;
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// Seconds since the beginning of 1970, UTC.
    pub(crate) fn unix_seconds(self) -> i64 {
        self.offset.to_timestamp(self.local).map_or(0, |at| at.as_second())
    }
}

impl From<&Zoned> for IssuedAt {
    fn from(at: &Zoned) -> Self {
        let local = at.datetime();
        // Fractions of a second are not printed, so keeping them would only make equal receipts differ.
        let local = local
            .round(jiff::civil::DateTimeRound::new().smallest(Unit::Second).mode(jiff::RoundMode::Trunc));
        Self { local: local.unwrap_or(at.datetime()), offset: at.offset() }
    }
}

impl fmt::Display for IssuedAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.local, self.offset()))
    }
}

impl FromStr for IssuedAt {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || NotATime(text.chars().take(40).collect());
        let pieces = Pieces::parse(text).map_err(|_| bad())?;
        let offset = pieces.to_numeric_offset().ok_or_else(bad)?;
        let local = DateTime::from_parts(pieces.date(), pieces.time().ok_or_else(bad)?);
        Ok(Self { local, offset })
    }
}

impl From<IssuedAt> for String {
    fn from(at: IssuedAt) -> Self {
        at.to_string()
    }
}

impl TryFrom<String> for IssuedAt {
    type Error = NotATime;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
