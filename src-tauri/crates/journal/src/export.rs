//! One entry a line, as JSON. The texts stand in it as they were hashed.

use crate::Entry;

/// The longest line that is read: a payload whose every byte is escaped, and the rest.
const MAX_LINE: usize = 6 * crate::MAX_PAYLOAD + 8 * 1024;

/// A line of an exported journal is not an entry.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is not a journal entry: {reason}")]
pub struct ImportError {
    /// Its number, from 1.
    pub line: u64,
    /// Why not.
    pub reason: String,
}

/// The line of an entry, without the line's end.
pub fn to_line(entry: &Entry) -> String {
    // Strings and whole numbers alone: there is nothing in an entry that JSON cannot hold.
    serde_json::to_string(entry).unwrap_or_default()
}

/// The entry of a line; `number` is the line's, from 1.
///
/// # Errors
/// It is not an entry.
pub fn read_line(number: u64, line: &str) -> Result<Entry, ImportError> {
    if line.len() > MAX_LINE {
        return Err(ImportError { line: number, reason: format!("{} bytes long", line.len()) });
    }
    serde_json::from_str(line).map_err(|error| ImportError { line: number, reason: error.to_string() })
}
