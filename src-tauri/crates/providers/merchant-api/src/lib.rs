//! CM.com's MerchantAPI ("cloud integration"): payments and refunds on terminals that poll the provider's cloud.
//!
//! What the vendor's guide leaves open is read in every plausible form; what contradicts itself is handed to a person,
//! never guessed. See the guide for the calls, `verdict.rs` for what a record means.

mod day_totals;
mod directory;
mod history;
mod identity;
mod keys;
mod listing;
mod payments;
mod provider;
mod record;
mod slip;
mod transactions;
mod verdict;

pub use identity::parse_identity;
pub use provider::{MerchantApi, MerchantApiConfig, payment_policy};
