//! A virtual Solo: its conditions and the checkout it is busy with.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::checkout::{Checkouts, ReaderState};
use super::{SoloStage, Verification};
use crate::card::Card;
use crate::clock::Moment;
use crate::rng::Rng;
use crate::sumup::SoloSpec;
use crate::{Outcome, ResponseCode};

#[derive(Debug)]
pub(super) struct Solo {
    pub(super) spec: SoloSpec,
    pub(super) state: SoloState,
    pub(super) script: VecDeque<Outcome>,
    pub(super) changed: bool,
}

/// What survives a restart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SoloState {
    pub(super) on: bool,
    pub(super) online: bool,
    pub(super) battery_percent: u8,
    pub(super) celsius: i8,
    pub(super) firmware: String,
    pub(super) link: Link,
    /// A checkout on its way here.
    pub(super) inbox: Option<Inbox>,
    pub(super) work: Option<Work>,
    pub(super) terminate_at: Option<Moment>,
    pub(super) updating_until: Option<Moment>,
    pub(super) loses_next: bool,
    /// When the cloud last heard from it, and what it said.
    pub(super) heard: Option<Heard>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Heard {
    pub(super) at: Timestamp,
    pub(super) state: ReaderState,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Inbox {
    pub(super) checkout: u64,
    pub(super) arrives: Moment,
}

/// How it stands to the account, as the device sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Link {
    LoggedOut,
    Code { code: String, until: Moment },
    Confirm { code: String, reader: String, until: Moment, by_itself: bool },
    Connected { reader: String, code: Option<String> },
}

impl Link {
    pub(super) const fn until(&self) -> Option<Moment> {
        match self {
            Self::Code { until, .. } | Self::Confirm { until, .. } => Some(*until),
            Self::LoggedOut | Self::Connected { .. } => None,
        }
    }

    /// The pairing code it shows or was paired with.
    pub(super) fn code(&self) -> Option<&str> {
        match self {
            Self::Code { code, .. } | Self::Confirm { code, .. } => Some(code),
            Self::Connected { code, .. } => code.as_deref(),
            Self::LoggedOut => None,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Work {
    pub(super) checkout: u64,
    pub(super) step: Step,
    /// When the step ends by itself.
    pub(super) until: Option<Moment>,
    /// How it goes when nobody stands at the reader. None: a person does.
    pub(super) plan: Option<Outcome>,
    pub(super) tip_minor: u64,
    pub(super) card: Option<Card>,
    pub(super) verification: Verification,
    pub(super) signed: bool,
    pub(super) wrong_pins: u8,
    /// The bank will refuse.
    pub(super) refused: Option<ResponseCode>,
    /// The transaction, once the cloud has heard of a card.
    pub(super) record: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    Tip,
    Card,
    Pin,
    Signature,
    Connecting,
    Processing,
    Shown { ending: SoloEnding, at: Timestamp, auth_code: Option<String>, delivered: bool },
}

impl Step {
    /// The reader waits for the cardholder: it can be terminated.
    pub(super) const fn asks_cardholder(&self) -> bool {
        matches!(self, Self::Tip | Self::Card | Self::Pin | Self::Signature)
    }
}

/// How a checkout ended at the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum SoloEnding {
    Approved,
    Declined(ResponseCode),
    CancelledOnReader,
    Terminated,
    TimedOut,
    NoConnection,
    NoAnswer,
    SwitchedOff,
}

impl SoloEnding {
    const fn stage(self) -> SoloStage {
        match self {
            Self::Approved => SoloStage::Approved,
            Self::Declined(_) => SoloStage::Declined,
            Self::CancelledOnReader
            | Self::Terminated
            | Self::TimedOut
            | Self::NoConnection
            | Self::NoAnswer
            | Self::SwitchedOff => SoloStage::Cancelled,
        }
    }

    /// What the account says about a checkout that ended so.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::Approved => "",
            Self::Declined(_) => "DECLINED",
            Self::CancelledOnReader => "CANCELLED_ON_READER",
            Self::Terminated => "TERMINATED",
            Self::TimedOut => "TIMEOUT",
            Self::NoConnection => "NO_CONNECTION",
            Self::NoAnswer => "NO_ANSWER",
            Self::SwitchedOff => "READER_OFFLINE",
        }
    }
}

impl Solo {
    /// Drops work on checkouts that the account has forgotten.
    pub(super) fn forget_unknown(&mut self, checkouts: &Checkouts) {
        let known = |number: u64| checkouts.get(number).is_some();
        self.state.inbox = self.state.inbox.filter(|inbox| known(inbox.checkout));
        self.state.work = self.state.work.take().filter(|work| known(work.checkout));
    }
}

impl SoloState {
    pub(super) fn new(spec: &SoloSpec, rng: &mut Rng) -> Self {
        Self {
            on: spec.starts_on,
            online: true,
            battery_percent: u8::try_from(60 + rng.below(40)).unwrap_or(80),
            celsius: i8::try_from(24 + rng.below(10)).unwrap_or(25),
            firmware: spec.firmware.clone(),
            link: Link::LoggedOut,
            inbox: None,
            work: None,
            terminate_at: None,
            updating_until: None,
            loses_next: false,
            heard: None,
        }
    }

    /// On and connected to a network.
    pub(super) const fn reachable(&self) -> bool {
        self.on && self.online
    }

    /// When the checkout on its way appears; not while there is no way.
    pub(super) fn deliver_at(&self) -> Option<Moment> {
        let takes = self.reachable() && self.work.is_none() && self.updating_until.is_none();
        self.inbox.filter(|_| takes).map(|inbox| inbox.arrives)
    }

    pub(super) fn is_connected_to(&self, reader: &str) -> bool {
        matches!(&self.link, Link::Connected { reader: connected, .. } if connected == reader)
    }

    pub(super) fn stage(&self) -> SoloStage {
        if !self.on {
            return SoloStage::Off;
        }
        if self.updating_until.is_some() {
            return SoloStage::UpdatingFirmware;
        }
        match (&self.work, &self.link) {
            (Some(work), _) => match &work.step {
                Step::Tip => SoloStage::SelectingTip,
                Step::Card => SoloStage::WaitingForCard,
                Step::Pin => SoloStage::EnterPin,
                Step::Signature => SoloStage::Sign,
                Step::Connecting => SoloStage::Connecting,
                Step::Processing => SoloStage::Processing,
                Step::Shown { ending, .. } if work.until.is_some() => ending.stage(),
                Step::Shown { .. } => SoloStage::NoNetwork,
            },
            (None, Link::Code { .. }) => SoloStage::PairingCode,
            (None, Link::Confirm { .. }) => SoloStage::ConfirmPairing,
            (None, Link::LoggedOut) => SoloStage::LoggedOut,
            (None, Link::Connected { .. }) if !self.online => SoloStage::NoNetwork,
            (None, Link::Connected { .. }) => SoloStage::Idle,
        }
    }

    /// What it tells the cloud. The vendor has no word for the time in which the bank decides: the last one stays.
    pub(super) fn told(&self) -> ReaderState {
        match (self.updating_until, &self.work) {
            (Some(_), _) => ReaderState::UpdatingFirmware,
            (None, None) => ReaderState::Idle,
            (None, Some(work)) => match (&work.step, work.signed, work.wrong_pins, &work.card) {
                (Step::Tip, ..) => ReaderState::SelectingTip,
                (Step::Card, ..) => ReaderState::WaitingForCard,
                (Step::Pin, ..) => ReaderState::WaitingForPin,
                (Step::Signature, ..) | (Step::Connecting | Step::Processing, true, ..) => {
                    ReaderState::WaitingForSignature
                }
                (Step::Connecting | Step::Processing, false, _, Some(card)) if card.pin_verified => {
                    ReaderState::WaitingForPin
                }
                (Step::Connecting | Step::Processing, ..) => ReaderState::WaitingForCard,
                (Step::Shown { .. }, ..) => ReaderState::Idle,
            },
        }
    }
}

/// Whether a firmware version is at least another one.
pub(super) fn is_at_least(version: &str, wanted: [u32; 4]) -> bool {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let version: [u32; 4] = std::array::from_fn(|_| parts.next().unwrap_or(0));
    version >= wanted
}
