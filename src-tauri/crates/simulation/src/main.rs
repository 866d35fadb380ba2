//! `simulation --seeds N`: many shifts; `--seed S`: one, told line by line.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use simulation::{Totals, run, tell};

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
    /// Threads.
    #[arg(long, default_value_t = 1)]
    threads: u32,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(seed) = args.seed {
        let outcome = tell(seed);
        for line in &outcome.story {
            println!("{line}");
        }
        println!("seed {seed}: {} sales, {} rules broken", outcome.sales, outcome.violations.len());
        return if outcome.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
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
    let whole = totals.coverage.missed_cells().is_empty() && totals.coverage.missed_crash_points().is_empty();
    if totals.broken.is_empty() && whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
