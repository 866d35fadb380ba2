//! Managing terminals from a script: JSON, exit codes, and an honest end.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use simulator::{Decision, Fault, FaultKind};
use support::Shop;

const MERCHANT: &str = "bWVyY2hhbnQvNmM3OWVlZGEtY2E3Zi00ZDIwLThhNTgtN2JhYWI3MGY1ZTBk";

fn shop() -> Shop {
    let shop = Shop::bare(Decision::Amount);
    shop.ok(&["init", "--shop", "Corner"]);
    let (url, token) = (shop.cloud.stitch_base_url(), shop.cloud.stitch_token_url());
    let (client, file) = (shop.cloud.stitch_client_id(), shop.text("secret"));
    std::fs::write(&file, shop.cloud.stitch_client_secret()).unwrap();
    let args = ["--client-id", &client, "--client-secret-file", &file, "--token-url", &token];
    let account = shop.ok(&[["provider", "add", "stitch", "--base-url", &url].as_slice(), &args].concat());
    assert_eq!(account["kind"], "stitch");
    shop
}

fn state(answer: &Value) -> (&Value, &Value) {
    (&answer["end"], &answer["terminal"]["state"])
}

#[test]
fn a_terminal_is_managed_from_its_registration_to_its_end() {
    let shop = shop();
    let listed = shop.ok(&["fleet", "list", "--limit", "2"]);
    assert_eq!((listed["terminals"].as_array().unwrap().len(), &listed["has_more"]), (2, &json!(true)));
    let new = shop.ok(&["fleet", "register", "--serial", "SN-1", "--model", "p2_se", "--prefix", "TB"]);
    assert_eq!(state(&new), (&json!("done"), &json!("unallocated")));
    assert_eq!(new["terminal"]["tid"], "TB0005");
    for (args, end) in [
        (vec!["allocate", "TB0005", "--merchant", MERCHANT], "active"),
        (vec!["suspend", "SN-1", "--reason", "lost"], "suspended"),
        (vec!["reactivate", "TB0005"], "active"),
        (vec!["deallocate", "TB0005"], "unallocated"),
    ] {
        let answer = shop.ok(&[vec!["fleet"], args.clone()].concat());
        assert_eq!(state(&answer), (&json!("done"), &json!(end)), "{args:?}");
    }
    let wrong = shop.run(&["fleet", "decommission", "TB0005", "--confirm", "EP0001"]);
    assert_eq!(wrong.0, 2, "{}", wrong.1);
    let gone = shop.ok(&["fleet", "decommission", "TB0005", "--confirm", "TB0005"]);
    assert_eq!((&gone["end"], &gone["terminal"]), (&json!("done"), &Value::Null));
    assert_eq!(shop.ok(&["fleet", "list", "--tid", "TB0005"])["terminals"], json!([]));
}

#[test]
fn what_a_script_gets_wrong_is_a_usage_error() {
    let shop = shop();
    for args in [
        ["fleet", "suspend", "EP0001", "--reason", "bored"].as_slice(),
        &["fleet", "reactivate", "NOBODY"],
        &["fleet", "register", "--serial", "PS1122DE00123", "--model", "p2_se"],
        &["fleet", "register", "--serial", "SN-1", "--model", "p3"],
        &["fleet", "--account", "other", "list"],
    ] {
        assert_eq!(shop.run(args).0, 2, "{args:?}");
    }
    let kiosk = &shop.ok(&["fleet", "list", "--tid", "EP0004"])["terminals"][0]["merchant"];
    let refused = shop.run(&["fleet", "allocate", "EP0001", "--merchant", kiosk.as_str().unwrap()]);
    assert_eq!((refused.0, &refused.1["end"]), (1, &json!("not_done")), "it is allocated: {}", refused.1);
}

#[test]
fn an_answer_that_got_lost_is_looked_up_and_what_cannot_be_is_not_sure() {
    let mut shop = shop();
    shop.cloud.add_fault(Fault::next("POST", "/v2/terminals", FaultKind::DropAfter)).unwrap();
    let found = shop.ok(&["fleet", "register", "--serial", "SN-1", "--model", "p2_se"]);
    assert_eq!(found["end"], "done", "the serial number finds it");
    let fault = |method: &str, path: &str, fault| Fault::next(method, path, fault);
    shop.cloud.add_fault(fault("PATCH", "/v2/terminals/*", FaultKind::DropAfter)).unwrap();
    shop.cloud.add_fault(fault("GET", "/v2/terminals/*", FaultKind::DropBefore).times(3)).unwrap();
    let (code, lost) = shop.run(&["fleet", "suspend", "EP0001", "--reason", "stolen"]);
    assert_eq!((code, &lost["end"]), (4, &json!("not_sure")), "{lost}");
    assert_eq!(shop.ok(&["fleet", "list", "--tid", "EP0001"])["terminals"][0]["state"], "suspended");
    shop.stop_cloud();
    assert_eq!(shop.run(&["fleet", "list"]).0, 1);
}
