//! Payments as they should go.

use payment::{Attempt, AttemptState, TipOffer};

use crate::scene::{Act, Call, Scene, Tips};
use crate::till::{Till, ended_unpaid};

/// Approved: charged once, and booked from the provider's record.
pub async fn an_approved_payment_is_charged_once_and_told_from_the_record<S: Scene>() {
    let till = Till::<S>::open().await;
    let paid = till.pay(till.money(1_234)).await;
    assert_eq!(paid.approval.amount, paid.intent.amount);
    assert_eq!(paid.approval.tip, None, "nobody gave one");
    assert!(paid.approval.reference.as_ref().is_none_or(|found| *found == paid.intent.reference));
    assert_eq!(till.charged(&paid.intent), [paid.intent.amount]);
    assert_eq!(till.wire.seen(Call::Dispatch), 1, "sent once");
    assert_eq!(till.wire.seen(Call::Cancel), 0, "nobody asked for it");
}

/// Declined by the bank: an outcome, not an error.
pub async fn a_declined_payment_is_an_outcome_and_charges_nothing<S: Scene>() {
    let (till, ended) = ended_by::<S>(Act::Decline).await;
    assert_eq!(ended.state(), AttemptState::Declined, "{:#?}", ended.record());
    assert_eq!(till.wire.seen(Call::Dispatch), 1, "sent once");
}

/// Nobody presents a card.
pub async fn a_customer_who_walks_away_is_not_charged<S: Scene>() {
    let (_, ended) = ended_by::<S>(Act::WalkAway).await;
    assert!(ended_unpaid(&ended), "{:#?}", ended.record());
}

/// The red key.
pub async fn a_payment_stopped_at_the_terminal_is_not_charged<S: Scene>() {
    let (_, ended) = ended_by::<S>(Act::PressStop).await;
    assert!(ended_unpaid(&ended), "{:#?}", ended.record());
}

/// A tip stands beside the amount, never in it; a provider without tips takes a payment that offers one all the same.
pub async fn a_tip_is_told_beside_the_amount<S: Scene>() {
    let till = Till::<S>::open().await;
    let mut intent = till.purchase(till.money(1_000));
    intent.options.tip = Some(TipOffer { percents: vec![5, 10, 15], timeout_seconds: None });
    let (act, tip) = match till.scene.tips() {
        Tips::Offered => (Act::ApproveWithTip(150), Some(till.money(150))),
        Tips::NotOffered => (Act::Approve, None),
    };
    let attempt = till.begin(&intent).await;
    let ended = till.end_while(attempt, act).await;
    let approval = ended.approval().expect("an approval");
    assert_eq!((approval.amount, approval.tip), (intent.amount, tip));
}

/// The same thing, asked again after the end, ends in the same way.
pub async fn the_next_payment_is_another_one<S: Scene>() {
    let till = Till::<S>::open().await;
    let first = till.pay(till.money(500)).await;
    let declined = till.begin(&till.purchase(till.money(500))).await;
    let declined = till.end_while(declined, Act::Decline).await;
    let second = till.pay(till.money(500)).await;
    assert_eq!(declined.state(), AttemptState::Declined);
    assert_ne!(first.approval.transaction, second.approval.transaction);
    for paid in [&first, &second] {
        assert_eq!(till.charged(&paid.intent).len(), 1);
    }
}

async fn ended_by<S: Scene>(act: Act) -> (Till<S>, Attempt) {
    let till = Till::<S>::open().await;
    let attempt = till.begin(&till.purchase(till.money(1_234))).await;
    let ended = till.end_while(attempt, act).await;
    (till, ended)
}
