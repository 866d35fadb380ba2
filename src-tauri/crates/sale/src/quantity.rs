use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The largest quantity of one line, 99 999.999, in thousandths.
pub const MAX_QUANTITY_THOUSANDTHS: i64 = 99_999_999;

/// How much of an article: pieces or kilograms, above zero, exact to a thousandth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "i64", try_from = "i64")]
pub struct Quantity {
    thousandths: i64,
}

/// Why a quantity was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing, or less than nothing.
    #[error("quantity is not above zero")]
    NotPositive,
    /// Above 99 999.999.
    #[error("quantity above 99999.999")]
    TooLarge,
    /// More than three decimals.
    #[error("{0:?} has more than three decimals")]
    TooManyDecimals(String),
    /// Not a number.
    #[error("not a quantity: {0:?}")]
    NotANumber(String),
}

impl Quantity {
    /// One piece or one kilogram.
    pub const ONE: Quantity = Quantity { thousandths: 1000 };

    /// `count` whole pieces or kilograms.
    pub fn whole(count: u32) -> Result<Self, QuantityError> {
        Self::from_thousandths(i64::from(count) * 1000)
    }

    /// `thousandths` of a piece or kilogram: grams for weighed goods.
    pub fn from_thousandths(thousandths: i64) -> Result<Self, QuantityError> {
        match thousandths {
            ..=0 => Err(QuantityError::NotPositive),
            1..=MAX_QUANTITY_THOUSANDTHS => Ok(Self { thousandths }),
            _ => Err(QuantityError::TooLarge),
        }
    }

    /// Reads what a person types: `3`, `1,250`, `1.250`. Both decimal marks, no grouping, no sign.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let text = text.trim();
        let shown = || text.chars().take(40).collect::<String>();
        let (whole, decimals) = match text.split_once(['.', ',']) {
            Some((_, "")) => return Err(QuantityError::NotANumber(shown())),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits_only(whole) || !digits_only(decimals) {
            return Err(QuantityError::NotANumber(shown()));
        }
        if decimals.len() > 3 {
            return Err(QuantityError::TooManyDecimals(shown()));
        }
        // Leading zeros do not make a number large; more than six digits without them always do.
        let whole = whole.trim_start_matches('0');
        if whole.len() > 6 {
            return Err(QuantityError::TooLarge);
        }
        let thousandths = format!("{whole}{decimals:0<3}").parse().map_err(|_| QuantityError::TooLarge)?;
        Self::from_thousandths(thousandths)
    }

    /// Thousandths of a piece or kilogram.
    pub const fn thousandths(self) -> i64 {
        self.thousandths
    }

    /// Whether it is a whole number of pieces or kilograms.
    pub const fn is_whole(self) -> bool {
        self.thousandths % 1000 == 0
    }

    /// The exact number with three decimals: `1.250`.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.thousandths, 3)
    }

    /// Sum; an error above the largest quantity.
    pub fn checked_add(self, other: Quantity) -> Result<Self, QuantityError> {
        Self::from_thousandths(self.thousandths + other.thousandths)
    }

    /// Difference; an error when nothing is left.
    pub fn checked_sub(self, other: Quantity) -> Result<Self, QuantityError> {
        Self::from_thousandths(self.thousandths - other.thousandths)
    }
}

/// `3` when whole, else all three decimals with a point: `1.250`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.thousandths / 1000;
        if self.is_whole() {
            f.pad(&whole.to_string())
        } else {
            f.pad(&format!("{whole}.{:03}", self.thousandths % 1000))
        }
    }
}

impl From<Quantity> for i64 {
    fn from(quantity: Quantity) -> Self {
        quantity.thousandths
    }
}

impl TryFrom<i64> for Quantity {
    type Error = QuantityError;

    fn try_from(thousandths: i64) -> Result<Self, Self::Error> {
        Self::from_thousandths(thousandths)
    }
}
