//! The terminals of this till and the accounts they belong to.

use std::sync::Arc;

use payment::capabilities::FleetFilter;
use payment::{
    OfferedTerminal, Page, Provider, PurchasePlace, Readiness, TerminalDirectory, TerminalIdentity,
    TerminalKey,
};
use store::{AccountId, NewTerminal, ProviderAccount, Terminal, TerminalId};

use crate::providers::AccountSettings;
use crate::{ConnectError, ManagerApproval, SecretFileState, Till, TillError};

/// The setting that names the terminal card payments go to.
const CHOSEN_TERMINAL: &str = "chosen_terminal";
/// Pages of the provider's list that are read to complete a serial number.
const MAX_PAGES: u32 = 50;

/// A terminal as a scanned or typed text named it, complete and checked against the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTerminal {
    /// The account it belongs to.
    pub account: AccountId,
    /// Maker, model, serial and its name in the provider's paths.
    pub terminal: OfferedTerminal,
    /// Other accounts that have it too, or may: a person chooses.
    pub others: Vec<AccountId>,
}

impl Till {
    /// Reads the first of the account's terminals: proves address, key and network.
    pub async fn test_account(&self, id: AccountId) -> Result<(), TillError> {
        let provider = self.provider(id).await?;
        match provider.fleet() {
            Some(fleet) if provider.terminals().is_none() => {
                fleet.fleet(&FleetFilter::default(), 0, 1).await?;
            }
            Some(_) | None => {
                directory(&provider)?.terminals(1).await?;
            }
        }
        Ok(())
    }

    /// The accounts that list terminals to be paid on.
    pub async fn listing_accounts(&self) -> Result<Vec<AccountId>, TillError> {
        let mut found = Vec::new();
        for account in self.accounts().await? {
            // One that cannot be connected stays on the list, where asking it says why.
            let lists = self.connection(account.id).await.map_or(true, |known| known.terminals().is_some());
            if lists {
                found.push(account.id);
            }
        }
        Ok(found)
    }

    /// Whether payments can be taken on the terminals of an account.
    pub async fn takes_payments(&self, id: AccountId) -> bool {
        self.connection(id).await.is_ok_and(|provider| provider.payments().is_some())
    }

    /// Where a purchase on a terminal happens. An account that cannot be connected is taken to have devices.
    pub async fn purchase_place(&self, id: AccountId, key: &TerminalKey) -> PurchasePlace {
        self.provider(id).await.map_or(PurchasePlace::Device, |provider| provider.purchase_place(key))
    }

    /// The terminals this till knows.
    pub async fn terminals(&self) -> Result<Vec<Terminal>, TillError> {
        Ok(self.store().terminals().list().await?)
    }

    /// The terminal card payments go to.
    pub async fn chosen_terminal(&self) -> Result<Option<Terminal>, TillError> {
        let Some(id) = self.store().settings().get::<TerminalId>(CHOSEN_TERMINAL).await? else {
            return Ok(None);
        };
        Ok(self.terminals().await?.into_iter().find(|terminal| terminal.id == id))
    }

    /// Chooses the terminal card payments go to.
    pub async fn use_terminal(&self, id: TerminalId) -> Result<(), TillError> {
        if !self.terminals().await?.iter().any(|terminal| terminal.id == id) {
            return Err(TillError::NotFound("terminal"));
        }
        self.store().settings().set(CHOSEN_TERMINAL, &id).await?;
        self.refresh_readiness().await;
        Ok(())
    }

    /// Takes a terminal out of this till; past orders keep its name.
    pub async fn remove_terminal(&self, approval: ManagerApproval, id: TerminalId) -> Result<(), TillError> {
        self.store().terminals().remove(id, self.now()).await.map_err(|error| match error {
            store::StoreError::TerminalOccupied(order) => TillError::TerminalOccupied(order),
            store::StoreError::TerminalRefunding(refund) => TillError::TerminalRefunding(refund),
            other => other.into(),
        })?;
        tracing::info!(terminal = id.0, by = ?approval.by(), "a terminal was taken out");
        self.refresh_readiness().await;
        Ok(())
    }

    /// One page of the terminals the provider lists.
    pub async fn offered_terminals(
        &self,
        account: AccountId,
        page: u32,
    ) -> Result<Page<OfferedTerminal>, TillError> {
        let provider = self.provider(account).await?;
        Ok(directory(&provider)?.terminals(page).await?)
    }

    /// Adds a terminal under a name; the first one is chosen at once. A name that is taken is refused: two of one name
    /// could not be told apart at the counter.
    pub async fn add_terminal(
        &self,
        found: &FoundTerminal,
        name: Option<&str>,
    ) -> Result<Terminal, TillError> {
        let OfferedTerminal { key, manufacturer, model, serial, .. } = found.terminal.clone();
        let shortened = |name: &str| name.chars().take(40).collect::<String>();
        let chosen = name.map(|name| shortened(&sale::clean_line(name))).filter(|name| !name.is_empty());
        if chosen.is_some()
            && self.terminals().await?.iter().any(|known| Some(&known.name) == chosen.as_ref())
        {
            return Err(TillError::TerminalExists);
        }
        let name = chosen.unwrap_or_else(|| shortened(&format!("{manufacturer} {model}")));
        let new = NewTerminal {
            account_id: found.account,
            key,
            manufacturer,
            model,
            serial,
            name,
            added_at: self.now(),
        };
        let terminal = self.store().terminals().add(new).await.map_err(|error| match error {
            store::StoreError::Conflict(_) => TillError::TerminalExists,
            other => other.into(),
        })?;
        if self.chosen_terminal().await?.is_none() {
            self.use_terminal(terminal.id).await?;
        }
        self.changed();
        Ok(terminal)
    }

    /// The identity of a terminal by the key the provider lists it under.
    pub async fn find_offered(
        &self,
        account: AccountId,
        key: &TerminalKey,
    ) -> Result<FoundTerminal, TillError> {
        let provider = self.provider(account).await?;
        let directory = directory(&provider)?;
        let named = directory.parse_identity(key.as_str());
        if let Some(TerminalIdentity::Complete { manufacturer, model, serial, key }) = named {
            let terminal = OfferedTerminal { key, manufacturer, model, serial, store: None };
            return Ok(FoundTerminal::of(account, terminal));
        }
        let terminal = find_listed(directory, |terminal| is_called(&terminal.key, key.as_str())).await?;
        let terminal = terminal.ok_or_else(|| TillError::TerminalNotListed(key.to_string()))?;
        Ok(FoundTerminal::of(account, terminal))
    }

    /// Asks the provider whether the chosen terminal could take a payment, for the badge on the screen.
    pub async fn refresh_readiness(&self) {
        let readiness = match self.chosen_terminal().await {
            Ok(Some(terminal)) => self.readiness_of(&terminal).await,
            Ok(None) | Err(_) => Readiness::NotTold,
        };
        self.set_readiness(readiness);
    }

    /// Whether a terminal could take a payment, as far as its provider tells.
    pub async fn readiness_of(&self, terminal: &Terminal) -> Readiness {
        let Ok(provider) = self.provider(terminal.account_id).await else { return Readiness::NotTold };
        let Some(payments) = provider.payments() else { return Readiness::NotTold };
        match payments.readiness(&terminal.key).await {
            Ok(readiness) => readiness,
            Err(fault) if fault.kind() == payment::FaultKind::NotReached => Readiness::Offline,
            Err(_) => Readiness::NotTold,
        }
    }

    /// What people call the payment system of an account.
    pub async fn provider_name(&self, id: AccountId) -> String {
        match self.connection(id).await {
            Ok(provider) => provider.descriptor().display_name.to_owned(),
            Err(_) => String::new(),
        }
    }

    /// What the provider of an account is told about a purchase.
    pub(crate) async fn purchase_options(
        &self,
        id: AccountId,
        shop: &crate::Shop,
        order: sale::OrderNumber,
    ) -> Result<payment::PurchaseOptions, TillError> {
        let account = self.accounts().await?.into_iter().find(|account| account.id == id);
        let account = account.ok_or(TillError::NotFound("account"))?;
        Ok(crate::purchase_options::purchase_options(&settings_of(account)?.fields, shop, order))
    }

    /// The connected provider of an account, for something a person asked for. Refused at once while its secrets are
    /// locked: nothing is begun that could not be carried through.
    pub(crate) async fn provider(&self, id: AccountId) -> Result<Arc<dyn Provider>, TillError> {
        if self.secret_file_state() == SecretFileState::Locked {
            self.refuse_locked(&settings_of(self.account(id).await?)?)?;
        }
        self.connection(id).await
    }

    /// The connected provider of an account, for what goes on by itself and for what makes no request. A call that needs
    /// a locked secret is never sent; the next one after the unlocking is.
    pub(crate) async fn connection(&self, id: AccountId) -> Result<Arc<dyn Provider>, TillError> {
        if let Some(provider) = self.connected(id) {
            return Ok(provider);
        }
        let account = self.account(id).await?;
        let provider = self.connector().connect(&settings_of(account)?)?;
        self.keep_connected(id, provider.clone());
        Ok(provider)
    }
}

/// An account as the connector wants it.
pub(crate) fn settings_of(account: ProviderAccount) -> Result<AccountSettings, TillError> {
    let unreadable = |error: serde_json::Error| ConnectError::NoSecret(error.to_string());
    Ok(AccountSettings {
        fields: serde_json::from_str(&account.fields).map_err(unreadable)?,
        secrets: serde_json::from_str(&account.secrets).map_err(unreadable)?,
        kind: account.kind,
        base_url: account.base_url,
    })
}

fn directory(provider: &Arc<dyn Provider>) -> Result<&dyn TerminalDirectory, TillError> {
    provider.terminals().ok_or(TillError::NotOffered)
}

pub(crate) async fn find_serial(
    directory: &dyn TerminalDirectory,
    serial: &str,
) -> Result<Option<OfferedTerminal>, TillError> {
    find_listed(directory, |terminal| terminal.serial.eq_ignore_ascii_case(serial)).await
}

/// The first terminal of the provider's list that is the wanted one.
pub(crate) async fn find_listed(
    directory: &dyn TerminalDirectory,
    wanted: impl Fn(&OfferedTerminal) -> bool,
) -> Result<Option<OfferedTerminal>, TillError> {
    for page in 1..=MAX_PAGES {
        let listed = directory.terminals(page).await?;
        if let Some(found) = listed.items.into_iter().find(&wanted) {
            return Ok(Some(found));
        }
        if !listed.has_more {
            break;
        }
    }
    Ok(None)
}

pub(crate) fn is_called(key: &TerminalKey, text: &str) -> bool {
    key.as_str().eq_ignore_ascii_case(text.trim())
}
