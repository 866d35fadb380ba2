//! The file of secrets that somebody locked with a passphrase, as far as copies are concerned: it goes with them as it stands.
//!
//! It is ciphertext, and nothing here could read it. That it is whole is told by its end: the last 32 bytes are the SHA-256 of
//! all before them.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use journal::Digest;

use crate::backup::{sync_file, sync_folder_of};

/// Its name in a data folder.
pub const SEALED_FILE: &str = "secrets.sealed";
/// What the name of a copy of it adds to the name of the database copy it belongs to.
const ENDING: &str = ".secrets";
/// A larger one is none.
const MAX_BYTES: u64 = 1024 * 1024;
const CHECKSUM: usize = 32;

/// Whether a copy of the database had the locked secrets beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SealedCopy {
    /// No: those in use stay.
    #[default]
    None,
    /// Yes, and they are whole.
    Whole,
    /// Yes, and they are damaged: those in use stay.
    Damaged,
}

/// Whether the bytes of such a file are what was written.
pub fn sealed_is_whole(bytes: &[u8]) -> bool {
    let Some(at) = bytes.len().checked_sub(CHECKSUM).filter(|at| *at > 0) else { return false };
    Digest::of(&bytes[..at]).as_bytes() == &bytes[at..]
}

/// Where the copy of it lies that belongs to a copy of the database.
pub(crate) fn beside_copy(copy: &Path) -> PathBuf {
    let mut name = OsString::from(copy);
    name.push(ENDING);
    PathBuf::from(name)
}

/// Copies the file of a data folder, where there is one, for the copy `of_database`. A damaged one is not copied: nothing could
/// be done with it, and the database is worth a copy all the same.
pub(crate) fn keep_copy(data_dir: &Path, of_database: &Path) -> io::Result<()> {
    match read(&data_dir.join(SEALED_FILE))? {
        Some(bytes) if sealed_is_whole(&bytes) => write(&beside_copy(of_database), &bytes),
        Some(_) => {
            tracing::error!("the file of locked secrets is damaged and was not copied");
            Ok(())
        }
        None => Ok(()),
    }
}

/// Brings the copy that belongs to a copy of the database into `stage`, if it is whole.
pub(crate) fn stage(of_database: &Path, stage: &Path) -> io::Result<SealedCopy> {
    Ok(match read(&beside_copy(of_database))? {
        Some(bytes) if sealed_is_whole(&bytes) => {
            write(&stage.join(SEALED_FILE), &bytes)?;
            SealedCopy::Whole
        }
        Some(_) => {
            tracing::error!("the copy of the locked secrets is damaged; those in use stay");
            SealedCopy::Damaged
        }
        None => SealedCopy::None,
    })
}

/// Puts what was staged in `ready` in place; what was in use goes beside the database that was set aside. Can be done again
/// after it was cut off anywhere.
pub(crate) fn put_in_place(
    data_dir: &Path,
    ready: &Path,
    aside: &Path,
    step: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<()> {
    let (live, staged, kept) = (data_dir.join(SEALED_FILE), ready.join(SEALED_FILE), beside_copy(aside));
    if !staged.exists() {
        return Ok(());
    }
    if live.exists() && !kept.exists() {
        if let Some(folder) = kept.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(&live, &kept)?;
        sync_folder_of(&kept)?;
        sync_folder_of(&live)?;
    }
    step()?;
    fs::rename(&staged, &live)?;
    sync_folder_of(&staged)?;
    sync_folder_of(&live)
}

/// Its bytes, where it is a file and no larger than it may be.
fn read(file: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(file) {
        Ok(about) if about.is_file() && about.len() <= MAX_BYTES => fs::read(file).map(Some),
        // What is something else is damaged for whoever asks.
        Ok(_) => Ok(Some(Vec::new())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A file that only its owner may read, whole and on the disk before it gets its name.
fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut partial = OsString::from(file);
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(&partial)?.write_all(bytes)?;
    sync_file(&partial)?;
    fs::rename(&partial, file)?;
    sync_folder_of(file)
}
