//! What survives the end of the process.

use serde_json::json;
use simulator::{Brand, Config, HostedAct, SoloAct, SoloStage};
use tempfile::TempDir;

use crate::shop::{COUNTER, NEW, Shop, card, euros, quick, tap};

fn remembering(folder: &TempDir) -> Config {
    Config { state_file: Some(folder.path().join("simulator.state")), ..quick() }
}

#[tokio::test]
async fn a_restart_remembers_readers_money_and_the_key() {
    let folder = TempDir::new().unwrap();
    let shop = Shop::with(remembering(&folder)).await;
    let paid = shop.paid(1_000).await;
    let refunds = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid["id"].as_str().unwrap());
    shop.post(&refunds, &json!({ "amount": 1 })).await;
    shop.act(NEW, SoloAct::ShowPairingCode);
    let code = shop.solo(NEW).pairing_code.unwrap();
    let body = json!({ "pairing_code": code, "name": "Window" });
    shop.post(&format!("{}/readers", shop.merchant()), &body).await;
    let hosted = json!({
        "checkout_reference": "link", "amount": 3, "currency": "EUR", "merchant_code": "MC4PRACT",
        "hosted_checkout": { "enabled": true },
    });
    let hosted = shop.post("/v0.1/checkouts", &hosted).await.json()["id"].as_str().unwrap().to_owned();
    let found = shop.found(paid["client_transaction_id"].as_str().unwrap()).await.json();
    let readers = shop.get(&format!("{}/readers", shop.merchant())).await.json();
    let (key, ledger) = (shop.handle.sumup_api_key().to_owned(), shop.handle.ledger());
    shop.simulator.shutdown().await;

    let shop = Shop::with(remembering(&folder)).await;
    assert_eq!(shop.handle.sumup_api_key(), key);
    assert_eq!(shop.handle.ledger(), ledger);
    assert_eq!(shop.get(&format!("{}/readers", shop.merchant())).await.json(), readers);
    assert_eq!(shop.found(paid["client_transaction_id"].as_str().unwrap()).await.json(), found);
    assert_eq!(shop.solo(NEW).stage, SoloStage::ConfirmPairing, "it goes on asking");
    shop.act(NEW, SoloAct::ConfirmPairing);
    shop.handle.hosted_act(&hosted, &HostedAct::Pay { brand: Brand::Amex }).unwrap();
    let next = shop.paid(200).await;
    assert_ne!(next["id"], paid["id"], "ids are not given twice");
    assert_eq!(shop.handle.ledger().len(), 4);
}

#[tokio::test]
async fn a_checkout_under_way_goes_on_after_the_restart() {
    let folder = TempDir::new().unwrap();
    let shop = Shop::with(remembering(&folder)).await;
    let id = shop.asked(7_500).await;
    shop.act(COUNTER, card(simulator::Entry::Chip, simulator::Verification::ByRule));
    shop.simulator.shutdown().await;

    let shop = Shop::with(remembering(&folder)).await;
    assert_eq!(shop.solo(COUNTER).stage, SoloStage::EnterPin);
    assert_eq!(shop.checkout(&euros(100)).await.status, 422, "still busy");
    shop.act(COUNTER, SoloAct::EnterPin { pin: simulator::Pin::Right });
    assert_eq!(shop.ended(&id).await["amount"], 75);
    shop.stage(COUNTER, SoloStage::Idle).await;
    shop.asked(100).await;
    shop.act(COUNTER, tap());
}

#[tokio::test]
async fn a_memory_from_before_sumup_is_still_understood() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("simulator.state");
    std::fs::write(&path, "tillbridge-simulator-1\n{\"moment\":5}\n").unwrap();
    let shop = Shop::with(remembering(&folder)).await;
    shop.paid(100).await;
}
