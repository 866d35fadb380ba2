//! A sale with fingers only. WebKitGTK's driver delivers a touch to the page as a press of the pointer.

use e2e::Till;
use e2e::stories::{End, Stage};

use crate::goods::{CROISSANT, MILK};

#[test]
fn a_whole_sale_is_rung_up_and_paid_by_touch_only() {
    let mut till = Till::start("touch");
    till.wait_until_ready();

    till.tap(&format!("category-{}", CROISSANT.category));
    till.tap(&format!("tile-{}", CROISSANT.code));
    till.wait_for_text("basket", CROISSANT.name);
    till.tap("keypad-3");
    till.tap("keypad-times");
    till.wait_for_text("pending-quantity", "3");
    till.tap(&format!("category-{}", MILK.category));
    till.picture("three-of-the-next");
    till.tap(&format!("tile-{}", MILK.code));
    till.wait_for_text("line-2", "3 ×");
    till.tap("act-fewer");
    till.wait_for_text("line-2", "2 ×");
    till.tap("act-discount");
    till.tap("discount-10");
    till.wait_gone("discount-dialog");
    till.wait_for_text("line-2", "10 %");

    let total = till.total();
    till.tap("act-park");
    till.wait_for("basket-empty");
    till.tap("act-recall");
    till.picture("parked");
    till.tap("parked-0");
    till.wait_for_text("line-2", MILK.name);
    assert_eq!(till.total(), total, "a parked basket comes back as it was");

    till.tap("pay-card");
    till.wait_for_stage(Stage::Paying);
    till.wait_for_card_request();
    till.picture("waiting-for-the-card");
    till.customer(&["vt-insert", "vt-pin-right"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", MILK.name);
    till.picture("paid");

    // The paper as a file, and a copy that says so.
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.tap("receipt-reprint");
    till.wait_for_text("receipt-text", "COPY 1");
    till.picture("copy");
    assert_eq!(till.saved_receipts().len(), 1, "one PDF lies in the data folder");
    till.tap("next-sale");
    till.wait_for("basket-empty");

    // The next customer hands over a note.
    till.tap(&format!("tile-{}", MILK.code));
    till.wait_for_text("total", MILK.price);
    till.tap("pay-cash-note");
    till.wait_for_end(End::Paid);
    till.wait_for("change");
    till.picture("cash-and-change");
    till.tap("next-sale");
    till.wait_for("basket-empty");
}

#[test]
fn every_screen_is_reached_by_touch() {
    let mut till = Till::start("screens");
    till.wait_until_ready();
    for screen in ["terminals", "orders", "settings"] {
        till.tap("menu");
        till.tap(&format!("nav-{screen}"));
        till.wait_for(&format!("{screen}-screen"));
        till.picture(screen);
    }
}
