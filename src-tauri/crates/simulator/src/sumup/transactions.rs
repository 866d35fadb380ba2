//! Transactions: the look-up by any of their ids, and paying back.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Number, Value, json as value};

use super::failure::Failure;
use super::query::Query;
use super::{json, ok, read_json, saved};
use crate::simulator::Handle;
use crate::world::World;
use crate::world::sumup::{PaymentType, Record, RefundDenied, SumupStatus};
use crate::{Additions, Brand, Entry};

pub(super) async fn read(State(handle): State<Handle>, request: Request) -> Result<Response, Failure> {
    let query = Query::of(request.uri());
    let found = saved(handle.with(|world, _| find(world, &query).map(|record| full(world, record))))?;
    found.map(|body| ok(&body)).ok_or_else(not_found)
}

/// The vendor's words for a resource that is not there.
pub(super) fn not_found() -> Failure {
    Failure::absent("Resource not found")
}

fn find<'a>(world: &'a World, query: &Query) -> Option<&'a Record> {
    let records = &world.sumup.records;
    if let Some(id) = query.one("id") {
        records.find(|record| record.id == id)
    } else if let Some(code) = query.one("transaction_code") {
        records.find(|record| record.code == code)
    } else if let Some(foreign) = query.one("foreign_transaction_id") {
        records.find(|record| record.foreign_transaction_id.as_deref() == Some(foreign))
    } else {
        let client = query.one("client_transaction_id")?;
        records.find(|record| record.client_transaction_id == client)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct RefundRequest {
    #[serde(default)]
    amount: Option<Number>,
}

pub(super) async fn refund(
    State(handle): State<Handle>,
    Path((_, id)): Path<(String, String)>,
    request: Body,
) -> Result<Response, Failure> {
    let RefundRequest { amount } = read_json(request).await?;
    let (additions, paid_back) = saved(handle.with(|world, now| {
        let paid_back = world.sumup_refund(&id, amount.as_ref(), now);
        (world.sumup.config.additions, paid_back)
    }))?;
    match paid_back {
        Ok(()) if additions.refund_created => Ok(json(StatusCode::CREATED, &value!({}))),
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(denied) => {
            let says_what_is_left =
                additions.max_refundable_amount && matches!(denied, RefundDenied::TooHigh(_));
            let failure = denied_failure(denied, additions);
            Err(if additions.refund_created || says_what_is_left {
                failure.in_newer_words()
            } else {
                failure
            })
        }
    }
}

fn denied_failure(denied: RefundDenied, additions: Additions) -> Failure {
    let conflict = |code, detail: &str| Failure::new(StatusCode::CONFLICT, code, "Conflict", detail);
    match denied {
        RefundDenied::Unknown => not_found(),
        RefundDenied::Invalid(reason) => Failure::bad_request(reason),
        RefundDenied::NotEnoughBalance => {
            let detail = "Not enough available balance to perform the operation at the moment";
            conflict("NOT_ENOUGH_BALANCE", detail)
        }
        RefundDenied::TooHigh(left) if additions.max_refundable_amount => {
            let failure = Failure::invalid("The amount is higher than what can be refunded.");
            failure.with(value!({ "max_refundable_amount": left.number() }))
        }
        RefundDenied::Conflict | RefundDenied::TooHigh(_) => {
            conflict("CONFLICT", "The transaction is not refundable in its current state")
        }
    }
}

/// The word for the status, `REFUNDED` only where the account knows it.
pub(super) fn status(world: &World, record: &Record) -> &'static str {
    match record.status {
        SumupStatus::Successful if record.is_paid_back() && world.sumup.config.additions.refunded_status => {
            "REFUNDED"
        }
        SumupStatus::Successful => "SUCCESSFUL",
        SumupStatus::Pending => "PENDING",
        SumupStatus::Cancelled => "CANCELLED",
        SumupStatus::Failed => "FAILED",
    }
}

pub(super) const fn card_type(brand: Brand) -> &'static str {
    match brand {
        Brand::Visa => "VISA",
        Brand::Mastercard => "MASTERCARD",
        Brand::VPay => "VISA_VPAY",
        Brand::Maestro => "MAESTRO",
        Brand::Amex => "AMEX",
    }
}

pub(super) const fn payment_type(record: &Record) -> &'static str {
    match record.payment_type {
        PaymentType::Reader => "POS",
        PaymentType::Online => "ECOM",
    }
}

pub(super) const fn process_as(brand: Brand) -> &'static str {
    match brand {
        Brand::VPay | Brand::Maestro => "DEBIT",
        Brand::Visa | Brand::Mastercard | Brand::Amex => "CREDIT",
    }
}

/// What a transaction, a line of the history and the attempt of a checkout have in common.
pub(super) fn base(world: &World, record: &Record) -> Value {
    value!({
        "id": record.id,
        "transaction_code": record.code,
        "amount": record.amount.number(),
        "currency": record.amount.currency,
        "timestamp": format!("{:.3}", record.created),
        "status": status(world, record),
        "payment_type": payment_type(record),
        "installments_count": record.installments,
    })
}

/// The additional members of a transaction that belongs to a checkout.
pub(super) fn with_checkout_info(world: &World, record: &Record, mut body: Value) -> Value {
    body["merchant_code"] = Value::from(world.sumup.config.merchant_code.as_str());
    body["vat_amount"] = Value::from(0);
    body["tip_amount"] = Value::Number(record.amount.with_minor(record.tip_minor).number());
    body["entry_mode"] = Value::from(record.entry_mode());
    if let Some(auth_code) = &record.auth_code {
        body["auth_code"] = Value::from(auth_code.as_str());
    }
    body
}

fn full(world: &World, record: &Record) -> Value {
    let mut body = with_checkout_info(world, record, base(world, record));
    let zone: &TimeZone = &world.rules.time_zone;
    body["client_transaction_id"] = Value::from(record.client_transaction_id.as_str());
    if let Some(foreign) = &record.foreign_transaction_id {
        body["foreign_transaction_id"] = Value::from(foreign.as_str());
    }
    if let Some(description) = &record.description {
        body["product_summary"] = Value::from(description.as_str());
    }
    body["username"] = Value::from("till@practice.example");
    body["merchant_id"] = Value::from(1_002_345);
    body["local_time"] = Value::from(local_time(record.created, zone));
    body["simple_payment_type"] = Value::from(match (record.payment_type, record.card.entry) {
        (PaymentType::Online, _) => "CARD",
        (PaymentType::Reader, Entry::Contactless | Entry::Chip) => "EMV",
    });
    body["verification_method"] = Value::from(record.verification());
    body["card"] = value!({ "last_4_digits": record.card.last_four, "type": card_type(record.card.brand) });
    body["process_as"] = Value::from(process_as(record.card.brand));
    body["simple_status"] = Value::from(simple_status(record));
    body["events"] = record
        .refunds
        .iter()
        .map(|refund| {
            value!({
                "id": refund.event,
                "transaction_id": record.id,
                "type": "REFUND",
                "status": refund.status.word(),
                "amount": record.amount.with_minor(refund.minor).number(),
                "timestamp": format!("{:.3}", refund.at),
            })
        })
        .collect();
    body["transaction_events"] = record
        .refunds
        .iter()
        .map(|refund| {
            value!({
                "id": refund.event,
                "event_type": "REFUND",
                "status": refund.status.word(),
                "amount": record.amount.with_minor(refund.minor).number(),
                "date": refund.at.to_zoned(zone.clone()).date().to_string(),
                "timestamp": format!("{:.3}", refund.at),
            })
        })
        .collect();
    body
}

/// With the offset of the shop.
pub(super) fn local_time(time: jiff::Timestamp, zone: &TimeZone) -> String {
    format!("{:.3}", time.display_with_offset(zone.to_offset(time)))
}

/// Paid back in full or in part is one word here.
fn simple_status(record: &Record) -> &'static str {
    match record.status {
        SumupStatus::Successful if record.refunded_minor() > 0 => "REFUNDED",
        SumupStatus::Successful => "SUCCESSFUL",
        SumupStatus::Pending => "PENDING",
        SumupStatus::Cancelled => "CANCELLED",
        SumupStatus::Failed => "FAILED",
    }
}
