//! What was paid out.

use serde_json::{Value, json};
use till::Till;

use super::Answered;
use super::readers::account_with;
use crate::cli::PayoutsArgs;
use crate::outcome::Outcome;
use crate::output;

pub(crate) async fn list(json: bool, till: &Till, args: &PayoutsArgs) -> Answered {
    let account = account_with(till, &args.account, |offers| offers.payouts).await?;
    let payouts = till.payouts(account, args.from, args.to).await?;
    let amount = |money: Option<money::Money>| money.map(|money| money.to_string());
    let lines: Vec<String> = payouts
        .iter()
        .map(|payout| {
            let shown = amount(payout.amount).unwrap_or_else(|| "?".to_owned());
            format!("{}  {:<22}  {:>12}  {}", payout.date, payout.kind, shown, payout.status)
        })
        .collect();
    let documents: Vec<Value> = payouts
        .iter()
        .map(|payout| {
            json!({
                "id": payout.id,
                "date": payout.date,
                "kind": payout.kind,
                "amount": amount(payout.amount),
                "fee": amount(payout.fee),
                "currency": payout.amount.map(|money| money.currency()),
                "status": payout.status,
                "reference": payout.reference,
            })
        })
        .collect();
    output::answer(json, &json!({ "payouts": documents }), &lines.join("\n"));
    Ok(Outcome::Done)
}
