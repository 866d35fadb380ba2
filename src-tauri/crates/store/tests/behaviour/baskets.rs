use store::{AttemptEnd, OrderState, StoreError};

use crate::support::{Shop, basket, empty_basket, eur, now};

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
