//! Backups, and what can be done when the till's memory cannot be opened.

use std::path::Path;
use std::time::Duration;

use tauri::{AppHandle, State};
use till::{Backup, BackupSource, SystemClock, TillError, restore_unopened};

use crate::app::App;
use crate::convert;
use crate::folders::Folders;
use crate::wire::{BackupView, CommandError};

/// Long enough for two sentences. Whoever has read them earlier opens the till with the button.
const READING_TIME: Duration = Duration::from_secs(12);

type Listed = Result<Vec<BackupView>, CommandError>;

/// The backups. Of a till that cannot be opened too: that is when they are needed.
#[tauri::command]
pub(crate) async fn backups(app: State<'_, App>, folders: State<'_, Folders>) -> Listed {
    match app.opened() {
        Ok(till) => {
            till.demand_somebody().map_err(convert::refused)?;
            list(till.data_dir())
        }
        Err(_) => list(&folders.current()),
    }
}

#[tauri::command]
pub(crate) async fn back_up(app: State<'_, App>) -> Listed {
    let till = app.till()?;
    till.back_up().await.map_err(convert::refused)?;
    list(till.data_dir())
}

/// Puts a backup in the place of the till's memory and starts the program anew.
#[tauri::command]
pub(crate) async fn restore_backup(
    handle: AppHandle,
    app: State<'_, App>,
    folders: State<'_, Folders>,
    name: String,
    approval: Option<String>,
) -> Result<(), CommandError> {
    let source = BackupSource::Listed(name);
    match app.opened() {
        Ok(till) => {
            let approval = app.take_approval(&approval.unwrap_or_default()).map_err(convert::refused)?;
            let restored = till.restore(approval, source).await.map_err(convert::refused);
            if restored.is_err() && till.is_closed() {
                // This process can do nothing more with the till: the next one opens what was in use, or finishes the restore.
                restart_soon(&handle);
            }
            restored?;
        }
        Err(error) if error.is_past_opening() => {
            let restored = restore_unopened(&folders.current(), source, &SystemClock::new()).await;
            restored.map_err(|error| convert::not_open(&error))?;
        }
        Err(error) => return Err(convert::not_open(error)),
    }
    handle.request_restart();
    Ok(())
}

/// Starts the program anew once the sentence that says why has been read.
fn restart_soon(handle: &AppHandle) {
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(READING_TIME).await;
        handle.request_restart();
    });
}

/// Tries once more to open a till that could not be opened, as a new program.
#[tauri::command]
pub(crate) async fn open_again(handle: AppHandle, app: State<'_, App>) -> Result<(), CommandError> {
    unopened(&app)?;
    handle.request_restart();
    Ok(())
}

/// Ends a program whose till could not be opened.
#[tauri::command]
pub(crate) async fn quit(handle: AppHandle, app: State<'_, App>) -> Result<(), CommandError> {
    unopened(&app)?;
    handle.exit(0);
    Ok(())
}

/// A till that sells is closed by its window.
fn unopened(app: &App) -> Result<(), CommandError> {
    match app.opened() {
        Ok(till) if till.damage().is_none() && !till.is_closed() => {
            Err(convert::refused(TillError::NotFound("trouble")))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

fn list(data_dir: &Path) -> Listed {
    let listed: Result<Vec<Backup>, _> = store::backups(data_dir);
    let listed = listed.map_err(|error| convert::refused(error.into()))?;
    Ok(listed.iter().map(convert::backup_view).collect())
}
