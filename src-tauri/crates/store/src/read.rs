//! The connections that only read.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard, Semaphore, SemaphorePermit};

use crate::StoreError;

/// Reads that run at the same time.
const READERS: u32 = 3;

/// Hands out connections, the first that is free: its pages are in memory. Further ones are opened when they are needed.
///
/// Not sqlx's pool: it sends every connection that comes back once more to SQLite's thread, to see whether it lives, and
/// the next read waits behind that. The look-up of a scan takes three times as long.
#[derive(Debug, Clone)]
pub(crate) struct Readers(Arc<Place>);

#[derive(Debug)]
struct Place {
    turns: Semaphore,
    connections: Vec<Mutex<Option<SqliteConnection>>>,
    options: SqliteConnectOptions,
}

/// A connection for one read; it is free for the next when dropped.
#[derive(Debug)]
pub(crate) struct Read<'a> {
    // Dropped before the turn ends: whoever has a turn finds a connection.
    connection: MappedMutexGuard<'a, SqliteConnection>,
    _turn: SemaphorePermit<'a>,
}

impl Readers {
    /// Opens the first connection.
    pub(crate) async fn open(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let connections = (0..READERS).map(|_| Mutex::new(None)).collect();
        let turns = Semaphore::new(READERS as usize);
        let readers = Self(Arc::new(Place { turns, connections, options }));
        drop(readers.read().await?);
        Ok(readers)
    }

    /// Waits for a turn.
    pub(crate) async fn read(&self) -> Result<Read<'_>, StoreError> {
        let Place { turns, connections, options } = self.0.as_ref();
        let turn = turns.acquire().await.map_err(|_| StoreError::Other("it was closed".to_owned()))?;
        let free = connections.iter().find_map(|connection| connection.try_lock().ok());
        let mut free = free.ok_or(StoreError::Busy)?;
        let connection = match free.take() {
            Some(connection) => connection,
            None => SqliteConnection::connect_with(options).await?,
        };
        let connection = MutexGuard::map(free, |free| free.insert(connection));
        Ok(Read { connection, _turn: turn })
    }

    /// Waits for the reads that run and lets nobody begin another.
    pub(crate) async fn close(&self) {
        // Closed before: there is nothing left to do.
        let Ok(_all) = self.0.turns.acquire_many(READERS).await else { return };
        self.0.turns.close();
        for connection in &self.0.connections {
            if let Some(connection) = connection.lock().await.take()
                && let Err(error) = connection.close().await
            {
                tracing::warn!(%error, "a reading connection was not closed cleanly");
            }
        }
    }
}

impl Deref for Read<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Read<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}
