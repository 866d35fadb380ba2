use barcoders::sym::code128::Code128;

/// Modules of a Code 128 symbol, dark ones true; `None` for what the symbology cannot say.
///
/// Digits at the end go in pairs, which makes the symbol of an order number a sixth shorter.
pub(super) fn code_128(text: &str) -> Option<Vec<bool>> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let paired = if digits >= 4 { digits - digits % 2 } else { 0 };
    let (plain, pairs) = text.split_at(text.len() - paired);
    // The library selects the symbology's character sets B and C by these two letters.
    let spelled = match (plain, pairs) {
        ("", pairs) => format!("\u{106}{pairs}"),
        (plain, "") => format!("\u{181}{plain}"),
        (plain, pairs) => format!("\u{181}{plain}\u{106}{pairs}"),
    };
    let symbol = Code128::new(spelled).ok()?;
    Some(symbol.encode().into_iter().map(|module| module == 1).collect())
}

/// Runs of dark modules: where each begins and how many there are.
pub(super) fn bars(modules: &[bool]) -> Vec<(i32, i32)> {
    let mut bars: Vec<(i32, i32)> = Vec::new();
    let mut at = 0_i32;
    for run in modules.chunk_by(|a, b| a == b) {
        let length = i32::try_from(run.len()).unwrap_or(0);
        if run[0] {
            bars.push((at, length));
        }
        at += length;
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_number_has_the_modules_of_the_standard() {
        let modules = code_128("TB-000123").expect("ASCII");
        // Start, T, B, -, switch, three pairs and the check character of 11 modules each, and a stop of 13.
        assert_eq!(modules.len(), 9 * 11 + 13);
        let drawn: String = modules.iter().map(|dark| if *dark { '1' } else { '0' }).collect();
        assert!(drawn.starts_with("11010010000"), "start B");
        assert!(drawn.ends_with("1100011101011"), "stop");
        // Start B 104, T 52, B 34 × 2, - 13 × 3, C 99 × 4, 00, 01 × 6, 23 × 7: 826, and 826 mod 103 is 2.
        assert_eq!(&drawn[88..99], "11001100110", "check character 2");
    }

    #[test]
    fn bars_are_the_dark_runs() {
        assert_eq!(bars(&[true, true, false, true]), [(0, 2), (3, 1)]);
        assert_eq!(bars(&[]), []);
    }
}
