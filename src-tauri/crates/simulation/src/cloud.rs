//! A payment system as the outside world sees it: what a record shows at a moment follows from a script that was drawn
//! when the transaction was made, so that nothing has to run for it.

use std::time::Duration;

use fastrand::Rng;
use money::{Currency, Money};
use payment::AttemptReference;

use crate::executor::Moment;

/// How the systems differ for the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Terminals fetch their work; a record exists from the first moment; a newer one supersedes an unfetched one.
    Polled,
    /// The work is pushed to the terminal, which is busy for a minute; no record exists until a card is presented.
    Pushed,
    /// The customer pays at an address of their own.
    Link,
}

/// What is charged or given back under one name.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) id: u64,
    pub(crate) reference: AttemptReference,
    pub(crate) terminal: usize,
    pub(crate) amount: Money,
    /// The purchase a refund belongs to.
    pub(crate) original: Option<u64>,
    pub(crate) created: Moment,
    script: Script,
    pub(crate) oddity: Oddity,
}

/// The course of a transaction.
#[derive(Debug, Clone)]
struct Script {
    fetched: Moment,
    presented: Option<Moment>,
    decided: Option<Moment>,
    approved: bool,
    /// Stopped by a cancel, by a newer transaction or because nobody came.
    stopped: Option<Moment>,
    /// The end turns into its opposite.
    turned: Option<Moment>,
    /// And back.
    turned_back: Option<Moment>,
}

/// What is strange about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oddity {
    None,
    WrongAmount,
    WrongReference,
    Tip,
    PendingForEver,
    Contradiction,
    Oscillation,
    CancelRefused,
}

/// How a transaction stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Waiting,
    Presented,
    Approved,
    Declined,
    Cancelled,
}

/// What the world has in store for a new transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fate {
    pub(crate) oddity: Oddity,
    /// Whether its end turns into the opposite later.
    pub(crate) turns: bool,
    /// The terminal cannot be reached by its own cloud before this.
    pub(crate) cut_until: Moment,
}

/// One payment system and its ledger.
#[derive(Debug)]
pub(crate) struct Cloud {
    pub(crate) manner: Manner,
    pub(crate) transactions: Vec<Transaction>,
}

/// Why a request was refused, authoritatively.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Busy,
    MoreThanCharged,
    TooEarly,
}

/// How long a pushed terminal shows a payment.
const WINDOW: Duration = Duration::from_secs(60);
/// A link is good for this long.
const LINK_LIFE: Duration = Duration::from_secs(600);
/// A terminal gives up on a customer after this long.
const TERMINAL_PATIENCE: Duration = Duration::from_secs(120);

fn millis(rng: &mut Rng, from: u64, to: u64) -> Duration {
    Duration::from_millis(rng.u64(from..=to))
}

impl Transaction {
    /// How it stands at `now`.
    pub(crate) fn standing(&self, now: Moment) -> Standing {
        let script = &self.script;
        let turned =
            script.turned.is_some_and(|at| now >= at) && script.turned_back.is_none_or(|at| now < at);
        let reached = |at: Option<Moment>| at.is_some_and(|at| now >= at);
        if reached(script.stopped) {
            return if turned { Standing::Approved } else { Standing::Cancelled };
        }
        if reached(script.decided) {
            return if script.approved == turned { Standing::Declined } else { Standing::Approved };
        }
        if reached(script.presented) { Standing::Presented } else { Standing::Waiting }
    }

    /// Whether money has moved in the end.
    pub(crate) fn charged(&self) -> bool {
        self.standing(Moment::MAX) == Standing::Approved
    }

    /// Whether nothing about it changes after `now`.
    pub(crate) fn is_final(&self, now: Moment) -> bool {
        let script = &self.script;
        let ended = [script.stopped, script.decided].into_iter().flatten().any(|at| at <= now);
        ended && [script.turned, script.turned_back].into_iter().flatten().all(|at| at <= now)
    }

    /// Whether a card could still be charged under it, going by what the record shows at `now`.
    pub(crate) fn may_charge(&self, now: Moment) -> bool {
        !matches!(self.standing(now), Standing::Declined | Standing::Cancelled)
    }

    /// Whether the provider has gone back on an end it had told.
    pub(crate) fn has_turned(&self, now: Moment) -> bool {
        self.script.turned.is_some_and(|at| at <= now)
    }

    /// Whether it is an end without money that turns into an approval, not the other way round.
    pub(crate) fn turns_to_approved(&self) -> bool {
        self.script.turned.is_some_and(|at| self.standing(at) == Standing::Approved)
    }

    /// The amount as record and portal show it.
    pub(crate) fn shown_amount(&self) -> Money {
        let more = i64::from(self.oddity == Oddity::WrongAmount);
        Money::new(self.amount.minor() + more, self.amount.currency())
    }

    /// What the customer was charged on top.
    pub(crate) fn tip(&self) -> Option<Money> {
        (self.oddity == Oddity::Tip).then(|| Money::new(self.amount.minor() / 10 + 1, Currency::EUR))
    }
}

impl Cloud {
    pub(crate) fn new(manner: Manner) -> Self {
        Self { manner, transactions: Vec::new() }
    }

    /// Takes a purchase.
    pub(crate) fn create(
        &mut self,
        rng: &mut Rng,
        now: Moment,
        reference: AttemptReference,
        terminal: usize,
        amount: Money,
        fate: Fate,
    ) -> Result<u64, Refusal> {
        match self.manner {
            Manner::Polled => {
                for older in self.transactions.iter_mut().filter(|t| t.terminal == terminal) {
                    if older.script.fetched > now && older.script.stopped.is_none_or(|at| at > now) {
                        older.stop(now);
                    }
                }
            }
            Manner::Pushed => {
                let busy = |t: &Transaction| {
                    t.terminal == terminal
                        && t.original.is_none()
                        && now < t.created + WINDOW
                        && !t.is_final(now)
                };
                if self.transactions.iter().any(busy) {
                    return Err(Refusal::Busy);
                }
            }
            Manner::Link => {}
        }
        let id = self.next_id();
        let script = self.script(rng, now, terminal, fate);
        self.transactions.push(Transaction {
            id,
            reference,
            terminal,
            amount,
            original: None,
            created: now,
            script,
            oddity: fate.oddity,
        });
        Ok(id)
    }

    /// Takes a refund.
    pub(crate) fn refund(
        &mut self,
        rng: &mut Rng,
        now: Moment,
        reference: AttemptReference,
        original: u64,
        amount: Money,
        fate: Fate,
    ) -> Result<u64, Refusal> {
        let purchase = self.transactions.iter().find(|t| t.id == original && t.original.is_none());
        let Some(purchase) = purchase.filter(|t| t.standing(now) == Standing::Approved).cloned() else {
            return Err(Refusal::TooEarly);
        };
        let given_back: i64 = self
            .transactions
            .iter()
            .filter(|t| t.original == Some(original) && t.may_charge(now))
            .map(|t| t.amount.minor())
            .sum();
        if given_back + amount.minor() > purchase.amount.minor() {
            return Err(Refusal::MoreThanCharged);
        }
        let id = self.next_id();
        let decided = now + millis(rng, 0, if self.manner == Manner::Polled { 12_000 } else { 500 });
        // Ends that turn are rare enough without being mostly approved.
        let approved = if fate.turns { rng.bool() } else { rng.u8(..100) < 75 };
        let pending = fate.oddity == Oddity::PendingForEver;
        let turned = (fate.turns && !pending).then(|| decided + millis(rng, 1_000, 1_800_000));
        let script = Script {
            fetched: now,
            presented: Some(now),
            decided: (!pending).then_some(decided),
            approved,
            stopped: None,
            turned,
            turned_back: turns_back(rng, turned),
        };
        self.transactions.push(Transaction {
            id,
            reference,
            terminal: purchase.terminal,
            amount,
            original: Some(original),
            created: now,
            script,
            oddity: fate.oddity,
        });
        Ok(id)
    }

    /// Asks to stop one. `true`: taken; whether it stopped is another matter.
    pub(crate) fn cancel(&mut self, now: Moment, id: u64) -> bool {
        let manner = self.manner;
        let Some(transaction) = self.transactions.iter_mut().find(|t| t.id == id) else { return false };
        let in_time = transaction.standing(now) == Standing::Waiting;
        match (manner, transaction.oddity) {
            (_, Oddity::CancelRefused) => false,
            // Taken without a word; it works only while the terminal waits.
            (Manner::Pushed, _) => {
                let effect = now + Duration::from_secs(1);
                if in_time && transaction.script.presented.is_none_or(|at| at > effect) {
                    transaction.stop(effect);
                    // No card came, so no record ever appears.
                    transaction.script.presented = None;
                    transaction.script.turned = None;
                    transaction.script.turned_back = None;
                }
                true
            }
            (Manner::Polled | Manner::Link, _) => {
                if in_time {
                    transaction.stop(now);
                }
                in_time
            }
        }
    }

    /// Whether a look-up finds it at `now`.
    pub(crate) fn shows(&self, transaction: &Transaction, now: Moment) -> bool {
        match self.manner {
            Manner::Polled | Manner::Link => true,
            Manner::Pushed => transaction.script.presented.is_some_and(|at| now >= at),
        }
    }

    /// Whether nothing runs on a terminal.
    pub(crate) fn idle(&self, terminal: usize, now: Moment) -> bool {
        !self.transactions.iter().any(|t| {
            t.terminal == terminal && matches!(t.standing(now), Standing::Waiting | Standing::Presented)
        })
    }

    fn next_id(&self) -> u64 {
        u64::try_from(self.transactions.len()).unwrap_or(u64::MAX) + 1
    }

    fn script(&self, rng: &mut Rng, now: Moment, terminal: usize, fate: Fate) -> Script {
        let free = self.transactions.iter().filter(|t| t.terminal == terminal).filter_map(|t| t.ends());
        let reach = free.max().unwrap_or_default().max(now).max(fate.cut_until);
        let (fetched, patience) = match self.manner {
            Manner::Polled => (reach + millis(rng, 200, 10_000), TERMINAL_PATIENCE),
            // Pushed at once or never.
            Manner::Pushed => (now + millis(rng, 200, 2_000), WINDOW),
            Manner::Link => (now, LINK_LIFE),
        };
        if fate.oddity == Oddity::PendingForEver {
            return Script {
                fetched,
                presented: None,
                decided: None,
                approved: false,
                stopped: None,
                turned: None,
                turned_back: None,
            };
        }
        let never_shown = self.manner == Manner::Pushed && (fate.cut_until > now || rng.u8(..50) == 0);
        let comes = !never_shown && rng.u8(..100) < 85;
        let presented = comes.then(|| fetched + millis(rng, 500, 40_000));
        let decided = presented.map(|at| at + millis(rng, 300, 12_000));
        let approved = rng.u8(..100) < 80;
        let stopped = if presented.is_some() { None } else { Some(fetched + patience) };
        // A record that never appears cannot turn either.
        let turns = fate.turns && (self.manner != Manner::Pushed || presented.is_some());
        let turned = turns.then(|| decided.or(stopped).unwrap_or(fetched) + millis(rng, 500, 1_800_000));
        let turned_back = turns_back(rng, turned);
        Script { fetched, presented, decided, approved, stopped, turned, turned_back }
    }
}

/// One in three of the records that turn does so once more.
fn turns_back(rng: &mut Rng, turned: Option<Moment>) -> Option<Moment> {
    turned.filter(|_| rng.u8(..3) == 0).map(|at| at + millis(rng, 1_000, 1_500_000))
}

impl Transaction {
    fn stop(&mut self, now: Moment) {
        self.script.stopped = Some(now);
        if let Some(turned) = self.script.turned.as_mut() {
            *turned = (*turned).max(now + Duration::from_secs(1));
            let after = *turned + Duration::from_secs(1);
            if let Some(back) = self.script.turned_back.as_mut() {
                *back = (*back).max(after);
            }
        }
    }

    /// When its record first tells an end.
    pub(crate) fn ends(&self) -> Option<Moment> {
        self.script.stopped.or(self.script.decided)
    }
}
