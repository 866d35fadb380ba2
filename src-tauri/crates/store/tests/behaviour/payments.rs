use payment::{AttemptState, Event, Mismatch};
use sale::{OrderNumber, TenderKind};
use store::{AttemptEnd, OrderState, StoreError};

use crate::support::{
    RECEIPT, Shop, approved, at, basket, cash_payment, empty_basket, eur, now, open, order_of,
};

async fn state(shop: &Shop, number: OrderNumber) -> OrderState {
    shop.store.orders().detail(number).await.unwrap().head.state
}

fn conflict<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    match result {
        Err(StoreError::Conflict(rule)) => rule,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_cash_sale_leaves_a_paid_order_a_receipt_and_a_free_screen() {
    let shop = Shop::open().await;
    let number = shop.pay_cash(&basket(&[250, 199, 33]), 5).await.unwrap();
    let detail = shop.store.orders().detail(number).await.unwrap();
    assert_eq!((detail.head.state, detail.head.total), (OrderState::Paid, eur(482)));
    assert_eq!(detail.head.paid_at.as_deref(), Some("2026-11-21T12:00:00.250+01:00"));
    assert_eq!((detail.head.tenders[0].kind, detail.head.tenders[0].amount), (TenderKind::Cash, eur(480)));
    assert!(detail.order.balances() && detail.has_receipt);
    assert!(shop.store.baskets().open().await.unwrap().is_none());
    assert_eq!(shop.number("select count(*) from order_lines").await, 3);
    assert_eq!(shop.number("select sum(gross_minor) from order_lines").await, 482);
}

#[tokio::test]
async fn order_numbers_have_no_gaps_and_asking_again_takes_none() {
    let shop = Shop::open().await;
    for expected in 1..=3 {
        let (id, order) = shop.ring_up(&basket(&[100])).await.unwrap();
        assert_eq!(shop.store.payments().order_number_for(id).await.unwrap(), order.number);
        assert_eq!(shop.pay_cash(&basket(&[100]), 1).await.unwrap(), OrderNumber::new(expected));
    }
    let listed = shop.store.orders().list(2, None).await.unwrap();
    assert_eq!(listed.iter().map(|head| head.number.get()).collect::<Vec<_>>(), [3, 2]);
    let earlier = shop.store.orders().list(5, Some(OrderNumber::new(2))).await.unwrap();
    assert_eq!(earlier.iter().map(|head| head.number.get()).collect::<Vec<_>>(), [1]);
}

#[tokio::test]
async fn an_order_that_was_only_numbered_is_in_no_list() {
    let shop = Shop::open().await;
    let (_, order) = shop.ring_up(&basket(&[100])).await.unwrap();
    assert!(shop.store.orders().list(10, None).await.unwrap().is_empty());
    assert!(matches!(shop.store.orders().detail(order.number).await, Err(StoreError::NotFound("order"))));
    assert!(matches!(
        shop.store.orders().snapshot(OrderNumber::new(u64::MAX)).await,
        Err(StoreError::NotFound("order"))
    ));
}

#[tokio::test]
async fn an_intent_is_on_the_disk_with_its_order_before_there_is_a_permit() {
    let shop = Shop::open().await;
    let record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    let open = shop.store.attempts().open().await.unwrap();
    assert_eq!(
        (open[0].record.state, open[0].order, &open[0].basket),
        (AttemptState::Intended, order_of(&record), &basket(&[250]))
    );
    assert_eq!(open[0].account_id, shop.terminals[0].account_id);
    assert_eq!(state(&shop, order_of(&record)).await, OrderState::Paying);
    assert!(shop.store.baskets().open().await.unwrap().is_none(), "it cannot be rung up while it is paid");
}

#[tokio::test]
async fn an_approval_pays_the_order_in_the_same_step() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut record).await.unwrap();
    shop.approve(&mut record).await.unwrap();
    let detail = shop.store.orders().detail(order_of(&record)).await.unwrap();
    assert_eq!((detail.head.state, detail.has_receipt), (OrderState::Paid, true));
    assert_eq!(detail.head.tenders[0].state, "paid");
    let seen: Vec<&str> = detail.attempts[0].observations.iter().map(|seen| seen.state.as_str()).collect();
    assert_eq!(seen, ["pending", "approved"]);
    assert_eq!(detail.attempts[0].record, record);
    assert!(shop.store.attempts().open().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_declined_basket_comes_back_and_is_tried_again_under_its_number() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
    assert_eq!(state(&shop, order_of(&record)).await, OrderState::Unpaid);
    assert_eq!(shop.store.baskets().open().await.unwrap(), Some(basket(&[250])));
    let mut second = shop.intend(&basket(&[250, 50]), 1, "BBBBBBBB").await.unwrap();
    assert_eq!((order_of(&second), second.intent.amount), (order_of(&record), eur(300)));
    shop.approve(&mut second).await.unwrap();
    let detail = shop.store.orders().detail(order_of(&record)).await.unwrap();
    assert_eq!(
        (detail.head.state, detail.order.lines.len(), detail.attempts.len()),
        (OrderState::Paid, 2, 2)
    );
    assert_eq!(
        detail.head.tenders.iter().map(|tender| tender.state.as_str()).collect::<Vec<_>>(),
        ["void", "paid"]
    );
    assert_eq!(shop.number("select count(*) from order_lines").await, 2);
}

#[tokio::test]
async fn a_declined_card_is_followed_by_cash() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[251]), 0, "AAAAAAAA").await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
    assert_eq!(shop.pay_cash(&basket(&[251]), 5).await.unwrap(), order_of(&record));
    assert_eq!(state(&shop, order_of(&record)).await, OrderState::Paid);
}

#[tokio::test]
async fn a_terminal_takes_one_payment_at_a_time_even_while_nothing_is_known_of_it() {
    let shop = Shop::open().await;
    let mut first = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    for unknown in [AttemptState::Pending, AttemptState::Unknown] {
        first.state = unknown;
        shop.store
            .payments()
            .record_attempt(&first, &Event::Restarted, AttemptEnd::None, &at())
            .await
            .unwrap();
        match shop.intend(&basket(&[700]), 0, "BBBBBBBB").await {
            Err(StoreError::TerminalOccupied(order)) => assert_eq!(order, order_of(&first)),
            other => panic!("{other:?}"),
        }
        let removed = shop.store.terminals().remove(shop.terminals[0].id, now()).await;
        assert!(matches!(removed, Err(StoreError::TerminalOccupied(_))));
    }
    shop.intend(&basket(&[700]), 1, "BBBBBBBB").await.unwrap();
    let open = shop.store.attempts().open().await.unwrap();
    assert_eq!(
        open.iter().map(|open| open.order.get()).collect::<Vec<_>>(),
        [2, 1],
        "the last one begun comes first"
    );
}

#[tokio::test]
async fn a_sale_that_was_set_aside_is_parked_when_nothing_was_charged() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaidParked).await.unwrap();
    assert!(
        shop.store.baskets().open().await.unwrap().is_none(),
        "nothing appears under the cashier's hands"
    );
    assert_eq!(shop.store.baskets().list_parked().await.unwrap()[0].label, "Article 0");
}

#[tokio::test]
async fn an_unpaid_basket_never_takes_the_place_of_goods_on_the_screen() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.store.baskets().save_open(&basket(&[700]), now()).await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
    assert_eq!(shop.store.baskets().open().await.unwrap(), Some(basket(&[700])));
    assert_eq!(shop.store.baskets().count_parked().await.unwrap(), 1);
}

#[tokio::test]
async fn a_late_approval_is_kept_and_its_order_is_not_charged_again() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaid).await.unwrap();
    let (basket_id, stale) = shop.ring_up(&basket(&[250])).await.unwrap();
    assert_eq!(stale.number, order_of(&record));
    let event = approved(&mut record, AttemptState::LateApproved);
    shop.store.payments().record_attempt(&record, &event, AttemptEnd::None, &at()).await.unwrap();
    assert_eq!(state(&shop, order_of(&record)).await, OrderState::Unpaid, "a person decides");

    // Whoever froze the order before the news came is refused; whoever asks anew gets another number.
    let mut cash = stale;
    cash.add_tender(sale::OrderTender::part_cash(eur(250))).unwrap();
    assert_eq!(
        conflict(shop.store.payments().pay_cash(cash_payment(basket_id, cash)).await),
        "orders_are_charged_once"
    );
    assert_ne!(shop.pay_cash(&basket(&[250]), 1).await.unwrap(), order_of(&record));
}

#[tokio::test]
async fn an_order_that_needs_a_person_keeps_its_basket_and_its_tender() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    let event = approved(&mut record, AttemptState::NeedsPerson);
    record.mismatch = Some(Mismatch::Amount { found: eur(1) });
    shop.store.payments().record_attempt(&record, &event, AttemptEnd::None, &at()).await.unwrap();
    assert_eq!(state(&shop, order_of(&record)).await, OrderState::Paying);
    assert!(shop.store.baskets().open().await.unwrap().is_none());
    let refused = shop.decline(&mut record.clone(), AttemptEnd::NotPaid).await;
    assert_eq!(conflict(refused), "what_needs_a_person_ends_by_decision");
    shop.intend(&basket(&[700]), 0, "BBBBBBBB").await.expect("the terminal is free for the next customer");
}

#[tokio::test]
async fn a_step_told_twice_is_written_once() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut record).await.unwrap();
    shop.send(&mut record).await.unwrap();
    let event = approved(&mut record, AttemptState::Approved);
    let end = shop.paid(&record).await.unwrap();
    for _ in 0..2 {
        shop.store.payments().record_attempt(&record, &event, end.clone(), &at()).await.unwrap();
    }
    assert_eq!(shop.number("select count(*) from observations").await, 2);
    assert_eq!(shop.number("select count(*) from receipts").await, 1);
}

#[tokio::test]
async fn no_order_is_paid_without_the_money() {
    let shop = Shop::open().await;
    let (basket_id, order) = shop.ring_up(&basket(&[250])).await.unwrap();
    let mut short = order.clone();
    short.tenders.push(sale::OrderTender::part_cash(eur(249)));
    let refused = shop.store.payments().pay_cash(cash_payment(basket_id, short)).await;
    assert_eq!(conflict(refused), "paid_orders_balance");
    let without = shop.store.payments().pay_cash(cash_payment(basket_id, order)).await;
    assert_eq!(conflict(without), "one_cash_tender");
    assert_eq!(
        shop.store.baskets().open().await.unwrap(),
        Some(basket(&[250])),
        "and the basket is still there"
    );

    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    let end = shop.paid(&record).await.unwrap();
    record.state = AttemptState::Unknown;
    let unproved = shop.store.payments().record_attempt(&record, &Event::Restarted, end, &at()).await;
    assert_eq!(conflict(unproved), "paid_cards_have_an_approval");
    let given_up =
        shop.store.payments().record_attempt(&record, &Event::Restarted, AttemptEnd::NotPaid, &at()).await;
    assert_eq!(conflict(given_up), "void_tenders_moved_no_money");
    assert_eq!(
        shop.number("select count(*) from observations").await,
        0,
        "what was refused left nothing behind"
    );
}

#[tokio::test]
async fn a_number_or_basket_of_something_else_is_refused() {
    let shop = Shop::open().await;
    let (basket_id, mut order) = shop.ring_up(&basket(&[250])).await.unwrap();
    order.number = OrderNumber::new(7);
    order.add_tender(sale::OrderTender::part_cash(eur(250))).unwrap();
    let refused = shop.store.payments().pay_cash(cash_payment(basket_id, order)).await;
    assert!(
        matches!(&refused, Err(StoreError::Conflict(rule)) if rule == "orders_take_the_next_number"),
        "{refused:?}"
    );
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    record.intent.reference = payment::AttemptReference::new("000001ZZZZZZZZ").unwrap();
    let unknown =
        shop.store.payments().record_attempt(&record, &Event::Restarted, AttemptEnd::None, &at()).await;
    assert!(matches!(unknown, Err(StoreError::NotFound("attempt"))));
}

#[tokio::test]
async fn copies_are_counted_before_they_are_made() {
    let shop = Shop::open().await;
    let number = shop.pay_cash(&basket(&[250]), 1).await.unwrap();
    let receipt = shop.store.receipts().get(number).await.unwrap();
    assert_eq!((receipt.model.as_str(), receipt.copies), (RECEIPT, 0));
    assert_eq!(shop.store.receipts().next_copy(number).await.unwrap(), 1);
    assert_eq!(shop.store.receipts().next_copy(number).await.unwrap(), 2);
    shop.store.close().await;
    let again = open(shop.dir.path()).await;
    assert_eq!(again.receipts().next_copy(number).await.unwrap(), 3);
    assert_eq!(again.receipts().get(number).await.unwrap().issued_at, "2026-11-21T12:00:00.250+01:00");
    assert!(matches!(
        again.receipts().next_copy(OrderNumber::new(9)).await,
        Err(StoreError::NotFound("receipt"))
    ));
}

#[tokio::test]
async fn a_terminal_stands_once_in_the_till_and_its_past_outlives_it() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "AAAAAAAA").await.unwrap();
    shop.approve(&mut record).await.unwrap();
    let terminal = shop.terminals[0].clone();
    let again = store::NewTerminal {
        account_id: terminal.account_id,
        key: payment::TerminalKey::new("maker-model-a1").unwrap(),
        manufacturer: terminal.manufacturer,
        model: terminal.model,
        serial: terminal.serial,
        name: "again".to_owned(),
        added_at: now(),
    };
    assert_eq!(conflict(shop.store.terminals().add(again.clone()).await), "one_terminal_per_key");
    shop.store.terminals().remove(terminal.id, now()).await.unwrap();
    assert!(matches!(
        shop.store.terminals().remove(terminal.id, now()).await,
        Err(StoreError::NotFound("terminal"))
    ));
    assert_eq!(shop.store.terminals().list().await.unwrap(), shop.terminals[1..]);
    shop.store.terminals().add(again).await.expect("taken out, it may come back");
    assert_eq!(shop.store.orders().detail(order_of(&record)).await.unwrap().attempts.len(), 1);
}

#[tokio::test]
async fn an_order_is_found_by_its_number_its_reference_and_the_providers_name() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[250]), 0, "A7K2M9QX").await.unwrap();
    shop.send(&mut record).await.unwrap();
    shop.store.baskets().save_open(&empty_basket(), now()).await.unwrap();
    shop.pay_cash(&basket(&[100]), 1).await.unwrap();
    let find = async |text: &str| -> Vec<u64> {
        let found = shop.store.orders().find(text, 10).await.unwrap();
        found.into_iter().map(|head| head.number.get()).collect()
    };
    assert_eq!(find("1").await, [1]);
    assert_eq!(find(" 000002 ").await, [2]);
    assert_eq!(find("000001a7k2m9qx").await, [1]);
    assert_eq!(find("5456485215432746").await, [1]);
    assert_eq!(find("000001").await, [1]);
    assert_eq!(find("%").await, [0; 0]);
    assert_eq!(find("").await, [0; 0]);
}
