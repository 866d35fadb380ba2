use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use payment::{FaultKind, ProviderFault};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName};
use reqwest::{Client, ClientBuilder, Method, redirect, retry, tls};
use secrecy::SecretString;
use serde::Serialize;
use url::Url;

use crate::pause::back_off;
use crate::{Answer, BaseUrl, FixedKey, KeyHeader};

/// Larger answers, after decompression, are refused.
const MAX_BODY: usize = 1 << 20;
/// A read is sent this often at most.
const MAX_TRIES: u32 = 3;
/// Exactly this, never empty: some providers refuse calls without a name.
const USER_AGENT: &str = concat!("Tillbridge/", env!("CARGO_PKG_VERSION"));
/// JSON, errors as problem documents where a provider has both forms, and receipts as plain text.
const ACCEPTED: &str = "application/problem+json, application/json, text/plain;q=0.5";

/// How one account is reached.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Address of the interface.
    pub base_url: BaseUrl,
    /// The header with the key.
    pub key: KeyHeader,
    /// How long to wait.
    pub patience: Patience,
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For name, connection and TLS.
    pub connect: Duration,
    /// For the whole answer once connected, however slowly it trickles.
    pub read: Duration,
    /// Before a read is repeated for the first time; doubles.
    pub back_off: Duration,
    /// A `Retry-After` up to this is waited for; a longer one is handed to the caller.
    pub retry_after_limit: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(15),
            back_off: Duration::from_millis(250),
            retry_after_limit: Duration::from_secs(10),
        }
    }
}

/// Methods of calls with an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Create.
    Post,
    /// Replace.
    Put,
    /// Change.
    Patch,
    /// Cancel or remove.
    Delete,
}

/// The connection to one account: addresses, key, time limits. It keeps no payment.
#[derive(Debug, Clone)]
pub struct HttpClient {
    reads: Client,
    effects: Client,
    base_url: BaseUrl,
    key: KeyHeader,
    header: HeaderName,
    patience: Patience,
}

impl HttpClient {
    /// Prepares the connection; nothing is sent.
    ///
    /// # Errors
    /// `Misconfigured` when the system's TLS library is not usable.
    pub fn new(config: HttpConfig) -> Result<Self, ProviderFault> {
        Self::build(config, |builder| builder)
    }

    fn build(
        config: HttpConfig,
        tls: impl Fn(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, ProviderFault> {
        let HttpConfig { base_url, key, patience } = config;
        let common = || tls(connection(&base_url, patience));
        let reads = built(common())?;
        // A connection left over from an earlier call may be dead without either side knowing; a request that dies on
        // one leaves the outcome unknown. So nothing with an effect ever uses one.
        let effects = built(common().pool_max_idle_per_host(0))?;
        let header = HeaderName::from_bytes(key.name.as_bytes())
            .map_err(|_| ProviderFault::misconfigured(format!("header name {:?}", key.name)))?;
        Ok(Self { reads, effects, base_url, key, header, patience })
    }

    /// The same connection with another key: a token that was just fetched.
    #[must_use]
    pub fn with_key(&self, key: SecretString) -> Self {
        let key = KeyHeader { source: Arc::new(FixedKey::new(key)), ..self.key.clone() };
        Self { key, ..self.clone() }
    }

    /// Reads, up to three times: a lost answer, a 5xx or a 429 is tried again after a pause, `Retry-After` honoured.
    ///
    /// # Errors
    /// Faults of the last try. A 4xx is an answer.
    pub async fn read(&self, segments: &[&str], query: &[(&str, &str)]) -> Result<Answer, ProviderFault> {
        for tries in 2..=MAX_TRIES {
            let outcome = self.read_once(segments, query).await;
            let asked = match &outcome {
                Ok(answer) if answer.status() == 429 => answer.retry_after(),
                Err(fault) if worth_repeating(fault) => fault.retry_after(),
                Ok(_) | Err(_) => return outcome,
            };
            if asked.is_some_and(|wait| wait > self.patience.retry_after_limit) {
                return outcome;
            }
            tokio::time::sleep(back_off(self.patience.back_off, tries).max(asked.unwrap_or_default())).await;
        }
        self.read_once(segments, query).await
    }

    /// Reads once. For look-ups the engine repeats by itself, at its own pace.
    ///
    /// # Errors
    /// Faults. A 4xx is an answer.
    pub async fn read_once(
        &self,
        segments: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Answer, ProviderFault> {
        let url = self.base_url.join(segments, query)?;
        self.send(&self.reads, Method::GET, url, None).await
    }

    /// Sends exactly one request that may move money, over a connection of its own. It is never repeated, whatever
    /// happens.
    ///
    /// # Errors
    /// Faults; their effect is `None` only when it is proved that no byte of the request left. A 4xx is an answer.
    pub async fn effect<B: Serialize + Sync + ?Sized>(
        &self,
        verb: Verb,
        segments: &[&str],
        body: Option<&B>,
    ) -> Result<Answer, ProviderFault> {
        let url = self.base_url.join(segments, &[])?;
        let method = match verb {
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
            Verb::Patch => Method::PATCH,
            Verb::Delete => Method::DELETE,
        };
        let body = body
            .map(serde_json::to_vec)
            .transpose()
            .map_err(|_| ProviderFault::misconfigured("the request has no JSON form"))?;
        self.send(&self.effects, method, url, body).await
    }

    async fn send(
        &self,
        client: &Client,
        method: Method,
        url: Url,
        body: Option<Vec<u8>>,
    ) -> Result<Answer, ProviderFault> {
        let (key, value) = self.key.read().await?;
        let path = url.path().to_owned();
        let mut request =
            client.request(method.clone(), url).header(ACCEPT, ACCEPTED).header(&self.header, value);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let started = Instant::now();
        let outcome = exchange(request, &key).await;
        let millis = started.elapsed().as_millis();
        match &outcome {
            Ok(answer) => {
                tracing::debug!(%method, path, status = answer.status(), millis, "provider answered")
            }
            Err(fault) => {
                tracing::warn!(%method, path, %fault, effect = ?fault.effect(), millis, "provider call faulted")
            }
        }
        outcome
    }
}

/// What every connection to a provider keeps to, whatever it is for.
pub(crate) fn connection(base_url: &BaseUrl, patience: Patience) -> ClientBuilder {
    Client::builder()
        .user_agent(USER_AGENT)
        // Names of headers have no case (RFC 9110, 5.1), but old proxies know only `Content-Type`.
        .http1_title_case_headers()
        .https_only(!base_url.is_loopback())
        .tls_version_min(tls::Version::TLS_1_2)
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .retry(retry::never())
        .connect_timeout(patience.connect)
        .timeout(patience.connect.saturating_add(patience.read))
}

pub(crate) fn built(builder: ClientBuilder) -> Result<Client, ProviderFault> {
    builder.build().map_err(|error| ProviderFault::misconfigured(format!("https: {}", describe(&error))))
}

/// Sends a request and reads its answer. `key` is wiped from error texts, should the provider repeat it.
pub(crate) async fn exchange(
    request: reqwest::RequestBuilder,
    key: &SecretString,
) -> Result<Answer, ProviderFault> {
    let mut response = request.send().await.map_err(|error| fault_of(&error))?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    loop {
        let chunk = response.chunk().await.map_err(|error| fault_of(&error).with_status(status))?;
        let Some(chunk) = chunk else { break };
        if body.len() + chunk.len() > MAX_BODY {
            return Err(ProviderFault::unreadable(format!("the answer is larger than {MAX_BODY} bytes"))
                .with_status(status));
        }
        body.extend_from_slice(&chunk);
    }
    Answer::judge(status, response.headers().clone(), body, key)
}

/// Only a connection that was never made proves that nothing was sent. All other errors look alike from here.
fn fault_of(error: &reqwest::Error) -> ProviderFault {
    if error.is_connect() {
        ProviderFault::not_reached(describe(error))
    } else if error.is_builder() {
        ProviderFault::misconfigured(describe(error))
    } else if error.is_timeout() {
        ProviderFault::no_answer("no complete answer in time")
    } else {
        ProviderFault::no_answer(describe(error))
    }
}

/// The causes, innermost last, without the address.
fn describe(error: &reqwest::Error) -> String {
    let mut causes = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    causes.dedup();
    if causes.is_empty() { "the request could not be made".to_owned() } else { causes.join(": ") }
}

fn worth_repeating(fault: &ProviderFault) -> bool {
    match fault.kind() {
        FaultKind::NotReached | FaultKind::NoAnswer | FaultKind::ProviderDown | FaultKind::SlowDown => true,
        FaultKind::NotAuthorised
        | FaultKind::Refused
        | FaultKind::NotKnown
        | FaultKind::TerminalBusy
        | FaultKind::TerminalOffline
        | FaultKind::TooEarly
        | FaultKind::NotEnoughBalance
        | FaultKind::Unreadable
        | FaultKind::Misconfigured
        | FaultKind::AccountIncomplete
        | FaultKind::NotPossible => false,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tls_tests;
