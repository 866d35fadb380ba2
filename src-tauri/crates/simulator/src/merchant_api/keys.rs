//! API key rotation.

use axum::body::Body;
use axum::extract::{Extension, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::body::{self, seconds};
use super::paging::Paging;
use super::{Caller, Problem, json_response, saved};
use crate::simulator::{Handle, random_secret};
use crate::world::{ApiKey, KeyRefusal};

const MAX_LABEL: usize = 100;

#[derive(Debug, Deserialize)]
struct KeyRequest {
    label: String,
    #[serde(default)]
    validity: Option<Validity>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Validity {
    #[serde(default)]
    from: Option<Timestamp>,
    #[serde(default)]
    until: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
struct KeyBody {
    id: u64,
    label: String,
    /// Only in the answer to its creation.
    #[serde(skip_serializing_if = "Option::is_none")]
    apikey: Option<String>,
    #[serde(rename = "lastUsage", skip_serializing_if = "Option::is_none")]
    last_usage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<ValidityBody>,
}

#[derive(Debug, Serialize)]
struct ValidityBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl KeyBody {
    fn overview(key: &ApiKey) -> Self {
        let validity = (key.from.is_some() || key.until.is_some())
            .then(|| ValidityBody { from: key.from.map(seconds), until: key.until.map(seconds) });
        let last_usage = key.last_usage.map(seconds);
        Self { id: key.id, label: key.label.clone(), apikey: None, last_usage, validity }
    }
}

pub(super) async fn list(State(handle): State<Handle>, request: Request) -> Result<Response, Problem> {
    let paging = Paging::of(request.uri())?;
    let (page, _) = handle.with(|world, now| {
        paging.cut(world.keys.listed(now.wall).map(KeyBody::overview).collect::<Vec<_>>())
    });
    Ok(page.into_response(handle.base_url(), request.uri().path()))
}

pub(super) async fn create(State(handle): State<Handle>, body: Body) -> Result<Response, Problem> {
    let wanted: KeyRequest = body::read(body).await?;
    if wanted.label.trim().is_empty() || wanted.label.chars().count() > MAX_LABEL {
        return Err(Problem::bad_request(format!("label needs 1 to {MAX_LABEL} characters.")));
    }
    let validity = wanted.validity.unwrap_or(Validity { from: None, until: None });
    if let (Some(from), Some(until)) = (validity.from, validity.until)
        && until <= from
    {
        return Err(Problem::bad_request("validity ends before it begins."));
    }
    let secret = random_secret()
        .map_err(|error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    let created = saved(handle.with(|world, _| {
        let mut key = world.new_key(&wanted.label, secret.clone());
        (key.from, key.until) = (validity.from, validity.until);
        let body = KeyBody { apikey: Some(secret), ..KeyBody::overview(&key) };
        world.keys.add(key).map(|()| body)
    }))?;
    let created = created.map_err(key_problem)?;
    Ok(json_response(StatusCode::CREATED, &created))
}

pub(super) async fn revoke(
    State(handle): State<Handle>,
    Extension(Caller(caller)): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| key_problem(KeyRefusal::Unknown))?;
    saved(handle.with(|world, _| world.keys.revoke(id, caller)))?.map_err(key_problem)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn key_problem(refusal: KeyRefusal) -> Problem {
    let status = match refusal {
        KeyRefusal::Unknown => StatusCode::NOT_FOUND,
        KeyRefusal::Last | KeyRefusal::InUse | KeyRefusal::TooMany => StatusCode::CONFLICT,
    };
    Problem::new(status, refusal.to_string())
}
