//! Sales that are paid at a link.

use std::time::Duration;

use payment::{AttemptRecord, AttemptState, PurchasePlace, TerminalKey};
use sale::OrderNumber;
use serde_json::json;
use store::Terminal;
use till::{StageSnapshot, Till};

use super::{Answered, orders, sell};
use crate::cli::{AccountArg, PayLinkCommand};
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// How long the provider may take to make a link.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a look-up may take.
const LOOK: Duration = Duration::from_secs(5);
/// What providers call the terminal that is a link.
const LINK_KEY: &str = "PAY-BY-LINK";

pub(crate) async fn run(json: bool, till: &Till, command: PayLinkCommand) -> Answered {
    match command {
        PayLinkCommand::Create { items, account } => create(json, till, &items, &account).await,
        PayLinkCommand::Status { order } => {
            let order = orders::number(&order)?;
            till.wait_for_payment_of(order, LOOK).await?;
            report(json, till, order).await
        }
        PayLinkCommand::Cancel { order, wait } => {
            let order = orders::number(&order)?;
            match till.cancel_payment_of(order).await {
                Ok(()) => {
                    till.wait_for_payment_of(order, Duration::from_secs(wait)).await?;
                }
                // It has ended already; the report says how.
                Err(till::TillError::NoPayment) => {}
                Err(error) => return Err(error.into()),
            }
            report(json, till, order).await
        }
    }
}

async fn create(json: bool, till: &Till, items: &[String], account: &AccountArg) -> Answered {
    till.demand_somebody()?;
    sell::settle_earlier(till, PATIENCE).await?;
    let link = link_terminal(till, account).await?;
    let begun = async {
        sell::ring_up(till, items).await?;
        till.pay_card_on(link.id).await.map_err(Refusal::from)
    };
    if let Err(refused) = begun.await {
        // A script's basket must not become somebody's next sale.
        till.clear_basket().await?;
        return Err(refused);
    }
    let mut changes = till.changes();
    let made = async {
        loop {
            match till.snapshot().await?.stage {
                StageSnapshot::Paying(paying) if paying.record.customer_link.is_none() => {}
                StageSnapshot::Paying(paying) => return Ok(paying.order),
                StageSnapshot::Finished(finished) => return Ok(finished.order),
                StageSnapshot::Ringing => return Err(Refusal::fault("the sale has no payment")),
            }
            if changes.changed().await.is_err() {
                return Err(Refusal::fault("the till has closed"));
            }
        }
    };
    match tokio::time::timeout(PATIENCE, made).await {
        Ok(Ok(order)) => report(json, till, order).await,
        Ok(Err(refusal)) => Err(refusal),
        Err(_) => Ok(Outcome::Unknown),
    }
}

/// The terminal that is a link, added to the till when it is not there yet.
async fn link_terminal(till: &Till, wanted: &AccountArg) -> Result<Terminal, Refusal> {
    let key = TerminalKey::new(LINK_KEY).map_err(Refusal::fault)?;
    let mut offering = Vec::new();
    for account in till.accounts().await? {
        if wanted.account.is_none_or(|id| id == account.id.0)
            && till.purchase_place(account.id, &key).await == PurchasePlace::Page
        {
            offering.push(account.id);
        }
    }
    let account = match offering.as_slice() {
        [one] => *one,
        [] => return Err(Refusal::usage("no account offers this")),
        _ => return Err(Refusal::usage("several accounts offer this; name one with --account")),
    };
    let is_it = |terminal: &Terminal| terminal.key == key && terminal.account_id == account;
    if let Some(terminal) = till.terminals().await?.into_iter().find(is_it) {
        return Ok(terminal);
    }
    let found = till.find_offered(account, &key).await?;
    Ok(till.add_terminal(&found, None).await?)
}

/// 0: paid, or the link waits to be paid. 3: not charged. 4: not known.
async fn report(json: bool, till: &Till, order: OrderNumber) -> Answered {
    let detail = till.order(order).await?;
    let record = detail.attempts.last().map(|attempt| attempt.record.clone());
    let record: AttemptRecord = record.ok_or_else(|| Refusal::usage("this order has no card payment"))?;
    let (result, outcome) = match record.state {
        AttemptState::Pending if record.customer_link.is_some() => ("open", Outcome::Done),
        AttemptState::Approved | AttemptState::LateApproved => ("paid", Outcome::Done),
        AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent => {
            ("not_charged", Outcome::NotCharged)
        }
        AttemptState::Intended
        | AttemptState::Pending
        | AttemptState::Unknown
        | AttemptState::NeedsPerson
        | AttemptState::Reversed => ("unknown", Outcome::Unknown),
    };
    let mut document = orders::document(&detail);
    document["result"] = json!(result);
    document["link"] = json!(record.customer_link);
    document["fault"] = json!(record.last_fault.as_ref().map(ToString::to_string));
    let link = record.customer_link.as_deref().unwrap_or_default();
    output::answer(json, &document, &format!("order {order}  {result}  {link}"));
    Ok(outcome)
}
