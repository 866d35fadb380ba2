//! Whole copies of the database, made beside the running till.
//!
//! `vacuum into` rather than SQLite's backup interface: it copies one moment while the till sells on, reads every table
//! on the way (damage is met now, not at the restore), leaves a file without a log beside it, and needs no unsafe code.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};

use crate::{Store, StoreError, sealed};

/// The folder of the copies, within a data folder.
pub const BACKUP_FOLDER: &str = "backups";
/// So many of each kind are kept, the newest. What a restore replaced is never thrown away.
pub const BACKUPS_KEPT: usize = 14;
/// Copies of one kind within the same second.
pub(crate) const MAX_IN_A_SECOND: u32 = 99;
const STAMP: &str = "%Y%m%dT%H%M%SZ";
/// What only ever grows: a copy has as many rows as there were before, and no more than there are afterwards.
const GROWING: [&str; 7] =
    ["orders", "tenders", "attempts", "observations", "receipts", "refunds", "refund_slips"];

/// Why a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupKind {
    /// By itself, once a day.
    Daily,
    /// Somebody asked for it.
    Asked,
    /// A newer program was about to change the database's shape.
    BeforeMigration,
    /// It was in use until a restore put another one in its place.
    Replaced,
}

impl BackupKind {
    /// The word in file names and in machine-readable output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Asked => "asked",
            Self::BeforeMigration => "before-migration",
            Self::Replaced => "replaced",
        }
    }
}

/// A copy in the folder of copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its file name.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Why it was made.
    pub kind: BackupKind,
    /// When.
    pub made_at: Timestamp,
    /// Its size.
    pub bytes: u64,
    /// Whether the locked secrets of that time lie beside it.
    pub with_secrets: bool,
}

/// Why there is no copy. Nothing was left behind.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is a file of this name already.
    #[error("there is a file already: {0}")]
    Exists(PathBuf),
    /// What was written does not read back as it should.
    #[error("the copy is not sound: {0}")]
    Unsound(String),
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

impl BackupError {
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Makes a verified copy in the folder of copies and keeps the newest [`BACKUPS_KEPT`] of its kind. The till sells on
    /// meanwhile. `now` names the file.
    pub async fn back_up(&self, kind: BackupKind, now: Timestamp) -> Result<Backup, BackupError> {
        let folder = self.data_dir().join(BACKUP_FOLDER);
        let backup = copy_into(&mut self.beside().await?, &folder, kind.as_str(), now).await?;
        prune(&folder, kind)?;
        Ok(backup)
    }

    /// Makes a verified copy at a place of somebody's choice, where there is no file yet.
    pub async fn back_up_to(&self, file: &Path) -> Result<(), BackupError> {
        let secrets = sealed::beside_copy(file);
        if is_taken(&secrets) {
            return Err(BackupError::Exists(secrets));
        }
        copy_with_secrets(&mut self.beside().await?, self.data_dir(), file).await
    }

    /// A connection of its own: a copy takes long, and the others have customers waiting.
    async fn beside(&self) -> Result<SqliteConnection, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(self.file())
            .busy_timeout(crate::open::BUSY_TIMEOUT)
            .read_only(true);
        Ok(SqliteConnection::connect_with(&options).await?)
    }
}

/// The copies in a data folder, newest first. Files of other names, links and folders are not looked at.
pub fn backups(data_dir: &Path) -> Result<Vec<Backup>, BackupError> {
    list(&data_dir.join(BACKUP_FOLDER))
}

fn list(folder: &Path) -> Result<Vec<Backup>, BackupError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(BackupError::file(folder)(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(BackupError::file(folder))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Some((kind, made_at)) = read_name(&name) else { continue };
        // Of the entry itself, not of what a link points to.
        let Ok(about) = entry.metadata() else { continue };
        if about.is_file() {
            let path = entry.path();
            let with_secrets = sealed::beside_copy(&path).is_file();
            found.push(Backup { name, path, kind, made_at, bytes: about.len(), with_secrets });
        }
    }
    found.sort_by(|one, other| (other.made_at, &other.name).cmp(&(one.made_at, &one.name)));
    Ok(found)
}

/// Reads `daily-20261121T110000Z.sqlite`, also with the `-2` of a second one in the same second.
fn read_name(name: &str) -> Option<(BackupKind, Timestamp)> {
    let name = name.strip_suffix(".sqlite")?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (rest, stamp) = match name.rsplit_once('-')? {
        (rest, counter) if is_number(counter) => rest.rsplit_once('-')?,
        parts => parts,
    };
    let kind = match rest {
        "daily" => BackupKind::Daily,
        "asked" => BackupKind::Asked,
        "replaced" => BackupKind::Replaced,
        other => {
            let version = other.strip_prefix("before-migration-")?;
            is_number(version).then_some(BackupKind::BeforeMigration)?
        }
    };
    let made_at = DateTime::strptime(STAMP, stamp).ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some((kind, made_at.timestamp()))
}

pub(crate) fn stamp(now: Timestamp) -> String {
    now.strftime(STAMP).to_string()
}

/// A whole, consistent, verified copy in a folder.
pub(crate) async fn copy_into(
    connection: &mut SqliteConnection,
    folder: &Path,
    why: &str,
    now: Timestamp,
) -> Result<Backup, BackupError> {
    fs::create_dir_all(folder).map_err(BackupError::file(folder))?;
    let base = format!("{why}-{}", stamp(now));
    let later = (2..=MAX_IN_A_SECOND).map(|counter| format!("{base}-{counter}.sqlite"));
    let mut names = std::iter::once(format!("{base}.sqlite")).chain(later);
    let free = names.find(|name| !is_taken(&folder.join(name)));
    let name = free.ok_or_else(|| BackupError::Exists(folder.join(format!("{base}.sqlite"))))?;
    let path = folder.join(&name);
    copy_with_secrets(connection, folder.parent().unwrap_or(folder), &path).await?;
    let bytes = fs::metadata(&path).map_err(BackupError::file(&path))?.len();
    let with_secrets = sealed::beside_copy(&path).is_file();
    let (kind, made_at) = read_name(&name).unwrap_or((BackupKind::Asked, now));
    Ok(Backup { name, path, kind, made_at, bytes, with_secrets })
}

/// The locked secrets first: a copy that is listed has them beside it already.
async fn copy_with_secrets(
    connection: &mut SqliteConnection,
    data_dir: &Path,
    file: &Path,
) -> Result<(), BackupError> {
    if is_taken(file) {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let secrets = sealed::beside_copy(file);
    sealed::keep_copy(data_dir, file).map_err(BackupError::file(&secrets))?;
    let copied = copy_to(connection, file).await;
    if copied.is_err() {
        // Best effort: without its database it is listed nowhere.
        let _ = fs::remove_file(&secrets);
    }
    copied
}

fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes the copy under another name, verifies it, and gives it its own only when it is on the disk.
async fn copy_to(connection: &mut SqliteConnection, file: &Path) -> Result<(), BackupError> {
    if is_taken(file) {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let mut partial = OsString::from(file);
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    // What an earlier try left when it was cut off.
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(BackupError::file(&partial)(error));
        }
        _ => {}
    }
    let written = write_and_verify(connection, &partial).await;
    let done = match written {
        Ok(()) => put_in_place(partial.clone(), file.to_owned()).await,
        Err(error) => Err(error),
    };
    if done.is_err() {
        // Best effort: the next copy removes it too.
        let _ = fs::remove_file(&partial);
    }
    done
}

async fn write_and_verify(connection: &mut SqliteConnection, partial: &Path) -> Result<(), BackupError> {
    let least = rows(connection).await?;
    sqlx::query("vacuum into ?")
        .bind(partial.to_string_lossy().into_owned())
        .execute(&mut *connection)
        .await?;
    let most = rows(connection).await?;
    let shape = shape(connection).await?;
    let options = SqliteConnectOptions::new().filename(partial).read_only(true).immutable(true);
    let mut copy = SqliteConnection::connect_with(&options).await?;
    examine(&mut copy).await?;
    if self::shape(&mut copy).await? != shape {
        return Err(BackupError::Unsound("it has another shape".to_owned()));
    }
    let copied = rows(&mut copy).await?;
    copy.close().await?;
    for (table, found) in &copied {
        let (least, most) = (least.get(table).copied(), most.get(table).copied());
        if Some(*found) < least || Some(*found) > most {
            return Err(BackupError::Unsound(format!("{found} {table}, not {least:?} to {most:?}")));
        }
    }
    if copied.len() == least.len() {
        Ok(())
    } else {
        Err(BackupError::Unsound("tables are missing".to_owned()))
    }
}

/// Reads a whole database for damage, indexes and references included.
pub(crate) async fn examine(connection: &mut SqliteConnection) -> Result<(), BackupError> {
    let row = sqlx::query("pragma integrity_check(1)").fetch_one(&mut *connection).await?;
    let verdict: String = row.get(0);
    if verdict != "ok" {
        return Err(BackupError::Unsound(verdict));
    }
    match sqlx::query("pragma foreign_key_check").fetch_optional(&mut *connection).await? {
        None => Ok(()),
        Some(row) => {
            Err(BackupError::Unsound(format!("a row of {} hangs in the air", row.get::<String, _>(0))))
        }
    }
}

/// Rows of the tables that only grow, as far as there are such tables.
async fn rows(connection: &mut SqliteConnection) -> Result<BTreeMap<&'static str, i64>, BackupError> {
    let mut counted = BTreeMap::new();
    for table in GROWING {
        let there = sqlx::query("select 1 from sqlite_schema where type = 'table' and name = ?").bind(table);
        if there.fetch_optional(&mut *connection).await?.is_some() {
            let count = sqlx::query(sqlx::AssertSqlSafe(format!("select count(*) from {table}")));
            counted.insert(table, count.fetch_one(&mut *connection).await?.get(0));
        }
    }
    Ok(counted)
}

/// What tells a shape of the database from another.
async fn shape(connection: &mut SqliteConnection) -> Result<(i64, String), BackupError> {
    let row = sqlx::query(
        "select (select application_id from pragma_application_id),
             (select group_concat(sql, ';') from (select sql from sqlite_schema order by type, name))",
    )
    .fetch_one(connection)
    .await?;
    Ok((row.get(0), row.get::<Option<String>, _>(1).unwrap_or_default()))
}

/// Makes a written file durable and gives it its name.
async fn put_in_place(from: PathBuf, to: PathBuf) -> Result<(), BackupError> {
    let moved = tokio::task::spawn_blocking(move || {
        sync_file(&from).map_err(BackupError::file(&from))?;
        fs::rename(&from, &to).map_err(BackupError::file(&to))?;
        sync_folder_of(&to).map_err(BackupError::file(&to))
    });
    moved.await.map_err(|error| BackupError::Unsound(error.to_string()))?
}

/// What was written to a file is on the disk.
pub(crate) fn sync_file(file: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(file)?.sync_all()
}

/// The names in the folder of a file are on the disk.
pub(crate) fn sync_folder_of(file: &Path) -> io::Result<()> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        // Windows writes names through by itself and opens no folder as a file.
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn prune(folder: &Path, kind: BackupKind) -> Result<(), BackupError> {
    let mut made = list(folder)?;
    made.retain(|backup| backup.kind == kind);
    // The copy of a day takes the place of an earlier one of that day.
    let day = |backup: &Backup| backup.made_at.to_zoned(TimeZone::system()).date();
    let mut kept: Vec<&Backup> = Vec::new();
    for backup in &made {
        let is_newest_of_day = kept.last().is_none_or(|newer| day(newer) != day(backup));
        let keep = match kind {
            BackupKind::Replaced => true,
            BackupKind::Daily => is_newest_of_day && kept.len() < BACKUPS_KEPT,
            BackupKind::Asked | BackupKind::BeforeMigration => kept.len() < BACKUPS_KEPT,
        };
        if keep {
            kept.push(backup);
        } else {
            fs::remove_file(&backup.path).map_err(BackupError::file(&backup.path))?;
            if backup.with_secrets {
                let secrets = sealed::beside_copy(&backup.path);
                fs::remove_file(&secrets).map_err(BackupError::file(&secrets))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_are_read() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let morning = at("2026-11-21T11:00:00Z");
        for (name, read) in [
            ("daily-20261121T110000Z.sqlite", Some((BackupKind::Daily, morning))),
            ("asked-20261121T110000Z-2.sqlite", Some((BackupKind::Asked, morning))),
            ("before-migration-3-20261121T110000Z.sqlite", Some((BackupKind::BeforeMigration, morning))),
            ("replaced-20261121T110000Z.sqlite", Some((BackupKind::Replaced, morning))),
            ("before-migration--20261121T110000Z.sqlite", None),
            ("daily-20261121T110000Z.sqlite.partial", None),
            ("daily-20261321T110000Z.sqlite", None),
            ("daily.sqlite", None),
            ("../daily-20261121T110000Z.sqlite", None),
            ("other-20261121T110000Z.sqlite", None),
            ("", None),
        ] {
            assert_eq!(read_name(name), read, "{name:?}");
        }
        assert_eq!(
            read_name(&format!("daily-{}.sqlite", stamp(morning))),
            Some((BackupKind::Daily, morning))
        );
    }
}
