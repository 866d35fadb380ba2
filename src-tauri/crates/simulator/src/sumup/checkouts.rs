//! What goes to a reader: checkouts, terminations, the question how it is.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use serde_json::{Number, Value, json as value};

use super::failure::Failure;
use super::{json, ok, read_json, saved};
use crate::simulator::Handle;
use crate::world::sumup::{Checkout, CheckoutRefusal, NewCheckout, SumupAmount};

const MAX_TEXT: usize = 500;
const MAX_TIP_RATES: usize = 10;
const DEFAULT_TIP_TIMEOUT: u16 = 30;

#[derive(Debug, Deserialize)]
pub(super) struct CheckoutRequest {
    total_amount: TotalAmount,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    affiliate: Option<Affiliate>,
    #[serde(default)]
    tip_rates: Option<Vec<Number>>,
    #[serde(default)]
    tip_timeout: Option<Number>,
    #[serde(default)]
    installments: Option<Number>,
    #[serde(default)]
    card_type: Option<String>,
    #[serde(default)]
    return_url: Option<String>,
    #[serde(default)]
    aade: Option<Aade>,
}

#[derive(Debug, Deserialize)]
struct TotalAmount {
    value: Number,
    currency: String,
    minor_unit: Number,
}

#[derive(Debug, Deserialize)]
struct Affiliate {
    app_id: String,
    key: String,
    #[serde(default)]
    foreign_transaction_id: Option<String>,
    #[serde(default)]
    tags: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Aade {
    provider_id: String,
    signature: String,
    signature_data: String,
}

pub(super) async fn create(
    State(handle): State<Handle>,
    Path((_, id)): Path<(String, String)>,
    request: Body,
) -> Result<Response, Failure> {
    saved(handle.with(|world, _| world.reader(&id).map(drop)))?.map_err(|_| Failure::not_found())?;
    let new = check(read_json(request).await?)?;
    let taken = saved(handle.with(|world, now| {
        let checkout = world.checkout(&id, new, now)?;
        let mut data = value!({ "client_transaction_id": checkout.client_transaction_id });
        if world.sumup.config.additions.checkout_id {
            data["checkout_id"] = Value::from(checkout.id);
        }
        Ok(data)
    }))?;
    let data = taken.map_err(refused)?;
    Ok(json(StatusCode::CREATED, &value!({ "data": data })))
}

pub(super) async fn read(
    State(handle): State<Handle>,
    Path((_, id, checkout)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let found = saved(handle.with(|world, _| {
        let known = world.sumup.config.additions.checkout_id;
        world.reader_checkout(&id, &checkout).filter(|_| known).map(body)
    }))?;
    found.map(|body| ok(&value!({ "data": body }))).ok_or_else(Failure::not_found)
}

pub(super) async fn terminate(
    State(handle): State<Handle>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    saved(handle.with(|world, now| world.terminate(&id, now)))?.map_err(refused)?;
    Ok(StatusCode::ACCEPTED.into_response())
}

pub(super) async fn status(
    State(handle): State<Handle>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let told = saved(handle.with(|world, _| world.reader_status(&id)))?;
    told.map(|told| ok(&value!({ "data": told }))).ok_or_else(Failure::not_found)
}

fn refused(refusal: CheckoutRefusal) -> Failure {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        CheckoutRefusal::NoReader => Failure::not_found(),
        CheckoutRefusal::Offline => {
            Failure::new(unprocessable, "READER_OFFLINE", "Reader Offline", "The device is offline.")
        }
        CheckoutRefusal::Busy => {
            let detail = "There is a pending checkout for this device.";
            Failure::new(unprocessable, "READER_BUSY", "Reader Busy", detail)
        }
    }
}

fn check(request: CheckoutRequest) -> Result<NewCheckout, Failure> {
    let total = request.total_amount;
    let amount = SumupAmount::of_minor(&total.value, &total.minor_unit, &total.currency)
        .map_err(|reason| Failure::invalid(format!("total_amount: {reason}")))?;
    let texts = [&request.description, &request.return_url, &request.card_type];
    if texts.into_iter().flatten().any(|text| text.chars().count() > MAX_TEXT) {
        return Err(Failure::invalid("a text is too long"));
    }
    if request.return_url.as_ref().is_some_and(|url| !url.starts_with("https://")) {
        return Err(Failure::invalid("return_url: must be an HTTPS URL"));
    }
    if request.card_type.as_ref().is_some_and(|kind| kind != "credit" && kind != "debit") {
        return Err(Failure::invalid("card_type: must be credit or debit"));
    }
    let aade = request.aade.as_ref();
    if aade.is_some_and(|aade| {
        [&aade.provider_id, &aade.signature, &aade.signature_data].into_iter().any(String::is_empty)
    }) {
        return Err(Failure::invalid("aade: a member is empty"));
    }
    let tip_rates = tip_rates(request.tip_rates.unwrap_or_default())?;
    let tip_timeout_seconds = match request.tip_timeout.map(|seconds| seconds.as_u64()) {
        None => DEFAULT_TIP_TIMEOUT,
        Some(_) if tip_rates.is_empty() => return Err(Failure::invalid("tip_timeout: needs tip_rates")),
        Some(Some(seconds @ 30..=120)) => u16::try_from(seconds).unwrap_or(DEFAULT_TIP_TIMEOUT),
        Some(_) => return Err(Failure::invalid("tip_timeout: must be 30 to 120")),
    };
    let installments = match request.installments.map(|count| count.as_u64()) {
        None => 1,
        Some(Some(count @ 1..=12)) => u8::try_from(count).unwrap_or(1),
        Some(_) => return Err(Failure::invalid("installments: must be 1 to 12")),
    };
    Ok(NewCheckout {
        amount,
        description: request.description,
        foreign_transaction_id: foreign_id(request.affiliate)?,
        tip_rates,
        tip_timeout_seconds,
        installments,
        card_type: request.card_type,
    })
}

fn foreign_id(affiliate: Option<Affiliate>) -> Result<Option<String>, Failure> {
    let Some(affiliate) = affiliate else { return Ok(None) };
    if affiliate.app_id.is_empty() || affiliate.key.is_empty() {
        return Err(Failure::invalid("affiliate: app_id and key must not be empty"));
    }
    if affiliate.tags.is_some_and(|tags| !tags.is_object()) {
        return Err(Failure::invalid("affiliate.tags: must be an object"));
    }
    let id = affiliate.foreign_transaction_id;
    if id.as_ref().is_some_and(|id| id.is_empty() || id.chars().count() > MAX_TEXT) {
        return Err(Failure::invalid("affiliate.foreign_transaction_id: is empty or too long"));
    }
    Ok(id)
}

/// Whole per cents from 0.01 to 0.99, ascending.
fn tip_rates(rates: Vec<Number>) -> Result<Vec<u8>, Failure> {
    if rates.len() > MAX_TIP_RATES {
        return Err(Failure::invalid("tip_rates: too many"));
    }
    let percent = |rate: &Number| {
        let rate = Decimal::from_str_exact(&rate.to_string()).ok()?;
        let percent = rate.checked_mul(Decimal::from(100)).filter(Decimal::is_integer)?;
        percent.to_u8().filter(|percent| (1..=99).contains(percent))
    };
    let percents: Option<Vec<u8>> = rates.iter().map(percent).collect();
    let percents = percents.ok_or_else(|| Failure::invalid("tip_rates: must be 0.01 to 0.99"))?;
    if percents.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(Failure::invalid("tip_rates: must be in ascending order"));
    }
    Ok(percents)
}

fn body(checkout: &Checkout) -> Value {
    let (status, reason) = match &checkout.end {
        None => ("pending", ""),
        Some(end) => (end.status.as_str(), end.reason.as_str()),
    };
    value!({
        "checkout_id": checkout.id,
        "client_transaction_id": checkout.client_transaction_id,
        "status": status,
        "payment_status": status,
        "payment_failure_reason": reason,
        "payment_type": "card",
        "card_type": checkout.card_type.as_deref().unwrap_or("credit"),
        "installments": checkout.installments,
        "total_amount": {
            "value": checkout.amount.minor,
            "currency": checkout.amount.currency,
            "minor_unit": checkout.amount.decimals(),
        },
        "reader_serial_number": checkout.serial,
        "reader_firmware_version": checkout.firmware,
        "created_at": format!("{:.3}", checkout.created),
        "updated_at": format!("{:.3}", checkout.updated),
        "valid_until": format!("{:.3}", checkout.valid_until),
    })
}
