use std::path::PathBuf;
use std::sync::Arc;

use payment::Provider;
use serde::{Deserialize, Serialize};

/// Where the secret of an account is kept. The secret itself is never in the till's database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kept_in", rename_all = "snake_case")]
pub enum SecretLocation {
    /// A file that is read at every use: scripts, service credentials.
    File {
        /// Its path.
        path: PathBuf,
    },
    /// The system's keychain.
    Keychain {
        /// The name of the entry.
        entry: String,
    },
}

/// An account as the composition root connects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// Which provider: `merchant-api`.
    pub kind: String,
    /// Where it is reached.
    pub base_url: String,
    /// Where its secret is kept.
    pub secret: SecretLocation,
}

/// Why an account cannot be connected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// No provider of that kind is built in.
    #[error("unknown provider: {0}")]
    UnknownKind(String),
    /// The address is not one a secret may be sent to.
    #[error("address refused: {0}")]
    BadAddress(String),
    /// The secret is not where it should be.
    #[error("secret not available: {0}")]
    NoSecret(String),
}

/// Makes providers of accounts. Implemented where the program is composed, which alone names concrete providers.
pub trait Connector: Send + Sync {
    /// Connects to an account; no request is made yet.
    fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError>;
}
