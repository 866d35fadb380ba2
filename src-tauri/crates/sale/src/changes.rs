//! What was taken back or taken off, seen from a basket as it was kept before.

use money::Money;

use crate::{Basket, Discount, ItemCode, ItemName, Line, Quantity, SaleError};

/// Something a cashier took out of a basket or off its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BasketChange {
    /// All lines of a basket that had several.
    BasketVoided {
        /// What was in it.
        lines: Vec<TakenLine>,
        /// What it would have come to, discounts and tax included.
        total: Money,
    },
    /// A line, or some of it.
    LineVoided(TakenLine),
    /// A line costs less, or its price was restored.
    LineDiscounted {
        /// The line as it is now.
        line: TakenLine,
        /// What was entered; `None` restores the price.
        discount: Option<Discount>,
        /// What it takes off now.
        off: Money,
    },
    /// The whole order costs less, or no longer less.
    OrderDiscounted {
        /// What was entered; `None` takes nothing off any more.
        discount: Option<Discount>,
        /// What it takes off now.
        off: Money,
    },
}

/// A line, or the part of it that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenLine {
    /// The article's code.
    pub code: ItemCode,
    /// The article's name.
    pub name: ItemName,
    /// How much of it.
    pub quantity: Quantity,
    /// What it came to: a whole line with its own discount, a part of one without.
    pub amount: Money,
}

impl Basket {
    /// What was taken out or off since the basket was `before`. Ringing up is none of it, and one change made twice in between
    /// is told once, as it stands now.
    ///
    /// # Errors
    /// Amounts that do not add up, which no basket has.
    pub fn changes_since(&self, before: &Basket) -> Result<Vec<BasketChange>, SaleError> {
        let (was, is) = (before.totals()?, self.totals()?);
        let still_there = |line: &Line| self.line(line.id).filter(|now| is_same(line, now));
        let whole =
            before.lines().len() > 1 && !before.lines().iter().any(|line| still_there(line).is_some());
        if whole {
            let lines = before.lines().iter().zip(&was.lines);
            let lines = lines.map(|(line, amounts)| taken(line, line.quantity, amounts.subtotal)).collect();
            return Ok(vec![BasketChange::BasketVoided { lines, total: was.gross }]);
        }
        let mut changes = Vec::new();
        for (line, amounts) in before.lines().iter().zip(&was.lines) {
            match still_there(line) {
                None => {
                    changes.push(BasketChange::LineVoided(taken(line, line.quantity, amounts.subtotal)));
                }
                Some(now) if now.quantity < line.quantity => {
                    let less = line.quantity.thousandths() - now.quantity.thousandths();
                    let amount = line.before_discount()?.checked_sub(now.before_discount()?)?;
                    changes.push(BasketChange::LineVoided(taken(
                        line,
                        Quantity::from_thousandths(less)?,
                        amount,
                    )));
                }
                Some(_) => {}
            }
        }
        for (line, amounts) in self.lines().iter().zip(&is.lines) {
            let discounted_before =
                before.line(line.id).filter(|was| is_same(was, line)).and_then(|was| was.discount);
            if line.discount != discounted_before {
                let (discount, off) = (line.discount, amounts.discount);
                let line = taken(line, line.quantity, amounts.subtotal);
                changes.push(BasketChange::LineDiscounted { line, discount, off });
            }
        }
        if !self.is_empty() && self.order_discount() != before.order_discount() {
            let (discount, off) = (self.order_discount(), is.order_discount);
            changes.push(BasketChange::OrderDiscounted { discount, off });
        }
        Ok(changes)
    }
}

/// Names of lines begin anew in another basket, so the name alone does not tell.
fn is_same(line: &Line, other: &Line) -> bool {
    line.code == other.code && line.unit_price == other.unit_price && line.price_source == other.price_source
}

fn taken(line: &Line, quantity: Quantity, amount: Money) -> TakenLine {
    TakenLine { code: line.code.clone(), name: line.name.clone(), quantity, amount }
}
