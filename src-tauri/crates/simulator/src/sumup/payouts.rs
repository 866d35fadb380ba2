//! Payouts: in practice every payment is paid out on its own day, less a fee; a refund is deducted on its day.

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json as value};

use super::failure::Failure;
use super::query::Query;
use super::{ok, saved};
use crate::simulator::Handle;
use crate::world::World;
use crate::world::sumup::{Record, Refund, RefundEventStatus, SumupStatus};

const MAX_LIMIT: usize = 9_999;
/// Of a payment, in hundredths of a per cent.
const FEE: u64 = 139;

#[derive(Debug)]
struct Line {
    event: u64,
    date: Date,
    kind: &'static str,
    amount: serde_json::Number,
    fee: serde_json::Number,
    currency: String,
    code: String,
}

pub(super) async fn list(State(handle): State<Handle>, request: Request) -> Result<Response, Failure> {
    let query = Query::of(request.uri());
    let (start, end) = period(&query)?;
    let limit = match query.one("limit").map(str::parse) {
        None => MAX_LIMIT,
        Some(Ok(limit @ 1..=MAX_LIMIT)) => limit,
        Some(_) => return Err(invalid("Validation error: limit", Some("limit"))),
    };
    let descending = match query.one("order") {
        None | Some("asc") => false,
        Some("desc") => true,
        Some(_) => return Err(invalid("Validation error: order", Some("order"))),
    };
    let mut lines = saved(handle.with(|world, _| lines(world)))?;
    lines.retain(|line| (start..=end).contains(&line.date));
    lines.sort_by_key(|line| (line.date, line.event));
    if descending {
        lines.reverse();
    }
    lines.truncate(limit);
    match query.one("format") {
        None | Some("json") => Ok(ok(&lines.iter().map(body).collect::<Vec<_>>())),
        Some("csv") => Ok(([(CONTENT_TYPE, "text/plain")], csv(&lines)).into_response()),
        Some(_) => Err(invalid("Validation error: format", Some("format"))),
    }
}

fn period(query: &Query) -> Result<(Date, Date), Failure> {
    let missing: Vec<Value> = ["start_date", "end_date"]
        .into_iter()
        .filter(|name| query.one(name).is_none())
        .map(|name| value!({ "error_code": "MISSING", "message": "Validation error: required", "param": name }))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::bad_request("Validation error").saying(Value::Array(missing)));
    }
    let date = |name| {
        let text = query.one(name).unwrap_or_default();
        text.parse::<Date>().map_err(|_| invalid("Validation error: date", Some(name)))
    };
    let (start, end) = (date("start_date")?, date("end_date")?);
    if start > end { Err(invalid("negative date range", None)) } else { Ok((start, end)) }
}

fn invalid(message: &str, param: Option<&str>) -> Failure {
    let mut error = value!({ "error_code": "INVALID", "message": message });
    if let Some(param) = param {
        error["param"] = Value::from(param);
    }
    Failure::bad_request(message).saying(value!([error]))
}

fn lines(world: &World) -> Vec<Line> {
    let zone = &world.rules.time_zone;
    let date = |time: Timestamp| time.to_zoned(zone.clone()).date();
    let line = |record: &Record, event, at, kind, minor: u64, fee: u64| Line {
        event,
        date: date(at),
        kind,
        amount: record.amount.with_minor(minor).number(),
        fee: record.amount.with_minor(fee).number(),
        currency: record.amount.currency.clone(),
        code: record.code.clone(),
    };
    let charged = world.sumup.records.iter().filter(|record| record.status == SumupStatus::Successful);
    let mut lines = Vec::new();
    for record in charged {
        let fee = (record.amount.minor * FEE + 5_000) / 10_000;
        lines.push(line(record, record.event, record.created, "PAYOUT", record.amount.minor - fee, fee));
        let given_back = |refund: &&Refund| refund.status == RefundEventStatus::Refunded;
        let deducted = record.refunds.iter().filter(given_back);
        lines.extend(deducted.map(|it| line(record, it.event, it.at, "REFUND_DEDUCTION", it.minor, 0)));
    }
    lines
}

fn body(line: &Line) -> Value {
    value!({
        "id": line.event,
        "type": line.kind,
        "amount": line.amount,
        "date": line.date.to_string(),
        "currency": line.currency,
        "fee": line.fee,
        "status": "SUCCESSFUL",
        "reference": format!("payout-{}", line.date),
        "transaction_code": line.code,
    })
}

fn csv(lines: &[Line]) -> String {
    let mut text = "id,type,amount,date,currency,fee,status,reference,transaction_code\n".to_owned();
    for line in lines {
        let Line { event, date, kind, amount, fee, currency, code } = line;
        let row =
            format!("{event},{kind},{amount},{date},{currency},{fee},SUCCESSFUL,payout-{date},{code}\n");
        text.push_str(&row);
    }
    text
}
