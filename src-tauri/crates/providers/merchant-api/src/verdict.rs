//! What a record says about an attempt: the table from status and result to an answer.

use payment::{
    Approval, AttemptHandle, AttemptReference, Decline, Inquiry, Outcome, Phase, ProviderTransactionId,
};

use crate::record::{BankResult, Record, Status};

/// What the record says. `transaction` is the provider's name for it.
///
/// | status | no result | APPROVED | DECLINED | other word |
/// |---|---|---|---|---|
/// | CREATED | runs | runs, authorised | runs | runs |
/// | AUTHORIZED | runs, authorised | approved once a slip is there | contradiction | runs |
/// | CLEARED | contradiction once a slip is there | approved | contradiction | runs |
/// | CANCELLED | cancelled | contradiction | declined | runs |
/// | other word | runs | runs | runs | runs |
///
/// A slip is what the provider adds last, so a record without one may still be growing. "Cleared" means that money will
/// be settled, hence "cleared and declined" is for a person and never "not paid". Words of a later version mean that it
/// runs, until a documented one appears: never an error, never an end.
pub(crate) fn verdict(
    record: Record,
    transaction: ProviderTransactionId,
    attempt: &AttemptHandle,
) -> Inquiry {
    let contradictory =
        |detail: &str| Inquiry::Contradictory { transaction: transaction.clone(), detail: detail.to_owned() };
    if let Some(stranger) = belongs_to_another(&record, &transaction, attempt) {
        return contradictory(&stranger);
    }
    let running = |phase| Inquiry::InProgress { transaction: transaction.clone(), phase };
    let slip = record.has_slip();
    match (record.status, record.result) {
        (Status::Created, None) => running(Phase::Sent),
        (Status::Created, Some(BankResult::Approved)) | (Status::Authorized, None) => {
            running(Phase::Authorised)
        }
        (Status::Authorized, Some(BankResult::Approved)) if !slip => running(Phase::Authorised),
        (Status::Authorized | Status::Cleared, Some(BankResult::Approved)) => {
            approved(record, transaction, attempt)
        }
        (Status::Authorized, Some(BankResult::Declined)) => contradictory("authorised and declined"),
        (Status::Cleared, Some(BankResult::Declined)) => contradictory("cleared and declined"),
        (Status::Cleared, None) if slip => contradictory("cleared without a result"),
        (Status::Cleared, None) => running(Phase::Authorised),
        (Status::Cancelled, Some(BankResult::Approved)) => contradictory("cancelled and approved"),
        (Status::Cancelled, None) => {
            Inquiry::Resolved { transaction, outcome: Outcome::Cancelled(Box::new(record.eft)) }
        }
        (Status::Cancelled, Some(BankResult::Declined)) => {
            let decline = Decline { reason: None, card: record.card, eft: record.eft };
            Inquiry::Resolved { transaction, outcome: Outcome::Declined(Box::new(decline)) }
        }
        (Status::Created, Some(BankResult::Declined)) | (_, Some(BankResult::Other)) | (Status::Other, _) => {
            running(Phase::Processing)
        }
    }
}

/// A record under our id that carries another's name tells nothing about our attempt, whatever it says.
fn belongs_to_another(
    record: &Record,
    transaction: &ProviderTransactionId,
    attempt: &AttemptHandle,
) -> Option<String> {
    if let Some(found) = record.id.as_ref().filter(|found| *found != transaction) {
        return Some(format!("asked for {transaction}, got {found}"));
    }
    let found = record.reference.as_deref()?;
    (found != attempt.reference.as_str()).then(|| {
        let found: String = found.chars().take(40).collect();
        format!("the record carries the reference {found:?}")
    })
}

fn approved(record: Record, transaction: ProviderTransactionId, attempt: &AttemptHandle) -> Inquiry {
    let reference = record.reference.as_deref().and_then(|text| AttemptReference::new(text).ok());
    let amount = match (&record.amount, &reference) {
        (Ok(amount), Some(_)) => *amount,
        (Err(detail), _) => {
            return Inquiry::Contradictory { transaction, detail: format!("approved, but {detail}") };
        }
        (Ok(_), None) => {
            let detail = format!("approved, but without the reference {}", attempt.reference);
            return Inquiry::Contradictory { transaction, detail };
        }
    };
    let approval = Approval {
        transaction: transaction.clone(),
        reference,
        // The record names a store, not a terminal.
        terminal: None,
        amount,
        tip: None,
        card: record.card,
        eft: record.eft,
    };
    Inquiry::Resolved { transaction, outcome: Outcome::Approved(Box::new(approval)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use money::{Currency, Money};
    use payment::TerminalKey;
    use proptest::prelude::*;

    use super::*;

    fn attempt() -> AttemptHandle {
        AttemptHandle {
            reference: AttemptReference::new("000123A7K2M9QX").unwrap(),
            transaction: None,
            terminal: TerminalKey::new("SUNMI-P2lite-PL0919CQ00305").unwrap(),
            amount: Money::new(9_875, Currency::EUR),
            operation: payment::Operation::Purchase,
            claimed: Vec::new(),
        }
    }

    fn id() -> ProviderTransactionId {
        ProviderTransactionId::new("5456").unwrap()
    }

    fn of(json: &str) -> Inquiry {
        verdict(Record::read(json).unwrap(), id(), &attempt())
    }

    fn record(status: &str, result: &str, slip: &str) -> String {
        let result = if result.is_empty() { String::new() } else { format!(r#""result":"{result}","#) };
        let slip = if slip.is_empty() { String::new() } else { format!(r#""receipt":"{slip}","#) };
        format!(
            r#"{{"id":"5456","merchant_order_reference":"000123A7K2M9QX","amount":{{"value":98.75,"currency":"EUR"}},{result}{slip}"status":"{status}"}}"#
        )
    }

    fn short(inquiry: &Inquiry) -> &'static str {
        match inquiry {
            Inquiry::Resolved { outcome: Outcome::Approved(_), .. } => "approved",
            Inquiry::Resolved { outcome: Outcome::Declined(_), .. } => "declined",
            Inquiry::Resolved { outcome: Outcome::Cancelled(_), .. } => "cancelled",
            Inquiry::InProgress { phase: Phase::Sent, .. } => "sent",
            Inquiry::InProgress { phase: Phase::Authorised, .. } => "authorised",
            Inquiry::InProgress { .. } => "processing",
            Inquiry::NotFound { .. } => "not found",
            Inquiry::Contradictory { .. } => "contradictory",
        }
    }

    #[test]
    fn every_status_and_result_has_its_meaning() {
        for (status, result, without_slip, with_slip) in [
            ("CREATED", "", "sent", "sent"),
            ("CREATED", "APPROVED", "authorised", "authorised"),
            ("CREATED", "DECLINED", "processing", "processing"),
            ("CREATED", "MAYBE", "processing", "processing"),
            ("AUTHORIZED", "", "authorised", "authorised"),
            ("AUTHORIZED", "APPROVED", "authorised", "approved"),
            ("AUTHORIZED", "DECLINED", "contradictory", "contradictory"),
            ("AUTHORIZED", "MAYBE", "processing", "processing"),
            ("CLEARED", "", "authorised", "contradictory"),
            ("CLEARED", "APPROVED", "approved", "approved"),
            ("CLEARED", "DECLINED", "contradictory", "contradictory"),
            ("CLEARED", "MAYBE", "processing", "processing"),
            ("CANCELLED", "", "cancelled", "cancelled"),
            ("CANCELLED", "APPROVED", "contradictory", "contradictory"),
            ("CANCELLED", "DECLINED", "declined", "declined"),
            ("CANCELLED", "MAYBE", "processing", "processing"),
            ("PAUSED", "", "processing", "processing"),
            ("PAUSED", "APPROVED", "processing", "processing"),
            ("PAUSED", "DECLINED", "processing", "processing"),
            ("PAUSED", "MAYBE", "processing", "processing"),
        ] {
            assert_eq!(short(&of(&record(status, result, ""))), without_slip, "{status} {result}");
            assert_eq!(
                short(&of(&record(status, result, "ACCEPTED"))),
                with_slip,
                "{status} {result} with a slip"
            );
        }
    }

    #[test]
    fn an_approval_takes_everything_from_the_record() {
        let json = record("CLEARED", "APPROVED", r"Card ************4242\r\n").replace("98.75", "1.23");
        let Inquiry::Resolved { outcome: Outcome::Approved(approval), .. } = of(&json) else {
            panic!("{json}")
        };
        assert_eq!(
            approval.amount.minor(),
            123,
            "the engine, not the provider, compares it with what was asked"
        );
        assert_eq!(approval.card.last_four.as_deref(), Some("4242"));
        assert_eq!(approval.eft.cardholder.as_deref(), Some("Card ************4242\r\n"));
    }

    #[test]
    fn an_approval_that_cannot_be_booked_is_for_a_person() {
        let good = record("CLEARED", "APPROVED", "");
        for bad in [
            good.replace("98.75", "1e400"),
            good.replace("98.75", "98.755"),
            good.replace("98.75", "\"NaN\""),
            good.replace("EUR", "XXQ"),
            good.replace(r#""amount":{"value":98.75,"currency":"EUR"},"#, ""),
            good.replace("000123A7K2M9QX", "000123A7K2M9QY"),
            good.replace(r#""merchant_order_reference":"000123A7K2M9QX","#, ""),
            good.replace("5456", "5457"),
        ] {
            assert_eq!(short(&of(&bad)), "contradictory", "{bad}");
        }
    }

    #[test]
    fn a_refusal_that_belongs_to_another_attempt_does_not_end_ours() {
        for (status, result) in [("CANCELLED", "DECLINED"), ("CANCELLED", ""), ("CREATED", "")] {
            let json = record(status, result, "").replace("000123A7K2M9QX", "OTHER");
            assert_eq!(short(&of(&json)), "contradictory", "{json}");
        }
    }

    proptest! {
        #[test]
        fn only_an_approved_authorised_or_cleared_record_of_ours_is_ever_approved(
            status in "CREATED|AUTHORIZED|CLEARED|CANCELLED|[A-Z]{0,9}",
            result in "APPROVED|DECLINED|[A-Z]{0,9}",
            slip in "(slip)?",
            reference in "000123A7K2M9QX|[A-Z0-9]{14}",
        ) {
            let json = record(&status, &result, &slip).replace("000123A7K2M9QX", &reference);
            if short(&of(&json)) == "approved" {
                prop_assert!(matches!(status.as_str(), "AUTHORIZED" | "CLEARED"));
                prop_assert_eq!(result.as_str(), "APPROVED");
                prop_assert_eq!(reference.as_str(), "000123A7K2M9QX");
            }
        }
    }
}
