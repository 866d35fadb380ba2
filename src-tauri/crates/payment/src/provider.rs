use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::capabilities::{
    ApiKeys, DayTotals, DeviceReports, Fleet, History, MerchantProfiles, Pairing, Payouts,
};
use crate::{
    AttemptReference, DispatchPermit, Intent, Operation, OperationKind, Outcome, PaymentPolicy, Phase,
    ProviderFault, ProviderTransactionId, TerminalKey,
};

/// One account at one payment system.
///
/// It keeps connections, never payments. What it can do is what it returns: an absent capability is `None`, so no flag
/// can disagree with the code and nothing defaults to silent success.
pub trait Provider: Send + Sync {
    /// What the till and its screens need to know beforehand.
    fn descriptor(&self) -> &ProviderDescriptor;

    /// The times of one attempt: the descriptor's, unless this kind of terminal or operation has others.
    fn policy_for(&self, intent: &Intent) -> PaymentPolicy {
        let _ = intent;
        self.descriptor().policy.clone()
    }

    /// Where a purchase on a terminal of the account happens: on the device, unless the provider says otherwise.
    fn purchase_place(&self, terminal: &TerminalKey) -> PurchasePlace {
        let _ = terminal;
        PurchasePlace::Device
    }

    /// What people can look a transaction up by at the provider: on slips. Its name, unless that is composed of several.
    fn shown_name(&self, transaction: &ProviderTransactionId) -> String {
        transaction.to_string()
    }

    /// Payments on terminals.
    fn payments(&self) -> Option<&dyn Payments> {
        None
    }

    /// The list of terminals and stores of the account.
    fn terminals(&self) -> Option<&dyn TerminalDirectory> {
        None
    }

    /// Joining devices by the code they show.
    fn pairing(&self) -> Option<&dyn Pairing> {
        None
    }

    /// How devices are.
    fn device_reports(&self) -> Option<&dyn DeviceReports> {
        None
    }

    /// Registering terminals and giving them to merchants.
    fn fleet(&self) -> Option<&dyn Fleet> {
        None
    }

    /// The transactions on record.
    fn history(&self) -> Option<&dyn History> {
        None
    }

    /// The totals a terminal has counted.
    fn day_totals(&self) -> Option<&dyn DayTotals> {
        None
    }

    /// The keys of the account.
    fn api_keys(&self) -> Option<&dyn ApiKeys> {
        None
    }

    /// What was paid out to the merchant's bank.
    fn payouts(&self) -> Option<&dyn Payouts> {
        None
    }

    /// What the provider knows of the merchant.
    fn profiles(&self) -> Option<&dyn MerchantProfiles> {
        None
    }
}

/// What is fixed about a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderDescriptor {
    /// Stable name in settings and database: `merchant-api`.
    pub kind: &'static str,
    /// Name on screens.
    pub display_name: &'static str,
    /// The card operations it offers.
    pub operations: &'static [OperationKind],
    /// Where a refund of an earlier purchase happens.
    pub refunds: RefundPlace,
    /// Longest reference it takes.
    pub reference_limit: usize,
    /// The times of its payments.
    pub policy: PaymentPolicy,
}

/// Where a purchase happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurchasePlace {
    /// On a device, which takes one payment at a time.
    Device,
    /// At a page of the provider's, by a link of its own: as many customers pay at once as there are links.
    Page,
}

/// Where a refund of an earlier purchase happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundPlace {
    /// On a terminal, which it occupies like a purchase.
    Terminal,
    /// Between till and provider; no terminal takes part and no customer is needed.
    Provider,
}

/// What names a running or past attempt to its provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptHandle {
    /// Our reference.
    pub reference: AttemptReference,
    /// The provider's own name, once it is known.
    pub transaction: Option<ProviderTransactionId>,
    /// Where it runs.
    pub terminal: TerminalKey,
    /// The amount that was asked, whose currency reads the amounts of the answer.
    pub amount: money::Money,
    /// What was asked.
    pub operation: Operation,
    /// The provider's names of this till's other refunds of the same purchase. Where a record of a refund does not carry
    /// our reference, one that none of these names can only be this attempt's. Of a purchase that has ended: those of the
    /// refunds this till made of it.
    pub claimed: Vec<ProviderTransactionId>,
}

impl AttemptHandle {
    /// The handle of an attempt whose name at the provider is not known.
    pub fn of(intent: &Intent) -> Self {
        Self {
            reference: intent.reference.clone(),
            transaction: None,
            terminal: intent.terminal.clone(),
            amount: intent.amount,
            operation: intent.operation.clone(),
            claimed: Vec::new(),
        }
    }
}

/// Card payments: the four calls the engine makes.
#[async_trait]
pub trait Payments: Send + Sync {
    /// Whether the terminal could take a payment now. Never touches money.
    async fn readiness(&self, terminal: &TerminalKey) -> Result<Readiness, ProviderFault>;

    /// Sends exactly one request with an effect. Never retries.
    async fn dispatch(&self, permit: DispatchPermit) -> Result<Dispatched, ProviderFault>;

    /// Looks the attempt up, by the provider's name if it is known, else by our reference. Never touches money.
    ///
    /// An end without money is told only when no other transaction carries the same reference: a network may deliver a
    /// request twice, and the other one may be charged.
    async fn inquire(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault>;

    /// Asks to stop it. An answer is not a result: the payment may have won.
    async fn cancel(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault>;
}

/// Whether a terminal could take a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readiness {
    /// Reachable and idle.
    Ready,
    /// Another transaction runs on it.
    Busy,
    /// The provider cannot reach it.
    Offline,
    /// The provider does not tell.
    NotTold,
    /// The account has no such terminal.
    NotKnown,
}

/// The provider took the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatched {
    /// Its own name for the transaction.
    pub transaction: ProviderTransactionId,
    /// What it already tells.
    pub inquiry: Inquiry,
    /// Where the customer pays, for a payment by link: shown as a QR symbol. Always HTTPS outside loopback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_link: Option<String>,
}

/// What a look-up brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inquiry {
    /// It has ended.
    Resolved {
        /// The provider's name for it.
        transaction: ProviderTransactionId,
        /// How.
        outcome: Outcome,
    },
    /// It runs.
    InProgress {
        /// The provider's name for it.
        transaction: ProviderTransactionId,
        /// Where it stands.
        phase: Phase,
    },
    /// The provider does not find it. Not a "no" by itself.
    NotFound {
        /// Whether the same look-up shows that nothing runs on the terminal.
        terminal_idle: bool,
    },
    /// The record contradicts itself.
    Contradictory {
        /// The provider's name for it.
        transaction: ProviderTransactionId,
        /// What contradicts what, with how each of them stands: a person decides on it, and the same words again are no news.
        detail: String,
    },
}

/// The answer to a request to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelAnswer {
    /// Taken. Whether it stopped shows in the next look-up.
    Taken,
    /// Too late: a card has been presented.
    TooLate,
    /// The provider does not find it.
    NotFound,
}

/// The terminals and stores of an account, page by page.
#[async_trait]
pub trait TerminalDirectory: Send + Sync {
    /// One page of terminals, counted from 1.
    async fn terminals(&self, page: u32) -> Result<Page<OfferedTerminal>, ProviderFault>;

    /// One page of stores, counted from 1.
    async fn stores(&self, page: u32) -> Result<Page<StoreSummary>, ProviderFault>;

    /// Reads what a QR scanner, a person or a picture brought. `None`: no form this provider knows.
    fn parse_identity(&self, text: &str) -> Option<TerminalIdentity>;
}

/// A terminal as its provider lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedTerminal {
    /// Its name in paths.
    pub key: TerminalKey,
    /// Maker, as the provider writes it.
    pub manufacturer: String,
    /// Model, as the provider writes it.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// The store it stands in, if told.
    pub store: Option<String>,
}

/// A store as its provider lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreSummary {
    /// The provider's name for it.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// What a text told about a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminalIdentity {
    /// All that is needed.
    Complete {
        /// Maker.
        manufacturer: String,
        /// Model.
        model: String,
        /// Serial number.
        serial: String,
        /// Its name in paths.
        key: TerminalKey,
    },
    /// Only a serial number; the provider's list completes it.
    SerialOnly {
        /// Serial number.
        serial: String,
    },
}

/// One page of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Number of this page, from 1.
    pub page: u32,
    /// All entries of the listing, if the provider told.
    pub total: Option<u64>,
    /// Whether another page follows.
    pub has_more: bool,
}
