//! Error answers: `title`, `code`, `detail`, as the guide shows them, without a status in the body.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The request is not what the guide asks for.
    Invalid(String),
    /// No token, or none that is valid.
    Unauthorised(&'static str),
    /// No such terminal.
    NotFound(String),
    /// The path does not take this method.
    MethodNotAllowed,
    /// The state of the terminal, or another terminal, stands against it.
    Conflict(String),
    /// The simulator's own failure.
    Internal,
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Problem::Invalid(_) => StatusCode::BAD_REQUEST,
            Problem::Unauthorised(_) => StatusCode::UNAUTHORIZED,
            Problem::NotFound(_) => StatusCode::NOT_FOUND,
            Problem::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Conflict(_) => StatusCode::CONFLICT,
            Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let detail = match self {
            Problem::Invalid(detail) | Problem::NotFound(detail) | Problem::Conflict(detail) => detail,
            Problem::Unauthorised(detail) => detail.to_owned(),
            Problem::MethodNotAllowed => "The resource does not support this method.".to_owned(),
            Problem::Internal => "The state cannot be saved.".to_owned(),
        };
        answer(status, &detail)
    }
}

/// The answer to a request that a fault gave this status.
pub(super) fn failed(status: u16, _: &str, _: &HeaderMap) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer(status, "This fault was asked for.")
}

fn answer(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let code: String = title.to_ascii_uppercase().replace(' ', "_");
    let body = json!({ "title": title, "code": code, "detail": detail });
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
