//! The model: an account, its terminals, its transactions. No sockets, no clock of its own: every call says what
//! time it is, and [`World::advance`] lets happen what became due.

mod amount;
mod cloud;
mod keys;
mod run;
pub(crate) mod sumup;
mod terminal;
#[cfg(test)]
mod tests;
mod transaction;
mod view;

use std::collections::VecDeque;

use jiff::tz::TimeZone;

use crate::clock::{Moment, Now};
use crate::rng::Rng;
use crate::state::{Batch, SavedTerminal};
use crate::stitch::Cloud;
use crate::world::sumup::{Sumup, SumupDue};
use crate::{Config, Decision, Outcome, StoreSpec, TerminalSpec, Timings};

pub(crate) use amount::{Amount, major_units};
pub(crate) use cloud::{CancelRefusal, NewTransaction, RefundRefusal};
pub(crate) use keys::{ApiKey, KeyRefusal};
pub(crate) use terminal::{Ending, TerminalState};
pub(crate) use transaction::Transaction;
pub use view::*;

use keys::Keys;
use terminal::{Step, Terminal};
use transaction::Transactions;

/// Outcomes in one script, at most.
const MAX_SCRIPT: usize = 10_000;
/// Charges that are remembered.
const MAX_CHARGES: usize = 100_000;

#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) timings: Timings,
    pub(crate) contactless_limit_minor: u64,
    pub(crate) time_zone: TimeZone,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) rules: Rules,
    pub(crate) decision: Decision,
    pub(crate) keys: Keys,
    pub(crate) transactions: Transactions,
    pub(crate) stitch: Cloud,
    /// The other payment system: its readers and what they charged. Shares decision, script and ledger.
    pub(crate) sumup: Sumup,
    /// Counts changes, so that watchers can be told.
    pub(crate) revision: u64,
    stores: Vec<StoreSpec>,
    terminals: Vec<Terminal>,
    script: VecDeque<Outcome>,
    ledger: Vec<Charge>,
    saved_charges: usize,
    rng: Rng,
}

/// Something that happens by itself.
#[derive(Debug, Clone, Copy)]
enum Due {
    Fetch(usize),
    StepEnds(usize),
    Clears,
    Sumup(SumupDue),
}

impl World {
    /// The account of `config`, with the memory of `saved`. What `saved` knows about terminals that are not in
    /// the account any more is dropped.
    pub(crate) fn new(config: &Config, saved: Batch) -> Self {
        let mut rng = saved.rng.unwrap_or_else(|| Rng::seeded(config.seed));
        let mut transactions = Transactions::default();
        for transaction in saved.transactions {
            transactions.insert(transaction);
        }
        let mut remembered = saved.terminals;
        let mut terminals = Vec::with_capacity(config.account.terminals.len());
        for spec in &config.account.terminals {
            let key = spec.key();
            let (offset, stan) = (rng.below(1_000_000), rng.below(800_000));
            let fresh =
                TerminalState::new(spec.starts_on, offset, u32::try_from(stan).unwrap_or(0) + 100_000);
            let place = remembered.iter().position(|saved| saved.key == key);
            let mut state = place.map_or(fresh, |place| remembered.swap_remove(place).state);
            state.next = state.next.filter(|number| transactions.get(*number).is_some());
            state.work = state.work.filter(|work| transactions.get(work.transaction).is_some());
            terminals.push(Terminal {
                spec: spec.clone(),
                key,
                state,
                script: VecDeque::new(),
                changed: true,
            });
        }
        Self {
            rules: Rules {
                timings: config.timings,
                contactless_limit_minor: config.contactless_limit_minor,
                time_zone: config.time_zone.clone(),
            },
            decision: config.decision,
            keys: Keys { all: saved.keys.unwrap_or_default(), changed: true },
            transactions,
            stitch: Cloud::new(&config.stitch, config.seed, saved.stitch),
            sumup: Sumup::new(config, saved.sumup.unwrap_or_default()),
            revision: 0,
            stores: config.account.stores.clone(),
            terminals,
            script: VecDeque::new(),
            ledger: saved.charges,
            saved_charges: 0,
            rng,
        }
    }

    /// Lets happen what became due until `now`, each thing at its own time.
    pub(crate) fn advance(&mut self, now: Now) {
        while let Some((moment, due)) = self.first_due() {
            if moment > now.moment {
                break;
            }
            let then = now.back_at(moment);
            match due {
                Due::Fetch(at) => self.fetch(at, then),
                Due::StepEnds(at) => self.step_ends(at, then),
                Due::Clears => self.transactions.clear_next(),
                Due::Sumup(due) => self.sumup_happens(due, then),
            }
            self.revision += 1;
        }
    }

    /// When the next thing happens by itself.
    pub(crate) fn next_due(&self) -> Option<Moment> {
        self.first_due().map(|(moment, _)| moment)
    }

    fn first_due(&self) -> Option<(Moment, Due)> {
        let terminals = self.terminals.iter().enumerate().flat_map(|(at, terminal)| {
            let fetch = terminal.state.poll_at.map(|moment| (moment, Due::Fetch(at)));
            let work = terminal.state.work.as_ref();
            let step = work.and_then(|work| work.until).map(|moment| (moment, Due::StepEnds(at)));
            fetch.into_iter().chain(step)
        });
        let clears = self.transactions.next_clearing().map(|(moment, _)| (moment, Due::Clears));
        let sumup = self.sumup.first_due().map(|(moment, due)| (moment, Due::Sumup(due)));
        terminals.chain(clears).chain(sumup).min_by_key(|(moment, _)| *moment)
    }

    fn settle(&mut self, at: usize, now: Now) {
        let interval = self.rules.timings.poll_interval;
        let terminal = &mut self.terminals[at];
        terminal.state.settle(now.moment, interval);
        terminal.changed = true;
        self.revision += 1;
    }

    fn terminal_index(&self, key: &str) -> Result<usize, UnknownTerminal> {
        let found = self.terminals.iter().position(|terminal| is_key_of(&terminal.spec, key));
        found.ok_or_else(|| UnknownTerminal(key.to_owned()))
    }

    /// The terminal with this key; the case of the model does not matter, as the vendor's guide writes both
    /// `P2lite` and `P2Lite`.
    pub(crate) fn terminal_spec(&self, key: &str) -> Result<&TerminalSpec, UnknownTerminal> {
        self.terminal_index(key).map(|at| &self.terminals[at].spec)
    }

    pub(crate) fn terminal_specs(&self) -> impl Iterator<Item = &TerminalSpec> {
        self.terminals.iter().map(|terminal| &terminal.spec)
    }

    pub(crate) fn stores(&self) -> &[StoreSpec] {
        &self.stores
    }

    /// The shop of a terminal of the account; [`crate::Simulator::start`] has checked that there is one.
    pub(crate) fn store_of(&self, terminal: &TerminalSpec) -> &StoreSpec {
        let found = self.stores.iter().find(|store| store.uuid == terminal.store_uuid);
        found.unwrap_or(&self.stores[0])
    }

    /// Replaces the list of outcomes of one terminal or Solo, or the list all terminals share.
    pub(crate) fn set_script(
        &mut self,
        terminal: Option<&str>,
        outcomes: Vec<Outcome>,
    ) -> Result<(), UnknownTerminal> {
        let outcomes = outcomes.into_iter().take(MAX_SCRIPT).collect();
        match terminal {
            Some(serial) if self.sumup.set_script(serial, &outcomes) => {}
            Some(key) => {
                let at = self.terminal_index(key)?;
                self.terminals[at].script = outcomes;
            }
            None => self.script = outcomes,
        }
        Ok(())
    }

    pub(crate) fn ledger(&self) -> &[Charge] {
        &self.ledger
    }

    pub(crate) fn snapshots(&self, now: Now) -> Vec<TerminalSnapshot> {
        self.terminals.iter().map(|terminal| self.snapshot_of(terminal, now)).collect()
    }

    pub(crate) fn snapshot(&self, key: &str, now: Now) -> Result<TerminalSnapshot, UnknownTerminal> {
        self.terminal_index(key).map(|at| self.snapshot_of(&self.terminals[at], now))
    }

    fn snapshot_of(&self, terminal: &Terminal, now: Now) -> TerminalSnapshot {
        let state = &terminal.state;
        let work = state.work.as_ref();
        let transaction = work.map(|work| &self.transactions[work.transaction]);
        let card = work.and_then(|work| work.card.as_ref());
        let stage = state.stage();
        TerminalSnapshot {
            key: terminal.key.clone(),
            manufacturer: terminal.spec.manufacturer.clone(),
            model: terminal.spec.model.clone(),
            serial: terminal.spec.serial.clone(),
            store_name: self.store_of(&terminal.spec).name.clone(),
            stage,
            stage_ends_in_ms: work
                .and_then(|work| work.until)
                .map(|until| crate::clock::whole_millis(until.since(now.moment))),
            on: state.on,
            online: state.online,
            paper: state.paper,
            work_waits: state.next.is_some(),
            kind: work.map(|work| work.kind),
            transaction: transaction.map(|transaction| transaction.id.clone()),
            merchant_order_reference: transaction.map(|transaction| transaction.reference.clone()),
            amount: transaction.map(|transaction| transaction.amount.view()),
            brand: card.map(|card| card.brand),
            entry: card.map(|card| card.entry),
            pin_tries_left: work
                .filter(|_| stage == Stage::EnterPin)
                .map(|work| terminal::PIN_TRIES.saturating_sub(work.wrong_pins)),
            response_code: work.and_then(|work| match &work.step {
                Step::Shown(report) => match report.ending {
                    Ending::Declined(code) => Some(code),
                    _ => None,
                },
                Step::Card | Step::Pin | Step::Connecting | Step::Processing => None,
            }),
            last_slip: state.last_slip.clone(),
        }
    }

    pub(crate) fn has_unsaved_changes(&self) -> bool {
        self.keys.changed
            || self.stitch.changed
            || self.sumup.has_unsaved_changes()
            || self.saved_charges < self.ledger.len()
            || !self.transactions.changed.is_empty()
            || self.terminals.iter().any(|terminal| terminal.changed)
    }

    /// Everything that changed since the last call of [`World::mark_saved`].
    pub(crate) fn changes(&self, moment: Moment) -> Batch {
        let changed = &self.transactions.changed;
        Batch {
            moment,
            rng: Some(self.rng),
            transactions: changed
                .iter()
                .filter_map(|number| self.transactions.get(*number))
                .cloned()
                .collect(),
            terminals: self.saved_terminals(|terminal| terminal.changed),
            keys: self.keys.changed.then(|| self.keys.all.clone()),
            stitch: self.stitch.changed.then(|| self.stitch.saved()),
            charges: self.ledger[self.saved_charges..].to_vec(),
            sumup: self.sumup.changes(),
        }
    }

    /// Everything.
    pub(crate) fn everything(&self, moment: Moment) -> Batch {
        Batch {
            moment,
            rng: Some(self.rng),
            transactions: self.transactions.iter().cloned().collect(),
            terminals: self.saved_terminals(|_| true),
            keys: Some(self.keys.all.clone()),
            stitch: Some(self.stitch.saved()),
            charges: self.ledger.clone(),
            sumup: Some(self.sumup.everything()),
        }
    }

    fn saved_terminals(&self, wanted: impl Fn(&Terminal) -> bool) -> Vec<SavedTerminal> {
        let wanted = self.terminals.iter().filter(|terminal| wanted(terminal));
        wanted
            .map(|terminal| SavedTerminal { key: terminal.key.clone(), state: terminal.state.clone() })
            .collect()
    }

    pub(crate) fn mark_saved(&mut self) {
        self.keys.changed = false;
        self.stitch.changed = false;
        self.sumup.mark_saved();
        self.transactions.changed.clear();
        if self.ledger.len() > MAX_CHARGES {
            self.ledger.drain(..self.ledger.len() - MAX_CHARGES);
        }
        self.saved_charges = self.ledger.len();
        for terminal in &mut self.terminals {
            terminal.changed = false;
        }
    }
}

fn is_key_of(spec: &TerminalSpec, key: &str) -> bool {
    let model = key
        .strip_prefix(spec.manufacturer.as_str())
        .and_then(|rest| rest.strip_prefix('-'))
        .and_then(|rest| rest.strip_suffix(spec.serial.as_str()))
        .and_then(|rest| rest.strip_suffix('-'));
    model.is_some_and(|model| model.eq_ignore_ascii_case(&spec.model))
}
