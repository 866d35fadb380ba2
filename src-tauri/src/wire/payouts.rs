use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Amount;

/// Which days a report of payouts is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "period", rename_all = "snake_case")]
#[ts(export)]
pub enum PayoutPeriodAsk {
    /// The last seven days.
    Week,
    /// The last thirty days.
    Month,
    /// The last ninety days.
    Quarter,
    /// From one day to another, both included: `2026-11-01`.
    Between {
        /// The first.
        first: String,
        /// The last.
        last: String,
    },
}

/// What was paid out in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PayoutsView {
    /// The account.
    pub account: String,
    /// First day: `2026-11-01`.
    pub first: String,
    /// Last day, included.
    pub last: String,
    /// Sums per currency.
    pub totals: Vec<PayoutTotalView>,
    /// Transfers to the bank, newest first.
    pub transfers: Vec<TransferView>,
    /// How many lines are in no sum.
    pub left_out: u32,
}

/// Sums of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PayoutTotalView {
    /// Its ISO code.
    pub currency: String,
    /// How many lines.
    pub count: String,
    /// Paid out, before deductions.
    pub paid_out: Amount,
    /// Deducted; `None`: nothing.
    pub deducted: Option<Amount>,
    /// What the provider kept.
    pub fee: Amount,
    /// What reaches the bank.
    pub net: Amount,
}

/// What the bank statement shows as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TransferView {
    /// `21 Nov 2026`.
    pub day: String,
    /// What the bank statement says.
    pub reference: Option<String>,
    /// Sums per currency.
    pub totals: Vec<PayoutTotalView>,
    /// Its lines.
    pub lines: Vec<PayoutLineView>,
}

/// One payout or deduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PayoutLineView {
    /// The provider's name for it.
    pub id: String,
    /// The provider's word for its kind, in small letters: `payout`, `refund_deduction`.
    pub kind: String,
    /// `done`, `failed`, `unclear`.
    pub state: String,
    /// The provider's own word for it.
    pub status: String,
    /// How much; `None`: not readable.
    pub amount: Option<Amount>,
    /// ISO code of its currency.
    pub currency: Option<String>,
    /// What the provider kept; `None`: not told.
    pub fee: Option<Amount>,
    /// Which transaction it is about, if told.
    pub code: Option<String>,
}

/// What this till knows of the transaction behind a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct BehindPayoutView {
    /// Whether it is this till's.
    pub linked: bool,
    /// The order it belongs to.
    pub order: Option<String>,
}

/// Who the shop is, as its receipts say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReceiptHeaderView {
    /// Name of the shop.
    pub name: String,
    /// Address, one entry a line.
    pub address: Vec<String>,
    /// VAT identification.
    pub vat_id: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// What would stand on receipts, beside what stands there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HeaderProposalView {
    /// As receipts are printed now.
    pub now: ReceiptHeaderView,
    /// As the payment system knows the merchant.
    pub proposed: ReceiptHeaderView,
}
