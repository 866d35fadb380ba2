//! Amounts as SumUp counts them: minor units of the currencies its description names.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::world::AmountView;

/// The vendor's list, with the decimals a checkout on a reader must name. HUF has none here although ISO 4217 gives it
/// two. Kept apart from the till's own table on purpose: an error there must not be repeated here.
const CURRENCIES: [(&str, u32); 16] = [
    ("BGN", 2),
    ("BRL", 2),
    ("CHF", 2),
    ("CLP", 0),
    ("COP", 0),
    ("CZK", 2),
    ("DKK", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HRK", 2),
    ("HUF", 0),
    ("NOK", 2),
    ("PLN", 2),
    ("RON", 2),
    ("SEK", 2),
    ("USD", 2),
];

/// The most a payment may be, in minor units.
const MAX_MINOR: u64 = 99_999_999;

/// A positive amount, or zero for a tip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SumupAmount {
    pub(crate) minor: u64,
    pub(crate) currency: String,
}

impl SumupAmount {
    /// What a checkout on a reader names: minor units and their number of decimals.
    pub(crate) fn of_minor(value: &Number, minor_unit: &Number, currency: &str) -> Result<Self, String> {
        let decimals =
            decimals_of(currency).ok_or_else(|| format!("currency {currency} is not supported"))?;
        if minor_unit.as_u64() != Some(u64::from(decimals)) {
            return Err(format!("minor_unit of {currency} must be {decimals}"));
        }
        match value.as_u64() {
            Some(minor @ 1..=MAX_MINOR) => Ok(Self { minor, currency: currency.to_owned() }),
            _ => Err(format!("value must be an integer from 1 to {MAX_MINOR}")),
        }
    }

    /// What everything else names: major units as a JSON number, read from its digits.
    pub(crate) fn of_major(value: &Number, currency: &str) -> Result<Self, String> {
        let decimals =
            decimals_of(currency).ok_or_else(|| format!("currency {currency} is not supported"))?;
        let text = value.to_string();
        let major = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text));
        let minor = major.ok().and_then(|major| major.checked_mul(Decimal::from(10_u64.pow(decimals))));
        match minor.filter(Decimal::is_integer).and_then(|minor| minor.to_u64()) {
            Some(minor @ 1..=MAX_MINOR) => Ok(Self { minor, currency: currency.to_owned() }),
            _ => Err(format!("amount {text} is not a payable amount of {currency}")),
        }
    }

    pub(crate) fn with_minor(&self, minor: u64) -> Self {
        Self { minor, currency: self.currency.clone() }
    }

    /// Major units with all decimals: `10.10`.
    pub(crate) fn text(&self) -> String {
        self.major().to_string()
    }

    /// Major units as the vendor's JSON writes them, without trailing zeros: `10.1`.
    pub(crate) fn number(&self) -> Number {
        let text = self.major().normalize().to_string();
        text.parse().unwrap_or_else(|_| Number::from(self.minor))
    }

    pub(crate) fn decimals(&self) -> u32 {
        decimals_of(&self.currency).unwrap_or(2)
    }

    fn major(&self) -> Decimal {
        Decimal::try_from_i128_with_scale(i128::from(self.minor), self.decimals()).unwrap_or_default()
    }

    /// The amount in hundredths, which the table of test amounts is about. None for other currencies.
    pub(crate) fn hundredths(&self) -> Option<u64> {
        (self.decimals() == 2).then_some(self.minor)
    }

    pub(crate) fn view(&self) -> AmountView {
        AmountView { value: self.text(), currency: self.currency.clone() }
    }

    /// So many per cent of it, half a minor unit upwards.
    pub(crate) fn percent(&self, percent: u8) -> u64 {
        (self.minor * u64::from(percent) + 50) / 100
    }
}

pub(crate) fn is_currency(code: &str) -> bool {
    decimals_of(code).is_some()
}

fn decimals_of(currency: &str) -> Option<u32> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map(|(_, decimals)| *decimals)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_checkout_must_name_the_decimals_the_vendor_gives_the_currency() {
        let read = |value, unit, currency| SumupAmount::of_minor(&number(value), &number(unit), currency);
        assert_eq!(read("1500", "2", "EUR").unwrap().text(), "15.00");
        assert_eq!(read("1500", "0", "HUF").unwrap().text(), "1500");
        for (value, unit, currency) in [
            ("1500", "2", "HUF"),
            ("1", "0", "EUR"),
            ("0", "2", "EUR"),
            ("1.5", "2", "EUR"),
            ("1", "2", "ZAR"),
        ] {
            assert!(read(value, unit, currency).is_err(), "{value} {unit} {currency}");
        }
    }

    #[test]
    fn trailing_zeros_are_not_written() {
        let amount = |minor| SumupAmount { minor, currency: "EUR".to_owned() };
        assert_eq!(amount(1_010).number().to_string(), "10.1");
        assert_eq!(amount(1_000).number().to_string(), "10");
        assert_eq!(amount(13_107_201).number().to_string(), "131072.01");
        assert_eq!(amount(0).number().to_string(), "0");
        assert_eq!((amount(1_005).percent(10), amount(1_004).percent(10)), (101, 100));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in 1..=MAX_MINOR, at in 0..CURRENCIES.len()) {
            let amount = SumupAmount { minor, currency: CURRENCIES[at].0.to_owned() };
            prop_assert_eq!(SumupAmount::of_major(&amount.number(), &amount.currency), Ok(amount));
        }
    }
}
