use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::OpenTillError;

/// Proof that this process is the only one working on its data folder. Dropping it lets the next one in; so does a
/// crash, because the lock belongs to the open file, not to its presence.
#[derive(Debug)]
pub struct InstanceLock {
    _file: File,
}

impl InstanceLock {
    /// `Ok(None)` while another process has the folder.
    pub fn acquire(data_dir: &Path) -> io::Result<Option<Self>> {
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(data_dir.join("in-use.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl InstanceLock {
    /// The lock, or why it is not to be had.
    pub(crate) fn of(data_dir: &Path) -> Result<Self, OpenTillError> {
        let folder = |source| OpenTillError::Folder { path: data_dir.to_owned(), source };
        Self::acquire(data_dir).map_err(folder)?.ok_or_else(|| OpenTillError::InUse(data_dir.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_till_on_the_same_folder_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = InstanceLock::acquire(folder.path()).expect("lockable");
        assert!(first.is_some());
        assert!(InstanceLock::acquire(folder.path()).expect("lockable").is_none());
        drop(first);
        assert!(InstanceLock::acquire(folder.path()).expect("lockable").is_some());
    }
}
