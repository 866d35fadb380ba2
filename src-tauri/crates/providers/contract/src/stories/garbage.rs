//! Answers nobody can understand.

use std::sync::atomic::Ordering;

use payment::{AttemptState, Effect};

use crate::garbling::{WrongMembers, half_amount, nonsense};
use crate::scene::{Act, Call, Scene};
use crate::till::{Till, claims_money, claims_nothing_happened, ended_unpaid};
use crate::wire::{Reply, Strike};

/// A dispatch that was taken and answered with nonsense.
pub async fn a_payment_answered_with_nonsense_is_found_and_charged_once<S: Scene>() {
    let till = Till::<S>::open().await;
    for reply in nonsense() {
        let shown = shown(&reply);
        till.wire.strike(Call::Dispatch, Strike::Instead(reply));
        let intent = till.purchase(till.money(900));
        let fault = till.dispatch(&intent).await.expect_err(&shown);
        assert_eq!(fault.effect(), Effect::Unknown, "{shown}: {fault}");
        let ended = till.end_while(till.attempt(&intent, Err(fault)), Act::Approve).await;
        assert_eq!(ended.state(), AttemptState::Approved, "{shown}: {:#?}", ended.record());
    }
    assert_eq!(till.wire.seen(Call::Dispatch), nonsense().len(), "each sent once");
}

/// Look-ups of a charged and of a declined payment, answered with nonsense: no end follows from it.
pub async fn nonsense_in_a_look_up_is_no_end<S: Scene>() {
    let till = Till::<S>::open().await;
    for act in [Act::Approve, Act::Decline] {
        let ended = till.begin(&till.purchase(till.money(900))).await;
        let ended = till.end_while(ended, act).await;
        for reply in nonsense() {
            let shown = shown(&reply);
            till.wire.strike(Call::Inquire, Strike::Instead(reply));
            // Another way of looking may still bring the truth, which `look` holds against the books.
            let _ = till.look(&ended.handle()).await;
            assert!(!till.wire.calm(), "{shown}: the provider looked nothing up");
        }
    }
}

/// Every value of a true record replaced by a wrong one, each in turn.
pub async fn a_wrong_value_in_a_record_never_turns_the_verdict<S: Scene>() {
    let till = Till::<S>::open().await;
    for act in [Act::Approve, Act::Decline] {
        let intent = till.purchase(till.money(9_876));
        let sent = till.dispatch(&intent).await.expect("the dispatch was let alone");
        let attempt = till.attempt(&intent, Ok(sent));
        till.act(act).await;
        let mut wrong = WrongMembers::default();
        while let Some(strike) = wrong.next_strike() {
            till.wire.strike(Call::Inquire, strike);
            let told = till.payments().inquire(&attempt.handle()).await;
            assert!(!till.wire.calm(), "the provider looked nothing up");
            let Ok(told) = told else { continue };
            let mut hears = attempt.clone();
            till.hear(&mut hears, told.clone());
            match act {
                Act::Approve => assert!(!claims_nothing_happened(&told), "charged, and told {told:?}"),
                _ => assert!(!claims_money(&told), "declined, and told {told:?}"),
            }
            if let Some(approval) = hears.approval() {
                assert_eq!(approval.amount, intent.amount, "booked, but not what was asked");
            }
        }
        assert!(wrong.count() > 10, "a record has more than two values");
        till.end(attempt).await;
    }
}

/// Approved, but with another amount than was asked: for a person, never booked and never unpaid.
pub async fn a_partial_amount_is_for_a_person<S: Scene>() {
    let till = Till::<S>::open().await;
    let intent = till.purchase(till.money(9_876));
    let attempt = till.begin(&intent).await;
    till.act(Act::Approve).await;
    // Records may first run and only then show the end; every answer up to it tells the half.
    let (strike, told) = half_amount(intent.amount);
    for _ in 0..500 {
        till.wire.strike(Call::Inquire, strike.clone());
    }
    let ended = till.end(attempt).await;
    assert!(told.load(Ordering::SeqCst), "no answer of the cloud names the amount");
    assert_eq!(ended.state(), AttemptState::NeedsPerson, "{:#?}", ended.record());
    assert!(ended.approval().is_none(), "not booked");
}

/// The answer to a cancel is nonsense.
pub async fn a_cancel_answered_with_nonsense_is_looked_up<S: Scene>() {
    let till = Till::<S>::open().await;
    for reply in nonsense() {
        let shown = shown(&reply);
        let mut attempt = till.begin(&till.purchase(till.money(700))).await;
        till.scene.asks_for_card().await;
        till.wire.strike(Call::Cancel, Strike::Instead(reply));
        till.want_cancel(&mut attempt);
        let ended = till.end(attempt).await;
        assert!(ended_unpaid(&ended), "{shown}: {:#?}", ended.record());
    }
}

fn shown(reply: &Reply) -> String {
    let text: String = String::from_utf8_lossy(&reply.body).chars().take(60).collect();
    format!("{} {text:?}", reply.status)
}
