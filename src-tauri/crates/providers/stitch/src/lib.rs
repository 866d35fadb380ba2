//! Stitch (South Africa): management of the terminals of an account. Not payments; see the README.
//!
//! What the vendor's guide leaves open is read in every plausible form. An answer about another terminal than the one
//! that was asked for is no answer.

mod calls;
mod fleet;
mod provider;
mod terminal;

pub use provider::{DEFAULT_ADDRESS, DEFAULT_TOKEN_URL, Stitch, StitchConfig};
