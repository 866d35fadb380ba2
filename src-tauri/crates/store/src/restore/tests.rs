//! A restore that is cut off between any two of its steps.
#![allow(clippy::unwrap_used)]

use tempfile::TempDir;

use super::*;
use crate::{BackupKind, SEALED_FILE};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

async fn value(data_dir: &Path) -> Option<String> {
    let store = Store::open(data_dir, NOW).await.unwrap();
    let value = store.settings().get("shop").await.unwrap();
    store.close().await;
    value
}

/// A file that ends as a sealed one does.
fn sealed(text: &str) -> Vec<u8> {
    [text.as_bytes(), journal::Digest::of(text.as_bytes()).as_bytes()].concat()
}

fn secrets(data_dir: &Path) -> Vec<u8> {
    fs::read(data_dir.join(SEALED_FILE)).unwrap()
}

/// A folder whose database and locked secrets say "new" and has a log, and a copy of it that says "old".
async fn folder() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), NOW).await.unwrap();
    store.settings().set("shop", &"old").await.unwrap();
    let backup = store.back_up(BackupKind::Asked, NOW).await.unwrap();
    store.settings().set("shop", &"new").await.unwrap();
    // Killed, not closed: the last sale is in the log.
    let killed = tempfile::tempdir().unwrap();
    for name in [FILE_NAME, "tillbridge.sqlite-wal"] {
        fs::copy(dir.path().join(name), killed.path().join(name)).unwrap();
    }
    let copy = killed.path().join("copy.sqlite");
    fs::copy(backup.path, &copy).unwrap();
    fs::write(killed.path().join(SEALED_FILE), sealed("new")).unwrap();
    fs::write(sealed::beside_copy(&copy), sealed("old")).unwrap();
    (killed, copy)
}

#[tokio::test]
async fn a_restore_that_is_cut_off_anywhere_is_finished_by_the_next_start() {
    for cut in 0.. {
        let (dir, copy) = folder().await;
        let prepared = prepare_restore(dir.path(), &copy, NOW).await.unwrap();
        drop(prepared);
        let ready = dir.path().join("restore-19700101T000000Z");
        fs::rename(dir.path().join(STAGE), &ready).unwrap();
        let mut left = cut;
        let ended = finish(dir.path(), &ready, &mut || {
            if left == 0 {
                return Err(io::Error::other("cut off"));
            }
            left -= 1;
            Ok(())
        });
        assert!(holds_a_database(dir.path()), "cut {cut}: never taken for an empty folder");
        assert_eq!(value(dir.path()).await.as_deref(), Some("old"), "cut {cut}");
        assert_eq!(secrets(dir.path()), sealed("old"), "cut {cut}: never the secrets of another time");
        let aside = dir.path().join("backups/replaced-19700101T000000Z.sqlite");
        assert!(beside(&aside, "-wal").exists(), "cut {cut}: with its log");
        // And what was replaced can be had back, the sale in its log included.
        let back = prepare_restore(dir.path(), &aside, NOW).await.unwrap();
        back.put_in_place(Timestamp::from_second(60).unwrap()).await.unwrap();
        assert_eq!(value(dir.path()).await.as_deref(), Some("new"), "cut {cut}");
        assert_eq!(secrets(dir.path()), sealed("new"), "cut {cut}");
        if ended.is_ok() {
            assert!(cut >= 6, "only {cut} places to be cut off at");
            break;
        }
    }
}

#[tokio::test]
async fn before_the_copy_was_found_good_nothing_has_happened() {
    let (dir, copy) = folder().await;
    drop(prepare_restore(dir.path(), &copy, NOW).await.unwrap());
    assert_eq!(value(dir.path()).await.as_deref(), Some("new"));
    assert!(!dir.path().join(STAGE).exists(), "a start clears up what an interrupted restore left");
    prepare_restore(dir.path(), &copy, NOW).await.unwrap().leave().unwrap();
    assert_eq!(value(dir.path()).await.as_deref(), Some("new"));
}
