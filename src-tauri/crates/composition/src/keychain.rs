//! Secrets in the system's keychain.

use keyring::Entry;
use secrecy::{ExposeSecret, SecretString};
use till::{ConnectError, PepperError, PepperKeeper, SecretLocation};

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

/// Keeps the secret part of PIN hashes in the system's keychain.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KeychainPepper;

impl PepperKeeper for KeychainPepper {
    fn make(&self) -> Result<String, PepperError> {
        let pepper = random::<32>().map(SecretString::from).map_err(PepperError::NoPlace)?;
        put("pepper", &pepper).map_err(PepperError::NoPlace)
    }

    fn read(&self, entry: &str) -> Result<SecretString, PepperError> {
        get(entry).map_err(PepperError::NotGiven)
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
