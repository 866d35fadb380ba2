//! What was paid out.

use money::Money;
use payment::capabilities::{Payout, PayoutState};
use serde_json::{Value, json};
use till::{PayoutPeriod, PayoutTotal, Till, TillError};

use super::Answered;
use super::readers::account_with;
use crate::cli::PayoutsArgs;
use crate::outcome::Outcome;
use crate::output;

pub(crate) async fn list(json: bool, till: &Till, args: &PayoutsArgs) -> Answered {
    let account = account_with(till, &args.account, |offers| offers.payouts).await?;
    let period = PayoutPeriod::Between { first: args.from, last: args.to };
    let report = till.payout_report(account, period).await?;
    let payouts: Vec<&Payout> = report.transfers.iter().flat_map(|transfer| &transfer.lines).collect();
    let totals = report.totals.iter().map(total).collect::<Result<Vec<_>, _>>()?;
    let mut lines: Vec<String> = payouts.iter().map(|payout| line(payout)).collect();
    lines.extend(totals.iter().map(|(line, _)| line.clone()));
    let document = json!({
        "payouts": payouts.iter().map(|payout| document(payout)).collect::<Vec<_>>(),
        "totals": totals.into_iter().map(|(_, document)| document).collect::<Vec<_>>(),
        "left_out": report.left_out,
    });
    output::answer(json, &document, &lines.join("\n"));
    Ok(Outcome::Done)
}

fn amount(money: Option<Money>) -> Option<String> {
    money.map(|money| money.to_string())
}

fn line(payout: &Payout) -> String {
    let shown = amount(payout.amount).unwrap_or_else(|| "?".to_owned());
    let reference = payout.reference.as_deref().unwrap_or("-");
    format!("{}  {:<22}  {shown:>12}  {:<12}  {reference}", payout.date, payout.kind, payout.status)
}

fn document(payout: &Payout) -> Value {
    json!({
        "id": payout.id,
        "date": payout.date,
        "kind": payout.kind,
        "amount": amount(payout.amount),
        "fee": amount(payout.fee),
        "currency": payout.amount.map(|money| money.currency()),
        "state": match payout.state {
            PayoutState::Done => "done",
            PayoutState::Failed => "failed",
            PayoutState::Unclear => "unclear",
        },
        "status": payout.status,
        "reference": payout.reference,
        "code": payout.code,
    })
}

fn total(total: &PayoutTotal) -> Result<(String, Value), TillError> {
    let net = total.net()?;
    let line = format!("{} {net} reaches the bank, {} kept as fees", total.currency, total.fee);
    let document = json!({
        "currency": total.currency,
        "count": total.count,
        "paid_out": total.paid_out.to_string(),
        "deducted": total.deducted.to_string(),
        "fee": total.fee.to_string(),
        "net": net.to_string(),
    });
    Ok((line, document))
}
