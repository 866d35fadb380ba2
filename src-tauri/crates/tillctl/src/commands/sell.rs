//! Ringing up and taking the money.

use std::time::Duration;

use payment::{AttemptRecord, AttemptState};
use serde_json::{Value, json};
use store::AttemptPurpose;
use till::{MoneyEnd, StageSnapshot, Till};

use super::{Answered, orders};
use crate::cli::{RecoverArgs, SellArgs};
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// How the customer pays.
#[derive(Debug, PartialEq, Eq)]
enum Pay {
    Card,
    Cash(Option<String>),
}

impl Pay {
    fn parse(text: &str) -> Result<Self, Refusal> {
        match text.split_once('=') {
            None if text == "card" => Ok(Pay::Card),
            None if text == "cash" => Ok(Pay::Cash(None)),
            Some(("cash", amount)) => Ok(Pay::Cash(Some(amount.to_owned()))),
            _ => Err(Refusal::usage(format!("--pay takes card, cash or cash=AMOUNT, not {text:?}"))),
        }
    }
}

pub(crate) async fn sell(json: bool, till: &Till, args: SellArgs) -> Answered {
    let pay = Pay::parse(&args.pay)?;
    till.demand_somebody()?;
    settle_earlier(till, Duration::from_secs(args.wait)).await?;
    if let Err(refused) = start_payment(till, &args, pay).await {
        // A script's basket must not become somebody's next sale.
        till.clear_basket().await?;
        return Err(refused);
    }
    // From here on money may have moved: whatever fails now is "unknown" to the script, never "no money moved".
    wait_for_end(till, &args).await;
    let outcome = report(json, till).await.unwrap_or_else(|refusal| {
        output::fault(json, &refusal);
        Outcome::Unknown
    });
    if outcome != Outcome::Unknown
        && let Err(error) = put_away(till).await
    {
        tracing::warn!(%error, "the basket of this sale was not put away");
    }
    Ok(outcome)
}

async fn start_payment(till: &Till, args: &SellArgs, pay: Pay) -> Result<(), Refusal> {
    ring_up(till, &args.items).await?;
    if let Some(discount) = &args.discount {
        till.discount_order(Some(discount)).await?;
    }
    match pay {
        Pay::Cash(given) => till.pay_cash(given.as_deref()).await?,
        Pay::Card => till.pay_card().await?,
    }
    Ok(())
}

async fn wait_for_end(till: &Till, args: &SellArgs) {
    let canceller = args.cancel_after.map(|milliseconds| {
        let till = till.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            // A payment that has ended by then needs no cancel.
            let _ = till.cancel_payment().await;
        })
    });
    till.wait_for_payment(Duration::from_secs(args.wait)).await;
    if let Some(canceller) = canceller {
        canceller.abort();
    }
}

async fn put_away(till: &Till) -> Result<(), till::TillError> {
    till.next_sale().await?;
    till.clear_basket().await
}

/// Enters articles as they stand on a command line.
pub(crate) async fn ring_up(till: &Till, items: &[String]) -> Result<(), Refusal> {
    for item in items {
        let entry = match item.rsplit_once('*') {
            Some((code, quantity)) => format!("{quantity} * {code}"),
            None => item.clone(),
        };
        till.enter(&entry).await?;
    }
    Ok(())
}

/// A payment an earlier run left open comes first: its basket is not this sale's. A basket that is open, a cashier's
/// perhaps, is parked and not thrown away.
pub(crate) async fn settle_earlier(till: &Till, wait: Duration) -> Result<(), Refusal> {
    if till.wait_for_payments_in_the_way(wait).await > 0 {
        return Err(Refusal::fault("an earlier payment is still unknown; run `tillctl recover`"));
    }
    // What is left is links that wait for their customers: they go on behind this sale.
    if matches!(till.snapshot().await?.stage, StageSnapshot::Paying(_)) {
        till.set_aside().await?;
    }
    if matches!(till.snapshot().await?.stage, StageSnapshot::Finished(_)) {
        till.next_sale().await?;
    }
    if !till.snapshot().await?.basket.is_empty() {
        till.park(None).await?;
    }
    Ok(())
}

/// Says how the sale on the screen ended.
async fn report(json: bool, till: &Till) -> Answered {
    let (order, record, outcome) = match till.snapshot().await?.stage {
        StageSnapshot::Paying(paying) => (paying.order, Some(paying.record), Outcome::Unknown),
        StageSnapshot::Finished(finished) => {
            let outcome = match finished.end {
                MoneyEnd::Paid => Outcome::Done,
                MoneyEnd::Declined | MoneyEnd::Cancelled | MoneyEnd::NotSent => Outcome::NotCharged,
                MoneyEnd::NeedsPerson => Outcome::Unknown,
            };
            (finished.order, finished.attempt.map(|record| *record), outcome)
        }
        StageSnapshot::Ringing => return Err(Refusal::fault("the sale has no end")),
    };
    let detail = till.order(order).await?;
    let mut document = orders::document(&detail);
    document["result"] = json!(match outcome {
        Outcome::Done => "paid",
        Outcome::NotCharged => "not_charged",
        Outcome::Unknown | Outcome::Fault | Outcome::Usage | Outcome::Broken => "unknown",
    });
    if let Some(record) = &record {
        document["attempt"] = attempt(record);
    }
    let state = record.map_or_else(|| "cash".to_owned(), |record| record.state.to_string());
    let total = detail.order.total();
    let text = format!(
        "order {order}  {total} {}  {}  ({state})",
        total.currency(),
        document["result"].as_str().unwrap_or_default()
    );
    output::answer(json, &document, &text);
    Ok(outcome)
}

fn attempt(record: &AttemptRecord) -> Value {
    json!({
        "reference": record.intent.reference,
        "state": record.state,
        "transaction": record.transaction,
        "fault": record.last_fault.as_ref().map(ToString::to_string),
    })
}

pub(crate) async fn recover(json: bool, till: &Till, args: &RecoverArgs) -> Answered {
    let (mut open, mut started) = (till.orders_being_paid().await?, till.undecided_refunds().await?);
    // What the opening found may have ended before anybody could list it.
    for purpose in till.taken_over() {
        match purpose {
            AttemptPurpose::Order(order) if !open.contains(&order) => open.push(order),
            AttemptPurpose::Refund(refund) if !started.contains(&refund) => started.push(refund),
            AttemptPurpose::Order(_) | AttemptPurpose::Refund(_) => {}
        }
    }
    open.sort_unstable();
    started.sort_unstable();
    let wait = Duration::from_secs(args.wait);
    till.wait_for_all_payments(wait).await;
    let mut documents = Vec::new();
    let mut lines = Vec::new();
    let mut undecided = 0_usize;
    for order in open {
        let detail = till.order(order).await?;
        let state = detail.attempts.last().map(|attempt| attempt.record.state);
        if state.is_some_and(|state| state.is_open() || state == AttemptState::NeedsPerson) {
            undecided += 1;
        }
        let state = state.map_or("none", AttemptState::as_str);
        lines.push(format!("order {order}  {}  ({state})", detail.head.state.as_str()));
        documents.push(orders::document(&detail));
    }
    let (refunds, refunds_undecided) = super::refunds::recover(till, started, wait).await?;
    undecided += refunds_undecided;
    lines.extend(refunds.iter().map(|(line, _)| line.clone()));
    let refunds: Vec<Value> = refunds.into_iter().map(|(_, document)| document).collect();
    if documents.is_empty() && refunds.is_empty() {
        lines.push("nothing to recover".to_owned());
    }
    output::answer(
        json,
        &json!({ "open": undecided, "orders": documents, "refunds": refunds }),
        &lines.join("\n"),
    );
    Ok(if undecided == 0 { Outcome::Done } else { Outcome::Unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_pay_are_read() {
        assert_eq!(Pay::parse("card").expect("known"), Pay::Card);
        assert_eq!(Pay::parse("cash").expect("known"), Pay::Cash(None));
        assert_eq!(Pay::parse("cash=20.00").expect("known"), Pay::Cash(Some("20.00".to_owned())));
        for bad in ["", "credit", "card=5", "Cash"] {
            assert!(Pay::parse(bad).is_err(), "{bad:?}");
        }
    }
}
