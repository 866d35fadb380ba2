//! A server that lies, in ways the simulator is too well-behaved for.
#![allow(clippy::unwrap_used)]

#[path = "../../http/tests/support/mod.rs"]
mod stub;

use std::sync::Arc;
use std::time::Duration;

use payment::capabilities::{Fleet, FleetFilter, FleetState, NewFleetTerminal, SuspensionReason};
use payment::{Effect, FaultKind};
use provider_http::{FixedKey, Patience};
use provider_stitch::{Stitch, StitchConfig};
use stub::{Reply, Request, Stub, answer, json};

const TOKEN: &str = r#"{"access_token":"CANARY-TOKEN","token_type":"bearer","expires_in":3600}"#;
const ONE: &str = r#"{"id":"a b/../c","manufacturerSerialNumber":"SN-1","status":"active"}"#;

fn stitch(stub: &Stub) -> Stitch {
    let config = StitchConfig::new("client+1", Arc::new(FixedKey::new("CANARY&SECRET")));
    let patience = Patience {
        connect: Duration::from_secs(2),
        read: Duration::from_secs(2),
        back_off: Duration::from_millis(1),
        ..Patience::default()
    };
    let token_url = format!("{}/connect/token", stub.base_url);
    Stitch::new(StitchConfig { base_url: stub.base_url.clone(), token_url, patience, ..config }).unwrap()
}

fn device() -> NewFleetTerminal {
    NewFleetTerminal {
        serial: "SN-1".to_owned(),
        manufacturer: "sunmi".to_owned(),
        model: "p2_se".to_owned(),
        merchant: None,
        external_reference: None,
        tid_prefix: None,
    }
}

/// Gives a token to whoever asks and `reply` to every other call.
async fn with_token(reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Stub {
    Stub::start(
        move |_, request| {
            if request.target == "/connect/token" { json(200, TOKEN) } else { reply(request) }
        },
    )
    .await
}

fn calls(stub: &Stub, target: &str) -> usize {
    stub.requests().iter().filter(|request| request.target.starts_with(target)).count()
}

#[tokio::test]
async fn what_is_asked_is_exactly_what_the_guide_shows() {
    let stub = with_token(|request| match request.method.as_str() {
        "DELETE" => answer(204, &[], ""),
        _ => json(200, ONE),
    })
    .await;
    let api = stitch(&stub);
    let id = "a b/../c";
    api.register(&NewFleetTerminal {
        merchant: Some("m1".to_owned()),
        external_reference: Some("r1".to_owned()),
        tid_prefix: Some("EP".to_owned()),
        ..device()
    })
    .await
    .unwrap();
    api.register(&device()).await.unwrap();
    api.allocate(id, "m1").await.unwrap();
    api.deallocate(id).await.unwrap();
    api.suspend(id, SuspensionReason::OutstandingDebt).await.unwrap();
    api.reactivate(id).await.unwrap();
    api.decommission(id).await.unwrap();
    api.fleet_terminal(id).await.unwrap();
    let requests = stub.requests();
    let token = &requests[0];
    assert_eq!((token.method.as_str(), token.target.as_str()), ("POST", "/connect/token"));
    assert_eq!(token.header("content-type"), ["application/x-www-form-urlencoded"]);
    assert!(token.header("authorization").is_empty());
    assert_eq!(
        token.body,
        "grant_type=client_credentials&client_id=client%2B1&client_secret=CANARY%26SECRET\
         &scope=client_merchant_onboarding"
    );
    let path = "/v2/terminals/a%20b%2F..%2Fc";
    let expected = [
        (
            "POST",
            "/v2/terminals",
            r#"{"manufacturerSerialNumber":"SN-1","manufacturer":"sunmi","model":"p2_se","merchantId":"m1","externalReference":"r1","prefix":"EP"}"#,
        ),
        (
            "POST",
            "/v2/terminals",
            r#"{"manufacturerSerialNumber":"SN-1","manufacturer":"sunmi","model":"p2_se"}"#,
        ),
        ("PUT", &format!("{path}/allocate"), r#"{"merchantId":"m1"}"#),
        ("PUT", &format!("{path}/deallocate"), ""),
        ("PATCH", path, r#"{"status":"suspended","statusReason":"outstanding_debt"}"#),
        ("PATCH", path, r#"{"status":"active"}"#),
        ("DELETE", path, ""),
        ("GET", path, ""),
    ];
    for (request, (method, target, body)) in requests[1..].iter().zip(expected) {
        assert_eq!((request.method.as_str(), request.target.as_str()), (method, target));
        let same: serde_json::Value = serde_json::from_str(&request.body).unwrap_or_default();
        assert_eq!(same, serde_json::from_str::<serde_json::Value>(body).unwrap_or_default(), "{target}");
        assert_eq!(request.header("authorization"), ["Bearer CANARY-TOKEN"]);
    }
    assert_eq!(requests.len(), 1 + expected.len(), "one token for all of them");
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_token() {
    let stub = with_token(|_| json(200, r#"{"data":[]}"#)).await;
    let api = Arc::new(stitch(&stub));
    let calls_made: Vec<_> = (0..8)
        .map(|_| {
            let api = api.clone();
            tokio::spawn(async move { api.fleet(&FleetFilter::default(), 0, 10).await })
        })
        .collect();
    for call in calls_made {
        call.await.unwrap().unwrap();
    }
    assert_eq!(calls(&stub, "/connect/token"), 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all_and_never_in_a_circle() {
    let stub = with_token(|_| json(401, r#"{"title":"Unauthorized"}"#)).await;
    let api = stitch(&stub);
    let fault = api.register(&device()).await.unwrap_err();
    assert_eq!((fault.kind(), fault.effect()), (FaultKind::NotAuthorised, Effect::None), "{fault}");
    assert_eq!((calls(&stub, "/connect/token"), calls(&stub, "/v2/terminals")), (2, 2));
    let fault = api.fleet_terminal("a").await.unwrap_err();
    assert_eq!(fault.kind(), FaultKind::NotAuthorised);
    assert_eq!((calls(&stub, "/connect/token"), calls(&stub, "/v2/terminals")), (3, 4));
}

#[tokio::test]
async fn after_a_renewal_a_lost_answer_is_not_repeated() {
    let stub = Stub::start(|number, request| match (request.target.as_str(), number) {
        ("/connect/token", _) => json(200, TOKEN),
        (_, 1) => json(401, "{}"),
        _ => Reply::Close,
    })
    .await;
    let fault = stitch(&stub).register(&device()).await.unwrap_err();
    assert_eq!(fault.effect(), Effect::Unknown, "{fault}");
    assert_eq!(calls(&stub, "/v2/terminals"), 2, "refused once, lost once");
}

#[tokio::test]
async fn a_short_life_is_obeyed_and_nonsense_about_it_survived() {
    for (life, fetches) in [("0", 2), ("\"3600\"", 1), ("3600.0", 1), ("null", 1), ("-5", 1), ("[]", 1)] {
        let token = format!(r#"{{"access_token":"t","expires_in":{life}}}"#);
        let stub =
            Stub::start(
                move |_, request| {
                    if request.target == "/connect/token" { json(200, &token) } else { json(200, "[]") }
                },
            )
            .await;
        let api = stitch(&stub);
        for _ in 0..2 {
            api.fleet(&FleetFilter::default(), 0, 10).await.unwrap();
        }
        assert_eq!(calls(&stub, "/connect/token"), fetches, "{life}");
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_no_secret_is_told() {
    for reply in [
        Reply::Close,
        json(400, r#"{"error":"invalid_client","error_description":"CANARY&SECRET CANARY%26SECRET"}"#),
        json(401, r#"{"error":"CANARY","title":"CANARY&SECRET"}"#),
        json(500, "CANARY&SECRET"),
        json(200, r#"{"access_token":""}"#),
        json(200, r#"{"access_token":"two words"}"#),
        json(200, r#"{"access_token":"t","token_type":"mac"}"#),
        json(200, r#"{"access_token":{"CANARY":1}}"#),
        json(200, r#"{"access_token":"a","access_token":"b"}"#),
        answer(302, &[("location", "/v2/terminals")], ""),
        answer(200, &[("content-type", "text/html")], "<html>CANARY</html>"),
    ] {
        let stub = Stub::always(reply.clone()).await;
        let fault = stitch(&stub).register(&device()).await.unwrap_err();
        assert_eq!(fault.effect(), Effect::None, "{reply:?}: {fault}");
        assert!(!format!("{fault} {fault:?}").contains("CANARY"), "{fault:?}");
        assert_eq!(calls(&stub, "/v2/terminals"), 0, "{reply:?}");
        assert_eq!(calls(&stub, "/connect/token"), 1, "{reply:?}: asked once");
    }
}

#[tokio::test]
async fn no_debug_output_and_no_fault_shows_secret_or_token() {
    let stub = with_token(|_| json(400, r#"{"detail":"CANARY-TOKEN is bad"}"#)).await;
    let api = stitch(&stub);
    let fault = api.allocate("a", "m").await.unwrap_err();
    assert!(!format!("{fault} {fault:?} {api:?}").contains("CANARY"), "{fault:?} {api:?}");
    assert!(fault.detail().contains("is bad"));
}

#[tokio::test]
async fn an_answer_that_is_no_terminal_or_another_one_leaves_the_effect_unknown() {
    for body in [
        "",
        "{}",
        "null",
        "7",
        r#"{"data":null}"#,
        r#"{"data":[]}"#,
        r#"{"data":[{"tid":"EP1"}]}"#,
        r#"{"id":"other","manufacturerSerialNumber":"SN-2"}"#,
        r#"{"data":{"id":"other","manufacturerSerialNumber":"SN-2"}}"#,
    ] {
        let stub = with_token(move |_| json(200, body)).await;
        let api = stitch(&stub);
        for fault in [
            api.register(&device()).await.unwrap_err(),
            api.allocate("a", "m").await.unwrap_err(),
            api.deallocate("a").await.unwrap_err(),
            api.suspend("a", SuspensionReason::Lost).await.unwrap_err(),
        ] {
            assert_eq!((fault.kind(), fault.effect()), (FaultKind::Unreadable, Effect::Unknown), "{body}");
        }
        assert_eq!(calls(&stub, "/v2/terminals"), 4, "each was sent once");
    }
}

#[tokio::test]
async fn one_terminal_is_read_from_an_object_and_from_a_list() {
    for (body, found) in [
        (r#"{"id":"a","status":"active"}"#, true),
        (r#"{"data":{"id":"a","status":"active"}}"#, true),
        (r#"{"data":[{"id":"b"},{"id":"a","status":"active"}],"extra":1}"#, true),
        (r#"[{"id":"a","status":"active"}]"#, true),
        (r#"{"data":[]}"#, false),
    ] {
        let stub = with_token(move |_| json(200, body)).await;
        let read = stitch(&stub).fleet_terminal("a").await.unwrap();
        assert_eq!(read.map(|terminal| terminal.state), found.then_some(FleetState::Active), "{body}");
    }
    let stub = with_token(|_| json(404, "{}")).await;
    assert_eq!(stitch(&stub).fleet_terminal("a").await.unwrap(), None);
    let stub = with_token(|_| json(200, r#"{"data":[{"id":"b"}]}"#)).await;
    assert!(stitch(&stub).fleet_terminal("a").await.is_err(), "another terminal is no answer");
}

#[tokio::test]
async fn a_server_that_ignores_the_limit_cannot_flood_a_page() {
    let many: Vec<String> = (0..40).map(|number| format!(r#"{{"id":"t{number}"}}"#)).collect();
    let body = format!(r#"{{"data":[{}]}}"#, many.join(","));
    let stub = with_token(move |_| json(200, &body)).await;
    let page = stitch(&stub).fleet(&FleetFilter::default(), 0, 10).await.unwrap();
    assert_eq!((page.items.len(), page.has_more), (10, true));
    let asked = &stub.requests()[1].target;
    assert_eq!(asked, "/v2/terminals?offset=0&limit=10");
}

#[tokio::test]
async fn an_identifier_no_path_can_carry_is_refused_before_anything_is_sent() {
    let stub = with_token(|_| json(200, ONE)).await;
    let api = stitch(&stub);
    for id in ["", ".", ".."] {
        let fault = api.decommission(id).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (FaultKind::Misconfigured, Effect::None), "{id:?}");
    }
    assert_eq!(calls(&stub, "/v2"), 0);
}
