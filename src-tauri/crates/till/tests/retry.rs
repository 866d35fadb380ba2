//! The look before a card is asked for again: whoever was charged after all is not charged a second time.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use money::{Currency, Money};
use payment::{AttemptReference, AttemptState, Inquiry};
use proptest::prelude::*;
use sale::{OrderNumber, RefundScope};
use store::OrderState;
use support::*;
use till::{LateMoney, MoneyEnd, NoticeKind, RefundRequest, RefundTo, StageSnapshot, TillError};

const PATIENCE: Duration = Duration::from_secs(10);
const FIRST: OrderNumber = OrderNumber::new(1);

/// How a try of the card ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Declined,
    Cancelled,
    NotSent,
}

impl World {
    /// Asks for the card of the basket on the screen and lets it end without money.
    async fn try_the_card(&self, end: End) -> Result<(), TillError> {
        if matches!(end, End::NotSent) {
            self.cloud.will(Create::Refuse);
        }
        let before = self.cloud.charges().len();
        if let Err(refused) = self.till.pay_card().await {
            self.cloud.0.lock().unwrap().creates.clear();
            return Err(refused);
        }
        if !matches!(end, End::NotSent) {
            while self.cloud.charges().len() == before {
                tokio::task::yield_now().await;
            }
            self.cloud.end(if matches!(end, End::Declined) { decline } else { cancelled });
        }
        // Whether the network is there matters to the next try, not to the end of this one.
        let cut = std::mem::replace(&mut self.cloud.0.lock().unwrap().cut, false);
        self.till.wait_for_payment(PATIENCE).await.unwrap();
        self.cloud.cut(cut);
        Ok(())
    }

    /// The card was charged after all, and no late look of the till has found out.
    fn charged_after_all(&self, index: usize) -> AttemptReference {
        let mut state = self.cloud.0.lock().unwrap();
        let charge = &mut state.charges[index];
        charge.end = Some(resolved(&charge.handle, approve));
        AttemptReference::new(charge.reference.clone()).unwrap()
    }

    async fn state(&self, reference: &AttemptReference) -> AttemptState {
        self.till.case(reference).await.unwrap().view.record.state
    }

    /// Waits until the till looks its earlier tries up.
    async fn looks_back(&self) {
        let mut changes = self.till.changes();
        let seen = async {
            while !self.till.snapshot().await.unwrap().looking_back {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, seen).await.expect("nothing is looked up");
    }

    async fn told(&self) -> Vec<NoticeKind> {
        self.till.snapshot().await.unwrap().notices.iter().map(|notice| notice.kind).collect()
    }
}

fn came_in_late(refused: &Result<(), TillError>) -> bool {
    matches!(refused, Err(TillError::CameInLate(order)) if *order == FIRST)
}

#[tokio::test]
async fn a_card_that_was_charged_after_all_is_not_charged_again_and_pays_its_order() {
    let world = world().await;
    world.ring_up().await;
    world.try_the_card(End::Declined).await.unwrap();
    let reference = world.charged_after_all(0);
    assert!(came_in_late(&world.till.pay_card().await));
    assert_eq!(world.cloud.charges().len(), 1, "nothing more was asked for");
    assert_eq!(world.state(&reference).await, AttemptState::LateApproved);
    assert_eq!(world.told().await, [NoticeKind::LateApproved]);
    assert_eq!(world.till.cases().await.unwrap()[0].late, Some(LateMoney::Attachable));
    assert!(came_in_late(&world.till.pay_card().await), "a second tap does not get past it either");
    assert_eq!(world.cloud.charges().len(), 1);
    world.till.attach_late_payment(&reference).await.unwrap();
    assert_eq!(world.till.order(FIRST).await.unwrap().head.state, OrderState::Paid);
    world.till.next_sale().await.unwrap();
    world.sell_by_card().await;
    assert_eq!(world.cloud.charges().len(), 2, "the next customer pays as ever");
}

#[tokio::test]
async fn once_the_late_money_goes_back_the_card_can_be_asked_for_again() {
    let world = world().await;
    world.ring_up().await;
    world.try_the_card(End::Cancelled).await.unwrap();
    let reference = world.charged_after_all(0);
    assert!(came_in_late(&world.till.pay_card().await));
    let request = RefundRequest {
        order: FIRST,
        to: Some(RefundTo::Card(reference)),
        scope: RefundScope::Rest,
        terminal: None,
        reason: None,
        seen: None,
    };
    let number = world.till.refund(request, None).await.unwrap();
    while world.cloud.charges().len() == 1 {
        tokio::task::yield_now().await;
    }
    world.cloud.end(approve);
    world.till.wait_for_refund(number, PATIENCE).await.unwrap();
    world.try_the_card(End::Declined).await.unwrap();
    assert_eq!(world.cloud.charges().len(), 3);
}

#[tokio::test]
async fn what_is_not_clear_is_not_charged_again_either() {
    let world = world().await;
    world.ring_up().await;
    world.try_the_card(End::Declined).await.unwrap();
    {
        let mut state = world.cloud.0.lock().unwrap();
        let Some(Inquiry::Resolved { transaction, .. }) = state.charges[0].end.clone() else {
            panic!("ended")
        };
        let detail = "approved and cancelled".to_owned();
        state.charges[0].end = Some(Inquiry::Contradictory { transaction, detail });
    }
    let refused = world.till.pay_card().await;
    assert!(matches!(refused, Err(TillError::NotClear(order)) if order == FIRST), "{refused:?}");
    assert_eq!(world.cloud.charges().len(), 1);
}

#[tokio::test]
async fn a_look_without_an_answer_holds_up_neither_cash_nor_the_card_for_long() {
    let world = world().await;
    world.ring_up().await;
    world.try_the_card(End::Declined).await.unwrap();
    world.cloud.silent(true);
    let till = world.till.clone();
    let asked = tokio::spawn(async move { till.pay_card().await });
    world.looks_back().await;
    world.till.pay_cash(None).await.unwrap();
    assert!(!asked.is_finished(), "cash went past the look");
    asked.await.unwrap().unwrap();
    let snapshot = world.till.snapshot().await.unwrap();
    let StageSnapshot::Finished(finished) = snapshot.stage else { panic!("{:?}", snapshot.stage) };
    assert_eq!(
        (finished.end, finished.cash.is_some()),
        (MoneyEnd::Paid, true),
        "the end in cash stays on screen"
    );
    assert!(!snapshot.looking_back);
    assert_eq!(world.cloud.charges().len(), 1, "and no card is asked for what is paid");

    world.till.next_sale().await.unwrap();
    world.cloud.silent(false);
    world.ring_up().await;
    world.try_the_card(End::Declined).await.unwrap();
    world.cloud.silent(true);
    let began = Instant::now();
    world.till.pay_card().await.unwrap();
    assert!(began.elapsed() < PATIENCE, "the customer is there");
    assert_eq!(world.till.order(OrderNumber::new(2)).await.unwrap().attempts.len(), 2);
}

#[tokio::test]
async fn a_basket_that_changed_during_the_look_is_not_charged() {
    let world = world().await;
    world.ring_up().await;
    world.try_the_card(End::Declined).await.unwrap();
    world.cloud.silent(true);
    let till = world.till.clone();
    let asked = tokio::spawn(async move { till.pay_card().await });
    world.looks_back().await;
    world.till.enter("101").await.unwrap();
    asked.await.unwrap().unwrap();
    assert_eq!(world.cloud.charges().len(), 1);
    let snapshot = world.till.snapshot().await.unwrap();
    assert!(matches!(snapshot.stage, StageSnapshot::Ringing));
    assert_eq!(snapshot.totals.gross, Money::new(1185, Currency::EUR), "what was added is there");
}

/// A try of the card, and what happens to it before the next one.
#[derive(Debug, Clone)]
struct Try {
    end: End,
    charged_after_all: bool,
    cut: bool,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let end = prop_oneof![Just(End::Declined), Just(End::Cancelled), Just(End::NotSent)];
    let one = (end, any::<bool>(), prop::bool::weighted(0.25))
        .prop_map(|(end, charged_after_all, cut)| Try { end, charged_after_all, cut });
    prop::collection::vec(one, 2..5)
}

async fn no_card_is_asked_twice(tries: Vec<Try>) {
    let world = world().await;
    world.ring_up().await;
    let (mut charged, mut reachable) = (false, true);
    for Try { end, charged_after_all, cut } in tries {
        let before = world.cloud.charges().len();
        let tried = world.try_the_card(end).await;
        if charged && reachable {
            assert!(came_in_late(&tried), "{tried:?}");
            assert_eq!(world.cloud.charges().len(), before, "nobody is charged twice");
            world.cloud.cut(false);
            // What is known to have come in is not taken a second time in cash either.
            assert!(came_in_late(&world.till.pay_cash(None).await));
            let late = world.till.cases().await.unwrap()[0].record.intent.reference.clone();
            assert_eq!(world.till.attach_late_payment(&late).await.unwrap(), FIRST);
            return;
        }
        // While the network was cut the till could not find out in time. Its late looks may have been faster than the cut.
        if charged && came_in_late(&tried) {
            return;
        }
        tried.unwrap();
        let sent = !matches!(end, End::NotSent);
        assert_eq!(world.cloud.charges().len(), before + usize::from(sent));
        if sent && charged_after_all {
            world.charged_after_all(before);
            charged = true;
        }
        world.cloud.cut(cut);
        reachable = !cut;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_happened_to_earlier_tries_a_charge_the_till_can_find_is_not_made_a_second_time(tries in tries()) {
        tokio::runtime::Runtime::new().unwrap().block_on(no_card_is_asked_twice(tries));
    }
}
