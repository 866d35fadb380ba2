//! Looking back: orders and receipts.

use sale::OrderNumber;
use serde_json::{Value, json};
use store::{AttemptDetail, OrderDetail, OrderHead};
use till::{TextWidth, Till};

use super::{Answered, refunds};
use crate::cli::ReceiptArgs;
use crate::outcome::{Outcome, Refusal};
use crate::output;

pub(crate) async fn list(json: bool, till: &Till, limit: u32) -> Answered {
    let heads = till.orders(limit, None).await?;
    let lines: Vec<String> = heads.iter().map(line).collect();
    let documents: Vec<Value> = heads.iter().map(head_document).collect();
    output::answer(json, &json!({ "orders": documents }), &lines.join("\n"));
    Ok(Outcome::Done)
}

pub(crate) async fn show(json: bool, till: &Till, order: &str) -> Answered {
    let detail = till.order(number(order)?).await?;
    let mut lines = vec![line(&detail.head)];
    for (sold, amounts) in detail.order.rows() {
        lines.push(format!("  {:>8} × {:<40} {:>12}", sold.quantity, sold.name.as_str(), amounts.subtotal));
    }
    for attempt in &detail.attempts {
        lines.push(format!("  {}  {}", attempt.record.intent.reference, attempt.record.state));
        for seen in &attempt.observations {
            lines.push(format!("    {}  {:<12}  {}", seen.at, seen.state, seen.event));
        }
    }
    let refundable = till.refundable(detail.head.number).await?;
    lines.extend(refunds::remaining_lines(&refundable));
    let mut document = document(&detail);
    document["refundable"] = refunds::remaining(&refundable);
    output::answer(json, &document, &lines.join("\n"));
    Ok(Outcome::Done)
}

pub(crate) async fn receipt(json: bool, till: &Till, args: ReceiptArgs) -> Answered {
    let width = width(args.columns)?;
    let order = number(&args.order)?;
    let receipt = if args.copy { till.reprint(order).await? } else { till.receipt(order).await? };
    match args.pdf {
        Some(file) => {
            let pdf = till.receipt_pdf(&receipt)?;
            std::fs::write(&file, pdf)
                .map_err(|error| Refusal::fault(format!("{}: {error}", file.display())))?;
            output::answer(
                json,
                &json!({ "order": order.to_string(), "pdf": file, "copy": receipt.copy }),
                &file.display().to_string(),
            );
        }
        None => {
            let text = receipt.text(width);
            output::answer(
                json,
                &json!({ "order": order.to_string(), "text": text, "copy": receipt.copy }),
                &text,
            );
        }
    }
    Ok(Outcome::Done)
}

/// The paper of so many columns.
pub(crate) fn width(columns: u16) -> Result<TextWidth, Refusal> {
    match columns {
        32 => Ok(TextWidth::Columns32),
        42 => Ok(TextWidth::Columns42),
        48 => Ok(TextWidth::Columns48),
        other => Err(Refusal::usage(format!("--columns takes 32, 42 or 48, not {other}"))),
    }
}

/// The number of an order as a person types it.
pub(crate) fn number(text: &str) -> Result<OrderNumber, Refusal> {
    text.parse().map_err(|_| Refusal::usage(format!("not an order number: {text:?}")))
}

fn line(head: &OrderHead) -> String {
    format!(
        "{}  {}  {:<7}  {:>12} {}",
        head.number,
        head.created_at,
        head.state.as_str(),
        head.total,
        head.total.currency()
    )
}

fn head_document(head: &OrderHead) -> Value {
    let tenders: Vec<Value> = head
        .tenders
        .iter()
        .map(|tender| json!({ "kind": tender.kind, "state": tender.state, "amount": tender.amount.to_string() }))
        .collect();
    json!({
        "order": head.number.to_string(),
        "state": head.state.as_str(),
        "total": head.total.to_string(),
        "currency": head.total.currency(),
        "created_at": head.created_at,
        "paid_at": head.paid_at,
        "till": head.till,
        "cashier": head.cashier,
        "tenders": tenders,
    })
}

/// An order with its lines, tax, tenders and attempts. Amounts are decimal text in major units.
pub(crate) fn document(detail: &OrderDetail) -> Value {
    let mut document = head_document(&detail.head);
    let lines: Vec<Value> = detail
        .order
        .rows()
        .map(|(line, amounts)| {
            json!({
                "code": line.code,
                "name": line.name,
                "quantity": line.quantity.to_string(),
                "unit_price": line.unit_price.to_string(),
                "discount": amounts.discount.to_string(),
                "total": amounts.subtotal.to_string(),
                "tax": amounts.tax.to_string(),
                "tax_letter": amounts.letter,
            })
        })
        .collect();
    let taxes: Vec<Value> = detail
        .order
        .totals
        .tax_rows
        .iter()
        .map(|row| {
            json!({
                "letter": row.letter,
                "rate": row.rate.to_string(),
                "net": row.net.to_string(),
                "tax": row.tax.to_string(),
                "gross": row.gross.to_string(),
            })
        })
        .collect();
    let attempts: Vec<Value> = detail.attempts.iter().map(attempt_document).collect();
    document["lines"] = json!(lines);
    document["taxes"] = json!(taxes);
    document["attempts"] = json!(attempts);
    document["has_receipt"] = json!(detail.has_receipt);
    document
}

/// An attempt with what was observed of it.
pub(crate) fn attempt_document(attempt: &AttemptDetail) -> Value {
    let seen: Vec<Value> = attempt
        .observations
        .iter()
        .map(|seen| {
            let event = serde_json::from_str::<Value>(&seen.event).unwrap_or(Value::Null);
            json!({ "at": seen.at, "state": seen.state, "event": event })
        })
        .collect();
    json!({
        "reference": attempt.record.intent.reference,
        "state": attempt.record.state,
        "transaction": attempt.record.transaction,
        "amount": attempt.record.intent.amount.to_string(),
        "terminal": attempt.record.intent.terminal,
        "created_at": attempt.created_at,
        "observations": seen,
    })
}
