//! The till killed in each phase of a payment that no other story kills it in: while the request is on its way, while it is
//! being stopped, while money goes back. Each time the next start finds what became of it, and the card was charged once.

use e2e::stories::{End, Stage};
use e2e::{Network, Shop, Till, key};

use crate::goods::CROISSANT;

fn ask_for_the_card(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
}

#[test]
fn killed_while_the_request_is_on_its_way_it_is_found_and_not_sent_again() {
    let shop = Shop::make("killed-sending");
    let mut till = shop.open();
    till.wait_until_ready();
    shop.cloud.network(Network::SlowAnswers("POST"));
    ask_for_the_card(&till);
    // The terminal asks already, the till has had no answer: on its disk there is nothing but the intent.
    shop.cloud.wait_for_card_request();
    till.wait_for_value("payment-phase", "data-phase", "sending");
    till.kill();
    shop.cloud.network(Network::Whole);
    till.launch();
    till.wait_for_stage(Stage::Paying);
    till.picture("found-again");
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", CROISSANT.name);
    till.picture("paid");
    assert_eq!(shop.cloud.charges(), [185], "asked once, charged once");
}

#[test]
fn what_was_taken_is_called_sent_before_it_was_looked_up_once() {
    let shop = Shop::make("sent-at-once");
    let mut till = shop.open();
    till.wait_until_ready();
    shop.cloud.network(Network::SlowAnswers("GET"));
    ask_for_the_card(&till);
    till.wait_for_value("payment-phase", "data-phase", "sent");
    till.picture("sent");
    shop.cloud.network(Network::Whole);
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
}

#[test]
fn killed_while_it_is_being_stopped_the_next_start_says_that_nothing_was_charged() {
    let shop = Shop::make("killed-cancelling");
    let mut till = shop.open();
    till.wait_until_ready();
    ask_for_the_card(&till);
    shop.cloud.wait_for_card_request();
    shop.cloud.network(Network::SlowAnswers("DELETE"));
    till.tap("cancel-payment");
    shop.cloud.wait_for_idle();
    till.kill();
    shop.cloud.network(Network::Whole);
    till.launch();
    till.wait_for_end(End::Cancelled);
    till.picture("cancelled");
    till.tap("next-sale");
    till.wait_for_text("basket", CROISSANT.name);
    till.keys(&key::function(8));
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    assert_eq!(shop.cloud.charges(), [185], "the second try was charged, the first was not");
}

#[test]
fn killed_while_money_goes_back_it_goes_back_once_and_the_open_order_shows_it() {
    let shop = Shop::make("killed-refunding");
    let mut till = shop.open();
    till.wait_until_ready();
    ask_for_the_card(&till);
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    till.tap("next-sale");
    till.wait_for("basket-empty");
    till.scan("TB-000001");
    till.wait_for_text("order-detail", "Order 000001");
    till.tap("order-refund");
    till.wait_for("refund-screen");
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    shop.cloud.wait_for_card_request();
    till.kill();
    till.launch();
    till.wait_for_stage(Stage::Ringing);
    till.wait_for("notice-refund_following");
    till.picture("told-after-the-start");
    // The order is opened while the money is on its way, and shows the end without being opened again.
    till.scan("TB-000001");
    till.wait_for_text("order-refund-R000001", "under way");
    till.picture("under-way");
    shop.cloud.present_card();
    till.wait_for_text("order-refund-R000001", "refunded");
    assert!(!till.shows("order-refund"), "nothing is left to give back");
    till.picture("given-back");
    assert_eq!(shop.cloud.charges(), [185, 185], "charged once, given back once");
}
