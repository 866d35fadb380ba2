//! What every provider owes the engine (the suite), and what only this one promises, played against virtual terminals
//! over real HTTP.
//!
//! Each story drives the engine as the till does and, at the end, holds its verdict against the simulator's ledger of
//! what was really charged.
#![allow(clippy::unwrap_used)]

mod cancelling;
mod faults;
mod managers;
mod payments;
mod scene;
mod shop;

provider_contract::contract_suite!(scene::Counter);
