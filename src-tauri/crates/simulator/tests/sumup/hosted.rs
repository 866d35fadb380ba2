//! Checkouts that are paid on a page.

use serde_json::{Value, json};
use simulator::{Brand, HostedAct, HostedActError, HostedStatus, ResponseCode};

use crate::shop::Shop;

const PATH: &str = "/v0.1/checkouts";

fn body(reference: &str) -> Value {
    json!({
        "checkout_reference": reference, "amount": 12.5, "currency": "EUR", "merchant_code": "MC4PRACT",
        "description": "Order 7", "hosted_checkout": { "enabled": true },
    })
}

#[tokio::test]
async fn a_page_is_made_found_and_paid() {
    let shop = Shop::open().await;
    let created = shop.post(PATH, &body("order-7")).await;
    assert_eq!((created.status, &created.json()["status"]), (201, &json!("PENDING")));
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert!(created.json()["hosted_checkout_url"].as_str().unwrap().ends_with(&id));
    let refused = HostedAct::Decline { code: ResponseCode::INSUFFICIENT_FUNDS };
    shop.handle.hosted_act(&id, &refused).unwrap();
    assert_eq!(shop.get(&format!("{PATH}/{id}")).await.json()["status"], "FAILED");
    shop.handle.hosted_act(&id, &HostedAct::Pay { brand: Brand::Visa }).unwrap();
    let paid = shop.get(&format!("{PATH}/{id}")).await.json();
    assert_eq!((&paid["status"], paid["transactions"].as_array().unwrap().len()), (&json!("PAID"), 2));
    let code = paid["transaction_code"].as_str().unwrap();
    let transaction = shop.get(&format!("{}?transaction_code={code}", shop.transactions())).await.json();
    assert_eq!((&transaction["payment_type"], &transaction["amount"]), (&json!("ECOM"), &json!(12.5)));
    assert_eq!(shop.get(&format!("{PATH}?checkout_reference=order-7")).await.json(), json!([paid]));
    let ledger = shop.handle.ledger();
    assert_eq!((ledger.len(), ledger[0].minor), (1, 1_250));
    assert_eq!(ledger[0].merchant_order_reference, "order-7");
    let twice = shop.handle.hosted_act(&id, &HostedAct::Pay { brand: Brand::Visa });
    assert_eq!(twice, Err(HostedActError::NotNow(HostedStatus::Paid)));
    assert_eq!(shop.delete(&format!("{PATH}/{id}")).await.status, 409);
}

#[tokio::test]
async fn a_page_that_was_withdrawn_or_came_of_age_cannot_be_paid() {
    let shop = Shop::open().await;
    let id = shop.post(PATH, &body("one")).await.json()["id"].as_str().unwrap().to_owned();
    let withdrawn = shop.delete(&format!("{PATH}/{id}")).await;
    assert_eq!((withdrawn.status, &withdrawn.json()["status"]), (200, &json!("EXPIRED")));
    let mut late = body("two");
    late["valid_until"] = json!("2020-01-01T00:00:00Z");
    let late = shop.post(PATH, &late).await.json();
    assert_eq!(late["status"], "EXPIRED");
    for id in [id.as_str(), late["id"].as_str().unwrap()] {
        let paid = shop.handle.hosted_act(id, &HostedAct::Pay { brand: Brand::Visa });
        assert_eq!(paid, Err(HostedActError::NotNow(HostedStatus::Expired)));
    }
    assert!(shop.handle.ledger().is_empty());
}

#[tokio::test]
async fn what_a_page_gets_wrong_is_said() {
    let shop = Shop::open().await;
    assert_eq!(shop.post(PATH, &body("same")).await.status, 201);
    let twice = shop.post(PATH, &body("same")).await;
    assert_eq!((twice.status, &twice.json()["error_code"]), (409, &json!("DUPLICATED_CHECKOUT")));
    for missing in ["checkout_reference", "amount", "currency", "merchant_code"] {
        let mut body = body("other");
        body.as_object_mut().unwrap().remove(missing);
        let answer = shop.post(PATH, &body).await;
        let said = answer.json();
        assert_eq!(
            (answer.status, &said["error_code"], &said["param"]),
            (400, &json!("MISSING"), &json!(missing))
        );
    }
    let mut foreign = body("other");
    foreign["merchant_code"] = json!("OTHER");
    assert_eq!(shop.post(PATH, &foreign).await.status, 403);
    let mut fine = body("other");
    fine["amount"] = json!(0.001);
    assert_eq!(shop.post(PATH, &fine).await.status, 400);
    assert_eq!(shop.get(&format!("{PATH}/nothing")).await.status, 404);
    assert_eq!(shop.delete(&format!("{PATH}/nothing")).await.status, 404);
}
