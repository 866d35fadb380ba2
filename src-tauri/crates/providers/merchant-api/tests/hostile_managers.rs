//! Lies about histories, day totals and keys.
#![allow(clippy::unwrap_used)]

#[path = "../../http/tests/support/mod.rs"]
mod stub;

use std::sync::Arc;
use std::time::Duration;

use payment::capabilities::{ApiKeyValidity, ApiKeys, DayTotals, History, HistoryFilter};
use payment::{Effect, FaultKind, TerminalKey};
use provider_http::{FixedKey, Patience};
use provider_merchant_api::{MerchantApi, MerchantApiConfig};
use secrecy::ExposeSecret;
use stub::{Reply, Request, Stub, answer, json};

fn api(stub: &Stub) -> MerchantApi {
    let config = MerchantApiConfig::new(&stub.base_url, Arc::new(FixedKey::new("CANARY-KEY")));
    let patience = Patience { back_off: Duration::from_millis(1), ..Patience::default() };
    MerchantApi::new(MerchantApiConfig { patience, ..config }).unwrap()
}

fn counter() -> TerminalKey {
    TerminalKey::new("SUNMI-P2lite-PL0919CQ00305").unwrap()
}

fn all() -> HistoryFilter {
    HistoryFilter { terminal: Some(counter()), since: None }
}

fn entry(number: usize) -> String {
    let (hour, minute) = (number / 60, number % 60);
    format!(
        r#"{{"id":"T{number}","type":"PURCHASE","merchant_order_reference":"R{number}","amount":{{"value":1.00,"currency":"EUR"}},"creation_datetime":"2026-11-21T{hour:02}:{minute:02}:00Z","status":"CLEARED","result":"APPROVED"}}"#
    )
}

fn page(request: &Request) -> usize {
    let query = request.target.split_once('?').map(|(_, query)| query).unwrap_or_default();
    query.split('&').find_map(|pair| pair.strip_prefix("page=")).map_or(1, |page| page.parse().unwrap())
}

fn list(total: usize, items: &[String]) -> Reply {
    let headers = [("content-type", "application/json"), ("x-total-count", &*total.to_string().leak())];
    answer(200, &headers, format!("[{}]", items.join(",")))
}

#[tokio::test]
async fn a_list_that_begins_with_its_oldest_is_read_from_its_end() {
    let stub = Stub::start(|_, request| {
        let from = (page(request) - 1) * 100;
        list(250, &(from..(from + 100).min(250)).map(entry).collect::<Vec<_>>())
    })
    .await;
    let api = api(&stub);
    let mut seen = Vec::new();
    let mut cursor = None;
    for _ in 0..3 {
        let page = api.history(&all(), cursor.as_deref()).await.unwrap();
        seen.extend(page.items.into_iter().map(|entry| entry.transaction.to_string()));
        cursor = page.next;
    }
    assert_eq!(cursor, None);
    let expected: Vec<String> = (0..250).rev().map(|number| format!("T{number}")).collect();
    assert_eq!(seen, expected);
    assert!(stub.requests().iter().all(|request| request.target.contains("size=100")));
}

#[tokio::test]
async fn what_is_older_than_asked_for_is_left_out_and_ends_the_reading() {
    let stub = Stub::start(|_, request| {
        let from = (page(request) - 1) * 100;
        list(1000, &(from..from + 100).map(|number| entry(1000 - number)).collect::<Vec<_>>())
    })
    .await;
    let since = Some("2026-11-21T15:50:00Z".parse().unwrap());
    let page = api(&stub).history(&HistoryFilter { since, ..all() }, None).await.unwrap();
    assert_eq!((page.items.len(), page.next), (51, None));
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_named_and_never_left_out() {
    for bad in [
        r#"{"status":"CLEARED","result":"APPROVED"}"#,
        r#"{"id":"T1","status":"CLEARED","status":"CANCELLED"}"#,
        "7",
        r#"{"id":"T 1"}"#,
    ] {
        let stub = Stub::always(list(2, &[entry(1), bad.to_owned()])).await;
        let fault = api(&stub).history(&all(), None).await.unwrap_err();
        assert_eq!(fault.kind(), FaultKind::Unreadable, "{bad}");
        assert!(fault.detail().contains("transaction 2 of page 1"), "{}", fault.detail());
    }
    for surprise in [
        r#"{"id":"T1"}"#,
        r#"{"id":1,"type":"GIFT","amount":{"value":"1e400","currency":"EUR"},"creation_datetime":"yesterday","merchant_order_reference":{}}"#,
    ] {
        let stub = Stub::always(list(1, &[surprise.to_owned()])).await;
        let page = api(&stub).history(&all(), None).await.unwrap();
        let read = &page.items[0];
        assert_eq!((read.amount, read.at, read.operation), (None, None, None), "{surprise}");
    }
    for cursor in ["", "0", "-0", "9999999999999999999999", "2&size=1", "../1"] {
        let stub = Stub::always(list(1, &[entry(1)])).await;
        let fault = api(&stub).history(&all(), Some(cursor)).await.unwrap_err();
        assert_eq!((fault.kind(), stub.requests().len()), (FaultKind::Misconfigured, 0), "{cursor}");
    }
}

#[tokio::test]
async fn day_totals_are_one_text_however_they_are_wrapped() {
    let slip = "      DAY TOTALS\n\nEUR              35.50\n";
    let inner = serde_json::to_string(slip).unwrap();
    for (media, body) in [
        ("text/plain; charset=utf-8", slip.to_owned()),
        ("application/json", inner.clone()),
        ("application/json", format!(r#"{{"receipt":{inner}}}"#)),
        ("application/json", format!(r#"{{"daytotals":{inner},"count":3,"rows":[]}}"#)),
        ("application/octet-stream", format!(r#"{{"receipt":{inner}}}"#)),
        ("application/octet-stream", slip.to_owned()),
    ] {
        let stub = Stub::always(answer(200, &[("content-type", media)], &body)).await;
        assert_eq!(api(&stub).today(&counter()).await.unwrap().text, slip, "{media} {body}");
        assert_eq!(stub.requests()[0].target, "/terminals/SUNMI-P2lite-PL0919CQ00305/daytotals/today");
    }
    for (media, body) in [
        ("application/json", "[]".to_owned()),
        ("application/json", "{}".to_owned()),
        ("application/json", r#"{"a":"x","b":"y"}"#.to_owned()),
        ("application/json", r#"{"a":"x"#.to_owned()),
        ("application/json", "7".to_owned()),
        ("text/plain", " \n".to_owned()),
        ("text/plain", "x".repeat(40_000)),
        ("text/html", "<html>log in</html>".to_owned()),
    ] {
        let stub = Stub::always(answer(200, &[("content-type", media)], &body)).await;
        let fault = api(&stub).today(&counter()).await.unwrap_err();
        assert_eq!(fault.kind(), FaultKind::Unreadable, "{media} {}", &body[..body.len().min(40)]);
    }
}

#[tokio::test]
async fn a_new_key_is_asked_for_as_the_guide_shows_and_once() {
    let created = r#"{"id":854844465,"label":"2026 2nd half","apikey":"SECRET-ONCE"}"#;
    let stub = Stub::always(json(201, created)).await;
    let validity = ApiKeyValidity {
        from: Some("2022-07-01T00:00:00Z".parse().unwrap()),
        until: Some("2023-01-01T00:00:00Z".parse().unwrap()),
    };
    let issued = api(&stub).create_api_key("2022 2nd half", &validity).await.unwrap();
    assert_eq!((issued.info.id.as_str(), issued.secret.expose_secret()), ("854844465", "SECRET-ONCE"));
    assert!(!format!("{issued:?}").contains("SECRET-ONCE"));
    assert_eq!(
        stub.requests()[0].body,
        r#"{"label":"2022 2nd half","validity":{"from":"2022-07-01T00:00:00+00:00","until":"2023-01-01T00:00:00+00:00"}}"#
    );
    api(&stub).create_api_key("plain", &ApiKeyValidity::default()).await.unwrap();
    assert_eq!(stub.requests()[1].body, r#"{"label":"plain"}"#);

    for bad in [
        r#"{"id":1,"label":"x"}"#,
        r#"{"id":1,"apikey":"SECRET-ONCE","apikey":"OTHER"}"#,
        r#"{"label":"x","apikey":"SECRET-ONCE"}"#,
        r#"{"id":"../../1","apikey":"SECRET-ONCE"}"#,
        "[]",
        "",
    ] {
        let stub = Stub::always(json(201, bad)).await;
        let fault = api(&stub).create_api_key("x", &ApiKeyValidity::default()).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (FaultKind::Unreadable, Effect::Unknown), "{bad}");
        assert_eq!(stub.requests().len(), 1, "never twice: {bad}");
        assert!(!fault.detail().contains("SECRET"), "{}", fault.detail());
    }
}

#[tokio::test]
async fn keys_are_read_to_the_end_of_the_list_each_once_and_never_half_understood() {
    let key = |number: usize| format!(r#"{{"id":{number},"label":"Key {number}"}}"#);
    let stub = Stub::start(move |_, request| {
        let from = (page(request) - 1) * 100;
        list(150, &(from..(from + 100).min(150)).map(key).collect::<Vec<_>>())
    })
    .await;
    assert_eq!(api(&stub).api_keys().await.unwrap().len(), 150);

    let endless = Stub::always(list(100_000, &[key(1)])).await;
    assert_eq!(api(&endless).api_keys().await.unwrap().len(), 1, "a page that repeats itself ends the list");
    assert_eq!(endless.requests().len(), 2);

    let guide = r#"{"id":767854635839,"label":"Initial API Key","lastUsage":"2022-05-06T11:53:46+02:00","validity":{"from":"2022-07-01T00:00:00+00:00","until":null}}"#;
    let stub = Stub::always(list(1, &[guide.to_owned()])).await;
    let read = &api(&stub).api_keys().await.unwrap()[0];
    assert_eq!((read.id.as_str(), read.label.as_str()), ("767854635839", "Initial API Key"));
    assert_eq!(read.last_used, Some("2022-05-06T09:53:46Z".parse().unwrap()));
    assert_eq!((read.validity.from.is_some(), read.validity.until), (true, None));

    for bad in [
        r#"{"label":"no id"}"#,
        r#"{"id":"a/b","label":"x"}"#,
        r#"{"id":1,"label":"x","validity":{"until":"some day"}}"#,
        r#"{"id":1,"label":"x","validity":"for ever"}"#,
    ] {
        let stub = Stub::always(list(1, &[bad.to_owned()])).await;
        assert_eq!(api(&stub).api_keys().await.unwrap_err().kind(), FaultKind::Unreadable, "{bad}");
    }
}

#[tokio::test]
async fn a_refused_revocation_says_why_and_nothing_is_repeated() {
    for (status, kind, effect) in [
        (409, FaultKind::Refused, Effect::None),
        (403, FaultKind::NotAuthorised, Effect::None),
        (404, FaultKind::NotKnown, Effect::Unknown),
        (500, FaultKind::ProviderDown, Effect::Unknown),
    ] {
        let stub = Stub::always(json(status, r#"{"title":"No","detail":"Not this one."}"#)).await;
        let fault = api(&stub).revoke_api_key("854844465").await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (kind, effect), "{status}");
        assert_eq!(stub.requests().len(), 1, "{status}");
        assert!(fault.detail().contains("Not this one."), "{}", fault.detail());
    }
    let stub = Stub::always(json(200, "{}")).await;
    for id in ["", "1/2", "a b", "..", "é"] {
        assert!(api(&stub).revoke_api_key(id).await.is_err(), "{id:?}");
    }
    assert_eq!(stub.requests().len(), 0);
}
