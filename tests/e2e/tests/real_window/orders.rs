//! What was sold before: found, understood, printed again.

use e2e::stories::{End, Stage};
use e2e::{Till, key};

use crate::goods::CROISSANT;

/// A croissant that was declined first, then paid with another card.
fn declined_then_paid(name: &str) -> Till {
    let till = Till::start(name);
    till.wait_until_ready();
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till.customer(&["vt-faults", "vt-decline"]);
    till.wait_for_end(End::Declined);
    till.keys(key::ENTER);
    till.wait_for_stage(Stage::Ringing);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till.customer(&["vt-tap"]);
    till.wait_for_end(End::Paid);
    till.keys(key::ENTER);
    till.wait_for("basket-empty");
    till
}

#[test]
fn an_order_tells_every_attempt_and_its_copies_are_counted() {
    let mut till = declined_then_paid("order-detail");
    till.keys(&key::function(10));
    till.wait_for("orders-screen");
    till.picture("orders");

    // By its number, then by the barcode of its receipt.
    till.tap("order-search");
    till.keys(&format!("1{}", key::ENTER));
    till.wait_for_text("order-detail", "Order 000001");
    till.picture("by-number");
    let attempts = till.texts_of_all("attempt-");
    let told = |words: &str| attempts.iter().filter(|attempt| attempt.contains(words)).count();
    assert_eq!((attempts.len(), told("declined") > 0, told("✓ paid")), (2, true, 1), "{attempts:?}");

    assert!(!till.text("receipt-text").contains("COPY 1"), "what the customer got is no copy");
    till.tap("receipt-reprint");
    till.wait_for_text("receipt-text", "COPY 1");
    till.tap("receipt-reprint");
    till.wait_for_text("receipt-text", "COPY 2");
    till.picture("second-copy");
    till.tap("receipt-pdf");
    till.wait_for_text("pdf-saved", "000001");
    till.picture_of_receipt("receipt");
}

#[test]
fn a_receipt_that_cannot_be_saved_is_said_and_the_sale_stands() {
    let mut till = Till::start("unsaved-receipt");
    till.wait_until_ready();
    std::fs::write(till.data().join("receipts"), "in the way").expect("the data folder can be written");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.tap("receipt-pdf");
    till.wait_for_text("sale-trouble", "data folder cannot be written");
    till.picture("said");
    till.wait_for_end(End::Paid);
}
