//! What must hold for every sequence of events, in any order, with crashes anywhere.
#![allow(clippy::unwrap_used)]

mod support;

use payment::{
    Attempt, AttemptState, CancelAnswer, CancelRequestedBy, Decision, Event, FaultKind, Inquiry, Mismatch,
    Next, Phase, ProviderFault, ProviderTransactionId, Verdict,
};
use proptest::prelude::*;
use support::*;

fn fault() -> impl Strategy<Value = ProviderFault> {
    prop_oneof![
        Just(ProviderFault::not_reached("refused")),
        Just(ProviderFault::no_answer("time-out")),
        Just(ProviderFault::provider_down("503")),
        Just(ProviderFault::unreadable("html")),
        Just(ProviderFault::refused(FaultKind::NotAuthorised, "403")),
        Just(ProviderFault::refused(FaultKind::NotKnown, "404")),
        Just(ProviderFault::refused(FaultKind::SlowDown, "429").with_retry_after(seconds(7))),
    ]
}

fn inquiry() -> impl Strategy<Value = Inquiry> {
    prop_oneof![
        Just(running(Phase::Sent)),
        Just(running(Phase::WaitingForCard)),
        any::<bool>().prop_map(|terminal_idle| Inquiry::NotFound { terminal_idle }),
        (1_i64..2000).prop_map(|minor| {
            let mut found = approval();
            found.amount = eur(minor);
            approved(found)
        }),
        Just(approved(approval())),
        Just(cancelled()),
        Just(declined()),
        Just(Inquiry::Contradictory { transaction: transaction(), detail: "both".to_owned() }),
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let name = || prop_oneof![Just(transaction()), Just(ProviderTransactionId::new("PORTAL7").unwrap())];
    prop_oneof![
        name().prop_map(|transaction| Verdict::PaysItsOrder { transaction }),
        (name(), 1_i64..2000)
            .prop_map(|(transaction, minor)| Verdict::CameInTooMuch { transaction, amount: eur(minor) }),
        Just(Verdict::NoMoneyCameIn),
        Just(Verdict::WentBack),
        Just(Verdict::DidNotGoBack),
        Just(Verdict::SeenTo),
    ]
}

/// An event, and whether it is a crash; the milliseconds that pass before it.
fn happening() -> impl Strategy<Value = (Event, u64)> {
    let event = prop_oneof![
        1 => Just(taken()),
        2 => fault().prop_map(Event::DispatchFaulted),
        8 => inquiry().prop_map(inquired),
        4 => fault().prop_map(Event::InquiryFaulted),
        1 => Just(Event::CancelRequested(CancelRequestedBy::Cashier)),
        1 => prop_oneof![Just(CancelAnswer::Taken), Just(CancelAnswer::TooLate), Just(CancelAnswer::NotFound)].prop_map(Event::CancelAnswered),
        1 => fault().prop_map(Event::CancelFaulted),
        2 => Just(Event::Restarted),
        1 => Just(Event::Woke),
        2 => verdict().prop_map(|verdict| Event::Decided(Box::new(Decision::new(verdict, "Ada", "portal")))),
        1 => Just(Event::Attached { by: "Bo".to_owned() }),
        1 => Just(Event::HandedOver(Mismatch::PutBack)),
    ];
    (event, 0_u64..60_000)
}

fn may_follow(before: AttemptState, after: AttemptState) -> bool {
    use AttemptState::{
        Approved, Cancelled, Declined, Intended, LateApproved, NeedsPerson, NotSent, Pending, Reversed,
        Unknown,
    };
    before == after
        || match before {
            Intended | Pending | Unknown => !matches!(after, Intended | LateApproved | Reversed),
            Declined | Cancelled | NotSent => matches!(after, LateApproved | NeedsPerson),
            NeedsPerson => matches!(after, LateApproved | Approved | Declined | Cancelled),
            Approved => after == Reversed,
            LateApproved => matches!(after, Approved | Reversed),
            // A provider may go back on its word twice.
            Reversed => matches!(after, Approved | LateApproved),
        }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn ends_are_facts_and_nothing_is_sent_twice(story in prop::collection::vec(happening(), 1..60)) {
        let mut attempt = attempt();
        let mut now = seconds(0);
        let mut may_send = true;
        for (event, pause) in story {
            now += std::time::Duration::from_millis(pause);
            let before = attempt.state();
            if matches!(event, Event::Restarted) {
                // A crash: only the record survives, and it survives the way it is stored.
                attempt = Attempt::recover(attempt.record().clone(), policy(), now);
            } else {
                attempt.apply(event.clone(), now);
            }
            let after = attempt.state();
            prop_assert!(may_follow(before, after), "{before} to {after} by {event:?}");
            may_send &= after == AttemptState::Intended;
            prop_assert_eq!(attempt.next(now) == Next::Dispatch, may_send, "sent only while nothing can have been sent");
            // A person may say that another amount came in; it pays nothing then.
            if after == AttemptState::Approved && before != after {
                prop_assert_eq!(attempt.approval().unwrap().amount, attempt.record().intent.amount, "only the exact amount is booked");
            }
            prop_assert_eq!(attempt.next(now) == Next::Nothing, !after.is_open(), "open attempts are always followed");
        }
    }

    #[test]
    fn an_attempt_ends_unpaid_only_by_proof(story in prop::collection::vec(happening(), 1..60)) {
        let mut attempt = attempt();
        let mut now = seconds(0);
        for (event, pause) in story {
            now += std::time::Duration::from_millis(pause);
            let before = attempt.state();
            attempt.apply(event.clone(), now);
            if !before.is_open() || attempt.state().is_open() {
                continue;
            }
            let proved = match (&event, attempt.state()) {
                (Event::DispatchFaulted(fault), AttemptState::NotSent) => fault.effect() == payment::Effect::None,
                (Event::Inquired(inquiry), AttemptState::NotSent) => {
                    matches!(**inquiry, Inquiry::NotFound { terminal_idle: true }) && now >= policy().not_found_counts_after
                }
                (Event::Inquired(inquiry), AttemptState::Declined | AttemptState::Cancelled) => {
                    matches!(**inquiry, Inquiry::Resolved { .. })
                }
                (_, AttemptState::NotSent | AttemptState::Declined | AttemptState::Cancelled) => false,
                _ => true,
            };
            prop_assert!(proved, "{:?} ended as {} by {:?}", before, attempt.state(), event);
        }
    }

    #[test]
    fn a_decision_settles_what_was_asked_and_nothing_the_provider_says_later_is_lost(
        story in prop::collection::vec(happening(), 1..60), later in inquiry(),
    ) {
        let mut attempt = attempt();
        let mut now = seconds(0);
        for (event, pause) in story {
            now += std::time::Duration::from_millis(pause);
            attempt.apply(Event::Woke, now);
            let before = attempt.record().clone();
            attempt.apply(event.clone(), now);
            let after = attempt.record();
            let Event::Decided(decision) = &event else {
                prop_assert_eq!(&after.decision, &before.decision, "only a person decides");
                continue;
            };
            if *after == before {
                continue;
            }
            prop_assert!(before.choices().contains(&decision.verdict.choice()), "only what is offered");
            prop_assert!(before.calls_for_person());
            prop_assert!(!after.state.is_open(), "a decision opens nothing, so nothing is sent for it");
            let again = matches!(decision.verdict, Verdict::CameInTooMuch { .. });
            prop_assert_eq!(after.calls_for_person(), again, "money that pays nothing still has to go back");
            if decision.verdict == Verdict::SeenTo {
                continue;
            }
            // Whatever was decided: an approval that is news is told, and so is an end without money of what was booked.
            let mut attempt = attempt.clone();
            attempt.apply(inquired(later.clone()), now);
            let heard = attempt.record();
            match &later {
                Inquiry::Resolved { outcome: payment::Outcome::Approved(found), .. } if !after.state.is_paid() => {
                    let same = after.decision.as_ref().unwrap().answers == Some(Mismatch::Amount { found: found.amount });
                    prop_assert!(heard.calls_for_person() || same, "{:?}", heard);
                }
                Inquiry::Resolved { outcome: payment::Outcome::Declined(_) | payment::Outcome::Cancelled(_), .. }
                    if after.state.is_paid() => prop_assert!(heard.calls_for_person(), "{:?}", heard),
                _ => {}
            }
        }
    }

    #[test]
    fn the_record_reads_back_from_its_stored_form(story in prop::collection::vec(happening(), 1..20)) {
        let mut attempt = attempt();
        for (event, _) in story {
            attempt.apply(event, seconds(50));
            let stored = serde_json::to_string(attempt.record()).unwrap();
            prop_assert_eq!(&serde_json::from_str::<payment::AttemptRecord>(&stored).unwrap(), attempt.record());
        }
    }
}
