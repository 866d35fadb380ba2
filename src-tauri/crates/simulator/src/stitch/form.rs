//! `name=value&…`, as forms and queries write it.

use percent_encoding::percent_decode_str;

/// More pairs than this are not read.
const MAX_PAIRS: usize = 64;

/// The pairs in their order. A pair that is not UTF-8 is left out.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .take(MAX_PAIRS)
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decoded(name)?, decoded(value)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_escapes_are_read_as_forms_write_them() {
        let read = pairs("scope=a+b&secret=x%2By%26&empty=&flag&bad=%ff");
        let expected = [("scope", "a b"), ("secret", "x+y&"), ("empty", ""), ("flag", "")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
