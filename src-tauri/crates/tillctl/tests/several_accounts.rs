//! Several accounts at once: each terminal belongs to the one it is added from, and one that is out of reach stops no other.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use simulator::Decision;
use support::Shop;

const SERIAL: &str = "PL0919CQ00305";
const KEY: &str = "SUNMI-P2lite-PL0919CQ00305";
/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

fn shop() -> Shop {
    let shop = Shop::bare(Decision::Amount);
    shop.ok(&["init", "--shop", "Corner"]);
    std::fs::write(shop.path("articles.csv"), support::CATALOGUE).unwrap();
    shop.ok(&["import-catalogue", &shop.text("articles.csv")]);
    std::fs::write(shop.text("key"), shop.cloud.api_key()).unwrap();
    shop
}

/// Adds an account at an address; its id.
fn account(shop: &Shop, address: &str, label: &str) -> Value {
    let key = shop.text("key");
    let added = ["provider", "add", "merchant-api", "--base-url", address, "--api-key-file", &key];
    shop.ok(&[&added[..], &["--label", label]].concat())["id"].clone()
}

#[test]
fn an_account_out_of_reach_keeps_no_other_from_being_found() {
    let shop = shop();
    let url = shop.cloud.base_url().to_owned();
    account(&shop, NOWHERE, "Closed shop");
    let (code, _) = shop.run(&["terminal", "add", SERIAL]);
    assert_ne!(code, 0, "the only account cannot be asked");
    let open = account(&shop, &url, "Open shop");
    let added = shop.ok(&["terminal", "add", SERIAL, "--name", "Counter"]);
    assert_eq!((&added["account"], &added["key"]), (&open, &json!(KEY)));
    assert_eq!(shop.ok(&["sell", "--item", "101", "--pay", "card"])["result"], "paid");
}

#[test]
fn a_whole_identity_goes_to_the_account_that_lists_it_and_not_to_the_first() {
    let shop = shop();
    let url = shop.cloud.base_url().to_owned();
    account(&shop, NOWHERE, "Closed shop");
    let open = account(&shop, &url, "Open shop");
    assert_eq!(shop.ok(&["terminal", "add", KEY])["account"], open);
}

#[test]
fn where_several_accounts_have_it_somebody_chooses() {
    let shop = shop();
    let url = shop.cloud.base_url().to_owned();
    let first = account(&shop, &url, "North");
    let second = account(&shop, &url, "South");
    for text in [SERIAL, KEY] {
        let (code, _) = shop.run(&["terminal", "add", text]);
        assert_eq!(code, 2, "not by itself: {text}");
        assert_eq!(shop.ok(&["terminal", "list"])["terminals"], json!([]), "nothing was added");
    }
    assert_eq!(shop.run(&["terminal", "add", KEY, "--account", "77"]).0, 2, "an account of nobody");
    let wanted = second.to_string();
    let added = shop.ok(&["terminal", "add", SERIAL, "--account", &wanted, "--name", "South counter"]);
    assert_eq!(added["account"], second);
    let other =
        shop.ok(&["terminal", "add", KEY, "--account", &first.to_string(), "--name", "North counter"]);
    assert_eq!(other["account"], first);
}
