use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::{Currency, Money, MoneyError};

/// Rounds minor units half away from zero, the rule of receipts and tax tables.
pub fn round_half_up(minor_units: Decimal, currency: Currency) -> Result<Money, MoneyError> {
    let whole = minor_units.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    whole.to_i64().map(|minor| Money::new(minor, currency)).ok_or(MoneyError::OutOfRange)
}

/// Splits `total` over `weights` so that the parts sum to it exactly.
///
/// Each part is the exact share rounded down; the minor units left over go to the largest remainders,
/// the earlier part first. Weights must not be negative; with only zero weights everything goes to the first part.
/// No weights: no parts.
pub fn allocate(total: Money, weights: &[i64]) -> Result<Vec<Money>, MoneyError> {
    if weights.is_empty() {
        return Ok(Vec::new());
    }
    if weights.iter().any(|w| *w < 0) {
        return Err(MoneyError::OutOfRange);
    }
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    let mut parts = vec![0_i64; weights.len()];
    if sum == 0 {
        parts[0] = total.minor();
    } else {
        let sign: i128 = if total.is_negative() { -1 } else { 1 };
        let size = i128::from(total.minor()) * sign;
        let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
        let mut given: i128 = 0;
        for (index, weight) in weights.iter().enumerate() {
            let product = size * i128::from(*weight);
            let share = product / sum;
            given += share;
            parts[index] = i64::try_from(share * sign).map_err(|_| MoneyError::OutOfRange)?;
            remainders.push((product % sum, index));
        }
        remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let left = usize::try_from(size - given).map_err(|_| MoneyError::OutOfRange)?;
        let unit = if total.is_negative() { -1 } else { 1 };
        for (_, index) in remainders.into_iter().take(left) {
            parts[index] += unit;
        }
    }
    Ok(parts.into_iter().map(|minor| Money::new(minor, total.currency())).collect())
}

/// The smallest cash step of a shop: totals paid in cash are rounded to it, card totals never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "i64", try_from = "i64")]
pub struct CashRounding {
    step_minor: i64,
}

impl CashRounding {
    /// Cash is exact to the minor unit.
    pub const EXACT: CashRounding = CashRounding { step_minor: 1 };

    /// Rounds to multiples of `step_minor` minor units: 5 for the euro countries that dropped 1 and 2 cents.
    /// `None` unless the step lies between 1 and 100 000.
    pub fn to_step(step_minor: i64) -> Option<Self> {
        (1..=100_000).contains(&step_minor).then_some(Self { step_minor })
    }

    /// The step in minor units.
    pub const fn step_minor(&self) -> i64 {
        self.step_minor
    }

    /// The nearest amount payable in cash, halves away from zero.
    pub fn round(&self, amount: Money) -> Result<Money, MoneyError> {
        let steps = Decimal::from(amount.minor()) / Decimal::from(self.step_minor);
        let whole = round_half_up(steps, amount.currency())?;
        whole
            .minor()
            .checked_mul(self.step_minor)
            .map(|minor| Money::new(minor, amount.currency()))
            .ok_or(MoneyError::OutOfRange)
    }
}

impl From<CashRounding> for i64 {
    fn from(rounding: CashRounding) -> Self {
        rounding.step_minor
    }
}

impl TryFrom<i64> for CashRounding {
    type Error = String;

    fn try_from(step: i64) -> Result<Self, Self::Error> {
        Self::to_step(step).ok_or_else(|| format!("cash step out of range: {step}"))
    }
}
