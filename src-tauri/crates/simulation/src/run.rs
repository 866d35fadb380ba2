//! One run: a shift at a till, from one seed.

use std::time::Duration;

use payment::CancelProgress;

use crate::cashier::shift;
use crate::check::check;
use crate::executor::{After, Executor, Home};
use crate::faults::{Coverage, CrashPoint};
use crate::recovery::{Recovery, recoveries};
use crate::world::Sim;

/// Orders in one shift.
const ORDERS: u32 = 12;
/// Orders in a short one.
const SHORT: u32 = 2;
/// No shift lasts longer, late looks included.
const LIMIT: Duration = Duration::from_secs(48 * 3600);

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The dice it was thrown with.
    pub seed: u64,
    /// Sales that were begun.
    pub sales: u64,
    /// Attempts that were made, refunds included.
    pub attempts: u64,
    /// Attempts that met a fault.
    pub faulty: u64,
    /// Attempts during which the process ended.
    pub crashed: u64,
    /// Steps the till's process took: from one await to the next.
    pub steps: u64,
    /// What was hit.
    pub coverage: Coverage,
    /// How soon what was open was decided once everything worked again.
    pub recoveries: Vec<Recovery>,
    /// Rules that were broken.
    pub violations: Vec<String>,
    /// What happened, line by line, if it was asked for.
    pub story: Vec<String>,
}

/// Runs one shift. The same seed gives the same shift.
pub fn run(seed: u64) -> Outcome {
    play(&Sim::new(seed, false), ORDERS)
}

/// Runs one shift and tells it line by line.
pub fn tell(seed: u64) -> Outcome {
    play(&Sim::new(seed, true), ORDERS)
}

/// Runs a short shift in which the till's process ends after these of its steps and at no other: every future it holds is
/// dropped at the await it stands at.
pub fn dropped_at(seed: u64, steps: &[u64]) -> Outcome {
    let sim = Sim::new(seed, false);
    let mut world = sim.world();
    world.weather.crash = 0;
    world.crash_at = steps.to_vec();
    drop(world);
    play(&sim, SHORT)
}

fn play(sim: &Sim, orders: u32) -> Outcome {
    let seed = sim.world().seed;
    let mut executor = Executor::new(sim.timeline.clone(), sim.spawner.clone());
    sim.spawner.spawn(Home::World, shift(sim.clone(), orders));
    executor.run(LIMIT, |home| after(sim, home));
    check(sim);
    let (recovered, late) = recoveries(&sim.world());
    for what in late {
        sim.violated(what);
    }
    let mut world = sim.world();
    let mut met = std::mem::take(&mut world.met);
    for (reference, met) in &mut met {
        let row = world.disk.attempts.get(reference);
        met.cancelled = row.is_some_and(|row| row.record.cancel != CancelProgress::NotAsked);
    }
    let mut coverage = std::mem::take(&mut world.coverage);
    for met in met.values() {
        met.count_into(&mut coverage);
    }
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Outcome {
        seed,
        sales: world.sales,
        attempts: count(world.disk.attempts.len()),
        faulty: count(met.values().filter(|met| !met.faults.is_empty()).count()),
        crashed: count(met.values().filter(|met| met.crashes > 0).count()),
        steps: world.steps,
        coverage,
        recoveries: recovered,
        violations: std::mem::take(&mut world.violations),
        story: world.story.take().unwrap_or_default(),
    }
}

/// After each step of the process it may end, wherever it stands.
fn after(sim: &Sim, home: Home) -> After {
    let mut world = sim.world();
    if home == Home::Till && world.process.is_some() {
        let chance = world.weather.crash / 20;
        world.steps += 1;
        let now = world.steps;
        let told = !world.healed && world.crash_at.contains(&now);
        if told || world.chance(chance) {
            *world.coverage.crash_points.entry(CrashPoint::Anywhere).or_default() += 1;
            world.end_process();
        }
    }
    if std::mem::take(&mut world.crash) { After::Crash } else { After::GoOn }
}
