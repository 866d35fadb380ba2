//! Starting, stopping, and the handle a window or a test holds.

use std::collections::HashSet;
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::clock::{Now, RunningClock};
use crate::cut::{CuttableListener, Cutter};
use crate::faults::Faults;
use crate::state::{Batch, Journal};
use crate::world::World;
use crate::{
    Account, Act, ActError, Charge, Config, Decision, Fault, FaultKind, FaultLimitReached, Outcome,
    TerminalSnapshot, TransactionSnapshot, UnknownTerminal, control, merchant_api, qr, stitch, sumup,
};

/// Requests under way get this long to be answered at the end.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(2);
/// Identifiers of terminals stay short enough for a QR symbol and a path.
const MAX_IDENTIFIER: usize = 64;

/// A running simulator. Dropping it stops it: it takes no new connection, requests under way are answered.
#[derive(Debug)]
pub struct Simulator {
    handle: Handle,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
    driver: JoinHandle<()>,
}

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken or not allowed.
    #[error("listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The state file cannot be read, understood or written.
    #[error("state file {}: {reason}", path.display())]
    StateFile {
        /// Its path.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The account contradicts itself.
    #[error("account: {0}")]
    Account(String),
    /// The system has no random numbers for keys.
    #[error("random numbers: {0}")]
    Random(String),
}

impl Simulator {
    /// Starts on 127.0.0.1 inside the current tokio runtime.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: Config) -> Result<Self, StartError> {
        check_account(&config.account)?;
        config.sumup.check().map_err(StartError::Account)?;
        let (mut journal, saved) = open_journal(&config)?;
        let clock = RunningClock::resume(config.clock, saved.moment);
        let mut world = World::new(&config, saved);
        let api_key = first_key(&mut world, config.api_key.as_deref())?;
        let stitch_secret = random_secret()?;
        world.stitch.set_first_secret(|| stitch_secret);
        let sumup_access = sumup::Access::open(&mut world, random_secret)?;
        let control_token = config.control_token.clone().map_or_else(random_secret, Ok)?;
        save(&mut journal, &mut world, clock.now()).map_err(|reason| StartError::StateFile {
            path: config.state_file.clone().unwrap_or_default(),
            reason,
        })?;
        let listen_error = |source| StartError::Listen { port: config.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await.map_err(listen_error)?;
        let port = listener.local_addr().map_err(listen_error)?.port();
        let inner = Inner {
            core: Mutex::new(Core { world, journal, faults: Faults::default() }),
            clock,
            revision: watch::Sender::new(0),
            wake: Notify::new(),
            base_url: format!("http://127.0.0.1:{port}"),
            api_key,
            sumup_access,
            control_token,
        };
        let handle = Handle(Arc::new(inner));
        let (stop, stopped) = watch::channel(false);
        let server = tokio::spawn(serve(listener, handle.clone(), stopped));
        let driver = tokio::spawn(drive(handle.clone()));
        Ok(Self { handle, stop, server: Some(server), driver })
    }

    /// A handle, as many as wanted. It goes on answering after the end, but then nobody polls any more.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Stops: answers what is under way (two seconds at most), then frees the port.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(mut server) = self.server.take()
            && tokio::time::timeout(SHUTDOWN_PATIENCE, &mut server).await.is_err()
        {
            server.abort();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.driver.abort();
    }
}

fn check_account(account: &Account) -> Result<(), StartError> {
    let mut keys = HashSet::new();
    for terminal in &account.terminals {
        for identifier in [&terminal.manufacturer, &terminal.model, &terminal.serial] {
            if identifier.is_empty() || identifier.chars().count() > MAX_IDENTIFIER {
                return Err(StartError::Account(format!("identifier `{identifier}` is empty or too long")));
            }
        }
        if !keys.insert(terminal.key().to_lowercase()) {
            return Err(StartError::Account(format!("two terminals are `{}`", terminal.key())));
        }
        if !account.stores.iter().any(|store| store.uuid == terminal.store_uuid) {
            let reason = format!("`{}` stands in unknown store `{}`", terminal.key(), terminal.store_uuid);
            return Err(StartError::Account(reason));
        }
    }
    Ok(())
}

fn open_journal(config: &Config) -> Result<(Option<Journal>, Batch), StartError> {
    let Some(path) = &config.state_file else { return Ok((None, Batch::default())) };
    let (journal, saved) =
        Journal::open(path).map_err(|reason| StartError::StateFile { path: path.clone(), reason })?;
    Ok((Some(journal), saved))
}

/// The key the account is opened with: the configured one, else the oldest remembered one, else a new one.
fn first_key(world: &mut World, configured: Option<&str>) -> Result<String, StartError> {
    let known = world.keys.all.iter().find(|key| configured.is_none_or(|wanted| key.secret == wanted));
    if let Some(known) = known {
        return Ok(known.secret.clone());
    }
    let secret = configured.map_or_else(random_secret, |configured| Ok(configured.to_owned()))?;
    let key = world.new_key("Initial API key", secret.clone());
    world.keys.add(key).map_err(|refusal| StartError::Account(refusal.to_string()))?;
    Ok(secret)
}

/// A secret nobody can guess, in the shape of the vendor's keys.
pub(crate) fn random_secret() -> Result<String, StartError> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| StartError::Random(error.to_string()))?;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let (head, tail) = hex.split_at(26);
    Ok(format!("{head}.{tail}"))
}

async fn serve(listener: TcpListener, handle: Handle, mut stopped: watch::Receiver<bool>) {
    let router = control::router(handle.clone())
        .merge(stitch::router(handle.clone()))
        .merge(sumup::router(handle.clone()))
        .merge(merchant_api::router(handle));
    let service = router.into_make_service_with_connect_info::<Cutter>();
    let stop = async move {
        // An error means that the simulator is gone, which is an end as well.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    let served = axum::serve(CuttableListener(listener), service).with_graceful_shutdown(stop).await;
    if let Err(error) = served {
        tracing::error!(%error, "the simulator's server ended");
    }
}

/// Sleeps until something becomes due, lets it happen, and again.
async fn drive(handle: Handle) {
    loop {
        if let Err(reason) = handle.with(|_, _| ()).1 {
            tracing::error!(reason, "the simulator's state cannot be saved");
        }
        let due = handle.0.core().world.next_due();
        let woken = handle.0.wake.notified();
        match due {
            Some(moment) => {
                tokio::select! {
                    () = tokio::time::sleep_until(handle.0.clock.instant_of(moment)) => {}
                    () = woken => {}
                }
            }
            None => woken.await,
        }
    }
}

#[derive(Debug)]
struct Core {
    world: World,
    journal: Option<Journal>,
    faults: Faults,
}

#[derive(Debug)]
struct Inner {
    core: Mutex<Core>,
    clock: RunningClock,
    revision: watch::Sender<u64>,
    wake: Notify,
    base_url: String,
    api_key: String,
    sumup_access: sumup::Access,
    control_token: String,
}

impl Inner {
    fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn save(journal: &mut Option<Journal>, world: &mut World, now: Now) -> Result<(), String> {
    match journal {
        Some(journal) => journal.save(world, now.moment),
        None => {
            world.mark_saved();
            Ok(())
        }
    }
}

/// The person, the script or the test behind the terminals. Cheap to clone; none of its methods wait.
#[derive(Debug, Clone)]
pub struct Handle(Arc<Inner>);

impl Handle {
    /// Lets happen what is due, then `action`; everything is saved before this returns. The second part of the
    /// answer says whether saving worked.
    pub(crate) fn with<T>(&self, action: impl FnOnce(&mut World, Now) -> T) -> (T, Result<(), String>) {
        let mut core = self.0.core();
        let core = &mut *core;
        let now = self.0.clock.now();
        let before = core.world.revision;
        core.world.advance(now);
        let answer = action(&mut core.world, now);
        let saved = save(&mut core.journal, &mut core.world, now);
        let revision = core.world.revision;
        if revision != before {
            self.0.revision.send_replace(revision);
            self.0.wake.notify_one();
        }
        (answer, saved)
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&World, Now) -> T) -> T {
        let (answer, saved) = self.with(|world, now| look(world, now));
        if let Err(reason) = saved {
            tracing::error!(reason, "the simulator's state cannot be saved");
        }
        answer
    }

    pub(crate) fn take_fault(&self, method: &str, path: &str) -> Option<FaultKind> {
        self.0.core().faults.take(method, path)
    }

    /// `http://127.0.0.1:PORT`, what a till is given as the MerchantAPI's base address.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    /// An API key that was valid at the start. A till may have rotated it since.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.0.api_key
    }

    pub(crate) fn sumup_access(&self) -> &sumup::Access {
        &self.0.sumup_access
    }

    /// Opens the control interface under `/_simulator`.
    #[must_use]
    pub fn control_token(&self) -> &str {
        &self.0.control_token
    }

    /// Ticks whenever a terminal or a transaction has changed; look at [`Handle::terminals`] then.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.0.revision.subscribe()
    }

    /// All terminals, in the order of the account.
    #[must_use]
    pub fn terminals(&self) -> Vec<TerminalSnapshot> {
        self.read(|world, now| world.snapshots(now))
    }

    /// One terminal.
    ///
    /// # Errors
    /// When no terminal has this key.
    pub fn terminal(&self, key: &str) -> Result<TerminalSnapshot, UnknownTerminal> {
        self.read(|world, now| world.snapshot(key, now))
    }

    /// Does something at a terminal.
    ///
    /// # Errors
    /// When no terminal has this key, when it is at a stage where the act makes no sense, or when what happened
    /// could not be saved.
    pub fn act(&self, key: &str, act: Act) -> Result<(), ActError> {
        let (done, saved) = self.with(|world, now| world.act(key, act, now));
        done.and_then(|()| saved.map_err(ActError::StateFile))
    }

    /// Who decides.
    #[must_use]
    pub fn decision(&self) -> Decision {
        self.0.core().world.decision
    }

    /// Changes who decides, for transactions that are fetched from now on.
    pub fn set_decision(&self, decision: Decision) {
        self.0.core().world.decision = decision;
    }

    /// Replaces the outcomes for [`Decision::Script`]: those of one terminal, or those all terminals share and
    /// use when they have none of their own. Each transaction takes one when the terminal fetches it.
    ///
    /// # Errors
    /// When no terminal has this key.
    pub fn script(&self, terminal: Option<&str>, outcomes: Vec<Outcome>) -> Result<(), UnknownTerminal> {
        self.0.core().world.set_script(terminal, outcomes)
    }

    /// The transactions the cloud remembers, in the order of their creation.
    #[must_use]
    pub fn transactions(&self) -> Vec<TransactionSnapshot> {
        self.read(|world, _| world.transactions.iter().map(crate::world::Transaction::snapshot).collect())
    }

    /// Everything that was really charged or paid back, whether or not the till learnt of it.
    #[must_use]
    pub fn ledger(&self) -> Vec<Charge> {
        self.read(|world, _| world.ledger().to_vec())
    }

    /// Lets the next matching requests suffer.
    ///
    /// # Errors
    /// When too many faults wait already.
    pub fn add_fault(&self, fault: Fault) -> Result<(), FaultLimitReached> {
        self.0.core().faults.add(fault)
    }

    /// The faults that wait for their requests.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.0.core().faults.waiting()
    }

    /// No more faults.
    pub fn clear_faults(&self) {
        self.0.core().faults.clear();
    }

    /// What the QR symbol in the terminal's menu says.
    ///
    /// # Errors
    /// When no terminal has this key.
    pub fn terminal_qr_text(&self, key: &str) -> Result<String, UnknownTerminal> {
        self.0.core().world.terminal_spec(key).map(qr::text)
    }

    /// The QR symbol in the terminal's menu as an SVG picture.
    ///
    /// # Errors
    /// When no terminal has this key.
    pub fn terminal_qr_svg(&self, key: &str) -> Result<String, UnknownTerminal> {
        self.terminal_qr_text(key).map(|text| qr::svg(&text).unwrap_or_default())
    }
}
