//! A transaction as SumUp writes it, in look-ups and in the history.

use std::collections::BTreeMap;

use jiff::Timestamp;
use money::{Currency, Money};
use payment::{Card, EntryMode};
use serde::Deserialize;

use crate::member::{Member, amount, currency, inner, items, object, word};

/// Events that are read of one transaction.
const MAX_EVENTS: usize = 500;

/// Every member as it stands in the JSON. A member that occurs twice makes the whole record unreadable.
#[derive(Deserialize)]
struct Members {
    id: Member,
    transaction_id: Member,
    transaction_code: Member,
    client_transaction_id: Member,
    foreign_transaction_id: Member,
    merchant_code: Member,
    status: Member,
    amount: Member,
    currency: Member,
    tip_amount: Member,
    refunded_amount: Member,
    r#type: Member,
    timestamp: Member,
    entry_mode: Member,
    auth_code: Member,
    card: Member,
    card_type: Member,
    events: Member,
    transaction_events: Member,
}

#[derive(Deserialize)]
struct CardMembers {
    last_4_digits: Member,
    r#type: Member,
}

/// The two lists of events name the same things differently.
#[derive(Deserialize)]
struct EventMembers {
    id: Member,
    r#type: Member,
    event_type: Member,
    status: Member,
    amount: Member,
}

/// How a transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Charged.
    Successful,
    /// Taken back before it was booked.
    Cancelled,
    /// Refused by bank, card, reader or customer.
    Failed,
    /// A card has been presented; the end is open.
    Pending,
    /// Charged, and all of it given back.
    Refunded,
    /// A word of a later version, or none.
    Other,
}

/// Money that was given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefundEvent {
    /// SumUp's id of the event.
    pub(crate) id: String,
    /// How much, or why that is not known.
    pub(crate) amount: Result<Money, String>,
    /// How it stands.
    pub(crate) state: EventState,
    /// SumUp's own word for that.
    pub(crate) status_text: String,
}

/// How an event of a transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventState {
    /// Final: the customer has the money, or it is on its way.
    Done,
    /// Taken, and not final; also a word of a later version, or none.
    Running,
    /// It did not come about.
    Failed,
}

impl EventState {
    /// By every word the vendor documents for events, whatever their kind.
    fn of(word: &str) -> Self {
        match word.to_ascii_uppercase().as_str() {
            "SUCCESSFUL" | "PAID_OUT" | "REFUNDED" => Self::Done,
            "FAILED" => Self::Failed,
            // Among them PENDING, SCHEDULED and RECONCILED, which come before an end.
            _ => Self::Running,
        }
    }
}

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) id: Option<String>,
    /// In the history a name beside `id`: of a refund's line that of the purchase.
    pub(crate) transaction: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) client: Option<String>,
    pub(crate) foreign: Option<String>,
    pub(crate) merchant: Option<String>,
    pub(crate) status: Status,
    pub(crate) status_text: String,
    /// `PAYMENT`, `REFUND`, `CHARGE_BACK`: only the history tells.
    pub(crate) kind: Option<String>,
    /// What was charged in all, tip included, or why that is not known.
    pub(crate) total: Result<Money, String>,
    /// The tip in it.
    pub(crate) tip: Result<Option<Money>, String>,
    /// What has been given back: only the history tells.
    pub(crate) refunded: Option<Money>,
    pub(crate) at: Option<Timestamp>,
    pub(crate) entry: Option<String>,
    pub(crate) card: Card,
    /// The refunds it tells of. `None`: its events are not readable, or too many.
    pub(crate) refunds: Option<Vec<RefundEvent>>,
}

impl Record {
    /// Reads one transaction. `None`: not an object, or a member occurs twice.
    pub(crate) fn read(json: &str) -> Option<Self> {
        let members: Members = object(json)?;
        let in_currency = currency(&members.currency);
        let read = |member: &Member| in_currency.clone().and_then(|currency| amount(member, currency));
        let status_text = word(&members.status).unwrap_or_default();
        let card: Option<CardMembers> = inner(&members.card);
        let scheme = card.as_ref().and_then(|card| word(&card.r#type)).or_else(|| word(&members.card_type));
        let entry = word(&members.entry_mode);
        Some(Self {
            id: word(&members.id).or_else(|| word(&members.transaction_id)),
            transaction: word(&members.transaction_id),
            code: word(&members.transaction_code),
            client: word(&members.client_transaction_id),
            foreign: word(&members.foreign_transaction_id),
            merchant: word(&members.merchant_code),
            status: status(&status_text),
            status_text,
            kind: word(&members.r#type),
            total: read(&members.amount),
            tip: if members.tip_amount.is_some() {
                read(&members.tip_amount).map(some_tip)
            } else {
                Ok(None)
            },
            refunded: read(&members.refunded_amount).ok(),
            at: word(&members.timestamp).and_then(|text| text.parse().ok()),
            card: Card {
                scheme: scheme.filter(|scheme| scheme != "UNKNOWN"),
                last_four: card
                    .as_ref()
                    .and_then(|card| word(&card.last_4_digits))
                    .filter(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())),
                entry_mode: entry.as_deref().and_then(entry_mode),
                authorisation_code: word(&members.auth_code),
                trace_number: None,
            },
            entry,
            refunds: refunds(&members.events, &members.transaction_events, &in_currency),
        })
    }
}

impl Record {
    /// Whether its events show that all of it has gone back.
    pub(crate) fn is_given_back(&self) -> bool {
        let Ok(total) = &self.total else { return false };
        let done = self.refunds.iter().flatten().filter(|event| event.state == EventState::Done);
        let given: i64 = done.filter_map(|event| event.amount.as_ref().ok()).map(Money::minor).sum();
        given >= total.minor()
    }
}

fn some_tip(tip: Money) -> Option<Money> {
    (!tip.is_zero()).then_some(tip)
}

fn status(word: &str) -> Status {
    match word.to_ascii_uppercase().as_str() {
        "SUCCESSFUL" => Status::Successful,
        "CANCELLED" | "CANCELED" => Status::Cancelled,
        "FAILED" => Status::Failed,
        "PENDING" => Status::Pending,
        "REFUNDED" => Status::Refunded,
        _ => Status::Other,
    }
}

/// How the card was read, from the vendor's word.
pub(crate) fn entry_mode(word: &str) -> Option<EntryMode> {
    match word.to_ascii_uppercase().as_str() {
        "CONTACTLESS" | "CONTACTLESS_MAGSTRIPE" | "APPLE_PAY" | "GOOGLE_PAY" => Some(EntryMode::Contactless),
        "CHIP" => Some(EntryMode::Chip),
        "MAGSTRIPE" | "MAGSTRIPE_FALLBACK" => Some(EntryMode::MagneticStripe),
        "MANUAL_ENTRY" | "CUSTOMER_ENTRY" | "MOTO" => Some(EntryMode::Manual),
        _ => None,
    }
}

/// The refunds of both lists of events, each once.
fn refunds(
    compact: &Member,
    detailed: &Member,
    currency: &Result<Currency, String>,
) -> Option<Vec<RefundEvent>> {
    let mut found = BTreeMap::new();
    for (list, member) in
        [compact, detailed].into_iter().filter_map(|list| Some((items(list), list.as_ref()?)))
    {
        if list.len() > MAX_EVENTS || !member.get().starts_with('[') {
            return None;
        }
        for item in list {
            let event: EventMembers = object(item.get())?;
            let kind = word(&event.r#type).or_else(|| word(&event.event_type))?;
            if !kind.eq_ignore_ascii_case("REFUND") {
                continue;
            }
            let id = word(&event.id)?;
            let given = currency.clone().and_then(|currency| amount(&event.amount, currency));
            let status_text = word(&event.status).unwrap_or_default();
            let state = EventState::of(&status_text);
            // Deductions are seen with either sign.
            let given = given.and_then(|money| if money.is_negative() { negated(money) } else { Ok(money) });
            found.insert(id.clone(), RefundEvent { id, amount: given, state, status_text });
        }
    }
    Some(found.into_values().collect())
}

fn negated(money: Money) -> Result<Money, String> {
    Money::zero(money.currency()).checked_sub(money).map_err(|error| error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_is_read_member_by_member() {
        let record = Record::read(
            r#"{"id":"410fc44a","transaction_code":"TEENSK4W2K","amount":11.1,"currency":"EUR","tip_amount":1,
            "timestamp":"2020-02-29T10:56:56.876Z","status":"SUCCESSFUL","payment_type":"POS","merchant_code":"MH4H92C7",
            "entry_mode":"CONTACTLESS","auth_code":"053201","foreign_transaction_id":"000123A7K2M9QX",
            "client_transaction_id":"3fa85f64","card":{"last_4_digits":"3456","type":"VISA"},"new":{},
            "events":[{"id":9567461191,"type":"REFUND","status":"REFUNDED","amount":5.00},{"id":1,"type":"PAYOUT"}],
            "transaction_events":[{"id":9567461191,"event_type":"REFUND","status":"REFUNDED","amount":5}]}"#,
        )
        .unwrap();
        assert_eq!((record.status, record.id.as_deref()), (Status::Successful, Some("410fc44a")));
        assert_eq!(record.total, Ok(Money::new(1_110, Currency::EUR)));
        assert_eq!(record.tip, Ok(Some(Money::new(100, Currency::EUR))));
        assert_eq!(record.card.last_four.as_deref(), Some("3456"));
        assert_eq!(record.card.entry_mode, Some(EntryMode::Contactless));
        let five = RefundEvent {
            id: "9567461191".to_owned(),
            amount: Ok(Money::new(500, Currency::EUR)),
            state: EventState::Done,
            status_text: "REFUNDED".to_owned(),
        };
        assert_eq!(record.refunds, Some(vec![five]), "one event, told in two lists");
    }

    #[test]
    fn surprises_in_one_member_leave_the_others_readable() {
        let record = Record::read(
            r#"{"id":17,"status":"successful","amount":"10.10","currency":"EUR","tip_amount":[],"card":"VISA",
            "entry_mode":{},"events":{"a":1},"timestamp":"yesterday"}"#,
        )
        .unwrap();
        assert_eq!((record.id.as_deref(), record.status), (Some("17"), Status::Successful));
        assert_eq!(record.total.unwrap().minor(), 1_010);
        assert!(record.tip.is_err() && record.refunds.is_none() && record.at.is_none());
    }

    #[test]
    fn a_member_that_occurs_twice_spoils_the_record() {
        for json in
            [r#"{"status":"FAILED","status":"SUCCESSFUL"}"#, r#"{"amount":1,"amount":2}"#, "[]", "7", ""]
        {
            assert_eq!(Record::read(json), None, "{json}");
        }
    }
}
