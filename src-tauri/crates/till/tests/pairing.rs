//! Devices that are joined by the code they show, at a provider that has nothing else.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use payment::capabilities::{PairedTerminal, Pairing, PairingCode, PairingState};
use payment::{
    AttemptHandle, CancelAnswer, DispatchPermit, Dispatched, Inquiry, OperationKind, PaymentPolicy, Payments,
    Phase, Provider, ProviderDescriptor, ProviderFault, ProviderTransactionId, Readiness, RecordsAppear,
    RefundPlace, TerminalKey,
};
use store::AccountId;
use till::{
    AccountForm, AccountSettings, ConnectError, Connector, SecretLocation, Shop, StageSnapshot, SystemClock,
    Till, TillError,
};

/// The devices of the account, and what was asked of it.
#[derive(Clone, Default)]
struct Devices(Arc<Mutex<Vec<PairedTerminal>>>);

struct Connection(Devices, ProviderDescriptor);

fn device(key: &str, state: PairingState) -> PairedTerminal {
    PairedTerminal {
        key: TerminalKey::new(key).unwrap(),
        name: "Bar".to_owned(),
        state,
        device: "SERIAL-1".to_owned(),
        model: "solo".to_owned(),
        metadata: BTreeMap::new(),
        created_at: None,
    }
}

impl Devices {
    fn set(&self, devices: &[PairedTerminal]) {
        *self.0.lock().unwrap() = devices.to_vec();
    }
}

impl Connector for Devices {
    fn forms(&self) -> Vec<AccountForm> {
        Vec::new()
    }

    fn connect(&self, _: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError> {
        let policy = PaymentPolicy {
            poll_interval: Duration::from_millis(5),
            poll_interval_limit: Duration::from_millis(20),
            customer_deadline: Duration::from_secs(600),
            not_found_counts_after: Duration::from_secs(45),
            not_found_spacing: Duration::from_secs(5),
            terminal_window: Some(Duration::from_secs(60)),
            records: RecordsAppear::WithTheCard,
            give_up_after: Duration::from_secs(600),
            late_looks: Vec::new(),
        };
        let descriptor = ProviderDescriptor {
            kind: "devices",
            display_name: "Devices",
            operations: &[OperationKind::Purchase],
            refunds: RefundPlace::Provider,
            reference_limit: 14,
            policy,
        };
        Ok(Arc::new(Connection(self.clone(), descriptor)))
    }
}

impl Provider for Connection {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.1
    }

    fn payments(&self) -> Option<&dyn Payments> {
        Some(self)
    }

    fn pairing(&self) -> Option<&dyn Pairing> {
        Some(self)
    }
}

fn running() -> Inquiry {
    let transaction = ProviderTransactionId::new("T1").unwrap();
    Inquiry::InProgress { transaction, phase: Phase::Sent }
}

#[async_trait]
impl Payments for Connection {
    async fn readiness(&self, _: &TerminalKey) -> Result<Readiness, ProviderFault> {
        Ok(Readiness::Ready)
    }

    async fn dispatch(&self, _: DispatchPermit) -> Result<Dispatched, ProviderFault> {
        let transaction = ProviderTransactionId::new("T1").unwrap();
        let customer_link = Some("https://pay.example/1".to_owned());
        Ok(Dispatched { transaction, inquiry: running(), customer_link })
    }

    async fn inquire(&self, _: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        Ok(running())
    }

    async fn cancel(&self, _: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        Ok(CancelAnswer::Taken)
    }
}

#[async_trait]
impl Pairing for Connection {
    async fn pair(&self, _: &PairingCode, _: &str) -> Result<PairedTerminal, ProviderFault> {
        let joined = device("rdr_1", PairingState::Processing);
        self.0.set(std::slice::from_ref(&joined));
        Ok(joined)
    }

    async fn paired_terminals(&self) -> Result<Vec<PairedTerminal>, ProviderFault> {
        Ok(self.0.0.lock().unwrap().clone())
    }

    async fn paired_terminal(&self, key: &TerminalKey) -> Result<Option<PairedTerminal>, ProviderFault> {
        Ok(self.0.0.lock().unwrap().iter().find(|device| device.key == *key).cloned())
    }

    async fn rename(&self, key: &TerminalKey, name: &str) -> Result<PairedTerminal, ProviderFault> {
        Ok(PairedTerminal { name: name.to_owned(), ..device(key.as_str(), PairingState::Paired) })
    }

    async fn set_metadata(
        &self,
        key: &TerminalKey,
        metadata: &BTreeMap<String, String>,
    ) -> Result<PairedTerminal, ProviderFault> {
        Ok(PairedTerminal { metadata: metadata.clone(), ..device(key.as_str(), PairingState::Paired) })
    }

    async fn unpair(&self, key: &TerminalKey) -> Result<(), ProviderFault> {
        self.0.0.lock().unwrap().retain(|device| device.key != *key);
        Ok(())
    }

    async fn stop(&self, _: &TerminalKey) -> Result<(), ProviderFault> {
        Ok(())
    }
}

const ACCOUNT: AccountId = AccountId(1);

async fn shop(folder: &tempfile::TempDir, devices: &Devices) -> Till {
    let clock = Arc::new(SystemClock::new());
    let till = Till::init(folder.path(), Shop::practice(), Arc::new(devices.clone()), clock).await.unwrap();
    till.import_catalogue(b"code,name,price,tax\n101,Espresso,2.50,9\n").await.unwrap();
    let place = SecretLocation::Keychain { entry: "none".to_owned() };
    let settings = AccountSettings::with_secret("devices", "https://cloud.example", "api_key", place);
    assert_eq!(till.add_account("Devices", settings).await.unwrap().id, ACCOUNT);
    till
}

fn key(text: &str) -> TerminalKey {
    TerminalKey::new(text).unwrap()
}

#[tokio::test]
async fn a_device_becomes_a_terminal_once_it_has_confirmed_and_keeps_its_place_when_paired_anew() {
    let (folder, devices) = (tempfile::tempdir().unwrap(), Devices::default());
    let till = shop(&folder, &devices).await;
    assert!(matches!(
        till.pair_terminal(till.approval_at_hand().unwrap(), ACCOUNT, "123", "Bar").await,
        Err(TillError::PairingCode(_))
    ));
    till.pair_terminal(till.approval_at_hand().unwrap(), ACCOUNT, "4WLF-DSBF", "Bar").await.unwrap();
    assert!(till.terminals().await.unwrap().is_empty(), "not confirmed yet");
    devices.set(&[device("rdr_1", PairingState::Paired)]);
    till.follow_pairing(ACCOUNT, &key("rdr_1")).await.unwrap();
    let before = till.chosen_terminal().await.unwrap().unwrap();
    assert_eq!((before.name.as_str(), before.serial.as_str()), ("Bar", "SERIAL-1"));

    devices.set(&[device("rdr_2", PairingState::Paired)]);
    till.paired_terminals(ACCOUNT).await.unwrap();
    let after = till.terminals().await.unwrap();
    assert_eq!(after.len(), 1, "the same device");
    assert_eq!((after[0].id, after[0].key.as_str()), (before.id, "rdr_2"));

    till.rename_paired(till.approval_at_hand().unwrap(), ACCOUNT, &key("rdr_2"), "Garden").await.unwrap();
    assert_eq!(till.terminals().await.unwrap()[0].name, "Garden");
    till.unpair_terminal(till.approval_at_hand().unwrap(), ACCOUNT, &key("rdr_2")).await.unwrap();
    assert!(till.terminals().await.unwrap().is_empty());
}

#[tokio::test]
async fn while_a_payment_runs_its_device_is_neither_removed_nor_stopped_nor_given_another_key() {
    let (folder, devices) = (tempfile::tempdir().unwrap(), Devices::default());
    let till = shop(&folder, &devices).await;
    devices.set(&[device("rdr_1", PairingState::Paired)]);
    till.follow_pairing(ACCOUNT, &key("rdr_1")).await.unwrap();
    till.enter("101").await.unwrap();
    let terminal = till.terminals().await.unwrap()[0].id;
    till.pay_card_on(terminal).await.unwrap();
    for refused in [
        till.unpair_terminal(till.approval_at_hand().unwrap(), ACCOUNT, &key("rdr_1")).await,
        till.stop_device(ACCOUNT, &key("rdr_1")).await,
    ] {
        assert!(matches!(refused, Err(TillError::TerminalOccupied(_))), "{refused:?}");
    }
    devices.set(&[device("rdr_2", PairingState::Paired)]);
    till.paired_terminals(ACCOUNT).await.unwrap();
    assert_eq!(till.terminals().await.unwrap()[0].key.as_str(), "rdr_1", "its payment is looked up there");
    let mut changes = till.changes();
    loop {
        let StageSnapshot::Paying(paying) = till.snapshot().await.unwrap().stage else { panic!("ended") };
        if let Some(link) = paying.record.customer_link {
            assert_eq!(
                (link.as_str(), paying.window),
                ("https://pay.example/1", Some(Duration::from_secs(60)))
            );
            break;
        }
        changes.changed().await.unwrap();
    }
}
