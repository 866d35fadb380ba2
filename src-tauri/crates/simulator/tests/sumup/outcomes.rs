//! Nobody at the reader: amounts and scripts decide. Equal seeds give equal ids.

use serde_json::{Value, json};
use simulator::{Brand, Config, Decision, Outcome, ResponseCode, SoloAct, SoloStage};

use crate::shop::{COUNTER, Shop, euros, quick};

async fn deciding(decision: Decision) -> Shop {
    Shop::with(Config { decision, ..quick() }).await
}

#[tokio::test]
async fn the_cents_decide_as_for_every_other_system() {
    let shop = deciding(Decision::Amount).await;
    for (minor, status, code) in [
        (1_000, "SUCCESSFUL", "00"),
        (151, "FAILED", "51"),
        (169, "FAILED", "00"),
        (1_010, "SUCCESSFUL", "00"),
    ] {
        let id = shop.accepted(&euros(minor)).await;
        let ended = shop.ended(&id).await;
        assert_eq!(ended["status"], status, "{minor}");
        let receipt = format!("/v1.1/receipts/{}?mid=MC4PRACT", ended["id"].as_str().unwrap());
        assert_eq!(shop.get(&receipt).await.json()["acquirer_data"]["return_code"], code, "{minor}");
        shop.stage(COUNTER, SoloStage::Idle).await;
    }
    assert_eq!(shop.handle.ledger().len(), 2);
}

#[tokio::test]
async fn a_script_decides_one_checkout_after_the_other() {
    let shop = deciding(Decision::Script).await;
    let outcomes = vec![
        Outcome::ApproveWith(Brand::VPay),
        Outcome::Decline(ResponseCode::DO_NOT_HONOUR),
        Outcome::CancelOnTerminal,
        Outcome::NeverDisplayed,
        Outcome::ApproveWithTip(10),
        Outcome::ApproveThenOffline,
    ];
    shop.handle.script(Some(COUNTER), outcomes).unwrap();
    let pay = async |body: &Value| {
        let id = shop.accepted(body).await;
        shop.ended(&id).await
    };
    let approved = pay(&euros(100)).await;
    assert_eq!(approved["card"]["type"], "VISA_VPAY");
    shop.stage(COUNTER, SoloStage::Idle).await;
    assert_eq!(pay(&euros(100)).await["status"], "FAILED");
    shop.stage(COUNTER, SoloStage::Idle).await;
    let cancelled = shop.accepted(&euros(100)).await;
    shop.stage(COUNTER, SoloStage::Cancelled).await;
    shop.stage(COUNTER, SoloStage::Idle).await;
    let never = shop.accepted(&euros(100)).await;
    while shop.checkout(&euros(100)).await.status != 422 {}
    for id in [cancelled, never] {
        assert_eq!(shop.found(&id).await.status, 404);
    }
}

#[tokio::test]
async fn a_script_gives_a_tip_and_takes_the_network_away_after_the_charge() {
    let shop = deciding(Decision::Script).await;
    shop.handle.script(None, vec![Outcome::ApproveWithTip(10), Outcome::ApproveThenOffline]).unwrap();
    let mut tipped = euros(1_000);
    tipped["tip_rates"] = json!([0.1, 0.2]);
    let id = shop.accepted(&tipped).await;
    assert_eq!(shop.ended(&id).await["tip_amount"], 1);
    shop.stage(COUNTER, SoloStage::Idle).await;

    let id = shop.accepted(&euros(500)).await;
    shop.until(|handle| handle.ledger().len() == 2).await;
    assert_eq!(
        shop.found(&id).await.json()["status"],
        "PENDING",
        "charged, but the cloud has not heard of it"
    );
    let status = shop.get(&format!("{}/status", shop.reader(COUNTER))).await.json();
    assert_eq!(status["data"]["status"], "OFFLINE");
    shop.act(COUNTER, SoloAct::RestoreNetwork);
    assert_eq!(shop.ended(&id).await["status"], "SUCCESSFUL");
}

#[tokio::test]
async fn equal_seeds_give_equal_ids_and_another_seed_others() {
    let ids = async |seed: u64| {
        let shop = Shop::with(Config { seed, decision: Decision::Script, ..quick() }).await;
        let id = shop.accepted(&euros(100)).await;
        let paid = shop.ended(&id).await;
        [shop.reader(COUNTER), id, paid["id"].to_string(), paid["transaction_code"].to_string()]
    };
    let first = ids(5).await;
    assert_eq!(first, ids(5).await);
    assert_ne!(first, ids(6).await);
}
