//! Amounts as a payment cloud holds them: minor units and a currency it knows.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::AmountView;

/// The currencies the account is set up for, with their decimals (ISO 4217). Kept apart from the till's own
/// table on purpose: an error there must not be repeated here.
const CURRENCIES: [(&str, u32); 22] = [
    ("AUD", 2),
    ("BGN", 2),
    ("BHD", 3),
    ("CAD", 2),
    ("CHF", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HUF", 2),
    ("ISK", 0),
    ("JPY", 0),
    ("KWD", 3),
    ("NOK", 2),
    ("NZD", 2),
    ("PLN", 2),
    ("RON", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("TRY", 2),
    ("USD", 2),
    ("ZAR", 2),
];

/// The most a terminal accepts, in minor units.
const MAX_MINOR: u64 = 99_999_999;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Amount {
    pub(crate) minor: u64,
    pub(crate) currency: String,
}

impl Amount {
    /// Reads an amount in major units from the text of a JSON number, exactly.
    pub(crate) fn parse(value: &Number, currency: &str) -> Result<Self, String> {
        let decimals =
            decimals_of(currency).ok_or_else(|| format!("currency `{currency}` is not supported"))?;
        let text = value.to_string();
        let major = Decimal::from_str_exact(&text)
            .or_else(|_| Decimal::from_scientific(&text))
            .map_err(|_| format!("amount {text} cannot be read"))?;
        let minor = 10_u64.checked_pow(decimals).and_then(|factor| major.checked_mul(Decimal::from(factor)));
        let minor = minor.ok_or_else(|| format!("amount {text} is too high"))?;
        if !minor.is_integer() {
            return Err(format!("amount {text} has more than {decimals} decimals"));
        }
        match minor.to_u64() {
            None | Some(0) => Err(format!("amount {text} is not above zero")),
            Some(minor) if minor > MAX_MINOR => Err(format!("amount {text} is too high")),
            Some(minor) => Ok(Self { minor, currency: currency.to_owned() }),
        }
    }

    /// Major units with the currency's decimals: `98.75`.
    pub(crate) fn value(&self) -> String {
        major_units(self.minor, &self.currency)
    }

    /// The amount in hundredths, which the table of test amounts is about. None for other currencies.
    pub(crate) fn hundredths(&self) -> Option<u64> {
        (decimals_of(&self.currency) == Some(2)).then_some(self.minor)
    }

    pub(crate) fn view(&self) -> AmountView {
        AmountView { value: self.value(), currency: self.currency.clone() }
    }
}

/// Minor units as text in major units.
pub(crate) fn major_units(minor: u64, currency: &str) -> String {
    let decimals = decimals_of(currency).unwrap_or(2);
    match Decimal::try_from_i128_with_scale(i128::from(minor), decimals) {
        Ok(major) => major.to_string(),
        Err(_) => minor.to_string(),
    }
}

fn decimals_of(currency: &str) -> Option<u32> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map(|(_, decimals)| *decimals)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str, currency: &str) -> Result<Amount, String> {
        Amount::parse(&serde_json::from_str(text).unwrap(), currency)
    }

    #[test]
    fn amounts_are_read_from_the_digits_and_never_rounded() {
        assert_eq!(parse("98.75", "EUR").unwrap().minor, 9_875);
        assert_eq!(parse("0.1", "EUR").unwrap().minor, 10);
        assert_eq!(parse("99999.990", "EUR").unwrap().minor, 9_999_999);
        assert_eq!(parse("1e2", "EUR").unwrap().minor, 10_000);
        assert_eq!(parse("500", "JPY").unwrap().minor, 500);
        assert_eq!(parse("1.234", "BHD").unwrap().minor, 1_234);
        for bad in ["0", "0.00", "-1", "0.001", "1000000", "1e30", "1e-30"] {
            assert!(parse(bad, "EUR").is_err(), "{bad}");
        }
        assert!(parse("1.5", "JPY").is_err());
        assert!(parse("1", "XXX").is_err() && parse("1", "eur").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in 1..=MAX_MINOR, at in 0..CURRENCIES.len()) {
            let amount = Amount { minor, currency: CURRENCIES[at].0.to_owned() };
            prop_assert_eq!(parse(&amount.value(), &amount.currency), Ok(amount));
        }
    }
}
