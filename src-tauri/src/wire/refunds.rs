use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Amount, CancelStage, Details, ErrorCode, PaymentPhase, ReceiptView, TenderKind};

/// What can be given back of an order, which way, and what has been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RefundableView {
    /// Order number.
    pub order: String,
    /// What of its goods has not been given back.
    pub goods_left: Amount,
    /// Its lines.
    pub lines: Vec<RefundableLineView>,
    /// How it was paid, and what can go back each way.
    pub origins: Vec<RefundOriginView>,
    /// Its refunds, oldest first.
    pub refunds: Vec<RefundSummary>,
    /// Whether a manager must approve.
    pub needs_manager: bool,
}

/// A line of an order and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RefundableLineView {
    /// Names it in a refund, counted from 1.
    pub position: u32,
    /// The article.
    pub name: String,
    /// What was sold, with its unit: `3`, `1,250 kg`.
    pub sold: String,
    /// What is left of it, in whole pieces; `None` for weighed goods, which come back as a whole.
    pub pieces_left: Option<u32>,
    /// Whether anything of it is left.
    pub returnable: bool,
    /// What can still be given back for it.
    pub amount_left: Amount,
}

/// A payment that money can go back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RefundOriginView {
    /// Names it in a refund: `cash`, or the reference of the card payment.
    pub id: String,
    /// Cash or card.
    pub tender: TenderKind,
    /// `VISA •••• 1234`.
    pub card: Option<String>,
    /// It came too much: the customer paid twice, or paid although it had been taken for ended.
    pub too_much: bool,
    /// What it brought.
    pub paid: Amount,
    /// What can still go back this way.
    pub left: Amount,
    /// Whether anything can.
    pub open: bool,
    /// The terminals the refund could run on, the suggested one first; none where no terminal takes part.
    pub terminals: Vec<RefundTerminalView>,
}

/// A terminal a refund could run on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RefundTerminalView {
    /// Names it in a refund.
    pub id: String,
    /// What the shop calls it.
    pub name: String,
}

/// A refund in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RefundSummary {
    /// `R000012`.
    pub number: String,
    /// `21 Nov 14:32`.
    pub at: String,
    /// Where it stands: `open`, `waiting`, `needs_person`, `refunded`, `not_refunded`.
    pub state: String,
    /// What the customer gets.
    pub amount: Amount,
    /// Cash or card.
    pub tender: TenderKind,
}

/// A refund as the window asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct RefundAsk {
    /// Order number.
    pub order: String,
    /// The way, as [`RefundOriginView::id`]. `None`: the way the order was paid.
    pub to: Option<String>,
    /// An amount as typed. Without it and without lines: all that is left.
    pub amount: Option<String>,
    /// Lines that come back.
    pub lines: Vec<RefundLineAsk>,
    /// The terminal, where one takes part.
    pub terminal: Option<String>,
    /// Why, as typed.
    pub reason: Option<String>,
    /// How many refunds of the order the screen shows.
    pub seen: u32,
}

/// A line that comes back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct RefundLineAsk {
    /// Which one, counted from 1.
    pub position: u32,
    /// How many pieces; `None`: all that is left.
    pub pieces: Option<u32>,
}

/// A refund on the refund screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RefundView {
    /// `R000012`.
    pub number: String,
    /// Order number; `None` without a purchase.
    pub order: Option<String>,
    /// What the customer gets.
    pub amount: Amount,
    /// Cash or card.
    pub tender: TenderKind,
    /// What it means for the money.
    pub stage: RefundStage,
    /// Where it stands while it runs.
    pub phase: PaymentPhase,
    /// How far a cancel has come.
    pub cancel: CancelStage,
    /// Name of the terminal, where one takes part.
    pub terminal: Option<String>,
    /// Whole seconds since it was sent.
    pub elapsed_seconds: u32,
    /// While it waits: when it is tried again, `14:32`.
    pub next_try: Option<String>,
    /// What kept it from being made, when that is known.
    pub because: Option<ErrorCode>,
    /// The most the provider would have given back, when it told.
    pub limit: Option<Amount>,
    /// The slip, when there is one.
    pub slip: Option<ReceiptView>,
    /// For support.
    pub details: Option<Details>,
}

/// What a refund means for the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RefundStage {
    /// Sent, and not decided.
    Running,
    /// Not sure yet, checking. Money may have moved.
    Unknown,
    /// Too early; tried again by itself.
    Waiting,
    /// The customer has the money back.
    Refunded,
    /// Declined: not refunded.
    Declined,
    /// Cancelled: not refunded.
    Cancelled,
    /// It never came about: not refunded.
    NotSent,
    /// A manager must decide.
    NeedsPerson,
}
