//! What leaves the till and what it makes of what comes back, over real sockets.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use payment::{Effect, FaultKind, ProviderFault};
use provider_http::{Answer, BaseUrl, FixedKey, HttpClient, HttpConfig, KeyHeader, Patience, Verb};
use support::{Reply, Stub, answer, answer_bytes, json};

fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        read: Duration::from_secs(15),
        back_off: Duration::from_millis(2),
        retry_after_limit: Duration::from_secs(2),
    }
}

fn client_with(base_url: &str, patience: Patience) -> HttpClient {
    let key = KeyHeader { name: "api-key", prefix: "", source: Arc::new(FixedKey::new("CANARY-KEY")) };
    HttpClient::new(HttpConfig { base_url: BaseUrl::parse(base_url).unwrap(), key, patience }).unwrap()
}

fn client(stub: &Stub) -> HttpClient {
    client_with(&stub.base_url, patience())
}

async fn post(client: &HttpClient) -> Result<Answer, ProviderFault> {
    client.effect(Verb::Post, &["terminals", "a b", "transactions"], Some(&serde_json::json!({"n": 1}))).await
}

#[tokio::test]
async fn a_request_carries_one_key_one_name_and_its_body() {
    let stub = Stub::always(json(201, "{}")).await;
    assert_eq!(post(&client(&stub)).await.unwrap().status(), 201);
    let request = &stub.requests()[0];
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/terminals/a%20b/transactions"));
    assert_eq!(request.body, r#"{"n":1}"#);
    assert_eq!(request.header("api-key"), ["CANARY-KEY"]);
    let agents = request.header("user-agent");
    assert!(matches!(agents.as_slice(), [one] if one.starts_with("Tillbridge/")), "{agents:?}");
    assert_eq!(request.header("content-type"), ["application/json"]);
    assert!(
        request.head.contains("\r\nApi-Key: ") && request.head.contains("\r\nContent-Type: "),
        "{}",
        request.head
    );
}

#[tokio::test]
async fn an_effect_is_sent_exactly_once_whatever_comes_back() {
    let replies = [
        Reply::Close,
        Reply::BytesThenClose(b"HTTP/1.1 20".to_vec()),
        Reply::BytesThenClose(b"HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{\"id\":".to_vec()),
        Reply::BytesThenClose(b"garbage\r\n\r\n".to_vec()),
        json(500, "{}"),
        json(503, r#"{"title":"later"}"#),
        answer(302, &[("location", "/elsewhere")], ""),
        answer(307, &[("location", "/elsewhere")], ""),
        answer(200, &[("content-type", "text/html")], "<html>Welcome to the guest network</html>"),
        json(407, ""),
        json(408, ""),
        json(421, ""),
    ];
    for reply in replies {
        let stub = Stub::always(reply.clone()).await;
        let fault = post(&client(&stub)).await.and_then(Answer::accepted).unwrap_err();
        assert_eq!(fault.effect(), Effect::Unknown, "{reply:?}: {fault}");
        assert_eq!(stub.requests().len(), 1, "{reply:?}: sent once");
    }
}

#[tokio::test]
async fn a_refused_connection_proves_that_nothing_was_sent() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    drop(taken);
    let fault = post(&client_with(&format!("http://{address}"), patience())).await.unwrap_err();
    assert_eq!((fault.kind(), fault.effect()), (FaultKind::NotReached, Effect::None), "{fault}");
}

#[tokio::test]
async fn silence_and_trickling_end_at_the_time_limit_with_an_unknown_effect() {
    let slow = Reply::Trickle(answer_bytes(201, &[], &[b' '; 1000]), Duration::from_millis(50));
    for reply in [Reply::Silence, slow] {
        let stub = Stub::always(reply).await;
        let brief =
            Patience { connect: Duration::from_millis(200), read: Duration::from_millis(200), ..patience() };
        let started = Instant::now();
        let fault = post(&client_with(&stub.base_url, brief)).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (FaultKind::NoAnswer, Effect::Unknown), "{fault}");
        assert!(started.elapsed() < Duration::from_secs(5), "a trickle does not extend the limit");
        assert_eq!(stub.requests().len(), 1);
    }
}

#[tokio::test]
async fn effects_never_share_a_connection_and_reads_do() {
    let stub = Stub::always(json(200, "{}")).await;
    let client = client(&stub);
    for _ in 0..3 {
        client.read(&["stores"], &[]).await.unwrap();
    }
    assert_eq!(stub.connections(), 1, "reads keep their connection");
    for _ in 0..3 {
        post(&client).await.unwrap();
    }
    assert_eq!(stub.connections(), 4, "each effect has its own");
}

#[tokio::test]
async fn an_answer_is_refused_once_it_exceeds_a_mebibyte_even_when_compressed() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 64 << 20]).unwrap();
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 1 << 20);
    let gzip = [("content-encoding", "gzip"), ("content-type", "application/json")];
    for reply in [json(200, vec![b' '; (1 << 20) + 1]), answer(200, &gzip, bomb)] {
        let stub = Stub::always(reply).await;
        let fault = post(&client(&stub)).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (FaultKind::Unreadable, Effect::Unknown), "{fault}");
    }
    let stub = Stub::always(json(200, vec![b' '; 1 << 20])).await;
    assert_eq!(post(&client(&stub)).await.unwrap().body().len(), 1 << 20, "the limit itself is allowed");
}

#[tokio::test]
async fn a_compressed_answer_is_read() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(b"[1,2]").unwrap();
    let stub = Stub::always(answer(200, &[("content-encoding", "gzip")], encoder.finish().unwrap())).await;
    let numbers: Vec<u8> = client(&stub).read(&["x"], &[]).await.unwrap().json().unwrap();
    assert_eq!(numbers, [1, 2]);
}

#[tokio::test]
async fn a_read_is_tried_three_times_and_then_gives_the_last_fault() {
    for reply in [Reply::Close, json(503, r#"{"title":"later"}"#), json(429, "{}")] {
        let stub = Stub::always(reply.clone()).await;
        let fault = client(&stub).read(&["stores"], &[]).await.and_then(Answer::accepted).unwrap_err();
        assert!(
            matches!(fault.kind(), FaultKind::NoAnswer | FaultKind::ProviderDown | FaultKind::SlowDown),
            "{fault}"
        );
        assert_eq!(stub.requests().len(), 3, "{reply:?}");
    }
    let stub = Stub::start(|number, _| if number < 2 { json(502, "") } else { json(200, "[]") }).await;
    assert_eq!(client(&stub).read(&["stores"], &[]).await.unwrap().status(), 200, "the third try counts");
}

#[tokio::test]
async fn what_repeating_cannot_mend_is_not_repeated() {
    for reply in [
        json(400, "{}"),
        json(403, "{}"),
        json(404, "{}"),
        answer(302, &[("location", "/x")], ""),
        json(200, "<html>"),
    ] {
        let stub = Stub::always(reply).await;
        let _ = client(&stub).read(&["stores"], &[]).await;
        assert_eq!(stub.requests().len(), 1);
    }
    let stub = Stub::always(json(503, "")).await;
    client(&stub).read_once(&["stores"], &[]).await.unwrap_err();
    assert_eq!(stub.requests().len(), 1, "a look-up of the engine goes out once");
}

#[tokio::test]
async fn retry_after_is_waited_for_when_short_and_handed_on_when_long() {
    let stub = Stub::start(|number, _| match number {
        0 => answer(503, &[("retry-after", "1")], ""),
        _ => json(200, "[]"),
    })
    .await;
    let started = Instant::now();
    client(&stub).read(&["stores"], &[]).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));

    let stub = Stub::always(answer(429, &[("retry-after", "60")], "{}")).await;
    let fault = client(&stub).read(&["stores"], &[]).await.unwrap().refusal();
    assert_eq!(fault.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn no_fault_shows_the_key_even_if_the_provider_repeats_it() {
    for status in [400, 401, 403, 404, 409, 429, 500] {
        let stub = Stub::always(json(status, r#"{"title":"x","detail":"your key CANARY-KEY is bad"}"#)).await;
        let fault = post(&client(&stub)).await.and_then(Answer::accepted).unwrap_err();
        assert!(!format!("{fault} {fault:?}").contains("CANARY"), "{fault:?}");
        assert!(fault.detail().contains("is bad"));
    }
}

/// The environment is read when a client is made and a test cannot change its own, so this one starts itself again.
#[tokio::test]
async fn a_proxy_named_by_the_environment_is_never_used() {
    const CHILD: &str = "TILLBRIDGE_TEST_PROVIDER";
    if let Ok(base_url) = std::env::var(CHILD) {
        let answer = client_with(&base_url, patience()).read(&["stores"], &[]).await.unwrap();
        assert_eq!(answer.status(), 200);
        return;
    }
    let provider = Stub::always(json(200, "[]")).await;
    let proxy = Stub::always(json(200, "[]")).await;
    let child = tokio::task::spawn_blocking({
        let (provider, proxy) = (provider.base_url.clone(), proxy.base_url.clone());
        move || {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "a_proxy_named_by_the_environment_is_never_used"])
                .env(CHILD, provider)
                .envs(
                    ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"]
                        .map(|name| (name, proxy.clone())),
                )
                .env_remove("no_proxy")
                .env_remove("NO_PROXY")
                .output()
                .unwrap()
        }
    });
    let output = child.await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!((provider.connections(), proxy.connections()), (1, 0));
}
