//! The real till, killed again and again.

use std::path::Path;

use crate::program::Program;
use crate::{Trouble, verify};

/// The kills of the test run: under half a minute, without the waits that prove what the cloud never got.
const SHORT: [&str; 8] = ["--count", "40", "--lanes", "8", "--seconds", "20", "--patience", "4"];

/// Builds what is killed and what kills, and does what `args` ask for.
///
/// # Errors
/// The till's books differ from the cloud's ledger.
pub(crate) fn kills(root: &Path, args: &[String]) -> Result<(), Trouble> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    play(root, &args)
}

/// The part that belongs to every test run.
pub(crate) fn short(root: &Path) -> Result<(), Trouble> {
    play(root, &SHORT)
}

fn play(root: &Path, args: &[&str]) -> Result<(), Trouble> {
    let build = ["build", "--locked", "--package", "tillctl", "--package", "kills"];
    Program::cargo(&build, root).run()?;
    let built = |name: &str| {
        let path = verify::target(root).join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        path.to_string_lossy().into_owned()
    };
    Program::new(&built("kills"), &[&["--tillctl", &built("tillctl")], args].concat(), root).run()
}
