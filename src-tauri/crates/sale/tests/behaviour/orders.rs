//! Paying: cash, change, cash rounding, cards, several tenders.

use money::{CashRounding, Currency};
use proptest::prelude::*;
use sale::{Order, OrderNumber, OrderTender, SaleError, TenderKind, cash_due, largest_total, settle_cash};

use crate::shop::{EXCLUSIVE, INCLUSIVE, basket, eur, percent_off, piece, pieces};

fn order_of(total_minor: i64) -> Order {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("goods", total_minor, "21"), pieces(1)).unwrap();
    Order::from_basket(OrderNumber::new(123), &basket).unwrap()
}

fn five_cents() -> CashRounding {
    CashRounding::to_step(5).unwrap()
}

#[test]
fn cash_with_change_balances() {
    let mut order = order_of(1757);
    assert!(!order.balances(), "nothing is paid yet");
    let cash = settle_cash(order.outstanding().unwrap(), eur(2000), CashRounding::EXACT).unwrap();
    assert_eq!((cash.due, cash.change, cash.rounding), (eur(1757), eur(243), eur(0)));
    order.add_tender(cash.into()).unwrap();
    assert!(order.balances());
    assert_eq!(order.tenders[0].kind, TenderKind::Cash);
}

#[test]
fn cash_is_rounded_to_five_cents_up_and_down_and_a_card_never() {
    assert_eq!(cash_due(eur(1002), five_cents()).unwrap(), (eur(1000), eur(-2)));
    assert_eq!(cash_due(eur(1003), five_cents()).unwrap(), (eur(1005), eur(2)));
    for total in [1002, 1003] {
        let mut in_cash = order_of(total);
        in_cash.add_tender(settle_cash(eur(total), eur(2000), five_cents()).unwrap().into()).unwrap();
        assert!(in_cash.balances(), "rounding is part of the balance");
        let mut by_card = order_of(total);
        by_card.add_tender(OrderTender::card(eur(total))).unwrap();
        assert!(by_card.balances());
    }
}

#[test]
fn only_the_part_paid_in_cash_is_rounded() {
    let mut order = order_of(2003);
    order.add_tender(OrderTender::card(eur(1000))).unwrap();
    let rest = settle_cash(order.outstanding().unwrap(), eur(1005), five_cents()).unwrap();
    assert_eq!((rest.due, rest.rounding, rest.change), (eur(1005), eur(2), eur(0)));
    order.add_tender(rest.into()).unwrap();
    assert!(order.balances());
}

#[test]
fn a_part_in_cash_leaves_the_rest_to_the_cent_for_the_card() {
    let mut order = order_of(2003);
    order.add_tender(OrderTender::part_cash(eur(1000))).unwrap();
    assert_eq!(order.outstanding().unwrap(), eur(1003));
    order.add_tender(OrderTender::card(eur(1003))).unwrap();
    assert!(order.balances());
}

#[test]
fn too_little_cash_is_refused_with_what_is_due() {
    assert_eq!(
        settle_cash(eur(1003), eur(1004), five_cents()),
        Err(SaleError::GivenTooLittle { due: eur(1005), given: eur(1004) })
    );
    assert!(
        matches!(
            settle_cash(eur(100), eur(8_712_345_678_906), CashRounding::EXACT),
            Err(SaleError::TenderOutOfRange { .. })
        ),
        "a barcode is no banknote"
    );
    assert!(settle_cash(eur(-100), eur(0), CashRounding::EXACT).is_err());
}

#[test]
fn a_tender_above_the_rest_or_of_nothing_is_refused() {
    let mut order = order_of(1000);
    for bad in [OrderTender::card(eur(1001)), OrderTender::card(eur(0)), OrderTender::card(eur(-1))] {
        assert!(matches!(order.add_tender(bad), Err(SaleError::TenderOutOfRange { .. })), "{bad:?}");
    }
    let wrong_change = OrderTender { change: Some(eur(1)), ..OrderTender::part_cash(eur(1000)) };
    assert!(order.add_tender(wrong_change).is_err(), "given − change must be the amount");
    let rounded_card = OrderTender { rounding: eur(2), ..OrderTender::card(eur(1002)) };
    assert!(order.add_tender(rounded_card).is_err(), "a card is never rounded");
    assert!(order.tenders.is_empty());
    order.tenders.push(OrderTender::card(eur(999)));
    assert!(!order.balances(), "a cent short is not paid");
}

#[test]
fn an_order_that_costs_nothing_is_paid_without_a_tender() {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("gift", 500, "21"), pieces(1)).unwrap();
    basket.set_order_discount(percent_off("100")).unwrap();
    let mut order = Order::from_basket(OrderNumber::new(1), &basket).unwrap();
    assert!(order.balances());
    order.add_tender(settle_cash(eur(0), eur(0), five_cents()).unwrap().into()).unwrap();
    assert!(order.balances());
}

#[test]
fn two_cents_in_cash_cost_nothing_and_still_balance() {
    let mut order = order_of(2);
    order.add_tender(settle_cash(eur(2), eur(0), five_cents()).unwrap().into()).unwrap();
    assert!(order.balances());
}

#[test]
fn an_order_keeps_what_was_sold_and_notices_when_its_record_was_touched() {
    let mut basket = basket(EXCLUSIVE);
    basket.add(&piece("a", 1999, "8.875"), pieces(3)).unwrap();
    basket.add(&piece("b", 500, "0"), pieces(1)).unwrap();
    let order = Order::from_basket(OrderNumber::new(7), &basket).unwrap();
    let kept = serde_json::to_string(&order).unwrap();
    let mut read: Order = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, order);
    assert!(read.totals_agree());
    assert!(read.rows().all(|(line, amounts)| line.id == amounts.line));
    read.lines[0].unit_price = eur(1);
    assert!(!read.totals_agree());
    let empty = crate::shop::basket(INCLUSIVE);
    assert_eq!(Order::from_basket(OrderNumber::new(8), &empty), Err(SaleError::EmptyBasket));
}

#[test]
fn order_numbers_are_printed_with_six_digits_and_read_back() {
    assert_eq!(OrderNumber::new(123).to_string(), "000123");
    assert_eq!(OrderNumber::new(1_234_567).to_string(), "1234567");
    assert_eq!("000123".parse(), Ok(OrderNumber::new(123)));
    assert!("12a".parse::<OrderNumber>().is_err());
}

proptest! {
    #[test]
    fn total_is_tenders_less_change_with_rounding(
        total in 1_i64..10_000_000,
        card_part in 0_i64..10_000_000,
        extra in 0_i64..10_000,
        step in prop::sample::select(vec![1_i64, 5, 10, 50, 100]),
    ) {
        let rounding = CashRounding::to_step(step).unwrap();
        let mut order = order_of(total);
        if (1..=total).contains(&card_part) {
            order.add_tender(OrderTender::card(eur(card_part))).unwrap();
        }
        let rest = order.outstanding().unwrap();
        if rest.is_positive() {
            let (due, _) = cash_due(rest, rounding).unwrap();
            let cash = settle_cash(rest, eur(due.minor() + extra), rounding).unwrap();
            prop_assert_eq!(cash.change, eur(extra));
            prop_assert!(cash.rounding.minor().abs() * 2 <= step);
            order.add_tender(cash.into()).unwrap();
        }
        prop_assert!(order.balances());
        let sum = |amount: fn(&OrderTender) -> i64| order.tenders.iter().map(amount).sum::<i64>();
        let handed_over = sum(|t| t.given.unwrap_or(t.amount).minor());
        let change = sum(|t| t.change.map_or(0, |c| c.minor()));
        prop_assert_eq!(total, handed_over - change - sum(|t| t.rounding.minor()));
    }
}

#[test]
fn a_total_that_rounds_beyond_the_greatest_is_too_large_for_cash_and_not_a_fault() {
    let greatest = largest_total(Currency::EUR);
    assert_eq!(greatest, eur(9_999_999_999));
    for total in [greatest.minor(), greatest.minor() - 1] {
        for given in [total, 10_000_000_000] {
            let refused = settle_cash(eur(total), eur(given), five_cents());
            assert_eq!(refused.unwrap_err(), SaleError::TotalOutOfRange, "{total}");
        }
        assert!(settle_cash(eur(total), eur(total), CashRounding::EXACT).is_ok(), "exact, it can be paid");
    }
    let payable = greatest.minor() - 2;
    assert!(settle_cash(eur(payable), eur(payable - 2), five_cents()).is_ok());
}
