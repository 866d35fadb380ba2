//! No act of a till is left out: what the sources declare is held against what is dropped here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Not dropped as an act, with the reason.
const ELSEWHERE: [(&str, &str); 4] = [
    ("init", "the folder of a new shop holds no money; `crashes.rs` ends it"),
    ("open_anchored", "what `open` calls, which is dropped"),
    ("restore_unopened", "on a folder without a till; the store's own tests end it at every step"),
    (
        "restore",
        "closes the till for good: dropped up to its refusal here, ended at every step in the store's tests",
    ),
];

/// The Rust files of a folder, with those within.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn sources_in(folder: &str) -> Vec<PathBuf> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
}

fn text_of(files: &[PathBuf]) -> String {
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// The text of all cases, without this file's own.
fn cases() -> String {
    let mut files = sources_in("tests/drops");
    files.retain(|file| !file.ends_with("complete.rs"));
    text_of(&files)
}

/// The words that follow each `before` in `text`.
fn words_after<'a>(text: &'a str, before: &str) -> BTreeSet<&'a str> {
    let word = |rest: &'a str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
    text.split(before).skip(1).filter_map(word).collect()
}

#[test]
fn every_act_of_a_till_is_dropped() {
    let declared = text_of(&sources_in("src"));
    let declared = words_after(&declared, "pub async fn ");
    assert!(declared.len() > 100, "the sources were read: {declared:?}");
    let drops = cases();
    // A case stands under the name of its act: what only settles a story is not dropped by it.
    let mut dropped = BTreeSet::new();
    for case in words_after_quotes(&drops) {
        dropped.extend(case.split(|c: char| !c.is_alphanumeric() && c != '_'));
    }
    let left_out: Vec<&&str> = declared
        .iter()
        .filter(|act| !dropped.contains(**act) && !ELSEWHERE.iter().any(|(name, _)| name == *act))
        .collect();
    assert_eq!(left_out, Vec::<&&str>::new(), "acts that no case of tests/drops drops");
    for (name, reason) in ELSEWHERE {
        assert!(declared.contains(name), "{name} is gone: {reason}");
    }
}

/// The names of the cases: a quoted text that is followed by its act.
fn words_after_quotes(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text.split('"').collect();
    let named = |at: usize| parts.get(at + 1).is_some_and(|after| after.starts_with(','));
    (1..parts.len()).step_by(2).filter(|at| named(*at)).map(|at| parts[at]).collect()
}
