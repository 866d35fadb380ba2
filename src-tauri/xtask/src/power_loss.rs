//! The proof that a power loss takes back nothing, at any length. The short run is among the Rust tests.

use std::path::Path;

use crate::Trouble;
use crate::program::Program;

/// Builds with full speed and makes as many images as `args` ask for.
///
/// # Errors
/// Something the till had been told was lost, or a file was not whole.
pub(crate) fn power_loss(root: &Path, args: &[String]) -> Result<(), Trouble> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let run = ["run", "--locked", "--release", "--package", "power-loss", "--"];
    Program::cargo(&[run.as_slice(), &args].concat(), root).run()
}
