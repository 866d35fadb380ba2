//! The real program against the real simulator over HTTP.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use simulator::{Config, Decision, Handle, Simulator, SumupConfig, Timings};
use tempfile::TempDir;

pub const CATALOGUE: &str =
    "code,name,price,tax\n101,Espresso,2.50,9\n102,Declined,1.05,9\n103,Croissant,1.85,9\n";

/// A shop in a folder of its own, and the cloud it pays at.
pub struct Shop {
    pub folder: TempDir,
    pub cloud: Handle,
    simulator: Option<Simulator>,
    runtime: tokio::runtime::Runtime,
}

impl Shop {
    /// A shop with a catalogue, an account and a chosen terminal; outcomes by `decision`.
    pub fn new(decision: Decision) -> Self {
        let shop = Self::bare(decision);
        shop.ok(&["init", "--shop", "Corner", "--cash-step", "5"]);
        std::fs::write(shop.path("articles.csv"), CATALOGUE).unwrap();
        shop.ok(&["import-catalogue", &shop.text("articles.csv")]);
        let (url, key) = (shop.cloud.base_url().to_owned(), shop.text("key"));
        std::fs::write(&key, shop.cloud.api_key()).unwrap();
        shop.ok(&["provider", "add", "merchant-api", "--base-url", &url, "--api-key-file", &key]);
        shop.ok(&["terminal", "add", "PL0919CQ00305", "--name", "Counter"]);
        shop
    }

    /// An empty folder and a running cloud.
    pub fn bare(decision: Decision) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let timings = Timings::quick();
        let config = Config { decision, timings, sumup: SumupConfig::quick(), ..Config::default() };
        let simulator = runtime.block_on(Simulator::start(config)).unwrap();
        Self {
            folder: tempfile::tempdir().unwrap(),
            cloud: simulator.handle(),
            simulator: Some(simulator),
            runtime,
        }
    }

    /// Takes the cloud off the network.
    pub fn stop_cloud(&mut self) {
        if let Some(simulator) = self.simulator.take() {
            self.runtime.block_on(simulator.shutdown());
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tillctl"));
        command.arg("--data-dir").arg(self.path("data")).arg("--json").args(args).stdin(Stdio::null());
        // A test leaves nothing in the keychain of whoever runs it.
        command.env("TILLBRIDGE_KEYCHAIN", "off");
        command
    }

    /// A command that needs no data folder; its answer can be read while it runs.
    pub fn command_without_folder(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tillctl"));
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }

    /// Runs to the end: exit code and JSON answer.
    pub fn run(&self, args: &[&str]) -> (i32, Value) {
        let output: Output = self.command(args).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let answer = serde_json::from_str(&text).unwrap_or(Value::Null);
        (output.status.code().unwrap_or(-1), answer)
    }

    /// Runs to the end and expects exit code 0.
    pub fn ok(&self, args: &[&str]) -> Value {
        let (code, answer) = self.run(args);
        assert_eq!(code, 0, "{args:?}: {answer}");
        answer
    }

    /// Starts without waiting.
    pub fn start(&self, args: &[&str]) -> Child {
        self.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// What the cloud really charged, in minor units, by reference.
    pub fn charged(&self) -> Vec<(String, u64)> {
        self.cloud
            .ledger()
            .into_iter()
            .map(|charge| (charge.merchant_order_reference, charge.minor))
            .collect()
    }
}
