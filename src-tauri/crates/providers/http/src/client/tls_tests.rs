//! Which certificates the till refuses, and that a refusal proves that nothing was sent.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use native_tls::{Identity, TlsAcceptor};
use payment::Effect;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::FixedKey;

const KEY: &[u8] = include_bytes!("../../tests/fixtures/key.pem");
const LOCALHOST: &[u8] = include_bytes!("../../tests/fixtures/localhost.pem");
const EXPIRED: &[u8] = include_bytes!("../../tests/fixtures/expired.pem");

struct Server {
    port: u16,
    requests: Arc<AtomicUsize>,
}

async fn serve(certificate: &[u8]) -> Server {
    let identity = Identity::from_pkcs8(certificate, KEY).unwrap();
    let acceptor = tokio_native_tls::TlsAcceptor::from(TlsAcceptor::new(identity).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut buffer = [0; 4096];
            if matches!(stream.read(&mut buffer).await, Ok(1..)) {
                count.fetch_add(1, Ordering::SeqCst);
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
            }
        }
    });
    Server { port, requests }
}

async fn post(host: &str, port: u16, trusted: Option<&[u8]>) -> Result<Answer, ProviderFault> {
    let base_url = BaseUrl::parse(&format!("https://{host}:{port}")).unwrap();
    let key = KeyHeader { name: "api-key", prefix: "", source: Arc::new(FixedKey::new("k")) };
    let roots: Vec<_> = trusted.map(|pem| reqwest::Certificate::from_pem(pem).unwrap()).into_iter().collect();
    let config = HttpConfig { base_url, key, patience: Patience::default() };
    let client = HttpClient::build(config, |builder| builder.tls_certs_merge(roots.clone())).unwrap();
    client.effect(Verb::Post, &["x"], Some(&1)).await
}

#[tokio::test]
async fn a_trusted_certificate_for_this_host_is_accepted() {
    let server = serve(LOCALHOST).await;
    assert_eq!(post("localhost", server.port, Some(LOCALHOST)).await.unwrap().status(), 200);
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_untrusted_expired_or_foreign_certificate_is_refused_before_a_byte_of_the_request() {
    for (host, certificate, trusted) in [
        ("localhost", LOCALHOST, None),
        ("localhost", EXPIRED, Some(EXPIRED)),
        ("127.0.0.1", LOCALHOST, Some(LOCALHOST)),
    ] {
        let server = serve(certificate).await;
        let fault = post(host, server.port, trusted).await.unwrap_err();
        assert_eq!((fault.kind(), fault.effect()), (FaultKind::NotReached, Effect::None), "{host}: {fault}");
        assert_eq!(server.requests.load(Ordering::SeqCst), 0, "{host}");
    }
}

#[tokio::test]
async fn plain_http_behind_an_https_address_is_not_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
    });
    let fault = post("localhost", port, None).await.unwrap_err();
    assert_eq!((fault.kind(), fault.effect()), (FaultKind::NotReached, Effect::None), "{fault}");
}
