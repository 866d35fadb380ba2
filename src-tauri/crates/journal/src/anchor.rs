use serde::{Deserialize, Serialize};

use crate::{Digest, Entry, Head, TillId, Why};

/// The end of the journal as it was written down outside the database. It may lag behind the journal, it never leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The till.
    pub till: TillId,
    /// The number of an entry.
    pub seq: u64,
    /// Its hash.
    pub hash: Digest,
}

/// The text is not an anchor.
#[derive(Debug, thiserror::Error)]
#[error("not a journal anchor: {0}")]
pub struct AnchorUnreadable(String);

/// More than an anchor ever takes.
const MAX_BYTES: usize = 1024;

impl Anchor {
    /// The anchor at the end of a journal.
    pub fn at(head: &Head) -> Self {
        Self { till: head.till.clone(), seq: head.seq, hash: head.hash }
    }

    /// One line of JSON.
    pub fn to_text(&self) -> String {
        let line = serde_json::json!({ "till": self.till, "seq": self.seq, "hash": self.hash });
        format!("{line}\n")
    }

    /// Read back.
    ///
    /// # Errors
    /// It is something else, or torn.
    pub fn read(text: &str) -> Result<Self, AnchorUnreadable> {
        if text.len() > MAX_BYTES {
            return Err(AnchorUnreadable(format!("{} bytes", text.len())));
        }
        serde_json::from_str(text).map_err(|error| AnchorUnreadable(error.to_string()))
    }

    /// Whether an entry is, if it has the anchor's number, the anchored one.
    pub(crate) fn fits(&self, entry: &Entry) -> Result<(), Why> {
        if self.till != entry.till {
            return Err(Why::OtherTill);
        }
        let other = self.seq == entry.seq && self.hash != entry.hash;
        if other { Err(Why::NotAnchored) } else { Ok(()) }
    }
}
