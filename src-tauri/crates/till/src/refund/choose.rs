//! What can be given back, and what a refund would come to. Nothing here changes anything.

use money::Money;
use payment::{AttemptState, Outcome, RefundPlace};
use sale::{OrderNumber, Refund, RefundScope, cash_due, goods_left, lines_left};
use store::{CardOrigin, OrderState, RefundSubject, Terminal};

use super::{
    RefundCause, RefundOrigin, RefundPreview, RefundRefused, RefundRequest, RefundTo, Refundable,
    RefundableLine,
};
use crate::{Till, TillError};

/// A refund worked out, to the card of a purchase or in cash.
pub(super) struct Plan {
    pub(super) subject: RefundSubject,
    pub(super) refund: Refund,
    /// Cash only: rounding contained in what leaves the drawer.
    pub(super) rounding: Money,
    pub(super) to: Way,
}

/// Where the money of a plan goes.
pub(super) enum Way {
    Cash,
    Card(Box<CardOrigin>),
}

impl Till {
    /// What of an order can be given back, which way, and what has been.
    pub async fn refundable(&self, number: OrderNumber) -> Result<Refundable, TillError> {
        let refunds = self.store().refunds();
        let order = self.store().orders().snapshot(number).await?;
        let head = self.store().orders().head_of(number).await?;
        let left = lines_left(&order, &refunds.taken(number).await?).map_err(RefundRefused::from)?;
        let paid = head.state == OrderState::Paid;
        let none = Money::zero(order.currency);
        let goods = if paid { goods_left(&order, &left).map_err(RefundRefused::from)? } else { none };
        let lines = order.rows().zip(&left).map(|((line, _), left)| {
            Ok(RefundableLine {
                position: left.position,
                name: line.name.as_str().to_owned(),
                unit: line.unit,
                sold: line.quantity,
                left: left.quantity(),
                amount_left: left.gross()?,
            })
        });
        let lines = lines.collect::<Result<Vec<_>, money::MoneyError>>()?;
        let mut origins = Vec::new();
        let cash: Vec<Money> = head
            .tenders
            .iter()
            .filter(|tender| tender.kind == sale::TenderKind::Cash && tender.state == "paid")
            .map(|tender| tender.amount)
            .collect();
        if paid && !cash.is_empty() {
            let left = smaller(refunds.cash_origin(number).await?.price_left, goods);
            let paid = Money::sum(order.currency, cash)?;
            let (to, cause) = (RefundTo::Cash, RefundCause::Goods);
            origins.push(RefundOrigin {
                to,
                paid,
                left,
                cause,
                place: None,
                terminals: Vec::new(),
                card: None,
            });
        }
        for origin in refunds.card_origins(number).await? {
            origins.push(self.card_origin(origin, goods).await?);
        }
        let refunds = refunds.of_order(number).await?;
        Ok(Refundable { order: number, goods_left: goods, lines, origins, refunds })
    }

    /// What a refund would come to. Refused exactly as [`Till::refund`] would refuse it.
    pub async fn preview_refund(&self, request: &RefundRequest) -> Result<RefundPreview, TillError> {
        let plan = self.plan_refund(request).await?;
        let paid_out = plan.refund.total.checked_add(plan.rounding)?;
        let to = match plan.to {
            Way::Cash => RefundTo::Cash,
            Way::Card(origin) => RefundTo::Card(origin.record.intent.reference),
        };
        Ok(RefundPreview { refund: plan.refund, paid_out, to })
    }

    pub(super) async fn plan_refund(&self, request: &RefundRequest) -> Result<Plan, TillError> {
        let refunds = self.store().refunds();
        let order = self.store().orders().snapshot(request.order).await?;
        let origins = refunds.card_origins(request.order).await?;
        let head = self.store().orders().head_of(request.order).await?;
        let in_cash =
            head.tenders.iter().any(|tender| tender.kind == sale::TenderKind::Cash && tender.state == "paid");
        let to = match &request.to {
            Some(RefundTo::Card(reference)) => {
                let origin = origins.into_iter().find(|origin| origin.record.intent.reference == *reference);
                Way::Card(Box::new(origin.ok_or(RefundRefused::NotAPayment)?))
            }
            Some(RefundTo::Cash) => Way::Cash,
            None => usual_way(origins, in_cash),
        };
        let zero = Money::zero(order.currency);
        if let Way::Card(origin) = &to
            && cause_of(origin) == RefundCause::TooMuch
        {
            let left = origin.left();
            let amount = match &request.scope {
                RefundScope::Rest => left,
                RefundScope::Amount(amount) => *amount,
                RefundScope::Lines(_) => return Err(RefundRefused::NotAPayment.into()),
            };
            if left.checked_sub(amount)?.is_negative() {
                let refused = sale::RefundError::TooMuch { asked: amount, left };
                return Err(RefundRefused::Amount(refused).into());
            }
            if !left.is_positive() {
                return Err(RefundRefused::Amount(sale::RefundError::NothingLeft).into());
            }
            let refund = Refund::of_payment(Some(request.order), amount).map_err(RefundRefused::from)?;
            return Ok(Plan { subject: RefundSubject::Payment, refund, rounding: zero, to });
        }
        if head.state != OrderState::Paid {
            return Err(RefundRefused::NotPaid.into());
        }
        let left = lines_left(&order, &refunds.taken(request.order).await?).map_err(RefundRefused::from)?;
        let (limit, coins) = match &to {
            Way::Card(origin) => (origin.left(), zero),
            Way::Cash => {
                let cash = refunds.cash_origin(request.order).await?;
                (cash.price_left, cash.coins_left)
            }
        };
        let refund = Refund::of_goods(&order, &left, &request.scope, limit).map_err(RefundRefused::from)?;
        let rounding = match &to {
            Way::Card(_) => zero,
            Way::Cash => {
                let (due, _) = cash_due(refund.total, self.shop().cash_rounding)?;
                // Rounded up again and again, small refunds could take more out of the drawer than came in.
                let paid_out = smaller(due, coins);
                if !paid_out.is_positive() {
                    return Err(RefundRefused::TooLittleForCash.into());
                }
                paid_out.checked_sub(refund.total)?
            }
        };
        Ok(Plan { subject: RefundSubject::Goods, refund, rounding, to })
    }

    async fn card_origin(&self, origin: CardOrigin, goods: Money) -> Result<RefundOrigin, TillError> {
        let cause = cause_of(&origin);
        let left = match cause {
            RefundCause::Goods => smaller(origin.left(), goods),
            RefundCause::TooMuch => origin.left(),
        };
        let place = self.refund_place(&origin).await;
        let terminals = match place {
            Some(RefundPlace::Terminal) => self.refund_terminals(&origin).await?,
            Some(RefundPlace::Provider) | None => Vec::new(),
        };
        let card = match &origin.record.outcome {
            Some(Outcome::Approved(approval)) => Some(approval.card.clone()),
            _ => None,
        };
        let to = RefundTo::Card(origin.record.intent.reference.clone());
        Ok(RefundOrigin { to, paid: origin.captured, left, cause, place, terminals, card })
    }

    /// Where refunds of a purchase happen; `None` when its account cannot be reached or offers none.
    async fn refund_place(&self, origin: &CardOrigin) -> Option<RefundPlace> {
        let provider = self.provider(origin.account_id).await.ok()?;
        let descriptor = provider.descriptor();
        descriptor.operations.contains(&payment::OperationKind::Refund).then_some(descriptor.refunds)
    }

    /// The terminals of the purchase's account, the one at hand first.
    pub(super) async fn refund_terminals(&self, origin: &CardOrigin) -> Result<Vec<Terminal>, TillError> {
        let chosen = self.chosen_terminal().await?.map(|terminal| terminal.id);
        let mut terminals = self.terminals().await?;
        terminals.retain(|terminal| terminal.account_id == origin.account_id);
        terminals.sort_by_key(|terminal| {
            (Some(terminal.id) != chosen, terminal.id != origin.terminal_id, terminal.id.0)
        });
        Ok(terminals)
    }
}

pub(super) fn cause_of(origin: &CardOrigin) -> RefundCause {
    match origin.record.state {
        AttemptState::LateApproved => RefundCause::TooMuch,
        _ => RefundCause::Goods,
    }
}

/// The card that paid, as long as something of it is left; else cash; else a payment that came too much.
fn usual_way(origins: Vec<CardOrigin>, in_cash: bool) -> Way {
    let mut late = None;
    let mut empty = None;
    for origin in origins {
        match cause_of(&origin) {
            RefundCause::Goods if origin.left().is_positive() => return Way::Card(Box::new(origin)),
            RefundCause::Goods => empty = Some(origin),
            RefundCause::TooMuch => late = Some(origin),
        }
    }
    match (in_cash, empty.or(late)) {
        (false, Some(origin)) => Way::Card(Box::new(origin)),
        (true, _) | (false, None) => Way::Cash,
    }
}

fn smaller(one: Money, other: Money) -> Money {
    if other.minor() < one.minor() { other } else { one }
}
