//! A cancel is a request; the payment may win.

use std::time::Duration;

use payment::{AttemptState, CancelAnswer, CancelProgress, CancelRequestedBy, Event, Payments};
use simulator::{Act, Config, Decision, FaultKind, Stage, Timings};

use crate::shop::{COUNTER, DRAWER, Shop, purchase};

async fn wants_cancel(shop: &Shop, attempt: &mut payment::Attempt) {
    attempt.apply(Event::CancelRequested(CancelRequestedBy::Cashier), shop.tick());
}

#[tokio::test]
async fn cancelled_before_a_card_it_ends_unpaid() {
    let shop = Shop::attended().await;
    let mut attempt = shop.begin(purchase("000101CANCEL", 700, COUNTER)).await;
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    wants_cancel(&shop, &mut attempt).await;
    shop.drive(&mut attempt, |_| false).await;
    assert_eq!((attempt.state(), shop.really_moved(&attempt)), (AttemptState::Cancelled, 0));
    assert_eq!(attempt.record().cancel, CancelProgress::Taken);
}

#[tokio::test]
async fn cancelled_after_the_card_the_payment_wins() {
    let timings = Timings { processing: Duration::from_millis(400), ..Timings::quick() };
    let shop = Shop::with(Config { decision: Decision::Person, timings, ..Config::default() }).await;
    let mut attempt = shop.begin(purchase("000102TOOLATE", 700, COUNTER)).await;
    shop.stage(COUNTER, Stage::WaitingForCard).await;
    shop.present_card(COUNTER);
    shop.stage(COUNTER, Stage::Processing).await;
    wants_cancel(&shop, &mut attempt).await;
    shop.drive(&mut attempt, |_| false).await;
    assert_eq!((attempt.state(), shop.really_moved(&attempt)), (AttemptState::Approved, 700));
    assert_eq!(attempt.record().cancel, CancelProgress::TooLate);
}

#[tokio::test]
async fn a_cancel_whose_answer_is_lost_is_looked_up_before_anything_else() {
    for fault in
        [FaultKind::DropAfter, FaultKind::StatusAfter(500), FaultKind::WebPage, FaultKind::DropBefore]
    {
        let shop = Shop::attended().await;
        let mut attempt = shop.begin(purchase("000103LOST", 700, COUNTER)).await;
        shop.stage(COUNTER, Stage::WaitingForCard).await;
        shop.fault("DELETE", "/transactions/*", fault.clone());
        wants_cancel(&shop, &mut attempt).await;
        shop.drive(&mut attempt, |_| false).await;
        assert_eq!((attempt.state(), shop.really_moved(&attempt)), (AttemptState::Cancelled, 0), "{fault:?}");
    }
}

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
