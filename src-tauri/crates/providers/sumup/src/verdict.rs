//! What a transaction says about an attempt.

use money::Money;
use payment::{
    Approval, AttemptHandle, AttemptReference, Decline, EftReceipts, Inquiry, Outcome, Phase, ProviderFault,
    ProviderTransactionId,
};

use crate::names::{Name, RefundMark};
use crate::record::{EventState, Record, RefundEvent, Status};

/// What the record says.
///
/// | status | meaning |
/// |---|---|
/// | SUCCESSFUL | approved, if reference, amount and currency are ours |
/// | FAILED | declined |
/// | CANCELLED | cancelled |
/// | REFUNDED | approved, if this till gave it back; else for a person: given back behind the till's back |
/// | PENDING, other word | runs |
///
/// # Errors
/// `Unreadable` when the record has no id, or does not show whose it is and says nothing of money either.
pub(crate) fn verdict(
    record: &Record,
    merchant: &str,
    attempt: &AttemptHandle,
) -> Result<Inquiry, ProviderFault> {
    let id = record.id.clone().ok_or_else(|| ProviderFault::unreadable("the transaction has no id"))?;
    let transaction = Name::Transaction(id).id()?;
    let contradictory = |detail: String| Inquiry::Contradictory { transaction: transaction.clone(), detail };
    let named = match whose(record, merchant, attempt) {
        Whose::Ours => true,
        Whose::NotTold => false,
        Whose::Another(stranger) => return Ok(contradictory(stranger)),
    };
    let resolved = |outcome| Inquiry::Resolved { transaction: transaction.clone(), outcome };
    Ok(match record.status {
        // What has a card in it keeps the name that also leads to its checkout.
        Status::Pending | Status::Other => Inquiry::InProgress {
            transaction: attempt.transaction.clone().unwrap_or(transaction),
            phase: Phase::Processing,
        },
        Status::Successful | Status::Refunded if !named => {
            contradictory(format!("charged, but without the reference {}", attempt.reference))
        }
        Status::Refunded if !given_back_by_us(record, attempt) => {
            contradictory("charged, and given back, not by this till".to_owned())
        }
        Status::Successful | Status::Refunded => match approval(record, &transaction, attempt) {
            Ok(approval) => resolved(Outcome::Approved(Box::new(approval))),
            Err(detail) => contradictory(format!("charged, but {detail}")),
        },
        Status::Failed | Status::Cancelled if !named => {
            return Err(ProviderFault::unreadable("the transaction does not tell whose it is"));
        }
        Status::Failed => {
            let reason = record.entry.is_some().then(|| record.status_text.clone());
            let decline = Decline { reason, card: record.card.clone(), eft: EftReceipts::default() };
            resolved(Outcome::Declined(Box::new(decline)))
        }
        Status::Cancelled => resolved(Outcome::Cancelled(Box::default())),
    })
}

/// Whether every refund on record is one of this till's. A record that says REFUNDED and lists none is believed to mean
/// the refunds the till knows of.
fn given_back_by_us(record: &Record, attempt: &AttemptHandle) -> bool {
    let mut ours: Vec<RefundMark> = attempt
        .claimed
        .iter()
        .filter_map(|name| match Name::of(name) {
            Name::Refund { original, mark } => (record.id.as_ref() == Some(&original)).then_some(mark),
            Name::Transaction(_) | Name::Reader { .. } | Name::Link { .. } => None,
        })
        .collect();
    if ours.is_empty() {
        return false;
    }
    let listed = record.refunds.iter().flatten().filter(|event| event.state != EventState::Failed);
    let (named, unnamed): (Vec<&RefundEvent>, Vec<&RefundEvent>) =
        listed.partition(|event| ours.contains(&RefundMark::Event(event.id.clone())));
    ours.retain(|mark| !named.iter().any(|event| *mark == RefundMark::Event(event.id.clone())));
    unnamed.iter().all(|event| {
        let amount = event.amount.as_ref().ok().map(|amount| amount.minor());
        let place = ours
            .iter()
            .position(|mark| matches!(mark, RefundMark::Accepted { minor, .. } if Some(*minor) == amount));
        place.map(|place| ours.swap_remove(place)).is_some()
    })
}

enum Whose {
    Ours,
    NotTold,
    Another(String),
}

/// Whose transaction it is: every name it shows must be ours, and it must show one.
fn whose(record: &Record, merchant: &str, attempt: &AttemptHandle) -> Whose {
    let name = attempt.transaction.as_ref().map(Name::of);
    let (id, client) = match name {
        Some(Name::Transaction(id)) => (Some(id), None),
        Some(Name::Reader { client, .. }) => (None, Some(client)),
        Some(Name::Link { .. } | Name::Refund { .. }) | None => (None, None),
    };
    let mut ours = false;
    for (what, found, expected) in [
        ("transaction", &record.id, id.as_deref()),
        ("client transaction", &record.client, client.as_deref()),
        ("reference", &record.foreign, Some(attempt.reference.as_str())),
    ] {
        match (found, expected) {
            (Some(found), Some(expected)) if found != expected => {
                let found: String = found.chars().take(60).collect();
                return Whose::Another(format!("the record carries another {what}: {found:?}"));
            }
            (Some(_), Some(_)) => ours = true,
            (None, _) | (_, None) => {}
        }
    }
    match &record.merchant {
        Some(found) if !found.eq_ignore_ascii_case(merchant) => {
            Whose::Another(format!("the record belongs to merchant {found:?}"))
        }
        _ if ours => Whose::Ours,
        _ => Whose::NotTold,
    }
}

fn approval(
    record: &Record,
    transaction: &ProviderTransactionId,
    attempt: &AttemptHandle,
) -> Result<Approval, String> {
    let (amount, tip) = split(record.total.clone()?, record.tip.clone()?, attempt.amount)?;
    Ok(Approval {
        transaction: transaction.clone(),
        reference: record.foreign.as_deref().and_then(|text| AttemptReference::new(text).ok()),
        // The record names no reader.
        terminal: None,
        amount,
        tip,
        card: record.card.clone(),
        eft: EftReceipts::default(),
    })
}

/// The amount without the tip, and the tip. The vendor describes the tip as part of the total; should a total be exactly
/// what was asked although there is a tip, the tip came on top.
fn split(total: Money, tip: Option<Money>, asked: Money) -> Result<(Money, Option<Money>), String> {
    let Some(tip) = tip else { return Ok((total, None)) };
    if total == asked {
        return Ok((total, Some(tip)));
    }
    let amount = total.checked_sub(tip).map_err(|error| error.to_string())?;
    Ok((amount, Some(tip)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use money::Currency;
    use payment::{FaultKind, Operation, TerminalKey};

    use super::*;

    fn attempt(transaction: Option<Name>) -> AttemptHandle {
        AttemptHandle {
            reference: AttemptReference::new("000123A7K2M9QX").unwrap(),
            transaction: transaction.map(|name| name.id().unwrap()),
            terminal: TerminalKey::new("rdr_3MSAFM23CK82VSTT4BN6RWSQ65").unwrap(),
            amount: Money::new(1_000, Currency::EUR),
            operation: Operation::Purchase,
            claimed: Vec::new(),
        }
    }

    fn say(status: &str, rest: &str) -> Result<Inquiry, ProviderFault> {
        let json = format!(r#"{{"id":"T1","currency":"EUR","status":"{status}"{rest}}}"#);
        let client = Name::Reader { client: "C1".to_owned(), checkout: None };
        verdict(&Record::read(&json).unwrap(), "MH4H92C7", &attempt(Some(client)))
    }

    const OURS: &str = r#","foreign_transaction_id":"000123A7K2M9QX","amount":10"#;

    #[test]
    fn statuses_mean_what_the_table_says() {
        for (status, expected) in [
            ("SUCCESSFUL", "approved"),
            ("FAILED", "declined"),
            ("CANCELLED", "cancelled"),
            ("PENDING", "runs"),
            ("REFUNDED", "contradictory"),
            ("NEW_WORD", "runs"),
        ] {
            let found = match say(status, OURS).unwrap() {
                Inquiry::Resolved { outcome: Outcome::Approved(_), .. } => "approved",
                Inquiry::Resolved { outcome: Outcome::Declined(_), .. } => "declined",
                Inquiry::Resolved { outcome: Outcome::Cancelled(_), .. } => "cancelled",
                Inquiry::InProgress { .. } => "runs",
                Inquiry::Contradictory { .. } => "contradictory",
                Inquiry::NotFound { .. } => "not found",
            };
            assert_eq!(found, expected, "{status}");
        }
    }

    #[test]
    fn what_this_till_gave_back_whole_is_no_contradiction() {
        let refunds = r#","events":[{"id":7,"type":"REFUND","status":"REFUNDED","amount":6},
            {"id":8,"type":"REFUND","status":"REFUNDED","amount":4},{"id":9,"type":"REFUND","status":"FAILED","amount":4}]"#;
        let json = format!(r#"{{"id":"T1","currency":"EUR","status":"REFUNDED"{OURS}{refunds}}}"#);
        let record = Record::read(&json).unwrap();
        let none = format!(r#"{{"id":"T1","currency":"EUR","status":"REFUNDED"{OURS}}}"#);
        let without_events = Record::read(&none).unwrap();
        let say = |record: &Record, claimed: &[&str]| {
            let claimed = claimed.iter().map(|name| ProviderTransactionId::new(*name).unwrap()).collect();
            let handle = AttemptHandle { claimed, ..attempt(None) };
            matches!(
                verdict(record, "MH4H92C7", &handle).unwrap(),
                Inquiry::Resolved { outcome: Outcome::Approved(_), .. }
            )
        };
        assert!(say(&record, &["refund|T1|event|7", "refund|T1|event|8"]));
        assert!(say(&record, &["refund|T1|event|7", "refund|T1|accepted|400|000124B7K2M9QX"]));
        assert!(say(&without_events, &["refund|T1|accepted|1000|000124B7K2M9QX"]));
        assert!(!say(&without_events, &[]), "nobody here gave it back");
        assert!(!say(&record, &["refund|T1|event|7"]), "the rest went back behind the till's back");
        assert!(!say(&record, &["refund|T1|event|7", "refund|T1|accepted|300|000124B7K2M9QX"]));
        assert!(!say(&record, &["refund|T2|event|7", "refund|T2|event|8"]), "refunds of another payment");
    }

    #[test]
    fn the_tip_is_taken_from_the_total_or_stands_beside_it() {
        for (amounts, amount, tip) in [
            (r#""amount":10"#, 1_000, None),
            (r#""amount":11.5,"tip_amount":1.5"#, 1_000, Some(150)),
            (r#""amount":10,"tip_amount":1.5"#, 1_000, Some(150)),
            (r#""amount":10,"tip_amount":0"#, 1_000, None),
            (r#""amount":9,"tip_amount":1"#, 800, Some(100)),
        ] {
            let rest = format!(r#","client_transaction_id":"C1",{amounts}"#);
            let Inquiry::Resolved { outcome: Outcome::Approved(approval), .. } =
                say("SUCCESSFUL", &rest).unwrap()
            else {
                panic!("{amounts}")
            };
            assert_eq!(
                (approval.amount.minor(), approval.tip.map(|tip| tip.minor())),
                (amount, tip),
                "{amounts}"
            );
        }
    }

    #[test]
    fn a_charge_that_is_not_provably_ours_is_for_a_person() {
        for rest in [
            r#","amount":10"#,
            r#","amount":10,"foreign_transaction_id":"000124B7K2M9QX""#,
            r#","amount":10,"client_transaction_id":"C2""#,
            r#","amount":10,"foreign_transaction_id":"000123A7K2M9QX","client_transaction_id":"C2""#,
            r#","amount":10,"foreign_transaction_id":"000123A7K2M9QX","merchant_code":"MSTRANGE""#,
            r#","foreign_transaction_id":"000123A7K2M9QX""#,
            r#","amount":1e400,"foreign_transaction_id":"000123A7K2M9QX""#,
            r#","amount":11,"tip_amount":"x","foreign_transaction_id":"000123A7K2M9QX""#,
        ] {
            let inquiry = say("SUCCESSFUL", rest).unwrap();
            assert!(matches!(inquiry, Inquiry::Contradictory { .. }), "{rest}: {inquiry:?}");
        }
    }

    #[test]
    fn a_refusal_without_a_name_is_no_end() {
        assert_eq!(say("FAILED", r#","amount":10"#).unwrap_err().kind(), FaultKind::Unreadable);
    }
}
