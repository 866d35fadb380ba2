//! Where new secrets are put: the keychain, the secret file somebody chose, or beside the file that holds the old one.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use till::{ConnectError, SecretFileError, SecretHome, SecretLocation, SecretPlace};

use crate::keychain;
use crate::secret_file::SealedFile;

/// Files with this ending were put there by this program, and only those are taken away again.
const OURS: &str = ".tillbridge-key";

/// The places of this machine.
#[derive(Clone, Default)]
pub struct Places {
    pub(crate) file: Option<SealedFile>,
}

impl Places {
    fn file(&self) -> Result<&SealedFile, ConnectError> {
        self.file.as_ref().ok_or_else(|| SecretFileError::None.into())
    }

    fn keep_in_file(&self, secret: &SecretString) -> Result<SecretLocation, ConnectError> {
        let entry = keychain::new_entry()?;
        self.file()?.put(&entry, secret)?;
        Ok(SecretLocation::SecretFile { entry })
    }
}

impl std::fmt::Debug for Places {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Places").finish_non_exhaustive()
    }
}

impl SecretPlace for Places {
    fn keep(
        &self,
        name: &str,
        secret: &SecretString,
        home: &SecretHome,
    ) -> Result<SecretLocation, ConnectError> {
        match home {
            SecretHome::Beside(SecretLocation::File { path }) => keep_beside(path, name, secret),
            SecretHome::Beside(SecretLocation::Keychain { .. }) | SecretHome::Keychain => {
                keychain::keep(secret)
            }
            SecretHome::Beside(SecretLocation::SecretFile { .. }) | SecretHome::SecretFile => {
                self.keep_in_file(secret)
            }
        }
    }

    fn forget(&self, place: &SecretLocation) -> Result<(), ConnectError> {
        match place {
            SecretLocation::Keychain { entry } => keychain::forget(entry),
            SecretLocation::SecretFile { entry } => Ok(self.file()?.forget(entry)?),
            SecretLocation::File { path } if is_ours(path) => match std::fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(ConnectError::NoSecret(format!("{}: {error}", path.display())))
                }
                _ => Ok(()),
            },
            SecretLocation::File { .. } => Ok(()),
        }
    }
}

fn is_ours(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(OURS))
}

/// A new file that only its owner may read, on the disk when this returns. A file that is there is never overwritten.
fn keep_beside(old: &Path, name: &str, secret: &SecretString) -> Result<SecretLocation, ConnectError> {
    let stem = old.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.split_once(".account-").map_or(stem.as_str(), |(stem, _)| stem);
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let path = old.with_file_name(format!("{stem}.{plain}{OURS}"));
    let refused = |error: std::io::Error| ConnectError::NoSecret(format!("{}: {error}", path.display()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&path).map_err(refused)?;
    file.write_all(secret.expose_secret().as_bytes()).and_then(|()| file.sync_all()).map_err(refused)?;
    // The name of a new file is on the disk once its folder is; where folders cannot be opened it need not be.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        folder.sync_all().map_err(refused)?;
    }
    Ok(SecretLocation::File { path })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn file(path: &Path) -> SecretLocation {
        SecretLocation::File { path: path.to_owned() }
    }

    #[test]
    fn a_new_secret_lies_beside_the_old_file_readable_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("api-key");
        std::fs::write(&old, "old").unwrap();
        let secret = SecretString::from("new");
        let kept = Places::default()
            .keep("account-1-key-854/../x", &secret, &SecretHome::Beside(file(&old)))
            .unwrap();
        let SecretLocation::File { path } = &kept else { panic!("{kept:?}") };
        assert_eq!(path.parent(), Some(folder.path()));
        assert_eq!(std::fs::read_to_string(path).unwrap(), "new");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(
            Places::default()
                .keep("account-1-key-854/../x", &secret, &SecretHome::Beside(file(&old)))
                .is_err(),
            "never overwritten"
        );
        let third =
            Places::default().keep("account-1-key-9", &secret, &SecretHome::Beside(kept.clone())).unwrap();
        let SecretLocation::File { path: third } = &third else { panic!("{third:?}") };
        assert_eq!(third.file_name().unwrap().to_str().unwrap(), "api-key.account-1-key-9.tillbridge-key");
    }

    #[test]
    fn only_files_this_program_made_are_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = folder.path().join("api-key");
        std::fs::write(&theirs, "old").unwrap();
        let ours = Places::default()
            .keep("account-1-key-1", &SecretString::from("new"), &SecretHome::Beside(file(&theirs)))
            .unwrap();
        Places::default().forget(&file(&theirs)).unwrap();
        assert!(theirs.exists());
        Places::default().forget(&ours).unwrap();
        Places::default().forget(&ours).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
