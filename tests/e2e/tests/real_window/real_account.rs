//! A shop with an account of its own: what goes wrong with keys and networks, and that nobody pays twice for it.

use e2e::stories::{End, Stage};
use e2e::{Network, Shop, Till, key};

use crate::goods::CROISSANT;

/// Rings up one croissant and asks the terminal for its price.
fn ask_for_the_card(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
}

/// A croissant whose customer has paid, which the till does not hear of.
fn paid_without_an_answer(shop: &Shop, till: &Till) {
    ask_for_the_card(till);
    shop.cloud.wait_for_card_request();
    shop.cloud.network(Network::NoLookUps);
    shop.cloud.present_card();
    shop.cloud.wait_for_charges(1);
    till.wait_for_value("payment-phase", "data-phase", "checking");
}

/// A croissant in cash, while whatever happened to the customer before is looked up.
fn sell_one_in_cash(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
}

#[test]
fn a_wrong_or_missing_key_charges_nothing_and_the_right_one_pays() {
    let shop = Shop::make("wrong-key");
    let mut till = shop.open();
    till.wait_until_ready();
    assert!(!till.shows("practice"), "a shop made by tillctl is real");
    till.picture("ready");

    shop.write_key("not-the-key");
    ask_for_the_card(&till);
    till.wait_for_end(End::NotSent);
    till.wait_for_text("payment-end-advice", "refused the key");
    till.wait_for_text("payment-end-advice", "No money has moved");
    till.picture("wrong-key");

    // The basket waited for the right key.
    shop.write_key(shop.cloud.api_key());
    till.tap("next-sale");
    till.wait_for_stage(Stage::Ringing);
    till.wait_for_text("basket", CROISSANT.name);
    till.keys(&key::function(8));
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "Corner shop");
    till.picture("paid");
    till.keys(key::ENTER);
    till.wait_for("basket-empty");

    std::fs::remove_file(shop.key_file()).expect("the key file was there");
    ask_for_the_card(&till);
    till.wait_for_end(End::NotSent);
    till.wait_for_text("payment-end-advice", "cannot be read");
    till.picture("no-key-file");
    till.tap("next-sale");
    till.keys(&key::function(12));
    till.tap("account-test");
    till.wait_for_text("account-fails", "merchant-api.key");
    till.picture("account-test");
    assert_eq!(shop.cloud.charges(), [185], "one card was charged, once");
}

#[test]
fn without_a_network_nothing_is_charged_and_cash_works() {
    let mut shop = Shop::make("no-network");
    let mut till = shop.open();
    till.wait_until_ready();
    shop.cloud.take_away();
    ask_for_the_card(&till);
    till.wait_for_end(End::NotSent);
    till.wait_for_text("payment-end-advice", "internet connection");
    till.picture("not-sent");
    till.tap("next-sale");
    till.wait_for_stage(Stage::Ringing);
    till.wait_for_text("basket", CROISSANT.name);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.picture("cash-works");
}

#[test]
fn a_network_cut_in_the_middle_holds_up_nobody_and_the_payment_is_found_again() {
    let shop = Shop::make("cut-network");
    let mut till = shop.open();
    till.wait_until_ready();
    paid_without_an_answer(&shop, &till);
    till.wait_for_text("payment-advice", "Do not take the money a second time");
    till.picture("checking");
    till.tap("set-aside");
    till.wait_for_stage(Stage::Ringing);
    till.wait_for_text("notice-following", "000001");
    sell_one_in_cash(&till);
    till.picture("sold-on-in-cash");

    shop.cloud.network(Network::Whole);
    till.wait_for_text("notice-found_paid", "000001");
    till.picture("found");
    till.tap("notice-look");
    till.wait_for_text("order-detail", "Order 000001");
    till.wait_for_text("receipt-text", "Card VISA");
    till.picture("receipt-of-the-first");
    assert_eq!(shop.cloud.charges(), [185], "the customer paid once");
}

#[test]
fn killed_while_a_payment_is_in_doubt_the_till_sells_on_and_finds_it() {
    let shop = Shop::make("killed-in-doubt");
    let mut till = shop.open();
    till.wait_until_ready();
    paid_without_an_answer(&shop, &till);
    till.tap("set-aside");
    till.wait_for_stage(Stage::Ringing);
    till.scan("101");
    till.wait_for_text("basket", "Espresso");

    // Still without a network: the next customer's basket is there, and the terminal is not asked a second time.
    till.kill();
    till.launch();
    till.wait_for_text("basket", "Espresso");
    till.wait_for_text("notice-following", "000001");
    till.keys(&key::function(8));
    till.wait_for_text("sale-trouble", "still busy with order 000001");
    till.picture("terminal-kept");

    shop.cloud.network(Network::Whole);
    till.wait_for_text("notice-found_paid", "000001");
    till.keys(&key::function(8));
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    till.picture("both-paid");
    assert_eq!(shop.cloud.charges(), [185, 250], "each customer paid once");
}
