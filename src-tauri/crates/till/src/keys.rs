//! The API keys of an account, and their rotation as one act that survives a crash at any point.
//!
//! Each step is written down before the next one is taken. The secret of a new key is shown once: if its answer is lost,
//! the key stays in the provider's list, is known by not having been there before, and is offered for revocation.

use jiff::{Timestamp, Unit};
use payment::FaultKind;
use payment::capabilities::ApiKeyInfo;
use serde::{Deserialize, Serialize};
use store::{AccountId, ProviderAccount};

use crate::providers::SecretLocation;
use crate::terminals::settings_of;
use crate::{ManagerApproval, Till, TillError};

/// The secret a key of this kind is kept under in [`crate::AccountSettings`].
pub(crate) const API_KEY: &str = "api_key";
/// Longer labels are refused by providers.
pub(crate) const MAX_LABEL: usize = 60;
/// So many days before the key in use expires somebody is told.
pub(crate) const EXPIRY_NOTICE_DAYS: i64 = 14;
/// Keys that are remembered as having been there before.
pub(crate) const MAX_REMEMBERED: usize = 1000;

/// Why a key is not made, changed or revoked. Everything is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// It is the key the till itself uses.
    #[error("the key in use cannot be revoked; rotate it instead")]
    InUse,
    /// There would be none left.
    #[error("the last key cannot be revoked")]
    Last,
    /// A rotation has begun and is not finished.
    #[error("a rotation of this account's key is not finished")]
    RotationOpen,
    /// No rotation has begun, or it is not at this step.
    #[error("no rotation is waiting for this")]
    NoRotation,
    /// Which key the till used before is not known: it must be named.
    #[error("which key was used before is not known: name it")]
    OldKeyNotKnown,
    /// A key needs a label and cannot end before it begins.
    #[error("a key needs a label, and an end that lies ahead")]
    BadWish,
}

/// What a new key should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationWish {
    /// What people will call it.
    pub label: String,
    /// Until when it should work; `None`: without limit.
    pub until: Option<Timestamp>,
}

/// How far a rotation has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum RotationStep {
    /// A key is being asked for. Found after a crash, or when the answer was lost: whether it was made is not known.
    Creating,
    /// The new secret is kept; the account still uses the old one.
    Kept {
        /// The new key.
        key: ApiKeyInfo,
        /// Where its secret is.
        place: SecretLocation,
    },
    /// The account uses the new key; whether it works is not proved yet.
    Switched {
        /// The new key.
        key: ApiKeyInfo,
        /// Where the old secret is.
        old_place: SecretLocation,
    },
    /// The new key works. The old one is still valid.
    Proved {
        /// The new key.
        key: ApiKeyInfo,
        /// Where the old secret is.
        old_place: SecretLocation,
    },
}

/// A rotation under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// What the new key is called.
    pub label: String,
    /// Until when it should work.
    pub until: Option<Timestamp>,
    /// When it began.
    pub began_at: Timestamp,
    /// The keys that were there before, by the provider's names.
    pub before: Vec<String>,
    /// How far it has come.
    #[serde(flatten)]
    pub step: RotationStep,
}

/// What the till remembers of an account's own key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OwnKey {
    /// The provider's name for the key in use, once a rotation has brought it.
    pub(crate) id: Option<String>,
    /// Until when the key in use works, as far as it was ever told.
    pub(crate) until: Option<Timestamp>,
    pub(crate) rotation: Option<Rotation>,
}

/// The keys of an account as a manager sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOverview {
    /// The account.
    pub account: AccountId,
    /// Its keys, in the provider's order.
    pub keys: Vec<KeyRow>,
    /// A rotation under way.
    pub rotation: Option<Rotation>,
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The key.
    pub info: ApiKeyInfo,
    /// Whether it is the one the till uses; `None`: that cannot be told.
    pub in_use: Option<bool>,
    /// It was made by a rotation whose answer was lost: nobody has its secret.
    pub secret_lost: bool,
}

/// A key in use that will expire soon, or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiringKey {
    /// The account.
    pub account: AccountId,
    /// What people call the account.
    pub label: String,
    /// When it expires.
    pub until: Timestamp,
    /// Whole days left, below zero when it is over.
    pub days_left: i64,
}

/// The whole days until `until`, if there are at most `days`.
pub fn expires_within(until: Timestamp, now: Timestamp, days: i64) -> Option<i64> {
    let left = now.until((Unit::Hour, until)).ok()?.get_hours();
    let left = i64::from(left).div_euclid(24);
    (left <= days).then_some(left)
}

impl Till {
    /// All keys of an account, and where a rotation stands. Refreshes what is known of the key in use.
    pub async fn api_keys(&self, account: AccountId) -> Result<KeyOverview, TillError> {
        let listed = self.listed_keys(account).await?;
        let mut own = self.own_key(account).await?;
        if let Some(found) = in_use(&listed, &own)
            && (own.until != found.validity.until || own.id.as_ref() != Some(&found.id))
            && own.rotation.is_none()
        {
            own.until = found.validity.until;
            own.id = Some(found.id.clone());
            self.remember(account, &own).await?;
        }
        Ok(overview(account, listed, &own))
    }

    /// The accounts whose payment system lets them look after their keys.
    pub async fn accounts_with_keys(&self) -> Result<Vec<AccountId>, TillError> {
        let mut found = Vec::new();
        for account in self.accounts().await? {
            // An account that cannot be connected is mended in the settings, not here.
            if self.connection(account.id).await.is_ok_and(|provider| provider.api_keys().is_some()) {
                found.push(account.id);
            }
        }
        Ok(found)
    }

    /// Accounts whose key in use expires within fourteen days, as far as it was ever told.
    pub async fn expiring_keys(&self) -> Result<Vec<ExpiringKey>, TillError> {
        let now = self.now();
        let mut expiring = Vec::new();
        for account in self.accounts().await?.into_iter().filter(|account| account.enabled) {
            let Some(until) = read_own_key(&account)?.until else { continue };
            if let Some(days_left) = expires_within(until, now, EXPIRY_NOTICE_DAYS) {
                expiring.push(ExpiringKey { account: account.id, label: account.label, until, days_left });
            }
        }
        Ok(expiring)
    }

    /// Asks every account that has keys how long its own still works. Accounts that do not answer keep what is known.
    pub async fn refresh_key_expiry(&self) -> Result<(), TillError> {
        for account in self.accounts().await?.into_iter().filter(|account| account.enabled) {
            if let Err(error) = self.api_keys(account.id).await {
                tracing::debug!(account = account.id.0, %error, "the keys of an account could not be read");
            }
        }
        Ok(())
    }

    /// Revokes a key that the till does not use.
    pub async fn revoke_key(
        &self,
        approval: ManagerApproval,
        account: AccountId,
        id: &str,
    ) -> Result<KeyOverview, TillError> {
        let own = self.own_key(account).await?;
        let listed = self.listed_keys(account).await?;
        if !listed.iter().any(|key| key.id == id) {
            return Err(TillError::NotFound("key"));
        }
        if listed.len() == 1 {
            return Err(KeyRefusal::Last.into());
        }
        let new = own.rotation.as_ref().and_then(Rotation::key);
        if in_use(&listed, &own).is_some_and(|key| key.id == id) || new.is_some_and(|key| key.id == id) {
            return Err(KeyRefusal::InUse.into());
        }
        tracing::info!(account = account.0, by = ?approval.by(), "a key is revoked");
        self.revoke(account, id).await?;
        self.api_keys(account).await
    }

    pub(crate) async fn revoke(&self, account: AccountId, id: &str) -> Result<(), TillError> {
        let provider = self.provider(account).await?;
        let keys = provider.api_keys().ok_or(TillError::NotOffered)?;
        match keys.revoke_api_key(id).await {
            Ok(()) => Ok(()),
            Err(fault) if fault.kind() == FaultKind::NotKnown => Ok(()),
            // The provider refuses exactly two keys; which of them it was shows in the list.
            Err(fault) if fault.kind() == FaultKind::Refused && fault.status() == Some(409) => {
                let left = keys.api_keys().await?.len();
                Err(if left <= 1 { KeyRefusal::Last } else { KeyRefusal::InUse }.into())
            }
            Err(fault) => Err(fault.into()),
        }
    }

    pub(crate) async fn listed_keys(&self, account: AccountId) -> Result<Vec<ApiKeyInfo>, TillError> {
        let provider = self.provider(account).await?;
        Ok(provider.api_keys().ok_or(TillError::NotOffered)?.api_keys().await?)
    }

    pub(crate) async fn secret_of(&self, account: AccountId) -> Result<SecretLocation, TillError> {
        let settings = settings_of(self.account(account).await?)?;
        Ok(settings.secret(API_KEY)?.clone())
    }

    pub(crate) async fn own_key(&self, account: AccountId) -> Result<OwnKey, TillError> {
        read_own_key(&self.account(account).await?)
    }

    pub(crate) async fn remember(&self, account: AccountId, own: &OwnKey) -> Result<(), TillError> {
        Ok(self.store().accounts().remember_key(account, &json(own)?).await?)
    }

    /// A secret that is left behind opens nothing any more, or is one the person keeps: not worth stopping for.
    pub(crate) async fn forget_secret(&self, place: SecretLocation) {
        let connector = self.connector_for_blocking();
        let forgotten = tokio::task::spawn_blocking(move || match connector.secret_place() {
            Some(secrets) => secrets.forget(&place),
            None => Ok(()),
        });
        if let Ok(Err(error)) = forgotten.await {
            tracing::warn!(%error, "an old secret was left where it is");
        }
    }
}

impl Rotation {
    /// The new key, once it is known.
    pub fn key(&self) -> Option<&ApiKeyInfo> {
        match &self.step {
            RotationStep::Creating => None,
            RotationStep::Kept { key, .. }
            | RotationStep::Switched { key, .. }
            | RotationStep::Proved { key, .. } => Some(key),
        }
    }
}

/// The key the till uses: the one a rotation brought, or the only one there is.
pub(crate) fn in_use<'k>(listed: &'k [ApiKeyInfo], own: &OwnKey) -> Option<&'k ApiKeyInfo> {
    match (&own.id, listed) {
        (Some(id), listed) => listed.iter().find(|key| key.id == *id),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

fn overview(account: AccountId, listed: Vec<ApiKeyInfo>, own: &OwnKey) -> KeyOverview {
    let switched = own.rotation.as_ref().and_then(|rotation| match &rotation.step {
        RotationStep::Creating | RotationStep::Kept { .. } => None,
        RotationStep::Switched { key, .. } | RotationStep::Proved { key, .. } => Some(key.id.clone()),
    });
    let used = switched.or_else(|| in_use(&listed, own).map(|key| key.id.clone()));
    let lost = |info: &ApiKeyInfo| {
        own.rotation.as_ref().is_some_and(|rotation| {
            rotation.step == RotationStep::Creating
                && info.label == rotation.label
                && !rotation.before.contains(&info.id)
        })
    };
    let keys = listed
        .into_iter()
        .map(|info| KeyRow {
            in_use: used.as_ref().map(|used| *used == info.id),
            secret_lost: lost(&info),
            info,
        })
        .collect();
    KeyOverview { account, keys, rotation: own.rotation.clone() }
}

fn read_own_key(account: &ProviderAccount) -> Result<OwnKey, TillError> {
    serde_json::from_str(&account.own_key).map_err(|error| TillError::Internal(error.to_string()))
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, TillError> {
    serde_json::to_string(value).map_err(|error| TillError::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_announced_fourteen_days_before_it_ends_and_ever_after() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
        for (until, left) in [
            ("2026-12-31T00:00:00Z", None),
            ("2026-12-06T12:00:00Z", None),
            ("2026-12-06T11:59:00Z", Some(14)),
            ("2026-11-22T11:00:00Z", Some(0)),
            ("2026-11-21T11:00:00Z", Some(-1)),
        ] {
            let until = until.parse().expect("a time");
            assert_eq!(expires_within(until, now, EXPIRY_NOTICE_DAYS), left, "{until}");
        }
    }
}
