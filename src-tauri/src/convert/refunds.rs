use money::Money;
use payment::{CancelProgress, Card, Effect};
use sale::{Quantity, RefundScope, Unit};
use store::RefundHead;
use till::{
    RefundCause, RefundOrigin, RefundRequest, RefundSnapshot, RefundStage as Stage, RefundTo, Refundable,
    RefundableLine, Till, TillError,
};

use super::error::of_fault;
use super::orders::day_and_time;
use super::till::{card_label, details, phase_of};
use super::{amount, number};
use crate::wire::{
    CancelStage, PaymentPhase, ReceiptView, RefundAsk, RefundOriginView, RefundStage, RefundSummary,
    RefundTerminalView, RefundView, RefundableLineView, RefundableView, TenderKind,
};

/// What can be given back of an order.
pub(crate) fn refundable_view(refundable: &Refundable, needs_manager: bool, mark: char) -> RefundableView {
    RefundableView {
        order: refundable.order.to_string(),
        goods_left: amount(refundable.goods_left, mark),
        lines: refundable.lines.iter().map(|line| line_view(line, mark)).collect(),
        origins: refundable.origins.iter().map(|origin| origin_view(origin, mark)).collect(),
        refunds: refundable.refunds.iter().map(|head| refund_summary(head, mark)).collect(),
        needs_manager,
    }
}

/// A refund in a list.
pub(crate) fn refund_summary(head: &RefundHead, mark: char) -> RefundSummary {
    RefundSummary {
        number: head.number.to_string(),
        at: day_and_time(head.ended_at.as_deref().unwrap_or(&head.created_at)),
        state: head.state.as_str().to_owned(),
        amount: amount(head.paid_out(), mark),
        tender: tender(head.kind),
    }
}

/// A refund on the refund screen.
pub(crate) fn refund_view(
    snapshot: &RefundSnapshot,
    slip: Option<ReceiptView>,
    transaction: Option<&str>,
    mark: char,
) -> RefundView {
    let record = snapshot.attempt.as_ref();
    let fault = record.and_then(|record| record.last_fault.as_ref());
    let refused = fault.filter(|fault| {
        fault.effect() == Effect::None && matches!(snapshot.stage, Stage::NotSent | Stage::Waiting)
    });
    RefundView {
        number: snapshot.head.number.to_string(),
        order: snapshot.head.order.map(|order| order.to_string()),
        amount: amount(snapshot.head.paid_out(), mark),
        tender: tender(snapshot.head.kind),
        stage: match snapshot.stage {
            Stage::Running => RefundStage::Running,
            Stage::Unknown => RefundStage::Unknown,
            Stage::Waiting => RefundStage::Waiting,
            Stage::Refunded => RefundStage::Refunded,
            Stage::Declined => RefundStage::Declined,
            Stage::Cancelled => RefundStage::Cancelled,
            Stage::NotSent => RefundStage::NotSent,
            Stage::NeedsPerson => RefundStage::NeedsPerson,
        },
        phase: record.map_or(PaymentPhase::Processing, phase_of),
        cancel: match (record.map(|record| record.cancel), snapshot.cancel_wanted) {
            (Some(CancelProgress::TooLate), _) => CancelStage::TooLate,
            (None | Some(CancelProgress::NotAsked), false) => CancelStage::Possible,
            _ => CancelStage::Cancelling,
        },
        terminal: snapshot.terminal.clone(),
        elapsed_seconds: u32::try_from(snapshot.elapsed.as_secs()).unwrap_or(u32::MAX),
        next_try: snapshot.head.next_try_at.as_deref().map(|at| super::clock(at, 5)),
        because: refused.map(|fault| of_fault(fault.kind())),
        limit: refused.and_then(|fault| fault.limit()).map(|limit| amount(limit, mark)),
        slip,
        details: record.map(|record| details(record, transaction)),
    }
}

/// A refund as the window asked for it.
pub(crate) fn refund_request(till: &Till, ask: RefundAsk) -> Result<RefundRequest, TillError> {
    let currency = till.shop().currency;
    let scope = match ask.amount {
        Some(text) => RefundScope::Amount(
            Money::parse(&text, currency).map_err(|_| TillError::Amount(text.chars().take(40).collect()))?,
        ),
        None if ask.lines.is_empty() => RefundScope::Rest,
        None => {
            let lines = ask.lines.into_iter().map(|line| {
                let pieces = line.pieces.map(Quantity::whole).transpose().map_err(sale::SaleError::from)?;
                Ok::<_, TillError>((line.position, pieces))
            });
            RefundScope::Lines(lines.collect::<Result<_, _>>()?)
        }
    };
    let to = match ask.to.as_deref() {
        None => None,
        Some("cash") => Some(RefundTo::Cash),
        Some(reference) => Some(RefundTo::Card(payment::AttemptReference::new(reference)?)),
    };
    Ok(RefundRequest {
        order: ask.order.parse().map_err(|_| TillError::NotFound("order"))?,
        to,
        scope,
        terminal: ask.terminal.as_deref().map(terminal_id).transpose()?,
        reason: ask.reason,
        seen: Some(ask.seen),
    })
}

/// The terminal a window names.
pub(crate) fn terminal_id(text: &str) -> Result<store::TerminalId, TillError> {
    text.parse().map(store::TerminalId).map_err(|_| TillError::NotFound("terminal"))
}

fn line_view(line: &RefundableLine, mark: char) -> RefundableLineView {
    let sold = number(&line.sold.to_string(), mark);
    RefundableLineView {
        position: line.position,
        name: line.name.clone(),
        sold: match line.unit {
            Unit::Piece => sold,
            Unit::Kilogram => format!("{sold} kg"),
        },
        pieces_left: match line.unit {
            Unit::Piece => {
                let left = line.left.map_or(0, |left| left.thousandths() / 1000);
                Some(u32::try_from(left).unwrap_or(u32::MAX))
            }
            Unit::Kilogram => None,
        },
        returnable: line.left.is_some() && line.amount_left.is_positive(),
        amount_left: amount(line.amount_left, mark),
    }
}

fn origin_view(origin: &RefundOrigin, mark: char) -> RefundOriginView {
    let terminals = origin
        .terminals
        .iter()
        .map(|terminal| RefundTerminalView { id: terminal.id.0.to_string(), name: terminal.name.clone() });
    RefundOriginView {
        id: match &origin.to {
            RefundTo::Cash => "cash".to_owned(),
            RefundTo::Card(reference) => reference.to_string(),
        },
        tender: match &origin.to {
            RefundTo::Cash => TenderKind::Cash,
            RefundTo::Card(_) => TenderKind::Card,
        },
        card: origin.card.as_ref().and_then(|card: &Card| card_label(card)),
        too_much: origin.cause == RefundCause::TooMuch,
        paid: amount(origin.paid, mark),
        left: amount(origin.left, mark),
        open: origin.left.is_positive(),
        terminals: terminals.collect(),
    }
}

fn tender(kind: sale::TenderKind) -> TenderKind {
    match kind {
        sale::TenderKind::Cash => TenderKind::Cash,
        sale::TenderKind::Card => TenderKind::Card,
    }
}
