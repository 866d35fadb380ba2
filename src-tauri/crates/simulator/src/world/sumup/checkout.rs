//! What the account does when a till asks for a checkout on a reader: take it, refuse it, stop it, tell about it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::device::{Inbox, Step, is_at_least};
use super::{ReaderStatus, SumupAmount};
use crate::clock::{Moment, Now};
use crate::sumup::BusyWindow;
use crate::world::World;

/// Checkouts that are remembered. The oldest finished ones are forgotten first.
const MAX_CHECKOUTS: usize = 2_000;
/// Firmware that takes checkouts, terminations, and tells its status (the vendor's description).
const CHECKOUT_SINCE: [u32; 4] = [3, 3, 24, 3];
const TERMINATE_SINCE: [u32; 4] = [3, 3, 28, 0];
const STATUS_SINCE: [u32; 4] = [3, 3, 39, 0];

/// A checkout as a till asks for it.
#[derive(Debug)]
pub(crate) struct NewCheckout {
    pub(crate) amount: SumupAmount,
    pub(crate) description: Option<String>,
    pub(crate) foreign_transaction_id: Option<String>,
    /// Per cent, ascending.
    pub(crate) tip_rates: Vec<u8>,
    pub(crate) tip_timeout_seconds: u16,
    pub(crate) installments: u8,
    pub(crate) card_type: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Checkout {
    pub(crate) number: u64,
    pub(crate) id: String,
    pub(crate) client_transaction_id: String,
    pub(crate) foreign_transaction_id: Option<String>,
    pub(crate) reader: String,
    pub(crate) serial: String,
    pub(crate) firmware: String,
    pub(crate) amount: SumupAmount,
    pub(crate) description: Option<String>,
    pub(crate) tip_rates: Vec<u8>,
    pub(crate) tip_timeout_seconds: u16,
    pub(crate) installments: u8,
    pub(crate) card_type: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) valid_until: Timestamp,
    /// When it counts as lost, as long as it has not reached the reader.
    pub(super) lost_at: Option<Moment>,
    pub(crate) end: Option<CheckoutEnd>,
}

/// How a checkout ended, in the account's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CheckoutEnd {
    /// `successful`, `failed`, `cancelled`.
    pub(crate) status: String,
    /// Empty after a success.
    pub(crate) reason: String,
}

/// Why a checkout or a termination was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckoutRefusal {
    NoReader,
    Offline,
    Busy,
}

/// The vendor's words for what a reader does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ReaderState {
    Idle,
    SelectingTip,
    WaitingForCard,
    WaitingForPin,
    WaitingForSignature,
    UpdatingFirmware,
}

/// The last known status of a reader.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    pub(crate) status: &'static str,
    pub(crate) state: ReaderState,
    pub(crate) battery_level: u8,
    pub(crate) battery_temperature: i8,
    pub(crate) connection_type: &'static str,
    pub(crate) firmware_version: String,
    pub(crate) last_activity: String,
}

#[derive(Debug, Default)]
pub(super) struct Checkouts {
    by_number: BTreeMap<u64, Checkout>,
    waiting: BTreeSet<(Moment, u64)>,
    pub(super) changed: BTreeSet<u64>,
}

impl Checkouts {
    pub(super) fn of(saved: Vec<Checkout>) -> Self {
        let mut checkouts = Self::default();
        for checkout in saved {
            checkouts.insert(checkout);
        }
        checkouts
    }

    fn insert(&mut self, checkout: Checkout) {
        let number = checkout.number;
        if let Some(at) = checkout.lost_at {
            self.waiting.insert((at, number));
        }
        self.by_number.insert(number, checkout);
        self.changed.insert(number);
        while self.by_number.len() > MAX_CHECKOUTS {
            let ended = |checkout: &&Checkout| checkout.end.is_some();
            let Some(oldest) = self.by_number.values().find(ended).map(|oldest| oldest.number) else {
                return;
            };
            self.by_number.remove(&oldest);
            self.changed.remove(&oldest);
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&Checkout> {
        self.by_number.get(&number)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Checkout> {
        self.by_number.values()
    }

    pub(super) fn first_lost(&self) -> Option<(Moment, u64)> {
        self.waiting.first().copied()
    }

    /// It is on the reader's screen, or it never will be.
    pub(super) fn no_longer_waits(&mut self, number: u64) {
        if let Some(checkout) = self.by_number.get_mut(&number)
            && let Some(at) = checkout.lost_at.take()
        {
            self.waiting.remove(&(at, number));
            self.changed.insert(number);
        }
    }

    pub(super) fn end(&mut self, number: u64, end: CheckoutEnd, now: Now) {
        self.no_longer_waits(number);
        if let Some(checkout) = self.by_number.get_mut(&number).filter(|checkout| checkout.end.is_none()) {
            checkout.end = Some(end);
            checkout.updated = now.wall;
            self.changed.insert(number);
        }
    }
}

impl World {
    /// Takes a checkout for a reader.
    pub(crate) fn checkout(
        &mut self,
        reader: &str,
        new: NewCheckout,
        now: Now,
    ) -> Result<Checkout, CheckoutRefusal> {
        let at = self.connected_solo(reader, CHECKOUT_SINCE)?;
        if self.is_busy(reader, at, now) {
            return Err(CheckoutRefusal::Busy);
        }
        let timings = self.sumup.config.timings;
        let sumup = &mut self.sumup;
        let lasts = SignedDuration::try_from(timings.busy).unwrap_or(SignedDuration::ZERO);
        let checkout = Checkout {
            number: sumup.next_event(),
            id: sumup.uuid(),
            client_transaction_id: sumup.uuid(),
            foreign_transaction_id: new.foreign_transaction_id,
            reader: reader.to_owned(),
            serial: sumup.solos[at].spec.serial.clone(),
            firmware: sumup.solos[at].state.firmware.clone(),
            amount: new.amount,
            description: new.description,
            tip_rates: new.tip_rates,
            tip_timeout_seconds: new.tip_timeout_seconds,
            installments: new.installments,
            card_type: new.card_type,
            created: now.wall,
            updated: now.wall,
            valid_until: now.wall.checked_add(lasts).unwrap_or(now.wall),
            lost_at: Some(now.moment.plus(timings.busy)),
            end: None,
        };
        if let Some(reader) = sumup.readers.iter_mut().find(|known| known.id == reader) {
            reader.busy_until = Some(now.moment.plus(timings.busy));
        }
        let arrives = now.moment.plus(timings.delivery);
        sumup.solos[at].state.inbox = Some(Inbox { checkout: checkout.number, arrives });
        sumup.checkouts.insert(checkout.clone());
        self.solo_changed(at, now);
        Ok(checkout)
    }

    /// Sends a termination to the reader: whatever it shows then ends, when it asks the cardholder for something.
    pub(crate) fn terminate(&mut self, reader: &str, now: Now) -> Result<(), CheckoutRefusal> {
        let at = self.connected_solo(reader, TERMINATE_SINCE)?;
        let arrives = now.moment.plus(self.sumup.config.timings.termination);
        self.sumup.solos[at].state.terminate_at = Some(arrives);
        self.solo_changed(at, now);
        Ok(())
    }

    /// The last known status. None: no such reader, or its firmware tells none.
    pub(crate) fn reader_status(&self, reader: &str) -> Option<Told> {
        let known = self.reader(reader).ok()?;
        let solo = self.sumup.solos.iter().find(|solo| solo.spec.serial == known.serial)?;
        let state = &solo.state;
        if !is_at_least(&state.firmware, STATUS_SINCE) {
            return None;
        }
        let online = state.reachable() && state.is_connected_to(reader);
        let heard = state.heard;
        Some(Told {
            status: if online { "ONLINE" } else { "OFFLINE" },
            state: heard.map_or(ReaderState::Idle, |heard| heard.state),
            battery_level: state.battery_percent,
            battery_temperature: state.celsius,
            connection_type: "Wi-Fi",
            firmware_version: state.firmware.clone(),
            last_activity: format!("{:.3}", heard.map_or(known.updated, |heard| heard.at)),
        })
    }

    pub(crate) fn reader_checkout(&self, reader: &str, id: &str) -> Option<&Checkout> {
        self.sumup.checkouts.iter().rev().find(|checkout| checkout.id == id && checkout.reader == reader)
    }

    /// The device behind a reader that can be spoken to.
    fn connected_solo(&self, reader: &str, firmware: [u32; 4]) -> Result<usize, CheckoutRefusal> {
        let known = self.reader(reader).map_err(|_| CheckoutRefusal::NoReader)?;
        let at = self.sumup.solos.iter().position(|solo| solo.spec.serial == known.serial);
        let at = at.ok_or(CheckoutRefusal::NoReader)?;
        let state = &self.sumup.solos[at].state;
        let hears =
            state.reachable() && state.is_connected_to(reader) && is_at_least(&state.firmware, firmware);
        if known.status == ReaderStatus::Paired && hears { Ok(at) } else { Err(CheckoutRefusal::Offline) }
    }

    fn is_busy(&self, reader: &str, at: usize, now: Now) -> bool {
        let solo = &self.sumup.solos[at];
        let last = self.sumup.checkouts.iter().rev().find(|checkout| checkout.serial == solo.spec.serial);
        let under_way = last.is_some_and(|last| last.end.is_none());
        let shows = solo.state.work.as_ref().is_some_and(|work| !matches!(work.step, Step::Shown { .. }));
        under_way || shows || solo.state.updating_until.is_some() || self.busy_for(reader, now).is_some()
    }

    /// How long another checkout will be refused only because one was accepted.
    pub(super) fn busy_for(&self, reader: &str, now: Now) -> Option<std::time::Duration> {
        let until = self.reader(reader).ok()?.busy_until?;
        let left = until.since(now.moment);
        (self.sumup.config.busy == BusyWindow::Whole && !left.is_zero()).then_some(left)
    }
}
