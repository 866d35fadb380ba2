//! The proof of the payment engine, at any length.

use std::path::Path;

use crate::Trouble;
use crate::program::Program;

/// The shifts of the test run: about two minutes on two cores, and long enough to meet every cell of the fault matrix.
const SHORT: [&str; 4] = ["--seeds", "30000", "--threads", "2"];
/// Short shifts that are ended at every await in turn.
const DROPS: [&str; 2] = ["--drops", "40"];
/// Plants the bugs others shipped.
const PLANTED: &str = "--planted";

/// Builds the simulation with full speed and plays what `args` ask for.
///
/// # Errors
/// A rule was broken, a cell of the fault matrix was never hit, or a planted bug was not found.
pub(crate) fn simulate(root: &Path, args: &[String]) -> Result<(), Trouble> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    play(root, &args)
}

/// The part that belongs to every test run.
pub(crate) fn short(root: &Path) -> Result<(), Trouble> {
    play(root, &SHORT)?;
    play(root, &DROPS)?;
    play(root, &[PLANTED])
}

fn play(root: &Path, args: &[&str]) -> Result<(), Trouble> {
    let run = ["run", "--locked", "--release", "--package", "simulation"];
    // The feature is on in this one program only.
    let features: &[&str] = if args.contains(&PLANTED) { &["--features", "planted"] } else { &[] };
    Program::cargo(&[run.as_slice(), features, &["--"], args].concat(), root).run()
}
