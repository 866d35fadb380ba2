//! What a machine cannot decide: a manager looks, decides with a PIN, and money that came late is put right.

use e2e::stories::{End, Stage};
use e2e::{Network, Shop, Till, key};

use crate::goods::CROISSANT;

const BOTH_AT_ONCE: &str = r#"{"status":"CANCELLED","result":"APPROVED"}"#;
const LISTED: &str = r#"{"id":"OTHER","status":"CANCELLED","result":"APPROVED"}"#;
const DECLINED: &str = r#"{"status":"CANCELLED","result":"DECLINED"}"#;

/// Rings up one croissant.
fn ring_up(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
}

/// Rings up one croissant and asks the terminal for its price, while the record of it will say something of its own.
fn ask_for_the_card(shop: &Shop, till: &Till, record: &str) {
    ring_up(till);
    shop.cloud.record_says(record);
    till.keys(&key::function(8));
}

/// A croissant whose card was charged, whose record said cancelled and approved at once, and whose reference the list
/// shows on something that still does.
fn unclear(shop: &Shop, till: &mut Till) {
    ring_up(till);
    shop.cloud.list_says(BOTH_AT_ONCE, LISTED);
    till.keys(&key::function(8));
    till.wait_for_end_word("needs_person");
    shop.cloud.present_card();
    shop.cloud.wait_for_charges(1);
    till.picture("needs-person");
    till.tap("next-sale");
    till.wait_for("case-badge");
}

/// A croissant whose card was charged, and which the till was told is declined.
fn declined_and_charged(shop: &Shop, till: &Till) {
    ask_for_the_card(shop, till, DECLINED);
    till.wait_for_end(End::Declined);
    shop.cloud.present_card();
    shop.cloud.wait_for_charges(1);
}

fn open_queue(till: &Till) {
    till.tap("case-badge");
    till.wait_for("case-detail");
}

fn reason(till: &Till, words: &str) {
    till.tap("case-reason");
    till.keys(words);
}

#[test]
fn a_manager_finds_the_money_in_the_portal_and_the_order_is_paid() {
    let shop = Shop::make("person-paid");
    shop.add_person("Marta", "manager", "2580");
    shop.add_person("Anna", "cashier", "1470");
    let mut till = shop.open();
    till.wait_for("sign-in-screen");
    till.tap("person-Anna");
    till.keys(&format!("1470{}", key::ENTER));
    till.wait_until_ready();
    unclear(&shop, &mut till);
    till.picture("badge");
    till.tap("case-badge");
    till.wait_for("managers-only");
    till.tap("manager-let-in");
    till.wait_for("manager-pin");
    till.keys(&format!("2580{}", key::ENTER));
    till.wait_for("case-detail");
    till.wait_for_text("case-mismatch", "contradicts itself");
    till.picture("evidence");
    till.tap("case-look-again");
    till.wait_for_text("case-look", "as before");
    till.picture("looked-again");
    till.tap("case-money_came_in");
    till.wait_for("case-decision");
    reason(&till, "Portal shows 1,85 approved 14:02");
    till.picture("deciding");
    till.tap("case-decide");
    till.wait_for("manager-pin");
    till.picture("pin");
    till.keys(&format!("2580{}", key::ENTER));
    till.wait_for("cases-none");
    till.wait_for_text("case-steps", "Marta");
    till.picture("decided");
    till.tap("case-order");
    till.wait_for_text("receipt-text", "Card");
    till.picture("its-order");
    assert_eq!(shop.cloud.charges(), [185], "a decision sends nothing");
}

#[test]
fn no_money_came_in_and_when_it_does_after_all_the_till_tells() {
    let shop = Shop::make("person-unpaid");
    let mut till = shop.open();
    till.wait_until_ready();
    ask_for_the_card(&shop, &till, BOTH_AT_ONCE);
    till.wait_for_end_word("needs_person");
    till.tap("next-sale");
    till.wait_for("case-badge");
    open_queue(&till);
    till.tap("case-no_money_came_in");
    reason(&till, "Bank shows nothing");
    till.picture("deciding");
    till.tap("case-decide");
    till.wait_for("cases-none");
    till.picture("decided");
    till.keys(key::ESCAPE);
    till.wait_for("notice-found_not_charged");
    till.picture("basket-parked");
    // The customer had not left: the card is charged now.
    shop.cloud.network(Network::Whole);
    shop.cloud.present_card();
    till.wait_for("notice-late_approved");
    till.wait_for("case-badge");
    till.picture("told-late");
    assert_eq!(shop.cloud.charges(), [185]);
}

#[test]
fn a_late_payment_is_made_to_pay_its_own_order() {
    let shop = Shop::make("person-late");
    let mut till = shop.open();
    till.wait_until_ready();
    declined_and_charged(&shop, &till);
    shop.cloud.network(Network::Whole);
    till.wait_for("notice-late_approved");
    till.picture("charged-late");
    // Paying once more is what a hurried cashier tries.
    till.tap("next-sale");
    till.wait_for_stage(Stage::Ringing);
    till.keys(&key::function(8));
    till.wait_for_text("sale-trouble", "charged after all");
    till.picture("not-charged-again");
    assert_eq!(shop.cloud.charges().len(), 1);
    till.tap("notice-look");
    till.wait_for_value("case-detail", "data-kind", "late");
    till.picture("late");
    till.tap("case-attach");
    till.wait_for_value("case-detail", "data-kind", "settled");
    till.picture("attached");
    till.keys(key::ESCAPE);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "Croissant");
    till.picture("paid-after-all");
    till.keys(key::ENTER);
    till.wait_for("basket-empty");
    assert!(!till.shows("case-badge"), "nothing is left to decide");
}

#[test]
fn a_customer_who_paid_twice_gets_the_card_payment_back() {
    let shop = Shop::make("person-twice");
    let mut till = shop.open();
    till.wait_until_ready();
    declined_and_charged(&shop, &till);
    till.tap("next-sale");
    till.wait_for_stage(Stage::Ringing);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.tap("next-sale");
    till.wait_for("basket-empty");
    shop.cloud.network(Network::Whole);
    till.wait_for("notice-paid_twice");
    till.picture("paid-twice");
    till.kill();
    till.launch();
    till.wait_until_ready();
    till.wait_for("notice-paid_twice");
    assert!(!till.shows("notice-dismiss"), "it stays until the money is on its way back");
    till.tap("notice-look");
    till.wait_for_value("case-detail", "data-kind", "paid_twice");
    till.picture("evidence");
    till.tap("case-give-back");
    till.wait_for("refund-screen");
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    shop.cloud.present_card();
    till.wait_for_text("refund-end", "Refunded");
    till.picture("given-back");
    till.tap("refund-done");
    till.wait_for("basket-empty");
    assert!(!till.shows("notice-paid_twice") && !till.shows("case-badge"), "dealt with");
}
