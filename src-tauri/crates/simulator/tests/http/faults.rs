//! Faults of the network and the cloud, seen from the till.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use simulator::{Fault, FaultKind};

use crate::shop::{DRAWER, Shop, purchase_body, transaction, transactions};

async fn post_under(shop: &Shop, fault: FaultKind) -> reqwest::Result<crate::shop::Answer> {
    shop.handle.add_fault(Fault::next("POST", "/transactions", fault)).unwrap();
    shop.till.send(Method::POST, &transactions(DRAWER), &purchase_body("FAULT", "1.00")).await
}

#[tokio::test]
async fn a_connection_dropped_before_acting_leaves_nothing_behind() {
    let shop = Shop::open().await;
    assert!(post_under(&shop, FaultKind::DropBefore).await.is_err());
    assert!(shop.handle.transactions().is_empty());
    assert_eq!(shop.till.purchase(DRAWER, "NEXT", "1.00").await.status, 201, "the fault is spent");
}

#[tokio::test]
async fn a_connection_dropped_after_acting_leaves_a_transaction_to_be_looked_up() {
    let shop = Shop::open().await;
    let lost = post_under(&shop, FaultKind::DropAfter).await.unwrap_err();
    assert!(!lost.is_connect() && !lost.is_timeout(), "{lost:?}");
    let list = shop.till.get(&transactions(DRAWER)).await.json();
    assert_eq!(list[0]["merchant_order_reference"], "FAULT");
}

#[tokio::test]
async fn a_truncated_answer_breaks_off_in_its_body() {
    let shop = Shop::open().await;
    let error = post_under(&shop, FaultKind::Truncate).await.unwrap_err();
    assert!(error.is_body() || error.is_decode(), "{error:?}");
    assert_eq!(shop.handle.transactions().len(), 1);
}

#[tokio::test]
async fn a_failure_status_does_not_say_whether_it_was_done() {
    let shop = Shop::open().await;
    assert_eq!(post_under(&shop, FaultKind::StatusBefore(503)).await.unwrap().status, 503);
    assert_eq!(shop.handle.transactions().len(), 0);
    let after = post_under(&shop, FaultKind::StatusAfter(500)).await.unwrap();
    assert_eq!((after.status, after.header("content-type")), (500, "application/problem+json"));
    assert_eq!(shop.handle.transactions().len(), 1);
}

#[tokio::test]
async fn a_captive_portal_answers_a_web_page_with_status_200() {
    let shop = Shop::open().await;
    let page = post_under(&shop, FaultKind::WebPage).await.unwrap();
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text.starts_with("<!DOCTYPE html>"));
    assert_eq!(shop.handle.transactions().len(), 1, "it was done all the same");
}

#[tokio::test]
async fn an_existing_transaction_can_be_denied() {
    let shop = Shop::open().await;
    let id = shop.till.purchase(DRAWER, "THERE", "1.00").await.id();
    let fault = Fault::next("GET", "/transactions/*", FaultKind::NotFound).times(2);
    shop.handle.add_fault(fault).unwrap();
    let path = transaction(DRAWER, &id);
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(shop.till.get(&path).await.status);
    }
    assert_eq!(seen, [404, 404, 200]);
}

#[tokio::test]
async fn a_delayed_answer_was_acted_on_before_or_after_the_delay() {
    let shop = Shop::open().await;
    let begun = Instant::now();
    assert_eq!(post_under(&shop, FaultKind::DelayAfter(80)).await.unwrap().status, 201);
    assert!(begun.elapsed() >= Duration::from_millis(80));
    shop.handle.add_fault(Fault::next("POST", "/transactions", FaultKind::DelayBefore(60_000))).unwrap();
    let body = purchase_body("SLOW", "1.00");
    let path = transactions(DRAWER);
    let given_up = shop.till.send(Method::POST, &path, &body);
    assert!(tokio::time::timeout(Duration::from_millis(80), given_up).await.is_err());
    assert_eq!(shop.handle.transactions().len(), 1, "not acted on yet");
}

#[tokio::test]
async fn an_answer_can_be_made_to_say_something_else() {
    let shop = Shop::open().await;
    let id = shop.till.purchase(DRAWER, "THERE", "1.00").await.id();
    let patch = json!({"status": "PONDERING", "amount": {"value": 9.99}, "creation_datetime": null});
    let fault = Fault { method: None, ..Fault::next("", "", FaultKind::Merge(patch)) }.times(2);
    shop.handle.add_fault(fault).unwrap();
    let one = shop.till.transaction(DRAWER, &id).await.json();
    assert_eq!((&one["status"], &one["amount"]["currency"]), (&json!("PONDERING"), &json!("EUR")));
    assert!(one.get("creation_datetime").is_none());
    let list = shop.till.get(&transactions(DRAWER)).await;
    assert!(list.text.contains(r#""value":9.99"#), "{}", list.text);
}
