//! Money: integer minor units with their currency, named rounding, allocation whose parts sum to the whole.
//!
//! There is no floating point here and no way to mix currencies: arithmetic is checked and says so.

mod amount;
mod currency;
mod rounding;

pub use amount::{Money, MoneyError};
pub use currency::{Currency, UnknownCurrency};
pub use rounding::{CashRounding, allocate, round_half_up};
