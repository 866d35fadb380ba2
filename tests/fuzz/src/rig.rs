//! A server that answers every call with the same bytes, and a runtime to call it on; one for each thread.

use std::cell::RefCell;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use provider_http::Patience;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// Longer than any answer from this computer takes; what needs longer hangs.
const LIMIT: Duration = Duration::from_secs(10);
const STATUS: [u16; 16] = [200, 201, 202, 204, 200, 400, 401, 403, 404, 408, 409, 422, 429, 500, 503, 302];
/// The most one side of a request takes.
const REQUEST: usize = 1 << 16;

/// What every call is answered with.
#[derive(Debug, Clone, Default)]
struct Reply {
    bytes: Vec<u8>,
    /// Given to whoever asks for a token.
    token: bool,
}

pub(crate) struct Rig {
    runtime: Runtime,
    reply: Arc<Mutex<Reply>>,
    pub(crate) base_url: String,
}

thread_local! {
    static RIG: RefCell<Option<Rig>> = const { RefCell::new(None) };
}

/// Calls with an input as the answer to everything. The first byte chooses the status, lines up to an empty one are
/// headers, the rest is the body.
pub(crate) fn answered<F: Future>(input: &[u8], call: impl FnOnce(&str) -> F) -> F::Output {
    with(input, false, call)
}

/// The same for a client that asks for a token first.
pub(crate) fn answered_with_token<F: Future>(input: &[u8], call: impl FnOnce(&str) -> F) -> F::Output {
    with(input, true, call)
}

fn with<F: Future>(input: &[u8], token: bool, call: impl FnOnce(&str) -> F) -> F::Output {
    RIG.with_borrow_mut(|place| {
        let rig = place.get_or_insert_with(Rig::start);
        *rig.reply.lock().unwrap_or_else(PoisonError::into_inner) = Reply { bytes: http(input), token };
        let future = call(&rig.base_url);
        rig.runtime
            .block_on(async { tokio::time::timeout(LIMIT, future).await.expect("no call waits without end") })
    })
}

/// Nothing a garbled answer asks for makes a call wait.
pub(crate) fn impatient() -> Patience {
    Patience {
        connect: Duration::from_secs(2),
        read: Duration::from_secs(2),
        back_off: Duration::ZERO,
        retry_after_limit: Duration::ZERO,
    }
}

/// The body an input stands for.
pub(crate) fn body(input: &[u8]) -> &[u8] {
    parts(input).2
}

fn parts(input: &[u8]) -> (u16, &[u8], &[u8]) {
    let Some((first, rest)) = input.split_first() else { return (200, &[], &[]) };
    let status = STATUS[usize::from(*first) % STATUS.len()];
    match rest.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => (status, &rest[..at], &rest[at + 2..]),
        None => (status, &[], rest),
    }
}

fn http(input: &[u8]) -> Vec<u8> {
    let (status, headers, body) = parts(input);
    let mut bytes =
        format!("HTTP/1.1 {status} Whatever\r\nconnection: close\r\ncontent-length: {}\r\n", body.len())
            .into_bytes();
    for line in headers.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        bytes.extend_from_slice(line);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

impl Rig {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let base_url = format!("http://{}", listener.local_addr().expect("it listens"));
        let reply = Arc::<Mutex<Reply>>::default();
        let shared = reply.clone();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, shared.clone()));
            }
        });
        Self { runtime, reply, base_url }
    }
}

async fn talk(mut stream: TcpStream, reply: Arc<Mutex<Reply>>) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    // A request is small and comes in one piece, or nearly: its headers, and as much body as they say.
    while !whole(&request) && request.len() < REQUEST {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => request.extend_from_slice(&buffer[..count]),
        }
    }
    let Reply { bytes, token } = reply.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let wants_token = token && request.starts_with(b"POST /connect/token");
    let bytes = if wants_token { http(TOKEN) } else { bytes };
    // Who does not want the answer hangs up.
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
}

const TOKEN: &[u8] = b"\0content-type: application/json\n\n{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":3600}";

fn whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().filter_map(|line| line.split_once(": "));
    let length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.filter_map(|(_, value)| value.parse::<usize>().ok()).next().unwrap_or(0);
    body.len() >= length
}
