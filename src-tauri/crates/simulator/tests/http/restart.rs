//! The account survives the process.

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use simulator::{Act, Config, Decision, Simulator, Stage, StartError, Timings};
use tempfile::TempDir;

use crate::shop::{COUNTER, DRAWER, Shop, Till, quick, transaction};

const STATE: &str = "SIMULATOR_TEST_STATE";

fn remembering(folder: &TempDir) -> Config {
    Config { state_file: Some(folder.path().join("simulator.state")), ..quick() }
}

/// The process that is killed: [`killed_in_the_middle_of_a_payment_it_goes_on_after_the_restart`] starts it. In an
/// ordinary run, without its variable, it has nothing to do.
#[tokio::test]
async fn process_that_is_killed() {
    let Some(state_file) = std::env::var_os(STATE) else { return };
    // Slow enough that nothing ends by itself, quick enough to be fetched at once.
    let timings = Timings { processing: Timings::default().card_timeout, ..Timings::quick() };
    let timings = Timings { card_timeout: Timings::default().card_timeout, ..timings };
    let config = Config { state_file: Some(state_file.into()), timings, ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    let handle = simulator.handle();
    let addresses =
        json!({"url": handle.base_url(), "key": handle.api_key(), "token": handle.control_token()});
    writeln!(std::io::stdout(), "\n@{addresses}").unwrap();
    std::future::pending::<()>().await;
}

struct Killable {
    process: Child,
    till: Till,
    control: Till,
}

impl Killable {
    fn start(state_file: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "restart::process_that_is_killed", "--nocapture"])
            .env(STATE, state_file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.map(Result::unwrap).find(|line| line.starts_with('@')).expect("addresses");
        let addresses: Value = serde_json::from_str(&line[1..]).unwrap();
        let text = |name: &str| addresses[name].as_str().unwrap().to_owned();
        let till = Till::new(&text("url"), "API-Key", &text("key"));
        let control = Till::new(&text("url"), "Simulator-Token", &text("token"));
        Self { process, till, control }
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    async fn stage(&self, stage: &str) {
        for _ in 0..500 {
            let shown = self.control.get(&format!("/_simulator/terminals/{COUNTER}")).await.json();
            if shown["stage"] == stage {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("stage {stage} never came");
    }
}

impl Drop for Killable {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn killed_in_the_middle_of_a_payment_it_goes_on_after_the_restart() {
    let folder = TempDir::new().unwrap();
    let state_file = folder.path().join("simulator.state");
    let mut first = Killable::start(&state_file);
    let created = first.till.purchase(COUNTER, "KILLED", "5.00").await;
    let off = first.till.purchase(DRAWER, "WAITS", "2.00").await.id();
    first.kill();

    let mut second = Killable::start(&state_file);
    let found = second.till.transaction(COUNTER, &created.id()).await;
    assert_eq!(found.text, created.text, "the same key opens the same transaction");
    second.stage("waiting_for_card").await;
    let act = format!("/_simulator/terminals/{COUNTER}/act");
    assert_eq!(second.control.post(&act, r#"{"act":"present_card"}"#).await.status, 200);
    second.kill();

    let third = Killable::start(&state_file);
    third.stage("processing").await;
    let late = third.till.delete(&transaction(COUNTER, &created.id())).await;
    assert_eq!(late.status, 409, "the card is still known");
    assert_eq!(third.till.transaction(DRAWER, &off).await.json()["status"], "CREATED");
    let next = third.till.purchase(DRAWER, "NEXT", "1.00").await.id();
    assert!(next != off && next != created.id(), "ids are not given twice");
}

#[tokio::test]
async fn a_clean_restart_remembers_terminals_money_and_keys() {
    let folder = TempDir::new().unwrap();
    let shop = Shop::with(Config { decision: Decision::Script, ..remembering(&folder) }).await;
    let id = shop.pay(COUNTER, "BEFORE", "9.99").await;
    shop.handle.act(DRAWER, Act::SwitchOn).unwrap();
    let secret = shop.till.post("/apikeys", r#"{"label":"second"}"#).await.json()["apikey"].clone();
    let (before, ledger) = (shop.till.transaction(COUNTER, &id).await.text, shop.handle.ledger());
    shop.simulator.shutdown().await;

    let shop = Shop::with(remembering(&folder)).await;
    assert_eq!(shop.till.transaction(COUNTER, &id).await.text, before, "byte for byte, slips included");
    assert_eq!(shop.handle.ledger(), ledger);
    assert_eq!(shop.handle.terminal(DRAWER).unwrap().stage, Stage::Idle, "switched on stays on");
    assert_eq!(shop.till.with_key(secret.as_str().unwrap()).get("/stores").await.status, 200);
}

#[tokio::test]
async fn a_line_cut_short_by_a_crash_never_happened_and_a_damaged_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("simulator.state");
    let shop = Shop::with(remembering(&folder)).await;
    let id = shop.till.purchase(DRAWER, "KEPT", "1.00").await.id();
    shop.simulator.shutdown().await;
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(b"{\"moment\":7,\"charges\":[{\"trans\xc3").unwrap();
    let shop = Shop::with(remembering(&folder)).await;
    assert_eq!(shop.till.transaction(DRAWER, &id).await.status, 200);
    shop.simulator.shutdown().await;

    std::fs::write(&path, "tillbridge-simulator-1\n{broken}\n{}\n").unwrap();
    let damaged = Simulator::start(remembering(&folder)).await;
    assert!(matches!(damaged, Err(StartError::StateFile { reason, .. }) if reason.starts_with("line 2")));
    std::fs::write(&path, "something else").unwrap();
    assert!(matches!(Simulator::start(remembering(&folder)).await, Err(StartError::StateFile { .. })));
}

#[tokio::test]
async fn a_state_file_that_cannot_be_written_is_named_at_the_start() {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("simulator.state.new")).unwrap();
    let started = Simulator::start(remembering(&folder)).await;
    assert!(matches!(started, Err(StartError::StateFile { path, .. }) if path.starts_with(folder.path())));
}

#[tokio::test]
async fn a_taken_port_and_a_contradictory_account_are_named() {
    let shop = Shop::open().await;
    let port: u16 = shop.handle.base_url().rsplit(':').next().unwrap().parse().unwrap();
    let taken = Simulator::start(Config { port, ..quick() }).await;
    assert!(matches!(taken, Err(StartError::Listen { port: named, .. }) if named == port));
    shop.simulator.shutdown().await;
    let again = Simulator::start(Config { port, api_key: Some("mine".to_owned()), ..quick() }).await;
    assert_eq!(again.expect("the port is free again").handle().api_key(), "mine");
    let mut config = quick();
    config.account.terminals[1] = config.account.terminals[0].clone();
    assert!(matches!(Simulator::start(config).await, Err(StartError::Account(_))));
}

#[tokio::test]
async fn a_dropped_simulator_frees_its_port() {
    let shop = Shop::open().await;
    let till = shop.till.clone();
    drop(shop.simulator);
    for _ in 0..500 {
        if till.send(reqwest::Method::GET, "/stores", "").await.is_err_and(|error| error.is_connect()) {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("still listening");
}
