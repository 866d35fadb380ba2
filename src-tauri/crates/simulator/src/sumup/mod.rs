//! SumUp's Cloud API for Solo readers, and what a till needs around it.
//!
//! Shapes, statuses and words follow the vendor's OpenAPI description; the tests hold every answer against it. What it
//! leaves open is decided here and listed in `docs/simulator.md`.

mod account;
mod checkouts;
mod control;
mod failure;
mod handle;
mod history;
mod hosted;
mod merchant;
mod page;
mod payouts;
mod query;
mod readers;
mod receipts;
mod transactions;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::faulty::{self, Failed};
use crate::simulator::Handle;
use failure::{Failure, Shape, failed, with_shape};

pub use account::{Additions, BusyWindow, SoloSpec, SumupConfig, SumupTimings};
pub(crate) use control::routes as control_routes;
pub(crate) use handle::Access;

/// Larger requests are refused.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// All simulated calls.
pub(crate) fn router(handle: Handle) -> Router {
    const READERS: &str = "/v0.1/merchants/{merchant}/readers";
    const READER: &str = "/v0.1/merchants/{merchant}/readers/{id}";
    let accounts = Router::new()
        .route(READERS, get(readers::list).post(readers::pair))
        .route(READER, get(readers::read).patch(readers::rename).delete(readers::delete))
        .route("/v1/merchants/{merchant}", get(merchant::profile));
    let devices = Router::new()
        .route(&format!("{READER}/checkout"), post(checkouts::create))
        .route(&format!("{READER}/checkout/{{checkout}}"), get(checkouts::read))
        .route(&format!("{READER}/terminate"), post(checkouts::terminate))
        .route(&format!("{READER}/status"), get(checkouts::status));
    let mut resources = Router::new()
        .route("/v2.1/merchants/{merchant}/transactions", get(transactions::read))
        .route("/v2.1/merchants/{merchant}/transactions/history", get(history::list))
        .route("/v1.0/merchants/{merchant}/payments/{id}/refunds", post(transactions::refund))
        .route("/v1.0/merchants/{merchant}/payouts", get(payouts::list))
        .route("/v1.1/receipts/{id}", get(receipts::read))
        .route("/v0.1/merchants/{merchant}/payment-methods", get(merchant::payment_methods))
        .route("/v0.1/checkouts", get(hosted::list).post(hosted::create))
        .route("/v0.1/checkouts/{id}", get(hosted::read).delete(hosted::withdraw));
    for version in ["/v0.1", "/v0.2", "/v1", "/v1.0", "/v1.1", "/v2.1"] {
        resources = resources.route(&format!("{version}/{{*rest}}"), any(nothing_here));
    }
    let gated = |router: Router<Handle>, shape: Shape| {
        router
            .method_not_allowed_fallback(wrong_method)
            .layer(middleware::from_fn_with_state(handle.clone(), check_request))
            .layer(middleware::from_fn(move |request, next| with_shape(shape, request, next)))
    };
    gated(accounts, Shape::Problem)
        .merge(gated(devices, Shape::ByAccept))
        .merge(gated(resources, Shape::Resource))
        .layer(middleware::from_fn_with_state((handle.clone(), failed as Failed), faulty::befall))
        .merge(page::routes())
        .with_state(handle)
}

async fn nothing_here() -> Failure {
    Failure::not_found()
}

async fn wrong_method() -> Failure {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    Failure::new(status, "METHOD_NOT_ALLOWED", "Method Not Allowed", "The resource has no such method.")
}

/// What is looked at before any resource: one User-Agent, the bearer key, the merchant in the path.
async fn check_request(State(handle): State<Handle>, request: Request, next: Next) -> Response {
    match refusal(&handle, &request) {
        Some(failure) => failure.into_response(),
        None => next.run(request).await,
    }
}

fn refusal(handle: &Handle, request: &Request) -> Option<Failure> {
    let bad = |code, detail: &str| {
        Some(Failure::new(StatusCode::BAD_REQUEST, code, "Bad Request", detail).at_the_gate())
    };
    let mut agents = request.headers().get_all(USER_AGENT).iter();
    let agent = agents.next();
    if agents.next().is_some() || request.headers().get_all(AUTHORIZATION).iter().count() > 1 {
        return bad("DUPLICATE_HEADERS", "A header was sent twice.");
    }
    if agent.is_none_or(|agent| agent.as_bytes().trim_ascii().is_empty()) {
        return bad("INVALID_USER_AGENT", "The User-Agent header is missing or empty.");
    }
    let key = request.headers().get(AUTHORIZATION).and_then(|key| key.to_str().ok());
    let key =
        key.and_then(|key| key.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    if key.is_none_or(|(_, key)| key.trim() != handle.sumup_api_key()) {
        let detail = "Authentication credentials are missing or invalid.";
        let failure = Failure::new(StatusCode::UNAUTHORIZED, "INVALID_ACCESS_TOKEN", "Unauthorized", detail);
        return Some(failure.at_the_gate());
    }
    let mut segments = request.uri().path().split('/').skip_while(|segment| *segment != "merchants");
    let merchant = segments.nth(1);
    let known = merchant.is_none_or(|merchant| merchant == handle.sumup_merchant_code());
    (!known).then(Failure::not_found)
}

/// What was done, or 500 when it was done but could not be saved: the till must look it up, as with any lost answer.
fn saved<T>((answer, saved): (T, Result<(), String>)) -> Result<T, Failure> {
    saved.map(|()| answer).map_err(|reason| {
        tracing::error!(reason, "the simulator's state cannot be saved");
        Failure::internal("The state cannot be saved.")
    })
}

/// Reads a JSON body.
async fn read_json<T: DeserializeOwned>(body: Body) -> Result<T, Failure> {
    let bytes: Bytes = axum::body::to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| Failure::bad_request("The body is too large or broke off."))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::bad_request(format!("The body is not valid: {error}.")))
}

fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_string(body) {
        Ok(text) => (status, [(CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => Failure::internal(error.to_string()).into_response(),
    }
}

fn ok(body: &impl Serialize) -> Response {
    json(StatusCode::OK, body)
}
