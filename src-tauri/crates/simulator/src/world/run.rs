//! How terminals work through a transaction: by themselves in time, and by what people do.

use std::time::Duration;

use super::terminal::{Ending, PIN_TRIES, Report, Step, Work};
use super::transaction::{End, Number};
use super::{Act, ActError, Charge, Pin, Stage, Status, World};
use crate::card::Card;
use crate::clock::Now;
use crate::slip::{Copy, Slip};
use crate::{Brand, Decision, Entry, Outcome, ResponseCode};

impl World {
    /// The terminal polls and takes the transaction that waits.
    pub(super) fn fetch(&mut self, at: usize, now: Now) {
        self.terminals[at].state.poll_at = None;
        let Some(number) = self.terminals[at].state.next.take() else { return };
        let plan = self.plan(at, number);
        let timings = &self.rules.timings;
        let wait = match &plan {
            None | Some(Outcome::WalkAway | Outcome::NeverDisplayed) => timings.card_timeout,
            Some(_) => timings.automatic_card,
        };
        self.transactions.change(number, |transaction| transaction.fetched = true);
        let work = Work {
            transaction: number,
            kind: self.transactions[number].kind,
            step: Step::Card,
            until: Some(now.moment.plus(wait)),
            plan,
            card: None,
            wrong_pins: 0,
            refused: None,
        };
        self.terminals[at].state.work = Some(work);
        self.settle(at, now);
    }

    fn plan(&mut self, at: usize, number: Number) -> Option<Outcome> {
        match self.decision {
            Decision::Person => None,
            Decision::Amount => {
                let hundredths = self.transactions[number].amount.hundredths();
                Some(hundredths.map_or(Outcome::Approve, Outcome::by_amount))
            }
            Decision::Script => {
                let scripted = self.terminals[at].script.pop_front().or_else(|| self.script.pop_front());
                Some(scripted.unwrap_or(Outcome::Approve))
            }
        }
    }

    /// The current step's time is over.
    pub(super) fn step_ends(&mut self, at: usize, now: Now) {
        let Some(work) = self.terminals[at].state.work.as_mut() else { return };
        match (&work.step, &work.plan) {
            (Step::Card, None | Some(Outcome::WalkAway | Outcome::NeverDisplayed)) | (Step::Pin, _) => {
                self.finish(at, Ending::TimedOut, now);
            }
            (Step::Card, Some(Outcome::CancelOnTerminal)) => {
                self.finish(at, Ending::CancelledOnTerminal, now);
            }
            (Step::Card, Some(Outcome::SwitchOff)) => self.switch_off(at, now),
            (Step::Card, Some(_)) => self.present_planned_card(at, now),
            (Step::Connecting, _) => self.finish(at, Ending::NoConnection, now),
            (Step::Processing, plan) => {
                let ending = match (work.refused, plan) {
                    (Some(code), _) => Ending::Declined(code),
                    (None, Some(Outcome::Decline(code))) => Ending::Declined(*code),
                    (None, Some(Outcome::NoAnswerFor(_))) => Ending::NoAnswer,
                    (None, _) => Ending::Approved,
                };
                self.finish(at, ending, now);
            }
            (Step::Shown(_), _) => {
                work.until = None;
                self.settle(at, now);
            }
        }
    }

    fn present_planned_card(&mut self, at: usize, now: Now) {
        let Some(work) = self.terminals[at].state.work.as_ref() else { return };
        let number = work.transaction;
        let brand = match work.plan {
            Some(Outcome::ApproveWith(brand)) => brand,
            _ => {
                let pick = usize::try_from(self.rng.below(5)).unwrap_or(0);
                Brand::ALL[pick % Brand::ALL.len()]
            }
        };
        let by_hand = self.transactions[number].amount.minor <= self.rules.contactless_limit_minor;
        let entry = if by_hand { Entry::Contactless } else { Entry::Chip };
        let card = Card { brand, entry, last_four: self.rng.digits(4), pin_verified: !by_hand };
        self.take_card(at, card);
        self.ask_bank(at, now);
    }

    /// The terminal has a card; the cloud knows it as soon as it hears from the terminal.
    fn take_card(&mut self, at: usize, card: Card) {
        let reachable = self.terminals[at].state.reachable();
        if let Some(work) = self.terminals[at].state.work.as_mut() {
            work.card = Some(card);
            let number = work.transaction;
            if reachable && self.transactions[number].is_open() {
                self.transactions.change(number, |transaction| transaction.card_presented = true);
            }
        }
    }

    /// Goes to the bank. Only a transaction the cloud still holds open gets there, so that a payment cancelled
    /// behind the back of an unconnected terminal is never charged.
    fn ask_bank(&mut self, at: usize, now: Now) {
        let timings = self.rules.timings;
        let state = &mut self.terminals[at].state;
        let reachable = state.reachable();
        let Some(work) = state.work.as_mut() else { return };
        if !reachable {
            work.step = Step::Connecting;
            work.until = Some(now.moment.plus(timings.connecting));
            return self.settle(at, now);
        }
        let number = work.transaction;
        if !self.transactions[number].is_open() {
            return self.finish(at, Ending::CancelledByTill, now);
        }
        let seconds = |count: u16| timings.table_second.saturating_mul(u32::from(count));
        let lasts: Duration = match work.plan {
            Some(Outcome::ApproveAfter(count) | Outcome::NoAnswerFor(count)) => seconds(count),
            _ => timings.processing,
        };
        work.step = Step::Processing;
        work.until = Some(now.moment.plus(lasts));
        if work.plan == Some(Outcome::ApproveThenOffline) {
            state.online = false;
        }
        self.transactions.change(number, |transaction| transaction.card_presented = true);
        self.settle(at, now);
    }

    /// The transaction is over at the terminal: money moves when approved, a slip is printed, the cloud is told
    /// when it can be reached.
    pub(super) fn finish(&mut self, at: usize, ending: Ending, now: Now) {
        let auth_code = (ending == Ending::Approved).then(|| self.rng.digits(6));
        let terminal = &mut self.terminals[at];
        let stan = terminal.state.next_stan();
        let Some(work) = terminal.state.work.as_ref() else { return };
        let (number, card) = (work.transaction, work.card.clone());
        let transaction = &self.transactions[number];
        let terminal = &self.terminals[at];
        let slip = Slip {
            store: self.store_of(&terminal.spec),
            serial: &terminal.spec.serial,
            kind: transaction.kind,
            amount: &transaction.amount,
            ending,
            card: card.as_ref(),
            stan: &stan,
            auth_code: auth_code.as_deref(),
            at: now.wall.to_zoned(self.rules.time_zone.clone()),
        };
        let report = Report {
            ending,
            at: now.wall,
            receipt: slip.text(Copy::Cardholder),
            merchant_receipt: slip.text(Copy::Merchant),
            stan: stan.clone(),
            delivered: ending == Ending::CancelledByTill,
        };
        if ending == Ending::Approved {
            let charge = Charge {
                transaction: transaction.id.clone(),
                merchant_order_reference: transaction.reference.clone(),
                terminal: terminal.key.clone(),
                kind: transaction.kind,
                minor: transaction.amount.minor,
                currency: transaction.amount.currency.clone(),
                at: now.wall,
            };
            self.ledger.push(charge);
        }
        let until = now.moment.plus(self.rules.timings.result_shown);
        let state = &mut self.terminals[at].state;
        if ending != Ending::CancelledByTill {
            state.last_slip = Some(report.receipt.clone());
        }
        if let Some(work) = state.work.as_mut() {
            work.step = Step::Shown(report);
            work.until = Some(until);
        }
        self.report(at, now);
        self.settle(at, now);
    }

    /// Tells the cloud how it ended, when there is something to tell and a way to tell it.
    fn report(&mut self, at: usize, now: Now) {
        let state = &mut self.terminals[at].state;
        let reachable = state.reachable();
        let Some(work) = state.work.as_mut() else { return };
        let Step::Shown(report) = &mut work.step else { return };
        if report.delivered || !reachable {
            return;
        }
        report.delivered = true;
        let end = End {
            at: report.at,
            stan: report.stan.clone(),
            brand: work.card.as_ref().map(|card| card.brand),
            approved: report.ending.approved(),
            receipt: report.receipt.clone(),
            merchant_receipt: report.merchant_receipt.clone(),
        };
        let clears_at = now.moment.plus(self.rules.timings.clearing);
        self.transactions.change(work.transaction, |transaction| {
            if !transaction.is_open() {
                return;
            }
            if end.approved == Some(true) {
                transaction.status = Status::Authorized;
                transaction.clears_at = Some(clears_at);
            } else {
                transaction.status = Status::Cancelled;
            }
            transaction.end = Some(end);
        });
    }

    /// What the person at the terminal does.
    pub(crate) fn act(&mut self, key: &str, act: Act, now: Now) -> Result<(), ActError> {
        let at = self.terminal_index(key)?;
        let stage = self.terminals[at].state.stage();
        let asks_cardholder = matches!(stage, Stage::WaitingForCard | Stage::EnterPin | Stage::Connecting);
        match act {
            Act::PresentCard { brand, entry } if stage == Stage::WaitingForCard => {
                self.hold_card(at, brand, entry, now);
            }
            Act::EnterPin { pin } if stage == Stage::EnterPin => self.enter_pin(at, pin, now),
            Act::Decline { code } if asks_cardholder || stage == Stage::Processing => {
                self.decline(at, stage, code, now);
            }
            Act::WalkAway if asks_cardholder => self.finish(at, Ending::TimedOut, now),
            Act::CancelOnTerminal if asks_cardholder => {
                self.finish(at, Ending::CancelledOnTerminal, now);
            }
            Act::PresentCard { .. }
            | Act::EnterPin { .. }
            | Act::Decline { .. }
            | Act::WalkAway
            | Act::CancelOnTerminal => return Err(ActError::NotNow(stage)),
            Act::SwitchOff => self.switch_off(at, now),
            Act::SwitchOn => {
                self.terminals[at].state.on = true;
                self.reconnect(at, now);
            }
            Act::LoseNetwork => self.terminals[at].state.online = false,
            Act::RestoreNetwork => {
                self.terminals[at].state.online = true;
                self.reconnect(at, now);
            }
            Act::RunOutOfPaper => self.terminals[at].state.paper = false,
            Act::RefillPaper => self.terminals[at].state.paper = true,
        }
        self.settle(at, now);
        Ok(())
    }

    fn hold_card(&mut self, at: usize, brand: Brand, entry: Entry, now: Now) {
        let card = Card { brand, entry, last_four: self.rng.digits(4), pin_verified: false };
        self.take_card(at, card);
        let limit = self.rules.contactless_limit_minor;
        let Some(work) = self.terminals[at].state.work.as_mut() else { return };
        work.plan = None;
        let above_limit = self.transactions[work.transaction].amount.minor > limit;
        if entry == Entry::Chip || above_limit {
            work.step = Step::Pin;
            work.until = Some(now.moment.plus(self.rules.timings.pin_timeout));
        } else {
            self.ask_bank(at, now);
        }
    }

    fn enter_pin(&mut self, at: usize, pin: Pin, now: Now) {
        let Some(work) = self.terminals[at].state.work.as_mut() else { return };
        match pin {
            Pin::Right => {
                if let Some(card) = work.card.as_mut() {
                    card.pin_verified = true;
                }
                self.ask_bank(at, now);
            }
            Pin::Wrong if work.wrong_pins + 1 >= PIN_TRIES => {
                work.refused = Some(ResponseCode::PIN_TRIES_EXCEEDED);
                self.ask_bank(at, now);
            }
            Pin::Wrong => {
                work.wrong_pins += 1;
                work.until = Some(now.moment.plus(self.rules.timings.pin_timeout));
            }
        }
    }

    fn decline(&mut self, at: usize, stage: Stage, code: ResponseCode, now: Now) {
        if stage == Stage::WaitingForCard {
            let last_four = self.rng.digits(4);
            let (brand, entry) = (Brand::Visa, Entry::Contactless);
            self.take_card(at, Card { brand, entry, last_four, pin_verified: false });
        }
        if let Some(work) = self.terminals[at].state.work.as_mut() {
            work.plan = None;
            work.refused = Some(code);
        }
        if matches!(stage, Stage::WaitingForCard | Stage::EnterPin) {
            self.ask_bank(at, now);
        }
    }

    /// Off. What the bank is being asked goes on there; what the cardholder was being asked is over.
    fn switch_off(&mut self, at: usize, now: Now) {
        let state = &mut self.terminals[at].state;
        state.on = false;
        let asks_cardholder = state
            .work
            .as_ref()
            .is_some_and(|work| matches!(work.step, Step::Card | Step::Pin | Step::Connecting));
        if asks_cardholder {
            self.finish(at, Ending::SwitchedOff, now);
        }
        self.settle(at, now);
    }

    /// The terminal hears the cloud again: it reports, learns of a cancel, or goes on to the bank.
    fn reconnect(&mut self, at: usize, now: Now) {
        let state = &self.terminals[at].state;
        if !state.reachable() {
            return;
        }
        let Some(work) = state.work.as_ref() else { return };
        let (number, card_presented) = (work.transaction, work.card.is_some());
        let still_open = self.transactions[number].is_open();
        match work.step {
            Step::Card | Step::Pin if !still_open => self.finish(at, Ending::CancelledByTill, now),
            Step::Card | Step::Pin if card_presented => {
                self.transactions.change(number, |transaction| transaction.card_presented = true);
            }
            Step::Card | Step::Pin | Step::Processing => {}
            Step::Connecting => self.ask_bank(at, now),
            Step::Shown(_) => self.report(at, now),
        }
    }
}
