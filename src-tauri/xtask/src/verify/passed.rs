//! A step that passed on exactly these files is not run again: what takes minutes is spent on what changed. A fresh
//! checkout knows of no earlier pass, so there every step runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Step, target};
use crate::Trouble;
use crate::stamp;

/// What every Rust program is made of, generously: a file too many costs a run, a file too few would hide a failure.
const RUST: [&str; 12] = [
    ".cargo",
    ".config",
    "Cargo.lock",
    "Cargo.toml",
    "assets",
    "build.rs",
    "clippy.toml",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "src-tauri",
    "tauri.conf.json",
    "tests",
];
/// What the window shows, besides.
const SCREENS: &str = "ui";

/// A step on the files as they are now.
#[derive(Debug)]
pub(super) struct Passed {
    mark: PathBuf,
    print: String,
}

impl Passed {
    /// # Errors
    /// A file cannot be read.
    pub(super) fn of(step: Step, root: &Path) -> Result<Self, Trouble> {
        let unreadable = |error| format!("what {} is about cannot be read: {error}", step.name());
        let sources = sources(step, root).map_err(unreadable)?;
        let print = stamp::fingerprint(&sources).map_err(unreadable)?;
        let print = format!("{print} {}", compiler(root));
        Ok(Self { mark: target(root).join("xtask/passed").join(step.name()), print })
    }

    /// Whether the step passed on them before.
    pub(super) fn before(&self) -> bool {
        stamp::is_current(&self.mark, &self.print)
    }

    /// Remembers how it ended now.
    ///
    /// # Errors
    /// It cannot be written down.
    pub(super) fn keep(&self, good: bool) -> Result<(), Trouble> {
        let kept = if good { stamp::keep(&self.mark, &self.print) } else { forget(&self.mark) };
        kept.map_err(|error| format!("{} cannot be written: {error}", self.mark.display()))
    }
}

fn forget(mark: &Path) -> std::io::Result<()> {
    if mark.exists() { std::fs::remove_file(mark) } else { Ok(()) }
}

fn sources(step: Step, root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let of = |names: &[&str]| names.iter().map(|name| root.join(name)).collect();
    Ok(match step {
        Step::ScreenTypes | Step::ScreenLint | Step::ScreenTests => of(&[SCREENS]),
        Step::Format | Step::Clippy | Step::Simulation | Step::Kills | Step::Docs => of(&RUST),
        Step::Window => of(&[&RUST[..], &[SCREENS]].concat()),
        // The rules of the repository read every page of it.
        Step::Rust => {
            let mut all: Vec<PathBuf> = std::fs::read_dir(root)?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<std::io::Result<_>>()?;
            all.retain(|path| !path.ends_with(".git") && !path.ends_with("target"));
            all.sort();
            all
        }
    })
}

/// The compiler's own words about itself; nothing where it cannot be asked, which the step will tell.
fn compiler(root: &Path) -> String {
    let asked = Command::new("rustc").arg("--version").current_dir(root).output();
    asked.map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_a_step_is_about_is_there_and_the_window_is_about_all_a_user_sees() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        for name in RUST.iter().chain([&SCREENS]) {
            assert!(root.join(name).exists(), "{name}");
        }
        for step in Step::ALL {
            assert!(!sources(step, root).unwrap().is_empty(), "{}", step.name());
        }
        let whole = sources(Step::Rust, root).unwrap();
        assert!(whole.contains(&root.join("README.md")) && !whole.contains(&root.join("target")));
    }

    #[test]
    fn a_pass_holds_until_a_file_changes_or_the_step_fails() {
        let root = std::env::temp_dir().join(format!("xtask-{}-passed", std::process::id()));
        std::fs::create_dir_all(root.join("ui")).unwrap();
        std::fs::write(root.join("ui/a.ts"), "one").unwrap();
        let now = || {
            let Passed { print, .. } = Passed::of(Step::ScreenLint, &root).unwrap();
            Passed { mark: root.join("mark"), print }
        };
        assert!(!now().before());
        now().keep(true).unwrap();
        assert!(now().before());
        std::fs::write(root.join("ui/a.ts"), "two").unwrap();
        assert!(!now().before());
        now().keep(true).unwrap();
        now().keep(false).unwrap();
        assert!(!now().before());
        std::fs::remove_dir_all(root).unwrap();
    }
}
