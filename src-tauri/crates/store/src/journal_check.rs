//! Whether the journal is whole: its tail at every start, all of it when there is time.

use journal::{Anchor, Break, Entry, Head, Mark, Verifier, Why};
use serde::{Deserialize, Serialize};
use sqlx::Row;

use crate::journal_books::{self, Reach};
use crate::{JOURNAL_PAGE, Journal, Note, StoreError};

/// Entries at the end that a start looks at, whatever an anchor says.
const TAIL: u64 = 500;
/// Entries a new till may have before its end is written down outside for the first time.
const BEFORE_THE_FIRST_ANCHOR: u64 = 20;
/// Breaks that are told at once.
const MAX_BREAKS: usize = 20;

/// What a check of the journal found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalCheck {
    /// Entries that were read.
    pub checked: u64,
    /// The last entry.
    pub head: Head,
    /// What does not fit and nobody has decided about, the first one first.
    pub broken: Vec<Break>,
}

/// A break as it is remembered once somebody decided to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    seq: u64,
    why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<String>,
}

impl Known {
    fn of(found: &Break) -> Self {
        let document = match &found.why {
            Why::NotInBooks { document } | Why::NotJournalled { document } => Some(document.clone()),
            Why::OutOfOrder { .. }
            | Why::Altered
            | Why::NotChained
            | Why::OtherTill
            | Why::NotGenesis
            | Why::Totals
            | Why::Currency
            | Why::Unreadable
            | Why::CutOff { .. }
            | Why::NotAnchored
            | Why::NoAnchor
            | Why::NotAsBooked => None,
        };
        Self { seq: found.seq, why: found.why.as_str().to_owned(), document }
    }
}

#[derive(Deserialize)]
struct Decided {
    #[serde(default)]
    breaks: Vec<Known>,
}

impl Journal<'_> {
    /// The quick check of a start: every anchor is on the chain, and from the oldest entry an anchor or the tail reaches to the end
    /// everything fits; so do the sales and refunds of these entries, and the newest of the books.
    pub async fn check_tail(&self) -> Result<JournalCheck, StoreError> {
        self.check(Reach::Tail).await
    }

    /// The whole chain, every anchor, and whether the books have every sale and refund the chain tells of, as it seals them, and no
    /// others. Takes a few seconds for a million entries.
    pub async fn check_all(&self) -> Result<JournalCheck, StoreError> {
        self.check(Reach::Everything).await
    }

    /// Somebody decided to go on although the journal is broken: what was found is written into it with `note`, and from now on
    /// it is known. Its end is written down outside anew.
    pub async fn go_on(&self, found: &JournalCheck, note: Note) -> Result<Mark, StoreError> {
        let breaks: Vec<Known> = found.broken.iter().map(Known::of).collect();
        let breaks = serde_json::to_value(breaks).map_err(|error| StoreError::unreadable("breaks", error))?;
        let mark = self.append(note.with("breaks", breaks)).await?;
        self.0.keep_anchors();
        self.0.anchors().write().await;
        Ok(mark)
    }

    async fn check(&self, reach: Reach) -> Result<JournalCheck, StoreError> {
        let anchors = self.0.anchors().read().await;
        let head = self.head().await?;
        let mut broken = self.before_the_first().await?;
        broken.extend(self.against(&anchors, &head).await?);
        let from = match reach {
            Reach::Everything => 0,
            Reach::Tail => {
                // Each anchor was found on the chain by itself, so the newest is as good as the oldest.
                let anchored = anchors.iter().map(|anchor| anchor.seq.saturating_sub(1)).max();
                let tail = head.seq.saturating_sub(TAIL);
                anchored.map_or(tail, |anchored| anchored.min(tail))
            }
        };
        let checked = self.read_on(from, &mut broken).await?;
        if broken.len() < MAX_BREAKS {
            let room = MAX_BREAKS - broken.len();
            broken.extend(journal_books::without_entry(self.0, reach, &head, room).await?);
        }
        if broken.is_empty() {
            return Ok(JournalCheck { checked, head, broken });
        }
        let known = self.known_breaks().await?;
        broken.retain(|found| !known.contains(&Known::of(found)));
        broken.dedup();
        Ok(JournalCheck { checked, head, broken })
    }

    /// Entries that stand where none can: a number below the first one's.
    async fn before_the_first(&self) -> Result<Vec<Break>, StoreError> {
        let row = sqlx::query("select count(*) from journal where seq < 1")
            .fetch_one(&mut *self.0.read().await?)
            .await?;
        let found = row.get::<i64, _>(0) > 0;
        Ok(if found { vec![Break { seq: 1, why: Why::OutOfOrder { found: 0 } }] } else { Vec::new() })
    }

    /// One entry; `None` also for a row that cannot be one.
    async fn readable(&self, seq: u64) -> Result<Option<Entry>, StoreError> {
        match self.entry(seq).await {
            Err(StoreError::Unreadable { .. }) => Ok(None),
            read => read,
        }
    }

    /// What was written down outside, against the entries of those numbers.
    async fn against(&self, anchors: &[Anchor], head: &Head) -> Result<Vec<Break>, StoreError> {
        let mut broken = Vec::new();
        if anchors.is_empty() && head.seq > BEFORE_THE_FIRST_ANCHOR {
            broken.push(Break { seq: head.seq, why: Why::NoAnchor });
        }
        for anchor in anchors {
            if anchor.till != head.till {
                broken.push(Break { seq: anchor.seq, why: Why::OtherTill });
            } else if anchor.seq > head.seq {
                broken.push(Break { seq: head.seq + 1, why: Why::CutOff { anchored: anchor.seq } });
            } else if self.readable(anchor.seq).await?.is_none_or(|entry| entry.hash != anchor.hash) {
                broken.push(Break { seq: anchor.seq, why: Why::NotAnchored });
            }
        }
        Ok(broken)
    }

    /// Reads from behind an entry to the end. A break is written down and gone over: what comes after it is held against
    /// what stands there.
    async fn read_on(&self, from: u64, broken: &mut Vec<Break>) -> Result<u64, StoreError> {
        let mut verifier = match from {
            0 => Verifier::from_genesis(),
            from => match self.readable(from).await? {
                Some(entry) => Verifier::from_head(entry.head()),
                None => Verifier::from_genesis(),
            },
        };
        let mut at = verifier.head().map_or(0, |head| head.seq);
        let mut checked = 0;
        loop {
            let (page, torn) = self.readable_after(at).await?;
            for entry in &page {
                if let Err(found) = verifier.feed(entry) {
                    broken.push(found);
                    verifier = Verifier::from_head(entry.head());
                }
                if broken.len() >= MAX_BREAKS {
                    return Ok(checked);
                }
                checked += 1;
                at = entry.seq;
            }
            if torn {
                broken.push(Break { seq: at + 1, why: Why::Unreadable });
                return Ok(checked);
            }
            broken.extend(journal_books::entries_against_books(self.0, &page).await?);
            if page.len() < usize::try_from(JOURNAL_PAGE).unwrap_or(usize::MAX) {
                return Ok(checked);
            }
            // A million entries take seconds: whoever else has something to do goes first.
            tokio::task::yield_now().await;
        }
    }

    async fn known_breaks(&self) -> Result<Vec<Known>, StoreError> {
        let rows =
            sqlx::query("select payload from journal where kind in ('failed_check', 'restore') order by seq")
                .fetch_all(&mut *self.0.read().await?)
                .await?;
        let read = |payload: String| serde_json::from_str::<Decided>(&payload).map(|known| known.breaks);
        Ok(rows.iter().filter_map(|row| read(row.get("payload")).ok()).flatten().collect())
    }
}
