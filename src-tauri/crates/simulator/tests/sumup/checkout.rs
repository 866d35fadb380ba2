//! Checkouts on a reader: what is taken, what is refused, what the screen shows, what stops it.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{
    Additions, BusyWindow, Entry, Pin, ResponseCode, SoloAct, SoloStage, SumupConfig, SumupTimings,
    Verification,
};

use crate::shop::{COUNTER, NEW, OLD, Shop, card, euros, tap, with_foreign_id, with_sumup};

async fn state(shop: &Shop) -> Value {
    shop.get(&format!("{}/status", shop.reader(COUNTER))).await.json()["data"].clone()
}

#[tokio::test]
async fn a_checkout_is_shown_and_paid_and_the_status_follows_it() {
    let shop = Shop::open().await;
    let idle = state(&shop).await;
    assert_eq!((&idle["status"], &idle["state"]), (&json!("ONLINE"), &json!("IDLE")));
    let id = shop.accepted(&with_foreign_id(euros(1_234), "attempt-1")).await;
    assert_eq!(shop.found(&id).await.status, 404, "no transaction before a card");
    shop.stage(COUNTER, SoloStage::WaitingForCard).await;
    assert_eq!(state(&shop).await["state"], "WAITING_FOR_CARD");
    let shown = shop.solo(COUNTER);
    assert_eq!(shown.client_transaction_id.as_deref(), Some(id.as_str()));
    assert_eq!(shown.foreign_transaction_id.as_deref(), Some("attempt-1"));
    assert_eq!(shown.total.map(|total| total.value).as_deref(), Some("12.34"));

    shop.act(COUNTER, card(Entry::Chip, Verification::ByRule));
    assert_eq!(state(&shop).await["state"], "WAITING_FOR_PIN");
    assert_eq!(shop.found(&id).await.json()["status"], "PENDING", "a card was presented");
    shop.act(COUNTER, SoloAct::EnterPin { pin: Pin::Right });
    shop.stage(COUNTER, SoloStage::Approved).await;
    let paid = shop.ended(&id).await;
    assert_eq!((&paid["status"], &paid["amount"]), (&json!("SUCCESSFUL"), &json!(12.34)));
    assert_eq!((&paid["entry_mode"], &paid["verification_method"]), (&json!("CHIP"), &json!("online PIN")));
    assert_eq!(paid["foreign_transaction_id"], "attempt-1");
    shop.stage(COUNTER, SoloStage::Idle).await;
    assert_eq!(state(&shop).await["state"], "IDLE");
    let ledger = shop.handle.ledger();
    assert_eq!((ledger.len(), ledger[0].minor, ledger[0].terminal.as_str()), (1, 1_234, COUNTER));
    assert_eq!(ledger[0].merchant_order_reference, "attempt-1");
}

#[tokio::test]
async fn what_a_checkout_gets_wrong_is_said() {
    let shop = Shop::open().await;
    let path = format!("{}/checkout", shop.reader(COUNTER));
    let with = |name: &str, value: Value| {
        let mut body = euros(100);
        body[name] = value;
        body
    };
    let amount = |value: Value, currency: &str, unit: u8| json!({ "value": value, "currency": currency, "minor_unit": unit });
    for bad in [
        with("total_amount", amount(json!(0), "EUR", 2)),
        with("total_amount", amount(json!(1.5), "EUR", 2)),
        with("total_amount", amount(json!(100), "HUF", 2)),
        with("total_amount", amount(json!(100), "ZZZ", 2)),
        with("tip_rates", json!([0.2, 0.1])),
        with("tip_rates", json!([0.005])),
        with("tip_rates", json!([1])),
        with("tip_timeout", json!(30)),
        with("installments", json!(0)),
        with("card_type", json!("gift")),
        with("return_url", json!("http://till.example")),
        with("affiliate", json!({ "app_id": "", "key": "k", "foreign_transaction_id": "f" })),
        with("aade", json!({ "provider_id": "", "signature": "s", "signature_data": "d" })),
    ] {
        let answer = shop.post(&path, &bad).await;
        assert_eq!(
            (answer.status, &answer.json()["errors"]["type"]),
            (422, &json!("VALIDATION_ERROR")),
            "{bad}"
        );
    }
    let mut bad = with("tip_rates", json!([0.1]));
    bad["tip_timeout"] = json!(121);
    assert_eq!(shop.post(&path, &bad).await.status, 422);
    assert_eq!(shop.post(&path, &json!({})).await.status, 400);
    let missing = format!("{}/readers/rdr_00000000000000000000000000/checkout", shop.merchant());
    assert_eq!(shop.post(&missing, &euros(100)).await.status, 404);
    assert_eq!(shop.solo(COUNTER).stage, SoloStage::Idle, "nothing was taken");
}

#[tokio::test]
async fn everything_the_description_offers_is_taken() {
    let shop = Shop::open().await;
    let mut body = with_foreign_id(euros(500), "all");
    body["affiliate"]["tags"] = json!({ "shift": "1" });
    body["card_type"] = json!("debit");
    body["installments"] = json!(2);
    body["return_url"] = json!("https://till.example/hook");
    body["aade"] = json!({ "provider_id": "p", "signature": "c2ln", "signature_data": "d" });
    let id = shop.accepted(&body).await;
    shop.stage(COUNTER, SoloStage::WaitingForCard).await;
    shop.act(COUNTER, tap());
    assert_eq!(shop.ended(&id).await["installments_count"], 2);
    shop.stage(COUNTER, SoloStage::Idle).await;
    let forints = json!({ "total_amount": { "value": 1500, "currency": "HUF", "minor_unit": 0 } });
    let id = shop.accepted(&forints).await;
    shop.stage(COUNTER, SoloStage::WaitingForCard).await;
    shop.act(COUNTER, tap());
    assert_eq!(shop.ended(&id).await["amount"], 1_500);
}

#[tokio::test]
async fn a_tip_is_offered_chosen_and_added() {
    let shop = Shop::open().await;
    let mut body = euros(1_005);
    body["tip_rates"] = json!([0.1, 0.15]);
    let id = shop.accepted(&body).await;
    shop.stage(COUNTER, SoloStage::SelectingTip).await;
    assert_eq!(state(&shop).await["state"], "SELECTING_TIP");
    let choices = shop.solo(COUNTER).tip_choices;
    assert_eq!((choices[0].percent, choices[0].tip.value.as_str()), (10, "1.01"), "half a cent upwards");
    assert!(shop.handle.solo_act(COUNTER, &SoloAct::SelectTip { percent: Some(20) }).is_err(), "not offered");
    shop.act(COUNTER, SoloAct::SelectTip { percent: Some(10) });
    assert_eq!(shop.solo(COUNTER).total.unwrap().value, "11.06");
    shop.act(COUNTER, tap());
    let paid = shop.ended(&id).await;
    assert_eq!((&paid["amount"], &paid["tip_amount"]), (&json!(11.06), &json!(1.01)));
    assert_eq!(shop.handle.ledger()[0].minor, 1_106);
}

#[tokio::test]
async fn a_tip_nobody_chooses_is_none() {
    let shop = Shop::with(with_sumup(|sumup| sumup.timings.tip_second = Duration::from_millis(2))).await;
    let mut body = euros(1_000);
    body["tip_rates"] = json!([0.1]);
    body["tip_timeout"] = json!(60);
    shop.accepted(&body).await;
    shop.stage(COUNTER, SoloStage::WaitingForCard).await;
    assert_eq!(shop.solo(COUNTER).total.unwrap().value, "10.00");
}

#[tokio::test]
async fn a_signature_is_asked_for_and_named() {
    let shop = Shop::open().await;
    let id = shop.asked(100).await;
    shop.act(COUNTER, card(Entry::Chip, Verification::Signature));
    assert_eq!(state(&shop).await["state"], "WAITING_FOR_SIGNATURE");
    shop.act(COUNTER, SoloAct::Sign);
    assert_eq!(shop.ended(&id).await["verification_method"], "signature");
}

#[tokio::test]
async fn for_a_minute_after_one_was_accepted_another_checkout_is_refused() {
    let config = with_sumup(|sumup| {
        sumup.busy = BusyWindow::Whole;
        sumup.timings.busy = Duration::from_secs(60);
    });
    let shop = Shop::with(config).await;
    let id = shop.accepted(&euros(100)).await;
    let busy = |answer: &crate::shop::Answer| {
        assert_eq!((answer.status, &answer.json()["errors"]["type"]), (422, &json!("READER_BUSY")));
    };
    busy(&shop.checkout(&euros(200)).await);
    shop.stage(COUNTER, SoloStage::WaitingForCard).await;
    shop.act(COUNTER, tap());
    shop.ended(&id).await;
    shop.stage(COUNTER, SoloStage::Idle).await;
    busy(&shop.checkout(&euros(200)).await);
    assert!(shop.solo(COUNTER).busy_for_ms.is_some_and(|left| left > 30_000));
    assert_eq!(simulator::SumupTimings::default().busy, Duration::from_secs(60));
    assert_eq!(SumupConfig::default().busy, BusyWindow::Whole);
}

#[tokio::test]
async fn a_reader_that_cannot_be_reached_takes_nothing() {
    let shop = Shop::open().await.accepting_problems();
    shop.act(COUNTER, SoloAct::SwitchOff);
    assert_eq!(shop.checkout(&euros(100)).await.status, 422);
    assert_eq!(shop.post(&format!("{}/terminate", shop.reader(COUNTER)), &json!({})).await.status, 422);
    let off = state(&shop).await;
    assert_eq!(
        (&off["status"], &off["state"]),
        (&json!("OFFLINE"), &json!("IDLE")),
        "the last known state stays"
    );
    shop.act(COUNTER, SoloAct::SwitchOn);
    shop.asked(100).await;
}

#[tokio::test]
async fn a_checkout_can_be_accepted_and_never_appear() {
    let short = SumupTimings { busy: Duration::from_millis(150), ..SumupTimings::quick() };
    let shop = Shop::with(with_sumup(|sumup| {
        sumup.timings = short;
        sumup.additions = Additions::all();
    }))
    .await;
    shop.act(COUNTER, SoloAct::LoseNextCheckout);
    let path = format!("{}/checkout", shop.reader(COUNTER));
    let body = euros(100).to_string();
    let accepted = shop.unjudged(reqwest::Method::POST, &path, shop.headers(), &body).await;
    let data = accepted.json()["data"].clone();
    let path = format!("{}/checkout/{}", shop.reader(COUNTER), data["checkout_id"].as_str().unwrap());
    loop {
        let told =
            shop.unjudged(reqwest::Method::GET, &path, shop.headers(), "").await.json()["data"].clone();
        assert_eq!(shop.solo(COUNTER).stage, SoloStage::Idle);
        if told["status"] == "failed" {
            assert_eq!(told["payment_failure_reason"], "READER_TIMEOUT");
            break;
        }
        assert_eq!(told["status"], "pending");
    }
    assert_eq!(shop.found(data["client_transaction_id"].as_str().unwrap()).await.status, 404, "for ever");
}

#[tokio::test]
async fn a_termination_works_while_the_cardholder_is_asked_and_not_afterwards() {
    let shop = Shop::open().await;
    let terminate = format!("{}/terminate", shop.reader(COUNTER));
    assert_eq!(shop.post(&terminate, &json!({})).await.status, 202, "there is no confirmation of anything");
    let id = shop.asked(100).await;
    assert_eq!(shop.post(&terminate, &json!({})).await.status, 202);
    shop.stage(COUNTER, SoloStage::Cancelled).await;
    shop.stage(COUNTER, SoloStage::Idle).await;
    assert_eq!(shop.found(&id).await.status, 404, "no card, no transaction");

    let id = shop.asked(100).await;
    shop.act(COUNTER, card(Entry::Chip, Verification::ByRule));
    assert_eq!(shop.post(&terminate, &json!({})).await.status, 202);
    assert_eq!(shop.ended(&id).await["status"], "FAILED", "a card was presented");
    shop.stage(COUNTER, SoloStage::Idle).await;

    let id = shop.asked(100).await;
    shop.act(COUNTER, tap());
    assert_eq!(shop.post(&terminate, &json!({})).await.status, 202);
    assert_eq!(shop.ended(&id).await["status"], "SUCCESSFUL", "the payment wins");
}

#[tokio::test]
async fn the_person_at_the_reader_can_refuse_cancel_and_leave() {
    let shop = Shop::open().await;
    let declined = shop.asked(100).await;
    shop.act(COUNTER, SoloAct::Decline { code: ResponseCode::INSUFFICIENT_FUNDS });
    shop.stage(COUNTER, SoloStage::Declined).await;
    assert_eq!(shop.solo(COUNTER).response_code, ResponseCode::new(51));
    assert_eq!(shop.ended(&declined).await["status"], "FAILED");
    shop.stage(COUNTER, SoloStage::Idle).await;

    let cancelled = shop.asked(100).await;
    shop.act(COUNTER, card(Entry::Chip, Verification::ByRule));
    shop.act(COUNTER, SoloAct::CancelOnReader);
    assert_eq!(shop.ended(&cancelled).await["status"], "CANCELLED");
    shop.stage(COUNTER, SoloStage::Idle).await;

    let left = shop.asked(100).await;
    shop.act(COUNTER, SoloAct::WalkAway);
    shop.stage(COUNTER, SoloStage::Idle).await;
    assert_eq!(shop.found(&left).await.status, 404);
    assert!(shop.handle.ledger().is_empty());
}

#[tokio::test]
async fn a_card_presented_without_network_is_charged_only_when_there_is_one_again() {
    let shop = Shop::open().await;
    let id = shop.asked(100).await;
    shop.act(COUNTER, SoloAct::LoseNetwork);
    shop.act(COUNTER, tap());
    assert_eq!(shop.solo(COUNTER).stage, SoloStage::Connecting);
    assert_eq!(shop.found(&id).await.status, 404, "the cloud has not heard of it");
    assert!(shop.handle.ledger().is_empty());
    shop.act(COUNTER, SoloAct::RestoreNetwork);
    assert_eq!(shop.ended(&id).await["status"], "SUCCESSFUL");
    assert_eq!(shop.handle.ledger().len(), 1);
}

#[tokio::test]
async fn firmware_battery_and_temperature_are_told_and_old_firmware_tells_nothing() {
    let update = Duration::from_millis(800);
    let shop = Shop::with(with_sumup(|sumup| sumup.timings.firmware_update = update)).await;
    shop.act(COUNTER, SoloAct::SetBattery { percent: 7 });
    shop.act(COUNTER, SoloAct::SetTemperature { celsius: -3 });
    let told = state(&shop).await;
    assert_eq!((&told["battery_level"], &told["battery_temperature"]), (&json!(7), &json!(-3)));
    shop.act(COUNTER, SoloAct::UpdateFirmware);
    assert_eq!(shop.solo(COUNTER).stage, SoloStage::UpdatingFirmware);
    assert_eq!(state(&shop).await["state"], "UPDATING_FIRMWARE");
    assert_eq!(shop.checkout(&euros(100)).await.status, 422);
    shop.stage(COUNTER, SoloStage::Idle).await;
    assert_eq!(state(&shop).await["firmware_version"], "3.3.41.0");

    shop.act(OLD, SoloAct::ShowPairingCode);
    let code = shop.solo(OLD).pairing_code.unwrap();
    let body = json!({ "pairing_code": code, "name": "Old" });
    shop.post(&format!("{}/readers", shop.merchant()), &body).await;
    shop.act(OLD, SoloAct::ConfirmPairing);
    assert_eq!(shop.get(&format!("{}/status", shop.reader(OLD))).await.status, 404);
    assert_eq!(shop.post(&format!("{}/checkout", shop.reader(OLD)), &euros(100)).await.status, 201);
    assert_eq!(shop.solo(NEW).stage, SoloStage::LoggedOut);
}
