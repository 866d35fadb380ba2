//! Counterpay, a payment system that does not exist: the example of `docs/adding-a-provider.md`.
//!
//! `provider.rs` is what a real provider would have in its crate, `cloud.rs` what it would have in the simulator,
//! `scene.rs` what it would have in its tests.
#![allow(clippy::unwrap_used)]

mod cloud;
mod provider;
mod scene;

provider_contract::contract_suite!(scene::Counter);
