//! Puts the program together: data folder, till, practice mode, windows.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use composition::Accounts;
use simulator::Simulator;
use tauri::{AppHandle, Manager, RunEvent};
use till::{Connector, OpenTillError, SystemClock, Till};
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::folders::{Folders, holds_a_till};
use crate::{commands, pictures, practice, windows};

/// Runs the desktop till until its window is closed.
pub fn run() -> ExitCode {
    let filter = EnvFilter::try_from_env("TILLBRIDGE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let built = tauri::Builder::default()
        .plugin(commands::till_plugin())
        .plugin(commands::simulator_plugin())
        .register_uri_scheme_protocol("picture", |context, request| {
            let folder = context.app_handle().try_state::<PictureFolder>().map(|state| state.0.clone());
            pictures::answer(folder.as_deref(), request.uri().path())
        })
        .setup(|app| {
            set_up(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            return ExitCode::FAILURE;
        }
    };
    app.run(|handle, event| {
        if let RunEvent::Exit = event {
            if let Some(app) = handle.try_state::<App>()
                && let Ok(till) = app.till_for_anybody()
                && let Err(error) = tauri::async_runtime::block_on(till.stop())
            {
                tracing::warn!(%error, "the end of this run is not in the journal");
            }
            tracing::info!("closed");
            handle.cleanup_before_exit();
        }
    });
    ExitCode::SUCCESS
}

/// Where the tiles' pictures lie.
struct PictureFolder(PathBuf);

fn set_up(handle: &AppHandle) -> Result<(), Box<dyn std::error::Error>> {
    let folders = Folders::find(handle.path().app_data_dir()?);
    let (data_dir, anchor) = (folders.current(), folders.anchor());
    handle.manage(folders);
    handle.manage(PictureFolder(data_dir.join("pictures")));
    let (till, simulator) = tauri::async_runtime::block_on(open(&data_dir, anchor));
    if let Err(error) = &till {
        tracing::error!(%error, "the till could not be opened");
    }
    let practising = simulator.is_some();
    windows::follow_changes(handle, till.as_ref().ok(), simulator.as_ref());
    handle.manage(App::new(till, simulator));
    windows::open(handle, practising)?;
    Ok(())
}

/// Opens the till of a folder. An empty or new folder becomes a practice shop; a shop made by `tillctl init` is real.
async fn open(data_dir: &Path, anchor: Option<PathBuf>) -> (Result<Till, OpenTillError>, Option<Simulator>) {
    let clock = Arc::new(SystemClock::new());
    let folder = |source| OpenTillError::Folder { path: data_dir.to_owned(), source };
    if let Err(error) = std::fs::create_dir_all(data_dir).map_err(folder) {
        return (Err(error), None);
    }
    if !practice::is_practice(data_dir) && holds_a_till(data_dir) {
        let accounts = Arc::new(Accounts::new().in_folder(data_dir));
        return (Till::open_anchored(data_dir, anchor, accounts, clock).await, None);
    }
    // The lock comes before the simulator: two of them must not share one memory.
    match practice::is_free(data_dir) {
        Ok(()) => {}
        Err(error) => return (Err(error), None),
    }
    let simulator = match practice::start_simulator(data_dir).await {
        Ok(simulator) => simulator,
        Err(error) => return (Err(error.into()), None),
    };
    let connector: Arc<dyn Connector> = Arc::new(Accounts::with_practice(simulator.handle().base_url()));
    (practice::open_shop(data_dir, &simulator.handle(), connector, clock).await, Some(simulator))
}
