//! Managing terminals against the simulated Stitch over real HTTP.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use payment::capabilities::{Fleet, FleetFilter, FleetState, NewFleetTerminal, SuspensionReason};
use payment::{Effect, FaultKind as Fault};
use provider_http::{FixedKey, Patience};
use provider_stitch::{Stitch, StitchConfig};
use simulator::{Config, FaultKind, Handle, Simulator, StitchStatus, Timings};

const MERCHANT: &str = "bWVyY2hhbnQvNmM3OWVlZGEtY2E3Zi00ZDIwLThhNTgtN2JhYWI3MGY1ZTBk";
const TEST_ID: &str = "dGVybWluYWwvMzI5YzQ3MmMtMjlhMS00OWZiLWJlYzgtMzQ5MzY2ODQzN2Qz";

struct Account {
    _simulator: Simulator,
    handle: Handle,
    stitch: Stitch,
}

impl Account {
    async fn open() -> Self {
        let config = Config { timings: Timings::quick(), ..Config::default() };
        let simulator = Simulator::start(config).await.unwrap();
        let handle = simulator.handle();
        let stitch = connect(&handle, &handle.stitch_client_secret());
        Self { _simulator: simulator, handle, stitch }
    }

    fn fault(&self, method: &str, path: &str, fault: FaultKind) {
        self.handle.add_fault(simulator::Fault::next(method, path, fault)).unwrap();
    }

    fn known(&self, serial: &str) -> Option<StitchStatus> {
        let terminals = self.handle.stitch_terminals();
        terminals.iter().find(|terminal| terminal.serial == serial).map(simulator::StitchTerminal::status)
    }
}

fn connect(handle: &Handle, secret: &str) -> Stitch {
    let config = StitchConfig::new(handle.stitch_client_id(), Arc::new(FixedKey::new(secret)));
    let patience = Patience {
        connect: Duration::from_secs(1),
        read: Duration::from_millis(800),
        back_off: Duration::from_millis(5),
        ..Patience::default()
    };
    let (base_url, token_url) = (handle.stitch_base_url(), handle.stitch_token_url());
    Stitch::new(StitchConfig { base_url, token_url, patience, ..config }).unwrap()
}

fn device(serial: &str, merchant: Option<&str>) -> NewFleetTerminal {
    NewFleetTerminal {
        serial: serial.to_owned(),
        manufacturer: "sunmi".to_owned(),
        model: "p2_se".to_owned(),
        merchant: merchant.map(str::to_owned),
        external_reference: Some("Counter 9".to_owned()),
        tid_prefix: Some("TB".to_owned()),
    }
}

#[tokio::test]
async fn it_manages_terminals_and_takes_no_payments() {
    let account = Account::open().await;
    let provider: &dyn payment::Provider = &account.stitch;
    assert!(provider.fleet().is_some());
    assert!(provider.payments().is_none() && provider.terminals().is_none(), "nothing to be charged on");
    assert!(provider.descriptor().operations.is_empty());
}

#[tokio::test]
async fn a_terminal_is_registered_given_away_taken_back_stopped_and_removed() {
    let account = Account::open().await;
    let api = &account.stitch;
    let new = api.register(&device("SN-1", None)).await.unwrap();
    assert_eq!((&new.state, new.tid.as_deref()), (&FleetState::Unallocated, Some("TB0005")));
    assert_eq!(new.external_reference.as_deref(), Some("Counter 9"));
    let given = api.allocate(&new.id, MERCHANT).await.unwrap();
    assert_eq!((&given.state, given.merchant.as_deref()), (&FleetState::Active, Some(MERCHANT)));
    let stopped = api.suspend(&new.id, SuspensionReason::Stolen).await.unwrap();
    assert_eq!((&stopped.state, stopped.state_reason.as_deref()), (&FleetState::Suspended, Some("stolen")));
    assert_eq!(api.reactivate(&new.id).await.unwrap().state, FleetState::Active);
    let free = api.deallocate(&new.id).await.unwrap();
    assert_eq!((&free.state, free.merchant), (&FleetState::Unallocated, None));
    assert_eq!(api.fleet_terminal(&new.id).await.unwrap().unwrap().serial, "SN-1");
    api.decommission(&new.id).await.unwrap();
    assert_eq!(api.fleet_terminal(&new.id).await.unwrap(), None);
}

#[tokio::test]
async fn registering_with_a_merchant_allocates_at_once_for_every_listed_model() {
    let account = Account::open().await;
    for (index, model) in account.stitch.models().iter().enumerate() {
        let new = NewFleetTerminal {
            model: model.model.to_owned(),
            manufacturer: model.manufacturer.to_owned(),
            ..device(&format!("SN-{index}"), Some(MERCHANT))
        };
        assert_eq!(account.stitch.register(&new).await.unwrap().state, FleetState::Active);
    }
}

#[tokio::test]
async fn every_suspension_reason_is_one_the_interface_knows() {
    let account = Account::open().await;
    let id = account.handle.stitch_terminals()[0].id.clone();
    for reason in SuspensionReason::ALL {
        let stopped = account.stitch.suspend(&id, reason).await.unwrap();
        assert_eq!(stopped.state_reason.as_deref(), Some(reason.as_str()));
    }
}

#[tokio::test]
async fn the_fleet_is_listed_page_by_page_and_by_every_filter() {
    let account = Account::open().await;
    let api = &account.stitch;
    let first = api.fleet(&FleetFilter::default(), 0, 3).await.unwrap();
    assert_eq!((first.items.len(), first.has_more), (3, true));
    let second = api.fleet(&FleetFilter::default(), 3, 3).await.unwrap();
    assert_eq!((second.items.len(), second.offset, second.has_more), (1, 3, false));
    let some = |text: &str| Some(text.to_owned());
    let none = FleetFilter::default;
    for (filter, count) in [
        (FleetFilter { tid: some("EP0002"), ..none() }, 1),
        (FleetFilter { manufacturer: some("sunmi"), ..none() }, 4),
        (FleetFilter { merchant: some(MERCHANT), ..none() }, 2),
        (FleetFilter { model: some("p2_se"), ..none() }, 2),
        (FleetFilter { serial: some("PM0721AA00456"), ..none() }, 1),
        (FleetFilter { external_reference: some("Counter 1"), ..none() }, 1),
        (FleetFilter { model: some("p2_se"), tid: some("EP0002"), ..none() }, 0),
        (FleetFilter { serial: some("a&b=c d"), ..none() }, 0),
    ] {
        assert_eq!(api.fleet(&filter, 0, 50).await.unwrap().items.len(), count, "{filter:?}");
    }
}

#[tokio::test]
async fn the_test_clients_terminal_answers_to_every_call() {
    let account = Account::open().await;
    let api = &account.stitch;
    assert_eq!(api.register(&device("SNSTITCH", None)).await.unwrap().id, TEST_ID);
    assert!(api.fleet_terminal(TEST_ID).await.unwrap().is_some());
    assert_eq!(api.allocate(TEST_ID, MERCHANT).await.unwrap().state, FleetState::Active);
    assert_eq!(api.deallocate(TEST_ID).await.unwrap().state, FleetState::Unallocated);
    assert_eq!(api.suspend(TEST_ID, SuspensionReason::Other).await.unwrap().state, FleetState::Suspended);
    assert_eq!(api.reactivate(TEST_ID).await.unwrap().state, FleetState::Active);
    api.decommission(TEST_ID).await.unwrap();
}

#[tokio::test]
async fn an_expired_token_is_renewed_without_anybody_noticing() {
    let account = Account::open().await;
    account.stitch.fleet(&FleetFilter::default(), 0, 10).await.unwrap();
    account.handle.expire_stitch_tokens();
    account.stitch.register(&device("SN-1", None)).await.unwrap();
    account.handle.expire_stitch_tokens();
    assert_eq!(account.stitch.fleet(&FleetFilter::default(), 0, 10).await.unwrap().items.len(), 5);
}

#[tokio::test]
async fn a_wrong_secret_says_so_and_proves_that_nothing_was_done() {
    let account = Account::open().await;
    let stitch = connect(&account.handle, "WRONG-SECRET");
    let fault = stitch.register(&device("SN-1", None)).await.unwrap_err();
    assert_eq!((fault.kind(), fault.effect()), (Fault::NotAuthorised, Effect::None));
    assert_eq!(fault.detail(), "no token: invalid_client");
    assert_eq!(account.known("SN-1"), None);
}

#[tokio::test]
async fn an_answer_lost_after_the_act_has_an_unknown_effect_and_the_act_is_not_repeated() {
    let account = Account::open().await;
    for (number, fault) in
        [FaultKind::DropAfter, FaultKind::Truncate, FaultKind::StatusAfter(502), FaultKind::WebPage]
            .into_iter()
            .enumerate()
    {
        let serial = format!("SN-LOST-{number}");
        account.fault("POST", "/v2/terminals", fault.clone());
        let lost = account.stitch.register(&device(&serial, None)).await.unwrap_err();
        assert_eq!(lost.effect(), Effect::Unknown, "{fault:?}: {lost}");
        let all = account.handle.stitch_terminals();
        let same = all.iter().filter(|terminal| terminal.serial == serial);
        assert_eq!(same.count(), 1, "{fault:?}: registered once");
        let filter = FleetFilter { serial: Some(serial), ..FleetFilter::default() };
        let found = account.stitch.fleet(&filter, 0, 10).await.unwrap();
        assert_eq!(found.items.len(), 1, "the serial number finds it");
    }
}

#[tokio::test]
async fn a_refusal_by_the_state_of_a_terminal_is_not_taken_for_proof() {
    let account = Account::open().await;
    let id = account.handle.stitch_terminals()[0].id.clone();
    let taken = account.stitch.allocate(&id, MERCHANT).await.unwrap_err();
    assert_eq!((taken.kind(), taken.effect()), (Fault::Refused, Effect::Unknown), "{taken}");
    assert!(taken.detail().contains("deallocated first"), "{taken}");
    let invalid = account.stitch.register(&device("  ", None)).await.unwrap_err();
    assert_eq!((invalid.kind(), invalid.effect()), (Fault::Refused, Effect::None), "400 is an answer");
}
