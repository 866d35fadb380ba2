//! What SumUp's refusals mean. The HTTP status decides; the body, in whichever of its forms, only refines.

use payment::{FaultKind, ProviderFault};
use provider_http::Answer;
use serde_json::Value;

/// The answer if it is 2xx, else the refusal it is.
pub(crate) fn accepted(answer: Answer) -> Result<Answer, ProviderFault> {
    if (200..300).contains(&answer.status()) { Ok(answer) } else { Err(refusal(&answer)) }
}

/// A refusal. A 403 with `trace_id` or `ray_id` comes from the firewall before the interface: the key may be fine, and
/// nobody who knows the account has spoken.
pub(crate) fn refusal(answer: &Answer) -> ProviderFault {
    let plain = answer.refusal();
    if answer.status() != 403 || !from_firewall(answer) {
        return plain;
    }
    let told = format!("stopped by the provider's firewall, not by the key: {}", plain.detail());
    like(&plain, FaultKind::Refused, told).effect_unknown()
}

/// The refusal of a checkout or termination. 422 is authoritative and tells a busy or switched-off reader, sometimes
/// without a type.
pub(crate) fn reader_refusal(answer: &Answer) -> ProviderFault {
    let plain = refusal(answer);
    if answer.status() != 422 {
        return plain;
    }
    let detail = plain.detail().to_ascii_lowercase();
    let kind = if is_called(answer, "READER_BUSY") || detail.contains("pending checkout") {
        FaultKind::TerminalBusy
    } else if is_called(answer, "READER_OFFLINE") || detail.contains("device is offline") {
        FaultKind::TerminalOffline
    } else {
        return plain;
    };
    let told = plain.detail().to_owned();
    like(&plain, kind, told)
}

/// `plain` as a refusal of another kind, with the effect of that kind.
pub(crate) fn like(plain: &ProviderFault, kind: FaultKind, detail: String) -> ProviderFault {
    let mut fault = ProviderFault::refused(kind, detail);
    if let Some(status) = plain.status() {
        fault = fault.with_status(status);
    }
    if let Some(id) = plain.request_id() {
        fault = fault.with_request_id(id);
    }
    if let Some(wait) = plain.retry_after() {
        fault = fault.with_retry_after(wait);
    }
    fault
}

/// Whether the body calls the error `name`, in any of the places and spellings that have been seen: `READER_BUSY`,
/// `https://developer.sumup.com/problem/reader-busy`, `Reader Busy`.
pub(crate) fn is_called(answer: &Answer, name: &str) -> bool {
    let Some(body) = body(answer) else { return false };
    let errors = body.get("errors");
    let places = [
        errors.and_then(|errors| errors.get("type")),
        body.get("error_code"),
        body.get("code"),
        body.get("type"),
        body.get("title"),
    ];
    places.into_iter().flatten().filter_map(Value::as_str).any(|text| {
        let last = text.rsplit('/').next().unwrap_or(text);
        last.to_ascii_uppercase().replace(['-', ' '], "_") == name
    })
}

/// A member of the body of an error.
pub(crate) fn member(answer: &Answer, name: &str) -> Option<Value> {
    body(answer)?.get(name).cloned()
}

fn from_firewall(answer: &Answer) -> bool {
    ["trace_id", "ray_id"].into_iter().any(|name| member(answer, name).is_some())
}

fn body(answer: &Answer) -> Option<Value> {
    serde_json::from_slice(answer.body()).ok()
}
