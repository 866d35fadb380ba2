use async_trait::async_trait;
use jiff::civil::Date;
use money::Money;
use serde::{Deserialize, Serialize};

use crate::ProviderFault;

/// What the provider has paid out to the merchant's bank account.
#[async_trait]
pub trait Payouts: Send + Sync {
    /// The payouts and deductions from `first` to `last`, both included, newest first.
    async fn payouts(&self, first: Date, last: Date) -> Result<Vec<Payout>, ProviderFault>;
}

/// One payout or deduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    /// The provider's name for it.
    pub id: String,
    /// The day.
    pub date: Date,
    /// What was paid out; below nothing for a deduction. `None`: not readable.
    pub amount: Option<Money>,
    /// What the provider kept. `None`: not readable or not told.
    pub fee: Option<Money>,
    /// The provider's word for its kind: `PAYOUT`, `REFUND_DEDUCTION`.
    pub kind: String,
    /// The provider's word for how it stands: `SUCCESSFUL`.
    pub status: String,
    /// The bank reference or transaction code, if told.
    pub reference: Option<String>,
}
