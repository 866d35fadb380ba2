//! `kills --count N --seed S`: the real till, killed at random instants, against the cloud's ledger.
#![allow(clippy::print_stdout)]

mod books;
mod journal;
mod lane;
mod shop;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;

use crate::lane::{Lane, Tally};

/// Kills the till again and again and holds its books against what the cloud charged.
#[derive(Debug, Parser)]
#[command(name = "kills")]
struct Args {
    /// How many processes to kill.
    #[arg(long, default_value_t = 100)]
    count: i64,
    /// The dice of acts, faults and instants.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Shops side by side.
    #[arg(long, default_value_t = 12)]
    lanes: u64,
    /// How long a recovery may take until it has proved what the cloud never got, in seconds. What is still open then is
    /// compared as what it is: open.
    #[arg(long, default_value_t = 90)]
    patience: u64,
    /// Begin nothing new after so many seconds.
    #[arg(long)]
    seconds: Option<u64>,
    /// The program to kill.
    #[arg(long)]
    tillctl: PathBuf,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let began = Instant::now();
    let until = args.seconds.map(|seconds| began + Duration::from_secs(seconds));
    let left = AtomicI64::new(args.count);
    // One kill is taken before it is tried; one that came too late is given back.
    let more = || {
        let in_time = until.is_none_or(|until| Instant::now() < until);
        in_time && left.fetch_sub(1, Ordering::Relaxed) > 0
    };
    let give_back = || {
        left.fetch_add(1, Ordering::Relaxed);
    };
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let lanes: Vec<_> = (0..args.lanes.max(1))
            .map(|number| {
                let args = &args;
                scope.spawn(move || {
                    let seed = args.seed.wrapping_mul(1_000).wrapping_add(number);
                    let patience = Duration::from_secs(args.patience);
                    Lane::open(&args.tillctl, seed, patience).play(&more, &give_back)
                })
            })
            .collect();
        for lane in lanes {
            tally.merge(lane.join().expect("a lane ends with its tally"));
        }
    });
    println!("{tally}");
    println!("{:.0} s", began.elapsed().as_secs_f64());
    if tally.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
