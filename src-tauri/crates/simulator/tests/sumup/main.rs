//! The simulated SumUp as a till sees it. Every answer is held against the vendor's own description.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod checkout;
mod control;
mod gate;
mod hosted;
mod judge;
mod money_back;
mod official;
mod outcomes;
mod pairing;
mod restart;
mod shop;
mod transactions;
