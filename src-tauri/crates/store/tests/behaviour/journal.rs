//! The journal: what is in it after a day, and that nobody gets anything out of it.

use journal::{Kind, Verifier};
use payment::{AttemptState, Decision, Event, ProviderFault, Verdict};
use sqlx::Row;
use store::{AttemptEnd, CaseEnd, Note, StoreError};

use crate::support::{Shop, approved, at, basket, order_of, transaction};

/// Rules of the journal's table, broken on purpose; see `rules.rs`.
pub(crate) const BROKEN: &[(&str, &str)] = &[
    (
        "journal_is_chained",
        "insert into journal select seq + 2, till, kind, at, operator, document, payload, currency, rates, sales_minor, refunds_minor, hash, hash from journal order by seq desc limit 1",
    ),
    ("journal_is_gapless", "insert or replace into journal select * from journal where seq = 2"),
    (
        "journal_is_chained",
        "insert into journal select seq + 1, till, kind, at, operator, document, payload, currency, rates, sales_minor, refunds_minor, zeroblob(32), hash from journal order by seq desc limit 1",
    ),
    (
        "journal_is_chained",
        "insert into journal select seq + 1, 'another', kind, at, operator, document, payload, currency, rates, sales_minor, refunds_minor, zeroblob(32), hash from journal order by seq desc limit 1",
    ),
    (
        "perpetual_totals_only_grow",
        "insert into journal select seq + 1, till, kind, at, operator, document, payload, currency, rates, sales_minor - 1, refunds_minor, hash, hash from journal order by seq desc limit 1",
    ),
    (
        "perpetual_totals_only_grow",
        "insert into journal select seq + 1, till, kind, at, operator, document, payload, currency, rates, sales_minor, refunds_minor - 1, hash, hash from journal order by seq desc limit 1",
    ),
    (
        "journal_payload_is_json",
        "insert into journal select seq + 1, till, kind, at, operator, document, '{', currency, rates, sales_minor, refunds_minor, hash, hash from journal order by seq desc limit 1",
    ),
    (
        "journal_hash_is_a_sha256",
        "insert into journal select seq + 1, till, kind, at, operator, document, payload, currency, rates, sales_minor, refunds_minor, hash, x'00' from journal order by seq desc limit 1",
    ),
    ("journal_stays", "update journal set payload = '{}' where seq = 1"),
    ("journal_stays", "update journal set seq = seq + 1000"),
    ("journal_is_kept", "delete from journal where seq = 2"),
];

async fn kinds(shop: &Shop) -> Vec<String> {
    shop.store.journal().after(0).await.unwrap().into_iter().map(|entry| entry.kind).collect()
}

async fn verified(shop: &Shop) -> u64 {
    let mut verifier = Verifier::from_genesis();
    for entry in shop.store.journal().after(0).await.unwrap() {
        verifier.feed(&entry).unwrap();
    }
    verifier.checked()
}

#[tokio::test]
async fn a_card_sale_is_journalled_step_by_step_with_what_the_till_ever_sold() {
    let shop = Shop::open().await;
    let begun = kinds(&shop).await;
    assert_eq!(begun, ["genesis", "account", "terminal", "terminal"]);
    let mut record = shop.intend(&basket(&[250, 350]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut record).await.unwrap();
    shop.approve(&mut record).await.unwrap();
    let entries = shop.store.journal().after(4).await.unwrap();
    let told: Vec<(&str, &str)> =
        entries.iter().map(|entry| (entry.kind.as_str(), entry.document.as_str())).collect();
    let order = "order 000001";
    let expected =
        [("attempt_intended", order), ("attempt_sent", order), ("attempt_ended", order), ("sale", order)];
    assert_eq!(told, expected);
    let sale = &entries[3];
    assert_eq!(sale.operator, "Noor");
    assert_eq!(sale.at, "2026-11-21T12:00:00.250+01:00");
    assert_eq!((sale.currency.as_str(), sale.rates.as_str()), ("EUR", "9000 550 50 600"));
    assert_eq!((sale.sales_minor, sale.refunds_minor), (600, 0));
    let receipt = shop.store.receipts().get(order_of(&record)).await.unwrap();
    assert_eq!(receipt.journal_mark, sale.mark().to_string(), "the receipt prints the entry of its sale");
    assert_eq!(verified(&shop).await, 8);
}

#[tokio::test]
async fn what_is_told_twice_stands_in_the_journal_once() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[100]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut record).await.unwrap();
    let event = approved(&mut record, payment::AttemptState::Approved);
    let end = shop.paid(&record).await.unwrap();
    let payments = shop.store.payments();
    payments.record_attempt(&record, &event, end.clone(), &at()).await.unwrap();
    let once = kinds(&shop).await;
    payments.record_attempt(&record, &event, end, &at()).await.unwrap();
    assert_eq!(kinds(&shop).await, once);
}

#[tokio::test]
async fn a_step_that_fails_leaves_no_entry_behind_and_the_next_one_takes_its_number() {
    let shop = Shop::open().await;
    let record = shop.intend(&basket(&[100]), 0, "AAAAAAAA").await.unwrap();
    let before = kinds(&shop).await;
    // Nothing was approved: the tender cannot be paid, after the entry was made.
    let event = crate::support::declined(&mut record.clone());
    let end = shop.paid(&record).await.unwrap();
    let refused = shop.store.payments().record_attempt(&record, &event, end, &at()).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    assert_eq!(kinds(&shop).await, before);
    shop.decline(&mut record.clone(), AttemptEnd::NotPaid).await.unwrap();
    assert_eq!(kinds(&shop).await[before.len()..], ["attempt_ended", "order_unpaid"]);
    verified(&shop).await;
}

#[tokio::test]
async fn cash_copies_and_settings_are_journalled() {
    let shop = Shop::open().await;
    let order = shop.pay_cash(&basket(&[199]), 5).await.unwrap();
    shop.store.receipts().next_copy(order).await.unwrap();
    shop.store.settings().set("idle_minutes", &7).await.unwrap();
    let entries = shop.store.journal().after(4).await.unwrap();
    let told: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(told, ["sale", "reprint", "setting"]);
    assert_eq!(entries[0].sales_minor, 199, "cash rounding is not part of what was sold");
    assert!(entries[0].payload.contains(r#""rounding_minor":1"#), "{}", entries[0].payload);
    assert_eq!(entries[2].payload, r#"{"name":"idle_minutes","value":7}"#);
}

#[tokio::test]
async fn a_till_has_one_name_and_keeps_it() {
    let shop = Shop::open().await;
    let first = shop.store.journal().head().await.unwrap();
    shop.store.close().await;
    let again = crate::support::open(shop.dir.path()).await;
    again.journal().append(Note::new(Kind::Start, "", serde_json::json!({}))).await.unwrap();
    let head = again.journal().head().await.unwrap();
    assert_eq!((head.till, head.seq), (first.till, first.seq + 1));
    let other = Shop::open().await;
    assert_ne!(other.store.journal().head().await.unwrap().till, again.journal().head().await.unwrap().till);
}

#[tokio::test]
async fn an_entry_another_program_slipped_in_does_not_stop_the_till() {
    let shop = Shop::open().await;
    let mut raw = shop.raw().await;
    sqlx::query("insert into journal select seq + 1, till, kind, at, operator, document, payload, currency, rates, sales_minor, refunds_minor, hash, zeroblob(32) from journal order by seq desc limit 1")
        .execute(&mut raw)
        .await
        .unwrap();
    // The end the writer remembers is not the end any more: the first try is refused, the next one knows.
    assert!(shop.store.settings().set("x", &1).await.is_err());
    shop.store.settings().set("x", &1).await.unwrap();
    let count = sqlx::query("select count(*) from journal").fetch_one(&mut raw).await.unwrap();
    assert_eq!(count.get::<i64, _>(0), 6);
}

#[tokio::test]
async fn a_decision_is_journalled_with_who_took_it_and_the_order_it_pays_is_sold_once() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[600]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut record).await.unwrap();
    record.state = AttemptState::NeedsPerson;
    let unclear = AttemptEnd::None;
    shop.store.payments().record_attempt(&record, &Event::Restarted, unclear, &at()).await.unwrap();
    let looked = Event::InquiryFaulted(ProviderFault::misconfigured("nobody answers"));
    shop.store.cases().note(&record.intent.reference, &looked, &at()).await.unwrap();
    let last = shop.store.journal().head().await.unwrap().seq;

    let verdict = Verdict::PaysItsOrder { transaction: transaction() };
    let decided = record.decided(Decision::new(verdict, "Ada", "seen in the portal")).unwrap();
    let decision = decided.decision.clone().unwrap();
    let end = CaseEnd::Payment(shop.paid(&decided).await.unwrap());
    shop.store.cases().decide(&record, &decided, &decision, end, &at()).await.unwrap();
    // What the provider tells afterwards is told of its attempt, and sells nothing again.
    let woke = Event::Woke;
    shop.store.payments().record_attempt(&decided, &woke, AttemptEnd::None, &at()).await.unwrap();

    let entries = shop.store.journal().after(0).await.unwrap();
    let told: Vec<(&str, &str)> = entries
        .iter()
        .filter(|entry| entry.seq >= last)
        .map(|entry| (entry.kind.as_str(), entry.operator.as_str()))
        .collect();
    assert_eq!(told[0].0, "attempt_observed", "also a look that brought nothing");
    let expected = [("attempt_ended", ""), ("decision", "Ada"), ("sale", "Noor"), ("attempt_ended", "")];
    assert_eq!(told[1..], expected);
    let payload = &entries.iter().find(|entry| entry.kind == "decision").unwrap().payload;
    for part in [r#""verdict":"pays_its_order""#, r#""reason":"seen in the portal""#, transaction().as_str()]
    {
        assert!(payload.contains(part), "{payload}");
    }
    assert_eq!(shop.store.journal().head().await.unwrap().totals.sales, 600);
    verified(&shop).await;
}

#[tokio::test]
async fn a_late_payment_that_is_attached_is_journalled_and_sells_its_order_once() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[600]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut record).await.unwrap();
    shop.decline(&mut record, AttemptEnd::NotPaidParked).await.unwrap();
    let event = approved(&mut record, AttemptState::LateApproved);
    shop.store.payments().record_attempt(&record, &event, AttemptEnd::None, &at()).await.unwrap();
    let last = shop.store.journal().head().await.unwrap().seq;

    let attached = record.attached().unwrap();
    let AttemptEnd::Paid(paid) = shop.paid(&attached).await.unwrap() else { panic!("it pays") };
    let event = Event::Attached { by: "Noor".to_owned() };
    shop.store.cases().attach(&record, &attached, &event, &paid, &at()).await.unwrap();

    let entries = shop.store.journal().after(last).await.unwrap();
    let told: Vec<(&str, &str)> =
        entries.iter().map(|entry| (entry.kind.as_str(), entry.operator.as_str())).collect();
    assert_eq!(told, [("attempt_ended", ""), ("decision", "Noor"), ("sale", "Noor")]);
    assert_eq!(shop.store.journal().head().await.unwrap().totals.sales, 600);
    verified(&shop).await;
}
