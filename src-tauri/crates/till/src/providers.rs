use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use payment::{Provider, PurchaseOption};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::PepperKeeper;

/// The address of a practice account in a till's database: the simulator's real one changes with every start.
pub const PRACTICE_ADDRESS: &str = "practice:";

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
    /// The file of this data folder that is locked by a passphrase.
    SecretFile {
        /// The name of the entry.
        entry: String,
    },
}

/// Where a new secret goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretHome {
    /// The system's keychain.
    Keychain,
    /// The file that is locked by a passphrase: somebody chose it.
    SecretFile,
    /// A place of the same kind as that of the secret it follows.
    Beside(SecretLocation),
}

/// An account as the composition root connects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// Which provider: `merchant-api`.
    pub kind: String,
    /// Where it is reached.
    pub base_url: String,
    /// What the provider wants to know beside its address, by the names of its [`AccountForm`].
    pub fields: BTreeMap<String, String>,
    /// Where its secrets are kept, by the names of its [`AccountForm`].
    pub secrets: BTreeMap<String, SecretLocation>,
}

impl AccountSettings {
    /// An account that needs no more than an address and one secret.
    pub fn with_secret(kind: &str, base_url: &str, name: &str, place: SecretLocation) -> Self {
        Self {
            kind: kind.to_owned(),
            base_url: base_url.to_owned(),
            fields: BTreeMap::new(),
            secrets: BTreeMap::from([(name.to_owned(), place)]),
        }
    }

    /// A field that must be there.
    pub fn field(&self, name: &'static str) -> Result<&str, ConnectError> {
        let text = self.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        text.ok_or(ConnectError::MissingField(name))
    }

    /// A secret that must be there.
    pub fn secret(&self, name: &'static str) -> Result<&SecretLocation, ConnectError> {
        self.secrets.get(name).ok_or(ConnectError::MissingField(name))
    }
}

/// What a kind of account is asked for. The screens draw their form from it, so none of them names a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountForm {
    /// Which provider: `merchant-api`.
    pub kind: &'static str,
    /// What people call it.
    pub display_name: &'static str,
    /// Its usual address. `None`: the vendor gives each customer one.
    pub default_address: Option<&'static str>,
    /// What it wants to know beside its address.
    pub fields: &'static [FormField],
    /// What it may be told about every purchase; kept with the fields.
    pub options: &'static [PurchaseOption],
    /// The secrets it needs.
    pub secrets: &'static [FormField],
}

/// One entry of an [`AccountForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormField {
    /// Its name in settings; the words on screen are under `account.<kind>.<name>`.
    pub name: &'static str,
    /// Whether it works without.
    pub need: Need,
}

/// Whether an entry may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be given.
    Required,
    /// It may be left out.
    Optional,
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
    /// Something the provider must be told is missing.
    #[error("missing: {0}")]
    MissingField(&'static str),
    /// The secret is not where it should be.
    #[error("secret not available: {0}")]
    NoSecret(String),
    /// The secret file does not do what was asked.
    #[error(transparent)]
    SecretFile(crate::SecretFileError),
}

/// Makes providers of accounts. Implemented where the program is composed, which alone names concrete providers.
pub trait Connector: Send + Sync {
    /// The kinds of account that are built in.
    fn forms(&self) -> Vec<AccountForm>;

    /// Connects to an account; no request is made yet.
    fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError>;

    /// Where the secret part of PIN hashes is kept; `None` where there is no such place.
    fn pepper_keeper(&self) -> Option<Arc<dyn PepperKeeper>> {
        None
    }

    /// The file for secrets where there is no keychain; `None` where this program has no data folder to keep it in.
    fn secret_file(&self) -> Option<Arc<dyn crate::SecretFile>> {
        None
    }

    /// Whether the system's keychain can be used. May block: it is called away from the runtime's own threads.
    fn has_keychain(&self) -> bool {
        false
    }

    /// Where new secrets are put. `None`: this program keeps none, so no key can be rotated.
    fn secret_place(&self) -> Option<&dyn SecretPlace> {
        None
    }
}

/// Where secrets are put and taken away. May block: it is called away from the runtime's own threads.
pub trait SecretPlace: Send + Sync {
    /// Keeps a secret under a name of its own, and answers where. It is on the disk, or in the keychain, when this
    /// returns.
    fn keep(
        &self,
        name: &str,
        secret: &SecretString,
        home: &SecretHome,
    ) -> Result<SecretLocation, ConnectError>;

    /// Takes away a secret that is not needed any more, if this place has put it there. What somebody else put where it
    /// is stays.
    fn forget(&self, place: &SecretLocation) -> Result<(), ConnectError>;
}
