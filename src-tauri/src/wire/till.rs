use serde::Serialize;
use ts_rs::TS;

use super::{
    Amount, ErrorCode, JournalTroubleView, PersonView, ReceiptView, RefundView, SaleView, ShopView,
    TerminalView,
};

/// Everything the till window shows. Every command that changes something answers with it, and it is pushed as the
/// event `till:view` when something changes by itself (a payment moves on).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TillView {
    /// Counts up; a view with a lower number than the one on screen is stale and dropped.
    pub revision: u32,
    /// Whether this is practice mode: nothing is real.
    pub practice: bool,
    /// The shop.
    pub shop: ShopView,
    /// Name of this till.
    pub till: String,
    /// The name that goes on the next order: whoever is signed in, or the shop's own word for its cashier.
    pub cashier: String,
    /// Who is signed in; nobody in a shop without people.
    pub person: Option<PersonView>,
    /// The shop has people and nobody is signed in: the sign-in screen stands before everything.
    pub sign_in_needed: bool,
    /// The till locks itself when nobody touches it: tell it that somebody did.
    pub locks_itself: bool,
    /// Secrets wait for the passphrase of their file: what needs them waits too, cash does not.
    pub secrets_locked: bool,
    /// The chosen terminal.
    pub terminal: Option<TerminalView>,
    /// The basket.
    pub sale: SaleView,
    /// What the right column shows.
    pub stage: Stage,
    /// Earlier card payments of the sale are being looked up before the card is asked for again. Cash need not wait for it.
    pub looking_back: bool,
    /// News from other orders: late results, sales set aside.
    pub notices: Vec<NoticeView>,
    /// The journal is broken, and nobody has decided to go on.
    pub journal: Option<JournalTroubleView>,
    /// Parked baskets.
    pub parked_count: u32,
    /// How many payments and refunds a person has to look at.
    pub case_count: u32,
    /// The refund on the refund screen.
    pub refund: Option<RefundView>,
}

/// What the right column shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "stage", rename_all = "snake_case")]
#[ts(export)]
pub enum Stage {
    /// The basket and the tenders.
    Ringing,
    /// A card payment runs; the basket is locked.
    Paying(Box<PaymentView>),
    /// A payment has ended. The next scan starts the next sale (paid) or goes back to the basket (not paid).
    Finished(Box<FinishedView>),
}

/// A running card payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PaymentView {
    /// Order number: `000123`.
    pub order: String,
    /// What the terminal was asked for.
    pub amount: Amount,
    /// Name of the terminal.
    pub terminal: String,
    /// Where it stands.
    pub phase: PaymentPhase,
    /// How far a cancel has come.
    pub cancel: CancelStage,
    /// Whole seconds since the payment was sent.
    pub elapsed_seconds: u32,
    /// After so many seconds the terminal gives up by itself, where that is known: a countdown.
    pub window_seconds: Option<u32>,
    /// After so many seconds it is certain that nothing was charged, where no stop is ever confirmed and no card comes.
    pub certain_seconds: Option<u32>,
    /// Where the customer pays, for a payment by link.
    pub link: Option<CustomerLink>,
    /// While it is being checked: what the terminal answered, when that is known.
    pub checking_because: Option<ErrorCode>,
    /// For support.
    pub details: Details,
}

/// An address at which the customer pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CustomerLink {
    /// The address, to be copied or typed.
    pub address: String,
    /// Its QR symbol: SVG. Empty when the address is too long for one.
    pub qr_svg: String,
}

/// Where a card payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PaymentPhase {
    /// The request is on its way and has not been answered.
    Sending,
    /// The provider has it; the terminal may not have fetched it yet.
    Sent,
    /// The terminal waits for the card.
    WaitingForCard,
    /// The customer chooses a tip.
    SelectingTip,
    /// The customer enters the PIN.
    EnteringPin,
    /// The customer signs.
    Signing,
    /// The bank approved, the record is not complete.
    Authorised,
    /// Runs, no more is known.
    Processing,
    /// No usable answer: not sure yet, checking. Money may have moved.
    Checking,
}

/// How far a cancel has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CancelStage {
    /// Nobody asked.
    Possible,
    /// Asked; not proven yet. Shown as "Cancelling…".
    Cancelling,
    /// Too late: a card was presented. The payment is followed to its end.
    TooLate,
}

/// A payment that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FinishedView {
    /// Order number.
    pub order: String,
    /// What happened to the money.
    pub end: MoneyEnd,
    /// How it was to be paid.
    pub tender: TenderKind,
    /// The total.
    pub total: Amount,
    /// Cash given.
    pub given: Option<Amount>,
    /// Change to hand out.
    pub change: Option<Amount>,
    /// `VISA •••• 1234`.
    pub card: Option<String>,
    /// What the customer added on the terminal.
    pub tip: Option<Amount>,
    /// Cancelled by the till because nobody came to the terminal in time.
    pub timed_out: bool,
    /// The cancel came too late and the customer has paid: offer the refund.
    pub paid_despite_cancel: bool,
    /// What kept the payment from being sent, when that is known.
    pub not_sent_because: Option<ErrorCode>,
    /// The most the payment system takes at once, if it told when it refused.
    pub limit: Option<Amount>,
    /// The receipt, when there is one.
    pub receipt: Option<ReceiptView>,
    /// For support.
    pub details: Option<Details>,
}

/// What happened to the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum MoneyEnd {
    /// The customer has paid.
    Paid,
    /// Declined: not charged.
    Declined,
    /// Cancelled: not charged.
    Cancelled,
    /// Never reached the provider: not charged.
    NotSent,
    /// The record contradicts the request: a manager decides.
    NeedsPerson,
}

/// A way to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TenderKind {
    /// Notes and coins.
    Cash,
    /// Card on a terminal.
    Card,
}

/// Raw facts for support, copyable. Never a secret or a card number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Details {
    /// Our reference of the attempt.
    pub reference: String,
    /// The provider's name for the transaction.
    pub transaction: Option<String>,
    /// State of the attempt, the word of the database.
    pub state: String,
    /// The last trouble, in the provider's words.
    pub fault: Option<String>,
    /// HTTP status of the last trouble.
    pub status: Option<u16>,
}

/// News about another order than the one on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct NoticeView {
    /// Names it in `dismiss_notice`.
    pub id: u32,
    /// What happened.
    pub kind: NoticeKind,
    /// The order; `None` for a refund without a purchase.
    pub order: Option<String>,
    /// The refund it is about, if it is about one.
    pub refund: Option<String>,
    /// The payment that came too much: what a refund would give back.
    pub payment: Option<String>,
    /// The attempt a person has to look at.
    pub case: Option<String>,
    /// The amount.
    pub amount: Amount,
}

/// What happened to another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum NoticeKind {
    /// Set aside; its payment is still being looked up.
    Following,
    /// Its customer has a link and has not paid yet.
    LinkOpen,
    /// Its payment turned out paid; the receipt is ready.
    FoundPaid,
    /// Its payment turned out not charged; the basket is parked.
    FoundNotCharged,
    /// A manager must decide.
    NeedsPerson,
    /// Money came in after the payment had been taken for ended.
    LateApproved,
    /// Money came in late, and the sale has been paid otherwise: the customer paid twice.
    PaidTwice,
    /// A refund is still being looked up.
    RefundFollowing,
    /// A refund came too early and is tried again by itself.
    RefundWaiting,
    /// A refund was made; the slip is ready.
    Refunded,
    /// A refund was made after it had been taken for not made.
    RefundedLate,
    /// A refund was not made.
    NotRefunded,
    /// A manager must decide about a refund.
    RefundNeedsPerson,
}

/// A parked basket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ParkedView {
    /// Names it in `recall`.
    pub id: String,
    /// What the cashier called it, or the first article.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// Its total.
    pub total: Amount,
    /// When it was parked, `14:32`.
    pub at: String,
}
