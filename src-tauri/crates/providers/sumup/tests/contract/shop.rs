//! A shop with a running simulator, the provider under test and the engine between them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use money::{Currency, Money};
use payment::{
    Attempt, AttemptHandle, AttemptReference, DispatchPermit, Event, Intent, IntentLog, LookUp, Next,
    Operation, PaymentPolicy, Payments, PurchaseOptions, TerminalKey,
};
use provider_http::{FixedKey, Patience};
use provider_sumup::{Affiliate, PAY_BY_LINK, Sumup, SumupConfig, reader_policy};
use simulator::{
    Additions, Config, Decision, Fault, FaultKind, Handle, Outcome, Simulator, SumupConfig as Account,
    SumupTimings, Timings,
};
use tokio::time::Instant;

/// A Solo that is paired and on.
pub(crate) const COUNTER: &str = "U1PRA3NA00-CN";
/// One that is not paired.
pub(crate) const SPARE: &str = "U1PRA3NA01-CN";

const TIME_LIMIT: Duration = Duration::from_secs(20);

pub(crate) struct Shop {
    _simulator: Simulator,
    pub(crate) handle: Handle,
    pub(crate) api: Sumup,
    policy: PaymentPolicy,
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

impl Shop {
    /// Readers that decide by themselves: approval unless scripted otherwise.
    pub(crate) async fn open() -> Self {
        Self::with(Decision::Script, Account { timings: SumupTimings::quick(), ..Account::default() }).await
    }

    /// The same for an account with everything the vendor has added.
    pub(crate) async fn newer() -> Self {
        let additions = Additions::all();
        let timings = SumupTimings::quick();
        Self::with(Decision::Script, Account { timings, additions, ..Account::default() }).await
    }

    /// Readers with a person in front of them.
    pub(crate) async fn attended() -> Self {
        Self::with(Decision::Person, Account { timings: SumupTimings::quick(), ..Account::default() }).await
    }

    pub(crate) async fn with(decision: Decision, sumup: Account) -> Self {
        let config = Config { decision, timings: Timings::quick(), sumup, ..Config::default() };
        let simulator = Simulator::start(config).await.unwrap();
        let handle = simulator.handle();
        let affiliate =
            Affiliate { app_id: "com.example.till".to_owned(), key: Arc::new(FixedKey::new("affiliate")) };
        let policy = PaymentPolicy {
            poll_interval: Duration::from_millis(10),
            poll_interval_limit: Duration::from_millis(100),
            customer_deadline: Duration::from_secs(15),
            not_found_counts_after: Duration::from_millis(600),
            not_found_spacing: Duration::from_millis(50),
            late_looks: Vec::new(),
            ..reader_policy()
        };
        let key = Arc::new(FixedKey::new(handle.sumup_api_key()));
        let api = Sumup::new(SumupConfig {
            base_url: handle.sumup_base_url().to_owned(),
            patience: Patience {
                connect: Duration::from_secs(1),
                read: Duration::from_millis(500),
                back_off: Duration::from_millis(5),
                ..Patience::default()
            },
            policy: policy.clone(),
            ..SumupConfig::new(key, handle.sumup_merchant_code(), Some(affiliate))
        })
        .unwrap();
        Self { _simulator: simulator, handle, api, policy, zero: Instant::now() }
    }

    /// The key of a paired Solo.
    pub(crate) fn reader(&self, serial: &str) -> TerminalKey {
        TerminalKey::new(self.handle.solo(serial).unwrap().reader.unwrap()).unwrap()
    }

    pub(crate) fn purchase(&self, reference: &str, minor: i64) -> Intent {
        Intent {
            reference: AttemptReference::new(reference).unwrap(),
            operation: Operation::Purchase,
            amount: Money::new(minor, Currency::EUR),
            terminal: self.reader(COUNTER),
            options: PurchaseOptions::default(),
        }
    }

    pub(crate) fn by_link(&self, reference: &str, minor: i64) -> Intent {
        let terminal = TerminalKey::new(PAY_BY_LINK).unwrap();
        Intent { terminal, ..self.purchase(reference, minor) }
    }

    pub(crate) fn fault(&self, method: &str, path: &str, fault: FaultKind) {
        self.handle.add_fault(Fault::next(method, path, fault)).unwrap();
    }

    pub(crate) fn script(&self, outcome: Outcome) {
        self.handle.script(None, vec![outcome]).unwrap();
    }

    fn tick(&self) -> Duration {
        self.zero.elapsed()
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
        let permit = DispatchPermit::after_commit(intent, &Durable).await.unwrap();
        let event = match self.api.dispatch(permit).await {
            Ok(dispatched) => Event::Dispatched(Box::new(dispatched)),
            Err(fault) => Event::DispatchFaulted(fault),
        };
        attempt.apply(event, self.tick());
        attempt
    }

    pub(crate) fn cancel(&self, attempt: &mut Attempt) {
        attempt.apply(Event::CancelRequested(payment::CancelRequestedBy::Cashier), self.tick());
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

    /// How many transactions of this reference were charged.
    pub(crate) fn charged(&self, attempt: &Attempt) -> usize {
        let reference = attempt.record().intent.reference.as_str();
        let all = self.handle.sumup_transactions();
        all.iter()
            .filter(|one| one.foreign_transaction_id.as_deref() == Some(reference))
            .filter(|one| one.status == simulator::SumupStatus::Successful)
            .count()
    }
}
