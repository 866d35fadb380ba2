//! Stitch's management of terminals, over HTTP.

use serde_json::{Value, json};
use simulator::{Config, Fault, FaultKind, Handle, Simulator, StitchStatus};
use tempfile::TempDir;

use crate::shop::{Answer, Till, quick};

const TEST_ID: &str = "dGVybWluYWwvMzI5YzQ3MmMtMjlhMS00OWZiLWJlYzgtMzQ5MzY2ODQzN2Qz";
const MERCHANT: &str = "bWVyY2hhbnQvNmM3OWVlZGEtY2E3Zi00ZDIwLThhNTgtN2JhYWI3MGY1ZTBk";

struct Account {
    simulator: Simulator,
    handle: Handle,
    http: reqwest::Client,
    till: Till,
}

impl Account {
    async fn open() -> Self {
        Self::with(quick()).await
    }

    async fn with(config: Config) -> Self {
        let simulator = Simulator::start(config).await.unwrap();
        let handle = simulator.handle();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let till = Till::new(&handle.stitch_base_url(), "authorization", "");
        let mut account = Self { simulator, handle, http, till };
        account.log_in().await;
        account
    }

    async fn log_in(&mut self) {
        let answer = self.token(&self.form("client_merchant_onboarding")).await;
        let token = answer.1["access_token"].as_str().unwrap_or_else(|| panic!("{answer:?}"));
        self.till = self.till.with_key(&format!("Bearer {token}"));
    }

    fn form(&self, scope: &str) -> String {
        let (id, secret) = (self.handle.stitch_client_id(), self.handle.stitch_client_secret());
        format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope={scope}")
    }

    async fn token(&self, form: &str) -> (u16, Value) {
        let request = self.http.post(self.handle.stitch_token_url());
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(form.to_owned()).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }

    async fn register(&self, serial: &str) -> Answer {
        let body = json!({
            "manufacturerSerialNumber": serial, "manufacturer": "sunmi", "model": "p2_se", "merchantId": MERCHANT,
        });
        self.till.post("/v2/terminals", &body.to_string()).await
    }

    async fn serials(&self, query: &str) -> Vec<String> {
        let listed = self.till.get(&format!("/v2/terminals?{query}")).await.json();
        let items = listed["data"].as_array().unwrap().clone();
        items.iter().map(|item| item["manufacturerSerialNumber"].as_str().unwrap().to_owned()).collect()
    }

    async fn patch(&self, id: &str, body: &str) -> Answer {
        self.till.send(reqwest::Method::PATCH, &format!("/v2/terminals/{id}"), body).await.unwrap()
    }
}

#[tokio::test]
async fn a_token_is_given_to_the_right_client_for_the_right_scope_only() {
    let account = Account::open().await;
    let (status, token) = account.token(&account.form("other+client_merchant_onboarding")).await;
    assert_eq!((status, &token["token_type"], &token["expires_in"]), (200, &json!("Bearer"), &json!(3600)));
    let good = account.form("client_merchant_onboarding");
    for (form, status, error) in [
        (account.form("client_terminal_session"), 400, "invalid_scope"),
        (good.replace("client_credentials", "password"), 400, "unsupported_grant_type"),
        (good.replace("client_id=practice", "client_id=other"), 401, "invalid_client"),
        (format!("{good}x"), 400, "invalid_scope"),
        (good.replace("client_secret=", "client_secret=0"), 401, "invalid_client"),
        (format!("{good}&audience=https%3A%2F%2Felse.where"), 400, "invalid_request"),
        (String::new(), 400, "unsupported_grant_type"),
    ] {
        assert_eq!(account.token(&form).await, (status, json!({"error": error})), "{form}");
    }
    let audience = account.handle.stitch_token_url();
    assert_eq!(account.token(&format!("{good}&audience={audience}")).await.0, 200);
    let as_json = account.http.post(account.handle.stitch_token_url()).body(good).send().await.unwrap();
    assert_eq!(as_json.status(), 400, "a form must say that it is one");
}

#[tokio::test]
async fn an_expired_or_missing_token_opens_nothing() {
    let mut account = Account::open().await;
    assert_eq!(account.till.get("/v2/terminals").await.status, 200);
    account.handle.expire_stitch_tokens();
    let refused = account.till.get("/v2/terminals").await;
    assert_eq!((refused.status, &refused.json()["code"]), (401, &json!("UNAUTHORIZED")));
    assert_eq!(account.register("SN-1").await.status, 401);
    account.handle.set_stitch_token_life(std::time::Duration::ZERO);
    account.log_in().await;
    assert_eq!(account.till.get("/v2/terminals").await.status, 401, "its life is over at once");
    assert_eq!(account.till.with_key("").get("/v2/terminals").await.status, 401);
    assert_eq!(account.till.with_key("Basic x").get("/v2/terminals").await.status, 401);
}

#[tokio::test]
async fn a_terminal_goes_from_its_registration_to_its_end() {
    let account = Account::open().await;
    let born = account.register("SN-SUNMI-00123").await;
    assert_eq!(born.status, 201);
    let (id, body) = (born.id(), born.json());
    assert_eq!((&body["tid"], &body["status"]), (&json!("EP0005"), &json!("active")));
    let again = account.register("sn-sunmi-00123").await;
    assert_eq!((again.status, &again.json()["code"]), (409, &json!("CONFLICT")), "serial numbers are unique");

    let path = format!("/v2/terminals/{id}");
    let allocate = json!({ "merchantId": MERCHANT }).to_string();
    let taken = account.till.put(&format!("{path}/allocate"), &allocate).await;
    assert_eq!(taken.status, 409, "it must be deallocated first");
    let suspended = account.patch(&id, r#"{"status":"suspended","statusReason":"lost"}"#).await.json();
    assert_eq!((&suspended["status"], &suspended["statusReason"]), (&json!("suspended"), &json!("lost")));
    let free = account.till.put(&format!("{path}/deallocate"), "").await.json();
    assert_eq!((free.get("merchantId"), &free["status"]), (None, &json!("suspended")), "still suspended");
    assert_eq!(account.patch(&id, r#"{"status":"active"}"#).await.json()["status"], "unallocated");
    assert_eq!(account.till.put(&format!("{path}/deallocate"), "").await.status, 409);
    assert_eq!(account.till.put(&format!("{path}/allocate"), r#"{"merchantId":"12345"}"#).await.status, 400);
    let given = account.till.put(&format!("{path}/allocate"), &allocate).await.json();
    assert_eq!((&given["status"], &given["merchantId"]), (&json!("active"), &json!(MERCHANT)));
    assert_eq!(account.till.get(&path).await.json(), given);

    let gone = account.till.delete(&path).await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    assert_eq!(account.till.get(&path).await.status, 404);
    assert_eq!(account.till.delete(&path).await.status, 404);
}

#[tokio::test]
async fn what_the_guide_does_not_list_is_refused() {
    let account = Account::open().await;
    let good = json!({"manufacturerSerialNumber": "SN-9", "manufacturer": "sunmi", "model": "p2_mini"});
    for (name, value) in [
        ("manufacturer", json!("ingenico")),
        ("model", json!("p3")),
        ("manufacturerSerialNumber", json!(" ")),
        ("merchantId", json!("1002345")),
        ("prefix", json!("TOOLONG")),
        ("externalReference", json!("")),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        let refused = account.till.post("/v2/terminals", &bad.to_string()).await;
        assert_eq!((refused.status, &refused.json()["title"]), (400, &json!("Bad Request")), "{name}");
    }
    let id = account.handle.stitch_terminals()[0].id.clone();
    assert_eq!(account.patch(&id, r#"{"status":"sleeping"}"#).await.status, 400);
    assert_eq!(account.patch(&id, r#"{"status":"suspended","statusReason":"bored"}"#).await.status, 400);
    assert_eq!(account.patch(&id, "{}").await.status, 200, "all members are optional");
    assert_eq!(account.till.get("/v2/nothing").await.status, 404);
    assert_eq!(account.till.delete("/v2/terminals").await.status, 405);
    let mut prefixed = good;
    prefixed["prefix"] = json!("SHOP");
    assert_eq!(account.till.post("/v2/terminals", &prefixed.to_string()).await.json()["tid"], "SHOP0005");
}

#[tokio::test]
async fn every_filter_narrows_and_pages_follow_each_other() {
    let account = Account::open().await;
    let all = account.serials("").await;
    assert_eq!(all.len(), 4);
    let first = &account.handle.stitch_terminals()[0];
    for (query, count) in [
        ("tid=EP0002".to_owned(), 1),
        ("manufacturer=sunmi".to_owned(), 4),
        (format!("merchantId={MERCHANT}"), 2),
        ("model=p2_se".to_owned(), 2),
        (format!("serialNumber={}", first.serial), 1),
        ("externalReference=Counter+1".to_owned(), 1),
        ("externalReference=Counter%201&model=p2_mini".to_owned(), 0),
        ("tid=nobody".to_owned(), 0),
    ] {
        assert_eq!(account.serials(&query).await.len(), count, "{query}");
    }
    assert_eq!(account.serials("limit=3").await, all[..3]);
    assert_eq!(account.serials("limit=3&offset=3").await, all[3..]);
    assert!(account.serials("offset=40").await.is_empty());
    assert_eq!(account.till.get("/v2/terminals?limit=0").await.status, 400);
}

#[tokio::test]
async fn the_test_clients_terminal_answers_and_changes_nothing() {
    let account = Account::open().await;
    let before = account.handle.stitch_terminals();
    let made_up = account.register("SNSTITCH").await;
    assert_eq!((made_up.status, made_up.id().as_str()), (201, TEST_ID));
    assert_eq!(account.register("SNSTITCH").await.status, 201, "as often as one likes");
    let path = format!("/v2/terminals/{TEST_ID}");
    assert_eq!(account.till.get(&path).await.status, 200);
    let allocate = json!({ "merchantId": MERCHANT }).to_string();
    assert_eq!(account.till.put(&format!("{path}/allocate"), &allocate).await.json()["status"], "active");
    assert_eq!(account.till.put(&format!("{path}/deallocate"), "").await.json()["status"], "unallocated");
    assert_eq!(account.patch(TEST_ID, r#"{"status":"suspended"}"#).await.json()["status"], "suspended");
    assert_eq!(account.till.delete(&path).await.status, 204);
    assert_eq!(account.handle.stitch_terminals(), before);
}

#[tokio::test]
async fn faults_befall_it_in_its_own_words() {
    let account = Account::open().await;
    let fault = |kind| Fault::next("POST", "/v2/terminals", kind);
    account.handle.add_fault(fault(FaultKind::StatusBefore(500))).unwrap();
    let failed = account.register("SN-1").await;
    assert_eq!((failed.status, &failed.json()["code"]), (500, &json!("INTERNAL_SERVER_ERROR")));
    assert!(failed.json().get("status").is_none(), "the vendor's bodies carry no status");
    assert_eq!(account.handle.stitch_terminals().len(), 4, "nothing was done");
    account.handle.add_fault(fault(FaultKind::StatusAfter(500))).unwrap();
    assert_eq!(account.register("SN-1").await.status, 500);
    assert_eq!(account.serials("serialNumber=SN-1").await, ["SN-1"], "it was done all the same");
}

#[tokio::test]
async fn terminals_and_the_clients_secret_survive_a_restart() {
    let folder = TempDir::new().unwrap();
    let config = || Config { state_file: Some(folder.path().join("simulator.state")), ..quick() };
    let account = Account::with(config()).await;
    let id = account.register("SN-KEPT").await.id();
    account.patch(&id, r#"{"status":"suspended","statusReason":"stolen"}"#).await;
    let (terminals, secret) = (account.handle.stitch_terminals(), account.handle.stitch_client_secret());
    account.simulator.shutdown().await;

    let account = Account::with(config()).await;
    assert_eq!(account.handle.stitch_terminals(), terminals);
    assert_eq!(account.handle.stitch_client_secret(), secret);
    let kept = terminals.last().unwrap();
    assert_eq!((kept.status(), kept.suspended.as_deref()), (StitchStatus::Suspended, Some("stolen")));
    assert_eq!(account.register("SN-NEXT").await.json()["tid"], "EP0006", "no terminal id is given twice");
}

#[tokio::test]
async fn a_script_outside_the_process_sees_the_fleet_and_ends_its_tokens() {
    let account = Account::open().await;
    let control = Till::new(account.handle.base_url(), "Simulator-Token", account.handle.control_token());
    assert_eq!(control.get("/_simulator/stitch/terminals").await.json()[0]["tid"], "EP0001");
    assert_eq!(control.post("/_simulator/stitch/expire-tokens", "").await.status, 204);
    assert_eq!(account.till.get("/v2/terminals").await.status, 401);
    assert_eq!(control.put("/_simulator/stitch/token-life", r#"{"seconds":7}"#).await.status, 204);
    let (_, token) = account.token(&account.form("client_merchant_onboarding")).await;
    assert_eq!(token["expires_in"], 7);
    assert_eq!(control.with_key("guess").get("/_simulator/stitch/terminals").await.status, 403);
}
