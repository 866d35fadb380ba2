use std::sync::Arc;
use std::time::Duration;

use payment::capabilities::Fleet;
use payment::{PaymentPolicy, Provider, ProviderDescriptor, ProviderFault, RecordsAppear, RefundPlace};
use provider_http::{
    ApiKeySource, BaseUrl, ClientCredentials, FixedKey, HttpClient, HttpConfig, KeyHeader, Patience, Tokens,
};

/// The vendor's interface.
pub const DEFAULT_ADDRESS: &str = "https://api.stitch.money";
/// The vendor's token endpoint.
pub const DEFAULT_TOKEN_URL: &str = "https://secure.stitch.money/connect/token";
/// The scope the guide asks for, for managing terminals.
const SCOPE: &str = "client_merchant_onboarding";

/// How an account is reached.
#[derive(Clone)]
pub struct StitchConfig {
    /// Address of the interface: [`DEFAULT_ADDRESS`].
    pub base_url: String,
    /// Address of the token endpoint: [`DEFAULT_TOKEN_URL`].
    pub token_url: String,
    /// The client's name.
    pub client_id: String,
    /// Where the client's secret is kept. It is read only when a token is fetched.
    pub client_secret: Arc<dyn ApiKeySource>,
    /// The times of its calls.
    pub patience: Patience,
}

impl StitchConfig {
    /// An account at the vendor's own addresses with the usual times.
    pub fn new(client_id: impl Into<String>, client_secret: Arc<dyn ApiKeySource>) -> Self {
        Self {
            base_url: DEFAULT_ADDRESS.to_owned(),
            token_url: DEFAULT_TOKEN_URL.to_owned(),
            client_id: client_id.into(),
            client_secret,
            patience: Patience::default(),
        }
    }
}

/// One account at Stitch.
#[derive(Debug)]
pub struct Stitch {
    pub(crate) http: HttpClient,
    pub(crate) tokens: Tokens,
    descriptor: ProviderDescriptor,
}

impl Stitch {
    /// Prepares the connections; nothing is sent.
    ///
    /// # Errors
    /// `Misconfigured` when an address is not one a secret may be sent to, or the client has no name.
    pub fn new(config: StitchConfig) -> Result<Self, ProviderFault> {
        let base_url = BaseUrl::parse(&config.base_url)?;
        let tokens = Tokens::new(ClientCredentials {
            token_url: BaseUrl::parse(&config.token_url)?,
            client_id: config.client_id,
            client_secret: config.client_secret,
            scope: SCOPE,
            patience: config.patience,
        })?;
        // Every call brings its own token; without one, nothing that could be sent is a key.
        let source = Arc::new(FixedKey::new(String::new()));
        let key = KeyHeader { name: "authorization", prefix: "Bearer ", source };
        let http = HttpClient::new(HttpConfig { base_url, key, patience: config.patience })?;
        Ok(Self { http, tokens, descriptor: descriptor() })
    }
}

/// It lists no operations: without payments the times are never used.
fn descriptor() -> ProviderDescriptor {
    ProviderDescriptor {
        kind: "stitch",
        display_name: "Stitch",
        operations: &[],
        refunds: RefundPlace::Provider,
        reference_limit: 0,
        policy: PaymentPolicy {
            poll_interval: Duration::from_secs(1),
            poll_interval_limit: Duration::from_secs(10),
            customer_deadline: Duration::from_secs(180),
            not_found_counts_after: Duration::from_secs(45),
            not_found_spacing: Duration::from_secs(5),
            terminal_window: None,
            records: RecordsAppear::AtOnce,
            give_up_after: Duration::from_secs(600),
            late_looks: Vec::new(),
        },
    }
}

impl Provider for Stitch {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn fleet(&self) -> Option<&dyn Fleet> {
        Some(self)
    }
}
