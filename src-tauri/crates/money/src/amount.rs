use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::Currency;

/// An amount of money: whole minor units (cents) of one currency. May be negative.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount could not be computed or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies met in one sum.
    #[error("currency mismatch: {0} and {1}")]
    Mismatch(Currency, Currency),
    /// The result does not fit 64 bits of minor units.
    #[error("amount out of range")]
    OutOfRange,
    /// More decimals than the currency has, so that no exact amount exists.
    #[error("{value} has more decimals than {currency} allows")]
    TooManyDecimals {
        /// The text or decimal that was read.
        value: Decimal,
        /// The currency whose exponent it breaks.
        currency: Currency,
    },
    /// Not a number.
    #[error("not an amount: {0:?}")]
    NotANumber(String),
}

impl Money {
    /// `minor` whole minor units (cents) of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whole minor units.
    pub const fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether it is exactly nothing.
    pub const fn is_zero(&self) -> bool {
        self.minor == 0
    }

    /// Whether it is below nothing.
    pub const fn is_negative(&self) -> bool {
        self.minor < 0
    }

    /// Whether it is above nothing.
    pub const fn is_positive(&self) -> bool {
        self.minor > 0
    }

    /// Sum; errors on another currency or on overflow.
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.same(other)?;
        self.minor
            .checked_add(other.minor)
            .map(|m| Money::new(m, self.currency))
            .ok_or(MoneyError::OutOfRange)
    }

    /// Difference; errors on another currency or on overflow.
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.same(other)?;
        self.minor
            .checked_sub(other.minor)
            .map(|m| Money::new(m, self.currency))
            .ok_or(MoneyError::OutOfRange)
    }

    /// The same amount with the other sign.
    pub fn checked_neg(self) -> Result<Money, MoneyError> {
        self.minor.checked_neg().map(|m| Money::new(m, self.currency)).ok_or(MoneyError::OutOfRange)
    }

    /// Sum of many amounts of one currency.
    pub fn sum(currency: Currency, parts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        parts.into_iter().try_fold(Money::zero(currency), Money::checked_add)
    }

    /// The amount in major units: `12.34` for 1234 cents. Exact.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.currency.exponent()))
    }

    /// Reads an amount in major units. More decimals than the currency has are refused, not rounded.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        let value = value.normalize();
        if value.scale() > u32::from(currency.exponent()) {
            return Err(MoneyError::TooManyDecimals { value, currency });
        }
        let scale = Decimal::from(10_i64.pow(u32::from(currency.exponent())));
        let minor = value.checked_mul(scale).ok_or(MoneyError::OutOfRange)?;
        minor.to_i64().map(|m| Money::new(m, currency)).ok_or(MoneyError::OutOfRange)
    }

    /// Reads what a person types: `12`, `12.3`, `12,34`; both decimal marks, no grouping, at most 20 characters.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        let text = text.trim();
        let bad = || MoneyError::NotANumber(text.chars().take(40).collect());
        if text.is_empty() || text.len() > 20 {
            return Err(bad());
        }
        let plain = text.replace(',', ".");
        let shape = plain.strip_prefix('-').unwrap_or(&plain);
        if !shape.starts_with(|c: char| c.is_ascii_digit())
            || shape.chars().any(|c| !c.is_ascii_digit() && c != '.')
        {
            return Err(bad());
        }
        let value = Decimal::from_str_exact(&plain).map_err(|_| bad())?;
        Money::from_decimal(value, currency)
    }

    fn same(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::Mismatch(self.currency, other.currency))
        }
    }
}

/// The number alone with a point and all decimals, for machines: `12.30`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = usize::from(self.currency.exponent());
        f.pad(&format!("{:.width$}", self.to_decimal()))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self, self.currency)
    }
}
