//! A payment system of terminals, devices and keys: it takes no payments.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use payment::capabilities::{
    ApiKeyInfo, ApiKeyValidity, ApiKeys, Fleet, FleetFilter, FleetModel, FleetPage, FleetState,
    FleetTerminal, IssuedApiKey, NewFleetTerminal, PairedTerminal, Pairing, PairingCode, PairingState,
    SuspensionReason,
};
use payment::{
    FaultKind, PaymentPolicy, Provider, ProviderDescriptor, ProviderFault, RecordsAppear, RefundPlace,
    TerminalKey,
};
use secrecy::{ExposeSecret, SecretString};
use till::{
    AccountForm, AccountSettings, ConnectError, FormField, Need, SecretHome, SecretLocation, SecretPlace,
};

/// The kind of its accounts.
pub const KIND: &str = "machines";

/// What its accounts are asked for.
pub fn form() -> AccountForm {
    AccountForm {
        kind: KIND,
        display_name: "Machines",
        default_address: None,
        fields: &[],
        options: &[],
        secrets: &[FormField { name: "api_key", need: Need::Required }],
    }
}

/// What it knows, and what the till's place for secrets holds.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its terminals.
    pub fleet: Vec<FleetTerminal>,
    /// What was asked of them.
    pub acts: u32,
    /// Its devices.
    pub devices: Vec<PairedTerminal>,
    /// Its keys, and the secrets that open it, in the same order.
    pub keys: Vec<ApiKeyInfo>,
    pub valid: Vec<String>,
    pub created: u32,
    /// Secrets the till keeps.
    pub kept: BTreeMap<PathBuf, String>,
}

/// Shared by every till that connects to it.
#[derive(Debug, Clone, Default)]
pub struct Machines(Arc<Mutex<Known>>);

impl Machines {
    /// As it was left.
    pub fn of(known: Known) -> Self {
        Self(Arc::new(Mutex::new(known)))
    }

    pub fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap()
    }

    /// One terminal, one device that has confirmed, one key; answers with where the key is kept.
    pub fn set_up(&self) -> SecretLocation {
        let mut known = self.known();
        known.fleet.push(terminal("t1", "SERIAL-1"));
        known.devices.push(device("rdr_1", PairingState::Paired));
        known.keys.push(key_info("1", "First", ApiKeyValidity::default()));
        known.valid.push("secret-1".to_owned());
        let path = PathBuf::from("first");
        known.kept.insert(path.clone(), "secret-1".to_owned());
        SecretLocation::File { path }
    }

    pub fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError> {
        let SecretLocation::File { path } = account.secret("api_key")? else {
            return Err(ConnectError::NoSecret("not a file".to_owned()));
        };
        let moment = Duration::from_millis(20);
        let policy = PaymentPolicy {
            poll_interval: moment,
            poll_interval_limit: moment,
            customer_deadline: moment,
            not_found_counts_after: moment,
            not_found_spacing: moment,
            terminal_window: None,
            records: RecordsAppear::AtOnce,
            give_up_after: moment,
            late_looks: Vec::new(),
        };
        let descriptor = ProviderDescriptor {
            kind: KIND,
            display_name: "Machines",
            operations: &[],
            refunds: RefundPlace::Provider,
            reference_limit: 0,
            policy,
        };
        Ok(Arc::new(Connection { machines: self.clone(), secret: path.clone(), descriptor }))
    }
}

struct Connection {
    machines: Machines,
    secret: PathBuf,
    descriptor: ProviderDescriptor,
}

impl Connection {
    /// What it knows, for a caller with a valid key; the key's place.
    fn enter(&self) -> Result<(MutexGuard<'_, Known>, usize), ProviderFault> {
        let known = self.machines.known();
        let secret = known.kept.get(&self.secret);
        let secret = secret.ok_or_else(|| ProviderFault::misconfigured("no secret"))?;
        let at = known.valid.iter().position(|valid| valid == secret);
        let at = at.ok_or_else(|| ProviderFault::refused(FaultKind::NotAuthorised, "no"))?;
        Ok((known, at))
    }

    fn change(&self, id: &str, act: impl FnOnce(&mut FleetTerminal)) -> Result<FleetTerminal, ProviderFault> {
        let (mut known, _) = self.enter()?;
        known.acts += 1;
        let terminal = known.fleet.iter_mut().find(|terminal| terminal.id == id);
        let terminal = terminal.ok_or_else(|| ProviderFault::refused(FaultKind::NotKnown, "gone"))?;
        act(terminal);
        Ok(terminal.clone())
    }

    fn change_device(
        &self,
        key: &TerminalKey,
        act: impl FnOnce(&mut PairedTerminal),
    ) -> Result<PairedTerminal, ProviderFault> {
        let (mut known, _) = self.enter()?;
        let device = known.devices.iter_mut().find(|device| device.key == *key);
        let device = device.ok_or_else(|| ProviderFault::refused(FaultKind::NotKnown, "gone"))?;
        act(device);
        Ok(device.clone())
    }
}

impl Provider for Connection {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn fleet(&self) -> Option<&dyn Fleet> {
        Some(self)
    }

    fn pairing(&self) -> Option<&dyn Pairing> {
        Some(self)
    }

    fn api_keys(&self) -> Option<&dyn ApiKeys> {
        Some(self)
    }
}

#[async_trait]
impl Fleet for Connection {
    fn models(&self) -> &'static [FleetModel] {
        &[FleetModel { manufacturer: "maker", model: "m1" }]
    }

    async fn fleet(&self, filter: &FleetFilter, offset: u32, _: u32) -> Result<FleetPage, ProviderFault> {
        let (known, _) = self.enter()?;
        let fits = |it: &&FleetTerminal| filter.serial.as_ref().is_none_or(|serial| *serial == it.serial);
        Ok(FleetPage { items: known.fleet.iter().filter(fits).cloned().collect(), offset, has_more: false })
    }

    async fn fleet_terminal(&self, id: &str) -> Result<Option<FleetTerminal>, ProviderFault> {
        Ok(self.enter()?.0.fleet.iter().find(|terminal| terminal.id == id).cloned())
    }

    async fn register(&self, new: &NewFleetTerminal) -> Result<FleetTerminal, ProviderFault> {
        let (mut known, _) = self.enter()?;
        known.acts += 1;
        let new = terminal(&format!("t{}", known.acts + 1), &new.serial);
        known.fleet.push(new.clone());
        Ok(new)
    }

    async fn allocate(&self, id: &str, merchant: &str) -> Result<FleetTerminal, ProviderFault> {
        self.change(id, |it| {
            it.merchant = Some(merchant.to_owned());
            it.state = FleetState::Active;
        })
    }

    async fn deallocate(&self, id: &str) -> Result<FleetTerminal, ProviderFault> {
        self.change(id, |it| {
            it.merchant = None;
            it.state = FleetState::Unallocated;
        })
    }

    async fn suspend(&self, id: &str, _: SuspensionReason) -> Result<FleetTerminal, ProviderFault> {
        self.change(id, |it| it.state = FleetState::Suspended)
    }

    async fn reactivate(&self, id: &str) -> Result<FleetTerminal, ProviderFault> {
        self.change(id, |it| it.state = FleetState::Active)
    }

    async fn decommission(&self, id: &str) -> Result<(), ProviderFault> {
        let (mut known, _) = self.enter()?;
        known.acts += 1;
        known.fleet.retain(|terminal| terminal.id != id);
        Ok(())
    }
}

#[async_trait]
impl Pairing for Connection {
    async fn pair(&self, _: &PairingCode, name: &str) -> Result<PairedTerminal, ProviderFault> {
        let (mut known, _) = self.enter()?;
        let key = format!("rdr_{}", known.devices.len() + 1);
        // It confirms by the time somebody looks.
        let mut joined = PairedTerminal { name: name.to_owned(), ..device(&key, PairingState::Paired) };
        joined.device = format!("DEVICE-{}", known.devices.len() + 1);
        known.devices.push(joined.clone());
        Ok(PairedTerminal { state: PairingState::Processing, ..joined })
    }

    async fn paired_terminals(&self) -> Result<Vec<PairedTerminal>, ProviderFault> {
        Ok(self.enter()?.0.devices.clone())
    }

    async fn paired_terminal(&self, key: &TerminalKey) -> Result<Option<PairedTerminal>, ProviderFault> {
        Ok(self.enter()?.0.devices.iter().find(|device| device.key == *key).cloned())
    }

    async fn rename(&self, key: &TerminalKey, name: &str) -> Result<PairedTerminal, ProviderFault> {
        self.change_device(key, |device| name.clone_into(&mut device.name))
    }

    async fn set_metadata(
        &self,
        key: &TerminalKey,
        metadata: &BTreeMap<String, String>,
    ) -> Result<PairedTerminal, ProviderFault> {
        self.change_device(key, |device| device.metadata.clone_from(metadata))
    }

    async fn unpair(&self, key: &TerminalKey) -> Result<(), ProviderFault> {
        self.enter()?.0.devices.retain(|device| device.key != *key);
        Ok(())
    }

    async fn stop(&self, _: &TerminalKey) -> Result<(), ProviderFault> {
        self.enter().map(drop)
    }
}

#[async_trait]
impl ApiKeys for Connection {
    async fn api_keys(&self) -> Result<Vec<ApiKeyInfo>, ProviderFault> {
        Ok(self.enter()?.0.keys.clone())
    }

    async fn create_api_key(
        &self,
        label: &str,
        validity: &ApiKeyValidity,
    ) -> Result<IssuedApiKey, ProviderFault> {
        let (mut known, _) = self.enter()?;
        known.created += 1;
        let number = known.created + 1;
        let secret = format!("secret-{number}");
        let info = key_info(&number.to_string(), label, validity.clone());
        known.keys.push(info.clone());
        known.valid.push(secret.clone());
        Ok(IssuedApiKey { info, secret: SecretString::from(secret) })
    }

    async fn revoke_api_key(&self, id: &str) -> Result<(), ProviderFault> {
        let (mut known, caller) = self.enter()?;
        let at = known.keys.iter().position(|key| key.id == id);
        let at = at.ok_or_else(|| ProviderFault::refused(FaultKind::NotKnown, "gone"))?;
        if at == caller {
            return Err(ProviderFault::refused(FaultKind::Refused, "not this one").with_status(409));
        }
        known.keys.remove(at);
        known.valid.remove(at);
        Ok(())
    }
}

impl SecretPlace for Machines {
    fn keep(
        &self,
        name: &str,
        secret: &SecretString,
        _: &SecretHome,
    ) -> Result<SecretLocation, ConnectError> {
        let path = PathBuf::from(name);
        self.known().kept.insert(path.clone(), secret.expose_secret().to_owned());
        Ok(SecretLocation::File { path })
    }

    fn forget(&self, place: &SecretLocation) -> Result<(), ConnectError> {
        if let SecretLocation::File { path } = place {
            self.known().kept.remove(path);
        }
        Ok(())
    }
}

fn key_info(id: &str, label: &str, validity: ApiKeyValidity) -> ApiKeyInfo {
    ApiKeyInfo { id: id.to_owned(), label: label.to_owned(), last_used: None, validity }
}

fn terminal(id: &str, serial: &str) -> FleetTerminal {
    FleetTerminal {
        id: id.to_owned(),
        tid: Some("EP0001".to_owned()),
        serial: serial.to_owned(),
        manufacturer: "maker".to_owned(),
        model: "m1".to_owned(),
        merchant: None,
        external_reference: None,
        state: FleetState::Unallocated,
        state_reason: None,
    }
}

fn device(key: &str, state: PairingState) -> PairedTerminal {
    PairedTerminal {
        key: TerminalKey::new(key).unwrap(),
        name: "Bar".to_owned(),
        state,
        device: "DEVICE-1".to_owned(),
        model: "solo".to_owned(),
        metadata: BTreeMap::new(),
        created_at: None,
    }
}
