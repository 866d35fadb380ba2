//! Day totals and history of a SumUp account: one list for the whole account, whatever took the money.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;
use simulator::{Brand, Decision, HostedAct, Outcome};
use support::Shop;

const COUNTER: &str = "U1PRA3NA00-CN";

/// A shop with a Solo that offers tips, at an account that also has payment links.
fn shop() -> Shop {
    let shop = Shop::bare(Decision::Script);
    shop.ok(&["init", "--shop", "Corner"]);
    std::fs::write(shop.path("articles.csv"), support::CATALOGUE).unwrap();
    shop.ok(&["import-catalogue", &shop.text("articles.csv")]);
    let (url, key, affiliate) =
        (shop.cloud.sumup_base_url().to_owned(), shop.text("key"), shop.text("affiliate"));
    std::fs::write(&key, shop.cloud.sumup_api_key()).unwrap();
    std::fs::write(&affiliate, "sup_afk_test").unwrap();
    let code = shop.cloud.sumup_merchant_code().to_owned();
    let account =
        ["provider", "add", "sumup", "--merchant-code", &code, "--api-key-file", &key, "--tips", "10"];
    let rest = ["--affiliate-key-file", &affiliate, "--affiliate-app-id", "example.till", "--base-url", &url];
    shop.ok(&[&account[..], &rest[..]].concat());
    shop.ok(&["terminal", "add", COUNTER, "--name", "Counter"]);
    shop
}

fn word<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_else(|| panic!("{name} in {answer}"))
}

fn list(answer: &Value) -> &[Value] {
    answer.as_array().unwrap()
}

/// A sale with a tip of ten per cent: 5.00 and 0.50.
fn tipped_sale(shop: &Shop) -> Value {
    shop.cloud.script(Some(COUNTER), vec![Outcome::ApproveWithTip(10)]).unwrap();
    shop.ok(&["sell", "--item", "101*2", "--pay", "card"])
}

fn pays_at(shop: &Shop, link: &str) {
    let id = link.rsplit('/').next().unwrap();
    shop.cloud.hosted_act(id, &HostedAct::Pay { brand: Brand::Visa }).unwrap();
}

/// Somebody else's sale on the same account, by a link of theirs.
fn strangers_sale(shop: &Shop) {
    let address = shop.cloud.sumup_base_url().trim_start_matches("http://").to_owned();
    let (key, merchant) = (shop.cloud.sumup_api_key(), shop.cloud.sumup_merchant_code());
    let body = format!(
        r#"{{"checkout_reference":"STRANGER1","amount":7.77,"currency":"EUR","merchant_code":"{merchant}","hosted_checkout":{{"enabled":true}}}}"#
    );
    let mut connection = TcpStream::connect(&address).unwrap();
    write!(
        connection,
        "POST /v0.1/checkouts HTTP/1.1\r\nhost: {address}\r\nuser-agent: test\r\nauthorization: Bearer {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    let created: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    shop.cloud.hosted_act(word(&created, "id"), &HostedAct::Pay { brand: Brand::Visa }).unwrap();
}

#[test]
fn a_tipped_sale_half_of_it_back_and_a_link_agree_with_the_account() {
    let shop = shop();
    let sold = tipped_sale(&shop);
    shop.ok(&["refund", word(&sold, "order"), "--amount", "2.50"]);
    let link = shop.ok(&["pay-link", "create", "--item", "103"]);
    pays_at(&shop, word(&link, "link"));
    assert_eq!(word(&shop.ok(&["pay-link", "status", word(&link, "order")]), "result"), "paid");

    let totals = shop.ok(&["day-totals"]);
    assert_eq!((&totals["agrees"], list(&totals["accounts"]).len()), (&Value::Bool(true), 0), "{totals}");
    let of = |key: &str| {
        let day = list(&totals["terminals"]).iter().find(|day| word(day, "terminal").contains(key)).unwrap();
        assert_eq!(day["ours"], day["theirs"], "{totals}");
        (day["theirs"]["charged"]["amount"].clone(), day["theirs"]["refunded"]["amount"].clone())
    };
    assert_eq!(
        of("rdr_"),
        (Value::from("5.00"), Value::from("2.50")),
        "the Solo's own payments, without the tip"
    );
    assert_eq!(of("PAY-BY-LINK"), (Value::from("1.85"), Value::from("0.00")), "and the link's");

    let history = shop.ok(&["history", "--terminal", "Counter"]);
    let rows = list(&history["transactions"]);
    assert_eq!(rows.len(), 3, "{history}");
    assert!(rows.iter().all(|row| row["link"]["order"].is_string()), "every line has its order: {history}");
    let refund = rows.iter().find(|row| row["operation"] == "refund").unwrap();
    assert_eq!(refund["link"]["order"], sold["order"], "the refund that of the sale");
    let sale =
        rows.iter().find(|row| row["operation"] == "purchase" && row["link"]["order"] == sold["order"]);
    assert_eq!((word(sale.unwrap(), "amount"), word(sale.unwrap(), "tip")), ("5.00", "0.50"));
}

#[test]
fn a_strangers_sale_on_the_account_is_told_once_and_as_nobodys() {
    let shop = shop();
    shop.ok(&["terminal", "add", "PAY-BY-LINK", "--name", "Links"]);
    let sold = tipped_sale(&shop);
    strangers_sale(&shop);
    let totals = shop.ok(&["day-totals"]);
    assert_eq!(totals["agrees"], false);
    assert_eq!(list(&totals["terminals"]).len(), 2);
    assert!(list(&totals["terminals"]).iter().all(|day| list(&day["differences"]).is_empty()), "{totals}");
    let [account] = list(&totals["accounts"]) else { panic!("{totals}") };
    let [difference] = list(&account["differences"]) else { panic!("{totals}") };
    assert_eq!((word(difference, "kind"), word(difference, "amount")), ("charge_without_sale", "7.77"));
    assert_eq!(account["others"]["charged"]["amount"], "7.77");
    let report = shop.ok(&["day-totals", "--text"]);
    assert!(word(&report, "text").contains("Not of this till"), "{report}");

    let history = shop.ok(&["history", "--terminal", "Counter"]);
    let (ours, strange): (Vec<&Value>, Vec<&Value>) =
        list(&history["transactions"]).iter().partition(|row| row["link"].is_object());
    assert_eq!((ours.len(), strange.len()), (1, 1), "{history}");
    assert_eq!(ours[0]["link"]["order"], sold["order"]);
    assert_eq!(word(strange[0], "amount"), "7.77");
}
