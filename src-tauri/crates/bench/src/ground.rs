//! Where the benchmarks work: a folder on the disk of the checkout, and one database with a million articles.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use composition::Accounts;
use jiff::Timestamp;
use money::Currency;
use store::Store;
use tempfile::TempDir;
use till::{Shop, SystemClock, Till};

use crate::{Failure, catalogue};

/// Articles of the large catalogue.
pub(crate) const ARTICLES: usize = 1_000_000;

/// The folder of one run, gone at its end.
#[derive(Debug)]
pub(crate) struct Ground {
    folder: TempDir,
    million: OnceLock<PathBuf>,
}

impl Ground {
    /// Beside the program, that is under `target`: a system's folder for temporary files is often kept in memory, where
    /// nothing takes the time it takes to be durable.
    pub(crate) fn new() -> Result<Self, Failure> {
        let program = std::env::current_exe()?;
        let beside = program.parent().ok_or("the program has no folder")?;
        let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(beside)?;
        Ok(Self { folder, million: OnceLock::new() })
    }

    /// A new folder of this name.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// The data folder of a shop with a million articles, made at the first call.
    pub(crate) async fn million(&self) -> Result<&Path, Failure> {
        if let Some(folder) = self.million.get() {
            return Ok(folder);
        }
        let folder = self.folder("million")?;
        make_shop(&folder).await?;
        Ok(self.million.get_or_init(|| folder))
    }
}

/// Runs on a worker of the runtime, where the shell's commands run too; the thread of `main` is woken more slowly.
pub(crate) async fn on_a_worker<T: Send + 'static>(
    measure: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    tokio::spawn(measure).await?
}

/// A shop as `tillctl init` makes one, no practice; then its catalogue.
async fn make_shop(folder: &Path) -> Result<(), Failure> {
    let shop = Shop::new("Bench", Currency::EUR);
    drop(Till::init(folder, shop, Arc::new(Accounts::new()), Arc::new(SystemClock::new())).await?);
    let store = Store::open(folder, Timestamp::now()).await?;
    let begun = Instant::now();
    store.catalogue().replace(catalogue::articles(ARTICLES)).await?;
    let took = begun.elapsed();
    store.close().await;
    let size = std::fs::metadata(store.file())?.len() / 1_000_000;
    println!("{ARTICLES} articles imported in {took:.1?}, {size} MB");
    Ok(())
}
