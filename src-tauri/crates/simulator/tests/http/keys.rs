//! API keys: rotation, validity, the refusals the guide promises.

use serde_json::{Value, json};
use simulator::{Clock, Config};

use crate::shop::{Shop, quick};

async fn shop_in_2026() -> Shop {
    let clock = Clock::StartingAt("2026-03-01T12:00:00Z".parse().unwrap());
    Shop::with(Config { clock, ..quick() }).await
}

#[tokio::test]
async fn a_till_rotates_its_key_without_anybodys_help() {
    let shop = shop_in_2026().await;
    let created = shop.till.post("/apikeys", r#"{"label":"2026 2nd half"}"#).await;
    assert_eq!(created.status, 201);
    let (new_id, secret) = (created.json()["id"].as_u64().unwrap(), created.json()["apikey"].clone());
    let renewed = shop.till.with_key(secret.as_str().unwrap());

    let overview = renewed.get("/apikeys").await;
    assert!(!overview.text.contains(secret.as_str().unwrap()), "the key itself is shown once");
    let keys = overview.json();
    assert_eq!(keys[0]["label"], "Initial API key");
    assert_eq!(keys[0]["lastUsage"], "2026-03-01T12:00:00Z");
    assert_eq!(keys[1], json!({"id": new_id, "label": "2026 2nd half", "lastUsage": keys[1]["lastUsage"]}));
    assert_eq!(overview.header("x-total-count"), "2");

    let in_use = renewed.delete(&format!("/apikeys/{new_id}")).await;
    assert_eq!(in_use.status, 409, "the key of the request");
    assert_eq!(renewed.delete(&format!("/apikeys/{}", keys[0]["id"])).await.status, 204);
    assert_eq!(shop.till.get("/stores").await.status, 403, "the old key is gone");
    let last = renewed.delete(&format!("/apikeys/{new_id}")).await;
    assert_eq!(last.status, 409);
    assert!(last.json()["detail"].as_str().unwrap().contains("last"), "{last:?}");
    assert_eq!(renewed.delete("/apikeys/1").await.status, 404);
}

#[tokio::test]
async fn a_key_opens_nothing_outside_its_validity() {
    let shop = shop_in_2026().await;
    let create = async |from: &str, until: &str| -> Value {
        let body = format!(r#"{{"label":"limited","validity":{{"from":"{from}","until":"{until}"}}}}"#);
        let created = shop.till.post("/apikeys", &body).await;
        assert_eq!(created.status, 201, "{created:?}");
        created.json()
    };
    let early = create("2026-07-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00").await;
    let spent = create("2025-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00").await;
    let valid = create("2026-01-01T00:00:00+00:00", "2026-07-01T02:00:00+02:00").await;
    let opens =
        async |key: &Value| shop.till.with_key(key["apikey"].as_str().unwrap()).get("/stores").await.status;
    assert_eq!((opens(&early).await, opens(&spent).await, opens(&valid).await), (403, 403, 200));
    let listed = shop.till.get("/apikeys").await.json();
    let ids: Vec<_> = listed.as_array().unwrap().iter().map(|key| key["id"].clone()).collect();
    assert!(ids.contains(&early["id"]) && ids.contains(&valid["id"]) && !ids.contains(&spent["id"]));
    let shown = listed.as_array().unwrap().iter().find(|key| key["id"] == valid["id"]).unwrap();
    assert_eq!(shown["validity"], json!({"from": "2026-01-01T00:00:00Z", "until": "2026-07-01T00:00:00Z"}));
}

#[tokio::test]
async fn a_key_without_label_or_with_a_twisted_validity_is_refused() {
    let shop = shop_in_2026().await;
    for body in [
        "{}",
        r#"{"label":" "}"#,
        r#"{"label":"x","validity":{"from":"tomorrow"}}"#,
        r#"{"label":"x","validity":{"from":"2026-02-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}}"#,
    ] {
        assert_eq!(shop.till.post("/apikeys", body).await.status, 400, "{body}");
    }
}
