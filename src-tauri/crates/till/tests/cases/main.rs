//! What calls for a person, what a person decides, and payments approved late.
#![allow(clippy::unwrap_used)]

mod afterwards;
#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use payment::{
    Approval, AttemptHandle, AttemptReference, AttemptState, Card, Choice, EftReceipts, Inquiry, Outcome,
    Phase, ProviderTransactionId, TerminalKey,
};
use sale::{OrderNumber, RefundScope};
use store::{OrderState, RefundState};
use support::*;
use till::{
    CaseAsk, CaseRefused, LateMoney, LookedAgain, MoneyEnd, NoticeKind, RefundRequest, RefundTo,
    StageSnapshot, Till, TillError,
};

const PATIENCE: Duration = Duration::from_secs(10);

fn say(cloud: &Cloud, end: impl FnOnce(&AttemptHandle) -> Inquiry) {
    let mut state = cloud.0.lock().unwrap();
    let charge = state.charges.last_mut().unwrap();
    charge.end = Some(end(&charge.handle));
}

fn name(handle: &AttemptHandle) -> ProviderTransactionId {
    ProviderTransactionId::new(format!("T{}", handle.reference)).unwrap()
}

fn contradictory(handle: &AttemptHandle) -> Inquiry {
    Inquiry::Contradictory { transaction: name(handle), detail: "approved and cancelled".to_owned() }
}

fn of_amount(minor: i64) -> impl Fn(&AttemptHandle) -> Outcome {
    move |handle| {
        let Outcome::Approved(mut approval) = approve(handle) else { unreachable!() };
        approval.amount = money::Money::new(minor, money::Currency::EUR);
        Outcome::Approved(approval)
    }
}

const PORTAL: &str = "PORTAL-7";

/// A charge of this payment as the portal shows it under another name.
fn charge(reference: &AttemptReference, change: impl FnOnce(&mut Approval)) -> Inquiry {
    let transaction = ProviderTransactionId::new(PORTAL).unwrap();
    let mut approval = Approval {
        transaction: transaction.clone(),
        reference: Some(reference.clone()),
        terminal: Some(offered().key),
        amount: money::Money::new(935, money::Currency::EUR),
        tip: None,
        card: Card::default(),
        eft: EftReceipts::default(),
    };
    change(&mut approval);
    Inquiry::Resolved { transaction, outcome: Outcome::Approved(Box::new(approval)) }
}

fn ask(choice: Choice) -> CaseAsk {
    let transaction = (choice == Choice::MoneyCameIn).then(|| PORTAL.to_owned());
    CaseAsk { choice, transaction, reason: "seen in the portal".to_owned() }
}

async fn decide(till: &Till, reference: &AttemptReference, ask: CaseAsk) -> Result<(), TillError> {
    till.decide_case(reference, ask, till.approval_at_hand().unwrap()).await
}

fn is(error: Result<impl std::fmt::Debug, TillError>, refused: &CaseRefused) {
    match error {
        Err(TillError::Case(found)) => assert_eq!(found, *refused),
        other => panic!("{other:?}"),
    }
}

impl World {
    /// A sale of 9.35 whose card payment the cloud has taken.
    async fn card_payment(&self) -> AttemptReference {
        self.ring_up().await;
        let before = self.cloud.charges().len();
        self.till.pay_card().await.unwrap();
        while self.cloud.charges().len() == before {
            tokio::task::yield_now().await;
        }
        AttemptReference::new(self.cloud.charges().last().unwrap().reference.clone()).unwrap()
    }

    /// One that needs a person.
    async fn unclear(&self) -> AttemptReference {
        let reference = self.card_payment().await;
        say(&self.cloud, contradictory);
        assert_eq!(self.till.wait_for_payment(PATIENCE).await.unwrap().state, AttemptState::NeedsPerson);
        reference
    }

    /// One that was declined.
    async fn declined(&self) -> AttemptReference {
        let reference = self.card_payment().await;
        self.cloud.end(decline);
        self.till.wait_for_payment(PATIENCE).await.unwrap();
        reference
    }

    /// The cloud approves it after all, and somebody looks.
    async fn approved_late(&self, reference: &AttemptReference) {
        self.cloud.end(approve);
        // The till's own late look may have been faster.
        self.till.look_again(reference).await.unwrap();
        assert_eq!(self.state(reference).await, AttemptState::LateApproved);
    }

    async fn state(&self, reference: &AttemptReference) -> AttemptState {
        self.till.case(reference).await.unwrap().view.record.state
    }

    async fn order_state(&self, number: u64) -> OrderState {
        self.till.order(OrderNumber::new(number)).await.unwrap().head.state
    }

    async fn told(&self) -> Vec<NoticeKind> {
        self.till.snapshot().await.unwrap().notices.iter().map(|notice| notice.kind).collect()
    }

    /// Everything the store holds is closed and opened again, as by a crash.
    async fn restarted(self) -> Self {
        let World { folder, cloud, till } = self;
        drop(till);
        let till = loop {
            match open(folder.path(), &cloud).await {
                Ok(till) => break till,
                Err(till::OpenTillError::InUse(_)) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        };
        World { folder, cloud, till }
    }
}

#[tokio::test]
async fn money_that_the_portal_shows_pays_its_order_and_nothing_is_sent_for_it() {
    let world = world().await;
    let reference = world.unclear().await;
    assert_eq!(world.till.snapshot().await.unwrap().cases, 1);
    let cases = world.till.cases().await.unwrap();
    assert_eq!(cases[0].choices, [Choice::MoneyCameIn, Choice::NoMoneyCameIn]);
    let without = CaseAsk { reason: " \t".to_owned(), ..ask(Choice::MoneyCameIn) };
    is(decide(&world.till, &reference, without).await, &CaseRefused::ReasonMissing);
    let unnamed = CaseAsk { transaction: None, ..ask(Choice::MoneyCameIn) };
    is(decide(&world.till, &reference, unnamed).await, &CaseRefused::TransactionMissing);
    is(decide(&world.till, &reference, ask(Choice::SeenTo)).await, &CaseRefused::NotOffered);
    world.cloud.shows(PORTAL, charge(&reference, |_| {}));
    decide(&world.till, &reference, ask(Choice::MoneyCameIn)).await.unwrap();

    assert_eq!(world.order_state(1).await, OrderState::Paid);
    assert!(world.till.receipt(OrderNumber::new(1)).await.is_ok());
    let snapshot = world.till.snapshot().await.unwrap();
    assert_eq!((snapshot.cases, snapshot.basket.is_empty()), (0, true));
    assert_eq!(world.told().await, [NoticeKind::FoundPaid]);
    assert_eq!(world.cloud.charges().len(), 1, "a decision sends nothing");
    let detail = world.till.case(&reference).await.unwrap();
    let last = detail.history.observations.last().unwrap();
    for expected in ["decided", "pays_its_order", "PORTAL-7", "seen in the portal"] {
        assert!(last.event.contains(expected), "{expected} in {}", last.event);
    }
    is(decide(&world.till, &reference, ask(Choice::NoMoneyCameIn)).await, &CaseRefused::NotOffered);
    let refundable = world.till.refundable(OrderNumber::new(1)).await.unwrap();
    assert_eq!(refundable.origins[0].left.minor(), 935, "it can be given back as any payment");
}

#[tokio::test]
async fn no_money_gives_the_basket_back_and_a_late_look_finds_a_wrong_no() {
    let world = world().await;
    let reference = world.unclear().await;
    decide(&world.till, &reference, ask(Choice::NoMoneyCameIn)).await.unwrap();
    assert_eq!(world.order_state(1).await, OrderState::Unpaid);
    let snapshot = world.till.snapshot().await.unwrap();
    assert_eq!((snapshot.cases, snapshot.parked), (0, 1));
    // It had come in all the same. The till looks by itself; nobody asks it to.
    world.cloud.end(approve);
    let mut changes = world.till.changes();
    let found = async {
        while world.till.snapshot().await.unwrap().cases == 0 {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, found).await.expect("a wrong decision does not stay silent");
    let detail = world.till.case(&reference).await.unwrap().view;
    assert_eq!(detail.record.state, AttemptState::LateApproved);
    assert!(detail.record.decision.is_some(), "who decided stays on record");
    assert_eq!(detail.late, Some(LateMoney::Attachable));
}

#[tokio::test]
async fn what_the_provider_tells_in_the_last_moment_comes_before_any_decision() {
    let world = world().await;
    let reference = world.unclear().await;
    world.cloud.end(approve);
    let decided = decide(&world.till, &reference, ask(Choice::NoMoneyCameIn)).await;
    // The till's own late look may have been there first.
    assert!(
        matches!(decided, Err(TillError::Case(CaseRefused::News | CaseRefused::NotOffered))),
        "{decided:?}"
    );
    assert_eq!(world.state(&reference).await, AttemptState::LateApproved);
    assert_eq!(world.order_state(1).await, OrderState::Unpaid, "the basket is free again");
    world.till.attach_late_payment(&reference).await.unwrap();
    assert_eq!(world.order_state(1).await, OrderState::Paid);
}

#[tokio::test]
async fn money_comes_in_only_when_the_provider_itself_says_so_at_that_moment() {
    let world = world().await;
    let reference = world.unclear().await;
    let stranger = AttemptReference::new("000099STRANGER").unwrap();
    let (known, other) = (ProviderTransactionId::new(PORTAL).unwrap(), TerminalKey::new("ANOTHER").unwrap());
    let ended = |outcome| Inquiry::Resolved { transaction: known.clone(), outcome };
    let not_approved = CaseRefused::TransactionNotApproved;
    let another = |shown: &str| CaseRefused::OtherTransaction(shown.to_owned());
    let us = "USD".parse().unwrap();
    for (shown, why) in [
        (Inquiry::NotFound { terminal_idle: true }, CaseRefused::TransactionNotFound),
        (Inquiry::NotFound { terminal_idle: false }, CaseRefused::TransactionNotFound),
        (contradictory(&world.cloud.charges()[0].handle), not_approved.clone()),
        (Inquiry::InProgress { transaction: known.clone(), phase: Phase::Processing }, not_approved.clone()),
        (ended(Outcome::Declined(Box::default())), not_approved.clone()),
        (ended(Outcome::Cancelled(Box::default())), not_approved),
        (charge(&stranger, |_| {}), another("9.35 EUR, 000099STRANGER")),
        (
            charge(&reference, |found| found.amount = money::Money::new(934, money::Currency::EUR)),
            another(&format!("9.34 EUR, {reference}")),
        ),
        (
            charge(&reference, |found| found.amount = money::Money::new(935, us)),
            another(&format!("9.35 USD, {reference}")),
        ),
        (
            charge(&reference, |found| (found.reference, found.terminal) = (None, Some(other))),
            another("9.35 EUR"),
        ),
        (
            charge(&reference, |found| found.transaction = ProviderTransactionId::new("OTHER").unwrap()),
            another(&format!("9.35 EUR, {reference}")),
        ),
    ] {
        world.cloud.shows(PORTAL, shown);
        is(decide(&world.till, &reference, ask(Choice::MoneyCameIn)).await, &why);
    }
    // What the case itself is named after is asked about as any other: it may be a stranger's.
    let case = world.till.case(&reference).await.unwrap().view.record;
    let own =
        CaseAsk { transaction: case.transaction.map(|name| name.to_string()), ..ask(Choice::MoneyCameIn) };
    is(decide(&world.till, &reference, own).await, &CaseRefused::TransactionNotApproved);
    assert_eq!(world.state(&reference).await, AttemptState::NeedsPerson);
    assert_eq!(world.order_state(1).await, OrderState::Paying);
    world.cloud.shows(PORTAL, charge(&reference, |_| {}));
    decide(&world.till, &reference, ask(Choice::MoneyCameIn)).await.unwrap();
    assert_eq!(world.order_state(1).await, OrderState::Paid);
}

#[tokio::test]
async fn an_account_that_cannot_be_reached_stops_a_yes_and_no_no() {
    let world = world().await;
    let reference = world.unclear().await;
    world.cloud.cut(true);
    assert!(matches!(world.till.look_again(&reference).await.unwrap(), LookedAgain::NotReached(_)));
    let seen = world.till.case(&reference).await.unwrap().history.observations;
    assert!(seen.last().unwrap().event.contains("inquiry_faulted"), "that is evidence too");
    let yes = decide(&world.till, &reference, ask(Choice::MoneyCameIn)).await;
    assert!(matches!(yes, Err(TillError::Case(CaseRefused::NotReached(_)))), "{yes:?}");
    assert_eq!(world.state(&reference).await, AttemptState::NeedsPerson);
    decide(&world.till, &reference, ask(Choice::NoMoneyCameIn)).await.unwrap();
    assert_eq!(world.order_state(1).await, OrderState::Unpaid);
}

#[tokio::test]
async fn another_amount_never_pays_the_order_and_goes_back_as_it_came() {
    let world = world().await;
    let reference = world.card_payment().await;
    world.cloud.end(of_amount(900));
    world.till.wait_for_payment(PATIENCE).await.unwrap();
    assert_eq!(world.till.cases().await.unwrap()[0].choices, [Choice::MoneyCameIn]);
    let other = ask(Choice::MoneyCameIn);
    is(decide(&world.till, &reference, other.clone()).await, &CaseRefused::TransactionNotFound);
    let nine = |found: &mut Approval| found.amount = money::Money::new(900, money::Currency::EUR);
    world.cloud.shows(PORTAL, charge(&reference, nine));
    is(decide(&world.till, &reference, other).await, &CaseRefused::NotOffered);
    let same = CaseAsk { transaction: Some(format!("T{reference}")), ..ask(Choice::MoneyCameIn) };
    decide(&world.till, &reference, same).await.unwrap();
    assert_eq!(world.state(&reference).await, AttemptState::LateApproved);
    assert_eq!(world.order_state(1).await, OrderState::Unpaid);
    is(world.till.attach_late_payment(&reference).await, &CaseRefused::DoesNotFit);
    let refundable = world.till.refundable(OrderNumber::new(1)).await.unwrap();
    assert_eq!((refundable.origins[0].left.minor(), world.till.snapshot().await.unwrap().cases), (900, 1));
}

#[tokio::test]
async fn a_name_that_belongs_to_other_money_is_refused() {
    let world = world().await;
    world.sell_by_card().await;
    let paid = world.cloud.charges()[0].reference.clone();
    let reference = world.unclear().await;
    let stolen = CaseAsk { transaction: Some(format!("T{paid}")), ..ask(Choice::MoneyCameIn) };
    let refused = decide(&world.till, &reference, stolen.clone()).await;
    assert!(matches!(refused, Err(TillError::Case(CaseRefused::OtherTransaction(_)))), "{refused:?}");
    // Also where its record does not say whose it is: the till knows.
    let name = format!("T{paid}");
    let mut shown = charge(&reference, |found| {
        found.reference = None;
        found.transaction = ProviderTransactionId::new(&*name).unwrap();
    });
    if let Inquiry::Resolved { transaction, .. } = &mut shown {
        *transaction = ProviderTransactionId::new(&*name).unwrap();
    }
    world.cloud.shows(&name, shown);
    is(decide(&world.till, &reference, stolen).await, &CaseRefused::BookedAlready);
    assert_eq!(world.state(&reference).await, AttemptState::NeedsPerson);
}

#[tokio::test]
async fn a_late_payment_pays_the_order_it_was_sent_for() {
    let world = world().await;
    let reference = world.declined().await;
    world.approved_late(&reference).await;
    assert_eq!(world.till.cases().await.unwrap()[0].late, Some(LateMoney::Attachable));
    assert_eq!(world.till.attach_late_payment(&reference).await.unwrap(), OrderNumber::new(1));
    let StageSnapshot::Finished(end) = world.till.snapshot().await.unwrap().stage else { panic!("no end") };
    assert_eq!((end.end, end.order), (MoneyEnd::Paid, OrderNumber::new(1)));
    assert!(world.till.receipt(OrderNumber::new(1)).await.is_ok());
    world.till.next_sale().await.unwrap();
    let snapshot = world.till.snapshot().await.unwrap();
    assert!(snapshot.basket.is_empty() && snapshot.cases == 0 && snapshot.parked == 0);
    let refundable = world.till.refundable(OrderNumber::new(1)).await.unwrap();
    assert_eq!(refundable.origins[0].left.minor(), 935);
    is(world.till.attach_late_payment(&reference).await, &CaseRefused::NotOffered);
    assert_eq!(world.restarted().await.order_state(1).await, OrderState::Paid);
}

#[tokio::test]
async fn a_late_payment_pays_no_basket_that_has_changed_since() {
    let world = world().await;
    let reference = world.declined().await;
    world.till.enter("101").await.unwrap();
    world.approved_late(&reference).await;
    assert_eq!(world.till.cases().await.unwrap()[0].late, Some(LateMoney::DoesNotFit));
    is(world.till.attach_late_payment(&reference).await, &CaseRefused::DoesNotFit);
    assert_eq!(world.order_state(1).await, OrderState::Unpaid);
}

#[tokio::test]
async fn a_customer_who_paid_twice_is_told_of_until_the_money_is_on_its_way_back() {
    let world = world().await;
    let reference = world.declined().await;
    world.till.pay_cash(None).await.unwrap();
    world.till.next_sale().await.unwrap();
    world.approved_late(&reference).await;
    assert_eq!(world.told().await, [NoticeKind::PaidTwice]);
    assert_eq!(world.till.cases().await.unwrap()[0].late, Some(LateMoney::PaidTwice(OrderNumber::new(1))));
    let notice = world.till.snapshot().await.unwrap().notices[0].clone();
    world.till.dismiss_notice(notice.id).await;
    assert_eq!(world.told().await, [NoticeKind::PaidTwice], "it does not go away by being looked away from");
    is(world.till.attach_late_payment(&reference).await, &CaseRefused::PaidOtherwise(OrderNumber::new(1)));

    let world = world.restarted().await;
    assert_eq!(world.told().await, [NoticeKind::PaidTwice], "nor by a restart");
    world.give_back(&notice.payment.unwrap()).await;
    assert!(!world.told().await.contains(&NoticeKind::PaidTwice));
    assert_eq!(world.till.snapshot().await.unwrap().cases, 0);
}

#[tokio::test]
async fn a_sale_whose_money_came_in_late_is_not_paid_again_before_that_is_settled() {
    let world = world().await;
    let reference = world.declined().await;
    world.approved_late(&reference).await;
    // Nobody minds the notice, and the customer still stands there.
    let came_in =
        |refused| matches!(refused, Err(TillError::CameInLate(order)) if order == OrderNumber::new(1));
    assert!(came_in(world.till.pay_card().await) && came_in(world.till.pay_cash(None).await));
    let world = world.restarted().await;
    assert!(came_in(world.till.pay_card().await) && came_in(world.till.pay_cash(None).await));
    assert_eq!(world.cloud.charges().len(), 1, "nothing was sent");
    world.give_back(&reference).await;

    // It goes on under a number of its own: on the first one money has come in.
    world.till.pay_cash(None).await.unwrap();
    world.till.next_sale().await.unwrap();
    assert_eq!(world.order_state(2).await, OrderState::Paid);
    assert!(!world.told().await.contains(&NoticeKind::PaidTwice), "the first payment went back");
}

#[tokio::test]
async fn another_customer_pays_while_somebody_elses_late_money_waits() {
    let world = world().await;
    let reference = world.declined().await;
    world.till.park(None).await.unwrap();
    world.approved_late(&reference).await;
    world.till.enter("101").await.unwrap();
    world.till.pay_cash(None).await.unwrap();
    world.till.next_sale().await.unwrap();
    assert_eq!(world.order_state(2).await, OrderState::Paid);
}

impl World {
    /// Gives back the one payment there is, though it pays nothing.
    async fn give_back(&self, payment: &AttemptReference) {
        let refund = RefundRequest {
            order: OrderNumber::new(1),
            to: Some(RefundTo::Card(payment.clone())),
            scope: RefundScope::Rest,
            terminal: None,
            reason: None,
            seen: None,
        };
        let number = self.till.refund(refund, None).await.unwrap();
        while self.cloud.charges().len() == 1 {
            tokio::task::yield_now().await;
        }
        self.cloud.end(approve);
        self.till.wait_for_refund(number, PATIENCE).await.unwrap();
    }

    /// A refund of a paid order that needs a person.
    async fn unclear_refund(&self) -> (sale::RefundNumber, AttemptReference) {
        self.sell_by_card().await;
        let request = RefundRequest {
            order: OrderNumber::new(1),
            to: None,
            scope: RefundScope::Rest,
            terminal: None,
            reason: None,
            seen: None,
        };
        let number = self.till.refund(request, None).await.unwrap();
        while self.cloud.charges().len() == 1 {
            tokio::task::yield_now().await;
        }
        say(&self.cloud, contradictory);
        self.till.wait_for_refund(number, PATIENCE).await.unwrap();
        (number, AttemptReference::new(self.cloud.charges()[1].reference.clone()).unwrap())
    }

    async fn left(&self) -> i64 {
        self.till.refundable(OrderNumber::new(1)).await.unwrap().origins[0].left.minor()
    }
}
