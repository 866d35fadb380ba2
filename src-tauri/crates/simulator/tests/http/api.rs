//! Stores, terminals, transactions, paging, errors.

use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Act, Brand, Config, Decision, Entry, Stage};

use crate::shop::{COUNTER, DRAWER, Shop, WINDOW, quick, transaction, transactions, unhurried};

fn tap() -> Act {
    Act::PresentCard { brand: Brand::VPay, entry: Entry::Contactless }
}

async fn automatic() -> Shop {
    Shop::with(Config { decision: Decision::Script, ..quick() }).await
}

#[tokio::test]
async fn stores_and_terminals_are_listed_with_their_identifiers() {
    let shop = Shop::open().await;
    let stores = shop.till.get("/stores").await.json();
    assert_eq!(stores[0], json!({"uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "name": "Practice Bakery"}));
    let terminals = shop.till.get("/terminals").await.json();
    assert_eq!(terminals.as_array().unwrap().len(), 4);
    assert_eq!(terminals[0]["manufacturer"], "SUNMI");
    assert_eq!(terminals[0]["model"], "P2lite");
    assert_eq!(terminals[0]["serial"], "PL0919CQ00305");
    assert_eq!(terminals[0]["store"], stores[0]);
}

#[tokio::test]
async fn a_missing_key_is_401_and_a_wrong_one_403_as_problem_documents_without_type() {
    let shop = Shop::open().await;
    let wrong = shop.till.with_key("guess").get("/stores").await;
    assert_eq!((wrong.status, wrong.header("content-type")), (403, "application/problem+json"));
    let expected =
        json!({"status": 403, "title": "Forbidden", "detail": "Invalid API Key.", "instance": "/stores"});
    assert_eq!(wrong.json(), expected);
    let url = format!("{}/terminals", shop.handle.base_url());
    let missing = reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap();
    assert_eq!(missing.status(), 401);
    let problem: Value = serde_json::from_str(&missing.text().await.unwrap()).unwrap();
    assert_eq!((&problem["status"], &problem["instance"]), (&json!(401), &json!("/terminals")));
    assert!(problem.get("type").is_none());
}

#[tokio::test]
async fn lists_are_cut_into_pages_with_a_total_and_links() {
    let shop = Shop::open().await;
    let whole = shop.till.get("/terminals").await;
    assert_eq!((whole.header("x-total-count"), whole.header("link")), ("4", ""));
    assert!(whole.headers.contains_key("link"), "present, but empty");
    let second = shop.till.get("/terminals?page=2&size=3").await;
    assert_eq!(second.json().as_array().unwrap().len(), 1);
    assert_eq!(second.header("x-total-count"), "4");
    let base = shop.handle.base_url();
    let link = |rel: &str| format!("<{base}/terminals?size=3&page=1>; rel=\"{rel}\"");
    let last = format!("<{base}/terminals?size=3&page=2>; rel=\"last\"");
    assert_eq!(second.header("link"), [link("prev"), link("first"), last].join(","));
    for bad in ["page=0", "size=0", "size=101", "page=one"] {
        assert_eq!(shop.till.get(&format!("/stores?{bad}")).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn a_purchase_goes_from_created_over_authorized_to_cleared() {
    let shop = Shop::with(unhurried()).await;
    let created = shop.till.purchase(COUNTER, "inv2112280004", "98.75").await;
    assert_eq!(created.status, 201);
    assert!(created.text.contains(r#""amount":{"value":98.75,"currency":"EUR"}"#), "{}", created.text);
    let (body, id) = (created.json(), created.id());
    assert_eq!((&body["type"], &body["status"]), (&json!("PURCHASE"), &json!("CREATED")));
    assert_eq!(body["merchant_order_reference"], "inv2112280004");
    assert_eq!(body.as_object().unwrap().len(), 6, "nothing about the result yet: {body}");
    assert!(id.len() == 31 && id.bytes().all(|byte| byte.is_ascii_digit()), "{id}");

    shop.stage(COUNTER, Stage::WaitingForCard).await;
    let screen = shop.handle.terminal(COUNTER).unwrap();
    assert_eq!(screen.amount.map(|amount| amount.value).as_deref(), Some("98.75"));
    assert_eq!(screen.merchant_order_reference.as_deref(), Some("inv2112280004"));
    shop.handle.act(COUNTER, Act::PresentCard { brand: Brand::VPay, entry: Entry::Chip }).unwrap();
    shop.handle.act(COUNTER, Act::EnterPin { pin: simulator::Pin::Right }).unwrap();
    shop.stage(COUNTER, Stage::Approved).await;
    shop.status(&id, "CLEARED").await;

    let done = shop.till.transaction(COUNTER, &id).await.json();
    assert_eq!((&done["status"], &done["result"]), (&json!("CLEARED"), &json!("APPROVED")));
    assert_eq!(done["brand"], "V_PAY");
    assert_eq!(done["store"]["name"], "Practice Bakery");
    assert_eq!(done["creation_datetime"], body["creation_datetime"]);
    let stan = done["system_trace_audit_number"].as_str().unwrap();
    for copy in ["receipt", "merchant_receipt"] {
        let slip = done[copy].as_str().unwrap();
        assert!(slip.contains("PAYMENT ACCEPTED") && slip.contains(stan), "{slip}");
        assert!(slip.lines().all(|line| line.chars().count() <= 24), "{slip}");
    }
    let time = done["transaction_datetime"].as_str().unwrap();
    assert!(time.len() == "2022-01-18T14:31:02Z".len() && time.ends_with('Z'), "{time}");
}

#[tokio::test]
async fn a_lost_transaction_is_found_in_the_list_by_its_reference() {
    let shop = automatic().await;
    for number in 0..12 {
        shop.pay(COUNTER, &format!("ORDER{number}"), "1.00").await;
    }
    let page = shop.till.get(&format!("{}?size=5", transactions(COUNTER))).await;
    assert_eq!(page.header("x-total-count"), "12");
    let references: Vec<String> = page
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["merchant_order_reference"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(references, ["ORDER11", "ORDER10", "ORDER9", "ORDER8", "ORDER7"], "newest first");
    let other = shop.till.get(&transactions(WINDOW)).await;
    assert_eq!(other.json(), json!([]));
}

#[tokio::test]
async fn the_case_of_the_model_does_not_matter() {
    let shop = Shop::open().await;
    let id = shop.till.purchase("SUNMI-P2LITE-PL0919CQ00305", "CASE", "1.00").await.id();
    assert_eq!(shop.till.transaction("SUNMI-P2Lite-PL0919CQ00305", &id).await.status, 200);
    assert_eq!(shop.till.transaction(WINDOW, &id).await.status, 404, "another terminal does not have it");
    assert_eq!(shop.till.get(&transactions("SUNMI-P2lite-PL0919CQ0030")).await.status, 404);
}

#[tokio::test]
async fn nonsense_is_refused_with_a_problem_and_creates_nothing() {
    let shop = Shop::open().await;
    let with = |kind: &str, reference: &str, amount: &str| {
        format!(r#"{{"type":"{kind}","merchant_order_reference":"{reference}","amount":{amount}}}"#)
    };
    let euros = |value: &str| format!(r#"{{"value":{value},"currency":"EUR"}}"#);
    let bodies = [
        String::new(),
        "{".to_owned(),
        "[]".to_owned(),
        with("GIFT", "A", &euros("1")),
        with("PURCHASE", "", &euros("1")),
        with("PURCHASE", "A", &euros("0")),
        with("PURCHASE", "A", &euros("-1")),
        with("PURCHASE", "A", &euros("1.001")),
        with("PURCHASE", "A", &euros("\"1.00\"")),
        with("PURCHASE", "A", &euros("99999999999999999999999999999999")),
        with("PURCHASE", "A", r#"{"value":1,"currency":"EURO"}"#),
        with("PURCHASE", "A", r#"{"value":1.5,"currency":"JPY"}"#),
    ];
    for body in &bodies {
        let refused = shop.till.post(&transactions(COUNTER), body).await;
        assert_eq!(refused.status, 400, "{body}");
        assert_eq!(refused.header("content-type"), "application/problem+json", "{body}");
        assert!(!refused.json()["detail"].as_str().unwrap().is_empty(), "{body}");
    }
    assert!(shop.handle.transactions().is_empty());
    assert_eq!(shop.till.purchase("SUNMI-P9-X", "A", "1.00").await.status, 404);
    assert_eq!(shop.till.transaction(COUNTER, "42").await.status, 404);
    assert_eq!(shop.till.delete(&transaction(COUNTER, "42")).await.status, 404);
    assert_eq!(shop.till.send(Method::PATCH, "/stores", "").await.unwrap().status, 405);
    assert_eq!(shop.till.get("/elsewhere").await.status, 404);
    let huge = " ".repeat(100_000);
    assert_eq!(shop.till.post(&transactions(COUNTER), &huge).await.status, 413);
}

#[tokio::test]
async fn a_second_payment_aborts_one_the_terminal_has_not_fetched() {
    let shop = Shop::open().await;
    let first = shop.till.purchase(DRAWER, "FIRST", "1.00").await.id();
    let second = shop.till.purchase(DRAWER, "SECOND", "2.00").await.id();
    let aborted = shop.till.transaction(DRAWER, &first).await.json();
    assert_eq!(aborted["status"], "CANCELLED");
    assert!(aborted.get("result").is_none() && aborted.get("receipt").is_none(), "{aborted}");
    assert_eq!(shop.till.transaction(DRAWER, &second).await.json()["status"], "CREATED");
}

#[tokio::test]
async fn a_second_payment_waits_behind_one_the_terminal_is_busy_with() {
    let shop = Shop::open().await;
    let first = shop.till.purchase(COUNTER, "FIRST", "1.00").await.id();
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    let second = shop.till.purchase(COUNTER, "SECOND", "2.00").await.id();
    assert!(shop.handle.terminal(COUNTER).unwrap().work_waits);
    shop.handle.act(COUNTER, tap()).unwrap();
    shop.status(&first, "CLEARED").await;
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().transaction, Some(second));
}

#[tokio::test]
async fn a_terminal_that_is_off_leaves_the_payment_created_until_it_is_on() {
    let shop = automatic().await;
    let id = shop.till.purchase(DRAWER, "OFF", "1.00").await.id();
    shop.pay(COUNTER, "MEANWHILE", "1.00").await;
    assert_eq!(shop.till.transaction(DRAWER, &id).await.json()["status"], "CREATED");
    shop.handle.act(DRAWER, Act::SwitchOn).unwrap();
    shop.status(&id, "CLEARED").await;
}

#[tokio::test]
async fn a_payment_can_be_cancelled_until_a_card_was_presented() {
    let shop = Shop::open().await;
    let unfetched = shop.till.purchase(DRAWER, "A", "1.00").await.id();
    let gone = shop.till.delete(&transaction(DRAWER, &unfetched)).await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    assert_eq!(shop.till.transaction(DRAWER, &unfetched).await.json()["status"], "CANCELLED");
    assert_eq!(shop.till.delete(&transaction(DRAWER, &unfetched)).await.status, 409, "final");

    let waiting = shop.till.purchase(COUNTER, "B", "1.00").await.id();
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    assert_eq!(shop.till.delete(&transaction(COUNTER, &waiting)).await.status, 204);
    assert_eq!(shop.handle.act(COUNTER, tap()).ok(), None, "nothing to hold a card against any more");
    shop.stage(COUNTER, Stage::Idle).await;

    let late = shop.till.purchase(COUNTER, "C", "60.00").await.id();
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    shop.handle.act(COUNTER, tap()).unwrap();
    assert_eq!(shop.handle.terminal(COUNTER).unwrap().stage, Stage::EnterPin);
    let refused = shop.till.delete(&transaction(COUNTER, &late)).await;
    assert_eq!((refused.status, refused.header("content-type")), (409, "application/problem+json"));
    shop.handle.act(COUNTER, Act::EnterPin { pin: simulator::Pin::Right }).unwrap();
    shop.status(&late, "CLEARED").await;
    assert_eq!(shop.handle.ledger().len(), 1, "only the one that was too late is charged");
}

#[tokio::test]
async fn refunds_never_exceed_the_approved_purchase_they_refer_to() {
    let shop = automatic().await;
    let purchase = shop.pay(COUNTER, "BUY", "10.00").await;
    let first = shop.till.refund(WINDOW, Some(&purchase), "6.00").await;
    assert_eq!((first.status, &first.json()["reference"]["id"]), (201, &json!(purchase)));
    let over = shop.till.refund(COUNTER, Some(&purchase), "4.01").await;
    assert_eq!(over.status, 409, "open refunds count: {over:?}");
    shop.status(&first.id(), "CLEARED").await;
    shop.stage(WINDOW, Stage::Idle).await;
    let rest = shop.till.refund(COUNTER, Some(&purchase), "4.00").await.id();
    shop.status(&rest, "CLEARED").await;
    assert_eq!(shop.till.refund(COUNTER, Some(&purchase), "0.01").await.status, 409);
    let slip = shop.till.transaction(COUNTER, &rest).await.json()["receipt"].as_str().unwrap().to_owned();
    assert!(slip.contains("REFUND ACCEPTED"), "{slip}");

    assert_eq!(shop.till.refund(COUNTER, Some("42"), "1.00").await.status, 422, "unknown purchase");
    assert_eq!(shop.till.refund(COUNTER, Some(&rest), "1.00").await.status, 422, "a refund is no purchase");
    let unpaid = shop.till.purchase(DRAWER, "UNPAID", "5.00").await.id();
    assert_eq!(shop.till.refund(COUNTER, Some(&unpaid), "1.00").await.status, 422, "not approved");
    let body = format!(
        r#"{{"type":"REFUND","merchant_order_reference":"R","amount":{{"value":1,"currency":"USD"}},
            "reference":{{"id":"{purchase}"}}}}"#
    );
    assert_eq!(shop.till.post(&transactions(COUNTER), &body).await.status, 422, "another currency");
}

#[tokio::test]
async fn an_unreferenced_refund_needs_no_purchase() {
    let shop = automatic().await;
    let refund = shop.till.refund(COUNTER, None, "7.50").await;
    assert!(refund.json().get("reference").is_none());
    shop.status(&refund.id(), "CLEARED").await;
    let ledger = shop.handle.ledger();
    assert_eq!((ledger[0].kind, ledger[0].minor), (simulator::Kind::Refund, 750));
}

#[tokio::test]
async fn day_totals_are_a_slip_of_todays_approved_transactions() {
    let shop = automatic().await;
    shop.handle.script(None, vec![simulator::Outcome::ApproveWith(Brand::Visa); 2]).unwrap();
    let purchase = shop.pay(COUNTER, "A", "10.00").await;
    shop.pay(COUNTER, "B", "0.50").await;
    shop.handle.script(None, vec![simulator::Outcome::Decline(simulator::ResponseCode::default())]).unwrap();
    let declined = shop.till.purchase(COUNTER, "C", "99.00").await.id();
    shop.status(&declined, "CANCELLED").await;
    shop.stage(COUNTER, Stage::Idle).await;
    let refund = shop.till.refund(COUNTER, Some(&purchase), "3.00").await.id();
    shop.status(&refund, "CLEARED").await;
    let totals = shop.till.get(&format!("/terminals/{COUNTER}/daytotals/today")).await;
    assert!(totals.header("content-type").starts_with("text/plain"));
    assert!(totals.text.contains("Total 2 x\n               EUR 10.50\n"), "{}", totals.text);
    assert!(totals.text.contains("Total 1 x\n                EUR 3.00\n"), "{}", totals.text);
    assert!(!totals.text.contains("99"), "{}", totals.text);
    assert!(totals.text.lines().all(|line| line.chars().count() <= 24));
    assert_eq!(shop.till.get("/terminals/SUNMI-P9-X/daytotals/today").await.status, 404);
}
