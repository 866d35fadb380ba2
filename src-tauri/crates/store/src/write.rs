//! The one connection that writes.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use journal::{Entry, Head, Kind, Mark};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::anchors::Anchors;
use crate::journal_table::{insert_and_commit, new_till_id, read_head};
use crate::{Desk, Note, StoreError};

/// Where the connection waits between two transactions; empty after one that did not end well.
type Place = Option<Idle>;

/// The connection, with the end of the journal as it last saw it.
#[derive(Debug)]
struct Idle {
    connection: SqliteConnection,
    head: Option<Head>,
}

/// Hands out one transaction at a time.
#[derive(Clone)]
pub(crate) struct Writer {
    place: Arc<Mutex<Place>>,
    closed: Arc<AtomicBool>,
    options: SqliteConnectOptions,
    desk: Arc<RwLock<Arc<dyn Desk>>>,
    anchors: Anchors,
}

/// A transaction. Only a commit makes it happen.
///
/// Not sqlx's own: on some errors (a full disk) SQLite ends a transaction by itself, sqlx goes on counting it, and the
/// connection refuses every later one. Here a connection whose transaction was not ended by [`Write::commit`] or
/// [`Write::rollback`] is closed, which rolls back whatever is left, and the next transaction opens a new one.
pub(crate) struct Write {
    // Dropped before the place is free for the next.
    connection: SqliteConnection,
    place: OwnedMutexGuard<Place>,
    desk: Arc<dyn Desk>,
    anchors: Anchors,
    /// The end of the journal before this transaction.
    before: Option<Head>,
    /// Entries of this transaction: written with its commit, so that they cost no trip of their own.
    pending: Vec<Entry>,
    #[cfg(feature = "faults")]
    file: std::path::PathBuf,
}

impl Writer {
    pub(crate) fn new(
        connection: SqliteConnection,
        options: SqliteConnectOptions,
        desk: Arc<dyn Desk>,
        anchors: Anchors,
    ) -> Self {
        Self {
            place: Arc::new(Mutex::new(Some(Idle { connection, head: None }))),
            closed: Arc::default(),
            options,
            desk: Arc::new(RwLock::new(desk)),
            anchors,
        }
    }

    /// From now on the journal asks this desk.
    pub(crate) fn sit_at(&self, desk: Arc<dyn Desk>) {
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = desk;
    }

    pub(crate) async fn begin(&self) -> Result<Write, StoreError> {
        let mut place = self.place.clone().lock_owned().await;
        // Whoever comes late must not open a file that is another one by now.
        if self.is_closed() {
            return Err(StoreError::Other("it was closed".to_owned()));
        }
        let idle = match place.take() {
            Some(idle) => idle,
            None => Idle { connection: SqliteConnection::connect_with(&self.options).await?, head: None },
        };
        let desk = self.desk.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut write = Write {
            connection: idle.connection,
            place,
            desk,
            anchors: self.anchors.clone(),
            before: idle.head,
            pending: Vec::new(),
            #[cfg(feature = "faults")]
            file: self.options.get_filename().to_owned(),
        };
        sqlx::query("begin immediate").execute(&mut write.connection).await?;
        if write.before.is_none() {
            write.before = read_head(&mut write.connection).await?;
        }
        Ok(write)
    }

    /// Makes the first entry of a journal that has none: from it on, the journal belongs to this till.
    pub(crate) async fn begin_journal(&self) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        if let Some(head) = write.before.clone() {
            self.anchors.committed(head);
            return write.rollback().await;
        }
        let till = new_till_id(&mut write).await?;
        let note = Note::new(Kind::Genesis, "", serde_json::json!({ "till": till }));
        let entry = Entry::genesis(till, &note.draft(write.desk.as_ref())).map_err(refused)?;
        write.pending.push(entry);
        write.commit().await
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    pub(crate) async fn fold_log(&self) {
        if let Some(idle) = self.place.lock().await.as_mut()
            && let Err(error) =
                sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut idle.connection).await
        {
            tracing::warn!(%error, "the write-ahead log was not folded into the database");
        }
    }

    pub(crate) async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        if let Some(idle) = self.place.lock().await.take()
            && let Err(error) = idle.connection.close().await
        {
            tracing::warn!(%error, "the database was not closed cleanly");
        }
    }

    #[cfg(test)]
    pub(crate) async fn tell(&self, pragma: &'static str) {
        let mut place = self.place.lock().await;
        let idle = place.as_mut().expect("no transaction has failed");
        sqlx::query(pragma).execute(&mut idle.connection).await.expect("a pragma");
    }

    #[cfg(test)]
    pub(crate) async fn on_commit(&self, mut told: impl FnMut() + Send + 'static) {
        let mut place = self.place.lock().await;
        let idle = place.as_mut().expect("no transaction has failed");
        let mut handle = idle.connection.lock_handle().await.expect("a free connection");
        handle.set_commit_hook(move || {
            told();
            true
        });
    }

    #[cfg(test)]
    pub(crate) async fn watch(&self, step: impl FnMut() -> bool + Send + 'static) {
        let mut place = self.place.lock().await;
        let idle = place.as_mut().expect("no transaction has failed");
        idle.connection.lock_handle().await.expect("a free connection").set_progress_handler(1, step);
    }
}

impl Write {
    /// Writes this into the journal: it is there if and only if the transaction happens. Answers with what a receipt
    /// prints of it.
    pub(crate) fn journal(&mut self, note: Note) -> Result<Mark, StoreError> {
        let draft = note.draft(self.desk.as_ref());
        let last = self.pending.last().map(Entry::head);
        let head = last.as_ref().or(self.before.as_ref()).ok_or(StoreError::NotFound("journal"))?;
        let entry = Entry::after(head, &draft).map_err(refused)?;
        let mark = entry.mark();
        self.pending.push(entry);
        Ok(mark)
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        insert_and_commit(&mut self.connection, &self.pending).await?;
        let head = self.pending.last().map(Entry::head);
        if let Some(head) = &head {
            self.anchors.committed(head.clone());
        }
        #[cfg(feature = "faults")]
        if crate::faults::is_due(&self.file) {
            return Err(StoreError::Disk("reported as failed".to_owned()));
        }
        self.leave(head);
        Ok(())
    }

    pub(crate) async fn rollback(mut self) -> Result<(), StoreError> {
        sqlx::query("rollback").execute(&mut self.connection).await?;
        self.leave(None);
        Ok(())
    }

    /// Gives the connection back, for the next transaction.
    fn leave(self, head: Option<Head>) {
        let Self { connection, mut place, before, .. } = self;
        *place = Some(Idle { connection, head: head.or(before) });
    }
}

fn refused(error: journal::JournalError) -> StoreError {
    StoreError::unreadable("journal entry", error)
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Deref for Write {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}
