//! The simulator as a till sees it: over HTTP, with a person at the virtual terminals.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod api;
mod control;
mod faults;
mod keys;
mod restart;
mod shop;
mod stitch;
mod terminals;
