//! Checkouts with a page of SumUp's, for paying by link or QR symbol.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Number, Value, json as value};

use super::failure::Failure;
use super::query::Query;
use super::transactions::{base, not_found, with_checkout_info};
use super::{json, ok, read_json, saved};
use crate::simulator::Handle;
use crate::world::World;
use crate::world::sumup::{Hosted, HostedRefusal, HostedStatus, NewHosted, Record, SumupAmount, SumupStatus};

const MAX_REFERENCE: usize = 90;
const MAX_TEXT: usize = 500;

#[derive(Debug, Deserialize)]
pub(super) struct CreateRequest {
    #[serde(default)]
    checkout_reference: Option<String>,
    #[serde(default)]
    amount: Option<Number>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    merchant_code: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    return_url: Option<String>,
    #[serde(default)]
    redirect_url: Option<String>,
    #[serde(default)]
    valid_until: Option<String>,
    #[serde(default)]
    hosted_checkout: Option<HostedCheckout>,
}

#[derive(Debug, Deserialize)]
struct HostedCheckout {
    enabled: bool,
}

pub(super) async fn create(State(handle): State<Handle>, request: Body) -> Result<Response, Failure> {
    let new = check(&handle, read_json(request).await?)?;
    let created = saved(handle.with(|world, now| {
        let hosted = world.host(new, now)?;
        Ok(body(world, &handle, &hosted, now.wall))
    }))?;
    created.map(|body| json(StatusCode::CREATED, &body)).map_err(refused)
}

pub(super) async fn list(State(handle): State<Handle>, request: Request) -> Result<Response, Failure> {
    let query = Query::of(request.uri());
    let reference = query.one("checkout_reference").unwrap_or_default();
    let found = saved(handle.with(|world, now| {
        let found = world.hosted_by_reference(reference);
        found.map(|hosted| success(world, &handle, hosted, now.wall)).collect::<Vec<_>>()
    }))?;
    Ok(ok(&found))
}

pub(super) async fn read(State(handle): State<Handle>, Path(id): Path<String>) -> Result<Response, Failure> {
    let found = saved(
        handle.with(|world, now| world.hosted(&id).map(|hosted| success(world, &handle, hosted, now.wall))),
    )?;
    found.map(|body| ok(&body)).ok_or_else(not_found)
}

pub(super) async fn withdraw(
    State(handle): State<Handle>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let withdrawn = saved(handle.with(|world, now| {
        let hosted = world.withdraw(&id, now)?;
        Ok(body(world, &handle, &hosted, now.wall))
    }))?;
    withdrawn.map(|body| ok(&body)).map_err(refused)
}

fn refused(refusal: HostedRefusal) -> Failure {
    let conflict = |code, detail: &str| Failure::new(StatusCode::CONFLICT, code, "Conflict", detail);
    match refusal {
        HostedRefusal::Unknown => not_found(),
        HostedRefusal::Duplicate => conflict(
            "DUPLICATED_CHECKOUT",
            "Checkout with this checkout reference and pay to email already exists",
        ),
        HostedRefusal::Processed => conflict("CHECKOUT_PROCESSED", "Checkout is already processed"),
    }
}

fn check(handle: &Handle, request: CreateRequest) -> Result<NewHosted, Failure> {
    let wrong = |code: &'static str, param: &'static str| {
        Failure::bad_request("Validation error").coded(code).with(value!({ "param": param }))
    };
    let missing = |param| wrong("MISSING", param);
    let reference = request.checkout_reference.ok_or_else(|| missing("checkout_reference"))?;
    let amount = request.amount.ok_or_else(|| missing("amount"))?;
    let currency = request.currency.ok_or_else(|| missing("currency"))?;
    let merchant = request.merchant_code.ok_or_else(|| missing("merchant_code"))?;
    if merchant != handle.sumup_merchant_code() {
        let body = value!({
            "error_message": "checkout_payments_not_allowed",
            "error_code": "FORBIDDEN",
            "status_code": "403",
        });
        let failure = Failure::new(StatusCode::FORBIDDEN, "FORBIDDEN", "Forbidden", "");
        return Err(failure.saying(body));
    }
    if reference.is_empty() || reference.chars().count() > MAX_REFERENCE {
        return Err(wrong("INVALID", "checkout_reference"));
    }
    let amount = SumupAmount::of_major(&amount, &currency).map_err(|_| wrong("INVALID", "amount"))?;
    let texts = [&request.description, &request.return_url, &request.redirect_url];
    if texts.into_iter().flatten().any(|text| text.chars().count() > MAX_TEXT) {
        return Err(wrong("INVALID", "description"));
    }
    let valid_until = request.valid_until.map(|text| text.parse::<Timestamp>()).transpose();
    Ok(NewHosted {
        reference,
        amount,
        description: request.description,
        return_url: request.return_url,
        redirect_url: request.redirect_url,
        valid_until: valid_until.map_err(|_| wrong("INVALID", "valid_until"))?,
        page: request.hosted_checkout.is_some_and(|hosted| hosted.enabled),
    })
}

fn body(world: &World, handle: &Handle, hosted: &Hosted, now: Timestamp) -> Value {
    let status = match hosted.status(now) {
        HostedStatus::Pending => "PENDING",
        HostedStatus::Failed => "FAILED",
        HostedStatus::Paid => "PAID",
        HostedStatus::Expired => "EXPIRED",
    };
    let attempts = attempts(world, hosted);
    let attempts = attempts.map(|record| with_checkout_info(world, record, base(world, record)));
    let mut body = value!({
        "checkout_reference": hosted.reference,
        "amount": hosted.amount.number(),
        "currency": hosted.amount.currency,
        "merchant_code": world.sumup.config.merchant_code,
        "id": hosted.id,
        "status": status,
        "date": format!("{:.3}", hosted.created),
        "transactions": attempts.collect::<Vec<_>>(),
    });
    let texts = [("description", &hosted.description), ("return_url", &hosted.return_url)];
    for (name, text) in texts {
        if let Some(text) = text {
            body[name] = Value::from(text.as_str());
        }
    }
    if let Some(until) = hosted.valid_until {
        body["valid_until"] = Value::from(format!("{until:.3}"));
    }
    if hosted.page {
        body["hosted_checkout_url"] = Value::from(format!("{}/pay/{}", handle.base_url(), hosted.id));
    }
    body
}

/// The same with what is known after a look-up.
fn success(world: &World, handle: &Handle, hosted: &Hosted, now: Timestamp) -> Value {
    let mut body = body(world, handle, hosted, now);
    body["merchant_name"] = Value::from(world.sumup.config.business_name.as_str());
    if let Some(url) = &hosted.redirect_url {
        body["redirect_url"] = Value::from(url.as_str());
    }
    let paid = attempts(world, hosted).find(|record| record.status == SumupStatus::Successful);
    if let Some(paid) = paid {
        body["transaction_code"] = Value::from(paid.code.as_str());
        body["transaction_id"] = Value::from(paid.id.as_str());
    }
    body
}

fn attempts<'a>(world: &'a World, hosted: &'a Hosted) -> impl Iterator<Item = &'a Record> {
    hosted.attempts.iter().filter_map(|event| world.sumup.records.get(*event))
}
