//! `simulation --seeds N`: many shifts; `--seed S`: one, told line by line.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use simulation::{Totals, dropped_at, run, tell};
#[cfg(feature = "planted")]
use {planted::Bug, simulation::hunt};

/// Sells for years in minutes, with everything going wrong, and holds the books against what was charged.
#[derive(Debug, Parser)]
#[command(name = "simulate")]
struct Args {
    /// How many shifts to play, of a dozen sales each.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Play this one shift and tell it line by line.
    #[arg(long)]
    seed: Option<u64>,
    /// Stop after this many seconds, whatever is left.
    #[arg(long)]
    seconds: Option<u64>,
    /// Play so many short shifts once for every step of the till's process, and end the process there; and again a few
    /// steps later, in the midst of the recovery.
    #[arg(long, value_name = "SEEDS")]
    drops: Option<u64>,
    /// Threads.
    #[arg(long, default_value_t = 1)]
    threads: u32,
    /// Plant the bugs others shipped, or one of them (R1 to R17), and say how soon each is found.
    #[cfg(feature = "planted")]
    #[arg(long, num_args = 0..=1, value_name = "BUG")]
    planted: Option<Option<Bug>>,
}

/// Once everything works again, 99 of 100 open payments are decided within so many look-ups.
const LOOK_UPS: u64 = 2;

/// Shifts in which a planted bug must show.
#[cfg(feature = "planted")]
const HUNTED: u64 = 2_000;

/// Plants one bug after the other.
#[cfg(feature = "planted")]
fn hunt_all(bugs: &[Bug]) -> ExitCode {
    let hunts: Vec<_> = bugs.iter().map(|bug| hunt(*bug, HUNTED)).collect();
    for hunt in &hunts {
        println!("{hunt}");
    }
    let found = hunts.iter().filter(|hunt| hunt.found.is_some()).count();
    println!("{found} of {} found", hunts.len());
    if found == hunts.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// From a drop to the next one in the same shift.
const AGAIN: [u64; 4] = [1, 3, 8, 20];

/// Drops every future of the till at every await of some shifts.
fn drop_everywhere(from: u64, seeds: u64) -> ExitCode {
    let mut totals = Totals::default();
    for seed in from..from.saturating_add(seeds) {
        for step in 1..=dropped_at(seed, &[]).steps {
            totals.add(&dropped_at(seed, &[step]));
            let again = AGAIN[usize::try_from(step % 4).unwrap_or(0)];
            totals.add(&dropped_at(seed, &[step, step + again]));
        }
    }
    for (seed, what) in &totals.broken {
        println!("BROKEN by seed {seed}: {what}");
    }
    println!(
        "dropped at {} awaits of {seeds} short shifts, and once more: {} broke a rule",
        totals.runs / 2,
        totals.broken.len()
    );
    if totals.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn main() -> ExitCode {
    let args = Args::parse();
    #[cfg(feature = "planted")]
    match (args.planted, args.seed) {
        // One shift of a planted bug, told line by line.
        (Some(Some(bug)), Some(_)) => planted::plant(Some(bug)),
        (Some(Some(bug)), None) => return hunt_all(&[bug]),
        (Some(None), _) => return hunt_all(Bug::ALL),
        (None, _) => {}
    }
    if let Some(seed) = args.seed {
        let outcome = tell(seed);
        for line in &outcome.story {
            println!("{line}");
        }
        println!("seed {seed}: {} sales, {} rules broken", outcome.sales, outcome.violations.len());
        return if outcome.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if let Some(seeds) = args.drops {
        return drop_everywhere(args.from, seeds);
    }
    let began = Instant::now();
    let until = args.seconds.map(|seconds| began + Duration::from_secs(seconds));
    let (next, end) = (AtomicU64::new(args.from), args.from.saturating_add(args.seeds));
    let play = || {
        let mut totals = Totals::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end || until.is_some_and(|until| Instant::now() >= until) {
                return totals;
            }
            totals.add(&run(seed));
        }
    };
    let mut totals = Totals::default();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..args.threads.max(1)).map(|_| scope.spawn(play)).collect();
        for thread in threads {
            totals.merge(thread.join().expect("a run does not panic"));
        }
    });
    let spent = began.elapsed();
    print!("{totals}");
    let per_second = u128::from(totals.sales) * 1_000 / spent.as_millis().max(1);
    println!("{} shifts in {:.1} s: {per_second} sales a second", totals.runs, spent.as_secs_f64());
    let soon = totals.recoveries.polls(99) <= LOOK_UPS;
    let whole = totals.coverage.missed_cells().is_empty() && totals.coverage.missed_crash_points().is_empty();
    if totals.broken.is_empty() && whole && soon { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
