use payment::{AttemptHandle, CancelAnswer, Inquiry, Outcome, Payments, Phase};

use crate::stub::{Stub, json};
use crate::support::*;

fn handle(name: Option<&str>) -> AttemptHandle {
    AttemptHandle { transaction: name.map(id), ..AttemptHandle::of(&link_intent()) }
}

fn checkout(status: &str, rest: &str) -> String {
    format!(
        r#"{{"id":"K1","checkout_reference":"{REFERENCE}","amount":10,"currency":"EUR","merchant_code":"MH4H92C7",
        "status":"{status}"{rest}}}"#
    )
}

#[tokio::test]
async fn a_link_is_made_once_and_shown_only_if_it_is_safe() {
    let page = "https://checkout.sumup.com/pay/8f9316a3";
    let made = checkout("PENDING", &format!(r#","hosted_checkout_url":"{page}""#));
    let stub = Stub::always(json(201, &made)).await;
    let taken = api(&stub).dispatch(permit(link_intent()).await).await.unwrap();
    assert_eq!((taken.transaction.as_str(), taken.customer_link.as_deref()), ("link|K1", Some(page)));
    let request = &stub.requests()[0];
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/v0.1/checkouts"));
    assert_eq!(
        request.body,
        r#"{"checkout_reference":"000123A7K2M9QX","amount":10.00,"currency":"EUR","merchant_code":"MH4H92C7","#
            .to_owned()
            + r#""valid_until":"2027-01-15T08:30:00Z","hosted_checkout":{"enabled":true}}"#
    );
    for link in
        ["http://checkout.sumup.com/pay", "javascript:alert(1)", "https://user:pw@x/", "", "https://x/ y"]
    {
        let stub = Stub::always(json(201, made.replace(page, link))).await;
        let fault = api(&stub).dispatch(permit(link_intent()).await).await.unwrap_err();
        assert_eq!(fault.effect(), payment::Effect::Unknown, "{link}");
    }
}

#[tokio::test]
async fn what_a_checkout_says_is_what_the_table_says() {
    let charged = r#","transactions":[{"id":"T1","status":"SUCCESSFUL","amount":10,"currency":"EUR"}]"#;
    let refused = r#","transactions":[{"id":"T0","status":"FAILED","amount":10,"currency":"EUR"}]"#;
    let over = r#","valid_until":"2020-01-01T00:00:00Z""#;
    for (body, expected) in [
        (checkout("PENDING", ""), "runs"),
        (checkout("PAID", charged), "approved"),
        (checkout("PAID", r#","transaction_id":"T1""#), "approved"),
        (checkout("FAILED", refused), "runs"),
        (checkout("FAILED", &format!("{refused}{over}")), "declined"),
        (checkout("EXPIRED", refused), "cancelled"),
        (checkout("EXPIRED", charged), "contradictory"),
        (checkout("OF_TOMORROW", ""), "runs"),
    ] {
        let stub = Stub::always(json(200, &body)).await;
        let found = match api(&stub).inquire(&handle(Some("link|K1"))).await.unwrap() {
            Inquiry::Resolved { transaction, outcome: Outcome::Approved(approval) } => {
                assert_eq!((transaction.as_str(), approval.amount.minor()), ("T1", 1_000));
                "approved"
            }
            Inquiry::Resolved { outcome: Outcome::Declined(_), .. } => "declined",
            Inquiry::Resolved { outcome: Outcome::Cancelled(_), .. } => "cancelled",
            Inquiry::InProgress { .. } => "runs",
            Inquiry::Contradictory { .. } => "contradictory",
            Inquiry::NotFound { .. } => "not found",
        };
        assert_eq!(found, expected, "{body}");
    }
}

#[tokio::test]
async fn a_lost_link_is_found_by_its_reference_and_a_strangers_is_not_ours() {
    let stub = Stub::always(json(200, format!("[{}]", checkout("PENDING", "")))).await;
    let inquiry = api(&stub).inquire(&handle(None)).await.unwrap();
    assert_eq!(inquiry, Inquiry::InProgress { transaction: id("link|K1"), phase: Phase::Sent });
    assert_eq!(stub.requests()[0].target, format!("/v0.1/checkouts?checkout_reference={REFERENCE}"));
    for body in ["[]".to_owned(), format!("[{}]", checkout("PAID", "").replace(REFERENCE, "OTHER"))] {
        let stub = Stub::always(json(200, body)).await;
        let inquiry = api(&stub).inquire(&handle(None)).await.unwrap();
        assert_eq!(inquiry, Inquiry::NotFound { terminal_idle: true });
    }
    let stranger = checkout("PAID", "").replace(REFERENCE, "OTHER");
    let stub = Stub::always(json(200, stranger)).await;
    assert!(api(&stub).inquire(&handle(Some("link|K1"))).await.is_err());
}

#[tokio::test]
async fn withdrawing_a_link_that_was_paid_comes_too_late() {
    for (status, body, expected) in [
        (200, "{}", CancelAnswer::Taken),
        (409, r#"{"error_code":"CHECKOUT_PROCESSED"}"#, CancelAnswer::TooLate),
        (404, "{}", CancelAnswer::NotFound),
    ] {
        let stub = Stub::always(json(status, body)).await;
        assert_eq!(api(&stub).cancel(&handle(Some("link|K1"))).await.unwrap(), expected, "{status}");
        assert_eq!((stub.requests()[0].method.as_str(), stub.requests().len()), ("DELETE", 1));
    }
}
