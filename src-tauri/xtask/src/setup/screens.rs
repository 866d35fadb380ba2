//! The screens: their packages and their built form, which the till carries inside.

use std::path::Path;

use crate::program::{NPM, Program};
use crate::{Trouble, stamp};

/// What the built screens are made of, below the checkout.
const SOURCES: [&str; 8] = [
    "ui/src",
    "ui/messages",
    "ui/public",
    "ui/index.html",
    "ui/virtual-terminal.html",
    "ui/vite.config.ts",
    "ui/svelte.config.js",
    "ui/package-lock.json",
];

/// Installs the packages of the lock file, if it changed since the last time.
///
/// # Errors
/// npm refused.
pub(super) fn ensure_packages(root: &Path) -> Result<(), Trouble> {
    let ui = root.join("ui");
    let mark = ui.join("node_modules/.tillbridge-stamp");
    let print = fingerprint(root, &["ui/package-lock.json"])?;
    if stamp::is_current(&mark, &print) {
        return Ok(());
    }
    Program::new(NPM, &["ci", "--no-audit", "--no-fund"], &ui).run()?;
    stamp::keep(&mark, &print).map_err(|error| format!("{} cannot be written: {error}", mark.display()))
}

/// Builds the screens, if anything they are made of changed since the last time.
///
/// # Errors
/// They do not build.
pub(super) fn build(root: &Path) -> Result<(), Trouble> {
    let mark = root.join("target/xtask/screens");
    let print = fingerprint(root, &SOURCES)?;
    if stamp::is_current(&mark, &print) && root.join("ui/dist/index.html").is_file() {
        return Ok(());
    }
    Program::new(NPM, &["run", "build"], &root.join("ui")).run()?;
    stamp::keep(&mark, &print).map_err(|error| format!("{} cannot be written: {error}", mark.display()))
}

fn fingerprint(root: &Path, sources: &[&str]) -> Result<String, Trouble> {
    let sources: Vec<_> = sources.iter().map(|source| root.join(source)).collect();
    stamp::fingerprint(&sources)
        .map_err(|error| format!("the sources of the screens cannot be read: {error}"))
}
