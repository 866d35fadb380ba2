use money::{Money, MoneyError};

use crate::{LineId, MAX_LINES, MAX_TAX_RATES, QuantityError};

/// Why a basket, a tender or an order refused a change. Whatever refused is left as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaleError {
    /// No such line in this basket.
    #[error("unknown line: {0}")]
    UnknownLine(LineId),
    /// Zero, negative or absurd quantity.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// A counted article cannot be sold in parts.
    #[error("pieces must be whole")]
    PiecesMustBeWhole,
    /// A weight was given for an article that is counted.
    #[error("article is not sold by weight")]
    NotWeighed,
    /// A weighed line was to be counted up or down by ones.
    #[error("weighed line cannot be counted up or down")]
    NotCounted,
    /// A price below zero.
    #[error("price below zero: {0:?}")]
    NegativePrice(Money),
    /// A line or the whole order above [`crate::largest_total`].
    #[error("total out of range")]
    TotalOutOfRange,
    /// The basket has as many lines as it can hold.
    #[error("basket is full: {MAX_LINES} lines")]
    BasketFull,
    /// More tax rates in one order than there are letters.
    #[error("more than {MAX_TAX_RATES} tax rates in one order")]
    TooManyTaxRates,
    /// A discount of nothing or less.
    #[error("discount is not above zero")]
    DiscountNotPositive,
    /// More would be taken off than there is.
    #[error("discount of {discount:?} on {amount:?}")]
    DiscountTooLarge {
        /// What was to be taken off.
        discount: Money,
        /// What it was to be taken off from.
        amount: Money,
    },
    /// An order needs at least one line.
    #[error("basket is empty")]
    EmptyBasket,
    /// The customer gave less cash than is due.
    #[error("{given:?} given, {due:?} due")]
    GivenTooLittle {
        /// The rounded amount due in cash.
        due: Money,
        /// What was given.
        given: Money,
    },
    /// A tender above what is still to be paid, or not above zero.
    #[error("tender of {tender:?} on {outstanding:?} outstanding")]
    TenderOutOfRange {
        /// The tender, without its rounding.
        tender: Money,
        /// What is still to be paid.
        outstanding: Money,
    },
    /// A kept basket or order contradicts itself.
    #[error("inconsistent record: {0}")]
    Inconsistent(&'static str),
    /// Two currencies, or an amount that does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}
