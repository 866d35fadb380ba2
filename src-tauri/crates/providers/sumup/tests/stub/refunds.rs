use money::{Currency, Money};
use payment::{AttemptHandle, CancelAnswer, Effect, FaultKind, Inquiry, Outcome, Payments};

use crate::stub::{Stub, json};
use crate::support::*;

fn handle(name: Option<&str>, claimed: &[&str]) -> AttemptHandle {
    let claimed = claimed.iter().map(|name| id(name)).collect();
    AttemptHandle { transaction: name.map(id), claimed, ..AttemptHandle::of(&intent(refund())) }
}

fn event(number: u32, amount: &str, status: &str) -> String {
    format!(r#"{{"id":{number},"type":"REFUND","status":"{status}","amount":{amount}}}"#)
}

async fn inquire(events: &[String], handle: &AttemptHandle) -> Inquiry {
    let paid = transaction("SUCCESSFUL", &format!(r#","events":[{}]"#, events.join(",")));
    let stub = World { transactions: vec![("id=T1", paid)], ..World::default() }.start().await;
    api(&stub).inquire(handle).await.unwrap()
}

fn refunded(inquiry: &Inquiry) -> Option<&str> {
    match inquiry {
        Inquiry::Resolved { transaction, outcome: Outcome::Approved(approval) } => {
            assert_eq!(approval.amount, Money::new(1_000, Currency::EUR));
            Some(transaction.as_str())
        }
        _ => None,
    }
}

#[tokio::test]
async fn a_refund_is_one_exact_amount_and_any_2xx_takes_it() {
    for (status, body) in [(204, ""), (201, "{}"), (200, "whatever")] {
        let stub = Stub::always(json(status, body)).await;
        let taken = api(&stub).dispatch(permit(intent(refund())).await).await.unwrap();
        assert_eq!(taken.transaction.as_str(), "refund|T1|accepted|1000|000123A7K2M9QX");
        let request = &stub.requests()[0];
        assert_eq!(request.target, "/v1.0/merchants/MH4H92C7/payments/T1/refunds");
        assert_eq!(request.body, r#"{"amount":10.00}"#);
    }
}

#[tokio::test]
async fn refusals_of_a_refund_say_what_to_do() {
    use FaultKind::*;
    for (status, body, kind, effect, limit) in [
        (409, r#"{"error_code":"CONFLICT","message":"x"}"#, TooEarly, Effect::Unknown, None),
        (
            409,
            r#"{"error_code":"NOT_ENOUGH_BALANCE","message":"x"}"#,
            NotEnoughBalance,
            Effect::Unknown,
            None,
        ),
        (409, "", Refused, Effect::Unknown, None),
        (404, r#"{"error_code":"NOT_FOUND","message":"x"}"#, Refused, Effect::None, None),
        (404, "", NotKnown, Effect::Unknown, None),
        (
            422,
            r#"{"title":"Unprocessable Entity","max_refundable_amount":5.05}"#,
            Refused,
            Effect::Unknown,
            Some(505),
        ),
        (422, r#"{"max_refundable_amount":"5.055"}"#, Refused, Effect::None, None),
        (500, "{}", ProviderDown, Effect::Unknown, None),
    ] {
        let stub = Stub::always(json(status, body)).await;
        let fault = api(&stub).dispatch(permit(intent(refund())).await).await.unwrap_err();
        let limited = fault.limit().map(|limit| limit.minor());
        assert_eq!((fault.kind(), fault.effect(), limited), (kind, effect, limit), "{status} {body}");
        assert_eq!(stub.requests().len(), 1, "sent once");
    }
}

#[tokio::test]
async fn a_lost_answer_is_found_in_the_events_that_nobody_else_claims() {
    let lost = |claimed: &[&str]| handle(None, claimed);
    let none: [String; 0] = [];
    assert_eq!(inquire(&none, &lost(&[])).await, Inquiry::NotFound { terminal_idle: true });
    let one = [event(7, "10", "REFUNDED")];
    assert_eq!(refunded(&inquire(&one, &lost(&[])).await), Some("refund|T1|event|7"));
    let claimed_by_event = inquire(&one, &lost(&["refund|T1|event|7"])).await;
    assert_eq!(claimed_by_event, Inquiry::NotFound { terminal_idle: true });
    let claimed_by_amount = inquire(&one, &lost(&["refund|T1|accepted|1000|OTHER"])).await;
    assert_eq!(claimed_by_amount, Inquiry::NotFound { terminal_idle: true });
    let other_amount = [event(7, "5", "REFUNDED")];
    assert_eq!(inquire(&other_amount, &lost(&[])).await, Inquiry::NotFound { terminal_idle: true });
    let two = [event(7, "10", "REFUNDED"), event(8, "10", "SUCCESSFUL")];
    assert_eq!(refunded(&inquire(&two, &lost(&["refund|T1|event|7"])).await), Some("refund|T1|event|8"));
    let ambiguous = inquire(&two, &lost(&[])).await;
    assert!(matches!(ambiguous, Inquiry::Contradictory { .. }), "{ambiguous:?}");
    let failed = [event(7, "10", "FAILED")];
    assert_eq!(
        refused(&inquire(&failed, &lost(&[])).await),
        Some("refund|T1|event|7"),
        "it did not come about"
    );
    let failed_before = inquire(&failed, &lost(&["refund|T1|event|7"])).await;
    assert_eq!(failed_before, Inquiry::NotFound { terminal_idle: true }, "an earlier refund of ours failed");
    let again = [event(7, "10", "FAILED"), event(8, "10", "REFUNDED")];
    assert_eq!(refunded(&inquire(&again, &lost(&[])).await), Some("refund|T1|event|8"));
}

fn refused(inquiry: &Inquiry) -> Option<&str> {
    match inquiry {
        Inquiry::Resolved { transaction, outcome: Outcome::Declined(decline) } => {
            assert_eq!(decline.reason.as_deref(), Some("FAILED"));
            Some(transaction.as_str())
        }
        _ => None,
    }
}

#[tokio::test]
async fn only_an_event_that_came_about_is_money_given_back() {
    let taken = || handle(Some("refund|T1|accepted|1000|000123A7K2M9QX"), &[]);
    for (status, expected) in [
        ("SUCCESSFUL", "approved"),
        ("PAID_OUT", "approved"),
        ("REFUNDED", "approved"),
        ("PENDING", "runs"),
        ("SCHEDULED", "runs"),
        ("RECONCILED", "runs"),
        ("NEW_WORD", "runs"),
        ("FAILED", "declined"),
    ] {
        for asked in [taken(), handle(None, &[]), handle(Some("refund|T1|event|9"), &[])] {
            let inquiry = inquire(&[event(9, "10", status)], &asked).await;
            let (found, name) = match &inquiry {
                Inquiry::Resolved { outcome: Outcome::Approved(_), .. } => ("approved", refunded(&inquiry)),
                Inquiry::Resolved { .. } => ("declined", refused(&inquiry)),
                Inquiry::InProgress { transaction, .. } => ("runs", Some(transaction.as_str())),
                other => panic!("{status}: {other:?}"),
            };
            assert_eq!((found, name), (expected, Some("refund|T1|event|9")), "{status}");
        }
    }
}

#[tokio::test]
async fn a_taken_refund_ends_by_its_event_or_by_the_word_of_the_provider() {
    let taken = || handle(Some("refund|T1|accepted|1000|000123A7K2M9QX"), &[]);
    let none: [String; 0] = [];
    let without_event = inquire(&none, &taken()).await;
    assert_eq!(refunded(&without_event), Some("refund|T1|accepted|1000|000123A7K2M9QX"));
    let with_event = inquire(&[event(9, "-10.00", "REFUNDED")], &taken()).await;
    assert_eq!(refunded(&with_event), Some("refund|T1|event|9"), "deductions come with either sign");
    let late = handle(Some("refund|T1|event|9"), &[]);
    let failed = inquire(&[event(9, "10", "FAILED")], &late).await;
    assert!(matches!(failed, Inquiry::Resolved { outcome: Outcome::Declined(_), .. }), "{failed:?}");
}

#[tokio::test]
async fn events_that_cannot_be_read_prove_nothing() {
    for events in
        [r#","events":{}"#, r#","events":[7]"#, r#","events":[{"id":1,"type":"REFUND","amount":"x"}]"#]
    {
        let transactions = vec![("id=T1", transaction("SUCCESSFUL", events))];
        let stub = World { transactions, ..World::default() }.start().await;
        let fault = api(&stub).inquire(&handle(None, &[])).await.unwrap_err();
        assert_eq!(fault.kind(), FaultKind::Unreadable, "{events}");
    }
    let stub = World::default().start().await;
    let inquiry = api(&stub).inquire(&handle(None, &[])).await.unwrap();
    assert_eq!(inquiry, Inquiry::NotFound { terminal_idle: false }, "nor does a payment that is not found");
    assert_eq!(api(&stub).cancel(&handle(None, &[])).await.unwrap(), CancelAnswer::TooLate);
}
