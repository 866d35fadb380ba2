//! Made-up numbers that are the same for the same seed. Never used for secrets.

use serde::{Deserialize, Serialize};

/// SplitMix64 (Steele, Lea, Flood 2014): its whole state is one number, which makes it easy to remember.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`. The bias of the remainder does not matter here.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// So many decimal digits, the first of them not zero.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        let mut text = String::with_capacity(count);
        for place in 0..count {
            let digit = if place == 0 { 1 + self.below(9) } else { self.below(10) };
            text.push_str(&digit.to_string());
        }
        text
    }
}
