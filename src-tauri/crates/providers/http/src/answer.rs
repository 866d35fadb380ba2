use std::time::Duration;

use payment::{FaultKind, ProviderFault};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::pause::retry_after;

/// An answer the provider itself gave: 2xx, or a 4xx that is not a web page.
pub struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Without the body: it may hold receipts or, once, a new key.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// Sorts out what is not an answer of the provider. `key` is wiped from error texts, should one repeat it.
    pub(crate) fn judge(
        status: u16,
        headers: HeaderMap,
        body: Vec<u8>,
        key: &SecretString,
    ) -> Result<Self, ProviderFault> {
        let ok = (200..300).contains(&status);
        let body = if ok { body } else { without(body, key.expose_secret().as_bytes()) };
        let answer = Self { status, headers, body };
        match status {
            500..600 if status != 511 => Err(answer.decorate(ProviderFault::provider_down(answer.words()))),
            408 => Err(answer.decorate(ProviderFault::no_answer("the request arrived too slowly"))),
            // 407 and 511 come from something between the till and the provider.
            407 | 511 => Err(answer.decorate(ProviderFault::unreadable(
                "a proxy or network log-in answered instead of the provider",
            ))),
            200..300 | 400..500 if answer.is_web_page() => {
                Err(answer.decorate(ProviderFault::unreadable("a web page came instead of an answer")))
            }
            200..300 | 400..500 => Ok(answer),
            300..400 => Err(answer.decorate(ProviderFault::unreadable(
                "redirected to another address, which is never followed",
            ))),
            _ => Err(answer.decorate(ProviderFault::unreadable("no final answer"))),
        }
    }

    /// HTTP status: 200 to 299 or 400 to 499.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// One header, if it is there and plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The wait the provider asks for.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// The body as it came, after decompression.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body without a byte order mark.
    ///
    /// # Errors
    /// `Unreadable` when it is not UTF-8.
    pub fn text(&self) -> Result<&str, ProviderFault> {
        let text = std::str::from_utf8(&self.body).map_err(|_| self.unreadable("the answer is not UTF-8"))?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// The body as `T`. A member that occurs twice is an error for every struct with derived `Deserialize`: two
    /// amounts in one record are no amount. (Maps and `serde_json::Value` would silently take the last one.)
    ///
    /// # Errors
    /// `Unreadable`, saying where but not what: the body may hold what no log should.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ProviderFault> {
        serde_json::from_str(self.text()?).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            self.unreadable(&format!(
                "the answer is not the expected JSON ({:?} at {place})",
                error.classify()
            ))
        })
    }

    /// An answer that cannot be understood, with this answer's status and request id.
    pub fn unreadable(&self, detail: &str) -> ProviderFault {
        self.decorate(ProviderFault::unreadable(detail))
    }

    /// The answer if its status is 2xx, else the refusal it is.
    ///
    /// # Errors
    /// [`Answer::refusal`].
    pub fn accepted(self) -> Result<Self, ProviderFault> {
        if (200..300).contains(&self.status) { Ok(self) } else { Err(self.refusal()) }
    }

    /// What a 4xx says. The effect is `None` only for 400, 401, 403 and 422, by which a server says that it understood
    /// the request and did not act; behind any other one the call may have acted, or an intermediary has spoken.
    pub fn refusal(&self) -> ProviderFault {
        let kind = match self.status {
            401 | 403 => FaultKind::NotAuthorised,
            404 | 410 => FaultKind::NotKnown,
            429 => FaultKind::SlowDown,
            _ => FaultKind::Refused,
        };
        let fault = self.decorate(ProviderFault::refused(kind, self.words()));
        if matches!(self.status, 400 | 401 | 403 | 422) { fault } else { fault.effect_unknown() }
    }

    /// What the body says about an error.
    pub fn problem(&self) -> Problem {
        Problem::read(&self.body)
    }

    fn words(&self) -> String {
        let words = self.problem().to_string();
        if words.is_empty() { format!("status {}", self.status) } else { words }
    }

    fn decorate(&self, fault: ProviderFault) -> ProviderFault {
        let mut fault = fault.with_status(self.status);
        let named = ["x-request-id", "x-correlation-id", "request-id", "x-trace-id", "cf-ray"];
        let id = named.iter().find_map(|name| self.header(name).map(str::to_owned));
        if let Some(id) = id.or_else(|| self.problem().request_id) {
            fault = fault.with_request_id(id);
        }
        if let Some(wait) = self.retry_after() {
            fault = fault.with_retry_after(wait);
        }
        fault
    }

    fn is_web_page(&self) -> bool {
        let declared =
            self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let declared = declared.to_ascii_lowercase();
        let start = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        declared.contains("html") || start == Some(&b'<')
    }
}

/// `body` with every occurrence of `key` replaced.
fn without(body: Vec<u8>, key: &[u8]) -> Vec<u8> {
    if key.is_empty() || !body.windows(key.len()).any(|window| window == key) {
        return body;
    }
    let mut clean = Vec::with_capacity(body.len());
    let mut rest = body.as_slice();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(key) {
            clean.extend_from_slice(b"[key]");
            rest = after;
        } else {
            clean.push(rest[0]);
            rest = &rest[1..];
        }
    }
    clean
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use payment::Effect;

    use super::*;

    fn judged(status: u16, content_type: &str, body: &str) -> Result<Answer, ProviderFault> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        Answer::judge(status, headers, body.as_bytes().to_vec(), &SecretString::from("CANARY-KEY"))
    }

    #[test]
    fn the_status_decides_and_only_authoritative_refusals_prove_that_nothing_happened() {
        use FaultKind::*;
        let json = "application/problem+json";
        for (status, content_type, body, kind, effect) in [
            (400, json, "{}", Refused, Effect::None),
            (401, json, "", NotAuthorised, Effect::None),
            (403, json, r#"{"title":"Forbidden"}"#, NotAuthorised, Effect::None),
            (422, json, "{}", Refused, Effect::None),
            (402, json, "{}", Refused, Effect::Unknown),
            (404, json, "{}", NotKnown, Effect::Unknown),
            (405, json, "{}", Refused, Effect::Unknown),
            (408, json, "", NoAnswer, Effect::Unknown),
            (409, json, "{}", Refused, Effect::Unknown),
            (429, json, "{}", SlowDown, Effect::Unknown),
            (403, "text/html", "<html>blocked</html>", Unreadable, Effect::Unknown),
            (400, json, "  <!doctype html>", Unreadable, Effect::Unknown),
            (407, json, "{}", Unreadable, Effect::Unknown),
            (511, json, "{}", Unreadable, Effect::Unknown),
            (200, "text/html", "<html>log in</html>", Unreadable, Effect::Unknown),
            (200, "application/json", "\n<html>", Unreadable, Effect::Unknown),
            (302, json, "", Unreadable, Effect::Unknown),
            (307, json, "", Unreadable, Effect::Unknown),
            (101, json, "", Unreadable, Effect::Unknown),
            (500, json, "{}", ProviderDown, Effect::Unknown),
            (502, "text/html", "<html>", ProviderDown, Effect::Unknown),
            (599, json, "", ProviderDown, Effect::Unknown),
        ] {
            let fault = judged(status, content_type, body).and_then(Answer::accepted).expect_err(body);
            assert_eq!(
                (fault.kind(), fault.effect(), fault.status()),
                (kind, effect, Some(status)),
                "{status} {body}"
            );
        }
    }

    #[test]
    fn an_error_that_repeats_the_key_does_not_reach_a_text_with_it() {
        let fault = judged(403, "application/json", r#"{"detail":"CANARY-KEY is not CANARY-KEY"}"#)
            .unwrap()
            .refusal();
        assert_eq!(fault.detail(), "[key] is not [key]");
        let fault = judged(500, "application/json", r#"{"detail":"CANARY-KEY"}"#).unwrap_err();
        assert!(!format!("{fault:?}").contains("CANARY"), "{fault:?}");
    }

    #[test]
    fn json_that_breaks_the_rules_is_unreadable_and_not_quoted() {
        #[derive(Debug, serde::Deserialize)]
        struct Amount {
            #[allow(dead_code)]
            value: serde_json::Number,
        }
        for bad in [r#"{"value":1,"value":2}"#, r#"{"value":"4111111111111111"}"#, r#"{"value":1}}"#, "", "7"]
        {
            let fault = judged(200, "application/json", bad).unwrap().json::<Amount>().unwrap_err();
            assert_eq!((fault.kind(), fault.effect()), (FaultKind::Unreadable, Effect::Unknown), "{bad}");
            assert!(!fault.detail().contains("4111"), "{fault}");
        }
        let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        let deep = judged(200, "application/json", &deep).unwrap();
        assert!(deep.json::<serde_json::Value>().is_err(), "depth is limited");
    }

    #[test]
    fn a_byte_order_mark_does_not_matter() {
        assert_eq!(judged(200, "application/json", "\u{feff}[1]").unwrap().json::<Vec<u8>>().unwrap(), [1]);
    }
}
