//! What was measured, line by line, and the table at the end.

use std::fs;
use std::thread::available_parallelism;
use std::time::Duration;

use crate::samples::{Figures, Samples, shown};

/// All lines of one run.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Line>);

/// One figure of the table.
#[derive(Debug)]
struct Line {
    what: String,
    ours: String,
    bare: String,
    result: String,
    target: String,
    verdict: &'static str,
}

impl Report {
    /// Says what this runs on.
    pub(crate) fn begin() -> Self {
        let cores = available_parallelism().map_or(0, std::num::NonZero::get);
        let processor = first_value("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
        let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
        println!("{system} {machine}, {cores} cores, processor {processor}");
        if cfg!(debug_assertions) {
            println!("This is a debug build: its figures say nothing.");
        }
        Self::default()
    }

    /// Ours beside a bare counterpart; the target is a ratio of their medians.
    pub(crate) fn ratio(&mut self, what: &str, ours: &Samples, bare: &Samples, target: f64) {
        let (count, ours, bare) = (ours.count(), ours.figures(), bare.figures());
        let ratio = ours.p50.as_secs_f64() / bare.p50.as_secs_f64();
        self.line(Line {
            what: format!("{what} (n = {count} each)"),
            ours: both(ours),
            bare: both(bare),
            result: format!("{ratio:.2} × p50"),
            target: format!("≤ {target} ×"),
            verdict: met(ratio <= target),
        });
    }

    /// A time on its own; the target holds for the 99th percentile.
    pub(crate) fn limit(&mut self, what: &str, ours: &Samples, target: Duration) {
        let (count, figures) = (ours.count(), ours.figures());
        self.line(Line {
            what: format!("{what} (n = {count})"),
            ours: both(figures),
            bare: "–".to_owned(),
            result: format!("{} p99", shown(figures.p99)),
            target: format!("≤ {}", shown(target)),
            verdict: met(figures.p99 <= target),
        });
    }

    /// Something that is no time: bytes.
    pub(crate) fn amount(
        &mut self,
        what: &str,
        ours: &str,
        bare: &str,
        result: &str,
        target: &str,
        is_met: bool,
    ) {
        self.line(Line {
            what: what.to_owned(),
            ours: ours.to_owned(),
            bare: bare.to_owned(),
            result: result.to_owned(),
            target: target.to_owned(),
            verdict: met(is_met),
        });
    }

    /// A figure that explains others and has no target.
    pub(crate) fn note(&mut self, what: &str, times: &Samples) {
        self.line(Line {
            what: format!("{what} (n = {})", times.count()),
            ours: both(times.figures()),
            bare: "–".to_owned(),
            result: "–".to_owned(),
            target: "–".to_owned(),
            verdict: "for information",
        });
    }

    /// Something this machine cannot measure.
    pub(crate) fn not_measured(&mut self, what: &str, target: &str, reason: &str) {
        self.line(Line {
            what: what.to_owned(),
            ours: "–".to_owned(),
            bare: "–".to_owned(),
            result: reason.to_owned(),
            target: target.to_owned(),
            verdict: "not measured",
        });
    }

    /// The table, ready for a Markdown page.
    pub(crate) fn end(&self) {
        println!("\n| what | ours p50 / p99 | bare p50 / p99 | result | target | |");
        println!("|---|---|---|---|---|---|");
        for Line { what, ours, bare, result, target, verdict } in &self.0 {
            println!("| {what} | {ours} | {bare} | {result} | {target} | {verdict} |");
        }
    }

    fn line(&mut self, line: Line) {
        let Line { what, ours, bare, result, target, verdict } = &line;
        println!("{what}: {ours}; bare {bare}; {result}; target {target}: {verdict}");
        self.0.push(line);
    }
}

fn met(is_met: bool) -> &'static str {
    if is_met { "met" } else { "**missed**" }
}

fn both(figures: Figures) -> String {
    format!("{} / {}", shown(figures.p50), shown(figures.p99))
}

/// The value of the first line of `file` that has this name, as files of `/proc` are written.
pub(crate) fn first_value(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let mut values = text.lines().filter_map(|line| line.split_once(':'));
    values.find(|(found, _)| found.trim() == name).map(|(_, value)| value.trim().to_owned())
}
