//! What must hold when everything has come to rest.

use std::collections::BTreeMap;
use std::time::Duration;

use payment::{AttemptReference, AttemptState, Choice, Inquiry, Outcome, ProviderTransactionId};
use sale::TenderKind;
use store::{OrderState, Role};
use till::{CaseAsk, CaseRefused, Pin, StageSnapshot, Till, TillError};

use crate::machines;
use crate::support::{Cloud, approve};

/// The PIN of the manager of a shop with people, which no act changes.
pub(crate) const MANAGER: &str = "9999";

const PATIENCE: Duration = Duration::from_secs(20);

/// Lets everything end, sells once more, and holds the books against the cloud's ledger.
pub(crate) async fn settled(till: &Till, cloud: &Cloud, what: &str) {
    let served = async {
        // What was begun for a caller who went away may just be taking the basket: then it ends first.
        while !one_more_sale(till, what).await {
            come_to_rest(till, cloud).await;
        }
        come_to_rest(till, cloud).await;
    };
    tokio::time::timeout(PATIENCE, served).await.unwrap_or_else(|_| panic!("{what}: it never comes to rest"));
    let attempts = kept(till, what).await;
    // What contradicts itself was decided by a person.
    let contradicts = |end: &Option<Inquiry>| matches!(end, Some(Inquiry::Contradictory { .. }));
    for charge in cloud.charges().into_iter().filter(|charge| !contradicts(&charge.end)) {
        let charged = matches!(charge.end, Some(Inquiry::Resolved { outcome: Outcome::Approved(_), .. }));
        let state = attempts.get(&charge.reference);
        let told = matches!(
            state,
            Some(AttemptState::Approved | AttemptState::LateApproved | AttemptState::NeedsPerson)
        );
        assert_eq!(charged, told, "{what}: {} is {state:?} at the till", charge.reference);
    }
    let charges = cloud.charges();
    for (reference, state) in &attempts {
        let known = charges.iter().filter(|charge| charge.reference == *reference).count();
        assert!(known <= 1, "{what}: {reference} was sent twice");
        assert!(
            known == 1 || *state == AttemptState::NotSent,
            "{what}: {reference} is {state} and never arrived"
        );
    }
    one_more_sale(till, what).await;
    let journal = till.check_journal().await.unwrap();
    assert_eq!(journal.broken, [], "{what}: the journal and the books");
    assert_eq!(till.damage(), None, "{what}");
    machines::settled(till, cloud, what).await;
}

/// Whoever must be there to sell is, and a manager can still say yes.
async fn somebody_sells(till: &Till, what: &str) {
    if till.has_people() && till.current_person().is_none() {
        let people = till.people().await.unwrap();
        let manager = people.iter().find(|person| person.role == Role::Manager).unwrap();
        let pin = Pin::new(&MANAGER.into()).unwrap();
        let _yes = till.approve(manager.id, &pin).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        till.sign_in_to_practise(manager.id).await.unwrap();
    }
}

/// A person decides what no answer of the cloud can end.
async fn decide(till: &Till, cloud: &Cloud) {
    let unclear = till.cases().await.unwrap();
    let unclear = unclear.iter().filter(|case| case.record.state == AttemptState::NeedsPerson);
    for reference in unclear.map(|case| case.record.intent.reference.clone()) {
        let charges = cloud.charges();
        let charge = charges.iter().find(|charge| charge.reference == reference.as_str()).unwrap();
        assert!(matches!(charge.end, Some(Inquiry::Contradictory { .. })), "{reference}");
        match came_in(till, cloud, &reference).await {
            // A decision whose caller went away may be faster.
            Ok(()) | Err(TillError::Case(CaseRefused::News | CaseRefused::NotOffered)) => {}
            Err(error) => panic!("{reference}: {error}"),
        }
    }
}

/// A person says that the money came in, and the payment system shows it under the name that was said.
pub(crate) async fn came_in(
    till: &Till,
    cloud: &Cloud,
    reference: &AttemptReference,
) -> Result<(), TillError> {
    let name = format!("PORTAL-{reference}");
    let charges = cloud.charges();
    let charge = charges.iter().find(|charge| charge.reference == reference.as_str()).unwrap();
    let Outcome::Approved(mut found) = approve(&charge.handle) else { unreachable!() };
    found.transaction = ProviderTransactionId::new(name.clone()).unwrap();
    let transaction = found.transaction.clone();
    cloud.shows(&name, Inquiry::Resolved { transaction, outcome: Outcome::Approved(found) });
    let transaction = Some(name);
    let reason = "seen in the portal".to_owned();
    let ask = CaseAsk { choice: Choice::MoneyCameIn, transaction, reason };
    let people = till.people().await?;
    let approval = match people.iter().find(|person| person.role == Role::Manager) {
        Some(manager) => till.approve(manager.id, &Pin::new(&MANAGER.into())?).await?,
        None => till.approval_at_hand()?,
    };
    till.decide_case(reference, ask, approval).await
}

async fn come_to_rest(till: &Till, cloud: &Cloud) {
    let mut changes = till.changes();
    loop {
        // Whatever is still sent meanwhile is approved as well.
        for charge in cloud.charges().into_iter().filter(|charge| charge.end.is_none()) {
            end(cloud, &charge.reference);
        }
        decide(till, cloud).await;
        let refunds = till.undecided_refunds().await.unwrap();
        let orders = till.orders_being_paid().await.unwrap();
        if till.open_payments() == 0 && refunds.is_empty() && orders.is_empty() {
            return;
        }
        // A change, or a moment in which one may have been missed.
        let _ = tokio::time::timeout(Duration::from_millis(20), changes.changed()).await;
    }
}

fn end(cloud: &Cloud, reference: &str) {
    let mut state = cloud.0.lock().unwrap();
    let charge = state.charges.iter_mut().find(|charge| charge.reference == reference).unwrap();
    let outcome = approve(&charge.handle);
    let Outcome::Approved(approval) = &outcome else { unreachable!("approve approves") };
    charge.end = Some(Inquiry::Resolved { transaction: approval.transaction.clone(), outcome });
}

/// Every attempt on the till's books, and that orders and refunds agree with theirs.
async fn kept(till: &Till, what: &str) -> BTreeMap<String, AttemptState> {
    let mut attempts = BTreeMap::new();
    for head in till.orders(1_000, None).await.unwrap() {
        let order = till.order(head.number).await.unwrap();
        let states: Vec<_> = order.attempts.iter().map(|it| it.record.state).collect();
        let approved = states.iter().filter(|state| **state == AttemptState::Approved).count();
        let cash = head.tenders.iter().filter(|tender| tender.kind == TenderKind::Cash).count();
        let paid = head.state == OrderState::Paid;
        assert_eq!(usize::from(paid), approved + cash, "{what}: order {} with {states:?}", head.number);
        assert_eq!(paid, till.receipt(head.number).await.is_ok(), "{what}: receipt of {}", head.number);
        attempts.extend(
            order.attempts.iter().map(|it| (it.record.intent.reference.to_string(), it.record.state)),
        );
    }
    for head in till.refunds(1_000, None).await.unwrap() {
        let refund = till.refund_detail(head.number).await.unwrap();
        attempts.extend(
            refund.attempts.iter().map(|it| (it.record.intent.reference.to_string(), it.record.state)),
        );
    }
    attempts
}

/// Nothing stays locked: whatever was dropped, the next customer is served. False while a payment has the basket.
async fn one_more_sale(till: &Till, what: &str) -> bool {
    somebody_sells(till, what).await;
    let sale = async {
        if matches!(till.snapshot().await?.stage, StageSnapshot::Finished(_)) {
            till.next_sale().await?;
        }
        till.clear_basket().await?;
        till.enter("101").await?;
        till.pay_cash(None).await
    };
    match sale.await {
        Ok(()) => true,
        Err(TillError::BasketLocked) => false,
        Err(error) => panic!("{what}: {error}"),
    }
}
