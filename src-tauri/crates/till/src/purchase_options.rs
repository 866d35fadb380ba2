//! What a provider is told about a purchase beyond its amount: from the account's fields and the shop.

use std::collections::BTreeMap;

use payment::{CardType, PurchaseOption, PurchaseOptions, TipOffer};
use sale::OrderNumber;

use crate::{Shop, TillError};

/// The field of an account with the tips its terminals offer: whole percents, as in `5, 10, 15`.
pub const TIP_PERCENTS: &str = "tip_percents";
/// The field of an account with the seconds a customer has to choose a tip.
pub const TIP_SECONDS: &str = "tip_seconds";

/// Tips that are offered at most.
const MAX_TIPS: usize = 5;
/// A description is cut here; providers take at least as much.
const MAX_DESCRIPTION: usize = 100;
/// Longer fiscal data is refused.
const MAX_FISCAL: usize = 4000;

/// A field of an account that is told with every purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OptionField {
    Description,
    TipPercents,
    TipSeconds,
    Instalments,
    CardType,
    Fiscal,
}

impl OptionField {
    const ALL: [Self; 6] = [
        Self::Description,
        Self::TipPercents,
        Self::TipSeconds,
        Self::Instalments,
        Self::CardType,
        Self::Fiscal,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::TipPercents => TIP_PERCENTS,
            Self::TipSeconds => TIP_SECONDS,
            Self::Instalments => "instalments",
            Self::CardType => "card_type",
            Self::Fiscal => "fiscal",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What a provider must take for the field to be shown.
    pub(crate) const fn option(self) -> PurchaseOption {
        match self {
            Self::Description => PurchaseOption::Description,
            Self::TipPercents | Self::TipSeconds => PurchaseOption::Tip,
            Self::Instalments => PurchaseOption::Instalments,
            Self::CardType => PurchaseOption::CardType,
            Self::Fiscal => PurchaseOption::Fiscal,
        }
    }

    /// Refuses what could not be told to a terminal; nothing at all can be.
    pub(crate) fn check(self, text: &str) -> Result<(), TillError> {
        let text = text.trim();
        let fits = text.is_empty()
            || match self {
                Self::Description => {
                    text.chars().count() <= MAX_DESCRIPTION && sale::clean_line(text) == text
                }
                Self::TipPercents => percents(text).is_some(),
                Self::TipSeconds => seconds(text).is_some(),
                Self::Instalments => instalments(text).is_some(),
                Self::CardType => card_type(text).is_some(),
                Self::Fiscal => fiscal(text).is_some(),
            };
        if fits { Ok(()) } else { Err(TillError::PaymentOption(self.name())) }
    }
}

/// The options of a purchase. A field that cannot be read is left out: a sale must not fail for its tips.
pub(crate) fn purchase_options(
    fields: &BTreeMap<String, String>,
    shop: &Shop,
    order: OrderNumber,
) -> PurchaseOptions {
    let field =
        |field: OptionField| fields.get(field.name()).map(|text| text.trim()).filter(|text| !text.is_empty());
    let whose = field(OptionField::Description).unwrap_or(&shop.name);
    let description = format!("{} {order}", sale::clean_line(whose));
    PurchaseOptions {
        description: Some(description.trim().chars().take(MAX_DESCRIPTION).collect()),
        tip: field(OptionField::TipPercents).and_then(percents).map(|percents| TipOffer {
            percents,
            timeout_seconds: field(OptionField::TipSeconds).and_then(seconds),
        }),
        instalments: field(OptionField::Instalments).and_then(instalments),
        card_type: field(OptionField::CardType).and_then(card_type),
        fiscal: field(OptionField::Fiscal).and_then(fiscal),
    }
}

fn seconds(text: &str) -> Option<u8> {
    text.parse().ok().filter(|seconds| (30..=120).contains(seconds))
}

fn instalments(text: &str) -> Option<u8> {
    text.parse().ok().filter(|count| (2..=12).contains(count))
}

fn card_type(text: &str) -> Option<CardType> {
    match text {
        "credit" => Some(CardType::Credit),
        "debit" => Some(CardType::Debit),
        _ => None,
    }
}

/// A JSON object, passed on letter by letter.
fn fiscal(text: &str) -> Option<String> {
    let is_object = text.len() <= MAX_FISCAL
        && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok();
    is_object.then(|| text.to_owned())
}

/// Reads `5, 10, 15` or `5% 10% 15%`, in any order. `None`: not a list of 1 to 5 whole percents.
fn percents(text: &str) -> Option<Vec<u8>> {
    let words = text.split(|c: char| c == ',' || c == ';' || c == '%' || c.is_whitespace());
    let read: Option<Vec<u8>> = words
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok().filter(|percent| (1..=99).contains(percent)))
        .collect();
    let mut percents = read?;
    percents.sort_unstable();
    percents.dedup();
    (1..=MAX_TIPS).contains(&percents.len()).then_some(percents)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tips_are_read_as_people_write_them() {
        for (text, expected) in [
            ("5, 10, 15", Some(vec![5, 10, 15])),
            ("10% 5%", Some(vec![5, 10])),
            ("5;5", Some(vec![5])),
            ("0", None),
            ("100", None),
            ("2.5", None),
            ("ten", None),
            ("1 2 3 4 5 6", None),
            (" , ", None),
        ] {
            assert_eq!(percents(text), expected, "{text}");
        }
    }

    #[test]
    fn what_no_terminal_could_be_told_is_refused_when_it_is_typed() {
        let refused = |name: &str, text: &str| OptionField::named(name).unwrap().check(text).is_err();
        for (name, good, bad) in [
            ("tip_percents", "5, 10", "ten"),
            ("tip_seconds", "60", "10"),
            ("instalments", "3", "13"),
            ("card_type", "debit", "gold"),
            ("fiscal", r#"{"provider_id":"1"}"#, r#"["1"]"#),
            ("description", "Corner, table", "a\u{1b}b"),
        ] {
            assert!(!refused(name, good) && !refused(name, "") && refused(name, bad), "{name}");
        }
        assert!(refused("fiscal", &format!(r#"{{"a":"{}"}}"#, "x".repeat(MAX_FISCAL))));
        assert!(refused("description", &"x".repeat(MAX_DESCRIPTION + 1)));
        assert_eq!(OptionField::named("merchant_code"), None);
    }

    #[test]
    fn an_accounts_fields_are_told_with_every_purchase_and_unreadable_ones_are_left_out() {
        let fields = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect::<BTreeMap<_, _>>()
        };
        let (shop, order) = (Shop::practice(), "7".parse::<OrderNumber>().unwrap());
        let fiscal = r#"{"provider_id":"123","signature_data":1.10}"#;
        let told = purchase_options(
            &fields(&[
                ("description", "Terrace"),
                ("tip_percents", "10 5"),
                ("tip_seconds", "45"),
                ("instalments", "3"),
                ("card_type", "credit"),
                ("fiscal", fiscal),
            ]),
            &shop,
            order,
        );
        assert_eq!(told.description.as_deref(), Some(format!("Terrace {order}").as_str()));
        let tip = told.tip.unwrap();
        assert_eq!((tip.percents, tip.timeout_seconds), (vec![5, 10], Some(45)));
        assert_eq!((told.instalments, told.card_type), (Some(3), Some(CardType::Credit)));
        assert_eq!(told.fiscal.as_deref(), Some(fiscal), "letter by letter");

        let bad = [("instalments", "1"), ("card_type", "x"), ("fiscal", "{"), ("tip_percents", "x")];
        let told = purchase_options(&fields(&bad), &shop, order);
        let plain = PurchaseOptions {
            description: Some(format!("{} {order}", shop.name)),
            ..PurchaseOptions::default()
        };
        assert_eq!(told, plain);
    }
}
