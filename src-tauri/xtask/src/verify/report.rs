//! What was checked, and how long it took.

use std::fmt::Write as _;
use std::time::Duration;

/// The steps so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    lines: Vec<(String, Duration)>,
    passed: usize,
    failed: usize,
    unchanged: usize,
}

impl Report {
    /// Time spent that is no check.
    pub(super) fn note(&mut self, name: &str, took: Duration) {
        self.lines.push((name.to_owned(), took));
    }

    /// A check and how it ended.
    pub(super) fn add(&mut self, name: &str, took: Duration, good: bool) {
        if good {
            self.passed += 1;
            self.note(name, took);
        } else {
            self.failed += 1;
            self.note(&format!("{name} (failed)"), took);
        }
    }

    /// A check that passed before on exactly the same files.
    pub(super) fn unchanged(&mut self, name: &str) {
        self.unchanged += 1;
        self.note(&format!("{name} (unchanged)"), Duration::ZERO);
    }

    pub(super) fn print(&self) {
        println!("\n{}", self.text());
    }

    /// The table, and one closing line that counts steps.
    fn text(&self) -> String {
        let mut text = String::new();
        let total: Duration = self.lines.iter().map(|(_, took)| *took).sum();
        let lines = self.lines.iter().map(|(name, took)| (name.as_str(), *took));
        for (name, took) in lines.chain([("all", total)]) {
            // Writing to a text cannot fail.
            let _written =
                writeln!(text, "{name:20} {:>4} min {:02} s", took.as_secs() / 60, took.as_secs() % 60);
        }
        let _written = write!(text, "steps: {} passed, {} failed", self.passed, self.failed);
        if self.unchanged > 0 {
            let _written = write!(text, ", {} unchanged since they passed", self.unchanged);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_ends_with_what_passed_and_what_failed() {
        let mut report = Report::default();
        report.note("set-up", Duration::from_secs(61));
        report.add("fmt", Duration::from_secs(1), true);
        report.unchanged("ui-lint");
        report.add("clippy", Duration::from_secs(59), false);
        let text = report.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6);
        assert!(lines[0].starts_with("set-up") && lines[0].ends_with("1 min 01 s"), "{}", lines[0]);
        assert!(
            lines[2].starts_with("ui-lint (unchanged)") && lines[2].ends_with("0 min 00 s"),
            "{}",
            lines[2]
        );
        assert!(lines[3].starts_with("clippy (failed)"), "{}", lines[3]);
        assert!(lines[4].starts_with("all") && lines[4].ends_with("2 min 01 s"), "{}", lines[4]);
        assert_eq!(lines[5], "steps: 1 passed, 1 failed, 1 unchanged since they passed");
    }
}
