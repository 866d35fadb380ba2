//! A cancel is a request; the payment may win.

use payment::{AttemptState, CancelAnswer, Effect, Inquiry};

use crate::scene::{Act, Call, Scene};
use crate::till::{Till, claims_money, ended_unpaid, named, nameless};
use crate::wire::{Gate, Reply, Strike};

/// Before a card.
pub async fn a_payment_cancelled_before_a_card_ends_unpaid<S: Scene>() {
    let till = Till::<S>::open().await;
    let mut attempt = till.begin(&till.purchase(till.money(700))).await;
    till.scene.asks_for_card().await;
    till.want_cancel(&mut attempt);
    let ended = till.end(attempt).await;
    assert!(ended_unpaid(&ended), "{:#?}", ended.record());
    till.pay(till.money(300)).await;
}

/// The request to stop gets no usable answer, whether or not it arrived.
pub async fn a_cancel_without_an_answer_is_looked_up_before_anything_else<S: Scene>() {
    for strike in [
        Strike::CutBefore,
        Strike::CutAfter,
        Strike::CutInside,
        Strike::Refuse(Reply::json(503, "{}")),
        Strike::Instead(Reply::json(500, "{}")),
        Strike::Instead(Reply::web_page(200)),
    ] {
        let till = Till::<S>::open().await;
        let mut attempt = till.begin(&till.purchase(till.money(700))).await;
        till.scene.asks_for_card().await;
        till.wire.strike(Call::Cancel, strike.clone());
        till.want_cancel(&mut attempt);
        let ended = till.end(attempt).await;
        assert!(ended_unpaid(&ended), "{strike:?}: {:#?}", ended.record());
    }
}

/// The card is charged while the request to stop is on its way.
pub async fn a_cancel_that_loses_the_race_leaves_the_payment_paid<S: Scene>() {
    let till = Till::<S>::open().await;
    let intent = till.purchase(till.money(700));
    let sent = till.dispatch(&intent).await.expect("the dispatch was let alone");
    let handle = named(&intent, &sent.transaction);
    let attempt = till.attempt(&intent, Ok(sent));
    till.scene.asks_for_card().await;
    let gate = Gate::closed();
    till.wire.strike(Call::Cancel, Strike::Hold(gate.clone()));
    let card_first = async {
        gate.reached().await;
        till.act(Act::Approve).await;
        gate.open();
    };
    let (answer, ()) = tokio::join!(till.payments().cancel(&handle), card_first);
    if let Err(fault) = &answer {
        assert_eq!(fault.effect(), Effect::Unknown, "it was sent: {fault}");
    }
    let ended = till.end(attempt).await;
    assert_eq!(ended.state(), AttemptState::Approved, "{answer:?}: {:#?}", ended.record());
}

/// A customer who is late: the engine has asked to stop, and the card comes before the request arrives.
pub async fn a_card_presented_late_wins_over_the_wish_to_stop<S: Scene>() {
    let till = Till::<S>::open().await;
    let mut attempt = till.begin(&till.purchase(till.money(700))).await;
    till.scene.asks_for_card().await;
    let gate = Gate::closed();
    till.wire.strike(Call::Cancel, Strike::Hold(gate.clone()));
    till.want_cancel(&mut attempt);
    let card_first = async {
        gate.reached().await;
        till.act(Act::Approve).await;
        gate.open();
    };
    let (ended, ()) = tokio::join!(till.end(attempt), card_first);
    assert_eq!(ended.state(), AttemptState::Approved, "{:#?}", ended.record());
}

/// The answer to the dispatch comes only after somebody tried to stop it.
pub async fn an_answer_that_comes_after_the_cancel_tells_the_truth<S: Scene>() {
    let till = Till::<S>::open().await;
    let intent = till.purchase(till.money(700));
    let gate = Gate::closed();
    till.wire.strike(Call::Dispatch, Strike::HoldAnswer(gate.clone()));
    let cancelled_meanwhile = async {
        gate.reached().await;
        let handle = nameless(named_by_reference(&till, &intent).await);
        // Without the provider's name it may refuse to try; what it must not do is claim an end.
        let answer = till.payments().cancel(&handle).await;
        gate.open();
        answer
    };
    let (sent, _) = tokio::join!(till.dispatch(&intent), cancelled_meanwhile);
    let mut attempt = till.attempt(&intent, sent);
    till.want_cancel(&mut attempt);
    let ended = till.end(attempt).await;
    assert!(ended_unpaid(&ended), "{:#?}", ended.record());
}

async fn named_by_reference<S: Scene>(till: &Till<S>, intent: &payment::Intent) -> payment::AttemptHandle {
    let handle = payment::AttemptHandle::of(intent);
    let told = till.look(&handle).await.expect("nothing was done to the look-up");
    assert!(!claims_money(&told), "nobody has paid: {told:?}");
    handle
}

/// Cancelling what is over, again and again, changes nothing.
pub async fn cancelling_what_is_over_changes_nothing<S: Scene>() {
    let till = Till::<S>::open().await;
    let paid = till.pay(till.money(700)).await;
    let handle = named(&paid.intent, &paid.approval.transaction);
    for _ in 0..3 {
        if let Ok(answer) = till.payments().cancel(&handle).await {
            assert_ne!(answer, CancelAnswer::Taken, "there is nothing to stop");
        }
        let told = till.look(&handle).await.expect("nothing was done to the look-up");
        assert!(claims_money(&told), "{told:?}");
    }
    assert_eq!(till.charged(&paid.intent), [paid.intent.amount], "still charged, still once");

    let intent = till.purchase(till.money(700));
    let sent = till.dispatch(&intent).await.expect("the dispatch was let alone");
    let handle = named(&intent, &sent.transaction);
    let mut attempt = till.attempt(&intent, Ok(sent));
    till.scene.asks_for_card().await;
    till.want_cancel(&mut attempt);
    till.end(attempt).await;
    for _ in 0..3 {
        // Any answer is honest; what counts is that the payment stays unpaid and says so.
        let _ = till.payments().cancel(&handle).await;
        let told = till.look(&handle).await.expect("nothing was done to the look-up");
        assert!(!matches!(told, Inquiry::InProgress { .. }), "{told:?}");
    }
}
