use std::fmt;

use serde_json::Value;

/// Characters of each part that are kept.
const MAX_PART: usize = 300;
/// Field messages that are kept.
const MAX_FIELDS: usize = 10;

/// What an error body says, in whichever of the known forms it came. Everything may be missing: the HTTP status has
/// decided already, this is for *Details*.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// Short name of the error: `Forbidden`, `READER_OFFLINE`.
    pub title: Option<String>,
    /// The sentence that explains it.
    pub detail: Option<String>,
    /// Machine-readable code.
    pub code: Option<String>,
    /// The provider's or its firewall's name for the request.
    pub request_id: Option<String>,
}

impl Problem {
    /// Reads a body. Web pages, nothing and nonsense give an empty problem.
    pub fn read(body: &[u8]) -> Self {
        match serde_json::from_slice(body) {
            Ok(Value::Object(body)) => Self::of(&Value::Object(body)),
            Ok(Value::Array(items)) => items.first().map(Self::of).unwrap_or_default(),
            Ok(Value::String(detail)) => Self { detail: part(&Value::String(detail)), ..Self::default() },
            _ => Self::default(),
        }
    }

    fn of(body: &Value) -> Self {
        let first = |names: &[&str]| names.iter().find_map(|name| body.get(name).and_then(part));
        let mut problem = Self {
            title: first(&["title", "error"]),
            detail: first(&["detail", "message", "error_message", "error_description"]),
            code: first(&["code", "error_code"]),
            request_id: first(&[
                "trace_id",
                "ray_id",
                "request_id",
                "requestId",
                "traceId",
                "correlation_id",
            ]),
        };
        match body.get("errors").or_else(|| body.get("error")) {
            Some(errors @ Value::Object(fields)) => {
                let inner_type = errors.get("type").and_then(part);
                let inner_detail = errors.get("detail").or_else(|| errors.get("message")).and_then(part);
                if inner_type.is_some() || inner_detail.is_some() {
                    problem.code = problem.code.or(inner_type);
                    problem.detail = problem.detail.or(inner_detail);
                } else {
                    problem.detail = problem.detail.or_else(|| field_messages(fields));
                }
            }
            Some(Value::Array(items)) => {
                let inner = items.first().map(|item| match item {
                    Value::Object(_) => Self::of(item),
                    other => Self { detail: part(other), ..Self::default() },
                });
                let inner = inner.unwrap_or_default();
                problem.title = problem.title.or(inner.title);
                problem.detail = problem.detail.or(inner.detail);
                problem.code = problem.code.or(inner.code);
            }
            _ => {}
        }
        problem
    }
}

/// One line for *Details*: title, code, detail, as far as there are any.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> =
            [&self.title, &self.code, &self.detail].into_iter().flatten().map(String::as_str).collect();
        f.write_str(&parts.join(": "))
    }
}

/// A string or number, without control characters, cut.
fn part(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let text: String = text.chars().filter(|c| !c.is_control()).take(MAX_PART).collect();
    (!text.trim().is_empty()).then_some(text)
}

/// `{"amount":["too high","…"],"currency":"unknown"}` in one line.
fn field_messages(fields: &serde_json::Map<String, Value>) -> Option<String> {
    let lines: Vec<String> = fields
        .iter()
        .take(MAX_FIELDS)
        .filter_map(|(name, value)| {
            let messages: Vec<String> = match value {
                Value::Array(items) => items.iter().take(MAX_FIELDS).filter_map(part).collect(),
                other => part(other).into_iter().collect(),
            };
            (!messages.is_empty()).then(|| format!("{name}: {}", messages.join(", ")))
        })
        .collect();
    part(&Value::String(lines.join("; ")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_error_body_seen_in_the_wild_is_read() {
        for (body, line, request_id) in [
            (
                r#"{"status":403,"title":"Forbidden","detail":"Invalid API Key.","instance":"/stores"}"#,
                "Forbidden: Invalid API Key.",
                None,
            ),
            (
                r#"{"type":"https://x/y","title":"Conflict","status":409,"detail":"busy","trace_id":"t-1"}"#,
                "Conflict: busy",
                Some("t-1"),
            ),
            (
                r#"{"errors":{"type":"READER_OFFLINE","detail":"The reader is offline."}}"#,
                "READER_OFFLINE: The reader is offline.",
                None,
            ),
            (r#"{"errors":{"detail":"Unauthorized"}}"#, "Unauthorized", None),
            (
                r#"{"errors":{"name":["can't be blank","is too short"],"value":["<= 0"]}}"#,
                "name: can't be blank, is too short; value: <= 0",
                None,
            ),
            (r#"{"errors":[{"code":"E1","message":"first"},{"message":"second"}]}"#, "E1: first", None),
            (
                r#"{"error_code":"NOT_FOUND","message":"Resource not found"}"#,
                "NOT_FOUND: Resource not found",
                None,
            ),
            (r#"{"error_message":"no","error_code":"401","status_code":"401"}"#, "401: no", None),
            (r#"{"title":"Bad","code":17,"detail":"d"}"#, "Bad: 17: d", None),
            (
                r#"{"error":"invalid_client","error_description":"wrong secret"}"#,
                "invalid_client: wrong secret",
                None,
            ),
            (r#"[{"message":"first"}]"#, "first", None),
            (r#""just a sentence""#, "just a sentence", None),
            ("<html><title>403</title></html>", "", None),
            ("", "", None),
            ("null", "", None),
            ("{", "", None),
        ] {
            let problem = Problem::read(body.as_bytes());
            assert_eq!(problem.to_string(), line, "{body}");
            assert_eq!(problem.request_id.as_deref(), request_id, "{body}");
        }
    }

    #[test]
    fn a_hostile_body_is_cut_cleaned_and_never_too_deep() {
        let long = format!(r#"{{"detail":"{}\u001b[31m"}}"#, "x".repeat(5_000));
        assert!(Problem::read(long.as_bytes()).to_string().len() <= MAX_PART);
        assert_eq!(Problem::read(br#"{"detail":"a\u001bb"}"#).to_string(), "ab");
        let deep = "[".repeat(100_000);
        assert_eq!(Problem::read(deep.as_bytes()), Problem::default());
    }

    proptest! {
        #[test]
        fn no_body_makes_reading_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Problem::read(&body).to_string();
        }
    }
}
