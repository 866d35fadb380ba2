//! The till's speed in figures. Ratios are taken within one run: ours and a bare counterpart, in turns.
//!
//! `cargo run --release -p bench -- [NAME …]`; without a name, all of them.

// Ratios are floats and figures go to standard output; no amount of money is computed here.
#![allow(clippy::float_arithmetic, clippy::print_stdout, clippy::print_stderr)]

mod catalogue;
mod cloud;
mod cold_start;
mod durable_sale;
mod durable_sale_bare;
mod durable_sale_journal;
mod ground;
mod lookup;
mod memory;
mod pdf;
mod report;
mod samples;
mod search;
mod shop;
mod wire;

use std::process::ExitCode;

use ground::Ground;
use report::Report;

/// Why a benchmark could not run.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// One benchmark; the names can be given as words after the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bench {
    Sale,
    Lookup,
    Search,
    Pdf,
    Wire,
    Memory,
    Start,
}

impl Bench {
    const ALL: [Self; 7] =
        [Self::Sale, Self::Lookup, Self::Search, Self::Pdf, Self::Wire, Self::Start, Self::Memory];

    fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Lookup => "lookup",
            Self::Search => "search",
            Self::Pdf => "pdf",
            Self::Wire => "wire",
            Self::Memory => "memory",
            Self::Start => "start",
        }
    }

    async fn run(self, ground: &Ground, report: &mut Report) -> Result<(), Failure> {
        match self {
            Self::Sale => durable_sale::run(ground, report).await,
            Self::Lookup => lookup::run(ground, report).await,
            Self::Search => search::run(ground, report).await,
            Self::Pdf => pdf::run(report),
            Self::Wire => wire::run(ground, report).await,
            Self::Memory => memory::run(ground, report).await,
            Self::Start => cold_start::run(ground, report).await,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // The memory benchmark starts this program a second time, as a till that does nothing but sell.
    if let [memory::CHILD, rest @ ..] = words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        return ended(memory::sell(rest).await);
    }
    let known = |word: &String| Bench::ALL.iter().any(|bench| bench.name() == word);
    if let Some(unknown) = words.iter().find(|word| !known(word)) {
        eprintln!("there is no `{unknown}`; there are: {}", Bench::ALL.map(Bench::name).join(", "));
        return ExitCode::from(2);
    }
    let ground = match Ground::new() {
        Ok(ground) => ground,
        Err(failure) => return ended(Err(failure)),
    };
    let mut report = Report::begin();
    let mut failed = false;
    for bench in Bench::ALL {
        if !words.is_empty() && !words.iter().any(|word| word == bench.name()) {
            continue;
        }
        println!("\n== {}", bench.name());
        if let Err(failure) = bench.run(&ground, &mut report).await {
            eprintln!("{} could not run: {failure}", bench.name());
            failed = true;
        }
    }
    report.end();
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn ended(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
