use serde_json::Value;

use crate::Kind;

/// The longest operator or document name of an entry, in characters; what is longer is cut.
pub const MAX_TEXT: usize = 120;

/// Amounts at one tax rate, in minor units of the entry's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateAmounts {
    /// The rate in thousandths of a percent: 21 % is 21000.
    pub milli_percent: u32,
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// With tax.
    pub gross: i64,
}

/// What is to be written down, before it has its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is about.
    pub kind: Kind,
    /// When, RFC 3339 with the shop's offset: which moment it was and what the clock in the shop showed.
    pub at: String,
    /// Who was at the till; empty when the till did it by itself.
    pub operator: String,
    /// What it belongs to, `order 000123` or `refund 7`; empty when it belongs to none.
    pub document: String,
    /// Everything else, a JSON object.
    pub payload: Value,
    /// The currency of the amounts; empty without amounts.
    pub currency: String,
    /// What moves the perpetual totals, for [`Kind::Sale`] and [`Kind::Refund`] alone.
    pub rates: Vec<RateAmounts>,
}

impl Draft {
    /// An entry without amounts.
    pub fn new(kind: Kind, at: impl Into<String>, operator: &str, document: &str, payload: Value) -> Self {
        Self {
            kind,
            at: at.into(),
            operator: cut(operator),
            document: cut(document),
            payload,
            currency: String::new(),
            rates: Vec::new(),
        }
    }

    /// The same with amounts.
    #[must_use]
    pub fn with_amounts(self, currency: &str, rates: Vec<RateAmounts>) -> Self {
        Self { currency: currency.to_owned(), rates, ..self }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
