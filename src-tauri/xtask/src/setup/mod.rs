//! What must be there before anything can be built, installed where that is allowed.

mod packages;
mod screens;
mod version;

use std::path::Path;

use crate::Trouble;
use crate::program::{NPM, Program};
use version::Version;

/// What the set-up is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Opening the window on this machine's own display.
    Window,
    /// Driving the window on a virtual display.
    VirtualDisplay,
}

/// Vite and Svelte need this.
const NODE: Version = Version { major: 20, minor: 19 };
/// The lock file is of the version npm 10 writes.
const NPM_OLDEST: Version = Version { major: 10, minor: 0 };
/// Built from source when it is missing, so that nothing but the registry is asked. A release of this line is known
/// to build with the toolchain of this project.
const NEXTEST: &str = "0.9.143";

/// Installs or names what is missing and builds the screens.
///
/// # Errors
/// What is missing, and the command that installs it.
pub(crate) fn prepare(root: &Path, purpose: Purpose) -> Result<(), Trouble> {
    packages::ensure(root, purpose)?;
    ensure_node(root)?;
    screens::ensure_packages(root)?;
    screens::build(root)
}

/// Makes sure that the test runner is there.
///
/// # Errors
/// It could not be built.
pub(crate) fn ensure_nextest(root: &Path) -> Result<(), Trouble> {
    if Program::cargo(&["nextest", "--version"], root).ask().is_some() {
        return Ok(());
    }
    println!("cargo-nextest, the test runner, is not installed; building it takes some minutes, once");
    // Without its self-update, which would bring an HTTP client and a TLS stack.
    let small = ["--no-default-features", "--features", "default-no-update"];
    let args = [&["install", "cargo-nextest", "--locked", "--version", NEXTEST], small.as_slice()].concat();
    Program::cargo(&args, root).run()
}

fn ensure_node(root: &Path) -> Result<(), Trouble> {
    for (program, name, oldest) in [("node", "Node.js", NODE), (NPM, "npm", NPM_OLDEST)] {
        let answer = Program::new(program, &["--version"], root).ask();
        match answer.as_deref().and_then(Version::parse) {
            Some(found) if found >= oldest => {}
            Some(found) => {
                return Err(format!(
                    "{name} {oldest} or newer is needed; this machine has {found}. {GET_NODE}"
                ));
            }
            None => return Err(format!("{name} {oldest} or newer is needed and was not found. {GET_NODE}")),
        }
    }
    Ok(())
}

const GET_NODE: &str = "It comes with https://nodejs.org, version 20 or newer.";
