//! What a manager does once a day and once in half a year: the totals, the history, a new key.

use e2e::stories::{End, Stage, approve};
use e2e::{Shop, Till, key};

use crate::goods::CROISSANT;

fn sell_by_card(shop: &Shop, till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    till.keys(key::ENTER);
    till.wait_for_stage(Stage::Ringing);
    till.wait_for("basket-empty");
}

#[test]
fn the_day_is_counted_twice_and_agrees_and_every_transaction_has_its_order() {
    let shop = Shop::make("manager-day");
    let mut till = shop.open();
    till.wait_until_ready();
    sell_by_card(&shop, &till);
    sell_by_card(&shop, &till);
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    // Enter right after a scan could be the scanner's own.
    till.tap("next-sale");
    till.wait_for("basket-empty");

    till.keys(&key::function(11));
    till.wait_for("manager-screen");
    till.wait_for_text("day-sales-count", "3");
    till.wait_for_text("ours-charged", "3,70");
    till.wait_for_text("theirs-charged", "3,70");
    till.wait_for("agrees");
    till.wait_for_text("day-slip", "DAY TOTALS");
    till.picture("day-totals");
    till.tap("day-as-printed");
    till.wait_for_text("day-text", "No difference");
    till.picture("as-printed");
    till.tap("day-pdf");
    till.wait_for_text("pdf-saved", "day-totals");
    let reports = std::fs::read_dir(till.data().join("reports")).map_or(0, Iterator::count);
    assert_eq!(reports, 1, "the report is saved once");

    till.tap("section-history");
    till.wait_for("history");
    till.wait_for_text("history", "✓ approved");
    till.picture("history");
    till.tap("history-order");
    till.wait_for("order-detail");
    till.wait_for_text("receipt-text", "Card");
    till.picture("its-order");
    assert_eq!(shop.cloud.charges(), [185, 185]);
}

#[test]
fn a_refund_stands_in_the_day_totals_of_till_and_terminal_and_on_the_printed_report() {
    let mut till = Till::start("manager-refund-day");
    till.wait_until_ready();
    for _ in 0..2 {
        till.scan(CROISSANT.code);
        till.wait_for_text("total", CROISSANT.price);
        till.keys(&key::function(8));
        approve(&mut till);
        till.tap("next-sale");
        till.wait_for("basket-empty");
    }
    till.scan("TB-000001");
    till.wait_for_text("order-detail", "Order 000001");
    till.tap("order-refund");
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    till.wait_for_value("refund-progress", "data-stage", "running");
    till.wait_for_refund_request();
    till.customer(&["vt-tap"]);
    till.wait_for_text("refund-end", "Refunded");
    till.tap("refund-done");

    till.keys(&key::function(11));
    till.tap("manager-let-in");
    till.wait_for("manager-pin");
    till.keys(&format!("9999{}", key::ENTER));
    till.wait_for_text("day-sales-count", "2");
    till.wait_for_text("day-refunds", CROISSANT.price);
    till.wait_for_text("ours-refunded", CROISSANT.price);
    till.wait_for_text("theirs-refunded", CROISSANT.price);
    till.wait_for("agrees");
    till.picture("day-totals");
    till.tap("day-as-printed");
    till.wait_for_text("day-text", "given back");
    till.wait_for_text("day-text", "1 refund");
    till.wait_for_text("day-text", "Anna");
    till.picture("as-printed");
    till.tap("day-pdf");
    till.wait_for_text("pdf-saved", "day-totals");
    till.picture_of_receipt("as-pdf");
}

#[test]
fn a_key_is_changed_and_the_till_takes_cards_with_the_new_one() {
    let shop = Shop::make("manager-key");
    let mut till = shop.open();
    till.wait_until_ready();
    till.keys(&key::function(11));
    till.tap("section-keys");
    till.wait_for("key-in-use");
    till.picture("one-key");
    till.tap("rotate-begin");
    till.wait_for("rotate-label");
    till.keys("Second half");
    till.tap("rotate-make");
    till.wait_for_value("rotate", "data-step", "proved");
    till.picture("new-key-works");

    // Closed in the middle, it goes on where it was.
    till.kill();
    till.launch();
    till.wait_until_ready();
    till.keys(&key::function(11));
    till.tap("section-keys");
    till.wait_for_value("rotate", "data-step", "proved");
    till.tap("rotate-revoke");
    till.wait_for("rotate-revoke-yes");
    till.picture("sure");
    till.tap("rotate-revoke-yes");
    till.wait_for_value("rotate", "data-step", "none");
    till.wait_for_text("key-in-use", "In use by this till");
    till.picture("old-key-gone");

    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    sell_by_card(&shop, &till);
    assert_eq!(shop.cloud.charges(), [185], "the new key takes cards");
}

#[test]
fn a_cashier_comes_in_with_a_managers_pin_only() {
    let mut till = Till::start("manager-pin");
    till.wait_until_ready();
    till.wait_for_text("current-person", "Anna");
    till.keys(&key::function(11));
    till.wait_for("managers-only");
    till.picture("closed");
    till.tap("manager-let-in");
    till.wait_for("manager-pin");
    till.picture("asked");
    till.keys(&format!("9999{}", key::ENTER));
    till.wait_for("day-till");
    till.picture("let-in");
}
