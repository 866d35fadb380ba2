//! What ends a payment on a terminal that polls: nobody switching it on, a newer payment.

use std::time::Duration;

use payment::{AttemptState, CancelAnswer, CancelRequestedBy, Payments};
use simulator::Act;

use crate::shop::{COUNTER, DRAWER, Shop, purchase};

#[tokio::test]
async fn a_terminal_that_is_off_is_cancelled_when_the_customers_time_is_over() {
    let mut shop = Shop::open().await;
    shop.policy.customer_deadline = Duration::from_millis(200);
    let attempt = shop.pay(purchase("000104OFF", 700, DRAWER)).await;
    assert_eq!((attempt.state(), shop.really_moved(&attempt)), (AttemptState::Cancelled, 0));
    assert_eq!(attempt.record().cancel_requested_by, Some(CancelRequestedBy::Deadline));
    shop.handle.act(DRAWER, Act::SwitchOn).unwrap();
    assert_eq!(shop.really_moved(&attempt), 0, "it is not fetched any more");
}

#[tokio::test]
async fn a_newer_payment_supersedes_one_the_terminal_has_not_fetched() {
    let shop = Shop::open().await;
    let mut first = shop.begin(purchase("000105FIRST", 100, DRAWER)).await;
    let second = shop.begin(purchase("000106SECOND", 200, DRAWER)).await;
    shop.drive(&mut first, |_| false).await;
    assert_eq!(first.state(), AttemptState::Cancelled);
    assert_eq!(second.state(), AttemptState::Pending);
}

#[tokio::test]
async fn cancelling_what_is_over_or_unknown_says_so() {
    let shop = Shop::open().await;
    let paid = shop.pay(purchase("000107PAID", 100, COUNTER)).await;
    assert_eq!(shop.api.cancel(&paid.handle()).await.unwrap(), CancelAnswer::TooLate);
    let transaction = Some(payment::ProviderTransactionId::new("1/../2?x").unwrap());
    let unknown = payment::AttemptHandle { transaction, ..paid.handle() };
    assert_eq!(shop.api.cancel(&unknown).await.unwrap(), CancelAnswer::NotFound);
    let nameless = payment::AttemptHandle { transaction: None, ..paid.handle() };
    assert!(shop.api.cancel(&nameless).await.is_err());
}
