//! What stands on top of receipts, taken over from a payment account.

use serde_json::json;
use till::{ReceiptHeader, Till};

use super::Answered;
use super::readers::account_with;
use crate::cli::ReceiptHeaderCommand;
use crate::outcome::Outcome;
use crate::output;

pub(crate) async fn run(json: bool, till: &Till, command: ReceiptHeaderCommand) -> Answered {
    match command {
        ReceiptHeaderCommand::Show { account } => {
            let account = account_with(till, &account, |offers| offers.profiles).await?;
            let proposal = till.proposed_header(account).await?;
            let text = format!("now:\n{}\nthen:\n{}", lines(&proposal.now), lines(&proposal.proposed));
            let document = json!({ "now": proposal.now, "proposed": proposal.proposed });
            output::answer(json, &document, &text);
        }
        ReceiptHeaderCommand::Fill { account } => {
            let account = account_with(till, &account, |offers| offers.profiles).await?;
            let approval = till.approval_at_hand()?;
            let header = till.proposed_header(account).await?.proposed;
            till.set_receipt_header(approval, header).await?;
            let now = ReceiptHeader::of(&till.shop());
            output::answer(json, &json!({ "now": now }), &lines(&now));
        }
    }
    Ok(Outcome::Done)
}

fn lines(header: &ReceiptHeader) -> String {
    let mut lines = vec![header.name.as_str()];
    lines.extend(header.address.iter().map(String::as_str));
    lines.extend(header.vat_id.as_deref());
    lines.extend(header.phone.as_deref());
    lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
