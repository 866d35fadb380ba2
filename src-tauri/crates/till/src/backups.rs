//! Copies of the database: made once a day and on demand, put back with a manager's approval.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use journal::Kind;
use serde_json::{Value, json};
use store::{Backup, BackupKind, Note, OpenError, Restored, Store, StoreError, prepare_restore};

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use crate::instance::InstanceLock;
use crate::pay::on_its_own;
use crate::{Clock, ManagerApproval, OpenTillError, Till, TillError};

/// Where the copy is that somebody wants back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupSource {
    /// One of the till's own, by the name it is listed under. No other name finds anything.
    Listed(String),
    /// A file somewhere else.
    File(PathBuf),
}

impl BackupSource {
    fn find(&self, data_dir: &Path) -> Result<PathBuf, TillError> {
        match self {
            Self::File(path) => Ok(path.clone()),
            Self::Listed(name) => {
                let listed = store::backups(data_dir)?;
                let found = listed.into_iter().find(|backup| backup.name == *name);
                found.map(|backup| backup.path).ok_or(TillError::NotFound("backup"))
            }
        }
    }
}

impl Till {
    /// Makes a verified copy now. The till sells on meanwhile.
    pub async fn back_up(&self) -> Result<Backup, TillError> {
        let till = self.clone();
        on_its_own(async move { till.back_up_as(BackupKind::Asked).await }).await
    }

    /// Makes a verified copy at a place of somebody's choice, where there is no file yet.
    pub async fn back_up_to(&self, file: &Path) -> Result<(), TillError> {
        self.store().back_up_to(file).await?;
        self.journal_backup("elsewhere").await
    }

    /// Makes the copy of a day that is done, in the place of an earlier one of the same day.
    pub async fn back_up_day(&self) -> Result<Backup, TillError> {
        let till = self.clone();
        on_its_own(async move { till.back_up_as(BackupKind::Daily).await }).await
    }

    async fn back_up_as(&self, kind: BackupKind) -> Result<Backup, TillError> {
        let backup = self.store().back_up(kind, self.now()).await?;
        self.journal_backup(&backup.name).await?;
        Ok(backup)
    }

    async fn journal_backup(&self, name: &str) -> Result<(), TillError> {
        self.store().journal().append(Note::new(Kind::Backup, "", json!({ "name": name }))).await?;
        Ok(())
    }

    /// Makes the copy of this day unless there is one; reads the whole database for damage first.
    ///
    /// # Errors
    /// As [`Till::check_storage`] and [`Till::back_up`].
    pub async fn look_after_storage(&self) -> Result<Option<Backup>, TillError> {
        let at = self.clock().wall();
        let made_today = |backup: &Backup| {
            backup.kind == BackupKind::Daily
                && backup.made_at.to_zoned(at.time_zone().clone()).date() == at.date()
        };
        if self.backups()?.iter().any(made_today) && self.storage_was_checked() {
            return Ok(None);
        }
        self.check_storage().await?;
        if self.backups()?.iter().any(made_today) { Ok(None) } else { self.back_up_day().await.map(Some) }
    }

    /// Reads the whole database for damage. Takes as long as it is large; the till sells on meanwhile.
    ///
    /// # Errors
    /// `StoreError::Damaged`: from then on no new payment begins, see [`Till::damage`].
    pub async fn check_storage(&self) -> Result<(), TillError> {
        let checked = self.store().check().await;
        match &checked {
            Ok(()) => self.mark_checked(),
            Err(StoreError::Damaged(what)) => {
                tracing::error!(what, "the database is damaged");
                self.mark_damaged(what);
            }
            Err(_) => {}
        }
        Ok(checked?)
    }

    /// The copies in the data folder, newest first.
    pub fn backups(&self) -> Result<Vec<Backup>, TillError> {
        Ok(store::backups(self.data_dir())?)
    }

    /// Puts a copy in the place of the database, which is kept aside. The copy is examined first; only then is the till
    /// closed, for good: whoever called this opens it anew, or ends.
    ///
    /// # Errors
    /// `PaymentsOpen` while a payment or refund has not ended, or a refund waits: the copy would not know of it. `NotPutBack`
    /// when the till is closed already and the files could not be moved: the next start opens what was in use, or finishes
    /// the restore.
    pub async fn restore(
        &self,
        approval: ManagerApproval,
        source: BackupSource,
    ) -> Result<Restored, TillError> {
        on_its_own(restore_now(self.clone(), approval, source)).await
    }
}

async fn restore_now(
    till: Till,
    approval: ManagerApproval,
    source: BackupSource,
) -> Result<Restored, TillError> {
    // Nothing begins from here on.
    let _session = till.session().await;
    match nothing_runs(till.store()).await {
        Ok(true) => {}
        Ok(false) => return Err(TillError::PaymentsOpen),
        // What cannot be read cannot be waited for.
        Err(StoreError::Damaged(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let path = source.find(till.data_dir())?;
    let prepared = prepare_restore(till.data_dir(), &path, till.now()).await?;
    till.store().close().await;
    let restored = match prepared.put_in_place(till.now()).await {
        Ok(restored) => restored,
        Err(error) => {
            tracing::error!(%error, "the backup is not in place; the next start finds what was in use, or finishes it");
            return Err(TillError::NotPutBack(error));
        }
    };
    tracing::warn!(from = %path.display(), manager = approval.name(), "a backup was restored");
    let (data_dir, now) = (till.data_dir().to_owned(), till.now());
    let by = json!({ "approved_by": approval.name() });
    // On a thread of its own: the compiler cannot see that opening a database may wander between threads.
    let runtime = Handle::current();
    let noted = spawn_blocking(move || runtime.block_on(decided(&data_dir, now, by))).await;
    if !matches!(noted, Ok(Ok(()))) {
        // The next start finds an old journal and asks a manager.
        tracing::warn!(?noted, "the restore is not in the journal");
    }
    Ok(restored)
}

/// Neither a payment nor a refund runs, and no refund waits to be sent again: the copy would not know how it ends.
async fn nothing_runs(store: &Store) -> Result<bool, StoreError> {
    let refunds = store.refunds();
    Ok(store.attempts().open().await?.is_empty()
        && refunds.open().await?.is_empty()
        && refunds.waiting().await?.is_empty())
}

/// The copy's journal ends before what was written down outside of it. Whoever put it back has decided about that.
async fn decided(data_dir: &Path, now: Timestamp, by: Value) -> Result<(), OpenError> {
    let store = Store::open(data_dir, now).await?;
    let journal = store.journal();
    let found = journal.check_tail().await?;
    journal.go_on(&found, Note::new(Kind::Restore, "", by)).await?;
    store.close().await;
    Ok(())
}

/// Puts a copy in the place of a database that no till can open, or where there is none. Nobody can be asked for a PIN
/// then: who works here stands in the database.
///
/// # Errors
/// `InUse` while a till works on the folder; whatever is wrong with the copy.
pub async fn restore_unopened(
    data_dir: &Path,
    source: BackupSource,
    clock: &dyn Clock,
) -> Result<Restored, OpenTillError> {
    std::fs::create_dir_all(data_dir)
        .map_err(|source| OpenTillError::Folder { path: data_dir.to_owned(), source })?;
    let _instance = InstanceLock::of(data_dir)?;
    let path = source.find(data_dir)?;
    let prepared =
        prepare_restore(data_dir, &path, clock.wall().timestamp()).await.map_err(TillError::from)?;
    let restored = prepared.put_in_place(clock.wall().timestamp()).await.map_err(TillError::from)?;
    tracing::warn!(from = %path.display(), "a backup was restored to a till that could not be opened");
    Ok(restored)
}
