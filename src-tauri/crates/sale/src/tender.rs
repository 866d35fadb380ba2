use money::{CashRounding, Money};
use serde::{Deserialize, Serialize};

use crate::{SaleError, largest_total};

/// A way of paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    /// Notes and coins.
    Cash,
    /// A card on a payment terminal, always to the minor unit.
    Card,
}

/// The rest of an order paid in cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashTender {
    /// What is due in cash, rounded to the shop's step.
    pub due: Money,
    /// `due` less what was outstanding: below zero when rounding favours the customer.
    pub rounding: Money,
    /// What the customer handed over.
    pub given: Money,
    /// What goes back: `given − due`.
    pub change: Money,
}

/// A part of an order that is paid. It pays off `amount − rounding` of the total; see [`OrderTender::covers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTender {
    /// How it was paid.
    pub kind: TenderKind,
    /// What stayed in the till or went over the terminal, net of change.
    pub amount: Money,
    /// Cash only: what was handed over.
    pub given: Option<Money>,
    /// Cash only: what went back, zero or above.
    pub change: Option<Money>,
    /// Cash rounding contained in `amount`; zero for cards and for a part paid in cash.
    pub rounding: Money,
}

/// The amount payable in cash for `outstanding`, and the rounding in it (payable − outstanding).
pub fn cash_due(outstanding: Money, rounding: CashRounding) -> Result<(Money, Money), SaleError> {
    let due = rounding.round(outstanding)?;
    Ok((due, due.checked_sub(outstanding)?))
}

/// Pays all of `outstanding` in cash. An error when less than the rounded amount is given, or when that is more than a
/// till may ask: the greatest totals round up beyond it.
pub fn settle_cash(
    outstanding: Money,
    given: Money,
    rounding: CashRounding,
) -> Result<CashTender, SaleError> {
    let (due, rounding) = cash_due(outstanding, rounding)?;
    if due.minor() > largest_total(due.currency()).minor() {
        return Err(SaleError::TotalOutOfRange);
    }
    let change = given.checked_sub(due)?;
    if outstanding.is_negative() || given.minor() > largest_total(given.currency()).minor() {
        return Err(SaleError::TenderOutOfRange { tender: given, outstanding });
    }
    if change.is_negative() {
        return Err(SaleError::GivenTooLittle { due, given });
    }
    Ok(CashTender { due, rounding, given, change })
}

impl OrderTender {
    /// `amount` over a payment terminal.
    pub fn card(amount: Money) -> Self {
        let rounding = Money::zero(amount.currency());
        Self { kind: TenderKind::Card, amount, given: None, change: None, rounding }
    }

    /// A part paid in cash, the rest another way: exact, no rounding and no change.
    pub fn part_cash(amount: Money) -> Self {
        let zero = Money::zero(amount.currency());
        Self { kind: TenderKind::Cash, amount, given: Some(amount), change: Some(zero), rounding: zero }
    }

    /// How much of the order's total this pays off: `amount − rounding`.
    pub fn covers(&self) -> Result<Money, SaleError> {
        Ok(self.amount.checked_sub(self.rounding)?)
    }

    /// Whether its own figures fit together: for cash `amount = given − change`, for cards nothing but the amount.
    pub fn is_consistent(&self) -> bool {
        let not_negative = |money: Money| !money.is_negative();
        match (self.kind, self.given, self.change) {
            (TenderKind::Cash, Some(given), Some(change)) => {
                not_negative(self.amount)
                    && not_negative(change)
                    && given.checked_sub(change) == Ok(self.amount)
            }
            (TenderKind::Card, None, None) => not_negative(self.amount) && self.rounding.is_zero(),
            (TenderKind::Cash | TenderKind::Card, _, _) => false,
        }
    }
}

impl From<CashTender> for OrderTender {
    fn from(cash: CashTender) -> Self {
        Self {
            kind: TenderKind::Cash,
            amount: cash.due,
            given: Some(cash.given),
            change: Some(cash.change),
            rounding: cash.rounding,
        }
    }
}
