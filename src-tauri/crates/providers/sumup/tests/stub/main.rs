//! SumUp's interface as a script: its own words, and the lies the simulator is too well-behaved for.
#![allow(clippy::unwrap_used)]

#[path = "../../../http/tests/support/mod.rs"]
mod stub;

mod account;
mod links;
mod lookups;
mod payments;
mod refunds;
mod support;
