//! The control interface does over HTTP what the handle does in the process.

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use simulator::SoloStage;

use crate::shop::{Answer, COUNTER, NEW, Shop};

async fn control(shop: &Shop, method: Method, path: &str, body: &Value) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert("simulator-token", shop.handle.control_token().parse().unwrap());
    shop.unjudged(method, &format!("/_simulator{path}"), headers, &body.to_string()).await
}

#[tokio::test]
async fn a_script_outside_the_process_plays_a_whole_checkout() {
    let shop = Shop::open().await;
    let mut body = crate::shop::euros(8_000);
    body["tip_rates"] = json!([0.1]);
    let id = shop.accepted(&body).await;
    shop.stage(COUNTER, SoloStage::SelectingTip).await;
    let shown = control(&shop, Method::GET, &format!("/solos/{COUNTER}"), &Value::Null).await.json();
    assert_eq!(
        shown["tip_choices"],
        json!([{ "percent": 10, "tip": { "value": "8.00", "currency": "EUR" } }])
    );
    let act = format!("/solos/{COUNTER}/act");
    let tip = control(&shop, Method::POST, &act, &json!({ "act": "select_tip", "percent": "10" })).await;
    assert_eq!((tip.status, &tip.json()["stage"]), (200, &json!("waiting_for_card")));
    let card = json!({ "act": "present_card", "brand": "AMEX", "entry": "chip" });
    assert_eq!(control(&shop, Method::POST, &act, &card).await.json()["stage"], "enter_pin");
    assert_eq!(control(&shop, Method::POST, &act, &card).await.status, 409);
    assert_eq!(control(&shop, Method::POST, &act, &json!({ "act": "dance" })).await.status, 400);
    control(&shop, Method::POST, &act, &json!({ "act": "enter_pin", "pin": "right" })).await;
    shop.ended(&id).await;
    let known = control(&shop, Method::GET, "/sumup/transactions", &Value::Null).await.json();
    assert_eq!((&known[0]["status"], &known[0]["amount"]["value"]), (&json!("SUCCESSFUL"), &json!("88.00")));
    let ledger = control(&shop, Method::GET, "/ledger", &Value::Null).await.json();
    assert_eq!((&ledger[0]["terminal"], &ledger[0]["minor"]), (&json!(COUNTER), &json!(8_800)));
}

#[tokio::test]
async fn devices_pages_and_the_account_are_played_from_outside() {
    let shop = Shop::open().await;
    let act = format!("/solos/{NEW}/act");
    let shown = control(&shop, Method::POST, &act, &json!({ "act": "show_pairing_code" })).await.json();
    assert_eq!(shown["link"], "code");
    let battery = json!({ "act": "set_battery", "percent": "9" });
    assert_eq!(control(&shop, Method::POST, &act, &battery).await.json()["battery_percent"], 9);
    let cold = json!({ "act": "set_temperature", "celsius": "-5" });
    assert_eq!(control(&shop, Method::POST, &act, &cold).await.json()["celsius"], -5);
    let missing = control(&shop, Method::POST, "/solos/none/act", &json!({ "act": "switch_off" })).await;
    assert_eq!(missing.status, 404);
    let script = json!({ "terminal": COUNTER, "outcomes": [{ "approve_with_tip": 10 }, "never_displayed"] });
    assert_eq!(control(&shop, Method::PUT, "/script", &script).await.status, 204);

    let page = json!({
        "checkout_reference": "link", "amount": 3, "currency": "EUR", "merchant_code": "MC4PRACT",
    });
    let id = shop.post("/v0.1/checkouts", &page).await.json()["id"].as_str().unwrap().to_owned();
    let pay = format!("/sumup/checkouts/{id}/act");
    assert_eq!(control(&shop, Method::POST, &pay, &json!({ "act": "pay" })).await.status, 204);
    assert_eq!(control(&shop, Method::POST, &pay, &json!({ "act": "pay" })).await.status, 409);
    let pages = control(&shop, Method::GET, "/sumup/checkouts", &Value::Null).await.json();
    assert_eq!(pages[0]["status"], "PAID");

    assert_eq!(control(&shop, Method::PUT, "/sumup/balance", &json!({ "minor": 1 })).await.status, 204);
    let pending = json!({ "status": "PENDING" });
    assert_eq!(control(&shop, Method::PUT, "/sumup/refunds", &pending).await.status, 204);
    let absent = control(&shop, Method::PUT, "/sumup/transactions/none/refund", &pending).await;
    assert_eq!(absent.status, 404);
    let additions = control(&shop, Method::PUT, "/sumup/additions", &json!({ "refund_created": true })).await;
    assert_eq!(additions.json()["refund_created"], true);
    let mut headers = shop.headers();
    headers.remove("simulator-token");
    assert_eq!(shop.unjudged(Method::GET, "/_simulator/solos", headers, "").await.status, 401);
}
