//! What must hold whatever people, tills and networks do, in any order.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{Brand, Entry, ResponseCode};

#[derive(Debug, Clone)]
enum Event {
    Purchase {
        terminal: usize,
        minor: u64,
    },
    /// A purchase with everything as it should be.
    Paid {
        terminal: usize,
        minor: u64,
    },
    Refund {
        terminal: usize,
        purchase: usize,
        minor: u64,
    },
    Cancel {
        transaction: usize,
    },
    Act {
        terminal: usize,
        act: Act,
    },
    Decide(Decision),
    Wait {
        millis: u64,
    },
}

fn acts() -> impl Strategy<Value = Act> {
    let card = (0..Brand::ALL.len(), any::<bool>()).prop_map(|(brand, chip)| Act::PresentCard {
        brand: Brand::ALL[brand],
        entry: if chip { Entry::Chip } else { Entry::Contactless },
    });
    prop_oneof![
        6 => card,
        3 => Just(Act::EnterPin { pin: Pin::Right }),
        2 => Just(Act::EnterPin { pin: Pin::Wrong }),
        1 => Just(Act::Decline { code: ResponseCode::DO_NOT_HONOUR }),
        1 => Just(Act::WalkAway),
        1 => Just(Act::CancelOnTerminal),
        2 => Just(Act::SwitchOn),
        1 => Just(Act::SwitchOff),
        1 => Just(Act::LoseNetwork),
        2 => Just(Act::RestoreNetwork),
        1 => Just(Act::RunOutOfPaper),
        1 => Just(Act::RefillPaper),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    let decisions = prop_oneof![Just(Decision::Person), Just(Decision::Amount), Just(Decision::Script)];
    prop_oneof![
        2 => (0..2_usize, 1..20_000_u64).prop_map(|(terminal, minor)| Event::Paid { terminal, minor }),
        4 => (0..2_usize, 1..20_000_u64).prop_map(|(terminal, minor)| Event::Purchase { terminal, minor }),
        5 => (0..2_usize, 0..2_usize, 1..15_000_u64)
            .prop_map(|(terminal, purchase, minor)| Event::Refund { terminal, purchase, minor }),
        2 => (0..4_usize).prop_map(|transaction| Event::Cancel { transaction }),
        8 => (0..2_usize, acts()).prop_map(|(terminal, act)| Event::Act { terminal, act }),
        1 => decisions.prop_map(Event::Decide),
        8 => (1..3_000_u64).prop_map(|millis| Event::Wait { millis }),
    ]
}

struct Run {
    world: World,
    now: Now,
    /// What a journal would have kept.
    kept: Batch,
}

impl Run {
    fn new() -> Self {
        let config = Config { decision: Decision::Person, time_zone: TimeZone::UTC, ..Config::default() };
        let mut world = World::new(&config, Batch::default());
        let outcomes = vec![
            Outcome::ApproveThenOffline,
            Outcome::Decline(ResponseCode::INSUFFICIENT_FUNDS),
            Outcome::SwitchOff,
            Outcome::WalkAway,
            Outcome::CancelOnTerminal,
            Outcome::ApproveAfter(5),
            Outcome::NoAnswerFor(5),
        ];
        world.set_script(None, outcomes).unwrap();
        let now = Now { moment: Moment::default(), wall: Timestamp::UNIX_EPOCH };
        Self { world, now, kept: Batch::default() }
    }

    fn key(&self, terminal: usize) -> String {
        self.world.terminals[terminal].key.clone()
    }

    fn wait(&mut self, millis: u64) {
        let duration = Duration::from_millis(millis);
        self.now = Now { moment: self.now.moment.plus(duration), wall: self.now.wall + duration };
        self.world.advance(self.now);
    }

    /// Terminal and id of a transaction, counted back from the newest.
    fn id(&self, back: usize) -> Option<(String, String)> {
        self.world.transactions.iter().rev().nth(back).map(|found| (found.terminal.clone(), found.id.clone()))
    }

    /// Id of an approved purchase, counted back from the newest; without one, of anything.
    fn paid(&self, back: usize) -> Option<String> {
        let paid = self.world.transactions.iter().rev();
        let mut paid = paid.filter(|one| one.kind == Kind::Purchase && one.approved() == Some(true));
        paid.nth(back).map(|one| one.id.clone()).or_else(|| self.id(back).map(|(_, id)| id))
    }

    fn create(&mut self, terminal: usize, kind: Kind, minor: u64, refund_of: Option<String>) {
        let amount = Amount { minor, currency: "EUR".to_owned() };
        let new = NewTransaction { kind, reference: "R".to_owned(), amount, refund_of };
        let _ = self.world.create(&self.key(terminal), new, self.now);
    }

    fn pay(&mut self, terminal: usize, minor: u64) {
        self.world.decision = Decision::Person;
        let key = self.key(terminal);
        for act in [Act::SwitchOn, Act::RestoreNetwork, Act::RefillPaper] {
            let _ = self.world.act(&key, act, self.now);
        }
        self.wait(100_000);
        self.create(terminal, Kind::Purchase, minor, None);
        self.wait(1_100);
        let card = Act::PresentCard { brand: Brand::Visa, entry: Entry::Chip };
        let _ = self.world.act(&key, card, self.now);
        let _ = self.world.act(&key, Act::EnterPin { pin: Pin::Right }, self.now);
        self.wait(10_000);
    }

    fn play(&mut self, event: Event) {
        match event {
            Event::Purchase { terminal, minor } => self.create(terminal, Kind::Purchase, minor, None),
            Event::Paid { terminal, minor } => self.pay(terminal, minor),
            Event::Refund { terminal, purchase, minor } => {
                if let Some(id) = self.paid(purchase) {
                    self.create(terminal, Kind::Refund, minor, Some(id));
                }
            }
            Event::Cancel { transaction } => {
                if let Some((terminal, id)) = self.id(transaction) {
                    let _ = self.world.cancel(&terminal, &id, self.now);
                }
            }
            Event::Act { terminal, act } => {
                let _ = self.world.act(&self.key(terminal), act, self.now);
            }
            Event::Decide(decision) => self.world.decision = decision,
            Event::Wait { millis } => self.wait(millis),
        }
        self.kept.then(self.world.changes(self.now.moment));
        self.world.mark_saved();
    }

    fn check(&self) {
        let world = &self.world;
        for charge in &world.ledger {
            let transaction = world.transactions.find(&charge.transaction).unwrap();
            assert_ne!(transaction.status, Status::Cancelled, "charged, yet cancelled: {transaction:?}");
            assert_eq!(transaction.amount.minor, charge.minor);
        }
        for transaction in world.transactions.iter() {
            let charges = world.ledger.iter().filter(|charge| charge.transaction == transaction.id).count();
            match transaction.status {
                Status::Authorized | Status::Cleared => {
                    assert_eq!(charges, 1, "paid once: {transaction:?}");
                    assert_eq!(transaction.approved(), Some(true));
                }
                Status::Cancelled => assert_ne!(transaction.approved(), Some(true), "{transaction:?}"),
                Status::Created => assert!(charges <= 1 && transaction.end.is_none(), "{transaction:?}"),
            }
            let refunded: u64 = world
                .transactions
                .iter()
                .filter(|refund| refund.refund_of.as_ref() == Some(&transaction.id))
                .filter(|refund| refund.status != Status::Cancelled)
                .map(|refund| refund.amount.minor)
                .sum();
            assert!(refunded <= transaction.amount.minor, "refunded more than paid: {transaction:?}");
        }
        for at in 0..world.terminals.len() {
            let key = &world.terminals[at].key;
            let waiting = world.transactions.iter().filter(|one| one.terminal == *key);
            let waiting = waiting.filter(|one| one.is_open() && !one.fetched).count();
            assert!(waiting <= 1, "the cloud keeps one unfetched transaction per terminal");
        }
    }
}

#[test]
fn what_became_due_in_between_happens_at_its_own_time() {
    let mut run = Run::new();
    run.create(0, Kind::Purchase, 1_000, None);
    run.wait(1_000_000);
    let (terminal, id) = run.id(0).unwrap();
    let end = run.world.transaction(&terminal, &id).unwrap().end.clone().unwrap();
    let seconds = end.at.as_second();
    assert!(
        (60..=61).contains(&seconds),
        "the terminal gave up after a minute, not when somebody looked: {seconds}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn money_moves_exactly_when_the_cloud_says_or_will_say_so(
        story in prop::collection::vec(events(), 1..80)
    ) {
        let mut run = Run::new();
        for event in story {
            run.play(event);
            run.check();
        }
        let kept = serde_json::to_value(&run.kept).unwrap();
        let whole = serde_json::to_value(run.world.everything(run.kept.moment)).unwrap();
        prop_assert_eq!(kept, whole, "the changes add up to the whole");
        for terminal in 0..run.world.terminals.len() {
            for act in [Act::SwitchOn, Act::RestoreNetwork, Act::RefillPaper] {
                run.play(Event::Act { terminal, act });
            }
        }
        for _ in 0..200 {
            run.play(Event::Wait { millis: 5_000 });
            run.check();
            let restore = |terminal| Event::Act { terminal, act: Act::RestoreNetwork };
            let switch_on = |terminal| Event::Act { terminal, act: Act::SwitchOn };
            for terminal in 0..2 {
                run.play(restore(terminal));
                run.play(switch_on(terminal));
            }
        }
        let open: Vec<_> = run
            .world
            .transactions
            .iter()
            .filter(|one| !matches!(one.status, Status::Cleared | Status::Cancelled))
            .collect();
        prop_assert!(open.is_empty(), "with everything switched on all ends: {open:?}");
        prop_assert!(run.world.terminals.iter().all(|terminal| terminal.state.stage() == Stage::Idle));
    }

    #[test]
    fn a_world_read_back_goes_on_where_it_was(story in prop::collection::vec(events(), 1..40)) {
        let mut run = Run::new();
        story.into_iter().for_each(|event| run.play(event));
        let text = serde_json::to_string(&run.world.everything(run.now.moment)).unwrap();
        let config = Config { decision: run.world.decision, time_zone: TimeZone::UTC, ..Config::default() };
        let back = World::new(&config, serde_json::from_str(&text).unwrap());
        prop_assert_eq!(serde_json::to_string(&back.everything(run.now.moment).transactions).unwrap(),
            serde_json::to_string(&run.world.everything(run.now.moment).transactions).unwrap());
        prop_assert_eq!(back.snapshots(run.now), run.world.snapshots(run.now));
        prop_assert_eq!(back.next_due(), run.world.next_due());
        prop_assert_eq!(back.ledger(), run.world.ledger());
    }
}
