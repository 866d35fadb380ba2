use payment::{
    CancelAnswer, CardType, Effect, FaultKind, Inquiry, Intent, Operation, Payments, Phase, PurchaseOptions,
    Readiness, TerminalKey, TipOffer,
};

use crate::stub::{Reply, Stub, answer, json};
use crate::support::*;

#[tokio::test]
async fn what_is_asked_is_exactly_what_the_guide_shows() {
    let stub = Stub::always(json(201, r#"{"data":{"client_transaction_id":"C1","checkout_id":"K1"}}"#)).await;
    let options = PurchaseOptions {
        description: Some("Example Coffee 000123".to_owned()),
        tip: Some(TipOffer { percents: vec![5, 10, 15], timeout_seconds: Some(60) }),
        instalments: Some(3),
        card_type: Some(CardType::Debit),
        fiscal: Some(r#"{"provider_id":"123","signature":"Qjcx","signature_data":"B71D"}"#.to_owned()),
    };
    let taken =
        api(&stub).dispatch(permit(Intent { options, ..intent(Operation::Purchase) }).await).await.unwrap();
    assert_eq!(taken.transaction.as_str(), "reader|C1|K1");
    assert!(matches!(taken.inquiry, Inquiry::InProgress { phase: Phase::Sent, .. }));
    let request = &stub.requests()[0];
    assert_eq!(request.target, format!("/v0.1/merchants/MH4H92C7/readers/{READER}/checkout"));
    assert_eq!(request.header("authorization"), ["Bearer CANARY-KEY"]);
    assert_eq!(request.header("user-agent").len(), 1);
    assert_eq!(
        request.body,
        r#"{"total_amount":{"value":1000,"currency":"EUR","minor_unit":2},"description":"Example Coffee 000123","#
            .to_owned()
            + r#""affiliate":{"app_id":"com.example.till","key":"CANARY-AFFILIATE","foreign_transaction_id":"000123A7K2M9QX"},"#
            + r#""tip_rates":[0.05,0.10,0.15],"tip_timeout":60,"installments":3,"card_type":"debit","#
            + r#""aade":{"provider_id":"123","signature":"Qjcx","signature_data":"B71D"}}"#
    );
}

#[tokio::test]
async fn without_an_affiliate_key_nothing_is_sent() {
    let stub = Stub::always(json(201, "{}")).await;
    let fault = api_with(&stub, None).dispatch(permit(intent(Operation::Purchase)).await).await.unwrap_err();
    assert_eq!((fault.kind(), fault.effect()), (FaultKind::AccountIncomplete, Effect::None));
    assert!(stub.requests().is_empty());
}

#[tokio::test]
async fn refusals_prove_that_nothing_happened_only_where_they_are_authoritative() {
    use FaultKind::*;
    for (status, body, kind, effect) in [
        (422, r#"{"errors":{"type":"READER_BUSY","detail":"x"}}"#, TerminalBusy, Effect::Unknown),
        (
            422,
            r#"{"errors":{"detail":"There is a pending checkout for the device."}}"#,
            TerminalBusy,
            Effect::Unknown,
        ),
        (422, r#"{"errors":{"type":"READER_OFFLINE","detail":"x"}}"#, TerminalOffline, Effect::None),
        (
            422,
            r#"{"type":"https://developer.sumup.com/problem/reader-offline","title":"Reader Offline","status":422}"#,
            TerminalOffline,
            Effect::None,
        ),
        (422, r#"{"errors":{"tip_rates":["must be between 0.01 and 0.99"]}}"#, Refused, Effect::None),
        (422, "", Refused, Effect::None),
        (400, r#"{"errors":{"type":"INVALID"}}"#, Refused, Effect::None),
        (401, r#"{"title":"Unauthorized","trace_id":"t"}"#, NotAuthorised, Effect::None),
        (403, r#"{"title":"Forbidden"}"#, NotAuthorised, Effect::None),
        (403, r#"{"title":"Forbidden","ray_id":"8f"}"#, Refused, Effect::Unknown),
        (403, r#"{"trace_id":"8f"}"#, Refused, Effect::Unknown),
        (404, r#"{"title":"Not found"}"#, NotKnown, Effect::Unknown),
        (409, r#"{"errors":{"type":"READER_BUSY"}}"#, Refused, Effect::Unknown),
        (429, "{}", SlowDown, Effect::Unknown),
        (500, r#"{"errors":{"type":"READER_BUSY"}}"#, ProviderDown, Effect::Unknown),
        (201, "", Unreadable, Effect::Unknown),
        (201, r#"{"data":{}}"#, Unreadable, Effect::Unknown),
        (201, r#"{"data":{"client_transaction_id":"a|b"}}"#, Unreadable, Effect::Unknown),
        (
            201,
            r#"{"data":{"client_transaction_id":"a","client_transaction_id":"b"}}"#,
            Unreadable,
            Effect::Unknown,
        ),
    ] {
        let stub = Stub::always(json(status, body)).await;
        let fault = api(&stub).dispatch(permit(intent(Operation::Purchase)).await).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (kind, effect), "{status} {body}: {fault}");
        assert_eq!(stub.requests().len(), 1, "sent once");
    }
    for reply in [Reply::Close, answer(200, &[("content-type", "text/html")], "<html>Welcome</html>")] {
        let stub = Stub::always(reply).await;
        let fault = api(&stub).dispatch(permit(intent(Operation::Purchase)).await).await.unwrap_err();
        assert_eq!(fault.effect(), Effect::Unknown, "{fault}");
        assert_eq!(stub.requests().len(), 1, "sent once");
    }
}

#[tokio::test]
async fn an_error_that_repeats_the_affiliate_key_does_not_reach_a_text_with_it() {
    let stub =
        Stub::always(json(422, r#"{"errors":{"type":"INVALID","detail":"CANARY-AFFILIATE is wrong"}}"#))
            .await;
    let fault = api(&stub).dispatch(permit(intent(Operation::Purchase)).await).await.unwrap_err();
    assert!(!format!("{fault:?}").contains("CANARY"), "{fault:?}");
    assert_eq!(fault.effect(), Effect::None);
}

#[tokio::test]
async fn readiness_is_what_the_reader_tells() {
    for (status, expected) in [
        (Some(IDLE), Readiness::Ready),
        (Some(WAITING), Readiness::Busy),
        (Some(OFFLINE), Readiness::Offline),
        (Some(r#"{"data":{"status":"ONLINE","state":"UPDATING_FIRMWARE"}}"#), Readiness::Busy),
        (None, Readiness::NotKnown),
    ] {
        let stub = World { status, ..World::default() }.start().await;
        let reader = TerminalKey::new(READER).unwrap();
        assert_eq!(api(&stub).readiness(&reader).await.unwrap(), expected, "{status:?}");
    }
}

#[tokio::test]
async fn termination_is_sent_only_to_a_reader_that_may_be_showing_this_payment() {
    let found = |status| vec![("client_transaction_id=C1", transaction(status, ""))];
    for (transactions, status, expected, sent) in [
        (vec![], Some(WAITING), CancelAnswer::Taken, true),
        (vec![], None, CancelAnswer::Taken, true),
        (vec![], Some(IDLE), CancelAnswer::NotFound, false),
        (found("PENDING"), Some(WAITING), CancelAnswer::Taken, true),
        (found("FAILED"), Some(WAITING), CancelAnswer::Taken, true),
        (found("FAILED"), Some(IDLE), CancelAnswer::TooLate, false),
        (found("SUCCESSFUL"), Some(IDLE), CancelAnswer::TooLate, false),
        (found("SUCCESSFUL"), Some(WAITING), CancelAnswer::TooLate, false),
    ] {
        let shown = format!("{transactions:?} {status:?}");
        let stub = World { transactions, status, ..World::default() }.start().await;
        assert_eq!(api(&stub).cancel(&attempt(Some(CLIENT))).await.unwrap(), expected, "{shown}");
        let terminated = stub.requests().iter().any(|request| request.target.ends_with("/terminate"));
        assert_eq!(terminated, sent, "{shown}");
    }
}
