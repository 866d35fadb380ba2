//! Readers of the account: pairing, names, removal.

use std::collections::BTreeMap;

use async_trait::async_trait;
use payment::capabilities::{PairedTerminal, Pairing, PairingCode, PairingState};
use payment::{FaultKind, ProviderFault, TerminalKey};
use provider_http::{Answer, Verb, scalar_text};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::Sumup;
use crate::fault::{accepted, like, reader_refusal, refusal};
use crate::member::{Member, inner, object, word};

/// Readers of one account at most; the interface has no pages.
const MAX_READERS: usize = 1_000;
/// The longest name the vendor takes.
const MAX_NAME: usize = 500;

#[derive(Serialize)]
struct NewReader<'a> {
    pairing_code: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct ChangedReader<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct ListBody {
    items: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Members {
    id: Member,
    name: Member,
    status: Member,
    device: Member,
    metadata: Member,
    created_at: Member,
}

#[derive(Deserialize)]
struct DeviceMembers {
    identifier: Member,
    model: Member,
}

#[async_trait]
impl Pairing for Sumup {
    async fn pair(&self, code: &PairingCode, name: &str) -> Result<PairedTerminal, ProviderFault> {
        let body = NewReader { pairing_code: code.as_str(), name: checked(name)? };
        let answer = self.http.effect(Verb::Post, &self.readers(), Some(&body)).await?;
        match answer.status() {
            // No reader shows this code, or its five minutes are over: authoritative for this call.
            404 | 409 => {
                let plain = refusal(&answer);
                Err(like(&plain, FaultKind::Refused, plain.detail().to_owned()))
            }
            _ => read_one(accepted(answer)?),
        }
    }

    async fn paired_terminals(&self) -> Result<Vec<PairedTerminal>, ProviderFault> {
        let answer = accepted(self.http.read(&self.readers(), &[]).await?)?;
        let body: ListBody = answer.json()?;
        if body.items.len() > MAX_READERS {
            return Err(answer.unreadable("more readers than an account can have"));
        }
        let read = |item: &RawValue| {
            paired(item.get()).ok_or_else(|| answer.unreadable("a reader of the list is not readable"))
        };
        body.items.iter().map(|item| read(item)).collect()
    }

    async fn paired_terminal(&self, terminal: &TerminalKey) -> Result<Option<PairedTerminal>, ProviderFault> {
        self.reader(terminal).await
    }

    async fn rename(&self, terminal: &TerminalKey, name: &str) -> Result<PairedTerminal, ProviderFault> {
        self.change(terminal, &ChangedReader { name: Some(checked(name)?), metadata: None }).await
    }

    async fn set_metadata(
        &self,
        terminal: &TerminalKey,
        metadata: &BTreeMap<String, String>,
    ) -> Result<PairedTerminal, ProviderFault> {
        self.change(terminal, &ChangedReader { name: None, metadata: Some(metadata) }).await
    }

    /// A reader that is gone already is what was wanted.
    async fn unpair(&self, terminal: &TerminalKey) -> Result<(), ProviderFault> {
        let answer = self.http.effect(Verb::Delete, &self.path_of(terminal), None::<&()>).await?;
        match answer.status() {
            404 => Ok(()),
            _ => accepted(answer).map(drop),
        }
    }

    async fn stop(&self, terminal: &TerminalKey) -> Result<(), ProviderFault> {
        let answer = self.send_terminate(terminal).await?;
        if (200..300).contains(&answer.status()) { Ok(()) } else { Err(reader_refusal(&answer)) }
    }
}

impl Sumup {
    /// One reader. `None`: 404.
    pub(crate) async fn reader(
        &self,
        terminal: &TerminalKey,
    ) -> Result<Option<PairedTerminal>, ProviderFault> {
        let answer = self.http.read(&self.path_of(terminal), &[]).await?;
        if answer.status() == 404 {
            return Ok(None);
        }
        read_one(accepted(answer)?).map(Some)
    }

    async fn change(
        &self,
        terminal: &TerminalKey,
        change: &ChangedReader<'_>,
    ) -> Result<PairedTerminal, ProviderFault> {
        let answer = self.http.effect(Verb::Patch, &self.path_of(terminal), Some(change)).await?;
        read_one(accepted(answer)?)
    }

    fn readers(&self) -> [&str; 4] {
        ["v0.1", "merchants", &self.merchant, "readers"]
    }

    fn path_of<'a>(&'a self, terminal: &'a TerminalKey) -> [&'a str; 5] {
        ["v0.1", "merchants", &self.merchant, "readers", terminal.as_str()]
    }
}

fn checked(name: &str) -> Result<&str, ProviderFault> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(ProviderFault::misconfigured("a reader's name has 1 to 500 characters"));
    }
    Ok(name)
}

fn read_one(answer: Answer) -> Result<PairedTerminal, ProviderFault> {
    paired(answer.text()?).ok_or_else(|| answer.unreadable("the answer is no reader"))
}

fn paired(json: &str) -> Option<PairedTerminal> {
    let members: Members = object(json)?;
    let device: Option<DeviceMembers> = inner(&members.device);
    let of_device =
        |read: fn(&DeviceMembers) -> &Member| device.as_ref().and_then(|device| word(read(device)));
    Some(PairedTerminal {
        key: TerminalKey::new(word(&members.id)?).ok()?,
        name: word(&members.name).unwrap_or_default(),
        state: match word(&members.status).unwrap_or_default().to_ascii_lowercase().as_str() {
            "processing" => PairingState::Processing,
            "paired" => PairingState::Paired,
            "expired" => PairingState::Expired,
            _ => PairingState::Unknown,
        },
        device: of_device(|device| &device.identifier).unwrap_or_default(),
        model: of_device(|device| &device.model).unwrap_or_default(),
        metadata: metadata(&members.metadata),
        created_at: word(&members.created_at).and_then(|text| text.parse().ok()),
    })
}

/// The scalars of the metadata as texts; what is nested is not shown.
fn metadata(member: &Member) -> BTreeMap<String, String> {
    let read: Option<BTreeMap<String, Box<RawValue>>> = inner(member);
    let texts = read.unwrap_or_default().into_iter().take(100);
    texts.filter_map(|(name, value)| Some((name, scalar_text(&value)?))).collect()
}
