//! Giving money back.

use std::time::Duration;

use money::Money;
use sale::{OrderNumber, Quantity, RefundNumber, RefundScope, TenderKind};
use serde_json::{Value, json};
use store::{RefundHead, RefundState, RefundSubject, Terminal};
use till::{
    RefundCause, RefundOrigin, RefundRequest, RefundSnapshot, RefundStage, RefundTo, Refundable, Till,
};

use super::{Answered, orders};
use crate::cli::refund::{RefundArgs, RefundCommand, RefundSlipArgs};
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// `refund ORDER …`, `refund --without-reference …`, `refund list`, `refund show`, `refund slip`, `refund withdraw`.
pub(crate) async fn run(json: bool, till: &Till, args: RefundArgs) -> Answered {
    match &args.command {
        Some(RefundCommand::List { limit }) => list(json, till, *limit).await,
        Some(RefundCommand::Show { refund }) => show(json, till, number(refund)?).await,
        Some(RefundCommand::Slip(slip)) => print_slip(json, till, slip).await,
        Some(RefundCommand::Withdraw { refund }) => {
            let refund = number(refund)?;
            till.withdraw_refund(refund).await?;
            show(json, till, refund).await
        }
        None => give(json, till, &args).await,
    }
}

async fn give(json: bool, till: &Till, args: &RefundArgs) -> Answered {
    let wait = Duration::from_secs(args.wait);
    if till.wait_for_payments_in_the_way(wait).await > 0 {
        return Err(Refusal::fault("an earlier payment or refund is still unknown; run `tillctl recover`"));
    }
    let terminal = match &args.terminal {
        Some(text) => Some(terminal_named(till, text).await?.id),
        None => None,
    };
    let refund = match &args.without_reference {
        Some(amount) => {
            let amount = money(till, amount)?;
            let reason = args.reason.as_deref().unwrap_or_default();
            let approval = till.approval_at_hand()?;
            till.refund_without_purchase(amount, reason, terminal, approval).await?
        }
        None => {
            let order = args.order.as_deref().ok_or_else(|| Refusal::usage("which order?"))?;
            let request = RefundRequest {
                order: orders::number(order)?,
                to: way(args)?,
                scope: scope(till, args)?,
                terminal,
                reason: args.reason.clone(),
                seen: None,
            };
            till.refund(request, None).await?
        }
    };
    // From here on money may have moved: whatever fails now is "unknown" to the script, never "no money moved".
    match finish(json, till, refund, wait).await {
        Ok(outcome) => Ok(outcome),
        Err(refusal) => {
            output::fault(json, &refusal);
            Ok(Outcome::Unknown)
        }
    }
}

async fn finish(json: bool, till: &Till, refund: RefundNumber, wait: Duration) -> Answered {
    let snapshot = till.wait_for_refund(refund, wait).await?;
    answer(json, till, &snapshot).await
}

/// Follows refunds that were open or waiting to their end: a line and a document for each, and how many have none.
pub(crate) async fn recover(
    till: &Till,
    open: Vec<RefundNumber>,
    wait: Duration,
) -> Result<(Vec<(String, Value)>, usize), Refusal> {
    let mut found = Vec::new();
    let mut undecided = 0;
    till.wait_for_refunds(&open, wait).await?;
    for number in open {
        let head = till.refund_detail(number).await?.head;
        if !matches!(head.state, RefundState::Refunded | RefundState::NotRefunded) {
            undecided += 1;
        }
        found.push((format!("refund {}", line(&head)), document(&head)));
    }
    Ok((found, undecided))
}

async fn list(json: bool, till: &Till, limit: u32) -> Answered {
    let heads = till.refunds(limit, None).await?;
    let lines: Vec<String> = heads.iter().map(line).collect();
    let documents: Vec<Value> = heads.iter().map(document).collect();
    output::answer(json, &json!({ "refunds": documents }), &lines.join("\n"));
    Ok(Outcome::Done)
}

async fn show(json: bool, till: &Till, refund: RefundNumber) -> Answered {
    let snapshot = till.refund_snapshot(refund).await?;
    answer(json, till, &snapshot).await.map(|_| Outcome::Done)
}

/// Says how a refund stands.
async fn answer(json: bool, till: &Till, snapshot: &RefundSnapshot) -> Answered {
    let outcome = match snapshot.stage {
        RefundStage::Refunded => Outcome::Done,
        RefundStage::Declined | RefundStage::Cancelled | RefundStage::NotSent => Outcome::NotCharged,
        RefundStage::Running | RefundStage::Unknown | RefundStage::Waiting | RefundStage::NeedsPerson => {
            Outcome::Unknown
        }
    };
    let result = match snapshot.stage {
        RefundStage::Refunded => "refunded",
        RefundStage::Declined | RefundStage::Cancelled | RefundStage::NotSent => "not_refunded",
        RefundStage::Waiting => "waiting",
        RefundStage::Running | RefundStage::Unknown | RefundStage::NeedsPerson => "unknown",
    };
    let detail = till.refund_detail(snapshot.head.number).await?;
    let mut text = vec![line(&snapshot.head)];
    let attempts: Vec<Value> = detail
        .attempts
        .iter()
        .map(|attempt| {
            text.push(format!("  {}  {}", attempt.record.intent.reference, attempt.record.state));
            orders::attempt_document(attempt)
        })
        .collect();
    let mut document = document(&snapshot.head);
    document["result"] = json!(result);
    document["attempts"] = json!(attempts);
    document["has_slip"] = json!(detail.has_slip);
    document["fault"] = json!(
        snapshot.attempt.as_ref().and_then(|record| record.last_fault.as_ref()).map(ToString::to_string)
    );
    output::answer(json, &document, &text.join("\n"));
    Ok(outcome)
}

async fn print_slip(json: bool, till: &Till, args: &RefundSlipArgs) -> Answered {
    let refund = number(&args.refund)?;
    let slip =
        if args.copy { till.reprint_refund_slip(refund).await? } else { till.refund_slip(refund).await? };
    match &args.pdf {
        Some(file) => {
            std::fs::write(file, till.refund_slip_pdf(&slip)?)
                .map_err(|error| Refusal::fault(format!("{}: {error}", file.display())))?;
            let document = json!({ "refund": refund.to_string(), "pdf": file, "copy": slip.copy });
            output::answer(json, &document, &file.display().to_string());
        }
        None => {
            let text = slip.text(orders::width(args.columns)?);
            let document = json!({ "refund": refund.to_string(), "text": text, "copy": slip.copy });
            output::answer(json, &document, &text);
        }
    }
    Ok(Outcome::Done)
}

fn scope(till: &Till, args: &RefundArgs) -> Result<RefundScope, Refusal> {
    if let Some(amount) = &args.amount {
        return Ok(RefundScope::Amount(money(till, amount)?));
    }
    if args.lines.is_empty() {
        return Ok(RefundScope::Rest);
    }
    args.lines.iter().map(|text| line_of(text)).collect::<Result<Vec<_>, _>>().map(RefundScope::Lines)
}

/// `2` is all that is left of the second line, `2*3` three pieces of it.
fn line_of(text: &str) -> Result<(u32, Option<Quantity>), Refusal> {
    let bad = || Refusal::usage(format!("--line takes N or N*QTY, not {text:?}"));
    let (position, quantity) = match text.split_once('*') {
        Some((position, quantity)) => (position, Some(Quantity::parse(quantity).map_err(|_| bad())?)),
        None => (text, None),
    };
    Ok((position.trim().parse().map_err(|_| bad())?, quantity))
}

fn way(args: &RefundArgs) -> Result<Option<RefundTo>, Refusal> {
    Ok(match args.to.as_deref() {
        None => None,
        Some("cash") => Some(RefundTo::Cash),
        Some(reference) => {
            let reference = payment::AttemptReference::new(reference.to_ascii_uppercase());
            Some(RefundTo::Card(reference.map_err(Refusal::usage)?))
        }
    })
}

async fn terminal_named(till: &Till, text: &str) -> Result<Terminal, Refusal> {
    let known = till.terminals().await?.into_iter().find(|terminal| {
        terminal.id.0.to_string() == text
            || terminal.name == text
            || terminal.serial == text
            || terminal.key.as_str().eq_ignore_ascii_case(text)
    });
    known.ok_or_else(|| Refusal::usage(format!("no such terminal: {text}")))
}

fn money(till: &Till, text: &str) -> Result<Money, Refusal> {
    Money::parse(text, till.shop().currency).map_err(Refusal::usage)
}

fn number(text: &str) -> Result<RefundNumber, Refusal> {
    text.parse().map_err(|_| Refusal::usage(format!("not a refund number: {text:?}")))
}

fn line(head: &RefundHead) -> String {
    let order = head.order.map_or_else(|| "no order".to_owned(), |order: OrderNumber| order.to_string());
    let mut line = format!(
        "{}  {}  {}  {:<12}  {:>12} {}",
        head.number,
        order,
        head.created_at,
        head.state.as_str(),
        head.paid_out(),
        head.refund.currency
    );
    if let Some(at) = &head.next_try_at {
        line.push_str("  tried again at ");
        line.push_str(at);
    }
    line
}

/// A refund without its attempts. Amounts are decimal text in major units.
pub(crate) fn document(head: &RefundHead) -> Value {
    let taxes = head.refund.tax_rows.iter().map(|row| {
        json!({
            "letter": row.letter,
            "rate": row.rate.to_string(),
            "net": row.net.to_string(),
            "tax": row.tax.to_string(),
            "gross": row.gross.to_string(),
        })
    });
    let lines = head.refund.lines.iter().map(|line| {
        json!({
            "line": line.position,
            "name": line.name,
            "quantity": line.quantity.map(|quantity| quantity.to_string()),
            "total": line.gross.to_string(),
        })
    });
    json!({
        "refund": head.number.to_string(),
        "order": head.order.map(|order| order.to_string()),
        "of": match head.subject {
            RefundSubject::Goods => "goods",
            RefundSubject::Payment => "payment",
            RefundSubject::Free => "without_reference",
        },
        "to": match head.kind {
            TenderKind::Cash => "cash",
            TenderKind::Card => "card",
        },
        "payment": head.original,
        "state": head.state.as_str(),
        "total": head.refund.total.to_string(),
        "paid_out": head.paid_out().to_string(),
        "currency": head.refund.currency,
        "lines": lines.collect::<Vec<_>>(),
        "taxes": taxes.collect::<Vec<_>>(),
        "reason": head.reason,
        "cashier": head.cashier,
        "approved_by": head.approved_by,
        "created_at": head.created_at,
        "ended_at": head.ended_at,
        "tries": head.tries,
        "next_try_at": head.next_try_at,
    })
}

/// What can be given back of an order, for `order show`.
pub(crate) fn remaining(refundable: &Refundable) -> Value {
    let origins = refundable.origins.iter().map(|origin: &RefundOrigin| {
        json!({
            "to": match &origin.to {
                RefundTo::Cash => "cash".to_owned(),
                RefundTo::Card(reference) => reference.to_string(),
            },
            "paid": origin.paid.to_string(),
            "left": origin.left.to_string(),
            "too_much": origin.cause == RefundCause::TooMuch,
        })
    });
    json!({
        "goods_left": refundable.goods_left.to_string(),
        "payments": origins.collect::<Vec<_>>(),
        "refunds": refundable.refunds.iter().map(document).collect::<Vec<_>>(),
    })
}

/// The same as lines of text.
pub(crate) fn remaining_lines(refundable: &Refundable) -> Vec<String> {
    let mut lines: Vec<String> = refundable.refunds.iter().map(|head| format!("  {}", line(head))).collect();
    for origin in &refundable.origins {
        let to = match &origin.to {
            RefundTo::Cash => "cash".to_owned(),
            RefundTo::Card(reference) => reference.to_string(),
        };
        lines.push(format!("  refundable to {to}: {} of {}", origin.left, origin.paid));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_named_with_or_without_its_quantity() {
        assert_eq!(line_of("2").expect("a line"), (2, None));
        assert_eq!(line_of("1*3").expect("a line"), (1, Some(Quantity::whole(3).expect("three"))));
        for bad in ["", "x", "1*", "1*0", "-1", "1*2*3"] {
            assert!(line_of(bad).is_err(), "{bad:?}");
        }
    }
}
