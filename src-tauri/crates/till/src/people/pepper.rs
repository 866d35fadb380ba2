//! The secret that is mixed into every PIN's hash and lies outside of the data folder: a copied database alone lets nobody
//! try its ten thousand PINs.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use super::PeopleError;
use crate::{SecretFileError, Till, TillError};

/// The setting that names the pepper's entry.
const PEPPER: &str = "pin_pepper";
/// A keychain that asks a person for permission may take this long.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why the pepper's place does not answer as wished.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PepperError {
    /// This machine has no place for it.
    #[error("no keychain: {0}")]
    NoPlace(String),
    /// The place is the secret file, and nobody has unlocked it.
    #[error("the secret file is locked")]
    Locked,
    /// The place has no such entry, or does not give it away.
    #[error("{0}")]
    NotGiven(String),
}

/// Where the pepper is kept. Implemented where the program is composed. May block: it is called away from the runtime's
/// own threads.
pub trait PepperKeeper: Send + Sync {
    /// Makes a new random pepper, keeps it, and names its entry.
    fn make(&self) -> Result<String, PepperError>;

    /// The pepper of an entry.
    fn read(&self, entry: &str) -> Result<SecretString, PepperError>;
}

impl Till {
    /// The pepper of one hash; `None` for one that was made without.
    pub(super) async fn pepper_of(&self, entry: Option<&str>) -> Result<Option<SecretString>, TillError> {
        let Some(entry) = entry.map(str::to_owned) else { return Ok(None) };
        let read = self.ask_keeper(move |keeper| keeper.read(&entry)).await;
        read.map(Some).map_err(|error| match error {
            PepperError::Locked => SecretFileError::Locked.into(),
            other => PeopleError::Pepper(other.to_string()).into(),
        })
    }

    /// The shop's pepper, made with its first PIN. Where there is no keychain it is kept in the secret file; a machine with
    /// neither hashes without one, and says so in the log. A place that has it and does not give it away lets nobody set a
    /// weaker PIN.
    pub(super) async fn pepper_for_new_pins(
        &self,
    ) -> Result<(Option<String>, Option<SecretString>), TillError> {
        if let Some(entry) = self.pepper_entry().await? {
            let pepper = self.pepper_of(Some(&entry)).await?;
            return Ok((Some(entry), pepper));
        }
        match self.ask_keeper(|keeper| keeper.make()).await {
            Ok(entry) => {
                self.store().settings().set(PEPPER, &Some(&entry)).await?;
                let pepper = self.pepper_of(Some(&entry)).await?;
                Ok((Some(entry), pepper))
            }
            // It is there, so a weaker hash is nobody's choice.
            Err(PepperError::Locked) => Err(SecretFileError::Locked.into()),
            Err(error) => {
                tracing::warn!(%error, "PINs are hashed without the keychain's part");
                Ok((None, None))
            }
        }
    }

    /// Lets the next PIN make a new pepper where the old one is gone for good, as after a move to another machine.
    pub(super) async fn forget_lost_pepper(&self) -> Result<(), TillError> {
        let entry = self.pepper_entry().await?;
        if self.pepper_of(entry.as_deref()).await.is_err() {
            self.store().settings().set(PEPPER, &None::<String>).await?;
        }
        Ok(())
    }

    async fn pepper_entry(&self) -> Result<Option<String>, TillError> {
        Ok(self.store().settings().get::<Option<String>>(PEPPER).await?.flatten())
    }

    async fn ask_keeper<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn PepperKeeper) -> Result<T, PepperError> + Send + 'static,
    ) -> Result<T, PepperError> {
        let none = || PepperError::NoPlace("none is connected".to_owned());
        let keeper: Arc<dyn PepperKeeper> = self.connector().pepper_keeper().ok_or_else(none)?;
        let asking = tokio::task::spawn_blocking(move || ask(keeper.as_ref()));
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Err(PepperError::NotGiven(error.to_string())),
            Err(_) => Err(PepperError::NotGiven("the keychain does not answer".to_owned())),
        }
    }
}
