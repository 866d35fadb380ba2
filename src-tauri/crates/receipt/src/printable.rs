use std::fmt;

use sale::{clean_line, is_invisible};
use serde::Serialize;

/// One line of text that cannot act on a printer or a screen: no control character (ESC, GS, DLE, a line end …), no
/// bidi control, nothing invisible.
///
/// The only way to paper and screen. Made anew at each rendering, so what is stored stays as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Printable(String);

impl Printable {
    /// Text of our own kind: white space runs become one space.
    pub fn line(text: &str) -> Self {
        Self(clean_line(text))
    }

    /// The lines of a terminal's slip. Every visible character and every space stays where it is; `\n` ends a line.
    pub fn slip(text: &str) -> Vec<Self> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        text.split('\n').map(|line| Self(line.chars().filter(|c| stays_on_a_slip(*c)).collect())).collect()
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left to print.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same words in capitals.
    pub(crate) fn in_capitals(&self) -> Self {
        Self(self.0.to_uppercase())
    }
}

/// Line and paragraph separators are white space by class and line ends by effect.
fn stays_on_a_slip(c: char) -> bool {
    !(c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}'))
}

impl fmt::Display for Printable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Printable {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
