//! Statuses and records this cloud could bring. Whatever happens, the verdict agrees with the ledger or is left to a person.

use payment::{
    Attempt, AttemptHandle, AttemptState, CancelAnswer, Effect, Event, FaultKind as Kind, Inquiry, Payments,
};
use serde_json::json;
use simulator::{Act, FaultKind, Outcome};

use crate::shop::{COUNTER, DRAWER, Shop, handle, purchase};

#[tokio::test]
async fn an_answer_lost_after_acting_is_found_by_our_reference_and_charged_once() {
    let lost = [
        FaultKind::StatusAfter(404),
        FaultKind::StatusAfter(409),
        FaultKind::StatusAfter(429),
        FaultKind::StatusAfter(302),
        FaultKind::StatusAfter(407),
        FaultKind::DelayAfter(3_000),
        FaultKind::DelayBefore(50),
        FaultKind::Merge(json!({"merchant_order_reference": "ANOTHER"})),
        FaultKind::Merge(json!({"merchant_order_reference": null})),
        FaultKind::Merge(json!({"id": null})),
        FaultKind::Merge(json!({"id": {"nested": 1}})),
        FaultKind::Merge(json!(["not", "an", "object"])),
    ];
    for fault in lost {
        let shop = Shop::open().await;
        shop.fault("POST", "/transactions", fault.clone());
        let attempt = shop.pay(purchase("000202AFTER", 900, COUNTER)).await;
        assert_eq!(
            (attempt.state(), shop.really_moved(&attempt)),
            (AttemptState::Approved, 900),
            "{fault:?}"
        );
        assert_eq!(shop.handle.transactions().len(), 1, "{fault:?}: never sent again");
    }
}

#[tokio::test]
async fn an_authoritative_refusal_ends_unsent_at_once() {
    for (status, kind) in [(400, Kind::Refused), (422, Kind::Refused)] {
        let shop = Shop::open().await;
        shop.fault("POST", "/transactions", FaultKind::StatusBefore(status));
        let attempt = shop.begin(purchase("000203REFUSED", 900, COUNTER)).await;
        let fault = attempt.record().last_fault.clone().unwrap();
        assert_eq!((fault.kind(), fault.effect(), fault.status()), (kind, Effect::None, Some(status)));
        assert_eq!(attempt.state(), AttemptState::NotSent);
    }
}

#[tokio::test]
async fn look_ups_that_go_wrong_delay_the_verdict_and_never_turn_it() {
    let wrong = [
        FaultKind::NotFound,
        FaultKind::Merge(json!({"status": "PAUSED"})),
        FaultKind::Merge(json!({"result": "MAYBE"})),
        FaultKind::Merge(json!({"status": 7, "result": null})),
        FaultKind::Merge(json!({"status": "CREATED", "result": null})),
        FaultKind::Merge(json!({"brand": 5, "store": null, "receipt": [], "new": {"deep": [1]}})),
    ];
    for fault in wrong {
        let shop = Shop::open().await;
        shop.fault("GET", "/transactions/*", fault.clone());
        let attempt = shop.pay(purchase("000204LOOKUP", 900, COUNTER)).await;
        assert_eq!(
            (attempt.state(), shop.really_moved(&attempt)),
            (AttemptState::Approved, 900),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn a_record_that_does_not_match_is_never_booked() {
    let wrong = [
        json!({"amount": {"value": 8.99}}),
        json!({"amount": {"value": 900}}),
        json!({"amount": {"currency": "USD"}}),
        json!({"amount": {"currency": "XXQ"}}),
        json!({"amount": {"value": "many"}}),
        json!({"amount": null}),
        json!({"merchant_order_reference": "000299OTHER"}),
        json!({"merchant_order_reference": "other reference"}),
        json!({"merchant_order_reference": null}),
        json!({"id": "4711"}),
        json!({"status": "CANCELLED"}),
        json!({"status": "CLEARED", "result": "DECLINED"}),
        json!({"status": "CLEARED", "result": null}),
    ];
    for patch in wrong {
        let shop = Shop::open().await;
        let mut attempt = shop.begin(purchase("000205WRONG", 900, COUNTER)).await;
        shop.until(|shop| shop.transactions()[0].approved == Some(true)).await;
        shop.fault("GET", "/transactions/*", FaultKind::Merge(patch.clone()));
        shop.drive(&mut attempt, |_| false).await;
        assert_eq!(attempt.state(), AttemptState::NeedsPerson, "{patch}");
        assert!(attempt.approval().is_none(), "{patch}");
    }
}

#[tokio::test]
async fn a_transaction_the_provider_denies_by_id_is_found_in_its_list() {
    let shop = Shop::open().await;
    let mut attempt = shop.begin(purchase("000206DENIED", 900, COUNTER)).await;
    shop.handle
        .add_fault(simulator::Fault::next("GET", "/transactions/*", FaultKind::NotFound).times(10_000))
        .unwrap();
    shop.drive(&mut attempt, |_| false).await;
    assert_eq!((attempt.state(), shop.really_moved(&attempt)), (AttemptState::Approved, 900));
}

#[tokio::test]
async fn a_transaction_denied_both_by_id_and_in_the_list_is_for_a_person() {
    let shop = Shop::open().await;
    let mut attempt = shop.begin(purchase("000207GONE", 900, DRAWER)).await;
    for path in ["/transactions/*", "/transactions"] {
        let fault = simulator::Fault::next("GET", path, FaultKind::NotFound).times(10_000);
        shop.handle.add_fault(fault).unwrap();
    }
    let Inquiry::NotFound { terminal_idle } = shop.api.inquire(&attempt.handle()).await.unwrap() else {
        panic!()
    };
    assert!(!terminal_idle, "the account still lists the terminal, so the 404 is a lie");
    shop.handle.clear_faults();
    shop.handle.act(DRAWER, Act::SwitchOn).unwrap();
    shop.drive(&mut attempt, |_| false).await;
    assert_eq!(attempt.state(), AttemptState::Approved);
}

#[tokio::test]
async fn two_transactions_with_one_reference_are_for_a_person() {
    let shop = Shop::open().await;
    let intent = purchase("000208TWICE", 900, DRAWER);
    let ids = [
        shop.dispatch(&intent).await.unwrap().transaction,
        shop.dispatch(&intent).await.unwrap().transaction,
    ];
    assert_ne!(ids[0], ids[1]);
    let fault = shop.api.inquire(&handle(&intent)).await.unwrap_err();
    assert_eq!(
        fault.effect(),
        Effect::Unknown,
        "one of them may still take a card, so it is looked up again"
    );
    let second = AttemptHandle { transaction: Some(ids[1].clone()), ..handle(&intent) };
    assert_eq!(shop.api.cancel(&second).await.unwrap(), CancelAnswer::Taken);
    let Inquiry::Contradictory { detail, .. } = shop.api.inquire(&handle(&intent)).await.unwrap() else {
        panic!()
    };
    assert!(ids.iter().all(|id| detail.contains(id.as_str())), "{detail}");
    for id in ids {
        let by_id = AttemptHandle { transaction: Some(id), ..handle(&intent) };
        let told = shop.api.inquire(&by_id).await.unwrap();
        assert!(
            matches!(told, Inquiry::Contradictory { .. }),
            "both ended unpaid, and only a person says so"
        );
    }
}

#[tokio::test]
async fn charged_but_unreported_the_attempt_waits_and_ends_paid() {
    let shop = Shop::open().await;
    shop.script(vec![Outcome::ApproveThenOffline]);
    let mut attempt = shop.begin(purchase("000211OFFLINE", 900, COUNTER)).await;
    shop.until(|shop| !shop.ledger().is_empty()).await;
    attempt.apply(Event::CancelRequested(payment::CancelRequestedBy::Cashier), shop.tick());
    let asked = |attempt: &Attempt| attempt.record().cancel != payment::CancelProgress::Wanted;
    shop.drive(&mut attempt, asked).await;
    shop.handle.act(COUNTER, Act::RestoreNetwork).unwrap();
    shop.drive(&mut attempt, |_| false).await;
    assert_eq!(attempt.record().cancel, payment::CancelProgress::TooLate);
    assert_eq!((attempt.state(), shop.really_moved(&attempt)), (AttemptState::Approved, 900));
}
