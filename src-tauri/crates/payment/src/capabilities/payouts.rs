use async_trait::async_trait;
use jiff::civil::Date;
use money::Money;
use serde::{Deserialize, Serialize};

use crate::{ProviderFault, ProviderTransactionId};

/// What the provider has paid out to the merchant's bank account.
#[async_trait]
pub trait Payouts: Send + Sync {
    /// The payouts and deductions from `first` to `last`, both included, newest first.
    async fn payouts(&self, first: Date, last: Date) -> Result<Vec<Payout>, ProviderFault>;

    /// The transaction a line is about, by the [`Payout::code`] it carries. `None`: the provider knows none.
    async fn transaction_of(&self, code: &str) -> Result<Option<ProviderTransactionId>, ProviderFault>;
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
    /// How it stands.
    pub state: PayoutState,
    /// The provider's word for how it stands: `SUCCESSFUL`.
    pub status: String,
    /// What the bank statement says, if told. Lines of one transfer have one reference.
    pub reference: Option<String>,
    /// Which transaction it is about, if told; [`Payouts::transaction_of`] finds it.
    pub code: Option<String>,
}

/// Whether a payout moved money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    /// The money is on its way to the bank, or was deducted.
    Done,
    /// It did not happen.
    Failed,
    /// A word this till does not know.
    Unclear,
}
