//! The table of the payment systems' operations: nothing left out, and no test named that is not there.

use std::collections::BTreeSet;

use crate::checkout::{assert_none, read, sources};

const TABLE: &str = "docs/providers.md";
const SUMUP: &str = "src-tauri/crates/simulator/tests/sumup/sumup-openapi.json";

/// What stands between backticks, on one line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The first cell of every row of a table.
fn first_cells(text: &str) -> BTreeSet<&str> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`')).map(|(name, _)| name).collect()
}

#[test]
fn every_operation_of_sumups_description_has_its_row() {
    let description: serde_json::Value =
        serde_json::from_str(&read(SUMUP)).expect("the vendor's description");
    let paths = description["paths"].as_object().expect("paths");
    let operations: Vec<&str> = paths
        .values()
        .filter_map(|path| path.as_object())
        .flat_map(|path| path.values())
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    assert!(operations.len() > 30, "the description names its operations otherwise now");
    let table = read(TABLE);
    let rows = first_cells(&table);
    let missing: Vec<String> =
        operations.into_iter().filter(|operation| !rows.contains(operation)).map(ToOwned::to_owned).collect();
    assert_none(&missing, "operations without a row");
}

#[test]
fn every_test_the_table_names_exists() {
    let table = read(TABLE);
    let files = sources(&["rs"]);
    let mut missing = Vec::new();
    let mut named = 0;
    for token in table.lines().flat_map(quoted) {
        let Some((file, name)) = token.rsplit_once(' ').map_or(token, |(_, last)| last).split_once(".rs::")
        else {
            continue;
        };
        named += 1;
        let (path, function) = (format!("{file}.rs"), format!("fn {name}("));
        let holds = |source: &crate::checkout::Source| {
            let here = source.path == path || source.path.ends_with(&format!("/{path}"));
            here && source.text.contains(&function)
        };
        if !files.iter().any(holds) {
            missing.push(token.to_owned());
        }
    }
    assert!(named > 40, "the table names its tests otherwise now");
    assert_none(&missing, "tests that are not there");
}
