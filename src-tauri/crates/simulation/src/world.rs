//! Everything that is simulated, in one place: dice, clouds, disk, what was met, what went wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use payment::AttemptReference;

use crate::cloud::{Cloud, Fate, Manner, Oddity};
use crate::disk::Disk;
use crate::executor::{Moment, Spawner, Timeline};
use crate::faults::{Coverage, CrashPoint, Fault, Met, Operation};

/// How wild a run is, in chances out of ten thousand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    /// A fault in a call.
    pub(crate) call: u32,
    /// Something strange about a payment.
    pub(crate) oddity: u32,
    /// A fault of the disk in a step.
    pub(crate) disk: u32,
    /// The process ends at a crash point.
    pub(crate) crash: u32,
    /// The cashier does something unwise.
    pub(crate) person: u32,
}

/// How wild the runs are: a third calm, a third rough, a third wild.
pub(crate) fn weather(rng: &mut Rng) -> Weather {
    match rng.u8(..3) {
        0 => Weather { call: 100, oddity: 100, disk: 20, crash: 0, person: 1_000 },
        1 => Weather { call: 800, oddity: 600, disk: 100, crash: 15, person: 2_000 },
        _ => Weather { call: 2_500, oddity: 1_500, disk: 400, crash: 50, person: 3_000 },
    }
}

/// What the cashier sees of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Running,
    Paid,
    NotCharged,
    NeedsPerson,
    Refused,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) rng: Rng,
    pub(crate) weather: Weather,
    pub(crate) clouds: Vec<Cloud>,
    pub(crate) disk: Disk,
    /// The network between till and providers is down before this.
    pub(crate) outage_until: Moment,
    /// From here on nothing fails any more.
    pub(crate) healed: bool,
    /// When that was.
    pub(crate) healed_at: Option<Moment>,
    /// Look-ups that were begun since.
    pub(crate) polls: BTreeMap<AttemptReference, Vec<Moment>>,
    /// The till's process: counts up with every start; `None` while it is not running.
    pub(crate) process: Option<u32>,
    pub(crate) starts: u32,
    /// When the process started that runs now.
    pub(crate) process_since: Moment,
    pub(crate) crash: bool,
    /// Steps of the till's process so far, and those after which it ends.
    pub(crate) steps: u64,
    pub(crate) crash_at: Vec<u64>,
    /// What the process shows, gone with it.
    pub(crate) screen: BTreeMap<u32, Shown>,
    pub(crate) met: BTreeMap<AttemptReference, Met>,
    pub(crate) coverage: Coverage,
    pub(crate) violations: Vec<String>,
    /// What the till's processes have sent.
    pub(crate) sent: BTreeSet<AttemptReference>,
    pub(crate) story: Option<Vec<String>>,
    pub(crate) sales: u64,
    /// Decisions, with what the portal showed when they were taken.
    pub(crate) decided: BTreeMap<AttemptReference, Decided>,
}

/// A decision of a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decided {
    /// Whether it says what the portal showed.
    pub(crate) rightly: bool,
    /// What the portal showed as charged or given back, in minor units.
    pub(crate) shown: i64,
}

/// What all simulated parts share.
#[derive(Clone)]
pub(crate) struct Sim {
    pub(crate) timeline: Arc<Timeline>,
    pub(crate) spawner: Arc<Spawner>,
    world: Arc<Mutex<World>>,
}

impl Sim {
    pub(crate) fn new(seed: u64, tell: bool) -> Self {
        let mut rng = Rng::with_seed(seed);
        let weather = weather(&mut rng);
        let world = World {
            seed,
            weather,
            clouds: [Manner::Polled, Manner::Pushed, Manner::Link].map(Cloud::new).into(),
            disk: Disk::default(),
            outage_until: Moment::ZERO,
            healed: false,
            healed_at: None,
            polls: BTreeMap::new(),
            process: None,
            starts: 0,
            process_since: Moment::ZERO,
            crash: false,
            steps: 0,
            crash_at: Vec::new(),
            screen: BTreeMap::new(),
            met: BTreeMap::new(),
            coverage: Coverage::default(),
            violations: Vec::new(),
            sent: BTreeSet::new(),
            story: tell.then(Vec::new),
            sales: 0,
            decided: BTreeMap::new(),
            rng,
        };
        Self { timeline: Arc::default(), spawner: Arc::default(), world: Arc::new(Mutex::new(world)) }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Moment {
        self.timeline.now()
    }

    /// Waits between the two.
    pub(crate) async fn pause(&self, from: Duration, to: Duration) {
        let pause = self.world().between(from, to);
        self.timeline.until(self.now() + pause).await;
    }

    /// The process may end here. If it does, nothing after this line runs.
    pub(crate) async fn crash_point(&self, point: CrashPoint, reference: Option<&AttemptReference>) {
        let crashed = self.world().crash_at(point);
        if crashed {
            self.tell(|| {
                format!(
                    "the process ends: {point}{}",
                    reference.map_or_else(String::new, |r| format!(" ({r})"))
                )
            });
            std::future::pending::<()>().await;
        }
    }

    pub(crate) fn tell(&self, what: impl FnOnce() -> String) {
        let now = self.now();
        if let Some(story) = &mut self.world().story {
            story.push(format!("{:>10.3} s  {}", now.as_secs_f64(), what()));
        }
    }

    /// A rule was broken.
    pub(crate) fn violated(&self, what: String) {
        self.tell(|| format!("VIOLATION: {what}"));
        self.world().violations.push(what);
    }
}

impl World {
    pub(crate) fn chance(&mut self, out_of_ten_thousand: u32) -> bool {
        !self.healed && self.rng.u32(..10_000) < out_of_ten_thousand
    }

    pub(crate) fn between(&mut self, from: Duration, to: Duration) -> Duration {
        let micros = |span: Duration| u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
        Duration::from_micros(self.rng.u64(micros(from)..=micros(to)))
    }

    /// From here on nothing fails any more.
    pub(crate) fn heal(&mut self, now: Moment) {
        self.healed = true;
        self.healed_at = Some(now);
    }

    /// Notes that an attempt met a fault.
    pub(crate) fn meet(&mut self, reference: &AttemptReference, fault: Fault, operation: Operation) {
        self.met.entry(reference.clone()).or_default().faults.insert((fault, operation));
    }

    pub(crate) fn crash_at(&mut self, point: CrashPoint) -> bool {
        let chance = self.weather.crash;
        if self.process.is_none() || !self.chance(chance) {
            return false;
        }
        *self.coverage.crash_points.entry(point).or_default() += 1;
        self.end_process();
        true
    }

    pub(crate) fn end_process(&mut self) {
        self.crash = true;
        self.process = None;
        self.screen.clear();
        for reference in self.disk.unsettled_references() {
            self.met.entry(reference).or_default().crashes += 1;
        }
    }

    /// What the world has in store for a new transaction.
    pub(crate) fn fate(&mut self, now: Moment, reference: &AttemptReference, operation: Operation) -> Fate {
        let mut fate = Fate { oddity: Oddity::None, turns: false, cut_until: Moment::ZERO };
        let chance = self.weather.oddity;
        if !self.chance(chance) {
            return fate;
        }
        let refund = operation == Operation::Refund;
        let (oddity, fault) = match self.rng.u8(..if refund { 6 } else { 11 }) {
            0 => (Oddity::WrongAmount, Fault::WrongAmount),
            1 => (Oddity::WrongReference, Fault::WrongReference),
            2 => (Oddity::PendingForEver, Fault::PendingForEver),
            3 => (Oddity::Contradiction, Fault::Contradiction),
            4 => (Oddity::Oscillation, Fault::Oscillation),
            6 => (Oddity::Tip, Fault::Tip),
            7 => (Oddity::CancelRefused, Fault::CancelRefused),
            8 | 9 => {
                fate.cut_until = now + self.between(Duration::from_secs(5), Duration::from_secs(240));
                (Oddity::None, Fault::TerminalCut)
            }
            _ => {
                fate.turns = true;
                (Oddity::None, Fault::EndedThenApproved)
            }
        };
        fate.oddity = oddity;
        if fault == Fault::CancelRefused {
            self.meet(reference, fault, Operation::Cancel);
        } else if !fate.turns {
            self.meet(reference, fault, operation);
        }
        fate
    }
}
