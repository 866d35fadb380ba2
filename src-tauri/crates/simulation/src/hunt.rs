//! The bugs others shipped, planted one by one: how long until a broken rule tells of each.

use std::fmt;

use planted::{Bug, plant};

use crate::run::{Outcome, run};
use crate::typing::typed;

/// What a hunt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunt {
    /// The bug that was planted.
    pub bug: Bug,
    /// Sales that were played.
    pub sales: u64,
    /// The shift that broke a rule, and the first rule it broke.
    pub found: Option<(u64, String)>,
}

/// Plants a bug in this thread and plays shifts until a rule is broken, at most `shifts` of them.
pub fn hunt(bug: Bug, shifts: u64) -> Hunt {
    let play: fn(u64) -> Outcome = match bug {
        Bug::R16 | Bug::R17 => typed,
        _ => run,
    };
    plant(Some(bug));
    let mut hunt = Hunt { bug, sales: 0, found: None };
    for seed in 0..shifts {
        let outcome = play(seed);
        hunt.sales += outcome.sales;
        if let Some(rule) = outcome.violations.into_iter().next() {
            hunt.found = Some((seed, rule));
            break;
        }
    }
    plant(None);
    hunt
}

impl fmt::Display for Hunt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bug, sales, found } = self;
        writeln!(f, "{bug:<4}{} ({})", bug.what(), bug.seen())?;
        match found {
            Some((seed, rule)) => write!(f, "    found by seed {seed} after {sales} sales: {rule}"),
            None => write!(f, "    NOT FOUND in {sales} sales"),
        }
    }
}
