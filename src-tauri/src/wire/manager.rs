use serde::Serialize;
use ts_rs::TS;

use super::{Amount, ErrorCode, TenderKind};

/// How often, and how much altogether.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FigureView {
    /// How often.
    pub count: String,
    /// How much.
    pub amount: Amount,
}

/// The day in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DayTotalsView {
    /// `21 Nov 2026`.
    pub day: String,
    /// `18:05`.
    pub at: String,
    /// Paid orders.
    pub sales: FigureView,
    /// Money given back.
    pub refunds: FigureView,
    /// How orders were paid.
    pub tenders: Vec<TenderTotalView>,
    /// Per tax rate.
    pub taxes: Vec<TaxTotalView>,
    /// Each terminal.
    pub terminals: Vec<TerminalDayView>,
    /// What else is on record where the payment system tells of whole accounts.
    pub accounts: Vec<AccountDayView>,
    /// The whole report as 42-column text, as it is printed.
    pub text: String,
}

/// One way orders were paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TenderTotalView {
    /// How.
    pub kind: TenderKind,
    /// Taken.
    pub taken: FigureView,
    /// Given back; `None`: nothing.
    pub given_back: Option<FigureView>,
    /// Cash rounding in it; `None`: nothing.
    pub rounding: Option<Amount>,
}

/// One tax rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TaxTotalView {
    /// `9 %`.
    pub rate: String,
    /// Sum without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// Sum with tax.
    pub gross: Amount,
}

/// The day of one terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TerminalDayView {
    /// Names it in commands.
    pub id: String,
    /// What the shop calls it.
    pub name: String,
    /// Its serial number.
    pub serial: String,
    /// Charged, by our own record.
    pub ours_charged: FigureView,
    /// Given back, by our own record.
    pub ours_refunded: FigureView,
    /// Charged, by the payment system's record; `None`: it did not tell.
    pub theirs_charged: Option<FigureView>,
    /// Given back, by the payment system's record.
    pub theirs_refunded: Option<FigureView>,
    /// What does not agree.
    pub differences: Vec<DifferenceView>,
    /// The terminal's own day totals.
    pub slip: Option<String>,
    /// Why there is no slip; `None` beside no slip: the payment system has none.
    pub slip_fault: Option<ErrorCode>,
    /// Why the payment system's record is missing.
    pub fault: Option<ErrorCode>,
}

/// What an account whose records name no terminal has on record beside this till's payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountDayView {
    /// Names it in commands.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Charged, not by this till.
    pub others_charged: FigureView,
    /// Given back, not by this till.
    pub others_refunded: FigureView,
    /// Each of them.
    pub differences: Vec<DifferenceView>,
}

/// Something the till and the payment system do not agree about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DifferenceView {
    /// `charge_without_sale`, `refund_without_record`, `sale_without_charge`, `other_amount`, `unclear`, `open`.
    pub kind: String,
    /// Our reference, or the provider's name for the transaction.
    pub name: String,
    /// The order it belongs to.
    pub order: Option<String>,
    /// How much; `None`: not readable.
    pub amount: Option<Amount>,
}

/// A page of what the payment system has on record for a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HistoryView {
    /// The terminal.
    pub terminal: String,
    /// Transactions, newest first.
    pub rows: Vec<HistoryRowView>,
    /// Names the next page.
    pub next: Option<String>,
    /// All of them, if told.
    pub total: Option<String>,
}

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HistoryRowView {
    /// The provider's name for it.
    pub transaction: String,
    /// The reference it carries.
    pub reference: Option<String>,
    /// `purchase`, `refund`, `unreferenced_refund`; `None`: not told.
    pub operation: Option<String>,
    /// `21 Nov 14:32`; `None`: not told.
    pub at: Option<String>,
    /// How much, without the tip where it is known; `None`: not readable.
    pub amount: Option<Amount>,
    /// The tip on top; `None`: none, or not told.
    pub tip: Option<Amount>,
    /// ISO code, where it is not the shop's.
    pub currency: Option<String>,
    /// `open`, `approved`, `declined`, `cancelled`, `refunded`, `unclear`.
    pub state: String,
    /// The provider's own words.
    pub state_text: String,
    /// `VISA •••• 1234`.
    pub card: Option<String>,
    /// Whether this till has an attempt for it.
    pub linked: bool,
    /// The order it belongs to.
    pub order: Option<String>,
}

/// The keys of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeysView {
    /// The account.
    pub account: String,
    /// Its keys.
    pub keys: Vec<KeyView>,
    /// A rotation under way.
    pub rotation: Option<RotationView>,
}

/// One key. Never its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeyView {
    /// The provider's name for it.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// When it was last used: `21 Nov 2026 14:32`.
    pub last_used: Option<String>,
    /// From when it works.
    pub from: Option<String>,
    /// Until when it works.
    pub until: Option<String>,
    /// `yes`, `no`, or `not_known`.
    pub in_use: String,
    /// Made by a rotation whose answer was lost.
    pub secret_lost: bool,
}

/// A rotation under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RotationView {
    /// What the new key is called.
    pub label: String,
    /// How far it has come.
    pub step: RotationStage,
    /// The new key, once it is known.
    pub key: Option<String>,
}

/// How far a rotation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RotationStage {
    /// Asked for, and no answer came.
    Creating,
    /// Made and kept.
    Kept,
    /// In use, not proved.
    Switched,
    /// Proved to work.
    Proved,
}

/// A key in use that ends soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeyWarning {
    /// The account.
    pub account: String,
    /// What people call it.
    pub label: String,
    /// `21 Nov 2026 14:32`.
    pub until: String,
    /// Whole days left; below zero when it is over.
    pub days_left: i32,
}
