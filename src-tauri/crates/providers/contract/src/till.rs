use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use drive::{AttemptLog, Following, MonotonicClock, follow};
use money::Money;
use payment::{
    Approval, Attempt, AttemptHandle, AttemptRecord, AttemptReference, AttemptState, CancelRequestedBy,
    DispatchPermit, Dispatched, Event, Inquiry, Intent, IntentLog, Operation, OperationKind, Outcome,
    PaymentPolicy, Payments, Provider, ProviderFault, ProviderTransactionId, PurchaseOptions, RefundPlace,
    Tick,
};
use tokio::time::Instant;

use crate::scene::{Act, Key, Scene};
use crate::wire::Wire;

/// Nothing in a story takes longer.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// A till with one provider, its cloud behind a [`Wire`], and the engine that drives payments to their end.
pub struct Till<S: Scene> {
    /// The cloud, the terminal and the person.
    pub scene: S,
    /// The way to the cloud.
    pub wire: Wire,
    /// The provider under test.
    pub provider: Box<dyn Provider>,
    clock: Clock,
    count: AtomicU32,
    disk: Disk,
}

/// A purchase the engine has booked.
#[derive(Debug, Clone)]
pub struct Paid {
    /// What was asked.
    pub intent: Intent,
    /// The provider's record.
    pub approval: Approval,
}

#[derive(Debug, Clone, Copy)]
struct Clock(Instant);

impl MonotonicClock for Clock {
    fn tick(&self) -> Tick {
        self.0.elapsed()
    }

    fn sleep_until(&self, tick: Tick) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep_until(self.0 + tick))
    }
}

/// A disk that never fails: what is stored is another crate's contract. All it keeps are the provider's names of the
/// refunds that were booked; a story has one refunded purchase.
#[derive(Default)]
struct Disk {
    refunds: Mutex<Vec<ProviderTransactionId>>,
}

impl Disk {
    fn refunds(&self) -> MutexGuard<'_, Vec<ProviderTransactionId>> {
        self.refunds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl IntentLog for Disk {
    type Error = Infallible;

    async fn commit_intent(&self, _: &Intent) -> Result<(), Infallible> {
        Ok(())
    }
}

#[async_trait]
impl AttemptLog for Disk {
    async fn record(&self, record: &AttemptRecord, _: &Event) -> Result<(), String> {
        if record.intent.operation != Operation::Purchase
            && let Some(Outcome::Approved(approval)) = &record.outcome
        {
            self.refunds().push(approval.transaction.clone());
        }
        Ok(())
    }

    async fn claimed(&self, _: &AttemptRecord) -> Option<Vec<ProviderTransactionId>> {
        Some(self.refunds().clone())
    }
}

impl<S: Scene> Till<S> {
    /// Opens a scene and connects to it.
    pub async fn open() -> Self {
        let scene = S::open().await;
        let wire = Wire::to(&scene.cloud(), S::call_of).await;
        let provider = scene.connect(wire.base_url(), Key::Right);
        let clock = Clock(Instant::now());
        Self { scene, wire, provider, clock, count: AtomicU32::new(0), disk: Disk::default() }
    }

    /// The calls under test.
    pub fn payments(&self) -> &dyn Payments {
        self.provider.payments().expect("the contract is for providers that take payments")
    }

    /// An amount in the account's currency.
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.scene.limits().smallest.currency())
    }

    /// A purchase with a reference of its own, as long as the provider takes them.
    pub fn purchase(&self, amount: Money) -> Intent {
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let length = self.provider.descriptor().reference_limit.min(14);
        let number = format!("{number:04}");
        let reference = format!("{:Z<width$}{number}", "T", width = length - number.len());
        Intent {
            reference: AttemptReference::new(reference).expect("capitals and digits"),
            operation: Operation::Purchase,
            amount,
            terminal: self.scene.terminal(),
            options: PurchaseOptions::default(),
        }
    }

    /// A refund of a purchase.
    pub fn refund_of(&self, paid: &Paid, amount: Money) -> Intent {
        let original = paid.approval.transaction.clone();
        Intent { operation: Operation::Refund { original }, ..self.purchase(amount) }
    }

    /// Sends it.
    pub async fn dispatch(&self, intent: &Intent) -> Result<Dispatched, ProviderFault> {
        let Ok(permit) = DispatchPermit::after_commit(intent.clone(), &self.disk).await;
        self.payments().dispatch(permit).await
    }

    /// The attempt, told what came back.
    pub fn attempt(&self, intent: &Intent, sent: Result<Dispatched, ProviderFault>) -> Attempt {
        let mut attempt = Attempt::new(intent.clone(), self.policy_of(intent), self.clock.tick());
        let event = match sent {
            Ok(dispatched) => Event::Dispatched(Box::new(dispatched)),
            Err(fault) => Event::DispatchFaulted(fault),
        };
        attempt.apply(event, self.clock.tick());
        attempt
    }

    /// Sends it and tells the engine what came back.
    pub async fn begin(&self, intent: &Intent) -> Attempt {
        self.attempt(intent, self.dispatch(intent).await)
    }

    /// The attempt of a process that died after the intent was on disk.
    pub fn recovered(&self, intent: &Intent) -> Attempt {
        let record = AttemptRecord::new(intent.clone());
        Attempt::recover(record, self.policy_of(intent), self.clock.tick())
    }

    /// The cashier wants it stopped.
    pub fn want_cancel(&self, attempt: &mut Attempt) {
        attempt.apply(Event::CancelRequested(CancelRequestedBy::Cashier), self.clock.tick());
    }

    /// The engine hears of a look-up.
    pub fn hear(&self, attempt: &mut Attempt, inquiry: Inquiry) {
        attempt.apply(Event::Inquired(Box::new(inquiry)), self.clock.tick());
    }

    /// Drives it to its end and holds the end of a purchase against the cloud's books.
    pub async fn end(&self, attempt: Attempt) -> Attempt {
        let following = Following::new(attempt.record().clone(), self.clock.tick());
        let driving = follow(attempt, None, self.payments(), &self.disk, &self.clock, &following);
        let Ok(ended) = tokio::time::timeout(TIME_LIMIT, driving).await else {
            panic!("no end in sight: {:#?}", following.record());
        };
        if ended.record().intent.operation == Operation::Purchase {
            self.check_books(&ended);
        }
        ended
    }

    /// Drives it to its end while a person does something.
    pub async fn end_while(&self, attempt: Attempt, act: Act) -> Attempt {
        let (ended, ()) = tokio::join!(self.end(attempt), self.act(act));
        ended
    }

    /// Drives it to its end while the person does the same to whatever else the terminal asks for.
    pub async fn end_while_always(&self, attempt: Attempt, act: Act) -> Attempt {
        let acting = async {
            loop {
                self.scene.act(act).await;
            }
        };
        tokio::select! {
            ended = self.end(attempt) => ended,
            () = acting => unreachable!("it goes on for ever"),
        }
    }

    /// The person acts, within the time limit.
    pub async fn act(&self, act: Act) {
        let done = tokio::time::timeout(TIME_LIMIT, self.scene.act(act)).await;
        assert!(done.is_ok(), "the terminal never let the person {act:?}");
    }

    /// Pays to the end.
    pub async fn pay(&self, amount: Money) -> Paid {
        let intent = self.purchase(amount);
        let attempt = self.begin(&intent).await;
        let ended = self.end_while(attempt, Act::Approve).await;
        assert_eq!(ended.state(), AttemptState::Approved, "{:#?}", ended.record());
        let approval = ended.approval().expect("an approved attempt has its approval").clone();
        Paid { intent, approval }
    }

    /// Gives money back, with the person at the terminal where that takes one.
    pub async fn give_back(&self, refund: &Intent) -> Attempt {
        let attempt = self.begin(refund).await;
        self.end_refund(attempt).await
    }

    /// Drives a refund to its end.
    pub async fn end_refund(&self, attempt: Attempt) -> Attempt {
        if attempt.state().is_open() && self.provider.descriptor().refunds == RefundPlace::Terminal {
            return self.end_while_always(attempt, Act::Approve).await;
        }
        self.end(attempt).await
    }

    /// Looks up a purchase, and holds what is told against the books before and after.
    pub async fn look(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let before = self.scene.charged(&attempt.reference);
        let inquiry = self.payments().inquire(attempt).await;
        let after = self.scene.charged(&attempt.reference);
        if let Ok(told) = &inquiry {
            assert!(
                before.is_empty() || !claims_nothing_happened(told),
                "charged {before:?}, and told: {told:?}"
            );
            assert!(!after.is_empty() || !claims_money(told), "nothing charged, and told: {told:?}");
        }
        inquiry
    }

    /// Whether the provider offers an operation.
    pub fn offers(&self, kind: OperationKind) -> bool {
        self.provider.descriptor().operations.contains(&kind)
    }

    /// What the cloud's books say was charged for this intent.
    pub fn charged(&self, intent: &Intent) -> Vec<Money> {
        self.scene.charged(&intent.reference)
    }

    fn policy_of(&self, intent: &Intent) -> PaymentPolicy {
        hasty(&self.provider.policy_for(intent))
    }

    fn check_books(&self, ended: &Attempt) {
        let charged = self.charged(&ended.record().intent);
        match ended.state() {
            AttemptState::Approved | AttemptState::LateApproved => {
                let approval = ended.approval().expect("a paid attempt has its approval");
                let total = approval.tip.map_or(Ok(approval.amount), |tip| approval.amount.checked_add(tip));
                let total = total.expect("amount and tip fit together");
                assert_eq!(charged, [total], "booked as paid: {:#?}", ended.record());
            }
            AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent => {
                assert!(charged.is_empty(), "charged {charged:?}, booked as unpaid: {:#?}", ended.record());
            }
            AttemptState::NeedsPerson => {}
            AttemptState::Intended
            | AttemptState::Pending
            | AttemptState::Unknown
            | AttemptState::Reversed => panic!("no end: {:#?}", ended.record()),
        }
    }
}

/// The attempt under the provider's name, as if the till had never heard of it.
pub(crate) fn nameless(handle: AttemptHandle) -> AttemptHandle {
    AttemptHandle { transaction: None, ..handle }
}

/// The attempt with the name a dispatch brought.
pub(crate) fn named(intent: &Intent, transaction: &ProviderTransactionId) -> AttemptHandle {
    AttemptHandle { transaction: Some(transaction.clone()), ..AttemptHandle::of(intent) }
}

/// Whether it says that no money moved, and cannot move any more.
pub(crate) fn claims_nothing_happened(told: &Inquiry) -> bool {
    match told {
        Inquiry::Resolved { outcome, .. } => match outcome {
            Outcome::Declined(_) | Outcome::Cancelled(_) => true,
            Outcome::Approved(_) => false,
        },
        Inquiry::NotFound { terminal_idle } => *terminal_idle,
        Inquiry::InProgress { .. } | Inquiry::Contradictory { .. } => false,
    }
}

/// Whether it says that money moved.
pub(crate) fn claims_money(told: &Inquiry) -> bool {
    matches!(told, Inquiry::Resolved { outcome: Outcome::Approved(_), .. })
}

/// Whether the provider said that it ended without money. Which of the two words a stopped payment gets differs.
pub(crate) fn ended_unpaid(ended: &Attempt) -> bool {
    matches!(ended.state(), AttemptState::Cancelled | AttemptState::Declined)
}

/// The provider's own policy a hundred times faster; what it says about records stays.
fn hasty(policy: &PaymentPolicy) -> PaymentPolicy {
    PaymentPolicy {
        poll_interval: Duration::from_millis(10),
        poll_interval_limit: Duration::from_millis(100),
        customer_deadline: Duration::from_secs(25),
        not_found_counts_after: Duration::from_millis(300),
        not_found_spacing: Duration::from_millis(50),
        terminal_window: None,
        records: policy.records,
        give_up_after: Duration::from_secs(600),
        late_looks: Vec::new(),
    }
}
