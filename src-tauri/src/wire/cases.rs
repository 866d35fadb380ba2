use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Amount, ErrorCode};

/// Something a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CaseView {
    /// Our reference; names it in commands.
    pub reference: String,
    /// What it is.
    pub kind: CaseKind,
    /// `purchase`, `refund`, `unreferenced_refund`.
    pub operation: String,
    /// The order it belongs to.
    pub order: Option<String>,
    /// The refund it is for.
    pub refund: Option<String>,
    /// What the shop calls the terminal.
    pub terminal: String,
    /// When it began: `21 Nov 14:32`.
    pub at: String,
    /// What was asked.
    pub amount: Amount,
    /// What the provider's record says, where that is another amount.
    pub found: Option<Amount>,
    /// Why a person is needed: `reference`, `amount`, `tip`, `terminal`, `never_ends`, `put_back`,
    /// `cannot_be_sent`, `contradiction`.
    pub mismatch: Option<String>,
    /// What was found instead, in the provider's words.
    pub detail: Option<String>,
    /// The provider's name for the transaction.
    pub transaction: Option<String>,
    /// What may be decided.
    pub choices: Vec<CaseChoice>,
    /// A late payment that can pay its own order.
    pub attachable: bool,
    /// A late payment that can be given back.
    pub refundable: bool,
    /// The number under which the sale has been paid otherwise.
    pub paid_as: Option<String>,
    /// The number under which the sale is being paid.
    pub being_paid_as: Option<String>,
}

/// What a person has to look at it for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CaseKind {
    /// Whether money came in is not clear.
    PaymentUnclear,
    /// Whether money went back is not clear.
    RefundUnclear,
    /// Money came in late.
    Late,
    /// Money came in late, and the sale has been paid otherwise.
    PaidTwice,
    /// A refund was made after it had been taken for not made.
    RefundLate,
    /// Booked, and taken back by the provider.
    Reversed,
    /// Booked, and the provider's record says more than that.
    Contradicted,
    /// Nothing to look at any more.
    Settled,
}

/// What a person may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CaseChoice {
    /// The money came in.
    MoneyCameIn,
    /// No money came in.
    NoMoneyCameIn,
    /// The money went back.
    WentBack,
    /// It did not go back.
    DidNotGoBack,
    /// It was settled outside the till.
    SeenTo,
}

/// One of them with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CaseDetailView {
    /// What it is.
    pub case: CaseView,
    /// What happened, in order.
    pub steps: Vec<CaseStepView>,
}

/// One thing that was observed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CaseStepView {
    /// `21 Nov 14:32:05`.
    pub at: String,
    /// What happened, a word: `said_approved`, `fault`, `decided`.
    pub what: String,
    /// The amount the provider named.
    pub amount: Option<Amount>,
    /// Names and words that go with it.
    pub detail: Option<String>,
    /// State afterwards, the word of the database.
    pub state: String,
}

/// What a look brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LookView {
    /// `news`, `same`, `not_reached`.
    pub brought: String,
    /// What the provider says, a word: `said_running`.
    pub said: Option<String>,
    /// Why there was no answer.
    pub fault: Option<ErrorCode>,
    /// How it stands now.
    pub detail: CaseDetailView,
}
