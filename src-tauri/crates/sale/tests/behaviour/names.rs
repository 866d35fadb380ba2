//! What may be a code and a name.

use proptest::prelude::*;
use sale::{CodeError, ItemCode, ItemName, NameError, clean_line};

#[test]
fn codes_are_visible_ascii_of_one_to_32_characters() {
    assert_eq!(
        ItemCode::new(" AB-12/x ").unwrap().as_str(),
        "AB-12/x",
        "spaces of a spreadsheet cell are ignored"
    );
    assert!(ItemCode::new(&"9".repeat(32)).is_ok());
    assert_eq!(ItemCode::new(&"9".repeat(33)), Err(CodeError::TooLong(33)));
    assert_eq!(ItemCode::new("  "), Err(CodeError::Empty));
    assert_eq!(ItemCode::new("a b"), Err(CodeError::BadCharacter(' ')));
    assert_eq!(ItemCode::new("a\u{7}b"), Err(CodeError::BadCharacter('\u{7}')));
    assert_eq!(ItemCode::new("caf\u{e9}"), Err(CodeError::BadCharacter('é')));
    assert_eq!(
        ItemCode::new("12\u{200b}3"),
        Err(CodeError::BadCharacter('\u{200b}')),
        "two codes never look alike"
    );
}

#[test]
fn names_are_one_clean_line_of_one_to_80_characters() {
    assert_eq!(ItemName::new("  Café\tau\r\n lait  ").unwrap().as_str(), "Café au lait");
    assert_eq!(
        ItemName::new("Milk\u{1b}@\u{0} 1\u{a0}l").unwrap().as_str(),
        "Milk@ 1 l",
        "no printer command begins"
    );
    assert_eq!(
        ItemName::new("\u{202e}gnp.exe\u{200b}\u{feff}").unwrap().as_str(),
        "gnp.exe",
        "no bidi trick"
    );
    assert_eq!(ItemName::new("€ ½ 日本").unwrap().as_str(), "€ ½ 日本");
    assert!(ItemName::new(&"é".repeat(80)).is_ok(), "characters are counted, not bytes");
    assert_eq!(ItemName::new(&"é".repeat(81)), Err(NameError::TooLong(81)));
    for blank in ["", " \t", "\u{200b}\u{3164}"] {
        assert_eq!(ItemName::new(blank), Err(NameError::Empty), "{blank:?}");
    }
}

proptest! {
    #[test]
    fn a_clean_line_is_one_line_and_stays_as_it_is(text in "(?s).{0,60}") {
        let line = clean_line(&text);
        prop_assert_eq!(clean_line(&line), line.clone());
        prop_assert!(!line.chars().any(char::is_control));
        prop_assert_eq!(line.trim(), line.as_str());
    }
}
