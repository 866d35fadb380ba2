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
