//! Money that goes back, as a cashier lives it.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use money::{Currency, Money};
use payment::{AttemptState, Operation};
use sale::{OrderNumber, RefundError, RefundNumber, RefundScope};
use store::RefundState;
use support::*;
use till::{
    NoticeKind, RefundCause, RefundRefused, RefundRequest, RefundStage, RefundTo, TextWidth, Till, TillError,
};

const PATIENCE: Duration = Duration::from_secs(10);

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn of(order: OrderNumber, scope: RefundScope) -> RefundRequest {
    RefundRequest { order, to: None, scope, terminal: None, reason: None, seen: None }
}

async fn until(till: &Till, what: &str, wanted: impl AsyncFn(&Till) -> bool) {
    let mut changes = till.changes();
    let seen = async {
        while !wanted(till).await {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, seen).await.unwrap_or_else(|_| panic!("never seen: {what}"));
}

async fn until_notice(till: &Till, kind: NoticeKind) -> till::Notice {
    let find =
        async |till: &Till| till.snapshot().await.unwrap().notices.into_iter().find(|n| n.kind == kind);
    until(till, "a notice", async |till| find(till).await.is_some()).await;
    find(till).await.unwrap()
}

async fn ended(world: &World, number: RefundNumber) -> RefundStage {
    world.till.wait_for_refund(number, PATIENCE).await.unwrap().stage
}

async fn left(till: &Till, order: OrderNumber) -> Vec<String> {
    let refundable = till.refundable(order).await.unwrap();
    refundable.origins.iter().map(|origin| origin.left.to_string()).collect()
}

/// How often the cloud was asked to give money back.
fn refunds_made(cloud: &Cloud) -> usize {
    let refund = |charge: &Charge| matches!(charge.handle.operation, Operation::Refund { .. });
    cloud.charges().iter().filter(|charge| refund(charge)).count()
}

#[tokio::test]
async fn a_line_and_then_the_rest_go_back_to_the_card_and_more_is_refused() {
    let world = world().await;
    let order = world.sell_by_card().await;
    let request = of(order, RefundScope::Lines(vec![(1, Some(sale::Quantity::whole(2).unwrap()))]));
    assert_eq!(world.till.preview_refund(&request).await.unwrap().paid_out, eur(500));
    let first = world.till.refund(request, None).await.unwrap();
    assert_eq!(left(&world.till, order).await, ["4.35"], "what is on its way counts as gone");
    until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
    world.cloud.end(approve);
    assert_eq!(ended(&world, first).await, RefundStage::Refunded);
    let purchase = world.cloud.charges()[0].clone();
    let refund = world.cloud.charges()[1].handle.clone();
    assert_eq!(refund.amount, eur(500));
    assert!(
        matches!(&refund.operation, Operation::Refund { original } if original.as_str() == format!("T{}", purchase.reference))
    );
    let slip = world.till.refund_slip(first).await.unwrap().text(TextWidth::Columns42);
    for expected in
        ["REFUND", "R000001", "000001", "Espresso", "5.00", "TRAINING", "PAYMENT ACCEPTED", "Noor"]
    {
        assert!(slip.contains(expected), "{expected} in {slip}");
    }
    let copy = world.till.reprint_refund_slip(first).await.unwrap();
    assert!(copy.text(TextWidth::Columns42).contains("COPY 1"));
    let second = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 2).await;
    world.cloud.end(approve);
    assert_eq!(ended(&world, second).await, RefundStage::Refunded);
    assert_eq!(left(&world.till, order).await, ["0.00"]);
    let more = world.till.refund(of(order, RefundScope::Amount(eur(1))), None).await;
    assert!(matches!(more, Err(TillError::Refund(RefundRefused::Amount(RefundError::NothingLeft)))));
    assert_eq!(refunds_made(&world.cloud), 2, "the provider was not even asked");
}

#[tokio::test]
async fn more_than_is_left_is_refused_before_the_provider_hears_of_it() {
    let world = world().await;
    let order = world.sell_by_card().await;
    let more = world.till.refund(of(order, RefundScope::Amount(eur(936))), None).await;
    assert!(
        matches!(more, Err(TillError::Refund(RefundRefused::Amount(RefundError::TooMuch { left, .. }))) if left == eur(935))
    );
    assert_eq!(refunds_made(&world.cloud), 0);
    assert!(world.till.refunds(9, None).await.unwrap().is_empty(), "and no number was taken");
}

#[tokio::test]
async fn a_decline_gives_the_amount_free_again() {
    let world = world().await;
    let order = world.sell_by_card().await;
    let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    let second = world.till.refund(of(order, RefundScope::Rest), None).await;
    assert!(second.is_err(), "a double click refunds once");
    until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
    world.cloud.end(decline);
    assert_eq!(ended(&world, number).await, RefundStage::Declined);
    assert_eq!(left(&world.till, order).await, ["9.35"]);
    assert!(matches!(
        world.till.refund_slip(number).await,
        Err(TillError::Store(store::StoreError::NotFound(_)))
    ));
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_never_sent_again() {
    let world = world().await;
    let order = world.sell_by_card().await;
    world.cloud.will(Create::LoseAnswer);
    let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
    world.cloud.end(approve);
    assert_eq!(ended(&world, number).await, RefundStage::Refunded);
    assert_eq!(refunds_made(&world.cloud), 1);
}

#[tokio::test]
async fn a_cut_network_leaves_it_unknown_and_its_end_comes_back_as_a_notice() {
    let world = world().await;
    let order = world.sell_by_card().await;
    world.cloud.will(Create::LoseAnswer);
    let number = world.till.refund(of(order, RefundScope::Amount(eur(500))), None).await.unwrap();
    world.cloud.cut(true);
    until(&world.till, "unknown", async |till| {
        till.refund_snapshot(number).await.unwrap().stage == RefundStage::Unknown
    })
    .await;
    world.till.show_refund(None).await.unwrap();
    assert_eq!(until_notice(&world.till, NoticeKind::RefundFollowing).await.refund, Some(number));
    assert_eq!(left(&world.till, order).await, ["4.35"]);
    assert!(matches!(
        world.till.refund(of(order, RefundScope::Rest), None).await,
        Err(TillError::TerminalRefunding(found)) if found == number
    ));
    until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
    world.cloud.end(approve);
    world.cloud.cut(false);
    let news = until_notice(&world.till, NoticeKind::Refunded).await;
    assert_eq!((news.refund, news.order, news.amount), (Some(number), Some(order), eur(500)));
}

#[tokio::test]
async fn the_same_wish_told_twice_gives_back_once() {
    let world = world().await;
    world.till.enter("102").await.unwrap();
    world.till.enter("102").await.unwrap();
    world.till.pay_cash(None).await.unwrap();
    let order = OrderNumber::new(1);
    let half = |seen| RefundRequest { seen, ..of(order, RefundScope::Amount(eur(100))) };
    let shown = u32::try_from(world.till.refundable(order).await.unwrap().refunds.len()).unwrap();
    // Two taps, both made of what the screen showed.
    let (one, two) =
        tokio::join!(world.till.refund(half(Some(shown)), None), world.till.refund(half(Some(shown)), None));
    let (done, refused) = if one.is_ok() { (one, two) } else { (two, one) };
    done.unwrap();
    assert!(matches!(refused, Err(TillError::Refund(RefundRefused::MadeMeanwhile))), "{refused:?}");
    // Whoever looks again may; a script that does not say what it saw may, too.
    world.till.refund(half(Some(shown + 1)), None).await.unwrap();
    world.till.refund(half(None), None).await.unwrap();
    assert_eq!(world.till.refundable(order).await.unwrap().refunds.len(), 3);
}

#[tokio::test]
async fn cash_goes_back_in_cash_rounded_and_never_more_than_came_in() {
    let world = world().await;
    for code in ["102", "102", "102"] {
        world.till.enter(code).await.unwrap();
    }
    world.till.enter("2104011").await.unwrap();
    world.till.pay_cash(None).await.unwrap();
    let order = OrderNumber::new(1);
    // 7.54, for which 7.55 were taken.
    let mut out = 0;
    for minor in [3, 3, 3] {
        let number = world.till.refund(of(order, RefundScope::Amount(eur(minor))), None).await.unwrap();
        let refund = world.till.refund_snapshot(number).await.unwrap();
        assert_eq!((refund.stage, refund.head.paid_out()), (RefundStage::Refunded, eur(5)));
        out += 5;
    }
    let rest = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    let rest = world.till.refund_snapshot(rest).await.unwrap().head;
    assert_eq!(rest.refund.total, eur(754 - 9));
    assert_eq!(rest.paid_out(), eur(755 - out), "not a cent more than was taken");
    let slip = world.till.refund_slip(rest.number).await.unwrap().text(TextWidth::Columns42);
    assert!(slip.contains("Cash rounding") && slip.contains("7.40"), "{slip}");
    assert!(world.cloud.charges().is_empty(), "no card took part");
    let tiny = world.till.refund(of(order, RefundScope::Rest), None).await;
    assert!(matches!(tiny, Err(TillError::Refund(RefundRefused::Amount(RefundError::NothingLeft)))));
}

#[tokio::test]
async fn a_refund_that_comes_too_early_waits_and_goes_through_as_a_new_attempt() {
    let world = world().await;
    world.cloud.0.lock().unwrap().anonymous_refunds = true;
    let order = world.sell_by_card().await;
    world.cloud.will(Create::TooEarly);
    let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    let waiting = world.till.wait_for_refund(number, PATIENCE).await.unwrap();
    assert_eq!(waiting.stage, RefundStage::Waiting);
    assert!(waiting.head.next_try_at.is_some());
    assert_eq!(left(&world.till, order).await, ["0.00"], "it counts as gone while it waits");
    // Killed while it waits: the next process tries when its time has come.
    until(&world.till, "sent again", async |_| refunds_made(&world.cloud) == 1).await;
    world.cloud.end(approve);
    until(&world.till, "refunded", async |till| {
        till.refund_snapshot(number).await.unwrap().stage == RefundStage::Refunded
    })
    .await;
    let detail = world.till.refund_detail(number).await.unwrap();
    assert_eq!(detail.attempts.len(), 2);
    assert_ne!(detail.attempts[0].record.intent.reference, detail.attempts[1].record.intent.reference);
    assert_eq!(detail.head.tries, 1);
}

#[tokio::test]
async fn a_refund_that_waits_is_withdrawn_with_one_tap() {
    let world = world().await;
    world.cloud.0.lock().unwrap().anonymous_refunds = true;
    let order = world.sell_by_card().await;
    world.cloud.will(Create::TooEarly);
    let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    world.till.wait_for_refund(number, PATIENCE).await.unwrap();
    world.till.withdraw_refund(number).await.unwrap();
    assert_eq!(ended(&world, number).await, RefundStage::NotSent);
    assert_eq!(left(&world.till, order).await, ["9.35"]);
    let again = world.till.withdraw_refund(number).await;
    assert!(matches!(again, Err(TillError::Refund(RefundRefused::NotWaiting))));
}

#[tokio::test]
async fn a_provider_that_has_less_says_how_much() {
    let world = world().await;
    let order = world.sell_by_card().await;
    world.cloud.will(Create::NotEnough(300));
    let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    let end = world.till.wait_for_refund(number, PATIENCE).await.unwrap();
    assert_eq!(end.stage, RefundStage::NotSent);
    assert_eq!(end.attempt.unwrap().last_fault.unwrap().limit(), Some(eur(300)));
    assert_eq!(left(&world.till, order).await, ["9.35"]);
}

#[tokio::test]
async fn records_without_our_reference_are_told_apart_by_what_others_claimed() {
    let world = world().await;
    world.cloud.0.lock().unwrap().anonymous_refunds = true;
    let order = world.sell_by_card().await;
    for (index, minor) in [200, 300].into_iter().enumerate() {
        world.cloud.will(Create::LoseAnswer);
        let number = world.till.refund(of(order, RefundScope::Amount(eur(minor))), None).await.unwrap();
        until(&world.till, "sent", async |_| refunds_made(&world.cloud) == index + 1).await;
        world.cloud.end(|handle| {
            let payment::Outcome::Approved(mut approval) = approve(handle) else { unreachable!() };
            approval.reference = None;
            payment::Outcome::Approved(approval)
        });
        assert_eq!(ended(&world, number).await, RefundStage::Refunded, "of {minor}");
        let detail = world.till.refund_detail(number).await.unwrap();
        assert_eq!(detail.attempts[0].record.state, AttemptState::Approved);
    }
    assert_eq!(left(&world.till, order).await, ["4.35"]);
    assert_eq!(refunds_made(&world.cloud), 2);
}

#[tokio::test]
async fn a_payment_that_came_too_much_goes_back_in_one_act() {
    let world = world().await;
    world.ring_up().await;
    world.till.pay_card().await.unwrap();
    world.till.cancel_payment().await.unwrap();
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    world.till.next_sale().await.unwrap();
    world.till.pay_cash(None).await.unwrap();
    let order = OrderNumber::new(1);
    world.cloud.end(approve);
    let notice = until_notice(&world.till, NoticeKind::PaidTwice).await;
    let payment = notice.payment.unwrap();
    let refundable = world.till.refundable(order).await.unwrap();
    let causes: Vec<_> = refundable.origins.iter().map(|origin| (&origin.to, origin.cause)).collect();
    let twice = RefundTo::Card(payment.clone());
    assert_eq!(causes, [(&RefundTo::Cash, RefundCause::Goods), (&twice, RefundCause::TooMuch)]);
    let request = RefundRequest { to: Some(twice), ..of(order, RefundScope::Rest) };
    let number = world.till.refund(request, None).await.unwrap();
    until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
    world.cloud.end(approve);
    assert_eq!(ended(&world, number).await, RefundStage::Refunded);
    assert_eq!(left(&world.till, order).await, ["9.35", "0.00"], "the goods stay paid in cash");
    assert!(world.till.snapshot().await.unwrap().notices.iter().all(|n| n.payment.is_none()));
    let slip = world.till.refund_slip(number).await.unwrap().text(TextWidth::Columns42);
    assert!(slip.contains("Payment returned") && !slip.contains("Net"), "no goods and no tax: {slip}");
}

#[tokio::test]
async fn a_refund_that_was_cancelled_and_made_all_the_same_is_booked_and_told() {
    let world = world().await;
    let order = world.sell_by_card().await;
    let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
    world.till.cancel_refund(number).await.unwrap();
    assert_eq!(ended(&world, number).await, RefundStage::Cancelled);
    world.cloud.end(approve);
    let news = until_notice(&world.till, NoticeKind::RefundedLate).await;
    assert_eq!(news.refund, Some(number));
    assert_eq!(world.till.refund_snapshot(number).await.unwrap().head.state, RefundState::Refunded);
    assert_eq!(left(&world.till, order).await, ["0.00"]);
    assert!(world.till.refund_slip(number).await.is_ok());
}

#[tokio::test]
async fn without_a_purchase_it_needs_a_reason_and_a_manager() {
    let world = world().await;
    let approval = || world.till.approval_at_hand().unwrap();
    let refused = world.till.refund_without_purchase(eur(500), "  ", None, approval()).await;
    assert!(matches!(refused, Err(TillError::Refund(RefundRefused::ReasonMissing))));
    let number =
        world.till.refund_without_purchase(eur(500), "Bottle deposit", None, approval()).await.unwrap();
    until(&world.till, "sent", async |_| world.cloud.charges().len() == 1).await;
    assert_eq!(world.cloud.charges()[0].handle.operation, Operation::UnreferencedRefund);
    world.cloud.end(approve);
    assert_eq!(ended(&world, number).await, RefundStage::Refunded);
    let slip = world.till.refund_slip(number).await.unwrap().text(TextWidth::Columns42);
    for expected in ["Without original receipt", "Bottle deposit", "Approved by"] {
        assert!(slip.contains(expected), "{expected} in {slip}");
    }
}

#[tokio::test]
async fn an_order_is_found_by_barcode_number_amount_and_day() {
    let world = world().await;
    let order = world.sell_by_card().await;
    assert_eq!(world.till.order_of_barcode("TB-000001"), Some(order));
    for other in ["000001", "TB-1", "TB-00000x", "8712345678906"] {
        assert_eq!(world.till.order_of_barcode(other), None, "{other}");
    }
    let day = world.till.orders(1, None).await.unwrap()[0].created_at[..10].to_owned();
    for text in ["TB-000001", "1", "000001", "9.35", "9,35", &day] {
        let found = world.till.search_orders(text, 20).await.unwrap();
        assert_eq!(found.iter().map(|head| head.number).collect::<Vec<_>>(), [order], "{text}");
    }
    assert!(world.till.search_orders("9.36", 20).await.unwrap().is_empty());
}

#[test]
fn a_refund_under_way_when_the_till_is_killed_is_looked_up_and_not_sent_again() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (folder, cloud) = runtime.block_on(async {
        let world = world().await;
        let order = world.sell_by_card().await;
        world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
        until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
        let World { folder, cloud, till } = world;
        drop(till);
        (folder, cloud)
    });
    runtime.shutdown_background();
    cloud.end(approve);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        let number = RefundNumber::new(1);
        let end = till.wait_for_refund(number, PATIENCE).await.unwrap();
        assert_eq!(end.stage, RefundStage::Refunded);
        assert_eq!(refunds_made(&cloud), 1);
        until_notice(&till, NoticeKind::Refunded).await;
    });
}

#[test]
fn a_refund_that_waits_survives_a_kill() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (folder, cloud) = runtime.block_on(async {
        let world = world().await;
        world.cloud.0.lock().unwrap().anonymous_refunds = true;
        let order = world.sell_by_card().await;
        world.cloud.will(Create::TooEarly);
        let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
        world.till.wait_for_refund(number, PATIENCE).await.unwrap();
        let World { folder, cloud, till } = world;
        drop(till);
        (folder, cloud)
    });
    runtime.shutdown_background();
    assert_eq!(refunds_made(&cloud), 0);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        let notice = until_notice(&till, NoticeKind::RefundWaiting).await;
        assert_eq!(notice.refund, Some(RefundNumber::new(1)));
        until(&till, "sent again", async |_| refunds_made(&cloud) == 1).await;
        cloud.end(approve);
        until(&till, "refunded", async |till| {
            till.refund_snapshot(RefundNumber::new(1)).await.unwrap().stage == RefundStage::Refunded
        })
        .await;
    });
}

/// Ends the process of a till as a kill would; what runs in it ends nowhere.
fn killed(live: impl Future<Output = World>) -> (tempfile::TempDir, Cloud) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let World { folder, cloud, till } = runtime.block_on(live);
    drop(till);
    runtime.shutdown_background();
    (folder, cloud)
}

#[test]
fn a_refund_that_ended_without_money_before_a_kill_is_looked_up_again_and_booked_when_it_was_made() {
    let (folder, cloud) = killed(async {
        let world = world().await;
        let order = world.sell_by_card().await;
        let number = world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
        until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
        world.cloud.end(cancelled);
        assert_eq!(ended(&world, number).await, RefundStage::Cancelled);
        world
    });
    // The card had been faster than the cancel; nobody was there to hear it, and nobody opens a page.
    cloud.end(approve);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        assert_eq!(until_notice(&till, NoticeKind::RefundedLate).await.refund, Some(RefundNumber::new(1)));
        assert_eq!(left(&till, OrderNumber::new(1)).await, ["0.00"]);
        assert!(till.refund_slip(RefundNumber::new(1)).await.is_ok());
        assert_eq!(refunds_made(&cloud), 1);
    });
}

#[test]
fn a_refund_whose_answer_was_lost_before_a_kill_is_followed_although_the_start_reaches_nobody() {
    let (folder, cloud) = killed(async {
        let world = world().await;
        let order = world.sell_by_card().await;
        world.cloud.will(Create::LoseAnswer);
        world.till.refund(of(order, RefundScope::Rest), None).await.unwrap();
        until(&world.till, "sent", async |_| refunds_made(&world.cloud) == 1).await;
        world
    });
    cloud.end(approve);
    cloud.cut(true);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let till = reopened(folder.path(), &cloud).await;
        let stage = async |till: &Till| till.refund_snapshot(RefundNumber::new(1)).await.unwrap().stage;
        until(&till, "not sure", async |till| stage(till).await == RefundStage::Unknown).await;
        assert_eq!(left(&till, OrderNumber::new(1)).await, ["0.00"], "it counts as gone meanwhile");
        cloud.cut(false);
        assert_eq!(until_notice(&till, NoticeKind::Refunded).await.refund, Some(RefundNumber::new(1)));
        assert_eq!((stage(&till).await, refunds_made(&cloud)), (RefundStage::Refunded, 1));
    });
}

async fn reopened(folder: &std::path::Path, cloud: &Cloud) -> Till {
    loop {
        match open(folder, cloud).await {
            Ok(till) => return till,
            Err(till::OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}
