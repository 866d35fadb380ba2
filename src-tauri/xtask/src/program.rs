//! Other programs: started, waited for, asked.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Trouble;

/// Node's package manager; on Windows it is a script that must be named with its ending.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// A command line in the checkout.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
    line: String,
}

impl Program {
    pub(crate) fn new(program: &str, args: &[&str], folder: &Path) -> Self {
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).stdin(Stdio::null());
        Self { command, line: [&[program], args].concat().join(" ") }
    }

    /// The `cargo` that runs this.
    pub(crate) fn cargo(args: &[&str], root: &Path) -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut program = Self::new(&cargo, args, root);
        program.line = format!("cargo {}", args.join(" "));
        program
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it in the open and waits for it.
    ///
    /// # Errors
    /// It is missing, or ended with anything but 0.
    pub(crate) fn run(mut self) -> Result<(), Trouble> {
        println!("$ {}", self.line);
        match self.command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{}` ended with {status}", self.line)),
            Err(error) => Err(format!("`{}` does not start: {error}", self.line)),
        }
    }

    /// Runs it silently; what it printed, or none when it is missing or ended with anything but 0.
    pub(crate) fn ask(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}
