//! What every provider owes the engine, played against virtual Solos over real HTTP.
//!
//! Each story drives the engine as the till does and, at the end, holds its verdict against what the simulator really
//! charged.
#![allow(clippy::unwrap_used)]

mod payments;
mod readers;
mod refunds;
mod shop;
