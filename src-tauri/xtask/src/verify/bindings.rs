//! The TypeScript that is generated from Rust must be the one in the checkout.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::{Trouble, stamp};

/// Compares freshly generated types with those kept.
///
/// # Errors
/// The files that differ, are missing or are no longer generated, and how to renew them.
pub(super) fn compare(fresh: &Path, kept: &Path) -> Result<(), Trouble> {
    let (fresh, kept) = match (read(fresh), read(kept)) {
        (Ok(fresh), Ok(kept)) => (fresh, kept),
        (Err(error), _) | (_, Err(error)) => {
            return Err(format!("the generated types cannot be read: {error}"));
        }
    };
    let stale = differences(&fresh, &kept);
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "ui/src/ipc/generated is not what the Rust types give: {}.\nDelete what is no longer generated and renew the rest \
         with: cargo nextest run -p tillbridge export_bindings",
        stale.join(", ")
    ))
}

type Files = BTreeMap<PathBuf, String>;

fn read(folder: &Path) -> io::Result<Files> {
    let files = stamp::files(folder)?;
    files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "ts"))
        .map(|file| {
            let text = fs::read_to_string(&file)?;
            Ok((file.strip_prefix(folder).unwrap_or(&file).to_owned(), text))
        })
        .collect()
}

fn differences(fresh: &Files, kept: &Files) -> Vec<String> {
    let stale =
        fresh.iter().filter(|(name, text)| kept.get(*name) != Some(text)).map(|(name, _)| (name, "stale"));
    let dead =
        kept.keys().filter(|name| !fresh.contains_key(*name)).map(|name| (name, "no longer generated"));
    stale.chain(dead).map(|(name, what)| format!("{} ({what})", name.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(of: &[(&str, &str)]) -> Files {
        of.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_owned())).collect()
    }

    #[test]
    fn stale_missing_and_dead_types_are_all_named() {
        let fresh = files(&[("Same.ts", "1"), ("Changed.ts", "2"), ("New.ts", "3")]);
        let kept = files(&[("Same.ts", "1"), ("Changed.ts", "old"), ("Gone.ts", "4")]);
        let expected = ["Changed.ts (stale)", "New.ts (stale)", "Gone.ts (no longer generated)"];
        assert_eq!(differences(&fresh, &kept), expected);
        assert!(differences(&fresh, &fresh).is_empty());
    }
}
