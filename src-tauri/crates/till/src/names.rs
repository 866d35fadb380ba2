//! What people call what the till keeps under names of its own: transactions as the vendor's portal shows them, terminals and
//! accounts as the shop named them.

use std::sync::Arc;

use payment::{AttemptRecord, Provider, ProviderTransactionId};
use store::{AccountId, AttemptDetail, TerminalId};

use crate::{Till, TillError};

/// How transactions of one account are called.
#[derive(Clone)]
pub struct TransactionNames(Option<Arc<dyn Provider>>);

impl TransactionNames {
    /// The name people can look a transaction up by. That of an account nobody can connect any more is the one on record.
    pub fn of(&self, transaction: &ProviderTransactionId) -> String {
        self.0.as_ref().map_or_else(|| transaction.to_string(), |provider| provider.shown_name(transaction))
    }

    /// The name on record that is shown like this, or `typed` as it stands.
    pub(crate) fn on_record(&self, record: &AttemptRecord, typed: String) -> String {
        match &record.transaction {
            Some(known) if self.of(known) == typed => known.to_string(),
            Some(_) | None => typed,
        }
    }
}

/// Where an attempt ran and what it is called there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptNames {
    /// What the shop calls the terminal, also one it has taken out since.
    pub terminal: String,
    /// What the shop calls the account.
    pub account: String,
    /// What people can look it up by.
    pub transaction: Option<String>,
}

impl Till {
    /// How transactions of an account are called.
    pub async fn transaction_names(&self, account: AccountId) -> TransactionNames {
        TransactionNames(self.connection(account).await.ok())
    }

    /// Where an attempt ran and what it is called there.
    pub async fn attempt_names(&self, attempt: &AttemptDetail) -> Result<AttemptNames, TillError> {
        let names = self.transaction_names(attempt.account_id).await;
        Ok(AttemptNames {
            terminal: self.store().terminals().name(attempt.terminal_id).await?,
            account: self.store().accounts().label(attempt.account_id).await?,
            transaction: attempt.record.transaction.as_ref().map(|transaction| names.of(transaction)),
        })
    }

    /// What people can look an attempt up by; `None` while its provider has no name for it.
    pub async fn shown_transaction(&self, record: &AttemptRecord) -> Result<Option<String>, TillError> {
        let Some(transaction) = &record.transaction else { return Ok(None) };
        let reference = &record.intent.reference;
        let account = match self.account_of_followed(reference) {
            Some(account) => account,
            None => self.store().cases().get(reference).await?.account_id,
        };
        Ok(Some(self.transaction_names(account).await.of(transaction)))
    }

    /// What the shop calls a terminal, also one it has taken out since.
    pub(crate) async fn terminal_name(&self, id: TerminalId) -> Result<String, TillError> {
        Ok(self.store().terminals().name(id).await?)
    }
}
