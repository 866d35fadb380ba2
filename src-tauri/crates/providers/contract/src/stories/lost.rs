//! The link breaks: before the request arrives, after it, in the middle of the answer.

use payment::{AttemptState, Effect, FaultKind, Intent};

use crate::scene::{Act, Call, Key, Scene};
use crate::till::{Till, named, nameless};
use crate::wire::{Reply, Strike};

/// Nobody listens: the one failure of the network that proves by itself that nothing was sent.
pub async fn a_payment_that_finds_nobody_listening_was_not_sent<S: Scene>() {
    let mut till = Till::<S>::open().await;
    let dead = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let dead = format!("http://{}", dead.expect("a port nobody listens on"));
    let provider = till.scene.connect(&dead, Key::Right);
    let alive = std::mem::replace(&mut till.provider, provider);
    let intent = till.purchase(till.money(900));
    let fault = till.dispatch(&intent).await.expect_err("nobody answered");
    assert_eq!((fault.kind(), fault.effect()), (FaultKind::NotReached, Effect::None), "{fault}");
    till.provider = alive;
    let ended = till.end(till.attempt(&intent, Err(fault))).await;
    assert_eq!(ended.state(), AttemptState::NotSent);
}

/// Cut before the request arrives: from here that looks like a lost answer, so look-ups must prove it.
pub async fn a_payment_cut_off_on_its_way_is_proved_unsent_by_look_ups<S: Scene>() {
    let till = Till::<S>::open().await;
    till.wire.strike(Call::Dispatch, Strike::CutBefore);
    let intent = till.purchase(till.money(900));
    let fault = till.dispatch(&intent).await.expect_err("the link was cut");
    assert_eq!(fault.effect(), Effect::Unknown, "{fault}");
    let ended = till.end(till.attempt(&intent, Err(fault))).await;
    assert_eq!(ended.state(), AttemptState::NotSent, "{:#?}", ended.record());
    assert_eq!(till.wire.seen(Call::Dispatch), 1, "never sent again");
}

/// The answer is lost; the payment is found by our reference.
pub async fn a_payment_whose_answer_is_lost_is_found_and_charged_once<S: Scene>() {
    charged_though_unheard::<S>(Strike::CutAfter).await;
}

/// Half of the answer arrives.
pub async fn a_payment_whose_answer_breaks_off_is_found_and_charged_once<S: Scene>() {
    charged_though_unheard::<S>(Strike::CutInside).await;
}

/// The provider acts and then reports its own failure, or a gateway does in its place.
pub async fn a_payment_taken_and_answered_with_a_failure_is_found_and_charged_once<S: Scene>() {
    for status in [500, 502, 503, 504] {
        charged_though_unheard::<S>(Strike::Instead(Reply::json(status, "{}"))).await;
    }
}

async fn charged_though_unheard<S: Scene>(strike: Strike) {
    let till = Till::<S>::open().await;
    till.wire.strike(Call::Dispatch, strike.clone());
    let intent = till.purchase(till.money(900));
    let fault = till.dispatch(&intent).await.expect_err("no usable answer");
    assert_eq!(fault.effect(), Effect::Unknown, "{strike:?}: {fault}");
    let ended = till.end_while(till.attempt(&intent, Err(fault)), Act::Approve).await;
    assert_eq!(ended.state(), AttemptState::Approved, "{strike:?}: {:#?}", ended.record());
    assert_eq!(till.wire.seen(Call::Dispatch), 1, "{strike:?}: never sent again");
}

/// The answer to a payment is lost, and the customer leaves.
pub async fn a_payment_nobody_heard_of_and_nobody_paid_ends_unpaid<S: Scene>() {
    for strike in [Strike::CutAfter, Strike::CutInside] {
        let till = Till::<S>::open().await;
        till.wire.strike(Call::Dispatch, strike);
        let attempt = till.begin(&till.purchase(till.money(900))).await;
        till.act(Act::WalkAway).await;
        let ended = till.end(attempt).await;
        assert!(
            matches!(ended.state(), AttemptState::Cancelled | AttemptState::Declined | AttemptState::NotSent),
            "{:#?}",
            ended.record()
        );
    }
}

/// Look-ups that get no answer delay the verdict and never turn it.
pub async fn look_ups_without_an_answer_delay_the_verdict_and_never_turn_it<S: Scene>() {
    for strike in [
        Strike::CutBefore,
        Strike::CutAfter,
        Strike::CutInside,
        Strike::Refuse(Reply::json(500, "{}")),
        Strike::Refuse(Reply::json(503, "")),
        Strike::Refuse(Reply::web_page(200)),
    ] {
        let till = Till::<S>::open().await;
        let intent = till.purchase(till.money(900));
        let sent = till.dispatch(&intent).await.expect("the dispatch was let alone");
        let handle = named(&intent, &sent.transaction);
        let attempt = till.attempt(&intent, Ok(sent));
        till.act(Act::Approve).await;
        for handle in [&handle, &nameless(handle.clone())] {
            till.wire.strike(Call::Inquire, strike.clone());
            // A provider may make up for the loss by another way of looking; it must not make up a verdict.
            let _ = till.look(handle).await;
            till.wire.calm();
        }
        till.wire.strike(Call::Inquire, strike.clone());
        let ended = till.end(attempt).await;
        assert_eq!(ended.state(), AttemptState::Approved, "{strike:?}: {:#?}", ended.record());
    }
}

/// The process dies after the intent is durable: before sending, and after.
pub async fn a_process_that_died_around_sending_finds_out_what_became_of_it<S: Scene>() {
    let till = Till::<S>::open().await;
    let unsent = till.purchase(till.money(900));
    let ended = till.end(till.recovered(&unsent)).await;
    assert_eq!(ended.state(), AttemptState::NotSent, "never sent: {:#?}", ended.record());

    let sent: Intent = till.purchase(till.money(900));
    till.dispatch(&sent).await.expect("the dispatch was let alone");
    let ended = till.end_while(till.recovered(&sent), Act::Approve).await;
    assert_eq!(ended.state(), AttemptState::Approved, "sent, and died: {:#?}", ended.record());
    assert_eq!(till.wire.seen(Call::Dispatch), 1, "never sent again");
}
