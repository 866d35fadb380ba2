//! From the till's own types to what a window shows. No decisions: names and formats only.

mod error;
mod orders;
mod till;

pub use till::{details, till_view};
pub use orders::{order_summary, order_view, receipt_view};

use money::Money;

use super::Amount;

/// An amount in the shop's format.
pub fn amount(money: Money, decimal_mark: char) -> Amount {
    Amount { minor: money.minor().to_string(), text: till::format_amount(money, decimal_mark) }
}
