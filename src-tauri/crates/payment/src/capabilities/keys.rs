use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::ProviderFault;

/// The API keys of an account.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// All keys, without their secrets.
    async fn api_keys(&self) -> Result<Vec<ApiKeyInfo>, ProviderFault>;

    /// Makes a key. The provider shows its secret this one time.
    async fn create_api_key(
        &self,
        label: &str,
        validity: &ApiKeyValidity,
    ) -> Result<IssuedApiKey, ProviderFault>;

    /// Takes a key back for ever. The last one, and the one the call is made with, are refused.
    async fn revoke_api_key(&self, id: &str) -> Result<(), ProviderFault>;
}

/// A key without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyInfo {
    /// The provider's name for it.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// When it was last used, if told.
    pub last_used: Option<Timestamp>,
    /// From when and until when it works.
    pub validity: ApiKeyValidity,
}

/// From when and until when a key works. `None`: without limit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApiKeyValidity {
    /// From this moment.
    pub from: Option<Timestamp>,
    /// Until this moment.
    pub until: Option<Timestamp>,
}

/// A key just made, with its secret.
#[derive(Debug, Clone)]
pub struct IssuedApiKey {
    /// What is known of it.
    pub info: ApiKeyInfo,
    /// The key itself.
    pub secret: SecretString,
}
