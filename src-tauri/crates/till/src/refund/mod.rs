//! Giving money back: of a paid order, of a payment that came too much, and without a purchase.
//!
//! One refund is one movement of money, in cash or to the card of one purchase. To a card it is an attempt like a
//! payment's, with the same engine; what differs is the log it is written into and that a refund which comes too early
//! waits and is sent again.

mod choose;
pub(crate) mod follow;
mod give;
mod hand_over;
pub(crate) mod later;
mod show;
mod slips;

use money::Money;
use payment::{AttemptReference, Card, RefundPlace};
use sale::{OrderNumber, Quantity, Refund, RefundScope, Unit};
use store::{RefundHead, Terminal, TerminalId};

pub use show::{RefundSnapshot, RefundStage};
pub use slips::IssuedRefundSlip;

/// Everything that can be given back of an order, and what has been.
#[derive(Debug, Clone)]
pub struct Refundable {
    /// The order.
    pub order: OrderNumber,
    /// What of its goods has not been given back.
    pub goods_left: Money,
    /// Its lines, in the order of the receipt.
    pub lines: Vec<RefundableLine>,
    /// How it was paid, and what can go back each way.
    pub origins: Vec<RefundOrigin>,
    /// Its refunds, oldest first.
    pub refunds: Vec<RefundHead>,
}

impl Refundable {
    /// Whether any refund is possible now.
    pub fn is_open(&self) -> bool {
        self.origins.iter().any(|origin| origin.left.is_positive())
    }
}

/// A line of an order and what is left of it.
#[derive(Debug, Clone)]
pub struct RefundableLine {
    /// Its position, counted from 1.
    pub position: u32,
    /// The article's name.
    pub name: String,
    /// What the quantity counts.
    pub unit: Unit,
    /// What was sold.
    pub sold: Quantity,
    /// What of it has not come back; `None`: all of it has.
    pub left: Option<Quantity>,
    /// What can still be given back for it, tax included.
    pub amount_left: Money,
}

/// A payment that money can go back to.
#[derive(Debug, Clone)]
pub struct RefundOrigin {
    /// Which one.
    pub to: RefundTo,
    /// What it brought: the cash that stayed, or what was charged with its tip.
    pub paid: Money,
    /// What can still go back this way. Refunds that run, wait or are undecided count as gone.
    pub left: Money,
    /// Why it can be refunded.
    pub cause: RefundCause,
    /// Where the refund of a card happens; `None` for cash.
    pub place: Option<RefundPlace>,
    /// The terminals it could run on, the suggested one first; empty where none takes part.
    pub terminals: Vec<Terminal>,
    /// The card.
    pub card: Option<Card>,
}

/// Why a payment can be refunded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundCause {
    /// It paid the order: goods come back.
    Goods,
    /// It came too much: approved after it had been taken for ended.
    TooMuch,
}

/// Where the money goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundTo {
    /// Out of the drawer.
    Cash,
    /// To the card of this purchase.
    Card(AttemptReference),
}

/// A refund as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// The order.
    pub order: OrderNumber,
    /// Where the money goes. `None`: the way the order was paid.
    pub to: Option<RefundTo>,
    /// What of it.
    pub scope: RefundScope,
    /// The terminal, where one takes part. `None`: the suggested one.
    pub terminal: Option<TerminalId>,
    /// Why, as typed.
    pub reason: Option<String>,
    /// How many refunds of the order whoever asks was shown: another one made meanwhile, for instance by a second tap,
    /// refuses this one. `None`: does not mind.
    pub seen: Option<u32>,
}

/// What a refund would come to.
#[derive(Debug, Clone)]
pub struct RefundPreview {
    /// Its lines and amounts.
    pub refund: Refund,
    /// What the customer gets: rounded where it is cash.
    pub paid_out: Money,
    /// Where it goes.
    pub to: RefundTo,
}

/// Why a refund was not begun. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefused {
    /// More than is left, nothing left, or lines that do not fit.
    #[error(transparent)]
    Amount(#[from] sale::RefundError),
    /// Another refund of the order was made since it was shown.
    #[error("another refund was made meanwhile")]
    MadeMeanwhile,
    /// Another refund of the same payment has not been decided.
    #[error("another refund of this payment is under way")]
    Running,
    /// The payment named does not belong to the order, or cannot be refunded.
    #[error("not a payment of this order")]
    NotAPayment,
    /// Rounded to what the drawer can give, nothing would be paid out.
    #[error("too little to pay out in cash")]
    TooLittleForCash,
    /// The order has not been paid.
    #[error("order is not paid")]
    NotPaid,
    /// A refund without a purchase needs a reason.
    #[error("reason is missing")]
    ReasonMissing,
    /// It does not wait any more.
    #[error("refund does not wait")]
    NotWaiting,
    /// The terminal does not belong to the account of the purchase.
    #[error("terminal belongs to another account")]
    WrongTerminal,
}

/// The longest reason that is kept.
pub(crate) const MAX_REASON_CHARS: usize = 120;

/// A reason as typed, without what could act on paper or screen; `None` when nothing is left.
pub(crate) fn clean_reason(text: Option<&str>) -> Option<String> {
    let text: String = sale::clean_line(text?).chars().take(MAX_REASON_CHARS).collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}
