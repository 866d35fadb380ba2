//! The one connection that writes.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::StoreError;

/// Where the connection waits between two transactions; empty after one that did not end well.
type Place = Option<SqliteConnection>;

/// Hands out one transaction at a time.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    place: Arc<Mutex<Place>>,
    closed: Arc<AtomicBool>,
    options: SqliteConnectOptions,
}

/// A transaction. Only a commit makes it happen.
///
/// Not sqlx's own: on some errors (a full disk) SQLite ends a transaction by itself, sqlx goes on counting it, and the
/// connection refuses every later one. Here a connection whose transaction was not ended by [`Write::commit`] or
/// [`Write::rollback`] is closed, which rolls back whatever is left, and the next transaction opens a new one.
#[derive(Debug)]
pub(crate) struct Write {
    // Dropped before the place is free for the next.
    connection: SqliteConnection,
    place: OwnedMutexGuard<Place>,
}

impl Writer {
    pub(crate) fn new(connection: SqliteConnection, options: SqliteConnectOptions) -> Self {
        Self { place: Arc::new(Mutex::new(Some(connection))), closed: Arc::default(), options }
    }

    pub(crate) async fn begin(&self) -> Result<Write, StoreError> {
        let mut place = self.place.clone().lock_owned().await;
        // Whoever comes late must not open a file that is another one by now.
        if self.is_closed() {
            return Err(StoreError::Other("it was closed".to_owned()));
        }
        let connection = match place.take() {
            Some(connection) => connection,
            None => SqliteConnection::connect_with(&self.options).await?,
        };
        let mut write = Write { connection, place };
        sqlx::query("begin immediate").execute(&mut write.connection).await?;
        Ok(write)
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    pub(crate) async fn fold_log(&self) {
        if let Some(connection) = self.place.lock().await.as_mut()
            && let Err(error) = sqlx::query("pragma wal_checkpoint(truncate)").execute(connection).await
        {
            tracing::warn!(%error, "the write-ahead log was not folded into the database");
        }
    }

    pub(crate) async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        if let Some(connection) = self.place.lock().await.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the database was not closed cleanly");
        }
    }

    #[cfg(test)]
    pub(crate) async fn tell(&self, pragma: &'static str) {
        let mut place = self.place.lock().await;
        let connection = place.as_mut().expect("no transaction has failed");
        sqlx::query(pragma).execute(connection).await.expect("a pragma");
    }

    #[cfg(test)]
    pub(crate) async fn watch(&self, step: impl FnMut() -> bool + Send + 'static) {
        let mut place = self.place.lock().await;
        let connection = place.as_mut().expect("no transaction has failed");
        connection.lock_handle().await.expect("a free connection").set_progress_handler(1, step);
    }
}

impl Write {
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.end("commit").await
    }

    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        self.end("rollback").await
    }

    async fn end(mut self, how: &'static str) -> Result<(), StoreError> {
        sqlx::query(how).execute(&mut self.connection).await?;
        let Self { connection, mut place } = self;
        *place = Some(connection);
        Ok(())
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
