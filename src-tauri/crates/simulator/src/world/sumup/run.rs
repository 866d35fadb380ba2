//! How Solos work through a checkout: by themselves in time, and by what people do.

use super::device::{Heard, Solo, SoloEnding, Step, Work};
use super::{
    CheckoutEnd, PaymentType, Record, SoloAct, SoloActError, SoloStage, SumupDue, SumupStatus, Verification,
};
use crate::card::Card;
use crate::clock::Now;
use crate::world::{Charge, Kind, World};
use crate::{Brand, Decision, Entry, Outcome};

impl World {
    pub(in crate::world) fn sumup_happens(&mut self, due: SumupDue, now: Now) {
        match due {
            SumupDue::Pairing(at) => self.pairing_ends(at, now),
            SumupDue::Delivery(at) => self.deliver(at, now),
            SumupDue::Lost(number) => self.lose(number, now),
            SumupDue::Termination(at) => self.terminated(at, now),
            SumupDue::Firmware(at) => self.firmware_installed(at, now),
            SumupDue::StepEnds(at) => self.solo_step_ends(at, now),
        }
    }

    /// Marks a Solo as changed; the cloud hears what it does when there is a way.
    pub(super) fn solo_changed(&mut self, at: usize, now: Now) {
        let solo = &mut self.sumup.solos[at];
        let state = &mut solo.state;
        let done = state.work.as_ref().is_some_and(|work| {
            work.until.is_none() && matches!(work.step, Step::Shown { delivered: true, .. })
        });
        if done {
            state.work = None;
        }
        if state.reachable() {
            state.heard = Some(Heard { at: now.wall, state: state.told() });
        }
        solo.changed = true;
        self.revision += 1;
    }

    /// The checkout appears on the screen, unless it gets lost on the way.
    fn deliver(&mut self, at: usize, now: Now) {
        let Some(inbox) = self.sumup.solos[at].state.inbox.take() else { return };
        let lost = std::mem::take(&mut self.sumup.solos[at].state.loses_next);
        let number = inbox.checkout;
        let plan = self.solo_plan(at, number);
        if lost || plan == Some(Outcome::NeverDisplayed) {
            return self.solo_changed(at, now);
        }
        self.sumup.checkouts.no_longer_waits(number);
        self.sumup.solos[at].state.work = Some(Work {
            checkout: number,
            step: Step::Card,
            until: None,
            plan,
            tip_minor: 0,
            card: None,
            verification: Verification::ByRule,
            signed: false,
            wrong_pins: 0,
            refused: None,
            record: None,
        });
        let checkout = self.sumup.checkouts.get(number);
        let (tips, seconds) =
            checkout.map_or((false, 0), |it| (!it.tip_rates.is_empty(), it.tip_timeout_seconds));
        let automatic = self.rules.timings.automatic_card;
        let second = self.sumup.config.timings.tip_second;
        match self.sumup.solos[at].state.work.as_mut() {
            Some(work) if tips => {
                let by_itself = !matches!(work.plan, None | Some(Outcome::WalkAway));
                let patience = if by_itself { automatic } else { second.saturating_mul(u32::from(seconds)) };
                work.step = Step::Tip;
                work.until = Some(now.moment.plus(patience));
                self.solo_changed(at, now);
            }
            _ => self.ask_for_card(at, now),
        }
    }

    fn solo_plan(&mut self, at: usize, number: u64) -> Option<Outcome> {
        match self.decision {
            Decision::Person => None,
            Decision::Amount => {
                let hundredths = self.sumup.checkouts.get(number).and_then(|it| it.amount.hundredths());
                Some(hundredths.map_or(Outcome::Approve, Outcome::by_amount))
            }
            Decision::Script => {
                let own = self.sumup.solos[at].script.pop_front();
                Some(own.or_else(|| self.script.pop_front()).unwrap_or(Outcome::Approve))
            }
        }
    }

    /// Never displayed in time.
    fn lose(&mut self, number: u64, now: Now) {
        let end = CheckoutEnd { status: "failed".to_owned(), reason: "READER_TIMEOUT".to_owned() };
        self.sumup.checkouts.end(number, end, now);
        let holds = |solo: &Solo| solo.state.inbox.is_some_and(|inbox| inbox.checkout == number);
        if let Some(at) = self.sumup.solos.iter().position(holds) {
            self.sumup.solos[at].state.inbox = None;
            self.solo_changed(at, now);
        }
        self.revision += 1;
    }

    fn terminated(&mut self, at: usize, now: Now) {
        let state = &mut self.sumup.solos[at].state;
        state.terminate_at = None;
        let hears = state.reachable();
        if hears && state.work.as_ref().is_some_and(|work| work.step.asks_cardholder()) {
            self.solo_finish(at, SoloEnding::Terminated, now);
        }
        self.solo_changed(at, now);
    }

    fn firmware_installed(&mut self, at: usize, now: Now) {
        let state = &mut self.sumup.solos[at].state;
        state.updating_until = None;
        "3.3.41.0".clone_into(&mut state.firmware);
        self.solo_changed(at, now);
    }

    /// The current step's time is over.
    fn solo_step_ends(&mut self, at: usize, now: Now) {
        let Some(work) = self.sumup.solos[at].state.work.as_mut() else { return };
        match (&work.step, &work.plan) {
            (Step::Tip, Some(Outcome::ApproveWithTip(percent))) => {
                let percent = *percent;
                self.choose_tip(at, Some(percent), now);
            }
            (Step::Tip, _) => self.choose_tip(at, None, now),
            (Step::Card, None | Some(Outcome::WalkAway)) | (Step::Pin | Step::Signature, _) => {
                self.solo_finish(at, SoloEnding::TimedOut, now);
            }
            (Step::Card, Some(Outcome::CancelOnTerminal)) => {
                self.solo_finish(at, SoloEnding::CancelledOnReader, now);
            }
            (Step::Card, Some(Outcome::SwitchOff)) => self.switch_solo_off(at, now),
            (Step::Card, Some(_)) => self.present_planned_card_to_solo(at, now),
            (Step::Connecting, _) => self.solo_finish(at, SoloEnding::NoConnection, now),
            (Step::Processing, plan) => {
                let ending = match (work.refused, plan) {
                    (Some(code), _) => SoloEnding::Declined(code),
                    (None, Some(Outcome::Decline(code))) => SoloEnding::Declined(*code),
                    (None, Some(Outcome::NoAnswerFor(_))) => SoloEnding::NoAnswer,
                    (None, _) => SoloEnding::Approved,
                };
                self.solo_finish(at, ending, now);
            }
            (Step::Shown { .. }, _) => {
                work.until = None;
                self.solo_changed(at, now);
            }
        }
    }

    pub(super) fn choose_tip(&mut self, at: usize, percent: Option<u8>, now: Now) {
        let Some(work) = self.sumup.solos[at].state.work.as_mut() else { return };
        let checkout = self.sumup.checkouts.get(work.checkout);
        let tip = percent.and_then(|percent| checkout.map(|checkout| checkout.amount.percent(percent)));
        work.tip_minor = tip.unwrap_or(0);
        self.ask_for_card(at, now);
    }

    fn ask_for_card(&mut self, at: usize, now: Now) {
        let timings = self.rules.timings;
        let Some(work) = self.sumup.solos[at].state.work.as_mut() else { return };
        let patience = match work.plan {
            None | Some(Outcome::WalkAway) => timings.card_timeout,
            Some(_) => timings.automatic_card,
        };
        work.step = Step::Card;
        work.until = Some(now.moment.plus(patience));
        self.solo_changed(at, now);
    }

    fn present_planned_card_to_solo(&mut self, at: usize, now: Now) {
        let plan = self.sumup.solos[at].state.work.as_ref().and_then(|work| work.plan.clone());
        let brand = match plan {
            Some(Outcome::ApproveWith(brand)) => brand,
            _ => Brand::ALL[usize::try_from(self.sumup.rng.below(5)).unwrap_or(0) % Brand::ALL.len()],
        };
        let by_hand = self.solo_total(at) <= self.rules.contactless_limit_minor;
        let entry = if by_hand { Entry::Contactless } else { Entry::Chip };
        let last_four = self.sumup.rng.digits(4);
        self.solo_takes_card(at, Card { brand, entry, last_four, pin_verified: !by_hand }, now);
        self.solo_asks_bank(at, now);
    }

    /// What the card is charged: amount and tip, in minor units.
    pub(super) fn solo_total(&self, at: usize) -> u64 {
        let Some(work) = self.sumup.solos[at].state.work.as_ref() else { return 0 };
        let amount = self.sumup.checkouts.get(work.checkout).map_or(0, |checkout| checkout.amount.minor);
        amount.saturating_add(work.tip_minor)
    }

    /// The reader has a card; from now on the cloud knows a transaction, as soon as it hears from the reader.
    pub(super) fn solo_takes_card(&mut self, at: usize, card: Card, now: Now) {
        if let Some(work) = self.sumup.solos[at].state.work.as_mut() {
            work.card = Some(card);
        }
        if self.sumup.solos[at].state.reachable() {
            self.open_record(at, now);
        }
    }

    pub(super) fn open_record(&mut self, at: usize, now: Now) {
        let total = self.solo_total(at);
        let Some(work) = self.sumup.solos[at].state.work.as_ref().filter(|work| work.record.is_none()) else {
            return;
        };
        let (Some(checkout), Some(card)) =
            (self.sumup.checkouts.get(work.checkout).cloned(), work.card.clone())
        else {
            return;
        };
        let tip_minor = work.tip_minor;
        let event = self.sumup.next_event();
        let record = Record {
            event,
            id: self.sumup.uuid(),
            code: format!("T{}", self.sumup.code(9)),
            client_transaction_id: checkout.client_transaction_id,
            foreign_transaction_id: checkout.foreign_transaction_id,
            amount: checkout.amount.with_minor(total),
            tip_minor,
            created: now.wall,
            modified: now.wall,
            status: SumupStatus::Pending,
            payment_type: PaymentType::Reader,
            serial: Some(checkout.serial),
            description: checkout.description,
            installments: checkout.installments,
            card,
            signed: false,
            auth_code: None,
            return_code: None,
            refunds: Vec::new(),
        };
        self.sumup.records.insert(record);
        if let Some(work) = self.sumup.solos[at].state.work.as_mut() {
            work.record = Some(event);
        }
    }

    pub(super) fn solo_asks_bank(&mut self, at: usize, now: Now) {
        let timings = self.rules.timings;
        if !self.sumup.solos[at].state.reachable() {
            if let Some(work) = self.sumup.solos[at].state.work.as_mut() {
                work.step = Step::Connecting;
                work.until = Some(now.moment.plus(timings.connecting));
            }
            return self.solo_changed(at, now);
        }
        self.open_record(at, now);
        let state = &mut self.sumup.solos[at].state;
        let Some(work) = state.work.as_mut() else { return };
        let lasts = match work.plan {
            Some(Outcome::ApproveAfter(count) | Outcome::NoAnswerFor(count)) => {
                timings.table_second.saturating_mul(u32::from(count))
            }
            _ => timings.processing,
        };
        work.step = Step::Processing;
        work.until = Some(now.moment.plus(lasts));
        self.solo_changed(at, now);
        let state = &mut self.sumup.solos[at].state;
        if state.work.as_ref().is_some_and(|work| work.plan == Some(Outcome::ApproveThenOffline)) {
            state.online = false;
        }
    }

    /// The checkout is over at the reader: money moves when approved, the cloud is told when it can be reached.
    pub(super) fn solo_finish(&mut self, at: usize, ending: SoloEnding, now: Now) {
        let approved = ending == SoloEnding::Approved;
        let auth_code = approved.then(|| self.sumup.rng.digits(6));
        let total = self.solo_total(at);
        let Some(work) = self.sumup.solos[at].state.work.as_ref() else { return };
        let record = work.record.and_then(|event| self.sumup.records.get(event));
        if let Some(record) = record.filter(|_| approved) {
            let reference = record.foreign_transaction_id.clone();
            self.ledger.push(Charge {
                transaction: record.id.clone(),
                merchant_order_reference: reference.unwrap_or_default(),
                terminal: self.sumup.solos[at].spec.serial.clone(),
                kind: Kind::Purchase,
                minor: total,
                currency: record.amount.currency.clone(),
                at: now.wall,
            });
        }
        let until = now.moment.plus(self.rules.timings.result_shown);
        if let Some(work) = self.sumup.solos[at].state.work.as_mut() {
            work.step = Step::Shown { ending, at: now.wall, auth_code, delivered: false };
            work.until = Some(until);
        }
        self.solo_reports(at, now);
        self.solo_changed(at, now);
    }

    /// Tells the cloud how it ended, when there is something to tell and a way to tell it.
    pub(super) fn solo_reports(&mut self, at: usize, now: Now) {
        let state = &mut self.sumup.solos[at].state;
        let reachable = state.reachable();
        let Some(work) = state.work.as_mut() else { return };
        let Step::Shown { ending, auth_code, delivered, .. } = &mut work.step else { return };
        if *delivered || !reachable {
            return;
        }
        *delivered = true;
        let (ending, auth_code, signed, card) = (*ending, auth_code.clone(), work.signed, work.card.clone());
        let (checkout, record) = (work.checkout, work.record);
        let (status, word) = match ending {
            SoloEnding::Approved => (SumupStatus::Successful, "successful"),
            SoloEnding::CancelledOnReader => (SumupStatus::Cancelled, "cancelled"),
            SoloEnding::Declined(_)
            | SoloEnding::Terminated
            | SoloEnding::TimedOut
            | SoloEnding::NoConnection
            | SoloEnding::NoAnswer
            | SoloEnding::SwitchedOff => (SumupStatus::Failed, "failed"),
        };
        let end = CheckoutEnd { status: word.to_owned(), reason: ending.reason().to_owned() };
        self.sumup.checkouts.end(checkout, end, now);
        let return_code = match ending {
            SoloEnding::Declined(code) => Some(code),
            _ => None,
        };
        if let Some(event) = record {
            self.sumup.records.change(event, |record| {
                record.status = status;
                record.modified = now.wall;
                record.auth_code = auth_code;
                record.return_code = return_code;
                record.signed = signed;
                record.card = card.unwrap_or_else(|| record.card.clone());
            });
        }
    }

    /// What the person at the Solo does.
    pub(crate) fn solo_act(&mut self, serial: &str, act: &SoloAct, now: Now) -> Result<(), SoloActError> {
        let at = self.solo_index(serial)?;
        let stage = self.sumup.solos[at].state.stage();
        let asks_cardholder = matches!(
            stage,
            SoloStage::SelectingTip
                | SoloStage::WaitingForCard
                | SoloStage::EnterPin
                | SoloStage::Sign
                | SoloStage::Connecting
        );
        match act {
            SoloAct::SelectTip { percent }
                if stage == SoloStage::SelectingTip && self.offers(at, *percent) =>
            {
                self.choose_tip(at, *percent, now);
            }
            SoloAct::PresentCard { brand, entry, verification } if stage == SoloStage::WaitingForCard => {
                self.hold_card_to_solo(at, (*brand, *entry, *verification), now);
            }
            SoloAct::EnterPin { pin } if stage == SoloStage::EnterPin => {
                self.enter_pin_at_solo(at, *pin, now)
            }
            SoloAct::Sign if stage == SoloStage::Sign => {
                if let Some(work) = self.sumup.solos[at].state.work.as_mut() {
                    work.signed = true;
                }
                self.solo_asks_bank(at, now);
            }
            SoloAct::Decline { code } if asks_cardholder || stage == SoloStage::Processing => {
                self.decline_at_solo(at, *code, now);
            }
            SoloAct::WalkAway if asks_cardholder => self.solo_finish(at, SoloEnding::TimedOut, now),
            SoloAct::CancelOnReader if asks_cardholder => {
                self.solo_finish(at, SoloEnding::CancelledOnReader, now);
            }
            SoloAct::SelectTip { .. }
            | SoloAct::PresentCard { .. }
            | SoloAct::EnterPin { .. }
            | SoloAct::Sign
            | SoloAct::Decline { .. }
            | SoloAct::WalkAway
            | SoloAct::CancelOnReader => return Err(SoloActError::NotNow(stage)),
            _ => self.handle_solo(at, act, stage, now)?,
        }
        self.solo_changed(at, now);
        Ok(())
    }
}
