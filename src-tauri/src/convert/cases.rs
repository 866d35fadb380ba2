use payment::{
    AttemptRecord, AttemptState, Choice, Decision, Event, Inquiry, Mismatch, Operation, Outcome, Verdict,
};
use store::Observation;
use till::{CaseAsk, CaseDetail, LateMoney, LookedAgain, TransactionNames};

use super::error::of_fault;
use super::orders::{day_and_second, day_and_time};
use super::{amount, number};
use crate::wire::{CaseChoice, CaseDetailView, CaseKind, CaseStepView, CaseView, LookView};

/// A line of the list.
pub(crate) fn case_view(case: &till::CaseView, names: &TransactionNames, mark: char) -> CaseView {
    let record = &case.record;
    let found = match &record.outcome {
        Some(Outcome::Approved(approval)) => Some(approval.amount),
        Some(Outcome::Declined(_) | Outcome::Cancelled(_)) | None => None,
    };
    let kind = kind(case);
    let other = found.filter(|found| *found != record.intent.amount);
    CaseView {
        reference: record.intent.reference.to_string(),
        kind,
        operation: operation(&record.intent.operation).to_owned(),
        order: case.order.map(|number| number.to_string()),
        refund: case.refund.map(|number| number.to_string()),
        terminal: case.terminal.clone(),
        at: day_and_time(&case.began),
        amount: amount(record.intent.amount, mark),
        found: other
            .filter(|found| found.currency() == record.intent.amount.currency())
            .map(|found| amount(found, mark)),
        mismatch: record.mismatch.as_ref().map(|mismatch| word(mismatch).to_owned()),
        detail: record.mismatch.as_ref().and_then(|mismatch| found_instead(mismatch, mark)),
        transaction: record.transaction.as_ref().map(|transaction| names.of(transaction)),
        choices: case.choices.iter().map(|choice| choice_view(*choice)).collect(),
        attachable: case.late == Some(LateMoney::Attachable),
        refundable: case.late.is_some() && record.calls_for_person(),
        paid_as: match case.late {
            Some(LateMoney::PaidTwice(number)) => Some(number.to_string()),
            _ => None,
        },
        being_paid_as: match case.late {
            Some(LateMoney::BeingPaid(number)) => Some(number.to_string()),
            _ => None,
        },
    }
}

fn kind(case: &till::CaseView) -> CaseKind {
    let record = &case.record;
    if !record.calls_for_person() {
        return CaseKind::Settled;
    }
    match (record.state, &record.intent.operation) {
        (AttemptState::LateApproved, Operation::Purchase) => match case.late {
            Some(LateMoney::PaidTwice(_)) => CaseKind::PaidTwice,
            _ => CaseKind::Late,
        },
        (AttemptState::LateApproved, _) => CaseKind::RefundLate,
        (AttemptState::Reversed, _) => CaseKind::Reversed,
        (AttemptState::NeedsPerson, Operation::Purchase) => CaseKind::PaymentUnclear,
        (AttemptState::NeedsPerson, _) => CaseKind::RefundUnclear,
        _ => CaseKind::Contradicted,
    }
}

/// One of them with its evidence.
pub(crate) fn case_detail_view(detail: &CaseDetail, names: &TransactionNames, mark: char) -> CaseDetailView {
    let began = CaseStepView {
        at: day_and_second(&detail.history.created_at),
        what: "began".to_owned(),
        amount: Some(amount(detail.view.record.intent.amount, mark)),
        detail: Some(detail.view.record.intent.reference.to_string()),
        state: AttemptState::Intended.to_string(),
    };
    let steps = detail.history.observations.iter().map(|seen| step(seen, &detail.view.record, names, mark));
    CaseDetailView {
        case: case_view(&detail.view, names, mark),
        steps: std::iter::once(began).chain(steps).collect(),
    }
}

/// What a look brought, with how it stands now.
pub(crate) fn look_view(
    looked: &LookedAgain,
    detail: &CaseDetail,
    names: &TransactionNames,
    mark: char,
) -> LookView {
    let (brought, said, fault) = match looked {
        LookedAgain::News => ("news", None, None),
        LookedAgain::Same(inquiry) => ("same", Some(said(inquiry).to_owned()), None),
        LookedAgain::NotReached(fault) => ("not_reached", None, Some(of_fault(fault.kind()))),
    };
    LookView { brought: brought.to_owned(), said, fault, detail: case_detail_view(detail, names, mark) }
}

/// A decision as the window sends it.
pub(crate) fn case_ask(choice: CaseChoice, transaction: Option<String>, reason: String) -> CaseAsk {
    let choice = match choice {
        CaseChoice::MoneyCameIn => Choice::MoneyCameIn,
        CaseChoice::NoMoneyCameIn => Choice::NoMoneyCameIn,
        CaseChoice::WentBack => Choice::WentBack,
        CaseChoice::DidNotGoBack => Choice::DidNotGoBack,
        CaseChoice::SeenTo => Choice::SeenTo,
    };
    CaseAsk { choice, transaction, reason }
}

fn choice_view(choice: Choice) -> CaseChoice {
    match choice {
        Choice::MoneyCameIn => CaseChoice::MoneyCameIn,
        Choice::NoMoneyCameIn => CaseChoice::NoMoneyCameIn,
        Choice::WentBack => CaseChoice::WentBack,
        Choice::DidNotGoBack => CaseChoice::DidNotGoBack,
        Choice::SeenTo => CaseChoice::SeenTo,
    }
}

fn operation(operation: &Operation) -> &'static str {
    match operation {
        Operation::Purchase => "purchase",
        Operation::Refund { .. } => "refund",
        Operation::UnreferencedRefund => "unreferenced_refund",
    }
}

fn word(mismatch: &Mismatch) -> &'static str {
    match mismatch {
        Mismatch::Reference { .. } => "reference",
        Mismatch::Amount { .. } => "amount",
        Mismatch::Tip { .. } => "tip",
        Mismatch::Terminal { .. } => "terminal",
        Mismatch::NeverEnds => "never_ends",
        Mismatch::PutBack => "put_back",
        Mismatch::CannotBeSent => "cannot_be_sent",
        Mismatch::Contradiction { .. } => "contradiction",
    }
}

fn found_instead(mismatch: &Mismatch, mark: char) -> Option<String> {
    match mismatch {
        Mismatch::Reference { found } => Some(found.to_string()),
        Mismatch::Amount { found } | Mismatch::Tip { found } => {
            Some(format!("{} {}", number(&found.to_string(), mark), found.currency()))
        }
        Mismatch::Terminal { found } => Some(found.to_string()),
        Mismatch::NeverEnds | Mismatch::PutBack | Mismatch::CannotBeSent => None,
        Mismatch::Contradiction { detail } => Some(detail.clone()),
    }
}

fn said(inquiry: &Inquiry) -> &'static str {
    match inquiry {
        Inquiry::Resolved { outcome: Outcome::Approved(_), .. } => "said_approved",
        Inquiry::Resolved { outcome: Outcome::Declined(_), .. } => "said_declined",
        Inquiry::Resolved { outcome: Outcome::Cancelled(_), .. } => "said_cancelled",
        Inquiry::InProgress { .. } => "said_running",
        Inquiry::NotFound { .. } => "said_not_found",
        Inquiry::Contradictory { .. } => "said_contradictory",
    }
}

/// What was observed, in a word, with what the provider named.
fn step(seen: &Observation, record: &AttemptRecord, names: &TransactionNames, mark: char) -> CaseStepView {
    let mut view = CaseStepView {
        at: day_and_second(&seen.at),
        what: "unreadable".to_owned(),
        amount: None,
        detail: None,
        state: seen.state.clone(),
    };
    let Ok(event) = serde_json::from_str::<Event>(&seen.event) else { return view };
    let what = match &event {
        Event::Dispatched(_) => "taken",
        Event::DispatchFaulted(fault) | Event::InquiryFaulted(fault) | Event::CancelFaulted(fault) => {
            view.detail = Some(fault.detail().to_owned());
            "fault"
        }
        Event::Inquired(inquiry) => {
            match &**inquiry {
                Inquiry::Resolved { transaction, outcome } => {
                    view.detail = Some(names.of(transaction));
                    if let Outcome::Approved(approval) = outcome {
                        view.amount = (approval.amount.currency() == record.intent.amount.currency())
                            .then(|| amount(approval.amount, mark));
                        let names = [
                            Some(names.of(transaction)),
                            approval.reference.as_ref().map(ToString::to_string),
                            approval.terminal.as_ref().map(ToString::to_string),
                        ];
                        view.detail = Some(names.into_iter().flatten().collect::<Vec<_>>().join(" · "));
                    }
                }
                Inquiry::InProgress { transaction, .. } => view.detail = Some(names.of(transaction)),
                Inquiry::NotFound { .. } => {}
                Inquiry::Contradictory { transaction, detail } => {
                    view.detail = Some(format!("{} · {detail}", names.of(transaction)));
                }
            }
            said(inquiry)
        }
        Event::CancelRequested(_) => "cancel_requested",
        Event::CancelAnswered(_) => "cancel_answered",
        Event::Restarted => "restarted",
        Event::Woke => "woke",
        Event::Decided(decision) => {
            view.detail = Some(decided(decision, names));
            decision.verdict.as_str()
        }
        Event::Attached { by } => {
            view.detail = Some(by.clone());
            "attached"
        }
        Event::HandedOver(_) => "handed_over",
    };
    what.clone_into(&mut view.what);
    view
}

fn decided(decision: &Decision, names: &TransactionNames) -> String {
    let Decision { verdict, by, reason, .. } = decision;
    match verdict {
        Verdict::PaysItsOrder { transaction } | Verdict::CameInTooMuch { transaction, .. } => {
            format!("{by} · {reason} · {}", names.of(transaction))
        }
        Verdict::NoMoneyCameIn | Verdict::WentBack | Verdict::DidNotGoBack | Verdict::SeenTo => {
            format!("{by} · {reason}")
        }
    }
}
