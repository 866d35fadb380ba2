//! `fuzz --target T --seconds N --seed S`: one target, as long as wanted.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use fuzz::{TARGETS, Target, play, target};

/// Feeds garbage to everything that reads what a stranger wrote.
#[derive(Debug, Parser)]
#[command(name = "fuzz")]
struct Args {
    /// One target; without it, all in turn.
    #[arg(long, value_parser = |name: &str| target(name).map(|it| it.name).ok_or("no such target"))]
    target: Option<&'static str>,
    /// How long each.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The dice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the input that is being read is kept: after a panic it is the one that broke something.
    #[arg(long, default_value = "target/fuzz")]
    keep: PathBuf,
}

fn main() {
    let args = Args::parse();
    std::fs::create_dir_all(&args.keep).expect("a folder for what breaks something");
    let wanted = |target: &&Target| args.target.is_none_or(|name| name == target.name);
    for target in TARGETS.iter().filter(wanted) {
        let (began, file) = (Instant::now(), args.keep.join(target.name));
        let until = began + Duration::from_secs(args.seconds);
        let keep = |input: &[u8]| std::fs::write(&file, input).expect("the folder can be written");
        let count = play(target, args.seed, |_| Instant::now() < until, keep);
        println!("{:<18} {count} inputs in {:.0} s", target.name, began.elapsed().as_secs_f64());
    }
}
