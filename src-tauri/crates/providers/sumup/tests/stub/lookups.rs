use money::{Currency, Money};
use payment::{EntryMode, FaultKind, Inquiry, Outcome, Payments, Phase};

use crate::stub::{Stub, json};
use crate::support::*;

const BY_CLIENT: &str = "client_transaction_id=C1";
const BY_REFERENCE: &str = "foreign_transaction_id=000123A7K2M9QX";

#[tokio::test]
async fn no_transaction_is_never_an_end_and_not_found_only_with_an_idle_reader() {
    let running = |phase| Inquiry::InProgress { transaction: id(CLIENT), phase };
    for (name, status, expected) in [
        (Some(CLIENT), Some(WAITING), running(Phase::WaitingForCard)),
        (
            Some(CLIENT),
            Some(r#"{"data":{"status":"ONLINE","state":"WAITING_FOR_PIN"}}"#),
            running(Phase::EnteringPin),
        ),
        (
            Some(CLIENT),
            Some(r#"{"data":{"status":"ONLINE","state":"SELECTING_TIP"}}"#),
            running(Phase::SelectingTip),
        ),
        (Some(CLIENT), Some(IDLE), Inquiry::NotFound { terminal_idle: true }),
        (Some(CLIENT), Some(OFFLINE), Inquiry::NotFound { terminal_idle: false }),
        (Some(CLIENT), None, Inquiry::NotFound { terminal_idle: false }),
        (None, Some(WAITING), Inquiry::NotFound { terminal_idle: false }),
        (None, Some(IDLE), Inquiry::NotFound { terminal_idle: true }),
    ] {
        let stub = World { status, ..World::default() }.start().await;
        assert_eq!(api(&stub).inquire(&attempt(name)).await.unwrap(), expected, "{name:?} {status:?}");
    }
}

#[tokio::test]
async fn while_a_card_is_in_what_the_customer_does_shows_on_the_reader_alone() {
    let signing = r#"{"data":{"status":"ONLINE","state":"WAITING_FOR_SIGNATURE"}}"#;
    let pin = r#"{"data":{"status":"ONLINE","state":"WAITING_FOR_PIN"}}"#;
    for (status, phase) in [
        (Some(pin), Phase::EnteringPin),
        (Some(signing), Phase::Signing),
        // What it showed before the card is over.
        (Some(WAITING), Phase::Processing),
        (Some(IDLE), Phase::Processing),
        (None, Phase::Processing),
    ] {
        let transactions = vec![(BY_CLIENT, transaction("PENDING", ""))];
        let stub = World { transactions, status, ..World::default() }.start().await;
        let expected = Inquiry::InProgress { transaction: id(CLIENT), phase };
        assert_eq!(api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap(), expected, "{status:?}");
    }
}

#[tokio::test]
async fn before_an_absence_counts_the_payment_is_asked_for_by_reference_and_in_the_history() {
    let stub = World { status: Some(IDLE), ..World::default() }.start().await;
    api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap();
    let targets: Vec<String> = stub.requests().into_iter().map(|request| request.target).collect();
    let transactions = "/v2.1/merchants/MH4H92C7/transactions";
    assert_eq!(
        targets,
        [
            format!("{transactions}?{BY_CLIENT}"),
            format!("/v0.1/merchants/MH4H92C7/readers/{READER}/status"),
            format!("{transactions}?{BY_REFERENCE}"),
            format!("{transactions}/history?limit=25&order=descending"),
        ]
    );
}

#[tokio::test]
async fn a_payment_that_its_own_look_up_hides_is_found_by_its_other_names() {
    let listed = |rest: &str| {
        format!(
            r#"{{"id":"T1","amount":10.00,"currency":"EUR","status":"SUCCESSFUL","type":"PAYMENT"{rest}}}"#
        )
    };
    let world =
        |transactions, history| World { transactions, history, status: Some(IDLE), ..World::default() };
    let charged = || transaction("SUCCESSFUL", "");
    for (name, world) in [
        (Some(CLIENT), world(vec![(BY_REFERENCE, charged())], vec![])),
        (Some(CLIENT), world(vec![("id=T1", charged())], vec![listed(r#","client_transaction_id":"C1""#)])),
        (Some(CLIENT), world(vec![("id=T1", charged())], vec![listed("")])),
        (None, world(vec![("id=T1", charged())], vec![listed("")])),
    ] {
        let stub = world.start().await;
        let inquiry = api(&stub).inquire(&attempt(name)).await.unwrap();
        assert!(
            matches!(inquiry, Inquiry::Resolved { outcome: Outcome::Approved(_), .. }),
            "{name:?}: {inquiry:?}"
        );
    }
    let stranger = charged().replace(REFERENCE, "000124B7K2M9QX").replace("C1", "C2");
    let stub = world(vec![("id=T1", stranger)], vec![listed("")]).start().await;
    let inquiry = api(&stub).inquire(&attempt(None)).await.unwrap();
    assert_eq!(inquiry, Inquiry::NotFound { terminal_idle: true }, "somebody else's of the same amount");
}

#[tokio::test]
async fn an_approval_is_taken_from_the_record_with_tip_card_and_a_composed_slip() {
    let receipt = r#"{"transaction_data":{"transaction_code":"TEENSK4W2K","amount":"11.10","tip_amount":"1.10",
        "currency":"EUR","timestamp":"2026-11-21T14:31:05.000Z","entry_mode":"CONTACTLESS","verification_method":"none",
        "card":{"last_4_digits":"3456","type":"VISA"},"receipt_no":"S123"},
        "merchant_data":{"merchant_profile":{"business_name":"Example Coffee","address":{"post_code":"10999","city":"Berlin"}}},
        "acquirer_data":{"tid":"TID1","authorization_code":"053201","return_code":"00"}}"#;
    let charged = transaction("SUCCESSFUL", r#","tip_amount":1.10"#).replace("10.00", "11.10");
    for receipt in [Some(receipt.to_owned()), None, Some("[]".to_owned())] {
        let complete = receipt.as_deref().is_some_and(|text| text.len() > 2);
        let transactions = vec![(BY_CLIENT, charged.clone())];
        let stub = World { transactions, receipt, ..World::default() }.start().await;
        let inquiry = api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap();
        let Inquiry::Resolved { transaction, outcome: Outcome::Approved(approval) } = inquiry else {
            panic!("{inquiry:?}")
        };
        assert_eq!(transaction.as_str(), "T1", "the name refunds need");
        assert_eq!(approval.reference.as_ref().unwrap().as_str(), REFERENCE);
        assert_eq!(approval.amount, Money::new(1_000, Currency::EUR));
        assert_eq!(approval.tip, Some(Money::new(110, Currency::EUR)));
        assert_eq!(approval.card.last_four.as_deref(), Some("3456"));
        assert_eq!(approval.card.entry_mode, Some(EntryMode::Contactless));
        let slip = approval.eft.cardholder.as_deref().unwrap();
        assert!(slip.contains("TOTAL          EUR 11.10") && slip.contains("************3456"), "{slip}");
        assert_eq!(slip.contains("Example Coffee"), complete, "{slip}");
        let asked =
            stub.requests().into_iter().any(|request| request.target == "/v1.1/receipts/T1?mid=MH4H92C7");
        assert!(asked);
    }
}

#[tokio::test]
async fn a_refused_card_ends_the_payment_only_when_the_reader_asks_for_no_other() {
    let failed = || vec![(BY_CLIENT, transaction("FAILED", ""))];
    let stub = World { transactions: failed(), status: Some(WAITING), ..World::default() }.start().await;
    let inquiry = api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap();
    assert_eq!(inquiry, Inquiry::InProgress { transaction: id(CLIENT), phase: Phase::WaitingForCard });
    for status in [Some(IDLE), None] {
        let stub = World { transactions: failed(), status, ..World::default() }.start().await;
        let inquiry = api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap();
        assert!(matches!(inquiry, Inquiry::Resolved { outcome: Outcome::Declined(_), .. }), "{inquiry:?}");
    }
}

#[tokio::test]
async fn where_the_account_has_it_the_checkout_tells_the_end_of_a_payment_without_a_card() {
    let name = "reader|C1|K1";
    let checkout = |status: &str| {
        format!(r#"{{"data":{{"checkout_id":"K1","status":"{status}","payment_failure_reason":"x"}}}}"#)
    };
    for (body, expected) in [
        (checkout("cancelled"), "cancelled"),
        (checkout("failed"), "declined"),
        (checkout("pending"), "runs"),
        (checkout("successful"), "runs"),
        (r#"{"checkout_id":"K1","status":"cancelled"}"#.to_owned(), "cancelled"),
        (
            checkout("pending").replace("pending\"", "pending\",\"valid_until\":\"2020-01-01T00:00:00Z\""),
            "not found",
        ),
        (checkout("of_tomorrow"), "not found"),
    ] {
        let stub =
            World { checkout: Some(body.clone()), status: Some(IDLE), ..World::default() }.start().await;
        let found = match api(&stub).inquire(&attempt(Some(name))).await.unwrap() {
            Inquiry::Resolved { outcome: Outcome::Cancelled(_), .. } => "cancelled",
            Inquiry::Resolved { outcome: Outcome::Declined(_), .. } => "declined",
            Inquiry::InProgress { .. } => "runs",
            Inquiry::NotFound { terminal_idle: true } => "not found",
            other => panic!("{body}: {other:?}"),
        };
        assert_eq!(found, expected, "{body}");
    }
    let world = World { checkout: Some(checkout("cancelled")), status: Some(WAITING), ..World::default() };
    let inquiry = api(&world.start().await).inquire(&attempt(Some(name))).await.unwrap();
    assert!(matches!(inquiry, Inquiry::InProgress { .. }), "a reader that still asks for a card is not over");
}

#[tokio::test]
async fn no_look_up_answered_with_nonsense_is_an_end() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"status":"FAILED"}"#,
        r#"{"id":"1","status":"FAILED","status":"FAILED"}"#,
    ] {
        let stub = Stub::always(json(200, body)).await;
        let fault = api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap_err();
        assert_eq!(fault.kind(), FaultKind::Unreadable, "{body}");
    }
    for (status, kind) in
        [(401, FaultKind::NotAuthorised), (429, FaultKind::SlowDown), (503, FaultKind::ProviderDown)]
    {
        let stub = Stub::always(json(status, "{}")).await;
        let fault = api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap_err();
        assert_eq!(fault.kind(), kind);
        assert_eq!(stub.requests().len(), 1, "the engine repeats, not the provider");
    }
}

#[tokio::test]
async fn a_second_charge_under_one_reference_calls_a_person_when_it_is_looked_up_late() {
    let second = |rest: &str| {
        transaction("SUCCESSFUL", rest).replace("\"id\":\"T1\"", "\"id\":\"T2\"").replace("\"C1\"", "\"C2\"")
    };
    let line = |id: &str| {
        format!(
            r#"{{"id":"{id}","transaction_id":"{id}","type":"PAYMENT","status":"SUCCESSFUL","amount":10,"currency":"EUR"}}"#
        )
    };
    let world = |rest: &str| World {
        transactions: vec![
            (BY_REFERENCE, transaction("SUCCESSFUL", "")),
            (BY_CLIENT, transaction("SUCCESSFUL", "")),
            ("id=T1", transaction("SUCCESSFUL", "")),
            ("id=T2", second(rest)),
            ("id=T3", second("").replace("T2", "T3").replace("000123A7K2M9QX", "000124B7K2M9QX")),
        ],
        history: vec![line("T3"), line("T2"), line("T1")],
        ..World::default()
    };
    let stub = world("").start().await;
    let Inquiry::Contradictory { transaction, detail } = api(&stub).inquire(&attempt(None)).await.unwrap()
    else {
        panic!("two charges are no approval like any other")
    };
    assert_eq!(transaction, id("T1"));
    assert_eq!(detail, "charged twice under one reference: T1 (10.00 EUR) and T2 (10.00 EUR)");
    let followed = api(&stub).inquire(&attempt(Some(CLIENT))).await.unwrap();
    assert!(
        matches!(followed, Inquiry::Resolved { outcome: Outcome::Approved(_), .. }),
        "the customer at the till does not wait for it: {followed:?}"
    );
    let given_back = r#","events":[{"id":7,"type":"REFUND","status":"REFUNDED","amount":10}]"#;
    let stub = world(given_back).start().await;
    let settled = api(&stub).inquire(&attempt(None)).await.unwrap();
    assert!(matches!(settled, Inquiry::Resolved { outcome: Outcome::Approved(_), .. }), "{settled:?}");
}
