//! Readers: pairing by code, reading, naming, deleting.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Decision, SoloAct, SoloActError, SoloLink, SoloStage};

use crate::shop::{COUNTER, NEW, Shop, euros, quick, with_sumup};

fn code_of(shop: &Shop) -> String {
    shop.act(NEW, SoloAct::ShowPairingCode);
    assert_eq!(shop.solo(NEW).stage, SoloStage::PairingCode);
    shop.solo(NEW).pairing_code.unwrap()
}

async fn pair(shop: &Shop, code: &str) -> crate::shop::Answer {
    let body = json!({ "pairing_code": code, "name": "Window", "metadata": { "counter": 2 } });
    shop.post(&format!("{}/readers", shop.merchant()), &body).await
}

#[tokio::test]
async fn the_account_begins_with_one_paired_reader() {
    let shop = Shop::open().await;
    let list = shop.get(&format!("{}/readers", shop.merchant())).await.json();
    let reader = &list["items"][0];
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(reader["id"].as_str().unwrap().len(), 30, "{reader}");
    assert_eq!((&reader["name"], &reader["status"]), (&json!("Counter Solo"), &json!("paired")));
    assert_eq!(reader["device"], json!({ "identifier": COUNTER, "model": "solo" }));
    assert_eq!(shop.get(&shop.reader(COUNTER)).await.json(), *reader);
}

#[tokio::test]
async fn a_device_is_paired_when_its_person_agrees() {
    let shop = Shop::open().await;
    assert_eq!(shop.solo(NEW).stage, SoloStage::LoggedOut);
    let code = code_of(&shop);
    assert!((8..=9).contains(&code.len()), "{code}");
    let created = pair(&shop, &code.to_lowercase()).await;
    assert_eq!((created.status, &created.json()["status"]), (201, &json!("processing")));
    assert!(created.json().get("service_account_id").is_none(), "only once it is paired");
    assert_eq!(shop.solo(NEW).stage, SoloStage::ConfirmPairing);
    let path = shop.reader(NEW);
    let early = shop.post(&format!("{path}/checkout"), &euros(100)).await;
    assert_eq!((early.status, &early.json()["errors"]["type"]), (422, &json!("READER_OFFLINE")));
    assert_eq!(pair(&shop, &code).await.status, 409, "the code is used");

    shop.act(NEW, SoloAct::ConfirmPairing);
    let paired = shop.get(&path).await.json();
    assert_eq!((&paired["status"], &paired["metadata"]), (&json!("paired"), &json!({ "counter": 2 })));
    assert_eq!(shop.solo(NEW).stage, SoloStage::Idle);
    assert_eq!(shop.solo(NEW).reader_name.as_deref(), Some("Window"));
    assert_eq!(pair(&shop, &code).await.status, 409, "it is not pending any more");
}

#[tokio::test]
async fn a_code_nobody_shows_is_404_and_one_of_the_wrong_form_400() {
    let shop = Shop::open().await.accepting_problems();
    assert_eq!(pair(&shop, "ABCDEFGH").await.status, 404);
    for bad in ["ABC", "ABCDEFGHJK", "ABC-EFGH"] {
        assert_eq!(pair(&shop, bad).await.status, 400, "{bad}");
    }
    let nameless = json!({ "pairing_code": "ABCDEFGH" });
    assert_eq!(shop.post(&format!("{}/readers", shop.merchant()), &nameless).await.status, 400);
}

#[tokio::test]
async fn a_code_and_a_pairing_nobody_confirms_expire() {
    let short = with_sumup(|sumup| sumup.timings.pairing = Duration::from_secs(1));
    let shop = Shop::with(short).await;
    let code = code_of(&shop);
    shop.stage(NEW, SoloStage::LoggedOut).await;
    assert_eq!(pair(&shop, &code).await.status, 404, "too late");

    let reader = pair(&shop, &code_of(&shop)).await.json()["id"].as_str().unwrap().to_owned();
    shop.stage(NEW, SoloStage::LoggedOut).await;
    let expired = shop.get(&format!("{}/readers/{reader}", shop.merchant())).await.json();
    assert_eq!(expired["status"], "expired");
}

#[tokio::test]
async fn where_nobody_stands_at_the_device_it_agrees_by_itself() {
    let shop = Shop::with(simulator::Config { decision: Decision::Script, ..quick() }).await;
    pair(&shop, &code_of(&shop)).await;
    shop.stage(NEW, SoloStage::Idle).await;
    assert_eq!(shop.solo(NEW).link, SoloLink::Connected);
}

#[tokio::test]
async fn the_reader_gets_another_id_when_the_device_is_paired_again() {
    let shop = Shop::open().await;
    pair(&shop, &code_of(&shop)).await;
    shop.act(NEW, SoloAct::ConfirmPairing);
    let first = shop.solo(NEW).reader.unwrap();
    let busy = shop.handle.solo_act(NEW, &SoloAct::ShowPairingCode);
    assert_eq!(busy, Err(SoloActError::NotNow(SoloStage::Idle)), "it must be logged out first");
    shop.act(NEW, SoloAct::Disconnect);
    assert_eq!(shop.get(&format!("{}/readers/{first}", shop.merchant())).await.json()["status"], "paired");
    pair(&shop, &code_of(&shop)).await;
    shop.act(NEW, SoloAct::ConfirmPairing);
    assert_ne!(shop.solo(NEW).reader.as_deref(), Some(first.as_str()));
    let list = shop.get(&format!("{}/readers", shop.merchant())).await.json();
    let of_device = |it: &&Value| it["device"]["identifier"] == NEW;
    let statuses: Vec<_> =
        list["items"].as_array().unwrap().iter().filter(of_device).map(|it| &it["status"]).collect();
    assert_eq!(statuses, ["expired", "paired"]);
}

#[tokio::test]
async fn a_reader_is_renamed_and_its_metadata_replaced_as_a_whole() {
    let shop = Shop::open().await;
    let path = shop.reader(COUNTER);
    let renamed = shop.patch(&path, &json!({ "name": "Till 1", "metadata": { "a": 1, "b": 2 } })).await;
    assert_eq!((renamed.status, &renamed.json()["name"]), (200, &json!("Till 1")));
    let replaced = shop.patch(&path, &json!({ "metadata": { "c": "3" } })).await.json();
    assert_eq!((&replaced["name"], &replaced["metadata"]), (&json!("Till 1"), &json!({ "c": "3" })));
    let missing = format!("{}/readers/rdr_00000000000000000000000000", shop.merchant());
    assert_eq!(shop.patch(&missing, &json!({ "name": "X" })).await.status, 404);
}

#[tokio::test]
async fn a_deleted_reader_is_gone_and_its_device_must_be_disconnected_by_hand() {
    let shop = Shop::open().await;
    let path = shop.reader(COUNTER);
    assert_eq!(shop.delete(&path).await.status, 200);
    assert_eq!(shop.get(&path).await.status, 404);
    assert_eq!(shop.delete(&path).await.status, 404);
    assert_eq!(shop.post(&format!("{path}/checkout"), &euros(100)).await.status, 404);
    assert_eq!(shop.get(&format!("{path}/status")).await.status, 404);
    assert_eq!(shop.solo(COUNTER).link, SoloLink::Deleted);
    assert!(shop.handle.solo_act(COUNTER, &SoloAct::ShowPairingCode).is_err());
    shop.act(COUNTER, SoloAct::Disconnect);
    shop.act(COUNTER, SoloAct::ShowPairingCode);
}
