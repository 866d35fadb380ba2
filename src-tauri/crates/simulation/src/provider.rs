//! The network between till and clouds, and the provider that speaks through it.

use std::time::Duration;

use async_trait::async_trait;
use payment::{
    Approval, AttemptHandle, AttemptReference, CancelAnswer, Card, Decline, DispatchPermit, Dispatched,
    EftReceipts, FaultKind, Inquiry, Operation as Asked, Outcome, Payments, Phase, ProviderFault,
    ProviderTransactionId, Readiness, TerminalKey,
};

use crate::cloud::{Manner, Oddity, Refusal, Standing, Transaction};
use crate::executor::{Home, Moment};
use crate::faults::{CrashPoint, Fault, Operation};
use crate::invariants::Invariant;
use crate::world::{Sim, World};

/// How long the till waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// One account at one cloud.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) sim: Sim,
    pub(crate) cloud: usize,
}

/// What the network does to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Road {
    Clear,
    Faulty(Fault),
}

const CALL_FAULTS: [Fault; 12] = [
    Fault::NotReached,
    Fault::LostRequest,
    Fault::LateRequest,
    Fault::LostAnswer,
    Fault::UnreadableAnswer,
    Fault::Intermediary,
    Fault::FailedThoughExecuted,
    Fault::FailedNotExecuted,
    Fault::SlowDown,
    Fault::KeyRefused,
    Fault::SlowAnswer,
    Fault::Duplicated,
];

/// One call: whose, what for, and what crashes on the way are called.
struct Call<'a> {
    reference: &'a AttemptReference,
    operation: Operation,
    on_the_way: CrashPoint,
}

impl Account {
    /// Sends a call. `act` is what the cloud does when it arrives.
    async fn call<T: Send + 'static>(
        &self,
        call: Call<'_>,
        mut act: impl FnMut(&mut World, Moment) -> T + Send + 'static,
    ) -> Result<T, ProviderFault> {
        let sim = &self.sim;
        sim.crash_point(CrashPoint::BeforeSend, Some(call.reference)).await;
        let road = self.road(&call);
        if let Road::Faulty(fault) = road {
            sim.tell(|| format!("{} of {}: {fault}", call.operation, call.reference));
        }
        sim.pause(Duration::from_millis(10), Duration::from_millis(150)).await;
        sim.crash_point(call.on_the_way, Some(call.reference)).await;
        match road {
            Road::Faulty(Fault::NotReached | Fault::Outage) => {
                return Err(ProviderFault::not_reached("no route"));
            }
            Road::Faulty(Fault::LostRequest) => {
                sim.timeline.until(sim.now() + PATIENCE).await;
                return Err(ProviderFault::no_answer("time ran out"));
            }
            Road::Faulty(Fault::LateRequest) => {
                let (world, late) = (sim.clone(), sim.world().between(PATIENCE, PATIENCE * 2));
                let at = sim.now() + late;
                sim.spawner.spawn(Home::World, async move {
                    world.timeline.until(at).await;
                    act(&mut world.world(), at);
                });
                sim.timeline.until(sim.now() + PATIENCE).await;
                return Err(ProviderFault::no_answer("time ran out"));
            }
            Road::Faulty(Fault::Intermediary) => return Err(ProviderFault::unreadable("a web page")),
            Road::Faulty(Fault::FailedNotExecuted) => return Err(ProviderFault::provider_down("503")),
            Road::Faulty(Fault::SlowDown) => {
                return Err(ProviderFault::refused(FaultKind::SlowDown, "429")
                    .with_retry_after(Duration::from_secs(3)));
            }
            Road::Faulty(Fault::KeyRefused) => {
                return Err(ProviderFault::refused(FaultKind::NotAuthorised, "403"));
            }
            Road::Clear | Road::Faulty(_) => {}
        }
        let mut answer = act(&mut sim.world(), sim.now());
        if road == Road::Faulty(Fault::Duplicated) {
            sim.pause(Duration::from_millis(1), Duration::from_millis(50)).await;
            let second = act(&mut sim.world(), sim.now());
            if sim.world().rng.bool() {
                answer = second;
            }
        }
        sim.crash_point(CrashPoint::BeforeAnswer, Some(call.reference)).await;
        match road {
            Road::Faulty(Fault::LostAnswer) => {
                sim.timeline.until(sim.now() + PATIENCE).await;
                Err(ProviderFault::no_answer("time ran out"))
            }
            Road::Faulty(Fault::UnreadableAnswer) => Err(ProviderFault::unreadable("broke off")),
            Road::Faulty(Fault::FailedThoughExecuted) => Err(ProviderFault::provider_down("502")),
            Road::Faulty(Fault::SlowAnswer) => {
                sim.pause(Duration::from_secs(5), Duration::from_secs(19)).await;
                Ok(answer)
            }
            _ => {
                sim.pause(Duration::from_millis(10), Duration::from_millis(150)).await;
                Ok(answer)
            }
        }
    }

    fn road(&self, call: &Call<'_>) -> Road {
        let now = self.sim.now();
        let mut world = self.sim.world();
        let chance = world.weather.call;
        let fault = if now < world.outage_until && !world.healed {
            Fault::Outage
        } else if !world.chance(chance) {
            return Road::Clear;
        } else if world.rng.u8(..15) == 0 {
            world.outage_until = now + world.between(Duration::from_secs(5), Duration::from_secs(120));
            Fault::Outage
        } else {
            CALL_FAULTS[world.rng.usize(..CALL_FAULTS.len())]
        };
        world.meet(call.reference, fault, call.operation);
        Road::Faulty(fault)
    }

    fn note_poll(&self, attempt: &AttemptHandle) {
        let now = self.sim.now();
        let mut world = self.sim.world();
        if world.healed {
            world.polls.entry(attempt.reference.clone()).or_default().push(now);
        }
    }

    /// Looks up what the cloud shows, by its own name or by our reference.
    async fn look(&self, attempt: &AttemptHandle, by_name: bool) -> Result<Inquiry, ProviderFault> {
        let (cloud, handle) = (self.cloud, attempt.clone());
        let operation = operation_of(&attempt.operation);
        let call = Call { reference: &attempt.reference, operation, on_the_way: CrashPoint::LookingUp };
        self.call(call, move |world, now| world.look_up(cloud, &handle, by_name, now)).await?
    }
}

#[async_trait]
impl Payments for Account {
    async fn readiness(&self, _: &TerminalKey) -> Result<Readiness, ProviderFault> {
        Ok(Readiness::NotTold)
    }

    async fn dispatch(&self, permit: DispatchPermit) -> Result<Dispatched, ProviderFault> {
        let intent = permit.intent().clone();
        let (sim, cloud) = (self.sim.clone(), self.cloud);
        sim.world().note_dispatch(&intent.reference);
        let operation = operation_of(&intent.operation);
        let reference = intent.reference.clone();
        let call = Call { reference: &reference, operation, on_the_way: CrashPoint::MidSend };
        let wanted = intent.clone();
        let taken = self.call(call, move |world, now| world.take(&sim, cloud, &wanted, now)).await?;
        let id = taken.map_err(|refusal| match refusal {
            Refusal::Busy => ProviderFault::refused(FaultKind::TerminalBusy, "busy"),
            Refusal::TooEarly => ProviderFault::refused(FaultKind::TooEarly, "too early"),
            Refusal::MoreThanCharged => ProviderFault::refused(FaultKind::NotEnoughBalance, "too much"),
        })?;
        let transaction = name(cloud, id);
        let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: Phase::Sent };
        Ok(Dispatched { transaction, inquiry, customer_link: None })
    }

    async fn inquire(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        self.note_poll(attempt);
        if attempt.transaction.is_none() {
            return self.look(attempt, false).await;
        }
        match self.look(attempt, true).await? {
            // Another transaction may carry the same reference: an end without money is told only if none does.
            Inquiry::Resolved { outcome: Outcome::Declined(_) | Outcome::Cancelled(_), .. } => {
                self.look(attempt, false).await
            }
            inquiry => Ok(inquiry),
        }
    }

    async fn cancel(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        let Some((cloud, id)) = attempt.transaction.as_ref().and_then(parse) else {
            return Ok(CancelAnswer::NotFound);
        };
        let reference = attempt.reference.clone();
        let call = Call {
            reference: &attempt.reference,
            operation: Operation::Cancel,
            on_the_way: CrashPoint::Cancelling,
        };
        self.call(call, move |world, now| {
            let standing =
                world.clouds[cloud].transactions.iter().find(|t| t.id == id).map(|t| t.standing(now));
            if matches!(standing, Some(Standing::Presented | Standing::Approved)) {
                world.meet(&reference, Fault::CancelRaces, Operation::Cancel);
                world.meet(&reference, Fault::CancelRaces, Operation::Sale);
            }
            if world.clouds[cloud].cancel(now, id) { CancelAnswer::Taken } else { CancelAnswer::TooLate }
        })
        .await
    }
}

impl World {
    /// The till's process is about to send.
    fn note_dispatch(&mut self, reference: &AttemptReference) {
        if !self.sent.insert(reference.clone()) {
            self.violations.push(Invariant::I2.broken(&format!("{reference}: sent a second time")));
        }
        let found = self.disk.attempts.get(reference).is_some_and(|row| row.begun < self.process_since);
        if found {
            let what = format!("{reference}: begun by an earlier process and sent by this one");
            self.violations.push(Invariant::I14.broken(&what));
        }
    }

    /// A request with an effect arrives.
    fn take(
        &mut self,
        sim: &Sim,
        cloud: usize,
        intent: &payment::Intent,
        now: Moment,
    ) -> Result<u64, Refusal> {
        let operation = operation_of(&intent.operation);
        if !self.disk.attempts.contains_key(&intent.reference) {
            let what = format!("{}: sent before its intent was on the disk", intent.reference);
            self.violations.push(Invariant::I1.broken(&what));
        }
        if operation == Operation::Sale {
            self.check_single_charge(sim, &intent.reference, now);
        }
        let mut fate = self.fate(now, &intent.reference, operation);
        if fate.oddity == Oddity::CancelRefused && self.clouds[cloud].manner == Manner::Pushed {
            fate.oddity = Oddity::None;
        }
        let terminal = terminal_of(&intent.terminal);
        let World { clouds, rng, .. } = self;
        let reference = intent.reference.clone();
        let taken = match &intent.operation {
            Asked::Refund { original } => {
                let original = parse(original).map_or(0, |(_, id)| id);
                clouds[cloud].refund(rng, now, reference, original, intent.amount, fate)
            }
            Asked::Purchase | Asked::UnreferencedRefund => {
                clouds[cloud].create(rng, now, reference, terminal, intent.amount, fate)
            }
        };
        if fate.turns
            && let Ok(id) = taken
            && let Some(made) = clouds[cloud].transactions.iter().find(|t| t.id == id)
        {
            let fault =
                if made.turns_to_approved() { Fault::EndedThenApproved } else { Fault::ApprovedThenReversed };
            self.meet(&intent.reference, fault, operation);
        }
        taken
    }

    /// Nothing else of this order may be chargeable when a request for it arrives, going by what the records show now. A
    /// provider that went back on its word is not the till's doing; that the till tells of it is checked in the end.
    fn check_single_charge(&mut self, _: &Sim, reference: &AttemptReference, now: Moment) {
        let Some(row) = self.disk.attempts.get(reference) else { return };
        let siblings: Vec<AttemptReference> = self
            .disk
            .attempts
            .iter()
            .filter(|(other, sibling)| {
                *other != reference
                    && sibling.order == row.order
                    && sibling.record.intent.operation == Asked::Purchase
                    // From here on it is a person's word.
                    && sibling.record.decision.is_none()
            })
            .map(|(other, _)| other.clone())
            .collect();
        let chargeable = |t: &Transaction| {
            siblings.contains(&t.reference) && t.original.is_none() && t.may_charge(now) && !t.has_turned(now)
        };
        let other = self.clouds.iter().flat_map(|cloud| &cloud.transactions).find(|t| chargeable(t));
        if let Some(other) = other {
            let what = format!("{reference}: sent while {} may still charge the same order", other.reference);
            self.violations.push(Invariant::I3.broken(&what));
        }
    }

    fn look_up(
        &mut self,
        cloud: usize,
        attempt: &AttemptHandle,
        by_name: bool,
        now: Moment,
    ) -> Result<Inquiry, ProviderFault> {
        let operation = operation_of(&attempt.operation);
        let oddity = self.weather.oddity;
        if self.chance(oddity / 4) {
            self.meet(&attempt.reference, Fault::NotFoundThoughThere, operation);
            // A 404 for something that exists looks the same as a true one; that the terminal is idle it does not say.
            return Ok(Inquiry::NotFound { terminal_idle: false });
        }
        let wanted = attempt.transaction.as_ref().and_then(parse).filter(|_| by_name);
        let found: Vec<Transaction> = self.clouds[cloud]
            .transactions
            .iter()
            .filter(|t| match wanted {
                Some((_, id)) => t.id == id,
                None => t.reference == attempt.reference,
            })
            .filter(|t| self.clouds[cloud].shows(t, now))
            .cloned()
            .collect();
        if !by_name && found.iter().any(|t| now < t.created + Duration::from_secs(4)) && self.chance(oddity) {
            self.meet(&attempt.reference, Fault::LaggingLookUp, operation);
            return Ok(Inquiry::NotFound { terminal_idle: false });
        }
        let Some(last) = found.last() else {
            let terminal = terminal_of(&attempt.terminal);
            return Ok(Inquiry::NotFound { terminal_idle: self.clouds[cloud].idle(terminal, now) });
        };
        if found.len() > 1 {
            if found.iter().any(|t| matches!(t.standing(now), Standing::Waiting | Standing::Presented)) {
                return Err(ProviderFault::unreadable(
                    "two transactions for one reference, and one of them runs",
                ));
            }
            let stand: Vec<String> =
                found.iter().map(|t| format!("{} {:?}", t.id, t.standing(now))).collect();
            let detail = format!("two transactions for one reference: {}", stand.join(" and "));
            return Ok(Inquiry::Contradictory { transaction: name(cloud, last.id), detail });
        }
        Ok(self.record_of(cloud, last, attempt, now))
    }

    fn record_of(
        &mut self,
        cloud: usize,
        found: &Transaction,
        attempt: &AttemptHandle,
        now: Moment,
    ) -> Inquiry {
        let transaction = name(cloud, found.id);
        let standing = found.standing(now);
        let running = |phase| Inquiry::InProgress { transaction: transaction.clone(), phase };
        if found.oddity == Oddity::Oscillation && !self.healed && self.rng.u8(..3) == 0 {
            return running(Phase::Processing);
        }
        let outcome = match standing {
            Standing::Waiting => return running(Phase::WaitingForCard),
            Standing::Presented => return running(Phase::EnteringPin),
            Standing::Approved if found.oddity == Oddity::Contradiction => {
                return Inquiry::Contradictory { transaction, detail: "cancelled and approved".to_owned() };
            }
            Standing::Approved => Outcome::Approved(Box::new(approval(found, attempt, transaction.clone()))),
            Standing::Declined => Outcome::Declined(Box::<Decline>::default()),
            Standing::Cancelled => Outcome::Cancelled(Box::<EftReceipts>::default()),
        };
        Inquiry::Resolved { transaction, outcome }
    }
}

fn approval(found: &Transaction, attempt: &AttemptHandle, transaction: ProviderTransactionId) -> Approval {
    let mut approval = Approval {
        transaction,
        reference: Some(found.reference.clone()),
        terminal: Some(attempt.terminal.clone()),
        amount: found.shown_amount(),
        tip: found.tip(),
        card: Card::default(),
        eft: EftReceipts::default(),
    };
    if found.oddity == Oddity::WrongReference {
        approval.reference = AttemptReference::new("ANOTHER").ok();
    }
    approval
}

pub(crate) fn operation_of(asked: &Asked) -> Operation {
    match asked {
        Asked::Purchase => Operation::Sale,
        Asked::Refund { .. } | Asked::UnreferencedRefund => Operation::Refund,
    }
}

pub(crate) fn name(cloud: usize, id: u64) -> ProviderTransactionId {
    ProviderTransactionId::new(format!("{cloud}-{id}")).expect("digits and a hyphen")
}

/// Cloud and number of a transaction by its name.
pub(crate) fn parse(name: &ProviderTransactionId) -> Option<(usize, u64)> {
    let (cloud, id) = name.as_str().split_once('-')?;
    Some((cloud.parse().ok()?, id.parse().ok()?))
}

pub(crate) fn terminal_key(cloud: usize, terminal: usize) -> TerminalKey {
    TerminalKey::new(format!("{cloud}-{terminal}")).expect("digits and a hyphen")
}

fn terminal_of(key: &TerminalKey) -> usize {
    key.as_str().split_once('-').and_then(|(_, terminal)| terminal.parse().ok()).unwrap_or(0)
}
