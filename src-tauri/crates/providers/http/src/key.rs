use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use payment::ProviderFault;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// Longer keys are refused; the longest token a provider is known to issue has a quarter of this.
pub(crate) const MAX_KEY: usize = 8 * 1024;
/// A keychain that asks a person for permission may take this long.
const KEYCHAIN_PATIENCE: Duration = Duration::from_secs(30);

/// Where a provider's key is kept. It is read at every use, so that a rotated key needs no restart and none lies in
/// memory between two calls.
pub trait ApiKeySource: Send + Sync {
    /// Reads the key. May block: it is called away from the runtime's own threads.
    ///
    /// # Errors
    /// `Misconfigured`, naming the place but never the content.
    fn read(&self) -> Result<SecretString, ProviderFault>;
}

/// A key that was handed over once: practice mode, tests.
#[derive(Debug, Clone)]
pub struct FixedKey(SecretString);

impl FixedKey {
    /// Keeps `key` in memory.
    pub fn new(key: impl Into<SecretString>) -> Self {
        Self(key.into())
    }
}

impl ApiKeySource for FixedKey {
    fn read(&self) -> Result<SecretString, ProviderFault> {
        Ok(self.0.clone())
    }
}

/// A file that holds nothing but the key, perhaps with a line end: scripts, service credentials.
#[derive(Debug, Clone)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// Reads from `path` at every use.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

impl ApiKeySource for KeyFile {
    fn read(&self) -> Result<SecretString, ProviderFault> {
        let fault = |reason: &dyn fmt::Display| {
            ProviderFault::misconfigured(format!("key file {}: {reason}", self.0.display()))
        };
        let file = File::open(&self.0).map_err(|error| fault(&error))?;
        let limit = u64::try_from(MAX_KEY).unwrap_or(u64::MAX);
        let mut text = String::new();
        file.take(limit + 1).read_to_string(&mut text).map_err(|error| fault(&error))?;
        let text = SecretString::from(text);
        let key = text.expose_secret().trim();
        if key.is_empty() || key.len() > MAX_KEY {
            return Err(fault(&"empty or too long"));
        }
        Ok(SecretString::from(key))
    }
}

/// The header that carries the key: `API-Key: …`, `Authorization: Bearer …`.
#[derive(Clone)]
pub struct KeyHeader {
    /// Name of the header. Names are not case-sensitive (RFC 9110); they leave in lower case.
    pub name: &'static str,
    /// What stands before the key in the value: nothing, or `Bearer ` with its space.
    pub prefix: &'static str,
    /// Where the key is kept.
    pub source: Arc<dyn ApiKeySource>,
}

impl fmt::Debug for KeyHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyHeader").field("name", &self.name).finish_non_exhaustive()
    }
}

impl KeyHeader {
    /// The key and the header value made of it, marked so that no `Debug` output shows it.
    pub(crate) async fn read(&self) -> Result<(SecretString, HeaderValue), ProviderFault> {
        let key = read_away(&self.source).await?;
        let text = key.expose_secret();
        if text.is_empty() || text.len() > MAX_KEY || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ProviderFault::misconfigured(
                "the key is empty, too long or not one word of plain characters",
            ));
        }
        let line = SecretString::from(format!("{}{text}", self.prefix));
        let mut value = HeaderValue::from_str(line.expose_secret())
            .map_err(|_| ProviderFault::misconfigured("the key does not fit into a header"))?;
        value.set_sensitive(true);
        Ok((key, value))
    }
}

/// Reads a key away from the runtime's own threads, with a limit: a keychain may ask a person for permission.
///
/// # Errors
/// `Misconfigured`, never with the content.
pub async fn read_away(source: &Arc<dyn ApiKeySource>) -> Result<SecretString, ProviderFault> {
    let source = Arc::clone(source);
    let reading = tokio::task::spawn_blocking(move || source.read());
    tokio::time::timeout(KEYCHAIN_PATIENCE, reading)
        .await
        .map_err(|_| ProviderFault::misconfigured("the place of the key does not answer"))?
        .map_err(|_| ProviderFault::misconfigured("the place of the key broke down"))?
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use payment::{Effect, FaultKind};

    use super::*;

    #[test]
    fn a_key_file_is_read_anew_each_time_and_loses_its_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let source = KeyFile::new(&path);
        assert_eq!(source.read().unwrap_err().kind(), FaultKind::Misconfigured);
        std::fs::write(&path, "first\r\n").unwrap();
        assert_eq!(source.read().unwrap().expose_secret(), "first");
        std::fs::write(&path, "second").unwrap();
        assert_eq!(source.read().unwrap().expose_secret(), "second", "rotated without a restart");
        for bad in [String::new(), " \n".to_owned(), "k".repeat(MAX_KEY + 1)] {
            std::fs::write(&path, bad).unwrap();
            assert_eq!(source.read().unwrap_err().effect(), Effect::None, "nothing was sent");
        }
    }

    #[tokio::test]
    async fn a_key_no_header_can_carry_is_refused_without_being_shown() {
        for bad in ["", "two words", "line\nend", "schlüssel"] {
            let header = KeyHeader { name: "api-key", prefix: "", source: Arc::new(FixedKey::new(bad)) };
            let fault = header.read().await.unwrap_err();
            assert_eq!((fault.kind(), fault.effect()), (FaultKind::Misconfigured, Effect::None));
            assert!(bad.is_empty() || !fault.to_string().contains(bad), "{fault}");
        }
    }

    #[tokio::test]
    async fn no_debug_output_shows_a_key() {
        let header =
            KeyHeader { name: "authorization", prefix: "Bearer ", source: Arc::new(FixedKey::new("CANARY")) };
        let (key, value) = header.read().await.unwrap();
        let shown = format!("{header:?} {key:?} {value:?} {:?}", FixedKey::new("CANARY"));
        assert!(!shown.contains("CANARY"), "{shown}");
        assert_eq!(value.to_str().unwrap(), "Bearer CANARY");
    }
}
