//! `power-loss --images N`: takes the power away N times.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use clap::Parser;
use power_loss::disk::Honesty;
use power_loss::{Report, Sales, look, work};

/// Sells with the real store, takes the power away in the middle of it, and opens what the disk may hold then.
#[derive(Debug, Parser)]
#[command(name = "power-loss")]
struct Args {
    /// How many images to make.
    #[arg(long, default_value_t = 1_000)]
    images: u64,
    /// Images of one shift.
    #[arg(long, default_value_t = 500)]
    per_shift: u64,
    /// Sales of a shift.
    #[arg(long, default_value_t = 40)]
    sales: u32,
    /// The first shift's seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads.
    #[arg(long, default_value_t = 1)]
    threads: u32,
    /// A disk that says it synced and did not. The run must fail.
    #[arg(long)]
    lying_disk: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let began = Instant::now();
    let shifts = args.images.div_ceil(args.per_shift.max(1));
    let next = AtomicU64::new(0);
    let one_after_the_other = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut report = Report::default();
        loop {
            let shift = next.fetch_add(1, Ordering::Relaxed);
            if shift >= shifts {
                return report;
            }
            let images = args.per_shift.min(args.images - shift * args.per_shift);
            runtime.block_on(play(&args, args.seed + shift, images, &mut report));
        }
    };
    let mut report = Report::default();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..args.threads.max(1)).map(|_| scope.spawn(one_after_the_other)).collect();
        for thread in threads {
            report.merge(thread.join().expect("a run does not panic"));
        }
    });
    print!("{report}");
    println!("in {} s", began.elapsed().as_secs());
    let missed = report.missed();
    if args.images >= 1_000 && !missed.is_empty() {
        println!("never came up: {missed:?}");
        return ExitCode::FAILURE;
    }
    if report.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn play(args: &Args, seed: u64, images: u64, report: &mut Report) {
    let honesty = if args.lying_disk { Honesty::Lying } else { Honesty::Honest };
    let shift = work(seed, Sales(args.sales), honesty).await;
    report.shifts += 1;
    report.steps += shift.steps.len() as u64;
    report.acts += shift.acts.len() as u64;
    look(seed, &shift, images, report).await;
}
