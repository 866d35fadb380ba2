//! The till's speed in figures.

use std::path::Path;

use crate::program::Program;
use crate::setup::{self, Purpose};
use crate::{Trouble, verify};

/// Builds the till, the empty window it is compared with and the benchmarks, and runs those that are named, or all.
///
/// # Errors
/// Something is missing, does not build, or a benchmark could not run. A missed target is no error.
pub(crate) fn bench(root: &Path, names: &[String]) -> Result<(), Trouble> {
    // Windows are driven without a display on Linux only; elsewhere there always is one.
    let purpose = if cfg!(target_os = "linux") { Purpose::VirtualDisplay } else { Purpose::Window };
    setup::prepare(root, purpose)?;
    // One build for all of them: taken apart, cargo would compile shared dependencies twice.
    let build =
        ["build", "--release", "--package", "tillbridge", "--bin", "tillbridge", "--example", "empty_window"];
    Program::cargo(&[build.as_slice(), &["--package", "bench", "--bin", "bench"]].concat(), root).run()?;
    let bench = verify::target(root).join("release").join(format!("bench{}", std::env::consts::EXE_SUFFIX));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Program::new(&bench.to_string_lossy(), &names, root).run()
}
