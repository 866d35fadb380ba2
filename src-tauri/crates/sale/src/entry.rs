#[cfg(feature = "planted")]
mod planted;

use crate::{Quantity, QuantityError, clean_line};

/// How much of a text is looked up; longer than any code or name, so the rest could not match anyway.
pub const MAX_ENTRY_CHARS: usize = 200;

/// The shortest run of digits that is taken for a barcode: an EAN-8.
const SHORTEST_BARCODE: usize = 8;

/// What was typed or scanned into the one input box of the sale screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// `3 *`: the next article is rung up three times. Replaces an earlier multiplier, never extends it.
    Multiplier(Quantity),
    /// A code or words to find an article by. A bare number is always a code, never a quantity.
    Lookup {
        /// How many of it, when that stood before it.
        multiplier: Option<Quantity>,
        /// One clean line, at most [`MAX_ENTRY_CHARS`] characters.
        text: String,
    },
    /// Nothing visible.
    Nothing,
}

/// Reads the input box.
///
/// A quantity counts only in front of a multiplication sign: `*` or `×`, or the letter `x` when a space, the end or a
/// whole barcode follows (so that the code `12x5` stays a code). Both decimal marks are read. A quantity that is zero,
/// signed, or absurd, such as a barcode before the sign, is an error, not a search.
pub fn parse_entry(text: &str) -> Result<Entry, QuantityError> {
    let line = clean_line(text);
    if line.is_empty() {
        return Ok(Entry::Nothing);
    }
    #[cfg(feature = "planted")]
    if let Some(entry) = planted::misread(&line) {
        return Ok(entry);
    }
    let Some((number, rest)) = split_multiplier(&line) else {
        return Ok(Entry::Lookup { multiplier: None, text: shortened(&line) });
    };
    let multiplier = Quantity::parse(number)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Ok(Entry::Multiplier(multiplier));
    }
    Ok(Entry::Lookup { multiplier: Some(multiplier), text: shortened(rest) })
}

/// The number before a leading multiplication sign, and what follows the sign.
fn split_multiplier(line: &str) -> Option<(&str, &str)> {
    let unsigned = line.strip_prefix(['-', '+', '−']).unwrap_or(line);
    let after = unsigned.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    let number = &line[..line.len() - after.len()];
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let tail = after.trim_start();
    if let Some(rest) = tail.strip_prefix(['*', '×']) {
        return Some((number, rest));
    }
    let rest = tail.strip_prefix(['x', 'X'])?;
    let barcode = rest.len() >= SHORTEST_BARCODE && rest.bytes().all(|b| b.is_ascii_digit());
    (rest.is_empty() || rest.starts_with(' ') || barcode).then_some((number, rest))
}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_ENTRY_CHARS).collect()
}
