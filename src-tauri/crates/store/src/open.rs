use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row, Sqlite, Transaction};

use crate::{
    Accounts, Attempts, Baskets, Catalogue, Orders, Payments, Receipts, Settings, StoreError, Terminals,
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// `TLBR`: tells a till's database from any other SQLite file.
const APPLICATION_ID: i64 = 0x544c_4252;
/// The first SQLite without the corruption of a reset write-ahead log (<https://www.sqlite.org/wal.html#walresetbug>).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
const READERS: u32 = 3;
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Longer than a statement may wait for a lock; a catalogue import, the longest step, takes less.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(60);
const FILE_NAME: &str = "tillbridge.sqlite";

/// The open database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    file: PathBuf,
}

/// Why the database could not be opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Made by a newer till.
    #[error("database has version {found}, this till knows {known}")]
    Newer {
        /// Version of the database.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// An SQLite file of some other program.
    #[error("not a till's database")]
    Foreign,
    /// The linked SQLite has known faults or did not take a setting.
    #[error("SQLite {0}")]
    Unsuitable(String),
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Opens or makes the database of a data folder and brings it up to date, after a backup. `now` names the backup.
    pub async fn open(data_dir: &Path, now: Timestamp) -> Result<Self, OpenError> {
        let file = data_dir.join(FILE_NAME);
        let options = SqliteConnectOptions::new().filename(&file).busy_timeout(BUSY_TIMEOUT);
        if file.exists() {
            look_at(&options).await?;
        }
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("trusted_schema", "off")
            .statement_cache_capacity(200);
        let writer = pool(1).connect_with(options.clone().create_if_missing(true)).await?;
        check_settings(&writer).await?;
        check_identity(&writer).await?;
        migrate(&writer, data_dir, now).await?;
        let readers = pool(READERS).connect_with(options.read_only(true).pragma("query_only", "on")).await?;
        let store = Self { writer, readers, file };
        // A file that cannot be written is found now, not with the first sale.
        store.write().await?.rollback().await?;
        Ok(store)
    }

    /// The database file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Closes all connections and folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Reads the whole file for damage. Takes as long as the file is large.
    pub async fn check(&self) -> Result<(), StoreError> {
        let row = sqlx::query("pragma quick_check(1)").fetch_one(&self.readers).await?;
        let verdict: String = row.get(0);
        if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged(verdict)) }
    }

    /// Shop, tax rules, chosen terminal.
    pub fn settings(&self) -> Settings<'_> {
        Settings(self)
    }

    /// The articles.
    pub fn catalogue(&self) -> Catalogue<'_> {
        Catalogue(self)
    }

    /// Open and parked baskets.
    pub fn baskets(&self) -> Baskets<'_> {
        Baskets(self)
    }

    /// Orders as they were frozen.
    pub fn orders(&self) -> Orders<'_> {
        Orders(self)
    }

    /// Card attempts.
    pub fn attempts(&self) -> Attempts<'_> {
        Attempts(self)
    }

    /// The atomic steps of a payment.
    pub fn payments(&self) -> Payments<'_> {
        Payments(self)
    }

    /// Receipts as issued.
    pub fn receipts(&self) -> Receipts<'_> {
        Receipts(self)
    }

    /// Accounts at payment systems.
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts(self)
    }

    /// The terminals of this till.
    pub fn terminals(&self) -> Terminals<'_> {
        Terminals(self)
    }

    /// One transaction that holds the write lock from its start. Dropped without commit, it never was.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("begin immediate").await?)
    }

    /// Folds the write-ahead log into the file after something large, so that the next start does not have to. Best
    /// effort: it waits for readers at most as long as any statement, and nothing depends on it.
    pub(crate) async fn fold_log(&self) {
        let _ = sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.writer).await;
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.readers
    }
}

/// Connections to a file on this machine need no check before each use and do not age.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE_TIMEOUT)
}

/// Looks at an existing file before anything is changed about it: somebody else's, or of a newer till, it stays as it is.
async fn look_at(options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let pool = pool(1).connect_with(options.clone()).await?;
    let verdict = match identity(&pool).await {
        Ok(()) => not_newer(&pool).await.map(|_| ()),
        Err(refused) => Err(refused),
    };
    pool.close().await;
    verdict
}

async fn text(pool: &SqlitePool, query: &'static str) -> Result<String, StoreError> {
    Ok(sqlx::query(query).fetch_one(pool).await?.get(0))
}

async fn number(pool: &SqlitePool, query: &'static str) -> Result<i64, StoreError> {
    Ok(sqlx::query(query).fetch_one(pool).await?.get(0))
}

/// Reads back what the promise of durability rests on.
async fn check_settings(pool: &SqlitePool) -> Result<(), OpenError> {
    let version = text(pool, "select sqlite_version()").await?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < OLDEST_SQLITE.as_slice() {
        return Err(OpenError::Unsuitable(format!("{version} is older than 3.51.3")));
    }
    let journal = text(pool, "pragma journal_mode").await?;
    let synchronous = number(pool, "pragma synchronous").await?;
    let foreign_keys = number(pool, "pragma foreign_keys").await?;
    if journal != "wal" || synchronous != 2 || foreign_keys != 1 {
        let found = format!("settings refused: journal {journal}, synchronous {synchronous}, foreign keys {foreign_keys}");
        return Err(OpenError::Unsuitable(found));
    }
    Ok(())
}

async fn check_identity(pool: &SqlitePool) -> Result<(), OpenError> {
    identity(pool).await?;
    sqlx::query("pragma application_id = 0x544c4252").execute(pool).await?;
    Ok(())
}

/// A till's database says so; an empty one may become one.
async fn identity(pool: &SqlitePool) -> Result<(), OpenError> {
    let id = number(pool, "pragma application_id").await?;
    let tables = number(pool, "select count(*) from sqlite_schema").await?;
    if id == APPLICATION_ID || (id, tables) == (0, 0) { Ok(()) } else { Err(OpenError::Foreign) }
}

/// The version of the database, if it has one, and the newest version this program knows.
async fn not_newer(pool: &SqlitePool) -> Result<(Option<i64>, i64), OpenError> {
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    if number(pool, "select count(*) from sqlite_schema where name = '_sqlx_migrations'").await? == 0 {
        return Ok((None, known));
    }
    let found = number(pool, "select coalesce(max(version), 0) from _sqlx_migrations").await?;
    if found > known { Err(OpenError::Newer { found, known }) } else { Ok((Some(found), known)) }
}

async fn migrate(pool: &SqlitePool, data_dir: &Path, now: Timestamp) -> Result<(), OpenError> {
    if let (Some(found), known) = not_newer(pool).await?
        && found < known
    {
        backup(pool, data_dir, found, now).await?;
    }
    MIGRATIONS.run(pool).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => OpenError::Store(error.into()),
        other => OpenError::Store(StoreError::Other(other.to_string())),
    })
}

/// A whole, consistent copy beside the database before its shape changes.
async fn backup(pool: &SqlitePool, data_dir: &Path, version: i64, now: Timestamp) -> Result<(), OpenError> {
    let folder = data_dir.join("backups");
    std::fs::create_dir_all(&folder).map_err(|error| match error.kind() {
        ErrorKind::StorageFull => StoreError::Full,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::Other(format!("backup folder: {error}")),
    })?;
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let file = folder.join(format!("before-migration-{version}-{stamp}.sqlite"));
    sqlx::query("vacuum into ?").bind(file.to_string_lossy().into_owned()).execute(pool).await?;
    Ok(())
}

#[cfg(test)]
impl Store {
    pub(crate) async fn limit_pages(&self, pages: u32) {
        self.tell_writer(format!("pragma max_page_count = {pages}")).await;
    }

    pub(crate) async fn wait_at_most_milliseconds(&self, milliseconds: u32) {
        self.tell_writer(format!("pragma busy_timeout = {milliseconds}")).await;
    }

    async fn tell_writer(&self, pragma: String) {
        sqlx::query(sqlx::AssertSqlSafe(pragma)).execute(&self.writer).await.expect("a pragma");
    }
}
