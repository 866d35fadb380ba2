//! A small shop for the tests: articles, rates, amounts.

use money::{Currency, Money};
use sale::{
    Basket, CatalogueItem, Discount, ItemCode, ItemName, Percent, Quantity, TaxMode, TaxRate, TaxRounding,
    TaxRules, Unit,
};

pub(crate) const INCLUSIVE: TaxRules = TaxRules { mode: TaxMode::Inclusive, rounding: TaxRounding::PerRate };
pub(crate) const EXCLUSIVE: TaxRules = TaxRules { mode: TaxMode::Exclusive, rounding: TaxRounding::PerRate };

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(crate) fn rate(percent: &str) -> TaxRate {
    TaxRate::parse(percent).unwrap()
}

pub(crate) fn percent_off(percent: &str) -> Discount {
    Discount::Percent(Percent::parse(percent).unwrap())
}

pub(crate) fn pieces(count: u32) -> Quantity {
    Quantity::whole(count).unwrap()
}

pub(crate) fn grams(grams: i64) -> Quantity {
    Quantity::from_thousandths(grams).unwrap()
}

/// A counted article.
pub(crate) fn piece(code: &str, price_minor: i64, tax: &str) -> CatalogueItem {
    CatalogueItem {
        code: ItemCode::new(code).unwrap(),
        name: ItemName::new(&format!("Article {code}")).unwrap(),
        price: eur(price_minor),
        tax: rate(tax),
        category: None,
        unit: Unit::Piece,
        picture: None,
        colour: None,
        aliases: Vec::new(),
    }
}

/// An article sold by weight.
pub(crate) fn by_weight(code: &str, price_per_kg_minor: i64, tax: &str) -> CatalogueItem {
    CatalogueItem { unit: Unit::Kilogram, ..piece(code, price_per_kg_minor, tax) }
}

pub(crate) fn basket(rules: TaxRules) -> Basket {
    Basket::new(Currency::EUR, rules)
}
