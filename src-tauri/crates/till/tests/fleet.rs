//! Managing terminals: every act is sent once and has an honest end.
#![allow(clippy::unwrap_used)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use payment::capabilities::{
    Fleet, FleetFilter, FleetModel, FleetPage, FleetState, FleetTerminal, NewFleetTerminal, SuspensionReason,
};
use payment::{
    FaultKind, PaymentPolicy, Provider, ProviderDescriptor, ProviderFault, RecordsAppear, RefundPlace,
};
use store::AccountId;
use tempfile::TempDir;
use till::{
    AccountForm, AccountSettings, ConnectError, Connector, FleetAct, FleetEnd, ManagerApproval,
    PRACTICE_ADDRESS, SecretLocation, Shop, SystemClock, Till, TillError,
};

/// What the cloud does with the next act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Luck {
    LoseAnswer,
    LoseRequest,
    Refuse,
    NotReached,
    /// Takes it, does nothing, and says that all is well.
    Pretend,
}

#[derive(Debug, Default)]
struct State {
    terminals: Vec<FleetTerminal>,
    luck: VecDeque<Luck>,
    acts: usize,
    /// So many looks succeed before the network is gone.
    looks_left: Option<usize>,
}

#[derive(Debug, Clone, Default)]
struct Cloud(Arc<Mutex<State>>);

impl Cloud {
    fn will(&self, luck: Luck) {
        self.0.lock().unwrap().luck.push_back(luck);
    }

    fn cut_after(&self, looks: usize) {
        self.0.lock().unwrap().looks_left = Some(looks);
    }

    fn acts(&self) -> usize {
        self.0.lock().unwrap().acts
    }

    fn put(&self, terminal: FleetTerminal) {
        self.0.lock().unwrap().terminals.push(terminal);
    }

    fn look(&self) -> Result<(), ProviderFault> {
        let mut state = self.0.lock().unwrap();
        match &mut state.looks_left {
            Some(0) => Err(ProviderFault::not_reached("cut")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn change(&self, id: &str, act: impl FnOnce(&mut FleetTerminal)) -> Result<FleetTerminal, ProviderFault> {
        let mut state = self.0.lock().unwrap();
        state.acts += 1;
        let luck = state.luck.pop_front();
        let terminal = state.terminals.iter_mut().find(|terminal| terminal.id == id).unwrap();
        match luck {
            None => act(terminal),
            Some(Luck::LoseAnswer) => {
                act(terminal);
                return Err(ProviderFault::no_answer("lost"));
            }
            Some(Luck::LoseRequest) => return Err(ProviderFault::no_answer("lost")),
            Some(Luck::Refuse) => {
                return Err(ProviderFault::refused(FaultKind::Refused, "taken").effect_unknown());
            }
            Some(Luck::NotReached) => return Err(ProviderFault::not_reached("no route")),
            Some(Luck::Pretend) => {}
        }
        Ok(terminal.clone())
    }
}

struct Connection {
    cloud: Cloud,
    descriptor: ProviderDescriptor,
}

impl Provider for Connection {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn fleet(&self) -> Option<&dyn Fleet> {
        Some(self)
    }
}

#[async_trait]
impl Fleet for Connection {
    fn models(&self) -> &'static [FleetModel] {
        &[FleetModel { manufacturer: "maker", model: "m1" }]
    }

    async fn fleet(&self, filter: &FleetFilter, offset: u32, limit: u32) -> Result<FleetPage, ProviderFault> {
        self.cloud.look()?;
        let state = self.cloud.0.lock().unwrap();
        let fits = |terminal: &&FleetTerminal| {
            filter.serial.as_ref().is_none_or(|serial| *serial == terminal.serial)
                && filter.tid.as_ref().is_none_or(|tid| Some(tid) == terminal.tid.as_ref())
        };
        let all: Vec<FleetTerminal> = state.terminals.iter().filter(fits).cloned().collect();
        let (skip, take) = (usize::try_from(offset).unwrap(), usize::try_from(limit).unwrap());
        let items: Vec<FleetTerminal> = all.into_iter().skip(skip).take(take).collect();
        Ok(FleetPage { has_more: items.len() == take, items, offset })
    }

    async fn fleet_terminal(&self, id: &str) -> Result<Option<FleetTerminal>, ProviderFault> {
        self.cloud.look()?;
        let state = self.cloud.0.lock().unwrap();
        Ok(state.terminals.iter().find(|terminal| terminal.id == id).cloned())
    }

    async fn register(&self, new: &NewFleetTerminal) -> Result<FleetTerminal, ProviderFault> {
        let state = if new.merchant.is_some() { FleetState::Active } else { FleetState::Unallocated };
        let terminal = FleetTerminal {
            merchant: new.merchant.clone(),
            external_reference: new.external_reference.clone(),
            ..terminal("new", &new.serial, state)
        };
        let luck = {
            let mut state = self.cloud.0.lock().unwrap();
            state.acts += 1;
            state.luck.pop_front()
        };
        if matches!(luck, None | Some(Luck::LoseAnswer)) {
            self.cloud.put(terminal.clone());
        }
        match luck {
            None | Some(Luck::Pretend) => Ok(terminal),
            Some(Luck::LoseAnswer | Luck::LoseRequest) => Err(ProviderFault::no_answer("lost")),
            Some(Luck::Refuse) => Err(ProviderFault::refused(FaultKind::Refused, "no")),
            Some(Luck::NotReached) => Err(ProviderFault::not_reached("no route")),
        }
    }

    async fn allocate(&self, id: &str, merchant: &str) -> Result<FleetTerminal, ProviderFault> {
        self.cloud.change(id, |terminal| {
            terminal.merchant = Some(merchant.to_owned());
            terminal.state = FleetState::Active;
        })
    }

    async fn deallocate(&self, id: &str) -> Result<FleetTerminal, ProviderFault> {
        self.cloud.change(id, |terminal| {
            terminal.merchant = None;
            terminal.state = FleetState::Unallocated;
        })
    }

    async fn suspend(&self, id: &str, reason: SuspensionReason) -> Result<FleetTerminal, ProviderFault> {
        self.cloud.change(id, |terminal| {
            terminal.state = FleetState::Suspended;
            terminal.state_reason = Some(reason.to_string());
        })
    }

    async fn reactivate(&self, id: &str) -> Result<FleetTerminal, ProviderFault> {
        self.cloud.change(id, |terminal| terminal.state = FleetState::Active)
    }

    async fn decommission(&self, id: &str) -> Result<(), ProviderFault> {
        let remove = |cloud: &Cloud| cloud.0.lock().unwrap().terminals.retain(|known| known.id != id);
        let luck = {
            let mut state = self.cloud.0.lock().unwrap();
            state.acts += 1;
            state.luck.pop_front()
        };
        match luck {
            None => remove(&self.cloud),
            Some(Luck::LoseAnswer) => {
                remove(&self.cloud);
                return Err(ProviderFault::no_answer("lost"));
            }
            Some(_) => return Err(ProviderFault::no_answer("lost")),
        }
        Ok(())
    }
}

impl Connector for Cloud {
    fn forms(&self) -> Vec<AccountForm> {
        Vec::new()
    }

    fn connect(&self, _: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError> {
        let milliseconds = Duration::from_millis;
        Ok(Arc::new(Connection {
            cloud: self.clone(),
            descriptor: ProviderDescriptor {
                kind: "model",
                display_name: "Model",
                operations: &[],
                refunds: RefundPlace::Provider,
                reference_limit: 0,
                policy: PaymentPolicy {
                    poll_interval: milliseconds(5),
                    poll_interval_limit: milliseconds(20),
                    customer_deadline: milliseconds(20),
                    not_found_counts_after: milliseconds(20),
                    not_found_spacing: milliseconds(5),
                    terminal_window: None,
                    records: RecordsAppear::AtOnce,
                    give_up_after: Duration::from_secs(600),
                    late_looks: Vec::new(),
                },
            },
        }))
    }
}

struct World {
    _folder: TempDir,
    cloud: Cloud,
    till: Till,
    account: AccountId,
}

impl World {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cloud = Cloud::default();
        let connector = Arc::new(cloud.clone());
        let clock = Arc::new(SystemClock::new());
        let till = Till::init(folder.path(), Shop::practice(), connector, clock).await.unwrap();
        let account = till.add_account("Fleet", settings(PRACTICE_ADDRESS)).await.unwrap().id;
        Self { _folder: folder, cloud, till, account }
    }

    async fn with_terminal(state: FleetState) -> Self {
        let world = Self::open().await;
        world.cloud.put(terminal("t1", "SN-1", state));
        world
    }

    /// A manager's yes: in a shop without people whoever stands there gives it.
    fn yes(&self) -> ManagerApproval {
        self.till.approval_at_hand().unwrap()
    }

    async fn act(&self, act: FleetAct) -> FleetEnd {
        self.till.act_on_fleet(self.yes(), self.account, "t1", act).await.unwrap()
    }

    async fn register(&self, new: NewFleetTerminal) -> Result<FleetEnd, TillError> {
        self.till.register_terminal(self.yes(), self.account, new).await
    }
}

fn settings(address: &str) -> AccountSettings {
    let place = SecretLocation::Keychain { entry: "none".to_owned() };
    AccountSettings::with_secret("model", address, "api_key", place)
}

fn terminal(id: &str, serial: &str, state: FleetState) -> FleetTerminal {
    let merchant = (state == FleetState::Active).then(|| "m1".to_owned());
    FleetTerminal {
        id: id.to_owned(),
        tid: Some("EP0001".to_owned()),
        serial: serial.to_owned(),
        manufacturer: "maker".to_owned(),
        model: "m1".to_owned(),
        merchant,
        external_reference: None,
        state,
        state_reason: None,
    }
}

fn device(serial: &str) -> NewFleetTerminal {
    NewFleetTerminal {
        serial: serial.to_owned(),
        manufacturer: "maker".to_owned(),
        model: "m1".to_owned(),
        merchant: None,
        external_reference: None,
        tid_prefix: None,
    }
}

fn state_of(end: &FleetEnd) -> Option<FleetState> {
    match end {
        FleetEnd::Done(terminal) => terminal.as_ref().map(|terminal| terminal.state.clone()),
        FleetEnd::NotDone { .. } | FleetEnd::NotSure { .. } => None,
    }
}

#[tokio::test]
async fn a_terminal_goes_through_all_its_states() {
    let world = World::open().await;
    let end = world.register(device(" SN-1\u{7} ")).await.unwrap();
    assert_eq!(state_of(&end), Some(FleetState::Unallocated));
    let listed = world.till.fleet(world.account, FleetFilter::default(), 0, 10).await.unwrap();
    assert_eq!(listed.items[0].serial, "SN-1", "what was typed is cleaned");
    let id = listed.items[0].id.clone();
    for (act, state) in [
        (FleetAct::Allocate("m1".to_owned()), FleetState::Active),
        (FleetAct::Suspend(SuspensionReason::Lost), FleetState::Suspended),
        (FleetAct::Reactivate, FleetState::Active),
        (FleetAct::Deallocate, FleetState::Unallocated),
    ] {
        let end = world.till.act_on_fleet(world.yes(), world.account, &id, act.clone()).await.unwrap();
        assert_eq!(state_of(&end), Some(state), "{act:?}");
    }
    assert_eq!(
        world.till.decommission_terminal(world.yes(), world.account, &id, "sn-1").await.unwrap(),
        FleetEnd::Done(None)
    );
    assert_eq!(world.cloud.acts(), 6);
}

#[tokio::test]
async fn an_act_whose_answer_got_lost_is_found_done_and_not_repeated() {
    for (act, before) in [
        (FleetAct::Allocate("m1".to_owned()), FleetState::Unallocated),
        (FleetAct::Deallocate, FleetState::Active),
        (FleetAct::Suspend(SuspensionReason::Stolen), FleetState::Active),
        (FleetAct::Reactivate, FleetState::Suspended),
    ] {
        let world = World::with_terminal(before).await;
        world.cloud.will(Luck::LoseAnswer);
        let end = world.act(act.clone()).await;
        assert!(matches!(end, FleetEnd::Done(Some(_))), "{act:?}: {end:?}");
        assert_eq!(world.cloud.acts(), 1);
    }
}

#[tokio::test]
async fn an_act_that_never_arrived_is_found_undone() {
    for (act, before) in [
        (FleetAct::Allocate("m1".to_owned()), FleetState::Unallocated),
        (FleetAct::Deallocate, FleetState::Active),
        (FleetAct::Suspend(SuspensionReason::Stolen), FleetState::Active),
        (FleetAct::Reactivate, FleetState::Suspended),
    ] {
        let world = World::with_terminal(before.clone()).await;
        world.cloud.will(Luck::LoseRequest);
        match world.act(act.clone()).await {
            FleetEnd::NotDone { terminal: Some(terminal), .. } => assert_eq!(terminal.state, before),
            other => panic!("{act:?}: {other:?}"),
        }
        assert_eq!(world.cloud.acts(), 1, "nothing is repeated");
    }
}

#[tokio::test]
async fn what_cannot_be_looked_up_is_not_sure() {
    let world = World::with_terminal(FleetState::Active).await;
    world.cloud.cut_after(0);
    world.cloud.will(Luck::LoseAnswer);
    assert!(matches!(world.act(FleetAct::Deallocate).await, FleetEnd::NotSure { .. }));
    // Undone at the first look, and the network is gone before the second: it may still be on its way.
    let world = World::with_terminal(FleetState::Active).await;
    world.cloud.cut_after(1);
    world.cloud.will(Luck::LoseRequest);
    assert!(matches!(world.act(FleetAct::Deallocate).await, FleetEnd::NotSure { .. }));
}

#[tokio::test]
async fn a_state_the_till_does_not_know_settles_nothing() {
    let odd = FleetState::Other("in_transit".to_owned());
    for act in [FleetAct::Suspend(SuspensionReason::Other), FleetAct::Reactivate, FleetAct::Deallocate] {
        let world = World::with_terminal(odd.clone()).await;
        world.cloud.will(Luck::LoseRequest);
        let end = world.act(act.clone()).await;
        assert!(matches!(end, FleetEnd::NotSure { .. }), "{act:?}: {end:?}");
    }
}

#[tokio::test]
async fn an_answer_that_does_not_show_the_act_is_not_believed() {
    let world = World::with_terminal(FleetState::Active).await;
    world.cloud.will(Luck::Pretend);
    let end = world.act(FleetAct::Suspend(SuspensionReason::Lost)).await;
    assert!(matches!(end, FleetEnd::NotDone { terminal: Some(_), .. }), "{end:?}");
}

#[tokio::test]
async fn a_refusal_and_an_unreachable_provider_leave_everything_as_it_was() {
    let world = World::with_terminal(FleetState::Active).await;
    world.cloud.will(Luck::Refuse);
    match world.act(FleetAct::Allocate("m2".to_owned())).await {
        FleetEnd::NotDone { fault, terminal: Some(terminal) } => {
            assert_eq!((fault.detail(), terminal.merchant.as_deref()), ("taken", Some("m1")));
        }
        other => panic!("{other:?}"),
    }
    world.cloud.will(Luck::NotReached);
    let end = world.act(FleetAct::Deallocate).await;
    assert!(matches!(end, FleetEnd::NotDone { terminal: None, .. }), "proved unsent: {end:?}");
}

#[tokio::test]
async fn a_registration_is_settled_by_its_serial_number() {
    let world = World::open().await;
    world.cloud.will(Luck::LoseAnswer);
    let end = world.register(device("SN-1")).await.unwrap();
    assert!(matches!(&end, FleetEnd::Done(Some(terminal)) if terminal.serial == "SN-1"), "{end:?}");
    let again = world.register(device("SN-1")).await;
    assert!(matches!(again, Err(TillError::TerminalExists)), "{again:?}");
    world.cloud.will(Luck::LoseRequest);
    let end = world.register(device("SN-2")).await.unwrap();
    assert!(matches!(end, FleetEnd::NotDone { terminal: None, .. }), "{end:?}");
    world.cloud.will(Luck::LoseAnswer);
    world.cloud.cut_after(1);
    let end = world.register(device("SN-3")).await.unwrap();
    assert!(matches!(end, FleetEnd::NotSure { .. }), "{end:?}");
    assert_eq!(world.cloud.acts(), 3, "each was sent once, the known one not at all");
}

#[tokio::test]
async fn what_is_missing_or_not_offered_is_refused_before_anything_is_sent() {
    let world = World::with_terminal(FleetState::Unallocated).await;
    for (new, entry) in [
        (device("  "), "serial"),
        (device(&"x".repeat(201)), "serial"),
        (NewFleetTerminal { model: "m2".to_owned(), ..device("SN-2") }, "model"),
    ] {
        let refused = world.register(new).await;
        assert!(matches!(refused, Err(TillError::FleetEntry(name)) if name == entry), "{refused:?}");
    }
    let refused =
        world.till.act_on_fleet(world.yes(), world.account, "t1", FleetAct::Allocate(" ".to_owned())).await;
    assert!(matches!(refused, Err(TillError::FleetEntry("merchant"))), "{refused:?}");
    assert_eq!(world.cloud.acts(), 0);
}

#[tokio::test]
async fn a_terminal_is_decommissioned_only_by_its_own_name() {
    let world = World::with_terminal(FleetState::Active).await;
    for wrong in ["", " ", "EP0002", "SN", "t1"] {
        let refused = world.till.decommission_terminal(world.yes(), world.account, "t1", wrong).await;
        assert!(matches!(refused, Err(TillError::NotConfirmed)), "{wrong:?}: {refused:?}");
    }
    assert_eq!(world.cloud.acts(), 0);
    let missing = world.till.decommission_terminal(world.yes(), world.account, "t9", "EP0001").await;
    assert!(matches!(missing, Err(TillError::NotFound(_))), "{missing:?}");
    world.cloud.will(Luck::LoseRequest);
    let end = world.till.decommission_terminal(world.yes(), world.account, "t1", "EP0001").await.unwrap();
    assert!(matches!(end, FleetEnd::NotDone { terminal: Some(_), .. }), "{end:?}");
    world.cloud.will(Luck::LoseAnswer);
    let end = world.till.decommission_terminal(world.yes(), world.account, "t1", " ep0001 ").await.unwrap();
    assert_eq!(end, FleetEnd::Done(None));
}

#[tokio::test]
async fn an_account_that_only_manages_terminals_is_tested_and_lists_none_to_pay_on() {
    let world = World::open().await;
    world.till.test_account(world.account).await.unwrap();
    assert_eq!(world.till.fleet_accounts().await.unwrap().len(), 1);
    let offered = world.till.offered_terminals(world.account, 1).await;
    assert!(matches!(offered, Err(TillError::NotOffered)), "{offered:?}");
    world.cloud.cut_after(0);
    assert!(world.till.test_account(world.account).await.is_err());
}

#[tokio::test]
async fn a_practice_shop_takes_practice_accounts_and_no_real_one() {
    let world = World::open().await;
    world.till.add_account("Second", settings(PRACTICE_ADDRESS)).await.unwrap();
    let real = world.till.add_account("Real", settings("https://api.stitch.example")).await;
    assert!(matches!(real, Err(TillError::PracticeShop)), "{real:?}");
}
