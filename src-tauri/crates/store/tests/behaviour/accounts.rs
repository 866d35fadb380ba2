//! Accounts are changed, switched off and removed, but never under a running payment.

use payment::{AttemptState, Decision, Event, Verdict};
use store::{AccountChange, StoreError};

use crate::support::{Shop, approved, at, basket, now};

const STAY: &str = "accounts_stay_while_payments_run";

const SECRETS: &str = r#"{"api_key":{"kept_in":"file","path":"key"}}"#;
const OTHER: &str = r#"{"api_key":{"kept_in":"file","path":"other"}}"#;

fn change(base_url: &str) -> AccountChange {
    AccountChange {
        label: "Shop".to_owned(),
        base_url: base_url.to_owned(),
        fields: "{}".to_owned(),
        secrets: SECRETS.to_owned(),
        own_key: r#"{"id":"1"}"#.to_owned(),
    }
}

#[tokio::test]
async fn address_and_account_stay_while_a_payment_runs_and_everything_else_may_change() {
    let shop = Shop::open().await;
    let id = shop.terminals[0].account_id;
    let mut running = shop.intend(&basket(&[1_000]), 0, "OPEN").await.unwrap();
    shop.store.accounts().change(id, change("http://127.0.0.1:1")).await.unwrap();
    let account = shop.store.accounts().list().await.unwrap().remove(0);
    assert_eq!((account.label.as_str(), account.own_key.as_str()), ("Shop", r#"{"id":"1"}"#));
    let refused = |result: Result<(), StoreError>| match result {
        Err(StoreError::Conflict(rule)) => rule,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(shop.store.accounts().change(id, change("http://127.0.0.1:2")).await), STAY);
    let other = |own_key: &str| AccountChange {
        secrets: OTHER.to_owned(),
        own_key: own_key.to_owned(),
        ..change("http://127.0.0.1:1")
    };
    let fields = AccountChange { fields: r#"{"merchant":"M2"}"#.to_owned(), ..change("http://127.0.0.1:1") };
    assert_eq!(refused(shop.store.accounts().change(id, fields).await), STAY);
    assert_eq!(refused(shop.store.accounts().change(id, other("{}")).await), STAY);
    let stranger = other(r#"{"found_by":"000099STRANGER"}"#);
    assert_eq!(refused(shop.store.accounts().change(id, stranger).await), STAY);
    let found = format!(r#"{{"found_by":"{}"}}"#, running.intent.reference);
    shop.store.accounts().change(id, other(&found)).await.unwrap();
    // A rotation goes to the key it made and kept, and back; nowhere else.
    let rotating = |step: &str, place: &str, path: &str| {
        format!(r#"{{"rotation":{{"step":"{step}","{place}":{{"kept_in":"file","path":"{path}"}}}}}}"#)
    };
    shop.store.accounts().remember_key(id, &rotating("kept", "place", "elsewhere")).await.unwrap();
    let back =
        AccountChange { own_key: rotating("switched", "old_place", "other"), ..change("http://127.0.0.1:1") };
    assert_eq!(refused(shop.store.accounts().change(id, back.clone()).await), STAY);
    shop.store.accounts().remember_key(id, &rotating("kept", "place", "key")).await.unwrap();
    shop.store.accounts().change(id, back).await.unwrap();
    shop.store.accounts().change(id, other("{}")).await.unwrap();
    assert_eq!(refused(shop.store.accounts().remove(id, now()).await), STAY);
    assert_eq!(shop.store.terminals().list().await.unwrap().len(), 2, "nothing of a refused removal stays");

    shop.send(&mut running).await.unwrap();
    shop.decline(&mut running, store::AttemptEnd::NotPaid).await.unwrap();
    shop.store.accounts().change(id, change("http://127.0.0.1:2")).await.unwrap();
    shop.store.accounts().remove(id, now()).await.unwrap();
    assert!(shop.store.accounts().list().await.unwrap().is_empty());
    assert!(shop.store.terminals().list().await.unwrap().is_empty(), "its terminals go with it");
    let gone = shop.store.accounts().change(id, change("http://127.0.0.1:2")).await;
    assert!(matches!(gone, Err(StoreError::NotFound("account"))));
}

#[tokio::test]
async fn an_account_is_switched_off_and_on_again() {
    let shop = Shop::open().await;
    let id = shop.terminals[0].account_id;
    let enabled = async || shop.store.accounts().list().await.unwrap()[0].enabled;
    assert!(enabled().await);
    shop.store.accounts().disable(id, now()).await.unwrap();
    shop.store.accounts().disable(id, now()).await.unwrap();
    assert!(!enabled().await);
    shop.store.accounts().enable(id).await.unwrap();
    assert!(enabled().await);
    shop.store.accounts().remember_key(id, "{}").await.unwrap();
    assert!(shop.store.accounts().remember_key(id, "no json").await.is_err());
    assert!(shop.store.accounts().enable(store::AccountId(99)).await.is_err());
}

#[tokio::test]
async fn an_account_stays_while_money_hangs_on_it_that_could_not_go_back_without_it() {
    let shop = Shop::open().await;
    let id = shop.terminals[0].account_id;
    let mut late = shop.intend(&basket(&[1_000]), 0, "LATE").await.unwrap();
    shop.send(&mut late).await.unwrap();
    shop.decline(&mut late, store::AttemptEnd::NotPaid).await.unwrap();
    let payments = shop.store.payments();
    let event = approved(&mut late, AttemptState::LateApproved);
    payments.record_attempt(&late, &event, store::AttemptEnd::None, &at()).await.unwrap();
    let refused = |result: Result<(), StoreError>| match result {
        Err(StoreError::Conflict(rule)) => rule,
        other => panic!("{other:?}"),
    };
    let hangs = "accounts_stay_while_money_hangs_on_them";
    assert_eq!(refused(shop.store.accounts().remove(id, now()).await), hangs);
    // Settled outside the till, by a person's word.
    let mut decision = Decision::new(Verdict::SeenTo, "Mo", "paid out in cash");
    decision.state = Some(AttemptState::LateApproved);
    late.decision = Some(Box::new(decision));
    payments.record_attempt(&late, &Event::Woke, store::AttemptEnd::None, &at()).await.unwrap();
    shop.store.accounts().remove(id, now()).await.unwrap();
}
