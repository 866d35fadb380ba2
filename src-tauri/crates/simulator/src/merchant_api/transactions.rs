//! Calls about the transactions of one terminal.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::body::{self, TransactionBody, TransactionRequest};
use super::paging::Paging;
use super::{Problem, json_response, saved};
use crate::simulator::Handle;
use crate::world::{CancelRefusal, RefundRefusal, World};

/// The newest first.
pub(super) async fn list(
    State(handle): State<Handle>,
    Path(terminal): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let paging = Paging::of(request.uri())?;
    let page = saved(handle.with(|world, _| {
        check_terminal(world, &terminal)?;
        let found = world.transactions_of(&terminal);
        let bodies = found.into_iter().map(|transaction| TransactionBody::new(world, transaction));
        Ok::<_, Problem>(paging.cut(bodies.collect::<Result<Vec<_>, _>>()?))
    }))??;
    Ok(page.into_response(handle.base_url(), request.uri().path()))
}

pub(super) async fn create(
    State(handle): State<Handle>,
    Path(terminal): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    saved(handle.with(|world, _| check_terminal(world, &terminal)))??;
    let new = body::read::<TransactionRequest>(body).await?.check()?;
    let created = saved(handle.with(|world, now| {
        let created = world.create(&terminal, new, now).map_err(refund_problem)?;
        TransactionBody::new(world, &created)
    }))??;
    Ok(json_response(StatusCode::CREATED, &created))
}

fn refund_problem(refusal: RefundRefusal) -> Problem {
    let status = match refusal {
        RefundRefusal::NotAPurchase(_) | RefundRefusal::OtherCurrency(_) => StatusCode::UNPROCESSABLE_ENTITY,
        RefundRefusal::TooHigh(_) => StatusCode::CONFLICT,
    };
    Problem::new(status, refusal.to_string())
}

pub(super) async fn read(
    State(handle): State<Handle>,
    Path((terminal, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let found = saved(handle.with(|world, _| {
        check_terminal(world, &terminal)?;
        let found = world.transaction(&terminal, &id);
        let found = found.ok_or_else(|| Problem::not_found(CancelRefusal::Unknown.to_string()))?;
        TransactionBody::new(world, found)
    }))??;
    Ok(json_response(StatusCode::OK, &found))
}

pub(super) async fn cancel(
    State(handle): State<Handle>,
    Path((terminal, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    saved(handle.with(|world, now| {
        check_terminal(world, &terminal)?;
        world.cancel(&terminal, &id, now).map_err(|refusal| {
            let status = match refusal {
                CancelRefusal::Unknown => StatusCode::NOT_FOUND,
                CancelRefusal::TooLate => StatusCode::CONFLICT,
            };
            Problem::new(status, refusal.to_string())
        })
    }))??;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn day_totals(
    State(handle): State<Handle>,
    Path(terminal): Path<String>,
) -> Result<Response, Problem> {
    let text = saved(handle.with(|world, now| world.day_totals(&terminal, now)))?;
    let text = text.ok_or_else(|| Problem::not_found(format!("unknown terminal `{terminal}`")))?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

fn check_terminal(world: &World, key: &str) -> Result<(), Problem> {
    world.terminal_spec(key).map(drop).map_err(|unknown| Problem::not_found(unknown.to_string()))
}
