use money::{Currency, Money};
use payment::{
    AttemptHandle, AttemptReference, AttemptState, Event, FaultKind as Why, Intent, Operation, Payments,
    Phase,
};
use simulator::RefundEventStatus as Becomes;

use crate::shop::Shop;

async fn paid(shop: &Shop) -> Intent {
    let attempt = shop.pay(shop.purchase("000020PAID", 2_000)).await;
    let original = attempt.approval().unwrap().transaction.clone();
    Intent { operation: Operation::Refund { original }, ..attempt.record().intent.clone() }
}

fn part(refund: &Intent, reference: &str, minor: i64) -> Intent {
    Intent {
        reference: AttemptReference::new(reference).unwrap(),
        amount: Money::new(minor, Currency::EUR),
        ..refund.clone()
    }
}

fn given_back(shop: &Shop) -> Vec<String> {
    shop.handle.sumup_transactions().iter().map(|one| format!("{:?}", one.refunded)).collect()
}

#[tokio::test]
async fn a_part_is_given_back_exactly() {
    for shop in [Shop::open().await, Shop::newer().await] {
        let refund = paid(&shop).await;
        let attempt = shop.pay(part(&refund, "000021BACK", 505)).await;
        assert_eq!(attempt.state(), AttemptState::Approved, "{:#?}", attempt.record());
        assert_eq!(attempt.approval().unwrap().amount.minor(), 505);
        assert!(attempt.approval().unwrap().eft.cardholder.as_deref().unwrap().contains("REFUND"));
        assert!(given_back(&shop)[0].contains("505") || given_back(&shop)[0].contains("5.05"));
    }
}

#[tokio::test]
async fn more_than_is_left_is_refused_with_the_limit_where_it_is_told() {
    let shop = Shop::newer().await;
    let refund = paid(&shop).await;
    let attempt = shop.begin(part(&refund, "000024MUCH", 2_001)).await;
    assert_eq!(attempt.state(), AttemptState::Unknown, "what took the rest may be this very request");
    let fault = attempt.record().last_fault.clone().unwrap();
    assert_eq!((fault.kind(), fault.limit().map(|limit| limit.minor())), (Why::Refused, Some(2_000)));

    shop.handle.set_sumup_balance(Some(0));
    let poor = shop.begin(part(&refund, "000025POOR", 100)).await;
    assert_eq!(poor.record().last_fault.as_ref().unwrap().kind(), Why::NotEnoughBalance);
}

/// The transaction behind the only payment there is.
fn transaction(shop: &Shop) -> String {
    shop.handle.sumup_transactions()[0].id.clone()
}

/// What a late look brings: by our own reference, as the till asks.
async fn look_again(shop: &Shop, attempt: &mut payment::Attempt) {
    let handle = AttemptHandle { transaction: None, ..attempt.handle() };
    let inquiry = shop.api.inquire(&handle).await.unwrap();
    attempt.apply(Event::Inquired(Box::new(inquiry)), attempt_tick());
}

const fn attempt_tick() -> std::time::Duration {
    std::time::Duration::from_secs(60)
}

#[tokio::test]
async fn a_refund_whose_event_fails_at_once_is_not_given_back() {
    for shop in [Shop::open().await, Shop::newer().await] {
        let refund = paid(&shop).await;
        shop.handle.set_sumup_refunds(Becomes::Failed);
        let attempt = shop.pay(part(&refund, "000026FAIL", 505)).await;
        assert_eq!(attempt.state(), AttemptState::Declined, "{:#?}", attempt.record());
        // The next one is another event.
        shop.handle.set_sumup_refunds(Becomes::Refunded);
        let mut again = shop.begin(part(&refund, "000027NEXT", 505)).await;
        shop.drive(&mut again, |_| false).await;
        assert_eq!(again.state(), AttemptState::Approved, "{:#?}", again.record());
    }
}

#[tokio::test]
async fn a_pending_refund_is_waited_for_and_ends_as_its_event_does() {
    for (becomes, state) in
        [(Becomes::Refunded, AttemptState::Approved), (Becomes::Failed, AttemptState::Declined)]
    {
        let shop = Shop::open().await;
        let refund = paid(&shop).await;
        shop.handle.set_sumup_refunds(Becomes::Pending);
        let mut attempt = shop.begin(part(&refund, "000028WAIT", 505)).await;
        let pinned = |attempt: &payment::Attempt| {
            attempt.record().transaction.as_ref().is_some_and(|name| name.as_str().contains("|event|"))
        };
        shop.drive(&mut attempt, pinned).await;
        assert_eq!((attempt.state(), attempt.record().phase), (AttemptState::Pending, Phase::Processing));
        assert!(shop.handle.settle_sumup_refund(&transaction(&shop), becomes));
        shop.drive(&mut attempt, |_| false).await;
        assert_eq!(attempt.state(), state, "{:#?}", attempt.record());
    }
}

#[tokio::test]
async fn a_refund_that_fails_later_is_taken_back_and_not_left_as_given() {
    let shop = Shop::newer().await;
    let refund = paid(&shop).await;
    let mut attempt = shop.pay(part(&refund, "000029LATE", 2_000)).await;
    assert_eq!(attempt.state(), AttemptState::Approved);
    look_again(&shop, &mut attempt).await;
    assert_eq!(attempt.state(), AttemptState::Approved, "it stands");
    assert!(shop.handle.settle_sumup_refund(&transaction(&shop), Becomes::Failed));
    look_again(&shop, &mut attempt).await;
    assert_eq!(attempt.state(), AttemptState::Reversed, "{:#?}", attempt.record());
}
