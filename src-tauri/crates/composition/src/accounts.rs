use std::sync::Arc;

use payment::{Provider, ProviderFault};
use provider_http::{ApiKeySource, KeyFile};
use provider_merchant_api::{MerchantApi, MerchantApiConfig};
use secrecy::SecretString;
use till::{
    AccountForm, AccountSettings, ConnectError, Connector, FormField, Need, PepperKeeper, SecretLocation,
};

use crate::keychain::{self, KeychainPepper};

/// The address of the practice account in a till's database. The simulator's real one changes with every start.
pub const PRACTICE_ADDRESS: &str = "practice:";

/// The secret every kind of account with one key has.
pub const API_KEY: &str = "api_key";

const REQUIRED_KEY: FormField = FormField { name: API_KEY, need: Need::Required };

/// The kinds of account that are built in.
const FORMS: &[AccountForm] = &[AccountForm {
    kind: "merchant-api",
    display_name: "MerchantAPI (CM.com)",
    default_address: None,
    fields: &[],
    secrets: &[REQUIRED_KEY],
}];

/// Connects accounts to the providers that are built in.
#[derive(Debug, Default)]
pub struct Accounts {
    practice: Option<String>,
}

impl Accounts {
    /// Real accounts only; a practice account cannot be reached.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reaches the practice account at the simulator's address of this run.
    pub fn with_practice(base_url: impl Into<String>) -> Self {
        Self { practice: Some(base_url.into()) }
    }

    fn address(&self, base_url: &str) -> Result<String, ConnectError> {
        if base_url != PRACTICE_ADDRESS {
            return Ok(base_url.to_owned());
        }
        self.practice.clone().ok_or_else(|| {
            ConnectError::BadAddress("the practice account is open in the app only".to_owned())
        })
    }
}

impl Connector for Accounts {
    fn forms(&self) -> Vec<AccountForm> {
        FORMS.to_vec()
    }

    fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError> {
        let base_url = self.address(&account.base_url)?;
        match account.kind.as_str() {
            "merchant-api" => {
                let api_key = key_source(account.secret(API_KEY)?);
                let provider = MerchantApi::new(MerchantApiConfig::new(base_url, api_key))
                    .map_err(|error| ConnectError::BadAddress(error.to_string()))?;
                Ok(Arc::new(provider))
            }
            other => Err(ConnectError::UnknownKind(other.to_owned())),
        }
    }

    fn pepper_keeper(&self) -> Option<Arc<dyn PepperKeeper>> {
        Some(Arc::new(KeychainPepper))
    }
}

fn key_source(secret: &SecretLocation) -> Arc<dyn ApiKeySource> {
    match secret {
        SecretLocation::File { path } => Arc::new(KeyFile::new(path)),
        SecretLocation::Keychain { entry } => Arc::new(KeychainEntry { entry: entry.clone() }),
    }
}

/// An entry of the system's keychain, read at every use.
struct KeychainEntry {
    entry: String,
}

impl ApiKeySource for KeychainEntry {
    fn read(&self) -> Result<SecretString, ProviderFault> {
        keychain::take(&self.entry).map_err(|error| ProviderFault::misconfigured(error.to_string()))
    }
}
