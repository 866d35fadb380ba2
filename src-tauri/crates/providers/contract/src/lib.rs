//! What every provider that takes payments owes the engine, told as stories and played against its cloud over real HTTP.
//!
//! A provider implements [`Scene`] in its tests and writes `provider_contract::contract_suite!(MyScene);`. Each story is
//! a test of its own. It drives the provider, and the engine with it, over a [`Wire`] that breaks as the story wants, and
//! holds what was told against the cloud's own books. Nothing may ever claim that no money moved when the books say it
//! did.

mod garbling;
mod http;
mod scene;
#[doc(hidden)]
pub mod stories;
mod suite;
mod till;
mod wire;

pub use scene::{Act, Call, Key, Limits, Request, Scene, Tips};
pub use till::{Paid, Till};
pub use wire::{Gate, Reply, Rewriting, Strike, Told, Wire};
