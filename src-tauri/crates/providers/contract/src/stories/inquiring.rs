//! Look-ups: before, during and after; they never touch money.

use payment::{AttemptHandle, AttemptState, Inquiry, RecordsAppear};

use crate::scene::{Act, Call, Scene};
use crate::till::{Till, claims_money, claims_nothing_happened, named};

/// Nothing was sent, so nothing is found; while another payment runs that proves nothing.
pub async fn what_was_never_sent_is_not_found<S: Scene>() {
    let till = Till::<S>::open().await;
    let never = AttemptHandle::of(&till.purchase(till.money(400)));
    let told = till.look(&never).await.expect("nothing was done to the look-up");
    assert!(matches!(told, Inquiry::NotFound { .. }), "{told:?}");

    let other = till.begin(&till.purchase(till.money(500))).await;
    till.scene.asks_for_card().await;
    let told = till.look(&never).await.expect("nothing was done to the look-up");
    assert_eq!(told, Inquiry::NotFound { terminal_idle: false }, "the terminal is busy with another");
    till.end_while(other, Act::Approve).await;
    let told = till.look(&never).await.expect("nothing was done to the look-up");
    assert!(matches!(told, Inquiry::NotFound { .. }), "{told:?}");
}

/// While it runs it is running, by the provider's name and by ours.
pub async fn a_running_payment_is_told_as_running<S: Scene>() {
    let till = Till::<S>::open().await;
    let intent = till.purchase(till.money(400));
    let sent = till.dispatch(&intent).await.expect("the dispatch was let alone");
    assert!(!claims_money(&sent.inquiry) && !claims_nothing_happened(&sent.inquiry), "{sent:?}");
    till.scene.asks_for_card().await;
    for handle in [named(&intent, &sent.transaction), AttemptHandle::of(&intent)] {
        for _ in 0..3 {
            let told = till.look(&handle).await.expect("nothing was done to the look-up");
            let running = match till.provider.policy_for(&intent).records {
                RecordsAppear::AtOnce => matches!(told, Inquiry::InProgress { .. }),
                RecordsAppear::WithTheCard => {
                    matches!(told, Inquiry::InProgress { .. } | Inquiry::NotFound { terminal_idle: false })
                }
            };
            assert!(running, "{told:?}");
        }
    }
    let ended = till.end_while(till.attempt(&intent, Ok(sent)), Act::Approve).await;
    assert_eq!(ended.state(), AttemptState::Approved);
}

/// After the end every look-up tells the same, by either name, however often it is asked.
pub async fn an_ended_payment_is_told_alike_however_often_it_is_asked<S: Scene>() {
    let till = Till::<S>::open().await;
    let paid = till.pay(till.money(400)).await;
    for handle in [named(&paid.intent, &paid.approval.transaction), AttemptHandle::of(&paid.intent)] {
        for _ in 0..3 {
            let told = till.look(&handle).await.expect("nothing was done to the look-up");
            assert!(claims_money(&told), "{told:?}");
        }
    }
    let declined = till.begin(&till.purchase(till.money(400))).await;
    let declined = till.end_while(declined, Act::Decline).await;
    for handle in [declined.handle(), AttemptHandle::of(&declined.record().intent)] {
        for _ in 0..3 {
            let told = till.look(&handle).await.expect("nothing was done to the look-up");
            assert!(claims_nothing_happened(&told), "{told:?}");
        }
    }
}

/// Looking and asking for readiness is all they do.
pub async fn looking_never_touches_money<S: Scene>() {
    let till = Till::<S>::open().await;
    let intent = till.purchase(till.money(400));
    let handle = AttemptHandle::of(&intent);
    for _ in 0..3 {
        let _ = till.payments().readiness(&intent.terminal).await;
        let _ = till.look(&handle).await;
    }
    let effects = || [Call::Dispatch, Call::Cancel, Call::Refund].map(|call| till.wire.seen(call));
    assert_eq!(effects(), [0; 3]);
    let paid = till.pay(till.money(400)).await;
    let before = effects();
    let handle = named(&paid.intent, &paid.approval.transaction);
    for _ in 0..3 {
        let _ = till.payments().readiness(&intent.terminal).await;
        let _ = till.look(&handle).await;
    }
    assert_eq!(effects(), before);
    assert_eq!(till.charged(&paid.intent).len(), 1);
}
