//! The token endpoint: client credentials (RFC 6749, section 4.4), form-encoded.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{SCOPE, form};
use crate::simulator::{Handle, random_secret};

/// Longer requests are refused.
const MAX_BODY_BYTES: usize = 16 * 1024;

pub(super) async fn issue(State(handle): State<Handle>, headers: HeaderMap, body: Body) -> Response {
    let declared = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !declared.starts_with("application/x-www-form-urlencoded") {
        return refused(StatusCode::BAD_REQUEST, "invalid_request");
    }
    let Ok(bytes) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request");
    };
    let pairs = form::pairs(&String::from_utf8_lossy(&bytes));
    let value = |name: &str| pairs.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value);
    if value("grant_type") != "client_credentials" {
        return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    if !value("scope").split(' ').any(|scope| scope == SCOPE) {
        return refused(StatusCode::BAD_REQUEST, "invalid_scope");
    }
    // Older pages ask for an audience; whoever names one must mean this endpoint.
    let audience = value("audience");
    if !audience.is_empty() && audience != handle.stitch_token_url() {
        return refused(StatusCode::BAD_REQUEST, "invalid_request");
    }
    let Ok(token) = random_secret() else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "server_error");
    };
    let (life, _) = handle.with(|world, now| {
        let cloud = &mut world.stitch;
        let known = value("client_id") == cloud.client_id && value("client_secret") == cloud.client_secret();
        known.then(|| {
            cloud.admit(&token, now.moment);
            cloud.token_life.as_secs()
        })
    });
    let Some(life) = life else {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    };
    let body = json!({ "access_token": token, "token_type": "Bearer", "expires_in": life, "scope": SCOPE });
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (headers, body.to_string()).into_response()
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], json!({ "error": error }).to_string()).into_response()
}
