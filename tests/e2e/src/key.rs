//! Keys that have no character (W3C WebDriver, "keyboard actions").

/// Enter.
pub const ENTER: &str = "\u{e007}";
/// Escape.
pub const ESCAPE: &str = "\u{e00c}";
/// Delete.
pub const DELETE: &str = "\u{e017}";
/// Tabulator.
pub const TAB: &str = "\u{e004}";
/// Backspace.
pub const BACKSPACE: &str = "\u{e003}";
/// Arrow down.
pub const DOWN: &str = "\u{e015}";
/// Arrow up.
pub const UP: &str = "\u{e013}";
/// Function key `number`, 1 to 12.
#[must_use]
pub fn function(number: u8) -> String {
    char::from_u32(0xe030 + u32::from(number)).map(String::from).unwrap_or_default()
}
