//! Giving back part of an order: shares sum to the whole, tax stays right, nothing goes twice.

use proptest::prelude::*;
use sale::{
    LineTaken, Order, OrderNumber, Quantity, Refund, RefundBasis, RefundError, RefundNumber, RefundScope,
    goods_left, lines_left,
};

use crate::shop::{EXCLUSIVE, INCLUSIVE, basket, eur, percent_off, piece, pieces};

/// Three at 2.50 and one at 1.85 with 9 %, one at 10.00 with 21 %: 19.35.
fn order() -> Order {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("coffee", 250, "9"), pieces(3)).unwrap();
    basket.add(&piece("roll", 185, "9"), pieces(1)).unwrap();
    basket.add(&piece("cup", 1000, "21"), pieces(1)).unwrap();
    Order::from_basket(OrderNumber::new(123), &basket).unwrap()
}

fn taken_by(refund: &Refund) -> Vec<LineTaken> {
    refund
        .lines
        .iter()
        .map(|line| LineTaken {
            position: line.position,
            thousandths: line.quantity.map_or(0, Quantity::thousandths),
            net: line.net,
            tax: line.tax,
        })
        .collect()
}

fn give(order: &Order, taken: &mut Vec<LineTaken>, scope: &RefundScope) -> Result<Refund, RefundError> {
    let left = lines_left(order, taken)?;
    let refund = Refund::of_goods(order, &left, scope, order.total())?;
    taken.extend(taken_by(&refund));
    Ok(refund)
}

#[test]
fn the_whole_order_comes_back_with_the_tax_table_of_its_receipt() {
    let order = order();
    let refund = give(&order, &mut Vec::new(), &RefundScope::Rest).unwrap();
    assert_eq!((refund.total, refund.net, refund.tax), (order.total(), order.totals.net, order.totals.tax));
    assert_eq!(refund.tax_rows, order.totals.tax_rows);
    assert_eq!(refund.basis, RefundBasis::Lines);
}

#[test]
fn a_line_comes_back_in_parts_and_then_no_more() {
    let order = order();
    let mut taken = Vec::new();
    let two = RefundScope::Lines(vec![(1, Some(pieces(2)))]);
    assert_eq!(give(&order, &mut taken, &two).unwrap().total, eur(500));
    assert_eq!(
        give(&order, &mut taken, &two),
        Err(RefundError::TooMuchOfLine { position: 1, left: 1000 }),
        "one is left"
    );
    assert_eq!(give(&order, &mut taken, &RefundScope::Lines(vec![(1, None)])).unwrap().total, eur(250));
    assert!(give(&order, &mut taken, &RefundScope::Lines(vec![(1, None)])).is_err());
    let rest = give(&order, &mut taken, &RefundScope::Rest).unwrap();
    assert_eq!(rest.total, eur(1185));
    assert_eq!(give(&order, &mut taken, &RefundScope::Rest), Err(RefundError::NothingLeft));
}

#[test]
fn an_amount_takes_its_share_of_every_rate() {
    let order = order();
    let refund = give(&order, &mut Vec::new(), &RefundScope::Amount(eur(500))).unwrap();
    assert_eq!((refund.total, refund.basis), (eur(500), RefundBasis::Amount));
    let rates: Vec<_> = refund.tax_rows.iter().map(|row| (row.letter, row.gross)).collect();
    assert_eq!(rates, [('A', eur(258)), ('B', eur(242))], "10.00 and 9.35 of 19.35");
    assert!(refund.lines.iter().all(|line| line.quantity.is_none()), "no goods come back");
}

#[test]
fn what_cannot_be_is_refused() {
    let order = order();
    let refused = |scope| give(&order, &mut Vec::new(), &scope).unwrap_err();
    assert_eq!(
        refused(RefundScope::Amount(eur(1936))),
        RefundError::TooMuch { asked: eur(1936), left: eur(1935) }
    );
    assert_eq!(refused(RefundScope::Amount(eur(0))), RefundError::NotPositive);
    assert_eq!(refused(RefundScope::Amount(eur(-1))), RefundError::NotPositive);
    assert_eq!(refused(RefundScope::Lines(Vec::new())), RefundError::NotPositive);
    assert_eq!(refused(RefundScope::Lines(vec![(4, None)])), RefundError::UnknownLine(4));
    assert_eq!(refused(RefundScope::Lines(vec![(0, None)])), RefundError::UnknownLine(0));
    let twice = RefundScope::Lines(vec![(2, None), (2, None)]);
    assert!(matches!(refused(twice), RefundError::TooMuchOfLine { position: 2, .. }), "named twice");
    let half = Quantity::from_thousandths(500).unwrap();
    assert_eq!(refused(RefundScope::Lines(vec![(1, Some(half))])), RefundError::PiecesMustBeWhole);
}

#[test]
fn the_rest_of_an_order_is_what_its_payment_can_still_give() {
    let order = order();
    let left = lines_left(&order, &[]).unwrap();
    let refund = Refund::of_goods(&order, &left, &RefundScope::Rest, eur(800)).unwrap();
    assert_eq!((refund.total, refund.basis), (eur(800), RefundBasis::Amount));
    let too_much = Refund::of_goods(&order, &left, &RefundScope::Lines(vec![(3, None)]), eur(800));
    assert_eq!(too_much, Err(RefundError::TooMuch { asked: eur(1000), left: eur(800) }));
}

#[test]
fn a_refund_number_reads_back_as_it_is_printed() {
    let number = RefundNumber::new(12);
    assert_eq!(number.to_string(), "R000012");
    for text in ["R000012", "r12", " 12 "] {
        assert_eq!(text.parse::<RefundNumber>().unwrap(), number, "{text:?}");
    }
    assert!("RR12".parse::<RefundNumber>().is_err());
}

fn scope() -> impl Strategy<Value = RefundScope> {
    prop_oneof![
        3 => (1_i64..3000).prop_map(|minor| RefundScope::Amount(eur(minor))),
        3 => (1_u32..5, prop::option::of(1_u32..4))
            .prop_map(|(line, count)| RefundScope::Lines(vec![(line, count.map(pieces))])),
    ]
}

proptest! {
    #[test]
    fn whatever_is_given_back_in_whatever_order_sums_to_the_order_to_the_cent(
        goods in prop::collection::vec((1_i64..2500, 1_u32..4, prop_oneof![Just("0"), Just("9"), Just("21")]), 1..5),
        scopes in prop::collection::vec(scope(), 0..8),
        percent in prop::option::of(1_u32..60),
        exclusive in any::<bool>(),
    ) {
        let mut sold = basket(if exclusive { EXCLUSIVE } else { INCLUSIVE });
        for (index, (price, count, rate)) in goods.iter().enumerate() {
            sold.add(&piece(&format!("C{index}"), *price, rate), pieces(*count)).unwrap();
        }
        if let Some(percent) = percent {
            sold.set_order_discount(percent_off(&percent.to_string())).unwrap();
        }
        let order = Order::from_basket(OrderNumber::new(1), &sold).unwrap();
        let mut taken = Vec::new();
        let mut refunds = Vec::new();
        for scope in &scopes {
            let before = goods_left(&order, &lines_left(&order, &taken).unwrap()).unwrap();
            if let Ok(refund) = give(&order, &mut taken, scope) {
                prop_assert!(refund.total.is_positive() && refund.total.minor() <= before.minor());
                if let RefundScope::Amount(amount) = scope {
                    prop_assert_eq!(refund.total, *amount);
                }
                refunds.push(refund);
            }
        }
        if let Ok(rest) = give(&order, &mut taken, &RefundScope::Rest) {
            refunds.push(rest);
        }
        let left = lines_left(&order, &taken).unwrap();
        prop_assert!(left.iter().all(|line| line.net.is_zero() && line.tax.is_zero() && line.thousandths >= 0));
        let sum = |amount: fn(&Refund) -> i64| refunds.iter().map(amount).sum::<i64>();
        prop_assert_eq!(sum(|refund| refund.total.minor()), order.total().minor());
        prop_assert_eq!(sum(|refund| refund.tax.minor()), order.totals.tax.minor());
        for refund in &refunds {
            prop_assert_eq!(refund.net.checked_add(refund.tax).unwrap(), refund.total);
            let rows: i64 = refund.tax_rows.iter().map(|row| row.gross.minor()).sum();
            prop_assert_eq!(rows, refund.total.minor());
            prop_assert!(refund.lines.iter().all(|line| !line.net.is_negative() && !line.tax.is_negative()));
        }
        for row in &order.totals.tax_rows {
            let back: i64 = refunds.iter().flat_map(|refund| &refund.tax_rows)
                .filter(|found| found.letter == row.letter).map(|found| found.tax.minor()).sum();
            prop_assert_eq!(back, row.tax.minor(), "the tax of each rate comes back exactly");
        }
    }
}
