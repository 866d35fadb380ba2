//! What may stand in a source file, and where.

use crate::checkout::{Source, assert_none, sources};

/// Files longer than this hide more than one concern.
const LINES: usize = 500;
const CODE: [&str; 3] = ["rs", "ts", "svelte"];
const TEXT: [&str; 13] =
    ["rs", "ts", "js", "svelte", "css", "html", "toml", "json", "md", "sql", "csv", "conf", "yml"];
/// Crates that hold amounts of money; a float in one of them is a cent lost somewhere.
const MONEY: [&str; 5] = [
    "src-tauri/crates/money",
    "src-tauri/crates/sale",
    "src-tauri/crates/payment",
    "src-tauri/crates/store",
    "src-tauri/crates/till",
];

/// `line` holds `word` with nothing of a name on either side.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |edge: Option<char>| edge.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(word).any(|(at, _)| {
        !is_part(line[..at].chars().next_back()) && !is_part(line[at + word.len()..].chars().next())
    })
}

/// Every place in `files` where `is_bad` holds, outside comments.
fn offences(files: &[Source], is_bad: impl Fn(&str) -> bool) -> Vec<String> {
    let bad = |file: &Source| -> Vec<String> {
        let lines = file.code().filter(|(_, line)| is_bad(line));
        lines.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())).collect()
    };
    files.iter().flat_map(bad).collect()
}

#[test]
fn no_source_file_is_too_long_to_be_read() {
    let long: Vec<String> = sources(&CODE)
        .iter()
        .map(|file| (&file.path, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert_none(&long, "files over 500 lines");
}

#[test]
fn nothing_is_left_for_later_in_the_code() {
    // Written in halves, so that this file keeps its own rule.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("HA", "CK")];
    let mut found = Vec::new();
    for file in sources(&["rs", "ts", "js", "svelte", "css", "html", "toml", "sql", "md"]) {
        for (index, line) in file.text.lines().enumerate() {
            if marks.iter().any(|mark| has_word(line, mark)) {
                found.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
            }
        }
    }
    assert_none(&found, "what is left to do stands in the tracker");
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    let folders = [
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("C:", "\\Users"),
    ];
    let mut found = Vec::new();
    for file in sources(&TEXT) {
        for (index, line) in file.text.lines().enumerate() {
            if folders.iter().any(|folder| starts_a_path(line, folder)) {
                found.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
            }
        }
    }
    assert_none(&found, "paths of one machine");
}

/// `line` holds `folder` at the start of a path, not in the middle of a longer one or of an address.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        !line[..at]
            .chars()
            .next_back()
            .is_some_and(|letter| letter.is_alphanumeric() || "._-*})>".contains(letter))
    })
}

#[test]
fn only_the_store_speaks_sql() {
    let rust: Vec<Source> = sources(&["rs"])
        .into_iter()
        .filter(|file| file.is_under("src-tauri") && !file.is_under("src-tauri/crates/store"))
        // The bare loops the store is compared with.
        .filter(|file| !file.is_under("src-tauri/crates/bench"))
        .collect();
    assert_none(&offences(&rust, |line| has_word(line, "sqlx")), "SQL outside of the store");
}

#[test]
fn only_the_composition_names_concrete_providers() {
    let folders = ["src-tauri/crates/composition", "src-tauri/crates/providers"];
    let rust: Vec<Source> = sources(&["rs"])
        .into_iter()
        .filter(|file| file.is_under("src-tauri") && !file.path.contains("/tests/"))
        .filter(|file| !folders.iter().any(|folder| file.is_under(folder)))
        .collect();
    let names = ["provider_merchant_api", "provider_sumup", "provider_stitch"];
    assert_none(
        &offences(&rust, |line| names.iter().any(|name| has_word(line, name))),
        "concrete providers outside of the composition",
    );
}

#[test]
fn only_the_ipc_folder_of_the_screens_knows_tauri() {
    let screens: Vec<Source> = sources(&["ts", "js", "svelte"])
        .into_iter()
        .filter(|file| file.is_under("ui/src") && !file.is_under("ui/src/ipc"))
        .collect();
    assert_none(&offences(&screens, |line| line.contains("@tauri-apps/")), "Tauri outside of ui/src/ipc");
}

#[test]
fn unsafe_code_stands_in_one_file_that_only_tests_link() {
    let rust: Vec<Source> = sources(&["rs"])
        .into_iter()
        .filter(|file| file.path != "tests/power-loss/src/vfs.rs" && !file.is_under("tests/repository"))
        .collect();
    let lifted = |line: &str| {
        // A word of content security policies, not of Rust.
        let line = line.replace("'unsafe-inline'", "");
        has_word(&line, "unsafe") || has_word(&line, "unsafe_code")
    };
    assert_none(&offences(&rust, lifted), "unsafe code");
}

#[test]
fn amounts_of_money_are_never_floats() {
    let rust: Vec<Source> = sources(&["rs"])
        .into_iter()
        .filter(|file| MONEY.iter().any(|folder| file.is_under(folder)))
        .collect();
    assert!(rust.len() > MONEY.len(), "the rule looks at folders that are gone");
    let found = offences(&rust, |line| has_word(line, "f32") || has_word(line, "f64"));
    assert_none(&found, "floats where money is");
}

#[test]
fn a_word_is_found_only_as_a_whole() {
    assert!(has_word("let x: f64 = 1", "f64"));
    assert!(has_word("sqlx::query", "sqlx"));
    assert!(!has_word("buf64", "f64"));
    assert!(!has_word("sqlx_like", "sqlx"));
}
