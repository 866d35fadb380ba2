//! Bugs other tills shipped in their input box, for the simulation to find. Compiled only with the feature `planted`,
//! which no program that ships turns on.

use ::planted::{Bug, planted};

use super::{Entry, SHORTEST_BARCODE};
use crate::Quantity;

/// What the planted bug reads in a line, if it reads anything.
pub(super) fn misread(line: &str) -> Option<Entry> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let quantity = |text: &str| {
        // The field has room for five digits.
        let last = &text[text.len().saturating_sub(5)..];
        Quantity::parse(last).ok().map(Entry::Multiplier)
    };
    match planted()? {
        Bug::R16 => {
            let glued: String = line.split(['*', ' ']).collect();
            let twice = line.ends_with('*') && line.matches('*').count() > 1;
            if twice && digits(&glued) { quantity(&glued) } else { None }
        }
        Bug::R17 if digits(line) && line.len() >= SHORTEST_BARCODE => quantity(line),
        _ => None,
    }
}
