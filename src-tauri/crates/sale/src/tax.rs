use std::fmt;

use money::{Money, MoneyError, round_half_up};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// One hundred percent in thousandths of a percent.
pub(crate) const WHOLE_MILLI_PERCENT: u32 = 100_000;

/// A tax rate between 0 % and 100 %, exact to a thousandth of a percent. Stored as whole thousandths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct TaxRate {
    milli_percent: u32,
}

/// Why a percentage was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Below or above what the percentage may be.
    #[error("percentage out of range: {0}")]
    OutOfRange(Decimal),
    /// More than three decimals: no exact rate exists.
    #[error("{0} % has more than three decimals")]
    TooManyDecimals(Decimal),
    /// Not a number.
    #[error("not a percentage: {0:?}")]
    NotANumber(String),
}

/// Whether catalogue prices contain the tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxMode {
    /// Prices contain the tax, as in Europe and South Africa.
    Inclusive,
    /// The tax is added to the prices, as in the United States.
    Exclusive,
}

/// Where the tax is rounded to the minor unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// On each line; a rate's tax is the sum of its lines.
    PerLine,
    /// Once per rate; the rate's tax is then shared out over its lines.
    PerRate,
}

/// How a shop computes tax. Kept with each order, so that a later change of settings alters no old order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaxRules {
    /// Whether prices contain the tax.
    pub mode: TaxMode,
    /// Where the tax is rounded.
    pub rounding: TaxRounding,
}

impl TaxRate {
    /// No tax.
    pub const ZERO: TaxRate = TaxRate { milli_percent: 0 };

    /// A rate in percent: `9`, `5.5`, `8.875`. Refuses a fourth decimal, a negative rate and more than 100 %.
    pub fn from_percent(percent: Decimal) -> Result<Self, RateError> {
        milli_percent_of(percent, 0).map(|milli_percent| Self { milli_percent })
    }

    /// A rate in thousandths of a percent: 9 % is 9000.
    pub fn from_milli_percent(milli_percent: u32) -> Result<Self, RateError> {
        Self::from_percent(Decimal::new(i64::from(milli_percent), 3))
    }

    /// Reads what a catalogue file holds: `9`, `5.5`, `5,5`, `21 %`.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        parse_percent(text).and_then(Self::from_percent)
    }

    /// Thousandths of a percent.
    pub const fn milli_percent(self) -> u32 {
        self.milli_percent
    }

    /// Percent, without trailing zeros: `5.5`.
    pub fn percent(self) -> Decimal {
        Decimal::new(i64::from(self.milli_percent), 3).normalize()
    }

    /// The tax contained in an amount that includes it, rounded half away from zero.
    pub fn tax_within(self, gross: Money) -> Result<Money, MoneyError> {
        let rate = Decimal::from(self.milli_percent);
        let exact = Decimal::from(gross.minor()) * rate / (Decimal::from(WHOLE_MILLI_PERCENT) + rate);
        round_half_up(exact, gross.currency())
    }

    /// The tax to add to an amount that does not include it, rounded half away from zero.
    pub fn tax_upon(self, net: Money) -> Result<Money, MoneyError> {
        let exact = Decimal::from(net.minor()) * Decimal::new(i64::from(self.milli_percent), 5);
        round_half_up(exact, net.currency())
    }
}

/// `9 %`, `5.5 %`: for machines and logs; the receipt uses the shop's decimal mark.
impl fmt::Display for TaxRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} %", self.percent()))
    }
}

impl From<TaxRate> for u32 {
    fn from(rate: TaxRate) -> Self {
        rate.milli_percent
    }
}

impl TryFrom<u32> for TaxRate {
    type Error = RateError;

    fn try_from(milli_percent: u32) -> Result<Self, Self::Error> {
        Self::from_milli_percent(milli_percent)
    }
}

/// Whole thousandths of a percent between `least` and 100 %.
pub(crate) fn milli_percent_of(percent: Decimal, least: u32) -> Result<u32, RateError> {
    let percent = percent.normalize();
    if percent.scale() > 3 {
        return Err(RateError::TooManyDecimals(percent));
    }
    if percent > Decimal::ONE_HUNDRED {
        return Err(RateError::OutOfRange(percent));
    }
    let milli = (percent * Decimal::ONE_THOUSAND).to_u32().ok_or(RateError::OutOfRange(percent))?;
    if milli < least { Err(RateError::OutOfRange(percent)) } else { Ok(milli) }
}

/// Digits with one decimal mark of either kind and an optional percent sign; at most 20 characters.
pub(crate) fn parse_percent(text: &str) -> Result<Decimal, RateError> {
    let bad = || RateError::NotANumber(text.chars().take(40).collect());
    let number = text.trim();
    let number = number.strip_suffix('%').unwrap_or(number).trim_end();
    let ends_are_digits =
        number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(|c: char| c.is_ascii_digit());
    if number.len() > 20
        || !ends_are_digits
        || number.chars().any(|c| !c.is_ascii_digit() && c != '.' && c != ',')
    {
        return Err(bad());
    }
    Decimal::from_str_exact(&number.replace(',', ".")).map_err(|_| bad())
}
