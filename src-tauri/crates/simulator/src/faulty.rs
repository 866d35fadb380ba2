//! Lets requests suffer the faults they were given, whichever payment system they are for.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::cut::Cutter;
use crate::faults::{FaultKind, merge};
use crate::simulator::Handle;

/// Our own answers are never larger.
const MAX_ANSWER_BYTES: usize = 4 << 20;

const WEB_PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Guest network</title></head>\
<body><h1>Welcome</h1><p>Please accept the terms to go online.</p></body></html>\n";

/// How a payment system says that a request failed: status, path and headers of the request.
pub(crate) type Failed = fn(u16, &str, &HeaderMap) -> Response;

pub(crate) async fn befall(
    State((handle, failed)): State<(Handle, Failed)>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let Some(fault) = handle.take_fault(request.method().as_str(), &path) else {
        return next.run(request).await;
    };
    let headers = request.headers().clone();
    match fault {
        FaultKind::DropBefore => {
            cutter.cut();
            ().into_response()
        }
        FaultKind::DropAfter => {
            let answer = next.run(request).await;
            cutter.cut();
            answer
        }
        FaultKind::DelayBefore(millis) => {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            next.run(request).await
        }
        FaultKind::DelayAfter(millis) => {
            let answer = next.run(request).await;
            tokio::time::sleep(Duration::from_millis(millis)).await;
            answer
        }
        FaultKind::Truncate => truncate(next.run(request).await, &cutter).await,
        FaultKind::StatusBefore(status) => failed(status, &path, &headers),
        FaultKind::StatusAfter(status) => {
            next.run(request).await;
            failed(status, &path, &headers)
        }
        FaultKind::WebPage => {
            next.run(request).await;
            ([(CONTENT_TYPE, "text/html; charset=utf-8")], WEB_PAGE).into_response()
        }
        FaultKind::NotFound => failed(404, &path, &headers),
        FaultKind::Merge(patch) => merged(next.run(request).await, &patch).await,
    }
}

async fn truncate(answer: Response, cutter: &Cutter) -> Response {
    let (head, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_ANSWER_BYTES).await.unwrap_or_default();
    cutter.cut_body_after(bytes.len() / 2);
    Response::from_parts(head, Body::from(bytes))
}

async fn merged(answer: Response, patch: &serde_json::Value) -> Response {
    let (mut head, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_ANSWER_BYTES).await.unwrap_or_default();
    let Ok(mut json) = serde_json::from_slice(&bytes) else {
        return Response::from_parts(head, Body::from(bytes));
    };
    merge(&mut json, patch);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(json.to_string()))
}
