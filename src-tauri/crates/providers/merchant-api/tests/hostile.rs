//! A server that lies, in ways the simulator is too well-behaved for.
#![allow(clippy::unwrap_used)]

#[path = "../../http/tests/support/mod.rs"]
mod stub;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use money::{Currency, Money};
use payment::{
    AttemptHandle, AttemptReference, DispatchPermit, Effect, FaultKind, Inquiry, Intent, IntentLog,
    Operation, Outcome, Payments, ProviderTransactionId, PurchaseOptions, Readiness, TerminalDirectory,
    TerminalKey,
};
use provider_http::{FixedKey, Patience};
use provider_merchant_api::{MerchantApi, MerchantApiConfig};
use stub::{Reply, Request, Stub, answer, json};

const REFERENCE: &str = "000123A7K2M9QX";

struct Durable;

#[async_trait]
impl IntentLog for Durable {
    type Error = Infallible;

    async fn commit_intent(&self, _: &Intent) -> Result<(), Infallible> {
        Ok(())
    }
}

fn api(stub: &Stub) -> MerchantApi {
    let config = MerchantApiConfig::new(&stub.base_url, Arc::new(FixedKey::new("CANARY-KEY")));
    let patience = Patience { back_off: Duration::from_millis(1), ..Patience::default() };
    MerchantApi::new(MerchantApiConfig { patience, ..config }).unwrap()
}

fn intent(operation: Operation) -> Intent {
    Intent {
        reference: AttemptReference::new(REFERENCE).unwrap(),
        operation,
        amount: Money::new(9_875, Currency::EUR),
        terminal: TerminalKey::new("SUNMI-P2lite-PL0919CQ00305").unwrap(),
        options: PurchaseOptions::default(),
    }
}

fn attempt(transaction: Option<&str>) -> AttemptHandle {
    let transaction = transaction.map(|id| ProviderTransactionId::new(id).unwrap());
    AttemptHandle { transaction, ..AttemptHandle::of(&intent(Operation::Purchase)) }
}

async fn permit(operation: Operation) -> DispatchPermit {
    DispatchPermit::after_commit(intent(operation), &Durable).await.unwrap()
}

fn record(id: &str, reference: &str, rest: &str) -> String {
    format!(
        r#"{{"id":"{id}","merchant_order_reference":"{reference}","amount":{{"value":98.75,"currency":"EUR"}},{rest}}}"#
    )
}

fn cleared(id: &str) -> String {
    record(id, REFERENCE, r#""status":"CLEARED","result":"APPROVED""#)
}

fn page(request: &Request) -> usize {
    let query = request.target.split_once('?').map(|(_, query)| query).unwrap_or_default();
    query.split('&').find_map(|pair| pair.strip_prefix("page=")).map_or(1, |page| page.parse().unwrap())
}

fn list(total: &str, items: &[String]) -> Reply {
    answer(
        200,
        &[("content-type", "application/json"), ("x-total-count", total)],
        format!("[{}]", items.join(",")),
    )
}

#[tokio::test]
async fn what_is_asked_is_exactly_what_the_guide_shows() {
    for (operation, body) in [
        (
            Operation::Purchase,
            r#"{"type":"PURCHASE","merchant_order_reference":"000123A7K2M9QX","amount":{"value":98.75,"currency":"EUR"}}"#,
        ),
        (
            Operation::Refund { original: ProviderTransactionId::new("5456").unwrap() },
            r#"{"type":"REFUND","merchant_order_reference":"000123A7K2M9QX","amount":{"value":98.75,"currency":"EUR"},"reference":{"id":"5456"}}"#,
        ),
        (
            Operation::UnreferencedRefund,
            r#"{"type":"REFUND","merchant_order_reference":"000123A7K2M9QX","amount":{"value":98.75,"currency":"EUR"}}"#,
        ),
    ] {
        let stub = Stub::always(json(201, record("5456", REFERENCE, r#""status":"CREATED""#))).await;
        let taken = api(&stub).dispatch(permit(operation).await).await.unwrap();
        assert_eq!(taken.transaction.as_str(), "5456");
        let request = &stub.requests()[0];
        assert_eq!(request.body, body);
        assert_eq!(request.target, "/terminals/SUNMI-P2lite-PL0919CQ00305/transactions");
        assert_eq!(request.header("api-key"), ["CANARY-KEY"]);
    }
}

#[tokio::test]
async fn an_id_of_31_digits_keeps_every_one_of_them_in_quotes_or_not() {
    for id in ["\"5456485215432746823746654987115\"", "5456485215432746823746654987115"] {
        let body = format!(r#"{{"id":{id},"merchant_order_reference":"{REFERENCE}","status":"CREATED"}}"#);
        let stub = Stub::always(json(200, body)).await;
        let taken = api(&stub).dispatch(permit(Operation::Purchase).await).await.unwrap();
        assert_eq!(taken.transaction.as_str(), "5456485215432746823746654987115");
    }
}

#[tokio::test]
async fn a_creation_answered_with_nonsense_has_an_unknown_effect_and_is_sent_once() {
    let deep = format!(r#"{{"id":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    for reply in [
        json(201, ""),
        json(204, ""),
        json(201, "null"),
        json(201, "[]"),
        json(201, "{}"),
        json(201, deep),
        json(201, r#"{"id":"1","id":"2","merchant_order_reference":"000123A7K2M9QX"}"#),
        json(201, record("1", "SOMEBODYELSE", r#""status":"CREATED""#)),
        json(201, record("", REFERENCE, r#""status":"CREATED""#)),
        json(201, record("a b", REFERENCE, r#""status":"CREATED""#)),
        json(201, b"\xff\xfe".as_slice()),
        json(201, "x".repeat(2 << 20)),
        answer(200, &[("content-type", "text/html")], "<html>Welcome</html>"),
        answer(302, &[("location", "http://127.0.0.1:1/")], ""),
        Reply::Close,
    ] {
        let stub = Stub::always(reply.clone()).await;
        let fault = api(&stub).dispatch(permit(Operation::Purchase).await).await.unwrap_err();
        assert_eq!(fault.effect(), Effect::Unknown, "{fault}");
        assert_eq!(stub.requests().len(), 1);
    }
}

#[tokio::test]
async fn no_inquiry_answered_with_nonsense_is_an_end() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"status":"CANCELLED"}"#,
        r#"{"id":"1","status":"CANCELLED","status":"CANCELLED"}"#,
    ] {
        let stub = Stub::always(json(200, body)).await;
        let fault = api(&stub).inquire(&attempt(Some("1"))).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (FaultKind::Unreadable, Effect::Unknown), "{body}");
    }
    for value in ["1e400", "98.755", "\"NaN\"", "-98.75e99", "[98.75]", "98.75,\"value\":1"] {
        let body = cleared("1").replace("98.75", value);
        let stub = Stub::always(json(200, &body)).await;
        let inquiry = api(&stub).inquire(&attempt(Some("1"))).await.unwrap();
        assert!(matches!(inquiry, Inquiry::Contradictory { .. }), "{value}: {inquiry:?}");
    }
}

#[tokio::test]
async fn an_attempt_on_a_far_page_is_found_whatever_the_link_says_and_however_short_the_pages() {
    let stub = Stub::start(|_, request| {
        if request.target.contains("/transactions/") {
            return json(200, cleared("77"));
        }
        let at = page(request);
        let items: Vec<String> = (0..30)
            .map(|n| {
                let id = (at - 1) * 30 + n + 1;
                let reference = if id == 77 { REFERENCE.to_owned() } else { format!("OTHER{id}") };
                record(&id.to_string(), &reference, r#""status":"CLEARED","result":"APPROVED""#)
            })
            .take(if at == 3 { 20 } else { 30 })
            .collect();
        let link = "<http://x/?size=1&page=1>; rel=\"first\",<http://x/?size=1&page=9>; rel=\"prev\"";
        answer(
            200,
            &[("x-total-count", "80"), ("link", link)],
            format!("[{}]", if at > 3 { String::new() } else { items.join(",") }),
        )
    })
    .await;
    let inquiry = api(&stub).inquire(&attempt(None)).await.unwrap();
    let Inquiry::Resolved { transaction, outcome: Outcome::Approved(_) } = inquiry else {
        panic!("{inquiry:?}")
    };
    assert_eq!(transaction.as_str(), "77");
}

#[tokio::test]
async fn absence_proves_something_only_in_a_list_that_was_read_to_its_end() {
    let other = |id: usize, status: &str| {
        record(&id.to_string(), &format!("OTHER{id}"), &format!(r#""status":"{status}""#))
    };
    let old: Vec<String> = (1..=3).map(|id| other(id, "CANCELLED")).collect();
    let busy = vec![other(1, "CREATED")];
    let awaiting_clearing = vec![record("1", "OTHER", r#""status":"AUTHORIZED","result":"APPROVED""#)];
    let unreadable = vec![r#"{"id":"1","id":"2"}"#.to_owned()];
    for (total, pages, idle) in [
        ("0", vec![], true),
        ("3", vec![old.clone()], true),
        ("nonsense", vec![old.clone()], true),
        ("1", vec![busy], false),
        ("1", vec![awaiting_clearing], true),
        ("5", vec![old.clone()], false),
        ("6", vec![old.clone(), old.clone(), old.clone()], false),
        ("2", vec![vec![old[0].clone()], unreadable], false),
    ] {
        let (total, shown) = (total.to_owned(), format!("{total} {pages:?}"));
        let stub = Stub::start(move |_, request| {
            list(&total, pages.get(page(request) - 1).map_or(&[], Vec::as_slice))
        })
        .await;
        let inquiry = api(&stub).inquire(&attempt(None)).await.unwrap();
        assert_eq!(inquiry, Inquiry::NotFound { terminal_idle: idle }, "{shown}");
    }
}

#[tokio::test]
async fn a_total_that_is_too_low_does_not_hide_the_next_page() {
    let stub = Stub::start(|_, request| {
        if request.target.contains("/transactions/") {
            return json(200, cleared("777"));
        }
        let others: Vec<String> =
            (1..=100).map(|id| record(&id.to_string(), "OTHER", r#""status":"CANCELLED""#)).collect();
        match page(request) {
            1 => list("100", &others),
            2 => list("100", &[cleared("777")]),
            _ => list("100", &[]),
        }
    })
    .await;
    let inquiry = api(&stub).inquire(&attempt(None)).await.unwrap();
    assert!(matches!(inquiry, Inquiry::Resolved { .. }), "{inquiry:?}");
}

#[tokio::test]
async fn an_endless_list_is_read_from_both_ends_and_no_further() {
    let stub = Stub::start(|_, request| {
        if request.target.contains("/transactions/") {
            return json(200, cleared("99999"));
        }
        let at = page(request);
        let mut items: Vec<String> = (0..100)
            .map(|n| record(&((at - 1) * 100 + n).to_string(), "OTHER", r#""status":"CANCELLED""#))
            .collect();
        if at == 1_000 {
            items[99] = cleared("99999");
        }
        list("100000", &items)
    })
    .await;
    let inquiry = api(&stub).inquire(&attempt(None)).await.unwrap();
    assert!(matches!(inquiry, Inquiry::Resolved { .. }), "the newest stand at the end: {inquiry:?}");
    assert!(stub.requests().len() <= 51, "{}", stub.requests().len());
}

#[tokio::test]
async fn an_unreadable_record_of_ours_is_a_fault_not_an_absence() {
    let ours = format!(
        r#"{{"id":"1","status":"CLEARED","status":"CANCELLED","merchant_order_reference":"{REFERENCE}"}}"#
    );
    let stub = Stub::always(list("1", &[ours])).await;
    let fault = api(&stub).inquire(&attempt(None)).await.unwrap_err();
    assert_eq!(fault.kind(), FaultKind::Unreadable);
}

#[tokio::test]
async fn a_list_may_come_in_a_wrapper_but_must_be_a_list() {
    for (body, readable) in [
        (format!(r#"{{"transactions":[{}],"page":1}}"#, cleared("1")), true),
        (format!(r#"[{}]"#, cleared("1")), true),
        (r#"{"a":[],"b":[]}"#.to_owned(), false),
        (r#"{"status":"ok"}"#.to_owned(), false),
        ("7".to_owned(), false),
    ] {
        let shown = body.clone();
        let stub = Stub::start(move |_, request| match request.target.contains("/transactions/") {
            true => json(404, "{}"),
            false if page(request) > 1 => json(200, "[]"),
            false => json(200, &body),
        })
        .await;
        assert_eq!(api(&stub).inquire(&attempt(None)).await.is_ok(), readable, "{shown}");
    }
}

#[tokio::test]
async fn an_approval_that_awaits_its_clearing_does_not_keep_the_terminal_busy() {
    for (rest, readiness) in [
        (r#""status":"AUTHORIZED","result":"APPROVED""#, Readiness::NotTold),
        (r#""status":"AUTHORIZED""#, Readiness::Busy),
        (r#""status":"CREATED""#, Readiness::Busy),
        (r#""status":"PAUSED""#, Readiness::NotTold),
    ] {
        let stub = Stub::always(list("1", &[record("1", "OTHER", rest)])).await;
        assert_eq!(
            api(&stub).readiness(&intent(Operation::Purchase).terminal).await.unwrap(),
            readiness,
            "{rest}"
        );
    }
}

#[tokio::test]
async fn a_terminal_that_cannot_be_read_is_named_and_not_left_out() {
    let good = r#"{"manufacturer":"SUNMI","model":"P2","serial":"PB0420BK01177"}"#.to_owned();
    let stub = Stub::always(list("2", &[good.clone(), r#"{"model":"P2"}"#.to_owned()])).await;
    let fault = api(&stub).terminals(1).await.unwrap_err();
    assert_eq!(fault.detail(), "terminal 2 of page 1: no manufacturer");
    let stub = Stub::always(list("250", &vec![good; 100])).await;
    let listed = api(&stub).terminals(1).await.unwrap();
    assert_eq!((listed.total, listed.has_more), (Some(250), true));
}

#[tokio::test]
async fn an_amount_of_nothing_or_less_is_never_sent() {
    for minor in [0, -1] {
        let stub = Stub::always(json(201, "{}")).await;
        let intent = Intent { amount: Money::new(minor, Currency::EUR), ..intent(Operation::Purchase) };
        let permit = DispatchPermit::after_commit(intent, &Durable).await.unwrap();
        let fault = api(&stub).dispatch(permit).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (FaultKind::NotPossible, Effect::None));
        assert!(stub.requests().is_empty());
    }
}

#[test]
fn an_address_a_key_must_not_be_sent_to_is_refused() {
    for address in ["http://pos.example", "https://user:pass@pos.example", "pos.example", ""] {
        let config = MerchantApiConfig::new(address, Arc::new(FixedKey::new("k")));
        assert_eq!(MerchantApi::new(config).unwrap_err().kind(), FaultKind::Misconfigured, "{address}");
    }
}
