//! A gateway delivers a request twice. The till hears of one transaction, and the other one may be charged.

use payment::{Attempt, AttemptState};

use crate::scene::{Act, Call, Scene};
use crate::till::Till;
use crate::wire::{Gate, Strike, Told};

/// Both arrive at once; the customer pays whatever the terminal shows first and leaves the rest.
pub async fn a_payment_delivered_twice_is_never_taken_for_unpaid<S: Scene>() {
    for told in [Told::First, Told::Second, Told::Nothing] {
        let till = Till::<S>::open().await;
        till.wire.strike(Call::Dispatch, Strike::Twice(told, None));
        let attempt = till.begin(&till.purchase(till.money(900))).await;
        till.act(Act::Approve).await;
        let ended = till.end_while_leaving_the_rest(attempt).await;
        paid_or_for_a_person(&till, &ended);
    }
}

/// The second delivery comes when the first is paid; the till hears of the second, which nobody pays.
pub async fn a_paid_payment_is_not_hidden_by_its_unpaid_double<S: Scene>() {
    for told in [Told::First, Told::Second, Told::Nothing] {
        let till = Till::<S>::open().await;
        let gate = Gate::closed();
        till.wire.strike(Call::Dispatch, Strike::Twice(told, Some(gate.clone())));
        let intent = till.purchase(till.money(900));
        let first_paid = async {
            gate.reached().await;
            till.act(Act::Approve).await;
            gate.open();
        };
        let (sent, ()) = tokio::join!(till.dispatch(&intent), first_paid);
        let ended = till.end_while_leaving_the_rest(till.attempt(&intent, sent)).await;
        paid_or_for_a_person(&till, &ended);
    }
}

/// The second delivery comes when the first was left, and is paid; the till hears of the first.
pub async fn a_payment_left_unpaid_does_not_hide_its_paid_double<S: Scene>() {
    for told in [Told::First, Told::Second, Told::Nothing] {
        let till = Till::<S>::open().await;
        let gate = Gate::closed();
        till.wire.strike(Call::Dispatch, Strike::Twice(told, Some(gate.clone())));
        let intent = till.purchase(till.money(900));
        let first_left = async {
            gate.reached().await;
            till.act(Act::WalkAway).await;
            gate.open();
        };
        let (sent, ()) = tokio::join!(till.dispatch(&intent), first_left);
        till.act(Act::Approve).await;
        let ended = till.end_while_leaving_the_rest(till.attempt(&intent, sent)).await;
        paid_or_for_a_person(&till, &ended);
    }
}

/// A request to stop that arrives twice stops one payment.
pub async fn a_cancel_delivered_twice_stops_one_payment<S: Scene>() {
    for told in [Told::First, Told::Second, Told::Nothing] {
        let till = Till::<S>::open().await;
        let mut attempt = till.begin(&till.purchase(till.money(700))).await;
        till.scene.asks_for_card().await;
        till.wire.strike(Call::Cancel, Strike::Twice(told, None));
        till.want_cancel(&mut attempt);
        let ended = till.end(attempt).await;
        assert_eq!(ended.state(), AttemptState::Cancelled, "{told:?}: {:#?}", ended.record());
        till.pay(till.money(800)).await;
    }
}

fn paid_or_for_a_person<S: Scene>(till: &Till<S>, ended: &Attempt) {
    let charged = till.charged(&ended.record().intent);
    assert_eq!(charged.len(), 1, "one of the two was paid");
    assert!(
        matches!(ended.state(), AttemptState::Approved | AttemptState::NeedsPerson),
        "charged {charged:?}, and: {:#?}",
        ended.record()
    );
    assert_eq!(till.wire.seen(Call::Dispatch), 1, "the till sent it once");
}
