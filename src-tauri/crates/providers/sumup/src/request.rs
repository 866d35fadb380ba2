//! What leaves: the checkout of a reader, exact to the last minor unit.

use money::{Currency, Money};
use payment::{CardType, Intent, ProviderFault, PurchaseOption, TipOffer};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Number;
use serde_json::value::RawValue;

/// What a checkout takes beyond the amount.
pub const PURCHASE_OPTIONS: &[PurchaseOption] = &[
    PurchaseOption::Description,
    PurchaseOption::Tip,
    PurchaseOption::Instalments,
    PurchaseOption::CardType,
    PurchaseOption::Fiscal,
];

/// Rates a reader is offered at most; more would not fit on its screen.
const MAX_TIP_RATES: usize = 10;

/// `POST …/readers/{id}/checkout`.
#[derive(Serialize)]
pub(crate) struct ReaderCheckout<'a> {
    total_amount: WireAmount,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    affiliate: WireAffiliate<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tip_rates: Vec<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tip_timeout: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    installments: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aade: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct WireAffiliate<'a> {
    app_id: &'a str,
    key: &'a str,
    foreign_transaction_id: &'a str,
}

/// In minor units of SumUp's own: `{"value":1500,"currency":"EUR","minor_unit":2}`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct WireAmount {
    value: i64,
    currency: Currency,
    minor_unit: u8,
}

impl<'a> ReaderCheckout<'a> {
    /// The checkout of a purchase.
    ///
    /// # Errors
    /// `NotPossible`, before anything is sent, for what no reader takes.
    pub(crate) fn of(
        intent: &'a Intent,
        app_id: &'a str,
        key: &'a SecretString,
    ) -> Result<Self, ProviderFault> {
        let options = &intent.options;
        let (tip_rates, tip_timeout) = match &options.tip {
            Some(tip) => (rates(tip)?, tip_timeout(tip)?),
            None => (Vec::new(), None),
        };
        if options.instalments.is_some_and(|count| !(1..=12).contains(&count)) {
            return Err(ProviderFault::not_possible("instalments are 1 to 12"));
        }
        Ok(Self {
            total_amount: WireAmount::of(intent.amount)?,
            description: options.description.as_deref(),
            affiliate: WireAffiliate {
                app_id,
                key: key.expose_secret(),
                foreign_transaction_id: intent.reference.as_str(),
            },
            tip_rates,
            tip_timeout,
            installments: options.instalments,
            card_type: options.card_type.map(|kind| match kind {
                CardType::Credit => "credit",
                CardType::Debit => "debit",
            }),
            aade: options.fiscal.as_deref().map(fiscal).transpose()?,
        })
    }
}

impl WireAmount {
    /// The amount in SumUp's minor units.
    ///
    /// # Errors
    /// `NotPossible` for nothing, less than nothing, and parts SumUp does not count: half a forint.
    pub(crate) fn of(amount: Money) -> Result<Self, ProviderFault> {
        let currency = amount.currency();
        let minor_unit = wire_exponent(currency);
        let refused = || ProviderFault::not_possible(format!("amount {amount} cannot be charged"));
        let step = 10_i64.pow(u32::from(currency.exponent().saturating_sub(minor_unit)));
        if !amount.is_positive() || amount.minor() % step != 0 {
            return Err(refused());
        }
        Ok(Self { value: amount.minor() / step, currency, minor_unit })
    }
}

/// How many decimals SumUp counts. It leaves the decimals of three currencies out that ISO 4217 gives them or not.
pub(crate) fn wire_exponent(currency: Currency) -> u8 {
    match currency.code() {
        "CLP" | "COP" | "HUF" => 0,
        _ => currency.exponent(),
    }
}

fn rates(tip: &TipOffer) -> Result<Vec<Number>, ProviderFault> {
    let ascending = tip.percents.windows(2).all(|pair| pair[0] < pair[1]);
    let in_range = tip.percents.iter().all(|percent| (1..=99).contains(percent));
    if tip.percents.is_empty() || tip.percents.len() > MAX_TIP_RATES || !ascending || !in_range {
        return Err(ProviderFault::not_possible("tips are offered in 1 to 99 percent, ascending"));
    }
    let rate = |percent: &u8| format!("0.{percent:02}").parse();
    tip.percents
        .iter()
        .map(rate)
        .collect::<Result<_, _>>()
        .map_err(|_| ProviderFault::not_possible("a tip rate has no exact form"))
}

fn tip_timeout(tip: &TipOffer) -> Result<Option<u8>, ProviderFault> {
    match tip.timeout_seconds {
        Some(seconds) if !(30..=120).contains(&seconds) => {
            Err(ProviderFault::not_possible("a customer has 30 to 120 seconds to choose a tip"))
        }
        seconds => Ok(seconds),
    }
}

fn fiscal(text: &str) -> Result<Box<RawValue>, ProviderFault> {
    let refused = || ProviderFault::not_possible("the fiscal data is no JSON object");
    if !text.trim_start().starts_with('{') {
        return Err(refused());
    }
    RawValue::from_string(text.trim().to_owned()).map_err(|_| refused())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wire(minor: i64, currency: &str) -> Option<(i64, u8)> {
        let money = Money::new(minor, currency.parse().unwrap());
        WireAmount::of(money).ok().map(|wire| (wire.value, wire.minor_unit))
    }

    #[test]
    fn amounts_are_counted_as_the_vendor_counts_them() {
        for (minor, currency, expected) in [
            (1_500, "EUR", Some((1_500, 2))),
            (13_107_201, "EUR", Some((13_107_201, 2))),
            (i64::MAX, "EUR", Some((i64::MAX, 2))),
            (125_000, "HUF", Some((1_250, 0))),
            (125_050, "HUF", None),
            (500, "CLP", Some((500, 0))),
            (250_000, "COP", Some((2_500, 0))),
            (1, "COP", None),
            (0, "EUR", None),
            (-1, "EUR", None),
        ] {
            assert_eq!(wire(minor, currency), expected, "{minor} {currency}");
        }
    }

    #[test]
    fn tips_are_rates_with_two_exact_decimals() {
        let tip = |percents: &[u8]| TipOffer { percents: percents.to_vec(), timeout_seconds: None };
        let text = serde_json::to_string(&rates(&tip(&[1, 10, 99])).unwrap()).unwrap();
        assert_eq!(text, "[0.01,0.10,0.99]");
        for bad in [&[][..], &[0], &[100], &[10, 5], &[5, 5], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]] {
            assert!(rates(&tip(bad)).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn fiscal_data_is_passed_on_as_it_is_or_not_at_all() {
        let text = r#"{"provider_id":"123","signature":"QjcxRDdB","signature_data":"B71D;;2025"}"#;
        assert_eq!(fiscal(text).unwrap().get(), text);
        for bad in ["", "null", "[]", "{", r#"{"a":1} {"#] {
            assert!(fiscal(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_amount_loses_a_minor_unit(minor in any::<i64>(), index in 0_usize..26) {
            let currency = Currency::all().nth(index).unwrap();
            if let Ok(wire) = WireAmount::of(Money::new(minor, currency)) {
                let step = 10_i64.pow(u32::from(currency.exponent() - wire.minor_unit));
                prop_assert_eq!(wire.value * step, minor);
            }
        }
    }
}
