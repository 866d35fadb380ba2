//! What the crate promises, as stories and as properties of every basket.
#![allow(clippy::unwrap_used, missing_docs)]

mod amounts;
mod barcodes;
mod baskets;
mod changes;
mod entries;
mod names;
mod orders;
mod refunds;
mod shop;
mod whole_baskets;
