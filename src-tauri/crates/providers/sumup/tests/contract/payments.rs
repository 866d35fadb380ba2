use payment::{AttemptState, FaultKind as Why};
use simulator::{FaultKind, HostedAct, Outcome, ResponseCode, SoloAct, SoloStage};

use crate::shop::{COUNTER, Shop};

#[tokio::test]
async fn a_payment_is_approved_with_card_and_slip() {
    for shop in [Shop::open().await, Shop::newer().await] {
        let attempt = shop.pay(shop.purchase("000001PAID", 1_234)).await;
        assert_eq!(attempt.state(), AttemptState::Approved, "{:#?}", attempt.record());
        let approval = attempt.approval().unwrap();
        assert_eq!(approval.reference.as_ref().unwrap().as_str(), "000001PAID");
        assert_eq!(approval.amount.minor(), 1_234);
        assert!(approval.card.last_four.is_some());
        assert!(approval.eft.cardholder.as_deref().unwrap().contains("TOTAL          EUR 12.34"));
        assert_eq!(shop.charged(&attempt), 1);
    }
}

#[tokio::test]
async fn a_payment_the_reader_never_shows_ends_as_not_charged() {
    for shop in [Shop::open().await, Shop::newer().await] {
        shop.script(Outcome::NeverDisplayed);
        let attempt = shop.pay(shop.purchase("000006LOST", 500)).await;
        let unpaid = [AttemptState::Cancelled, AttemptState::Declined];
        assert!(unpaid.contains(&attempt.state()), "{:#?}", attempt.record());
        assert_eq!(shop.charged(&attempt), 0);
    }
}

#[tokio::test]
async fn a_transaction_that_is_hidden_for_a_while_is_not_taken_for_unpaid() {
    let shop = Shop::open().await;
    for _ in 0..5 {
        shop.fault("GET", "/transactions", FaultKind::NotFound);
    }
    let attempt = shop.pay(shop.purchase("000009HIDE", 900)).await;
    assert_eq!(attempt.state(), AttemptState::Approved, "{:#?}", attempt.record());
}

#[tokio::test]
async fn a_switched_off_reader_proves_that_nothing_was_sent() {
    let shop = Shop::attended().await;
    shop.handle.solo_act(COUNTER, &SoloAct::SwitchOff).unwrap();
    let off = shop.begin(shop.purchase("000012OFF", 100)).await;
    assert_eq!(off.state(), AttemptState::NotSent);
    assert_eq!(off.record().last_fault.as_ref().unwrap().kind(), Why::TerminalOffline);
}

#[tokio::test]
async fn what_makes_a_reader_busy_may_be_this_very_payment_so_it_is_looked_up() {
    let shop = Shop::attended().await;
    let first = shop.begin(shop.purchase("000010BUSY", 100)).await;
    assert_eq!(first.state(), AttemptState::Pending);
    let mut second = shop.begin(shop.purchase("000011BUSY", 100)).await;
    assert_eq!(second.state(), AttemptState::Unknown);
    assert_eq!(second.record().last_fault.as_ref().unwrap().kind(), Why::TerminalBusy);
    shop.until(|handle| handle.solo(COUNTER).unwrap().stage == SoloStage::WaitingForCard).await;
    shop.handle.solo_act(COUNTER, &SoloAct::CancelOnReader).unwrap();
    shop.drive(&mut second, |_| false).await;
    assert_eq!(second.state(), AttemptState::NotSent, "{:#?}", second.record());
}

#[tokio::test]
async fn a_link_is_paid_after_a_refused_card_and_withdrawn_when_nobody_pays() {
    let shop = Shop::attended().await;
    let mut attempt = shop.begin(shop.by_link("000014LINK", 1_500)).await;
    assert!(attempt.record().customer_link.is_some(), "{:#?}", attempt.record());
    let id = shop.handle.hosted_checkouts()[0].id.clone();
    shop.handle.hosted_act(&id, &HostedAct::Decline { code: ResponseCode::default() }).unwrap();
    let polled = std::cell::Cell::new(0);
    shop.drive(&mut attempt, |_| {
        polled.set(polled.get() + 1);
        polled.get() > 10
    })
    .await;
    assert_eq!(attempt.state(), AttemptState::Pending, "another card may follow");
    shop.handle.hosted_act(&id, &HostedAct::Pay { brand: simulator::Brand::default() }).unwrap();
    shop.drive(&mut attempt, |_| false).await;
    assert_eq!(attempt.state(), AttemptState::Approved, "{:#?}", attempt.record());

    let mut attempt = shop.begin(shop.by_link("000015LINK", 1_500)).await;
    shop.cancel(&mut attempt);
    shop.drive(&mut attempt, |_| false).await;
    assert_eq!(attempt.state(), AttemptState::Cancelled, "{:#?}", attempt.record());
}
