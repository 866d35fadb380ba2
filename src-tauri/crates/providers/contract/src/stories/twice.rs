//! A gateway delivers a request twice. The till hears of one transaction, and the other one may be charged.

use payment::{Attempt, AttemptState};

use crate::scene::{Act, Call, Scene};
use crate::till::{Till, ended_unpaid};
use crate::wire::{Gate, Strike, Told};

/// How one of the two goes unpaid.
const UNPAID: [Act; 3] = [Act::WalkAway, Act::Decline, Act::PressStop];

/// Both arrive at once; the customer pays whatever the terminal shows first and not the rest.
pub async fn a_payment_delivered_twice_is_never_taken_for_unpaid<S: Scene>() {
    for told in [Told::First, Told::Second, Told::Nothing] {
        let till = Till::<S>::open().await;
        till.wire.strike(Call::Dispatch, Strike::Twice(told, None));
        let attempt = till.begin(&till.purchase(till.money(900))).await;
        till.act(Act::Approve).await;
        let ended = till.end_while_always(attempt, Act::WalkAway).await;
        paid_or_for_a_person(&till, &ended);
    }
}

/// The second delivery comes when the first is paid; the till hears of the second, which nobody pays.
pub async fn a_paid_payment_is_not_hidden_by_its_unpaid_double<S: Scene>() {
    for (told, unpaid) in each_way() {
        let (till, attempt) = delivered_again_after::<S>(Act::Approve, told).await;
        let ended = till.end_while_always(attempt, unpaid).await;
        paid_or_for_a_person(&till, &ended);
    }
}

/// The second delivery comes when the first has ended unpaid, and is paid; the till hears of the first.
pub async fn a_payment_left_unpaid_does_not_hide_its_paid_double<S: Scene>() {
    for (told, unpaid) in each_way() {
        let (till, attempt) = delivered_again_after::<S>(unpaid, told).await;
        till.act(Act::Approve).await;
        let ended = till.end_while_always(attempt, Act::WalkAway).await;
        paid_or_for_a_person(&till, &ended);
    }
}

fn each_way() -> impl Iterator<Item = (Told, Act)> {
    let told = [Told::First, Told::Second, Told::Nothing];
    told.into_iter().flat_map(|told| UNPAID.map(|unpaid| (told, unpaid)))
}

/// A payment that is delivered, ended by `act`, and delivered again.
async fn delivered_again_after<S: Scene>(act: Act, told: Told) -> (Till<S>, Attempt) {
    let till = Till::<S>::open().await;
    let gate = Gate::closed();
    till.wire.strike(Call::Dispatch, Strike::Twice(told, Some(gate.clone())));
    let intent = till.purchase(till.money(900));
    let acting = async {
        gate.reached().await;
        till.act(act).await;
        gate.open();
    };
    let (sent, ()) = tokio::join!(till.dispatch(&intent), acting);
    let attempt = till.attempt(&intent, sent);
    (till, attempt)
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
        assert!(ended_unpaid(&ended), "{told:?}: {:#?}", ended.record());
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
