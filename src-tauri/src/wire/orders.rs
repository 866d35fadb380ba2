use serde::Serialize;
use ts_rs::TS;

use super::{Amount, CustomerLink, LineView, TenderKind};

/// A line of the order list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OrderSummary {
    /// `000123`.
    pub number: String,
    /// `21 Nov 14:32`.
    pub at: String,
    /// `paying`, `paid`, `unpaid`.
    pub state: String,
    /// Its total.
    pub total: Amount,
    /// How it was paid.
    pub tenders: Vec<TenderKind>,
}

/// An order with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OrderView {
    /// The line of the list.
    pub summary: OrderSummary,
    /// What was sold.
    pub lines: Vec<LineView>,
    /// Card attempts, oldest first.
    pub attempts: Vec<AttemptView>,
    /// Whether a receipt was issued.
    pub has_receipt: bool,
}

/// A card attempt with what was observed of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AttemptView {
    /// Our reference.
    pub reference: String,
    /// What people can look it up by at the provider.
    pub transaction: Option<String>,
    /// What the shop calls the terminal it ran on.
    pub terminal: String,
    /// What the shop calls the account.
    pub account: String,
    /// State, the word of the database.
    pub state: String,
    /// The amount.
    pub amount: Amount,
    /// Where the customer can still pay, for a link that is open.
    pub link: Option<CustomerLink>,
    /// What happened, in order.
    pub observations: Vec<ObservationView>,
}

/// One thing observed of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ObservationView {
    /// `14:32:05`.
    pub at: String,
    /// The event, a short word.
    pub event: String,
    /// State afterwards.
    pub state: String,
}

/// A receipt for the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ReceiptView {
    /// Order number.
    pub order: String,
    /// The receipt as 42-column text.
    pub text: String,
    /// Which copy this is; `None` for the original.
    pub copy: Option<u32>,
}

/// Where a PDF was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SavedPdf {
    /// Full path of the file.
    pub path: String,
}
