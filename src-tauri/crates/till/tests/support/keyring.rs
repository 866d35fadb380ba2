//! A payment system that is nothing but its keys, and a place for secrets that can break.
#![allow(clippy::unwrap_used, dead_code)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use payment::capabilities::{ApiKeyInfo, ApiKeyValidity, ApiKeys, IssuedApiKey};
use payment::{
    FaultKind, OfferedTerminal, Page, PaymentPolicy, Provider, ProviderDescriptor, ProviderFault,
    RecordsAppear, RefundPlace, StoreSummary, TerminalDirectory, TerminalIdentity,
};
use secrecy::{ExposeSecret, SecretString};
use store::AccountId;
use tempfile::TempDir;
use till::{
    AccountForm, AccountSettings, ConnectError, Connector, ManagerApproval, SecretHome, SecretLocation,
    SecretPlace, Shop as TillShop, SystemClock, Till,
};

/// What does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Break {
    Create,
    AnswerOfCreate,
    Keep,
    ProofBeforeSwitch,
    ProofAfterSwitch,
    Revoke,
}

/// Both sides of the story.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) keys: Vec<ApiKeyInfo>,
    /// Secrets the provider takes, in the order of `keys`.
    pub(crate) valid: Vec<String>,
    pub(crate) created: u32,
    pub(crate) broken: Option<Break>,
    /// What the place for secrets holds.
    kept: BTreeMap<PathBuf, String>,
    reads_with_new: u32,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Vendor(Arc<Mutex<World>>);

impl Vendor {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }
}

struct Connection {
    vendor: Vendor,
    secret: PathBuf,
    descriptor: ProviderDescriptor,
}

impl Connection {
    /// The caller's key, by its place in the list.
    fn enter(&self) -> Result<usize, ProviderFault> {
        let mut world = self.vendor.world();
        let secret = world.kept.get(&self.secret).cloned();
        let secret = secret.ok_or_else(|| ProviderFault::misconfigured("no secret"))?;
        let at = world.valid.iter().position(|valid| *valid == secret);
        let at = at.ok_or_else(|| ProviderFault::refused(FaultKind::NotAuthorised, "no"))?;
        if at > 0 {
            world.reads_with_new += 1;
            let first = world.reads_with_new == 1;
            match world.broken {
                Some(Break::ProofBeforeSwitch) => return Err(ProviderFault::no_answer("cut")),
                Some(Break::ProofAfterSwitch) if !first => return Err(ProviderFault::no_answer("cut")),
                _ => {}
            }
        }
        Ok(at)
    }
}

impl Provider for Connection {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn terminals(&self) -> Option<&dyn TerminalDirectory> {
        Some(self)
    }

    fn api_keys(&self) -> Option<&dyn ApiKeys> {
        Some(self)
    }
}

#[async_trait]
impl ApiKeys for Connection {
    async fn api_keys(&self) -> Result<Vec<ApiKeyInfo>, ProviderFault> {
        self.enter()?;
        Ok(self.vendor.world().keys.clone())
    }

    async fn create_api_key(
        &self,
        label: &str,
        validity: &ApiKeyValidity,
    ) -> Result<IssuedApiKey, ProviderFault> {
        self.enter()?;
        let mut world = self.vendor.world();
        if world.broken == Some(Break::Create) {
            return Err(ProviderFault::refused(FaultKind::Refused, "fifty keys already"));
        }
        world.created += 1;
        let number = world.created + 1;
        let secret = format!("secret-{number}");
        let info = ApiKeyInfo {
            id: number.to_string(),
            label: label.to_owned(),
            last_used: None,
            validity: validity.clone(),
        };
        world.keys.push(info.clone());
        world.valid.push(secret.clone());
        if world.broken == Some(Break::AnswerOfCreate) {
            return Err(ProviderFault::no_answer("lost"));
        }
        Ok(IssuedApiKey { info, secret: SecretString::from(secret) })
    }

    async fn revoke_api_key(&self, id: &str) -> Result<(), ProviderFault> {
        let caller = self.enter()?;
        let mut world = self.vendor.world();
        let at = world.keys.iter().position(|key| key.id == id);
        let at = at.ok_or_else(|| ProviderFault::refused(FaultKind::NotKnown, "gone"))?;
        if at == caller || world.keys.len() == 1 {
            return Err(ProviderFault::refused(FaultKind::Refused, "not this one").with_status(409));
        }
        world.keys.remove(at);
        world.valid.remove(at);
        if world.broken == Some(Break::Revoke) {
            return Err(ProviderFault::no_answer("lost"));
        }
        Ok(())
    }
}

#[async_trait]
impl TerminalDirectory for Connection {
    async fn terminals(&self, page: u32) -> Result<Page<OfferedTerminal>, ProviderFault> {
        self.enter()?;
        Ok(Page { items: Vec::new(), page, total: Some(0), has_more: false })
    }

    async fn stores(&self, page: u32) -> Result<Page<StoreSummary>, ProviderFault> {
        Ok(Page { items: Vec::new(), page, total: Some(0), has_more: false })
    }

    fn parse_identity(&self, _: &str) -> Option<TerminalIdentity> {
        None
    }
}

impl Connector for Vendor {
    fn forms(&self) -> Vec<AccountForm> {
        Vec::new()
    }

    fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError> {
        let SecretLocation::File { path } = account.secret("api_key")? else {
            return Err(ConnectError::NoSecret("not a file".to_owned()));
        };
        let second = Duration::from_secs(1);
        Ok(Arc::new(Connection {
            vendor: self.clone(),
            secret: path.clone(),
            descriptor: ProviderDescriptor {
                kind: "model",
                display_name: "Model",
                operations: &[],
                refunds: RefundPlace::Terminal,
                reference_limit: 14,
                policy: PaymentPolicy {
                    poll_interval: second,
                    poll_interval_limit: second,
                    customer_deadline: second,
                    not_found_counts_after: second,
                    not_found_spacing: second,
                    terminal_window: None,
                    records: RecordsAppear::AtOnce,
                    give_up_after: second,
                    late_looks: Vec::new(),
                },
            },
        }))
    }

    fn secret_place(&self) -> Option<&dyn SecretPlace> {
        Some(self)
    }
}

impl SecretPlace for Vendor {
    fn keep(
        &self,
        name: &str,
        secret: &SecretString,
        home: &SecretHome,
    ) -> Result<SecretLocation, ConnectError> {
        assert!(
            matches!(home, SecretHome::Beside(_)),
            "a new secret goes to a place of the same kind as the old one"
        );
        let mut world = self.world();
        if world.broken == Some(Break::Keep) {
            return Err(ConnectError::NoSecret("disk full".to_owned()));
        }
        let path = PathBuf::from(name);
        world.kept.insert(path.clone(), secret.expose_secret().to_owned());
        Ok(SecretLocation::File { path })
    }

    fn forget(&self, place: &SecretLocation) -> Result<(), ConnectError> {
        let SecretLocation::File { path } = place else { panic!("{place:?}") };
        self.world().kept.remove(path);
        Ok(())
    }
}

/// A shop with one account and its first key.
pub(crate) struct Shop {
    folder: TempDir,
    vendor: Vendor,
    pub(crate) till: Till,
    pub(crate) account: AccountId,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let vendor = Vendor::default();
        {
            let mut world = vendor.world();
            let validity = ApiKeyValidity::default();
            let first =
                ApiKeyInfo { id: "1".to_owned(), label: "First".to_owned(), last_used: None, validity };
            world.keys.push(first);
            world.valid.push("secret-1".to_owned());
            world.kept.insert(PathBuf::from("first"), "secret-1".to_owned());
        }
        let folder = tempfile::tempdir().unwrap();
        let shop = TillShop::new("Corner", money::Currency::EUR);
        let till = Till::init(folder.path(), shop, Arc::new(vendor.clone()), Arc::new(SystemClock::new()))
            .await
            .unwrap();
        let place = SecretLocation::File { path: PathBuf::from("first") };
        let settings = AccountSettings::with_secret("model", "https://cloud.example", "api_key", place);
        let account = till.add_account("Model", settings).await.unwrap().id;
        Self { folder, vendor, till, account }
    }

    /// Closes the till, as a crash would, and opens it again.
    pub(crate) async fn restart(&mut self) {
        let elsewhere = tempfile::tempdir().unwrap();
        let shop = TillShop::new("Elsewhere", money::Currency::EUR);
        let other =
            Till::init(elsewhere.path(), shop, Arc::new(Vendor::default()), Arc::new(SystemClock::new()));
        drop(std::mem::replace(&mut self.till, other.await.unwrap()));
        self.till =
            Till::open(self.folder.path(), Arc::new(self.vendor.clone()), Arc::new(SystemClock::new()))
                .await
                .unwrap();
    }

    /// The yes of a shop without people.
    pub(crate) fn yes(&self) -> ManagerApproval {
        self.till.approval_at_hand().unwrap()
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.vendor.world()
    }

    pub(crate) fn break_at(&self, broken: Break) {
        self.world().broken = Some(broken);
    }

    pub(crate) fn mend(&self) {
        self.world().broken = None;
    }

    pub(crate) fn expire_first(&self, until: Timestamp) {
        self.world().keys[0].validity.until = Some(until);
    }

    pub(crate) fn kept(&self) -> Vec<String> {
        self.world().kept.values().cloned().collect()
    }

    /// The secret the account would use for its next call.
    pub(crate) async fn secret_in_use(&self) -> String {
        let account = self.till.account(self.account).await.unwrap();
        let secrets: BTreeMap<String, SecretLocation> = serde_json::from_str(&account.secrets).unwrap();
        let SecretLocation::File { path } = &secrets["api_key"] else { panic!("{secrets:?}") };
        self.world().kept[path].clone()
    }
}
