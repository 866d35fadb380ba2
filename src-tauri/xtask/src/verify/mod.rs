//! `cargo xtask test`: every check, in order.

mod bindings;
mod passed;
mod report;

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::program::{NPM, Program};
use crate::setup::{self, Purpose};
use crate::{Trouble, kills, simulate};
use passed::Passed;
use report::Report;

/// One check. Quick ones come first, so that a slip is found soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Format,
    ScreenTypes,
    ScreenLint,
    ScreenTests,
    Clippy,
    Rust,
    Simulation,
    Kills,
    Docs,
    Window,
}

impl Step {
    pub(crate) const ALL: [Self; 10] = [
        Self::Format,
        Self::ScreenTypes,
        Self::ScreenLint,
        Self::ScreenTests,
        Self::Clippy,
        Self::Rust,
        Self::Simulation,
        Self::Kills,
        Self::Docs,
        Self::Window,
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// All names, for a sentence.
    pub(crate) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::ScreenTypes => "ui-check",
            Self::ScreenLint => "ui-lint",
            Self::ScreenTests => "ui-test",
            Self::Clippy => "clippy",
            Self::Rust => "rust",
            Self::Simulation => "simulate",
            Self::Kills => "kills",
            Self::Docs => "doc",
            Self::Window => "window",
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::Format => "the Rust code is formatted",
            Self::ScreenTypes => "the screens' types hold",
            Self::ScreenLint => "the screens keep the rules",
            Self::ScreenTests => "the screens' tests",
            Self::Clippy => "the Rust code keeps the rules",
            Self::Rust => "the Rust tests, and the generated types are current",
            Self::Simulation => "no payment twice, none lost, whatever goes wrong",
            Self::Kills => "the real till killed and its books compared with the cloud's",
            Self::Docs => "the examples in the documentation",
            Self::Window => "whole sales in the real window",
        }
    }

    fn run(self, root: &Path) -> Result<(), Trouble> {
        let ui = root.join("ui");
        match self {
            Self::Format => Program::cargo(&["fmt", "--all", "--", "--check", "-l"], root).run(),
            Self::ScreenTypes => Program::new(NPM, &["run", "check"], &ui).run(),
            Self::ScreenLint => Program::new(NPM, &["run", "lint"], &ui).run(),
            Self::ScreenTests => Program::new(NPM, &["run", "test"], &ui).run(),
            Self::Clippy => {
                let args = ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"];
                Program::cargo(&args, root).run()
            }
            Self::Rust => rust_tests(root),
            Self::Simulation => simulate::short(root),
            Self::Kills => kills::short(root),
            Self::Docs => Program::cargo(&["test", "--locked", "--workspace", "--doc"], root).run(),
            Self::Window => window_tests(root),
        }
    }
}

/// Which steps are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steps {
    /// Those that have not passed on exactly these files.
    Changed,
    /// All of them.
    All,
    /// One.
    One(Step),
}

/// Runs the steps in order; the first that fails ends it.
///
/// # Errors
/// Which step failed, how, and the command that repeats it.
pub(crate) fn verify(root: &Path, wanted: Steps) -> Result<(), Trouble> {
    let mut report = Report::default();
    let steps = match wanted {
        Steps::Changed | Steps::All => Step::ALL.to_vec(),
        Steps::One(step) => vec![step],
    };
    println!("==> set-up");
    let begun = Instant::now();
    let purpose = if steps.contains(&Step::Window) { Purpose::VirtualDisplay } else { Purpose::Window };
    setup::prepare(root, purpose)?;
    if steps.iter().any(|step| matches!(step, Step::Rust | Step::Window)) {
        setup::ensure_nextest(root)?;
    }
    // The rules about dependencies read the manifests of all of them, also those of other systems.
    Program::cargo(&["fetch", "--locked"], root).run()?;
    report.note("set-up", begun.elapsed());
    for step in steps {
        println!("\n==> {}: {}", step.name(), step.what());
        let begun = Instant::now();
        let passed = Passed::of(step, root)?;
        if wanted == Steps::Changed && passed.before() {
            println!("passed before on exactly these files (run it all the same: cargo xtask test --fresh)");
            report.unchanged(step.name());
            continue;
        }
        let ended = step.run(root);
        passed.keep(ended.is_ok())?;
        report.add(step.name(), begun.elapsed(), ended.is_ok());
        if let Err(trouble) = ended {
            report.print();
            return Err(format!("{trouble}\nrepeat it with: cargo xtask test --only {}", step.name()));
        }
    }
    report.print();
    Ok(())
}

/// Cargo's folder of built things.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}

fn rust_tests(root: &Path) -> Result<(), Trouble> {
    // The tests write the generated types; they write them aside, so that stale ones in the checkout are seen.
    let fresh = target(root).join("xtask/bindings");
    let _none_yet = std::fs::remove_dir_all(&fresh);
    Program::cargo(&["nextest", "run", "--locked", "--workspace", "--no-fail-fast"], root)
        .env("TS_RS_EXPORT_DIR", &fresh)
        .run()?;
    bindings::compare(&fresh, &root.join("ui/src/ipc/generated"))
}

fn window_tests(root: &Path) -> Result<(), Trouble> {
    Program::cargo(&["build", "--locked", "--package", "tillbridge", "--package", "tillctl"], root).run()?;
    let args = ["nextest", "run", "--locked", "--package", "e2e", "--profile", "window", "--no-fail-fast"];
    let ended = Program::cargo(&args, root).run();
    println!("pictures: {}", target(root).join("e2e").display());
    ended
}
