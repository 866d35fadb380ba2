//! The journal from the command line: checked, exported, tampered with, gone on with.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use serde_json::Value;
use simulator::Decision;
use support::Shop;

fn sold() -> Shop {
    let shop = Shop::new(Decision::Amount);
    for pay in ["card", "cash"] {
        assert_eq!(shop.run(&["sell", "--item", "101", "--pay", pay]).0, 0);
    }
    shop
}

#[test]
fn a_journal_is_whole_and_what_was_exported_can_be_checked_elsewhere() {
    let shop = sold();
    let check = shop.ok(&["journal", "verify"]);
    assert_eq!((&check["whole"], &check["sales_minor"]), (&Value::Bool(true), &Value::from("500")));
    let again = shop.ok(&["journal", "verify"]);
    assert_eq!(again["last"], check["last"], "looking changes nothing");

    let file = shop.text("journal.jsonl");
    let exported = shop.ok(&["journal", "export", &file]);
    assert_eq!(exported["entries"], check["checked"]);
    assert_eq!(shop.run(&["journal", "export", &file]).0, 2, "a file that exists is not replaced");
    let lines = fs::read_to_string(&file).unwrap();
    assert!(lines.lines().count() > 20, "{lines}");
    let anchor = shop.path("data").join("journal.anchor").display().to_string();
    let elsewhere = shop.ok(&["journal", "verify", "--file", &file, "--anchor", &anchor]);
    assert_eq!(elsewhere["checked"], check["checked"]);

    fs::write(&file, lines.replace("\"sales_minor\":500", "\"sales_minor\":400")).unwrap();
    let (code, found) = shop.run(&["journal", "verify", "--file", &file]);
    assert_eq!(
        (code, &found["whole"], &found["broken"][0]["why"]),
        (5, &Value::Bool(false), &"altered".into())
    );
    let cut: String = lines.lines().take(5).map(|line| format!("{line}\n")).collect();
    fs::write(&file, cut).unwrap();
    assert_eq!(shop.run(&["journal", "verify", "--file", &file]).0, 0, "a chain alone does not show its end");
    let (code, found) = shop.run(&["journal", "verify", "--file", &file, "--anchor", &anchor]);
    assert_eq!((code, &found["broken"][0]["why"]), (5, &"cut_off".into()));
    fs::write(&file, "not a journal\n").unwrap();
    assert_ne!(shop.run(&["journal", "verify", "--file", &file]).0, 0);
}

#[test]
fn an_old_copy_sells_nothing_until_somebody_decides_with_a_reason() {
    let shop = sold();
    let (data, old) = (shop.path("data").join("tillbridge.sqlite"), shop.path("old.sqlite"));
    fs::copy(&data, &old).unwrap();
    assert_eq!(shop.run(&["sell", "--item", "101", "--pay", "cash"]).0, 0);
    fs::copy(&old, &data).unwrap();
    for extra in ["tillbridge.sqlite-wal", "tillbridge.sqlite-shm"] {
        let _ = fs::remove_file(shop.path("data").join(extra));
    }
    let (code, found) = shop.run(&["journal", "verify"]);
    assert_eq!((code, &found["broken"][0]["why"]), (5, &"cut_off".into()), "{found}");
    for pay in ["cash", "card"] {
        let (code, refused) = shop.run(&["sell", "--item", "101", "--pay", pay]);
        assert_eq!((code, refused["error"].as_str()), (1, Some("the journal is broken")));
    }
    assert_eq!(shop.run(&["refund", "1"]).0, 1, "nor is money given back");
    assert_eq!(shop.run(&["journal", "go-on", "--reason", " "]).0, 2, "a decision has a reason");
    shop.ok(&["journal", "go-on", "--reason", "backup put back"]);
    assert_eq!(shop.run(&["sell", "--item", "101", "--pay", "cash"]).0, 0);
    assert_eq!(
        shop.ok(&["journal", "verify"])["whole"],
        Value::Bool(true),
        "what was decided is not asked again"
    );
    let file = shop.text("journal.jsonl");
    shop.ok(&["journal", "export", &file]);
    let lines = fs::read_to_string(&file).unwrap();
    let decision = lines.lines().find(|line| line.contains("failed_check")).unwrap();
    assert!(decision.contains("backup put back") && decision.contains("not_anchored"), "{decision}");
}

#[test]
fn no_key_stands_in_the_journal() {
    let shop = sold();
    let file = shop.text("journal.jsonl");
    shop.ok(&["journal", "export", &file]);
    let lines = fs::read_to_string(&file).unwrap();
    assert!(!lines.contains(shop.cloud.api_key()), "the key");
    assert!(!lines.contains(&shop.text("key")), "nor where it lies");
}
