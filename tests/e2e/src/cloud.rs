//! A payment system of its own, as a till with a real account meets one: another process, behind a network.

use std::io::BufReader;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::Agent;

use crate::child::Owned;
use crate::shop::tillctl;
use crate::till::LOOK_AGAIN;

/// How long the payment system may take for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// A slow answer comes after the till has been killed, and before it would stop waiting.
const SLOW_MILLIS: u64 = 14_000;

/// A running simulator with a person at its terminals; gone when this is dropped.
#[derive(Debug)]
pub struct Cloud {
    process: Option<Owned>,
    addresses: Value,
    agent: Agent,
}

/// What stands between the till and its payment system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Everything gets through.
    Whole,
    /// No look-up gets through: what was sent before stays without an answer.
    NoLookUps,
    /// Requests of this method are acted on at once and answered much later.
    SlowAnswers(&'static str),
}

impl Cloud {
    /// Starts one; its chatter lies in `logs`.
    #[track_caller]
    pub(crate) fn start(logs: &Path) -> Self {
        let mut command = Command::new(tillctl());
        command.args(["simulate", "--quick", "--decide", "person"]).stdout(Stdio::piped());
        let mut process = Owned::start(&mut command, &logs.join("cloud.log"))
            .unwrap_or_else(|error| panic!("{error}; build it with `cargo build -p tillctl`"));
        let printed = process.stdout().map(BufReader::new).expect("its output is ours");
        let mut documents = serde_json::Deserializer::from_reader(printed).into_iter();
        let addresses = documents.next().and_then(Result::ok).expect("the simulator prints its addresses");
        let config = Agent::config_builder().proxy(None).http_status_as_error(false);
        let agent = config.timeout_global(Some(PATIENCE)).build().into();
        Self { process: Some(process), addresses, agent }
    }

    /// The address a till is given.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.word("/merchant_api/base_url")
    }

    /// The key a till is given.
    #[must_use]
    pub fn api_key(&self) -> &str {
        self.word("/merchant_api/api_key")
    }

    /// The path form of its first terminal.
    #[must_use]
    pub fn terminal(&self) -> &str {
        self.word("/merchant_api/terminals/0/key")
    }

    /// Takes the payment system away, at once and with everything it knew.
    pub fn take_away(&mut self) {
        self.process = None;
    }

    /// Cuts or heals the network.
    #[track_caller]
    pub fn network(&self, network: Network) {
        let faults = self.control("faults");
        let fault = match network {
            Network::Whole => None,
            Network::NoLookUps => {
                Some(json!({ "method": "GET", "times": 1_000_000, "fault": "drop_before" }))
            }
            Network::SlowAnswers(method) => {
                Some(json!({ "method": method, "times": 1_000_000, "fault": { "delay_after": SLOW_MILLIS } }))
            }
        };
        let answer = match fault {
            None => self.agent.delete(faults).header("Simulator-Token", self.token()).call(),
            Some(fault) => self.agent.post(faults).header("Simulator-Token", self.token()).send_json(fault),
        };
        let answer = answer.unwrap_or_else(|error| panic!("the simulator does not answer: {error}"));
        assert!(answer.status().is_success(), "the simulator refuses: {}", answer.status());
    }

    /// From now on the record of every transaction says these members, whatever is true, until the network is whole again.
    #[track_caller]
    pub fn record_says(&self, members: &str) {
        for path in ["transactions", "transactions/*"] {
            self.answer_says(path, 1_000_000, members);
        }
    }

    /// The record of the next transaction says these members once, and the list says them for good, of something else that
    /// carries the same reference.
    #[track_caller]
    pub fn list_says(&self, once: &str, listed: &str) {
        self.answer_says("transactions/*", 1, once);
        self.answer_says("transactions", 1_000_000, listed);
    }

    #[track_caller]
    fn answer_says(&self, path: &str, times: u32, members: &str) {
        let members: Value = serde_json::from_str(members).expect("members of a record");
        let fault = json!({ "method": "GET", "path": path, "times": times, "fault": { "merge": members } });
        let request = self.agent.post(self.control("faults")).header("Simulator-Token", self.token());
        let answer = request.send_json(fault).expect("the simulator answers");
        assert!(answer.status().is_success(), "the simulator refuses: {}", answer.status());
    }

    /// Waits until the terminal asks for a card.
    #[track_caller]
    pub fn wait_for_card_request(&self) {
        let path = format!("terminals/{}", self.terminal());
        self.until("the terminal does not ask for a card", || self.get(&path)["stage"] == "waiting_for_card");
    }

    /// Waits until the terminal shows nothing to pay any more.
    #[track_caller]
    pub fn wait_for_idle(&self) {
        let path = format!("terminals/{}", self.terminal());
        self.until("the terminal does not stop", || self.get(&path)["stage"] == "idle");
    }

    /// The customer holds a card against the terminal as soon as it asks for one.
    #[track_caller]
    pub fn present_card(&self) {
        let address = self.control(&format!("terminals/{}/act", self.terminal()));
        let card = json!({ "act": "present_card", "brand": "VISA", "entry": "contactless" });
        self.until("the terminal takes no card", || {
            let request = self.agent.post(&address).header("Simulator-Token", self.token());
            request.send_json(&card).is_ok_and(|answer| answer.status().is_success())
        });
    }

    /// Waits until so many cards have been charged, and no more.
    #[track_caller]
    pub fn wait_for_charges(&self, count: usize) {
        self.until("the cards are not charged as they should be", || self.charges().len() == count);
    }

    /// What was really charged, in cents.
    #[must_use]
    #[track_caller]
    pub fn charges(&self) -> Vec<u64> {
        let ledger = self.get("ledger");
        ledger.as_array().into_iter().flatten().filter_map(|charge| charge["minor"].as_u64()).collect()
    }

    #[track_caller]
    fn until(&self, trouble: &str, look: impl Fn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !look() {
            assert!(Instant::now() < deadline, "{trouble}");
            thread::sleep(LOOK_AGAIN);
        }
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        let answer = self.agent.get(self.control(path)).header("Simulator-Token", self.token()).call();
        let body = answer
            .map_err(|error| error.to_string())
            .and_then(|mut answer| answer.body_mut().read_json().map_err(|error| error.to_string()));
        body.unwrap_or_else(|error| panic!("the simulator does not answer: {error}"))
    }

    fn control(&self, path: &str) -> String {
        format!("{}/{path}", self.word("/control/base_url"))
    }

    fn token(&self) -> &str {
        self.word("/control/token")
    }

    fn word(&self, pointer: &str) -> &str {
        self.addresses.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}
