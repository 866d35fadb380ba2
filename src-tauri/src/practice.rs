//! Practice mode: the simulator in the till's own process, a sample shop, and pictures for its tiles.

use std::path::Path;
use std::sync::Arc;

use composition::{API_KEY, PRACTICE_ADDRESS};
use rust_embed::RustEmbed;
use simulator::{Config, Decision, Handle, Simulator};
use till::{
    AccountSettings, Clock, Connector, InstanceLock, OpenTillError, SecretLocation, Shop, Till, TillError,
};

const SAMPLE_CATALOGUE: &[u8] = include_bytes!("../../assets/catalogue/sample.csv");

/// The tiles' pictures, drawn for the sample catalogue.
#[derive(RustEmbed)]
#[folder = "assets/catalogue/pictures"]
struct SamplePictures;

/// Whether a data folder belongs to the practice shop.
pub(crate) fn is_practice(data_dir: &Path) -> bool {
    data_dir.join("practice").is_dir()
}

/// Refuses a folder that another till works on.
pub(crate) fn is_free(data_dir: &Path) -> Result<(), OpenTillError> {
    let folder = |source| OpenTillError::Folder { path: data_dir.to_owned(), source };
    match InstanceLock::acquire(data_dir).map_err(folder)? {
        Some(_) => Ok(()),
        None => Err(OpenTillError::InUse(data_dir.to_owned())),
    }
}

/// Starts the simulator with its memory in the data folder, and writes its addresses there for scripts.
pub(crate) async fn start_simulator(data_dir: &Path) -> Result<Simulator, TillError> {
    let folder = data_dir.join("practice");
    let file_error = |source| TillError::File { path: folder.display().to_string(), source };
    std::fs::create_dir_all(&folder).map_err(file_error)?;
    let config = Config {
        state_file: Some(folder.join("simulator.jsonl")),
        decision: Decision::Person,
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.map_err(|error| TillError::Internal(error.to_string()))?;
    let handle = simulator.handle();
    std::fs::write(folder.join("api-key"), handle.api_key()).map_err(file_error)?;
    let addresses = serde_json::json!({
        "base_url": handle.base_url(),
        "api_key": handle.api_key(),
        "control_url": format!("{}/_simulator", handle.base_url()),
        "control_token": handle.control_token(),
    });
    std::fs::write(folder.join("simulator.json"), addresses.to_string()).map_err(file_error)?;
    Ok(simulator)
}

/// Opens the practice shop, making it first where there is none. What an interrupted first start left out is added.
pub(crate) async fn open_shop(
    data_dir: &Path,
    handle: &Handle,
    connector: Arc<dyn Connector>,
    clock: Arc<dyn Clock>,
) -> Result<Till, OpenTillError> {
    let till = match Till::open(data_dir, connector.clone(), clock.clone()).await {
        Err(OpenTillError::NotInitialised(_)) => {
            Till::init(data_dir, Shop::practice(), connector, clock).await?
        }
        opened => opened?,
    };
    if till.items("", 0).await?.is_empty() {
        copy_pictures(data_dir)?;
        till.import_catalogue(SAMPLE_CATALOGUE).await?;
    }
    if till.accounts().await?.is_empty() {
        let secret = SecretLocation::File { path: data_dir.join("practice").join("api-key") };
        let account = AccountSettings::with_secret("merchant-api", PRACTICE_ADDRESS, API_KEY, secret);
        till.add_account("Practice", account).await?;
    }
    if till.terminals().await?.is_empty()
        && let Some(terminal) = handle.terminals().first()
    {
        let found = till.read_terminal_text(&terminal.key).await?;
        till.add_terminal(&found, Some("Counter")).await?;
    }
    Ok(till)
}

fn copy_pictures(data_dir: &Path) -> Result<(), TillError> {
    let folder = data_dir.join("pictures");
    let file_error = |source| TillError::File { path: folder.display().to_string(), source };
    std::fs::create_dir_all(&folder).map_err(file_error)?;
    for name in SamplePictures::iter() {
        if let Some(picture) = SamplePictures::get(&name) {
            std::fs::write(folder.join(name.as_ref()), picture.data).map_err(file_error)?;
        }
    }
    Ok(())
}
