//! The MerchantAPI as CM.com documents it for its cloud integration.
//!
//! What the vendor's guide leaves open is decided here: a creation answers 201, lists are JSON arrays, newest
//! transactions first; a refund that exceeds its purchase answers 409, one without an approved purchase 422.

mod body;
mod keys;
mod paging;
mod problem;
mod transactions;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use serde_json::json;

use crate::faulty::{self, Failed};
use crate::simulator::Handle;
use crate::world::World;
use crate::{StoreSpec, TerminalSpec};
pub(crate) use body::read as read_json;
use paging::Paging;
pub(crate) use problem::{Problem, with_bodies};

/// Id of the API key a request came with.
#[derive(Debug, Clone, Copy)]
struct Caller(u64);

/// All documented calls.
pub(crate) fn router(handle: Handle) -> Router {
    Router::new()
        .route("/stores", get(list_stores))
        .route("/terminals", get(list_terminals))
        .route("/terminals/{terminal}/transactions", get(transactions::list).post(transactions::create))
        .route(
            "/terminals/{terminal}/transactions/{id}",
            get(transactions::read).delete(transactions::cancel),
        )
        .route("/terminals/{terminal}/daytotals/today", get(transactions::day_totals))
        .route("/apikeys", get(keys::list).post(keys::create))
        .route("/apikeys/{id}", delete(keys::revoke))
        .fallback(|| async { Problem::new(StatusCode::NOT_FOUND, "There is nothing here.") })
        .method_not_allowed_fallback(|| async {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "The resource does not support this method.")
        })
        .layer(middleware::from_fn_with_state(handle.clone(), authenticate))
        .layer(middleware::from_fn(with_bodies))
        .layer(middleware::from_fn_with_state((handle.clone(), failed as Failed), faulty::befall))
        .with_state(handle)
}

fn failed(status: u16, path: &str, _: &HeaderMap) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Problem::new(status, "This fault was asked for.").answer(path)
}

async fn authenticate(State(handle): State<Handle>, mut request: Request, next: Next) -> Response {
    let Some(secret) = request.headers().get("api-key") else {
        return Problem::new(StatusCode::UNAUTHORIZED, "The API-Key header is missing.").into_response();
    };
    let secret = secret.to_str().unwrap_or_default();
    let (caller, _) = handle.with(|world, now| world.keys.authenticate(secret, now.wall));
    let Some(caller) = caller else {
        return Problem::new(StatusCode::FORBIDDEN, "Invalid API Key.").into_response();
    };
    request.extensions_mut().insert(Caller(caller));
    next.run(request).await
}

/// What was done, or 500 when it was done but could not be saved: the till must look it up, as with any lost
/// answer.
fn saved<T>((answer, saved): (T, Result<(), String>)) -> Result<T, Problem> {
    saved.map(|()| answer).map_err(|reason| {
        tracing::error!(reason, "the simulator's state cannot be saved");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The state cannot be saved.")
    })
}

async fn list_stores(State(handle): State<Handle>, request: Request) -> Result<Response, Problem> {
    let paging = Paging::of(request.uri())?;
    let (stores, _) =
        handle.with(|world, _| paging.cut(world.stores().iter().map(store_body).collect::<Vec<_>>()));
    Ok(stores.into_response(handle.base_url(), request.uri().path()))
}

async fn list_terminals(State(handle): State<Handle>, request: Request) -> Result<Response, Problem> {
    let paging = Paging::of(request.uri())?;
    let (terminals, _) = handle.with(|world, _| {
        paging.cut(world.terminal_specs().map(|spec| terminal_body(world, spec)).collect::<Vec<_>>())
    });
    Ok(terminals.into_response(handle.base_url(), request.uri().path()))
}

fn store_body(store: &StoreSpec) -> serde_json::Value {
    json!({ "uuid": store.uuid, "name": store.name })
}

fn terminal_body(world: &World, terminal: &TerminalSpec) -> serde_json::Value {
    json!({
        "manufacturer": terminal.manufacturer,
        "model": terminal.model,
        "serial": terminal.serial,
        "store": store_body(world.store_of(terminal)),
    })
}

pub(crate) fn json_response(status: StatusCode, body: &impl serde::Serialize) -> Response {
    match serde_json::to_string(body) {
        Ok(text) => (status, [(CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
