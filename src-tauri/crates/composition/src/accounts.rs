use std::path::Path;
use std::sync::Arc;

use payment::{Provider, ProviderFault};
use provider_http::{ApiKeySource, KeyFile};
use provider_merchant_api::{MerchantApi, MerchantApiConfig};
use provider_stitch::{Stitch, StitchConfig};
use provider_sumup::{Affiliate, DEFAULT_ADDRESS, Sumup, SumupConfig};
use secrecy::SecretString;
use till::{
    AccountForm, AccountSettings, ConnectError, Connector, FormField, Need, PRACTICE_ADDRESS, PepperKeeper,
    SecretFile, SecretLocation, SecretPlace,
};

use crate::Places;
use crate::keychain::{self, Peppers};
use crate::secret_file::SealedFile;

/// The secret every kind of account with one key has.
pub const API_KEY: &str = "api_key";

/// What a client of Stitch is called.
pub const CLIENT_ID: &str = "client_id";
/// The secret of a client of Stitch.
pub const CLIENT_SECRET: &str = "client_secret";
/// The address of Stitch.
pub const STITCH_ADDRESS: &str = provider_stitch::DEFAULT_ADDRESS;
/// Where Stitch gives tokens; without it, at the vendor's own address.
pub const TOKEN_URL: &str = "token_url";

/// Where the simulator speaks Stitch.
const PRACTICE_STITCH: &str = "/stitch";
/// Where the simulator gives Stitch's tokens.
const PRACTICE_STITCH_TOKEN: &str = "/stitch/connect/token";
/// SumUp's address for everybody.
pub const SUMUP_ADDRESS: &str = DEFAULT_ADDRESS;
/// SumUp: the merchant's code.
pub const MERCHANT_CODE: &str = "merchant_code";
/// SumUp: the identifier of the registered application.
pub const AFFILIATE_APP_ID: &str = "affiliate_app_id";
/// SumUp: the secret key of the registered application.
pub const AFFILIATE_KEY: &str = "affiliate_key";

const REQUIRED_KEY: FormField = FormField { name: API_KEY, need: Need::Required };

/// The kinds of account that are built in.
const FORMS: &[AccountForm] = &[
    AccountForm {
        kind: "merchant-api",
        display_name: "MerchantAPI (CM.com)",
        default_address: None,
        fields: &[],
        options: &[],
        secrets: &[REQUIRED_KEY],
    },
    AccountForm {
        kind: "stitch",
        display_name: "Stitch (terminals only)",
        default_address: Some(STITCH_ADDRESS),
        fields: &[
            FormField { name: CLIENT_ID, need: Need::Required },
            FormField { name: TOKEN_URL, need: Need::Optional },
        ],
        options: &[],
        secrets: &[FormField { name: CLIENT_SECRET, need: Need::Required }],
    },
    AccountForm {
        kind: "sumup",
        display_name: "SumUp",
        default_address: Some(DEFAULT_ADDRESS),
        fields: &[
            FormField { name: MERCHANT_CODE, need: Need::Required },
            FormField { name: AFFILIATE_APP_ID, need: Need::Optional },
        ],
        options: provider_sumup::PURCHASE_OPTIONS,
        secrets: &[REQUIRED_KEY, FormField { name: AFFILIATE_KEY, need: Need::Optional }],
    },
];

/// Connects accounts to the providers that are built in.
#[derive(Debug, Default)]
pub struct Accounts {
    practice: Option<String>,
    places: Places,
}

impl Accounts {
    /// Real accounts only; a practice account cannot be reached.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reaches the practice account at the simulator's address of this run.
    pub fn with_practice(base_url: impl Into<String>) -> Self {
        Self { practice: Some(base_url.into()), ..Self::default() }
    }

    /// The same, with a data folder that may hold a secret file.
    #[must_use]
    pub fn in_folder(self, data_dir: &Path) -> Self {
        Self { places: Places { file: Some(SealedFile::in_folder(data_dir)) }, ..self }
    }

    /// The address itself; for the practice account the simulator's, followed by `path`.
    fn address(&self, base_url: &str, path: &str) -> Result<String, ConnectError> {
        if base_url != PRACTICE_ADDRESS {
            return Ok(base_url.to_owned());
        }
        self.practice.as_ref().map(|simulator| format!("{simulator}{path}")).ok_or_else(|| {
            ConnectError::BadAddress("the practice account is open in the app only".to_owned())
        })
    }

    fn stitch(&self, account: &AccountSettings) -> Result<Stitch, ConnectError> {
        let secret = self.key_source(account.secret(CLIENT_SECRET)?);
        let mut config = StitchConfig::new(account.field(CLIENT_ID)?, secret);
        config.base_url = self.address(&account.base_url, PRACTICE_STITCH)?;
        if account.base_url == PRACTICE_ADDRESS {
            config.token_url = self.address(PRACTICE_ADDRESS, PRACTICE_STITCH_TOKEN)?;
        } else if let Ok(token_url) = account.field(TOKEN_URL) {
            config.token_url = token_url.to_owned();
        }
        Stitch::new(config).map_err(|error| ConnectError::BadAddress(error.to_string()))
    }

    /// Both halves, or neither: a key without its application finds no payment.
    fn affiliate(&self, account: &AccountSettings) -> Result<Option<Affiliate>, ConnectError> {
        match (account.field(AFFILIATE_APP_ID), account.secret(AFFILIATE_KEY)) {
            (Ok(app_id), Ok(key)) => {
                Ok(Some(Affiliate { app_id: app_id.to_owned(), key: self.key_source(key) }))
            }
            (Err(_), Err(_)) => Ok(None),
            (Err(missing), Ok(_)) | (Ok(_), Err(missing)) => Err(missing),
        }
    }

    fn key_source(&self, secret: &SecretLocation) -> Arc<dyn ApiKeySource> {
        match secret {
            SecretLocation::File { path } => Arc::new(KeyFile::new(path)),
            SecretLocation::Keychain { entry } => Arc::new(KeychainEntry { entry: entry.clone() }),
            SecretLocation::SecretFile { entry } => {
                Arc::new(SecretFileEntry { file: self.places.file.clone(), entry: entry.clone() })
            }
        }
    }
}

impl Connector for Accounts {
    fn forms(&self) -> Vec<AccountForm> {
        FORMS.to_vec()
    }

    fn secret_place(&self) -> Option<&dyn SecretPlace> {
        Some(&self.places)
    }

    fn connect(&self, account: &AccountSettings) -> Result<Arc<dyn Provider>, ConnectError> {
        match account.kind.as_str() {
            "merchant-api" => {
                let base_url = self.address(&account.base_url, "")?;
                let api_key = self.key_source(account.secret(API_KEY)?);
                let provider = MerchantApi::new(MerchantApiConfig::new(base_url, api_key))
                    .map_err(|error| ConnectError::BadAddress(error.to_string()))?;
                Ok(Arc::new(provider))
            }
            "stitch" => Ok(Arc::new(self.stitch(account)?)),
            "sumup" => {
                let base_url = self.address(&account.base_url, "")?;
                let api_key = self.key_source(account.secret(API_KEY)?);
                let merchant = account.field(MERCHANT_CODE)?;
                let config = SumupConfig::new(api_key, merchant, self.affiliate(account)?);
                let provider = Sumup::new(SumupConfig { base_url, ..config })
                    .map_err(|error| ConnectError::BadAddress(error.to_string()))?;
                Ok(Arc::new(provider))
            }
            other => Err(ConnectError::UnknownKind(other.to_owned())),
        }
    }

    fn pepper_keeper(&self) -> Option<Arc<dyn PepperKeeper>> {
        Some(Arc::new(Peppers { file: self.places.file.clone() }))
    }

    fn secret_file(&self) -> Option<Arc<dyn SecretFile>> {
        self.places.file.clone().map(|file| Arc::new(file) as Arc<dyn SecretFile>)
    }

    fn has_keychain(&self) -> bool {
        keychain::works()
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

/// An entry of the secret file, read at every use: unlocked once, every account goes on.
struct SecretFileEntry {
    file: Option<SealedFile>,
    entry: String,
}

impl ApiKeySource for SecretFileEntry {
    fn read(&self) -> Result<SecretString, ProviderFault> {
        let file = self.file.as_ref().ok_or_else(|| ProviderFault::misconfigured("no secret file"))?;
        file.get(&self.entry).map_err(|error| ProviderFault::misconfigured(error.to_string()))
    }
}
