//! The file that keeps secrets behind a passphrase, for machines without a keychain: chosen by somebody, never by itself.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::terminals::settings_of;
use crate::{AccountSettings, ConnectError, ManagerApproval, SecretLocation, Till, TillError};

/// A new passphrase has at least so many characters.
pub const MIN_PASSPHRASE: usize = 10;
/// Longer ones are refused.
pub const MAX_PASSPHRASE: usize = 1024;

/// Whether there is a secret file, and whether its secrets can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretFileState {
    /// There is none.
    None,
    /// Nobody has typed its passphrase since this program started.
    Locked,
    /// Its secrets can be used.
    Open,
}

/// Why the secret file does not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretFileError {
    /// Not its passphrase.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Its bytes are not what was written: they are not those of the checksum at their end.
    #[error("secret file is damaged: {0}")]
    Damaged(String),
    /// Written by a newer program.
    #[error("secret file was written by a newer till")]
    Newer,
    /// Its passphrase is needed first.
    #[error("secret file is locked")]
    Locked,
    /// There is none.
    #[error("there is no secret file")]
    None,
    /// There is one already.
    #[error("there is a secret file already")]
    Exists,
    /// A new passphrase of too few or too many characters.
    #[error("a passphrase has 10 to 1024 characters")]
    BadPassphrase,
    /// It keeps as much as it may.
    #[error("secret file is full")]
    Full,
    /// It cannot be read or written.
    #[error("secret file: {0}")]
    Unusable(String),
}

/// What opens a secret file. Has no `Display`, a masked `Debug`, and is wiped when dropped.
#[derive(Debug, Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// A passphrase as it was typed; its own file decides whether it is right.
    pub fn typed(text: SecretString) -> Self {
        Self(text)
    }

    /// A passphrase to be used from now on.
    pub fn new(text: SecretString) -> Result<Self, SecretFileError> {
        let characters = text.expose_secret().chars().count();
        if (MIN_PASSPHRASE..=MAX_PASSPHRASE).contains(&characters) && !text.expose_secret().trim().is_empty()
        {
            Ok(Self(text))
        } else {
            Err(SecretFileError::BadPassphrase)
        }
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The secret file of a data folder. Implemented where the program is composed. All but `state` may take a second and block:
/// they are called away from the runtime's own threads.
pub trait SecretFile: Send + Sync {
    /// How it is now.
    fn state(&self) -> SecretFileState;

    /// Makes an empty one, open.
    fn make(&self, passphrase: &Passphrase) -> Result<(), SecretFileError>;

    /// Reads its secrets; they can be used until this program ends.
    fn unlock(&self, passphrase: &Passphrase) -> Result<(), SecretFileError>;

    /// Writes it anew under another passphrase. The old one is asked for even when it is open.
    fn change_passphrase(&self, old: &Passphrase, new: &Passphrase) -> Result<(), SecretFileError>;
}

impl Till {
    /// How the secret file is; `None` where this program has no place for one.
    pub fn secret_file_state(&self) -> SecretFileState {
        self.connector().secret_file().map_or(SecretFileState::None, |file| file.state())
    }

    /// Whether the system's keychain keeps secrets here. Asks it: may take a moment.
    pub async fn has_keychain(&self) -> bool {
        let connector = self.connector_for_blocking();
        let asked = tokio::task::spawn_blocking(move || connector.has_keychain());
        // A keychain that asks a person for permission is there; one that says nothing for so long is of no use.
        tokio::time::timeout(KEYCHAIN_PATIENCE, asked).await.is_ok_and(|answer| answer.unwrap_or(false))
    }

    /// Makes the secret file. Somebody chose it: a till never makes one by itself.
    pub async fn make_secret_file(
        &self,
        approval: ManagerApproval,
        passphrase: Passphrase,
    ) -> Result<(), TillError> {
        self.ask_secret_file(move |file| file.make(&passphrase)).await?;
        tracing::info!(by = ?approval.by(), "a secret file was made");
        self.changed();
        Ok(())
    }

    /// Opens the secret file. Anybody who knows its passphrase may: before it is open nobody may be able to sign in.
    pub async fn unlock_secret_file(&self, passphrase: Passphrase) -> Result<(), TillError> {
        let unlocked = self.ask_secret_file(move |file| file.unlock(&passphrase)).await;
        tracing::info!(done = unlocked.is_ok(), "the secret file was to be unlocked");
        unlocked?;
        // What needs a secret goes on by itself with its next look; the badge need not wait for it.
        self.refresh_readiness().await;
        self.changed();
        Ok(())
    }

    /// Writes the secret file anew under another passphrase.
    pub async fn change_passphrase(
        &self,
        approval: ManagerApproval,
        old: Passphrase,
        new: Passphrase,
    ) -> Result<(), TillError> {
        self.ask_secret_file(move |file| file.change_passphrase(&old, &new)).await?;
        tracing::info!(by = ?approval.by(), "the passphrase of the secret file was changed");
        self.changed();
        Ok(())
    }

    /// The labels of the accounts that need the secret file.
    pub async fn accounts_in_secret_file(&self) -> Result<Vec<String>, TillError> {
        let mut labels = Vec::new();
        for account in self.accounts().await? {
            let label = account.label.clone();
            if settings_of(account)?.secrets.values().any(in_secret_file) {
                labels.push(label);
            }
        }
        Ok(labels)
    }

    async fn ask_secret_file<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn SecretFile) -> Result<T, SecretFileError> + Send + 'static,
    ) -> Result<T, TillError> {
        let file: Arc<dyn SecretFile> = self.connector().secret_file().ok_or(TillError::NotOffered)?;
        let asked = tokio::task::spawn_blocking(move || ask(file.as_ref())).await;
        Ok(asked.map_err(|error| TillError::Internal(error.to_string()))??)
    }

    /// Refuses what needs a secret that nobody has unlocked yet, before anything is begun with it.
    pub(crate) fn refuse_locked(&self, settings: &AccountSettings) -> Result<(), TillError> {
        if settings.secrets.values().any(in_secret_file)
            && self.secret_file_state() == SecretFileState::Locked
        {
            return Err(SecretFileError::Locked.into());
        }
        Ok(())
    }
}

fn in_secret_file(place: &SecretLocation) -> bool {
    matches!(place, SecretLocation::SecretFile { .. })
}

/// A keychain that has not answered by then is of no use.
const KEYCHAIN_PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

impl From<SecretFileError> for ConnectError {
    fn from(error: SecretFileError) -> Self {
        Self::SecretFile(error)
    }
}

impl From<SecretFileError> for TillError {
    fn from(error: SecretFileError) -> Self {
        ConnectError::from(error).into()
    }
}
