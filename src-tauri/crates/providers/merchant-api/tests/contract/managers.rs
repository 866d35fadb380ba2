//! What managers ask for: the history of a terminal, its day totals, the keys of the account.

use payment::capabilities::{ApiKeyValidity, ApiKeys, DayTotals, History, HistoryFilter, HistoryState};
use payment::{FaultKind, Operation, OperationKind, TerminalDirectory, TerminalKey};
use secrecy::ExposeSecret;
use simulator::{Brand, FaultKind as Fault, Outcome, ResponseCode};

use crate::shop::{COUNTER, DRAWER, Shop, connect, purchase};

fn of(terminal: &str) -> HistoryFilter {
    HistoryFilter { terminal: Some(TerminalKey::new(terminal).unwrap()), since: None }
}

#[tokio::test]
async fn the_history_of_a_terminal_names_every_transaction_newest_first() {
    let shop = Shop::open().await;
    shop.script(vec![Outcome::ApproveWith(Brand::Visa), Outcome::Decline(ResponseCode::INSUFFICIENT_FUNDS)]);
    let paid = shop.pay(purchase("000001PAID", 2_500, COUNTER)).await;
    shop.pay(purchase("000002DECLINED", 700, COUNTER)).await;
    let original = paid.approval().unwrap().transaction.clone();
    let refund = Operation::Refund { original: original.clone() };
    shop.pay(payment::Intent { operation: refund, ..purchase("000003REFUND", 1_000, COUNTER) }).await;

    let page = shop.api.history(&of(COUNTER), None).await.unwrap();
    assert_eq!((page.next, page.total), (None, Some(3)));
    let told: Vec<_> = page
        .items
        .iter()
        .map(|entry| {
            (entry.reference.as_deref().unwrap(), entry.state, entry.operation, entry.amount.unwrap().minor())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("000003REFUND", HistoryState::Approved, Some(OperationKind::Refund), 1_000),
            ("000002DECLINED", HistoryState::Declined, Some(OperationKind::Purchase), 700),
            ("000001PAID", HistoryState::Approved, Some(OperationKind::Purchase), 2_500),
        ]
    );
    assert_eq!(page.items[2].transaction, original);
    assert_eq!(page.items[2].card.scheme.as_deref(), Some("VISA"));
    assert!(page.items[2].at <= page.items[0].at);
    assert!(shop.api.history(&of(DRAWER), None).await.unwrap().items.is_empty(), "another terminal's");
    let unknown = shop.api.history(&of("SUNMI-P2-NOBODY"), None).await.unwrap_err();
    assert_eq!(unknown.kind(), FaultKind::NotKnown);
    let everything = shop.api.history(&HistoryFilter::default(), None).await.unwrap_err();
    assert_eq!(everything.kind(), FaultKind::Misconfigured, "the interface has no list of all terminals");
}

#[tokio::test]
async fn the_day_totals_are_the_terminals_own_slip() {
    let shop = Shop::open().await;
    shop.script(vec![Outcome::ApproveWith(Brand::Visa)]);
    shop.pay(purchase("000001TOTALS", 2_550, COUNTER)).await;
    let totals = shop.api.today(&TerminalKey::new(COUNTER).unwrap()).await.unwrap();
    assert!(totals.text.contains("DAY TOTALS") && totals.text.contains("EUR 25.50"), "{}", totals.text);
    let unknown = shop.api.today(&TerminalKey::new("SUNMI-P2-NOBODY").unwrap()).await.unwrap_err();
    assert_eq!(unknown.kind(), FaultKind::NotKnown);
    shop.fault("GET", "/terminals/*/daytotals/today", Fault::DropAfter);
    let again = shop.api.today(&TerminalKey::new(COUNTER).unwrap()).await.unwrap();
    assert_eq!(again, totals, "a lost answer of a read is asked for again");
}

#[tokio::test]
async fn a_key_is_rotated_and_the_last_one_and_the_one_in_use_are_refused() {
    let shop = Shop::open().await;
    let first = shop.api.api_keys().await.unwrap();
    assert_eq!(first.len(), 1);
    let last = shop.api.revoke_api_key(&first[0].id).await.unwrap_err();
    assert_eq!(
        (last.kind(), last.status(), last.effect()),
        (FaultKind::Refused, Some(409), payment::Effect::None)
    );

    let until = Some("2099-01-01T00:00:00Z".parse().unwrap());
    let validity = ApiKeyValidity { from: None, until };
    let issued = shop.api.create_api_key("Second half", &validity).await.unwrap();
    assert_eq!((issued.info.label.as_str(), &issued.info.validity), ("Second half", &validity));
    let renewed = connect(shop.handle.base_url(), issued.secret.expose_secret());
    let keys = renewed.api_keys().await.unwrap();
    assert_eq!(keys.len(), 2);
    assert!(keys.iter().any(|key| key.id == issued.info.id && key.last_used.is_some()));
    let in_use = renewed.revoke_api_key(&issued.info.id).await.unwrap_err();
    assert_eq!((in_use.kind(), in_use.status()), (FaultKind::Refused, Some(409)));
    renewed.revoke_api_key(&first[0].id).await.unwrap();
    assert_eq!(
        shop.api.api_keys().await.unwrap_err().kind(),
        FaultKind::NotAuthorised,
        "the old key is gone"
    );
    assert_eq!(renewed.revoke_api_key(&first[0].id).await.unwrap_err().kind(), FaultKind::NotKnown);
}

#[tokio::test]
async fn a_lost_answer_to_a_new_key_leaves_it_in_the_list_and_is_not_asked_for_again() {
    let shop = Shop::open().await;
    shop.fault("POST", "/apikeys", Fault::DropAfter);
    let lost = shop.api.create_api_key("Lost", &ApiKeyValidity::default()).await.unwrap_err();
    assert_eq!(lost.effect(), payment::Effect::Unknown);
    let labels: Vec<String> = shop.api.api_keys().await.unwrap().into_iter().map(|key| key.label).collect();
    assert_eq!(labels.iter().filter(|label| *label == "Lost").count(), 1, "{labels:?}");
}

#[tokio::test]
async fn stores_and_terminals_are_listed_and_every_capability_is_offered() {
    let shop = Shop::open().await;
    let stores = shop.api.stores(1).await.unwrap();
    assert!(!stores.items.is_empty() && stores.items.iter().all(|store| !store.id.is_empty()));
    assert!(!stores.has_more);
    let provider: &dyn payment::Provider = &shop.api;
    assert!(provider.history().is_some() && provider.day_totals().is_some() && provider.api_keys().is_some());
    assert!(provider.pairing().is_none() && provider.fleet().is_none() && provider.payouts().is_none());
}
