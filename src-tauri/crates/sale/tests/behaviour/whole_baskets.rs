//! What must hold for every basket: any articles, rates, discounts, tax mode and rounding.

use money::{Currency, Money};
use proptest::prelude::*;
use sale::{
    Basket, Discount, EmbeddedContent, Order, OrderNumber, Percent, Quantity, TaxMode, TaxRate, TaxRounding,
    TaxRules, Totals,
};

use crate::shop::{basket, by_weight, eur, grams, piece, pieces};

/// One article rung up, as numbers: rate, price, quantity, how it is measured, discount.
#[derive(Clone, Debug)]
struct Rung {
    rate: &'static str,
    price: i64,
    quantity: i64,
    measure: u8,
    discount: Option<u32>,
    by_amount: bool,
}

fn rung() -> impl Strategy<Value = Rung> {
    let rate = prop::sample::select(vec!["0", "5.5", "8.875", "9", "15", "21", "25", "100"]);
    let price = prop_oneof![Just(0_i64), 1_i64..20, 1_i64..10_000, 1_i64..500_000];
    let discount = prop_oneof![3 => Just(None), 1 => (1_u32..=100_000).prop_map(Some)];
    (rate, price, 1_i64..5_000, 0_u8..3, discount, any::<bool>()).prop_map(
        |(rate, price, quantity, measure, discount, by_amount)| Rung {
            rate,
            price,
            quantity,
            measure,
            discount,
            by_amount,
        },
    )
}

fn rules() -> impl Strategy<Value = TaxRules> {
    let mode = prop::sample::select(vec![TaxMode::Inclusive, TaxMode::Exclusive]);
    let rounding = prop::sample::select(vec![TaxRounding::PerLine, TaxRounding::PerRate]);
    (mode, rounding).prop_map(|(mode, rounding)| TaxRules { mode, rounding })
}

/// A discount of so many thousandths of a percent, or of the amount that this comes to (rounded down).
fn discount_of(milli_percent: u32, by_amount: bool, whole: Money) -> Discount {
    let off = whole.minor() * i64::from(milli_percent) / 100_000;
    if by_amount && off > 0 {
        Discount::Amount(eur(off))
    } else {
        Discount::Percent(Percent::from_milli_percent(milli_percent).unwrap())
    }
}

fn ring_up(rules: TaxRules, rungs: &[Rung], order_discount: Option<(u32, bool)>) -> Basket {
    let mut basket = basket(rules);
    for (index, rung) in rungs.iter().enumerate() {
        let code = format!("c{}", index % 7);
        let id = match rung.measure {
            0 => basket.add(&by_weight(&code, rung.price, rung.rate), grams(rung.quantity)),
            1 => basket.add_labelled(
                &by_weight(&code, 1000, rung.rate),
                EmbeddedContent::Price(eur(rung.price)),
                Quantity::ONE,
            ),
            _ => {
                let count = u32::try_from(rung.quantity % 50 + 1).unwrap();
                basket.add(&piece(&code, rung.price, rung.rate), pieces(count))
            }
        }
        .unwrap();
        if let Some(milli_percent) = rung.discount {
            let whole = basket.line(id).unwrap().before_discount().unwrap();
            basket.discount_line(id, discount_of(milli_percent, rung.by_amount, whole)).unwrap();
        }
    }
    if let Some((milli_percent, by_amount)) = order_discount {
        let whole = basket.totals().unwrap().subtotal;
        basket.set_order_discount(discount_of(milli_percent, by_amount, whole)).unwrap();
    }
    basket
}

fn any_basket() -> impl Strategy<Value = Basket> {
    let order_discount = prop::option::of((1_u32..=100_000, any::<bool>()));
    (rules(), prop::collection::vec(rung(), 1..25), order_discount)
        .prop_map(|(rules, rungs, order_discount)| ring_up(rules, &rungs, order_discount))
}

fn sum<T>(parts: &[T], amount: fn(&T) -> Money) -> Money {
    Money::sum(Currency::EUR, parts.iter().map(amount)).unwrap()
}

/// Half-up in whole numbers, worked out without the crate's own arithmetic.
fn half_up(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator) / (2 * denominator)
}

fn expected_tax(mode: TaxMode, rate: TaxRate, amount: Money) -> i128 {
    let (amount, rate) = (i128::from(amount.minor()), i128::from(rate.milli_percent()));
    match mode {
        TaxMode::Inclusive => half_up(amount * rate, 100_000 + rate),
        TaxMode::Exclusive => half_up(amount * rate, 100_000),
    }
}

fn base(mode: TaxMode, net: Money, gross: Money) -> Money {
    match mode {
        TaxMode::Inclusive => gross,
        TaxMode::Exclusive => net,
    }
}

fn with_rounding(basket: &Basket, rounding: TaxRounding) -> Totals {
    let kept = serde_json::to_value(basket).unwrap();
    let mut other = kept.clone();
    other["tax_rules"]["rounding"] = serde_json::to_value(rounding).unwrap();
    serde_json::from_value::<Basket>(other).unwrap().totals().unwrap()
}

proptest! {
    #[test]
    fn lines_sum_to_the_total_and_rate_rows_to_the_tax(basket in any_basket()) {
        let t = basket.totals().unwrap();
        prop_assert_eq!(t.lines.len(), basket.lines().len());
        prop_assert_eq!(sum(&t.lines, |l| l.gross), t.gross);
        prop_assert_eq!(sum(&t.lines, |l| l.net), t.net);
        prop_assert_eq!(sum(&t.lines, |l| l.tax), t.tax);
        prop_assert_eq!(sum(&t.lines, |l| l.subtotal), t.subtotal);
        prop_assert_eq!(sum(&t.tax_rows, |r| r.gross), t.gross);
        prop_assert_eq!(sum(&t.tax_rows, |r| r.net), t.net);
        prop_assert_eq!(sum(&t.tax_rows, |r| r.tax), t.tax);
    }

    #[test]
    fn net_and_tax_make_gross_on_every_line_every_row_and_the_whole(basket in any_basket()) {
        let t = basket.totals().unwrap();
        let mut triples: Vec<(Money, Money, Money)> = vec![(t.net, t.tax, t.gross)];
        triples.extend(t.lines.iter().map(|l| (l.net, l.tax, l.gross)));
        triples.extend(t.tax_rows.iter().map(|r| (r.net, r.tax, r.gross)));
        for (net, tax, gross) in triples {
            prop_assert_eq!(net.checked_add(tax).unwrap(), gross);
            prop_assert!(!net.is_negative() && !tax.is_negative());
        }
    }

    #[test]
    fn each_row_holds_the_lines_of_its_rate_and_letter(basket in any_basket()) {
        let t = basket.totals().unwrap();
        for (row, letter) in t.tax_rows.iter().zip('A'..='Z') {
            prop_assert_eq!(row.letter, letter);
            let of_rate = || basket.lines().iter().zip(&t.lines).filter(|(line, _)| line.tax == row.rate);
            prop_assert!(of_rate().count() > 0, "no empty row");
            prop_assert!(of_rate().all(|(_, amounts)| amounts.letter == letter));
            let gross: i64 = of_rate().map(|(_, amounts)| amounts.gross.minor()).sum();
            prop_assert_eq!(row.gross.minor(), gross);
        }
        prop_assert!(t.tax_rows.is_sorted_by(|a, b| a.rate > b.rate), "highest rate first, each once");
    }

    #[test]
    fn the_tax_is_what_the_rate_says_where_it_is_rounded(basket in any_basket()) {
        let t = basket.totals().unwrap();
        let TaxRules { mode, rounding } = basket.tax_rules();
        for (line, amounts) in basket.lines().iter().zip(&t.lines) {
            let expected = expected_tax(mode, line.tax, base(mode, amounts.net, amounts.gross));
            let off = (i128::from(amounts.tax.minor()) - expected).abs();
            match rounding {
                TaxRounding::PerLine => prop_assert_eq!(off, 0),
                // A line's share of its rate's tax is never a whole unit off, so at most one from the rounded one.
                TaxRounding::PerRate => prop_assert!(off <= 1, "{:?} against {}", amounts, expected),
            }
        }
        if rounding == TaxRounding::PerRate {
            for row in &t.tax_rows {
                let expected = expected_tax(mode, row.rate, base(mode, row.net, row.gross));
                prop_assert_eq!(i128::from(row.tax.minor()), expected);
            }
        }
    }

    #[test]
    fn discounts_sum_and_leave_no_line_below_zero(basket in any_basket()) {
        let t = basket.totals().unwrap();
        prop_assert_eq!(sum(&t.lines, |l| l.order_discount_share), t.order_discount);
        let before = sum(&t.lines, |l| l.before_discount);
        let off = sum(&t.lines, |l| l.discount).checked_add(t.order_discount).unwrap();
        prop_assert_eq!(before.checked_sub(off).unwrap(), sum(&t.lines, |l| l.total));
        for line in &t.lines {
            let parts = [line.before_discount, line.discount, line.subtotal, line.order_discount_share, line.total];
            prop_assert!(parts.iter().all(|part| !part.is_negative()), "{:?}", line);
            prop_assert_eq!(line.before_discount.checked_sub(line.discount).unwrap(), line.subtotal);
            prop_assert_eq!(line.subtotal.checked_sub(line.order_discount_share).unwrap(), line.total);
        }
    }

    #[test]
    fn a_line_costs_price_times_quantity_rounded_half_up(basket in any_basket()) {
        for line in basket.lines() {
            let exact = i128::from(line.unit_price.minor()) * i128::from(line.quantity.thousandths());
            prop_assert_eq!(i128::from(line.before_discount().unwrap().minor()), half_up(exact, 1000));
        }
    }

    #[test]
    fn a_price_that_contains_tax_is_the_same_however_tax_is_rounded(basket in any_basket()) {
        let per_line = with_rounding(&basket, TaxRounding::PerLine);
        let per_rate = with_rounding(&basket, TaxRounding::PerRate);
        match basket.tax_rules().mode {
            TaxMode::Inclusive => prop_assert_eq!(per_line.gross, per_rate.gross),
            TaxMode::Exclusive => prop_assert_eq!(per_line.net, per_rate.net),
        }
        for (line, rate) in per_line.tax_rows.iter().zip(&per_rate.tax_rows) {
            let off = (line.tax.minor() - rate.tax.minor()).unsigned_abs();
            prop_assert!(off * 2 <= basket.lines().len() as u64 + 1, "half a unit per line at most");
        }
    }

    #[test]
    fn every_basket_comes_back_from_being_parked_with_the_same_totals(basket in any_basket()) {
        let kept = serde_json::to_string(&basket).unwrap();
        let back: Basket = serde_json::from_str(&kept).unwrap();
        prop_assert_eq!(back.totals().unwrap(), basket.totals().unwrap());
        prop_assert_eq!(&back, &basket);
        let order = Order::from_basket(OrderNumber::new(1), &back).unwrap();
        prop_assert!(order.totals_agree());
        let kept = serde_json::to_string(&order).unwrap();
        prop_assert_eq!(serde_json::from_str::<Order>(&kept).unwrap(), order);
    }

    #[test]
    fn voiding_line_after_line_ends_at_nothing_and_never_fails(basket in any_basket()) {
        let mut basket = basket;
        while let Some(id) = basket.lines().first().map(|line| line.id) {
            basket.void_line(id).unwrap();
            let t = basket.totals().unwrap();
            prop_assert!(!t.gross.is_negative() && t.order_discount.minor() <= t.subtotal.minor());
        }
        prop_assert_eq!(basket.totals().unwrap().gross, eur(0));
        prop_assert!(basket.order_discount().is_none());
    }
}
