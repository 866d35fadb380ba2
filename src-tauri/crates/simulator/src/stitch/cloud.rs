//! The model: a client, its tokens, its terminals.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Problem;
use super::device::{Change, Registration, StitchTerminal, identifier, merchant_fault};
use crate::clock::Moment;
use crate::rng::Rng;

/// Terminals an account may have.
const MAX_TERMINALS: usize = 10_000;
/// Tokens that are remembered; the oldest goes first.
const MAX_TOKENS: usize = 100;
/// The terminal whose answers are made up and change nothing.
pub(super) const TEST_ID: &str = "dGVybWluYWwvMzI5YzQ3MmMtMjlhMS00OWZiLWJlYzgtMzQ5MzY2ODQzN2Qz";
/// Its serial number, for registering.
const TEST_SERIAL: &str = "SNSTITCH";
/// What a terminal id begins with where no prefix is given.
const PREFIX: &str = "EP";

/// The account at Stitch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StitchAccount {
    /// The client's name.
    pub client_id: String,
    /// Its secret. None: the one in the state file, else a random one.
    pub client_secret: Option<String>,
    /// How long a token is valid.
    pub token_life: Duration,
    /// The terminals it begins with; later the state file knows.
    pub terminals: Vec<StitchTerminal>,
}

impl StitchAccount {
    /// The account of practice mode: two merchants, four terminals, one suspended and one nobody's.
    #[must_use]
    pub fn practice() -> Self {
        let bakery = identifier("merchant", "6c79eeda-ca7f-4d20-8a58-7baab70f5e0d");
        let kiosk = identifier("merchant", "1f3d9a52-07be-4c61-9d0a-52c8e4b1a7f3");
        let terminal =
            |uuid: &str, tid: &str, serial: &str, model: &str, merchant: Option<&String>| StitchTerminal {
                id: identifier("terminal", uuid),
                tid: tid.to_owned(),
                serial: serial.to_owned(),
                manufacturer: "sunmi".to_owned(),
                model: model.to_owned(),
                merchant_id: merchant.cloned(),
                external_reference: None,
                suspended: None,
            };
        let counter = terminal(
            "e6568ddd-3676-46f5-82af-944ec124219c",
            "EP0001",
            "PS1122DE00123",
            "p2_se",
            Some(&bakery),
        );
        let window = terminal(
            "0b7d1c90-5a0e-4f7c-9a35-6d1f0c2b8e41",
            "EP0002",
            "PM0721AA00456",
            "p2_mini",
            Some(&bakery),
        );
        let market =
            terminal("8c2e4f16-93ab-4b0d-8f57-a1d6e3c05b92", "EP0003", "PL0919CQ00789", "p2_lite_se", None);
        let stolen = terminal(
            "47aa0f3e-1d6b-4e8a-b2c9-0e5f7d3a9c18",
            "EP0004",
            "PS1122DE00124",
            "p2_se",
            Some(&kiosk),
        );
        let terminals = vec![
            StitchTerminal { external_reference: Some("Counter 1".to_owned()), ..counter },
            window,
            market,
            StitchTerminal { suspended: Some("lost".to_owned()), ..stolen },
        ];
        Self {
            client_id: "practice-till".to_owned(),
            client_secret: None,
            token_life: Duration::from_secs(3_600),
            terminals,
        }
    }
}

#[derive(Debug)]
struct Token {
    text: String,
    until: Moment,
}

/// What survives the process. Tokens do not: a till has to cope with that anyway.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SavedCloud {
    client_secret: String,
    rng: Rng,
    /// Number of the next terminal id.
    next_tid: u32,
    terminals: Vec<StitchTerminal>,
}

#[derive(Debug)]
pub(crate) struct Cloud {
    pub(crate) client_id: String,
    pub(crate) token_life: Duration,
    pub(crate) changed: bool,
    kept: SavedCloud,
    tokens: Vec<Token>,
}

impl Cloud {
    pub(crate) fn new(account: &StitchAccount, seed: u64, saved: Option<SavedCloud>) -> Self {
        let mut kept = saved.unwrap_or_else(|| SavedCloud {
            client_secret: String::new(),
            rng: Rng::seeded(seed),
            next_tid: u32::try_from(account.terminals.len()).unwrap_or(u32::MAX).saturating_add(1),
            terminals: account.terminals.clone(),
        });
        if let Some(secret) = &account.client_secret {
            kept.client_secret.clone_from(secret);
        }
        let client_id = account.client_id.clone();
        Self { client_id, token_life: account.token_life, changed: true, kept, tokens: Vec::new() }
    }

    pub(crate) fn client_secret(&self) -> &str {
        &self.kept.client_secret
    }

    /// Gives the client a secret, if it has none.
    pub(crate) fn set_first_secret(&mut self, secret: impl FnOnce() -> String) {
        if self.kept.client_secret.is_empty() {
            self.kept.client_secret = secret();
            self.changed = true;
        }
    }

    pub(crate) fn saved(&self) -> SavedCloud {
        self.kept.clone()
    }

    pub(crate) fn terminals(&self) -> &[StitchTerminal] {
        &self.kept.terminals
    }

    pub(super) fn admit(&mut self, text: &str, now: Moment) {
        if self.tokens.len() >= MAX_TOKENS {
            self.tokens.remove(0);
        }
        self.tokens.push(Token { text: text.to_owned(), until: now.plus(self.token_life) });
    }

    pub(super) fn is_valid(&self, token: &str, now: Moment) -> bool {
        self.tokens.iter().any(|known| known.text == token && now < known.until)
    }

    pub(crate) fn expire_tokens(&mut self) {
        self.tokens.clear();
    }

    pub(super) fn find(&self, id: &str) -> Result<StitchTerminal, Problem> {
        if id == TEST_ID {
            return Ok(test_terminal());
        }
        let found = self.kept.terminals.iter().find(|terminal| terminal.id == id);
        found.cloned().ok_or_else(unknown)
    }

    pub(super) fn register(&mut self, wanted: Registration) -> Result<StitchTerminal, Problem> {
        if let Some(fault) = wanted.fault() {
            return Err(Problem::Invalid(fault));
        }
        let serial = wanted.manufacturer_serial_number;
        if serial == TEST_SERIAL {
            let made_up = test_terminal();
            let merchant_id = wanted.merchant_id;
            return Ok(StitchTerminal { model: wanted.model, merchant_id, ..made_up });
        }
        if self.kept.terminals.iter().any(|known| known.serial.eq_ignore_ascii_case(&serial)) {
            return Err(Problem::Conflict(format!("A terminal with serial number {serial} exists.")));
        }
        if self.kept.terminals.len() >= MAX_TERMINALS {
            return Err(Problem::Conflict(format!("There are {MAX_TERMINALS} terminals already.")));
        }
        let prefix = wanted.prefix.unwrap_or_else(|| PREFIX.to_owned());
        let terminal = StitchTerminal {
            id: identifier("terminal", &self.uuid()),
            tid: format!("{prefix}{:04}", self.kept.next_tid),
            serial,
            manufacturer: wanted.manufacturer,
            model: wanted.model,
            merchant_id: wanted.merchant_id,
            external_reference: wanted.external_reference,
            suspended: None,
        };
        self.kept.next_tid = self.kept.next_tid.saturating_add(1);
        self.kept.terminals.push(terminal.clone());
        self.changed = true;
        Ok(terminal)
    }

    pub(super) fn allocate(&mut self, id: &str, merchant: &str) -> Result<StitchTerminal, Problem> {
        if let Some(fault) = merchant_fault(merchant) {
            return Err(Problem::Invalid(fault));
        }
        self.change(id, |terminal| {
            if id != TEST_ID && terminal.merchant_id.is_some() {
                return Err(Problem::Conflict(
                    "The terminal is allocated and must be deallocated first.".to_owned(),
                ));
            }
            terminal.merchant_id = Some(merchant.to_owned());
            Ok(())
        })
    }

    pub(super) fn deallocate(&mut self, id: &str) -> Result<StitchTerminal, Problem> {
        self.change(id, |terminal| {
            if terminal.merchant_id.take().is_none() {
                return Err(Problem::Conflict("The terminal is not allocated.".to_owned()));
            }
            Ok(())
        })
    }

    pub(super) fn update(&mut self, id: &str, wanted: &Change) -> Result<StitchTerminal, Problem> {
        self.change(id, |terminal| wanted.apply(terminal).map_err(Problem::Invalid))
    }

    pub(super) fn remove(&mut self, id: &str) -> Result<(), Problem> {
        if id == TEST_ID {
            return Ok(());
        }
        let place = self.kept.terminals.iter().position(|terminal| terminal.id == id).ok_or_else(unknown)?;
        self.kept.terminals.remove(place);
        self.changed = true;
        Ok(())
    }

    /// Changes a terminal; the made-up one is answered for and forgotten.
    fn change(
        &mut self,
        id: &str,
        act: impl FnOnce(&mut StitchTerminal) -> Result<(), Problem>,
    ) -> Result<StitchTerminal, Problem> {
        if id == TEST_ID {
            let mut made_up = test_terminal();
            act(&mut made_up)?;
            return Ok(made_up);
        }
        let terminal = self.kept.terminals.iter_mut().find(|terminal| terminal.id == id);
        let terminal = terminal.ok_or_else(unknown)?;
        act(terminal)?;
        let answer = terminal.clone();
        self.changed = true;
        Ok(answer)
    }

    fn uuid(&mut self) -> String {
        let (high, low) = (self.kept.rng.next(), self.kept.rng.next());
        let hex = format!("{high:016x}{low:016x}");
        format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
    }
}

fn unknown() -> Problem {
    Problem::NotFound("There is no such terminal.".to_owned())
}

fn test_terminal() -> StitchTerminal {
    StitchTerminal {
        id: TEST_ID.to_owned(),
        tid: "EP0000".to_owned(),
        serial: TEST_SERIAL.to_owned(),
        manufacturer: "sunmi".to_owned(),
        model: "p2_se".to_owned(),
        merchant_id: Some(identifier("merchant", "6c79eeda-ca7f-4d20-8a58-7baab70f5e0d")),
        external_reference: None,
        suspended: None,
    }
}
