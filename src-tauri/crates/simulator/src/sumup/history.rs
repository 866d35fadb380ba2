//! The history: payments and refunds as lines of their own, filtered and in pages.

use std::str::FromStr;

use axum::extract::{Request, State};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json as value};

use super::failure::Failure;
use super::query::Query;
use super::transactions::{base, card_type, payment_type};
use super::{ok, saved};
use crate::simulator::Handle;
use crate::world::World;
use crate::world::sumup::{Record, Refund};

const DEFAULT_LIMIT: usize = 10;
const MAX_LIMIT: usize = 1_000;

/// A line, before it is written.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    record: &'a Record,
    refund: Option<&'a Refund>,
}

impl Line<'_> {
    /// Its reference: lines are sorted by it.
    fn event(self) -> u64 {
        self.refund.map_or(self.record.event, |refund| refund.event)
    }

    fn created(self) -> Timestamp {
        self.refund.map_or(self.record.created, |refund| refund.at)
    }

    fn modified(self) -> Timestamp {
        self.refund.map_or(self.record.modified, |refund| refund.at)
    }

    const fn kind(self) -> &'static str {
        if self.refund.is_some() { "REFUND" } else { "PAYMENT" }
    }
}

#[derive(Debug)]
struct Wanted {
    limit: usize,
    descending: bool,
    changes_since: Option<Timestamp>,
    newest_time: Option<Timestamp>,
    oldest_time: Option<Timestamp>,
    newest_ref: Option<u64>,
    oldest_ref: Option<u64>,
}

impl Wanted {
    fn of(query: &Query) -> Result<Self, Failure> {
        let limit = read(query, "limit")?.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(invalid());
        }
        let descending = match query.one("order") {
            None | Some("ascending") => false,
            Some("descending") => true,
            Some(_) => return Err(invalid()),
        };
        Ok(Self {
            limit,
            descending,
            changes_since: read(query, "changes_since")?,
            newest_time: read(query, "newest_time")?,
            oldest_time: read(query, "oldest_time")?,
            newest_ref: read(query, "newest_ref")?,
            oldest_ref: read(query, "oldest_ref")?,
        })
    }

    fn covers(&self, line: Line<'_>) -> bool {
        let newest = match (self.newest_ref, self.newest_time) {
            (Some(event), _) => line.event() < event,
            (None, Some(time)) => line.created() < time,
            (None, None) => true,
        };
        let oldest = match (self.oldest_ref, self.oldest_time) {
            (Some(event), _) => line.event() > event,
            (None, Some(time)) => line.created() >= time,
            (None, None) => true,
        };
        newest && oldest && self.changes_since.is_none_or(|since| line.modified() >= since)
    }
}

fn read<T: FromStr>(query: &Query, name: &str) -> Result<Option<T>, Failure> {
    query.one(name).map(str::parse).transpose().map_err(|_| invalid())
}

fn invalid() -> Failure {
    Failure::bad_request("Validation error")
}

pub(super) async fn list(State(handle): State<Handle>, request: Request) -> Result<Response, Failure> {
    let query = Query::of(request.uri());
    let wanted = Wanted::of(&query)?;
    let (items, link) = saved(handle.with(|world, _| page(world, &query, &wanted)))?;
    let links = link.map(|href| value!([{ "rel": "next", "href": href }]));
    Ok(ok(&value!({ "items": items, "links": links.unwrap_or_else(|| value!([])) })))
}

fn page(world: &World, query: &Query, wanted: &Wanted) -> (Vec<Value>, Option<String>) {
    let records = world.sumup.records.iter();
    let mut lines: Vec<Line<'_>> = records
        .flat_map(|record| {
            let refunds = record.refunds.iter().map(move |refund| Line { record, refund: Some(refund) });
            std::iter::once(Line { record, refund: None }).chain(refunds)
        })
        .filter(|line| wanted.covers(*line) && is_asked_for(world, query, *line))
        .collect();
    lines.sort_by_key(|line| line.event());
    if wanted.descending {
        lines.reverse();
    }
    let more = lines.len() > wanted.limit;
    lines.truncate(wanted.limit);
    let link = lines.last().filter(|_| more).map(|last| {
        let (name, other) =
            if wanted.descending { ("newest_ref", "newest_time") } else { ("oldest_ref", "oldest_time") };
        let kept = query.without(&[name, other]);
        let joint = if kept.is_empty() { "" } else { "&" };
        format!("{kept}{joint}{name}={}", last.event())
    });
    (lines.into_iter().map(|line| body(world, line)).collect(), link)
}

fn is_asked_for(world: &World, query: &Query, line: Line<'_>) -> bool {
    let one_of = |name: &str, word: &str| {
        let mut wanted = query.all(name).flat_map(|value| value.split(',')).peekable();
        wanted.peek().is_none() || wanted.any(|value| value == word)
    };
    one_of("types", line.kind())
        && one_of("statuses", line_status(world, line))
        && one_of("payment_types", payment_type(line.record))
        && one_of("entry_modes", line.record.entry_mode())
        && one_of("transaction_code", &line.record.code)
        && one_of("users", "till@practice.example")
}

fn line_status(world: &World, line: Line<'_>) -> &'static str {
    match line.refund {
        Some(refund) => refund.status.line_word(),
        None => super::transactions::status(world, line.record),
    }
}

fn body(world: &World, line: Line<'_>) -> Value {
    let record = line.record;
    let mut body = base(world, record);
    body["transaction_id"] = Value::from(record.id.as_str());
    body["client_transaction_id"] = Value::from(record.client_transaction_id.as_str());
    body["user"] = Value::from("till@practice.example");
    body["type"] = Value::from(line.kind());
    body["card_type"] = Value::from(card_type(record.card.brand));
    if let Some(description) = &record.description {
        body["product_summary"] = Value::from(description.as_str());
    }
    body["status"] = Value::from(line_status(world, line));
    match line.refund {
        None => {
            body["refunded_amount"] =
                Value::Number(record.amount.with_minor(record.refunded_minor()).number());
        }
        Some(refund) => {
            body["id"] = Value::from(refund.id.as_str());
            body["amount"] = Value::Number(record.amount.with_minor(refund.minor).number());
            body["timestamp"] = Value::from(format!("{:.3}", refund.at));
        }
    }
    body
}
