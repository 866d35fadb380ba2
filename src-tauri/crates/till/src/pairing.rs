//! Devices that are joined to an account by the code they show, and how they are.

use std::collections::BTreeMap;

use payment::capabilities::{
    DeviceReport, DeviceReports, PairedTerminal, Pairing, PairingCode, PairingState,
};
use payment::{OfferedTerminal, Provider, TerminalKey};
use store::{AccountId, StoreError, Terminal};

use crate::{FoundTerminal, ManagerApproval, Till, TillError};

/// Names of terminals are cut here, as at the counter.
const MAX_NAME: usize = 40;

/// What an account offers beside payments, for the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountOffers {
    /// Devices are joined by the code they show.
    pub pairing: bool,
    /// Devices tell how they are.
    pub device_reports: bool,
    /// What was paid out is listed.
    pub payouts: bool,
    /// The merchant is known, for the header of receipts.
    pub profiles: bool,
}

impl Till {
    /// What the provider of an account offers beside payments.
    pub async fn offers(&self, account: AccountId) -> Result<AccountOffers, TillError> {
        let provider = self.connection(account).await?;
        Ok(AccountOffers {
            pairing: provider.pairing().is_some(),
            device_reports: provider.device_reports().is_some(),
            payouts: provider.payouts().is_some(),
            profiles: provider.profiles().is_some(),
        })
    }

    /// Joins the device that shows `code`. It has to confirm on its own screen; follow it with [`Till::follow_pairing`].
    pub async fn pair_terminal(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        code: &str,
        name: &str,
    ) -> Result<PairedTerminal, TillError> {
        let code = PairingCode::parse(code).map_err(|error| TillError::PairingCode(error.text))?;
        let name = checked_name(name)?;
        let provider = self.provider(account).await?;
        tracing::info!(account = account.0, by = ?approval.by(), "a device is joined");
        let paired = pairing(provider.as_ref())?.pair(&code, &name).await?;
        self.adopt(account, &paired).await?;
        Ok(paired)
    }

    /// How far a pairing is. A device that has confirmed becomes a terminal of this till.
    pub async fn follow_pairing(
        &self,
        account: AccountId,
        key: &TerminalKey,
    ) -> Result<PairedTerminal, TillError> {
        let provider = self.provider(account).await?;
        let found = pairing(provider.as_ref())?.paired_terminal(key).await?;
        let paired = found.ok_or(TillError::NotFound("device"))?;
        self.adopt(account, &paired).await?;
        Ok(paired)
    }

    /// All devices of an account. A known device that was paired anew is recognised by what does not change about it.
    pub async fn paired_terminals(&self, account: AccountId) -> Result<Vec<PairedTerminal>, TillError> {
        let provider = self.provider(account).await?;
        let listed = pairing(provider.as_ref())?.paired_terminals().await?;
        let known = self.terminals().await?;
        for paired in listed.iter().filter(|paired| paired.state == PairingState::Paired) {
            if let Some(terminal) = known.iter().find(|terminal| is(terminal, account, paired)) {
                self.update_key(terminal, paired).await?;
            }
        }
        Ok(listed)
    }

    /// Gives a device another name, at its provider and in the till.
    pub async fn rename_paired(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        key: &TerminalKey,
        name: &str,
    ) -> Result<PairedTerminal, TillError> {
        let name = checked_name(name)?;
        let known = self.terminals().await?;
        let ours = known.iter().find(|known| known.account_id == account && known.key == *key);
        if known.iter().any(|known| known.name == name && Some(known.id) != ours.map(|ours| ours.id)) {
            return Err(TillError::TerminalExists);
        }
        let provider = self.provider(account).await?;
        let renamed = pairing(provider.as_ref())?.rename(key, &name).await?;
        tracing::info!(account = account.0, %key, by = ?approval.by(), "a device was renamed");
        if let Some(ours) = ours {
            self.store().terminals().rename(ours.id, &name).await?;
            self.changed();
        }
        Ok(renamed)
    }

    /// Replaces what the account notes about a device.
    pub async fn note_about_paired(
        &self,
        account: AccountId,
        key: &TerminalKey,
        notes: &BTreeMap<String, String>,
    ) -> Result<PairedTerminal, TillError> {
        let provider = self.provider(account).await?;
        Ok(pairing(provider.as_ref())?.set_metadata(key, notes).await?)
    }

    /// Takes a device out of its account and out of the till. Refused while a payment on it has not ended: it could not
    /// be looked up at the device any more.
    pub async fn unpair_terminal(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        key: &TerminalKey,
    ) -> Result<(), TillError> {
        let provider = self.provider(account).await?;
        let devices = pairing(provider.as_ref())?;
        self.refuse_while_paying(account, key).await?;
        devices.unpair(key).await?;
        tracing::info!(account = account.0, %key, by = ?approval.by(), "a device was taken out");
        let known = self.terminals().await?;
        if let Some(ours) = known.iter().find(|known| known.account_id == account && known.key == *key) {
            self.remove_terminal(approval, ours.id).await?;
        }
        self.changed();
        Ok(())
    }

    /// Stops whatever the device shows, for support. Refused while a payment of this till runs on it, which is cancelled
    /// where it was begun.
    pub async fn stop_device(&self, account: AccountId, key: &TerminalKey) -> Result<(), TillError> {
        let provider = self.provider(account).await?;
        let devices = pairing(provider.as_ref())?;
        self.refuse_while_paying(account, key).await?;
        Ok(devices.stop(key).await?)
    }

    /// How a device is.
    pub async fn device_report(
        &self,
        account: AccountId,
        key: &TerminalKey,
    ) -> Result<DeviceReport, TillError> {
        let provider = self.provider(account).await?;
        Ok(reports(provider.as_ref())?.report(key).await?)
    }

    /// Makes a paired device a terminal of this till, or gives the one it already is its new key.
    async fn adopt(&self, account: AccountId, paired: &PairedTerminal) -> Result<(), TillError> {
        if paired.state != PairingState::Paired {
            return Ok(());
        }
        let known = self.terminals().await?;
        if let Some(terminal) = known.iter().find(|terminal| is(terminal, account, paired)) {
            return self.update_key(terminal, paired).await;
        }
        let provider = self.provider(account).await?;
        let terminal = OfferedTerminal {
            key: paired.key.clone(),
            manufacturer: provider.descriptor().display_name.to_owned(),
            model: paired.model.clone(),
            serial: paired.device.clone(),
            store: None,
        };
        let found = FoundTerminal::of(account, terminal);
        match self.add_terminal(&found, Some(&paired.name)).await {
            // The name is taken at this till; the serial number tells the two apart.
            Err(TillError::TerminalExists) => {
                let name = format!("{} {}", paired.name, paired.device);
                self.add_terminal(&found, Some(&name)).await.map(drop)
            }
            other => other.map(drop),
        }
    }

    async fn update_key(&self, terminal: &Terminal, paired: &PairedTerminal) -> Result<(), TillError> {
        if terminal.key == paired.key {
            return Ok(());
        }
        match self.store().terminals().give_key(terminal.id, &paired.key).await {
            // The payment under the old key ends first; the next look brings the new one.
            Err(StoreError::TerminalOccupied(_) | StoreError::TerminalRefunding(_)) => Ok(()),
            Err(error) => Err(error.into()),
            Ok(()) => {
                self.changed();
                Ok(())
            }
        }
    }

    async fn refuse_while_paying(&self, account: AccountId, key: &TerminalKey) -> Result<(), TillError> {
        for open in self.store().attempts().open().await? {
            if open.account_id == account && open.record.intent.terminal == *key {
                return Err(TillError::TerminalOccupied(open.order));
            }
        }
        Ok(())
    }
}

/// Whether the till's terminal is this device: by its serial number, which stays, else by its key.
fn is(terminal: &Terminal, account: AccountId, paired: &PairedTerminal) -> bool {
    let same_device = !paired.device.is_empty() && terminal.serial.eq_ignore_ascii_case(&paired.device);
    terminal.account_id == account && (same_device || terminal.key == paired.key)
}

fn checked_name(name: &str) -> Result<String, TillError> {
    let name: String = sale::clean_line(name).chars().take(MAX_NAME).collect();
    let name = name.trim().to_owned();
    if name.is_empty() { Err(TillError::UnknownTerminalText(name)) } else { Ok(name) }
}

fn pairing(provider: &dyn Provider) -> Result<&dyn Pairing, TillError> {
    provider.pairing().ok_or(TillError::NotOffered)
}

fn reports(provider: &dyn Provider) -> Result<&dyn DeviceReports, TillError> {
    provider.device_reports().ok_or(TillError::NotOffered)
}
