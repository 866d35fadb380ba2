//! The till without a window, for scripts and support.

mod cli;
mod commands;
mod outcome;
mod output;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::Cli;
use crate::outcome::Outcome;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // Nothing can be done about a closed standard output.
            let _ = error.print();
            return if asked { ExitCode::SUCCESS } else { Outcome::Usage.into() };
        }
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("TILLBRIDGE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return output::fault(cli.json, &outcome::Refusal::fault(error)).into(),
    };
    let json = cli.json;
    match runtime.block_on(commands::run(cli)) {
        Ok(outcome) => outcome.into(),
        Err(refusal) => output::fault(json, &refusal).into(),
    }
}
