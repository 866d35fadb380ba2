//! Breaking a line where words end, for columns and for points alike.

/// Splits `text` into pieces that are at most `room` wide by `width_of`; a word longer than that is cut.
///
/// Every piece holds at least one character, whatever the room, so it always ends. No text: one empty piece.
pub(crate) fn wrap(text: &str, room: i32, width_of: impl Fn(char) -> i32) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut width: i32 = 0;
    let mut break_at: Option<usize> = None;
    let mut width_at_break = 0;
    for (index, c) in text.char_indices() {
        let wide = width_of(c);
        if c == ' ' {
            break_at = Some(index);
            width_at_break = width.saturating_add(wide);
        }
        if width.saturating_add(wide) > room && index > start && c != ' ' {
            match break_at.filter(|at| *at > start) {
                Some(at) => {
                    pieces.push(&text[start..at]);
                    start = at + 1;
                    width -= width_at_break;
                }
                None => {
                    pieces.push(&text[start..index]);
                    start = index;
                    width = 0;
                }
            }
            break_at = None;
        }
        width = width.saturating_add(wide);
    }
    pieces.push(text[start..].trim_end_matches(' '));
    pieces
}

#[cfg(test)]
mod tests {
    use super::wrap;

    fn wrapped(text: &str, room: i32) -> Vec<&str> {
        wrap(text, room, |_| 1)
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 13), ["one two three"]);
        assert_eq!(wrapped("one two three", 5), ["one", "two", "three"]);
        assert_eq!(wrapped("one", 3), ["one"]);
        assert_eq!(wrapped("", 3), [""]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut_and_nothing_is_lost() {
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("a bcdefgh", 3), ["a", "bcd", "efg", "h"]);
        assert_eq!(wrapped("abc", 0), ["a", "b", "c"]);
    }

    #[test]
    fn a_space_that_falls_on_the_edge_takes_no_line() {
        assert_eq!(wrapped("abc def", 3), ["abc", "def"]);
        assert_eq!(wrapped("abc defg", 4), ["abc", "defg"]);
    }
}
