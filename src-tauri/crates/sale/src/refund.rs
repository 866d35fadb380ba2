//! What can be given back of a paid order, and what a refund of part of it means for each line and its tax.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use money::{Currency, Money, MoneyError, allocate};
use serde::{Deserialize, Serialize};

use crate::{ItemName, Order, OrderNumber, Quantity, TaxRate, TaxRow, Unit};

/// The number of a refund in its shop, as printed: `R000012`. Counted apart from orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RefundNumber(u64);

/// What of an order is to be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundScope {
    /// All that is left.
    Rest,
    /// An amount, tax included: it takes its share of every line that is left.
    Amount(Money),
    /// Lines by their position, counted from 1; without a quantity all that is left of the line.
    Lines(Vec<(u32, Option<Quantity>)>),
}

/// What is left of a line after the refunds before: quantity and amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineLeft {
    /// Its position, counted from 1.
    pub position: u32,
    /// Thousandths of a piece or kilogram, zero or above.
    pub thousandths: i64,
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

/// What earlier refunds took of a line, added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineTaken {
    /// Its position, counted from 1.
    pub position: u32,
    /// Thousandths of a piece or kilogram.
    pub thousandths: i64,
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

/// A refund as it is kept: its lines, its tax, its total. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The order it belongs to. `None`: without a purchase.
    pub order: Option<OrderNumber>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether lines or an amount were chosen.
    pub basis: RefundBasis,
    /// What it takes of each line, in the order of the sale. Empty for a refund that is not of goods.
    pub lines: Vec<RefundLine>,
    /// One per tax rate, with the letters of the original receipt.
    pub tax_rows: Vec<TaxRow>,
    /// Total without tax.
    pub net: Money,
    /// All tax.
    pub tax: Money,
    /// What is given back, before cash rounding; above zero.
    pub total: Money,
}

/// What a refund was measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundBasis {
    /// Goods, line by line.
    Lines,
    /// An amount of a sale of goods.
    Amount,
    /// A payment that came too much, or an amount without a purchase: no goods and no tax.
    Payment,
}

/// What a refund takes of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// Its position in the order, counted from 1.
    pub position: u32,
    /// The article's name.
    pub name: ItemName,
    /// What the quantity counts.
    pub unit: Unit,
    /// How much comes back; `None` for a share of an amount.
    pub quantity: Option<Quantity>,
    /// The letter of its rate on the original receipt.
    pub tax_letter: char,
    /// Its tax rate.
    pub rate: TaxRate,
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
}

/// Why a refund was refused. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// Everything has been given back, or is being given back.
    #[error("nothing is left to refund")]
    NothingLeft,
    /// Nothing, or less than nothing.
    #[error("refund is not above zero")]
    NotPositive,
    /// More than is left.
    #[error("refund of {asked:?} and {left:?} left")]
    TooMuch {
        /// What was asked for.
        asked: Money,
        /// What is left.
        left: Money,
    },
    /// The order has no such line.
    #[error("unknown line: {0}")]
    UnknownLine(u32),
    /// More of a line than is left of it.
    #[error("line {position}: {left} thousandths left")]
    TooMuchOfLine {
        /// Its position, counted from 1.
        position: u32,
        /// What is left of it, in thousandths.
        left: i64,
    },
    /// A counted article cannot come back in parts.
    #[error("pieces must be whole")]
    PiecesMustBeWhole,
    /// Amounts that do not fit together.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl LineLeft {
    /// With tax.
    pub fn gross(&self) -> Result<Money, MoneyError> {
        self.net.checked_add(self.tax)
    }

    /// The quantity, if any is left.
    pub fn quantity(&self) -> Option<Quantity> {
        Quantity::from_thousandths(self.thousandths).ok()
    }

    /// The part of `gross` in what is left, split so that repeated parts sum to the line to the minor unit.
    fn part(&self, gross: Money) -> Result<(Money, Money), MoneyError> {
        let parts = allocate(gross, &[self.net.minor(), self.tax.minor()])?;
        match parts.as_slice() {
            [net, tax] => Ok((*net, *tax)),
            _ => Err(MoneyError::OutOfRange),
        }
    }
}

/// What is left of each line of `order`, in its order, after what earlier refunds took.
pub fn lines_left(order: &Order, taken: &[LineTaken]) -> Result<Vec<LineLeft>, RefundError> {
    let lines = order.rows().zip(1_u32..).map(|((line, amounts), position)| {
        let mut left = LineLeft {
            position,
            thousandths: line.quantity.thousandths(),
            net: amounts.net,
            tax: amounts.tax,
        };
        for earlier in taken.iter().filter(|earlier| earlier.position == position) {
            // A refund that was taken for not made and came late can take more than there was: nothing is left then.
            left.thousandths = (left.thousandths - earlier.thousandths).max(0);
            left.net = not_below_nothing(left.net.checked_sub(earlier.net)?);
            left.tax = not_below_nothing(left.tax.checked_sub(earlier.tax)?);
        }
        Ok(left)
    });
    lines.collect()
}

fn not_below_nothing(amount: Money) -> Money {
    if amount.is_negative() { Money::zero(amount.currency()) } else { amount }
}

/// The sum of what is left, tax included.
pub fn goods_left(order: &Order, left: &[LineLeft]) -> Result<Money, RefundError> {
    Ok(left.iter().try_fold(Money::zero(order.currency), |sum, line| sum.checked_add(line.gross()?))?)
}

impl Refund {
    /// The refund of `scope` of a paid order of which `left` is left, to a payment that can give back `limit`.
    ///
    /// The rest of an order is whatever goods and payment both have left.
    pub fn of_goods(
        order: &Order,
        left: &[LineLeft],
        scope: &RefundScope,
        limit: Money,
    ) -> Result<Self, RefundError> {
        let goods = goods_left(order, left)?;
        let available = if limit.minor() < goods.minor() { limit } else { goods };
        if !available.is_positive() {
            return Err(RefundError::NothingLeft);
        }
        let (basis, lines) = match scope {
            RefundScope::Rest if available == goods => (RefundBasis::Lines, all_left(order, left)?),
            RefundScope::Rest => (RefundBasis::Amount, shares(order, left, available)?),
            RefundScope::Amount(amount) => {
                within(*amount, available)?;
                (RefundBasis::Amount, shares(order, left, *amount)?)
            }
            RefundScope::Lines(chosen) => (RefundBasis::Lines, chosen_lines(order, left, chosen)?),
        };
        let refund = Self::from_lines(order, basis, lines)?;
        within(refund.total, available)?;
        Ok(refund)
    }

    /// A refund that gives back a payment and no goods.
    pub fn of_payment(order: Option<OrderNumber>, amount: Money) -> Result<Self, RefundError> {
        if !amount.is_positive() {
            return Err(RefundError::NotPositive);
        }
        let currency = amount.currency();
        Ok(Self {
            order,
            currency,
            basis: RefundBasis::Payment,
            lines: Vec::new(),
            tax_rows: Vec::new(),
            net: amount,
            tax: Money::zero(currency),
            total: amount,
        })
    }

    fn from_lines(order: &Order, basis: RefundBasis, lines: Vec<RefundLine>) -> Result<Self, RefundError> {
        let zero = Money::zero(order.currency);
        let mut tax_rows: Vec<TaxRow> = Vec::new();
        for line in &lines {
            let index = tax_rows.iter().position(|row| row.letter == line.tax_letter);
            let index = index.unwrap_or_else(|| {
                let (letter, rate) = (line.tax_letter, line.rate);
                tax_rows.push(TaxRow { letter, rate, net: zero, tax: zero, gross: zero });
                tax_rows.len() - 1
            });
            let row = &mut tax_rows[index];
            row.net = row.net.checked_add(line.net)?;
            row.tax = row.tax.checked_add(line.tax)?;
            row.gross = row.gross.checked_add(line.gross)?;
        }
        tax_rows.sort_by_key(|row| row.letter);
        let sum = |amount: fn(&RefundLine) -> Money| Money::sum(order.currency, lines.iter().map(amount));
        Ok(Self {
            order: Some(order.number),
            currency: order.currency,
            basis,
            net: sum(|line| line.net)?,
            tax: sum(|line| line.tax)?,
            total: sum(|line| line.gross)?,
            tax_rows,
            lines,
        })
    }
}

fn within(asked: Money, left: Money) -> Result<(), RefundError> {
    if !asked.is_positive() {
        return Err(RefundError::NotPositive);
    }
    if left.checked_sub(asked)?.is_negative() {
        return Err(RefundError::TooMuch { asked, left });
    }
    Ok(())
}

fn all_left(order: &Order, left: &[LineLeft]) -> Result<Vec<RefundLine>, RefundError> {
    let with_money = left.iter().filter(|line| line.net.is_positive() || line.tax.is_positive());
    with_money.map(|line| taken_line(order, line, line.quantity(), (line.net, line.tax))).collect()
}

fn shares(order: &Order, left: &[LineLeft], amount: Money) -> Result<Vec<RefundLine>, RefundError> {
    let weights =
        left.iter().map(|line| Ok(line.gross()?.minor())).collect::<Result<Vec<_>, MoneyError>>()?;
    let parts = allocate(amount, &weights)?;
    let mut lines = Vec::new();
    for (line, gross) in left.iter().zip(parts).filter(|(_, gross)| gross.is_positive()) {
        lines.push(taken_line(order, line, None, line.part(gross)?)?);
    }
    Ok(lines)
}

fn chosen_lines(
    order: &Order,
    left: &[LineLeft],
    chosen: &[(u32, Option<Quantity>)],
) -> Result<Vec<RefundLine>, RefundError> {
    let mut lines: Vec<RefundLine> = Vec::new();
    for (position, quantity) in chosen {
        let line = left.iter().find(|line| line.position == *position);
        let line = line.ok_or(RefundError::UnknownLine(*position))?;
        let too_much = RefundError::TooMuchOfLine { position: *position, left: line.thousandths };
        let Some(quantity) = quantity.or_else(|| line.quantity()) else { return Err(too_much) };
        // A line that is named twice would be counted against what is left only once.
        if quantity.thousandths() > line.thousandths || lines.iter().any(|taken| taken.position == *position)
        {
            return Err(too_much);
        }
        let part = if quantity.thousandths() == line.thousandths {
            (line.net, line.tax)
        } else {
            let rest = line.thousandths - quantity.thousandths();
            let parts = allocate(line.gross()?, &[quantity.thousandths(), rest])?;
            line.part(parts.first().copied().unwrap_or(Money::zero(order.currency)))?
        };
        let taken = taken_line(order, line, Some(quantity), part)?;
        if taken.unit == Unit::Piece && !quantity.is_whole() {
            return Err(RefundError::PiecesMustBeWhole);
        }
        lines.push(taken);
    }
    lines.sort_by_key(|line| line.position);
    Ok(lines)
}

fn taken_line(
    order: &Order,
    left: &LineLeft,
    quantity: Option<Quantity>,
    (net, tax): (Money, Money),
) -> Result<RefundLine, RefundError> {
    let index = usize::try_from(left.position).unwrap_or(usize::MAX).wrapping_sub(1);
    let (line, amounts) = order.rows().nth(index).ok_or(RefundError::UnknownLine(left.position))?;
    Ok(RefundLine {
        position: left.position,
        name: line.name.clone(),
        unit: line.unit,
        quantity,
        tax_letter: amounts.letter,
        rate: line.tax,
        net,
        tax,
        gross: net.checked_add(tax)?,
    })
}

impl RefundNumber {
    /// The `number`th refund.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The bare number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// At least six digits behind an R: `R000012`.
impl fmt::Display for RefundNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("R{:06}", self.0))
    }
}

/// Reads `R000012`, `r12` and `12`.
impl FromStr for RefundNumber {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        text.strip_prefix(['R', 'r']).unwrap_or(text).parse().map(Self)
    }
}
