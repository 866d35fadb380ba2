//! A database somebody had in their hands: what the check says of it.

use std::path::PathBuf;

use journal::{Anchor, Kind, Why};
use serde_json::json;
use sqlx::Connection;
use store::{ANCHOR_FILE, JournalCheck, Note, Store, StoreError};

use crate::support::{Shop, approved, at, basket, eur, open};

/// A shop that sold three times, with its end written down outside.
async fn sold() -> Shop {
    let shop = Shop::open().await;
    shop.store.keep_anchors();
    for price in [100, 200, 300] {
        shop.pay_cash(&basket(&[price]), 1).await.unwrap();
    }
    shop.store.journal().anchor_now().await;
    shop
}

/// The database as somebody left it who took its rules away first.
async fn tampered(shop: &Shop, statements: &'static str) -> JournalCheck {
    let mut raw = shop.raw().await;
    for trigger in ["journal_stays", "journal_is_kept", "journal_is_gapless", "journal_is_chained"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("drop trigger if exists {trigger}")))
            .execute(&mut raw)
            .await
            .unwrap();
    }
    sqlx::raw_sql(statements).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    shop.store.journal().check_tail().await.unwrap()
}

fn reasons(check: &JournalCheck) -> Vec<(u64, &'static str)> {
    check.broken.iter().map(|found| (found.seq, found.why.as_str())).collect()
}

#[tokio::test]
async fn a_whole_journal_is_said_to_be_whole() {
    let shop = sold().await;
    for check in [shop.store.journal().check_tail().await, shop.store.journal().check_all().await] {
        let check = check.unwrap();
        assert_eq!((reasons(&check), check.checked, check.head.totals.sales), (vec![], 7, 600));
    }
}

#[tokio::test]
async fn each_kind_of_tampering_is_found_at_its_place() {
    let cases: [(&str, &[(u64, &str)]); 9] = [
        ("update journal set operator = 'Nobody' where seq = 5", &[(5, "altered")]),
        ("update journal set rates = '9000 0 0 0' where seq = 6", &[(6, "altered")]),
        ("delete from journal where seq = 4", &[(4, "out_of_order")]),
        ("delete from journal where seq = 7", &[(7, "cut_off")]),
        ("delete from journal where seq > 2", &[(3, "cut_off")]),
        (
            "update journal set seq = 100 where seq = 5; update journal set seq = 5 where seq = 6; update journal set seq = 6 where seq = 100",
            &[(5, "not_chained"), (6, "not_chained"), (7, "not_chained")],
        ),
        ("update journal set seq = seq - 1", &[(1, "out_of_order"), (7, "cut_off"), (1, "not_genesis")]),
        ("update journal set sales_minor = 0 where seq = 7", &[(7, "altered")]),
        ("update journal set hash = zeroblob(32) where seq = 7", &[(7, "not_anchored"), (7, "altered")]),
    ];
    for (statements, expected) in cases {
        let shop = sold().await;
        let check = tampered(&shop, statements).await;
        let found = reasons(&check);
        assert!(!found.is_empty(), "{statements}");
        for break_ in expected {
            assert!(found.contains(break_), "{statements}: {break_:?} is not among {found:?}");
        }
    }
}

#[tokio::test]
async fn an_old_copy_is_found_and_so_is_one_that_went_on() {
    let shop = sold().await;
    let copy = shop.dir.path().join("copy.sqlite");
    sqlx::query("vacuum into ?")
        .bind(copy.display().to_string())
        .execute(&mut shop.raw().await)
        .await
        .unwrap();
    shop.pay_cash(&basket(&[400]), 1).await.unwrap();
    shop.store.close().await;
    std::fs::copy(&copy, shop.store.file()).unwrap();
    let store = open(shop.dir.path()).await;
    let check = store.journal().check_tail().await.unwrap();
    assert_eq!(reasons(&check), [(8, "cut_off")]);
    assert_eq!(check.broken[0].why, Why::CutOff { anchored: 8 });
    store.journal().append(Note::new(Kind::Start, "", json!({}))).await.unwrap();
    assert_eq!(reasons(&store.journal().check_tail().await.unwrap()), [(8, "not_anchored")]);
    store.close().await;
    let anchored = std::fs::read_to_string(shop.dir.path().join(ANCHOR_FILE)).unwrap();
    assert_eq!(Anchor::read(&anchored).unwrap().seq, 8, "nobody overwrote what shows it");
}

#[tokio::test]
async fn a_crash_between_commit_and_anchor_is_in_order() {
    let shop = sold().await;
    let place = shop.dir.path().join(ANCHOR_FILE);
    let lagging = std::fs::read_to_string(&place).unwrap();
    shop.pay_cash(&basket(&[400]), 1).await.unwrap();
    shop.store.journal().anchor_now().await;
    std::fs::write(&place, &lagging).unwrap();
    let check = shop.store.journal().check_tail().await.unwrap();
    assert_eq!(reasons(&check), []);
    // What lies behind the anchor is checked all the same.
    assert_eq!(
        reasons(&tampered(&shop, "update journal set at = 'noon' where seq = 8").await),
        [(8, "altered")]
    );
}

#[tokio::test]
async fn the_anchor_of_another_till_or_none_at_all_is_told() {
    let (shop, other) = (sold().await, sold().await);
    std::fs::copy(other.dir.path().join(ANCHOR_FILE), shop.dir.path().join(ANCHOR_FILE)).unwrap();
    assert_eq!(reasons(&shop.store.journal().check_tail().await.unwrap()), [(7, "other_till")]);
    std::fs::remove_file(shop.dir.path().join(ANCHOR_FILE)).unwrap();
    let young = shop.store.journal().check_tail().await.unwrap();
    assert_eq!(reasons(&young), [], "a till that died before its first anchor starts again");
    for _ in 0..20 {
        shop.store.journal().append(Note::new(Kind::Start, "", json!({}))).await.unwrap();
    }
    shop.store.close().await;
    std::fs::write(shop.dir.path().join(ANCHOR_FILE), "torn").unwrap();
    let store = open(shop.dir.path()).await;
    assert_eq!(reasons(&store.journal().check_tail().await.unwrap()), [(27, "no_anchor")]);
}

#[tokio::test]
async fn an_anchor_elsewhere_finds_a_whole_folder_that_was_put_back() {
    let shop = sold().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let place: PathBuf = elsewhere.path().join("till.anchor");
    let old = [shop.store.file().to_owned(), shop.dir.path().join(ANCHOR_FILE)];
    shop.store.close().await;
    let kept: Vec<Vec<u8>> = old.iter().map(|file| std::fs::read(file).unwrap()).collect();
    let store = open(shop.dir.path()).await;
    store.anchor_also_at(place.clone());
    assert_eq!(
        reasons(&store.journal().check_tail().await.unwrap()),
        [],
        "a place that is new has nothing to say"
    );
    store.keep_anchors();
    store.journal().append(Note::new(Kind::Start, "", json!({}))).await.unwrap();
    store.close().await;
    for (file, bytes) in old.iter().zip(kept) {
        std::fs::write(file, bytes).unwrap();
    }
    let store = open(shop.dir.path()).await;
    assert_eq!(
        reasons(&store.journal().check_tail().await.unwrap()),
        [],
        "the folder alone agrees with itself"
    );
    store.anchor_also_at(place);
    assert_eq!(reasons(&store.journal().check_tail().await.unwrap()), [(8, "cut_off")]);
}

#[tokio::test]
async fn an_order_or_receipt_that_was_changed_does_not_fit_the_journal_any_more() {
    for (trigger, change) in [
        ("paid_orders_stay", "update orders set snapshot = replace(snapshot, 'C0', 'C9') where number = 2"),
        ("receipts_stay", "update receipts set model = '{}' where order_number = 2"),
        ("receipts_are_kept", "delete from receipts where order_number = 2"),
    ] {
        let shop = sold().await;
        let mut raw = shop.raw().await;
        sqlx::query(sqlx::AssertSqlSafe(format!("drop trigger {trigger}"))).execute(&mut raw).await.unwrap();
        sqlx::query(change).execute(&mut raw).await.unwrap();
        let check = shop.store.journal().check_all().await.unwrap();
        assert_eq!(reasons(&check), [(6, "not_as_booked")], "{change}");
    }
}

#[tokio::test]
async fn what_somebody_decided_about_is_not_told_again_but_anything_new_is() {
    let shop = sold().await;
    let check = tampered(&shop, "update journal set operator = 'Nobody' where seq = 5").await;
    let note = Note::new(Kind::FailedCheck, "", json!({ "reason": "repaired disk" }));
    shop.store.journal().go_on(&check, note).await.unwrap();
    for check in [shop.store.journal().check_tail().await, shop.store.journal().check_all().await] {
        assert_eq!(reasons(&check.unwrap()), []);
    }
    let decision = shop.store.journal().entry(8).await.unwrap().unwrap();
    assert_eq!(decision.payload, r#"{"breaks":[{"seq":5,"why":"altered"}],"reason":"repaired disk"}"#);
    let later = tampered(&shop, "update journal set operator = 'Nobody' where seq = 6").await;
    assert_eq!(reasons(&later), [(6, "altered")]);
}

#[tokio::test]
async fn a_row_no_journal_can_have_is_told_and_not_tripped_over() {
    let shop = sold().await;
    let slipped_in = "insert into journal select 0, till, kind, at, operator, document, payload, currency, rates, sales_minor, refunds_minor, prev_hash, hash from journal where seq = 1";
    assert_eq!(reasons(&tampered(&shop, slipped_in).await), [(1, "out_of_order")]);
    let shop = sold().await;
    let cut = "pragma ignore_check_constraints = on; update journal set hash = x'00' where seq = 3";
    assert_eq!(reasons(&tampered(&shop, cut).await), [(3, "unreadable")]);
}

#[tokio::test]
async fn what_a_provider_writes_on_a_slip_does_not_reach_the_journal() {
    let shop = Shop::open().await;
    let mut record = shop.intend(&basket(&[100]), 0, "AAAAAAAA").await.unwrap();
    shop.send(&mut record).await.unwrap();
    approved(&mut record, payment::AttemptState::Approved);
    if let Some(payment::Outcome::Approved(approval)) = &mut record.outcome {
        approval.eft.cardholder = Some("CARD 4111 1111 1111 1111 CANARY".to_owned());
        approval.amount = eur(100);
    }
    let outcome = record.outcome.clone().unwrap();
    let inquiry = payment::Inquiry::Resolved { transaction: crate::support::transaction(), outcome };
    let event = payment::Event::Inquired(Box::new(inquiry));
    let end = shop.paid(&record).await.unwrap();
    shop.store.payments().record_attempt(&record, &event, end, &at()).await.unwrap();
    for entry in shop.store.journal().after(0).await.unwrap() {
        let line = journal::to_line(&entry);
        assert!(!line.contains("CANARY") && !line.contains("4111"), "{line}");
        assert!(!line.contains(r#""path""#), "nor does where a secret lies: {line}");
    }
}

#[tokio::test]
async fn a_disk_without_room_for_the_anchor_does_not_stop_a_sale() {
    let shop = sold().await;
    // A folder stands where the file is to be replaced.
    let place = shop.dir.path().join("journal.anchor-new");
    std::fs::create_dir(&place).unwrap();
    shop.pay_cash(&basket(&[400]), 1).await.unwrap();
    shop.store.journal().anchor_now().await;
    assert_eq!(reasons(&shop.store.journal().check_tail().await.unwrap()), []);
    std::fs::remove_dir(&place).unwrap();
    shop.pay_cash(&basket(&[500]), 1).await.unwrap();
    shop.store.journal().anchor_now().await;
    let anchored = std::fs::read_to_string(shop.dir.path().join(ANCHOR_FILE)).unwrap();
    assert_eq!(Anchor::read(&anchored).unwrap().seq, 9, "the next one catches up");
}

#[tokio::test]
async fn the_task_that_writes_the_anchor_does_not_keep_the_database_open() {
    let shop = sold().await;
    let Shop { store, .. } = shop;
    let second: Store = store.clone();
    drop(store);
    second.close().await;
    assert!(matches!(second.journal().head().await, Err(StoreError::Other(_))));
}
