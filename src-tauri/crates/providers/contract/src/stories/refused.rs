//! Keys that are not known, and clouds that have enough.

use std::time::Duration;

use payment::{AttemptHandle, AttemptState, Effect, FaultKind};

use crate::scene::{Act, Call, Key, Scene};
use crate::till::Till;
use crate::wire::{Reply, Strike};

/// The cloud itself does not know the key.
pub async fn a_wrong_key_is_a_refusal_without_effect<S: Scene>() {
    let mut till = Till::<S>::open().await;
    let stranger = till.scene.connect(till.wire.base_url(), Key::Wrong);
    let known = std::mem::replace(&mut till.provider, stranger);
    let intent = till.purchase(till.money(100));
    let fault = till.dispatch(&intent).await.expect_err("the key is wrong");
    assert_eq!((fault.kind(), fault.effect()), (FaultKind::NotAuthorised, Effect::None), "{fault}");
    let looked = till.look(&AttemptHandle::of(&intent)).await.expect_err("the key is wrong");
    assert_eq!(looked.kind(), FaultKind::NotAuthorised, "{looked}");
    till.provider = known;
    let ended = till.end(till.attempt(&intent, Err(fault))).await;
    assert_eq!(ended.state(), AttemptState::NotSent);
}

/// 401 and 403 to a payment: read, and not acted upon.
pub async fn a_payment_refused_with_401_or_403_was_not_taken<S: Scene>() {
    for status in [401, 403] {
        let till = Till::<S>::open().await;
        till.wire.strike(Call::Dispatch, Strike::Refuse(refusal(status)));
        let intent = till.purchase(till.money(100));
        let fault = till.dispatch(&intent).await.expect_err("refused");
        let found = (fault.kind(), fault.effect(), fault.status());
        assert_eq!(found, (FaultKind::NotAuthorised, Effect::None, Some(status)), "{fault}");
        let ended = till.end(till.attempt(&intent, Err(fault))).await;
        assert_eq!(ended.state(), AttemptState::NotSent);
    }
}

/// 401 and 403 to a look-up say nothing about the payment.
pub async fn a_look_up_refused_with_401_or_403_is_no_end<S: Scene>() {
    for status in [401, 403] {
        let till = Till::<S>::open().await;
        let attempt = till.begin(&till.purchase(till.money(100))).await;
        till.act(Act::Approve).await;
        till.wire.strike(Call::Inquire, Strike::Refuse(refusal(status)));
        let fault = till.look(&attempt.handle()).await.expect_err("refused");
        assert_eq!(fault.kind(), FaultKind::NotAuthorised, "{fault}");
        let ended = till.end(attempt).await;
        assert_eq!(ended.state(), AttemptState::Approved, "{:#?}", ended.record());
    }
}

/// 429 to a payment: the wait is passed on, and it ends unsent.
pub async fn a_payment_that_comes_too_fast_ends_unsent_and_tells_how_long_to_wait<S: Scene>() {
    let till = Till::<S>::open().await;
    till.wire.strike(Call::Dispatch, Strike::Refuse(too_fast("7")));
    let intent = till.purchase(till.money(100));
    let fault = till.dispatch(&intent).await.expect_err("refused");
    assert_eq!(fault.kind(), FaultKind::SlowDown, "{fault}");
    assert_eq!(fault.retry_after(), Some(Duration::from_secs(7)));
    let ended = till.end(till.attempt(&intent, Err(fault))).await;
    assert_eq!(ended.state(), AttemptState::NotSent, "{:#?}", ended.record());
    assert_eq!(till.wire.seen(Call::Dispatch), 1, "never sent again");
}

/// 429 to a look-up says nothing about the payment, and tells how long to wait.
pub async fn a_look_up_that_comes_too_fast_is_no_end<S: Scene>() {
    let till = Till::<S>::open().await;
    let attempt = till.begin(&till.purchase(till.money(100))).await;
    till.act(Act::Approve).await;
    till.wire.strike(Call::Inquire, Strike::Refuse(too_fast("3")));
    let fault = till.look(&attempt.handle()).await.expect_err("refused");
    assert_eq!(fault.kind(), FaultKind::SlowDown, "{fault}");
    assert_eq!(fault.retry_after(), Some(Duration::from_secs(3)));
    let ended = till.end(attempt).await;
    assert_eq!(ended.state(), AttemptState::Approved, "{:#?}", ended.record());
}

fn refusal(status: u16) -> Reply {
    let body = format!(r#"{{"status":{status},"title":"Refused","detail":"the key is not known"}}"#);
    Reply::json(status, body)
}

fn too_fast(seconds: &str) -> Reply {
    let mut reply = Reply::json(429, r#"{"title":"Too Many Requests"}"#);
    reply.headers.push(("retry-after", seconds.to_owned()));
    reply
}
