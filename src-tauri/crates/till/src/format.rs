use money::Money;

/// An amount as people of the shop read it, without the currency sign: `1 234,50`, `−3,00`.
pub fn format_amount(money: Money, decimal_mark: char) -> String {
    let plain = money.to_string();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            // A narrow no-break space: never mistaken for a decimal mark, never broken over two lines.
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}{decimal_mark}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use money::Currency;

    #[test]
    fn thousands_are_grouped_and_the_minus_is_a_real_one() {
        let shown = |minor| format_amount(Money::new(minor, Currency::EUR), ',');
        assert_eq!(shown(1), "0,01");
        assert_eq!(shown(9_999_999), "99\u{202f}999,99");
        assert_eq!(shown(-123_456_789), "−1\u{202f}234\u{202f}567,89");
        let yen = Money::new(1500, "JPY".parse().expect("known"));
        assert_eq!(format_amount(yen, '.'), "1\u{202f}500");
    }
}
