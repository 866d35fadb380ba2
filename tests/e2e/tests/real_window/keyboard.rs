//! A sale without a mouse and without a finger on the till.

use e2e::stories::{End, Stage, approve, next_sale_by_key};
use e2e::{Till, key};

use crate::goods::{CROISSANT, MILK};

#[test]
fn a_whole_sale_is_rung_up_and_paid_by_keyboard_only() {
    let mut till = Till::start("keyboard");
    till.wait_until_ready();
    till.picture("ready");

    // A scan, the same again, three at once, and one found by its name.
    till.scan(CROISSANT.code);
    till.wait_for_text("basket", CROISSANT.name);
    till.scan(CROISSANT.code);
    till.wait_for_text("basket", "2 ×");
    till.keys("3*");
    till.wait_for_text("pending-quantity", "3");
    till.picture("three-of-the-next");
    till.scan(MILK.code);
    till.wait_for_text("basket", "3 ×");
    till.keys("cortado");
    till.wait_for_text("search-results", "Cortado");
    till.picture("search");
    till.keys(key::ENTER);
    till.wait_for_text("basket", "Cortado");
    till.picture("basket");

    // One more and one less of it, then it is voided after all.
    till.keys("+");
    till.wait_for_text("line-3", "2 ×");
    till.keys("-");
    till.wait_for_text("line-3", "1 ×");
    till.keys(key::DELETE);
    till.wait_gone("line-3");

    // Ten percent off the milk, typed into the dialog.
    till.keys(&key::function(4));
    till.wait_for("discount-text");
    till.keys(&format!("10%{}", key::ENTER));
    till.wait_gone("discount-dialog");
    till.wait_for_text("line-2", "10 %");

    // Parked for another customer, and recalled.
    let total = till.total();
    till.keys(&key::function(2));
    till.wait_for("basket-empty");
    till.keys(&key::function(3));
    till.wait_for("parked-0");
    till.picture("parked");
    till.keys(&format!("{}{}", key::TAB, key::ENTER));
    till.wait_for_text("basket", CROISSANT.name);
    assert_eq!(till.total(), total, "a parked basket comes back as it was");

    // Card, and the receipt.
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.wait_for_card_request();
    till.picture("waiting-for-the-card");
    approve(&mut till);
    till.wait_for_text("receipt-text", CROISSANT.name);
    till.picture("paid");
    next_sale_by_key(&till);
    till.wait_for("basket-empty");

    // The next customer pays with a note; the till says the change.
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys("20");
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.wait_for_text("change", "18,15");
    till.picture("cash-and-change");
    next_sale_by_key(&till);
    till.wait_for("basket-empty");
}

#[test]
fn the_list_of_keys_opens_and_closes_by_key() {
    let mut till = Till::start("keys");
    till.wait_until_ready();
    till.keys(&key::function(1));
    till.wait_for("key-help");
    till.picture("keys");
    till.keys(key::ESCAPE);
    till.wait_gone("key-help");
}
