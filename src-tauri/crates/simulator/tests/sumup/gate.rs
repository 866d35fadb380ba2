//! Keys, headers, shapes of errors.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, USER_AGENT};
use serde_json::json;
use simulator::{Fault, FaultKind, SoloAct};

use crate::shop::{COUNTER, PROBLEMS, Shop, euros};

#[tokio::test]
async fn without_the_right_key_every_resource_answers_401() {
    let shop = Shop::open().await;
    let reader = shop.reader(COUNTER);
    let paths = [
        format!("{}/readers", shop.merchant()),
        format!("{reader}/status"),
        format!("{}?id=1", shop.transactions()),
        "/v0.1/checkouts/1".to_owned(),
    ];
    for accept in ["application/json", PROBLEMS] {
        let shop = Shop { accept, ..Shop::open().await };
        for path in &paths {
            let mut headers = shop.headers();
            for key in ["Bearer wrong", "Basic eDp5", shop.handle.sumup_api_key()] {
                headers.insert(AUTHORIZATION, key.parse().unwrap());
                assert_eq!(
                    shop.send(Method::GET, path, headers.clone(), "").await.status,
                    401,
                    "{path} {key}"
                );
            }
            headers.remove(AUTHORIZATION);
            assert_eq!(shop.send(Method::GET, path, headers, "").await.status, 401, "{path}");
        }
    }
}

#[tokio::test]
async fn exactly_one_user_agent_that_says_something_is_demanded() {
    let shop = Shop::open().await;
    let path = format!("{}/status", shop.reader(COUNTER));
    let mut headers = shop.headers();
    headers.remove(USER_AGENT);
    let missing = shop.send(Method::GET, &path, headers.clone(), "").await;
    assert_eq!((missing.status, &missing.json()["errors"]["type"]), (400, &json!("INVALID_USER_AGENT")));
    headers.insert(USER_AGENT, " ".parse().unwrap());
    assert_eq!(shop.send(Method::GET, &path, headers.clone(), "").await.status, 400);
    headers.insert(USER_AGENT, "till/1".parse().unwrap());
    headers.append(USER_AGENT, "till/2".parse().unwrap());
    let twice = shop.send(Method::GET, &path, headers, "").await;
    assert_eq!((twice.status, &twice.json()["errors"]["type"]), (400, &json!("DUPLICATE_HEADERS")));
}

#[tokio::test]
async fn an_error_is_a_problem_document_when_that_is_accepted_and_the_older_shape_else() {
    let shop = Shop::open().await;
    shop.act(COUNTER, SoloAct::LoseNetwork);
    let older = shop.checkout(&euros(100)).await;
    assert_eq!((older.status, older.content_type.as_str()), (422, "application/json"));
    assert_eq!(older.json()["errors"]["type"], "READER_OFFLINE");
    let shop = shop.accepting_problems();
    let newer = shop.checkout(&euros(100)).await;
    assert_eq!((newer.status, newer.content_type.as_str()), (422, "application/problem+json"));
    assert_eq!(newer.json()["type"], "https://developer.sumup.com/problem/reader-offline");
    assert_eq!(newer.json()["title"], "Reader Offline");
}

#[tokio::test]
async fn another_merchant_and_a_path_that_is_not_there_answer_404() {
    let shop = Shop::open().await;
    for path in
        ["/v0.1/merchants/OTHER/readers", "/v2.1/merchants/OTHER/transactions?id=1", "/v1/merchants/OTHER"]
    {
        assert_eq!(shop.get(path).await.status, 404, "{path}");
    }
    let nowhere = shop.unjudged(Method::GET, "/v0.1/nowhere/at/all", shop.headers(), "").await;
    assert_eq!((nowhere.status, &nowhere.json()["error_code"]), (404, &json!("NOT_FOUND")));
    let wrong = shop.unjudged(Method::PUT, &shop.reader(COUNTER), shop.headers(), "").await;
    assert_eq!(wrong.status, 405);
    let other_system = shop.unjudged(Method::GET, "/stores", HeaderMap::new(), "").await;
    assert_eq!(other_system.status, 401, "the other system is still there");
}

#[tokio::test]
async fn faults_befall_sumup_as_well_and_speak_its_language() {
    let shop = Shop::open().await;
    let path = format!("{}/status", shop.reader(COUNTER));
    let befall = |fault| shop.handle.add_fault(Fault::next("GET", "/status", fault)).unwrap();
    befall(FaultKind::StatusBefore(503));
    let down = shop.unjudged(Method::GET, &path, shop.headers(), "").await;
    assert_eq!((down.status, &down.json()["errors"]["type"]), (503, &json!("FAULT")));
    befall(FaultKind::Merge(json!({ "data": { "status": "ASLEEP" } })));
    let merged = shop.unjudged(Method::GET, &path, shop.headers(), "").await;
    assert_eq!(merged.json()["data"]["status"], "ASLEEP");
    befall(FaultKind::WebPage);
    assert!(shop.unjudged(Method::GET, &path, shop.headers(), "").await.text.starts_with("<!DOCTYPE"));
    befall(FaultKind::DropBefore);
    let url = format!("{}{path}", shop.handle.sumup_base_url());
    assert!(shop.http.get(url).headers(shop.headers()).send().await.is_err());

    let drop_after = Fault::next("POST", "/checkout", FaultKind::DropAfter);
    shop.handle.add_fault(drop_after).unwrap();
    let url = format!("{}{}/checkout", shop.handle.sumup_base_url(), shop.reader(COUNTER));
    let lost = shop.http.post(url).headers(shop.headers()).body(euros(100).to_string()).send().await;
    assert!(lost.is_err());
    shop.stage(COUNTER, simulator::SoloStage::WaitingForCard).await;
}
