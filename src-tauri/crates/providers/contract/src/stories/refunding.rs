//! Money given back. A provider that does not offer it refuses without effect.

use payment::{Attempt, AttemptState, Effect, OperationKind};

use crate::scene::{Call, Scene};
use crate::till::{Paid, Till};
use crate::wire::{Strike, Told};

/// All of it.
pub async fn a_purchase_is_given_back_in_full<S: Scene>() {
    let Some((till, paid)) = refundable::<S>().await else { return };
    let ended = till.give_back(&till.refund_of(&paid, paid.intent.amount)).await;
    booked(&till, &paid, &ended, &[2_500]);
}

/// In two parts, which do not hide each other.
pub async fn a_purchase_is_given_back_in_parts<S: Scene>() {
    let Some((till, paid)) = refundable::<S>().await else { return };
    let first = till.give_back(&till.refund_of(&paid, till.money(1_000))).await;
    booked(&till, &paid, &first, &[1_000]);
    let second = till.give_back(&till.refund_of(&paid, till.money(1_500))).await;
    booked(&till, &paid, &second, &[1_000, 1_500]);
}

/// More than was paid, at once or together.
pub async fn more_than_was_paid_is_not_given_back<S: Scene>() {
    let Some((till, paid)) = refundable::<S>().await else { return };
    let ended = till.give_back(&till.refund_of(&paid, till.money(2_501))).await;
    assert_eq!(ended.state(), AttemptState::NotSent, "{:#?}", ended.record());
    assert_eq!(given_back(&till, &paid), [0; 0]);
    let part = till.give_back(&till.refund_of(&paid, till.money(2_000))).await;
    booked(&till, &paid, &part, &[2_000]);
    let rest = till.give_back(&till.refund_of(&paid, till.money(501))).await;
    assert_ne!(rest.state(), AttemptState::Approved, "{:#?}", rest.record());
    assert_eq!(given_back(&till, &paid), [2_000]);
}

/// The answer is lost or breaks off: found, and given back once.
pub async fn a_refund_whose_answer_is_lost_is_found_and_given_back_once<S: Scene>() {
    for strike in [Strike::CutAfter, Strike::CutInside] {
        let Some((till, paid)) = refundable::<S>().await else { return };
        till.wire.strike(Call::Refund, strike.clone());
        let refund = till.refund_of(&paid, till.money(1_000));
        let fault = till.dispatch(&refund).await.expect_err("no usable answer");
        assert_eq!(fault.effect(), Effect::Unknown, "{strike:?}: {fault}");
        let ended = till.end_refund(till.attempt(&refund, Err(fault))).await;
        booked(&till, &paid, &ended, &[1_000]);
        assert_eq!(till.wire.seen(Call::Refund), 1, "{strike:?}: never sent again");
    }
}

/// It never arrives.
pub async fn a_refund_cut_off_on_its_way_is_proved_unsent_by_look_ups<S: Scene>() {
    let Some((till, paid)) = refundable::<S>().await else { return };
    till.wire.strike(Call::Refund, Strike::CutBefore);
    let refund = till.refund_of(&paid, till.money(1_000));
    let fault = till.dispatch(&refund).await.expect_err("the link was cut");
    assert_eq!(fault.effect(), Effect::Unknown, "{fault}");
    let ended = till.end(till.attempt(&refund, Err(fault))).await;
    assert_eq!(ended.state(), AttemptState::NotSent, "{:#?}", ended.record());
    assert_eq!(given_back(&till, &paid), [0; 0]);
    assert_eq!(till.wire.seen(Call::Refund), 1, "never sent again");
}

/// A gateway delivers it twice, all of it or more than half; the second one is refused, which says nothing about the
/// first.
pub async fn a_refund_delivered_twice_is_never_taken_for_unsent<S: Scene>() {
    for (told, minor) in
        [Told::First, Told::Second, Told::Nothing].map(|told| [(told, 2_500), (told, 2_000)]).concat()
    {
        let Some((till, paid)) = refundable::<S>().await else { return };
        till.wire.strike(Call::Refund, Strike::Twice(told, None));
        let ended = till.give_back(&till.refund_of(&paid, till.money(minor))).await;
        assert!(
            matches!(ended.state(), AttemptState::Approved | AttemptState::NeedsPerson),
            "{told:?}, given back {:?}: {:#?}",
            given_back(&till, &paid),
            ended.record()
        );
        assert_eq!(given_back(&till, &paid), [minor], "{told:?}");
    }
}

/// A purchase of 25.00, where refunds are offered. Where they are not, asking for one is refused without effect.
async fn refundable<S: Scene>() -> Option<(Till<S>, Paid)> {
    let till = Till::<S>::open().await;
    let paid = till.pay(till.money(2_500)).await;
    if till.offers(OperationKind::Refund) {
        return Some((till, paid));
    }
    let refund = till.refund_of(&paid, till.money(100));
    let fault = till.dispatch(&refund).await.expect_err("refunds are not offered");
    assert_eq!(fault.effect(), Effect::None, "{fault}");
    assert_eq!(given_back(&till, &paid), [0; 0]);
    None
}

fn given_back<S: Scene>(till: &Till<S>, paid: &Paid) -> Vec<i64> {
    till.scene.given_back(&paid.intent.reference).iter().map(money::Money::minor).collect()
}

fn booked<S: Scene>(till: &Till<S>, paid: &Paid, ended: &Attempt, books: &[i64]) {
    assert_eq!(ended.state(), AttemptState::Approved, "{:#?}", ended.record());
    let approval = ended.approval().expect("an approved attempt has its approval");
    assert_eq!(approval.amount, ended.record().intent.amount);
    assert_ne!(approval.transaction, paid.approval.transaction, "a refund is not its purchase");
    assert_eq!(given_back(till, paid), books);
}
