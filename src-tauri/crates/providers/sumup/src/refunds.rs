//! Giving money back, between till and provider. A lost answer is looked up in the events of the payment.

use payment::{
    Approval, AttemptHandle, Decline, Dispatched, FaultKind, Inquiry, Intent, Outcome, Phase, ProviderFault,
    ProviderTransactionId,
};
use provider_http::{Answer, Verb, json_amount, read_amount};
use serde::Serialize;
use serde_json::Number;
use serde_json::value::to_raw_value;

use crate::Sumup;
use crate::fault::{is_called, like, member, refusal};
use crate::lookup::By;
use crate::names::{Name, RefundMark};
use crate::record::{EventState, Record, RefundEvent};
use crate::request::WireAmount;

/// In major units, always with its amount: an empty body would give everything back.
#[derive(Serialize)]
struct NewRefund {
    amount: Number,
}

impl Sumup {
    /// One POST. Any 2xx means taken; the event in the payment's record follows.
    pub(crate) async fn dispatch_refund(
        &self,
        intent: &Intent,
        original: &ProviderTransactionId,
    ) -> Result<Dispatched, ProviderFault> {
        let id = original_id(original)?;
        // The same limits as for charging: no fraction of what the vendor counts.
        WireAmount::of(intent.amount)?;
        let body = NewRefund { amount: json_amount(intent.amount)? };
        let path = ["v1.0", "merchants", &self.merchant, "payments", &id, "refunds"];
        let answer = self.http.effect(Verb::Post, &path, Some(&body)).await?;
        if !(200..300).contains(&answer.status()) {
            return Err(refund_refusal(&answer, intent));
        }
        let mark = RefundMark::Accepted {
            minor: intent.amount.minor(),
            reference: intent.reference.as_str().to_owned(),
        };
        let transaction = Name::Refund { original: id, mark }.id()?;
        let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: Phase::Processing };
        Ok(Dispatched { transaction, inquiry, customer_link: None })
    }

    /// By the events of the payment, less those that are this till's other refunds.
    pub(crate) async fn inquire_refund(
        &self,
        attempt: &AttemptHandle,
        original: &ProviderTransactionId,
    ) -> Result<Inquiry, ProviderFault> {
        let id = original_id(original)?;
        let mark = match attempt.transaction.as_ref().map(Name::of) {
            Some(Name::Refund { mark, .. }) => Some(mark),
            Some(Name::Transaction(_) | Name::Reader { .. } | Name::Link { .. }) | None => None,
        };
        let Some(record) = self.transaction(By::Id, &id).await? else {
            // A payment that is not found tells nothing of its refunds.
            return Ok(Inquiry::NotFound { terminal_idle: false });
        };
        let events = record
            .refunds
            .clone()
            .ok_or_else(|| ProviderFault::unreadable("the events of the payment are not readable"))?;
        if let Some(RefundMark::Event(wanted)) = &mark {
            return match events.into_iter().find(|event| event.id == *wanted) {
                Some(event) => self.refund_of(&record, &id, event, attempt).await,
                None => Ok(Inquiry::NotFound { terminal_idle: false }),
            };
        }
        let (mut failed, mut open): (Vec<_>, Vec<_>) =
            unclaimed(events, attempt)?.into_iter().partition(|event| event.state == EventState::Failed);
        let Some(event) = open.pop() else {
            if let Some(event) = failed.pop() {
                return self.refund_of(&record, &id, event, attempt).await;
            }
            return match (mark, &attempt.transaction) {
                // Taken by the provider's own word; its event is late.
                (Some(RefundMark::Accepted { minor, .. }), Some(transaction))
                    if minor == attempt.amount.minor() =>
                {
                    Ok(approved(attempt, transaction.clone(), &record))
                }
                _ => Ok(Inquiry::NotFound { terminal_idle: true }),
            };
        };
        if mark.is_none() && !open.is_empty() {
            let transaction = Name::Refund { original: id, mark: RefundMark::Event(event.id) }.id()?;
            let detail = format!("{} refunds of {} that are not this till's", open.len() + 1, attempt.amount);
            return Ok(Inquiry::Contradictory { transaction, detail });
        }
        self.refund_of(&record, &id, event, attempt).await
    }

    async fn refund_of(
        &self,
        record: &Record,
        original: &str,
        event: RefundEvent,
        attempt: &AttemptHandle,
    ) -> Result<Inquiry, ProviderFault> {
        let mark = RefundMark::Event(event.id.clone());
        let transaction = Name::Refund { original: original.to_owned(), mark }.id()?;
        match event.state {
            EventState::Done => {}
            EventState::Running => return Ok(Inquiry::InProgress { transaction, phase: Phase::Processing }),
            EventState::Failed => {
                let reason = Some(event.status_text);
                let decline = Decline { reason, card: record.card.clone(), ..Decline::default() };
                return Ok(Inquiry::Resolved { transaction, outcome: Outcome::Declined(Box::new(decline)) });
            }
        }
        let amount = match event.amount {
            Ok(amount) => amount,
            Err(detail) => return Ok(Inquiry::Contradictory { transaction, detail }),
        };
        let mut inquiry = approved(attempt, transaction, record);
        if let Inquiry::Resolved { outcome: Outcome::Approved(approval), .. } = &mut inquiry {
            approval.amount = amount;
            approval.eft = self.slips(record, Some((&event.id, amount))).await;
        }
        Ok(inquiry)
    }
}

/// The refunds of the wanted amount that no other refund of this till accounts for, the newest last. Failed ones are among
/// them: where there is no other, what was asked for did not come about.
fn unclaimed(events: Vec<RefundEvent>, attempt: &AttemptHandle) -> Result<Vec<RefundEvent>, ProviderFault> {
    let mut open: Vec<RefundEvent> = Vec::new();
    let claimed: Vec<Name> = attempt.claimed.iter().map(Name::of).collect();
    let by_event = |event: &RefundEvent| {
        claimed
            .iter()
            .any(|name| matches!(name, Name::Refund { mark: RefundMark::Event(id), .. } if *id == event.id))
    };
    for event in events.into_iter().filter(|event| !by_event(event)) {
        if event.amount.is_err() && event.state != EventState::Failed {
            return Err(ProviderFault::unreadable("a refund of the payment has no readable amount"));
        }
        open.push(event);
    }
    // Ids of events are numbers that grow, so the order of their texts is that of their length first.
    open.sort_by_key(|event| (event.id.len(), event.id.clone()));
    for name in &claimed {
        if let Name::Refund { mark: RefundMark::Accepted { minor, .. }, .. } = name {
            let same = |event: &RefundEvent| minor_of(event) == Some(*minor);
            let came_about = |event: &RefundEvent| same(event) && event.state != EventState::Failed;
            let place = open.iter().position(came_about).or_else(|| open.iter().position(same));
            if let Some(place) = place {
                open.remove(place);
            }
        }
    }
    open.retain(|event| event.amount == Ok(attempt.amount));
    Ok(open)
}

fn minor_of(event: &RefundEvent) -> Option<i64> {
    event.amount.as_ref().ok().map(money::Money::minor)
}

fn approved(attempt: &AttemptHandle, transaction: ProviderTransactionId, record: &Record) -> Inquiry {
    let approval = Approval {
        transaction: transaction.clone(),
        reference: None,
        terminal: None,
        amount: attempt.amount,
        tip: None,
        card: record.card.clone(),
        eft: payment::EftReceipts::default(),
    };
    Inquiry::Resolved { transaction, outcome: Outcome::Approved(Box::new(approval)) }
}

fn original_id(original: &ProviderTransactionId) -> Result<String, ProviderFault> {
    match Name::of(original) {
        Name::Transaction(id) => Ok(id),
        Name::Reader { .. } | Name::Link { .. } | Name::Refund { .. } => {
            Err(ProviderFault::not_possible("only a payment that was charged can be refunded"))
        }
    }
}

/// The documented refusals of this call, each an authoritative "not done" where the body names it.
fn refund_refusal(answer: &Answer, intent: &Intent) -> ProviderFault {
    let plain = refusal(answer);
    let told = |kind| like(&plain, kind, plain.detail().to_owned());
    match answer.status() {
        409 if is_called(answer, "NOT_ENOUGH_BALANCE") => told(FaultKind::NotEnoughBalance),
        // Moments after the payment this is normal.
        409 if is_called(answer, "CONFLICT") => told(FaultKind::TooEarly),
        404 if is_called(answer, "NOT_FOUND") => told(FaultKind::Refused),
        400 | 422 => {
            let limit = member(answer, "max_refundable_amount").and_then(|value| to_raw_value(&value).ok());
            let limit = limit.and_then(|raw| read_amount(&raw, intent.amount.currency()).ok());
            let fault = told(FaultKind::Refused);
            match limit {
                // What took the rest may be this very request, delivered twice.
                Some(limit) => fault.with_limit(limit).effect_unknown(),
                None => fault,
            }
        }
        _ => plain,
    }
}
