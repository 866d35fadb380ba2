//! Refunds that call for a person, and what becomes of a case after a restart or a second change of mind.

use super::*;

#[tokio::test]
async fn a_refund_that_went_back_is_booked_with_its_slip() {
    let world = world().await;
    let (number, reference) = world.unclear_refund().await;
    assert_eq!(world.left().await, 0, "undecided counts as given back");
    assert_eq!(world.till.cases().await.unwrap()[0].choices, [Choice::WentBack, Choice::DidNotGoBack]);
    decide(&world.till, &reference, ask(Choice::WentBack)).await.unwrap();
    let detail = world.till.refund_detail(number).await.unwrap();
    assert_eq!((detail.head.state, detail.has_slip, world.left().await), (RefundState::Refunded, true, 0));
    assert_eq!(world.till.snapshot().await.unwrap().cases, 0);
    assert_eq!(world.cloud.charges().len(), 2, "a decision sends nothing");
}

#[tokio::test]
async fn a_refund_that_did_not_go_back_can_be_made_again_and_a_wrong_no_is_told() {
    let world = world().await;
    let (number, reference) = world.unclear_refund().await;
    decide(&world.till, &reference, ask(Choice::DidNotGoBack)).await.unwrap();
    let head = world.till.refund_detail(number).await.unwrap().head;
    assert_eq!((head.state, world.left().await), (RefundState::NotRefunded, 935));
    world.cloud.end(approve);
    world.till.look_again(&reference).await.unwrap();
    let head = world.till.refund_detail(number).await.unwrap().head;
    assert_eq!((head.state, world.left().await), (RefundState::Refunded, 0), "booked as soon as it is known");
    let cases = world.till.cases().await.unwrap();
    assert_eq!(cases[0].choices, [Choice::SeenTo], "and a person is told: it may have been paid out in cash");
    decide(&world.till, &reference, ask(Choice::SeenTo)).await.unwrap();
    assert_eq!(world.till.snapshot().await.unwrap().cases, 0);
    assert_eq!(world.restarted().await.till.snapshot().await.unwrap().cases, 0, "seen to for good");
}

#[tokio::test]
async fn what_waits_for_a_person_is_there_after_a_restart_and_holds_no_terminal() {
    let world = world().await;
    let reference = world.unclear().await;
    let world = world.restarted().await;
    assert_eq!(world.till.snapshot().await.unwrap().cases, 1);
    assert_eq!(world.told().await, [NoticeKind::NeedsPerson]);
    world.sell_by_card().await;
    decide(&world.till, &reference, ask(Choice::NoMoneyCameIn)).await.unwrap();
    assert_eq!(world.order_state(1).await, OrderState::Unpaid);
    assert_eq!(world.order_state(2).await, OrderState::Paid);
}

#[tokio::test]
async fn a_sale_that_was_taken_back_and_approved_again_is_told_of_and_can_be_given_back() {
    let world = world().await;
    let order = world.sell_by_card().await;
    let reference = AttemptReference::new(world.cloud.charges()[0].reference.clone()).unwrap();
    world.cloud.end(decline);
    world.till.look_again(&reference).await.unwrap();
    assert_eq!(world.state(&reference).await, AttemptState::Reversed);
    assert_eq!(world.till.refundable(order).await.unwrap().origins.len(), 0, "there is nothing to give back");
    decide(&world.till, &reference, ask(Choice::SeenTo)).await.unwrap();
    assert_eq!(world.till.snapshot().await.unwrap().cases, 0);
    world.cloud.end(approve);
    world.till.look_again(&reference).await.unwrap();
    assert_eq!(world.state(&reference).await, AttemptState::Approved);
    assert_eq!(world.till.snapshot().await.unwrap().cases, 1, "a person is called again");
    let seen = world.till.case(&reference).await.unwrap().history.observations;
    assert_eq!(seen.last().unwrap().state, "approved");
    assert_eq!(world.till.refundable(order).await.unwrap().origins[0].left.minor(), 935);
}

#[tokio::test]
async fn a_refund_that_waits_for_a_person_is_looked_up_at_every_start() {
    let world = world().await;
    let (number, _) = world.unclear_refund().await;
    let world = world.restarted().await;
    world.cloud.end(approve);
    let World { till, .. } = &world.restarted().await;
    let mut changes = till.changes();
    let found = async {
        while till.refund_detail(number).await.unwrap().head.state != RefundState::Refunded {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, found).await.expect("what the provider says by now is known");
}
