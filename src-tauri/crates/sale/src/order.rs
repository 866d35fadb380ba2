use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use money::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::totals::compute;
use crate::{Basket, Discount, Line, LineTotals, OrderTender, SaleError, TaxRules, Totals};

/// The number of an order in its shop, as printed: `000123`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderNumber(u64);

/// A basket frozen for payment, with the tenders that pay it. Its lines and totals never change again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number.
    pub number: OrderNumber,
    /// The currency of every amount in it.
    pub currency: Currency,
    /// How its tax was computed.
    pub tax_rules: TaxRules,
    /// What was sold, in the order it was rung up.
    pub lines: Vec<Line>,
    /// What was taken off the whole order, as it was entered.
    pub order_discount: Option<Discount>,
    /// Its amounts; `totals.lines` stand in the order of `lines`.
    pub totals: Totals,
    /// How it has been paid so far.
    pub tenders: Vec<OrderTender>,
}

impl Order {
    /// Freezes a basket; no tender yet. An empty basket is refused.
    pub fn from_basket(number: OrderNumber, basket: &Basket) -> Result<Self, SaleError> {
        if basket.is_empty() {
            return Err(SaleError::EmptyBasket);
        }
        Ok(Self {
            number,
            currency: basket.currency(),
            tax_rules: basket.tax_rules(),
            lines: basket.lines().to_vec(),
            order_discount: basket.order_discount(),
            totals: basket.totals()?,
            tenders: Vec::new(),
        })
    }

    /// The total to pay, before cash rounding.
    pub fn total(&self) -> Money {
        self.totals.gross
    }

    /// What no tender covers yet.
    pub fn outstanding(&self) -> Result<Money, SaleError> {
        self.tenders.iter().try_fold(self.total(), |left, tender| Ok(left.checked_sub(tender.covers()?)?))
    }

    /// Books a tender. It must fit together and cover something, but not more than is outstanding.
    pub fn add_tender(&mut self, tender: OrderTender) -> Result<(), SaleError> {
        let outstanding = self.outstanding()?;
        let covered = tender.covers()?;
        let out_of_range = SaleError::TenderOutOfRange { tender: covered, outstanding };
        if !tender.is_consistent() || outstanding.checked_sub(covered)?.is_negative() || covered.is_negative()
        {
            return Err(out_of_range);
        }
        // Nothing is only a tender for an order that costs nothing.
        if covered.is_zero() && !outstanding.is_zero() {
            return Err(out_of_range);
        }
        self.tenders.push(tender);
        Ok(())
    }

    /// Whether it is paid to the minor unit: total = tenders − change ± rounding, each tender consistent in itself.
    pub fn balances(&self) -> bool {
        self.tenders.iter().all(OrderTender::is_consistent)
            && self.outstanding().is_ok_and(|left| left.is_zero())
    }

    /// Whether the kept totals are what its lines and discounts come to: a check on what was stored.
    pub fn totals_agree(&self) -> bool {
        compute(self.currency, self.tax_rules, &self.lines, self.order_discount).as_ref() == Ok(&self.totals)
    }

    /// Each line with its amounts.
    pub fn rows(&self) -> impl Iterator<Item = (&Line, &LineTotals)> {
        self.lines.iter().zip(&self.totals.lines)
    }
}

impl OrderNumber {
    /// The `number`th order.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The bare number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// At least six digits: `000123`.
impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:06}", self.0))
    }
}

/// Reads `123` and `000123`.
impl FromStr for OrderNumber {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(Self)
    }
}
