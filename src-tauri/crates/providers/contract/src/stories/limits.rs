//! The least, the most, more than the most, and nothing.

use payment::{AttemptState, Effect};

use crate::scene::{Call, Scene};
use crate::till::Till;

/// Least and most the cloud takes, to the last minor unit.
pub async fn the_smallest_and_the_greatest_amount_are_charged_exactly<S: Scene>() {
    let till = Till::<S>::open().await;
    let limits = till.scene.limits();
    for amount in [limits.smallest, limits.greatest] {
        let paid = till.pay(amount).await;
        assert_eq!(till.charged(&paid.intent), [amount]);
    }
}

/// Amounts whose text misleads a binary float.
pub async fn amounts_a_float_would_bend_are_charged_exactly<S: Scene>() {
    let till = Till::<S>::open().await;
    for minor in [1_001, 1_110, 1_999, 2_030, 4_035] {
        let paid = till.pay(till.money(minor)).await;
        assert_eq!(till.charged(&paid.intent), [till.money(minor)]);
    }
}

/// The cloud refuses it, and it ends unsent.
pub async fn more_than_the_provider_takes_ends_unsent<S: Scene>() {
    let till = Till::<S>::open().await;
    let intent = till.purchase(till.scene.limits().too_much);
    let refused = till.dispatch(&intent).await;
    assert!(refused.is_err(), "{refused:?}");
    let ended = till.end(till.attempt(&intent, refused)).await;
    assert_eq!(ended.state(), AttemptState::NotSent, "{:#?}", ended.record());
    till.pay(till.scene.limits().smallest).await;
}

/// Nothing, or less, never leaves the till.
pub async fn an_amount_of_nothing_or_less_is_never_sent<S: Scene>() {
    let till = Till::<S>::open().await;
    for minor in [0, -1, i64::MIN] {
        let fault = till.dispatch(&till.purchase(till.money(minor))).await.expect_err("nothing to pay");
        assert_eq!(fault.effect(), Effect::None, "{minor}: {fault}");
    }
    assert_eq!(till.wire.seen(Call::Dispatch), 0);
}

/// A reference of the greatest length comes back whole, and one that differs in its last character is another.
pub async fn a_reference_of_the_greatest_length_stays_whole<S: Scene>() {
    let till = Till::<S>::open().await;
    let (first, second) = (till.pay(till.money(300)).await, till.pay(till.money(400)).await);
    for paid in [&first, &second] {
        let length = till.provider.descriptor().reference_limit.min(14);
        assert_eq!(paid.intent.reference.as_str().len(), length);
        let ended = till.end(till.recovered(&paid.intent)).await;
        assert_eq!(ended.approval().map(|approval| approval.amount), Some(paid.intent.amount));
    }
}
