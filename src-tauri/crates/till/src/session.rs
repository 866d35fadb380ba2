//! What one till screen works on: the open basket and what the right column shows.

use money::Money;
use payment::{AttemptRecord, AttemptReference};
use sale::{
    Basket, CatalogueItem, Discount, EmbeddedContent, LineId, OrderNumber, Percent, Quantity, RefundNumber,
};
use store::RefundHead;

use crate::in_doubt::{RefundInDoubt, SaleInDoubt};
use crate::{Shop, TillError};

/// The open basket with everything that belongs to the screen and not to the sale.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) basket: Basket,
    /// The multiplier that waits for its article.
    pub(crate) pending: Option<Quantity>,
    pub(crate) last_line: Option<LineId>,
    pub(crate) stage: Stage,
    pub(crate) notices: Vec<Notice>,
    pub(crate) next_notice: u32,
    /// The refund on the refund screen: its end makes no notice.
    pub(crate) shown_refund: Option<RefundNumber>,
    /// A sale in cash of which the disk did not say whether it is booked.
    pub(crate) sale_in_doubt: Option<SaleInDoubt>,
    /// The same for a refund in cash.
    pub(crate) refund_in_doubt: Option<RefundInDoubt>,
}

/// What the right column shows.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    Ringing,
    Paying { order: OrderNumber, attempt: AttemptReference },
    Finished(Box<Finished>),
}

/// A payment that has ended, until the cashier goes on.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The order.
    pub order: OrderNumber,
    /// What happened to the money.
    pub end: MoneyEnd,
    /// What was paid or to be paid: the total, rounded where it was paid in cash.
    pub total: Money,
    /// Cash handed over and change, for a cash payment.
    pub cash: Option<(Money, Money)>,
    /// The attempt, for a card payment.
    pub attempt: Option<Box<payment::AttemptRecord>>,
}

/// What happened to the money of a payment that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyEnd {
    /// The customer has paid.
    Paid,
    /// Declined: not charged.
    Declined,
    /// Cancelled: not charged.
    Cancelled,
    /// Never reached the provider: not charged.
    NotSent,
    /// Record and request contradict each other; a manager decides.
    NeedsPerson,
}

/// News about an order that is not on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Names it for dismissing.
    pub id: u32,
    /// What happened.
    pub kind: NoticeKind,
    /// The order; `None` for a refund without a purchase.
    pub order: Option<OrderNumber>,
    /// The refund it is about, if it is about one.
    pub refund: Option<RefundNumber>,
    /// The payment that came too much: what a refund would give back.
    pub payment: Option<AttemptReference>,
    /// The attempt a person has to look at.
    pub case: Option<AttemptReference>,
    /// The amount of the payment or refund.
    pub amount: Money,
}

/// What happened to an order that is not on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Its payment is still being looked up.
    Following,
    /// Its customer has a link and has not paid yet.
    LinkOpen,
    /// Its payment turned out paid.
    FoundPaid,
    /// Its payment turned out not charged; the basket is parked.
    FoundNotCharged,
    /// A manager must decide.
    NeedsPerson,
    /// Money came in after its payment had been taken for ended.
    LateApproved,
    /// Money came in after its payment had been taken for ended, and the sale has been paid otherwise.
    PaidTwice,
    /// A refund is still being looked up.
    RefundFollowing,
    /// A refund came too early and is tried again by itself.
    RefundWaiting,
    /// A refund was made.
    Refunded,
    /// A refund was made after it had been taken for not made.
    RefundedLate,
    /// A refund was not made.
    NotRefunded,
    /// A manager must decide about a refund.
    RefundNeedsPerson,
}

impl Notice {
    /// Whether it tells of a customer's money that is not the shop's: it goes when that is put right.
    pub(crate) fn must_be_dealt_with(&self) -> bool {
        self.kind == NoticeKind::LateApproved && self.case.is_some()
    }
}

/// The most notices kept; the oldest that asks for nothing goes first.
const MAX_NOTICES: usize = 50;

impl Session {
    pub(crate) fn new(basket: Basket) -> Self {
        Self {
            basket,
            pending: None,
            last_line: None,
            stage: Stage::Ringing,
            notices: Vec::new(),
            next_notice: 1,
            shown_refund: None,
            sale_in_doubt: None,
            refund_in_doubt: None,
        }
    }

    /// The basket, if it may be changed now. A finished payment makes way: paid, the next sale begins; not paid, the
    /// basket is still there.
    pub(crate) fn open_basket(&mut self, shop: &Shop) -> Result<&mut Basket, TillError> {
        match &self.stage {
            Stage::Ringing => {}
            Stage::Paying { .. } => return Err(TillError::BasketLocked),
            Stage::Finished(_) => self.go_on(shop),
        }
        Ok(&mut self.basket)
    }

    /// Whether the sale with this basket has been paid, is being paid, or has changed.
    pub(crate) fn went_on_from(&self, basket: &Basket) -> bool {
        let settled = match &self.stage {
            Stage::Ringing => false,
            Stage::Paying { .. } => true,
            Stage::Finished(finished) => finished.end == MoneyEnd::Paid,
        };
        settled || self.basket != *basket
    }

    /// Leaves a finished payment.
    pub(crate) fn go_on(&mut self, shop: &Shop) {
        if let Stage::Finished(finished) = &self.stage {
            if matches!(finished.end, MoneyEnd::Paid | MoneyEnd::NeedsPerson) {
                self.begin(Basket::new(shop.currency, shop.tax_rules));
            }
            self.stage = Stage::Ringing;
        }
    }

    /// Puts `basket` on the screen.
    pub(crate) fn begin(&mut self, basket: Basket) {
        self.last_line = basket.lines().last().map(|line| line.id);
        self.basket = basket;
        self.pending = None;
        self.stage = Stage::Ringing;
        if let Some(doubt) = &mut self.sale_in_doubt {
            doubt.on_screen = false;
        }
    }

    /// Rings up an article, using up the waiting multiplier unless the entry brought its own.
    pub(crate) fn ring_up(
        &mut self,
        shop: &Shop,
        item: &CatalogueItem,
        label: Option<EmbeddedContent>,
        quantity: Quantity,
    ) -> Result<(), TillError> {
        let basket = self.open_basket(shop)?;
        let line = match label {
            Some(content) => basket.add_labelled(item, content, quantity)?,
            None => basket.add(item, quantity)?,
        };
        self.pending = None;
        self.last_line = Some(line);
        Ok(())
    }

    pub(crate) fn change(
        &mut self,
        shop: &Shop,
        act: impl FnOnce(&mut Basket) -> Result<Option<LineId>, TillError>,
    ) -> Result<(), TillError> {
        let changed = act(self.open_basket(shop)?)?;
        self.last_line = changed.or_else(|| self.basket.lines().last().map(|line| line.id));
        Ok(())
    }

    /// Whether the payment on the screen is this attempt.
    pub(crate) fn shows(&self, record: &AttemptRecord) -> bool {
        matches!(&self.stage, Stage::Paying { attempt, .. } if *attempt == record.intent.reference)
    }

    /// Tells of an order that is not on the screen.
    pub(crate) fn notice(&mut self, kind: NoticeKind, order: OrderNumber, amount: Money) {
        let superseded = |notice: &Notice| {
            notice.order == Some(order) && matches!(notice.kind, NoticeKind::Following | NoticeKind::LinkOpen)
        };
        self.notices.retain(|notice| !superseded(notice));
        self.tell(Notice {
            id: 0,
            kind,
            order: Some(order),
            refund: None,
            payment: None,
            case: None,
            amount,
        });
    }

    /// Tells of a payment whose order is not on the screen; one that came too much is named, so that it can be given
    /// back.
    pub(crate) fn payment_notice(&mut self, kind: NoticeKind, order: OrderNumber, record: &AttemptRecord) {
        let reference = &record.intent.reference;
        self.settle_case(reference);
        self.notice(kind, order, record.intent.amount);
        if let Some(notice) = self.notices.last_mut() {
            notice.payment = (kind == NoticeKind::LateApproved).then(|| reference.clone());
            notice.case = record.calls_for_person().then(|| reference.clone());
        }
    }

    /// What was told of an attempt that called for a person is out of date.
    pub(crate) fn settle_case(&mut self, reference: &AttemptReference) {
        self.notices.retain(|notice| notice.case.as_ref() != Some(reference));
    }

    /// Tells of a refund that is not on the screen. What was told of it before is out of date.
    pub(crate) fn refund_notice(&mut self, kind: NoticeKind, head: &RefundHead) {
        self.forget_refund_notices(head.number);
        let (order, refund, amount) = (head.order, Some(head.number), head.paid_out());
        self.tell(Notice { id: 0, kind, order, refund, payment: None, case: None, amount });
    }

    pub(crate) fn forget_refund_notices(&mut self, number: RefundNumber) {
        self.notices.retain(|notice| notice.refund != Some(number));
    }

    /// A refund of a payment that came too much has begun: what told of the payment has been acted on.
    pub(crate) fn settle_payment(&mut self, payment: &AttemptReference) {
        self.notices.retain(|notice| notice.payment.as_ref() != Some(payment));
    }

    fn tell(&mut self, notice: Notice) {
        self.notices.push(Notice { id: self.next_notice, ..notice });
        self.next_notice = self.next_notice.wrapping_add(1);
        if self.notices.len() > MAX_NOTICES {
            let harmless = |n: &Notice| {
                matches!(
                    n.kind,
                    NoticeKind::FoundPaid
                        | NoticeKind::FoundNotCharged
                        | NoticeKind::Refunded
                        | NoticeKind::NotRefunded
                )
            };
            let index = self.notices.iter().position(harmless);
            let index =
                index.or_else(|| self.notices.iter().position(|n| !n.must_be_dealt_with())).unwrap_or(0);
            self.notices.remove(index);
        }
    }
}

/// Reads what a person types as a discount: `10 %` or an amount.
pub(crate) fn parse_discount(text: &str, currency: money::Currency) -> Result<Discount, TillError> {
    let bad = || TillError::Discount(text.chars().take(40).collect());
    if text.contains('%') {
        return Percent::parse(text).map(Discount::Percent).map_err(|_| bad());
    }
    Money::parse(text, currency).map(Discount::Amount).map_err(|_| bad())
}
