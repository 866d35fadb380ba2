//! A shop with a running simulator and a plain HTTP client.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulator::{Config, Handle, Simulator, Stage, Timings};

/// A terminal that is switched on.
pub(crate) const COUNTER: &str = "SUNMI-P2lite-PL0919CQ00305";
/// Another one.
pub(crate) const WINDOW: &str = "SUNMI-P2-PB0420BK01177";
/// A terminal that is switched off.
pub(crate) const DRAWER: &str = "SUNMI-P2mini-PM0721AA00093";

const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Shop {
    pub(crate) simulator: Simulator,
    pub(crate) handle: Handle,
    pub(crate) till: Till,
}

/// A client with its key.
#[derive(Clone)]
pub(crate) struct Till {
    http: reqwest::Client,
    base_url: String,
    header: &'static str,
    key: String,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn id(&self) -> String {
        self.json()["id"].as_str().unwrap_or_else(|| panic!("no id in {self:?}")).to_owned()
    }
}

/// Configuration with short waits.
pub(crate) fn quick() -> Config {
    Config { timings: Timings::quick(), ..Config::default() }
}

/// Configuration with waits that let a test look at what passes: the bank and the result take a while.
pub(crate) fn unhurried() -> Config {
    let while_looking = Duration::from_millis(600);
    let timings = Timings {
        processing: while_looking,
        connecting: while_looking,
        result_shown: while_looking,
        ..Timings::quick()
    };
    Config { timings, ..Config::default() }
}

/// Configuration with terminals that wait for a card for a moment only.
pub(crate) fn impatient() -> Config {
    let timings = Timings { card_timeout: Duration::from_millis(50), ..Timings::quick() };
    Config { timings, ..Config::default() }
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::with(quick()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let simulator = Simulator::start(config).await.expect("a free port");
        let handle = simulator.handle();
        let till = Till::new(handle.base_url(), "API-Key", handle.api_key());
        Self { simulator, handle, till }
    }

    /// Waits until the terminal's screen shows `stage`.
    pub(crate) async fn stage(&self, key: &str, stage: Stage) {
        let seen = |handle: &Handle| handle.terminal(key).unwrap().stage == stage;
        self.until(seen).await;
    }

    /// Waits until the cloud says `status` for the transaction.
    pub(crate) async fn status(&self, id: &str, status: &str) {
        let wanted = json!(status);
        let seen = |handle: &Handle| {
            let transactions = handle.transactions();
            let found = transactions.iter().find(|transaction| transaction.id == id).expect("a known id");
            serde_json::to_value(found.status).unwrap() == wanted
        };
        self.until(seen).await;
    }

    pub(crate) async fn until(&self, seen: impl Fn(&Handle) -> bool) {
        let mut changes = self.handle.subscribe();
        let waiting = async {
            while !seen(&self.handle) {
                changes.changed().await.expect("a running simulator");
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            panic!("not seen in time; terminals: {:#?}", self.handle.terminals());
        }
    }

    /// Pays and waits until it is cleared. Needs a terminal that decides by itself.
    pub(crate) async fn pay(&self, key: &str, reference: &str, value: &str) -> String {
        let id = self.till.purchase(key, reference, value).await.id();
        self.status(&id, "CLEARED").await;
        self.stage(key, Stage::Idle).await;
        id
    }
}

impl Till {
    pub(crate) fn new(base_url: &str, header: &'static str, key: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE);
        let http = http.build().unwrap();
        Self { http, base_url: base_url.to_owned(), header, key: key.to_owned() }
    }

    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self.clone() }
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: &str) -> reqwest::Result<Answer> {
        let url = format!("{}{path}", self.base_url);
        let request = self.http.request(method, url).header(self.header, &self.key).body(body.to_owned());
        let response = request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(Answer { status: StatusCode::as_u16(&status), headers, text: response.text().await? })
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "").await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, body).await.unwrap()
    }

    pub(crate) async fn put(&self, path: &str, body: &str) -> Answer {
        self.send(Method::PUT, path, body).await.unwrap()
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, "").await.unwrap()
    }

    pub(crate) async fn purchase(&self, key: &str, reference: &str, value: &str) -> Answer {
        self.post(&transactions(key), &purchase_body(reference, value)).await
    }

    /// A refund of `purchase`, or an unreferenced one.
    pub(crate) async fn refund(&self, key: &str, purchase: Option<&str>, value: &str) -> Answer {
        let reference = purchase.map_or(String::new(), |id| format!(r#","reference":{{"id":"{id}"}}"#));
        let body = format!(
            r#"{{"type":"REFUND","merchant_order_reference":"REF1",
                "amount":{{"value":{value},"currency":"EUR"}}{reference}}}"#
        );
        self.post(&transactions(key), &body).await
    }

    pub(crate) async fn transaction(&self, key: &str, id: &str) -> Answer {
        self.get(&transaction(key, id)).await
    }
}

pub(crate) fn purchase_body(reference: &str, value: &str) -> String {
    format!(
        r#"{{"type":"PURCHASE","merchant_order_reference":"{reference}",
            "amount":{{"value":{value},"currency":"EUR"}}}}"#
    )
}

pub(crate) fn transactions(key: &str) -> String {
    format!("/terminals/{key}/transactions")
}

pub(crate) fn transaction(key: &str, id: &str) -> String {
    format!("/terminals/{key}/transactions/{id}")
}
