//! The control interface does over HTTP what the handle does in the process.

use serde_json::{Value, json};
use simulator::Stage;

use crate::shop::{COUNTER, DRAWER, Shop, Till, transactions};

async fn controlled() -> (Shop, Till) {
    let shop = Shop::open().await;
    let control = Till::new(shop.handle.base_url(), "Simulator-Token", shop.handle.control_token());
    (shop, control)
}

#[tokio::test]
async fn the_control_interface_wants_its_own_token() {
    let (shop, control) = controlled().await;
    assert_eq!(control.get("/_simulator/terminals").await.status, 200);
    assert_eq!(control.with_key("guess").get("/_simulator/terminals").await.status, 403);
    assert_eq!(shop.till.get("/_simulator/terminals").await.status, 401, "the API key does not open it");
    assert_eq!(control.get("/stores").await.status, 401, "nor the token the API");
}

#[tokio::test]
async fn a_script_outside_the_process_plays_a_whole_payment() {
    let (shop, control) = controlled().await;
    let path = format!("/_simulator/terminals/{COUNTER}");
    let id = shop.till.purchase(COUNTER, "CURL", "80.00").await.id();
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    let shown = control.get(&path).await.json();
    assert_eq!((&shown["stage"], &shown["amount"]["value"]), (&json!("waiting_for_card"), &json!("80.00")));
    let act = format!("{path}/act");
    let tapped = control.post(&act, r#"{"act":"present_card","brand":"AMEX"}"#).await;
    assert_eq!((tapped.status, &tapped.json()["stage"]), (200, &json!("enter_pin")));
    assert_eq!(control.post(&act, r#"{"act":"walk_around"}"#).await.status, 400);
    let pin = control.post(&act, r#"{"act":"enter_pin","pin":"right"}"#).await;
    assert_eq!(pin.json()["stage"], "processing");
    assert_eq!(control.post(&act, r#"{"act":"cancel_on_terminal"}"#).await.status, 409);
    shop.status(&id, "CLEARED").await;
    let ledger = control.get("/_simulator/ledger").await.json();
    assert_eq!((&ledger[0]["transaction"], &ledger[0]["minor"]), (&json!(id), &json!(8000)));
    let known = control.get("/_simulator/transactions").await.json();
    assert_eq!((&known[0]["status"], &known[0]["approved"]), (&json!("CLEARED"), &json!(true)));
}

#[tokio::test]
async fn deciding_scripting_and_breaking_work_from_outside() {
    let (shop, control) = controlled().await;
    assert_eq!(control.get("/_simulator/decision").await.json(), json!({"mode": "person"}));
    assert_eq!(control.put("/_simulator/decision", r#"{"mode":"script"}"#).await.status, 200);
    let script = json!({"terminal": COUNTER, "outcomes": [
        {"decline": "51"}, {"approve_after": 2}, {"approve_with": "V_PAY"}, "walk_away"
    ]});
    assert_eq!(control.put("/_simulator/script", &script.to_string()).await.status, 204);
    let id = shop.till.purchase(COUNTER, "X", "1.00").await.id();
    shop.status(&id, "CANCELLED").await;
    assert_eq!(shop.till.transaction(COUNTER, &id).await.json()["result"], "DECLINED");
    assert_eq!(control.put("/_simulator/script", r#"{"terminal":"no","outcomes":[]}"#).await.status, 404);
    assert_eq!(control.put("/_simulator/script", r#"{"outcomes":["jump"]}"#).await.status, 400);

    let fault = r#"{"method":"POST","path":"/transactions","fault":{"status_after":502}}"#;
    let waiting = control.post("/_simulator/faults", fault).await;
    assert_eq!((waiting.status, waiting.json().as_array().map(Vec::len)), (201, Some(1)));
    assert_eq!(shop.till.purchase(DRAWER, "Y", "1.00").await.status, 502);
    assert_eq!(control.get("/_simulator/faults").await.json(), json!([]));
    assert_eq!(control.post("/_simulator/faults", r#"{"fault":"drop_before"}"#).await.status, 201);
    assert_eq!(control.delete("/_simulator/faults").await.status, 204);
    let list: Value = shop.till.get(&transactions(DRAWER)).await.json();
    assert_eq!(list[0]["merchant_order_reference"], "Y");
    let svg = control.get(&format!("/_simulator/terminals/{COUNTER}/qr.svg")).await;
    assert_eq!((svg.header("content-type"), svg.status), ("image/svg+xml", 200));
}
