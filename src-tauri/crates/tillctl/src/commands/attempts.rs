//! What calls for a person, and what a person decides.

use payment::{AttemptReference, Choice};
use serde_json::{Value, json};
use till::{CaseAsk, CaseView, LateMoney, LookedAgain, Till};

use super::Answered;
use crate::cli::{AttemptsCommand, DecideArgs};
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// `attempts needs-person`, `show`, `look-again`, `decide`, `attach`.
pub(crate) async fn run(json: bool, till: &Till, command: AttemptsCommand) -> Answered {
    match command {
        AttemptsCommand::NeedsPerson => list(json, till).await,
        AttemptsCommand::Show { reference } => show(json, till, &named(&reference)?, None).await,
        AttemptsCommand::LookAgain { reference } => {
            let reference = named(&reference)?;
            let looked = till.look_again(&reference).await?;
            show(json, till, &reference, Some(&looked)).await
        }
        AttemptsCommand::Decide(args) => decide(json, till, args).await,
        AttemptsCommand::Attach { reference } => {
            let reference = named(&reference)?;
            till.attach_late_payment(&reference).await?;
            show(json, till, &reference, None).await
        }
    }
}

async fn list(json: bool, till: &Till) -> Answered {
    let cases = till.cases().await?;
    let lines: Vec<String> = cases.iter().map(line).collect();
    let documents: Vec<Value> = cases.iter().map(document).collect();
    output::answer(json, &json!({ "attempts": documents }), &lines.join("\n"));
    Ok(Outcome::Done)
}

async fn decide(json: bool, till: &Till, args: DecideArgs) -> Answered {
    let reference = named(&args.reference)?;
    let choice = if args.money_came_in.is_some() {
        Choice::MoneyCameIn
    } else if args.no_money_came_in {
        Choice::NoMoneyCameIn
    } else if args.went_back {
        Choice::WentBack
    } else if args.did_not_go_back {
        Choice::DidNotGoBack
    } else {
        Choice::SeenTo
    };
    let ask = CaseAsk { choice, transaction: args.money_came_in, reason: args.reason };
    let approval = till.approval_at_hand()?;
    till.decide_case(&reference, ask, approval).await?;
    show(json, till, &reference, None).await
}

async fn show(
    json: bool,
    till: &Till,
    reference: &AttemptReference,
    looked: Option<&LookedAgain>,
) -> Answered {
    let detail = till.case(reference).await?;
    let mut lines = vec![line(&detail.view)];
    let mut document = document(&detail.view);
    if let Some(looked) = looked {
        let (word, words) = match looked {
            LookedAgain::News => ("news", "the payment system told something new".to_owned()),
            LookedAgain::Same(_) => ("same", "the payment system says the same as before".to_owned()),
            LookedAgain::NotReached(fault) => ("not_reached", format!("no usable answer: {fault}")),
        };
        document["look"] = word.into();
        lines.push(words);
    }
    let mut seen = Vec::new();
    for observation in &detail.history.observations {
        lines.push(format!("  {}  {:<13}  {}", observation.at, observation.state, observation.event));
        let event: Value = serde_json::from_str(&observation.event).unwrap_or(Value::Null);
        seen.push(json!({ "at": observation.at, "state": observation.state, "event": event }));
    }
    document["observations"] = seen.into();
    output::answer(json, &document, &lines.join("\n"));
    Ok(Outcome::Done)
}

fn named(text: &str) -> Result<AttemptReference, Refusal> {
    AttemptReference::new(text.trim().to_ascii_uppercase()).map_err(Refusal::usage)
}

fn line(case: &CaseView) -> String {
    let record = &case.record;
    let of = match (case.refund, case.order) {
        (Some(refund), _) => refund.to_string(),
        (None, Some(order)) => order.to_string(),
        (None, None) => String::new(),
    };
    let choices: Vec<&str> = case.choices.iter().map(|choice| choice.as_str()).collect();
    let late = case.late.map_or_else(String::new, |late| match late {
        LateMoney::Attachable => "  can pay its order".to_owned(),
        LateMoney::PaidTwice(order) => format!("  paid twice: also as {order}"),
        LateMoney::BeingPaid(order) => format!("  being paid as {order}"),
        LateMoney::DoesNotFit => "  can only go back".to_owned(),
    });
    format!(
        "{}  {of:<8}  {:<13}  {:>10}  {}{late}",
        record.intent.reference,
        record.state.as_str(),
        record.intent.amount.to_string(),
        choices.join(", ")
    )
}

fn document(case: &CaseView) -> Value {
    let record = &case.record;
    let (attachable, paid_as) = match case.late {
        Some(LateMoney::Attachable) => (true, None),
        Some(LateMoney::PaidTwice(order)) => (false, Some(order.to_string())),
        Some(LateMoney::BeingPaid(_) | LateMoney::DoesNotFit) | None => (false, None),
    };
    let decision = record.decision.as_ref().map(|decision| {
        json!({ "verdict": decision.verdict.as_str(), "by": decision.by, "reason": decision.reason })
    });
    json!({
        "reference": record.intent.reference,
        "order": case.order.map(|order| order.to_string()),
        "refund": case.refund.map(|refund| refund.to_string()),
        "terminal": case.terminal,
        "state": record.state.as_str(),
        "amount": record.intent.amount.to_string(),
        "transaction": record.transaction,
        "mismatch": record.mismatch,
        "needs_person": record.calls_for_person(),
        "choices": case.choices.iter().map(|choice| choice.as_str()).collect::<Vec<_>>(),
        "attachable": attachable,
        "paid_twice_as": paid_as,
        "decision": decision,
    })
}
