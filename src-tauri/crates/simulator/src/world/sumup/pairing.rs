//! Readers of the account: pairing, naming, deleting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::device::Link;
use super::{MAX_READERS, code, uuid};
use crate::clock::Now;
use crate::rng::Rng;
use crate::world::World;
use crate::{Clock, Config, Decision};

/// A device as the account knows it. A new one each time it is paired.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reader {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) serial: String,
    pub(crate) model: String,
    pub(crate) metadata: Option<Map<String, Value>>,
    pub(crate) status: ReaderStatus,
    pub(crate) service_account: String,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// Until then no other checkout is taken.
    #[serde(default)]
    pub(crate) busy_until: Option<crate::clock::Moment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReaderStatus {
    Processing,
    Paired,
    Expired,
}

/// Why a pairing code was of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PairRefusal {
    /// No device shows it.
    Unknown,
    /// It was used already.
    NotPending,
}

/// The account has no such reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoReader;

impl Reader {
    fn new(name: &str, serial: &str, model: &str, now: Timestamp, rng: &mut Rng) -> Self {
        Self {
            id: format!("rdr_{}", code(rng, 26)),
            name: name.to_owned(),
            serial: serial.to_owned(),
            model: model.to_owned(),
            metadata: None,
            status: ReaderStatus::Processing,
            service_account: uuid(rng),
            created: now,
            updated: now,
            busy_until: None,
        }
    }

    /// One that was paired before the account began.
    pub(super) fn paired(name: &str, serial: &str, config: &Config, rng: &mut Rng) -> Self {
        let now = match config.clock {
            Clock::System => Timestamp::now(),
            Clock::StartingAt(start) => start,
        };
        let spec = config.sumup.solos.iter().find(|spec| spec.serial == serial);
        let model = spec.map_or("solo", |spec| spec.model.as_str());
        Self { status: ReaderStatus::Paired, ..Self::new(name, serial, model, now, rng) }
    }
}

impl World {
    /// Uses a pairing code. The device's person has to agree; when nobody decides for it, it agrees by itself.
    pub(crate) fn pair(
        &mut self,
        pairing_code: &str,
        name: &str,
        metadata: Option<Map<String, Value>>,
        now: Now,
    ) -> Result<Reader, PairRefusal> {
        let by_itself = self.decision != Decision::Person;
        let lasts = self.sumup.config.timings.pairing;
        let agrees_after = self.rules.timings.automatic_card;
        let sumup = &mut self.sumup;
        let shows = |code: Option<&str>| code.is_some_and(|code| code.eq_ignore_ascii_case(pairing_code));
        let at = sumup.solos.iter().position(|solo| shows(solo.state.link.code()));
        let at = at.ok_or(PairRefusal::Unknown)?;
        let Link::Code { code, .. } = sumup.solos[at].state.link.clone() else {
            return Err(PairRefusal::NotPending);
        };
        if !sumup.solos[at].state.reachable() {
            return Err(PairRefusal::Unknown);
        }
        let spec = &sumup.solos[at].spec;
        let mut reader = Reader::new(name, &spec.serial, &spec.model, now.wall, &mut sumup.rng);
        reader.metadata = metadata;
        for other in sumup.readers.iter_mut().filter(|other| other.serial == reader.serial) {
            other.status = ReaderStatus::Expired;
            other.updated = now.wall;
        }
        sumup.readers.push(reader.clone());
        if sumup.readers.len() > MAX_READERS {
            sumup.readers.remove(0);
        }
        let until = now.moment.plus(if by_itself { agrees_after } else { lasts });
        sumup.solos[at].state.link = Link::Confirm { code, reader: reader.id.clone(), until, by_itself };
        sumup.changed = true;
        self.solo_changed(at, now);
        Ok(reader)
    }

    pub(crate) fn reader(&self, id: &str) -> Result<&Reader, NoReader> {
        self.sumup.readers.iter().find(|reader| reader.id == id).ok_or(NoReader)
    }

    /// Changes a name, all metadata, or both.
    pub(crate) fn rename_reader(
        &mut self,
        id: &str,
        name: Option<String>,
        metadata: Option<Map<String, Value>>,
        now: Now,
    ) -> Result<Reader, NoReader> {
        let reader = self.sumup.readers.iter_mut().find(|reader| reader.id == id).ok_or(NoReader)?;
        reader.name = name.unwrap_or_else(|| std::mem::take(&mut reader.name));
        reader.metadata = metadata.or_else(|| reader.metadata.take());
        reader.updated = now.wall;
        let reader = reader.clone();
        self.sumup.changed = true;
        self.revision += 1;
        Ok(reader)
    }

    /// Removes a reader. The device does not learn of it: it must be disconnected by hand.
    pub(crate) fn delete_reader(&mut self, id: &str) -> Result<(), NoReader> {
        let place = self.sumup.readers.iter().position(|reader| reader.id == id).ok_or(NoReader)?;
        self.sumup.readers.remove(place);
        self.sumup.changed = true;
        self.revision += 1;
        Ok(())
    }

    pub(super) fn show_pairing_code(&mut self, at: usize, now: Now) {
        let until = now.moment.plus(self.sumup.config.timings.pairing);
        // Eight or nine characters, as the vendor's description says.
        let length = 8 + usize::try_from(self.sumup.rng.below(2)).unwrap_or(0);
        let code = self.sumup.code(length);
        self.sumup.solos[at].state.link = Link::Code { code, until };
    }

    pub(super) fn confirm_pairing(&mut self, at: usize, now: Now) {
        let state = &mut self.sumup.solos[at].state;
        let Link::Confirm { code, reader, .. } = state.link.clone() else { return };
        state.link = Link::Connected { reader: reader.clone(), code: Some(code) };
        self.set_reader_status(&reader, ReaderStatus::Paired, now);
    }

    pub(super) fn disconnect(&mut self, at: usize, now: Now) {
        let state = &mut self.sumup.solos[at].state;
        let link = std::mem::replace(&mut state.link, Link::LoggedOut);
        state.inbox = None;
        if let Link::Confirm { reader, .. } = link {
            self.set_reader_status(&reader, ReaderStatus::Expired, now);
        }
    }

    /// The code's or the question's time is over.
    pub(super) fn pairing_ends(&mut self, at: usize, now: Now) {
        match self.sumup.solos[at].state.link {
            Link::Confirm { by_itself: true, .. } => self.confirm_pairing(at, now),
            Link::Confirm { .. } | Link::Code { .. } => self.disconnect(at, now),
            Link::LoggedOut | Link::Connected { .. } => {}
        }
        self.solo_changed(at, now);
    }

    fn set_reader_status(&mut self, id: &str, status: ReaderStatus, now: Now) {
        if let Some(reader) = self.sumup.readers.iter_mut().find(|reader| reader.id == id) {
            reader.status = status;
            reader.updated = now.wall;
            self.sumup.changed = true;
        }
    }
}
