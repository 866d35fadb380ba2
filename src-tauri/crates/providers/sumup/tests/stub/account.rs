use std::collections::BTreeMap;

use payment::capabilities::{
    DeviceReport, DeviceReports, History, HistoryFilter, HistoryScope, HistoryState, MerchantProfiles,
    Pairing, PairingCode, PairingState, PayoutState, Payouts,
};
use payment::{
    Effect, FaultKind, OperationKind, Provider, PurchasePlace, TerminalDirectory, TerminalIdentity,
    TerminalKey,
};

use crate::stub::{Stub, json};
use crate::support::*;

const PAIRING: &str = r#"{"id":"rdr_3MSAFM23CK82VSTT4BN6RWSQ65","name":"Frontdesk","status":"processing",
    "device":{"identifier":"U1DT3NA00-CN","model":"solo"},"metadata":{"shelf":"2","n":7,"deep":{}},
    "created_at":"2023-05-09T14:50:20.214Z","updated_at":"2023-05-09T14:52:58.714Z"}"#;

fn reader() -> TerminalKey {
    TerminalKey::new(READER).unwrap()
}

#[tokio::test]
async fn a_reader_is_paired_by_its_code_and_followed_until_it_confirms() {
    let stub = Stub::always(json(201, PAIRING)).await;
    let paired = api(&stub).pair(&PairingCode::parse("4wlf-dsbf").unwrap(), " Frontdesk ").await.unwrap();
    assert_eq!((paired.key.as_str(), paired.state), (READER, PairingState::Processing));
    assert_eq!((paired.device.as_str(), paired.model.as_str()), ("U1DT3NA00-CN", "solo"));
    assert_eq!(stub.requests()[0].body, r#"{"pairing_code":"4WLFDSBF","name":"Frontdesk"}"#);
    let stub = Stub::always(json(200, PAIRING.replace("processing", "paired"))).await;
    assert_eq!(api(&stub).paired_terminal(&reader()).await.unwrap().unwrap().state, PairingState::Paired);
    for (status, effect) in
        [(404, Effect::None), (409, Effect::None), (400, Effect::None), (500, Effect::Unknown)]
    {
        let stub = Stub::always(json(status, r#"{"title":"x"}"#)).await;
        let fault = api(&stub).pair(&PairingCode::parse("4WLFDSBF").unwrap(), "x").await.unwrap_err();
        assert_eq!(fault.effect(), effect, "{status}");
        assert_eq!(stub.requests().len(), 1, "a code is sent once");
    }
}

#[tokio::test]
async fn readers_are_listed_changed_and_removed() {
    let expired = PAIRING.replace("processing", "expired").replace("RWSQ65", "RWSQ66");
    let paired = PAIRING.replace("processing", "paired");
    let stub = Stub::always(json(200, format!(r#"{{"items":[{paired},{expired}]}}"#))).await;
    let api = api(&stub);
    assert_eq!(api.paired_terminals().await.unwrap().len(), 2);
    let offered = TerminalDirectory::terminals(&api, 1).await.unwrap().items;
    let keys: Vec<&str> = offered.iter().map(|terminal| terminal.key.as_str()).collect();
    assert_eq!(keys, [READER, "PAY-BY-LINK"], "only what can take a payment");
    assert!(matches!(api.parse_identity("pay-by-link"), Some(TerminalIdentity::Complete { .. })));
    assert_eq!(api.parse_identity("4WLFDSBF"), None, "a pairing code is no identity");

    let stub = Stub::always(json(200, PAIRING)).await;
    let renamed = crate::support::api(&stub).rename(&reader(), "Bar").await.unwrap();
    assert_eq!(renamed.metadata.len(), 2, "what is nested is left out");
    crate::support::api(&stub)
        .set_metadata(&reader(), &BTreeMap::from([("shelf".to_owned(), "3".to_owned())]))
        .await
        .unwrap();
    let bodies: Vec<String> = stub.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [r#"{"name":"Bar"}"#, r#"{"metadata":{"shelf":"3"}}"#]);
    for status in [200, 404] {
        let stub = Stub::always(json(status, "")).await;
        crate::support::api(&stub).unpair(&reader()).await.unwrap();
    }
}

#[tokio::test]
async fn a_reader_with_old_firmware_is_unknown_and_not_offline() {
    for status in [400, 404] {
        let stub = Stub::always(json(status, "{}")).await;
        assert_eq!(api(&stub).report(&reader()).await.unwrap(), DeviceReport::default());
    }
}

#[tokio::test]
async fn the_history_is_read_page_by_page_and_no_link_leads_elsewhere() {
    let line = |id: &str, kind: &str, status: &str, rest: &str| {
        format!(
            r#"{{"transaction_id":"{id}","type":"{kind}","status":"{status}","amount":10.1,"currency":"EUR"{rest}}}"#
        )
    };
    let items = [
        line("T1", "PAYMENT", "SUCCESSFUL", r#","refunded_amount":10.1,"card_type":"VISA""#),
        line("T2", "PAYMENT", "SUCCESSFUL", r#","refunded_amount":0"#),
        line("T3", "REFUND", "REFUNDED", ""),
        line("T4", "CHARGE_BACK", "NEW", ""),
    ];
    let body = format!(
        r#"{{"items":[{}],"links":[{{"rel":"next","href":"https://evil.example/?limit=50&newest_ref=090df9bf&order=descending&users=x"}}]}}"#,
        items.join(",")
    );
    let stub = Stub::always(json(200, body)).await;
    let filter = HistoryFilter { since: Some("2026-11-21T00:00:00Z".parse().unwrap()), terminal: None };
    let page = History::history(&api(&stub), &filter, None).await.unwrap();
    let states: Vec<HistoryState> = page.items.iter().map(|entry| entry.state).collect();
    assert_eq!(
        states,
        [HistoryState::Refunded, HistoryState::Approved, HistoryState::Approved, HistoryState::Unclear]
    );
    assert_eq!(page.items[2].operation, Some(OperationKind::Refund));
    assert_eq!(
        (page.items[0].amount, page.items[0].total.unwrap().minor()),
        (None, 1_010),
        "a line tells what was charged in all, not how much of it is tip"
    );
    let next = page.next.unwrap();
    assert_eq!(next, "limit=50&newest_ref=090df9bf&order=descending");
    let again = History::history(&api(&stub), &filter, Some(&next)).await.unwrap();
    assert_eq!(again.next, None, "a page that leads to itself ends the list");
    let targets: Vec<String> = stub.requests().into_iter().map(|request| request.target).collect();
    let path = "/v2.1/merchants/MH4H92C7/transactions/history";
    assert_eq!(
        targets[0],
        format!("{path}?limit=50&order=descending&changes_since=2026-11-21T00%3A00%3A00.000Z")
    );
    assert_eq!(targets[1], format!("{path}?{next}"));
}

#[tokio::test]
async fn a_refunds_line_names_its_purchase_however_it_is_told() {
    let line = |names: &str, kind: &str, amount: &str| {
        format!(r#"{{{names},"type":"{kind}","status":"SUCCESSFUL","amount":{amount},"currency":"EUR"}}"#)
    };
    let items = [
        line(r#""id":"R1","transaction_id":"T1""#, "REFUND", "2.5"),
        line(r#""id":"R2","transaction_id":"R2","transaction_code":"TCODE2""#, "REFUND", "-1.5"),
        line(r#""id":"T2","transaction_id":"T2","transaction_code":"TCODE2""#, "PAYMENT", "10"),
        line(r#""id":"R3","transaction_code":"TCODE3""#, "REFUND", "1"),
        line(r#""id":"R4""#, "REFUND", "1"),
    ];
    let world = World {
        history: items.to_vec(),
        transactions: vec![("transaction_code=TCODE3", transaction("SUCCESSFUL", ""))],
        ..World::default()
    };
    let stub = world.start().await;
    let page = History::history(&api(&stub), &HistoryFilter::default(), None).await.unwrap();
    let told: Vec<(Option<&str>, Option<i64>)> = page
        .items
        .iter()
        .map(|entry| (entry.original.as_ref().map(|id| id.as_str()), entry.amount.map(|money| money.minor())))
        .collect();
    assert_eq!(
        told,
        [
            (Some("T1"), Some(250)),
            (Some("T2"), Some(150)),
            (None, None),
            (Some("T1"), Some(100)),
            (None, Some(100)),
        ]
    );
    assert_eq!(History::scope(&api(&stub)), HistoryScope::Account);
}

#[tokio::test]
async fn payouts_and_the_profile_are_read_exactly() {
    let stub = Stub::always(json(
        200,
        r#"[{"amount":132.45,"currency":"EUR","date":"2024-02-29","fee":3.12,"id":123456789,
        "reference":"payout-2024-02-29","status":"SUCCESSFUL","transaction_code":"TEENSK4W2K","type":"PAYOUT"},
        {"amount":10,"currency":"EUR","date":"2024-02-29","fee":0,"id":2,"status":"FAILED","type":"REFUND_DEDUCTION"},
        {"amount":-3.5,"currency":"EUR","date":"2024-02-29","id":3,"status":"NEW","type":"BALANCE_DEDUCTION"}]"#,
    ))
    .await;
    let payouts = Payouts::payouts(&api(&stub), "2024-02-01".parse().unwrap(), "2024-02-29".parse().unwrap())
        .await
        .unwrap();
    assert_eq!((payouts[0].amount.unwrap().minor(), payouts[0].fee.unwrap().minor()), (13_245, 312));
    assert_eq!(payouts[0].reference.as_deref(), Some("payout-2024-02-29"));
    assert_eq!((payouts[0].code.as_deref(), payouts[1].reference.as_deref()), (Some("TEENSK4W2K"), None));
    let states: Vec<PayoutState> = payouts.iter().map(|payout| payout.state).collect();
    assert_eq!(states, [PayoutState::Done, PayoutState::Failed, PayoutState::Unclear]);
    let deducted = [&payouts[1], &payouts[2]].map(|payout| payout.amount.unwrap().minor());
    assert_eq!(deducted, [-1_000, -350], "whatever sign they come with");
    assert!(stub.requests()[0].target.contains("start_date=2024-02-01&end_date=2024-02-29"));

    let stub = Stub::always(json(
        200,
        r#"{"merchant_code":"MH4H92C7","default_currency":"EUR","business_profile":{"name":"Example Coffee",
        "phone_number":"+49301234","address":{"street_address":["Paul-Linke-Ufer 39-40"],"post_code":"10999","city":"Berlin","country":"DE"}},
        "company":{"name":"Gin & Doughnuts Bar GmbH","identifiers":[{"ref":"de.gmbh","value":"HRB 1"},{"ref":"de.vat_id","value":"DE123"}]}}"#,
    ))
    .await;
    let profile = api(&stub).profile().await.unwrap();
    assert_eq!(profile.name, "Example Coffee");
    assert_eq!(profile.address, ["Paul-Linke-Ufer 39-40", "10999 Berlin", "DE"]);
    assert_eq!(profile.vat_id.as_deref(), Some("DE123"));
}

#[tokio::test]
async fn the_transaction_behind_a_payout_is_found_by_its_code() {
    let by_code = "transaction_code=TEENSK4W2K";
    let world = World { transactions: vec![(by_code, transaction("SUCCESSFUL", ""))], ..World::default() };
    let stub = world.start().await;
    assert_eq!(api(&stub).transaction_of("TEENSK4W2K").await.unwrap(), Some(id("T1")));
    assert_eq!(api(&stub).transaction_of("TOTHER").await.unwrap(), None, "not one of this account");
}

#[tokio::test]
async fn the_descriptor_names_what_the_till_may_ask() {
    let stub = Stub::always(json(200, "{}")).await;
    let api = api(&stub);
    assert_eq!((api.descriptor().kind, api.descriptor().operations.len()), ("sumup", 2));
    assert!(Provider::payments(&api).is_some() && Provider::pairing(&api).is_some());
    let place = |key: &str| api.purchase_place(&TerminalKey::new(key).unwrap());
    assert_eq!((place(READER), place("PAY-BY-LINK")), (PurchasePlace::Device, PurchasePlace::Page));
    assert!(Provider::fleet(&api).is_none() && Provider::api_keys(&api).is_none());
    let of = |intent| api.policy_for(&intent);
    assert!(of(intent(payment::Operation::Purchase)).terminal_window.is_some());
    assert!(of(link_intent()).terminal_window.is_none() && of(intent(refund())).terminal_window.is_none());
    assert_eq!(FaultKind::Misconfigured, merchant_code_fault());
}

fn merchant_code_fault() -> FaultKind {
    use provider_http::FixedKey;
    use provider_sumup::{Sumup, SumupConfig};
    let config = SumupConfig::new(std::sync::Arc::new(FixedKey::new("k")), "../admin", None);
    Sumup::new(config).unwrap_err().kind()
}
