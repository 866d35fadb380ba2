//! Drives one attempt to its end: the only place that waits, calls the provider and tells the engine what happened.
//!
//! Clock, provider and disk are handed in, so that the till and the simulation run these very lines.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{Notify, watch};

use payment::{
    Attempt, AttemptHandle, AttemptRecord, CancelProgress, CancelRequestedBy, DispatchPermit, Event,
    FaultKind, Inquiry, LookUp, Next, Payments, ProviderFault, ProviderTransactionId, Tick,
};

/// The clock deadlines are measured on: it never goes back and knows no time of day.
pub trait MonotonicClock: Send + Sync {
    /// The time since this clock was made.
    fn tick(&self) -> Tick;

    /// Waits until it shows `tick`.
    fn sleep_until(&self, tick: Tick) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// Where every step of an attempt is made durable before the next one is taken.
#[async_trait]
pub trait AttemptLog: Send + Sync {
    /// Returns once the record and the event that led to it would survive a power cut. `Err` is a sentence for the log.
    async fn record(&self, record: &AttemptRecord, event: &Event) -> Result<(), String>;

    /// The provider's names of other refunds of the same purchase, asked before each look-up: they may have come since.
    /// `None`: one of them runs and has no name yet, so a record without our reference could be either's.
    async fn claimed(&self, _record: &AttemptRecord) -> Option<Vec<ProviderTransactionId>> {
        Some(Vec::new())
    }
}

/// Between two tries to write a step down while the disk refuses.
const DISK_RETRY: Duration = Duration::from_secs(2);

/// What the rest of the till holds of a running attempt.
#[derive(Debug)]
pub struct Following {
    cancel_wanted: AtomicBool,
    wake: Notify,
    record: watch::Sender<AttemptRecord>,
    since: Tick,
    window: Option<Duration>,
    certain_after: Option<Duration>,
}

impl Following {
    /// Begins to follow an attempt at this point on the clock.
    pub fn new(record: AttemptRecord, since: Tick) -> Self {
        Self {
            cancel_wanted: AtomicBool::new(false),
            wake: Notify::new(),
            record: watch::Sender::new(record),
            since,
            window: None,
            certain_after: None,
        }
    }

    /// With how long the terminal shows it, where that is known.
    #[must_use]
    pub fn with_window(self, window: Option<Duration>) -> Self {
        Self { window, ..self }
    }

    /// How long the terminal shows it before it gives up by itself, where that is known.
    pub fn window(&self) -> Option<Duration> {
        self.window
    }

    /// With how long it takes at most until it is certain that nothing was charged, where no stop is ever confirmed.
    #[must_use]
    pub fn certain_after(self, certain_after: Option<Duration>) -> Self {
        Self { certain_after, ..self }
    }

    /// How long after [`Following::since`] it is certain that nothing was charged, where no stop is ever confirmed.
    pub fn certainty(&self) -> Option<Duration> {
        self.certain_after
    }

    /// When this process began to follow it.
    pub fn since(&self) -> Tick {
        self.since
    }

    /// Asks for it to be stopped. The payment may still win.
    pub fn cancel(&self) {
        self.cancel_wanted.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// Whether somebody at this till asked for it to be stopped.
    pub fn cancel_wanted(&self) -> bool {
        self.cancel_wanted.load(Ordering::Acquire)
    }

    /// Where it stands.
    pub fn record(&self) -> AttemptRecord {
        self.record.borrow().clone()
    }

    /// Wakes on every change of the record.
    pub fn subscribe(&self) -> watch::Receiver<AttemptRecord> {
        self.record.subscribe()
    }
}

/// Follows `attempt` until it has ended. With a permit it is sent first; without one it was found on disk.
pub async fn follow(
    mut attempt: Attempt,
    mut permit: Option<DispatchPermit>,
    payments: &dyn Payments,
    log: &dyn AttemptLog,
    clock: &dyn MonotonicClock,
    following: &Following,
) -> Attempt {
    loop {
        if following.cancel_wanted()
            && attempt.record().cancel == CancelProgress::NotAsked
            && attempt.state().is_open()
        {
            // An attempt that was never sent is sent all the same: its permit is out, and the wish follows at once.
            tell(&mut attempt, Event::CancelRequested(CancelRequestedBy::Cashier), log, clock, following)
                .await;
        }
        let event = match attempt.next(clock.tick()) {
            Next::Nothing => return attempt,
            Next::Dispatch => match permit.take() {
                Some(permit) => match payments.dispatch(permit).await {
                    Ok(dispatched) => Event::Dispatched(Box::new(dispatched)),
                    Err(fault) => Event::DispatchFaulted(fault),
                },
                // Whether it was sent is not known to this process: look it up.
                None => Event::Restarted,
            },
            Next::Inquire(look_up) => inquire(&attempt, &look_up, payments, log).await,
            Next::Cancel => match payments.cancel(&attempt.handle()).await {
                Ok(answer) => Event::CancelAnswered(answer),
                Err(fault) => Event::CancelFaulted(fault),
            },
            Next::WaitUntil(tick) => {
                tokio::select! {
                    // In a fixed order, so that a simulated shift is the same each time.
                    biased;
                    () = clock.sleep_until(tick) => {}
                    () = following.wake.notified() => {}
                }
                Event::Woke
            }
        };
        tell(&mut attempt, event, log, clock, following).await;
    }
}

/// Further looks when the last one brought an answer that cannot be read: a captive portal goes away, a contradiction stays.
const LOOKS_AT_THE_UNREADABLE: [Duration; 2] = [Duration::from_secs(300); 2];

/// Looks an ended attempt up again, ever more rarely: an approval may come late, or be taken back.
pub async fn watch(
    mut attempt: Attempt,
    payments: &dyn Payments,
    log: &dyn AttemptLog,
    clock: &dyn MonotonicClock,
    following: &Following,
) {
    let looks = attempt.late_looks().to_vec();
    let mut unreadable = 0;
    for (number, pause) in looks.iter().chain(&LOOKS_AT_THE_UNREADABLE).enumerate() {
        if number >= looks.len() && unreadable == 0 {
            return;
        }
        clock.sleep_until(clock.tick() + *pause).await;
        // By our own reference: it also finds a second transaction that carries it. Where that brings no answer, the name
        // may. Without any the end stands as it is; the next look comes all the same.
        let Some(claimed) = log.claimed(attempt.record()).await else { continue };
        let handle = AttemptHandle { claimed, ..attempt.handle() };
        let by_reference = AttemptHandle { transaction: None, ..handle.clone() };
        let inquiry = match payments.inquire(&by_reference).await {
            Err(_) if handle.transaction.is_some() => payments.inquire(&handle).await,
            answered => answered,
        };
        match inquiry {
            Ok(inquiry) => {
                unreadable = 0;
                tell(&mut attempt, Event::Inquired(Box::new(inquiry)), log, clock, following).await;
            }
            Err(fault) if fault.kind() == FaultKind::Unreadable => {
                unreadable += 1;
                // Answers come and none can be read: two transactions carry the reference and one of them never ends, say
                // (found by simulation). A person can find out.
                let last = unreadable > LOOKS_AT_THE_UNREADABLE.len();
                if let (Some(transaction), true) = (handle.transaction, last) {
                    let inquiry = Inquiry::Contradictory { transaction, detail: fault.detail().to_owned() };
                    tell(&mut attempt, Event::Inquired(Box::new(inquiry)), log, clock, following).await;
                }
            }
            Err(_) => unreadable = 0,
        }
    }
}

/// Tells the engine, makes the step durable, and only then shows it. A look-up that changed nothing leaves no trace.
async fn tell(
    attempt: &mut Attempt,
    event: Event,
    log: &dyn AttemptLog,
    clock: &dyn MonotonicClock,
    following: &Following,
) {
    let before = attempt.record().clone();
    attempt.apply(event.clone(), clock.tick());
    if *attempt.record() == before {
        return;
    }
    while let Err(reason) = log.record(attempt.record(), &event).await {
        tracing::error!(reference = %before.intent.reference, reason, "a step of a payment could not be written down; trying again");
        clock.sleep_until(clock.tick() + DISK_RETRY).await;
    }
    following.record.send_replace(attempt.record().clone());
}

async fn inquire(
    attempt: &Attempt,
    look_up: &LookUp,
    payments: &dyn Payments,
    log: &dyn AttemptLog,
) -> Event {
    let Some(claimed) = log.claimed(attempt.record()).await else {
        let reason = "another refund of the same purchase has no name yet";
        return Event::InquiryFaulted(ProviderFault::misconfigured(reason));
    };
    let handle = AttemptHandle { claimed, ..attempt.handle() };
    let handle = match look_up {
        LookUp::ByTransaction(_) => handle,
        LookUp::ByReference => AttemptHandle { transaction: None, ..handle },
    };
    match payments.inquire(&handle).await {
        Ok(inquiry) => Event::Inquired(Box::new(inquiry)),
        Err(fault) => Event::InquiryFaulted(fault),
    }
}
