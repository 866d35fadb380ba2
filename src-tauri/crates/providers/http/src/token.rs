//! Access tokens by client credentials (RFC 6749, section 4.4): asked for when needed, kept in memory only.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use payment::{FaultKind, ProviderFault};
use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::Mutex;
use url::form_urlencoded::Serializer;

use crate::client::{built, connection, exchange};
use crate::key::{MAX_KEY, read_away};
use crate::{Answer, ApiKeySource, BaseUrl, Patience, scalar_text};

/// A token whose life is not told is used this long; a refusal renews it anyway.
const ASSUMED_LIFE: Duration = Duration::from_secs(300);
/// No token is used longer than this, whatever its provider says.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3_600);
/// A token this close to its end is not used any more: it could end on its way.
const MARGIN: Duration = Duration::from_secs(30);
/// Longest name of an error that is repeated to people.
const MAX_ERROR_NAME: usize = 40;

/// What a token is asked for with.
#[derive(Clone)]
pub struct ClientCredentials {
    /// Address of the token endpoint.
    pub token_url: BaseUrl,
    /// The client's name.
    pub client_id: String,
    /// Where the client's secret is kept.
    pub client_secret: Arc<dyn ApiKeySource>,
    /// What the token shall open.
    pub scope: &'static str,
    /// The times of the call.
    pub patience: Patience,
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token_url = self.token_url.as_str();
        f.debug_struct("ClientCredentials").field("token_url", &token_url).finish_non_exhaustive()
    }
}

/// A token, and which one of its account's it is.
#[derive(Debug, Clone)]
pub struct Token {
    secret: SecretString,
    /// Counts the fetches, so that two calls which were refused with the same token renew it once.
    number: u64,
}

impl Token {
    /// The token itself.
    pub fn secret(&self) -> SecretString {
        self.secret.clone()
    }
}

/// The tokens of one account. Calls that need one at the same time share one fetch, and its fault.
#[derive(Debug)]
pub struct Tokens {
    credentials: ClientCredentials,
    http: Client,
    /// How many fetches have ended.
    fetches: AtomicU64,
    last: Mutex<Last>,
}

/// How the last fetch ended.
#[derive(Debug, Default)]
enum Last {
    #[default]
    None,
    Token {
        token: Token,
        until: Instant,
    },
    Fault(ProviderFault),
}

impl Tokens {
    /// Prepares the connection; nothing is sent.
    ///
    /// # Errors
    /// `Misconfigured` when the client's name is empty or the system's TLS library is not usable.
    pub fn new(credentials: ClientCredentials) -> Result<Self, ProviderFault> {
        let name = credentials.client_id.trim();
        if name.is_empty() || name.len() > MAX_KEY || name.chars().any(char::is_control) {
            return Err(ProviderFault::misconfigured("the client's name is empty, too long or not plain"));
        }
        let builder = connection(&credentials.token_url, credentials.patience).pool_max_idle_per_host(0);
        let http = built(builder)?;
        Ok(Self { credentials, http, fetches: AtomicU64::new(0), last: Mutex::default() })
    }

    /// The token of the account, fetched if there is none whose life lasts.
    ///
    /// # Errors
    /// Always with the effect `None`: the call that needed the token has not been made.
    pub async fn current(&self) -> Result<Token, ProviderFault> {
        self.newer_than(None).await
    }

    /// Another token than the one that was refused, fetched unless a call beside this one has done so already.
    ///
    /// # Errors
    /// Always with the effect `None`: a provider that refuses a token has not acted.
    pub async fn renewed(&self, refused: &Token) -> Result<Token, ProviderFault> {
        self.newer_than(Some(refused.number)).await
    }

    async fn newer_than(&self, refused: Option<u64>) -> Result<Token, ProviderFault> {
        let fetches_seen = self.fetches.load(Ordering::SeqCst);
        let mut last = self.last.lock().await;
        match &*last {
            Last::Token { token, until }
                if refused.is_none_or(|refused| token.number > refused) && Instant::now() < *until =>
            {
                return Ok(token.clone());
            }
            // It failed while this call stood in line; a queue of calls must not become a queue of failures.
            Last::Fault(fault) if self.fetches.load(Ordering::SeqCst) > fetches_seen => {
                return Err(fault.clone());
            }
            Last::Token { .. } | Last::Fault(_) | Last::None => {}
        }
        let asked = Instant::now();
        let fetched = self.fetch().await;
        let number = self.fetches.fetch_add(1, Ordering::SeqCst) + 1;
        match fetched {
            Ok((secret, life)) => {
                let token = Token { secret, number };
                // Counted from the question, not from the answer.
                *last = Last::Token { token: token.clone(), until: asked + usable(life) };
                Ok(token)
            }
            Err(fault) => {
                *last = Last::Fault(fault.clone());
                Err(fault)
            }
        }
    }

    /// Asks once. Asking changes nothing at the provider, so a fault never leaves an effect open.
    async fn fetch(&self) -> Result<(SecretString, Duration), ProviderFault> {
        let ClientCredentials { token_url, client_id, client_secret, scope, .. } = &self.credentials;
        let secret = read_away(client_secret).await?;
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", client_id.trim())
            .append_pair("client_secret", secret.expose_secret())
            .append_pair("scope", scope)
            .finish();
        let form = SecretString::from(form);
        let request = self
            .http
            .post(token_url.join(&[], &[])?)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.expose_secret().to_owned());
        let answered = exchange(request, &secret).await.and_then(read_token);
        answered.map_err(|fault| {
            tracing::warn!(%fault, "no token");
            unsent(fault)
        })
    }
}

/// How much of a life is used: all but the margin, or nine tenths of a short one.
fn usable(life: Duration) -> Duration {
    let life = life.min(LONGEST_LIFE);
    life.saturating_sub(MARGIN.min(life / 10))
}

#[derive(Deserialize)]
struct TokenMembers {
    access_token: Option<String>,
    token_type: Option<String>,
    expires_in: Option<Box<RawValue>>,
}

fn read_token(answer: Answer) -> Result<(SecretString, Duration), ProviderFault> {
    if !(200..300).contains(&answer.status()) {
        return Err(refusal(&answer));
    }
    let members: TokenMembers = answer.json()?;
    let kind = members.token_type.unwrap_or_else(|| "Bearer".to_owned());
    let secret = members.access_token.map(SecretString::from).filter(|token| {
        let text = token.expose_secret();
        !text.is_empty() && text.len() <= MAX_KEY && text.bytes().all(|byte| byte.is_ascii_graphic())
    });
    match secret {
        Some(secret) if kind.eq_ignore_ascii_case("bearer") => {
            let told = members.expires_in.as_deref().and_then(scalar_text);
            let seconds = told.and_then(|text| text.split('.').next()?.parse().ok());
            Ok((secret, seconds.map_or(ASSUMED_LIFE, Duration::from_secs)))
        }
        Some(_) | None => Err(answer.unreadable("the answer holds no bearer token")),
    }
}

/// The refusal of a token. Of the body only the error's name is repeated: descriptions have been seen to hold what was
/// sent.
fn refusal(answer: &Answer) -> ProviderFault {
    let named = answer.problem().title.filter(|name| {
        name.len() <= MAX_ERROR_NAME && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    let name = named.unwrap_or_else(|| format!("status {}", answer.status()));
    let kind = match answer.status() {
        429 => FaultKind::SlowDown,
        400..=403 => FaultKind::NotAuthorised,
        _ => FaultKind::NotReached,
    };
    let fault = ProviderFault::refused(kind, format!("no token: {name}")).with_status(answer.status());
    match answer.retry_after() {
        Some(wait) => fault.with_retry_after(wait),
        None => fault,
    }
}

/// The same fault without an open effect: what the token was for has not been sent.
fn unsent(fault: ProviderFault) -> ProviderFault {
    match fault.kind() {
        FaultKind::NotAuthorised
        | FaultKind::SlowDown
        | FaultKind::NotReached
        | FaultKind::Misconfigured
        | FaultKind::AccountIncomplete
        | FaultKind::NotPossible => fault,
        FaultKind::NoAnswer
        | FaultKind::ProviderDown
        | FaultKind::Unreadable
        | FaultKind::Refused
        | FaultKind::NotKnown
        | FaultKind::TerminalBusy
        | FaultKind::TerminalOffline
        | FaultKind::TooEarly
        | FaultKind::NotEnoughBalance => {
            let unsent = ProviderFault::not_reached(format!("no token: {}", fault.detail()));
            fault.status().map_or(unsent.clone(), |status| unsent.with_status(status))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_laid_aside_a_little_before_its_end() {
        for (life, used) in [(3_600, 3_570), (300, 270), (20, 18), (0, 0), (u64::MAX, 24 * 3_600 - 30)] {
            assert_eq!(usable(Duration::from_secs(life)), Duration::from_secs(used), "{life}");
        }
    }
}
