//! What needs a person, as a script sees it: listed, looked up, decided, attached; nothing is ever sent for it.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use simulator::{Decision, Fault, FaultKind};
use support::Shop;

/// From now on every record says cancelled and approved at once.
fn both_at_once(shop: &Shop) {
    let words = FaultKind::Merge(json!({ "status": "CANCELLED", "result": "APPROVED" }));
    shop.cloud.add_fault(Fault::next("GET", "", words).times(100_000)).unwrap();
}

/// The list still shows something under our reference that contradicts itself; the record of the transaction does not.
fn listed_in_disorder(shop: &Shop) {
    shop.cloud.clear_faults();
    let words = json!({ "id": "OTHER", "status": "CANCELLED", "result": "APPROVED" });
    let fault = Fault::next("GET", "transactions", FaultKind::Merge(words));
    shop.cloud.add_fault(fault.times(100_000)).unwrap();
}

/// A sale whose card was charged and whose record contradicts itself; its reference.
fn unclear(shop: &Shop) -> String {
    both_at_once(shop);
    let (code, answer) = shop.run(&["sell", "--item", "101", "--pay", "card"]);
    assert_eq!(code, 4, "{answer}");
    let waiting = shop.ok(&["attempts", "needs-person"]);
    let attempt = &waiting["attempts"][0];
    assert_eq!(attempt["choices"], json!(["money_came_in", "no_money_came_in"]));
    attempt["reference"].as_str().unwrap().to_owned()
}

fn order_state(shop: &Shop, order: &str) -> Value {
    shop.ok(&["order", "show", order])["state"].clone()
}

#[test]
fn what_the_portal_shows_is_decided_with_a_reason_and_pays_the_order() {
    let shop = Shop::new(Decision::Amount);
    let reference = unclear(&shop);
    let looked = shop.ok(&["attempts", "look-again", &reference]);
    assert_eq!(looked["look"], "same");
    let transaction = looked["transaction"].as_str().unwrap().to_owned();
    let decide = ["attempts", "decide", &reference, "--money-came-in", &transaction];
    assert_eq!(shop.run(&decide).0, 2, "a reason is needed");
    assert_eq!(shop.run(&["attempts", "decide", &reference, "--seen-to", "--reason", "x"]).0, 2);
    let with_reason = [&decide[..], &["--reason", "Portal shows 2.50"]].concat();
    assert_eq!(shop.run(&with_reason).0, 2, "nobody's word makes approved what contradicts itself");
    assert_eq!(order_state(&shop, "1"), "paying");
    listed_in_disorder(&shop);
    let decided = shop.ok(&with_reason);
    assert_eq!((&decided["state"], &decided["needs_person"]), (&json!("approved"), &json!(false)));
    assert_eq!(decided["decision"]["reason"], "Portal shows 2.50");
    assert_eq!(order_state(&shop, "1"), "paid");
    assert_eq!(shop.ok(&["attempts", "needs-person"])["attempts"], json!([]));
    assert_eq!(shop.charged().len(), 1, "nothing is sent for a decision");
}

#[test]
fn an_answer_that_is_there_by_then_comes_before_the_decision_and_the_late_payment_is_attached() {
    let shop = Shop::new(Decision::Amount);
    let reference = unclear(&shop);
    shop.cloud.clear_faults();
    let (code, _) =
        shop.run(&["attempts", "decide", &reference, "--no-money-came-in", "--reason", "Nothing there"]);
    assert_eq!(code, 2, "the record is clear by now");
    let shown = shop.ok(&["attempts", "show", &reference]);
    assert_eq!((&shown["state"], &shown["attachable"]), (&json!("late_approved"), &json!(true)));
    shop.ok(&["attempts", "attach", &reference]);
    assert_eq!(order_state(&shop, "1"), "paid");
    assert_eq!(shop.run(&["attempts", "attach", &reference]).0, 2, "once");
    assert_eq!(shop.charged().len(), 1);
}

#[test]
fn in_a_shop_with_people_a_manager_decides() {
    let shop = Shop::new(Decision::Amount);
    let reference = unclear(&shop);
    for (name, role, pin) in [("Marta", "manager", "2580"), ("Anna", "cashier", "1470")] {
        std::fs::write(shop.path(&format!("{name}.pin")), pin).unwrap();
        let (file, marta) = (shop.text(&format!("{name}.pin")), shop.text("Marta.pin"));
        let mut args = vec!["people", "add", name, "--role", role, "--new-pin-file", &file];
        if name != "Marta" {
            args.extend(["--as", "Marta", "--pin-file", &marta]);
        }
        shop.ok(&args);
    }
    let (anna, marta) = (shop.text("Anna.pin"), shop.text("Marta.pin"));
    let decide = ["attempts", "decide", &reference, "--no-money-came-in", "--reason", "Bank shows nothing"];
    assert_eq!(shop.run(&decide).0, 2);
    assert_eq!(shop.run(&[&decide[..], &["--as", "Anna", "--pin-file", &anna]].concat()).0, 2);
    let decided = shop.ok(&[&decide[..], &["--as", "Marta", "--pin-file", &marta]].concat());
    assert_eq!((&decided["decision"]["by"], &decided["state"]), (&json!("Marta"), &json!("cancelled")));
    assert_eq!(order_state(&shop, "1"), "unpaid");
}
