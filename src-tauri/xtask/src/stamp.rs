//! Remembers what a step was last done with, so that it is done again only when something changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Folders whose content is made from the rest.
const MADE: [&str; 3] = ["node_modules", "dist", "target"];

/// The fingerprint of every file in `sources` (files or folders), by path and content. A source that is not there
/// counts as empty.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn fingerprint(sources: &[PathBuf]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in sources {
        for file in files(source)? {
            file.strip_prefix(source).unwrap_or(&file).hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether `stamp` says that the step was done with this fingerprint.
pub(crate) fn is_current(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|kept| kept == fingerprint)
}

/// Writes the stamp of a step that is done.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn keep(stamp: &Path, fingerprint: &str) -> io::Result<()> {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, fingerprint)
}

/// All files of a file or folder, in a stable order, without what is made from them.
///
/// # Errors
/// A folder cannot be listed.
pub(crate) fn files(source: &Path) -> io::Result<Vec<PathBuf>> {
    if !source.exists() {
        return Ok(Vec::new());
    }
    if source.is_file() {
        return Ok(vec![source.to_owned()]);
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(source)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if !MADE.iter().any(|made| entry.ends_with(made)) {
            found.extend(files(&entry)?);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A folder of this test's own, empty.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        let _none_yet = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src/node_modules")).unwrap();
        fs::write(folder.join("src/a.ts"), "one").unwrap();
        folder
    }

    #[test]
    fn content_name_and_place_all_change_the_fingerprint() {
        let folder = folder("changes");
        let print = || fingerprint(&[folder.join("src"), folder.join("missing.json")]).unwrap();
        let first = print();
        assert_eq!(print(), first);

        fs::write(folder.join("src/a.ts"), "two").unwrap();
        let changed = print();
        assert_ne!(changed, first);

        fs::rename(folder.join("src/a.ts"), folder.join("src/b.ts")).unwrap();
        assert_ne!(print(), changed);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_made_from_the_sources_does_not_count() {
        let folder = folder("made");
        let print = || fingerprint(&[folder.join("src")]).unwrap();
        let before = print();
        fs::write(folder.join("src/node_modules/x.js"), "x").unwrap();
        assert_eq!(print(), before);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_stamp_holds_for_its_own_fingerprint_only() {
        let folder = folder("stamp");
        let stamp = folder.join("deep/stamp");
        assert!(!is_current(&stamp, "1"));
        keep(&stamp, "1").unwrap();
        assert!(is_current(&stamp, "1"));
        assert!(!is_current(&stamp, "2"));
        fs::remove_dir_all(folder).unwrap();
    }
}
