//! What the journal says of each step of a sale, a payment, a refund. Records and documents are kept in their own tables; the
//! journal holds their digests, so that a change there is found too.

use jiff::Zoned;
use journal::{Digest, Kind, RateAmounts};
use money::Currency;
use payment::{AttemptRecord, AttemptState, Decision, Event, Intent, Verdict};
use sale::{
    BasketChange, Discount, Order, OrderNumber, OrderTender, Refund, RefundNumber, TakenLine, TaxRow,
    TenderKind,
};
use serde_json::{Value, json};

use crate::refunding::NewRefund;
use crate::{AccountChange, AccountId, Note, RefundSubject};

/// The name of an order in the journal.
pub(crate) fn order_document(number: OrderNumber) -> String {
    format!("order {number}")
}

/// The name of a refund in the journal.
pub(crate) fn refund_document(number: RefundNumber) -> String {
    format!("refund {number}")
}

/// Whose attempt it is: an attempt of a refund may name the order, too.
pub(crate) fn document(order: Option<i64>, refund: Option<i64>) -> String {
    match (order, refund) {
        (_, Some(refund)) => refund_document(RefundNumber::new(refund.unsigned_abs())),
        (Some(order), None) => order_document(OrderNumber::new(order.unsigned_abs())),
        (None, None) => String::new(),
    }
}

/// A copy of a receipt or slip.
pub(crate) fn reprint(document: String, copy: u32) -> Note {
    Note::new(Kind::Reprint, document, json!({ "copy": copy }))
}

/// The longest setting that stands in the journal itself; of a longer one its digest does.
const LONGEST_SETTING: usize = 4096;

/// A setting has this value from now on.
pub(crate) fn setting(name: &str, value: &str) -> Note {
    let shown = serde_json::from_str(value).ok().filter(|_: &Value| value.len() <= LONGEST_SETTING);
    let payload = match shown {
        Some(shown) => json!({ "name": name, "value": shown }),
        None => json!({ "name": name, "value_sha256": Digest::of(value.as_bytes()) }),
    };
    Note::new(Kind::Setting, "", payload)
}

/// Something was done to an account, a terminal, a person.
pub(crate) fn done(kind: Kind, act: &str, id: i64, name: &str) -> Note {
    Note::new(kind, "", json!({ "act": act, "id": id, "name": name }))
}

/// An account is like this from now on. Where its secrets lie is told by a digest alone.
pub(crate) fn account(act: &str, id: AccountId, account: &AccountChange) -> Note {
    let payload = json!({
        "act": act,
        "id": id.0,
        "name": account.label,
        "base_url": account.base_url,
        "fields_sha256": Digest::of(account.fields.as_bytes()),
        "secrets_sha256": Digest::of(account.secrets.as_bytes()),
    });
    Note::new(Kind::Account, "", payload)
}

/// What is known of an account's own API key changed: a step of a rotation, or a newly read expiry.
pub(crate) fn own_key(id: AccountId, own_key: &str) -> Note {
    let payload = json!({ "account": id.0, "own_key_sha256": Digest::of(own_key.as_bytes()) });
    Note::new(Kind::KeyRotation, "", payload)
}

/// The most lines of a voided basket that are listed; their number is always told.
const LINES_LISTED: usize = 100;

/// Something was taken out of a basket or off its price. `document` is its order's, if it was tried before.
pub(crate) fn basket_changed(document: String, currency: Currency, change: &BasketChange) -> Note {
    let (kind, mut payload) = match change {
        BasketChange::LineVoided(line) => (Kind::Void, json!({ "what": "line", "line": line_taken(line) })),
        BasketChange::BasketVoided { lines, total } => {
            let listed: Vec<Value> = lines.iter().take(LINES_LISTED).map(line_taken).collect();
            let count = lines.len();
            let payload = json!({ "what": "basket", "lines": listed, "line_count": count, "total_minor": total.minor() });
            (Kind::Void, payload)
        }
        BasketChange::LineDiscounted { line, discount, off } => {
            let discount = discount_entered(*discount);
            let payload = json!({ "on": "line", "line": line_taken(line), "discount": discount, "off_minor": off.minor() });
            (Kind::Discount, payload)
        }
        BasketChange::OrderDiscounted { discount, off } => {
            let discount = discount_entered(*discount);
            (Kind::Discount, json!({ "on": "order", "discount": discount, "off_minor": off.minor() }))
        }
    };
    payload["currency"] = currency.code().into();
    Note::new(kind, document, payload)
}

fn line_taken(line: &TakenLine) -> Value {
    json!({
        "code": line.code,
        "quantity": line.quantity.to_string(),
        "amount_minor": line.amount.minor(),
    })
}

fn discount_entered(discount: Option<Discount>) -> Value {
    match discount {
        None => Value::Null,
        Some(Discount::Amount(amount)) => json!({ "amount_minor": amount.minor() }),
        Some(Discount::Percent(percent)) => json!({ "percent": percent.percent().to_string() }),
    }
}

/// An intent, in the transaction that commits it.
pub(crate) fn intended(document: String, intent: &Intent, account: AccountId, at: &Zoned) -> Note {
    let payload = json!({
        "reference": intent.reference.as_str(),
        "operation": intent.operation,
        "amount_minor": intent.amount.minor(),
        "currency": intent.amount.currency().code(),
        "terminal": intent.terminal.as_str(),
        "account": account.0,
    });
    Note::new(Kind::AttemptIntended, document, payload).at(at)
}

/// A step of an attempt. `observed` is the event as it is kept, `kept` the record.
pub(crate) fn step(
    document: String,
    (record, kept): (&AttemptRecord, &str),
    (event, observed): (&Event, &str),
    at: &Zoned,
) -> Note {
    let payload = observation(record, kept, observed);
    Note::new(step_kind(record.state, event), document, payload).at(at).by("")
}

/// Somebody looked an attempt up that had ended, and nothing new came of it. `observed` is the event as it is kept.
pub(crate) fn looked(
    document: String,
    (record, kept): (&AttemptRecord, &str),
    observed: &str,
    at: &Zoned,
) -> Note {
    let payload = observation(record, kept, observed);
    Note::new(Kind::AttemptObserved, document, payload).at(at)
}

fn observation(record: &AttemptRecord, kept: &str, observed: &str) -> Value {
    json!({
        "reference": record.intent.reference.as_str(),
        "event": event_name(observed),
        "state": record.state.as_str(),
        "transaction": record.transaction.as_ref().map(|id| id.as_str()),
        "event_sha256": Digest::of(observed.as_bytes()),
        "record_sha256": Digest::of(kept.as_bytes()),
    })
}

/// A person decided about an attempt that called for one.
pub(crate) fn decided(document: String, record: &AttemptRecord, decision: &Decision, at: &Zoned) -> Note {
    let came_in = match &decision.verdict {
        Verdict::CameInTooMuch { amount, .. } => Some(amount.minor()),
        Verdict::PaysItsOrder { .. } => Some(record.intent.amount.minor()),
        Verdict::NoMoneyCameIn | Verdict::WentBack | Verdict::DidNotGoBack | Verdict::SeenTo => None,
    };
    let payload = json!({
        "reference": record.intent.reference.as_str(),
        "verdict": decision.verdict.as_str(),
        "transaction": decision.verdict.transaction().map(|id| id.as_str()),
        "came_in_minor": came_in,
        "reason": decision.reason,
    });
    Note::new(Kind::Decision, document, payload).at(at).by(&decision.by)
}

/// A payment approved late was made the tender of its own order.
pub(crate) fn attached(order: OrderNumber, record: &AttemptRecord, event: &Event, at: &Zoned) -> Note {
    let payload = json!({
        "reference": record.intent.reference.as_str(),
        "verdict": "attached",
        "transaction": record.transaction.as_ref().map(|id| id.as_str()),
        "came_in_minor": record.intent.amount.minor(),
        "reason": null,
    });
    let note = Note::new(Kind::Decision, order_document(order), payload).at(at);
    match event {
        Event::Attached { by } => note.by(by),
        _ => note,
    }
}

fn step_kind(state: AttemptState, event: &Event) -> Kind {
    match (state, event) {
        (AttemptState::LateApproved, _) => Kind::LateApproval,
        (AttemptState::Reversed, _) => Kind::Reversal,
        (_, Event::CancelRequested(_)) if state.is_open() => Kind::Cancel,
        (AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown, Event::Dispatched(_)) => {
            Kind::AttemptSent
        }
        (AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown, _) => Kind::AttemptObserved,
        (
            AttemptState::Approved
            | AttemptState::Declined
            | AttemptState::Cancelled
            | AttemptState::NotSent
            | AttemptState::NeedsPerson,
            _,
        ) => Kind::AttemptEnded,
    }
}

/// `{"dispatched":…}` and `"restarted"` alike begin with the event's name.
fn event_name(observed: &str) -> &str {
    observed.split('"').nth(1).unwrap_or_default()
}

/// An order is paid.
pub(crate) fn paid(order: &Order, snapshot: &str, receipt: &str, cashier: &str, at: &Zoned) -> Note {
    let payload = json!({
        "total_minor": order.total().minor(),
        "tenders": order.tenders.iter().map(tender).collect::<Vec<_>>(),
        "order_sha256": Digest::of(snapshot.as_bytes()),
        "receipt_sha256": Digest::of(receipt.as_bytes()),
    });
    Note::new(Kind::Sale, order_document(order.number), payload)
        .at(at)
        .by(cashier)
        .amounts(order.currency.code(), rates(&order.totals.tax_rows))
}

/// An order's payment came to nothing.
pub(crate) fn unpaid(order: &Order, at: &Zoned) -> Note {
    let payload = json!({ "total_minor": order.total().minor() });
    Note::new(Kind::OrderUnpaid, order_document(order.number), payload).at(at).by("")
}

/// A refund begins.
pub(crate) fn refund_begun(number: RefundNumber, new: &NewRefund, kind: TenderKind, at: &Zoned) -> Note {
    let payload = json!({
        "subject": new.subject.as_str(),
        "order": new.refund.order.map(|order| order.get()),
        "kind": kind_text(kind),
        "total_minor": new.refund.total.minor(),
        "original": new.original.as_ref().map(|reference| reference.as_str()),
        "reason": new.reason,
        "approved_by": new.approved_by,
    });
    Note::new(Kind::RefundBegun, refund_document(number), payload).at(at).by(&new.cashier)
}

/// The customer has the money back. Money that came too much was never a sale, so its return moves no total.
pub(crate) fn refunded(
    number: RefundNumber,
    subject: RefundSubject,
    refund: &Refund,
    slip: &str,
    at: &Zoned,
) -> Note {
    let payload = json!({
        "subject": subject.as_str(),
        "total_minor": refund.total.minor(),
        "slip_sha256": Digest::of(slip.as_bytes()),
    });
    let amounts = match subject {
        RefundSubject::Goods => rates(&refund.tax_rows),
        RefundSubject::Free => {
            let total = refund.total.minor();
            vec![RateAmounts { milli_percent: 0, net: total, tax: 0, gross: total }]
        }
        RefundSubject::Payment => Vec::new(),
    };
    Note::new(Kind::Refund, refund_document(number), payload).at(at).amounts(refund.currency.code(), amounts)
}

/// A refund waits, came to nothing, or needs a person.
pub(crate) fn refund_step(number: RefundNumber, state: &str, at: &Zoned) -> Note {
    Note::new(Kind::RefundStep, refund_document(number), json!({ "state": state })).at(at)
}

fn tender(tender: &OrderTender) -> Value {
    json!({
        "kind": kind_text(tender.kind),
        "amount_minor": tender.amount.minor(),
        "given_minor": tender.given.map(|money| money.minor()),
        "change_minor": tender.change.map(|money| money.minor()),
        "rounding_minor": tender.rounding.minor(),
    })
}

const fn kind_text(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Cash => "cash",
        TenderKind::Card => "card",
    }
}

fn rates(rows: &[TaxRow]) -> Vec<RateAmounts> {
    let row = |row: &TaxRow| RateAmounts {
        milli_percent: row.rate.milli_percent(),
        net: row.net.minor(),
        tax: row.tax.minor(),
        gross: row.gross.minor(),
    };
    rows.iter().map(row).collect()
}
