//! The end of the journal, written down outside the database: a copy of the database that is put in its place later is found
//! by it, and so is a tail that was cut off.
//!
//! Written after the commit it tells of, never before: a crash in between leaves an anchor that lags behind, and what lies
//! behind an anchor is checked like everything else. While entries come in quick succession one writing covers many.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use journal::{Anchor, Head};
use tokio::sync::watch;

/// The anchor within a data folder.
pub const ANCHOR_FILE: &str = "journal.anchor";

/// At most one writing in this time: an anchor lags behind by no more than that and the writing itself.
const PAUSE: Duration = Duration::from_secs(1);

/// Where the end of the journal is written down.
#[derive(Debug, Clone)]
pub(crate) struct Anchors {
    places: Arc<Mutex<Vec<PathBuf>>>,
    /// The end of the journal as committed last.
    newest: Arc<watch::Sender<Option<Head>>>,
    /// The number written down last; held while it is written.
    written: Arc<tokio::sync::Mutex<u64>>,
    /// Nothing is written before the journal was checked: it would take the place of what shows that it is broken.
    keeping: Arc<AtomicBool>,
}

impl Anchors {
    pub(crate) fn at(place: PathBuf) -> Self {
        Self {
            places: Arc::new(Mutex::new(vec![place])),
            newest: Arc::new(watch::Sender::new(None)),
            written: Arc::default(),
            keeping: Arc::default(),
        }
    }

    /// Writes it down there, too.
    pub(crate) fn add(&self, place: PathBuf) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if !places.contains(&place) {
            places.push(place);
        }
    }

    /// The end of the journal is here, durably.
    pub(crate) fn committed(&self, head: Head) {
        self.newest.send_replace(Some(head));
    }

    /// Every anchor there is. One that cannot be read is like one that is gone.
    pub(crate) async fn read(&self) -> Vec<Anchor> {
        let places = self.places();
        let read = tokio::task::spawn_blocking(move || places.iter().filter_map(|at| read(at)).collect());
        read.await.unwrap_or_default()
    }

    /// Keeps the anchors up from now on, until the database is not used any more. What is not written for a full or broken
    /// disk is written with the next entry.
    pub(crate) fn keep(&self) {
        if self.keeping.swap(true, Ordering::SeqCst) {
            return;
        }
        let mut news = self.newest.subscribe();
        // Without its sender: the task ends when nobody is left who could commit anything.
        let (places, written) = (self.places.clone(), self.written.clone());
        tokio::spawn(async move {
            loop {
                let head = news.borrow_and_update().clone();
                write_all(&places, &written, head).await;
                tokio::time::sleep(PAUSE).await;
                if news.changed().await.is_err() {
                    return;
                }
            }
        });
    }

    /// Writes the end of the journal down now, once it is kept at all.
    pub(crate) async fn write(&self) {
        if !self.keeping.load(Ordering::SeqCst) {
            return;
        }
        let head = self.newest.borrow().clone();
        write_all(&self.places, &self.written, head).await;
    }

    fn places(&self) -> Vec<PathBuf> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn write_all(places: &Mutex<Vec<PathBuf>>, written: &tokio::sync::Mutex<u64>, head: Option<Head>) {
    let Some(head) = head else { return };
    let mut written = written.lock().await;
    // Two may want to write at once; the later end stays.
    if head.seq <= *written {
        return;
    }
    *written = head.seq;
    let places = places.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let text = Anchor::at(&head).to_text();
    let done = tokio::task::spawn_blocking(move || {
        for place in places {
            if let Err(error) = replace(&place, &text) {
                tracing::warn!(%error, place = %place.display(), "the end of the journal was not written down");
            }
        }
    });
    if done.await.is_err() {
        tracing::warn!("the end of the journal was not written down");
    }
}

/// One anchor, if there is one that can be read.
pub(crate) fn read(place: &Path) -> Option<Anchor> {
    let text = std::fs::read_to_string(place).ok()?;
    Anchor::read(&text).inspect_err(|error| tracing::warn!(%error, place = %place.display(), "anchor")).ok()
}

/// The old anchor or the new one, never half of one: another file takes its place once it is on the disk.
fn replace(place: &Path, text: &str) -> std::io::Result<()> {
    let beside = place.with_extension("anchor-new");
    let mut file = File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&beside, place)?;
    // The folder's own entry; where a folder cannot be opened as a file, the system does it by itself.
    if let Some(folder) = place.parent()
        && let Ok(folder) = File::open(folder)
    {
        folder.sync_all()?;
    }
    Ok(())
}
