//! A shop in a temporary folder, and a cloud whose answers the story decides.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

pub mod machines;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use money::Money;
use payment::{
    Approval, AttemptHandle, CancelAnswer, Card, DispatchPermit, Dispatched, EftReceipts, FaultKind, Inquiry,
    OfferedTerminal, Operation, OperationKind, Outcome, Page, PaymentPolicy, Payments, Phase, Provider,
    ProviderDescriptor, ProviderFault, ProviderTransactionId, Readiness, RecordsAppear, RefundPlace,
    StoreSummary, TerminalDirectory, TerminalIdentity, TerminalKey,
};
use sale::OrderNumber;
use secrecy::SecretString;
use tempfile::TempDir;
use till::{
    AccountForm, AccountSettings, ConnectError, Connector, SecretHome, SecretLocation, SecretPlace, Shop,
    SystemClock, Till,
};

use machines::Machines;

pub const CATALOGUE: &str = "code,name,price,tax,unit\n101,Espresso,2.50,9,\n102,Croissant,1.85,9,\n2104011,Bananas,1.99,9,kg\n999,Nothing,0.00,9,\n";

/// What the cloud does with the next request that creates a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Create {
    /// Takes it and answers.
    Answer,
    /// Takes it, and the answer is lost.
    LoseAnswer,
    /// Never gets it, and the till cannot tell.
    LoseRequest,
    /// The connection is refused.
    Refuse,
    /// Says that it comes too early.
    TooEarly,
    /// Says that no more than this can be given back.
    NotEnough(i64),
}

/// A payment as the cloud knows it.
#[derive(Debug, Clone)]
pub struct Charge {
    pub reference: String,
    pub handle: AttemptHandle,
    pub end: Option<Inquiry>,
}

#[derive(Debug, Default)]
pub struct State {
    pub creates: VecDeque<Create>,
    pub charges: Vec<Charge>,
    pub cut: bool,
    /// Look-ups are never answered.
    pub silent: bool,
    pub too_late: bool,
    /// No connection can be made.
    pub unplugged: bool,
    /// The next look-up breaks the task that makes it.
    pub panics: bool,
    /// Transactions the portal shows beside them, by their names.
    pub portal: Vec<(String, Inquiry)>,
    /// Refunds happen between till and cloud, and their records do not carry the till's reference.
    pub anonymous_refunds: bool,
    /// What accounts of the other kind connect to, once the shop has one.
    pub machines: Option<Machines>,
}

/// The cloud: shared by every till that connects to it, so it outlives a crash of one.
#[derive(Debug, Clone, Default)]
pub struct Cloud(pub Arc<Mutex<State>>);

impl Cloud {
    pub fn will(&self, create: Create) {
        self.0.lock().unwrap().creates.push_back(create);
    }

    pub fn cut(&self, cut: bool) {
        self.0.lock().unwrap().cut = cut;
    }

    pub fn machines(&self) -> Machines {
        self.0.lock().unwrap().machines.get_or_insert_default().clone()
    }

    pub fn silent(&self, silent: bool) {
        self.0.lock().unwrap().silent = silent;
    }

    pub fn charges(&self) -> Vec<Charge> {
        self.0.lock().unwrap().charges.clone()
    }

    /// From now on the portal shows this under a name.
    pub fn shows(&self, name: &str, inquiry: Inquiry) {
        let mut state = self.0.lock().unwrap();
        state.portal.retain(|(known, _)| known != name);
        state.portal.push((name.to_owned(), inquiry));
    }

    /// Ends the latest payment.
    pub fn end(&self, end: impl FnOnce(&AttemptHandle) -> Outcome) {
        let mut state = self.0.lock().unwrap();
        let charge = state.charges.last_mut().unwrap();
        charge.end = Some(resolved(&charge.handle, end));
    }
}

/// What a look-up says of a payment that ended so.
pub fn resolved(handle: &AttemptHandle, end: impl FnOnce(&AttemptHandle) -> Outcome) -> Inquiry {
    Inquiry::Resolved { transaction: transaction(handle), outcome: end(handle) }
}

fn transaction(handle: &AttemptHandle) -> ProviderTransactionId {
    ProviderTransactionId::new(format!("T{}", handle.reference)).unwrap()
}

pub fn approve(handle: &AttemptHandle) -> Outcome {
    Outcome::Approved(Box::new(Approval {
        transaction: transaction(handle),
        reference: Some(handle.reference.clone()),
        terminal: Some(handle.terminal.clone()),
        amount: handle.amount,
        tip: None,
        card: Card {
            scheme: Some("V_PAY".to_owned()),
            last_four: Some("1234".to_owned()),
            ..Card::default()
        },
        eft: EftReceipts { cardholder: Some("PAYMENT ACCEPTED\nV PAY 1234".to_owned()), merchant: None },
    }))
}

pub fn decline(_: &AttemptHandle) -> Outcome {
    Outcome::Declined(Box::default())
}

pub fn cancelled(_: &AttemptHandle) -> Outcome {
    Outcome::Cancelled(Box::default())
}

struct Connection {
    cloud: Cloud,
    descriptor: ProviderDescriptor,
}

impl Provider for Connection {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn payments(&self) -> Option<&dyn Payments> {
        Some(self)
    }

    fn terminals(&self) -> Option<&dyn TerminalDirectory> {
        Some(self)
    }
}

impl Connection {
    fn reached(&self) -> Result<(), ProviderFault> {
        if self.cloud.0.lock().unwrap().cut { Err(ProviderFault::no_answer("cut")) } else { Ok(()) }
    }
}

#[async_trait]
impl Payments for Connection {
    async fn readiness(&self, _: &TerminalKey) -> Result<Readiness, ProviderFault> {
        self.reached().map(|()| Readiness::Ready)
    }

    async fn dispatch(&self, permit: DispatchPermit) -> Result<Dispatched, ProviderFault> {
        let intent = permit.intent();
        let handle = AttemptHandle::of(intent);
        let create = self.cloud.0.lock().unwrap().creates.pop_front().unwrap_or(Create::Answer);
        if matches!(create, Create::Answer | Create::LoseAnswer) {
            let reference = handle.reference.to_string();
            self.cloud.0.lock().unwrap().charges.push(Charge {
                reference,
                handle: handle.clone(),
                end: None,
            });
        }
        match create {
            Create::Answer => {
                let transaction = transaction(&handle);
                let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: Phase::Sent };
                Ok(Dispatched { transaction, inquiry, customer_link: None })
            }
            Create::LoseAnswer | Create::LoseRequest => Err(ProviderFault::no_answer("lost")),
            Create::Refuse => Err(ProviderFault::not_reached("refused")),
            Create::TooEarly => Err(ProviderFault::refused(FaultKind::TooEarly, "still being booked")),
            Create::NotEnough(minor) => Err(ProviderFault::refused(FaultKind::NotEnoughBalance, "too much")
                .with_limit(Money::new(minor, handle.amount.currency()))),
        }
    }

    async fn inquire(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        self.reached()?;
        let silent = self.cloud.0.lock().unwrap().silent;
        if silent {
            std::future::pending::<()>().await;
        }
        let panics = std::mem::take(&mut self.cloud.0.lock().unwrap().panics);
        assert!(!panics, "a task that breaks off");
        let state = self.cloud.0.lock().unwrap();
        let named = attempt.transaction.as_ref().map_or("", |name| name.as_str());
        if let Some((_, shown)) = state.portal.iter().find(|(known, _)| known == named) {
            return Ok(shown.clone());
        }
        let anonymous = state.anonymous_refunds && matches!(attempt.operation, Operation::Refund { .. });
        let found = state.charges.iter().find(|charge| match &attempt.transaction {
            Some(name) => transaction(&charge.handle) == *name,
            // Without our reference a refund is known by its purchase, and by being nobody else's.
            None if anonymous => {
                charge.handle.operation == attempt.operation
                    && !attempt.claimed.contains(&transaction(&charge.handle))
            }
            None => charge.reference == attempt.reference.as_str(),
        });
        Ok(match found {
            None => Inquiry::NotFound { terminal_idle: true },
            Some(charge) => charge.end.clone().unwrap_or(Inquiry::InProgress {
                transaction: transaction(&charge.handle),
                phase: Phase::WaitingForCard,
            }),
        })
    }

    async fn cancel(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        self.reached()?;
        if self.cloud.0.lock().unwrap().too_late {
            return Ok(CancelAnswer::TooLate);
        }
        assert_eq!(
            self.cloud.charges().last().map(|charge| charge.reference.clone()),
            Some(attempt.reference.to_string())
        );
        self.cloud.end(cancelled);
        Ok(CancelAnswer::Taken)
    }
}

#[async_trait]
impl TerminalDirectory for Connection {
    async fn terminals(&self, page: u32) -> Result<Page<OfferedTerminal>, ProviderFault> {
        self.reached()?;
        Ok(Page { items: vec![offered()], page, total: Some(1), has_more: false })
    }

    async fn stores(&self, page: u32) -> Result<Page<StoreSummary>, ProviderFault> {
        Ok(Page { items: Vec::new(), page, total: Some(0), has_more: false })
    }

    fn parse_identity(&self, text: &str) -> Option<TerminalIdentity> {
        let OfferedTerminal { key, manufacturer, model, serial, .. } = offered();
        match text {
            text if text == key.as_str() => {
                Some(TerminalIdentity::Complete { manufacturer, model, serial, key })
            }
            text if text.starts_with("S") => Some(TerminalIdentity::SerialOnly { serial: text.to_owned() }),
            _ => None,
        }
    }
}

pub fn offered() -> OfferedTerminal {
    OfferedTerminal {
        key: TerminalKey::new("MAKER-M1-S0001").unwrap(),
        manufacturer: "MAKER".to_owned(),
        model: "M1".to_owned(),
        serial: "S0001".to_owned(),
        store: None,
    }
}

impl Connector for Cloud {
    fn forms(&self) -> Vec<AccountForm> {
        let known = self.0.lock().unwrap().machines.is_some();
        known.then(machines::form).into_iter().collect()
    }

    fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError> {
        if account.base_url.is_empty() || self.0.lock().unwrap().unplugged {
            return Err(ConnectError::BadAddress("empty".to_owned()));
        }
        if account.kind == machines::KIND {
            return self.machines().connect(account);
        }
        let milliseconds = Duration::from_millis;
        Ok(Arc::new(Connection {
            cloud: self.clone(),
            descriptor: ProviderDescriptor {
                kind: "model",
                display_name: "Model",
                operations: &[
                    OperationKind::Purchase,
                    OperationKind::Refund,
                    OperationKind::UnreferencedRefund,
                ],
                refunds: if self.0.lock().unwrap().anonymous_refunds {
                    RefundPlace::Provider
                } else {
                    RefundPlace::Terminal
                },
                reference_limit: 14,
                policy: PaymentPolicy {
                    poll_interval: milliseconds(5),
                    poll_interval_limit: milliseconds(20),
                    customer_deadline: Duration::from_secs(60),
                    not_found_counts_after: milliseconds(50),
                    not_found_spacing: milliseconds(10),
                    terminal_window: None,
                    records: RecordsAppear::AtOnce,
                    give_up_after: Duration::from_secs(600),
                    late_looks: vec![milliseconds(100), milliseconds(300)],
                },
            },
        }))
    }

    fn secret_place(&self) -> Option<&dyn SecretPlace> {
        let place: &dyn SecretPlace = self;
        self.0.lock().unwrap().machines.is_some().then_some(place)
    }
}

impl SecretPlace for Cloud {
    fn keep(
        &self,
        name: &str,
        secret: &SecretString,
        home: &SecretHome,
    ) -> Result<SecretLocation, ConnectError> {
        self.machines().keep(name, secret, home)
    }

    fn forget(&self, place: &SecretLocation) -> Result<(), ConnectError> {
        self.machines().forget(place)
    }
}

/// A shop with a catalogue, an account and a chosen terminal.
pub struct World {
    pub folder: TempDir,
    pub cloud: Cloud,
    pub till: Till,
}

pub async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let cloud = Cloud::default();
    let shop = Shop { decimal_mark: '.', ..Shop::practice() };
    let till =
        Till::init(folder.path(), shop, Arc::new(cloud.clone()), Arc::new(SystemClock::new())).await.unwrap();
    till.import_catalogue(CATALOGUE.as_bytes()).await.unwrap();
    let place = SecretLocation::Keychain { entry: "none".to_owned() };
    let account = AccountSettings::with_secret("model", "https://cloud.example", "api_key", place);
    till.add_account("Model", account).await.unwrap();
    let found = till.read_terminal_text("S0001").await.unwrap();
    till.add_terminal(&found, Some("Counter")).await.unwrap();
    World { folder, cloud, till }
}

pub async fn open(folder: &Path, cloud: &Cloud) -> Result<Till, till::OpenTillError> {
    Till::open(folder, Arc::new(cloud.clone()), Arc::new(SystemClock::new())).await
}

impl World {
    /// Sells for 9.35 by card.
    pub async fn sell_by_card(&self) -> OrderNumber {
        self.ring_up().await;
        let before = self.cloud.charges().len();
        self.till.pay_card().await.unwrap();
        while self.cloud.charges().len() == before {
            tokio::task::yield_now().await;
        }
        self.cloud.end(approve);
        self.till.wait_for_payment(Duration::from_secs(10)).await.unwrap();
        let number = self.till.orders(1, None).await.unwrap()[0].number;
        self.till.next_sale().await.unwrap();
        number
    }

    pub async fn ring_up(&self) {
        self.till.enter("3 * 101").await.unwrap();
        self.till.enter("102").await.unwrap();
    }
}
