//! What is fuzzed.

use crate::{fleet, payments, texts};

/// One reader of what strangers write.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name on the command line and of its corpus.
    pub name: &'static str,
    /// Reads one input. Panics when a promise is broken.
    pub run: fn(&[u8]),
    /// Inputs in the short run: those that speak HTTP are slower.
    pub short: u64,
}

const FAST: u64 = 10_000;
const HTTP: u64 = 800;

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "merchant-payment", run: payments::merchant_by_name, short: HTTP },
    Target { name: "merchant-list", run: payments::merchant_by_reference, short: HTTP },
    Target { name: "merchant-create", run: payments::merchant_create, short: HTTP },
    Target { name: "merchant-pages", run: payments::merchant_pages, short: HTTP },
    Target { name: "sumup-payment", run: payments::sumup_by_name, short: HTTP },
    Target { name: "sumup-create", run: payments::sumup_create, short: HTTP },
    Target { name: "sumup-history", run: payments::sumup_history, short: HTTP },
    Target { name: "stitch-fleet", run: fleet::stitch, short: HTTP },
    Target { name: "problem", run: texts::problem, short: FAST },
    Target { name: "address", run: texts::address, short: FAST },
    Target { name: "qr", run: texts::qr, short: FAST },
    Target { name: "entry", run: texts::entry, short: FAST },
    Target { name: "label", run: texts::label, short: FAST },
    Target { name: "amount", run: texts::amount, short: FAST },
    Target { name: "catalogue", run: texts::catalogue, short: 3_000 },
    Target { name: "slip", run: texts::slip, short: FAST },
    Target { name: "picture", run: texts::picture, short: 1_500 },
];

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
