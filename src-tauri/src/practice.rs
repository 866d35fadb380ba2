//! Practice mode: the simulator in the till's own process, a sample shop, and pictures for its tiles.

use std::path::Path;
use std::sync::Arc;

use composition::{
    AFFILIATE_APP_ID, AFFILIATE_KEY, API_KEY, CLIENT_ID, CLIENT_SECRET, MERCHANT_CODE, PRACTICE_ADDRESS,
};
use rust_embed::RustEmbed;
use simulator::{BusyWindow, Config, Decision, Handle, Simulator, SoloSpec, SumupConfig};
use till::{
    AccountSettings, Clock, Connector, InstanceLock, OpenTillError, Person, Pin, Role, SecretLocation, Shop,
    Till, TillError,
};

const SAMPLE_CATALOGUE: &[u8] = include_bytes!("../../assets/catalogue/sample.csv");

/// Who works in the practice shop: the manager, who comes first, and the cashier. Their PINs stand on the sign-in screen.
const PEOPLE: [(&str, &str); 2] = [("Marta", "9999"), ("Anna", "1111")];

/// The file with the secret of the practice account at Stitch, in the practice folder.
const STITCH_SECRET: &str = "stitch-client-secret";
/// The file with the key of the practice account at SumUp.
const SUMUP_KEY: &str = "sumup-api-key";
/// The file with the affiliate key that goes with it.
const SUMUP_AFFILIATE_KEY: &str = "sumup-affiliate-key";
/// The application the practice shop is registered as.
const SUMUP_APP: &str = "example.practice.till";
/// What the practice Solo offers.
const TIPS: &str = "5, 10, 15";

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
        sumup: sumup_account(),
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.map_err(|error| TillError::Internal(error.to_string()))?;
    let handle = simulator.handle();
    std::fs::write(folder.join("api-key"), handle.api_key()).map_err(file_error)?;
    std::fs::write(folder.join(STITCH_SECRET), handle.stitch_client_secret()).map_err(file_error)?;
    std::fs::write(folder.join(SUMUP_KEY), handle.sumup_api_key()).map_err(file_error)?;
    // The simulator takes any: it only goes out with each payment, as a registered application's does.
    std::fs::write(folder.join(SUMUP_AFFILIATE_KEY), "sup_afk_practice").map_err(file_error)?;
    let addresses = serde_json::json!({
        "base_url": handle.base_url(),
        "api_key": handle.api_key(),
        "stitch": {
            "base_url": handle.stitch_base_url(),
            "token_url": handle.stitch_token_url(),
            "client_id": handle.stitch_client_id(),
            "client_secret": handle.stitch_client_secret(),
        },
        "sumup": {
            "base_url": handle.sumup_base_url(),
            "merchant_code": handle.sumup_merchant_code(),
            "api_key": handle.sumup_api_key(),
        },
        "control_url": format!("{}/_simulator", handle.base_url()),
        "control_token": handle.control_token(),
    });
    std::fs::write(folder.join("simulator.json"), addresses.to_string()).map_err(file_error)?;
    Ok(simulator)
}

/// One Solo that nobody has paired yet. It takes the next payment when the last one has ended: a minute's wait after
/// each would teach nothing.
fn sumup_account() -> SumupConfig {
    let solo = SoloSpec {
        serial: "U1PRA3NA00-CN".to_owned(),
        model: "solo".to_owned(),
        firmware: "3.3.40.2".to_owned(),
        starts_on: true,
        starts_paired_as: None,
    };
    SumupConfig { solos: vec![solo], busy: BusyWindow::UntilEnded, ..SumupConfig::default() }
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
    add_accounts(&till, data_dir, handle).await?;
    if till.terminals().await?.is_empty()
        && let Some(terminal) = handle.terminals().first()
    {
        let found = till.read_terminal_text(&terminal.key).await?;
        till.add_terminal(&found, Some("Counter")).await?;
    }
    staff(&till).await?;
    Ok(till)
}

/// Whoever works in the practice shop. The window starts with the cashier, so that the first sale needs no step.
async fn staff(till: &Till) -> Result<(), TillError> {
    let [(manager, first), (cashier, second)] = PEOPLE;
    if till.people().await?.is_empty() {
        let (first, second) = (Pin::new(&first.into())?, Pin::new(&second.into())?);
        let approval = till.approval_at_hand()?;
        let manager = till.add_person(approval, manager, Role::Manager, &first).await?;
        let approval = till.approve(manager.id, &first).await?;
        till.add_person(approval, cashier, Role::Cashier, &second).await?;
    }
    match till.people().await?.iter().find(|person| person.name == cashier) {
        Some(person) => till.sign_in_to_practise(person.id).await,
        None => Ok(()),
    }
}

/// The PIN of one of the practice shop's own people, as long as nobody gave them another.
pub(crate) fn pin_of(person: &Person) -> Option<&'static str> {
    // Somebody who is added later under such a name has a PIN of their own.
    let first = usize::try_from(person.id.0).is_ok_and(|id| id <= PEOPLE.len()) && !person.pin_changed;
    PEOPLE.iter().find(|(name, _)| first && *name == person.name).map(|(_, pin)| *pin)
}

/// The practice shop's accounts, as far as they are missing.
async fn add_accounts(till: &Till, data_dir: &Path, handle: &Handle) -> Result<(), TillError> {
    let secret = |name: &str| SecretLocation::File { path: data_dir.join("practice").join(name) };
    let payments = AccountSettings::with_secret("merchant-api", PRACTICE_ADDRESS, API_KEY, secret("api-key"));
    let mut stitch =
        AccountSettings::with_secret("stitch", PRACTICE_ADDRESS, CLIENT_SECRET, secret(STITCH_SECRET));
    stitch.fields.insert(CLIENT_ID.to_owned(), handle.stitch_client_id());
    let mut sumup = AccountSettings::with_secret("sumup", PRACTICE_ADDRESS, API_KEY, secret(SUMUP_KEY));
    sumup.secrets.insert(AFFILIATE_KEY.to_owned(), secret(SUMUP_AFFILIATE_KEY));
    sumup.fields.insert(MERCHANT_CODE.to_owned(), handle.sumup_merchant_code().to_owned());
    sumup.fields.insert(AFFILIATE_APP_ID.to_owned(), SUMUP_APP.to_owned());
    sumup.fields.insert(till::TIP_PERCENTS.to_owned(), TIPS.to_owned());
    let known = till.accounts().await?;
    for (label, account) in [("Practice", payments), ("Practice Stitch", stitch), ("Practice SumUp", sumup)] {
        if !known.iter().any(|known| known.kind == account.kind) {
            till.add_account(label, account).await?;
        }
    }
    Ok(())
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
