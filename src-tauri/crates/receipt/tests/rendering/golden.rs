//! The text of each receipt, at each width, as a file to look at. `GOLDEN=update` writes them anew.

use std::fs;
use std::path::Path;

use receipt::TextWidth;

use crate::papers;

const WIDTHS: [TextWidth; 3] = [TextWidth::Columns32, TextWidth::Columns42, TextWidth::Columns48];

pub(crate) fn check(name: &str, at_width: impl Fn(TextWidth) -> String) {
    let drawn: Vec<String> = WIDTHS
        .iter()
        .map(|width| format!("{} columns\n{}", width.columns(), framed(&at_width(*width), width.columns())))
        .collect();
    let drawn = drawn.join("\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    if std::env::var("GOLDEN").is_ok_and(|value| value == "update") {
        fs::write(&path, &drawn).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(drawn, expected, "{name} looks different; GOLDEN=update if it should");
}

/// The edges of the paper, so that a wrong margin can be seen. Wide characters take two columns.
fn framed(text: &str, columns: usize) -> String {
    let lines = text.lines().map(|line| {
        let used = unicode_width::UnicodeWidthStr::width(line);
        assert!(used <= columns, "{used} columns on paper of {columns}: {line:?}");
        format!("|{line}{}|\n", " ".repeat(columns - used))
    });
    lines.collect()
}

#[test]
fn every_receipt_looks_as_it_always_did() {
    for (name, receipt) in papers::all() {
        check(name, |width| receipt.to_text(width, None));
    }
}

#[test]
fn a_declined_slip_says_that_nothing_was_charged() {
    check("declined", |width| papers::declined().to_text(width));
}

#[test]
fn a_reprint_says_copy_and_is_the_same_in_every_other_line() {
    let receipt = papers::card_sale();
    check("copy_1", |width| receipt.to_text(width, Some(1)));
    let original = receipt.to_text(TextWidth::Columns42, None);
    let copy = receipt.to_text(TextWidth::Columns42, Some(1));
    assert!(!original.contains("COPY 1") && copy.contains("COPY 1"));
    assert!(copy.ends_with(&original), "nothing but the notice on top differs");
}
