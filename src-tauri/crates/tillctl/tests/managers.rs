//! Day totals, history and keys from the command line.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;
use simulator::Decision;
use support::Shop;

fn sell(shop: &Shop, item: &str, pay: &str) -> (i32, Value) {
    shop.run(&["sell", "--item", item, "--pay", pay])
}

#[test]
fn the_day_totals_of_till_and_terminal_agree_until_a_stranger_charges() {
    let shop = Shop::new(Decision::Amount);
    assert_eq!(sell(&shop, "101*2", "card").0, 0);
    assert_eq!(sell(&shop, "102", "card").0, 3, "declined");
    assert_eq!(sell(&shop, "103", "cash").0, 0);
    let day = shop.ok(&["day-totals", "--text"]);
    assert_eq!(day["sales"]["count"], 2);
    assert_eq!(day["sales"]["amount"], "6.85");
    assert_eq!(
        (day["tenders"][0]["kind"].as_str(), &day["tenders"][0]["amount"]),
        (Some("cash"), &Value::from("1.85"))
    );
    assert_eq!(day["tenders"][1]["amount"], "5.00");
    let terminal = &day["terminals"][0];
    assert_eq!(terminal["ours"], terminal["theirs"]);
    assert_eq!(terminal["ours"]["charged"]["amount"], "5.00");
    assert!(terminal["slip"].as_str().unwrap().contains("DAY TOTALS"));
    assert_eq!((&day["agrees"], terminal["differences"].as_array().unwrap().len()), (&Value::Bool(true), 0));
    assert!(day["text"].as_str().unwrap().contains("No difference"), "{}", day["text"]);

    let pdf = shop.text("day.pdf");
    shop.ok(&["day-totals", "--terminal", "Counter", "--pdf", &pdf]);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    assert_eq!(shop.run(&["day-totals", "--terminal", "Nobody"]).0, 2);
    assert_eq!(shop.run(&["day-totals", "--columns", "40"]).0, 2);
}

#[test]
fn the_history_names_the_order_of_each_transaction() {
    let shop = Shop::new(Decision::Amount);
    sell(&shop, "101*2", "card");
    sell(&shop, "102", "card");
    let history = shop.ok(&["history"]);
    let rows = history["transactions"].as_array().unwrap();
    assert_eq!((rows.len(), &history["next"], &history["total"]), (2, &Value::Null, &Value::from(2)));
    assert_eq!(
        (&rows[1]["link"]["order"], &rows[1]["state"]),
        (&Value::from("000001"), &Value::from("approved"))
    );
    assert_eq!(rows[0]["state"], "declined");
    assert_eq!(rows[1]["amount"], "5.00");
    assert_eq!(shop.run(&["history", "--page", "nonsense"]).0, 1);
}

#[test]
fn a_key_is_rotated_by_one_command_and_the_till_sells_on_with_the_new_one() {
    let shop = Shop::new(Decision::Amount);
    let before = shop.ok(&["keys", "list"]);
    let first = before["keys"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        (before["keys"].as_array().unwrap().len(), &before["keys"][0]["in_use"]),
        (1, &Value::Bool(true))
    );
    assert_eq!(shop.run(&["keys", "rotate"]).0, 2, "a new key needs a label");
    assert_eq!(shop.run(&["keys", "revoke", &first]).0, 2, "the last one");

    let after = shop.ok(&["keys", "rotate", "--label", "Second half", "--until", "2099-01-01"]);
    assert_eq!(after["rotation"], Value::Null);
    let keys = after["keys"].as_array().unwrap();
    assert_eq!(
        (keys.len(), &keys[0]["label"], &keys[0]["in_use"]),
        (1, &Value::from("Second half"), &Value::Bool(true))
    );
    assert_ne!(keys[0]["id"].as_str().unwrap(), first);
    assert_eq!(sell(&shop, "101*2", "card").0, 0);
    assert_eq!(
        std::fs::read_to_string(shop.path("key")).unwrap(),
        shop.cloud.api_key(),
        "a file somebody made stays"
    );

    let kept = shop.ok(&["keys", "rotate", "--label", "Third", "--keep-old"]);
    assert_eq!(kept["keys"].as_array().unwrap().len(), 2);
    let old = kept["keys"].as_array().unwrap().iter().find(|key| key["in_use"] == false).unwrap();
    shop.ok(&["keys", "revoke", old["id"].as_str().unwrap()]);
    assert_eq!(sell(&shop, "101*2", "card").0, 0);
}

/// Another program that charges a card on the same terminal.
fn stranger_charges(shop: &Shop, reference: &str) {
    let address = shop.cloud.base_url().trim_start_matches("http://").to_owned();
    let body = format!(
        r#"{{"type":"PURCHASE","merchant_order_reference":"{reference}","amount":{{"value":7.00,"currency":"EUR"}}}}"#
    );
    let mut connection = TcpStream::connect(&address).unwrap();
    write!(
        connection,
        "POST /terminals/SUNMI-P2lite-PL0919CQ00305/transactions HTTP/1.1\r\nhost: {address}\r\napi-key: {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        shop.cloud.api_key(),
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let mut changes = shop.cloud.subscribe();
    let charged = async {
        while !shop.charged().iter().any(|(charged, _)| charged == reference) {
            changes.changed().await.unwrap();
        }
    };
    tokio::runtime::Runtime::new().unwrap().block_on(charged);
}

#[test]
fn a_charge_of_another_program_is_named_and_has_no_order() {
    let shop = Shop::new(Decision::Amount);
    sell(&shop, "101*2", "card");
    stranger_charges(&shop, "inv2112280004");
    let day = shop.ok(&["day-totals", "--text"]);
    let terminal = &day["terminals"][0];
    assert_eq!(day["agrees"], false);
    assert_eq!(terminal["theirs"]["charged"]["amount"], "12.00");
    let differences = terminal["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(
        (&differences[0]["kind"], &differences[0]["name"], &differences[0]["amount"]),
        (&Value::from("charge_without_sale"), &Value::from("inv2112280004"), &Value::from("7.00"))
    );
    assert!(day["text"].as_str().unwrap().contains("Charge without a sale"), "{}", day["text"]);
    let history = shop.ok(&["history"]);
    assert_eq!((&history["transactions"][0]["link"], &history["total"]), (&Value::Null, &Value::from(2)));
}
