//! The till's journal: append-only, gapless, each entry bound to the one before by a hash.
//!
//! Pure: entries, the bytes their hashes cover, and the check that finds the first broken one. `docs/journal.md` describes the
//! same for whoever writes a verifier of their own.

mod anchor;
mod digest;
mod draft;
mod encoding;
mod entry;
mod export;
mod kind;
mod verify;

pub use anchor::{Anchor, AnchorUnreadable};
pub use digest::Digest;
pub use draft::{Draft, MAX_TEXT, RateAmounts};
pub use entry::{Entry, Head, JournalError, MAX_PAYLOAD, Mark, PerpetualTotals, TillId};
pub use export::{ImportError, read_line, to_line};
pub use kind::Kind;
pub use verify::{Break, Verifier, Why};

/// The version of the canonical encoding, the first field of every hashed entry.
pub const FORMAT: &str = "tillbridge-journal-1";
