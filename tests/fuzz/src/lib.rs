//! Garbage for everything that reads what a stranger wrote.
//!
//! A target is a function of bytes that panics when a promise is broken. [`play`] grows inputs from a kept corpus with
//! seeded dice; `libfuzzer/` hands the same functions to libFuzzer.

mod fleet;
mod mutate;
mod payments;
mod rig;
mod targets;
mod texts;

use std::path::PathBuf;

pub use mutate::Mutator;
pub use targets::{TARGETS, Target, target};

/// Inputs are at most this long; answers of providers are cut at 1 MiB, which a test of their own holds.
pub const MAX_INPUT: usize = 1 << 16;

/// The kept inputs of a target.
///
/// # Panics
/// When the corpus of the target is missing.
pub fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read =
        |path: &PathBuf| std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    paths.iter().map(read).collect()
}

/// Feeds a target its corpus as it is, then inputs grown from it, until `go_on` says no. `before` sees each one first.
pub fn play(
    target: &Target,
    seed: u64,
    mut go_on: impl FnMut(u64) -> bool,
    mut before: impl FnMut(&[u8]),
) -> u64 {
    let corpus = corpus(target);
    assert!(!corpus.is_empty(), "{} has a corpus", target.name);
    for input in &corpus {
        before(input);
        (target.run)(input);
    }
    let mut mutator = Mutator::seeded(seed, corpus);
    let mut count = 0;
    while go_on(count) {
        let input = mutator.grow();
        before(&input);
        (target.run)(&input);
        count += 1;
    }
    count
}
