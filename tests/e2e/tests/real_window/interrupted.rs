//! The till goes away in the middle of a payment.

use e2e::stories::{End, Stage};
use e2e::{Till, Window, key};

use crate::goods::CROISSANT;

fn paying(name: &str) -> Till {
    let till = Till::start(name);
    till.wait_until_ready();
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till
}

/// After a new start the payment is on screen, is followed, and ends paid with its receipt.
fn ends_paid(till: &mut Till) {
    till.wait_for_stage(Stage::Paying);
    till.wait_for_text("payment-panel", "");
    till.picture("found-again");
    till.customer(&["vt-tap"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", CROISSANT.name);
    till.picture("paid");
}

#[test]
fn killed_while_the_terminal_waits_for_the_card_it_ends_paid_after_the_next_start() {
    let mut till = paying("killed-waiting");
    till.kill();
    till.launch();
    ends_paid(&mut till);
}

#[test]
fn killed_after_the_card_it_finds_the_result_after_the_next_start() {
    let mut till = paying("killed-after-card");
    till.customer(&["vt-tap"]);
    till.kill();
    till.launch();
    till.wait_for_stage(Stage::Finished);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", CROISSANT.name);
    till.picture("paid");
}

#[test]
fn its_window_closed_in_the_middle_of_a_payment_it_ends_paid_after_the_next_start() {
    let mut till = paying("closed");
    till.close(Window::Till);
    till.wait_ended();
    till.launch();
    ends_paid(&mut till);
}

#[test]
fn an_open_basket_is_there_again_after_a_power_cut() {
    let mut till = Till::start("basket-kept");
    till.wait_until_ready();
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.kill();
    till.launch();
    till.wait_for_text("basket", CROISSANT.name);
    till.wait_for_text("total", CROISSANT.price);
    till.picture("basket-again");
}
