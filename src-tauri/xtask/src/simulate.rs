//! The proof of the payment engine, at any length.

use std::path::Path;

use crate::Trouble;
use crate::program::Program;

/// The shifts of the test run: about two minutes on two cores, and long enough to meet every cell of the fault matrix.
const SHORT: [&str; 4] = ["--seeds", "20000", "--threads", "2"];

/// Builds the simulation with full speed and plays what `args` ask for.
///
/// # Errors
/// A rule was broken, or a cell of the fault matrix was never hit.
pub(crate) fn simulate(root: &Path, args: &[String]) -> Result<(), Trouble> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    play(root, &args)
}

/// The part that belongs to every test run.
pub(crate) fn short(root: &Path) -> Result<(), Trouble> {
    play(root, &SHORT)
}

fn play(root: &Path, args: &[&str]) -> Result<(), Trouble> {
    let run = ["run", "--locked", "--release", "--package", "simulation", "--"];
    Program::cargo(&[run.as_slice(), args].concat(), root).run()
}
