use std::fmt;

use money::{Money, MoneyError, round_half_up};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::tax::{milli_percent_of, parse_percent};
use crate::{RateError, SaleError};

/// Part of a whole, above 0 % and up to 100 %, exact to a thousandth of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct Percent {
    milli_percent: u32,
}

/// What is taken off a line or an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// A fixed amount, above zero; for a line it is taken off the whole line, not off each piece.
    Amount(Money),
    /// A part of the amount, rounded half away from zero to the minor unit.
    Percent(Percent),
}

impl Percent {
    /// A percentage with up to three decimals, above 0 and up to 100.
    pub fn from_percent(percent: Decimal) -> Result<Self, RateError> {
        milli_percent_of(percent, 1).map(|milli_percent| Self { milli_percent })
    }

    /// A percentage in thousandths: 10 % is 10 000.
    pub fn from_milli_percent(milli_percent: u32) -> Result<Self, RateError> {
        Self::from_percent(Decimal::new(i64::from(milli_percent), 3))
    }

    /// Reads what a person types: `10`, `12,5`, `10 %`.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        parse_percent(text).and_then(Self::from_percent)
    }

    /// Thousandths of a percent.
    pub const fn milli_percent(self) -> u32 {
        self.milli_percent
    }

    /// Percent, without trailing zeros: `12.5`.
    pub fn percent(self) -> Decimal {
        Decimal::new(i64::from(self.milli_percent), 3).normalize()
    }

    fn of(self, amount: Money) -> Result<Money, MoneyError> {
        let exact = Decimal::from(amount.minor()) * Decimal::new(i64::from(self.milli_percent), 5);
        round_half_up(exact, amount.currency())
    }
}

impl Discount {
    /// What is taken off `amount`; an error when that is more than `amount` or the discount is not above zero.
    pub fn on(self, amount: Money) -> Result<Money, SaleError> {
        let off = match self {
            Discount::Amount(off) if !off.is_positive() => return Err(SaleError::DiscountNotPositive),
            Discount::Amount(off) => off,
            Discount::Percent(percent) => percent.of(amount)?,
        };
        if amount.checked_sub(off)?.is_negative() {
            return Err(SaleError::DiscountTooLarge { discount: off, amount });
        }
        Ok(off)
    }

    /// What is taken off `amount`, never more than all of it.
    pub(crate) fn up_to(self, amount: Money) -> Result<Money, SaleError> {
        match self.on(amount) {
            Err(SaleError::DiscountTooLarge { .. }) => Ok(amount),
            other => other,
        }
    }
}

/// `12.5 %`: for machines and logs.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} %", self.percent()))
    }
}

impl From<Percent> for u32 {
    fn from(percent: Percent) -> Self {
        percent.milli_percent
    }
}

impl TryFrom<u32> for Percent {
    type Error = RateError;

    fn try_from(milli_percent: u32) -> Result<Self, Self::Error> {
        Self::from_milli_percent(milli_percent)
    }
}
