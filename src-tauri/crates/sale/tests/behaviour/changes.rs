//! What a basket tells of what was taken out of it or off its price.

use proptest::prelude::*;
use sale::{Basket, BasketChange};

use crate::shop::{EXCLUSIVE, INCLUSIVE, basket, by_weight, eur, grams, percent_off, piece, pieces};

fn rung() -> Basket {
    let mut basket = basket(INCLUSIVE);
    basket.add(&piece("A", 250, "9"), pieces(4)).unwrap();
    basket.add(&piece("B", 100, "21"), pieces(1)).unwrap();
    basket.add(&by_weight("C", 1_000, "9"), grams(500)).unwrap();
    basket
}

#[test]
fn ringing_up_and_counting_up_is_no_change_to_tell_of() {
    let (before, mut after) = (rung(), rung());
    after.add(&piece("D", 300, "9"), pieces(2)).unwrap();
    after.add(&piece("A", 250, "9"), pieces(1)).unwrap();
    assert_eq!(after.changes_since(&before).unwrap(), []);
    assert_eq!(before.changes_since(&basket(INCLUSIVE)).unwrap(), []);
}

#[test]
fn a_part_of_a_line_comes_to_its_price_and_a_whole_line_to_what_it_costs() {
    let mut before = rung();
    before.discount_line(before.lines()[1].id, percent_off("10")).unwrap();
    let mut after = before.clone();
    after.set_quantity(after.lines()[2].id, grams(100)).unwrap();
    after.void_line(after.lines()[1].id).unwrap();
    let changes = after.changes_since(&before).unwrap();
    let [BasketChange::LineVoided(whole), BasketChange::LineVoided(part)] = changes.as_slice() else {
        panic!("{changes:?}")
    };
    assert_eq!((whole.code.as_str(), whole.quantity, whole.amount), ("B", pieces(1), eur(90)));
    assert_eq!((part.code.as_str(), part.quantity, part.amount), ("C", grams(400), eur(400)));
}

#[test]
fn a_basket_that_was_replaced_by_another_was_voided_although_its_names_of_lines_begin_anew() {
    let before = rung();
    let mut after = basket(INCLUSIVE);
    after.add(&piece("D", 250, "9"), pieces(4)).unwrap();
    let changes = after.changes_since(&before).unwrap();
    let [BasketChange::BasketVoided { lines, total }] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((lines.len(), *total), (3, eur(1_600)));
}

#[test]
fn a_discount_is_told_with_what_it_takes_off_and_so_is_one_that_is_taken_back() {
    let mut before = rung();
    before.set_order_discount(percent_off("50")).unwrap();
    let mut after = before.clone();
    after.remove_order_discount();
    after.discount_line(after.lines()[0].id, percent_off("10")).unwrap();
    let changes = after.changes_since(&before).unwrap();
    let [
        BasketChange::LineDiscounted { line, discount, off },
        BasketChange::OrderDiscounted { discount: None, off: none },
    ] = changes.as_slice()
    else {
        panic!("{changes:?}")
    };
    assert_eq!((line.code.as_str(), *discount, *off), ("A", Some(percent_off("10")), eur(100)));
    assert!(none.is_zero());
}

/// What a cashier does to a basket of these tests.
fn acts() -> impl Strategy<Value = Vec<(u8, usize, u32)>> {
    proptest::collection::vec((0_u8..5, 0_usize..6, 1_u32..9), 1..12)
}

fn act(basket: &mut Basket, (act, index, count): (u8, usize, u32)) {
    let line = basket.lines().get(index).map(|line| line.id);
    let _ = match (act, line) {
        (0, _) => basket.add(&piece(["A", "B", "C"][index % 3], 100, "9"), pieces(count)).map(drop),
        (1, Some(line)) => basket.void_line(line).map(drop),
        (2, Some(line)) => basket.set_quantity(line, pieces(count)).map(drop),
        (3, Some(line)) => basket.discount_line(line, percent_off("10")).map(drop),
        (4, _) => basket.set_order_discount(percent_off("5")),
        _ => Ok(()),
    };
}

proptest! {
    /// Told act by act: what was rung up, less what was taken back, is what is in the basket.
    #[test]
    fn what_was_rung_up_less_what_was_taken_back_is_what_is_there(acts in acts(), exclusive in any::<bool>()) {
        let mut now = basket(if exclusive { EXCLUSIVE } else { INCLUSIVE });
        let pieces_in = |basket: &Basket| {
            basket.lines().iter().map(|line| line.quantity.thousandths()).sum::<i64>()
        };
        for it in acts {
            let before = now.clone();
            act(&mut now, it);
            let changes = now.changes_since(&before).unwrap();
            let taken: i64 = changes.iter().map(|change| match change {
                BasketChange::LineVoided(line) => line.quantity.thousandths(),
                BasketChange::BasketVoided { lines, .. } => {
                    lines.iter().map(|line| line.quantity.thousandths()).sum()
                }
                BasketChange::LineDiscounted { .. } | BasketChange::OrderDiscounted { .. } => 0,
            }).sum();
            let less = pieces_in(&before) - pieces_in(&now);
            prop_assert_eq!(taken, less.max(0), "{:?}", changes);
            if now.order_discount() == before.order_discount() && less == 0 {
                let same = now.lines().iter().zip(before.lines()).all(|(now, before)| now.discount == before.discount);
                prop_assert_eq!(changes.is_empty(), same);
            }
        }
    }
}
