//! Refunds as a script sees them: exit codes, JSON, and never more back than was paid.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use serde_json::Value;
use simulator::{Act, Brand, Decision, Entry, Fault, FaultKind, Stage};
use support::Shop;

const PRESENT: Act = Act::PresentCard { brand: Brand::Visa, entry: Entry::Contactless };
const COUNTER: &str = "SUNMI-P2lite-PL0919CQ00305";

fn field<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_default()
}

/// Waits until the cloud shows what is wanted. A limit, not a measurement.
fn until(what: &str, seen: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(20);
    while !seen() {
        assert!(Instant::now() < limit, "never seen: {what}");
        std::thread::yield_now();
    }
}

/// What the cloud gave back, in minor units.
fn given_back(shop: &Shop) -> Vec<u64> {
    let refunds = shop.cloud.ledger().into_iter().filter(|entry| entry.kind == simulator::Kind::Refund);
    refunds.map(|entry| entry.minor).collect()
}

/// Order 1: two at 2.50 and one at 1.85, paid by card.
fn sold() -> Shop {
    let shop = Shop::new(Decision::Amount);
    shop.ok(&["sell", "--item", "101*2", "--item", "103", "--pay", "card"]);
    shop
}

#[test]
fn a_line_then_the_rest_and_then_nothing_is_left() {
    let shop = sold();
    let answer = shop.ok(&["refund", "1", "--line", "1*1", "--reason", "Cold"]);
    assert_eq!(
        (field(&answer, "result"), field(&answer, "total"), field(&answer, "refund")),
        ("refunded", "2.50", "R000001")
    );
    let (code, answer) = shop.run(&["refund", "1", "--amount", "4.36"]);
    assert_eq!(code, 2, "{answer}");
    let order = shop.ok(&["order", "show", "1"]);
    assert_eq!(field(&order["refundable"]["payments"][0], "left"), "4.35");
    assert_eq!(field(&shop.ok(&["refund", "1"]), "total"), "4.35");
    assert_eq!(shop.run(&["refund", "1"]).0, 2, "nothing is left");
    assert_eq!(given_back(&shop), [250, 435]);
    let slip = shop.ok(&["refund", "slip", "R000001"]);
    let text = field(&slip, "text");
    for expected in ["R000001", "000001", "Espresso", "2,50", "Cold", "REFUND ACCEPTED", "TB-000001"] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let terminal_slip = shop.cloud.terminal(COUNTER).unwrap().last_slip.unwrap();
    let last = shop.ok(&["refund", "slip", "2"]);
    for line in terminal_slip.lines().filter(|line| !line.trim().is_empty()) {
        assert!(field(&last, "text").contains(line), "the slip's line {line:?} stands as it came");
    }
    let pdf = shop.path("slip.pdf");
    shop.ok(&["refund", "slip", "1", "--pdf", &pdf.display().to_string()]);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    assert!(field(&shop.ok(&["refund", "slip", "1", "--copy"]), "text").contains("COPY 1"));
    let listed = shop.ok(&["refund", "list"]);
    assert_eq!(listed["refunds"].as_array().unwrap().len(), 2);
}

#[test]
fn a_decline_refunds_nothing_and_an_unpaid_order_cannot_be_refunded() {
    let shop = sold();
    let (code, answer) = shop.run(&["refund", "1", "--amount", "1.05"]);
    assert_eq!((code, field(&answer, "result")), (3, "not_refunded"));
    assert!(given_back(&shop).is_empty());
    let order = shop.ok(&["order", "show", "1"]);
    assert_eq!(field(&order["refundable"]["payments"][0], "left"), "6.85");
    assert_eq!(shop.run(&["sell", "--item", "102", "--pay", "card"]).0, 3);
    assert_eq!(shop.run(&["refund", "2"]).0, 2);
    assert_eq!(shop.run(&["refund", "77"]).0, 2);
}

#[test]
fn cash_goes_back_in_cash() {
    let shop = Shop::new(Decision::Amount);
    shop.ok(&["sell", "--item", "102", "--item", "103", "--pay", "cash=10"]);
    let answer = shop.ok(&["refund", "1", "--amount", "1.02"]);
    assert_eq!((field(&answer, "to"), field(&answer, "paid_out")), ("cash", "1.00"));
    assert!(shop.cloud.ledger().is_empty());
}

#[test]
fn without_a_purchase_it_wants_a_reason_and_pays_the_card_that_is_presented() {
    let shop = sold();
    assert_eq!(shop.run(&["refund", "--without-reference", "5.00"]).0, 2);
    let answer =
        shop.ok(&["refund", "--without-reference", "5.00", "--reason", "Deposit", "--terminal", "Counter"]);
    assert_eq!((field(&answer, "of"), field(&answer, "result")), ("without_reference", "refunded"));
    assert_eq!(given_back(&shop), [500]);
}

#[test]
fn a_lost_answer_is_refunded_once() {
    let shop = sold();
    shop.cloud.add_fault(Fault::next("POST", "/transactions", FaultKind::DropAfter)).unwrap();
    assert_eq!(field(&shop.ok(&["refund", "1"]), "result"), "refunded");
    assert_eq!(given_back(&shop), [685]);
}

#[test]
fn a_cut_network_ends_unknown_blocks_more_and_recover_finds_the_refund() {
    let shop = sold();
    shop.cloud.add_fault(Fault::next("POST", "/transactions", FaultKind::DropAfter)).unwrap();
    let cut = Fault { times: 1000, ..Fault::next("GET", "", FaultKind::DropBefore) };
    shop.cloud.add_fault(cut).unwrap();
    let (code, answer) = shop.run(&["refund", "1", "--amount", "2.00", "--wait", "2"]);
    assert_eq!((code, field(&answer, "result")), (4, "unknown"));
    assert_eq!(shop.run(&["refund", "1", "--wait", "1"]).0, 1, "the unknown one comes first");
    shop.cloud.clear_faults();
    let answer = shop.ok(&["recover", "--wait", "60"]);
    assert_eq!(field(&answer["refunds"][0], "state"), "refunded");
    assert_eq!(given_back(&shop), [200]);
}

#[test]
fn a_kill_in_the_middle_of_a_refund_is_looked_up_and_not_sent_again() {
    let shop = sold();
    shop.cloud.set_decision(Decision::Person);
    let mut child = shop.start(&["refund", "1"]);
    until("the terminal shows the refund", || {
        shop.cloud.terminal(COUNTER).unwrap().stage == Stage::WaitingForCard
    });
    child.kill().unwrap();
    child.wait().unwrap();
    shop.cloud.set_decision(Decision::Amount);
    shop.cloud.act(COUNTER, PRESENT).unwrap();
    let answer = shop.ok(&["recover", "--wait", "60"]);
    assert_eq!(field(&answer["refunds"][0], "state"), "refunded");
    assert_eq!(given_back(&shop), [685]);
    assert_eq!(shop.run(&["refund", "1"]).0, 2, "nothing is left");
}
