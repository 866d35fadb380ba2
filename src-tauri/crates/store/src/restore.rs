//! Putting a copy in the place of the database.
//!
//! The copy is brought into a folder of its own within the data folder, opened and examined there as a till would, and
//! only then put in place. From the moment that folder has its final name a restore that is cut off is finished by the
//! next start; before it, nothing has happened. What was in use is moved aside, with its log, and never thrown away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sale::OrderNumber;
use sqlx::Row;

use crate::backup::{BACKUP_FOLDER, BackupError, MAX_IN_A_SECOND, examine, stamp, sync_file, sync_folder_of};
use crate::{FILE_NAME, OpenError, SealedCopy, Store, StoreError, sealed};

/// Where a copy is examined.
const STAGE: &str = "restoring";
/// Where it waits once it was found good.
const READY: &str = "restore-";
/// The setting of a database that was put back and of which no till knows it yet: what waited in it may have been done since.
pub const PUT_BACK: &str = "put_back";

/// What a database holds, in a few figures for the person who decides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Orders.
    pub orders: u64,
    /// The last of them.
    pub last_order: Option<OrderNumber>,
    /// When its payment began, RFC 3339 with the shop's offset.
    pub last_order_at: Option<String>,
    /// Payments that have not ended.
    pub open_attempts: u64,
}

/// A copy that was found good and waits to be put in place.
#[derive(Debug)]
pub struct Prepared {
    data_dir: PathBuf,
    /// What it holds.
    pub contents: Contents,
    /// Whether it brings the locked secrets of its time.
    pub secrets: SealedCopy,
}

/// A copy is in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What it holds.
    pub contents: Contents,
    /// Whether the locked secrets of its time are in place too; otherwise those in use before are.
    pub secrets: SealedCopy,
    /// Where the database lies now that was in use before, if there was one.
    pub replaced: Option<PathBuf>,
}

/// Why a copy was not put in place. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Not a file: missing, a folder, a link, a device, or the database itself.
    #[error("not a backup file: {0}")]
    NotAFile(PathBuf),
    /// A till could not work with it.
    #[error("the backup cannot be used: {0}")]
    Unusable(OpenError),
    /// It opens but is not whole.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// A file or folder.
    #[error("{path}: {source}")]
    File {
        /// Its path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RestoreError {
    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

impl Store {
    /// What the database holds.
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        let row = sqlx::query(
            "select (select count(*) from orders) as orders, last.number, last.created_at,
                 (select count(*) from attempts where state in ('intended', 'pending', 'unknown')) as open
             from (select 1) left join (
                 select number, created_at from orders order by number desc limit 1
             ) as last",
        )
        .fetch_one(&mut *self.read().await?)
        .await?;
        let number: Option<i64> = row.get("number");
        Ok(Contents {
            orders: row.get::<i64, _>("orders").unsigned_abs(),
            last_order: number.map(|number| OrderNumber::new(number.unsigned_abs())),
            last_order_at: row.get("created_at"),
            open_attempts: row.get::<i64, _>("open").unsigned_abs(),
        })
    }
}

/// Brings a copy into the data folder and examines it there: what would be put in place is what was examined, whatever
/// happens to the file meanwhile. A copy of an older version is brought up to date.
pub async fn prepare_restore(
    data_dir: &Path,
    source: &Path,
    now: Timestamp,
) -> Result<Prepared, RestoreError> {
    let (data_dir, source) = (data_dir.to_owned(), source.to_owned());
    let runtime = tokio::runtime::Handle::current();
    // Copying a large file would hold up whoever else works on this thread.
    let prepare = move || runtime.block_on(prepare(&data_dir, &source, now));
    let prepared = tokio::task::spawn_blocking(prepare).await;
    prepared.map_err(|error| RestoreError::Store(StoreError::Other(error.to_string())))?
}

async fn prepare(data_dir: &Path, source: &Path, now: Timestamp) -> Result<Prepared, RestoreError> {
    let stage = data_dir.join(STAGE);
    remove_folder(&stage)?;
    let prepared = stage_copy(data_dir, &stage, source, now).await;
    if prepared.is_err() {
        remove_folder(&stage)?;
    }
    prepared
}

async fn stage_copy(
    data_dir: &Path,
    stage: &Path,
    source: &Path,
    now: Timestamp,
) -> Result<Prepared, RestoreError> {
    if !is_plain_file(source) || is_same_file(source, &data_dir.join(FILE_NAME)) {
        return Err(RestoreError::NotAFile(source.to_owned()));
    }
    fs::create_dir(stage).map_err(RestoreError::file(stage))?;
    let staged = stage.join(FILE_NAME);
    fs::copy(source, &staged).map_err(RestoreError::file(source))?;
    // A database that was moved aside has the last of its sales in its log.
    let log = beside(source, "-wal");
    if is_plain_file(&log) {
        fs::copy(&log, beside(&staged, "-wal")).map_err(RestoreError::file(&log))?;
    }
    make_writable(&staged).map_err(RestoreError::file(&staged))?;
    // An empty file would become a new database.
    if fs::metadata(&staged).map_err(RestoreError::file(&staged))?.len() == 0 {
        return Err(RestoreError::Unusable(OpenError::Foreign));
    }
    let store = Store::open(stage, now).await.map_err(RestoreError::Unusable)?;
    let contents = examined(&store).await;
    store.close().await;
    let contents = contents?;
    let secrets = sealed::stage(source, stage).map_err(RestoreError::file(source))?;
    sync_file(&staged).and_then(|()| sync_folder_of(&staged)).map_err(RestoreError::file(&staged))?;
    Ok(Prepared { data_dir: data_dir.to_owned(), contents, secrets })
}

async fn examined(store: &Store) -> Result<Contents, RestoreError> {
    examine(&mut *store.read().await?).await.map_err(unsound)?;
    Ok(store.contents().await?)
}

impl Prepared {
    /// Puts the copy in place; it goes on behind the numbers that were issued since it was made. Nobody may have the
    /// database open.
    pub async fn put_in_place(self, now: Timestamp) -> Result<Restored, RestoreError> {
        let runtime = tokio::runtime::Handle::current();
        let put = move || {
            let (data_dir, stage) = (self.data_dir.clone(), self.data_dir.join(STAGE));
            runtime.block_on(numbers::go_on(&data_dir, &stage, now))?;
            let staged = stage.join(FILE_NAME);
            sync_file(&staged).and_then(|()| sync_folder_of(&staged)).map_err(RestoreError::file(&staged))?;
            self.rename_into_place(now)
        };
        let done = tokio::task::spawn_blocking(put).await;
        done.map_err(|error| RestoreError::Store(StoreError::Other(error.to_string())))?
    }

    fn rename_into_place(self, now: Timestamp) -> Result<Restored, RestoreError> {
        let Self { data_dir, contents, secrets } = self;
        let ready = free_name(&data_dir, &stamp(now))?;
        let stage = data_dir.join(STAGE);
        // From here on it happens, if need be with the next start.
        fs::rename(&stage, &ready).map_err(RestoreError::file(&stage))?;
        sync_folder_of(&ready).map_err(RestoreError::file(&ready))?;
        let replaced = finish(&data_dir, &ready, &mut || Ok(())).map_err(RestoreError::file(&ready))?;
        Ok(Restored { contents, secrets, replaced })
    }

    /// Leaves everything as it was.
    pub fn leave(self) -> Result<(), RestoreError> {
        remove_folder(&self.data_dir.join(STAGE))
    }
}

/// A name under which nothing was set aside yet: two restores in one second must not cost a database.
fn free_name(data_dir: &Path, stamp: &str) -> Result<PathBuf, RestoreError> {
    let later = (2..=MAX_IN_A_SECOND).map(|counter| format!("{stamp}-{counter}"));
    let mut names = std::iter::once(stamp.to_owned()).chain(later);
    let free = names.find(|name| !aside(data_dir, name).exists());
    let name = free.ok_or_else(|| RestoreError::NotAFile(aside(data_dir, stamp)))?;
    Ok(data_dir.join(format!("{READY}{name}")))
}

/// Where the database goes that is replaced.
fn aside(data_dir: &Path, stamp: &str) -> PathBuf {
    data_dir.join(BACKUP_FOLDER).join(format!("replaced-{stamp}.sqlite"))
}

/// Whether a data folder holds a database, or a restore that is about to put one there.
pub fn holds_a_database(data_dir: &Path) -> bool {
    data_dir.join(FILE_NAME).exists() || matches!(interrupted(data_dir), Ok(Some(_)))
}

/// Finishes a restore that was cut off.
pub(crate) fn finish_interrupted(data_dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(data_dir.join(STAGE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    while let Some(ready) = interrupted(data_dir)? {
        tracing::warn!(folder = %ready.display(), "a restore was cut off and is finished now");
        finish(data_dir, &ready, &mut || Ok(()))?;
    }
    Ok(())
}

fn interrupted(data_dir: &Path) -> io::Result<Option<PathBuf>> {
    let entries = match fs::read_dir(data_dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(READY) && entry.metadata()?.is_dir() {
            return Ok(Some(entry.path()));
        }
    }
    Ok(None)
}

/// Each step leaves a state from which this can be done again. `step` is asked before each.
fn finish(
    data_dir: &Path,
    ready: &Path,
    step: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<Option<PathBuf>> {
    let (live, copy) = (data_dir.join(FILE_NAME), ready.join(FILE_NAME));
    let name = ready.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stamp = name.trim_start_matches(READY);
    let aside = aside(data_dir, stamp);
    let log = beside(&live, "-wal");
    if copy.exists() {
        fs::create_dir_all(data_dir.join(BACKUP_FOLDER))?;
        step()?;
        if live.exists() {
            fs::rename(&live, &aside)?;
            sync_folder_of(&aside)?;
            sync_folder_of(&live)?;
        }
        step()?;
        // Never beside the other database: its pages would be taken for that one's.
        if log.exists() {
            fs::rename(&log, beside(&aside, "-wal"))?;
        }
        remove_file(&beside(&live, "-shm"))?;
        remove_file(&beside(&live, "-journal"))?;
        sync_folder_of(&aside)?;
        sync_folder_of(&live)?;
        step()?;
        fs::rename(&copy, &live)?;
        sync_folder_of(&copy)?;
        sync_folder_of(&live)?;
    }
    step()?;
    sealed::put_in_place(data_dir, ready, &aside, step)?;
    step()?;
    fs::remove_dir_all(ready)?;
    sync_folder_of(&live)?;
    Ok(aside.exists().then_some(aside))
}

fn unsound(error: BackupError) -> RestoreError {
    match error {
        BackupError::Store(error) => RestoreError::Store(error),
        BackupError::File { path, source } => RestoreError::File { path, source },
        other => RestoreError::Damaged(other.to_string()),
    }
}

/// A file and nothing that stands for one.
fn is_plain_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// The file that SQLite keeps beside another.
pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A backup may be kept as a file nobody can change; the database in use must not inherit that.
fn make_writable(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(file, fs::Permissions::from_mode(0o600))
    }
    #[cfg(not(unix))]
    {
        let mut permissions = fs::metadata(file)?.permissions();
        permissions.set_readonly(false);
        fs::set_permissions(file, permissions)
    }
}

fn remove_file(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn remove_folder(folder: &Path) -> Result<(), RestoreError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(RestoreError::file(folder)(error)),
        _ => Ok(()),
    }
}

mod numbers;
#[cfg(test)]
mod tests;
