//! What a person may decide, and what comes of it.
#![allow(clippy::unwrap_used)]

mod support;

use payment::{
    Approval, Attempt, AttemptReference, AttemptState, Choice, Decision, Event, Inquiry, Mismatch, NotProved,
    Outcome, ProviderTransactionId, TerminalKey, Verdict,
};
use support::*;

fn decided(attempt: &mut Attempt, verdict: Verdict) {
    attempt
        .apply(Event::Decided(Box::new(Decision::new(verdict, "Ada", "seen in the portal"))), seconds(900));
}

fn name(text: &str) -> ProviderTransactionId {
    ProviderTransactionId::new(text).unwrap()
}

/// A payment whose record says this.
fn recorded(change: impl FnOnce(&mut Approval)) -> Attempt {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    let mut found = approval();
    change(&mut found);
    attempt.apply(inquired(approved(found)), seconds(2));
    assert_eq!(attempt.state(), AttemptState::NeedsPerson);
    attempt
}

fn contradictory() -> Inquiry {
    Inquiry::Contradictory { transaction: transaction(), detail: "approved and cancelled".to_owned() }
}

/// A payment whose record contradicts itself.
fn unclear() -> Attempt {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(inquired(contradictory()), seconds(2));
    attempt
}

/// A payment that ran and ran.
fn endless() -> Attempt {
    let mut record = unclear().record().clone();
    record.mismatch = Some(Mismatch::NeverEnds);
    Attempt::recover(record, policy(), seconds(900))
}

#[test]
fn what_is_offered_follows_from_the_evidence() {
    use Choice::{MoneyCameIn, NoMoneyCameIn};
    let foreign = AttemptReference::new("000009ZZZZZZZZ").unwrap();
    let usd = |minor| money::Money::new(minor, "USD".parse().unwrap());
    assert_eq!(unclear().record().choices(), [MoneyCameIn, NoMoneyCameIn]);
    assert_eq!(endless().record().choices(), [MoneyCameIn, NoMoneyCameIn]);
    let other = recorded(|found| found.reference = Some(foreign));
    assert_eq!(other.record().choices(), [MoneyCameIn, NoMoneyCameIn], "it may be somebody else's money");
    let amount = recorded(|found| found.amount = eur(1600));
    assert_eq!(amount.record().choices(), [MoneyCameIn], "a charge stands on record: no \"no\" against it");
    let terminal = recorded(|found| found.terminal = Some(TerminalKey::new("ELSEWHERE").unwrap()));
    assert_eq!(terminal.record().choices(), [MoneyCameIn]);
    let currency = recorded(|found| found.amount = usd(1619));
    assert_eq!(currency.record().choices(), [NoMoneyCameIn], "the books cannot say dollars");
    assert_eq!(attempt().record().choices(), [], "nothing is asked of what runs");
}

#[test]
fn a_payment_found_in_the_portal_pays_its_order_under_the_portals_name() {
    let mut attempt = unclear();
    decided(&mut attempt, Verdict::PaysItsOrder { transaction: name("PORTAL7") });
    assert_eq!(attempt.state(), AttemptState::Approved);
    assert_eq!(attempt.approval().unwrap().amount, eur(1619));
    assert_eq!(attempt.record().transaction, Some(name("PORTAL7")), "what a refund names later");
    let decision = attempt.record().decision.clone().unwrap();
    assert_eq!((decision.by.as_str(), decision.state), ("Ada", Some(AttemptState::NeedsPerson)));
    assert!(matches!(decision.answers, Some(Mismatch::Contradiction { .. })));
    assert!(!attempt.record().calls_for_person());
}

#[test]
fn another_amount_never_pays_an_order_whoever_says_so() {
    let mut attempt = recorded(|found| found.amount = eur(1600));
    for verdict in [
        Verdict::PaysItsOrder { transaction: transaction() },
        Verdict::PaysItsOrder { transaction: name("PORTAL7") },
        Verdict::CameInTooMuch { transaction: transaction(), amount: eur(1619) },
        Verdict::NoMoneyCameIn,
    ] {
        decided(&mut attempt, verdict);
        assert_eq!(attempt.state(), AttemptState::NeedsPerson, "not by this");
    }
    decided(&mut attempt, Verdict::CameInTooMuch { transaction: transaction(), amount: eur(1600) });
    assert_eq!(attempt.state(), AttemptState::LateApproved);
    assert!(attempt.record().calls_for_person(), "it has to go back");
    attempt.apply(Event::Attached { by: "Bo".to_owned() }, seconds(901));
    assert_eq!(attempt.state(), AttemptState::LateApproved, "it cannot pay the order later either");
    attempt.apply(
        inquired(approved({
            let mut found = approval();
            found.amount = eur(1600);
            found
        })),
        seconds(902),
    );
    assert_eq!(attempt.state(), AttemptState::LateApproved, "the same record is no news");
}

#[test]
fn a_wrong_no_is_found_out_by_the_next_look_and_a_wrong_yes_too() {
    let mut no = unclear();
    decided(&mut no, Verdict::NoMoneyCameIn);
    assert_eq!(no.state(), AttemptState::Cancelled);
    no.apply(inquired(contradictory()), seconds(901));
    assert_eq!(no.state(), AttemptState::Cancelled, "the same contradiction is no news");
    no.apply(inquired(approved(approval())), seconds(902));
    assert_eq!(no.state(), AttemptState::LateApproved);

    let mut yes = endless();
    decided(&mut yes, Verdict::PaysItsOrder { transaction: transaction() });
    yes.apply(inquired(declined()), seconds(901));
    assert_eq!(yes.state(), AttemptState::Reversed);
    assert!(yes.record().calls_for_person());

    let mut elsewhere = endless();
    decided(&mut elsewhere, Verdict::PaysItsOrder { transaction: name("PORTAL7") });
    elsewhere.apply(inquired(declined()), seconds(901));
    assert_eq!(elsewhere.state(), AttemptState::Approved, "another transaction than the one that was named");
    assert!(elsewhere.record().calls_for_person(), "and yet not silent");
    decided(&mut elsewhere, Verdict::SeenTo);
    assert!(!elsewhere.record().calls_for_person());
    elsewhere.apply(inquired(declined()), seconds(902));
    assert!(!elsewhere.record().calls_for_person(), "the same once more is no news");
}

#[test]
fn what_ran_and_ran_ends_by_the_providers_own_record_without_a_person() {
    let mut attempt = endless();
    attempt.apply(inquired(cancelled()), seconds(1000));
    assert_eq!(attempt.state(), AttemptState::Cancelled);
    assert!(attempt.record().decision.is_none());
    let mut contradictory = unclear();
    contradictory.apply(inquired(cancelled()), seconds(1000));
    assert_eq!(contradictory.state(), AttemptState::NeedsPerson, "a record that says both is not believed");
}

#[test]
fn a_late_approval_pays_its_own_order_when_it_is_attached() {
    let mut attempt = attempt();
    attempt.apply(taken(), seconds(0));
    attempt.apply(inquired(declined()), seconds(1));
    attempt.apply(inquired(approved(approval())), seconds(20));
    assert_eq!(
        (attempt.state(), attempt.record().choices()),
        (AttemptState::LateApproved, &[Choice::SeenTo][..])
    );
    attempt.apply(Event::Attached { by: "Bo".to_owned() }, seconds(30));
    assert_eq!(attempt.state(), AttemptState::Approved);
    assert!(!attempt.record().calls_for_person());
    attempt.apply(inquired(declined()), seconds(40));
    assert_eq!(attempt.state(), AttemptState::Reversed);
}

#[test]
fn a_refund_went_back_or_did_not_and_another_amount_can_only_be_seen_to() {
    let refund = |inquiry: Inquiry| {
        let mut attempt = refund_attempt();
        attempt.apply(taken(), seconds(0));
        attempt.apply(inquired(inquiry), seconds(2));
        attempt
    };
    let mut went = refund(contradictory());
    assert_eq!(went.record().choices(), [Choice::WentBack, Choice::DidNotGoBack]);
    decided(&mut went, Verdict::NoMoneyCameIn);
    assert_eq!(went.state(), AttemptState::NeedsPerson, "an answer to another question");
    decided(&mut went, Verdict::WentBack);
    assert_eq!(went.state(), AttemptState::Approved);
    let mut not = refund(contradictory());
    decided(&mut not, Verdict::DidNotGoBack);
    assert_eq!(not.state(), AttemptState::Cancelled);
    let mut other = refund(approved({
        let mut found = approval();
        found.amount = eur(1);
        found
    }));
    assert_eq!(other.record().choices(), [Choice::SeenTo]);
    decided(&mut other, Verdict::SeenTo);
    assert_eq!(other.state(), AttemptState::NeedsPerson, "it counts as given back for good");
    assert!(!other.record().calls_for_person());
    let Some(Outcome::Approved(kept)) = &other.record().outcome else { panic!("{:?}", other.record()) };
    assert_eq!(kept.amount, eur(1), "what the provider said stays");
}

#[test]
fn that_money_came_in_is_proved_by_the_providers_record_alone() {
    let yes = Verdict::PaysItsOrder { transaction: transaction() };
    let told = |verdict: &Verdict, inquiry: Inquiry| verdict.proved_by(&intent(), &inquiry);
    assert_eq!(told(&yes, approved(approval())), Ok(()));
    let unsigned = Approval { reference: None, terminal: None, ..approval() };
    assert_eq!(told(&yes, approved(unsigned)), Ok(()), "a record need not name whose it is");
    assert_eq!(told(&yes, Inquiry::NotFound { terminal_idle: true }), Err(NotProved::NotFound));
    for nothing in [cancelled(), declined(), contradictory(), running(payment::Phase::Processing)] {
        assert_eq!(told(&yes, nothing), Err(NotProved::NotApproved));
    }
    let stranger = Approval { reference: AttemptReference::new("000009ZZZZZZZZ").ok(), ..approval() };
    assert_eq!(
        told(&yes, approved(stranger)),
        Err(NotProved::Another("16.19 EUR, 000009ZZZZZZZZ".to_owned()))
    );
    let more = Approval { amount: eur(1620), ..approval() };
    assert!(told(&yes, approved(more.clone())).is_err());
    let too_much = Verdict::CameInTooMuch { transaction: transaction(), amount: eur(1620) };
    assert_eq!(told(&too_much, approved(more)), Ok(()));
    assert!(told(&too_much, approved(approval())).is_err());
    let another = Verdict::PaysItsOrder { transaction: name("T9") };
    assert!(told(&another, approved(approval())).is_err(), "asked about one, told of another");
    assert_eq!(told(&Verdict::NoMoneyCameIn, approved(approval())), Ok(()), "a no is a person's word");
}
