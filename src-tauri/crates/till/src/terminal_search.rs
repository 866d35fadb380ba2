//! Which terminal a text names, among the accounts of this till.

use std::sync::Arc;

use payment::{OfferedTerminal, Provider, TerminalIdentity};
use store::AccountId;

use crate::terminals::{find_listed, find_serial, is_called};
use crate::{FoundTerminal, Till, TillError};

/// What the accounts know of a text.
#[derive(Default)]
struct Search {
    /// Understood as a whole identity, without a question to anybody.
    named: Vec<(Arc<dyn Provider>, FoundTerminal)>,
    /// Found in a list.
    listed: Vec<FoundTerminal>,
    /// Accounts whose devices name themselves by nothing a person could scan.
    paired: Vec<(AccountId, Arc<dyn Provider>)>,
    /// The serial number that was read.
    understood: Option<String>,
    /// Why an account could not be asked.
    missed: Option<TillError>,
}

impl FoundTerminal {
    pub(crate) fn of(account: AccountId, terminal: OfferedTerminal) -> Self {
        Self { account, terminal, others: Vec::new() }
    }
}

impl Till {
    /// Finds out which terminal a text names: its QR code, its path form, its serial number. Every account that is switched
    /// on is asked, and one that cannot be reached keeps no other from answering. Where several may have the terminal, a
    /// person chooses: [`FoundTerminal::others`].
    pub async fn read_terminal_text(&self, text: &str) -> Result<FoundTerminal, TillError> {
        let mut search = Search::default();
        for account in self.accounts().await?.into_iter().filter(|account| account.enabled) {
            match self.provider(account.id).await {
                Ok(provider) => search.ask(account.id, &provider, text).await,
                Err(error) => drop(search.missed.get_or_insert(error)),
            }
        }
        if search.named.is_empty() && search.understood.is_none() {
            search.look_for_paired(text.trim()).await;
        }
        if let Some(found) = search.choose().await {
            return Ok(found);
        }
        Err(match (search.missed, search.understood) {
            (Some(missed), _) => missed,
            (None, Some(serial)) => TillError::TerminalNotListed(serial),
            (None, None) => TillError::UnknownTerminalText(sale::clean_line(text).chars().take(60).collect()),
        })
    }
}

impl Search {
    async fn ask(&mut self, account: AccountId, provider: &Arc<dyn Provider>, text: &str) {
        let Some(directory) = provider.terminals() else { return };
        match directory.parse_identity(text) {
            Some(TerminalIdentity::Complete { manufacturer, model, serial, key }) => {
                let terminal = OfferedTerminal { key, manufacturer, model, serial, store: None };
                self.named.push((provider.clone(), FoundTerminal::of(account, terminal)));
            }
            Some(TerminalIdentity::SerialOnly { serial }) => {
                let found = find_serial(directory, &serial).await;
                self.understood = Some(serial);
                self.take(account, found);
            }
            None if provider.pairing().is_some() => self.paired.push((account, provider.clone())),
            None => {}
        }
    }

    /// Devices that are joined by a code are looked for by key and serial number.
    async fn look_for_paired(&mut self, text: &str) {
        for (account, provider) in std::mem::take(&mut self.paired) {
            let Some(directory) = provider.terminals() else { continue };
            let wanted = |terminal: &OfferedTerminal| {
                is_called(&terminal.key, text) || terminal.serial.eq_ignore_ascii_case(text)
            };
            let found = find_listed(directory, wanted).await;
            self.take(account, found);
        }
    }

    fn take(&mut self, account: AccountId, found: Result<Option<OfferedTerminal>, TillError>) {
        match found {
            Ok(Some(terminal)) => self.listed.push(FoundTerminal::of(account, terminal)),
            Ok(None) => {}
            Err(error) => drop(self.missed.get_or_insert(error)),
        }
    }

    /// The terminal, with every account it may belong to. An identity that only one account understands needs no question;
    /// of several those that list it, else those that could not be asked, else all of them.
    async fn choose(&mut self) -> Option<FoundTerminal> {
        let mut silent = Vec::new();
        let mut all = Vec::new();
        let several = self.named.len() > 1;
        for (provider, found) in std::mem::take(&mut self.named) {
            if several && let Some(directory) = provider.terminals() {
                let wanted =
                    |terminal: &OfferedTerminal| is_called(&terminal.key, found.terminal.key.as_str());
                match find_listed(directory, wanted).await {
                    Ok(Some(terminal)) => self.listed.push(FoundTerminal::of(found.account, terminal)),
                    Ok(None) => {}
                    Err(_) => silent.push(found.clone()),
                }
            }
            all.push(found);
        }
        let candidates = [std::mem::take(&mut self.listed), silent, all];
        let mut candidates = candidates.into_iter().find(|found| !found.is_empty())?.into_iter();
        let mut found = candidates.next()?;
        found.others = candidates.map(|other| other.account).collect();
        Some(found)
    }
}
