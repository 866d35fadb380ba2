//! The SumUp part of the control interface; `docs/simulator.md` shows it with examples.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post, put};
use serde::Deserialize;

use super::ok;
use crate::merchant_api::{Problem, read_json};
use crate::simulator::Handle;
use crate::{Additions, HostedAct, HostedActError, RefundEventStatus, SoloAct, SoloActError};

/// Without the token's check, which is the control interface's.
pub(crate) fn routes() -> Router<Handle> {
    Router::new()
        .route("/_simulator/solos", get(solos))
        .route("/_simulator/solos/{serial}", get(solo))
        .route("/_simulator/solos/{serial}/act", post(act))
        .route("/_simulator/sumup/transactions", get(transactions))
        .route("/_simulator/sumup/checkouts", get(checkouts))
        .route("/_simulator/sumup/checkouts/{id}/act", post(pay))
        .route("/_simulator/sumup/additions", put(additions))
        .route("/_simulator/sumup/balance", put(balance))
        .route("/_simulator/sumup/refunds", put(refunds))
        .route("/_simulator/sumup/transactions/{id}/refund", put(settle))
}

async fn solos(State(handle): State<Handle>) -> Response {
    ok(&handle.solos())
}

async fn solo(State(handle): State<Handle>, Path(serial): Path<String>) -> Result<Response, Problem> {
    Ok(ok(&handle.solo(&serial)?))
}

async fn act(
    State(handle): State<Handle>,
    Path(serial): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let act: SoloAct = read_json(body).await?;
    handle.solo_act(&serial, &act).map_err(|error| {
        let status = match error {
            SoloActError::UnknownTerminal(_) => StatusCode::NOT_FOUND,
            SoloActError::NotNow(_) => StatusCode::CONFLICT,
            SoloActError::StateFile(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Problem::new(status, error.to_string())
    })?;
    Ok(ok(&handle.solo(&serial)?))
}

async fn transactions(State(handle): State<Handle>) -> Response {
    ok(&handle.sumup_transactions())
}

async fn checkouts(State(handle): State<Handle>) -> Response {
    ok(&handle.hosted_checkouts())
}

async fn pay(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    body: Body,
) -> Result<StatusCode, Problem> {
    let act: HostedAct = read_json(body).await?;
    handle.hosted_act(&id, &act).map_err(|error| {
        let status = match error {
            HostedActError::Unknown(_) => StatusCode::NOT_FOUND,
            HostedActError::NotNow(_) => StatusCode::CONFLICT,
            HostedActError::StateFile(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Problem::new(status, error.to_string())
    })?;
    Ok(StatusCode::NO_CONTENT)
}

async fn additions(State(handle): State<Handle>, body: Body) -> Result<Response, Problem> {
    let additions: Additions = read_json(body).await?;
    handle.set_sumup_additions(additions);
    Ok(ok(&additions))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BalanceBody {
    minor: Option<u64>,
}

async fn balance(State(handle): State<Handle>, body: Body) -> Result<StatusCode, Problem> {
    let BalanceBody { minor } = read_json(body).await?;
    handle.set_sumup_balance(minor);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RefundBody {
    status: RefundEventStatus,
}

/// How the events of refunds stand when they are taken.
async fn refunds(State(handle): State<Handle>, body: Body) -> Result<StatusCode, Problem> {
    let RefundBody { status } = read_json(body).await?;
    handle.set_sumup_refunds(status);
    Ok(StatusCode::NO_CONTENT)
}

/// What becomes of the newest refund of a transaction.
async fn settle(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    body: Body,
) -> Result<StatusCode, Problem> {
    let RefundBody { status } = read_json(body).await?;
    if handle.settle_sumup_refund(&id, status) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::new(StatusCode::NOT_FOUND, "no refund of such a transaction"))
    }
}
