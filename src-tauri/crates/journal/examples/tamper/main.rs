//! `cargo run --release -p journal --example tamper -- COUNT FIRST_SEED`: tampers with that many journals and says whether
//! each was found. One seed alone is told: `-- 1 4711`.
#![allow(clippy::print_stdout, missing_docs)]

mod tamper;

use std::process::ExitCode;

use tamper::{Act, play};

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let (Some(Ok(count)), Some(Ok(first)), None) = (numbers.next(), numbers.next(), numbers.next()) else {
        println!("tamper COUNT FIRST_SEED");
        return ExitCode::from(2);
    };
    let began = std::time::Instant::now();
    let mut found = [0_u64; Act::ALL.len()];
    let mut played = [0_u64; Act::ALL.len()];
    let mut missed = Vec::new();
    for seed in first..first.saturating_add(count) {
        let story = play(seed);
        if count == 1 {
            println!("{story:?}");
        }
        let act = Act::ALL.iter().position(|act| *act == story.act).unwrap_or_default();
        played[act] += 1;
        if story.found.is_some() && story.whole {
            found[act] += 1;
        } else {
            missed.push((seed, story.care));
        }
    }
    for (act, (found, played)) in Act::ALL.iter().zip(found.iter().zip(played)) {
        println!("{:>14} {found} of {played}", format!("{act:?}"));
    }
    let all: u64 = found.iter().sum();
    println!("{all} of {count} found in {:.1} s", began.elapsed().as_secs_f64());
    if missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("not found, or found where nothing was, by seed and care: {missed:?}");
    ExitCode::FAILURE
}
