//! What a slip tells about the card.

/// The last four digits of the card, if the slips show one masked number and no other.
///
/// A masked number is at least four mask characters in a row, blanks and dashes among them allowed, followed by exactly
/// four digits: `************4242`, `**** **** **** 4242`, `541333XXXXXX0011`.
pub(crate) fn last_four(cardholder: Option<&str>, merchant: Option<&str>) -> Option<String> {
    let lines = [cardholder, merchant].into_iter().flatten().flat_map(|slip| slip.split(['\n', '\r']));
    let mut found: Vec<String> = lines.filter_map(masked_number).collect();
    found.sort();
    found.dedup();
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn masked_number(line: &str) -> Option<String> {
    let mut masks = 0_usize;
    let mut digits = String::new();
    for letter in line.chars().chain([' ']) {
        match letter {
            '*' | 'X' | 'x' | '#' | '•' | '●' => {
                masks += 1;
                digits.clear();
            }
            '0'..='9' if masks >= 4 => digits.push(letter),
            ' ' | '-' if digits.is_empty() => {}
            _ => {
                if digits.len() == 4 && !letter.is_alphanumeric() {
                    return Some(digits);
                }
                masks = 0;
                digits.clear();
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_four_digits_are_found_where_a_masked_number_stands() {
        for (line, expected) in [
            ("Card    ************4242", Some("4242")),
            ("**** **** **** 4242", Some("4242")),
            ("****-****-****-4242", Some("4242")),
            ("541333XXXXXX0011", Some("0011")),
            ("PAN: xxxxxxxxxxxx0011 ", Some("0011")),
            ("Kaart ●●●●0007", Some("0007")),
            ("Card ************4242 01", Some("4242")),
            ("************42424", None),
            ("************424", None),
            ("***4242", None),
            ("541333******", None),
            ("STAN 155890", None),
            ("****************", None),
            ("------------------------", None),
            ("Auth. code        731904", None),
            ("AID       A0000000032020", None),
            ("************4242A", None),
            ("", None),
        ] {
            assert_eq!(last_four(Some(line), None).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn both_slips_must_agree() {
        let (a, b) = ("x\r\n************4242\r\n", "************4242");
        assert_eq!(last_four(Some(a), Some(b)).as_deref(), Some("4242"));
        assert_eq!(last_four(Some(a), Some("************0007")), None, "two cards are none");
        assert_eq!(last_four(None, None), None);
    }

    proptest! {
        #[test]
        fn nothing_but_four_digits_ever_comes_out(slip in "[*X0-9 \\-\\r\\na-z]{0,200}") {
            if let Some(found) = last_four(Some(&slip), None) {
                prop_assert!(found.len() == 4 && found.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
