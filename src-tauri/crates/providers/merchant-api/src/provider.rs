use std::sync::Arc;
use std::time::Duration;

use payment::capabilities::{ApiKeys, DayTotals, History};
use payment::{
    OperationKind, PaymentPolicy, Payments, Provider, ProviderDescriptor, ProviderFault, RecordsAppear,
    RefundPlace, TerminalDirectory,
};
use provider_http::{ApiKeySource, BaseUrl, HttpClient, HttpConfig, KeyHeader, Patience};

use crate::listing::Listing;

/// The header that carries the key. It leaves as `Api-Key`; see the README.
const KEY_HEADER: &str = "api-key";

/// The guide shows references of up to 22 characters; the vendor's own Android kit stops at 14.
const REFERENCE_LIMIT: usize = 14;

/// How an account is reached.
#[derive(Clone)]
pub struct MerchantApiConfig {
    /// Address of the interface, which the vendor gives each customer: there is no default.
    pub base_url: String,
    /// Where the API key is kept.
    pub api_key: Arc<dyn ApiKeySource>,
    /// The times of its payments.
    pub policy: PaymentPolicy,
    /// The times of its calls.
    pub patience: Patience,
}

impl MerchantApiConfig {
    /// An account with the usual times.
    pub fn new(base_url: impl Into<String>, api_key: Arc<dyn ApiKeySource>) -> Self {
        Self { base_url: base_url.into(), api_key, policy: payment_policy(), patience: Patience::default() }
    }
}

/// The usual times of payments.
///
/// A terminal fetches its work in "usually less than 10 seconds" and no expiry is documented, so the till gives a
/// customer three minutes and then asks to cancel. A request may be on its way for 20 s (5 to connect, 15 to answer);
/// "not found" counts from 45 s on, when it has long arrived or never will.
pub fn payment_policy() -> PaymentPolicy {
    PaymentPolicy {
        poll_interval: Duration::from_secs(1),
        poll_interval_limit: Duration::from_secs(10),
        customer_deadline: Duration::from_secs(180),
        not_found_counts_after: Duration::from_secs(45),
        not_found_spacing: Duration::from_secs(5),
        terminal_window: None,
        records: RecordsAppear::AtOnce,
        give_up_after: Duration::from_secs(600),
        late_looks: [10, 60, 600, 3600].map(Duration::from_secs).to_vec(),
    }
}

/// One account at the MerchantAPI.
#[derive(Debug)]
pub struct MerchantApi {
    pub(crate) http: HttpClient,
    descriptor: ProviderDescriptor,
}

impl MerchantApi {
    /// Prepares the connection; nothing is sent.
    ///
    /// # Errors
    /// `Misconfigured` when the address is not one a key may be sent to.
    pub fn new(config: MerchantApiConfig) -> Result<Self, ProviderFault> {
        let key = KeyHeader { name: KEY_HEADER, prefix: "", source: config.api_key };
        let base_url = BaseUrl::parse(&config.base_url)?;
        let http = HttpClient::new(HttpConfig { base_url, key, patience: config.patience })?;
        let descriptor = ProviderDescriptor {
            kind: "merchant-api",
            display_name: "MerchantAPI (CM.com)",
            operations: &[OperationKind::Purchase, OperationKind::Refund, OperationKind::UnreferencedRefund],
            refunds: RefundPlace::Terminal,
            reference_limit: REFERENCE_LIMIT,
            policy: config.policy,
        };
        Ok(Self { http, descriptor })
    }

    /// Proves address, key and network with the cheapest read there is.
    ///
    /// # Errors
    /// The fault of the call; `Unreadable` when something answers that is not this interface.
    pub async fn check_connection(&self) -> Result<(), ProviderFault> {
        let answer = self.http.read(&["stores"], &[("page", "1"), ("size", "1")]).await?;
        Listing::read(&answer.accepted()?).map(drop)
    }
}

impl Provider for MerchantApi {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn payments(&self) -> Option<&dyn Payments> {
        Some(self)
    }

    fn terminals(&self) -> Option<&dyn TerminalDirectory> {
        Some(self)
    }

    fn history(&self) -> Option<&dyn History> {
        Some(self)
    }

    fn day_totals(&self) -> Option<&dyn DayTotals> {
        Some(self)
    }

    fn api_keys(&self) -> Option<&dyn ApiKeys> {
        Some(self)
    }
}
