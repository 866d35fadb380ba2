//! Scanned codes and the labels of scales.

use money::Currency;
use proptest::prelude::*;
use sale::{
    EmbeddedBarcodeRule, EmbeddedBarcodeRules, EmbeddedContent, EmbeddedKind, ItemCode, QuantityError,
    RuleError, Scan, ScanError, ean13_check_digit, parse_scan,
};

use crate::shop::{eur, grams};

fn scan(text: &str) -> Result<Scan, ScanError> {
    parse_scan(text, &EmbeddedBarcodeRules::default(), Currency::EUR)
}

fn with_check_digit(twelve: &str) -> String {
    format!("{twelve}{}", ean13_check_digit(twelve).unwrap())
}

fn plain(code: &str) -> Result<Scan, ScanError> {
    Ok(Scan::Plain(ItemCode::new(code).unwrap()))
}

#[test]
fn check_digits_agree_with_printed_barcodes() {
    for printed in ["4006381333931", "5901234123457", "9780201379624", "8711000085721"] {
        assert_eq!(with_check_digit(&printed[..12]), printed);
    }
    assert_eq!(ean13_check_digit("12345"), None);
    assert_eq!(ean13_check_digit("12345678901x"), None);
    assert_eq!(ean13_check_digit("€€€€€€"), None);
}

#[test]
fn a_price_label_and_a_weight_label_name_the_same_article() {
    let code = ItemCode::new("2112345").unwrap();
    assert_eq!(
        scan(&with_check_digit("211234500456")),
        Ok(Scan::Embedded { code: code.clone(), content: EmbeddedContent::Price(eur(456)) })
    );
    assert_eq!(
        scan(&with_check_digit("221234500456")),
        Ok(Scan::Embedded { code, content: EmbeddedContent::Weight(grams(456)) })
    );
}

#[test]
fn a_label_with_a_wrong_check_digit_is_not_trusted_with_a_price() {
    let good = with_check_digit("211234500456");
    let bad = with_check_digit("211234500956").replace("00956", "00456");
    assert_ne!(good, bad);
    assert!(matches!(scan(&bad), Err(ScanError::CheckDigit { .. })), "one digit was misread");
}

#[test]
fn a_label_of_nothing_is_refused() {
    assert!(matches!(scan(&with_check_digit("211234500000")), Err(ScanError::NoPrice(_))));
    assert_eq!(scan(&with_check_digit("221234500000")), Err(ScanError::Weight(QuantityError::NotPositive)));
}

#[test]
fn everything_else_is_a_plain_code() {
    for code in ["8711000085721", "2112345", "21ABC4500456X", "23", "A-1/b", "2312345004563"] {
        assert_eq!(scan(code), plain(code), "{code}");
    }
    assert_eq!(scan("\u{2}8711000085721\r\n"), plain("8711000085721"), "what the scanner adds is dropped");
    let label = with_check_digit("211234500456");
    assert_eq!(parse_scan(&label, &EmbeddedBarcodeRules::NONE, Currency::EUR), plain(&label));
    for bad in ["", " ", "a b", "käse", "123456789012345678901234567890123"] {
        assert!(matches!(scan(bad), Err(ScanError::Code(_))), "{bad:?}");
    }
}

#[test]
fn a_shop_sets_its_own_fields() {
    // Four article digits, one price check digit that is skipped, five of price: a layout of Dutch scales.
    let rule = EmbeddedBarcodeRule {
        prefix: 28,
        kind: EmbeddedKind::Price,
        item_digits: 4,
        value_digits: 5,
        catalogue_prefix: 28,
    };
    let rules = EmbeddedBarcodeRules::new(vec![rule]).unwrap();
    let code = ItemCode::new("284321").unwrap();
    assert_eq!(
        parse_scan(&with_check_digit("284321912345"), &rules, Currency::EUR),
        Ok(Scan::Embedded { code, content: EmbeddedContent::Price(eur(12_345)) })
    );
    let kept = serde_json::to_string(&rules).unwrap();
    assert_eq!(serde_json::from_str::<EmbeddedBarcodeRules>(&kept).unwrap(), rules);

    assert_eq!(EmbeddedBarcodeRules::new(vec![rule, rule]), Err(RuleError::Repeated(28)));
    let refused = |rule| EmbeddedBarcodeRules::new(vec![rule]).is_err();
    assert!(refused(EmbeddedBarcodeRule { prefix: 30, ..rule }));
    assert!(refused(EmbeddedBarcodeRule { catalogue_prefix: 2, ..rule }));
    assert!(refused(EmbeddedBarcodeRule { item_digits: 6, ..rule }), "eleven digits do not fit");
    assert!(refused(EmbeddedBarcodeRule { item_digits: 0, ..rule }));
    assert!(refused(EmbeddedBarcodeRule { item_digits: 255, value_digits: 255, ..rule }));
    assert!(
        serde_json::from_str::<EmbeddedBarcodeRules>(&kept.replace("\"prefix\":28", "\"prefix\":99"))
            .is_err()
    );
}

proptest! {
    #[test]
    fn nothing_that_is_scanned_panics(text in "(?s).{0,40}|2[0-9]{12}") {
        let _ = scan(&text);
        let _ = ean13_check_digit(&text);
    }

    #[test]
    fn every_label_reads_back_what_the_scale_wrote(article in 0_u32..100_000, value in 1_i64..100_000, weight in any::<bool>()) {
        let prefix = if weight { 22 } else { 21 };
        let content = if weight { EmbeddedContent::Weight(grams(value)) } else { EmbeddedContent::Price(eur(value)) };
        let code = ItemCode::new(&format!("21{article:05}")).unwrap();
        prop_assert_eq!(scan(&with_check_digit(&format!("{prefix}{article:05}{value:05}"))), Ok(Scan::Embedded { code, content }));
    }

    #[test]
    fn one_misread_digit_of_a_label_is_always_noticed(value in 1_i64..100_000, position in 2_usize..13, off in 1_u8..10) {
        let label = with_check_digit(&format!("2112345{value:05}"));
        let mut digits = label.into_bytes();
        digits[position] = b'0' + (digits[position] - b'0' + off) % 10;
        let misread = String::from_utf8(digits).unwrap();
        let noticed = matches!(scan(&misread), Err(ScanError::CheckDigit { .. }));
        prop_assert!(noticed, "{} passed", misread);
    }
}
