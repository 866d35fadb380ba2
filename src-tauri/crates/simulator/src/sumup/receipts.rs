//! What a receipt is printed from. Amounts are text here.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use serde_json::{Value, json as value};

use super::failure::Failure;
use super::query::Query;
use super::transactions::{card_type, local_time, not_found, payment_type, process_as, status};
use super::{ok, saved};
use crate::simulator::Handle;
use crate::world::World;
use crate::world::sumup::{PaymentType, Record};

pub(super) async fn read(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let query = Query::of(request.uri());
    if query.one("mid") != Some(handle.sumup_merchant_code()) {
        return Err(Failure::bad_request("is not a valid merchant code"));
    }
    let found = saved(handle.with(|world, _| {
        let record = world.sumup.records.find(|record| record.id == id || record.code == id);
        let record = record.ok_or_else(not_found)?;
        if let Some(event) = query.one("tx_event_id")
            && !record.refunds.iter().any(|refund| refund.event.to_string() == event)
        {
            let detail = format!("No such tx event (ID={event}) for transaction {}", record.id);
            return Err(Failure::absent(detail));
        }
        Ok(body(world, record))
    }))?;
    found.map(|body| ok(&body))
}

fn body(world: &World, record: &Record) -> Value {
    let config = &world.sumup.config;
    let mut body = value!({
        "transaction_data": transaction(world, record),
        "merchant_data": {
            "merchant_profile": {
                "merchant_code": config.merchant_code,
                "business_name": config.business_name,
                "company_registration_number": "12345678",
                "vat_id": "NL001234567B01",
                "email": "till@practice.example",
                "language": "en",
                "address": {
                    "address_line1": "Oven Street 1",
                    "city": "Amsterdam",
                    "country": config.country,
                    "post_code": "1011 AA",
                },
            },
            "locale": "en-GB",
        },
        "acquirer_data": {
            "tid": "P0012345",
            "return_code": record.return_code.map_or_else(|| "00".to_owned(), |code| code.to_string()),
            "local_time": local_time(record.created, &world.rules.time_zone),
        },
    });
    if let Some(auth_code) = &record.auth_code {
        body["acquirer_data"]["authorization_code"] = Value::from(auth_code.as_str());
    }
    if record.payment_type == PaymentType::Reader {
        body["emv_data"] = value!({
            "aid": record.card.brand.aid(),
            "application_label": record.card.brand.label(),
        });
    }
    body
}

fn transaction(world: &World, record: &Record) -> Value {
    let mut body = value!({
        "transaction_code": record.code,
        "transaction_id": record.id,
        "merchant_code": world.sumup.config.merchant_code,
        "amount": record.amount.text(),
        "vat_amount": record.amount.with_minor(0).text(),
        "tip_amount": record.amount.with_minor(record.tip_minor).text(),
        "currency": record.amount.currency,
        "timestamp": format!("{:.3}", record.created),
        "status": status(world, record),
        "payment_type": payment_type(record),
        "entry_mode": record.entry_mode(),
        "verification_method": record.verification(),
        "card": { "last_4_digits": record.card.last_four, "type": card_type(record.card.brand) },
        "installments_count": record.installments,
        "process_as": process_as(record.card.brand),
        "receipt_no": format!("S{}", record.event),
        "events": record.refunds.iter().map(|refund| value!({
            "id": refund.event,
            "transaction_id": record.id,
            "type": "REFUND",
            "status": refund.status.word(),
            "amount": record.amount.with_minor(refund.minor).text(),
            "timestamp": format!("{:.3}", refund.at),
            "receipt_no": format!("S{}", refund.event),
        })).collect::<Vec<_>>(),
    });
    if let Some(serial) = &record.serial {
        body["card_reader"] = value!({ "code": serial, "type": "Solo" });
    }
    body
}
