//! The grammar of the one input box.

use proptest::prelude::*;
use sale::{Entry, MAX_ENTRY_CHARS, QuantityError, parse_entry};

use crate::shop::{grams, pieces};

fn lookup(text: &str) -> Result<Entry, QuantityError> {
    Ok(Entry::Lookup { multiplier: None, text: text.to_owned() })
}

fn times(count: u32, text: &str) -> Result<Entry, QuantityError> {
    Ok(Entry::Lookup { multiplier: Some(pieces(count)), text: text.to_owned() })
}

#[test]
fn a_quantity_stands_only_before_a_multiplication_sign() {
    for three in ["3*", "3 *", " 3  * ", "3×", "3 × ", "3x", "3 x", "3 X"] {
        assert_eq!(parse_entry(three), Ok(Entry::Multiplier(pieces(3))), "{three:?}");
    }
    assert_eq!(parse_entry("1,250 *"), Ok(Entry::Multiplier(grams(1250))));
    assert_eq!(parse_entry("1.25*"), Ok(Entry::Multiplier(grams(1250))));
    for line in
        ["3*8712345678906", "3 * 8712345678906", "3x8712345678906", "3 x 8712345678906", "3×8712345678906"]
    {
        assert_eq!(parse_entry(line), times(3, "8712345678906"), "{line:?}");
    }
    assert_eq!(parse_entry("2 x apple pie"), times(2, "apple pie"));
    assert_eq!(parse_entry("3*5"), times(3, "5"), "a bare number behind the sign is a code as well");
}

#[test]
fn a_scanned_barcode_is_a_code_and_never_a_quantity() {
    // A till that read a scan in the quantity field sold eight billion pieces (odoo/odoo#37411).
    for barcode in ["8712345678906", "96385074", "036000291452", "3", "12345"] {
        assert_eq!(parse_entry(barcode), lookup(barcode));
    }
    for scan_then_star in ["8712345678906*", "96385074 *", "8712345678906 x 8712345678906", "8712345678906*3"]
    {
        assert_eq!(parse_entry(scan_then_star), Err(QuantityError::TooLarge), "{scan_then_star:?}");
    }
    assert_eq!(parse_entry("3*87123456789068712345678906"), times(3, "87123456789068712345678906"));
}

#[test]
fn a_repeated_multiplier_is_never_glued_to_the_first() {
    // Quantity 2, then 2 again, once became 22 (odoo/odoo#75710).
    assert_eq!(parse_entry("2*"), Ok(Entry::Multiplier(pieces(2))), "each entry stands for itself");
    assert_eq!(
        parse_entry("2*2*"),
        times(2, "2*"),
        "an unknown code, loudly, rather than 22 or 4 of something"
    );
}

#[test]
fn codes_and_names_with_an_x_or_a_star_stay_what_they_are() {
    for text in
        ["12x5", "4x4 bolt", "x", "*", "X3*", "2xl shirt", "A*1", "3-pack", "7up", "3.5 mm plug", "3x12345"]
    {
        assert_eq!(parse_entry(text), lookup(text), "{text:?}");
    }
}

#[test]
fn control_characters_are_dropped_wherever_they_stand() {
    assert_eq!(parse_entry("\u{2}8712345\u{1d}678906\r\n"), lookup("8712345678906"));
    assert_eq!(parse_entry("\u{feff}3\u{200b} *\t8712345678906\u{85}"), times(3, "8712345678906"));
    for nothing in ["", "   ", "\r\n", "\u{1b}\u{0}", "\u{200b}\u{202e}"] {
        assert_eq!(parse_entry(nothing), Ok(Entry::Nothing), "{nothing:?}");
    }
}

#[test]
fn zero_negative_and_absurd_quantities_are_errors_and_not_searches() {
    assert_eq!(parse_entry("0 *"), Err(QuantityError::NotPositive));
    assert_eq!(parse_entry("0,000*8712345678906"), Err(QuantityError::NotPositive));
    assert_eq!(parse_entry("100000*"), Err(QuantityError::TooLarge));
    assert!(matches!(parse_entry("1.2345*"), Err(QuantityError::TooManyDecimals(_))));
    for odd in ["-3*", "+3 * 5", "−3*", "1.2.3*", "1,*"] {
        assert!(matches!(parse_entry(odd), Err(QuantityError::NotANumber(_))), "{odd:?}");
    }
}

#[test]
fn a_text_longer_than_anything_sold_is_cut_for_the_lookup() {
    let Ok(Entry::Lookup { text, .. }) = parse_entry(&"é".repeat(100_000)) else { panic!("a lookup") };
    assert_eq!(text.chars().count(), MAX_ENTRY_CHARS);
}

proptest! {
    #[test]
    fn no_input_panics_and_no_control_character_survives(text in "\\PC{0,40}|[0-9 .,*×xX+\u{2212}-]{0,20}|(?s).{0,60}") {
        if let Ok(Entry::Lookup { text, .. }) = parse_entry(&text) {
            prop_assert!(!text.is_empty());
            prop_assert!(!text.chars().any(char::is_control));
        }
    }

    #[test]
    fn digits_alone_are_always_a_code(digits in "[0-9]{1,60}") {
        prop_assert_eq!(parse_entry(&digits), lookup(&digits));
    }

    #[test]
    fn a_multiplier_and_a_barcode_read_back_as_typed(count in 1_u32..99_999, code in "[0-9]{8,14}", sign in "( )?[*×xX]( )?") {
        prop_assert_eq!(parse_entry(&format!("{count}{sign}{code}")), times(count, &code));
    }
}
