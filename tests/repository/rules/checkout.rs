//! The files of this checkout, without what is made from them.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders whose content is made, fetched, or kept by a tool.
const MADE: [&str; 7] = ["target", "node_modules", "dist", "dist-demo", ".git", "generated", "gen"];

/// A text file and where it lies.
#[derive(Debug)]
pub(crate) struct Source {
    /// Below the root of the checkout, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// Every line outside `//` comments, with its number.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default()))
    }

    pub(crate) fn is_under(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the checkout is where this was compiled")
}

/// The text of one file.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path} cannot be read: {error}"))
}

/// All text files with one of these endings.
pub(crate) fn sources(endings: &[&str]) -> Vec<Source> {
    let root = root();
    let mut sources = Vec::new();
    for file in files(&root) {
        if file.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
        {
            let path = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let text =
                fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path} is no UTF-8 text: {error}"));
            sources.push(Source { path, text });
        }
    }
    assert!(!sources.is_empty(), "no file ends with {endings:?}, so the rule would hold for nothing");
    sources
}

/// Fails with one line per offence.
#[track_caller]
pub(crate) fn assert_none(offences: &[String], rule: &str) {
    let shown: Vec<String> = offences.iter().map(|offence| offence.chars().take(160).collect()).collect();
    assert!(shown.is_empty(), "{rule}:\n  {}", shown.join("\n  "));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{} cannot be listed: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if MADE.iter().any(|made| path.ends_with(made)) || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
