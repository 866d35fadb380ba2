use std::fmt;

use crate::faults::{Coverage, CrashPoint, cells};
use crate::recovery::Recoveries;
use crate::run::Outcome;

/// What many runs came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Runs.
    pub runs: u64,
    /// Sales that were begun.
    pub sales: u64,
    /// Attempts, refunds included.
    pub attempts: u64,
    /// Attempts that met a fault.
    pub faulty: u64,
    /// Attempts during which the process ended.
    pub crashed: u64,
    /// What was hit.
    pub coverage: Coverage,
    /// How soon what was open was decided once everything worked again.
    pub recoveries: Recoveries,
    /// Seeds that broke a rule, with the first rule each broke.
    pub broken: Vec<(u64, String)>,
}

/// Broken seeds that are kept; one is enough to mend.
const KEPT: usize = 20;

impl Totals {
    /// Takes in one run.
    pub fn add(&mut self, outcome: &Outcome) {
        self.runs += 1;
        self.sales += outcome.sales;
        self.attempts += outcome.attempts;
        self.faulty += outcome.faulty;
        self.crashed += outcome.crashed;
        self.coverage.add(&outcome.coverage);
        for recovery in &outcome.recoveries {
            self.recoveries.add(recovery);
        }
        if let Some(first) = outcome.violations.first()
            && self.broken.len() < KEPT
        {
            self.broken.push((outcome.seed, first.clone()));
        }
    }

    /// Takes in what another thread counted.
    pub fn merge(&mut self, other: Totals) {
        self.runs += other.runs;
        self.sales += other.sales;
        self.attempts += other.attempts;
        self.faulty += other.faulty;
        self.crashed += other.crashed;
        self.coverage.add(&other.coverage);
        self.recoveries.merge(&other.recoveries);
        self.broken.extend(other.broken);
        self.broken.sort();
        self.broken.truncate(KEPT);
    }
}

fn percent(part: u64, whole: u64) -> u64 {
    (100 * part).checked_div(whole).unwrap_or(0)
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (missed, points) = (self.coverage.missed_cells(), self.coverage.missed_crash_points());
        let all = cells().count();
        writeln!(f, "sales            {}", self.sales)?;
        writeln!(f, "attempts         {}", self.attempts)?;
        writeln!(f, "  with a fault   {} ({} %)", self.faulty, percent(self.faulty, self.attempts))?;
        writeln!(f, "  with a crash   {} ({} %)", self.crashed, percent(self.crashed, self.attempts))?;
        writeln!(f, "cells hit        {} of {all}", all - missed.len())?;
        let found = CrashPoint::ALL.len();
        writeln!(f, "crash points hit {} of {found}", found - points.len())?;
        write!(f, "{}", self.recoveries)?;
        for (fault, operation, crashes) in missed {
            writeln!(f, "never hit: {fault} × {operation} × {crashes}")?;
        }
        for point in points {
            writeln!(f, "never hit: crash {point}")?;
        }
        for (seed, what) in &self.broken {
            writeln!(f, "BROKEN by seed {seed}: {what}")?;
        }
        if self.broken.is_empty() {
            writeln!(f, "no double charge, no lost or phantom payment, no wrong order")?;
        }
        Ok(())
    }
}
