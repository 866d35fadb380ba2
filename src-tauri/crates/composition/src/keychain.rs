//! Secrets in the system's keychain.

use keyring::Entry;
use secrecy::{ExposeSecret, SecretString};
use till::{ConnectError, SecretLocation};

/// The name this program has in the keychain.
const SERVICE: &str = "Tillbridge";

/// Puts a secret into the keychain under a name of its own.
pub fn keep(secret: &SecretString) -> Result<SecretLocation, ConnectError> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|error| ConnectError::NoSecret(error.to_string()))?;
    let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let entry = format!("account-{name}");
    Entry::new(SERVICE, &entry)
        .and_then(|place| place.set_password(secret.expose_secret()))
        .map_err(|error| ConnectError::NoSecret(error.to_string()))?;
    Ok(SecretLocation::Keychain { entry })
}

/// Takes a secret out of the keychain.
pub(crate) fn take(entry: &str) -> Result<SecretString, ConnectError> {
    Entry::new(SERVICE, entry)
        .and_then(|place| place.get_password())
        .map(SecretString::from)
        .map_err(|error| ConnectError::NoSecret(error.to_string()))
}
