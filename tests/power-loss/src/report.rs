//! What came of it, in figures.

use std::collections::BTreeMap;
use std::fmt;

use crate::examine::Broken;
use crate::image::{Image, Loss};

/// Broken promises told in full; more are counted.
const TOLD: usize = 10;

/// The figures of many images.
#[derive(Debug, Default)]
pub struct Report {
    /// Shifts that were sold.
    pub shifts: u64,
    /// Steps the tills were told of in them.
    pub steps: u64,
    /// What was asked of the disks.
    pub acts: u64,
    images: BTreeMap<(Loss, usize), u64>,
    /// Images in which the step under way was not there.
    pub without_the_last: u64,
    /// Images in which it was there already.
    pub with_the_last: u64,
    /// Images that lost power a second time.
    pub again: u64,
    /// Broken promises.
    pub broken: Vec<Broken>,
}

impl Report {
    pub(crate) fn count(&mut self, image: &Image) {
        *self.images.entry((image.loss, image.sector)).or_default() += 1;
    }

    /// How many images were looked at.
    pub fn images(&self) -> u64 {
        self.images.values().sum()
    }

    /// Kinds of loss that never came up; a run that misses one proves less than it says.
    pub fn missed(&self) -> Vec<Loss> {
        Loss::ALL.into_iter().filter(|loss| !self.images.keys().any(|(seen, _)| seen == loss)).collect()
    }

    /// Adds the figures of another thread.
    pub fn merge(&mut self, other: Self) {
        self.shifts += other.shifts;
        self.steps += other.steps;
        self.acts += other.acts;
        self.without_the_last += other.without_the_last;
        self.with_the_last += other.with_the_last;
        self.again += other.again;
        self.broken.extend(other.broken);
        for (kind, count) in other.images {
            *self.images.entry(kind).or_default() += count;
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{} images of {} shifts ({} steps, {} acts of the disk)",
            self.images(),
            self.shifts,
            self.steps,
            self.acts
        )?;
        for ((loss, sector), count) in &self.images {
            writeln!(out, "  {:<10} {sector:>5}-byte sectors {count:>7}", format!("{loss:?}"))?;
        }
        writeln!(out, "  power lost again while mending {:>7}", self.again)?;
        writeln!(
            out,
            "  step under way not there {:>7}, there already {:>7}",
            self.without_the_last, self.with_the_last
        )?;
        writeln!(out, "broken promises: {}", self.broken.len())?;
        for Broken { seed, number, what } in self.broken.iter().take(TOLD) {
            writeln!(out, "  seed {seed}, image {number}: {what}")?;
        }
        Ok(())
    }
}
