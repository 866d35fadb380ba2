//! A shop with a running simulator, a Solo, and a client whose every answer is judged.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, USER_AGENT};
use serde_json::{Value, json};
use simulator::{Config, Handle, Simulator, SoloAct, SoloSnapshot, SoloStage, SumupConfig, Timings};

use crate::judge;

/// A Solo that is paired.
pub(crate) const COUNTER: &str = "U1PRA3NA00-CN";
/// One that is not.
pub(crate) const NEW: &str = "U1PRA3NA01-CN";
/// One that is not, with firmware that tells no status.
pub(crate) const OLD: &str = "U1PRA3NA02-CN";

pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
pub(crate) const PROBLEMS: &str = "application/problem+json, application/json";

pub(crate) struct Shop {
    pub(crate) simulator: Simulator,
    pub(crate) handle: Handle,
    pub(crate) http: reqwest::Client,
    pub(crate) accept: &'static str,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// Short waits, but a bank and a result that last long enough to be looked at; the next checkout at once.
pub(crate) fn quick() -> Config {
    let looked_at = Duration::from_millis(500);
    let timings =
        Timings { processing: looked_at, connecting: PATIENCE, result_shown: looked_at, ..Timings::quick() };
    Config { timings, sumup: SumupConfig::quick(), ..Config::default() }
}

pub(crate) fn with_sumup(change: impl FnOnce(&mut SumupConfig)) -> Config {
    let mut config = quick();
    change(&mut config.sumup);
    config
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::with(quick()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let simulator = Simulator::start(config).await.expect("a free port");
        let handle = simulator.handle();
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE);
        Self { simulator, handle, http: http.build().unwrap(), accept: "application/json" }
    }

    /// Errors as problem documents.
    pub(crate) fn accepting_problems(self) -> Self {
        Self { accept: PROBLEMS, ..self }
    }

    /// The headers of a well-behaved client.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, format!("Bearer {}", self.handle.sumup_api_key()).parse().unwrap());
        headers.insert(USER_AGENT, "till/1".parse().unwrap());
        headers.insert(ACCEPT, self.accept.parse().unwrap());
        headers
    }

    /// Sends what `headers` says and judges the answer.
    pub(crate) async fn send(&self, method: Method, path: &str, headers: HeaderMap, body: &str) -> Answer {
        let answer = self.unjudged(method.clone(), path, headers, body).await;
        judge::check(method.as_str(), path, answer.status, &answer.content_type, &answer.text);
        answer
    }

    /// For what the description does not know (yet), and for faults.
    pub(crate) async fn unjudged(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: &str,
    ) -> Answer {
        let url = format!("{}{path}", self.handle.sumup_base_url());
        let sent =
            self.http.request(method, url).headers(headers).body(body.to_owned()).send().await.unwrap();
        let content_type =
            sent.headers().get("content-type").map_or("", |it| it.to_str().unwrap()).to_owned();
        Answer { status: sent.status().as_u16(), content_type, text: sent.text().await.unwrap() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, self.headers(), "").await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, self.headers(), &body.to_string()).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, self.headers(), &body.to_string()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, self.headers(), "").await
    }

    pub(crate) fn merchant(&self) -> String {
        format!("/v0.1/merchants/{}", self.handle.sumup_merchant_code())
    }

    /// Path of the reader that is paired with `serial`.
    pub(crate) fn reader(&self, serial: &str) -> String {
        format!("{}/readers/{}", self.merchant(), self.solo(serial).reader.expect("a paired Solo"))
    }

    pub(crate) fn transactions(&self) -> String {
        format!("/v2.1/merchants/{}/transactions", self.handle.sumup_merchant_code())
    }

    pub(crate) fn solo(&self, serial: &str) -> SoloSnapshot {
        self.handle.solo(serial).unwrap()
    }

    pub(crate) fn act(&self, serial: &str, act: SoloAct) {
        self.handle.solo_act(serial, &act).unwrap();
    }

    /// Waits until the Solo's screen shows `stage`.
    pub(crate) async fn stage(&self, serial: &str, stage: SoloStage) {
        self.until(|handle| handle.solo(serial).unwrap().stage == stage).await;
    }

    pub(crate) async fn until(&self, seen: impl Fn(&Handle) -> bool) {
        let mut changes = self.handle.subscribe();
        let waiting = async {
            while !seen(&self.handle) {
                changes.changed().await.expect("a running simulator");
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            panic!("not seen in time; solos: {:#?}", self.handle.solos());
        }
    }

    pub(crate) async fn checkout(&self, body: &Value) -> Answer {
        self.post(&format!("{}/checkout", self.reader(COUNTER)), body).await
    }

    /// A checkout for the counter's Solo; its client transaction id.
    pub(crate) async fn accepted(&self, body: &Value) -> String {
        let answer = self.checkout(body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["data"]["client_transaction_id"].as_str().unwrap().to_owned()
    }

    /// A checkout the counter's Solo asks a card for.
    pub(crate) async fn asked(&self, minor: u64) -> String {
        let id = self.accepted(&euros(minor)).await;
        self.stage(COUNTER, SoloStage::WaitingForCard).await;
        id
    }

    /// The transaction of a checkout, once it has ended.
    pub(crate) async fn ended(&self, client_transaction_id: &str) -> Value {
        self.until(|handle| {
            let known = handle.sumup_transactions();
            let found = known.iter().find(|known| known.client_transaction_id == client_transaction_id);
            found.is_some_and(|found| found.status != simulator::SumupStatus::Pending)
        })
        .await;
        self.found(client_transaction_id).await.json()
    }

    pub(crate) async fn found(&self, client_transaction_id: &str) -> Answer {
        self.get(&format!("{}?client_transaction_id={client_transaction_id}", self.transactions())).await
    }

    /// Pays with a card held against the counter's Solo.
    pub(crate) async fn paid(&self, minor: u64) -> Value {
        let id = self.asked(minor).await;
        self.act(COUNTER, tap());
        let paid = self.ended(&id).await;
        assert_eq!(paid["status"], "SUCCESSFUL", "{paid}");
        self.stage(COUNTER, SoloStage::Idle).await;
        paid
    }
}

pub(crate) fn tap() -> SoloAct {
    card(simulator::Entry::Contactless, simulator::Verification::OnDevice)
}

pub(crate) fn card(entry: simulator::Entry, verification: simulator::Verification) -> SoloAct {
    SoloAct::PresentCard { brand: simulator::Brand::Mastercard, entry, verification }
}

pub(crate) fn euros(minor: u64) -> Value {
    json!({ "total_amount": { "value": minor, "currency": "EUR", "minor_unit": 2 }, "description": "Order 7" })
}

/// With the till's own id.
pub(crate) fn with_foreign_id(mut checkout: Value, id: &str) -> Value {
    checkout["affiliate"] = json!({ "app_id": "till", "key": "key", "foreign_transaction_id": id });
    checkout
}
