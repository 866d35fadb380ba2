//! The SumUp account: readers, checkouts, transactions, hosted checkouts. Like the rest of the world it has no sockets
//! and no clock; its numbers come from a generator of its own, so that it does not change the other system's.

mod amount;
mod checkout;
mod device;
mod hands;
mod hosted;
mod money_back;
mod pairing;
mod record;
mod run;
mod saved;
mod show;
mod view;

use std::collections::VecDeque;

use crate::clock::Moment;
use crate::rng::Rng;
use crate::sumup::SumupConfig;
use crate::{Config, Outcome};

pub(crate) use amount::{SumupAmount, is_currency};
pub(crate) use checkout::{Checkout, CheckoutEnd, CheckoutRefusal, NewCheckout};
pub(crate) use hosted::{Hosted, HostedRefusal, NewHosted};
pub use money_back::RefundEventStatus;
pub(crate) use money_back::{Refund, RefundDenied};
pub(crate) use pairing::{NoReader, PairRefusal, Reader, ReaderStatus};
pub(crate) use record::{PaymentType, Record};
pub(crate) use saved::SavedSumup;
pub use view::*;

use checkout::Checkouts;
use device::Solo;
use hosted::HostedCheckouts;
use record::Records;

/// Letters of reader ids, transaction codes and pairing codes: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Readers an account may have at the same time.
const MAX_READERS: usize = 200;

#[derive(Debug)]
pub(crate) struct Sumup {
    pub(crate) config: SumupConfig,
    pub(crate) api_key: Option<String>,
    pub(crate) readers: Vec<Reader>,
    pub(crate) records: Records,
    checkouts: Checkouts,
    hosted: HostedCheckouts,
    solos: Vec<Solo>,
    rng: Rng,
    /// The last number given to a transaction's event.
    last_event: u64,
    /// Readers, key or numbers differ from what is saved.
    changed: bool,
}

/// Something that happens by itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum SumupDue {
    Pairing(usize),
    Delivery(usize),
    Lost(u64),
    Termination(usize),
    Firmware(usize),
    StepEnds(usize),
}

impl Sumup {
    pub(super) fn new(config: &Config, saved: SavedSumup) -> Self {
        let mut rng = saved.rng.unwrap_or_else(|| Rng::seeded(config.seed ^ 0x5375_6d55_7021_0000));
        let known = saved.readers.is_some();
        let mut readers = saved.readers.unwrap_or_default();
        let mut remembered = saved.solos;
        let mut solos = Vec::with_capacity(config.sumup.solos.len());
        for spec in &config.sumup.solos {
            let place = remembered.iter().position(|saved| saved.serial == spec.serial);
            let state = match place {
                Some(place) => remembered.swap_remove(place).state,
                None => device::SoloState::new(spec, &mut rng),
            };
            let mut solo = Solo { spec: spec.clone(), state, script: VecDeque::new(), changed: true };
            if let Some(name) = spec.starts_paired_as.as_ref().filter(|_| place.is_none() && !known) {
                let reader = Reader::paired(name, &spec.serial, config, &mut rng);
                solo.state.link = device::Link::Connected { reader: reader.id.clone(), code: None };
                readers.push(reader);
            }
            solos.push(solo);
        }
        let checkouts = Checkouts::of(saved.checkouts);
        for solo in &mut solos {
            solo.forget_unknown(&checkouts);
        }
        Self {
            config: config.sumup.clone(),
            api_key: saved.api_key,
            readers,
            records: Records::of(saved.records),
            checkouts,
            hosted: HostedCheckouts::of(saved.hosted),
            solos,
            rng,
            last_event: saved.last_event.unwrap_or(1_000_000),
            changed: true,
        }
    }

    pub(super) fn first_due(&self) -> Option<(Moment, SumupDue)> {
        let solos = self.solos.iter().enumerate().flat_map(|(at, solo)| {
            let state = &solo.state;
            let step = state.work.as_ref().and_then(|work| work.until);
            [
                state.link.until().map(|moment| (moment, SumupDue::Pairing(at))),
                state.deliver_at().map(|moment| (moment, SumupDue::Delivery(at))),
                state.terminate_at.map(|moment| (moment, SumupDue::Termination(at))),
                state.updating_until.map(|moment| (moment, SumupDue::Firmware(at))),
                step.map(|moment| (moment, SumupDue::StepEnds(at))),
            ]
            .into_iter()
            .flatten()
        });
        let lost = self.checkouts.first_lost().map(|(moment, number)| (moment, SumupDue::Lost(number)));
        solos.chain(lost).min_by_key(|(moment, _)| *moment)
    }

    /// Replaces the outcomes of one Solo. False: there is none with this serial.
    pub(super) fn set_script(&mut self, serial: &str, outcomes: &VecDeque<Outcome>) -> bool {
        let found = self.solos.iter_mut().find(|solo| solo.spec.serial == serial);
        found.map(|solo| solo.script.clone_from(outcomes)).is_some()
    }

    pub(super) fn next_event(&mut self) -> u64 {
        self.last_event += 1;
        self.changed = true;
        self.last_event
    }

    pub(super) fn uuid(&mut self) -> String {
        uuid(&mut self.rng)
    }

    pub(super) fn code(&mut self, count: usize) -> String {
        code(&mut self.rng, count)
    }

    /// The key the account is opened with: the configured one, else the remembered one, else `fresh`.
    pub(crate) fn open<E>(&mut self, fresh: impl FnOnce() -> Result<String, E>) -> Result<String, E> {
        let known = self.config.api_key.clone().or_else(|| self.api_key.clone());
        let key = known.map_or_else(fresh, Ok)?;
        self.api_key = Some(key.clone());
        self.changed = true;
        Ok(key)
    }
}

/// In the form of a random UUID (RFC 9562, version 4).
pub(super) fn uuid(rng: &mut Rng) -> String {
    let (high, low) = (rng.next(), rng.next());
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    let (high, low) = (format!("{high:016x}"), format!("{low:016x}"));
    format!("{}-{}-{}-{}-{}", &high[..8], &high[8..12], &high[12..], &low[..4], &low[4..])
}

pub(super) fn code(rng: &mut Rng, count: usize) -> String {
    let mut letter = || char::from(LETTERS[usize::try_from(rng.below(32)).unwrap_or(0)]);
    (0..count).map(|_| letter()).collect()
}
