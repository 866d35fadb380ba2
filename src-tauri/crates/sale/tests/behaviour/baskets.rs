//! What a cashier does to a basket.

use money::{Currency, Money, MoneyError};
use sale::{
    Basket, Discount, EmbeddedContent, LineId, MAX_LINES, PriceSource, Quantity, QuantityError, SaleError,
    Unit,
};

use crate::shop::{INCLUSIVE, basket, by_weight, eur, grams, percent_off, piece, pieces};

#[test]
fn a_rescan_counts_up_the_same_line() {
    let mut basket = basket(INCLUSIVE);
    let first = basket.add(&piece("cola", 100, "9"), pieces(1)).unwrap();
    basket.add(&piece("chips", 200, "9"), pieces(1)).unwrap();
    let again = basket.add(&piece("cola", 100, "9"), pieces(2)).unwrap();
    assert_eq!(first, again);
    assert_eq!(basket.line(first).unwrap().quantity, pieces(3));
    assert_eq!(basket.lines().len(), 2);
}

#[test]
fn a_new_price_or_a_discount_starts_a_new_line() {
    let mut basket = basket(INCLUSIVE);
    let first = basket.add(&piece("cola", 100, "9"), pieces(1)).unwrap();
    let dearer = basket.add(&piece("cola", 110, "9"), pieces(1)).unwrap();
    assert_ne!(first, dearer);
    basket.discount_line(first, percent_off("50")).unwrap();
    let full_price = basket.add(&piece("cola", 100, "9"), pieces(1)).unwrap();
    assert_ne!(full_price, first, "one discounted bottle does not discount the next");
    basket.remove_discount(first).unwrap();
    assert_eq!(basket.add(&piece("cola", 110, "9"), pieces(1)).unwrap(), dearer);
}

#[test]
fn each_weighing_is_a_line_of_its_own() {
    let mut basket = basket(INCLUSIVE);
    let apples = by_weight("apples", 299, "9");
    let first = basket.add(&apples, grams(500)).unwrap();
    let second = basket.add(&apples, grams(500)).unwrap();
    assert_ne!(first, second);
    assert_eq!(
        basket.change_quantity_by(first, 1),
        Err(SaleError::NotCounted),
        "a weight is measured, not counted"
    );
    basket.set_quantity(first, grams(480)).unwrap();
    assert_eq!(basket.line(first).unwrap().quantity, grams(480));
}

#[test]
fn quantity_two_then_two_again_is_two_and_not_twenty_two() {
    // A till that keeps the digits of the last entry turned 2, 2 into 22 (odoo/odoo#75710).
    let mut basket = basket(INCLUSIVE);
    let id = basket.add(&piece("cola", 100, "9"), pieces(1)).unwrap();
    basket.set_quantity(id, pieces(2)).unwrap();
    basket.set_quantity(id, pieces(2)).unwrap();
    assert_eq!(basket.line(id).unwrap().quantity, pieces(2));
    assert_eq!(basket.totals().unwrap().gross, eur(200));
}

#[test]
fn counting_down_stops_above_zero_so_that_a_line_only_leaves_by_a_void() {
    let mut basket = basket(INCLUSIVE);
    let id = basket.add(&piece("cola", 100, "9"), pieces(2)).unwrap();
    basket.change_quantity_by(id, -1).unwrap();
    assert_eq!(basket.change_quantity_by(id, -1), Err(SaleError::Quantity(QuantityError::NotPositive)));
    assert_eq!(basket.change_quantity_by(id, i32::MIN), Err(SaleError::Quantity(QuantityError::NotPositive)));
    assert_eq!(basket.change_quantity_by(id, i32::MAX), Err(SaleError::Quantity(QuantityError::TooLarge)));
    assert_eq!(basket.line(id).unwrap().quantity, pieces(1));
    assert_eq!(basket.void_line(id).unwrap().quantity, pieces(1));
    assert!(basket.is_empty());
}

#[test]
fn a_voided_line_is_gone_and_its_name_is_never_given_again() {
    let mut basket = basket(INCLUSIVE);
    let first = basket.add(&piece("a", 100, "9"), pieces(1)).unwrap();
    basket.void_line(first).unwrap();
    let second = basket.add(&piece("b", 100, "9"), pieces(1)).unwrap();
    assert_ne!(first, second);
    assert_eq!(basket.set_quantity(first, pieces(5)), Err(SaleError::UnknownLine(first)));
    assert_eq!(basket.void_line(first), Err(SaleError::UnknownLine(first)));
    assert_eq!(
        basket.discount_line(LineId::from_number(99), percent_off("1")).unwrap_err().to_string(),
        "unknown line: 99"
    );
}

#[test]
fn pieces_are_never_sold_in_parts() {
    let mut basket = basket(INCLUSIVE);
    let cola = piece("cola", 100, "9");
    assert_eq!(basket.add(&cola, grams(1500)), Err(SaleError::PiecesMustBeWhole));
    let id = basket.add(&cola, pieces(1)).unwrap();
    assert_eq!(basket.set_quantity(id, grams(500)), Err(SaleError::PiecesMustBeWhole));
    assert_eq!(basket.add(&cola, grams(500)), Err(SaleError::PiecesMustBeWhole), "nor by a rescan");
    assert_eq!(basket.line(id).unwrap().quantity, pieces(1), "a refusal changes nothing");
}

#[test]
fn a_price_label_is_charged_as_printed_and_states_no_weight() {
    let mut basket = basket(INCLUSIVE);
    let ham = by_weight("2112345", 1999, "9");
    let id = basket.add_labelled(&ham, EmbeddedContent::Price(eur(456)), Quantity::ONE).unwrap();
    let line = basket.line(id).unwrap();
    assert_eq!((line.unit, line.quantity, line.unit_price), (Unit::Piece, Quantity::ONE, eur(456)));
    assert_eq!(line.price_source, PriceSource::Label);
    let second = basket.add_labelled(&ham, EmbeddedContent::Price(eur(456)), pieces(2)).unwrap();
    assert_ne!(id, second, "another package with the same price is another package");
    assert_eq!(basket.totals().unwrap().gross, eur(3 * 456));
}

#[test]
fn a_weight_label_is_charged_by_the_kilogram_and_refused_for_counted_goods() {
    let mut basket = basket(INCLUSIVE);
    let weight = EmbeddedContent::Weight(grams(1000));
    assert_eq!(
        basket.add_labelled(&piece("2112345", 1999, "9"), weight, Quantity::ONE),
        Err(SaleError::NotWeighed),
        "a kilogram is not one piece"
    );
    let ham = by_weight("2112345", 1999, "9");
    basket.add_labelled(&ham, EmbeddedContent::Weight(grams(250)), pieces(2)).unwrap();
    assert_eq!(basket.lines()[0].quantity, grams(500));
    assert_eq!(basket.totals().unwrap().gross, eur(1000));
    assert_eq!(basket.add_labelled(&ham, weight, grams(1500)), Err(SaleError::PiecesMustBeWhole));
    assert_eq!(
        basket.add_labelled(&ham, EmbeddedContent::Weight(grams(99_999)), pieces(99_999)),
        Err(SaleError::Quantity(QuantityError::TooLarge))
    );
}

#[test]
fn a_discount_is_above_zero_and_at_most_what_it_is_taken_from() {
    let mut basket = basket(INCLUSIVE);
    let id = basket.add(&piece("cola", 100, "9"), pieces(3)).unwrap();
    let too_much = SaleError::DiscountTooLarge { discount: eur(301), amount: eur(300) };
    assert_eq!(basket.discount_line(id, Discount::Amount(eur(301))), Err(too_much.clone()));
    assert_eq!(basket.set_order_discount(Discount::Amount(eur(301))), Err(too_much));
    assert_eq!(basket.discount_line(id, Discount::Amount(eur(0))), Err(SaleError::DiscountNotPositive));
    assert_eq!(basket.set_order_discount(Discount::Amount(eur(-5))), Err(SaleError::DiscountNotPositive));
    let yen = Money::new(5, "JPY".parse().unwrap());
    assert!(matches!(
        basket.set_order_discount(Discount::Amount(yen)),
        Err(SaleError::Money(MoneyError::Mismatch(..)))
    ));
    basket.discount_line(id, Discount::Amount(eur(300))).unwrap();
    assert_eq!(basket.totals().unwrap().gross, eur(0));
    assert!(
        matches!(basket.set_quantity(id, pieces(2)), Err(SaleError::DiscountTooLarge { .. })),
        "three euros off two euros would pay the customer"
    );
}

#[test]
fn voiding_is_never_refused_even_when_the_order_discount_is_left_too_large() {
    let mut basket = basket(INCLUSIVE);
    let dear = basket.add(&piece("coat", 9000, "21"), pieces(1)).unwrap();
    let cheap = basket.add(&piece("sock", 500, "21"), pieces(1)).unwrap();
    basket.set_order_discount(Discount::Amount(eur(1000))).unwrap();
    basket.void_line(dear).unwrap();
    let totals = basket.totals().unwrap();
    assert_eq!((totals.order_discount, totals.gross), (eur(500), eur(0)), "never below zero");
    basket.void_line(cheap).unwrap();
    basket.add(&piece("coat", 9000, "21"), pieces(1)).unwrap();
    assert_eq!(
        basket.totals().unwrap().gross,
        eur(9000),
        "an emptied basket keeps no discount for what comes next"
    );
}

#[test]
fn a_full_basket_refuses_one_line_more_but_still_counts_up() {
    let mut basket = basket(INCLUSIVE);
    for number in 0..MAX_LINES {
        basket.add(&piece(&format!("c{number}"), 1, "9"), pieces(1)).unwrap();
    }
    assert_eq!(basket.add(&piece("more", 1, "9"), pieces(1)), Err(SaleError::BasketFull));
    basket.add(&piece("c0", 1, "9"), pieces(1)).unwrap();
    assert_eq!(basket.totals().unwrap().gross, eur(501));
}

#[test]
fn there_are_as_many_rates_in_one_order_as_letters() {
    let mut basket = basket(INCLUSIVE);
    for number in 1..=26 {
        basket.add(&piece(&format!("c{number}"), 100, &number.to_string()), pieces(1)).unwrap();
    }
    assert_eq!(basket.totals().unwrap().tax_rows.last().unwrap().letter, 'Z');
    assert_eq!(basket.add(&piece("more", 100, "27"), pieces(1)), Err(SaleError::TooManyTaxRates));
    assert_eq!(basket.lines().len(), 26);
}

#[test]
fn foreign_and_negative_prices_are_refused() {
    let mut basket = basket(INCLUSIVE);
    let mut yen = piece("sushi", 100, "9");
    yen.price = Money::new(100, "JPY".parse().unwrap());
    assert!(matches!(basket.add(&yen, pieces(1)), Err(SaleError::Money(MoneyError::Mismatch(..)))));
    assert_eq!(basket.add(&piece("odd", -1, "9"), pieces(1)), Err(SaleError::NegativePrice(eur(-1))));
    assert!(basket.add(&piece("free", 0, "9"), pieces(1)).is_ok(), "free of charge is a price");
}

#[test]
fn a_parked_basket_comes_back_as_it_was() {
    let mut parked = basket(INCLUSIVE);
    let cola = parked.add(&piece("cola", 100, "9"), pieces(3)).unwrap();
    parked.add(&by_weight("apples", 299, "21"), grams(1250)).unwrap();
    parked.discount_line(cola, Discount::Amount(eur(50))).unwrap();
    parked.set_order_discount(percent_off("2.5")).unwrap();
    let kept = serde_json::to_string(&parked).unwrap();
    let mut recalled: Basket = serde_json::from_str(&kept).unwrap();
    assert_eq!(recalled, parked);
    let next = recalled.add(&piece("chips", 100, "9"), pieces(1)).unwrap();
    assert!(parked.line(next).is_none(), "names go on where they stopped");
}

#[test]
fn a_kept_basket_that_contradicts_itself_is_refused() {
    let mut good = basket(INCLUSIVE);
    good.add(&piece("cola", 100, "9"), pieces(1)).unwrap();
    let kept = serde_json::to_string(&good).unwrap();
    let spoilt = [
        ("\"next_line\":2", "\"next_line\":1"),
        ("\"quantity\":1000", "\"quantity\":0"),
        ("\"quantity\":1000", "\"quantity\":1500"),
        ("\"minor\":100", "\"minor\":-100"),
        ("\"tax\":9000", "\"tax\":100001"),
        ("\"code\":\"cola\"", "\"code\":\"co la\""),
        ("\"order_discount\":null", "\"order_discount\":{\"percent\":0}"),
    ];
    for (from, to) in spoilt {
        assert!(kept.contains(from), "{from} stands in {kept}");
        let result = serde_json::from_str::<Basket>(&kept.replace(from, to));
        assert!(result.is_err(), "{to} is refused");
    }
    assert!(serde_json::from_str::<Basket>(&kept).is_ok(), "the unspoilt one is read");
    assert_eq!(good.currency(), Currency::EUR);
}
