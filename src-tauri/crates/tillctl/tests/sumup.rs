//! Readers, links and payouts from the command line.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;
use simulator::{Brand, Decision, HostedAct, SoloAct};
use support::Shop;

/// Paired from the beginning.
const COUNTER: &str = "U1PRA3NA00-CN";
/// Waits to be paired.
const LOOSE: &str = "U1PRA3NA01-CN";

/// A shop whose only account is at SumUp.
fn shop() -> Shop {
    let shop = Shop::bare(Decision::Amount);
    shop.ok(&["init", "--shop", "Corner"]);
    std::fs::write(shop.path("articles.csv"), support::CATALOGUE).unwrap();
    shop.ok(&["import-catalogue", &shop.text("articles.csv")]);
    let (url, key, affiliate) =
        (shop.cloud.sumup_base_url().to_owned(), shop.text("key"), shop.text("affiliate"));
    std::fs::write(&key, shop.cloud.sumup_api_key()).unwrap();
    std::fs::write(&affiliate, "sup_afk_test").unwrap();
    let code = shop.cloud.sumup_merchant_code().to_owned();
    let account = ["provider", "add", "sumup", "--merchant-code", &code, "--api-key-file", &key];
    let rest = ["--affiliate-key-file", &affiliate, "--affiliate-app-id", "example.till", "--base-url", &url];
    shop.ok(&[&account[..], &rest[..]].concat());
    shop
}

fn word<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_else(|| panic!("{name} in {answer}"))
}

/// The customer pays at the page behind the link.
fn pays_at(shop: &Shop, link: &str) {
    let id = link.rsplit('/').next().unwrap();
    shop.cloud.hosted_act(id, &HostedAct::Pay { brand: Brand::Visa }).unwrap();
}

#[test]
fn a_reader_is_paired_listed_renamed_and_removed() {
    let shop = shop();
    shop.cloud.solo_act(LOOSE, &SoloAct::ShowPairingCode).unwrap();
    let code = shop.cloud.solo(LOOSE).unwrap().pairing_code.unwrap();
    let paired = shop.ok(&["reader", "pair", &code, "--name", "Bar", "--wait", "20"]);
    assert_eq!((word(&paired, "state"), word(&paired, "device")), ("paired", LOOSE));
    let listed = shop.ok(&["reader", "list"]);
    let names: Vec<&str> =
        listed["readers"].as_array().unwrap().iter().map(|one| word(one, "name")).collect();
    assert_eq!((names.len(), names.contains(&"Bar"), names.contains(&"Counter Solo")), (2, true, true));

    let status = shop.ok(&["reader", "status", "bar"]);
    assert_eq!((word(&status, "status"), word(&status["report"], "firmware")), ("online", "3.3.40.2"));
    let renamed = shop.ok(&["reader", "rename", LOOSE, "--name", "Kitchen"]);
    assert_eq!(word(&renamed, "name"), "Kitchen");
    let terminals = shop.ok(&["terminal", "list"]);
    assert_eq!(terminals["terminals"][0]["name"], "Kitchen", "the till calls it so too");
    assert_eq!(shop.cloud.solo(LOOSE).unwrap().reader_name.as_deref(), Some("Kitchen"));
    let stopped = shop.ok(&["reader", "terminate", "Kitchen"]);
    assert_eq!(stopped["asked_to_stop"], paired["key"]);

    let gone = shop.ok(&["reader", "delete", "Kitchen"]);
    assert_eq!(gone["deleted"], paired["key"]);
    assert_eq!(shop.ok(&["reader", "list"])["readers"].as_array().unwrap().len(), 1);
    assert_eq!(shop.ok(&["terminal", "list"])["terminals"].as_array().unwrap().len(), 0);
    assert_eq!(shop.run(&["reader", "status", "Kitchen"]).0, 2, "there is no such reader any more");
}

#[test]
fn a_code_nobody_shows_pairs_nothing() {
    let shop = shop();
    assert_eq!(shop.run(&["reader", "pair", "WRONG", "--name", "Bar"]).0, 2, "not a pairing code at all");
    assert_eq!(shop.run(&["reader", "pair", "ABCD2345", "--name", "Bar"]).0, 1, "no device shows it");
    assert_eq!(shop.ok(&["reader", "list"])["readers"].as_array().unwrap().len(), 1);
}

#[test]
fn a_sale_on_a_reader_is_paid_and_half_of_it_goes_back() {
    let shop = shop();
    shop.ok(&["terminal", "add", COUNTER, "--name", "Counter"]);
    let sold = shop.ok(&["sell", "--item", "101*2", "--pay", "card"]);
    assert_eq!((word(&sold, "result"), shop.charged()[0].1), ("paid", 500));
    let refunded = shop.ok(&["refund", word(&sold, "order"), "--amount", "2.50"]);
    assert_eq!(word(&refunded, "result"), "refunded");
    let slip = shop.ok(&["refund", "slip", word(&refunded, "refund")]);
    let text = word(&slip, "text");
    assert!(!text.contains('|'), "the reference is one people can read: {text}");
}

#[test]
fn several_links_are_open_at_once_and_each_ends_for_itself() {
    let shop = shop();
    let first = shop.ok(&["pay-link", "create", "--item", "101"]);
    let second = shop.ok(&["pay-link", "create", "--item", "103"]);
    assert_eq!((word(&first, "result"), word(&second, "result")), ("open", "open"));
    assert_ne!(word(&first, "link"), word(&second, "link"));
    let (one, two) = (word(&first, "order").to_owned(), word(&second, "order").to_owned());
    assert_eq!(shop.run(&["pay-link", "cancel", &two]).0, 3, "withdrawn, so not charged");
    assert_eq!(word(&shop.ok(&["pay-link", "status", &one]), "result"), "open", "the other one can be paid");
    pays_at(&shop, word(&first, "link"));
    let paid = shop.ok(&["pay-link", "status", &one]);
    assert_eq!(word(&paid, "result"), "paid");
    let charged: Vec<u64> = shop.charged().into_iter().map(|(_, minor)| minor).collect();
    assert_eq!(charged, [250]);
    assert_eq!(shop.run(&["pay-link", "cancel", &one]).0, 0, "what is paid stays paid");
}

#[test]
fn an_open_link_does_not_keep_the_next_sale_waiting() {
    let shop = shop();
    shop.ok(&["terminal", "add", COUNTER, "--name", "Counter"]);
    let link = shop.ok(&["pay-link", "create", "--item", "101"]);
    assert_eq!(word(&link, "result"), "open");
    let sold = shop.ok(&["sell", "--item", "103", "--pay", "card", "--wait", "30"]);
    assert_eq!((word(&sold, "result"), shop.charged().len()), ("paid", 1));
}

#[test]
fn payouts_are_listed_with_fee_reference_and_sums() {
    let shop = shop();
    let link = shop.ok(&["pay-link", "create", "--item", "101*4"]);
    pays_at(&shop, word(&link, "link"));
    let today = jiff::Zoned::now().date();
    let (from, to) = (today.yesterday().unwrap().to_string(), today.tomorrow().unwrap().to_string());
    let payouts = shop.ok(&["payouts", "--from", &from, "--to", &to]);
    let [line] = payouts["payouts"].as_array().unwrap().as_slice() else { panic!("{payouts}") };
    assert_eq!((word(line, "amount"), word(line, "fee"), word(line, "currency")), ("9.86", "0.14", "EUR"));
    assert_eq!((word(line, "kind"), word(line, "state")), ("PAYOUT", "done"));
    assert!(word(line, "reference").starts_with("payout-") && !word(line, "code").is_empty());
    let total = &payouts["totals"][0];
    assert_eq!((word(total, "currency"), word(total, "net"), word(total, "fee")), ("EUR", "9.86", "0.14"));
    assert_eq!(shop.run(&["payouts", "--from", &to, "--to", &from]).0, 2, "not a period");
    let far = ["payouts", "--from", "2020-01-01", "--to", "2026-01-01"];
    assert_eq!(shop.run(&far).0, 2, "too many days for one report");
}

#[test]
fn the_merchants_particulars_are_shown_and_taken_over_when_asked() {
    let shop = shop();
    let proposed = shop.ok(&["receipt-header", "show"]);
    assert_eq!(proposed["now"]["name"], "Corner");
    let name = word(&proposed["proposed"], "name").to_owned();
    assert_ne!(name, "Corner");
    shop.ok(&["receipt-header", "fill"]);
    assert_eq!(shop.ok(&["receipt-header", "show"])["now"], proposed["proposed"]);
    let sold = shop.ok(&["sell", "--item", "101", "--pay", "cash"]);
    let receipt = shop.ok(&["receipt", word(&sold, "order"), "--text"]);
    assert!(word(&receipt, "text").contains(&name));
}

#[test]
fn the_simulator_prints_a_sumup_account_that_answers() {
    let shop = Shop::bare(Decision::Amount);
    let mut child = shop.command_without_folder(&["simulate", "--quick"]).spawn().unwrap();
    let printed = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut documents = serde_json::Deserializer::from_reader(printed).into_iter::<Value>();
    let sumup = documents.next().unwrap().unwrap()["sumup"].take();
    let answer = readers(&sumup, word(&sumup, "api_key"));
    let refused = readers(&sumup, "wrong");
    child.kill().unwrap();
    child.wait().unwrap();
    let solos = sumup["solos"].as_array().unwrap();
    let serials: Vec<&str> = solos.iter().map(|solo| word(solo, "serial")).collect();
    assert_eq!(serials, [COUNTER, LOOSE, "U1PRA3NA02-CN"]);
    assert_eq!((word(&solos[0], "reader_name"), &solos[1]["reader"]), ("Counter Solo", &Value::Null));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(word(&solos[0], "reader")), "the reader that was printed is the one listed");
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
}

/// The account's readers, asked for with the printed address and a key.
fn readers(sumup: &Value, key: &str) -> String {
    let address = word(sumup, "base_url").trim_start_matches("http://").to_owned();
    let merchant = word(sumup, "merchant_code");
    let mut connection = TcpStream::connect(&address).unwrap();
    write!(
        connection,
        "GET /v0.1/merchants/{merchant}/readers HTTP/1.1\r\nhost: {address}\r\nuser-agent: test\r\n\
         authorization: Bearer {key}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}
