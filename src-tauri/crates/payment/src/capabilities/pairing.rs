use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{InvalidIdentity, ProviderFault, TerminalKey};

/// Joining devices to an account by a code they show.
#[async_trait]
pub trait Pairing: Send + Sync {
    /// Joins the device that shows `code`. The answer is usually still [`PairingState::Processing`].
    async fn pair(&self, code: &PairingCode, name: &str) -> Result<PairedTerminal, ProviderFault>;

    /// All devices of the account.
    async fn paired_terminals(&self) -> Result<Vec<PairedTerminal>, ProviderFault>;

    /// One device. `None`: the provider does not know it (any more).
    async fn paired_terminal(&self, terminal: &TerminalKey) -> Result<Option<PairedTerminal>, ProviderFault>;

    /// Gives a device another name.
    async fn rename(&self, terminal: &TerminalKey, name: &str) -> Result<PairedTerminal, ProviderFault>;

    /// Replaces what the account notes about a device.
    async fn set_metadata(
        &self,
        terminal: &TerminalKey,
        metadata: &BTreeMap<String, String>,
    ) -> Result<PairedTerminal, ProviderFault>;

    /// Takes a device out of the account. It must then be disconnected on the device too.
    async fn unpair(&self, terminal: &TerminalKey) -> Result<(), ProviderFault>;

    /// Asks a device to stop whatever it shows, for support. Whose payment that is, the provider does not ask.
    async fn stop(&self, terminal: &TerminalKey) -> Result<(), ProviderFault>;
}

/// The code a device shows to be paired: 8 or 9 letters and digits, upper case, valid for five minutes (SumUp).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PairingCode(String);

impl PairingCode {
    /// Reads what a person typed: spaces and hyphens are dropped, letters become upper case.
    pub fn parse(text: &str) -> Result<Self, InvalidIdentity> {
        let code: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(20).collect();
        let code = code.to_ascii_uppercase();
        if (8..=9).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(Self(code))
        } else {
            Err(InvalidIdentity { what: "pairing code", text: text.chars().take(40).collect() })
        }
    }

    /// The code as it goes to the provider.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairingCode(…)")
    }
}

/// A device of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairedTerminal {
    /// Its name in paths. It changes when the device is paired anew.
    pub key: TerminalKey,
    /// What people call it.
    pub name: String,
    /// Whether it is joined.
    pub state: PairingState,
    /// What stays the same when the device is paired anew: its serial number.
    pub device: String,
    /// Model, as the provider writes it.
    pub model: String,
    /// What the account notes about it.
    pub metadata: BTreeMap<String, String>,
    /// When it was joined, if told.
    pub created_at: Option<Timestamp>,
}

/// Whether a device is joined to its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairingState {
    /// The device has not confirmed yet.
    Processing,
    /// Joined.
    Paired,
    /// The device did not confirm in time; it must be removed and paired anew.
    Expired,
    /// The provider does not tell, or uses a word this till does not know.
    Unknown,
}
