//! Pictures and the sample catalogue.

use std::collections::BTreeSet;

use crate::checkout::{Source, assert_none, read, root, sources};

/// Bytes of a tile picture; two hundred of them are shown at once.
const PICTURE: usize = 3 * 1024;
/// Practice mode must feel like a real shop.
const ARTICLES: usize = 200;
const CATALOGUE: &str = "assets/catalogue/sample.csv";
const PICTURES: &str = "assets/catalogue/pictures";
/// What could run, or fetch, from inside a picture.
const ACTIVE: [&str; 7] =
    ["<script", "<foreignobject", "javascript:", "href=", "<image", "@import", "url(http"];

fn pictures() -> Vec<Source> {
    sources(&["svg"]).into_iter().filter(|file| file.is_under("assets")).collect()
}

#[test]
fn pictures_are_small_and_do_nothing() {
    let mut offences = Vec::new();
    for picture in pictures() {
        let text = picture.text.to_lowercase();
        if picture.text.len() > PICTURE {
            offences.push(format!("{}: {} bytes", picture.path, picture.text.len()));
        }
        for part in ACTIVE.iter().filter(|part| text.contains(*part)) {
            offences.push(format!("{}: holds {part}", picture.path));
        }
        if has_handler(&text) {
            offences.push(format!("{}: has an event handler", picture.path));
        }
        if !text.contains("<svg") || !text.contains("viewbox") {
            offences.push(format!("{}: no drawing that scales", picture.path));
        }
    }
    assert_none(&offences, "pictures");
}

/// An attribute such as `onload=`.
fn has_handler(text: &str) -> bool {
    text.match_indices(" on").any(|(at, _)| {
        let rest = &text[at + 3..];
        let letters = rest.chars().take_while(char::is_ascii_lowercase).count();
        letters > 0 && rest[letters..].starts_with('=')
    })
}

#[test]
fn the_sample_catalogue_is_a_real_looking_shop() {
    let text = read(CATALOGUE);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("the catalogue has a header").clone();
    let column = |name: &str| headers.iter().position(|header| header == name).expect("the column is there");
    let [code, article, price, tax] = ["code", "name", "price", "tax"].map(column);
    let [picture, aliases] = ["picture", "aliases"].map(column);
    let mut offences = Vec::new();
    let (mut codes, mut rates, mut count) = (BTreeSet::new(), BTreeSet::new(), 0);
    for (index, row) in reader.records().enumerate() {
        let line = index + 2;
        let row = row.unwrap_or_else(|error| panic!("{CATALOGUE} line {line}: {error}"));
        count += 1;
        rates.insert(row[tax].to_owned());
        if row[article].is_empty() || row[price].is_empty() {
            offences.push(format!("line {line}: no name or no price"));
        }
        for code in
            std::iter::once(&row[code]).chain(row[aliases].split('|').filter(|alias| !alias.is_empty()))
        {
            if !codes.insert(code.to_owned()) {
                offences.push(format!("line {line}: the code {code} is there twice"));
            }
            if !has_right_check_digit(code) {
                offences.push(format!("line {line}: the check digit of {code} is wrong"));
            }
        }
        if !row[picture].is_empty() && !root().join(PICTURES).join(&row[picture]).is_file() {
            offences.push(format!("line {line}: there is no picture {}", &row[picture]));
        }
    }
    assert_none(&offences, CATALOGUE);
    assert!(count >= ARTICLES, "{count} articles");
    assert!(rates.len() >= 3, "several tax rates: {rates:?}");
}

/// Codes of 8, 12 or 13 digits end in the check digit of GS1; shorter ones are a shop's own numbers.
fn has_right_check_digit(code: &str) -> bool {
    if !matches!(code.len(), 8 | 12 | 13) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let weights = [1, 3].iter().cycle();
    let sum: u32 =
        code.bytes().rev().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    sum.is_multiple_of(10)
}

#[test]
fn a_wrong_check_digit_is_seen() {
    assert!(has_right_check_digit("4006381333931"));
    assert!(!has_right_check_digit("4006381333932"));
    assert!(has_right_check_digit("96385074"));
    assert!(!has_right_check_digit("96385075"));
    assert!(has_right_check_digit("4711"));
}

#[test]
fn an_event_handler_in_a_picture_is_seen() {
    assert!(has_handler("<svg onload=\"x\">"));
    assert!(!has_handler("<title>one on top</title>"));
}
