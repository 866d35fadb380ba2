//! What of the SumUp account survives the death of the process.

use serde::{Deserialize, Serialize};

use super::device::SoloState;
use super::{Checkout, Hosted, Reader, Record, Sumup};
use crate::rng::Rng;

/// Changes that belong together, or everything.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SavedSumup {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rng: Option<Rng>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) api_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_event: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) readers: Option<Vec<Reader>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) solos: Vec<SavedSolo>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) checkouts: Vec<Checkout>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) records: Vec<Record>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hosted: Vec<Hosted>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SavedSolo {
    pub(super) serial: String,
    pub(super) state: SoloState,
}

impl SavedSumup {
    /// This, and then what `later` says.
    pub(crate) fn then(&mut self, later: Self) {
        self.rng = later.rng.or(self.rng);
        self.api_key = later.api_key.or(self.api_key.take());
        self.last_event = later.last_event.or(self.last_event);
        self.readers = later.readers.or(self.readers.take());
        replace(&mut self.solos, later.solos, |one, other| one.serial == other.serial);
        replace(&mut self.checkouts, later.checkouts, |one, other| one.number == other.number);
        replace(&mut self.records, later.records, |one, other| one.event == other.event);
        replace(&mut self.hosted, later.hosted, |one, other| one.number == other.number);
    }
}

/// Changes are nearly always to the newest, so the end is looked at first.
fn replace<T>(known: &mut Vec<T>, later: Vec<T>, same: impl Fn(&T, &T) -> bool) {
    for item in later {
        match known.iter_mut().rev().find(|one| same(one, &item)) {
            Some(one) => *one = item,
            None => known.push(item),
        }
    }
}

impl Sumup {
    pub(in crate::world) fn has_unsaved_changes(&self) -> bool {
        self.changed
            || !self.records.changed.is_empty()
            || !self.checkouts.changed.is_empty()
            || !self.hosted.changed.is_empty()
            || self.solos.iter().any(|solo| solo.changed)
    }

    /// Everything that changed since the last call of [`Sumup::mark_saved`]. None: nothing.
    pub(in crate::world) fn changes(&self) -> Option<SavedSumup> {
        self.has_unsaved_changes().then(|| SavedSumup {
            solos: self.saved_solos(|changed| changed),
            checkouts: picked(&self.checkouts.changed, |number| self.checkouts.get(number)),
            records: picked(&self.records.changed, |event| self.records.get(event)),
            hosted: picked(&self.hosted.changed, |number| self.hosted.get(number)),
            ..self.small_parts()
        })
    }

    pub(in crate::world) fn everything(&self) -> SavedSumup {
        SavedSumup {
            solos: self.saved_solos(|_| true),
            checkouts: self.checkouts.iter().cloned().collect(),
            records: self.records.iter().cloned().collect(),
            hosted: self.hosted.iter().cloned().collect(),
            readers: Some(self.readers.clone()),
            ..self.small_parts()
        }
    }

    fn small_parts(&self) -> SavedSumup {
        SavedSumup {
            rng: Some(self.rng),
            api_key: self.api_key.clone(),
            last_event: Some(self.last_event),
            readers: self.changed.then(|| self.readers.clone()),
            ..SavedSumup::default()
        }
    }

    fn saved_solos(&self, wanted: impl Fn(bool) -> bool) -> Vec<SavedSolo> {
        let wanted = self.solos.iter().filter(|solo| wanted(solo.changed));
        wanted.map(|solo| SavedSolo { serial: solo.spec.serial.clone(), state: solo.state.clone() }).collect()
    }

    pub(in crate::world) fn mark_saved(&mut self) {
        self.changed = false;
        self.records.changed.clear();
        self.checkouts.changed.clear();
        self.hosted.changed.clear();
        for solo in &mut self.solos {
            solo.changed = false;
        }
    }
}

fn picked<'a, T: Clone + 'a>(
    changed: &std::collections::BTreeSet<u64>,
    get: impl Fn(u64) -> Option<&'a T>,
) -> Vec<T> {
    changed.iter().filter_map(|number| get(*number)).cloned().collect()
}
