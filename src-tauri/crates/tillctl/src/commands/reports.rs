//! The day in numbers, and what the payment system has on record.

use money::Money;
use serde_json::{Value, json};
use till::{AccountDay, DayTotals, HistoryRow, ReportDifference, SlipState, TerminalDay, Till};

use super::{Answered, orders, terminals};
use crate::cli::{DayTotalsArgs, HistoryArgs};
use crate::outcome::{Outcome, Refusal};
use crate::output;

pub(crate) async fn day_totals(json: bool, till: &Till, args: DayTotalsArgs) -> Answered {
    let width = orders::width(args.columns)?;
    let only = match &args.terminal {
        Some(wanted) => Some(terminals::find(till, wanted).await?.id),
        None => None,
    };
    let totals = till.day_totals(only).await?;
    let report = till.day_report(&totals);
    let mut document = totals_document(&totals);
    let mut text = report.to_text(width);
    if let Some(file) = args.pdf {
        std::fs::write(&file, till.day_report_pdf(&report)?)
            .map_err(|error| Refusal::fault(format!("{}: {error}", file.display())))?;
        document["pdf"] = json!(file);
        text = file.display().to_string();
        document["backup"] = json!(till.back_up_day().await?.path);
    } else if args.text {
        document["text"] = json!(text);
    }
    output::answer(json, &document, &text);
    Ok(Outcome::Done)
}

pub(crate) async fn history(json: bool, till: &Till, args: HistoryArgs) -> Answered {
    let terminal = match &args.terminal {
        Some(wanted) => terminals::find(till, wanted).await?,
        None => till.chosen_terminal().await?.ok_or_else(|| Refusal::usage("no terminal chosen"))?,
    };
    let page = till.history(terminal.id, args.page.as_deref()).await?;
    let mut lines: Vec<String> = page.rows.iter().map(row_line).collect();
    lines.extend(page.next.as_ref().map(|next| format!("next page: {next}")));
    let rows: Vec<Value> = page.rows.iter().map(row_document).collect();
    let document = json!({
        "terminal": terminal.key, "transactions": rows, "next": page.next, "total": page.total,
    });
    output::answer(json, &document, &lines.join("\n"));
    Ok(Outcome::Done)
}

fn totals_document(totals: &DayTotals) -> Value {
    let tenders: Vec<Value> = totals
        .figures
        .tenders
        .iter()
        .map(|row| {
            json!({
                "kind": row.kind,
                "count": row.count,
                "amount": row.amount.to_string(),
                "rounding": row.rounding.to_string(),
            })
        })
        .collect();
    let taxes: Vec<Value> = totals
        .figures
        .taxes
        .iter()
        .map(|row| {
            json!({
                "rate": row.rate.to_string(),
                "net": row.net.to_string(),
                "tax": row.tax.to_string(),
                "gross": row.gross.to_string(),
            })
        })
        .collect();
    json!({
        "day": totals.day.to_string(),
        "sales": { "count": totals.figures.sales, "amount": totals.figures.total.to_string() },
        "tenders": tenders,
        "taxes": taxes,
        "accounts": totals.accounts.iter().map(account_document).collect::<Vec<_>>(),
        "terminals": totals.terminals.iter().map(terminal_document).collect::<Vec<_>>(),
        "agrees": !totals.differs(),
    })
}

fn figures(card: &till::CardFigures) -> Value {
    let figure = |figure: till::Figure| json!({ "count": figure.count, "amount": figure.amount.to_string() });
    json!({ "charged": figure(card.charged), "refunded": figure(card.refunded) })
}

fn differences_document(differences: &[ReportDifference]) -> Vec<Value> {
    let document = |found: &ReportDifference| {
        json!({
            "kind": found.kind,
            "name": found.name,
            "order": found.order,
            "amount": found.amount.as_ref().map(Money::to_string),
        })
    };
    differences.iter().map(document).collect()
}

/// What is on record at an account and is not of this till.
fn account_document(day: &AccountDay) -> Value {
    json!({
        "account": day.name,
        "others": figures(&day.others),
        "differences": differences_document(&day.differences),
    })
}

fn terminal_document(day: &TerminalDay) -> Value {
    let (slip, slip_fault) = match &day.slip {
        SlipState::Text(text) => (Some(text), None),
        SlipState::NotOffered => (None, None),
        SlipState::Fault(_, words) => (None, Some(words)),
    };
    json!({
        "terminal": day.terminal.key,
        "name": day.terminal.name,
        "ours": figures(&day.ours),
        "theirs": day.theirs.as_ref().map(figures),
        "differences": differences_document(&day.differences),
        "slip": slip,
        "slip_fault": slip_fault,
        "fault": day.fault.as_ref().map(|(_, words)| words),
    })
}

fn row_line(row: &HistoryRow) -> String {
    let entry = &row.entry;
    let order = row.link.as_ref().and_then(|link| link.order).map(|order| order.to_string());
    let amount = row.money().map_or("?".to_owned(), |amount| format!("{amount} {}", amount.currency()));
    format!(
        "{:<24}  {:>14}  {:<20}  {:<22}  {}",
        entry.at.map(|at| format!("{at:.0}")).unwrap_or_default(),
        amount,
        entry.state_text,
        entry.reference.as_deref().unwrap_or_default(),
        order.map_or_else(|| "not of this till".to_owned(), |order| format!("order {order}")),
    )
}

fn row_document(row: &HistoryRow) -> Value {
    let entry = &row.entry;
    let link = row.link.as_ref().map(|link| {
        json!({
            "reference": link.reference,
            "order": link.order.map(|order| order.to_string()),
            "state": link.state,
        })
    });
    json!({
        "transaction": entry.transaction,
        "reference": entry.reference,
        "operation": entry.operation,
        "at": entry.at,
        "amount": row.money().as_ref().map(Money::to_string),
        "currency": row.money().map(|amount| amount.currency()),
        "tip": entry.tip.as_ref().map(Money::to_string),
        "state": entry.state,
        "state_text": entry.state_text,
        "card": { "scheme": entry.card.scheme, "last_four": entry.card.last_four },
        "link": link,
    })
}
