use store::{AttemptDetail, OrderDetail, OrderHead};
use till::AttemptNames;

use super::till::{customer_link, line_view};
use super::{amount, clock};
use crate::wire::{AttemptView, ObservationView, OrderSummary, OrderView, TenderKind};

/// A line of the order list.
pub(crate) fn order_summary(head: &OrderHead, mark: char) -> OrderSummary {
    let kind = |tender: &store::TenderRow| match tender.kind {
        sale::TenderKind::Cash => TenderKind::Cash,
        sale::TenderKind::Card => TenderKind::Card,
    };
    OrderSummary {
        number: head.number.to_string(),
        at: day_and_time(head.paid_at.as_deref().unwrap_or(&head.created_at)),
        state: head.state.as_str().to_owned(),
        total: amount(head.total, mark),
        tenders: head.tenders.iter().filter(|tender| tender.state != "void").map(kind).collect(),
    }
}

/// An order with its history.
pub(crate) fn order_view(detail: &OrderDetail, names: Vec<AttemptNames>, mark: char) -> OrderView {
    OrderView {
        summary: order_summary(&detail.head, mark),
        lines: detail.order.rows().map(|(line, totals)| line_view(line, totals, mark)).collect(),
        attempts: detail
            .attempts
            .iter()
            .zip(names)
            .map(|(attempt, names)| attempt_view(attempt, names, mark))
            .collect(),
        has_receipt: detail.has_receipt,
    }
}

fn attempt_view(attempt: &AttemptDetail, names: AttemptNames, mark: char) -> AttemptView {
    let record = &attempt.record;
    let observations = attempt.observations.iter().map(|observation| ObservationView {
        at: clock(&observation.at, 8),
        event: event_name(&observation.event),
        state: observation.state.clone(),
    });
    AttemptView {
        reference: record.intent.reference.to_string(),
        transaction: names.transaction,
        terminal: names.terminal,
        account: names.account,
        state: record.state.to_string(),
        amount: amount(record.intent.amount, mark),
        link: record.customer_link.as_deref().filter(|_| record.state.is_open()).map(customer_link),
        observations: observations.collect(),
    }
}

/// The word an event is stored under: its JSON is either that word or an object with that one key.
fn event_name(event: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(event) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// `21 Nov 14:32`, in the offset the shop had then.
pub(super) fn day_and_time(at: &str) -> String {
    moment(at, "%-d %b %H:%M")
}

/// `21 Nov 14:32:05`, in the offset the shop had then.
pub(super) fn day_and_second(at: &str) -> String {
    moment(at, "%-d %b %H:%M:%S")
}

fn moment(at: &str, format: &str) -> String {
    match jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%.f%:z", at).and_then(|parts| parts.to_datetime()) {
        Ok(at) => at.strftime(format).to_string(),
        Err(_) => at.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use payment::{AttemptState, CancelAnswer, CancelRequestedBy, Event, ProviderFault};
    use store::{OrderState, RefundState};

    use super::*;

    /// Every word an order page shows stands in the messages: none is shown as it is stored.
    #[test]
    fn no_word_of_the_database_is_shown_as_it_is() {
        let messages: serde_json::Value =
            serde_json::from_str(include_str!("../../../ui/messages/en.json")).unwrap_or_default();
        let fault = || ProviderFault::no_answer("silence");
        let events = [
            Event::DispatchFaulted(fault()),
            Event::InquiryFaulted(fault()),
            Event::CancelRequested(CancelRequestedBy::Cashier),
            Event::CancelAnswered(CancelAnswer::Taken),
            Event::CancelFaulted(fault()),
            Event::Restarted,
            Event::Woke,
            Event::Attached { by: "Anna".to_owned() },
        ];
        let observed =
            events.iter().map(|event| event_name(&serde_json::to_string(event).unwrap_or_default()));
        let named = ["dispatched", "inquired", "decided"].map(str::to_owned);
        let words = observed.chain(named).map(|word| format!("observation.{word}"));
        let attempts = AttemptState::ALL.iter().map(|state| format!("attempt_state.{state}"));
        let refunds = RefundState::ALL.iter().map(|state| format!("refund_state.{}", state.as_str()));
        let orders = [OrderState::Paying, OrderState::Paid, OrderState::Unpaid];
        let orders = orders.iter().map(|state| format!("order_state.{}", state.as_str()));
        for key in words.chain(attempts).chain(refunds).chain(orders) {
            assert!(messages[key.as_str()].is_string(), "no sentence for {key}");
        }
    }
}
