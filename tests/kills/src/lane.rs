//! One shop: sells, refunds, cancels, is killed, recovers.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::{Value, json};
use simulator::{Fault, FaultKind};

use crate::books::{Answered, Books};
use crate::journal;
use crate::shop::{Ended, Shop};

/// Acts of one lane that may end by themselves.
const DETOURS: u32 = 1_000;

/// One act in so many is not killed, so that it is known how long it takes on a busy machine.
const LEFT_ALONE: u8 = 10;
/// What the cloud goes through in one payment or refund: taken, fetched, card asked for, card, bank, end; most of them change it twice.
const CHANGES: u64 = 9;
/// Answers that contradict themselves, until they are taken away.
const MANY: u32 = 100_000;
/// How long a start looks at what contradicts itself, in seconds: a person is called at the first look.
const GLANCE: &str = "2";
/// Between two looks at the process and the cloud.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// A point to kill at.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// So many changes at the cloud come first.
    changes: u64,
    /// Then this long.
    after: Duration,
}

/// What a cashier's script asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Card,
    Cancel,
    Cash,
    Refund,
    CashRefund,
    Decide,
    Recover,
}

impl Act {
    fn name(self) -> &'static str {
        match self {
            Self::Card => "card sale",
            Self::Cancel => "cancelled sale",
            Self::Cash => "cash sale",
            Self::Refund => "card refund",
            Self::CashRefund => "cash refund",
            Self::Decide => "decision",
            Self::Recover => "recovery",
        }
    }
}

pub(crate) struct Lane {
    shop: Shop,
    rng: Rng,
    patience: Duration,
    /// How long each act took when it was last not killed.
    spans: BTreeMap<Act, Duration>,
    /// What the till has told about orders and refunds.
    told: Vec<Answered>,
    paid: Vec<(String, Act)>,
    tally: Tally,
}

/// How many were killed after none of the changes at the cloud, after one, after two.
type Phases = [u64; CHANGES_SHOWN];
/// The last one stands for all that come after it.
const CHANGES_SHOWN: usize = 12;

/// What the lanes came to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By act, and by how much the cloud had gone through.
    pub(crate) kills: BTreeMap<&'static str, Phases>,
    /// Decisions that were taken down, killed or not.
    pub(crate) decisions: u64,
    pub(crate) finished: u64,
    /// Restarts after which the journal was verified, books included.
    pub(crate) verified: u64,
    pub(crate) faults: u64,
    pub(crate) books: Books,
    pub(crate) differences: Vec<String>,
}

impl Lane {
    pub(crate) fn open(tillctl: &Path, seed: u64, patience: Duration) -> Self {
        Self {
            shop: Shop::open(tillctl, seed),
            rng: Rng::with_seed(seed),
            patience,
            spans: BTreeMap::new(),
            told: Vec::new(),
            paid: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Acts and kills while there is `more` to kill, then compares.
    pub(crate) fn play(mut self, more: &(dyn Fn() -> bool + Sync), give_back: &(dyn Fn() + Sync)) -> Tally {
        let mut detours = 0;
        while more() {
            self.trouble();
            let act = self.choose();
            let calls_for_person = matches!(act, Act::Card | Act::Refund) && self.rng.u8(..4) == 0;
            if calls_for_person {
                self.contradict();
            }
            let killed = self.killed(act);
            if calls_for_person && !self.decided(more, give_back) {
                return self.compare();
            }
            if !killed {
                give_back();
                detours += 1;
                if detours > DETOURS {
                    break;
                }
                continue;
            }
            // Faults end, so that a recovery can come to an end.
            if self.rng.u8(..4) > 0 {
                self.shop.cloud.clear_faults();
            }
            if self.rng.u8(..4) == 0 {
                if !more() {
                    break;
                }
                if !self.killed(Act::Recover) {
                    give_back();
                }
            }
            // What is found broken is left as it is, for whoever looks.
            if !self.recovers() {
                return self.compare();
            }
        }
        self.recovers();
        self.compare()
    }

    /// Starts the till again and lets it look up what was open; whether its journal is whole then.
    fn recovers(&mut self) -> bool {
        self.shop.cloud.clear_faults();
        let wait = self.patience.as_secs().to_string();
        self.shop.run(&["recover", "--wait", &wait]);
        let mut found = Vec::new();
        journal::verified(&self.shop, &mut found);
        self.tally.verified += 1;
        found.is_empty()
    }

    /// From now on every record says cancelled and approved at once.
    fn contradict(&mut self) {
        let words = FaultKind::Merge(json!({ "status": "CANCELLED", "result": "APPROVED" }));
        if self.shop.cloud.add_fault(Fault::next("GET", "", words).times(MANY)).is_ok() {
            self.tally.faults += 1;
        }
    }

    /// A manager decides what the records contradict themselves about, by what the portal shows, and is killed as well. The records
    /// are clear again afterwards; whether the journal is whole then.
    fn decided(&mut self, more: &(dyn Fn() -> bool + Sync), give_back: &(dyn Fn() + Sync)) -> bool {
        self.shop.run(&["recover", "--wait", GLANCE]);
        let waiting = self.shop.run(&["attempts", "needs-person"]).answer;
        for case in waiting["attempts"].as_array().into_iter().flatten() {
            let Some(words) = self.verdict(case) else { continue };
            if !more() {
                break;
            }
            if !self.killed_in(Act::Decide, &words) {
                give_back();
            }
            let reference = case["reference"].as_str().unwrap_or_default();
            let now = self.shop.run(&["attempts", "show", reference]).answer;
            self.tally.decisions += u64::from(!now["decision"].is_null());
        }
        self.recovers()
    }

    /// What the portal shows of a case: whether it was charged. None where that cannot be decided.
    fn verdict(&self, case: &Value) -> Option<Vec<String>> {
        let reference = case["reference"].as_str()?;
        let charged = self.shop.cloud.ledger().iter().any(|it| it.merchant_order_reference == reference);
        let choice = match (case["refund"].is_null(), charged) {
            (true, true) => "money_came_in",
            (true, false) => "no_money_came_in",
            (false, true) => "went_back",
            (false, false) => "did_not_go_back",
        };
        let offered = case["choices"].as_array()?.iter().any(|offered| offered == choice);
        let mut words = vec!["attempts".to_owned(), "decide".to_owned(), reference.to_owned()];
        words.push(format!("--{}", choice.replace('_', "-")));
        if choice == "money_came_in" {
            words.push(case["transaction"].as_str()?.to_owned());
        }
        words.extend(["--reason".to_owned(), "seen in the portal".to_owned()]);
        offered.then_some(words)
    }

    fn compare(mut self) -> Tally {
        let (books, differences) = Books::compare(&self.shop, &self.told);
        self.tally.books = books;
        if !differences.is_empty() {
            let folder = self.shop.keep();
            let lines = differences.into_iter().map(|what| format!("{}: {what}", folder.display()));
            self.tally.differences = lines.collect();
        }
        self.tally
    }

    /// Something goes wrong on the way, in two of five acts.
    fn trouble(&mut self) {
        if self.rng.u8(..5) > 1 {
            return;
        }
        let (post, one, any) = ("/transactions", "/transactions/*", "");
        let fault = match self.rng.u8(..16) {
            0 => Fault::next("POST", post, FaultKind::DropBefore),
            1..=3 => Fault::next("POST", post, FaultKind::DropAfter),
            4 => Fault::next("POST", post, FaultKind::StatusAfter(502)),
            5 => Fault::next("POST", post, FaultKind::Truncate),
            6 => Fault::next("POST", post, FaultKind::WebPage),
            7 => Fault::next("POST", post, FaultKind::DelayAfter(700)),
            8 => Fault::next("POST", post, FaultKind::DelayBefore(400)),
            9 => Fault::next("GET", one, FaultKind::NotFound),
            10 => Fault::next("GET", any, FaultKind::StatusBefore(503)).times(3),
            11 => Fault::next("GET", any, FaultKind::DropBefore).times(self.rng.u32(1..=4)),
            12 => Fault::next("GET", any, FaultKind::WebPage).times(2),
            13 => Fault::next("GET", any, FaultKind::Truncate).times(2),
            14 => Fault::next("DELETE", one, FaultKind::DropAfter),
            _ => Fault::next("GET", any, FaultKind::DelayAfter(500)),
        };
        // A full list of faults is trouble enough.
        if self.shop.cloud.add_fault(fault).is_ok() {
            self.tally.faults += 1;
        }
    }

    fn choose(&mut self) -> Act {
        match self.rng.u8(..10) {
            0..=3 => Act::Card,
            4..=5 => Act::Cancel,
            6 => Act::Cash,
            7..=8 if self.paid.iter().any(|(_, act)| *act == Act::Card) => Act::Refund,
            9 if self.paid.iter().any(|(_, act)| *act == Act::Cash) => Act::CashRefund,
            _ => Act::Card,
        }
    }

    /// Starts an act and kills it somewhere inside; false when it was over before, or was left alone to learn how long it
    /// takes now.
    fn killed(&mut self, act: Act) -> bool {
        let words = self.words(act);
        self.killed_in(act, &words)
    }

    fn killed_in(&mut self, act: Act, words: &[String]) -> bool {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let moment = self.moment(act);
        let revision = self.shop.cloud.subscribe();
        let first = *revision.borrow();
        let began = Instant::now();
        let mut child = self.shop.start(&words);
        let mut over = false;
        let wait = match moment {
            None => Duration::MAX,
            Some(Moment { changes, after }) => {
                while *revision.borrow() < first + changes && !over {
                    thread::sleep(LOOK_AGAIN);
                    over = child.try_wait().ok().flatten().is_some();
                }
                after
            }
        };
        let until = Instant::now().checked_add(wait);
        while !over && until.is_none_or(|until| Instant::now() < until) {
            thread::sleep(LOOK_AGAIN.min(wait));
            over = child.try_wait().ok().flatten().is_some();
        }
        if !over && child.kill().is_ok() {
            Shop::end(child);
            let changes = usize::try_from(*revision.borrow() - first).unwrap_or(usize::MAX);
            let phases = self.tally.kills.entry(act.name()).or_default();
            phases[changes.min(CHANGES_SHOWN - 1)] += 1;
            return true;
        }
        let ended = Shop::end(child);
        if matches!(ended.code, Some(0 | 3)) {
            self.spans.insert(act, began.elapsed().min(Duration::from_secs(5)));
        }
        self.note(act, &words, &ended);
        self.tally.finished += 1;
        false
    }

    /// When to kill: some time after the start, or after what the cloud goes through next.
    fn moment(&mut self, act: Act) -> Option<Moment> {
        let learnt = self.spans.get(&act).copied().filter(|_| self.rng.u8(..LEFT_ALONE) > 0)?;
        let within = |rng: &mut Rng, span: Duration| {
            Duration::from_micros(rng.u64(..u64::try_from(span.as_micros()).unwrap_or(u64::MAX).max(1)))
        };
        let at_the_cloud = match act {
            Act::Card | Act::Cancel | Act::Refund => self.rng.u8(..4) > 0,
            Act::Cash | Act::CashRefund | Act::Decide | Act::Recover => false,
        };
        Some(if at_the_cloud {
            let span = if self.rng.bool() { Duration::from_millis(60) } else { Duration::from_millis(1_300) };
            Moment { changes: self.rng.u64(1..=CHANGES), after: within(&mut self.rng, span) }
        } else {
            Moment { changes: 0, after: within(&mut self.rng, learnt + learnt / 10) }
        })
    }

    fn words(&mut self, act: Act) -> Vec<String> {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let item = ["101", "101*2", "102", "103*3", "104"][self.rng.usize(..5)];
        let of = |wanted: Act, lane: &mut Self| {
            let orders: Vec<&String> =
                lane.paid.iter().filter(|(_, act)| *act == wanted).map(|(order, _)| order).collect();
            orders[lane.rng.usize(..orders.len())].clone()
        };
        let mut words = match act {
            Act::Card => own(&["sell", "--item", item, "--pay", "card"]),
            Act::Cancel => {
                let after = self.rng.u32(..600).to_string();
                own(&["sell", "--item", item, "--pay", "card", "--cancel-after", &after])
            }
            Act::Cash => own(&["sell", "--item", item, "--item", "103", "--pay", "cash=50"]),
            Act::Refund => own(&["refund", &of(Act::Card, self), "--amount", "0.50"]),
            Act::CashRefund => own(&["refund", &of(Act::Cash, self), "--amount", "0.50"]),
            Act::Decide => unreachable!("a decision is about a case"),
            Act::Recover => own(&["recover"]),
        };
        words.extend(own(&["--wait", &self.patience.as_secs().to_string()]));
        words
    }

    /// What the till answered binds it.
    fn note(&mut self, act: Act, words: &[&str], ended: &Ended) {
        let field = |name: &str| ended.answer[name].as_str().map(str::to_owned);
        match act {
            Act::Card | Act::Cancel | Act::Cash => {
                let Some(order) = field("order") else { return };
                if ended.code == Some(0) {
                    let kind = if act == Act::Cash { Act::Cash } else { Act::Card };
                    self.paid.push((order.clone(), kind));
                }
                self.told.extend(Answered::sale(&order, ended));
            }
            Act::Refund | Act::CashRefund => {
                let Some(refund) = field("refund") else {
                    // Nothing is left of it, most likely.
                    self.paid.retain(|(order, _)| Some(order.as_str()) != words.get(1).copied());
                    return;
                };
                self.told.extend(Answered::refund(&refund, ended));
            }
            Act::Decide | Act::Recover => {}
        }
    }
}

impl Tally {
    pub(crate) fn merge(&mut self, other: Self) {
        for (act, counts) in other.kills {
            let phases = self.kills.entry(act).or_default();
            phases.iter_mut().zip(counts).for_each(|(mine, count)| *mine += count);
        }
        self.decisions += other.decisions;
        self.finished += other.finished;
        self.verified += other.verified;
        self.faults += other.faults;
        self.books.add(&other.books);
        self.differences.extend(other.differences);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "killed            {}", self.kills.values().flatten().sum::<u64>())?;
        for (act, phases) in &self.kills {
            let after: Vec<String> = phases.iter().map(ToString::to_string).collect();
            let (count, after) = (phases.iter().sum::<u64>(), after.join(" "));
            writeln!(f, "  in a {act:<14} {count:<6} after 0, 1, 2 … changes at the cloud: {after}")?;
        }
        writeln!(f, "decided           {}", self.decisions)?;
        writeln!(f, "ended by itself   {}", self.finished)?;
        writeln!(f, "journal verified  {} times", self.verified)?;
        writeln!(f, "faults            {}", self.faults)?;
        write!(f, "{}", self.books)?;
        for what in &self.differences {
            writeln!(f, "DIFFERENCE {what}")?;
        }
        write!(f, "differences       {}", self.differences.len())
    }
}
