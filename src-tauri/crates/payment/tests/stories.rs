//! One payment after another, told as the till lives them.
#![allow(clippy::unwrap_used)]

mod support;

use payment::{
    Attempt, AttemptState, CancelAnswer, CancelProgress, CancelRequestedBy, Event, FaultKind, Inquiry,
    LookUp, Mismatch, Next, Phase, ProviderFault,
};
use support::*;

#[test]
fn a_payment_is_sent_once_followed_and_approved() {
    let mut attempt = attempt();
    assert_eq!(attempt.next(seconds(0)), Next::Dispatch);
    attempt.apply(taken(), seconds(0));
    assert_eq!(attempt.state(), AttemptState::Pending);
    assert_eq!(attempt.next(seconds(0)), Next::WaitUntil(seconds(1)));
    assert_eq!(attempt.next(seconds(1)), Next::Inquire(LookUp::ByTransaction(transaction())));
    attempt.apply(inquired(running(Phase::WaitingForCard)), seconds(1));
    assert_eq!(attempt.record().phase, Phase::WaitingForCard);
    attempt.apply(inquired(approved(approval())), seconds(2));
    assert_eq!(attempt.state(), AttemptState::Approved);
    assert_eq!(attempt.approval().unwrap().amount, eur(1619));
    assert_eq!(attempt.next(seconds(3)), Next::Nothing);
}

#[test]
fn a_refused_connection_proves_that_nothing_was_sent() {
    let mut attempt = attempt();
    attempt.apply(Event::DispatchFaulted(ProviderFault::not_reached("connection refused")), seconds(0));
    assert_eq!(attempt.state(), AttemptState::NotSent);
}

#[test]
fn a_missing_answer_is_never_a_no() {
    for fault in [
        ProviderFault::no_answer("time-out"),
        ProviderFault::provider_down("502"),
        ProviderFault::unreadable("html"),
        ProviderFault::refused(FaultKind::NotKnown, "404 on create"),
    ] {
        let mut attempt = attempt();
        attempt.apply(Event::DispatchFaulted(fault.clone()), seconds(20));
        assert_eq!(attempt.state(), AttemptState::Unknown, "{fault}");
        assert_eq!(
            attempt.next(seconds(20)),
            Next::Inquire(LookUp::ByReference),
            "looked up, not sent again"
        );
        attempt.apply(inquired(approved(approval())), seconds(21));
        assert_eq!(attempt.state(), AttemptState::Approved, "the payment had happened");
    }
}

#[test]
fn not_found_counts_only_late_twice_apart_and_on_an_idle_terminal() {
    let absent = |terminal_idle| inquired(Inquiry::NotFound { terminal_idle });
    let mut attempt = attempt();
    attempt.apply(Event::DispatchFaulted(ProviderFault::no_answer("time-out")), seconds(1));
    for at in [2, 30, 44] {
        attempt.apply(absent(true), seconds(at));
        assert_eq!(attempt.state(), AttemptState::Unknown, "too early at {at} s");
    }
    attempt.apply(absent(true), seconds(46));
    assert_eq!(attempt.state(), AttemptState::Unknown, "once is not enough");
    attempt.apply(absent(true), seconds(47));
    assert_eq!(attempt.state(), AttemptState::Unknown, "too close to the first");
    attempt.apply(absent(false), seconds(52));
    assert_eq!(attempt.state(), AttemptState::Unknown, "something runs on the terminal");
    attempt.apply(absent(true), seconds(60));
    attempt.apply(Event::InquiryFaulted(ProviderFault::no_answer("time-out")), seconds(62));
    attempt.apply(absent(true), seconds(70));
    assert_eq!(
        attempt.state(),
        AttemptState::Unknown,
        "a failed look-up between them starts the count again"
    );
    attempt.apply(absent(true), seconds(75));
    assert_eq!(attempt.state(), AttemptState::NotSent);
}

#[test]
fn a_confirmed_transaction_that_vanishes_needs_a_person() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(inquired(Inquiry::NotFound { terminal_idle: true }), seconds(50));
    assert_eq!(
        attempt.next(seconds(55)),
        Next::Inquire(LookUp::ByReference),
        "the second look-up goes another way"
    );
    attempt.apply(inquired(Inquiry::NotFound { terminal_idle: true }), seconds(56));
    assert_eq!(attempt.state(), AttemptState::NeedsPerson);
}

#[test]
fn cancel_is_a_request_and_the_payment_wins() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(Event::CancelRequested(CancelRequestedBy::Cashier), seconds(1));
    assert_eq!(attempt.next(seconds(1)), Next::Cancel);
    attempt.apply(Event::CancelAnswered(CancelAnswer::TooLate), seconds(1));
    assert_eq!(attempt.record().cancel, CancelProgress::TooLate);
    assert_eq!(
        attempt.next(seconds(1)),
        Next::Inquire(LookUp::ByTransaction(transaction())),
        "followed at once"
    );
    attempt.apply(inquired(approved(approval())), seconds(2));
    assert_eq!(attempt.state(), AttemptState::Approved);
}

#[test]
fn a_taken_cancel_is_no_proof_until_the_record_says_so() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(Event::CancelRequested(CancelRequestedBy::Cashier), seconds(1));
    attempt.apply(Event::CancelAnswered(CancelAnswer::Taken), seconds(1));
    assert_eq!(attempt.state(), AttemptState::Pending);
    attempt.apply(inquired(cancelled()), seconds(1));
    assert_eq!(attempt.state(), AttemptState::Cancelled);
    attempt.apply(inquired(approved(approval())), seconds(9));
    assert_eq!(attempt.state(), AttemptState::LateApproved, "and even then the payment may win");
}

#[test]
fn a_cancel_without_an_answer_is_looked_up_before_it_is_sent_again() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(Event::CancelRequested(CancelRequestedBy::Cashier), seconds(1));
    attempt.apply(Event::CancelFaulted(ProviderFault::no_answer("reset")), seconds(1));
    assert_eq!(attempt.next(seconds(1)), Next::Inquire(LookUp::ByTransaction(transaction())));
    attempt.apply(inquired(running(Phase::Sent)), seconds(1));
    assert_eq!(attempt.next(seconds(1)), Next::Cancel, "it still runs, so the wish is sent again");
}

#[test]
fn a_cancel_before_the_transaction_is_known_waits_for_the_look_up() {
    let mut attempt = attempt();
    attempt.apply(Event::DispatchFaulted(ProviderFault::no_answer("time-out")), seconds(15));
    attempt.apply(Event::CancelRequested(CancelRequestedBy::Cashier), seconds(15));
    assert_eq!(attempt.next(seconds(15)), Next::Inquire(LookUp::ByReference));
    attempt.apply(inquired(running(Phase::Sent)), seconds(16));
    assert_eq!(attempt.next(seconds(16)), Next::Cancel);
}

#[test]
fn nobody_at_the_terminal_ends_by_the_tills_own_deadline() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(inquired(running(Phase::Sent)), seconds(179));
    assert_ne!(attempt.next(seconds(179)), Next::Cancel);
    attempt.apply(Event::Woke, seconds(180));
    assert_eq!(attempt.next(seconds(180)), Next::Cancel);
    assert_eq!(attempt.record().cancel_requested_by, Some(CancelRequestedBy::Deadline));
}

#[test]
fn an_approval_of_another_amount_or_order_is_never_booked() {
    let mut wrong_amount = approval();
    wrong_amount.amount = eur(1618);
    let mut other_currency = approval();
    other_currency.amount = money::Money::new(1619, "USD".parse().unwrap());
    let mut other_order = approval();
    other_order.reference = Some(payment::AttemptReference::new("000124A7K2M9QX").unwrap());
    let mut other_terminal = approval();
    other_terminal.terminal = Some(payment::TerminalKey::new("SUNMI-P2lite-PL0919CQ00306").unwrap());
    let mut negative_tip = approval();
    negative_tip.tip = Some(eur(-5));
    for wrong in [wrong_amount, other_currency, other_order, other_terminal, negative_tip] {
        let mut attempt = attempt();
        attempt.apply(taken(), seconds(0));
        attempt.apply(inquired(approved(wrong.clone())), seconds(1));
        assert_eq!(attempt.state(), AttemptState::NeedsPerson, "{wrong:?}");
        assert!(attempt.approval().is_none());
    }
}

#[test]
fn a_tip_comes_on_top_and_a_models_case_does_not_matter() {
    let mut tipped = approval();
    tipped.tip = Some(eur(100));
    tipped.terminal = Some(payment::TerminalKey::new("SUNMI-P2Lite-PL0919CQ00305").unwrap());
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(inquired(approved(tipped)), seconds(1));
    assert_eq!(attempt.state(), AttemptState::Approved);
}

#[test]
fn a_second_failed_look_up_is_not_sure_yet_and_slows_down() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(Event::InquiryFaulted(ProviderFault::no_answer("time-out")), seconds(1));
    assert_eq!(attempt.state(), AttemptState::Pending);
    attempt.apply(Event::InquiryFaulted(ProviderFault::no_answer("time-out")), seconds(3));
    assert_eq!(attempt.state(), AttemptState::Unknown);
    assert_eq!(attempt.next(seconds(3)), Next::WaitUntil(seconds(7)));
    attempt.apply(inquired(running(Phase::WaitingForCard)), seconds(7));
    assert_eq!(attempt.state(), AttemptState::Pending);
}

#[test]
fn after_a_crash_an_intended_attempt_is_looked_up_never_sent() {
    let record = attempt().record().clone();
    let recovered = Attempt::recover(record, policy(), seconds(0));
    assert_eq!(recovered.state(), AttemptState::Unknown);
    assert_eq!(recovered.next(seconds(0)), Next::Inquire(LookUp::ByReference));
}

#[test]
fn a_reversal_is_a_new_fact_beside_the_approval() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(inquired(approved(approval())), seconds(1));
    attempt.apply(inquired(cancelled()), seconds(9));
    assert_eq!(attempt.state(), AttemptState::Reversed);
    assert!(
        matches!(attempt.record().outcome, Some(payment::Outcome::Approved(_))),
        "the approval stays on record"
    );
}

#[test]
fn a_contradiction_is_kept_for_the_manager() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    let detail = "cancelled and approved".to_owned();
    attempt.apply(
        inquired(Inquiry::Contradictory { transaction: transaction(), detail: detail.clone() }),
        seconds(1),
    );
    assert_eq!(attempt.state(), AttemptState::NeedsPerson);
    assert_eq!(attempt.record().mismatch, Some(Mismatch::Contradiction { detail }));
}

#[test]
fn a_cancel_that_was_taken_without_effect_is_sent_again() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(Event::CancelRequested(CancelRequestedBy::Cashier), seconds(1));
    attempt.apply(Event::CancelAnswered(CancelAnswer::Taken), seconds(1));
    for at in 2..6 {
        attempt.apply(inquired(running(Phase::Sent)), seconds(at));
        assert_ne!(attempt.next(seconds(at)), Next::Cancel, "given time at {at} s");
    }
    attempt.apply(inquired(running(Phase::Sent)), seconds(6));
    assert_eq!(attempt.next(seconds(6)), Next::Cancel);
}

#[test]
fn a_contradiction_after_an_unpaid_end_needs_a_person() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(inquired(cancelled()), seconds(1));
    let detail = "cancelled and approved".to_owned();
    attempt.apply(inquired(Inquiry::Contradictory { transaction: transaction(), detail }), seconds(9));
    assert_eq!(attempt.state(), AttemptState::NeedsPerson);
}

#[test]
fn a_payment_that_never_ends_is_given_to_a_person_once_the_provider_has_answered_long_enough() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    // While nobody answers nobody is called: the answer may be a clear one.
    attempt.apply(Event::InquiryFaulted(ProviderFault::no_answer("time-out")), seconds(700));
    attempt.apply(Event::InquiryFaulted(ProviderFault::no_answer("time-out")), seconds(900));
    assert_eq!(attempt.state(), AttemptState::Unknown);
    attempt.apply(inquired(running(Phase::WaitingForCard)), seconds(1000));
    attempt.apply(inquired(running(Phase::WaitingForCard)), seconds(1000 + 779));
    assert!(attempt.state().is_open(), "the deadline of 180 s and 600 s more have not passed");
    attempt.apply(inquired(running(Phase::WaitingForCard)), seconds(1000 + 780));
    assert_eq!(attempt.state(), AttemptState::NeedsPerson);
    assert_eq!(attempt.record().mismatch, Some(Mismatch::NeverEnds));
    attempt.apply(inquired(approved(approval())), seconds(3000));
    assert_eq!(attempt.state(), AttemptState::LateApproved, "a late approval is still heard");
}

#[test]
fn where_records_appear_with_the_card_a_taken_payment_that_is_never_found_ended_without_one() {
    let policy = payment::PaymentPolicy { records: payment::RecordsAppear::WithTheCard, ..policy() };
    let absent = || inquired(Inquiry::NotFound { terminal_idle: true });
    let mut attempt = Attempt::new(intent(), policy, seconds(0));
    attempt.apply(taken(), seconds(0));
    attempt.apply(absent(), seconds(44));
    assert_eq!(attempt.state(), AttemptState::Pending, "no card yet is no reason to doubt");
    attempt.apply(absent(), seconds(50));
    assert_eq!(attempt.state(), AttemptState::Unknown);
    assert_eq!(
        attempt.next(seconds(55)),
        Next::Inquire(LookUp::ByReference),
        "the second look goes another way"
    );
    attempt.apply(absent(), seconds(56));
    assert_eq!(attempt.state(), AttemptState::Cancelled);
    attempt.apply(inquired(approved(approval())), seconds(100));
    assert_eq!(attempt.state(), AttemptState::LateApproved);
}

#[test]
fn what_was_taken_back_and_is_approved_again_is_what_it_was_and_calls_a_person_anew() {
    let mut sale = attempt();
    sale.apply(taken(), seconds(0));
    sale.apply(inquired(approved(approval())), seconds(2));
    sale.apply(inquired(cancelled()), seconds(20));
    assert_eq!(sale.state(), AttemptState::Reversed);
    sale.apply(inquired(approved(approval())), seconds(80));
    assert_eq!(sale.state(), AttemptState::Approved, "it pays its order, and can be given back");
    assert!(sale.record().calls_for_person(), "whoever was told that it was taken back is told of this");
    let before = sale.record().clone();
    sale.apply(inquired(approved(approval())), seconds(90));
    assert_eq!(*sale.record(), before, "the same once more is no news");
    sale.apply(inquired(cancelled()), seconds(100));
    assert_eq!(sale.state(), AttemptState::Reversed, "as often as the record turns");

    let mut late = attempt();
    late.apply(taken(), seconds(0));
    late.apply(inquired(declined()), seconds(2));
    late.apply(inquired(approved(approval())), seconds(20));
    late.apply(inquired(declined()), seconds(80));
    late.apply(inquired(approved(approval())), seconds(90));
    assert_eq!(late.state(), AttemptState::LateApproved, "it never paid its order, and does not now");
}
