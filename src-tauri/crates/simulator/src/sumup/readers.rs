//! Readers: pairing, reading, naming, deleting.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json as value};

use super::failure::Failure;
use super::{json, ok, read_json, saved};
use crate::simulator::Handle;
use crate::world::sumup::{NoReader, PairRefusal, Reader, ReaderStatus};

const MAX_NAME: usize = 500;
const MAX_METADATA: usize = 64;

#[derive(Debug, Deserialize)]
pub(super) struct PairRequest {
    pairing_code: String,
    name: String,
    #[serde(default)]
    metadata: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RenameRequest {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    metadata: Option<Map<String, Value>>,
}

pub(super) async fn list(State(handle): State<Handle>) -> Result<Response, Failure> {
    let items = saved(handle.with(|world, _| world.sumup.readers.iter().map(body).collect::<Vec<_>>()))?;
    Ok(ok(&value!({ "items": items })))
}

pub(super) async fn pair(State(handle): State<Handle>, request: Body) -> Result<Response, Failure> {
    let PairRequest { pairing_code, name, metadata } = read_json(request).await?;
    let length = pairing_code.chars().count();
    if !(8..=9).contains(&length) || !pairing_code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Failure::bad_request("pairing_code must be 8 or 9 letters and digits."));
    }
    check(Some(&name), metadata.as_ref())?;
    let paired = saved(handle.with(|world, now| world.pair(&pairing_code, &name, metadata, now)))?;
    let reader = paired.map_err(|refusal| match refusal {
        PairRefusal::Unknown => Failure::not_found(),
        PairRefusal::NotPending => {
            let detail = "The request conflicts with the current state of the resource.";
            Failure::new(StatusCode::CONFLICT, "CONFLICT", "Conflict", detail)
        }
    })?;
    Ok(json(StatusCode::CREATED, &body(&reader)))
}

pub(super) async fn read(
    State(handle): State<Handle>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let found = saved(handle.with(|world, _| world.reader(&id).map(body)))?;
    found.map(|reader| ok(&reader)).map_err(unknown)
}

pub(super) async fn rename(
    State(handle): State<Handle>,
    Path((_, id)): Path<(String, String)>,
    request: Body,
) -> Result<Response, Failure> {
    let RenameRequest { name, metadata } = read_json(request).await?;
    check(name.as_deref(), metadata.as_ref())?;
    let renamed = saved(handle.with(|world, now| world.rename_reader(&id, name, metadata, now)))?;
    renamed.map(|reader| ok(&body(&reader))).map_err(unknown)
}

pub(super) async fn delete(
    State(handle): State<Handle>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let deleted = saved(handle.with(|world, _| world.delete_reader(&id)))?;
    deleted.map(|()| StatusCode::OK.into_response()).map_err(unknown)
}

fn unknown(_: NoReader) -> Failure {
    Failure::not_found()
}

fn check(name: Option<&str>, metadata: Option<&Map<String, Value>>) -> Result<(), Failure> {
    if name.is_some_and(|name| name.is_empty() || name.chars().count() > MAX_NAME) {
        return Err(Failure::bad_request(format!("name needs 1 to {MAX_NAME} characters.")));
    }
    if metadata.is_some_and(|metadata| metadata.len() > MAX_METADATA) {
        return Err(Failure::bad_request(format!("metadata has more than {MAX_METADATA} members.")));
    }
    Ok(())
}

fn body(reader: &Reader) -> Value {
    let status = match reader.status {
        ReaderStatus::Processing => "processing",
        ReaderStatus::Paired => "paired",
        ReaderStatus::Expired => "expired",
    };
    let mut body = value!({
        "id": reader.id,
        "name": reader.name,
        "status": status,
        "device": { "identifier": reader.serial, "model": reader.model },
        "created_at": format!("{:.3}", reader.created),
        "updated_at": format!("{:.3}", reader.updated),
    });
    if let Some(metadata) = &reader.metadata {
        body["metadata"] = Value::Object(metadata.clone());
    }
    if reader.status == ReaderStatus::Paired {
        body["service_account_id"] = Value::from(reader.service_account.as_str());
    }
    body
}
