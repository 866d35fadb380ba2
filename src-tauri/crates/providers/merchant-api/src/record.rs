//! A transaction as the MerchantAPI writes it, read so that no surprise in one member hides another.

use jiff::Timestamp;
use money::{Currency, Money};
use payment::{Card, EftReceipts, OperationKind, ProviderTransactionId};
use provider_http::{read_amount, scalar_text};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::slip::last_four;

/// Names and numbers longer than this are cut; the documented ones have at most ten characters.
const MAX_WORD: usize = 40;

/// Every member as it stands in the JSON. A member that occurs twice makes the whole record unreadable.
#[derive(Deserialize)]
struct Members {
    r#type: Option<Box<RawValue>>,
    id: Option<Box<RawValue>>,
    merchant_order_reference: Option<Box<RawValue>>,
    amount: Option<Box<RawValue>>,
    status: Option<Box<RawValue>>,
    result: Option<Box<RawValue>>,
    system_trace_audit_number: Option<Box<RawValue>>,
    brand: Option<Box<RawValue>>,
    receipt: Option<Box<RawValue>>,
    merchant_receipt: Option<Box<RawValue>>,
    creation_datetime: Option<Box<RawValue>>,
    transaction_datetime: Option<Box<RawValue>>,
    /// The purchase a refund belongs to.
    reference: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct AmountMembers {
    value: Option<Box<RawValue>>,
    currency: Option<Box<RawValue>>,
}

/// How far the provider is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Waiting for terminal, card or bank.
    Created,
    /// The bank agreed.
    Authorized,
    /// It will be settled.
    Cleared,
    /// Ended unsuccessfully.
    Cancelled,
    /// A word of a later version, or none.
    Other,
}

/// What the bank said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BankResult {
    /// Yes.
    Approved,
    /// No.
    Declined,
    /// A word of a later version.
    Other,
}

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) id: Option<ProviderTransactionId>,
    pub(crate) reference: Option<String>,
    pub(crate) status: Status,
    pub(crate) result: Option<BankResult>,
    /// Status and result in the provider's own words: `CLEARED APPROVED`.
    pub(crate) words: String,
    /// What was asked, if the record tells.
    pub(crate) operation: Option<OperationKind>,
    /// When it was made; where that is missing, when it was processed.
    pub(crate) at: Option<Timestamp>,
    /// The amount, or why there is none.
    pub(crate) amount: Result<Money, String>,
    pub(crate) card: Card,
    pub(crate) eft: EftReceipts,
}

impl Record {
    /// Reads one record. `None`: not an object, or a member occurs twice.
    pub(crate) fn read(json: &str) -> Option<Self> {
        let members: Members = object(json)?;
        let eft =
            EftReceipts { cardholder: text(&members.receipt), merchant: text(&members.merchant_receipt) };
        let card = Card {
            scheme: word(&members.brand),
            last_four: last_four(eft.cardholder.as_deref(), eft.merchant.as_deref()),
            trace_number: word(&members.system_trace_audit_number),
            ..Card::default()
        };
        Some(Self {
            // The guide's ids have 31 digits: the text is kept, whether it stands in quotes or not.
            id: text(&members.id).and_then(|id| ProviderTransactionId::new(id).ok()),
            reference: text(&members.merchant_order_reference),
            status: status(word(&members.status).as_deref()),
            result: word(&members.result).as_deref().map(bank_result),
            words: [&members.status, &members.result]
                .into_iter()
                .filter_map(word)
                .collect::<Vec<_>>()
                .join(" "),
            operation: operation(&members),
            at: [&members.creation_datetime, &members.transaction_datetime].into_iter().find_map(moment),
            amount: amount(members.amount.as_deref()),
            card,
            eft,
        })
    }

    /// Whether it still occupies its terminal. An approved one awaits its clearing, which may take until night, but the
    /// terminal is free.
    pub(crate) fn occupies_terminal(&self) -> bool {
        match self.status {
            Status::Created => true,
            Status::Authorized => self.result.is_none(),
            Status::Cleared | Status::Cancelled | Status::Other => false,
        }
    }

    /// Whether a slip came with it: the provider adds it last.
    pub(crate) fn has_slip(&self) -> bool {
        [&self.eft.cardholder, &self.eft.merchant].into_iter().flatten().any(|slip| !slip.trim().is_empty())
    }
}

/// A derived struct would also be read from an array of its members' values.
pub(crate) fn object<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
    json.trim_start().starts_with('{').then(|| serde_json::from_str(json).ok()).flatten()
}

fn status(word: Option<&str>) -> Status {
    match word.unwrap_or_default().to_ascii_uppercase().as_str() {
        "CREATED" => Status::Created,
        "AUTHORIZED" | "AUTHORISED" => Status::Authorized,
        "CLEARED" => Status::Cleared,
        "CANCELLED" | "CANCELED" => Status::Cancelled,
        _ => Status::Other,
    }
}

fn bank_result(word: &str) -> BankResult {
    match word.to_ascii_uppercase().as_str() {
        "APPROVED" => BankResult::Approved,
        "DECLINED" => BankResult::Declined,
        _ => BankResult::Other,
    }
}

fn operation(members: &Members) -> Option<OperationKind> {
    let refers = members.reference.as_deref().is_some_and(|raw| raw.get() != "null");
    match word(&members.r#type)?.to_ascii_uppercase().as_str() {
        "PURCHASE" => Some(OperationKind::Purchase),
        "REFUND" if refers => Some(OperationKind::Refund),
        "REFUND" => Some(OperationKind::UnreferencedRefund),
        _ => None,
    }
}

/// A time with its offset, as the guide shows them: `2022-01-18T14:30:05.619Z`.
pub(crate) fn moment(raw: &Option<Box<RawValue>>) -> Option<Timestamp> {
    word(raw)?.parse().ok()
}

fn amount(raw: Option<&RawValue>) -> Result<Money, String> {
    let raw = raw.ok_or("the record has no amount")?;
    let members: AmountMembers = object(raw.get()).ok_or("the record's amount is not readable")?;
    let currency = word(&members.currency).ok_or("the record's amount has no currency")?;
    let currency: Currency = currency.parse().map_err(|error: money::UnknownCurrency| error.to_string())?;
    let value = members.value.ok_or("the record's amount has no value")?;
    read_amount(&value, currency).map_err(|fault| fault.detail().to_owned())
}

fn text(raw: &Option<Box<RawValue>>) -> Option<String> {
    raw.as_deref().and_then(scalar_text)
}

pub(crate) fn word(raw: &Option<Box<RawValue>>) -> Option<String> {
    let text = text(raw)?;
    let word: String = text.trim().chars().filter(|c| !c.is_control()).take(MAX_WORD).collect();
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_guides_record_is_read_member_by_member() {
        let json = r#"{"merchant_order_reference":"inv2112280004","amount":{"value":98.75,"currency":"EUR"},
            "id":"5456485215432746823746654987115","creation_datetime":"2022-01-18T14:30:05.619Z",
            "transaction_datetime":"2022-01-18T14:31:02Z","system_trace_audit_number":"155890","brand":"V_PAY",
            "receipt":" CARDHOLDER\r\nCard ************4242\n","merchant_receipt":" MERCHANT\n","result":"APPROVED",
            "status":"CLEARED","type":"PURCHASE","store":{"uuid":"3fa8","name":"Shop"}}"#;
        let record = Record::read(json).unwrap();
        assert_eq!(record.id.unwrap().as_str(), "5456485215432746823746654987115");
        assert_eq!(record.reference.as_deref(), Some("inv2112280004"));
        assert_eq!((record.status, record.result), (Status::Cleared, Some(BankResult::Approved)));
        assert_eq!(record.amount.unwrap(), Money::new(9_875, Currency::EUR));
        assert_eq!(
            (record.words.as_str(), record.operation),
            ("CLEARED APPROVED", Some(OperationKind::Purchase))
        );
        assert_eq!(record.at, Some("2022-01-18T14:30:05.619Z".parse().unwrap()), "when it was made");
        assert_eq!(record.card.scheme.as_deref(), Some("V_PAY"));
        assert_eq!(record.card.trace_number.as_deref(), Some("155890"));
        assert_eq!(record.card.last_four.as_deref(), Some("4242"));
        assert_eq!(
            record.eft.cardholder.as_deref(),
            Some(" CARDHOLDER\r\nCard ************4242\n"),
            "byte for byte"
        );
    }

    #[test]
    fn surprises_in_one_member_leave_the_others_readable() {
        let json = r#"{"id":5456485215432746823746654987115,"merchant_order_reference":"A1","amount":{"value":"1.00","currency":"EUR"},
            "status":"created","result":null,"brand":{"name":"VISA"},"receipt":["a"],"system_trace_audit_number":7,"new":{}}"#;
        let record = Record::read(json).unwrap();
        assert_eq!(
            record.id.unwrap().as_str(),
            "5456485215432746823746654987115",
            "a number keeps every digit"
        );
        assert_eq!((record.status, record.result), (Status::Created, None));
        assert_eq!(record.amount.unwrap().minor(), 100);
        assert_eq!((record.card.scheme, record.card.trace_number.as_deref()), (None, Some("7")));
        assert_eq!(record.eft, EftReceipts::default());
    }

    #[test]
    fn an_amount_is_exact_or_absent() {
        for (amount, expected) in [
            (r#"{"value":98.75,"currency":"EUR"}"#, Ok(9_875)),
            (r#"{"value":98.755,"currency":"EUR"}"#, Err(())),
            (r#"{"value":1e400,"currency":"EUR"}"#, Err(())),
            (r#"{"value":98.75,"value":1,"currency":"EUR"}"#, Err(())),
            (r#"{"value":98.75}"#, Err(())),
            (r#"{"value":98.75,"currency":"XXQ"}"#, Err(())),
            (r#"{"currency":"EUR"}"#, Err(())),
            (r#"["98.75","EUR"]"#, Err(())),
            ("98.75", Err(())),
            ("null", Err(())),
        ] {
            let record = Record::read(&format!(r#"{{"amount":{amount}}}"#)).unwrap();
            assert_eq!(record.amount.map(|money| money.minor()).map_err(drop), expected, "{amount}");
        }
    }

    #[test]
    fn a_member_that_occurs_twice_spoils_the_record() {
        for json in [
            r#"{"status":"CANCELLED","status":"CLEARED"}"#,
            r#"{"result":"DECLINED","re\u0073ult":"APPROVED"}"#,
            r#"{"amount":{},"amount":{}}"#,
            "[]",
            r#"["PURCHASE","1","R",null,"CLEARED","APPROVED",null,null,null,null,null,null,null]"#,
            "7",
            "",
        ] {
            assert_eq!(Record::read(json), None, "{json}");
        }
    }
}
