//! What a disk may do, for tests of whoever uses the store. Compiled only with the feature `faults`, which no program that
//! ships turns on.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::FILE_NAME;

/// The databases whose next commit is made and reported as failed.
static FAILING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The next commit in this data folder is made, and reported as failed.
pub fn fail_after_the_next_commit(data_dir: &Path) {
    FAILING.lock().unwrap_or_else(PoisonError::into_inner).push(data_dir.join(FILE_NAME));
}

/// Whether the commit just made is to be reported as failed.
pub(crate) fn is_due(file: &Path) -> bool {
    let mut failing = FAILING.lock().unwrap_or_else(PoisonError::into_inner);
    let place = failing.iter().position(|known| known == file);
    place.map(|place| failing.remove(place)).is_some()
}
