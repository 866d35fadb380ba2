//! The composition root of the provider side: the only place that names concrete providers.

mod accounts;
pub mod keychain;

pub use accounts::{API_KEY, Accounts, PRACTICE_ADDRESS};
