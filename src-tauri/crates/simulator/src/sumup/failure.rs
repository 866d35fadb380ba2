//! Error answers in the vendor's shapes. Which one depends on the resource and on what the request accepts.

use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// How the errors of a group of resources look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Always a problem document (readers, merchants).
    Problem,
    /// A problem document when it is accepted, else `{"errors":{…}}` (what goes to a reader).
    ByAccept,
    /// `{"message","error_code"}`; a refused key is a problem document even so (transactions, checkouts).
    Resource,
}

/// An error answer. [`with_shape`] turns it into a body.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) status: StatusCode,
    /// For machines: `READER_BUSY`.
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) detail: String,
    /// Comes from before the resource: the key, the headers.
    at_the_gate: bool,
    /// A problem document whatever the resource.
    newer: bool,
    /// Further members of a problem document.
    members: Option<Box<Value>>,
    /// Instead of everything above.
    body: Option<Box<Value>>,
}

impl Failure {
    pub(super) fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        let detail = detail.into();
        Self { status, code, title, detail, at_the_gate: false, newer: false, members: None, body: None }
    }

    pub(super) fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    pub(super) fn at_the_gate(self) -> Self {
        Self { at_the_gate: true, ..self }
    }

    /// As the newer parts of the interface say it: always as a problem document.
    pub(super) fn in_newer_words(self) -> Self {
        Self { newer: true, ..self }
    }

    /// With further members in a problem document, and beside the others in the older shapes.
    pub(super) fn with(self, members: Value) -> Self {
        Self { members: Some(Box::new(members)), ..self }
    }

    /// With a body of its own in the shape of [`Shape::Resource`].
    pub(super) fn saying(self, body: Value) -> Self {
        Self { body: Some(Box::new(body)), ..self }
    }

    pub(super) fn not_found() -> Self {
        Self::absent("The requested resource doesn't exist or does not belong to you.")
    }

    pub(super) fn absent(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Requested resource couldn't be found.", detail)
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID", "Bad Request", detail)
    }

    pub(super) fn invalid(detail: impl Into<String>) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, "VALIDATION_ERROR", "Unprocessable Entity", detail)
    }

    pub(super) fn internal(detail: impl Into<String>) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "INTERNAL_ERROR", "Internal Server Error", detail)
    }

    pub(super) fn answer(&self, shape: Shape, headers: &HeaderMap) -> Response {
        let accepts_problems = headers
            .get_all(ACCEPT)
            .iter()
            .any(|accepted| accepted.to_str().is_ok_and(|accepted| accepted.contains(PROBLEM)));
        let unauthorised = self.status == StatusCode::UNAUTHORIZED;
        let (content_type, body) = match (shape, &self.body) {
            _ if self.newer => (PROBLEM, self.problem()),
            (Shape::Resource, Some(body)) => (JSON, (**body).clone()),
            (Shape::Problem, _) => (PROBLEM, self.problem()),
            (Shape::ByAccept, _) if accepts_problems => (PROBLEM, self.problem()),
            (Shape::ByAccept, _) => (JSON, self.errors()),
            (Shape::Resource, None) if accepts_problems && self.at_the_gate => (PROBLEM, self.problem()),
            (Shape::Resource, None) if unauthorised => (JSON, self.problem()),
            (Shape::Resource, None) if self.at_the_gate => (JSON, self.errors()),
            (Shape::Resource, None) => (JSON, self.message()),
        };
        (self.status, [(CONTENT_TYPE, content_type)], body.to_string()).into_response()
    }

    fn problem(&self) -> Value {
        let slug = match self.code {
            "INVALID_ACCESS_TOKEN" => "unauthorized".to_owned(),
            "INVALID" | "INVALID_USER_AGENT" | "DUPLICATE_HEADERS" => "bad-request".to_owned(),
            code => code.to_lowercase().replace('_', "-"),
        };
        self.extended(json!({
            "type": format!("https://developer.sumup.com/problem/{slug}"),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        }))
    }

    fn errors(&self) -> Value {
        if self.status == StatusCode::NOT_FOUND {
            return json!({ "errors": { "detail": self.detail } });
        }
        json!({ "errors": { "type": self.code, "detail": self.detail } })
    }

    fn message(&self) -> Value {
        self.extended(json!({ "message": self.detail, "error_code": self.code }))
    }

    fn extended(&self, mut body: Value) -> Value {
        if let (Some(body), Some(Value::Object(members))) = (body.as_object_mut(), self.members.as_deref()) {
            body.extend(members.clone());
        }
        body
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives error answers their bodies.
pub(super) async fn with_shape(shape: Shape, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let response = next.run(request).await;
    match response.extensions().get::<Failure>() {
        Some(failure) => failure.answer(shape, &headers),
        None => response,
    }
}

/// A fault that was asked for.
pub(super) fn failed(status: u16, _: &str, headers: &HeaderMap) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let title = status.canonical_reason().unwrap_or("Error");
    Failure::new(status, "FAULT", title, "This fault was asked for.").answer(Shape::ByAccept, headers)
}
