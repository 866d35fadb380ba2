use std::cmp::Reverse;

use money::{Currency, Money, MoneyError, allocate};
use serde::{Deserialize, Serialize};

use crate::{Discount, Line, LineId, SaleError, TaxMode, TaxRate, TaxRounding, TaxRules};

/// The most tax rates in one order: the letters A to Z.
pub const MAX_TAX_RATES: usize = 26;

/// Every amount of a basket or order. With [`TaxMode::Inclusive`] line amounts contain the tax; with
/// [`TaxMode::Exclusive`] they do not, and `net`, `tax` and `gross` say the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// One per line, in the same order.
    pub lines: Vec<LineTotals>,
    /// Sum of the lines' subtotals: after line discounts, before the order discount.
    pub subtotal: Money,
    /// What is really taken off the whole order, zero or above.
    pub order_discount: Money,
    /// One per tax rate, the highest rate first.
    pub tax_rows: Vec<TaxRow>,
    /// Total without tax.
    pub net: Money,
    /// All tax.
    pub tax: Money,
    /// The total to pay, tax included, before cash rounding.
    pub gross: Money,
}

/// The amounts of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTotals {
    /// The line.
    pub line: LineId,
    /// The letter of its tax rate in the tax table.
    pub letter: char,
    /// Unit price times quantity.
    pub before_discount: Money,
    /// What its own discount takes off, zero or above.
    pub discount: Money,
    /// What a receipt prints beside the line: `before_discount − discount`.
    pub subtotal: Money,
    /// Its part of the order discount, zero or above.
    pub order_discount_share: Money,
    /// What is charged for it in the shop's tax mode: `subtotal − order_discount_share`.
    pub total: Money,
    /// Its total without tax.
    pub net: Money,
    /// Its part of the tax.
    pub tax: Money,
    /// Its total with tax.
    pub gross: Money,
}

/// One row of the tax table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRow {
    /// A for the highest rate of the order, then B, C …
    pub letter: char,
    /// The rate.
    pub rate: TaxRate,
    /// Sum without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// Sum with tax.
    pub gross: Money,
}

/// The largest amount of a line or an order: 99 999 999 and all decimals, in major units.
pub fn largest_total(currency: Currency) -> Money {
    Money::new(10_i64.pow(8 + u32::from(currency.exponent())) - 1, currency)
}

/// The amounts of `lines`. Refuses what [`SaleError`] names: out of range, too many rates, a discount above its line.
pub(crate) fn compute(
    currency: Currency,
    rules: TaxRules,
    lines: &[Line],
    order_discount: Option<Discount>,
) -> Result<Totals, SaleError> {
    let mut amounts = discounted(currency, lines)?;
    let subtotal = in_range(sum(currency, &amounts, |line| line.subtotal)?)?;
    let order_discount = match order_discount {
        Some(discount) => discount.up_to(subtotal)?,
        None => Money::zero(currency),
    };
    let weights: Vec<i64> = amounts.iter().map(|line| line.subtotal.minor()).collect();
    for (line, share) in amounts.iter_mut().zip(allocate(order_discount, &weights)?) {
        line.order_discount_share = share;
        line.total = line.subtotal.checked_sub(share)?;
    }
    let tax_rows = tax_rows(currency, rules, lines, &mut amounts)?;
    Ok(Totals {
        subtotal,
        order_discount,
        net: sum(currency, &amounts, |line| line.net)?,
        tax: sum(currency, &amounts, |line| line.tax)?,
        gross: in_range(sum(currency, &amounts, |line| line.gross)?)?,
        lines: amounts,
        tax_rows,
    })
}

/// What the lines come to after their own discounts.
pub(crate) fn subtotal(currency: Currency, lines: &[Line]) -> Result<Money, SaleError> {
    Ok(sum(currency, &discounted(currency, lines)?, |line| line.subtotal)?)
}

/// The lines with their own discounts; order discount and tax are still zero.
fn discounted(currency: Currency, lines: &[Line]) -> Result<Vec<LineTotals>, SaleError> {
    let zero = Money::zero(currency);
    let amounts = lines.iter().map(|line| {
        // Adding to zero refuses a line of another currency.
        let before_discount = zero.checked_add(line.before_discount()?)?;
        let discount = match line.discount {
            Some(discount) => discount.on(before_discount)?,
            None => zero,
        };
        let subtotal = before_discount.checked_sub(discount)?;
        Ok(LineTotals {
            line: line.id,
            letter: 'A',
            before_discount,
            discount,
            subtotal,
            order_discount_share: zero,
            total: subtotal,
            net: zero,
            tax: zero,
            gross: zero,
        })
    });
    amounts.collect()
}

/// Fills in letter, net, tax and gross of each line and sums them per rate.
fn tax_rows(
    currency: Currency,
    rules: TaxRules,
    lines: &[Line],
    amounts: &mut [LineTotals],
) -> Result<Vec<TaxRow>, SaleError> {
    let mut rates: Vec<TaxRate> = lines.iter().map(|line| line.tax).collect();
    rates.sort_unstable_by_key(|rate| Reverse(*rate));
    rates.dedup();
    if rates.len() > MAX_TAX_RATES {
        return Err(SaleError::TooManyTaxRates);
    }
    let rows = rates.into_iter().zip('A'..='Z').map(|(rate, letter)| {
        let of_rate: Vec<usize> = (0..lines.len()).filter(|index| lines[*index].tax == rate).collect();
        let totals: Vec<Money> = of_rate.iter().map(|index| amounts[*index].total).collect();
        let mut row = TaxRow {
            letter,
            rate,
            net: Money::zero(currency),
            tax: Money::zero(currency),
            gross: Money::zero(currency),
        };
        for (index, tax) in of_rate.into_iter().zip(line_taxes(currency, rules, rate, &totals)?) {
            let line = &mut amounts[index];
            line.letter = letter;
            line.tax = tax;
            (line.net, line.gross) = match rules.mode {
                TaxMode::Inclusive => (line.total.checked_sub(tax)?, line.total),
                TaxMode::Exclusive => (line.total, line.total.checked_add(tax)?),
            };
            row.net = row.net.checked_add(line.net)?;
            row.tax = row.tax.checked_add(line.tax)?;
            row.gross = row.gross.checked_add(line.gross)?;
        }
        Ok(row)
    });
    rows.collect()
}

/// The tax of each line of one rate.
fn line_taxes(
    currency: Currency,
    rules: TaxRules,
    rate: TaxRate,
    totals: &[Money],
) -> Result<Vec<Money>, MoneyError> {
    let tax_of = |amount: Money| match rules.mode {
        TaxMode::Inclusive => rate.tax_within(amount),
        TaxMode::Exclusive => rate.tax_upon(amount),
    };
    match rules.rounding {
        TaxRounding::PerLine => totals.iter().map(|total| tax_of(*total)).collect(),
        TaxRounding::PerRate => {
            let tax = tax_of(Money::sum(currency, totals.iter().copied())?)?;
            let weights: Vec<i64> = totals.iter().map(Money::minor).collect();
            allocate(tax, &weights)
        }
    }
}

fn sum(
    currency: Currency,
    lines: &[LineTotals],
    amount: fn(&LineTotals) -> Money,
) -> Result<Money, MoneyError> {
    Money::sum(currency, lines.iter().map(amount))
}

fn in_range(amount: Money) -> Result<Money, SaleError> {
    if amount.minor() > largest_total(amount.currency()).minor() {
        Err(SaleError::TotalOutOfRange)
    } else {
        Ok(amount)
    }
}
