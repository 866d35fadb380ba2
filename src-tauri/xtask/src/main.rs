//! `cargo xtask`: everything one does with the project, as one command each.

// A command-line tool talks on its standard output.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod bench;
mod kills;
mod power_loss;
mod program;
mod run;
mod setup;
mod simulate;
mod stamp;
mod verify;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use args::Request;

/// What went wrong, as one sentence or more for the person at the keyboard.
type Trouble = String;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    let done = match args::parse(&words) {
        Ok(Request::Help) => {
            println!("{}\n\nSteps of test: {}", args::HELP, verify::Step::names());
            Ok(())
        }
        Ok(Request::Run { build, args }) => run::run(&root, build, &args),
        Ok(Request::Demo) => run::demo(&root),
        Ok(Request::Test(steps)) => verify::verify(&root, steps),
        Ok(Request::Bench { names }) => bench::bench(&root, &names),
        Ok(Request::Simulate { args }) => simulate::simulate(&root, &args),
        Ok(Request::Kills { args }) => kills::kills(&root, &args),
        Ok(Request::PowerLoss { args }) => power_loss::power_loss(&root, &args),
        Err(mistake) => Err(format!("{mistake}\n\n{}", args::HELP)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\n{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// The checkout this was compiled in, from wherever in it the command was given.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
