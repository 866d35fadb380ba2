//! Secrets in the system's keychain.

use keyring::Entry;
use secrecy::{ExposeSecret, SecretString};
use till::{ConnectError, PepperError, PepperKeeper, SecretFileError, SecretLocation};

use crate::secret_file::SealedFile;

/// The name this program has in the keychain.
const SERVICE: &str = "Tillbridge";
/// Set to `off`, the program leaves the keychain alone: service accounts, where it would wait for somebody to unlock it.
const SWITCH: &str = "TILLBRIDGE_KEYCHAIN";

/// Puts a secret into the keychain under a name of its own.
pub fn keep(secret: &SecretString) -> Result<SecretLocation, ConnectError> {
    let entry = put("account", secret).map_err(ConnectError::NoSecret)?;
    Ok(SecretLocation::Keychain { entry })
}

/// Takes a secret out of the keychain.
pub(crate) fn take(entry: &str) -> Result<SecretString, ConnectError> {
    get(entry).map_err(ConnectError::NoSecret)
}

/// Whether the keychain answers. An entry that is not there is an answer.
pub(crate) fn works() -> bool {
    matches!(place("probe").map(|entry| entry.get_password()), Ok(Ok(_) | Err(keyring::Error::NoEntry)))
}

/// Keeps the secret part of PIN hashes: in the system's keychain, and where there is none in the secret file.
pub(crate) struct Peppers {
    pub(crate) file: Option<SealedFile>,
}

/// Before the names of entries of the secret file.
const IN_SECRET_FILE: &str = "secret-file:";

impl PepperKeeper for Peppers {
    fn make(&self) -> Result<String, PepperError> {
        let pepper = random::<32>().map(SecretString::from).map_err(PepperError::NoPlace)?;
        let no_keychain = match put("pepper", &pepper) {
            Ok(entry) => return Ok(entry),
            Err(reason) => reason,
        };
        let Some(file) = &self.file else { return Err(PepperError::NoPlace(no_keychain)) };
        let entry = format!("pepper-{}", random::<8>().map_err(PepperError::NoPlace)?);
        match file.put(&entry, &pepper) {
            Ok(()) => Ok(format!("{IN_SECRET_FILE}{entry}")),
            Err(SecretFileError::None) => Err(PepperError::NoPlace(no_keychain)),
            Err(SecretFileError::Locked) => Err(PepperError::Locked),
            Err(error) => Err(PepperError::NotGiven(error.to_string())),
        }
    }

    fn read(&self, entry: &str) -> Result<SecretString, PepperError> {
        let Some(entry) = entry.strip_prefix(IN_SECRET_FILE) else {
            return get(entry).map_err(PepperError::NotGiven);
        };
        let file = self.file.as_ref().ok_or_else(|| PepperError::NotGiven("no secret file".to_owned()))?;
        file.get(entry).map_err(|error| match error {
            SecretFileError::Locked => PepperError::Locked,
            other => PepperError::NotGiven(other.to_string()),
        })
    }
}

fn put(kind: &str, secret: &SecretString) -> Result<String, String> {
    let entry = format!("{kind}-{}", random::<8>()?);
    let place = place(&entry)?;
    place.set_password(secret.expose_secret()).map_err(|error| error.to_string())?;
    Ok(entry)
}

fn get(entry: &str) -> Result<SecretString, String> {
    let kept = place(entry)?.get_password();
    kept.map(SecretString::from).map_err(|error| error.to_string())
}

fn place(entry: &str) -> Result<Entry, String> {
    if std::env::var_os(SWITCH).is_some_and(|value| value == "off") {
        return Err(format!("switched off by {SWITCH}"));
    }
    Entry::new(SERVICE, entry).map_err(|error| error.to_string())
}

/// A name for a new secret of the secret file.
pub(crate) fn new_entry() -> Result<String, ConnectError> {
    random::<8>().map(|random| format!("account-{random}")).map_err(ConnectError::NoSecret)
}

/// So many random bytes as hexadecimal text.
fn random<const BYTES: usize>() -> Result<String, String> {
    let mut random = [0_u8; BYTES];
    getrandom::fill(&mut random).map_err(|error| error.to_string())?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Takes a secret away for ever. One that is not there is gone already.
pub(crate) fn forget(entry: &str) -> Result<(), ConnectError> {
    match Entry::new(SERVICE, entry).and_then(|place| place.delete_credential()) {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(ConnectError::NoSecret(error.to_string())),
    }
}
