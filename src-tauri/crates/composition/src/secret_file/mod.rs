//! Secrets behind a passphrase, in one file of the data folder: for machines without a keychain, and only where somebody
//! chose it. Never plaintext on the disk; in memory only after its passphrase was typed.

mod durable;
mod sealed;

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;
use till::{Passphrase, SecretFile, SecretFileError, SecretFileState};

use self::sealed::{Entries, Key, MAX_BYTES, seal, unseal};

/// The name of the file in the data folder.
pub const SECRET_FILE: &str = till::SEALED_FILE;

/// The secret file of one data folder. Clones are the same file.
#[derive(Clone)]
pub(crate) struct SealedFile {
    path: PathBuf,
    open: Arc<Mutex<Option<Opened>>>,
}

struct Opened {
    key: Key,
    entries: Entries,
}

impl SealedFile {
    pub(crate) fn in_folder(data_dir: &Path) -> Self {
        Self { path: data_dir.join(SECRET_FILE), open: Arc::default() }
    }

    /// The secret of an entry.
    pub(crate) fn get(&self, entry: &str) -> Result<SecretString, SecretFileError> {
        let open = self.opened();
        let found = self.need(open.as_ref())?.entries.get(entry).cloned();
        found.ok_or_else(|| SecretFileError::Unusable(format!("no entry {entry}")))
    }

    /// Keeps a secret; it is on the disk when this returns.
    pub(crate) fn put(&self, entry: &str, secret: &SecretString) -> Result<(), SecretFileError> {
        self.change(|entries| drop(entries.insert(entry.to_owned(), secret.clone())))
    }

    /// Takes a secret away for ever. One that is not there is gone already.
    pub(crate) fn forget(&self, entry: &str) -> Result<(), SecretFileError> {
        self.change(|entries| drop(entries.remove(entry)))
    }

    fn change(&self, change: impl FnOnce(&mut Entries)) -> Result<(), SecretFileError> {
        let mut open = self.opened();
        let now = self.need(open.as_ref())?;
        let mut entries = now.entries.clone();
        change(&mut entries);
        durable::replace(&self.path, &seal(&now.key, &entries)?)?;
        // What is used is what is on the disk: nothing changes in memory before.
        if let Some(open) = open.as_mut() {
            open.entries = entries;
        }
        Ok(())
    }

    fn need<'a>(&self, open: Option<&'a Opened>) -> Result<&'a Opened, SecretFileError> {
        open.ok_or_else(|| if self.path.exists() { SecretFileError::Locked } else { SecretFileError::None })
    }

    fn read(&self) -> Result<Vec<u8>, SecretFileError> {
        let unusable = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => SecretFileError::None,
            _ => SecretFileError::Unusable(error.to_string()),
        };
        let mut bytes = Vec::new();
        let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
        let file = std::fs::File::open(&self.path).map_err(unusable)?;
        file.take(limit + 1).read_to_end(&mut bytes).map_err(unusable)?;
        Ok(bytes)
    }

    fn opened(&self) -> MutexGuard<'_, Option<Opened>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretFile for SealedFile {
    fn state(&self) -> SecretFileState {
        // While a passphrase is tried, the file is not open yet.
        let open = self.open.try_lock().is_ok_and(|open| open.is_some());
        match (open, self.path.exists()) {
            (true, _) => SecretFileState::Open,
            (false, true) => SecretFileState::Locked,
            (false, false) => SecretFileState::None,
        }
    }

    fn make(&self, passphrase: &Passphrase) -> Result<(), SecretFileError> {
        let mut open = self.opened();
        if self.path.exists() || open.is_some() {
            return Err(SecretFileError::Exists);
        }
        let (key, entries) = (Key::new(passphrase)?, Entries::new());
        durable::replace(&self.path, &seal(&key, &entries)?)?;
        *open = Some(Opened { key, entries });
        Ok(())
    }

    fn unlock(&self, passphrase: &Passphrase) -> Result<(), SecretFileError> {
        let mut open = self.opened();
        let (key, entries) = unseal(&self.read()?, passphrase)?;
        *open = Some(Opened { key, entries });
        Ok(())
    }

    fn change_passphrase(&self, old: &Passphrase, new: &Passphrase) -> Result<(), SecretFileError> {
        let mut open = self.opened();
        let (_, entries) = unseal(&self.read()?, old)?;
        let key = Key::new(new)?;
        durable::replace(&self.path, &seal(&key, &entries)?)?;
        *open = Some(Opened { key, entries });
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.into()).unwrap()
    }

    fn text(file: &SealedFile, entry: &str) -> Result<String, SecretFileError> {
        file.get(entry).map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn a_secret_outlives_the_program_behind_its_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let (first, right) = (SealedFile::in_folder(folder.path()), passphrase("a long passphrase"));
        assert_eq!((first.state(), text(&first, "key")), (SecretFileState::None, Err(SecretFileError::None)));
        assert_eq!(first.unlock(&right), Err(SecretFileError::None));
        first.make(&right).unwrap();
        assert_eq!(first.make(&right), Err(SecretFileError::Exists), "never made over");
        first.put("key", &"canary-key".into()).unwrap();
        first.put("other", &"x".into()).unwrap();
        first.forget("other").unwrap();
        first.forget("other").unwrap();

        let second = SealedFile::in_folder(folder.path());
        assert_eq!(
            (second.state(), text(&second, "key")),
            (SecretFileState::Locked, Err(SecretFileError::Locked))
        );
        assert_eq!(second.put("key", &"y".into()), Err(SecretFileError::Locked));
        assert_eq!(second.unlock(&passphrase("a wrong passphrase")), Err(SecretFileError::WrongPassphrase));
        assert_eq!(second.state(), SecretFileState::Locked);
        second.unlock(&right).unwrap();
        assert_eq!(
            (second.state(), text(&second, "key")),
            (SecretFileState::Open, Ok("canary-key".to_owned()))
        );
        assert!(text(&second, "other").is_err());
    }

    #[test]
    fn another_passphrase_opens_it_from_then_on_and_the_old_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (passphrase("the old passphrase"), passphrase("the new passphrase"));
        let file = SealedFile::in_folder(folder.path());
        file.make(&old).unwrap();
        file.put("key", &"secret".into()).unwrap();
        assert_eq!(
            file.change_passphrase(&new, &old),
            Err(SecretFileError::WrongPassphrase),
            "open, and asked for"
        );
        file.change_passphrase(&old, &new).unwrap();
        file.put("later", &"kept".into()).unwrap();
        let again = SealedFile::in_folder(folder.path());
        assert_eq!(again.unlock(&old), Err(SecretFileError::WrongPassphrase));
        again.unlock(&new).unwrap();
        assert_eq!((text(&again, "key"), text(&again, "later")), (Ok("secret".into()), Ok("kept".into())));
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one_on_the_disk_and_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let right = passphrase("a long passphrase");
        let file = SealedFile::in_folder(folder.path());
        file.make(&right).unwrap();
        file.put("key", &"first".into()).unwrap();
        let before = std::fs::read(&file.path).unwrap();
        assert!(till::sealed_is_whole(&before), "a copy of it is known to be whole without its passphrase");
        assert!(!till::sealed_is_whole(&before[1..]));
        // A folder stands where the new file is to be written.
        std::fs::create_dir_all(durable::beside(&file.path).join("x")).unwrap();
        assert!(matches!(file.put("key", &"second".into()), Err(SecretFileError::Unusable(_))));
        assert_eq!(text(&file, "key"), Ok("first".to_owned()));
        assert_eq!(std::fs::read(&file.path).unwrap(), before);
    }
}
