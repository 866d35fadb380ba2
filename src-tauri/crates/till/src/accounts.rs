//! The accounts at payment systems: added by form, changed, switched off, removed.

use std::collections::BTreeMap;

use payment::{AttemptHandle, AttemptReference, Inquiry};
use secrecy::SecretString;
use store::{AccountChange, AccountId, NewAccount, ProviderAccount, StoreError};

use crate::providers::{AccountForm, AccountSettings, PRACTICE_ADDRESS, SecretHome, SecretLocation};
use crate::purchase_options::OptionField;
use crate::terminals::settings_of;
use crate::{ConnectError, ManagerApproval, Till, TillError};

/// Longer labels are cut.
const MAX_LABEL: usize = 80;
/// Longer fields are refused.
const MAX_FIELD: usize = 300;
/// Payments that are looked for with a new key, to prove that it is the same merchant's.
const PROOFS: u32 = 5;
/// The rule of the store that keeps an account while money hangs on it.
const MONEY_HANGS: &str = "accounts_stay_while_money_hangs_on_them";
/// The rule of the store that keeps an account while payments on it run.
const ACCOUNTS_STAY: &str = "accounts_stay_while_payments_run";

/// A secret as somebody gave it.
#[derive(Debug, Clone)]
pub enum NewSecret {
    /// The secret itself, to be kept where the one before it is kept; the first in the keychain.
    Typed(SecretString),
    /// The secret itself, to be kept in the secret file.
    ForSecretFile(SecretString),
    /// Where it is already.
    At(SecretLocation),
}

/// An account as a form describes it.
#[derive(Debug, Clone)]
pub struct AccountEdit {
    /// What people call it.
    pub label: String,
    /// Where it is reached.
    pub base_url: String,
    /// What the payment system wants to know beside its address, by the names of its form.
    pub fields: BTreeMap<String, String>,
    /// Its secrets, by the names of its form. For an account that exists: only those to be replaced.
    pub secrets: BTreeMap<String, NewSecret>,
}

impl Till {
    /// The kinds of account that can be added.
    pub fn account_forms(&self) -> Vec<AccountForm> {
        self.connector().forms()
    }

    /// The accounts of this till.
    pub async fn accounts(&self) -> Result<Vec<ProviderAccount>, TillError> {
        Ok(self.store().accounts().list().await?)
    }

    /// One of them.
    pub async fn account(&self, id: AccountId) -> Result<ProviderAccount, TillError> {
        let known = self.accounts().await?;
        known.into_iter().find(|account| account.id == id).ok_or(TillError::NotFound("account"))
    }

    /// Adds an account. Its secrets stay where `settings` says.
    pub async fn add_account(
        &self,
        label: &str,
        settings: AccountSettings,
    ) -> Result<ProviderAccount, TillError> {
        let is_practice = settings.base_url == PRACTICE_ADDRESS;
        if self.shop().practice && !is_practice && !self.accounts().await?.is_empty() {
            return Err(TillError::PracticeShop);
        }
        // Connecting makes no request, but refuses what can never work: a bad address, an unknown provider.
        self.connector().connect(&settings)?;
        let account = NewAccount {
            fields: json(&settings.fields)?,
            secrets: json(&settings.secrets)?,
            kind: settings.kind,
            label: clean_label(label),
            base_url: settings.base_url,
            created_at: self.now(),
        };
        Ok(self.store().accounts().add(account).await?)
    }

    /// Adds an account of a kind as its form was filled in. Secrets are kept first; of an account that is refused none is
    /// left behind.
    pub async fn add_account_by_form(
        &self,
        approval: ManagerApproval,
        kind: &str,
        edit: AccountEdit,
    ) -> Result<ProviderAccount, TillError> {
        let form = self.form(kind)?;
        if self.shop().practice {
            return Err(TillError::PracticeShop);
        }
        tracing::info!(kind, by = ?approval.by(), "an account is added");
        check_fields(&form, &edit)?;
        for secret in form.secrets.iter().filter(|secret| secret.need == crate::Need::Required) {
            if !edit.secrets.contains_key(secret.name) {
                return Err(ConnectError::MissingField(secret.name).into());
            }
        }
        let (secrets, kept) = self.keep_secrets(&form, edit.secrets, &BTreeMap::new()).await?;
        let settings = AccountSettings {
            kind: kind.to_owned(),
            base_url: edit.base_url.trim().to_owned(),
            fields: edit.fields,
            secrets,
        };
        let added = self.add_account(&edit.label, settings).await;
        if added.is_err() {
            self.forget_secrets(kept).await;
        }
        added
    }

    /// Changes label, address, fields and the secrets that are given. While a payment on the account has not ended its
    /// address and fields stay, and another key is taken only if it finds a payment of this account.
    pub async fn edit_account(
        &self,
        approval: ManagerApproval,
        id: AccountId,
        edit: AccountEdit,
    ) -> Result<(), TillError> {
        tracing::info!(account = id.0, by = ?approval.by(), "an account is changed");
        let account = self.account(id).await?;
        if self.shop().practice && edit.base_url.trim() != account.base_url {
            return Err(TillError::PracticeShop);
        }
        let form = self.form(&account.kind)?;
        check_fields(&form, &edit)?;
        let mut settings = settings_of(account.clone())?;
        let replaced_key = edit.secrets.contains_key(crate::keys::API_KEY);
        let (new, kept) = self.keep_secrets(&form, edit.secrets, &settings.secrets).await?;
        let mut replaced = Vec::new();
        for (name, place) in new {
            replaced.extend(settings.secrets.insert(name, place));
        }
        settings.base_url = edit.base_url.trim().to_owned();
        settings.fields = edit.fields;
        let change = AccountChange {
            label: clean_label(&edit.label),
            base_url: settings.base_url.clone(),
            fields: json(&settings.fields)?,
            secrets: json(&settings.secrets)?,
            // Another key: what was known of the old one says nothing about it, and no rotation goes on from it.
            own_key: match self.found_with(id, &settings, !kept.is_empty() || replaced_key).await {
                Some(reference) => json(&serde_json::json!({ "found_by": reference.as_str() }))?,
                None if replaced_key => "{}".to_owned(),
                None => account.own_key,
            },
        };
        let done = match self.connector().connect(&settings) {
            Ok(_) => self.store().accounts().change(id, change).await.map_err(occupied),
            Err(error) => Err(error.into()),
        };
        if done.is_err() {
            self.forget_secrets(kept).await;
            return done;
        }
        self.forget_connected(id);
        self.forget_secrets(replaced).await;
        self.refresh_readiness().await;
        self.changed();
        Ok(())
    }

    /// A payment of the account that is found with other secrets, which proves that they are the same merchant's. Asked
    /// only while one runs.
    async fn found_with(
        &self,
        id: AccountId,
        settings: &AccountSettings,
        other_secrets: bool,
    ) -> Option<AttemptReference> {
        let provider = self.connector().connect(settings).ok().filter(|_| other_secrets)?;
        let payments = provider.payments()?;
        let known = self.store().accounts().named_payments(id, PROOFS).await.ok()?;
        for record in known {
            let handle =
                AttemptHandle { transaction: record.transaction, ..AttemptHandle::of(&record.intent) };
            let told = payments.inquire(&handle).await;
            if matches!(told, Ok(Inquiry::Resolved { .. } | Inquiry::InProgress { .. })) {
                return Some(record.intent.reference);
            }
        }
        None
    }

    /// Lets an account take no new payments. What runs is followed to its end.
    pub async fn disable_account(&self, _approval: ManagerApproval, id: AccountId) -> Result<(), TillError> {
        self.store().accounts().disable(id, self.now()).await?;
        self.changed();
        Ok(())
    }

    /// Lets an account take payments again.
    pub async fn enable_account(&self, _approval: ManagerApproval, id: AccountId) -> Result<(), TillError> {
        self.store().accounts().enable(id).await?;
        self.changed();
        Ok(())
    }

    /// Takes an account and its terminals out of use, and forgets its secrets. Refused while a payment on it has not
    /// ended, and while money hangs on it that a person must decide about or that is to go back; orders keep what was paid
    /// over it.
    pub async fn remove_account(&self, _approval: ManagerApproval, id: AccountId) -> Result<(), TillError> {
        if self.shop().practice {
            return Err(TillError::PracticeShop);
        }
        let secrets = settings_of(self.account(id).await?)?.secrets;
        self.store().accounts().remove(id, self.now()).await.map_err(occupied)?;
        self.forget_connected(id);
        self.forget_secrets(secrets.into_values().collect()).await;
        self.refresh_readiness().await;
        self.changed();
        Ok(())
    }

    fn form(&self, kind: &str) -> Result<AccountForm, TillError> {
        let known = self.account_forms().into_iter().find(|form| form.kind == kind);
        known.ok_or_else(|| ConnectError::UnknownKind(kind.to_owned()).into())
    }

    /// Keeps typed secrets; answers where all of them are, and which of the places are new.
    async fn keep_secrets(
        &self,
        form: &AccountForm,
        secrets: BTreeMap<String, NewSecret>,
        beside: &BTreeMap<String, SecretLocation>,
    ) -> Result<(BTreeMap<String, SecretLocation>, Vec<SecretLocation>), TillError> {
        let mut places = BTreeMap::new();
        let mut kept: Vec<SecretLocation> = Vec::new();
        for (name, secret) in secrets {
            if !form.secrets.iter().any(|known| known.name == name) {
                self.forget_secrets(kept).await;
                return Err(TillError::NotFound("secret"));
            }
            let is_new = !matches!(secret, NewSecret::At(_));
            let place = match secret {
                NewSecret::At(place) => Ok(place),
                NewSecret::Typed(secret) => {
                    let home = beside.get(&name).cloned().map_or(SecretHome::Keychain, SecretHome::Beside);
                    self.keep_secret(format!("{}-{name}", form.kind), secret, home).await
                }
                NewSecret::ForSecretFile(secret) => {
                    self.keep_secret(format!("{}-{name}", form.kind), secret, SecretHome::SecretFile).await
                }
            };
            let place = match place {
                Ok(place) => place,
                Err(error) => {
                    self.forget_secrets(kept).await;
                    return Err(error);
                }
            };
            if is_new {
                kept.push(place.clone());
            }
            places.insert(name, place);
        }
        Ok((places, kept))
    }

    /// Puts a secret into the secret file, for an account that is added with it.
    ///
    /// # Errors
    /// `SecretFile` when there is none, or it is locked.
    pub async fn put_into_secret_file(
        &self,
        name: &str,
        secret: SecretString,
    ) -> Result<SecretLocation, TillError> {
        self.keep_secret(name.to_owned(), secret, SecretHome::SecretFile).await
    }

    /// Puts a secret where this program keeps secrets.
    pub(crate) async fn keep_secret(
        &self,
        name: String,
        secret: SecretString,
        home: SecretHome,
    ) -> Result<SecretLocation, TillError> {
        let connector = self.connector_for_blocking();
        let keeping = tokio::task::spawn_blocking(move || match connector.secret_place() {
            Some(place) => place.keep(&name, &secret, &home),
            None => Err(ConnectError::NoSecret("no place for secrets".to_owned())),
        });
        Ok(keeping.await.map_err(|error| TillError::Internal(error.to_string()))??)
    }

    async fn forget_secrets(&self, places: Vec<SecretLocation>) {
        for place in places {
            self.forget_secret(place).await;
        }
    }
}

fn check_fields(form: &AccountForm, edit: &AccountEdit) -> Result<(), TillError> {
    if edit.base_url.trim().is_empty() {
        return Err(ConnectError::MissingField("base_url").into());
    }
    for field in form.fields.iter().filter(|field| field.need == crate::Need::Required) {
        if edit.fields.get(field.name).is_none_or(|text| text.trim().is_empty()) {
            return Err(ConnectError::MissingField(field.name).into());
        }
    }
    for (name, text) in &edit.fields {
        if let Some(option) = OptionField::named(name).filter(|field| form.options.contains(&field.option()))
        {
            option.check(text)?;
        } else if !form.fields.iter().any(|field| field.name == name) || text.chars().count() > MAX_FIELD {
            return Err(TillError::NotFound("field"));
        }
    }
    Ok(())
}

fn clean_label(label: &str) -> String {
    sale::clean_line(label).chars().take(MAX_LABEL).collect()
}

fn occupied(error: StoreError) -> TillError {
    match error {
        StoreError::Conflict(rule) if rule == ACCOUNTS_STAY => TillError::AccountOccupied,
        StoreError::Conflict(rule) if rule == MONEY_HANGS => TillError::AccountUnsettled,
        other => other.into(),
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, TillError> {
    serde_json::to_string(value).map_err(|error| TillError::Internal(error.to_string()))
}
