//! The control interface: everything a [`Handle`] can do, over HTTP on loopback, behind its own token.
//! `docs/simulator.md` documents it with examples.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use serde::{Deserialize, Serialize};

use crate::merchant_api::{Problem, json_response, read_json, with_bodies};
use crate::simulator::Handle;
use crate::{Act, ActError, Decision, Fault, Outcome, UnknownTerminal, sumup};

pub(crate) fn router(handle: Handle) -> Router {
    Router::new()
        .route("/_simulator/terminals", get(terminals))
        .route("/_simulator/terminals/{key}", get(terminal))
        .route("/_simulator/terminals/{key}/act", post(act))
        .route("/_simulator/terminals/{key}/qr.svg", get(qr_svg))
        .route("/_simulator/decision", get(decision).put(set_decision))
        .route("/_simulator/script", put(set_script))
        .route("/_simulator/transactions", get(transactions))
        .route("/_simulator/ledger", get(ledger))
        .route("/_simulator/faults", get(faults).post(add_fault).delete(clear_faults))
        .merge(crate::stitch::control_router())
        .merge(sumup::control_routes())
        .layer(middleware::from_fn_with_state(handle.clone(), check_token))
        .layer(middleware::from_fn(with_bodies))
        .with_state(handle)
}

async fn check_token(State(handle): State<Handle>, request: Request, next: Next) -> Response {
    let token = request.headers().get("simulator-token").and_then(|token| token.to_str().ok());
    match token {
        Some(token) if token == handle.control_token() => next.run(request).await,
        Some(_) => Problem::new(StatusCode::FORBIDDEN, "Wrong Simulator-Token.").into_response(),
        None => {
            Problem::new(StatusCode::UNAUTHORIZED, "The Simulator-Token header is missing.").into_response()
        }
    }
}

impl From<UnknownTerminal> for Problem {
    fn from(unknown: UnknownTerminal) -> Self {
        Self::not_found(unknown.to_string())
    }
}

fn ok(body: &impl Serialize) -> Response {
    json_response(StatusCode::OK, body)
}

async fn terminals(State(handle): State<Handle>) -> Response {
    ok(&handle.terminals())
}

async fn terminal(State(handle): State<Handle>, Path(key): Path<String>) -> Result<Response, Problem> {
    Ok(ok(&handle.terminal(&key)?))
}

async fn act(State(handle): State<Handle>, Path(key): Path<String>, body: Body) -> Result<Response, Problem> {
    let act: Act = read_json(body).await?;
    handle.act(&key, act).map_err(|error| {
        let status = match error {
            ActError::UnknownTerminal(_) => StatusCode::NOT_FOUND,
            ActError::NotNow(_) => StatusCode::CONFLICT,
            ActError::StateFile(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Problem::new(status, error.to_string())
    })?;
    Ok(ok(&handle.terminal(&key)?))
}

async fn qr_svg(State(handle): State<Handle>, Path(key): Path<String>) -> Result<Response, Problem> {
    let svg = handle.terminal_qr_svg(&key)?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionBody {
    mode: Decision,
}

async fn decision(State(handle): State<Handle>) -> Response {
    ok(&DecisionBody { mode: handle.decision() })
}

async fn set_decision(State(handle): State<Handle>, body: Body) -> Result<Response, Problem> {
    let wanted: DecisionBody = read_json(body).await?;
    handle.set_decision(wanted.mode);
    Ok(ok(&wanted))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptBody {
    #[serde(default)]
    terminal: Option<String>,
    outcomes: Vec<Outcome>,
}

async fn set_script(State(handle): State<Handle>, body: Body) -> Result<StatusCode, Problem> {
    let wanted: ScriptBody = read_json(body).await?;
    handle.script(wanted.terminal.as_deref(), wanted.outcomes)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn transactions(State(handle): State<Handle>) -> Response {
    ok(&handle.transactions())
}

async fn ledger(State(handle): State<Handle>) -> Response {
    ok(&handle.ledger())
}

async fn faults(State(handle): State<Handle>) -> Response {
    ok(&handle.faults())
}

async fn add_fault(State(handle): State<Handle>, body: Body) -> Result<Response, Problem> {
    let fault: Fault = read_json(body).await?;
    handle.add_fault(fault).map_err(|error| Problem::new(StatusCode::CONFLICT, error.to_string()))?;
    Ok(json_response(StatusCode::CREATED, &handle.faults()))
}

async fn clear_faults(State(handle): State<Handle>) -> StatusCode {
    handle.clear_faults();
    StatusCode::NO_CONTENT
}
