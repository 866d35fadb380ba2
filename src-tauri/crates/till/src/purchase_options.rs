//! What a provider is told about a purchase beyond its amount: from the account's fields and the shop.

use std::collections::BTreeMap;

use payment::{PurchaseOptions, TipOffer};
use sale::OrderNumber;

use crate::Shop;

/// The field of an account with the tips its terminals offer: whole percents, as in `5, 10, 15`.
pub const TIP_PERCENTS: &str = "tip_percents";
/// The field of an account with the seconds a customer has to choose a tip.
pub const TIP_SECONDS: &str = "tip_seconds";

/// Tips that are offered at most.
const MAX_TIPS: usize = 5;
/// A description is cut here; providers take at least as much.
const MAX_DESCRIPTION: usize = 100;

/// The options of a purchase. A field that cannot be read is left out: a sale must not fail for its tips.
pub(crate) fn purchase_options(
    fields: &BTreeMap<String, String>,
    shop: &Shop,
    order: OrderNumber,
) -> PurchaseOptions {
    let description = format!("{} {order}", sale::clean_line(&shop.name));
    let field = |name: &str| fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    PurchaseOptions {
        description: Some(description.trim().chars().take(MAX_DESCRIPTION).collect()),
        tip: field(TIP_PERCENTS).and_then(percents).map(|percents| TipOffer {
            percents,
            timeout_seconds: field(TIP_SECONDS)
                .and_then(|text| text.parse().ok())
                .filter(|seconds| (30..=120).contains(seconds)),
        }),
        ..PurchaseOptions::default()
    }
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
}
