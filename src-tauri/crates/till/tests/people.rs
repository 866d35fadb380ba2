//! Who may sell and who may decide: PINs, lock-outs, managers.
#![allow(clippy::unwrap_used)]

mod support;

use std::future::Future;
use std::path::Path;
use std::pin::Pin as Pinned;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use drive::MonotonicClock;
use jiff::{ToSpan, Zoned};
use payment::Tick;
use support::*;
use till::{
    Access, AccountForm, AccountSettings, Approver, Clock, ConnectError, Connector, MAX_TRIES, PeopleError,
    PepperError, PepperKeeper, Person, Pin, Role, Shop, StageSnapshot, Till, TillError,
};

const MARTA: &str = "739146";
const ANNA: &str = "4821";

/// Clocks that a story turns.
#[derive(Default)]
struct Hands {
    tick: Mutex<Tick>,
    wall: Mutex<Zoned>,
}

impl Hands {
    fn pass(&self, seconds: u64) {
        *self.tick.lock().unwrap() += Duration::from_secs(seconds);
    }

    fn put_wall_clock_back(&self) {
        let mut wall = self.wall.lock().unwrap();
        *wall = wall.checked_sub(10.years()).unwrap();
    }
}

impl Clock for Hands {
    fn wall(&self) -> Zoned {
        self.wall.lock().unwrap().clone()
    }
}

impl MonotonicClock for Hands {
    fn tick(&self) -> Tick {
        *self.tick.lock().unwrap()
    }

    fn sleep_until(&self, _: Tick) -> Pinned<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::task::yield_now())
    }
}

/// A keychain in memory, that can be lost.
#[derive(Default)]
struct Keychain {
    entries: Mutex<Vec<String>>,
}

impl PepperKeeper for Keychain {
    fn make(&self) -> Result<String, PepperError> {
        let mut entries = self.entries.lock().unwrap();
        let entry = format!("pepper-{}", entries.len());
        entries.push(entry.clone());
        Ok(entry)
    }

    fn read(&self, entry: &str) -> Result<secrecy::SecretString, PepperError> {
        let known = self.entries.lock().unwrap().iter().any(|known| known == entry);
        let lost = || PepperError::NotGiven("no such entry".to_owned());
        known.then(|| secrecy::SecretString::from(format!("secret of {entry}"))).ok_or_else(lost)
    }
}

#[derive(Clone)]
struct Machine {
    keychain: Option<Arc<Keychain>>,
    cloud: Cloud,
}

impl Connector for Machine {
    fn forms(&self) -> Vec<AccountForm> {
        self.cloud.forms()
    }

    fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn payment::Provider>, ConnectError> {
        self.cloud.connect(account)
    }

    fn pepper_keeper(&self) -> Option<Arc<dyn PepperKeeper>> {
        self.keychain.clone().map(|keychain| keychain as Arc<dyn PepperKeeper>)
    }
}

struct Staffed {
    folder: tempfile::TempDir,
    till: Till,
    hands: Arc<Hands>,
    machine: Machine,
    marta: Person,
    anna: Person,
}

fn pin(text: &str) -> Pin {
    Pin::new(&secrecy::SecretString::from(text)).unwrap()
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, TillError>) -> PeopleError {
    match answer.unwrap_err() {
        TillError::People(refused) => refused,
        other => panic!("not about people: {other}"),
    }
}

async fn staffed() -> Staffed {
    let folder = tempfile::tempdir().unwrap();
    let machine = Machine { keychain: Some(Arc::default()), cloud: Cloud::default() };
    let hands = Arc::new(Hands::default());
    let shop = Shop::new("Corner", money::Currency::EUR);
    let till = Till::init(folder.path(), shop, Arc::new(machine.clone()), hands.clone()).await.unwrap();
    till.import_catalogue(CATALOGUE.as_bytes()).await.unwrap();
    let first = till.approval_at_hand().unwrap();
    assert_eq!(first.by(), &Approver::ShopWithoutPeople);
    let marta = till.add_person(first, "Marta", Role::Manager, &pin(MARTA)).await.unwrap();
    let approval = till.approve(marta.id, &pin(MARTA)).await.unwrap();
    let anna = till.add_person(approval, "Anna", Role::Cashier, &pin(ANNA)).await.unwrap();
    Staffed { folder, till, hands, machine, marta, anna }
}

impl Staffed {
    async fn restarted(self) -> Self {
        let Self { folder, till, machine, marta, anna, .. } = self;
        drop(till);
        // A new process counts its own time from nothing.
        let hands = Arc::new(Hands::default());
        let till = reopen(folder.path(), &machine, &hands).await;
        Self { folder, till, hands, machine, marta, anna }
    }

    /// Why somebody is not let in with this PIN.
    async fn refused(&self, person: &Person, text: &str) -> PeopleError {
        refusal(self.till.sign_in(person.id, &pin(text)).await)
    }

    /// So many wrong PINs, each as soon as it is let in.
    async fn wrong(&self, person: &Person, tries: u32) {
        for _ in 0..tries {
            self.hands.pass(600);
            self.refused(person, "9071").await;
        }
    }
}

async fn reopen(folder: &Path, machine: &Machine, hands: &Arc<Hands>) -> Till {
    loop {
        // What the one before still writes down may take a moment.
        match Till::open(folder, Arc::new(machine.clone()), hands.clone()).await {
            Ok(till) => return till,
            Err(till::OpenTillError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn a_shop_without_people_sells_as_ever() {
    let world = world().await;
    assert_eq!(world.till.access(), Access::WithoutPeople);
    world.ring_up().await;
    world.till.pay_cash(None).await.unwrap();
    let StageSnapshot::Finished(end) = world.till.snapshot().await.unwrap().stage else { panic!("no end") };
    assert_eq!(world.till.order(end.order).await.unwrap().head.cashier, "Noor");
    assert_eq!(world.till.approval_at_hand().unwrap().name(), None);
}

#[tokio::test]
async fn nobody_sells_before_somebody_signs_in_and_the_sale_bears_their_name() {
    let shop = staffed().await;
    let till = &shop.till;
    assert_eq!(till.access(), Access::NobodySignedIn);
    for refused in [till.enter("101").await, till.enter("3 *").await, till.pay_cash(None).await] {
        assert_eq!(refusal(refused), PeopleError::NobodySignedIn);
    }
    assert_eq!(refusal(till.pay_card().await), PeopleError::NobodySignedIn);
    assert_eq!(refusal(till.clear_basket().await), PeopleError::NobodySignedIn);
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    assert_eq!(till.current_person().unwrap().name, "Anna");
    till.enter("101").await.unwrap();
    till.sign_in(shop.marta.id, &pin(MARTA)).await.unwrap();
    assert_eq!(till.snapshot().await.unwrap().basket.lines().len(), 1, "whoever takes over has the basket");
    till.pay_cash(None).await.unwrap();
    let StageSnapshot::Finished(end) = till.snapshot().await.unwrap().stage else { panic!("no end") };
    assert_eq!(till.order(end.order).await.unwrap().head.cashier, "Marta");
    let receipt = till.receipt(end.order).await.unwrap();
    assert!(receipt.text(till::TextWidth::Columns42).contains("Marta"));
    till.sign_out();
    assert_eq!(refusal(till.next_sale().await), PeopleError::NobodySignedIn);
}

#[tokio::test]
async fn a_card_payment_goes_on_without_its_cashier_and_keeps_their_name() {
    let world = world().await;
    let till = &world.till;
    let first = till.approval_at_hand().unwrap();
    let marta = till.add_person(first, "Marta", Role::Manager, &pin("9999")).await.unwrap();
    let approval = till.approve(marta.id, &pin("9999")).await.unwrap();
    let anna = till.add_person(approval, "Anna", Role::Cashier, &pin("1111")).await.unwrap();
    till.sign_in_to_practise(anna.id).await.unwrap();
    world.ring_up().await;
    till.pay_card().await.unwrap();
    while world.cloud.charges().is_empty() {
        tokio::task::yield_now().await;
    }
    till.sign_out();
    assert_eq!(refusal(till.cancel_payment().await), PeopleError::NobodySignedIn);
    till.sign_in(marta.id, &pin("9999")).await.unwrap();
    world.cloud.end(approve);
    till.wait_for_payment(Duration::from_secs(10)).await.unwrap();
    let StageSnapshot::Finished(end) = till.snapshot().await.unwrap().stage else { panic!("no end") };
    let receipt = till.receipt(end.order).await.unwrap();
    assert_eq!(
        (receipt.model.cashier.as_str(), till.current_person().unwrap().name.as_str()),
        ("Anna", "Marta")
    );
}

#[tokio::test]
async fn wrong_pins_make_the_next_try_wait_longer_and_longer_until_the_pin_is_locked() {
    let shop = staffed().await;
    let try_it = async |text: &str| shop.refused(&shop.anna, text).await;
    for left in [9, 8, 7] {
        assert_eq!(try_it("9071").await, PeopleError::WrongPin { left });
    }
    for (left, wait) in [(6, 5), (5, 10), (4, 20), (3, 40), (2, 80), (1, 160)] {
        assert_eq!(try_it(ANNA).await, PeopleError::Wait { seconds: wait }, "even the right one waits");
        shop.hands.pass(wait - 1);
        assert_eq!(try_it("9071").await, PeopleError::Wait { seconds: 1 });
        shop.hands.pass(1);
        assert_eq!(try_it("9071").await, PeopleError::WrongPin { left });
    }
    shop.hands.pass(320);
    assert_eq!(try_it("9071").await, PeopleError::Locked, "the tenth");
    shop.hands.pass(1_000_000);
    assert_eq!(try_it(ANNA).await, PeopleError::Locked, "no time opens it again");
    let approval = shop.till.approve(shop.marta.id, &pin(MARTA)).await.unwrap();
    shop.till.set_pin(approval, shop.anna.id, &pin("6093")).await.unwrap();
    shop.till.sign_in(shop.anna.id, &pin("6093")).await.unwrap();
}

#[tokio::test]
async fn neither_a_restart_nor_another_clock_gives_a_try_away() {
    let shop = staffed().await;
    shop.wrong(&shop.anna, 5).await;
    assert_eq!(shop.refused(&shop.anna, ANNA).await, PeopleError::Wait { seconds: 20 });
    let shop = shop.restarted().await;
    let wait = async || shop.refused(&shop.anna, ANNA).await;
    assert_eq!(wait().await, PeopleError::Wait { seconds: 20 }, "the wait begins anew");
    shop.hands.put_wall_clock_back();
    assert_eq!(wait().await, PeopleError::Wait { seconds: 20 });
    shop.hands.pass(20);
    shop.wrong(&shop.anna, 5).await;
    let shop = shop.restarted().await;
    shop.hands.pass(1_000_000);
    assert_eq!(shop.refused(&shop.anna, ANNA).await, PeopleError::Locked);
}

#[tokio::test]
async fn a_right_pin_forgets_the_slips_before_it() {
    let shop = staffed().await;
    shop.wrong(&shop.anna, 2).await;
    shop.till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    assert_eq!(
        refusal(shop.till.sign_in(shop.anna.id, &pin("9071")).await),
        PeopleError::WrongPin { left: 9 }
    );
    assert_eq!(shop.till.current_person().unwrap().name, "Anna", "a slip signs nobody out");
}

#[tokio::test]
async fn only_a_manager_approves_and_only_with_a_fresh_pin() {
    let shop = staffed().await;
    let till = &shop.till;
    assert_eq!(refusal(till.approval_at_hand()), PeopleError::NobodySignedIn);
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    assert_eq!(refusal(till.approval_at_hand()), PeopleError::ManagerNeeded);
    assert_eq!(refusal(till.approve(shop.anna.id, &pin(ANNA)).await), PeopleError::NotAManager);
    assert_eq!(refusal(till.approve(shop.marta.id, &pin(ANNA)).await), PeopleError::WrongPin { left: 9 });
    let approval = till.approve(shop.marta.id, &pin(MARTA)).await.unwrap();
    assert_eq!(approval.name(), Some("Marta"));
    assert_eq!(till.current_person().unwrap().name, "Anna", "an approval signs nobody in");
    till.sign_in(shop.marta.id, &pin(MARTA)).await.unwrap();
    assert_eq!(till.approval_at_hand().unwrap().name(), Some("Marta"));
    shop.hands.pass(121);
    assert_eq!(refusal(till.approval_at_hand()), PeopleError::ManagerNeeded);
}

#[tokio::test]
async fn people_come_and_go_but_the_last_manager_stays() {
    let shop = staffed().await;
    let till = &shop.till;
    let approval = async || till.approve(shop.marta.id, &pin(MARTA)).await;
    let last = till.remove_person(approval().await.unwrap(), shop.marta.id).await;
    assert_eq!(refusal(last), PeopleError::LastManager);
    for (name, text, refused) in [
        ("ANNA", "6093", PeopleError::NameTaken),
        (" \u{202e} ", "6093", PeopleError::NotAName),
        ("Ines", "1234", PeopleError::TrivialPin),
    ] {
        let answer = till.add_person(approval().await.unwrap(), name, Role::Cashier, &pin(text)).await;
        assert_eq!(refusal(answer), refused);
    }
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    till.remove_person(approval().await.unwrap(), shop.anna.id).await.unwrap();
    assert_eq!(till.access(), Access::NobodySignedIn, "whoever was removed is signed out");
    assert!(till.sign_in(shop.anna.id, &pin(ANNA)).await.is_err());
    // The same PIN as somebody else's is nobody's business: comparing them would tell them.
    till.add_person(approval().await.unwrap(), "Anna", Role::Cashier, &pin(MARTA)).await.unwrap();
    let names: Vec<String> = till.people().await.unwrap().into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["Anna", "Marta"]);
}

#[tokio::test]
async fn the_first_person_of_a_shop_is_a_manager() {
    let world = world().await;
    let first = world.till.approval_at_hand().unwrap();
    let refused = world.till.add_person(first, "Anna", Role::Cashier, &pin("4821")).await;
    assert_eq!(refusal(refused), PeopleError::FirstIsAManager);
    world.ring_up().await;
}

#[tokio::test]
async fn support_helps_a_shop_whose_managers_are_all_locked_out_and_no_other() {
    let shop = staffed().await;
    shop.wrong(&shop.marta, MAX_TRIES - 1).await;
    assert_eq!(
        refusal(shop.till.rescue_manager(shop.marta.id, &pin("6093")).await),
        PeopleError::NotLockedOut
    );
    shop.wrong(&shop.marta, 1).await;
    assert_eq!(refusal(shop.till.rescue_manager(shop.anna.id, &pin("6093")).await), PeopleError::NotAManager);
    shop.till.rescue_manager(shop.marta.id, &pin("6093")).await.unwrap();
    shop.till.sign_in(shop.marta.id, &pin("6093")).await.unwrap();
}

#[tokio::test]
async fn a_lost_keychain_counts_no_tries_and_support_makes_a_new_pin() {
    let shop = staffed().await;
    shop.machine.keychain.as_ref().unwrap().entries.lock().unwrap().clear();
    let lost = refusal(shop.till.sign_in(shop.anna.id, &pin(ANNA)).await);
    assert!(matches!(lost, PeopleError::Pepper(_)), "{lost}");
    assert!(shop.till.people().await.unwrap().iter().all(|person| person.failed_tries == 0));
    shop.till.rescue_manager(shop.marta.id, &pin("6093")).await.unwrap();
    shop.till.sign_in(shop.marta.id, &pin("6093")).await.unwrap();
    let approval = shop.till.approval_at_hand().unwrap();
    shop.till.set_pin(approval, shop.anna.id, &pin(ANNA)).await.unwrap();
    shop.till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
}

#[tokio::test]
async fn a_machine_without_a_keychain_has_pins_too() {
    let mut shop = staffed().await;
    shop.machine.keychain = None;
    let folder = tempfile::tempdir().unwrap();
    let till = Till::init(
        folder.path(),
        Shop::new("Corner", money::Currency::EUR),
        Arc::new(shop.machine.clone()),
        shop.hands.clone(),
    )
    .await
    .unwrap();
    let first = till.approval_at_hand().unwrap();
    let marta = till.add_person(first, "Marta", Role::Manager, &pin(MARTA)).await.unwrap();
    till.sign_in(marta.id, &pin(MARTA)).await.unwrap();
}

#[tokio::test]
async fn an_idle_till_locks_itself_but_not_under_a_running_payment() {
    let shop = staffed().await;
    let till = &shop.till;
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    till.enter("101").await.unwrap();
    shop.hands.pass(299);
    till.touch();
    shop.hands.pass(299);
    till.lock_if_idle().await;
    assert!(till.current_person().is_some());
    shop.hands.pass(1);
    assert_eq!(refusal(till.enter("101").await), PeopleError::NobodySignedIn, "late by a scan is late");
    till.sign_in(shop.marta.id, &pin(MARTA)).await.unwrap();
    shop.hands.pass(300);
    till.touch();
    till.lock_if_idle().await;
    assert_eq!(till.access(), Access::NobodySignedIn, "a touch after the time does not open it again");
    till.sign_in(shop.marta.id, &pin(MARTA)).await.unwrap();
    let approval = till.approval_at_hand().unwrap();
    till.set_idle_minutes(approval, 0).await.unwrap();
    shop.hands.pass(1_000_000);
    till.lock_if_idle().await;
    assert_eq!(till.current_person().unwrap().name, "Marta", "zero never locks");
}

#[tokio::test]
async fn no_pin_is_ever_written_to_the_data_folder() {
    let shop = staffed().await;
    shop.wrong(&shop.anna, 1).await;
    shop.till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    let approval = shop.till.approve(shop.marta.id, &pin(MARTA)).await.unwrap();
    assert!(!format!("{approval:?}").contains(MARTA));
    // As a word of its own: four digits in a row turn up in any random number.
    let alone = |text: &[u8], wanted: &str| {
        let part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        text.windows(wanted.len()).enumerate().any(|(at, found)| {
            found == wanted.as_bytes()
                && !part(at.checked_sub(1).and_then(|before| text.get(before)))
                && !part(text.get(at + wanted.len()))
        })
    };
    let mut files = 0;
    for entry in std::fs::read_dir(shop.folder.path()).unwrap() {
        let content = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        files += usize::from(!content.is_empty());
        for secret in [MARTA, ANNA, "9071"] {
            assert!(!alone(&content, secret), "{secret}");
        }
        assert!(!content.windows(MARTA.len()).any(|found| found == MARTA.as_bytes()));
    }
    assert!(files > 0, "the folder was looked at");
}

/// Who came and went, as the journal tells it, with why somebody went.
async fn came_and_went(folder: &Path) -> Vec<(String, String, String)> {
    let store = store::Store::open(folder, jiff::Timestamp::now()).await.unwrap();
    let entries = store.journal().after(0).await.unwrap();
    store.close().await;
    let told = entries.into_iter().filter(|entry| entry.kind.starts_with("sign_"));
    let told = told.map(|entry| {
        let payload: serde_json::Value = serde_json::from_str(&entry.payload).unwrap();
        let why = payload["because"].as_str().unwrap_or_default().to_owned();
        (entry.kind, entry.operator, why)
    });
    told.collect()
}

#[tokio::test]
async fn the_journal_tells_who_came_and_who_went_and_why() {
    let shop = staffed().await;
    let till = &shop.till;
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    till.sign_in(shop.marta.id, &pin(MARTA)).await.unwrap();
    till.sign_out();
    till.sign_out();
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    shop.hands.pass(100_000);
    assert_eq!(refusal(till.enter("101").await), PeopleError::NobodySignedIn);
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    shop.hands.pass(100_000);
    till.lock_if_idle().await;
    till.sign_in(shop.anna.id, &pin(ANNA)).await.unwrap();
    let approval = till.approve(shop.marta.id, &pin(MARTA)).await.unwrap();
    till.remove_person(approval, shop.anna.id).await.unwrap();
    // The entry of whoever left is written beside what goes on; this one comes after it.
    till.stop().await.unwrap();
    let told = came_and_went(shop.folder.path()).await;
    let told: Vec<(&str, &str, &str)> =
        told.iter().map(|(kind, who, why)| (kind.as_str(), who.as_str(), why.as_str())).collect();
    let expected = [
        ("sign_in", "Anna", ""),
        ("sign_in", "Anna", ""),
        ("sign_out", "Anna", "switched"),
        ("sign_in", "Marta", ""),
        ("sign_out", "Marta", "asked"),
        ("sign_in", "Anna", ""),
        ("sign_out", "Anna", "idle"),
        ("sign_in", "Anna", ""),
        ("sign_out", "Anna", "idle"),
        ("sign_in", "Anna", ""),
        ("sign_out", "Anna", "changed"),
    ];
    assert_eq!(told, expected);
}
