use async_trait::async_trait;
use money::Money;
use serde::{Deserialize, Serialize};

use crate::{AttemptReference, ProviderTransactionId, TerminalKey};

/// What an attempt asks the provider to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Charge the customer's card.
    Purchase,
    /// Give back money of an earlier purchase.
    Refund {
        /// The purchase it belongs to.
        original: ProviderTransactionId,
    },
    /// Give back money without naming a purchase.
    UnreferencedRefund,
}

/// An [`Operation`] without what it refers to: what a provider lists as offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// Charge the customer's card.
    Purchase,
    /// Give back money of an earlier purchase.
    Refund,
    /// Give back money without naming a purchase.
    UnreferencedRefund,
}

impl Operation {
    /// The kind alone.
    pub fn kind(&self) -> OperationKind {
        match self {
            Operation::Purchase => OperationKind::Purchase,
            Operation::Refund { .. } => OperationKind::Refund,
            Operation::UnreferencedRefund => OperationKind::UnreferencedRefund,
        }
    }
}

/// Everything about an attempt that is decided before a byte is sent. It never changes afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Our own name for the attempt.
    pub reference: AttemptReference,
    /// What is asked.
    pub operation: Operation,
    /// How much, always above nothing.
    pub amount: Money,
    /// Where.
    pub terminal: TerminalKey,
    /// What else the provider is told about a purchase.
    #[serde(default, skip_serializing_if = "PurchaseOptions::is_empty")]
    pub options: PurchaseOptions,
}

/// What a provider may be told about a purchase beyond its amount. What it does not know it leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PurchaseOptions {
    /// What the customer sees on terminal and bank statement; at most 200 characters.
    pub description: Option<String>,
    /// Lets the customer add a tip.
    pub tip: Option<TipOffer>,
    /// In how many instalments the customer pays, where the country has them: 2 to 12.
    pub instalments: Option<u8>,
    /// Which kind of card, where the terminal must know beforehand.
    pub card_type: Option<CardType>,
    /// Fiscal data a country demands with the payment (Greece's AADE), a JSON document passed on as it is.
    pub fiscal: Option<String>,
}

/// One of the [`PurchaseOptions`], as a provider says that it takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PurchaseOption {
    /// [`PurchaseOptions::description`].
    Description,
    /// [`PurchaseOptions::tip`].
    Tip,
    /// [`PurchaseOptions::instalments`].
    Instalments,
    /// [`PurchaseOptions::card_type`].
    CardType,
    /// [`PurchaseOptions::fiscal`].
    Fiscal,
}

impl PurchaseOptions {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The tips a terminal offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipOffer {
    /// Rates in whole percent, 1 to 99, ascending.
    pub percents: Vec<u8>,
    /// How long the customer may think, in seconds: 30 to 120. `None`: the provider's own time.
    pub timeout_seconds: Option<u8>,
}

/// Which kind of card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardType {
    /// Credit card.
    Credit,
    /// Debit card.
    Debit,
}

/// Makes an intent durable. The store implements it; so does the model of a disk.
#[async_trait]
pub trait IntentLog: Send + Sync {
    /// Why the intent could not be made durable.
    type Error: Send;

    /// Returns only once the intent would survive a power cut.
    async fn commit_intent(&self, intent: &Intent) -> Result<(), Self::Error>;
}

/// The right to send one attempt once.
///
/// It cannot be made but by [`DispatchPermit::after_commit`], so a request with an effect cannot leave before its
/// intent is durable, and it is consumed by the one call that sends it.
#[derive(Debug)]
pub struct DispatchPermit {
    intent: Intent,
}

impl DispatchPermit {
    /// Commits the intent and, only then, gives the right to send it.
    pub async fn after_commit<L: IntentLog + ?Sized>(intent: Intent, log: &L) -> Result<Self, L::Error> {
        log.commit_intent(&intent).await?;
        Ok(Self { intent })
    }

    /// What may be sent.
    pub fn intent(&self) -> &Intent {
        &self.intent
    }
}
