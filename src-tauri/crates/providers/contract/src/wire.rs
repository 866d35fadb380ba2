//! The way between provider and cloud, which breaks as it is told.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::http::{Answer, exchange, read_request, send, send_part};
use crate::scene::{Call, Request};

/// What happens to one request.
#[derive(Debug, Clone)]
pub enum Strike {
    /// The link breaks before the request arrives.
    CutBefore,
    /// It arrives; the link breaks before the answer.
    CutAfter,
    /// It arrives; the link breaks in the middle of the answer.
    CutInside,
    /// It arrives twice, the second time only once the gate is open, if there is one.
    Twice(Told, Option<Gate>),
    /// It does not arrive; this is answered.
    Refuse(Reply),
    /// It arrives, but this is answered.
    Instead(Reply),
    /// It arrives; the body of the answer is rewritten.
    Rewrite(Rewriting),
    /// It arrives only once the gate is open.
    Hold(Gate),
    /// It arrives at once; the answer comes back only once the gate is open.
    HoldAnswer(Gate),
}

/// What becomes of an answer's body.
#[derive(Clone)]
pub struct Rewriting(Arc<dyn Fn(&str) -> String + Send + Sync>);

impl Rewriting {
    /// A rewriting by this function.
    pub fn by(rewrite: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(rewrite))
    }
}

impl fmt::Debug for Rewriting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rewriting")
    }
}

/// Which answer to a request that arrived twice comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The one to the first arrival.
    First,
    /// The one to the second arrival.
    Second,
    /// None: the link breaks.
    Nothing,
}

/// An answer the wire makes up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// An answer that calls itself JSON.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", "application/json".to_owned())], body: body.into() }
    }

    /// A web page, as from a captive portal.
    pub fn web_page(status: u16) -> Self {
        let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
        Self { status, headers, body: b"<!DOCTYPE html><title>Guest network</title><p>Welcome".to_vec() }
    }

    fn into_answer(self) -> Answer {
        let headers = self.headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Answer { status: self.status, headers, body: self.body }
    }
}

/// Something on the wire waits here until the story lets it pass.
#[derive(Debug, Clone)]
pub struct Gate {
    reached: Arc<watch::Sender<bool>>,
    opened: Arc<watch::Sender<bool>>,
}

impl Gate {
    /// A closed one.
    pub fn closed() -> Self {
        Self { reached: Arc::new(watch::Sender::new(false)), opened: Arc::new(watch::Sender::new(false)) }
    }

    /// Returns once something waits at it.
    pub async fn reached(&self) {
        until(&self.reached).await;
    }

    /// Lets everything pass.
    pub fn open(&self) {
        self.opened.send_replace(true);
    }

    async fn pass(&self) {
        self.reached.send_replace(true);
        until(&self.opened).await;
    }
}

async fn until(flag: &watch::Sender<bool>) {
    flag.subscribe().wait_for(|up| *up).await.expect("the gate holds its own sender");
}

/// A loopback between provider and cloud.
#[derive(Debug)]
pub struct Wire {
    base_url: String,
    state: Arc<Mutex<State>>,
    server: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    strikes: Vec<(Call, Strike)>,
    seen: HashMap<Call, usize>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Wire {
    pub(crate) async fn to(cloud: &str, call_of: fn(&Request) -> Option<Call>) -> Self {
        let (authority, path) = authority_and_path(cloud);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let port = listener.local_addr().expect("a bound listener").port();
        let state = Arc::<Mutex<State>>::default();
        let inner = state.clone();
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(carry(stream, authority.clone(), inner.clone(), call_of));
            }
        });
        Self { base_url: format!("http://127.0.0.1:{port}{path}"), state, server }
    }

    /// What the provider takes for the cloud's address.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The next request of this kind suffers this; called twice, the next but one as well.
    pub fn strike(&self, call: Call, strike: Strike) {
        self.state().strikes.push((call, strike));
    }

    /// How many requests of this kind have come from the provider.
    pub fn seen(&self, call: Call) -> usize {
        self.state().seen.get(&call).copied().unwrap_or_default()
    }

    /// Strikes that have not fallen yet are taken back; tells whether there were any.
    pub fn calm(&self) -> bool {
        let strikes = std::mem::take(&mut self.state().strikes);
        !strikes.is_empty()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn authority_and_path(cloud: &str) -> (String, String) {
    let rest = cloud.strip_prefix("http://").expect("a cloud on loopback speaks plain http");
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    assert!(authority.starts_with("127.0.0.1:"), "the cloud of a story is on loopback, not {authority}");
    let path = if path.is_empty() { String::new() } else { format!("/{path}") };
    (authority.to_owned(), path)
}

async fn carry(
    mut stream: TcpStream,
    cloud: String,
    state: Arc<Mutex<State>>,
    call_of: fn(&Request) -> Option<Call>,
) {
    let Some(request) = read_request(&mut stream).await else { return };
    let strike = call_of(&request).and_then(|call| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        *state.seen.entry(call).or_default() += 1;
        let at = state.strikes.iter().position(|(of, _)| *of == call)?;
        Some(state.strikes.remove(at).1)
    });
    match strike {
        None => send(&mut stream, exchange(&cloud, &request).await).await,
        Some(Strike::CutBefore) => {}
        Some(Strike::CutAfter) => drop(exchange(&cloud, &request).await),
        Some(Strike::CutInside) => send_part(&mut stream, exchange(&cloud, &request).await).await,
        Some(Strike::Twice(told, gate)) => {
            let first = exchange(&cloud, &request).await;
            if let Some(gate) = gate {
                gate.pass().await;
            }
            let second = exchange(&cloud, &request).await;
            match told {
                Told::First => send(&mut stream, first).await,
                Told::Second => send(&mut stream, second).await,
                Told::Nothing => {}
            }
        }
        Some(Strike::Refuse(reply)) => send(&mut stream, Some(reply.into_answer())).await,
        Some(Strike::Instead(reply)) => {
            exchange(&cloud, &request).await;
            send(&mut stream, Some(reply.into_answer())).await;
        }
        Some(Strike::Rewrite(Rewriting(rewrite))) => {
            let mut answer = exchange(&cloud, &request).await;
            if let Some(answer) = &mut answer {
                answer.body = rewrite(&String::from_utf8_lossy(&answer.body)).into_bytes();
            }
            send(&mut stream, answer).await;
        }
        Some(Strike::Hold(gate)) => {
            gate.pass().await;
            send(&mut stream, exchange(&cloud, &request).await).await;
        }
        Some(Strike::HoldAnswer(gate)) => {
            let answer = exchange(&cloud, &request).await;
            gate.pass().await;
            send(&mut stream, answer).await;
        }
    }
}
