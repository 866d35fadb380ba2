//! What must hold for every amount, not for chosen examples.
#![allow(clippy::unwrap_used, missing_docs)]

use money::{CashRounding, Currency, Money, MoneyError, allocate, round_half_up};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

proptest! {
    #[test]
    fn allocated_parts_sum_to_the_whole(total in -1_000_000_000_i64..1_000_000_000, weights in prop::collection::vec(0_i64..1_000_000, 1..40)) {
        let parts = allocate(eur(total), &weights).unwrap();
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(Money::sum(Currency::EUR, parts.iter().copied()).unwrap(), eur(total));
    }

    #[test]
    fn no_allocated_part_is_a_whole_unit_away_from_its_exact_share(total in 0_i64..1_000_000_000, weights in prop::collection::vec(0_i64..1_000_000, 1..40)) {
        let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        prop_assume!(sum > 0);
        for (part, weight) in allocate(eur(total), &weights).unwrap().iter().zip(&weights) {
            let off = i128::from(part.minor()) * sum - i128::from(total) * i128::from(*weight);
            prop_assert!(off.abs() < sum, "part {:?} of weight {}", part, weight);
        }
    }

    #[test]
    fn what_is_printed_reads_back_as_the_same_amount(minor in any::<i64>(), index in 0_usize..20) {
        let currency = Currency::all().nth(index).unwrap();
        let money = Money::new(minor, currency);
        prop_assert_eq!(Money::from_decimal(money.to_decimal(), currency).unwrap(), money);
        let text = money.to_string();
        if text.len() <= 20 {
            prop_assert_eq!(Money::parse(&text, currency).unwrap(), money);
        }
    }

    #[test]
    fn cash_rounding_moves_by_at_most_half_a_step(minor in -10_000_000_i64..10_000_000, step in prop::sample::select(vec![1_i64, 5, 10, 50, 100])) {
        let rounded = CashRounding::to_step(step).unwrap().round(eur(minor)).unwrap();
        prop_assert_eq!(rounded.minor() % step, 0);
        prop_assert!((rounded.minor() - minor).abs() * 2 <= step);
    }

    #[test]
    fn nothing_a_person_types_panics(text in ".{0,30}") {
        let _ = Money::parse(&text, Currency::EUR);
    }
}

#[test]
fn halves_round_away_from_zero() {
    assert_eq!(round_half_up(Decimal::new(25, 1), Currency::EUR).unwrap(), eur(3));
    assert_eq!(round_half_up(Decimal::new(-25, 1), Currency::EUR).unwrap(), eur(-3));
    assert_eq!(
        round_half_up(Decimal::new(35, 1), Currency::EUR).unwrap(),
        eur(4),
        "not to the even neighbour"
    );
}

#[test]
fn both_decimal_marks_are_read_and_a_third_decimal_is_refused() {
    assert_eq!(Money::parse("12,34", Currency::EUR).unwrap(), eur(1234));
    assert_eq!(Money::parse("12.3", Currency::EUR).unwrap(), eur(1230));
    assert!(matches!(Money::parse("1.005", Currency::EUR), Err(MoneyError::TooManyDecimals { .. })));
    for bad in ["", "1.2.3", "1e5", "+1", "€1", ".5", "--1", "999999999999999999999"] {
        assert!(Money::parse(bad, Currency::EUR).is_err(), "{bad:?} is no amount");
    }
}

#[test]
fn two_currencies_never_meet_in_one_sum() {
    let yen = Money::new(100, "JPY".parse().unwrap());
    assert!(matches!(eur(1).checked_add(yen), Err(MoneyError::Mismatch(..))));
    assert_eq!(yen.to_string(), "100");
}

#[test]
fn the_end_of_the_range_is_an_error_not_a_wrap() {
    assert_eq!(eur(i64::MAX).checked_add(eur(1)), Err(MoneyError::OutOfRange));
    assert_eq!(eur(i64::MIN).checked_neg(), Err(MoneyError::OutOfRange));
}
