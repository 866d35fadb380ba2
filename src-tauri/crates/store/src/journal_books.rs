//! The books against the journal, both ways: whether what a journal tells of is in the books as it was, and whether the books
//! have anything the journal does not tell of.

use std::collections::HashMap;

use journal::{Break, Digest, Entry, Head, Kind, Why};
use serde::Deserialize;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::row::to_json;
use crate::{JOURNAL_PAGE, Store, StoreError, journalled};

/// How much of the books and of the journal is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The end: what a start has time for.
    Tail,
    /// All of it.
    Everything,
}

/// The newest orders and refunds a start looks at.
const NEWEST: u32 = 200;

/// Sales or refunds: where they are kept, and what an entry says of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Sale,
    Refund,
}

/// What an entry says of its order or refund, and of the paper it witnesses.
#[derive(Deserialize)]
struct Told {
    total_minor: i64,
    /// An order as frozen; refunds are told by their amounts.
    order_sha256: Option<Digest>,
    #[serde(alias = "receipt_sha256", alias = "slip_sha256")]
    paper_sha256: Digest,
}

impl Subject {
    const ALL: [Subject; 2] = [Self::Sale, Self::Refund];

    fn kind(self) -> Kind {
        match self {
            Self::Sale => Kind::Sale,
            Self::Refund => Kind::Refund,
        }
    }

    fn document(self, number: i64) -> String {
        match self {
            Self::Sale => journalled::document(Some(number), None),
            Self::Refund => journalled::document(None, Some(number)),
        }
    }

    /// The number in the name of a document.
    fn number(self, document: &str) -> Option<i64> {
        let digits = match self {
            Self::Sale => document.strip_prefix("order ")?,
            Self::Refund => document.strip_prefix("refund R")?,
        };
        digits.parse().ok()
    }

    /// Those of the given numbers that have come to their end, with their paper.
    fn ended_among(self) -> &'static str {
        match self {
            Self::Sale => {
                "select number, total_minor, snapshot, model, journal_mark
                 from orders left join receipts on order_number = number
                 where state = 'paid' and number in (select value from json_each(?))"
            }
            Self::Refund => {
                "select number, total_minor, snapshot, model, journal_mark
                 from refunds left join refund_slips on refund_number = number
                 where state = 'refunded' and number in (select value from json_each(?))"
            }
        }
    }

    /// Those below a number, newest first, that have come to their end or have a paper, and whose paper names no entry of theirs.
    fn unwitnessed(self) -> &'static str {
        match self {
            Self::Sale => {
                "select number, state = 'paid' as ended, cast(journal_mark as integer) as named
                 from (select number, state from orders where number < ?1 order by number desc limit ?2)
                 left join receipts on order_number = number
                 left join journal on seq = cast(journal_mark as integer) and kind = 'sale'
                     and document = 'order ' || printf('%06d', number)
                 where (state = 'paid' or journal_mark is not null) and (state <> 'paid' or seq is null)
                 order by number desc"
            }
            Self::Refund => {
                "select number, state = 'refunded' as ended, cast(journal_mark as integer) as named
                 from (select number, state from refunds where number < ?1 order by number desc limit ?2)
                 left join refund_slips on refund_number = number
                 left join journal on seq = cast(journal_mark as integer) and kind = 'refund'
                     and document = 'refund R' || printf('%06d', number)
                 where (state = 'refunded' or journal_mark is not null) and (state <> 'refunded' or seq is null)
                 order by number desc"
            }
        }
    }

    fn paper(self) -> &'static str {
        match self {
            Self::Sale => "the receipt of ",
            Self::Refund => "the slip of ",
        }
    }
}

/// The sales and refunds among these entries that the books do not have, or not as they were sealed.
pub(crate) async fn entries_against_books(
    store: &Store,
    entries: &[Entry],
) -> Result<Vec<Break>, StoreError> {
    let mut broken = Vec::new();
    for subject in Subject::ALL {
        let told: Vec<(&Entry, i64)> = entries
            .iter()
            .filter(|entry| entry.kind == subject.kind().as_str())
            .filter_map(|entry| Some((entry, subject.number(&entry.document)?)))
            .collect();
        if told.is_empty() {
            continue;
        }
        let numbers: Vec<i64> = told.iter().map(|(_, number)| *number).collect();
        let rows = sqlx::query(subject.ended_among())
            .bind(to_json("numbers", &numbers)?)
            .fetch_all(&mut *store.read().await?)
            .await?;
        let kept: HashMap<i64, &SqliteRow> = rows.iter().map(|row| (row.get("number"), row)).collect();
        for (entry, number) in told {
            let why = match kept.get(&number) {
                None => Why::NotInBooks { document: entry.document.clone() },
                Some(row) if !as_sealed(entry, row) => Why::NotAsBooked,
                Some(_) => continue,
            };
            broken.push(Break { seq: entry.seq, why });
        }
    }
    broken.sort_by_key(|found| found.seq);
    Ok(broken)
}

fn as_sealed(entry: &Entry, row: &SqliteRow) -> bool {
    let Ok(told) = serde_json::from_str::<Told>(&entry.payload) else { return false };
    let digest = |column: &str| row.get::<Option<&str>, _>(column).map(|text| Digest::of(text.as_bytes()));
    row.get::<i64, _>("total_minor") == told.total_minor
        && told.order_sha256.is_none_or(|sealed| digest("snapshot") == Some(sealed))
        && digest("model") == Some(told.paper_sha256)
        && row.get::<Option<&str>, _>("journal_mark") == Some(entry.mark().to_string().as_str())
}

/// Paid orders, receipts, refunds and slips no entry tells of, at most `room`.
pub(crate) async fn without_entry(
    store: &Store,
    reach: Reach,
    head: &Head,
    room: usize,
) -> Result<Vec<Break>, StoreError> {
    let mut broken = Vec::new();
    for subject in Subject::ALL {
        let page = match reach {
            Reach::Tail => NEWEST,
            Reach::Everything => JOURNAL_PAGE,
        };
        let mut below = i64::MAX;
        while below > 0 && broken.len() < room {
            let rows = sqlx::query(subject.unwitnessed())
                .bind(below)
                .bind(page)
                .fetch_all(&mut *store.read().await?)
                .await?;
            for row in &rows {
                broken.extend(phantom(store, subject, row, head).await?);
            }
            below = match reach {
                Reach::Tail => 0,
                Reach::Everything => lowest(store, subject, below, page).await?,
            };
            // Whoever else has something to do goes first.
            tokio::task::yield_now().await;
        }
    }
    broken.truncate(room);
    Ok(broken)
}

/// What stands in the books without an entry; none where it has one, and what does not fit is told there.
async fn phantom(
    store: &Store,
    subject: Subject,
    row: &SqliteRow,
    head: &Head,
) -> Result<Option<Break>, StoreError> {
    let document = subject.document(row.get("number"));
    if is_told(store, subject, &document).await? {
        return Ok(None);
    }
    let seq = row.get::<Option<i64>, _>("named").and_then(|named| u64::try_from(named).ok());
    let document = if row.get("ended") { document } else { format!("{}{document}", subject.paper()) };
    Ok(Some(Break { seq: seq.unwrap_or(head.seq), why: Why::NotJournalled { document } }))
}

/// Reads the whole journal, for the rare paper that names no entry of its own.
async fn is_told(store: &Store, subject: Subject, document: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("select exists (select 1 from journal where kind = ? and document = ?)")
        .bind(subject.kind().as_str())
        .bind(document)
        .fetch_one(&mut *store.read().await?)
        .await?;
    Ok(row.get(0))
}

/// The lowest number of a page.
async fn lowest(store: &Store, subject: Subject, below: i64, page: u32) -> Result<i64, StoreError> {
    let query = match subject {
        Subject::Sale => {
            "select min(number) from (select number from orders where number < ? order by number desc limit ?)"
        }
        Subject::Refund => {
            "select min(number) from (select number from refunds where number < ? order by number desc limit ?)"
        }
    };
    let row = sqlx::query(query).bind(below).bind(page).fetch_one(&mut *store.read().await?).await?;
    Ok(row.get::<Option<i64>, _>(0).unwrap_or_default())
}
