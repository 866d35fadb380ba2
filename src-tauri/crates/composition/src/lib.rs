//! The composition root of the provider side: the only place that names concrete providers.

mod accounts;
pub mod keychain;
mod places;
mod secret_file;

pub use accounts::{
    AFFILIATE_APP_ID, AFFILIATE_KEY, API_KEY, Accounts, CLIENT_ID, CLIENT_SECRET, MERCHANT_CODE,
    STITCH_ADDRESS, SUMUP_ADDRESS, TOKEN_URL,
};
pub use places::Places;
pub use secret_file::SECRET_FILE;
pub use till::PRACTICE_ADDRESS;
