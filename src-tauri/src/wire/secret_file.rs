use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where typed secrets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SecretHome {
    /// The keychain; a secret that is replaced stays where the one before it is.
    Keychain,
    /// The secret file.
    SecretFile,
}

/// Where secrets can be kept on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SecretFileView {
    /// How the secret file is.
    pub state: SecretFileStage,
    /// Whether this machine has a keychain.
    pub keychain: bool,
    /// Labels of the accounts whose secrets are in the file; none before somebody signed in.
    pub accounts: Vec<String>,
}

/// How the secret file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SecretFileStage {
    /// There is none.
    None,
    /// Its passphrase has not been typed since the start.
    Locked,
    /// Its secrets can be used.
    Open,
}
