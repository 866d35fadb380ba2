//! Chosen sums that a bookkeeper can check by hand.

use sale::{
    Discount, Percent, Quantity, QuantityError, RateError, SaleError, TaxRate, TaxRounding, TaxRules,
};

use crate::shop::{EXCLUSIVE, INCLUSIVE, basket, by_weight, eur, grams, percent_off, piece, pieces, rate};

#[test]
fn a_dutch_receipt_shows_the_tax_contained_per_rate_highest_first() {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("milk", 129, "9"), pieces(2)).unwrap();
    basket.add(&piece("beer", 1499, "21"), pieces(1)).unwrap();
    let totals = basket.totals().unwrap();
    let rows: Vec<_> =
        totals.tax_rows.iter().map(|r| (r.letter, r.net.minor(), r.tax.minor(), r.gross.minor())).collect();
    assert_eq!(rows, [('A', 1239, 260, 1499), ('B', 237, 21, 258)]);
    assert_eq!(totals.lines[0].letter, 'B', "the letter leads from the line to its row");
    assert_eq!((totals.net, totals.tax, totals.gross), (eur(1476), eur(281), eur(1757)));
}

#[test]
fn an_american_receipt_adds_the_tax_to_the_prices() {
    let mut basket = basket(EXCLUSIVE);
    basket.add(&piece("shirt", 1999, "8.875"), pieces(1)).unwrap();
    let totals = basket.totals().unwrap();
    assert_eq!(
        (totals.subtotal, totals.tax, totals.gross),
        (eur(1999), eur(177), eur(2176)),
        "1.774… rounds to 1.77"
    );
}

#[test]
fn rounding_per_line_and_per_rate_differ_where_they_must() {
    // Three times 0.10 at 5 %: each line rounds 0.005 up, the rate rounds 0.015 up.
    let sum_of_tax = |rounding| {
        let mut basket = basket(TaxRules { rounding, ..EXCLUSIVE });
        for code in ["a", "b", "c"] {
            basket.add(&piece(code, 10, "5"), pieces(1)).unwrap();
        }
        let totals = basket.totals().unwrap();
        (totals.tax.minor(), totals.lines.iter().map(|line| line.tax.minor()).collect::<Vec<_>>())
    };
    assert_eq!(sum_of_tax(TaxRounding::PerLine), (3, vec![1, 1, 1]));
    assert_eq!(sum_of_tax(TaxRounding::PerRate), (2, vec![1, 1, 0]));
}

#[test]
fn half_a_cent_of_tax_rounds_up_and_never_to_the_even_neighbour() {
    assert_eq!(rate("5").tax_upon(eur(50)).unwrap(), eur(3), "2.5 cents");
    assert_eq!(rate("25").tax_within(eur(50)).unwrap(), eur(10));
    assert_eq!(rate("100").tax_within(eur(5)).unwrap(), eur(3), "2.5 cents");
    assert_eq!(rate("100").tax_within(eur(-5)).unwrap(), eur(-3), "the same away from zero");
}

#[test]
fn weighed_goods_cost_price_times_weight_rounded_half_up() {
    let mut basket = basket(INCLUSIVE);
    let cheese = by_weight("cheese", 1990, "9");
    basket.add(&cheese, grams(250)).unwrap();
    basket.add(&cheese, grams(1)).unwrap();
    basket.add(&by_weight("grapes", 500, "9"), grams(1501)).unwrap();
    let amounts: Vec<_> = basket.totals().unwrap().lines.iter().map(|line| line.total.minor()).collect();
    assert_eq!(amounts, [498, 2, 751], "4.975 up to 4.98, 0.0199 to 0.02, 7.505 to 7.51");
}

#[test]
fn an_order_discount_is_shared_by_all_rates_in_proportion() {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("book", 3000, "9"), pieces(1)).unwrap();
    basket.add(&piece("lamp", 1000, "21"), pieces(1)).unwrap();
    basket.set_order_discount(Discount::Amount(eur(400))).unwrap();
    let totals = basket.totals().unwrap();
    let shares: Vec<_> = totals.lines.iter().map(|line| line.order_discount_share.minor()).collect();
    assert_eq!(shares, [300, 100]);
    assert_eq!(totals.tax_rows.iter().map(|row| row.gross.minor()).collect::<Vec<_>>(), [900, 2700]);
    assert_eq!(totals.gross, eur(3600));
}

#[test]
fn a_cent_of_order_discount_over_three_lines_is_still_one_cent() {
    let mut basket = basket(INCLUSIVE);
    for code in ["a", "b", "c"] {
        basket.add(&piece(code, 100, "9"), pieces(1)).unwrap();
    }
    basket.set_order_discount(Discount::Amount(eur(1))).unwrap();
    assert_eq!(basket.totals().unwrap().gross, eur(299));
}

#[test]
fn discounts_are_taken_off_the_line_first_and_the_order_second() {
    let mut basket = basket(INCLUSIVE);
    let id = basket.add(&piece("coat", 9999, "21"), pieces(1)).unwrap();
    basket.discount_line(id, percent_off("12,5")).unwrap();
    basket.set_order_discount(percent_off("10")).unwrap();
    let totals = basket.totals().unwrap();
    let line = &totals.lines[0];
    assert_eq!((line.before_discount, line.discount, line.subtotal), (eur(9999), eur(1250), eur(8749)));
    assert_eq!((totals.order_discount, totals.gross), (eur(875), eur(7874)));
}

#[test]
fn everything_for_nothing_comes_to_zero_with_a_tax_row_of_zero() {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("gift", 500, "21"), pieces(2)).unwrap();
    basket.set_order_discount(percent_off("100")).unwrap();
    let totals = basket.totals().unwrap();
    assert_eq!((totals.gross, totals.tax, totals.tax_rows.len()), (eur(0), eur(0), 1));
}

#[test]
fn rates_and_percentages_are_exact_to_a_thousandth_and_refuse_the_rest() {
    assert_eq!(rate("9").to_string(), "9 %");
    assert_eq!(rate("5,50").to_string(), "5.5 %");
    assert_eq!(rate("8.875 %").milli_percent(), 8875);
    assert_eq!(rate("0"), TaxRate::ZERO);
    assert!(rate("21") > rate("9"), "rates sort by size");
    assert!(matches!(TaxRate::parse("5.5555"), Err(RateError::TooManyDecimals(_))));
    assert!(matches!(TaxRate::parse("100.001"), Err(RateError::OutOfRange(_))));
    for bad in ["", "%", "-9", "9 9", "1.2.3", ".5", "5.", "nine", "1e1", "9%%", "000000000000000000000"] {
        assert!(matches!(TaxRate::parse(bad), Err(RateError::NotANumber(_))), "{bad:?}");
    }
    assert!(Percent::parse("0").is_err(), "nothing off is no discount");
    assert_eq!(Percent::parse("0.001").unwrap().milli_percent(), 1);
    assert_eq!(Percent::parse("100").unwrap().to_string(), "100 %");
    assert!(Percent::from_milli_percent(100_001).is_err());
}

#[test]
fn quantities_read_both_decimal_marks_and_refuse_zero_signs_and_the_absurd() {
    assert_eq!(Quantity::parse("3").unwrap(), pieces(3));
    assert_eq!(Quantity::parse(" 007 ").unwrap(), pieces(7));
    assert_eq!(Quantity::parse("1,250").unwrap(), grams(1250));
    assert_eq!(Quantity::parse("1.25").unwrap().to_string(), "1.250");
    assert_eq!(Quantity::parse("99999.999").unwrap().to_string(), "99999.999");
    assert_eq!(pieces(3).to_string(), "3");
    for zero in ["0", "0,000", "000"] {
        assert_eq!(Quantity::parse(zero), Err(QuantityError::NotPositive), "{zero:?}");
    }
    for absurd in ["100000", "8712345678906", "99999999999999999999999999"] {
        assert_eq!(Quantity::parse(absurd), Err(QuantityError::TooLarge), "{absurd:?}");
    }
    assert!(matches!(Quantity::parse("1.2345"), Err(QuantityError::TooManyDecimals(_))));
    for bad in ["", "-1", "+1", ".5", "5.", "1.2.3", "1,2.3", "1 000", "٣", "1e3", "x"] {
        assert!(matches!(Quantity::parse(bad), Err(QuantityError::NotANumber(_))), "{bad:?}");
    }
}

#[test]
fn quantities_never_reach_zero_or_leave_their_range() {
    assert_eq!(pieces(2).checked_sub(pieces(1)).unwrap(), Quantity::ONE);
    assert_eq!(pieces(1).checked_sub(pieces(1)), Err(QuantityError::NotPositive));
    assert_eq!(pieces(99_999).checked_add(pieces(1)), Err(QuantityError::TooLarge));
    assert_eq!(Quantity::whole(u32::MAX), Err(QuantityError::TooLarge));
}

#[test]
fn the_largest_price_fits_and_a_cent_more_on_the_order_does_not() {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("yacht", 9_999_999_999, "21"), pieces(1)).unwrap();
    assert_eq!(basket.totals().unwrap().gross, sale::largest_total(basket.currency()));
    assert_eq!(basket.add(&piece("rope", 1, "21"), pieces(1)), Err(SaleError::TotalOutOfRange));
    assert_eq!(basket.lines().len(), 1, "what was refused left no line behind");
}

#[test]
fn tax_added_on_top_counts_towards_the_largest_total() {
    let mut basket = basket(EXCLUSIVE);
    assert_eq!(basket.add(&piece("yacht", 9_999_999_999, "8"), pieces(1)), Err(SaleError::TotalOutOfRange));
    assert!(basket.is_empty());
}
