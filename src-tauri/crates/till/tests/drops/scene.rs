//! Shops in which an act begins, made once and copied for each drop.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use store::Store;
use tempfile::TempDir;

use crate::support::machines::{Known, Machines};
use crate::support::{Charge, Cloud, State, World, world};
use crate::{quiet, reopened};

/// A shop on disk, and what the cloud knows of it.
pub(crate) struct Scene {
    folder: TempDir,
    charges: Vec<Charge>,
    machines: Option<Known>,
}

impl Scene {
    /// The shop after `story`, its process ended.
    pub(crate) fn after(story: impl AsyncFn(&World)) -> Self {
        let runtime = quiet();
        let World { folder, cloud, till } = runtime.block_on(async {
            let world = world().await;
            story(&world).await;
            world
        });
        runtime.shutdown_background();
        drop(till);
        closed(folder.path());
        let machines = cloud.0.lock().unwrap().machines.as_ref().map(|machines| machines.known().clone());
        Self { folder, charges: cloud.charges(), machines }
    }

    /// A copy, in a running till.
    pub(crate) async fn open(&self) -> World {
        let folder = tempfile::tempdir().unwrap();
        copy(self.folder.path(), folder.path());
        let machines = self.machines.clone().map(Machines::of);
        let state = State { charges: self.charges.clone(), machines, ..State::default() };
        let cloud = Cloud(Arc::new(Mutex::new(state)));
        let till = reopened(folder.path(), &cloud).await;
        World { folder, cloud, till }
    }
}

/// Folds the write-ahead log in. The killed process's connections are closed by the database's own threads, a little
/// later: until they are, the log stays.
fn closed(folder: &Path) {
    let limit = Instant::now() + Duration::from_secs(20);
    let logged = || {
        let mut files = fs::read_dir(folder).unwrap().flatten();
        files.any(|it| it.file_name().to_string_lossy().ends_with("-wal"))
    };
    let runtime = quiet();
    while logged() {
        assert!(Instant::now() < limit, "the database is never closed");
        runtime.block_on(async { Store::open(folder, Timestamp::now()).await.unwrap().close().await });
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
