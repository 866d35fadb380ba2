//! The steps of a refund, as the till takes them.

use money::Money;
use payment::{
    Approval, AttemptRecord, AttemptReference, AttemptState, Card, DispatchPermit, EftReceipts, Event,
    FaultKind, Inquiry, Intent, Operation, Outcome, ProviderFault, ProviderTransactionId, PurchaseOptions,
    RefundPlace,
};
use sale::{OrderNumber, Refund, RefundNumber, RefundScope, lines_left};
use store::{
    AttemptPurpose, CardOrigin, NewRefund, RefundEnd, RefundRoute, RefundState, RefundStep, RefundSubject,
    StoreError,
};

use crate::support::{Shop, at, basket, eur};

pub(crate) const SLIP: &str = r#"{"slip":1}"#;

/// A refund of goods of an order, worked out as the till does it.
pub(crate) async fn of_goods(
    shop: &Shop,
    order: OrderNumber,
    scope: RefundScope,
    origin: Option<&CardOrigin>,
) -> Result<NewRefund, sale::RefundError> {
    let sold = shop.store.orders().snapshot(order).await.unwrap();
    let left = lines_left(&sold, &shop.store.refunds().taken(order).await.unwrap())?;
    let limit = match origin {
        Some(origin) => origin.left(),
        None => shop.store.refunds().cash_origin(order).await.unwrap().price_left,
    };
    let refund = Refund::of_goods(&sold, &left, &scope, limit)?;
    Ok(new_refund(RefundSubject::Goods, refund, origin))
}

pub(crate) fn new_refund(subject: RefundSubject, refund: Refund, origin: Option<&CardOrigin>) -> NewRefund {
    NewRefund {
        subject,
        rounding: Money::zero(refund.currency),
        refund,
        original: origin.map(|origin| origin.record.intent.reference.clone()),
        reason: None,
        till: "Till 1".to_owned(),
        cashier: "Noor".to_owned(),
        approved_by: None,
        seen: None,
    }
}

pub(crate) fn route(shop: &Shop, terminal: usize, place: RefundPlace) -> RefundRoute {
    let terminal = &shop.terminals[terminal];
    RefundRoute { account_id: terminal.account_id, terminal_id: terminal.id, place }
}

/// Makes the intent of a refund durable.
pub(crate) async fn intend(
    shop: &Shop,
    step: RefundStep,
    origin: &CardOrigin,
    amount: Money,
    route: RefundRoute,
    reference: &str,
) -> Result<(RefundNumber, AttemptRecord), StoreError> {
    let terminal = shop.terminals.iter().find(|terminal| terminal.id == route.terminal_id).unwrap();
    let intent = Intent {
        reference: AttemptReference::new(reference).unwrap(),
        operation: Operation::Refund { original: origin.record.transaction.clone().unwrap() },
        amount,
        terminal: terminal.key.clone(),
        options: PurchaseOptions::default(),
    };
    let commit = shop.store.refunds().intent_commit(step, route, at());
    let permit = DispatchPermit::after_commit(intent, &commit).await?;
    Ok((commit.number().unwrap(), AttemptRecord::new(permit.intent().clone())))
}

pub(crate) async fn tell(
    shop: &Shop,
    record: &AttemptRecord,
    event: &Event,
    end: RefundEnd,
) -> Result<(), StoreError> {
    shop.store.refunds().record_attempt(record, event, end, &at()).await
}

/// The provider took it, under a name of its own.
pub(crate) async fn sent(shop: &Shop, record: &mut AttemptRecord, name: &str) -> Result<(), StoreError> {
    record.state = AttemptState::Pending;
    record.transaction = Some(ProviderTransactionId::new(name).unwrap());
    tell(shop, record, &Event::Woke, RefundEnd::None).await
}

pub(crate) fn made(record: &mut AttemptRecord, state: AttemptState, name: &str) -> Event {
    let transaction = ProviderTransactionId::new(name).unwrap();
    let outcome = Outcome::Approved(Box::new(Approval {
        transaction: transaction.clone(),
        reference: Some(record.intent.reference.clone()),
        terminal: None,
        amount: record.intent.amount,
        tip: None,
        card: Card::default(),
        eft: EftReceipts::default(),
    }));
    record.state = state;
    record.transaction = Some(transaction.clone());
    record.outcome = Some(outcome.clone());
    Event::Inquired(Box::new(Inquiry::Resolved { transaction, outcome }))
}

pub(crate) fn declined(record: &mut AttemptRecord, name: &str) -> Event {
    let transaction = ProviderTransactionId::new(name).unwrap();
    record.state = AttemptState::Declined;
    record.transaction = Some(transaction.clone());
    record.outcome = Some(Outcome::Declined(Box::default()));
    Event::Inquired(Box::new(Inquiry::Resolved { transaction, outcome: Outcome::Declined(Box::default()) }))
}

pub(crate) fn too_early(record: &mut AttemptRecord) -> (Event, RefundEnd) {
    let fault = ProviderFault::refused(FaultKind::TooEarly, "409");
    record.state = AttemptState::NotSent;
    record.last_fault = Some(fault.clone());
    (Event::DispatchFaulted(fault), RefundEnd::Waiting(Box::new(at())))
}

pub(crate) async fn origin_of(shop: &Shop, order: OrderNumber) -> CardOrigin {
    shop.store.refunds().card_origins(order).await.unwrap().remove(0)
}

async fn payment_back(shop: &Shop, origin: &CardOrigin, minor: i64, reference: &str) -> AttemptRecord {
    let refund = Refund::of_payment(Some(OrderNumber::new(5)), eur(minor)).unwrap();
    let step = RefundStep::Begin(Box::new(new_refund(RefundSubject::Payment, refund, Some(origin))));
    let route = route(shop, 1, RefundPlace::Provider);
    intend(shop, step, origin, eur(minor), route, reference).await.unwrap().1
}

/// The refunds that the rules are tried on.
pub(crate) async fn in_every_state(shop: &Shop) {
    let paid = origin_of(shop, OrderNumber::new(4)).await;
    let goods =
        of_goods(shop, OrderNumber::new(4), RefundScope::Amount(eur(100)), Some(&paid)).await.unwrap();
    let route = route(shop, 1, RefundPlace::Provider);
    let step = RefundStep::Begin(Box::new(goods));
    let (_, mut running) = intend(shop, step, &paid, eur(100), route, "R00004AAAAAAAA").await.unwrap();
    sent(shop, &mut running, "REFUND1").await.unwrap();
    let cash = of_goods(shop, OrderNumber::new(1), RefundScope::Amount(eur(40)), None).await.unwrap();
    shop.store.refunds().pay_cash(&cash, &at(), |_| Ok(SLIP.to_owned())).await.unwrap();
    let late = origin_of(shop, OrderNumber::new(5)).await;
    let mut waiting = payment_back(shop, &late, 200, "R00005BBBBBBBB").await;
    let (event, end) = too_early(&mut waiting);
    tell(shop, &waiting, &event, end).await.unwrap();
    let mut refused = payment_back(shop, &late, 100, "R00005CCCCCCCC").await;
    let event = declined(&mut refused, "REFUND4");
    tell(shop, &refused, &event, RefundEnd::NotRefunded).await.unwrap();
}

/// Order 1, paid by card: 2.00 and 3.00.
async fn sold(shop: &Shop) -> (OrderNumber, CardOrigin) {
    let mut paid = shop.intend(&basket(&[200, 300]), 0, "AAAAAAAA").await.unwrap();
    shop.approve(&mut paid).await.unwrap();
    let order = OrderNumber::new(1);
    (order, origin_of(shop, order).await)
}

#[tokio::test]
async fn a_half_and_the_rest_come_to_the_whole_and_more_is_refused() {
    let shop = Shop::open().await;
    let (order, origin) = sold(&shop).await;
    for (reference, scope, left) in
        [("R1", RefundScope::Lines(vec![(2, None)]), 200), ("R2", RefundScope::Rest, 0)]
    {
        let origin = origin_of(&shop, order).await;
        let new = of_goods(&shop, order, scope, Some(&origin)).await.unwrap();
        let amount = new.refund.total;
        let step = RefundStep::Begin(Box::new(new));
        let route = route(&shop, 0, RefundPlace::Terminal);
        let (number, mut record) = intend(&shop, step, &origin, amount, route, reference).await.unwrap();
        let event = made(&mut record, AttemptState::Approved, reference);
        tell(&shop, &record, &event, RefundEnd::Refunded(SLIP.to_owned())).await.unwrap();
        // Told a second time because the first answer got lost.
        tell(&shop, &record, &event, RefundEnd::Refunded(SLIP.to_owned())).await.unwrap();
        assert_eq!(shop.store.refunds().head(number).await.unwrap().state, RefundState::Refunded);
        assert_eq!(origin_of(&shop, order).await.left(), eur(left));
    }
    let all_back = of_goods(&shop, order, RefundScope::Rest, Some(&origin_of(&shop, order).await)).await;
    assert!(matches!(all_back, Err(sale::RefundError::NothingLeft)));
    // What was worked out before somebody else took it is refused by the database itself.
    let stale = of_goods_at_first(&shop, order, &origin).await;
    let step = RefundStep::Begin(Box::new(stale));
    let refused = intend(&shop, step, &origin, eur(500), route(&shop, 0, RefundPlace::Terminal), "R3").await;
    assert!(
        matches!(&refused, Err(StoreError::Conflict(rule)) if rule == "card_refunds_stay_within_their_payment"),
        "{refused:?}"
    );
    let taken = shop.number("select next from refund_numbers").await;
    assert_eq!(taken, 3, "a refund that was refused took no number");
}

async fn of_goods_at_first(shop: &Shop, order: OrderNumber, origin: &CardOrigin) -> NewRefund {
    let sold = shop.store.orders().snapshot(order).await.unwrap();
    let left = lines_left(&sold, &[]).unwrap();
    let refund = Refund::of_goods(&sold, &left, &RefundScope::Rest, eur(500)).unwrap();
    new_refund(RefundSubject::Goods, refund, Some(origin))
}

#[tokio::test]
async fn a_refund_between_till_and_provider_leaves_the_terminal_to_the_next_customer() {
    let shop = Shop::open().await;
    let (order, origin) = sold(&shop).await;
    let new = of_goods(&shop, order, RefundScope::Rest, Some(&origin)).await.unwrap();
    let step = RefundStep::Begin(Box::new(new));
    intend(&shop, step, &origin, eur(500), route(&shop, 0, RefundPlace::Provider), "R1").await.unwrap();
    shop.intend(&basket(&[100]), 0, "BBBBBBBB").await.unwrap();
    assert_eq!(shop.store.refunds().open().await.unwrap().len(), 1);
    assert_eq!(shop.store.attempts().open().await.unwrap().len(), 1, "a refund is no payment to take over");
}

#[tokio::test]
async fn a_refund_on_a_terminal_waits_for_the_payment_there_and_keeps_the_next_one_away() {
    let shop = Shop::open().await;
    let (order, origin) = sold(&shop).await;
    let mut running = shop.intend(&basket(&[100]), 0, "BBBBBBBB").await.unwrap();
    let new = of_goods(&shop, order, RefundScope::Rest, Some(&origin)).await.unwrap();
    let step = RefundStep::Begin(Box::new(new));
    let terminal = route(&shop, 0, RefundPlace::Terminal);
    let refused = intend(&shop, step.clone(), &origin, eur(500), terminal, "R1").await;
    assert!(matches!(refused, Err(StoreError::TerminalOccupied(order)) if order == OrderNumber::new(2)));
    shop.approve(&mut running).await.unwrap();
    intend(&shop, step, &origin, eur(500), terminal, "R1").await.unwrap();
    let refused = shop.intend(&basket(&[100]), 0, "CCCCCCCC").await;
    assert!(matches!(refused, Err(StoreError::TerminalRefunding(refund)) if refund == RefundNumber::new(1)));
}

#[tokio::test]
async fn a_refund_that_waits_counts_is_sent_again_and_can_be_withdrawn() {
    let shop = Shop::open().await;
    let (order, origin) = sold(&shop).await;
    let new = of_goods(&shop, order, RefundScope::Amount(eur(450)), Some(&origin)).await.unwrap();
    let step = RefundStep::Begin(Box::new(new));
    let provider = route(&shop, 0, RefundPlace::Provider);
    let (number, mut record) = intend(&shop, step, &origin, eur(450), provider, "R1").await.unwrap();
    let (event, end) = too_early(&mut record);
    tell(&shop, &record, &event, end).await.unwrap();
    let waiting = shop.store.refunds().waiting().await.unwrap();
    assert_eq!((waiting.len(), waiting[0].number), (1, number));
    assert_eq!(origin_of(&shop, order).await.left(), eur(50), "what waits counts as given back");
    let again = RefundStep::Again(number);
    let (same, mut record) = intend(&shop, again, &origin, eur(450), provider, "R1AGAIN").await.unwrap();
    assert_eq!(same, number);
    let (event, end) = too_early(&mut record);
    tell(&shop, &record, &event, end).await.unwrap();
    assert_eq!(shop.store.refunds().head(number).await.unwrap().tries, 1);
    shop.store.refunds().withdraw(number, &at()).await.unwrap();
    assert!(matches!(shop.store.refunds().withdraw(number, &at()).await, Err(StoreError::Conflict(_))));
    assert_eq!(origin_of(&shop, order).await.left(), eur(500));
}

#[tokio::test]
async fn a_late_approval_of_a_declined_refund_finds_its_own_refund() {
    let shop = Shop::open().await;
    let (order, origin) = sold(&shop).await;
    let new = of_goods(&shop, order, RefundScope::Amount(eur(120)), Some(&origin)).await.unwrap();
    let step = RefundStep::Begin(Box::new(new));
    let provider = route(&shop, 0, RefundPlace::Provider);
    let (number, mut record) = intend(&shop, step, &origin, eur(120), provider, "R1").await.unwrap();
    let event = declined(&mut record, "X1");
    tell(&shop, &record, &event, RefundEnd::NotRefunded).await.unwrap();
    assert_eq!(origin_of(&shop, order).await.left(), eur(500));
    let event = made(&mut record, AttemptState::LateApproved, "X1");
    tell(&shop, &record, &event, RefundEnd::Refunded(SLIP.to_owned())).await.unwrap();
    assert_eq!(shop.store.refunds().head(number).await.unwrap().state, RefundState::Refunded);
    assert_eq!(origin_of(&shop, order).await.left(), eur(380));
    assert_eq!(shop.store.refunds().slip(number).await.unwrap().model, SLIP);
}

#[tokio::test]
async fn the_names_of_other_refunds_are_told_and_one_without_a_name_makes_the_look_up_wait() {
    let shop = Shop::open().await;
    let (order, origin) = sold(&shop).await;
    let provider = route(&shop, 0, RefundPlace::Provider);
    let mut records = Vec::new();
    for (index, reference) in ["R1", "R2"].into_iter().enumerate() {
        let new = of_goods(&shop, order, RefundScope::Amount(eur(50)), Some(&origin)).await.unwrap();
        let step = RefundStep::Begin(Box::new(new));
        let (_, mut record) = intend(&shop, step, &origin, eur(50), provider, reference).await.unwrap();
        if index == 0 {
            let event = declined(&mut record, "X1");
            tell(&shop, &record, &event, RefundEnd::NotRefunded).await.unwrap();
        }
        records.push(record);
    }
    let claimed = async |record: &AttemptRecord| {
        let names = shop.store.refunds().claimed(&record.intent.reference).await.unwrap();
        names.map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(claimed(&records[1]).await, Some(vec!["X1".to_owned()]));
    assert_eq!(claimed(&records[0]).await, None, "the second one runs and has no name");
    sent(&shop, &mut records[1], "X2").await.unwrap();
    assert_eq!(claimed(&records[0]).await, Some(vec!["X2".to_owned()]));
    let names = shop.store.refunds().names_of(&origin.record.intent.reference).await.unwrap().unwrap();
    assert_eq!(
        names.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["X1", "X2"],
        "all of the purchase"
    );

    let yesterday = at().timestamp() - jiff::SignedDuration::from_hours(24);
    let ended = shop.store.attempts().ended_since(yesterday, 10).await.unwrap();
    let of: Vec<AttemptPurpose> = ended.into_iter().map(|one| one.purpose).collect();
    assert!(
        of.iter().any(|of| matches!(of, AttemptPurpose::Refund(_))),
        "a start looks refunds up again too: {of:?}"
    );
    assert!(of.contains(&AttemptPurpose::Order(order)));
}

#[tokio::test]
async fn orders_are_found_by_day_amount_and_what_was_paid_in_cash() {
    let shop = Shop::open().await;
    sold(&shop).await;
    shop.pay_cash(&basket(&[933]), 5).await.unwrap();
    let orders = shop.store.orders();
    let numbers =
        |heads: Vec<store::OrderHead>| heads.iter().map(|head| head.number.get()).collect::<Vec<_>>();
    assert_eq!(numbers(orders.of_amount(eur(500), 9).await.unwrap()), [1]);
    assert_eq!(numbers(orders.of_amount(eur(935), 9).await.unwrap()), [2], "as rounded in cash");
    assert_eq!(numbers(orders.of_amount(eur(933), 9).await.unwrap()), [2]);
    let day = "2026-11-21".parse().unwrap();
    assert_eq!(numbers(orders.of_day(day, 9).await.unwrap()), [2, 1]);
    assert!(orders.of_day("2026-11-20".parse().unwrap(), 9).await.unwrap().is_empty());
    assert!(orders.of_day("2026-11-22".parse().unwrap(), 9).await.unwrap().is_empty());
}
