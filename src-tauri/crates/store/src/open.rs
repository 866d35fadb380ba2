use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, Row};

use crate::anchors::{ANCHOR_FILE, Anchors};
use crate::backup::{self, BACKUP_FOLDER, BackupError};
use crate::desk::EmptyDesk;
use crate::read::{Read, Readers};
use crate::restore::{self, beside};
use crate::write::{Write, Writer};
use crate::{
    Accounts, Attempts, Baskets, Catalogue, Days, Desk, Journal, Logos, Orders, Payments, People, Receipts,
    Refunds, Settings, StoreError, Terminals,
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// `TLBR`: tells a till's database from any other SQLite file.
const APPLICATION_ID: i64 = 0x544c_4252;
/// The first SQLite without the corruption of a reset write-ahead log (<https://www.sqlite.org/wal.html#walresetbug>).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The database file within a data folder.
pub const FILE_NAME: &str = "tillbridge.sqlite";

/// The open database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    writer: Writer,
    readers: Readers,
    file: PathBuf,
    anchors: Anchors,
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
        restore::finish_interrupted(data_dir).map_err(|error| StoreError::from_file(&error))?;
        let options = SqliteConnectOptions::new().filename(&file).busy_timeout(BUSY_TIMEOUT);
        if exists_whole(&file)? {
            look_at(&file, &options).await?;
        } else if let Err(error) = make_durably(&file) {
            // SQLite meets the same and names it.
            tracing::warn!(%error, "no file for the database");
        }
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // On a Mac only this reaches the disk; elsewhere it changes nothing.
            .pragma("fullfsync", "on")
            .pragma("checkpoint_fullfsync", "on")
            .pragma("trusted_schema", "off")
            .statement_cache_capacity(200);
        let mut first = SqliteConnection::connect_with(&options.clone().create_if_missing(true)).await?;
        check_settings(&mut first).await?;
        identity(&mut first).await?;
        sqlx::query("pragma application_id = 0x544c4252").execute(&mut first).await?;
        migrate(&mut first, data_dir, now).await?;
        let anchors = Anchors::at(data_dir.join(ANCHOR_FILE));
        let writer = Writer::new(first, options.clone(), Arc::new(EmptyDesk::at(now)), anchors.clone());
        // A file that cannot be written is found now, not with the first sale.
        writer.begin_journal().await?;
        let readers = Readers::open(options.read_only(true).pragma("query_only", "on")).await?;
        Ok(Self { writer, readers, file, anchors })
    }

    /// The folder the database lies in.
    pub(crate) fn data_dir(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// The database file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Closes all connections and folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
        self.anchors.write().await;
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.writer.is_closed()
    }

    /// Reads the whole file for damage. Takes as long as the file is large.
    pub async fn check(&self) -> Result<(), StoreError> {
        let row = sqlx::query("pragma quick_check(1)").fetch_one(&mut *self.read().await?).await?;
        let verdict: String = row.get(0);
        if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged(verdict)) }
    }

    /// The hash-chained journal.
    pub fn journal(&self) -> Journal<'_> {
        Journal(self)
    }

    /// Writes the end of the journal down in this file, too: another folder or disk than the database's, so that not both are
    /// put back to an old state in one go.
    pub fn anchor_also_at(&self, place: PathBuf) {
        self.anchors.add(place);
    }

    /// Keeps the end of the journal written down outside from now on. For after the journal was checked.
    pub fn keep_anchors(&self) {
        self.anchors.keep();
    }

    pub(crate) fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    /// Says where the till stands: whose time and whose name the journal writes down when a step does not say it itself.
    pub fn sit_at(&self, desk: Arc<dyn Desk>) {
        self.writer.sit_at(desk);
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

    /// What calls for a person, and decisions.
    pub fn cases(&self) -> crate::Cases<'_> {
        crate::Cases(self)
    }

    /// The atomic steps of a payment.
    pub fn payments(&self) -> Payments<'_> {
        Payments(self)
    }

    /// Receipts as issued.
    pub fn receipts(&self) -> Receipts<'_> {
        Receipts(self)
    }

    /// Logos that receipts name.
    pub fn logos(&self) -> Logos<'_> {
        Logos(self)
    }

    /// Refunds and their slips.
    pub fn refunds(&self) -> Refunds<'_> {
        Refunds(self)
    }

    /// Whole days, and which attempt a provider's record belongs to.
    pub fn days(&self) -> Days<'_> {
        Days(self)
    }

    /// Accounts at payment systems.
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts(self)
    }

    /// The terminals of this till.
    pub fn terminals(&self) -> Terminals<'_> {
        Terminals(self)
    }

    /// The people who work at the till.
    pub fn people(&self) -> People<'_> {
        People(self)
    }

    /// One transaction that holds the write lock from its start: the one place where something is changed. Dropped without
    /// commit, it never was.
    pub(crate) async fn write(&self) -> Result<Write, StoreError> {
        self.writer.begin().await
    }

    /// Folds the write-ahead log into the file after something large, so that the next start does not have to. Best
    /// effort: nothing depends on it.
    pub(crate) async fn fold_log(&self) {
        self.writer.fold_log().await;
    }

    /// A connection for one read, beside whatever is being written.
    pub(crate) async fn read(&self) -> Result<Read<'_>, StoreError> {
        self.readers.read().await
    }
}

/// Whether there is a database. SQLite would make a new one in the place of a file that went away, and throw its log with
/// the last sales away.
fn exists_whole(file: &Path) -> Result<bool, StoreError> {
    let bytes = |path: &Path| std::fs::metadata(path).map(|about| about.len()).unwrap_or_default();
    if bytes(file) == 0 && bytes(&beside(file, "-wal")) > 0 {
        return Err(StoreError::Damaged("its file is empty or missing, its log is there".to_owned()));
    }
    Ok(file.exists())
}

/// Makes an empty file whose name a power loss does not take back: SQLite syncs the folder for its logs alone.
fn make_durably(file: &Path) -> std::io::Result<()> {
    std::fs::File::create_new(file)?.sync_all()?;
    backup::sync_folder_of(file)
}

/// Looks at an existing file before anything is changed about it: somebody else's, or of a newer till, it stays as it is.
async fn look_at(file: &Path, options: &SqliteConnectOptions) -> Result<(), OpenError> {
    if !file.is_file() {
        return Err(OpenError::Foreign);
    }
    let mut connection = SqliteConnection::connect_with(options).await?;
    let verdict = match identity(&mut connection).await {
        Ok(()) => not_newer(&mut connection).await.map(|_| ()),
        Err(refused) => Err(refused),
    };
    connection.close().await?;
    verdict
}

async fn text(connection: &mut SqliteConnection, query: &'static str) -> Result<String, StoreError> {
    Ok(sqlx::query(query).fetch_one(connection).await?.get(0))
}

async fn number(connection: &mut SqliteConnection, query: &'static str) -> Result<i64, StoreError> {
    Ok(sqlx::query(query).fetch_one(connection).await?.get(0))
}

/// Reads back what the promise of durability rests on.
async fn check_settings(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let version = text(connection, "select sqlite_version()").await?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < OLDEST_SQLITE.as_slice() {
        return Err(OpenError::Unsuitable(format!("{version} is older than 3.51.3")));
    }
    let journal = text(connection, "pragma journal_mode").await?;
    let synchronous = number(connection, "pragma synchronous").await?;
    let foreign_keys = number(connection, "pragma foreign_keys").await?;
    let timeout = number(connection, "pragma busy_timeout").await?;
    let flushes = number(connection, "pragma fullfsync").await?
        + number(connection, "pragma checkpoint_fullfsync").await?;
    // A file system that cannot share memory between processes (most network drives) leaves the journal as it was.
    if journal != "wal" || synchronous != 2 || foreign_keys != 1 || timeout == 0 || flushes != 2 {
        let found = format!(
            "journal {journal}, synchronous {synchronous}, foreign keys {foreign_keys}, busy timeout {timeout}, full \
             flushes {flushes}"
        );
        return Err(OpenError::Unsuitable(format!("did not take its settings: {found}")));
    }
    Ok(())
}

/// A till's database says so; an empty one may become one.
async fn identity(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let id = number(connection, "pragma application_id").await?;
    let tables = number(connection, "select count(*) from sqlite_schema").await?;
    if id == APPLICATION_ID || (id, tables) == (0, 0) { Ok(()) } else { Err(OpenError::Foreign) }
}

/// The version of the database, if it has one, and the newest version this program knows.
async fn not_newer(connection: &mut SqliteConnection) -> Result<(Option<i64>, i64), OpenError> {
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    if number(connection, "select count(*) from sqlite_schema where name = '_sqlx_migrations'").await? == 0 {
        return Ok((None, known));
    }
    let found = number(connection, "select coalesce(max(version), 0) from _sqlx_migrations").await?;
    if found > known { Err(OpenError::Newer { found, known }) } else { Ok((Some(found), known)) }
}

async fn migrate(
    connection: &mut SqliteConnection,
    data_dir: &Path,
    now: Timestamp,
) -> Result<(), OpenError> {
    if let (Some(found), known) = not_newer(connection).await?
        && found < known
    {
        let why = format!("before-migration-{found}");
        let folder = data_dir.join(BACKUP_FOLDER);
        backup::copy_into(connection, &folder, &why, now).await.map_err(|error| match error {
            BackupError::Store(error) => error,
            BackupError::File { source, .. } => StoreError::from_file(&source),
            other => StoreError::Other(other.to_string()),
        })?;
    }
    MIGRATIONS.run(connection).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            OpenError::Store(error.into())
        }
        other => OpenError::Store(StoreError::Other(other.to_string())),
    })
}

#[cfg(test)]
impl Store {
    /// Tells the connection that writes something about itself.
    pub(crate) async fn tell_writer(&self, pragma: &'static str) {
        self.writer.tell(pragma).await;
    }

    /// Calls `told` at each commit of the connection that writes.
    pub(crate) async fn count_commits(&self, told: impl FnMut() + Send + 'static) {
        self.writer.on_commit(told).await;
    }

    /// Calls `step` at each step of SQLite's machine on the connection that writes.
    pub(crate) async fn watch_writer(&self, step: impl FnMut() -> bool + Send + 'static) {
        self.writer.watch(step).await;
    }
}
