//! Replaces a file as a whole: after a power cut there is the old one or the new one, never a part.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use till::SecretFileError;

/// The file under its passing name, until it is whole and on the disk.
pub(super) fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Writes beside the file, on the disk, and only then gives it the name.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), SecretFileError> {
    let unusable = |error: io::Error| SecretFileError::Unusable(format!("{}: {error}", path.display()));
    write(path, bytes).and_then(|()| publish(path)).map_err(unusable)
}

/// A new file that only its owner may read. What an interrupted write left is taken away; a link is never followed.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path);
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn publish(path: &Path) -> io::Result<()> {
    std::fs::rename(beside(path), path)?;
    // A new name is on the disk once its folder is; where folders cannot be opened it need not be.
    match path.parent().and_then(|folder| File::open(folder).ok()) {
        Some(folder) if cfg!(unix) => folder.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_between_writing_and_renaming_leaves_the_old_file_and_the_next_write_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.sealed");
        replace(&path, b"old").unwrap();
        // Each prefix of the new file is what a crash may leave behind under the passing name.
        for left in 0..=3 {
            write(&path, &b"new"[..left]).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), b"old");
        }
        replace(&path, b"next").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"next");
        assert!(!beside(&path).exists());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it_and_a_link_in_its_place_is_not_followed() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, elsewhere) = (folder.path().join("secrets.sealed"), folder.path().join("elsewhere"));
        std::fs::write(&elsewhere, "theirs").unwrap();
        std::os::unix::fs::symlink(&elsewhere, beside(&path)).unwrap();
        replace(&path, b"ours").unwrap();
        assert_eq!(std::fs::read(&elsewhere).unwrap(), b"theirs");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
