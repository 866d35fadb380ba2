//! Every way a card payment ends that is not simply paid.

use e2e::stories::{End, Stage};
use e2e::{Till, Window, key};

use crate::goods::CROISSANT;

/// A till whose terminal asks for the card of one croissant.
fn paying(name: &str) -> Till {
    let till = Till::start(name);
    till.wait_until_ready();
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till
}

/// Not charged: the basket is there again, and paid by the next try.
fn pays_after_all(till: &Till) {
    till.tap("next-sale");
    till.wait_for_stage(Stage::Ringing);
    till.wait_for_text("basket", CROISSANT.name);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till.customer(&["vt-tap"]);
    till.wait_for_end(End::Paid);
}

#[test]
fn a_declined_card_charges_nothing_and_another_card_pays() {
    let mut till = paying("declined");
    till.customer(&["vt-faults", "vt-decline"]);
    till.wait_for_end(End::Declined);
    till.wait_for_text("payment-end", "Not charged");
    till.picture("declined");
    pays_after_all(&till);
    till.picture("paid");
}

#[test]
fn a_payment_is_cancelled_before_the_card_and_nothing_is_charged() {
    let mut till = paying("cancelled");
    till.keys(key::ESCAPE);
    till.wait_for("cancel-dialog");
    till.picture("asks-first");
    till.tap("cancel-dialog-yes");
    till.wait_for_end(End::Cancelled);
    till.picture("cancelled");
    pays_after_all(&till);
}

#[test]
fn a_cancel_that_comes_too_late_is_followed_to_the_payment() {
    let mut till = paying("too-late");
    // The card is in, the PIN is not: the terminal no longer stops for the till.
    till.customer(&["vt-insert"]);
    till.tap("cancel-payment");
    till.wait_for_value("payment-phase", "data-cancel", "too_late");
    till.picture("too-late");
    till.customer(&["vt-pin-right"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("payment-end-advice", "too late");
    till.picture("paid-all-the-same");

    // The customer wanted it stopped: the money goes back to the card with one tap from here.
    till.tap("end-refund");
    till.wait_for_text("refund-sum", CROISSANT.price);
    till.picture("give-it-back");
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    till.wait_for_value("refund-progress", "data-stage", "running");
    till.wait_for_refund_request();
    till.customer(&["vt-tap"]);
    till.wait_for_text("refund-end", "Refunded");
    till.wait_for_text("refund-slip", CROISSANT.price);
    till.picture("given-back");
}

#[test]
fn a_customer_who_stops_at_the_terminal_is_not_charged() {
    let mut till = paying("stopped");
    till.customer(&["vt-stop"]);
    till.wait_for_end(End::Cancelled);
    till.picture("stopped");
    pays_after_all(&till);
}

#[test]
fn an_answer_lost_on_the_way_is_looked_up_and_never_sent_twice() {
    let mut till = Till::start("lost-answer");
    till.wait_until_ready();
    till.customer(&["vt-faults", "vt-lose-answer"]);
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.switch_to(Window::VirtualTerminal);
    till.tap("vt-tap");
    till.switch_to(Window::Till);
    till.wait_for_end(End::Paid);
    till.picture("paid");
    // One payment, and one only, stands behind the order.
    till.keys(&key::function(10));
    till.wait_for("orders-screen");
    till.tap("order-000001");
    till.wait_for_text("order-detail", CROISSANT.name);
    assert_eq!(till.texts_of_all("attempt-").len(), 1, "the payment was sent once");
    till.picture("one-attempt");
}
