//! The person at a Solo: the cardholder's part of a payment, and what is done to the device itself.

use super::device::{Link, SoloEnding, Step};
use super::{SoloAct, SoloActError, SoloStage, Verification};
use crate::card::Card;
use crate::clock::Now;
use crate::world::terminal::PIN_TRIES;
use crate::world::{Pin, UnknownTerminal, World};
use crate::{Brand, Entry, ResponseCode};

impl World {
    pub(super) fn solo_index(&self, serial: &str) -> Result<usize, UnknownTerminal> {
        let found = self.sumup.solos.iter().position(|solo| solo.spec.serial == serial);
        found.ok_or_else(|| UnknownTerminal(serial.to_owned()))
    }

    /// Whether the tip is one of the choices; none always is.
    pub(super) fn offers(&self, at: usize, percent: Option<u8>) -> bool {
        let work = self.sumup.solos[at].state.work.as_ref();
        let checkout = work.and_then(|work| self.sumup.checkouts.get(work.checkout));
        percent.is_none_or(|wanted| checkout.is_some_and(|checkout| checkout.tip_rates.contains(&wanted)))
    }

    pub(super) fn hold_card_to_solo(
        &mut self,
        at: usize,
        (brand, entry, verification): (Brand, Entry, Verification),
        now: Now,
    ) {
        let last_four = self.sumup.rng.digits(4);
        self.solo_takes_card(at, Card { brand, entry, last_four, pin_verified: false }, now);
        let above_limit = self.solo_total(at) > self.rules.contactless_limit_minor;
        let (pin, signature) = (self.rules.timings.pin_timeout, self.sumup.config.timings.signature);
        let Some(work) = self.sumup.solos[at].state.work.as_mut() else { return };
        work.plan = None;
        work.verification = verification;
        match verification {
            Verification::Signature => {
                work.step = Step::Signature;
                work.until = Some(now.moment.plus(signature));
            }
            Verification::ByRule if entry == Entry::Chip || above_limit => {
                work.step = Step::Pin;
                work.until = Some(now.moment.plus(pin));
            }
            Verification::ByRule | Verification::OnDevice => self.solo_asks_bank(at, now),
        }
    }

    pub(super) fn enter_pin_at_solo(&mut self, at: usize, pin: Pin, now: Now) {
        let patience = self.rules.timings.pin_timeout;
        let Some(work) = self.sumup.solos[at].state.work.as_mut() else { return };
        match pin {
            Pin::Right => {
                if let Some(card) = work.card.as_mut() {
                    card.pin_verified = true;
                }
                self.solo_asks_bank(at, now);
            }
            Pin::Wrong if work.wrong_pins + 1 >= PIN_TRIES => {
                work.refused = Some(ResponseCode::PIN_TRIES_EXCEEDED);
                self.solo_asks_bank(at, now);
            }
            Pin::Wrong => {
                work.wrong_pins += 1;
                work.until = Some(now.moment.plus(patience));
            }
        }
    }

    pub(super) fn decline_at_solo(&mut self, at: usize, code: ResponseCode, now: Now) {
        let without_card = |step: &Step| matches!(step, Step::Tip | Step::Card);
        let work = self.sumup.solos[at].state.work.as_ref();
        if work.is_some_and(|work| without_card(&work.step)) {
            let last_four = self.sumup.rng.digits(4);
            let (brand, entry) = (Brand::Visa, Entry::Contactless);
            self.solo_takes_card(at, Card { brand, entry, last_four, pin_verified: false }, now);
        }
        let Some(work) = self.sumup.solos[at].state.work.as_mut() else { return };
        work.plan = None;
        work.refused = Some(code);
        if work.step.asks_cardholder() {
            self.solo_asks_bank(at, now);
        }
    }

    /// What is done to the device, not to a payment on it.
    pub(super) fn handle_solo(
        &mut self,
        at: usize,
        act: &SoloAct,
        stage: SoloStage,
        now: Now,
    ) -> Result<(), SoloActError> {
        let state = &mut self.sumup.solos[at].state;
        let connected = matches!(state.link, Link::Connected { .. });
        match act {
            SoloAct::ShowPairingCode
                if state.reachable() && matches!(stage, SoloStage::LoggedOut | SoloStage::PairingCode) =>
            {
                self.show_pairing_code(at, now);
            }
            SoloAct::ConfirmPairing if stage == SoloStage::ConfirmPairing && state.online => {
                self.confirm_pairing(at, now);
            }
            SoloAct::Disconnect
                if matches!(stage, SoloStage::PairingCode | SoloStage::ConfirmPairing)
                    || (connected && matches!(stage, SoloStage::Idle | SoloStage::NoNetwork)) =>
            {
                self.disconnect(at, now);
            }
            SoloAct::UpdateFirmware if state.reachable() && stage == SoloStage::Idle => {
                let lasts = self.sumup.config.timings.firmware_update;
                self.sumup.solos[at].state.updating_until = Some(now.moment.plus(lasts));
            }
            SoloAct::SwitchOff => self.switch_solo_off(at, now),
            SoloAct::SwitchOn => {
                state.on = true;
                self.solo_reconnects(at, now);
            }
            SoloAct::LoseNetwork => state.online = false,
            SoloAct::RestoreNetwork => {
                state.online = true;
                self.solo_reconnects(at, now);
            }
            SoloAct::LoseNextCheckout => state.loses_next = true,
            SoloAct::SetBattery { percent } => state.battery_percent = (*percent).min(100),
            SoloAct::SetTemperature { celsius } => state.celsius = *celsius,
            SoloAct::ShowPairingCode
            | SoloAct::ConfirmPairing
            | SoloAct::Disconnect
            | SoloAct::UpdateFirmware
            | SoloAct::SelectTip { .. }
            | SoloAct::PresentCard { .. }
            | SoloAct::EnterPin { .. }
            | SoloAct::Sign
            | SoloAct::Decline { .. }
            | SoloAct::WalkAway
            | SoloAct::CancelOnReader => return Err(SoloActError::NotNow(stage)),
        }
        Ok(())
    }

    /// Off. What the bank is being asked goes on there; what the cardholder was being asked is over.
    pub(super) fn switch_solo_off(&mut self, at: usize, now: Now) {
        let state = &mut self.sumup.solos[at].state;
        state.on = false;
        state.updating_until = None;
        let ends = |step: &Step| step.asks_cardholder() || *step == Step::Connecting;
        if state.work.as_ref().is_some_and(|work| ends(&work.step)) {
            self.solo_finish(at, SoloEnding::SwitchedOff, now);
        }
        self.solo_changed(at, now);
    }

    /// The Solo hears the cloud again: it reports, or goes on to the bank.
    fn solo_reconnects(&mut self, at: usize, now: Now) {
        let state = &self.sumup.solos[at].state;
        let Some(work) = state.work.as_ref().filter(|_| state.reachable()) else { return };
        match work.step {
            Step::Pin | Step::Signature => self.open_record(at, now),
            Step::Connecting => self.solo_asks_bank(at, now),
            Step::Shown { .. } => self.solo_reports(at, now),
            Step::Tip | Step::Card | Step::Processing => {}
        }
    }
}
