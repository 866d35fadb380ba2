//! JSON bodies of transactions, as the guide shows them.

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::Problem;
use crate::world::{Amount, Kind, NewTransaction, Status, Transaction, World};

/// Larger requests are refused.
const MAX_BODY_BYTES: usize = 64 * 1024;
const MAX_REFERENCE: usize = 64;

/// Reads a JSON body.
pub(crate) async fn read<T: DeserializeOwned>(body: Body) -> Result<T, Problem> {
    let bytes: Bytes = axum::body::to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large or broke off."))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Problem::bad_request(format!("The body is not valid: {error}.")))
}

#[derive(Debug, Deserialize)]
pub(super) struct TransactionRequest {
    #[serde(rename = "type")]
    kind: Kind,
    merchant_order_reference: String,
    amount: AmountRequest,
    #[serde(default)]
    reference: Option<Reference>,
}

#[derive(Debug, Deserialize)]
struct AmountRequest {
    value: Number,
    currency: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Reference {
    id: String,
}

impl TransactionRequest {
    pub(super) fn check(self) -> Result<NewTransaction, Problem> {
        let reference = self.merchant_order_reference;
        if reference.trim().is_empty() || reference.chars().count() > MAX_REFERENCE {
            let detail = format!("merchant_order_reference needs 1 to {MAX_REFERENCE} characters.");
            return Err(Problem::bad_request(detail));
        }
        if self.kind == Kind::Purchase && self.reference.is_some() {
            return Err(Problem::bad_request("A PURCHASE has no reference."));
        }
        let amount =
            Amount::parse(&self.amount.value, &self.amount.currency).map_err(Problem::bad_request)?;
        Ok(NewTransaction { kind: self.kind, reference, amount, refund_of: self.reference.map(|to| to.id) })
    }
}

#[derive(Debug, Serialize)]
pub(super) struct TransactionBody {
    #[serde(rename = "type")]
    kind: Kind,
    id: String,
    merchant_order_reference: String,
    creation_datetime: String,
    amount: AmountBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Reference>,
    status: Status,
    #[serde(flatten)]
    end: Option<EndBody>,
}

#[derive(Debug, Serialize)]
struct AmountBody {
    value: Number,
    currency: String,
}

#[derive(Debug, Serialize)]
struct EndBody {
    transaction_datetime: String,
    system_trace_audit_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<&'static str>,
    receipt: String,
    merchant_receipt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'static str>,
    store: StoreBody,
}

#[derive(Debug, Serialize)]
struct StoreBody {
    uuid: String,
    name: String,
}

impl TransactionBody {
    pub(super) fn new(world: &World, transaction: &Transaction) -> Result<Self, Problem> {
        let amount = &transaction.amount;
        let value = amount.value().parse::<Number>();
        let value =
            value.map_err(|error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
        let terminal = world
            .terminal_spec(&transaction.terminal)
            .map_err(|unknown| Problem::not_found(unknown.to_string()))?;
        let store = world.store_of(terminal);
        let end = transaction.end.as_ref().map(|end| EndBody {
            transaction_datetime: seconds(end.at),
            system_trace_audit_number: end.stan.clone(),
            brand: end.brand.map(crate::Brand::code),
            receipt: end.receipt.clone(),
            merchant_receipt: end.merchant_receipt.clone(),
            result: end.approved.map(|approved| if approved { "APPROVED" } else { "DECLINED" }),
            store: StoreBody { uuid: store.uuid.clone(), name: store.name.clone() },
        });
        Ok(Self {
            kind: transaction.kind,
            id: transaction.id.clone(),
            merchant_order_reference: transaction.reference.clone(),
            creation_datetime: format!("{:.3}", transaction.created),
            amount: AmountBody { value, currency: amount.currency.clone() },
            reference: transaction.refund_of.clone().map(|id| Reference { id }),
            status: transaction.status,
            end,
        })
    }
}

/// A time without fractions.
pub(super) fn seconds(time: Timestamp) -> String {
    format!("{time:.0}")
}
