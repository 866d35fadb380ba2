//! The till's process: what the desktop app does with orders, attempts and the engine, on the simulated disk and clock.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use drive::{AttemptLog, Following, MonotonicClock};
use money::Money;
use payment::{
    Attempt, AttemptHandle, AttemptReference, Decision, DispatchPermit, Event, Intent, Operation as Asked,
    PaymentPolicy, Payments, PurchaseOptions, RecordsAppear, Tick,
};

use crate::cloud::Manner;
use crate::disk::{AttemptRow, DiskError, IntentCommit, StepLog};
use crate::executor::{Home, Moment, Timeline};
use crate::faults::{CrashPoint, Fault, Operation};
use crate::provider::{Account, operation_of, terminal_key};
use crate::world::{Shown, Sim};

/// Ended attempts are looked up again after a start when they ended no longer ago than this.
const WATCHED_AGAIN: Duration = Duration::from_secs(24 * 3600);

/// The running process. Dropped by a crash with everything it remembers.
#[derive(Clone)]
pub(crate) struct Till {
    sim: Sim,
    generation: u32,
    clock: Arc<ProcessClock>,
    following: Arc<Mutex<Memory>>,
}

/// The attempts that are being followed, with their orders.
type Memory = BTreeMap<AttemptReference, (u32, Arc<Following>)>;

/// A monotonic clock that begins with the process.
struct ProcessClock {
    timeline: Arc<Timeline>,
    zero: Moment,
    sim: Sim,
}

impl MonotonicClock for ProcessClock {
    fn tick(&self) -> Tick {
        self.timeline.now() - self.zero
    }

    fn sleep_until(&self, tick: Tick) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            self.sim.crash_point(CrashPoint::Waiting, None).await;
            self.timeline.until(self.zero + tick).await;
        })
    }
}

/// The times of a cloud's payments.
pub(crate) fn policy(manner: Manner) -> PaymentPolicy {
    let seconds = Duration::from_secs;
    let base = PaymentPolicy {
        poll_interval: seconds(1),
        poll_interval_limit: seconds(10),
        customer_deadline: seconds(180),
        not_found_counts_after: seconds(45),
        not_found_spacing: seconds(5),
        terminal_window: None,
        records: RecordsAppear::AtOnce,
        give_up_after: seconds(600),
        late_looks: [10, 60, 600, 3600].map(seconds).to_vec(),
    };
    match manner {
        Manner::Polled => base,
        Manner::Pushed => PaymentPolicy {
            customer_deadline: seconds(90),
            not_found_counts_after: seconds(120),
            records: RecordsAppear::WithTheCard,
            ..base
        },
        Manner::Link => PaymentPolicy { customer_deadline: seconds(700), ..base },
    }
}

impl Till {
    /// Starts the process: what an earlier one left open is looked up first.
    pub(crate) fn start(sim: &Sim) -> Self {
        let now = sim.now();
        let generation = {
            let mut world = sim.world();
            world.starts += 1;
            world.process = Some(world.starts);
            world.process_since = now;
            world.starts
        };
        let clock = ProcessClock { timeline: sim.timeline.clone(), zero: sim.now(), sim: sim.clone() };
        let till = Self { sim: sim.clone(), generation, clock: Arc::new(clock), following: Arc::default() };
        sim.tell(|| format!("the till starts ({generation})"));
        let booting = till.clone();
        sim.spawner.spawn(Home::Till, async move { booting.recover().await });
        till
    }

    /// Whether this process still runs.
    pub(crate) fn runs(&self) -> bool {
        self.sim.world().process == Some(self.generation)
    }

    async fn recover(&self) {
        self.sim.crash_point(CrashPoint::Recovering, None).await;
        self.take_over();
        let now = self.sim.now();
        let ended: Vec<_> = {
            let world = self.sim.world();
            let recent = world
                .disk
                .attempts
                .values()
                .filter(|row| row.ended.is_some_and(|at| now - at <= WATCHED_AGAIN));
            recent.cloned().collect()
        };
        for row in ended {
            let attempt = Attempt::recover(row.record, self.policy(row.cloud), self.clock.tick());
            self.follow(row.order, row.cloud, attempt, None);
        }
        self.sim.crash_point(CrashPoint::Recovering, None).await;
    }

    /// Follows every open attempt nobody follows: after a start, and when the disk did not tell whether it took one.
    fn take_over(&self) {
        let rows: Vec<_> = {
            let world = self.sim.world();
            world.disk.attempts.values().filter(|row| row.record.state.is_open()).cloned().collect()
        };
        for row in rows {
            if self.followed(&row.record.intent.reference) {
                continue;
            }
            let attempt = Attempt::recover(row.record, self.policy(row.cloud), self.clock.tick());
            self.follow(row.order, row.cloud, attempt, None);
        }
    }

    /// *Card*: the exact amount to the terminal.
    pub(crate) async fn pay(
        &self,
        order: u32,
        amount: Money,
        cloud: usize,
        terminal: usize,
    ) -> Result<(), DiskError> {
        let intent = self.intent(order, Asked::Purchase, amount, cloud, terminal);
        self.begin(order, cloud, terminal, intent).await
    }

    /// Gives back part of what an order's card was charged.
    pub(crate) async fn refund(&self, order: u32, amount: Money) -> Result<(), DiskError> {
        let original = {
            let world = self.sim.world();
            let paid = |row: &&crate::disk::AttemptRow| {
                row.order == order
                    && row.record.intent.operation == Asked::Purchase
                    && row.record.state.is_paid()
            };
            world.disk.attempts.values().find(paid).cloned()
        };
        let Some(row) = original else { return Err(DiskError::Rule("nothing to refund")) };
        let Some(transaction) = row.record.transaction.clone() else {
            return Err(DiskError::Rule("no name"));
        };
        let asked = Asked::Refund { original: transaction };
        let intent = self.intent(order, asked, amount, row.cloud, row.terminal);
        self.begin(order, row.cloud, row.terminal, intent).await
    }

    /// A person looks an attempt up that calls for one, and decides if nothing new comes of it.
    pub(crate) async fn decide(&self, row: AttemptRow, decision: Decision) -> Result<(), DiskError> {
        let before = row.record;
        let account = Account { sim: self.sim.clone(), cloud: row.cloud };
        let handle = AttemptHandle::of(&before.intent);
        if let Ok(inquiry) = account.inquire(&handle).await {
            let mut attempt = Attempt::recover(before.clone(), self.policy(row.cloud), self.clock.tick());
            let found = attempt.record().clone();
            let event = Event::Inquired(Box::new(inquiry));
            attempt.apply(event.clone(), self.clock.tick());
            if *attempt.record() != found {
                let operation = operation_of(&before.intent.operation);
                let (sim, policy) = (self.sim.clone(), self.policy(row.cloud));
                let log = StepLog { sim, order: row.order, operation, policy };
                // Where the disk refuses, the next look brings it again.
                let _ = log.record(attempt.record(), &event).await;
                return Err(DiskError::Rule("news"));
            }
        }
        if let Some(named) = decision.verdict.transaction() {
            let handle = AttemptHandle { transaction: Some(named.clone()), ..handle };
            let told = account.inquire(&handle).await.map_err(|_| DiskError::Rule("not reached"))?;
            let proved = decision.verdict.proved_by(&before.intent, &told);
            proved.map_err(|_| DiskError::Rule("not proved"))?;
        }
        crate::disk::decide(&self.sim, &before, decision).await?;
        let decided = self.sim.world().disk.attempts.get(&before.intent.reference).cloned();
        if let Some(row) = decided {
            let attempt = Attempt::recover(row.record, self.policy(row.cloud), self.clock.tick());
            self.follow(row.order, row.cloud, attempt, None);
        }
        Ok(())
    }

    async fn begin(
        &self,
        order: u32,
        cloud: usize,
        terminal: usize,
        intent: Intent,
    ) -> Result<(), DiskError> {
        let operation = operation_of(&intent.operation);
        let commit = IntentCommit { sim: self.sim.clone(), order, cloud, terminal, operation };
        match DispatchPermit::after_commit(intent.clone(), &commit).await {
            Ok(permit) => {
                self.sim.tell(|| format!("order {order}: {} to {}", intent.reference, intent.terminal));
                let attempt = Attempt::new(intent, self.policy(cloud), self.clock.tick());
                self.follow(order, cloud, attempt, Some(permit));
                Ok(())
            }
            Err(DiskError::Fsync) => {
                // It may be on the disk all the same; then it holds its terminal and must be brought to an end.
                self.take_over();
                Err(DiskError::Fsync)
            }
            Err(error) => {
                if matches!(
                    error,
                    DiskError::Rule("one_open_attempt_per_terminal" | "orders_are_charged_once")
                ) {
                    self.note_refusal(order, cloud, terminal);
                }
                Err(error)
            }
        }
    }

    /// A rule held off a second payment: the attempt it protected has met the cashier's haste.
    fn note_refusal(&self, order: u32, cloud: usize, terminal: usize) {
        let mut world = self.sim.world();
        let rows = world.disk.attempts.iter().filter(|(_, row)| row.record.state.is_open());
        let protected: Vec<_> = rows
            .filter(|(_, row)| row.order == order || (row.cloud, row.terminal) == (cloud, terminal))
            .map(|(reference, row)| {
                (reference.clone(), row.order == order, operation_of(&row.record.intent.operation))
            })
            .collect();
        for (reference, same, operation) in protected {
            let fault = if same { Fault::DoubleClick } else { Fault::NextWhileOpen };
            world.meet(&reference, fault, operation);
        }
    }

    /// Asks for the order's payment to be stopped.
    pub(crate) fn cancel(&self, order: u32) {
        let following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, following) in following.values().filter(|(of, _)| *of == order) {
            following.cancel();
        }
    }

    fn follow(&self, order: u32, cloud: usize, attempt: Attempt, permit: Option<DispatchPermit>) {
        let record = attempt.record().clone();
        let operation = operation_of(&record.intent.operation);
        let reference = record.intent.reference.clone();
        if record.state.is_open() && operation == Operation::Sale {
            self.sim.world().screen.insert(order, Shown::Running);
        }
        let following = Arc::new(Following::new(record, self.clock.tick()));
        self.memory().insert(reference.clone(), (order, following.clone()));
        let till = self.clone();
        self.sim.spawner.spawn(Home::Till, async move {
            let account = Account { sim: till.sim.clone(), cloud };
            let policy = attempt.policy().clone();
            let log = StepLog { sim: till.sim.clone(), order, operation, policy };
            let clock: &dyn MonotonicClock = till.clock.as_ref();
            let attempt = drive::follow(attempt, permit, &account, &log, clock, &following).await;
            till.memory().remove(&reference);
            drive::watch(attempt, &account, &log, clock, &following).await;
        });
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.following.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn followed(&self, reference: &AttemptReference) -> bool {
        self.memory().contains_key(reference)
    }

    fn policy(&self, cloud: usize) -> PaymentPolicy {
        policy(self.sim.world().clouds[cloud].manner)
    }

    fn intent(&self, order: u32, operation: Asked, amount: Money, cloud: usize, terminal: usize) -> Intent {
        let tail = self.sim.world().rng.u32(..0x00ff_ffff);
        let reference = AttemptReference::new(format!("{order:06}{tail:06X}")).expect("digits and letters");
        Intent {
            reference,
            operation,
            amount,
            terminal: terminal_key(cloud, terminal),
            options: PurchaseOptions::default(),
        }
    }
}
