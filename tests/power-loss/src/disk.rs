//! What was asked of the disk, in order: the tape from which images of a power loss are made.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// One thing asked of the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A file was there already.
    Found {
        /// Its name.
        name: Arc<str>,
        /// What was in it.
        bytes: Arc<[u8]>,
    },
    /// A file came to be.
    Create {
        /// Its name.
        name: Arc<str>,
    },
    /// Bytes were written.
    Write {
        /// The file.
        name: Arc<str>,
        /// From which byte on.
        offset: usize,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// A file was cut, or made longer with zeros.
    Truncate {
        /// The file.
        name: Arc<str>,
        /// Its new length.
        length: usize,
    },
    /// What was written to a file is on the disk from here on.
    Sync {
        /// The file.
        name: Arc<str>,
        /// And the names in its folder too.
        folder: bool,
    },
    /// A file was removed.
    Delete {
        /// Its name.
        name: Arc<str>,
        /// And the folder was synced.
        folder: bool,
    },
    /// The till was told that so many steps are done. From here on a power loss must not take them back.
    Told(usize),
}

impl Act {
    /// The file it is about.
    fn name(&self) -> Option<&Arc<str>> {
        match self {
            Self::Found { name, .. }
            | Self::Create { name }
            | Self::Write { name, .. }
            | Self::Truncate { name, .. }
            | Self::Sync { name, .. }
            | Self::Delete { name, .. } => Some(name),
            Self::Told(_) => None,
        }
    }
}

/// Whether the disk does what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Honesty {
    /// A sync that returned is on the disk.
    #[default]
    Honest,
    /// It says that it synced and did not: what `synchronous = off` amounts to. Must be found out.
    Lying,
}

/// How a disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No room for a write.
    Full,
    /// A write or a sync that the disk reports as failed.
    Broken,
}

/// A failure to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// So many writes and syncs still succeed.
    pub after: usize,
    /// Then so many fail.
    pub times: usize,
    /// In this way.
    pub how: Failure,
}

#[derive(Debug, Default)]
struct Tape {
    acts: Vec<Act>,
    fault: Option<Fault>,
}

/// A folder whose files are written down.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    honesty: Honesty,
    tape: Mutex<Tape>,
}

static FOLDERS: LazyLock<Mutex<HashMap<PathBuf, Arc<Disk>>>> = LazyLock::new(Mutex::default);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    /// Writes down from now on what happens to the files of a folder.
    pub fn watch(folder: &Path, honesty: Honesty) -> Arc<Self> {
        crate::vfs::install();
        let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let disk = Arc::new(Self { folder: folder.clone(), honesty, tape: Mutex::default() });
        locked(&FOLDERS).insert(folder, disk.clone());
        disk
    }

    /// Ends the watch; files that are still open are written down further.
    pub fn leave(&self) {
        locked(&FOLDERS).remove(&self.folder);
    }

    /// Notes that the till was told that its first `steps` steps are done.
    pub fn told(&self, steps: usize) {
        locked(&self.tape).acts.push(Act::Told(steps));
    }

    /// How much has been asked of it.
    pub fn len(&self) -> usize {
        locked(&self.tape).acts.len()
    }

    /// Whether nothing has been asked of it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everything so far.
    pub fn tape(&self) -> Vec<Act> {
        locked(&self.tape).acts.clone()
    }

    /// Makes it fail, or no more.
    pub fn break_down(&self, fault: Option<Fault>) {
        locked(&self.tape).fault = fault;
    }

    /// Whether the failure that was to come has come.
    pub fn has_failed(&self, fault: Fault) -> bool {
        locked(&self.tape).fault.is_none_or(|left| left.times < fault.times)
    }

    fn of(path: &Path) -> Option<(Arc<Self>, Arc<str>)> {
        let name = path.file_name()?.to_str()?;
        let disk = locked(&FOLDERS).get(path.parent()?).cloned()?;
        Some((disk, Arc::from(name)))
    }

    fn note(&self, act: Act) {
        locked(&self.tape).acts.push(act);
    }

    /// Notes a write or a sync, unless it is one that fails.
    fn try_to(&self, act: Act) -> Result<(), Failure> {
        let mut tape = locked(&self.tape);
        if let Some(fault) = &mut tape.fault {
            let fails = match act {
                Act::Sync { .. } => fault.how == Failure::Broken,
                _ => true,
            };
            if fails && fault.after > 0 {
                fault.after -= 1;
            } else if fails && fault.times > 0 {
                fault.times -= 1;
                return Err(fault.how);
            }
        }
        tape.acts.push(act);
        Ok(())
    }
}

/// An open file of a watched folder.
#[derive(Debug)]
pub struct Watched {
    disk: Arc<Disk>,
    name: Arc<str>,
    folder_due: AtomicBool,
}

impl Watched {
    /// The file at `path`, if its folder is watched. `log`: its first sync also syncs the folder.
    pub(crate) fn of(path: &Path, created: bool, log: bool) -> Option<Self> {
        let (disk, name) = Disk::of(path)?;
        if created {
            disk.note(Act::Create { name: name.clone() });
        } else if let Ok(bytes) = std::fs::read(path)
            && !locked(&disk.tape).acts.iter().any(|act| act.name() == Some(&name))
        {
            disk.note(Act::Found { name: name.clone(), bytes: Arc::from(bytes) });
        }
        Some(Self { disk, name, folder_due: AtomicBool::new(log) })
    }

    pub(crate) fn write(&self, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        self.disk.try_to(Act::Write { name: self.name.clone(), offset, bytes: Arc::from(bytes) })
    }

    pub(crate) fn truncate(&self, length: u64) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        self.disk.note(Act::Truncate { name: self.name.clone(), length });
    }

    pub(crate) fn sync(&self) -> Result<(), Failure> {
        if self.disk.honesty == Honesty::Lying {
            return Ok(());
        }
        let folder = self.folder_due.swap(false, Ordering::SeqCst);
        self.disk.try_to(Act::Sync { name: self.name.clone(), folder })
    }
}

/// A file was removed.
pub(crate) fn deleted(path: &Path, folder: bool) {
    if let Some((disk, name)) = Disk::of(path) {
        disk.note(Act::Delete { name, folder });
    }
}
