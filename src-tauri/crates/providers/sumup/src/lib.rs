//! SumUp's Cloud API: Solo readers that are reached over the provider's cloud.
//!
//! Three things shape this crate. A checkout has no idempotency key, so our reference travels as the affiliate's
//! `foreign_transaction_id` and is the only name that is known before the request leaves. A transaction does not exist
//! before a card is presented, so 404 is what waiting looks like, and never "not charged". Termination stops whatever
//! runs on a reader and is never confirmed, so it is a wish, not an end.

mod directory;
mod fault;
mod history;
mod link;
mod lookup;
mod member;
mod names;
mod pairing;
mod payments;
mod payouts;
mod profile;
mod provider;
mod reader;
mod receipt;
mod record;
mod refunds;
mod request;
mod slip;
mod verdict;

pub use directory::PAY_BY_LINK;
pub use provider::{
    Affiliate, DEFAULT_ADDRESS, Sumup, SumupConfig, link_policy, reader_policy, refund_policy,
};
pub use request::PURCHASE_OPTIONS;
