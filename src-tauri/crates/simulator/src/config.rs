//! What a simulator is started with.

use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::sumup::SumupConfig;
use crate::{Clock, Decision, StitchAccount};

/// How to start a [`crate::Simulator`]. `Config::default()` is practice mode without a memory.
#[derive(Debug, Clone)]
pub struct Config {
    /// Same seed, same calls: same transaction ids, card numbers, authorisation codes.
    pub seed: u64,
    /// Port on 127.0.0.1; 0 lets the system choose a free one.
    pub port: u16,
    /// The first API key. None: the one in the state file, else a random one.
    pub api_key: Option<String>,
    /// Opens the control interface. None: a random one on every start.
    pub control_token: Option<String>,
    /// Where the account is remembered, so that a payment under way survives the death of the process.
    pub state_file: Option<PathBuf>,
    /// Stores and terminals behind the MerchantAPI.
    pub account: Account,
    /// The account at Stitch.
    pub stitch: StitchAccount,
    /// The SumUp account with its Solo readers.
    pub sumup: SumupConfig,
    /// Who decides at first; [`crate::Handle::set_decision`] changes it.
    pub decision: Decision,
    /// How long everything takes.
    pub timings: Timings,
    /// Minor units up to and including which a contactless card needs no PIN.
    pub contactless_limit_minor: u64,
    /// Where dates and times on slips come from.
    pub clock: Clock,
    /// The shops' time zone: slips and day totals.
    pub time_zone: TimeZone,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: 1,
            port: 0,
            api_key: None,
            control_token: None,
            state_file: None,
            account: Account::practice(),
            stitch: StitchAccount::practice(),
            sumup: SumupConfig::default(),
            decision: Decision::Person,
            timings: Timings::default(),
            contactless_limit_minor: 5_000,
            clock: Clock::System,
            time_zone: TimeZone::system(),
        }
    }
}

/// The customer account behind the API keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Shops, in the order they are listed.
    pub stores: Vec<StoreSpec>,
    /// Terminals, in the order they are listed.
    pub terminals: Vec<TerminalSpec>,
}

impl Account {
    /// The account of practice mode: two shops, four terminals, one of them switched off.
    #[must_use]
    pub fn practice() -> Self {
        let bakery = StoreSpec {
            uuid: "3fa85f64-5717-4562-b3fc-2c963f66afa6".to_owned(),
            name: "Practice Bakery".to_owned(),
            city: "Amsterdam".to_owned(),
            merchant_id: "1002345".to_owned(),
        };
        let kiosk = StoreSpec {
            uuid: "9d2c1f0e-6a51-4a0b-9a53-0f6f4f7f1c22".to_owned(),
            name: "Practice Kiosk".to_owned(),
            city: "Utrecht".to_owned(),
            merchant_id: "1002346".to_owned(),
        };
        let terminal = |model: &str, serial: &str, store: &StoreSpec, starts_on| TerminalSpec {
            manufacturer: "SUNMI".to_owned(),
            model: model.to_owned(),
            serial: serial.to_owned(),
            store_uuid: store.uuid.clone(),
            starts_on,
        };
        let terminals = vec![
            terminal("P2lite", "PL0919CQ00305", &bakery, true),
            terminal("P2", "PB0420BK01177", &bakery, true),
            terminal("P2SE", "PS1122DE00418", &kiosk, true),
            terminal("P2mini", "PM0721AA00093", &kiosk, false),
        ];
        Self { stores: vec![bakery, kiosk], terminals }
    }
}

/// A shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSpec {
    /// Its id in the MerchantAPI.
    pub uuid: String,
    /// Printed on slips.
    pub name: String,
    /// Printed on slips.
    pub city: String,
    /// The acquirer's number of the shop, printed on slips.
    pub merchant_id: String,
}

/// A terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalSpec {
    /// For example `SUNMI`.
    pub manufacturer: String,
    /// For example `P2lite`.
    pub model: String,
    /// For example `PL0919CQ00305`.
    pub serial: String,
    /// The shop it stands in.
    pub store_uuid: String,
    /// Whether it is switched on when the account begins. Later the state file knows.
    pub starts_on: bool,
}

impl TerminalSpec {
    /// `manufacturer-model-serial`, as in the paths of the MerchantAPI.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}-{}-{}", self.manufacturer, self.model, self.serial)
    }
}

/// How long everything takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timings {
    /// A terminal asks for work this often.
    pub poll_interval: Duration,
    /// How long it waits for a card before it gives up.
    pub card_timeout: Duration,
    /// How long it waits for a PIN before it gives up.
    pub pin_timeout: Duration,
    /// When nobody stands at the terminal: from the request for a card to the card.
    pub automatic_card: Duration,
    /// Authorisation.
    pub processing: Duration,
    /// How long a terminal without network tries to reach the bank.
    pub connecting: Duration,
    /// How long the result stays on its screen; it takes no work meanwhile.
    pub result_shown: Duration,
    /// From AUTHORIZED to CLEARED.
    pub clearing: Duration,
    /// What the table of test amounts counts in: `10.10` is approved after ten of these, `.69` fails after 30.
    pub table_second: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            poll_interval: Duration::from_secs(1),
            card_timeout: Duration::from_secs(60),
            pin_timeout: Duration::from_secs(30),
            automatic_card: Duration::from_millis(900),
            processing: Duration::from_millis(1_200),
            connecting: Duration::from_secs(15),
            result_shown: Duration::from_millis(2_500),
            clearing: Duration::from_millis(800),
            table_second: Duration::from_secs(1),
        }
    }
}

impl Timings {
    /// Short enough for tests: a payment is over in about 50 ms. A terminal still waits seconds for a person, so that
    /// a busy computer does not make one too late; shorten `card_timeout` to see one walk away.
    #[must_use]
    pub const fn quick() -> Self {
        Self {
            poll_interval: Duration::from_millis(10),
            card_timeout: Duration::from_secs(8),
            pin_timeout: Duration::from_secs(8),
            automatic_card: Duration::from_millis(10),
            processing: Duration::from_millis(10),
            connecting: Duration::from_millis(100),
            result_shown: Duration::from_millis(10),
            clearing: Duration::from_millis(10),
            table_second: Duration::from_millis(10),
        }
    }
}
