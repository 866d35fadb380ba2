//! What the outside is shown of Solos and transactions.

use super::device::{Link, Solo, SoloEnding, Step};
use super::{SoloLink, SoloSnapshot, SoloStage, SumupTransactionSnapshot, TipChoice};
use crate::clock::{Now, whole_millis};
use crate::world::terminal::PIN_TRIES;
use crate::world::{UnknownTerminal, World};

impl World {
    pub(crate) fn solo_snapshots(&self, now: Now) -> Vec<SoloSnapshot> {
        self.sumup.solos.iter().map(|solo| self.solo_snapshot_of(solo, now)).collect()
    }

    pub(crate) fn solo_snapshot(&self, serial: &str, now: Now) -> Result<SoloSnapshot, UnknownTerminal> {
        self.solo_index(serial).map(|at| self.solo_snapshot_of(&self.sumup.solos[at], now))
    }

    pub(crate) fn sumup_snapshots(&self) -> Vec<SumupTransactionSnapshot> {
        self.sumup.records.iter().map(super::Record::snapshot).collect()
    }

    fn solo_snapshot_of(&self, solo: &Solo, now: Now) -> SoloSnapshot {
        let state = &solo.state;
        let work = state.work.as_ref();
        let checkout = work.and_then(|work| self.sumup.checkouts.get(work.checkout));
        let card = work.and_then(|work| work.card.as_ref());
        let stage = state.stage();
        let (link, reader) = self.link_of(&state.link);
        let until = state.updating_until.or_else(|| match work {
            Some(work) => work.until,
            None => state.link.until(),
        });
        let tip = work.zip(checkout).filter(|(work, _)| work.step != Step::Tip);
        SoloSnapshot {
            serial: solo.spec.serial.clone(),
            model: solo.spec.model.clone(),
            stage,
            stage_ends_in_ms: until.map(|until| whole_millis(until.since(now.moment))),
            on: state.on,
            online: state.online,
            battery_percent: state.battery_percent,
            celsius: state.celsius,
            firmware: state.firmware.clone(),
            link,
            pairing_code: match &state.link {
                Link::Code { code, .. } | Link::Confirm { code, .. } => Some(code.clone()),
                Link::LoggedOut | Link::Connected { .. } => None,
            },
            reader_name: reader.and_then(|id| self.reader(id).ok()).map(|reader| reader.name.clone()),
            busy_for_ms: reader.and_then(|id| self.busy_for(id, now)).map(whole_millis),
            reader: reader.map(str::to_owned),
            work_waits: state.inbox.is_some(),
            client_transaction_id: checkout.map(|checkout| checkout.client_transaction_id.clone()),
            foreign_transaction_id: checkout.and_then(|checkout| checkout.foreign_transaction_id.clone()),
            description: checkout.and_then(|checkout| checkout.description.clone()),
            amount: checkout.map(|checkout| checkout.amount.view()),
            tip: tip.map(|(work, checkout)| checkout.amount.with_minor(work.tip_minor).view()),
            total: tip.map(|(work, checkout)| {
                checkout.amount.with_minor(checkout.amount.minor.saturating_add(work.tip_minor)).view()
            }),
            tip_choices: checkout.filter(|_| stage == SoloStage::SelectingTip).map_or_else(Vec::new, choices),
            brand: card.map(|card| card.brand),
            entry: card.map(|card| card.entry),
            pin_tries_left: work
                .filter(|_| stage == SoloStage::EnterPin)
                .map(|work| PIN_TRIES.saturating_sub(work.wrong_pins)),
            response_code: work.and_then(|work| match work.step {
                Step::Shown { ending: SoloEnding::Declined(code), .. } => Some(code),
                _ => None,
            }),
        }
    }

    fn link_of<'a>(&self, link: &'a Link) -> (SoloLink, Option<&'a str>) {
        match link {
            Link::LoggedOut => (SoloLink::LoggedOut, None),
            Link::Code { .. } => (SoloLink::Code, None),
            Link::Confirm { reader, .. } => (SoloLink::Confirm, Some(reader)),
            Link::Connected { reader, .. } if self.reader(reader).is_err() => {
                (SoloLink::Deleted, Some(reader))
            }
            Link::Connected { reader, .. } => (SoloLink::Connected, Some(reader)),
        }
    }
}

fn choices(checkout: &super::Checkout) -> Vec<TipChoice> {
    let choice = |percent: &u8| TipChoice {
        percent: *percent,
        tip: checkout.amount.with_minor(checkout.amount.percent(*percent)).view(),
    };
    checkout.tip_rates.iter().map(choice).collect()
}
