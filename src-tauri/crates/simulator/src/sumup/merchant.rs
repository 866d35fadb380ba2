//! The merchant's profile, and with what its customers may pay online.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::json as value;

use super::failure::Failure;
use super::query::Query;
use super::{ok, saved};
use crate::simulator::Handle;
use crate::world::sumup::is_currency;

/// When the practice account was opened.
const OPENED: &str = "2024-01-02T09:00:00.000Z";

pub(super) async fn profile(State(handle): State<Handle>) -> Result<Response, Failure> {
    let config = saved(handle.with(|world, _| world.sumup.config.clone()))?;
    let address = value!({
        "street_address": ["Oven Street 1"],
        "post_code": "1011 AA",
        "city": "Amsterdam",
        "country": config.country,
    });
    Ok(ok(&value!({
        "merchant_code": config.merchant_code,
        "business_type": "company",
        "company": {
            "name": config.business_name,
            "merchant_category_code": "5462",
            "legal_type": "nl_bv",
            "address": address,
            "identifiers": [{ "ref": "nl.kvk", "value": "12345678" }],
            "phone_number": "+31201234567",
        },
        "country": config.country,
        "business_profile": {
            "name": config.business_name,
            "dynamic_descriptor": "Practice Bakery",
            "email": "till@practice.example",
            "phone_number": "+31201234567",
            "address": address,
        },
        "alias": config.business_name,
        "default_currency": config.currency,
        "default_locale": "en-GB",
        "sandbox": true,
        "created_at": OPENED,
        "updated_at": OPENED,
    })))
}

pub(super) async fn payment_methods(request: Request) -> Result<Response, Failure> {
    let query = Query::of(request.uri());
    let refuse = |message: &str, reference: &str| {
        Err(Failure::bad_request(message).saying(value!({
            "title": "Bad Request",
            "status": StatusCode::BAD_REQUEST.as_u16(),
            "failed_constraints": [{ "message": message, "reference": reference }],
        })))
    };
    let (amount, currency) = (query.one("amount"), query.one("currency"));
    if amount.is_some() && currency.is_none() {
        return refuse("Currency must also be specified when filtering by amount", "currency");
    }
    if amount.is_some_and(|amount| Decimal::from_str_exact(amount).is_err()) {
        return refuse("Amount must be a number", "amount");
    }
    if currency.is_some_and(|currency| !is_currency(currency)) {
        return refuse("Currency is not supported", "currency");
    }
    let mut methods = vec![value!({ "id": "card" }), value!({ "id": "apple_pay" })];
    if currency.is_none_or(|currency| currency == "EUR") {
        methods.push(value!({ "id": "ideal" }));
    }
    Ok(ok(&value!({ "available_payment_methods": methods })))
}
