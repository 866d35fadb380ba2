use sale::{Discount, Percent, Quantity};
use serde_json::json;
use store::{AttemptEnd, OrderState, StoreError};

use crate::support::{Shop, basket, empty_basket, eur, item, now};

#[tokio::test]
async fn the_open_basket_keeps_its_name_while_it_is_rung_up() {
    let shop = Shop::open().await;
    assert!(shop.store.baskets().open().await.unwrap().is_none());
    let first = shop.store.baskets().save_open(&basket(&[100]), now()).await.unwrap();
    let again = shop.store.baskets().save_open(&basket(&[100, 200]), now()).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(shop.store.baskets().open().await.unwrap(), Some(basket(&[100, 200])));
}

#[tokio::test]
async fn a_parked_basket_comes_back_as_it_was() {
    let shop = Shop::open().await;
    let id = shop.store.baskets().save_open(&basket(&[100, 200]), now()).await.unwrap();
    shop.store.baskets().park(id, "blue coat", now()).await.unwrap();
    assert!(shop.store.baskets().open().await.unwrap().is_none());
    let parked = shop.store.baskets().list_parked().await.unwrap();
    assert_eq!((parked[0].label.as_str(), parked[0].lines, parked[0].total), ("blue coat", 2, eur(300)));
    assert_eq!(shop.store.baskets().count_parked().await.unwrap(), 1);
    let back = shop.store.baskets().recall(id, now()).await.unwrap();
    assert_eq!(back, basket(&[100, 200]));
    assert_eq!(shop.store.baskets().count_parked().await.unwrap(), 0);
    assert!(matches!(shop.store.baskets().recall(id, now()).await, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn a_basket_is_recalled_over_an_empty_one_and_never_over_goods() {
    let shop = Shop::open().await;
    let parked = shop.store.baskets().save_open(&basket(&[100]), now()).await.unwrap();
    shop.store.baskets().park(parked, "one", now()).await.unwrap();
    shop.store.baskets().save_open(&basket(&[700]), now()).await.unwrap();
    match shop.store.baskets().recall(parked, now()).await {
        Err(StoreError::Conflict(rule)) => assert_eq!(rule, "one_open_basket"),
        other => panic!("{other:?}"),
    }
    shop.store.baskets().save_open(&empty_basket(), now()).await.unwrap();
    assert_eq!(shop.store.baskets().recall(parked, now()).await.unwrap(), basket(&[100]));
}

#[tokio::test]
async fn a_basket_that_was_to_be_paid_and_then_emptied_makes_way_too() {
    let shop = Shop::open().await;
    let parked = shop.store.baskets().save_open(&basket(&[100]), now()).await.unwrap();
    shop.store.baskets().park(parked, "one", now()).await.unwrap();
    let mut record = shop.intend(&basket(&[700]), 0, "AAAAAAAA").await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
    shop.store.baskets().save_open(&empty_basket(), now()).await.unwrap();
    assert_eq!(shop.store.baskets().recall(parked, now()).await.unwrap(), basket(&[100]));
}

#[tokio::test]
async fn only_an_open_basket_is_parked_or_gets_a_number() {
    let shop = Shop::open().await;
    let id = shop.store.baskets().save_open(&basket(&[100]), now()).await.unwrap();
    shop.store.baskets().park(id, "one", now()).await.unwrap();
    assert!(matches!(shop.store.baskets().park(id, "two", now()).await, Err(StoreError::NotFound(_))));
    assert!(matches!(shop.store.payments().order_number_for(id).await, Err(StoreError::NotFound(_))));
}

/// What a shop's books show: the number and end of every order.
async fn books(shop: &Shop) -> Vec<(u64, OrderState)> {
    let mut orders = shop.store.orders().list(50, None).await.unwrap();
    orders.reverse();
    orders.iter().map(|order| (order.number.get(), order.state)).collect()
}

#[tokio::test]
async fn a_basket_that_is_cleared_leaves_no_gap_in_the_books() {
    let shop = Shop::open().await;
    let parked = shop.store.baskets().save_open(&basket(&[100]), now()).await.unwrap();
    shop.store.baskets().park(parked, "one", now()).await.unwrap();
    // Its terminal was occupied, so its payment never began; it is cleared, and another one is brought back.
    let (_, cleared) = shop.ring_up(&basket(&[700])).await.unwrap();
    shop.store.baskets().save_open(&empty_basket(), now()).await.unwrap();
    let back = shop.store.baskets().recall(parked, now()).await.unwrap();
    assert_eq!(shop.pay_cash(&back, 1).await.unwrap(), cleared.number);
    shop.pay_cash(&basket(&[200]), 1).await.unwrap();
    assert_eq!(books(&shop).await, [(1, OrderState::Paid), (2, OrderState::Paid)]);
}

#[tokio::test]
async fn a_basket_that_is_parked_leaves_no_gap_in_the_books() {
    let shop = Shop::open().await;
    let (parked, _) = shop.ring_up(&basket(&[700])).await.unwrap();
    shop.store.baskets().park(parked, "never comes back", now()).await.unwrap();
    shop.pay_cash(&basket(&[100]), 1).await.unwrap();
    assert_eq!(books(&shop).await, [(1, OrderState::Paid)]);
    let back = shop.store.baskets().recall(parked, now()).await.unwrap();
    assert_eq!(shop.pay_cash(&back, 1).await.unwrap().get(), 2, "it gets a number when it is paid after all");
}

#[tokio::test]
async fn a_number_under_which_a_payment_began_is_never_given_to_another_basket() {
    let shop = Shop::open().await;
    let parked = shop.store.baskets().save_open(&basket(&[100]), now()).await.unwrap();
    shop.store.baskets().park(parked, "one", now()).await.unwrap();
    let mut record = shop.intend(&basket(&[700]), 0, "AAAAAAAA").await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
    shop.store.baskets().save_open(&empty_basket(), now()).await.unwrap();
    let back = shop.store.baskets().recall(parked, now()).await.unwrap();
    shop.pay_cash(&back, 1).await.unwrap();
    assert_eq!(books(&shop).await, [(1, OrderState::Unpaid), (2, OrderState::Paid)]);
}

/// What the journal says since an entry, with who did it.
async fn told(shop: &Shop, since: u64) -> Vec<(String, String, serde_json::Value)> {
    let entries = shop.store.journal().after(since).await.unwrap();
    let told = entries
        .into_iter()
        .map(|entry| (entry.kind, entry.document, serde_json::from_str(&entry.payload).unwrap()));
    told.collect()
}

#[tokio::test]
async fn what_is_taken_out_of_a_basket_or_off_its_price_is_journalled_with_what_it_came_to() {
    let shop = Shop::open().await;
    let baskets = shop.store.baskets();
    let mut rung = basket(&[100, 200, 300]);
    let lines: Vec<_> = rung.lines().iter().map(|line| line.id).collect();
    rung.set_quantity(lines[0], Quantity::whole(3).unwrap()).unwrap();
    baskets.save_open(&rung, now()).await.unwrap();
    let last = shop.store.journal().head().await.unwrap().seq;
    rung.change_quantity_by(lines[0], -2).unwrap();
    baskets.save_open(&rung, now()).await.unwrap();
    rung.discount_line(lines[1], Discount::Amount(eur(50))).unwrap();
    baskets.save_open(&rung, now()).await.unwrap();
    rung.void_line(lines[1]).unwrap();
    baskets.save_open(&rung, now()).await.unwrap();
    rung.set_order_discount(Discount::Percent(Percent::from_milli_percent(25_000).unwrap())).unwrap();
    baskets.save_open(&rung, now()).await.unwrap();
    rung.remove_order_discount();
    baskets.save_open(&rung, now()).await.unwrap();
    baskets.save_open(&empty_basket(), now()).await.unwrap();

    let line = |code: &str, quantity: &str, amount: i64| json!({ "code": code, "quantity": quantity, "amount_minor": amount });
    let told = told(&shop, last).await;
    let expected = [
        ("void", json!({ "what": "line", "line": line("C0", "2", 200), "currency": "EUR" })),
        (
            "discount",
            json!({ "on": "line", "line": line("C1", "1", 150), "discount": { "amount_minor": 50 }, "off_minor": 50, "currency": "EUR" }),
        ),
        ("void", json!({ "what": "line", "line": line("C1", "1", 150), "currency": "EUR" })),
        (
            "discount",
            json!({ "on": "order", "discount": { "percent": "25" }, "off_minor": 100, "currency": "EUR" }),
        ),
        ("discount", json!({ "on": "order", "discount": null, "off_minor": 0, "currency": "EUR" })),
        (
            "void",
            json!({ "what": "basket", "lines": [line("C0", "1", 100), line("C2", "1", 300)], "line_count": 2, "total_minor": 400, "currency": "EUR" }),
        ),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((kind, document, payload), (expected_kind, expected_payload)) in told.iter().zip(&expected) {
        assert_eq!((kind.as_str(), document.as_str(), payload), (*expected_kind, "", expected_payload));
    }
}

#[tokio::test]
async fn a_declined_basket_that_is_thrown_away_is_journalled_with_its_order() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[700, 100]), 0, "AAAAAAAA").await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
    let last = shop.store.journal().head().await.unwrap().seq;
    shop.store.baskets().save_open(&empty_basket(), now()).await.unwrap();
    let told = told(&shop, last).await;
    let [(kind, document, payload)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((kind.as_str(), document.as_str()), ("void", "order 000001"));
    assert_eq!(payload["total_minor"], 800);
}

#[tokio::test]
async fn ringing_up_parking_and_recalling_are_nothing_the_journal_is_told_of() {
    let shop = Shop::open().await;
    let last = shop.store.journal().head().await.unwrap().seq;
    let id = shop.store.baskets().save_open(&basket(&[100]), now()).await.unwrap();
    shop.store.baskets().save_open(&basket(&[100, 200]), now()).await.unwrap();
    shop.store.baskets().park(id, "one", now()).await.unwrap();
    shop.store.baskets().recall(id, now()).await.unwrap();
    assert_eq!(told(&shop, last).await, []);
}

#[tokio::test]
async fn the_fullest_basket_can_be_thrown_away() {
    let shop = Shop::open().await;
    let mut full = empty_basket();
    for index in 0..sale::MAX_LINES {
        let code = format!("{index:0>32}");
        full.add(&item(&code, &"\u{1F35E}".repeat(80), 100), Quantity::ONE).unwrap();
    }
    shop.store.baskets().save_open(&full, now()).await.unwrap();
    let last = shop.store.journal().head().await.unwrap().seq;
    shop.store.baskets().save_open(&empty_basket(), now()).await.unwrap();
    let told = told(&shop, last).await;
    assert_eq!(told[0].2["line_count"], 500);
    assert_eq!(told[0].2["lines"].as_array().unwrap().len(), 100, "listed as far as an entry holds");
}
