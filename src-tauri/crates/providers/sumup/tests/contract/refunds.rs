use money::{Currency, Money};
use payment::{AttemptReference, AttemptState, FaultKind as Why, Intent, Operation};

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
