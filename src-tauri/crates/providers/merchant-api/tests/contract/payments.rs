//! What records bring beside the verdict, and the list of terminals.

use payment::{
    AttemptState, Effect, FaultKind, Operation, Outcome as End, Payments, Provider, Readiness,
    TerminalDirectory, TerminalKey,
};
use simulator::{Brand, Outcome, ResponseCode};

use crate::shop::{COUNTER, DRAWER, Shop, connect, purchase};

#[tokio::test]
async fn an_approved_payment_brings_amount_card_and_both_slips_from_the_record() {
    let shop = Shop::open().await;
    shop.script(vec![Outcome::ApproveWith(Brand::VPay)]);
    let attempt = shop.pay(purchase("000001APPROVED", 9_875, COUNTER)).await;
    let approval = attempt.approval().expect("an approval");
    assert_eq!(approval.amount.minor(), 9_875);
    assert_eq!(shop.really_moved(&attempt), 9_875);
    assert_eq!(approval.reference.as_ref(), Some(&attempt.record().intent.reference));
    assert_eq!(approval.card.scheme.as_deref(), Some("V_PAY"));
    assert!(approval.card.trace_number.is_some());
    let slip = approval.eft.cardholder.as_deref().unwrap();
    assert_eq!(Some(slip), shop.handle.terminal(COUNTER).unwrap().last_slip.as_deref(), "byte for byte");
    let last_four = approval.card.last_four.as_deref().unwrap();
    assert!(slip.contains(&format!("*{last_four}")), "{slip}");
    assert!(approval.eft.merchant.as_deref().unwrap().contains("MERCHANT COPY"));
}

#[tokio::test]
async fn a_declined_payment_is_an_outcome_with_its_slip() {
    let shop = Shop::open().await;
    shop.script(vec![Outcome::Decline(ResponseCode::INSUFFICIENT_FUNDS)]);
    let attempt = shop.pay(purchase("000002DECLINED", 1_051, COUNTER)).await;
    assert_eq!(attempt.state(), AttemptState::Declined);
    let Some(End::Declined(decline)) = &attempt.record().outcome else { panic!("{:?}", attempt.record()) };
    assert!(decline.eft.cardholder.as_deref().unwrap().contains("DECLINED"));
    assert_eq!(shop.really_moved(&attempt), 0);
}

#[tokio::test]
async fn a_purchase_is_refunded_by_its_name_and_another_sum_without_one() {
    let shop = Shop::open().await;
    let paid = shop.pay(purchase("000004PAID", 2_500, COUNTER)).await;
    let original = paid.approval().unwrap().transaction.clone();
    let refund = payment::Intent {
        operation: Operation::Refund { original: original.clone() },
        ..purchase("000005REFUND", 1_000, COUNTER)
    };
    let refunded = shop.pay(refund).await;
    assert_eq!((refunded.state(), shop.really_moved(&refunded)), (AttemptState::Approved, -1_000));
    let transactions = shop.handle.transactions();
    let record = transactions.iter().find(|found| found.merchant_order_reference == "000005REFUND").unwrap();
    assert_eq!(record.refund_of.as_deref(), Some(original.as_str()));

    let free =
        payment::Intent { operation: Operation::UnreferencedRefund, ..purchase("000006FREE", 300, COUNTER) };
    let free = shop.pay(free).await;
    assert_eq!((free.state(), shop.really_moved(&free)), (AttemptState::Approved, -300));
}

#[tokio::test]
async fn a_refund_of_more_than_was_paid_is_refused_with_an_unknown_effect() {
    let shop = Shop::open().await;
    let paid = shop.pay(purchase("000007PAID", 1_000, COUNTER)).await;
    let original = paid.approval().unwrap().transaction.clone();
    let refund = payment::Intent {
        operation: Operation::Refund { original },
        ..purchase("000008TOOMUCH", 1_001, COUNTER)
    };
    let refused = shop.begin(refund).await;
    let fault = refused.record().last_fault.clone().unwrap();
    assert_eq!(
        (fault.status(), fault.effect()),
        (Some(409), Effect::Unknown),
        "409 is not documented for a creation"
    );
}

#[tokio::test]
async fn a_wrong_key_is_told_and_never_repeated() {
    let shop = Shop::open().await;
    let stranger = connect(shop.handle.base_url(), "wrong-key");
    for fault in [
        stranger.check_connection().await.unwrap_err(),
        stranger.readiness(&TerminalKey::new(COUNTER).unwrap()).await.unwrap_err(),
        TerminalDirectory::terminals(&stranger, 1).await.unwrap_err(),
    ] {
        assert_eq!((fault.kind(), fault.status()), (FaultKind::NotAuthorised, Some(403)));
        assert!(!fault.to_string().contains("wrong-key"), "{fault}");
    }
    assert!(shop.handle.transactions().is_empty());
    shop.api.check_connection().await.unwrap();
}

#[tokio::test]
async fn terminals_and_stores_are_listed_and_every_qr_code_names_its_terminal() {
    let shop = Shop::open().await;
    let terminals = TerminalDirectory::terminals(&shop.api, 1).await.unwrap();
    assert!(!terminals.has_more);
    assert_eq!(terminals.total, Some(4));
    let snapshots = shop.handle.terminals();
    assert_eq!(terminals.items.len(), snapshots.len());
    for (listed, virtual_one) in terminals.items.iter().zip(&snapshots) {
        assert_eq!(listed.key.as_str(), virtual_one.key);
        assert_eq!(listed.store.as_deref(), Some(virtual_one.store_name.as_str()));
        let text = shop.handle.terminal_qr_text(&virtual_one.key).unwrap();
        let Some(payment::TerminalIdentity::Complete { key, .. }) = shop.api.parse_identity(&text) else {
            panic!("{text}")
        };
        assert_eq!(key, listed.key);
    }
    let stores = shop.api.stores(1).await.unwrap();
    assert_eq!(stores.items[0].name, "Practice Bakery");
    assert!(shop.api.stores(2).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn readiness_tells_busy_and_unknown_terminals_and_admits_the_rest() {
    let shop = Shop::attended().await;
    let key = |text: &str| TerminalKey::new(text).unwrap();
    assert_eq!(shop.api.readiness(&key(COUNTER)).await.unwrap(), Readiness::NotTold);
    assert_eq!(shop.api.readiness(&key("SUNMI-P2-NOSUCH01")).await.unwrap(), Readiness::NotKnown);
    shop.begin(purchase("000011BUSY", 100, COUNTER)).await;
    assert_eq!(shop.api.readiness(&key(COUNTER)).await.unwrap(), Readiness::Busy);
    assert_eq!(shop.api.readiness(&key(DRAWER)).await.unwrap(), Readiness::NotTold);
}

#[tokio::test]
async fn a_terminal_the_account_does_not_list_proves_nothing_about_what_was_sent_to_it() {
    let shop = Shop::open().await;
    let attempt = shop.begin(purchase("000012TYPO", 100, "SUNMI-P2-TYPO00001")).await;
    assert_eq!(attempt.state(), AttemptState::Unknown, "a 404 alone proves nothing");
    let told = shop.api.inquire(&attempt.handle()).await.unwrap();
    assert_eq!(told, payment::Inquiry::NotFound { terminal_idle: false }, "nor does a list without it");
}

#[tokio::test]
async fn the_descriptor_names_what_the_till_may_ask() {
    let shop = Shop::open().await;
    let descriptor = shop.api.descriptor();
    assert_eq!(
        (descriptor.kind, descriptor.reference_limit, descriptor.operations.len()),
        ("merchant-api", 14, 3)
    );
    assert!(shop.api.payments().is_some() && Provider::terminals(&shop.api).is_some());
}
