//! Amounts as decimal text, from JSON to [`Money`] and back, never through a binary float.

use money::{Currency, Money};
use payment::ProviderFault;
use rust_decimal::Decimal;
use serde_json::Number;
use serde_json::value::RawValue;

/// Longer number texts are refused: no amount needs them.
const MAX_DIGITS: usize = 40;
/// Ten to this power is the largest a [`Decimal`] holds.
const MAX_EXPONENT: u32 = 28;

/// An amount in major units as an exact JSON number: `98.75`.
///
/// # Errors
/// `Misconfigured` if the amount has no JSON form, which cannot happen for any [`Money`].
pub fn json_amount(amount: Money) -> Result<Number, ProviderFault> {
    amount.to_string().parse().map_err(|_| ProviderFault::not_possible("amount has no exact form"))
}

/// Reads an amount in major units, written as a JSON number or as text that looks like one.
///
/// # Errors
/// `Unreadable` for anything that is not exactly an amount of the currency: `1e400`, a third decimal of a euro, words.
pub fn read_amount(raw: &RawValue, currency: Currency) -> Result<Money, ProviderFault> {
    let unreadable = |why: &str| ProviderFault::unreadable(format!("amount in the answer: {why}"));
    let text = scalar_text(raw).ok_or_else(|| unreadable("not a number"))?;
    let value = decimal_text(&text).ok_or_else(|| unreadable("not an exact decimal number"))?;
    Money::from_decimal(value, currency).map_err(|error| unreadable(&error.to_string()))
}

/// The text of a JSON string, or of a JSON number as it was written. `None` for everything else.
pub fn scalar_text(raw: &RawValue) -> Option<String> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'"' => serde_json::from_str(text).ok(),
        b'-' | b'0'..=b'9' => Some(text.to_owned()),
        _ => None,
    }
}

/// Reads a number in JSON's grammar, exponents included, without losing a digit. `None` when it is none, or when no
/// [`Decimal`] is exactly it.
pub fn decimal_text(text: &str) -> Option<Decimal> {
    if text.len() > MAX_DIGITS {
        return None;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let value = Decimal::from_str_exact(mantissa).ok()?.normalize();
    if value.is_zero() {
        return Some(Decimal::ZERO);
    }
    let scale = i32::try_from(value.scale()).ok()?.checked_sub(exponent)?;
    match u32::try_from(scale) {
        Ok(scale) => Decimal::try_from_i128_with_scale(value.mantissa(), scale).ok(),
        Err(_) if scale.unsigned_abs() > MAX_EXPONENT => None,
        Err(_) => {
            let factor = 10_i128.checked_pow(scale.unsigned_abs())?;
            Decimal::try_from_i128_with_scale(value.mantissa().checked_mul(factor)?, 0).ok()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str, currency: &str) -> Result<i64, ProviderFault> {
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        read_amount(&raw, currency.parse().unwrap()).map(|money| money.minor())
    }

    #[test]
    fn every_exact_spelling_of_an_amount_is_read() {
        for (json, currency, minor) in [
            ("98.75", "EUR", 9_875),
            ("98.750", "EUR", 9_875),
            ("9875e-2", "EUR", 9_875),
            ("9.875E+1", "EUR", 9_875),
            ("\"98.75\"", "EUR", 9_875),
            ("12", "EUR", 1_200),
            ("500", "JPY", 500),
            ("500.00", "JPY", 500),
            ("0.125", "KWD", 125),
            ("-0.01", "EUR", -1),
            ("0e400", "EUR", 0),
            ("131072.01", "EUR", 13_107_201),
            ("92233720368547758.07", "EUR", i64::MAX),
        ] {
            assert_eq!(read(json, currency).unwrap(), minor, "{json} {currency}");
        }
    }

    #[test]
    fn what_is_not_exactly_an_amount_is_unreadable() {
        for (json, currency) in [
            ("1e400", "EUR"),
            ("1e-400", "EUR"),
            ("1e2147483648", "EUR"),
            ("1e-2147483648", "EUR"),
            ("98.755", "EUR"),
            ("0.5", "JPY"),
            ("92233720368547758.08", "EUR"),
            ("\"NaN\"", "EUR"),
            ("\"Infinity\"", "EUR"),
            ("\"12,50\"", "EUR"),
            ("\"\"", "EUR"),
            ("\"1_000\"", "EUR"),
            ("\" 1\"", "EUR"),
            ("\"+1\"", "EUR"),
            ("\".5\"", "EUR"),
            ("\"٣\"", "EUR"),
            ("true", "EUR"),
            ("null", "EUR"),
            ("[1]", "EUR"),
            (r#"{"$serde_json::private::Number":"98.75"}"#, "EUR"),
            ("0.0000000000000000000000000000000000000000001", "EUR"),
        ] {
            let fault = read(json, currency).expect_err(json);
            assert_eq!(fault.kind(), payment::FaultKind::Unreadable, "{json}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_survives_the_way_out_and_back(minor in any::<i64>(), index in 0_usize..26) {
            let currency = Currency::all().nth(index).unwrap();
            let money = Money::new(minor, currency);
            let json = serde_json::to_string(&json_amount(money).unwrap()).unwrap();
            let raw: Box<RawValue> = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(read_amount(&raw, currency).unwrap(), money);
        }

        #[test]
        fn no_text_makes_reading_panic(text in ".{0,60}", digits in "-?[0-9]{0,30}\\.?[0-9]{0,30}[eE]?[-+]?[0-9]{0,12}") {
            let _ = decimal_text(&text);
            let _ = decimal_text(&digits);
        }
    }
}
