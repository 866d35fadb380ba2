//! Whole sales, as a cashier lives them.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use payment::AttemptState;
use sale::{LineId, OrderNumber, SaleError};
use store::OrderState;
use support::*;
use till::{MoneyEnd, NoticeKind, StageSnapshot, TextWidth, Till, TillError};

const PATIENCE: Duration = Duration::from_secs(10);

async fn finished(till: &Till) -> till::Finished {
    match till.snapshot().await.unwrap().stage {
        StageSnapshot::Finished(finished) => *finished,
        other => panic!("no end: {other:?}"),
    }
}

/// Waits until the till shows what is wanted; every change wakes it.
async fn until(till: &Till, what: &str, wanted: impl Fn(&till::TillSnapshot) -> bool) {
    let mut changes = till.changes();
    let seen = async {
        while !wanted(&till.snapshot().await.unwrap()) {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, seen).await.unwrap_or_else(|_| panic!("never seen: {what}"));
}

#[tokio::test]
async fn a_multiplier_waits_for_its_article_and_a_rescan_counts_up() {
    let world = world().await;
    world.till.enter("3 *").await.unwrap();
    assert!(world.till.snapshot().await.unwrap().pending.is_some());
    world.till.enter("101").await.unwrap();
    world.till.enter("101").await.unwrap();
    let snapshot = world.till.snapshot().await.unwrap();
    assert_eq!(snapshot.basket.lines().len(), 1);
    assert_eq!(snapshot.basket.lines()[0].quantity.to_string(), "4");
    assert!(snapshot.pending.is_none());
    assert_eq!(snapshot.totals.gross.to_string(), "10.00");
}

#[tokio::test]
async fn an_unknown_code_loses_nothing_and_the_next_scan_works() {
    let world = world().await;
    world.till.enter("3 *").await.unwrap();
    let refused = world.till.enter("8712345678906").await.unwrap_err();
    assert!(matches!(refused, TillError::UnknownCode(code) if code == "8712345678906"));
    world.till.enter("101").await.unwrap();
    assert_eq!(world.till.snapshot().await.unwrap().basket.lines()[0].quantity.to_string(), "3");
    assert!(matches!(world.till.enter("0 * 101").await, Err(TillError::Quantity { .. })));
}

#[tokio::test]
async fn what_is_refused_is_named_as_it_was_typed() {
    let world = world().await;
    let till = &world.till;
    let quantity = |error: TillError| match error {
        TillError::Quantity { typed, .. } => typed,
        other => panic!("{other:?}"),
    };
    assert_eq!(quantity(till.enter("0 * 101").await.unwrap_err()), "0 * 101");
    assert_eq!(quantity(till.enter("1.5 * 101").await.unwrap_err()), "1.500", "in the shop's format");
    till.enter("101").await.unwrap();
    let line = LineId::from_number(1);
    assert_eq!(quantity(till.set_quantity(line, "0").await.unwrap_err()), "0");
    assert_eq!(quantity(till.set_quantity(line, "2.5").await.unwrap_err()), "2.5");
    assert_eq!(quantity(till.set_quantity(line, &"9".repeat(500)).await.unwrap_err()), "9".repeat(40));
    till.enter("2204011007890").await.unwrap();
    let weighed = till.change_quantity(LineId::from_number(2), 1).await.unwrap_err();
    assert!(matches!(&weighed, TillError::Quantity { refused: SaleError::NotCounted, .. }));
    assert_eq!(quantity(weighed), "+1");
    let misread = till.enter("2204011007891").await.unwrap_err();
    assert!(matches!(misread, TillError::Scan { scanned, .. } if scanned == "2204011007891"));
    let too_much = till.discount_line(line, Some("99,00")).await.unwrap_err();
    assert!(matches!(too_much, TillError::Discount(typed) if typed == "99,00"));
}

#[tokio::test]
async fn a_labelled_weight_is_charged_by_the_kilogram() {
    let world = world().await;
    world.till.enter("2204011007890").await.unwrap();
    let snapshot = world.till.snapshot().await.unwrap();
    assert_eq!(snapshot.basket.lines()[0].quantity.to_string(), "0.789");
    assert_eq!(snapshot.totals.gross.to_string(), "1.57");
}

#[tokio::test]
async fn cash_is_rounded_change_is_given_and_the_receipt_is_there_at_once() {
    let world = world().await;
    world.till.enter("3 * 101").await.unwrap();
    world.till.enter("2204011007890").await.unwrap();
    let short = world.till.pay_cash(Some("5")).await.unwrap_err();
    assert!(matches!(short, TillError::Sale(SaleError::GivenTooLittle { .. })));
    world.till.pay_cash(Some("20")).await.unwrap();
    let end = finished(&world.till).await;
    assert_eq!(end.end, MoneyEnd::Paid);
    let (given, change) = end.cash.unwrap();
    assert_eq!(
        (given.to_string(), change.to_string()),
        ("20.00".to_owned(), "10.95".to_owned()),
        "9.07 is 9.05 in cash"
    );
    let receipt = world.till.receipt(end.order).await.unwrap();
    assert!(receipt.text(TextWidth::Columns42).contains("9.05"), "{}", receipt.text(TextWidth::Columns42));
    let detail = world.till.order(end.order).await.unwrap();
    assert_eq!(detail.head.state, OrderState::Paid);
    assert!(detail.order.balances());
    world.till.enter("102").await.unwrap();
    assert_eq!(
        world.till.snapshot().await.unwrap().basket.lines().len(),
        1,
        "the next scan starts the next sale"
    );
}

#[tokio::test]
async fn a_card_payment_sends_the_exact_total_once_and_prints_the_slip() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    until(&world.till, "the terminal waits for the card", |snapshot| {
        matches!(&snapshot.stage, StageSnapshot::Paying(paying) if paying.record.phase == payment::Phase::WaitingForCard)
    })
    .await;
    assert!(
        matches!(world.till.enter("101").await, Err(TillError::BasketLocked)),
        "a scan waits for the payment"
    );
    assert!(matches!(world.till.pay_card().await, Err(TillError::BasketLocked)), "a double click pays once");
    assert!(matches!(world.till.pay_cash(None).await, Err(TillError::BasketLocked)));
    world.cloud.end(approve);
    let record = world.till.wait_for_payment(PATIENCE).await.unwrap();
    assert_eq!(record.state, AttemptState::Approved);
    let end = finished(&world.till).await;
    assert_eq!(end.end, MoneyEnd::Paid);
    let charges = world.cloud.charges();
    assert_eq!(charges.len(), 1);
    assert_eq!(charges[0].handle.amount.to_string(), "9.35");
    let text = world.till.receipt(end.order).await.unwrap().text(TextWidth::Columns42);
    assert!(text.contains("PAYMENT ACCEPTED") && text.contains("V PAY 1234"), "{text}");
    let copy = world.till.reprint(end.order).await.unwrap();
    assert!(copy.text(TextWidth::Columns42).contains("COPY 1"));
}

#[tokio::test]
async fn a_decline_gives_the_basket_back_and_the_same_order_is_paid_in_cash() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.cloud.end(decline);
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    let declined = finished(&world.till).await;
    assert_eq!(declined.end, MoneyEnd::Declined);
    world.till.enter("101").await.unwrap();
    world.till.pay_cash(None).await.unwrap();
    let paid = finished(&world.till).await;
    assert_eq!(paid.order, declined.order);
    assert_eq!(paid.total.to_string(), "11.85");
    let detail = world.till.order(paid.order).await.unwrap();
    assert_eq!(detail.attempts.len(), 1, "the declined attempt stays in its history");
}

#[tokio::test]
async fn a_cancel_is_shown_only_once_it_is_proven() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.till.cancel_payment().await.unwrap();
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    assert_eq!(finished(&world.till).await.end, MoneyEnd::Cancelled);
    world.till.next_sale().await.unwrap();
    assert_eq!(world.till.snapshot().await.unwrap().basket.lines().len(), 2, "the basket is still there");
}

#[tokio::test]
async fn a_cancel_that_comes_too_late_is_followed_to_the_payment() {
    let world = world().await;
    world.cloud.0.lock().unwrap().too_late = true;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.till.cancel_payment().await.unwrap();
    until(&world.till, "too late", |snapshot| {
        matches!(&snapshot.stage, StageSnapshot::Paying(p) if p.record.cancel == payment::CancelProgress::TooLate)
    })
    .await;
    world.cloud.end(approve);
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    assert_eq!(finished(&world.till).await.end, MoneyEnd::Paid);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_never_sent_again() {
    let world = world().await;
    world.cloud.will(Create::LoseAnswer);
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.cloud.end(approve);
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    assert_eq!(finished(&world.till).await.end, MoneyEnd::Paid);
    assert_eq!(world.cloud.charges().len(), 1);
}

#[tokio::test]
async fn a_request_that_never_arrived_ends_as_not_sent_by_two_look_ups() {
    let world = world().await;
    world.cloud.will(Create::LoseRequest);
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    assert_eq!(finished(&world.till).await.end, MoneyEnd::NotSent);
    assert!(world.cloud.charges().is_empty());
}

#[tokio::test]
async fn an_order_set_aside_gets_its_own_result_while_the_till_sells_on() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.cloud.cut(true);
    until(&world.till, "not sure yet", |snapshot| {
        matches!(&snapshot.stage, StageSnapshot::Paying(p) if p.record.state == AttemptState::Unknown)
    })
    .await;
    world.till.set_aside().await.unwrap();
    world.till.enter("102").await.unwrap();
    assert!(
        matches!(world.till.pay_card().await, Err(TillError::TerminalOccupied(order)) if order == OrderNumber::new(1)),
        "no second payment on a terminal whose first is unknown"
    );
    world.till.pay_cash(None).await.unwrap();
    assert_eq!(finished(&world.till).await.order, OrderNumber::new(2));
    world.cloud.end(approve);
    world.cloud.cut(false);
    until(&world.till, "found paid", |snapshot| {
        snapshot.notices.iter().any(|n| n.kind == NoticeKind::FoundPaid)
    })
    .await;
    let first = world.till.order(OrderNumber::new(1)).await.unwrap();
    assert_eq!(first.head.state, OrderState::Paid);
    assert!(first.has_receipt);
    assert_eq!(finished(&world.till).await.order, OrderNumber::new(2), "the screen stays with its own order");
}

#[tokio::test]
async fn a_set_aside_sale_that_was_not_charged_waits_among_the_parked() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.cloud.cut(true);
    world.till.set_aside().await.unwrap();
    world.till.enter("102").await.unwrap();
    world.cloud.end(decline);
    world.cloud.cut(false);
    until(&world.till, "found not charged", |s| {
        s.notices.iter().any(|n| n.kind == NoticeKind::FoundNotCharged)
    })
    .await;
    let parked = world.till.parked().await.unwrap();
    assert_eq!(parked.len(), 1);
    world.till.void_line(LineId::from_number(1)).await.unwrap();
    world.till.recall(parked[0].id).await.unwrap();
    assert_eq!(world.till.snapshot().await.unwrap().basket.lines().len(), 2);
}

#[tokio::test]
async fn goods_of_a_sale_that_was_not_charged_survive_the_next_customer() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.cloud.cut(true);
    world.till.set_aside().await.unwrap();
    world.cloud.end(decline);
    world.cloud.cut(false);
    until(&world.till, "found not charged", |s| {
        s.notices.iter().any(|n| n.kind == NoticeKind::FoundNotCharged)
    })
    .await;
    world.till.enter("102").await.unwrap();
    assert_eq!(world.till.snapshot().await.unwrap().basket.lines().len(), 1);
    assert_eq!(
        world.till.parked().await.unwrap().len(),
        1,
        "the first customer's goods are parked, not overwritten"
    );
}

#[tokio::test]
async fn an_approval_that_comes_after_the_cancel_is_told_although_cash_was_taken() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.till.cancel_payment().await.unwrap();
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    world.till.next_sale().await.unwrap();
    world.till.pay_cash(None).await.unwrap();
    world.cloud.end(approve);
    until(&world.till, "late approval", |s| s.notices.iter().any(|n| n.kind == NoticeKind::PaidTwice)).await;
    let detail = world.till.order(OrderNumber::new(1)).await.unwrap();
    assert_eq!(detail.attempts[0].record.state, AttemptState::LateApproved);
    assert_eq!(detail.head.state, OrderState::Paid, "by the cash");
}

#[tokio::test]
async fn parking_and_recalling_keeps_the_basket_and_refuses_to_overwrite_another() {
    let world = world().await;
    world.ring_up().await;
    world.till.park(Some("Mrs Jansen")).await.unwrap();
    world.till.enter("102").await.unwrap();
    let parked = world.till.parked().await.unwrap();
    assert_eq!((parked[0].label.as_str(), parked[0].lines), ("Mrs Jansen", 2));
    assert!(matches!(world.till.recall(parked[0].id).await, Err(TillError::BasketInTheWay)));
    world.till.clear_basket().await.unwrap();
    world.till.recall(parked[0].id).await.unwrap();
    assert_eq!(world.till.snapshot().await.unwrap().totals.gross.to_string(), "9.35");
}

#[tokio::test]
async fn nothing_is_sent_for_an_empty_basket_a_free_one_or_without_a_terminal() {
    let world = world().await;
    assert!(matches!(world.till.pay_card().await, Err(TillError::Sale(SaleError::EmptyBasket))));
    world.till.enter("999").await.unwrap();
    assert!(matches!(world.till.pay_card().await, Err(TillError::NothingToCharge)));
    world.till.pay_cash(None).await.unwrap();
    let terminal = world.till.chosen_terminal().await.unwrap().unwrap();
    world.till.remove_terminal(world.till.approval_at_hand().unwrap(), terminal.id).await.unwrap();
    world.till.enter("101").await.unwrap();
    assert!(matches!(world.till.pay_card().await, Err(TillError::NoTerminal)));
    assert!(world.cloud.charges().is_empty());
}

#[tokio::test]
async fn a_payment_the_provider_took_is_shown_as_sent_before_anything_is_looked_up() {
    let world = world().await;
    world.cloud.silent(true);
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    until(&world.till, "taken", |snapshot| match &snapshot.stage {
        StageSnapshot::Paying(paying) => {
            paying.record.state == AttemptState::Pending && paying.record.phase == payment::Phase::Sent
        }
        StageSnapshot::Ringing | StageSnapshot::Finished(_) => false,
    })
    .await;
    assert_eq!(world.cloud.charges().len(), 1);
}
