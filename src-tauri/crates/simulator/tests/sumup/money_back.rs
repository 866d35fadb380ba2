//! Refunds.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Additions, Kind};

use crate::judge;
use crate::shop::{Answer, COUNTER, Shop, with_sumup};

async fn refund(shop: &Shop, paid: &Value, body: &Value) -> Answer {
    let path = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid["id"].as_str().unwrap());
    shop.post(&path, body).await
}

async fn again(shop: &Shop, paid: &Value) -> Value {
    shop.found(paid["client_transaction_id"].as_str().unwrap()).await.json()
}

#[tokio::test]
async fn parts_are_paid_back_until_nothing_is_left() {
    let shop = Shop::open().await;
    let paid = shop.paid(1_000).await;
    assert_eq!(refund(&shop, &paid, &json!({ "amount": 2.5 })).await.status, 204);
    let after = again(&shop, &paid).await;
    assert_eq!((&after["status"], &after["simple_status"]), (&json!("SUCCESSFUL"), &json!("REFUNDED")));
    let event = &after["events"][0];
    assert_eq!((&event["type"], &event["status"]), (&json!("REFUND"), &json!("REFUNDED")));
    assert_eq!(event["amount"].to_string(), "2.5");
    let high = refund(&shop, &paid, &json!({ "amount": 7.51 })).await;
    assert_eq!((high.status, &high.json()["error_code"]), (409, &json!("CONFLICT")));
    assert_eq!(refund(&shop, &paid, &json!({})).await.status, 204, "what is left");
    assert_eq!(refund(&shop, &paid, &json!({ "amount": 0.01 })).await.status, 409);
    let after = again(&shop, &paid).await;
    assert_eq!((&after["status"], after["events"].as_array().unwrap().len()), (&json!("SUCCESSFUL"), 2));
    let back: Vec<_> =
        shop.handle.ledger().into_iter().filter(|charge| charge.kind == Kind::Refund).collect();
    assert_eq!(back.iter().map(|charge| charge.minor).collect::<Vec<_>>(), [250, 750]);
    assert!(back.iter().all(|charge| charge.terminal == COUNTER && paid["id"] == *charge.transaction));
}

#[tokio::test]
async fn nonsense_and_unknown_payments_are_refused() {
    let shop = Shop::open().await;
    let paid = shop.paid(1_000).await;
    assert_eq!(refund(&shop, &json!({ "id": "nothing" }), &json!({})).await.status, 404);
    for bad in [
        json!({ "amount": 0 }),
        json!({ "amount": -1 }),
        json!({ "amount": 0.001 }),
        json!({ "amount": "1" }),
    ] {
        let path = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid["id"].as_str().unwrap());
        let answer = shop.unjudged(Method::POST, &path, shop.headers(), &bad.to_string()).await;
        assert_eq!(answer.status, 400, "{bad}");
        judge::check_schema("Error", &answer.text);
    }
    let path = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid["id"].as_str().unwrap());
    let empty = shop.unjudged(Method::POST, &path, shop.headers(), "").await;
    assert_eq!(empty.status, 400, "an empty body is not an empty object");
    assert_eq!(shop.handle.ledger().len(), 1, "only the payment");
}

#[tokio::test]
async fn moments_after_the_payment_a_refund_is_too_early() {
    let late = Duration::from_millis(1_500);
    let shop = Shop::with(with_sumup(|sumup| sumup.timings.refund_too_early = late)).await;
    let paid = shop.paid(1_000).await;
    let early = refund(&shop, &paid, &json!({})).await;
    assert_eq!((early.status, &early.json()["error_code"]), (409, &json!("CONFLICT")));
    tokio::time::timeout(crate::shop::PATIENCE, async {
        while refund(&shop, &paid, &json!({})).await.status != 204 {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_merchant_without_balance_pays_nothing_back() {
    let shop = Shop::open().await;
    let paid = shop.paid(1_000).await;
    shop.handle.set_sumup_balance(Some(400));
    let poor = refund(&shop, &paid, &json!({})).await;
    assert_eq!((poor.status, &poor.json()["error_code"]), (409, &json!("NOT_ENOUGH_BALANCE")));
    assert_eq!(refund(&shop, &paid, &json!({ "amount": 4 })).await.status, 204);
    assert_eq!(refund(&shop, &paid, &json!({ "amount": 0.01 })).await.status, 409, "it is used up");
    shop.handle.set_sumup_balance(None);
    assert_eq!(refund(&shop, &paid, &json!({})).await.status, 204);
}

#[tokio::test]
async fn a_newer_account_says_it_in_newer_words() {
    let shop = Shop::with(with_sumup(|sumup| sumup.additions = Additions::all())).await;
    let id = {
        let checkout = format!("{}/checkout", shop.reader(COUNTER));
        let body = crate::shop::euros(1_000).to_string();
        let data = shop.unjudged(Method::POST, &checkout, shop.headers(), &body).await.json()["data"].clone();
        shop.stage(COUNTER, simulator::SoloStage::WaitingForCard).await;
        shop.act(COUNTER, crate::shop::tap());
        data["client_transaction_id"].as_str().unwrap().to_owned()
    };
    let paid = shop.ended(&id).await;
    let path = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid["id"].as_str().unwrap());
    let send = async |body: &str| shop.unjudged(Method::POST, &path, shop.headers(), body).await;
    assert_eq!(send(r#"{"amount":1}"#).await.status, 201);
    let high = send(r#"{"amount":9.01}"#).await;
    assert_eq!((high.status, high.json()["max_refundable_amount"].to_string()), (422, "9".to_owned()));
    judge::check_schema("Problem", &high.text);
    let last = send("{}").await;
    assert_eq!((last.status, last.json()), (201, json!({})));
    let found = format!("{}?client_transaction_id={id}", shop.transactions());
    let after = shop.unjudged(Method::GET, &found, shop.headers(), "").await.json();
    assert_eq!(after["status"], "REFUNDED");
}
