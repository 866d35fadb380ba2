//! The journal's table: its head, what is added to it, reading it back.

use journal::{Digest, Entry, Head, Mark, PerpetualTotals, TillId};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Row, SqliteConnection};

use crate::{Note, Store, StoreError};

/// The most entries that are read at once.
pub const JOURNAL_PAGE: u32 = 1000;

/// The journal.
#[derive(Debug, Clone, Copy)]
pub struct Journal<'a>(pub(crate) &'a Store);

impl Journal<'_> {
    /// Adds an entry in a transaction of its own, for what changes nothing else in the database.
    pub async fn append(&self, note: Note) -> Result<Mark, StoreError> {
        let mut write = self.0.write().await?;
        let mark = write.journal(note)?;
        write.commit().await?;
        Ok(mark)
    }

    /// Adds entries in one transaction of their own: all of them or none, with nothing between.
    pub async fn append_all(&self, notes: impl IntoIterator<Item = Note>) -> Result<(), StoreError> {
        let mut write = self.0.write().await?;
        for note in notes {
            write.journal(note)?;
        }
        write.commit().await
    }

    /// The last entry.
    pub async fn head(&self) -> Result<Head, StoreError> {
        let head = read_head(&mut *self.0.read().await?).await?;
        head.ok_or(StoreError::NotFound("journal"))
    }

    /// Writes the end of the journal down outside now, instead of within a second.
    pub async fn anchor_now(&self) {
        self.0.anchors().write().await;
    }

    /// The entries behind a number, oldest first, at most [`JOURNAL_PAGE`].
    pub async fn after(&self, seq: u64) -> Result<Vec<Entry>, StoreError> {
        self.rows_after(seq).await?.iter().map(entry).collect()
    }

    async fn rows_after(&self, seq: u64) -> Result<Vec<SqliteRow>, StoreError> {
        let query = sqlx::query("select * from journal where seq > ? order by seq limit ?")
            .bind(i64::try_from(seq).unwrap_or(i64::MAX))
            .bind(JOURNAL_PAGE);
        Ok(query.fetch_all(&mut *self.0.read().await?).await?)
    }

    /// As [`Journal::after`], up to the first row that cannot be an entry; whether there was one.
    pub(crate) async fn readable_after(&self, seq: u64) -> Result<(Vec<Entry>, bool), StoreError> {
        let rows = self.rows_after(seq).await?;
        let entries: Vec<Entry> = rows.iter().map_while(|row| entry(row).ok()).collect();
        let torn = entries.len() < rows.len();
        Ok((entries, torn))
    }

    /// One entry.
    pub async fn entry(&self, seq: u64) -> Result<Option<Entry>, StoreError> {
        let row = sqlx::query("select * from journal where seq = ?")
            .bind(i64::try_from(seq).unwrap_or(i64::MAX))
            .fetch_optional(&mut *self.0.read().await?)
            .await?;
        row.as_ref().map(entry).transpose()
    }
}

/// The end of the chain; `None` before the first entry.
pub(crate) async fn read_head(connection: &mut SqliteConnection) -> Result<Option<Head>, StoreError> {
    let row = sqlx::query(
        "select seq, till, hash, sales_minor, refunds_minor from journal order by seq desc limit 1",
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Head {
            till: TillId::new(row.get::<String, _>("till")),
            seq: number(&row)?,
            hash: digest(&row, "hash")?,
            totals: PerpetualTotals { sales: row.get("sales_minor"), refunds: row.get("refunds_minor") },
        })
    })
    .transpose()
}

/// A name for a new till.
pub(crate) async fn new_till_id(connection: &mut SqliteConnection) -> Result<TillId, StoreError> {
    let row = sqlx::query("select lower(hex(randomblob(16)))").fetch_one(connection).await?;
    Ok(TillId::new(row.get::<String, _>(0)))
}

macro_rules! insert {
    () => {
        "insert into journal (seq, till, kind, at, operator, document, payload, currency, rates, sales_minor,
             refunds_minor, prev_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?); "
    };
}

/// Writes the pending entries and commits, with one trip to SQLite for the usual one or two.
pub(crate) async fn insert_and_commit(
    connection: &mut SqliteConnection,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let (first, last) = entries.split_at(entries.len().saturating_sub(2));
    for entry in first {
        bound(sqlx::query(insert!()), entry)?.execute(&mut *connection).await?;
    }
    let statement = match last {
        [] => sqlx::query("commit"),
        [one] => bound(sqlx::query(concat!(insert!(), "commit")), one)?,
        both => {
            let mut statement = sqlx::query(concat!(insert!(), insert!(), "commit"));
            for entry in both {
                statement = bound(statement, entry)?;
            }
            statement
        }
    };
    statement.execute(connection).await?;
    Ok(())
}

type Statement<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bound<'q>(statement: Statement<'q>, entry: &'q Entry) -> Result<Statement<'q>, StoreError> {
    let seq = i64::try_from(entry.seq).map_err(|error| StoreError::unreadable("journal", error))?;
    Ok(statement
        .bind(seq)
        .bind(entry.till.as_str())
        .bind(&entry.kind)
        .bind(&entry.at)
        .bind(&entry.operator)
        .bind(&entry.document)
        .bind(&entry.payload)
        .bind(&entry.currency)
        .bind(&entry.rates)
        .bind(entry.sales_minor)
        .bind(entry.refunds_minor)
        .bind(entry.prev_hash.as_bytes().as_slice())
        .bind(entry.hash.as_bytes().as_slice()))
}

fn entry(row: &SqliteRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: number(row)?,
        till: TillId::new(row.get::<String, _>("till")),
        kind: row.get("kind"),
        at: row.get("at"),
        operator: row.get("operator"),
        document: row.get("document"),
        payload: row.get("payload"),
        currency: row.get("currency"),
        rates: row.get("rates"),
        sales_minor: row.get("sales_minor"),
        refunds_minor: row.get("refunds_minor"),
        prev_hash: digest(row, "prev_hash")?,
        hash: digest(row, "hash")?,
    })
}

fn number(row: &SqliteRow) -> Result<u64, StoreError> {
    u64::try_from(row.get::<i64, _>("seq")).map_err(|error| StoreError::unreadable("journal entry", error))
}

fn digest(row: &SqliteRow, column: &str) -> Result<Digest, StoreError> {
    Digest::from_bytes(row.get(column))
        .ok_or_else(|| StoreError::unreadable("journal entry", format!("{column} is not a SHA-256")))
}
