//! Money that goes back: half of an order, the rest, no more; and an answer that got lost on the way.

use e2e::stories::{End, approve};
use e2e::{Till, key};

use crate::goods::{CROISSANT, MILK};

/// Two croissants and a milk, 4,99, paid by card.
fn sold(name: &str) -> Till {
    let mut till = Till::start(name);
    till.wait_until_ready();
    for code in [CROISSANT.code, CROISSANT.code, MILK.code] {
        till.scan(code);
    }
    till.wait_for_text("total", "4,99");
    till.keys(&key::function(8));
    till.wait_for_card_request();
    approve(&mut till);
    till.wait_for_end(End::Paid);
    till.keys(key::ENTER);
    till.wait_for("basket-empty");
    till
}

/// Opens the refund of the order by the barcode of its receipt, as it is scanned on the sale screen.
fn open_refund(till: &Till) {
    till.scan("TB-000001");
    till.wait_for_text("order-detail", "Order 000001");
    till.tap("order-refund");
    till.wait_for("refund-screen");
}

/// The customer holds the card to the terminal once it asks for it.
fn present_card(till: &Till) {
    till.wait_for_refund_request();
    till.customer(&["vt-tap"]);
}

/// Gives what is chosen, once the question has been answered.
fn give(till: &Till) {
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    till.wait_for_value("refund-progress", "data-stage", "running");
}

#[test]
fn a_line_and_then_the_rest_go_back_and_then_nothing_is_offered() {
    let mut till = sold("refund");
    open_refund(&till);
    till.wait_for_text("refund-sum", "4,99");
    till.tap("refund-mode-lines");
    till.tap("refund-more-1");
    till.wait_for_text("refund-sum", "1,85");
    till.picture("one-croissant");
    till.tap("refund-mode-amount");
    till.tap("refund-amount");
    till.keys("5,00");
    till.wait_for_text("refund-refused", "4,99");
    till.picture("more-than-is-left");
    till.tap("refund-mode-lines");
    till.wait_for_text("refund-sum", "1,85");
    give(&till);
    till.picture("under-way");
    present_card(&till);
    till.wait_for_text("refund-end", "Refunded");
    till.wait_for_text("refund-slip", "R000001");
    till.tap("refund-reprint");
    till.wait_for_text("refund-slip", "COPY 1");
    till.tap("refund-pdf");
    till.wait_for_text("refund-pdf-saved", "R000001");
    till.picture("refunded");
    till.tap("refund-done");
    till.wait_for("basket-empty");

    open_refund(&till);
    till.wait_for_text("refund-sum", "3,14");
    give(&till);
    present_card(&till);
    till.wait_for_text("refund-end", "Refunded");
    till.keys(key::ESCAPE);
    till.wait_for("basket-empty");

    till.scan("TB-000001");
    till.wait_for_text("order-refund-R000002", "refunded");
    assert!(!till.shows("order-refund"), "nothing is left to refund");
    till.picture("all-back");
}

#[test]
fn a_refund_whose_answer_got_lost_is_looked_up_and_made_once() {
    let mut till = sold("refund-lost-answer");
    till.customer(&["vt-faults", "vt-lose-answer"]);
    open_refund(&till);
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    till.wait_for("payment-panel");
    till.picture("looked-up");
    present_card(&till);
    till.wait_for_text("refund-end", "Refunded");
    till.wait_for_text("refund-slip", "4,99");
    till.tap("refund-done");
    till.scan("TB-000001");
    till.wait_for_text("order-refund-R000001", "refunded");
    assert!(!till.shows("order-refund"), "it was made once, and nothing is left");
    till.picture("once");
}

#[test]
fn cash_goes_back_in_cash_with_its_slip() {
    let mut till = Till::start("refund-cash");
    till.wait_until_ready();
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.tap("next-sale");
    till.wait_for("basket-empty");
    open_refund(&till);
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    till.wait_for_text("refund-end", "Refunded");
    till.wait_for_text("refund-slip", "1,85");
    till.picture("refunded");
}
