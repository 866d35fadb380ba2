//! What a cashier changes about a basket before it is paid.

use e2e::stories::End;
use e2e::{Till, key};

use crate::goods::{CROISSANT, MILK};

#[test]
fn quantities_discounts_and_a_voided_line_add_up_to_the_cent() {
    let mut till = Till::start("discounts");
    till.wait_until_ready();
    till.scan(CROISSANT.code);
    till.wait_for_text("total", "1,85");
    till.tap("keypad-5");
    till.tap("keypad-quantity");
    till.wait_for_text("line-1", "5 ×");
    till.wait_for_text("total", "9,25");
    // None of something is no quantity.
    till.tap("keypad-0");
    till.tap("keypad-quantity");
    till.wait_for_text("sale-trouble", "“0” cannot be sold");
    till.picture("none-of-something");
    till.tap("keypad-backspace");

    // Half a euro off the line, by an amount.
    till.tap("act-discount");
    till.keys(&format!("0,50{}", key::ENTER));
    till.wait_for_text("line-1", "0,50");
    till.wait_for_text("total", "8,75");

    // Two milk, and a bag that is voided after all.
    till.keys("2*");
    till.wait_for_text("pending-quantity", "2");
    till.scan(MILK.code);
    till.wait_for_text("total", "11,33");
    till.scan("101");
    till.wait_for("line-3");
    till.tap("act-void");
    till.wait_gone("line-3");

    // A tenth off the whole sale: 11,33 less 1,133, rounded once.
    till.tap("act-discount");
    till.tap("discount-on-order");
    till.picture("discount");
    till.tap("discount-10");
    till.wait_for_text("order-discount", "1,13");
    till.wait_for_text("total", "10,20");
    till.picture("basket");

    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "10,20");
    till.picture("paid");
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
}

#[test]
fn baskets_are_parked_recalled_in_any_order_and_cleared_only_when_asked_twice() {
    let mut till = Till::start("parked");
    till.wait_until_ready();
    for code in [CROISSANT.code, MILK.code] {
        till.scan(code);
        till.wait_for("line-1");
        till.tap("act-park");
        till.wait_for("basket-empty");
    }
    till.wait_for_text("act-recall", "2");

    // An open basket is not lost to a recalled one.
    till.scan(CROISSANT.code);
    till.wait_for_text("basket", CROISSANT.name);
    till.tap("act-recall");
    till.wait_for("parked-1");
    till.tap("parked-1");
    till.wait_for_text("parked-dialog", "Another basket is open");
    till.picture("one-at-a-time");
    till.keys(key::ESCAPE);
    till.wait_gone("parked-dialog");
    till.wait_for_text("basket", CROISSANT.name);

    // Clearing asks; saying no keeps everything.
    till.tap("act-clear");
    till.picture("asks-first");
    till.tap("clear-dialog-no");
    till.wait_for_text("basket", CROISSANT.name);
    till.tap("act-clear");
    till.tap("clear-dialog-yes");
    till.wait_for("basket-empty");

    // Both are still parked, each with its own articles.
    for left in ["1", ""] {
        till.tap("act-recall");
        till.tap("parked-0");
        till.wait_for("line-1");
        till.wait_for_text("act-recall", left);
        till.tap("pay-cash-exact");
        till.wait_for_end(End::Paid);
        till.tap("next-sale");
        till.wait_for("basket-empty");
    }
    assert!(till.attribute("act-recall", "disabled").is_some(), "nothing is parked any more");
}
