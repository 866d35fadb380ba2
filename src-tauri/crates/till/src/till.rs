use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use drive::Following;
use jiff::Timestamp;
use payment::{AttemptRecord, AttemptReference, AttemptState, Provider, Readiness};
use receipt::{Logo, PdfRenderer};
use sale::{Basket, RefundNumber};
use store::{AccountId, AttemptPurpose, OpenError, Store, StoreError};
use tokio::sync::watch;

use crate::before_retry::LookingBack;
use crate::cases::CaseCount;
use crate::instance::InstanceLock;
use crate::journal_watch::Watch;
use crate::journalling::TillDesk;
use crate::people::{Presence, Tries};
use crate::session::Session;
use crate::{Clock, Connector, Shop, TillError};

/// The setting that holds the shop.
const SHOP: &str = "shop";

/// One till on one data folder. Cheap to clone; all clones are the same till.
#[derive(Clone)]
pub struct Till {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    data_dir: PathBuf,
    store: Store,
    connector: Arc<dyn Connector>,
    clock: Arc<dyn Clock>,
    desk: Arc<TillDesk>,
    journal_watch: Watch,
    shop: RwLock<Shop>,
    session: tokio::sync::Mutex<Session>,
    /// By account: terminals of two accounts may have one key.
    following: Mutex<HashMap<AttemptReference, (Arc<Following>, AccountId)>>,
    /// Refunds of which a task waits for the time to send them again.
    waiting: Mutex<HashSet<RefundNumber>>,
    connected: Mutex<HashMap<AccountId, Arc<dyn Provider>>>,
    readiness: Mutex<Readiness>,
    tries: tokio::sync::Mutex<Tries>,
    presence: Mutex<Presence>,
    health: Mutex<Health>,
    cases: Mutex<CaseCount>,
    looking_back: LookingBack,
    taken_over: Mutex<Vec<AttemptPurpose>>,
    changes: watch::Sender<u64>,
    renderer: PdfRenderer,
    /// That of the receipt read last.
    logo: Mutex<Option<Arc<Logo>>>,
    _instance: InstanceLock,
}

/// What is known of the database since this process opened it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Health {
    /// It has not been read as a whole.
    #[default]
    NotChecked,
    /// It was read and is whole.
    Whole,
    /// It was read and is not.
    Damaged(String),
}

/// Why a till could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenTillError {
    /// Another till or tillctl works on the folder.
    #[error("data folder is in use: {0}")]
    InUse(PathBuf),
    /// The folder has no shop yet.
    #[error("no till in {0}; make one with `tillctl init`")]
    NotInitialised(PathBuf),
    /// The folder holds a shop already.
    #[error("there is a till in {0} already")]
    AlreadyInitialised(PathBuf),
    /// The folder cannot be made, read or locked.
    #[error("data folder {path}: {source}")]
    Folder {
        /// Its path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The till refuses.
    #[error(transparent)]
    Till(#[from] TillError),
}

impl OpenTillError {
    /// Whether what lies in the folder can never be opened, so that a backup in its place takes nothing away. A full disk
    /// or another till in the way is not that, and a newer till's data needs a newer till.
    pub fn is_past_opening(&self) -> bool {
        match self {
            Self::NotInitialised(_) | Self::Store(OpenError::Foreign) => true,
            Self::Store(OpenError::Store(error)) | Self::Till(TillError::Store(error)) => {
                matches!(error, StoreError::Damaged(_) | StoreError::Unreadable { .. })
            }
            Self::Store(OpenError::Newer { .. } | OpenError::Unsuitable(_))
            | Self::InUse(_)
            | Self::AlreadyInitialised(_)
            | Self::Folder { .. }
            | Self::Till(_) => false,
        }
    }
}

impl Till {
    /// Opens the till of a data folder and takes over every payment an earlier process left open.
    pub async fn open(
        data_dir: &Path,
        connector: Arc<dyn Connector>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenTillError> {
        Self::open_anchored(data_dir, None, connector, clock).await
    }

    /// As [`Till::open`], with a second file for the end of the journal, outside of the data folder: not both are put back to an
    /// old state in one go.
    pub async fn open_anchored(
        data_dir: &Path,
        anchor: Option<PathBuf>,
        connector: Arc<dyn Connector>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenTillError> {
        let (instance, store) = open_store(data_dir, clock.as_ref()).await?;
        if let Some(anchor) = anchor {
            store.anchor_also_at(anchor);
        }
        let shop: Option<Shop> = store.settings().get(SHOP).await.map_err(TillError::from)?;
        let shop = shop.ok_or_else(|| OpenTillError::NotInitialised(data_dir.to_owned()))?;
        let till = Self::assemble(data_dir, store, instance, shop, connector, clock).await?;
        till.recover().await?;
        till.supervise();
        till.check_journal_in_the_background(Arc::downgrade(&till.inner));
        Ok(till)
    }

    /// Makes a data folder for a new shop and opens it.
    pub async fn init(
        data_dir: &Path,
        shop: Shop,
        connector: Arc<dyn Connector>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenTillError> {
        std::fs::create_dir_all(data_dir)
            .map_err(|source| OpenTillError::Folder { path: data_dir.to_owned(), source })?;
        let (instance, store) = open_store(data_dir, clock.as_ref()).await?;
        if store.settings().get::<Shop>(SHOP).await.map_err(TillError::from)?.is_some() {
            return Err(OpenTillError::AlreadyInitialised(data_dir.to_owned()));
        }
        store.settings().set(SHOP, &shop).await.map_err(TillError::from)?;
        let till = Self::assemble(data_dir, store, instance, shop, connector, clock).await?;
        till.supervise();
        Ok(till)
    }

    async fn assemble(
        data_dir: &Path,
        store: Store,
        instance: InstanceLock,
        shop: Shop,
        connector: Arc<dyn Connector>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenTillError> {
        let basket = store.baskets().open().await.map_err(TillError::from)?;
        let mut session = Session::new(Basket::new(shop.currency, shop.tax_rules));
        if let Some(basket) = basket {
            session.begin(basket);
        }
        let renderer = PdfRenderer::new().map_err(|error| TillError::Receipt(error.to_string()))?;
        let tries = Tries::since(clock.tick());
        let desk = Arc::new(TillDesk::new(clock.clone()));
        store.sit_at(desk.clone());
        let inner = Inner {
            data_dir: data_dir.to_owned(),
            store,
            connector,
            clock,
            desk,
            journal_watch: Watch::default(),
            shop: RwLock::new(shop),
            session: tokio::sync::Mutex::new(session),
            following: Mutex::default(),
            waiting: Mutex::default(),
            connected: Mutex::default(),
            readiness: Mutex::new(Readiness::NotTold),
            tries: tokio::sync::Mutex::new(tries),
            presence: Mutex::default(),
            health: Mutex::default(),
            cases: Mutex::default(),
            looking_back: LookingBack::default(),
            taken_over: Mutex::default(),
            changes: watch::Sender::new(1),
            renderer,
            logo: Mutex::default(),
            _instance: instance,
        };
        let till = Self { inner: Arc::new(inner) };
        till.take_place().await?;
        till.look_at_journal().await?;
        Ok(till)
    }

    /// The folder everything is kept in.
    pub fn data_dir(&self) -> &Path {
        &self.inner.data_dir
    }

    /// The shop as it is set up.
    pub fn shop(&self) -> Shop {
        self.inner.shop.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes with every change a screen could show. The number is the revision of [`Till::snapshot`].
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// Replaces the catalogue by the articles of a file; nothing changes when any row is bad.
    pub async fn import_catalogue(&self, bytes: &[u8]) -> Result<usize, TillError> {
        let items = crate::read_catalogue(bytes, self.shop().currency).map_err(TillError::Catalogue)?;
        let count = items.len();
        self.store().catalogue().replace(items).await?;
        self.changed();
        Ok(count)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn connector(&self) -> &dyn Connector {
        self.inner.connector.as_ref()
    }

    /// The connector for work away from the runtime's own threads.
    pub(crate) fn connector_for_blocking(&self) -> Arc<dyn Connector> {
        self.inner.connector.clone()
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    pub(crate) fn journal_watch(&self) -> &Watch {
        &self.inner.journal_watch
    }

    pub(crate) fn desk(&self) -> &TillDesk {
        &self.inner.desk
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock().wall().timestamp()
    }

    pub(crate) fn renderer(&self) -> &PdfRenderer {
        &self.inner.renderer
    }

    pub(crate) fn logo_at_hand(&self) -> Option<Arc<Logo>> {
        locked(&self.inner.logo).clone()
    }

    pub(crate) fn keep_logo_at_hand(&self, logo: Arc<Logo>) {
        *locked(&self.inner.logo) = Some(logo);
    }

    /// Changes the shop, on the disk first. No sale begins or ends meanwhile.
    pub(crate) async fn change_shop(&self, change: impl FnOnce(&mut Shop)) -> Result<(), TillError> {
        let _session = self.session().await;
        let mut shop = self.shop();
        change(&mut shop);
        self.store().settings().set(SHOP, &shop).await?;
        *self.inner.shop.write().unwrap_or_else(PoisonError::into_inner) = shop;
        self.changed();
        Ok(())
    }

    pub(crate) async fn session(&self) -> tokio::sync::MutexGuard<'_, Session> {
        self.inner.session.lock().await
    }

    /// Held while a PIN is judged.
    pub(crate) async fn tries(&self) -> tokio::sync::MutexGuard<'_, Tries> {
        self.inner.tries.lock().await
    }

    /// Held for a moment, never across a wait.
    pub(crate) fn presence(&self) -> MutexGuard<'_, Presence> {
        locked(&self.inner.presence)
    }

    /// What calls for a person, as last counted. Held for a moment, never across a wait.
    pub(crate) fn case_count(&self) -> MutexGuard<'_, CaseCount> {
        locked(&self.inner.cases)
    }

    pub(crate) fn looking_back(&self) -> &LookingBack {
        &self.inner.looking_back
    }

    /// What an earlier process left open and this one has taken over, whether it has ended since or not.
    pub fn taken_over(&self) -> Vec<AttemptPurpose> {
        locked(&self.inner.taken_over).clone()
    }

    pub(crate) fn remember_taken_over(&self, purpose: AttemptPurpose) {
        locked(&self.inner.taken_over).push(purpose);
    }

    pub(crate) fn changed(&self) {
        self.inner.changes.send_modify(|revision| *revision += 1);
    }

    pub(crate) fn revision(&self) -> u64 {
        *self.inner.changes.borrow()
    }

    pub(crate) fn readiness(&self) -> Readiness {
        *locked(&self.inner.readiness)
    }

    /// What a look at the whole database found wrong with it. New payments are refused from then on: what is written to a
    /// damaged file may be lost.
    pub fn damage(&self) -> Option<String> {
        match &*locked(&self.inner.health) {
            Health::Damaged(what) => Some(what.clone()),
            Health::NotChecked | Health::Whole => None,
        }
    }

    /// Whether a restore closed it for good.
    pub fn is_closed(&self) -> bool {
        self.store().is_closed()
    }

    pub(crate) fn mark_damaged(&self, what: &str) {
        *locked(&self.inner.health) = Health::Damaged(what.to_owned());
        self.changed();
    }

    pub(crate) fn mark_checked(&self) {
        *locked(&self.inner.health) = Health::Whole;
    }

    pub(crate) fn storage_was_checked(&self) -> bool {
        *locked(&self.inner.health) != Health::NotChecked
    }

    /// Refuses what would write down money where it may be lost.
    pub(crate) fn demand_sound_storage(&self) -> Result<(), TillError> {
        match self.damage() {
            Some(what) => Err(StoreError::Damaged(what).into()),
            None => Ok(()),
        }
    }

    pub(crate) fn set_readiness(&self, readiness: Readiness) {
        let before = std::mem::replace(&mut *locked(&self.inner.readiness), readiness);
        if before != readiness {
            self.changed();
        }
    }

    pub(crate) fn connected(&self, id: AccountId) -> Option<Arc<dyn Provider>> {
        locked(&self.inner.connected).get(&id).cloned()
    }

    pub(crate) fn keep_connected(&self, id: AccountId, provider: Arc<dyn Provider>) {
        locked(&self.inner.connected).insert(id, provider);
    }

    pub(crate) fn forget_connected(&self, id: AccountId) {
        locked(&self.inner.connected).remove(&id);
    }

    pub(crate) fn following(&self, reference: &AttemptReference) -> Option<Arc<Following>> {
        locked(&self.inner.following).get(reference).map(|(following, _)| following.clone())
    }

    /// The account a followed attempt runs on.
    pub(crate) fn account_of_followed(&self, reference: &AttemptReference) -> Option<AccountId> {
        locked(&self.inner.following).get(reference).map(|(_, account)| *account)
    }

    pub(crate) fn keep_following(
        &self,
        reference: AttemptReference,
        following: Arc<Following>,
        account: AccountId,
    ) {
        locked(&self.inner.following).insert(reference, (following, account));
    }

    /// Nobody follows it any more, unless somebody else does by now.
    pub(crate) fn forget_following(&self, reference: &AttemptReference, mine: &Arc<Following>) {
        let mut following = locked(&self.inner.following);
        if following.get(reference).is_some_and(|(found, _)| Arc::ptr_eq(found, mine)) {
            following.remove(reference);
        }
    }

    /// Held for a moment, never across a wait.
    pub(crate) fn waiting_refunds(&self) -> MutexGuard<'_, HashSet<RefundNumber>> {
        locked(&self.inner.waiting)
    }

    /// The clock for a task that must not hold the till open.
    pub(crate) fn clock_for_tasks(&self) -> Arc<dyn Clock> {
        self.inner.clock.clone()
    }

    /// How many payments are being followed now.
    pub fn open_payments(&self) -> usize {
        locked(&self.inner.following).len()
    }

    /// How many of them are more than a link that waits for its customer.
    pub fn payments_in_the_way(&self) -> usize {
        let followed = locked(&self.inner.following);
        followed.values().filter(|(following, _)| !waits_at_link(&following.record())).count()
    }
}

async fn open_store(data_dir: &Path, clock: &dyn Clock) -> Result<(InstanceLock, Store), OpenTillError> {
    if !data_dir.is_dir() {
        return Err(OpenTillError::NotInitialised(data_dir.to_owned()));
    }
    let instance = InstanceLock::of(data_dir)?;
    let store = Store::open(data_dir, clock.wall().timestamp()).await?;
    Ok((instance, store))
}

/// Whether the customer has a link and nothing else is known yet: that keeps nobody else waiting.
pub(crate) fn waits_at_link(record: &AttemptRecord) -> bool {
    record.customer_link.is_some() && record.state == AttemptState::Pending
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
