//! The till's database, with the rules its SQL holds: what is in here survives a crash, and nothing else does.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use drive::AttemptLog;
use journal::Kind;
use money::Money;
use payment::{
    Attempt, AttemptRecord, AttemptReference, AttemptState, Decision, Event, Intent, IntentLog,
    Operation as Asked, PaymentPolicy,
};

use planted::Bug;

use crate::books::Books;
use crate::faults::{CrashPoint, Fault, Operation};
use crate::invariants::Invariant;
use crate::world::{Shown, Sim};

/// Orders a planted bug makes up have numbers above this.
const COPY: u32 = 100_000;

/// An order and the money that belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct OrderRow {
    pub(crate) amount: Money,
    pub(crate) state: OrderState,
    /// The attempt that was begun last.
    pub(crate) newest: AttemptReference,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderState {
    Paying,
    Paid,
    Unpaid,
}

/// An attempt as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct AttemptRow {
    pub(crate) record: AttemptRecord,
    pub(crate) order: u32,
    pub(crate) cloud: usize,
    pub(crate) terminal: usize,
    pub(crate) steps: u32,
    pub(crate) begun: Duration,
    /// Whether its order still waits to be paid by it.
    pub(crate) awaited: bool,
    /// When it ended, on the clock of the world.
    pub(crate) ended: Option<Duration>,
}

/// What survives.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    pub(crate) orders: BTreeMap<u32, OrderRow>,
    pub(crate) attempts: BTreeMap<AttemptReference, AttemptRow>,
    pub(crate) books: Books,
}

/// Why a step is not on the disk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DiskError {
    #[error("disk full")]
    Full,
    #[error("reported as failed")]
    Fsync,
    #[error("rule broken: {0}")]
    Rule(&'static str),
}

impl Disk {
    /// Attempts that have not ended.
    pub(crate) fn open_references(&self) -> Vec<AttemptReference> {
        let open = self.attempts.iter().filter(|(_, row)| row.record.state.is_open());
        open.map(|(reference, _)| reference.clone()).collect()
    }

    /// Attempts that have not ended, and those that wait for a person.
    pub(crate) fn unsettled_references(&self) -> Vec<AttemptReference> {
        let waits =
            |row: &AttemptRow| row.record.state.is_open() || row.record.state == AttemptState::NeedsPerson;
        let unsettled = self.attempts.iter().filter(|(_, row)| waits(row));
        unsettled.map(|(reference, _)| reference.clone()).collect()
    }

    /// The rules that hold when an attempt is begun.
    fn begin(
        &mut self,
        order: u32,
        place: (usize, usize),
        intent: &Intent,
        now: Duration,
    ) -> Result<(), DiskError> {
        let occupied = |row: &AttemptRow| (row.cloud, row.terminal) == place && row.record.state.is_open();
        let refund = matches!(intent.operation, Asked::Refund { .. });
        if self.attempts.values().any(occupied) {
            return Err(DiskError::Rule("one_open_attempt_per_terminal"));
        }
        if refund {
            self.begin_refund(order, intent)?;
        } else {
            let live = |row: &AttemptRow| {
                row.order == order
                    && row.record.intent.operation == Asked::Purchase
                    && !matches!(
                        row.record.state,
                        AttemptState::Declined
                            | AttemptState::Cancelled
                            | AttemptState::NotSent
                            | AttemptState::Reversed
                    )
            };
            if self.attempts.values().any(live) {
                return Err(DiskError::Rule("orders_are_charged_once"));
            }
            let newest = intent.reference.clone();
            let row = self.orders.entry(order).or_insert(OrderRow {
                amount: intent.amount,
                state: OrderState::Unpaid,
                newest: newest.clone(),
            });
            if row.state == OrderState::Paid {
                return Err(DiskError::Rule("paid_orders_stay"));
            }
            row.state = OrderState::Paying;
            // An order that was tried before is frozen anew, with what it comes to now.
            row.amount = intent.amount;
            row.newest = newest;
        }
        let row = AttemptRow {
            record: AttemptRecord::new(intent.clone()),
            order,
            cloud: place.0,
            terminal: place.1,
            steps: 0,
            begun: now,
            awaited: !refund,
            ended: None,
        };
        self.books.note(order, &row.record);
        self.attempts
            .insert(intent.reference.clone(), row)
            .map_or(Ok(()), |_| Err(DiskError::Rule("reference reused")))
    }

    /// Refunds that are open, unknown or done never come to more than was charged.
    fn begin_refund(&self, order: u32, intent: &Intent) -> Result<(), DiskError> {
        let rows = || self.attempts.values().filter(|row| row.order == order);
        let charged: i64 = rows()
            .filter(|row| row.record.intent.operation == Asked::Purchase && row.record.state.is_paid())
            .map(|row| row.record.intent.amount.minor())
            .sum();
        let claimed: i64 = rows()
            .filter(|row| matches!(row.record.intent.operation, Asked::Refund { .. }))
            .filter(|row| {
                !matches!(
                    row.record.state,
                    AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent
                )
            })
            .map(|row| row.record.intent.amount.minor())
            .sum();
        if claimed + intent.amount.minor() > charged {
            return Err(DiskError::Rule("refunds_within_the_charge"));
        }
        Ok(())
    }

    /// Writes a step down. News of an attempt that had ended are applied to what is on the disk by now: a person may have
    /// decided meanwhile.
    fn step(
        &mut self,
        record: &AttemptRecord,
        event: &Event,
        policy: &PaymentPolicy,
        now: Duration,
    ) -> Result<(), DiskError> {
        let row = self.attempts.get(&record.intent.reference).ok_or(DiskError::Rule("no such attempt"))?;
        if row.record.state.is_open() || row.record == *record {
            return self.put(record, now);
        }
        let mut attempt = Attempt::recover(row.record.clone(), policy.clone(), Duration::ZERO);
        let before = attempt.record().clone();
        attempt.apply(event.clone(), Duration::ZERO);
        if *attempt.record() == before { Ok(()) } else { self.put(&attempt.record().clone(), now) }
    }

    /// Takes a person's decision down. What it was taken on must still be what is on the disk.
    fn decide(&mut self, before: &AttemptRecord, decision: Decision, now: Duration) -> Result<(), DiskError> {
        let reference = &before.intent.reference;
        let row = self.attempts.get(reference).ok_or(DiskError::Rule("no such attempt"))?;
        if row.record != *before {
            return Err(DiskError::Rule("attempt_has_changed"));
        }
        if let Some(name) = decision.verdict.transaction() {
            let booked = |(other, row): (&AttemptReference, &AttemptRow)| {
                other != reference
                    && row.record.intent.operation == Asked::Purchase
                    && row.record.transaction.as_ref() == Some(name)
            };
            if self.attempts.iter().any(booked) {
                return Err(DiskError::Rule("money_is_booked_once"));
            }
        }
        let record = before.decided(decision).ok_or(DiskError::Rule("not offered"))?;
        self.put(&record, now)
    }

    /// A payment approved late pays its own order, if that is unpaid, exactly, and nothing of it has gone back.
    fn attach(&mut self, reference: &AttemptReference, now: Duration) -> Result<(), DiskError> {
        let row = self.attempts.get(reference).ok_or(DiskError::Rule("no such attempt"))?;
        let order = self.orders.get(&row.order).ok_or(DiskError::Rule("no such order"))?;
        let refunded = |other: &AttemptRow| matches!(&other.record.intent.operation, Asked::Refund { original } if row.record.transaction.as_ref() == Some(original));
        let exact = order.amount == row.record.intent.amount && order.state == OrderState::Unpaid;
        if !exact || self.attempts.values().any(refunded) {
            return Err(DiskError::Rule("attached_tenders_fit_their_approval"));
        }
        let number = row.order;
        let record = row.record.attached().ok_or(DiskError::Rule("not a late payment"))?;
        self.put(&record, now)?;
        if let Some(order) = self.orders.get_mut(&number) {
            order.state = OrderState::Paid;
            self.books.book(Kind::Sale, number, &record, order.amount);
        }
        Ok(())
    }

    fn put(&mut self, record: &AttemptRecord, now: Duration) -> Result<(), DiskError> {
        let row =
            self.attempts.get_mut(&record.intent.reference).ok_or(DiskError::Rule("no such attempt"))?;
        if row.record == *record {
            if planted::is(Bug::R10) && record.state == AttemptState::Approved {
                let copy = OrderRow { state: OrderState::Paid, ..self.orders[&row.order].clone() };
                self.orders.insert(COPY + row.order, copy);
            }
            return Ok(());
        }
        let superseded = self.orders.get(&row.order).is_some_and(|o| o.newest != record.intent.reference);
        if planted::is(Bug::R14) && superseded && record.intent.operation == Asked::Purchase {
            return Ok(());
        }
        if !may_follow(&row.record, record) {
            return Err(DiskError::Rule("ends_are_facts"));
        }
        let before = row.record.state;
        row.record = record.clone();
        row.steps += 1;
        if !record.state.is_open() && row.ended.is_none() {
            row.ended = Some(now);
        }
        self.books.note(row.order, record);
        if record.intent.operation != Asked::Purchase {
            if record.state == AttemptState::Approved && before != record.state {
                self.books.book(Kind::Refund, row.order, record, record.intent.amount);
            }
            return Ok(());
        }
        let on_screen = self.orders.last_key_value().map_or(row.order, |(order, _)| *order);
        if planted::is(Bug::R11) && on_screen != row.order {
            return Ok(());
        }
        let number = if planted::is(Bug::R2) { on_screen } else { row.order };
        let order = self.orders.get_mut(&number).ok_or(DiskError::Rule("no such order"))?;
        if !row.awaited {
            return Ok(());
        }
        match record.state {
            // Told once more with a mismatch, it is the same sale.
            AttemptState::Approved if order.state == OrderState::Paid => {}
            AttemptState::Approved => {
                order.state = OrderState::Paid;
                self.books.book(Kind::Sale, number, record, order.amount);
            }
            AttemptState::Declined
            | AttemptState::Cancelled
            | AttemptState::NotSent
            | AttemptState::LateApproved => {
                if order.state == OrderState::Paying {
                    order.state = OrderState::Unpaid;
                }
            }
            _ => return Ok(()),
        }
        row.awaited = false;
        Ok(())
    }
}

/// As the SQL has it: what needs a person is booked by a decision and by nothing else.
fn may_follow(before: &AttemptRecord, after: &AttemptRecord) -> bool {
    let decided = after.decision.is_some() && after.decision != before.decision;
    let ran_on = before.mismatch == Some(payment::Mismatch::NeverEnds);
    if before.state == AttemptState::NeedsPerson {
        return match after.state {
            AttemptState::NeedsPerson | AttemptState::LateApproved => true,
            AttemptState::Approved => decided,
            AttemptState::Cancelled => decided || ran_on,
            AttemptState::Declined => ran_on,
            _ => false,
        };
    }
    state_may_follow(before.state, after.state)
}

fn state_may_follow(before: AttemptState, after: AttemptState) -> bool {
    use AttemptState::{
        Approved, Cancelled, Declined, Intended, LateApproved, NeedsPerson, NotSent, Pending, Reversed,
        Unknown,
    };
    before == after
        || match before {
            Intended => !matches!(after, LateApproved | Reversed),
            Pending | Unknown => !matches!(after, Intended | LateApproved | Reversed),
            Declined | Cancelled | NotSent => matches!(after, LateApproved | NeedsPerson),
            Approved => after == Reversed,
            LateApproved => matches!(after, Approved | Reversed),
            Reversed => matches!(after, Approved | LateApproved),
            NeedsPerson => false,
        }
}

/// Writes a manager's decision down.
pub(crate) async fn decide(sim: &Sim, before: &AttemptRecord, decision: Decision) -> Result<(), DiskError> {
    let points = (CrashPoint::BeforeStep, CrashPoint::AfterStep);
    let operation = crate::provider::operation_of(&before.intent.operation);
    let now = sim.now();
    write(sim, &before.intent.reference, operation, points, |disk| disk.decide(before, decision, now)).await
}

/// Lets a payment approved late pay its own order.
pub(crate) async fn attach(sim: &Sim, reference: &AttemptReference) -> Result<(), DiskError> {
    let points = (CrashPoint::BeforeStep, CrashPoint::AfterStep);
    let now = sim.now();
    write(sim, reference, Operation::Sale, points, |disk| disk.attach(reference, now)).await
}

/// One transaction on the disk.
async fn write<T>(
    sim: &Sim,
    reference: &AttemptReference,
    operation: Operation,
    points: (CrashPoint, CrashPoint),
    change: impl FnOnce(&mut Disk) -> Result<T, DiskError>,
) -> Result<T, DiskError> {
    sim.crash_point(points.0, Some(reference)).await;
    sim.pause(Duration::from_micros(500), Duration::from_millis(8)).await;
    let chance = sim.world().weather.disk;
    let fault = {
        let mut world = sim.world();
        if world.chance(chance) {
            let fault = [Fault::DiskFull, Fault::FsyncFailed, Fault::DiskBusy][world.rng.usize(..3)];
            world.meet(reference, fault, operation);
            Some(fault)
        } else {
            None
        }
    };
    match fault {
        Some(Fault::DiskFull) => return Err(DiskError::Full),
        Some(Fault::DiskBusy) => sim.pause(Duration::from_millis(50), Duration::from_secs(5)).await,
        _ => {}
    }
    let done = change(&mut sim.world().disk)?;
    sim.crash_point(points.1, Some(reference)).await;
    if fault == Some(Fault::FsyncFailed) { Err(DiskError::Fsync) } else { Ok(done) }
}

/// The commit of an intent.
pub(crate) struct IntentCommit {
    pub(crate) sim: Sim,
    pub(crate) order: u32,
    pub(crate) cloud: usize,
    pub(crate) terminal: usize,
    pub(crate) operation: Operation,
}

#[async_trait]
impl IntentLog for IntentCommit {
    type Error = DiskError;

    async fn commit_intent(&self, intent: &Intent) -> Result<(), DiskError> {
        let points = (CrashPoint::BeforeIntent, CrashPoint::AfterIntent);
        let (place, now) = ((self.cloud, self.terminal), self.sim.now());
        write(&self.sim, &intent.reference, self.operation, points, |disk| {
            disk.begin(self.order, place, intent, now)
        })
        .await
    }
}

/// The steps of one attempt.
pub(crate) struct StepLog {
    pub(crate) sim: Sim,
    pub(crate) order: u32,
    pub(crate) operation: Operation,
    pub(crate) policy: PaymentPolicy,
}

#[async_trait]
impl AttemptLog for StepLog {
    async fn record(&self, record: &AttemptRecord, event: &Event) -> Result<(), String> {
        let points = (CrashPoint::BeforeStep, CrashPoint::AfterStep);
        let reference = &record.intent.reference;
        let now = self.sim.now();
        let written = write(&self.sim, reference, self.operation, points, |disk| {
            disk.step(record, event, &self.policy, now)
        })
        .await;
        if let Err(DiskError::Rule(rule)) = &written {
            let what = format!("{reference}: {rule} broken by {event:?} to {}", record.state);
            self.sim.violated(Invariant::I8.broken(&what));
            return Ok(());
        }
        written.map_err(|error| error.to_string())?;
        self.sim.tell(|| format!("order {}: {reference} is {}", self.order, record.state));
        if self.operation == Operation::Sale {
            let shown = match record.state {
                AttemptState::Approved => Shown::Paid,
                AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent => Shown::NotCharged,
                AttemptState::NeedsPerson | AttemptState::LateApproved | AttemptState::Reversed => {
                    Shown::NeedsPerson
                }
                AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown => Shown::Running,
            };
            self.sim.world().screen.insert(self.order, shown);
        }
        Ok(())
    }
}
