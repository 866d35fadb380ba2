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

async fn page(shop: &Shop, id: &str, button: Option<&str>) -> (u16, String, String) {
    let url = format!("{}/pay/{id}", shop.handle.base_url());
    let request = match button {
        Some(button) => shop.http.post(url).body(format!("do={button}")),
        None => shop.http.get(url),
    };
    let answer = request.send().await.unwrap();
    let policy = answer.headers().get("content-security-policy").map_or("", |it| it.to_str().unwrap());
    let policy = policy.to_owned();
    (answer.status().as_u16(), policy, answer.text().await.unwrap())
}

#[tokio::test]
async fn the_page_behind_a_link_refuses_a_card_and_takes_another() {
    let shop = Shop::open().await;
    let mut hostile = body("order-9");
    hostile["description"] = json!("<script>steal()</script> & \"more\"");
    let made = shop.post(PATH, &hostile).await.json();
    let id = made["id"].as_str().unwrap();
    let (status, policy, text) = page(&shop, id, None).await;
    assert_eq!(status, 200);
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(text.contains("12.50 EUR") && text.contains("Practice"), "{text}");
    assert!(!text.contains("<script>") && text.contains("&lt;script&gt;"), "{text}");

    // The answers lead back to the page, which says what came of it.
    let (_, _, text) = page(&shop, id, Some("refuse")).await;
    assert!(text.contains("refused this card") && text.contains("do\" value=\"pay\""), "{text}");
    let (_, _, text) = page(&shop, id, Some("pay")).await;
    assert!(text.contains("Paid") && !text.contains("<form"), "{text}");
    let (_, _, text) = page(&shop, id, Some("pay")).await;
    assert!(text.contains("Paid"), "a second tap changes nothing: {text}");
    assert_eq!(shop.handle.ledger().len(), 1);
    assert_eq!(page(&shop, id, Some("steal")).await.0, 400);
}

#[tokio::test]
async fn a_page_that_is_not_there_any_more_says_so() {
    let shop = Shop::open().await;
    assert_eq!(page(&shop, "nothing", None).await.0, 404);
    let id = shop.post(PATH, &body("one")).await.json()["id"].as_str().unwrap().to_owned();
    shop.delete(&format!("{PATH}/{id}")).await;
    let (status, _, text) = page(&shop, &id, Some("pay")).await;
    assert_eq!(status, 200);
    assert!(text.contains("not valid any more") && !text.contains("<form"), "{text}");
    assert!(shop.handle.ledger().is_empty());
    let mut without = body("two");
    without["hosted_checkout"] = json!({ "enabled": false });
    let id = shop.post(PATH, &without).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(page(&shop, &id, None).await.0, 404, "not every checkout has a page");
}
