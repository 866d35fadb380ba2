//! The calls of `/v2/terminals`.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::device::{Change, Registration, StitchTerminal};
use super::paging::Wanted;
use super::{Problem, saved};
use crate::merchant_api::json_response;
use crate::simulator::Handle;

/// Larger requests are refused.
const MAX_BODY_BYTES: usize = 64 * 1024;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Allocation {
    merchant_id: String,
}

async fn json_body<T: DeserializeOwned>(body: Body) -> Result<T, Problem> {
    let bytes = axum::body::to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| Problem::Invalid("The body is too large or broke off.".to_owned()))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Problem::Invalid(format!("The body is not valid: {error}.")))
}

fn one(status: StatusCode, terminal: &StitchTerminal) -> Response {
    json_response(status, &terminal.body())
}

pub(super) async fn list(State(handle): State<Handle>, uri: Uri) -> Result<Response, Problem> {
    let wanted = Wanted::of(uri.query().unwrap_or_default())?;
    let (page, _) = handle.with(|world, _| wanted.cut(world.stitch.terminals()));
    let items: Vec<_> = page.iter().map(StitchTerminal::body).collect();
    Ok(json_response(StatusCode::OK, &json!({ "data": items })))
}

pub(super) async fn read(State(handle): State<Handle>, Path(id): Path<String>) -> Result<Response, Problem> {
    let (found, _) = handle.with(|world, _| world.stitch.find(&id));
    Ok(one(StatusCode::OK, &found?))
}

pub(super) async fn register(State(handle): State<Handle>, body: Body) -> Result<Response, Problem> {
    let wanted: Registration = json_body(body).await?;
    let terminal = saved(handle.with(|world, _| world.stitch.register(wanted)))?;
    Ok(one(StatusCode::CREATED, &terminal))
}

pub(super) async fn allocate(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let wanted: Allocation = json_body(body).await?;
    let terminal = saved(handle.with(|world, _| world.stitch.allocate(&id, &wanted.merchant_id)))?;
    Ok(one(StatusCode::OK, &terminal))
}

pub(super) async fn deallocate(
    State(handle): State<Handle>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Ok(one(StatusCode::OK, &saved(handle.with(|world, _| world.stitch.deallocate(&id)))?))
}

pub(super) async fn update(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let wanted: Change = json_body(body).await?;
    Ok(one(StatusCode::OK, &saved(handle.with(|world, _| world.stitch.update(&id, &wanted)))?))
}

pub(super) async fn decommission(
    State(handle): State<Handle>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    saved(handle.with(|world, _| world.stitch.remove(&id)))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
