//! A shop with a running simulator, the provider under test and the engine between them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use money::{Currency, Money};
use payment::{
    Attempt, AttemptHandle, AttemptReference, DispatchPermit, Dispatched, Event, Intent, IntentLog, LookUp,
    Next, Operation, PaymentPolicy, Payments, ProviderFault, PurchaseOptions, RecordsAppear, TerminalKey,
};
use provider_http::{FixedKey, Patience};
use provider_merchant_api::{MerchantApi, MerchantApiConfig};
use simulator::{Config, Decision, Fault, FaultKind, Handle, Outcome, Simulator, Timings};
use tokio::time::Instant;

/// A terminal that is on.
pub(crate) const COUNTER: &str = "SUNMI-P2lite-PL0919CQ00305";
/// A terminal that is switched off.
pub(crate) const DRAWER: &str = "SUNMI-P2mini-PM0721AA00093";

const TIME_LIMIT: Duration = Duration::from_secs(20);

/// The usual policy, a hundred times faster.
pub(crate) fn policy() -> PaymentPolicy {
    PaymentPolicy {
        poll_interval: Duration::from_millis(10),
        poll_interval_limit: Duration::from_millis(100),
        customer_deadline: Duration::from_secs(15),
        not_found_counts_after: Duration::from_millis(300),
        not_found_spacing: Duration::from_millis(50),
        terminal_window: None,
        records: RecordsAppear::AtOnce,
        give_up_after: Duration::from_secs(600),
        late_looks: Vec::new(),
    }
}

pub(crate) fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(1),
        read: Duration::from_millis(500),
        back_off: Duration::from_millis(5),
        ..Patience::default()
    }
}

pub(crate) struct Shop {
    _simulator: Simulator,
    pub(crate) handle: Handle,
    pub(crate) api: MerchantApi,
    pub(crate) policy: PaymentPolicy,
    zero: Instant,
}

struct Durable;

#[async_trait]
impl IntentLog for Durable {
    type Error = Infallible;

    async fn commit_intent(&self, _: &Intent) -> Result<(), Infallible> {
        Ok(())
    }
}

pub(crate) async fn permit(intent: &Intent) -> DispatchPermit {
    DispatchPermit::after_commit(intent.clone(), &Durable).await.unwrap()
}

pub(crate) fn purchase(reference: &str, minor: i64, terminal: &str) -> Intent {
    Intent {
        reference: AttemptReference::new(reference).unwrap(),
        operation: Operation::Purchase,
        amount: Money::new(minor, Currency::EUR),
        terminal: TerminalKey::new(terminal).unwrap(),
        options: PurchaseOptions::default(),
    }
}

pub(crate) fn handle(intent: &Intent) -> AttemptHandle {
    AttemptHandle::of(intent)
}

impl Shop {
    /// Terminals that decide by themselves: approval unless scripted otherwise.
    pub(crate) async fn open() -> Self {
        Self::with(Config { decision: Decision::Script, timings: Timings::quick(), ..Config::default() })
            .await
    }

    /// Terminals with a person in front of them.
    pub(crate) async fn attended() -> Self {
        Self::with(Config { decision: Decision::Person, timings: Timings::quick(), ..Config::default() })
            .await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let simulator = Simulator::start(config).await.unwrap();
        let handle = simulator.handle();
        let api = connect(handle.base_url(), handle.api_key());
        Self { _simulator: simulator, handle, api, policy: policy(), zero: Instant::now() }
    }

    pub(crate) fn tick(&self) -> Duration {
        self.zero.elapsed()
    }

    pub(crate) fn fault(&self, method: &str, path: &str, fault: FaultKind) {
        self.handle.add_fault(Fault::next(method, path, fault)).unwrap();
    }

    pub(crate) fn script(&self, outcomes: Vec<Outcome>) {
        self.handle.script(None, outcomes).unwrap();
    }

    pub(crate) async fn dispatch(&self, intent: &Intent) -> Result<Dispatched, ProviderFault> {
        self.api.dispatch(permit(intent).await).await
    }

    /// Pays to the end.
    pub(crate) async fn pay(&self, intent: Intent) -> Attempt {
        let mut attempt = self.begin(intent).await;
        self.drive(&mut attempt, |_| false).await;
        attempt
    }

    /// Sends it and tells the engine what came back.
    pub(crate) async fn begin(&self, intent: Intent) -> Attempt {
        let mut attempt = Attempt::new(intent.clone(), self.policy.clone(), self.tick());
        assert_eq!(attempt.next(self.tick()), Next::Dispatch);
        let event = match self.dispatch(&intent).await {
            Ok(dispatched) => Event::Dispatched(Box::new(dispatched)),
            Err(fault) => Event::DispatchFaulted(fault),
        };
        attempt.apply(event, self.tick());
        attempt
    }

    /// Does what the engine wants, until the attempt has ended or `enough`.
    pub(crate) async fn drive(&self, attempt: &mut Attempt, enough: impl Fn(&Attempt) -> bool) {
        let give_up = Instant::now() + TIME_LIMIT;
        while !enough(attempt) {
            assert!(Instant::now() < give_up, "no end in sight: {:#?}", attempt.record());
            let event = match attempt.next(self.tick()) {
                Next::Nothing => return,
                Next::Dispatch => panic!("nothing is ever sent twice"),
                Next::Inquire(look_up) => {
                    let known = attempt.handle();
                    let transaction = known.transaction.clone().filter(|_| look_up != LookUp::ByReference);
                    match self.api.inquire(&AttemptHandle { transaction, ..known }).await {
                        Ok(inquiry) => Event::Inquired(Box::new(inquiry)),
                        Err(fault) => Event::InquiryFaulted(fault),
                    }
                }
                Next::Cancel => match self.api.cancel(&attempt.handle()).await {
                    Ok(answer) => Event::CancelAnswered(answer),
                    Err(fault) => Event::CancelFaulted(fault),
                },
                Next::WaitUntil(tick) => {
                    tokio::time::sleep_until(self.zero + tick).await;
                    Event::Woke
                }
            };
            attempt.apply(event, self.tick());
        }
    }

    pub(crate) async fn until(&self, seen: impl Fn(&Handle) -> bool) {
        let mut changes = self.handle.subscribe();
        let waiting = async {
            while !seen(&self.handle) {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(TIME_LIMIT, waiting).await.expect("what the test waits for");
    }

    /// What was really charged and paid back under this reference, in minor units, charges positive.
    pub(crate) fn really_moved(&self, attempt: &Attempt) -> i64 {
        let reference = attempt.record().intent.reference.as_str();
        let ledger = self.handle.ledger();
        let ours = ledger.iter().filter(|charge| charge.merchant_order_reference == reference);
        ours.map(|charge| match charge.kind {
            simulator::Kind::Purchase => i64::try_from(charge.minor).unwrap(),
            simulator::Kind::Refund => -i64::try_from(charge.minor).unwrap(),
        })
        .sum()
    }
}

pub(crate) fn connect(base_url: &str, key: &str) -> MerchantApi {
    let config = MerchantApiConfig::new(base_url, Arc::new(FixedKey::new(key)));
    MerchantApi::new(MerchantApiConfig { patience: patience(), policy: policy(), ..config }).unwrap()
}
