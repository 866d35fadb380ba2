use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use payment::capabilities::{DeviceReports, History, MerchantProfiles, Pairing, Payouts};
use payment::{
    Intent, Operation, OperationKind, PaymentPolicy, Payments, Provider, ProviderDescriptor, ProviderFault,
    ProviderTransactionId, PurchasePlace, RecordsAppear, RefundPlace, TerminalDirectory, TerminalKey,
};
use provider_http::{ApiKeySource, BaseUrl, HttpClient, HttpConfig, KeyHeader, Patience};

use crate::PAY_BY_LINK;
use crate::names::Name;

/// The vendor's address for everybody.
pub const DEFAULT_ADDRESS: &str = "https://api.sumup.com";

/// Ours have 14; the vendor names no limit for `foreign_transaction_id`, and 90 characters for a checkout's reference.
const REFERENCE_LIMIT: usize = 90;
/// Merchant codes are short (`MH4H92C7`); this only keeps a pasted page out of an address.
const MAX_MERCHANT_CODE: usize = 40;

/// How an account is reached.
#[derive(Clone)]
pub struct SumupConfig {
    /// Address of the interface: [`DEFAULT_ADDRESS`].
    pub base_url: String,
    /// Where the API key or OAuth token is kept. What it looks like is not checked.
    pub api_key: Arc<dyn ApiKeySource>,
    /// The merchant's code: `MH4H92C7`.
    pub merchant_code: String,
    /// What lets a payment be found by our own reference. Without it no payment is sent to a reader.
    pub affiliate: Option<Affiliate>,
    /// The times of payments on readers.
    pub policy: PaymentPolicy,
    /// The times of its calls.
    pub patience: Patience,
    /// How long a payment link can be paid.
    pub link_validity: Duration,
    /// The wall clock, for the end of a link's life.
    pub now: fn() -> Timestamp,
}

/// The application the merchant has registered with SumUp, which names itself with every payment.
#[derive(Clone)]
pub struct Affiliate {
    /// Its identifier: `com.example.till`.
    pub app_id: String,
    /// Where its key is kept.
    pub key: Arc<dyn ApiKeySource>,
}

impl fmt::Debug for Affiliate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Affiliate").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}

impl SumupConfig {
    /// An account with the usual address and times.
    pub fn new(
        api_key: Arc<dyn ApiKeySource>,
        merchant_code: impl Into<String>,
        affiliate: Option<Affiliate>,
    ) -> Self {
        Self {
            base_url: DEFAULT_ADDRESS.to_owned(),
            api_key,
            merchant_code: merchant_code.into(),
            affiliate,
            policy: reader_policy(),
            patience: Patience::default(),
            link_validity: Duration::from_secs(30 * 60),
            now: Timestamp::now,
        }
    }
}

/// The usual times of payments on readers.
///
/// SumUp gives an accepted checkout 60 s to start on its reader and takes no other one meanwhile: that is the countdown.
/// A request may be on its way for 20 s more; "no transaction" counts from then on.
pub fn reader_policy() -> PaymentPolicy {
    PaymentPolicy {
        poll_interval: Duration::from_millis(1_500),
        poll_interval_limit: Duration::from_secs(15),
        customer_deadline: Duration::from_secs(180),
        not_found_counts_after: Duration::from_secs(80),
        not_found_spacing: Duration::from_secs(5),
        terminal_window: Some(Duration::from_secs(60)),
        records: RecordsAppear::WithTheCard,
        give_up_after: Duration::from_secs(600),
        late_looks: [10, 60, 600, 3600].map(Duration::from_secs).to_vec(),
    }
}

/// The times of payment links: a person types a card number on a phone, so the till waits as long as the link lives.
pub fn link_policy(validity: Duration) -> PaymentPolicy {
    PaymentPolicy {
        poll_interval: Duration::from_secs(2),
        customer_deadline: validity,
        not_found_counts_after: Duration::from_secs(45),
        terminal_window: None,
        records: RecordsAppear::AtOnce,
        ..reader_policy()
    }
}

/// The times of refunds, which no customer and no reader takes part in.
pub fn refund_policy() -> PaymentPolicy {
    PaymentPolicy {
        poll_interval: Duration::from_secs(2),
        not_found_counts_after: Duration::from_secs(45),
        terminal_window: None,
        records: RecordsAppear::AtOnce,
        ..reader_policy()
    }
}

/// One merchant's account at SumUp.
#[derive(Debug)]
pub struct Sumup {
    pub(crate) http: HttpClient,
    pub(crate) merchant: String,
    pub(crate) affiliate: Option<Affiliate>,
    pub(crate) loopback: bool,
    pub(crate) link_validity: Duration,
    pub(crate) now: fn() -> Timestamp,
    descriptor: ProviderDescriptor,
}

impl Sumup {
    /// Prepares the connection; nothing is sent.
    ///
    /// # Errors
    /// `Misconfigured` when the address is not one a key may be sent to, or the merchant code is none.
    pub fn new(config: SumupConfig) -> Result<Self, ProviderFault> {
        let merchant = config.merchant_code.trim().to_owned();
        if merchant.is_empty()
            || merchant.len() > MAX_MERCHANT_CODE
            || !merchant.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Err(ProviderFault::misconfigured(
                "the merchant code is not one word of letters and digits",
            ));
        }
        let key = KeyHeader { name: "authorization", prefix: "Bearer ", source: config.api_key };
        let base_url = BaseUrl::parse(&config.base_url)?;
        let loopback = base_url.is_loopback();
        let http = HttpClient::new(HttpConfig { base_url, key, patience: config.patience })?;
        let descriptor = ProviderDescriptor {
            kind: "sumup",
            display_name: "SumUp",
            operations: &[OperationKind::Purchase, OperationKind::Refund],
            refunds: RefundPlace::Provider,
            reference_limit: REFERENCE_LIMIT,
            policy: config.policy,
        };
        Ok(Self {
            http,
            merchant,
            affiliate: config.affiliate,
            loopback,
            link_validity: config.link_validity,
            now: config.now,
            descriptor,
        })
    }
}

impl Provider for Sumup {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn policy_for(&self, intent: &Intent) -> PaymentPolicy {
        match intent.operation {
            Operation::Refund { .. } | Operation::UnreferencedRefund => refund_policy(),
            Operation::Purchase if intent.terminal.as_str() == PAY_BY_LINK => link_policy(self.link_validity),
            Operation::Purchase => self.descriptor.policy.clone(),
        }
    }

    fn purchase_place(&self, terminal: &TerminalKey) -> PurchasePlace {
        if terminal.as_str() == PAY_BY_LINK { PurchasePlace::Page } else { PurchasePlace::Device }
    }

    fn shown_name(&self, transaction: &ProviderTransactionId) -> String {
        Name::of(transaction).shown()
    }

    fn payments(&self) -> Option<&dyn Payments> {
        Some(self)
    }

    fn terminals(&self) -> Option<&dyn TerminalDirectory> {
        Some(self)
    }

    fn pairing(&self) -> Option<&dyn Pairing> {
        Some(self)
    }

    fn device_reports(&self) -> Option<&dyn DeviceReports> {
        Some(self)
    }

    fn history(&self) -> Option<&dyn History> {
        Some(self)
    }

    fn payouts(&self) -> Option<&dyn Payouts> {
        Some(self)
    }

    fn profiles(&self) -> Option<&dyn MerchantProfiles> {
        Some(self)
    }
}
