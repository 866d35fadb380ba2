//! The part of the control interface that is about Stitch. The token is checked around it.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post, put};
use serde::Deserialize;

use crate::merchant_api::{Problem, json_response, read_json};
use crate::simulator::Handle;

pub(crate) fn router() -> Router<Handle> {
    Router::new()
        .route("/_simulator/stitch/terminals", get(terminals))
        .route("/_simulator/stitch/expire-tokens", post(expire_tokens))
        .route("/_simulator/stitch/token-life", put(set_token_life))
}

async fn terminals(State(handle): State<Handle>) -> Response {
    json_response(StatusCode::OK, &handle.stitch_terminals())
}

async fn expire_tokens(State(handle): State<Handle>) -> StatusCode {
    handle.expire_stitch_tokens();
    StatusCode::NO_CONTENT
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenLife {
    seconds: u64,
}

async fn set_token_life(State(handle): State<Handle>, body: Body) -> Result<StatusCode, Problem> {
    let wanted: TokenLife = read_json(body).await?;
    handle.set_stitch_token_life(std::time::Duration::from_secs(wanted.seconds));
    Ok(StatusCode::NO_CONTENT)
}
