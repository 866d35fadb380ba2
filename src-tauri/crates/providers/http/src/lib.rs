//! The one HTTP layer all providers share.
//!
//! Two entry points, because two kinds of call need opposite care: [`HttpClient::read`] may be repeated and is;
//! [`HttpClient::effect`] may move money and leaves exactly once, over a connection of its own. What comes back is an
//! [`Answer`] the provider itself gave, or a [`payment::ProviderFault`] whose effect is `None` only where it is proved
//! that nothing was sent. Redirects, web pages and intermediaries never pass for an answer.

mod address;
mod amount;
mod answer;
mod client;
mod key;
mod pause;
mod problem;
mod token;

pub use address::{BadAddress, BaseUrl};
pub use amount::{decimal_text, json_amount, read_amount, scalar_text};
pub use answer::Answer;
pub use client::{HttpClient, HttpConfig, Patience, Verb};
pub use key::{ApiKeySource, FixedKey, KeyFile, KeyHeader, read_away};
pub use problem::Problem;
pub use token::{ClientCredentials, Token, Tokens};
