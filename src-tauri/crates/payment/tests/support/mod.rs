//! What the stories and the properties share.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

use std::time::Duration;

use money::{Currency, Money};
use payment::{
    Approval, Attempt, AttemptReference, Card, Dispatched, EftReceipts, Event, Inquiry, Intent, Operation,
    Outcome, PaymentPolicy, Phase, ProviderTransactionId, PurchaseOptions, RecordsAppear, TerminalKey,
};

pub fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

pub fn policy() -> PaymentPolicy {
    PaymentPolicy {
        poll_interval: seconds(1),
        poll_interval_limit: seconds(10),
        customer_deadline: seconds(180),
        not_found_counts_after: seconds(45),
        not_found_spacing: seconds(5),
        terminal_window: None,
        records: RecordsAppear::AtOnce,
        give_up_after: seconds(600),
        late_looks: Vec::new(),
    }
}

pub fn terminal() -> TerminalKey {
    TerminalKey::new("SUNMI-P2lite-PL0919CQ00305").unwrap()
}

pub fn transaction() -> ProviderTransactionId {
    ProviderTransactionId::new("5456485215432746").unwrap()
}

pub fn intent() -> Intent {
    Intent {
        reference: AttemptReference::new("000123A7K2M9QX").unwrap(),
        operation: Operation::Purchase,
        amount: eur(1619),
        terminal: terminal(),
        options: PurchaseOptions::default(),
    }
}

pub fn attempt() -> Attempt {
    Attempt::new(intent(), policy(), seconds(0))
}

/// The same as a refund.
pub fn refund_attempt() -> Attempt {
    let operation = Operation::Refund { original: ProviderTransactionId::new("1234").unwrap() };
    Attempt::new(Intent { operation, ..intent() }, policy(), seconds(0))
}

pub fn approval() -> Approval {
    Approval {
        transaction: transaction(),
        reference: Some(intent().reference),
        terminal: Some(terminal()),
        amount: eur(1619),
        tip: None,
        card: Card::default(),
        eft: EftReceipts::default(),
    }
}

pub fn approved(approval: Approval) -> Inquiry {
    Inquiry::Resolved { transaction: transaction(), outcome: Outcome::Approved(Box::new(approval)) }
}

pub fn cancelled() -> Inquiry {
    Inquiry::Resolved { transaction: transaction(), outcome: Outcome::Cancelled(Box::default()) }
}

pub fn declined() -> Inquiry {
    Inquiry::Resolved { transaction: transaction(), outcome: Outcome::Declined(Box::default()) }
}

pub fn running(phase: Phase) -> Inquiry {
    Inquiry::InProgress { transaction: transaction(), phase }
}

pub fn taken() -> Event {
    Event::Dispatched(Box::new(Dispatched {
        transaction: transaction(),
        inquiry: running(Phase::Sent),
        customer_link: None,
    }))
}

pub fn inquired(inquiry: Inquiry) -> Event {
    Event::Inquired(Box::new(inquiry))
}
