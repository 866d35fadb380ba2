//! A shop in a folder of its own, and the cloud it pays at.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use simulator::{Config, Decision, Handle, Simulator, Timings};
use tempfile::TempDir;

/// The cents decide: 102 is declined, 104 takes its time, the rest is approved.
const CATALOGUE: &str = "code,name,price,tax\n101,Espresso,2.50,9\n102,Declined,1.05,9\n103,Croissant,1.85,9\n\
                         104,Slow,20.20,9\n";

pub(crate) struct Shop {
    tillctl: PathBuf,
    folder: TempDir,
    pub(crate) cloud: Handle,
    _simulator: Simulator,
    _runtime: tokio::runtime::Runtime,
}

/// How a process of the till ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    /// None: killed.
    pub(crate) code: Option<i32>,
    pub(crate) answer: Value,
}

impl Shop {
    pub(crate) fn open(tillctl: &Path, seed: u64) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        // Every phase lasts long enough to be hit.
        let timings = Timings {
            poll_interval: Duration::from_millis(50),
            automatic_card: Duration::from_millis(250),
            processing: Duration::from_millis(150),
            ..Timings::quick()
        };
        let config = Config { decision: Decision::Amount, timings, seed, ..Config::default() };
        let simulator = runtime.block_on(Simulator::start(config)).expect("a free port");
        let folder = tempfile::Builder::new().prefix("kills-").tempdir().expect("a folder");
        let shop = Self {
            tillctl: tillctl.to_owned(),
            folder,
            cloud: simulator.handle(),
            _simulator: simulator,
            _runtime: runtime,
        };
        shop.set_up();
        shop
    }

    fn set_up(&self) {
        let text = |name: &str| self.folder.path().join(name).display().to_string();
        let (articles, key, url) = (text("articles.csv"), text("key"), self.cloud.base_url().to_owned());
        std::fs::write(&articles, CATALOGUE).expect("the folder is ours");
        std::fs::write(&key, self.cloud.api_key()).expect("the folder is ours");
        for args in [
            &["init", "--shop", "Corner", "--cash-step", "5"][..],
            &["import-catalogue", &articles],
            &["provider", "add", "merchant-api", "--base-url", &url, "--api-key-file", &key],
            &["terminal", "add", "PL0919CQ00305", "--name", "Counter"],
        ] {
            let ended = self.run(args);
            assert_eq!(ended.code, Some(0), "{args:?}: {}", ended.answer);
        }
    }

    /// Starts the till's process.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        let mut command = Command::new(&self.tillctl);
        command.arg("--data-dir").arg(self.folder.path().join("data")).arg("--json").args(args);
        command.env("TILLBRIDGE_KEYCHAIN", "off").env("TILLBRIDGE_LOG", "off");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().unwrap_or_else(|error| panic!("{}: {error}", self.tillctl.display()))
    }

    /// Waits for a process.
    pub(crate) fn end(child: Child) -> Ended {
        let output = child.wait_with_output().expect("our own child");
        let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        Ended { code: output.status.code(), answer }
    }

    /// Runs to the end.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        Self::end(self.start(args))
    }

    /// The whole journal, one entry a line.
    pub(crate) fn journal(&self) -> std::io::Result<String> {
        let file = self.folder.path().join("journal.jsonl");
        let ended = self.run(&["journal", "export", &file.display().to_string()]);
        if ended.code != Some(0) {
            return Err(std::io::Error::other(format!("exit {:?}", ended.code)));
        }
        std::fs::read_to_string(file)
    }

    /// Leaves the folder where it is, for whoever looks at a difference.
    pub(crate) fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}
