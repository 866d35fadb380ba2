//! The SumUp side of the practice account: one merchant, its Solo readers, what its interface already knows.

use std::time::Duration;

use crate::world::sumup::{RefundEventStatus, is_currency};

/// Serials stay short enough for a screen.
const MAX_SERIAL: usize = 64;

/// How the SumUp account begins and behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumupConfig {
    /// The merchant code in the paths.
    pub merchant_code: String,
    /// The bearer key. None: the one in the state file, else a random one.
    pub api_key: Option<String>,
    /// Shown on receipts and in the profile.
    pub business_name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The account's own currency, ISO 4217. Other currencies are accepted as well.
    pub currency: String,
    /// Solo readers, in the order they are shown.
    pub solos: Vec<SoloSpec>,
    /// Parts of the interface that not every account has yet.
    pub additions: Additions,
    /// How long everything takes, beside [`crate::Timings`].
    pub timings: SumupTimings,
    /// When a reader takes the next checkout.
    pub busy: BusyWindow,
    /// What the merchant's balance can pay back, in minor units. None: everything.
    pub refund_balance: Option<u64>,
    /// How the event of a refund stands when it is taken.
    pub refunds_become: RefundEventStatus,
}

impl Default for SumupConfig {
    fn default() -> Self {
        let solo = |serial: &str, firmware: &str, starts_paired_as: Option<&str>| SoloSpec {
            serial: serial.to_owned(),
            model: "solo".to_owned(),
            firmware: firmware.to_owned(),
            starts_on: true,
            starts_paired_as: starts_paired_as.map(str::to_owned),
        };
        Self {
            merchant_code: "MC4PRACT".to_owned(),
            api_key: None,
            business_name: "Practice Bakery".to_owned(),
            country: "NL".to_owned(),
            currency: "EUR".to_owned(),
            solos: vec![
                solo("U1PRA3NA00-CN", "3.3.40.2", Some("Counter Solo")),
                solo("U1PRA3NA01-CN", "3.3.40.2", None),
                solo("U1PRA3NA02-CN", "3.3.38.1", None),
            ],
            additions: Additions::default(),
            timings: SumupTimings::default(),
            busy: BusyWindow::Whole,
            refund_balance: None,
            refunds_become: RefundEventStatus::Refunded,
        }
    }
}

impl SumupConfig {
    /// The practice account with waits short enough for tests, and readers that take the next checkout as soon as the
    /// last one has ended.
    #[must_use]
    pub fn quick() -> Self {
        Self { timings: SumupTimings::quick(), busy: BusyWindow::UntilEnded, ..Self::default() }
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        let mut serials = std::collections::HashSet::new();
        for SoloSpec { serial, .. } in &self.solos {
            if serial.is_empty() || serial.len() > MAX_SERIAL || !serials.insert(serial) {
                return Err(format!("Solo serial `{serial}` is empty, too long, or there twice"));
            }
        }
        if !is_currency(&self.currency) {
            return Err(format!("currency `{}` is not one of SumUp's", self.currency));
        }
        Ok(())
    }
}

/// A Solo reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoloSpec {
    /// The device's identifier: stays when it is paired again.
    pub serial: String,
    /// `solo` or `virtual-solo`.
    pub model: String,
    /// Below `3.3.39.0` it has no status, below `3.3.28.0` it cannot be terminated, below `3.3.24.3` it takes no
    /// checkout.
    pub firmware: String,
    /// Whether it is switched on when the account begins. Later the state file knows.
    pub starts_on: bool,
    /// The name under which it is paired when the account begins; none: it is not.
    pub starts_paired_as: Option<String>,
}

/// What the vendor's published description has gained since; an older account answers without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Additions {
    /// A checkout on a reader has an id of its own and can be asked for.
    pub checkout_id: bool,
    /// A payment that was paid back as a whole says `REFUNDED` instead of `SUCCESSFUL`.
    pub refunded_status: bool,
    /// A refund answers 201 with `{}` instead of 204, and its errors are problem documents.
    pub refund_created: bool,
    /// A refund that is too high answers 422 with `max_refundable_amount` instead of 409.
    pub max_refundable_amount: bool,
}

impl Additions {
    /// All of them.
    #[must_use]
    pub const fn all() -> Self {
        Self { checkout_id: true, refunded_status: true, refund_created: true, max_refundable_amount: true }
    }
}

/// When a reader takes the next checkout after one was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BusyWindow {
    /// [`SumupTimings::busy`] after the last one was accepted, and when it has ended: the vendor's words.
    #[default]
    Whole,
    /// As soon as the last one has ended.
    UntilEnded,
}

/// How long things take that only SumUp has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumupTimings {
    /// From the acceptance of a checkout to the reader's screen.
    pub delivery: Duration,
    /// After the acceptance of a checkout another one is refused for so long; one that did not reach the reader
    /// meanwhile is lost.
    pub busy: Duration,
    /// From the acceptance of a termination to its effect.
    pub termination: Duration,
    /// How long a pairing code, and the question on the reader after it was used, stay valid.
    pub pairing: Duration,
    /// After a payment its refund is refused for so long.
    pub refund_too_early: Duration,
    /// How long a reader updates its firmware.
    pub firmware_update: Duration,
    /// How long a reader waits for a signature.
    pub signature: Duration,
    /// What the tip's time limit, given in seconds, counts in.
    pub tip_second: Duration,
}

impl Default for SumupTimings {
    fn default() -> Self {
        Self {
            delivery: Duration::from_millis(900),
            busy: Duration::from_secs(60),
            termination: Duration::from_millis(700),
            pairing: Duration::from_secs(300),
            refund_too_early: Duration::ZERO,
            firmware_update: Duration::from_secs(20),
            signature: Duration::from_secs(60),
            tip_second: Duration::from_secs(1),
        }
    }
}

impl SumupTimings {
    /// Short enough for tests, with [`crate::Timings::quick`]. What a person or a test must be in time for still lasts
    /// seconds.
    #[must_use]
    pub const fn quick() -> Self {
        Self {
            delivery: Duration::from_millis(10),
            busy: Duration::from_millis(40),
            termination: Duration::from_millis(10),
            pairing: Duration::from_secs(8),
            refund_too_early: Duration::ZERO,
            firmware_update: Duration::from_millis(50),
            signature: Duration::from_secs(8),
            tip_second: Duration::from_millis(266),
        }
    }
}
