//! Slips of a cashier: a sentence, and nothing lost.

use e2e::stories::{End, Stage};
use e2e::{Till, key};

use crate::goods::CROISSANT;

#[test]
fn slips_get_a_sentence_and_the_next_scan_works() {
    let mut till = Till::start("slips");
    till.wait_until_ready();

    // Paying nothing.
    till.keys(&key::function(8));
    till.wait_for_text("sale-trouble", "nothing to pay");

    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);

    // A code nobody knows.
    till.scan("4000000000006");
    till.wait_for_text("entry-trouble", "4000000000006");
    till.picture("unknown-code");
    till.wait_for_text("total", CROISSANT.price);

    // The next scan works and takes the sentence away.
    till.scan(CROISSANT.code);
    till.wait_for_text("line-1", "2 ×");
    till.wait_gone("entry-trouble");

    // None of something, and far too many.
    for quantity in ["0*", "99999999*"] {
        till.keys(quantity);
        till.wait_for("entry-trouble");
        till.keys(key::ESCAPE);
        till.keys(key::ESCAPE);
    }
    till.wait_for_text("line-1", "2 ×");

    // Less cash than the price.
    till.keys("1");
    till.keys(&key::function(7));
    till.wait_for_text("sale-trouble", "missing");
    till.picture("not-enough-cash");
    till.wait_for_stage(Stage::Ringing);
    till.wait_for_text("line-1", "2 ×");
}

#[test]
fn a_terminal_that_is_off_takes_no_money_and_cash_still_works() {
    let mut till = Till::start("terminal-off");
    till.wait_until_ready();
    till.customer(&["vt-faults", "vt-power"]);
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.picture("nobody-answers");
    till.tap("cancel-payment");
    till.wait_for_end(End::Cancelled);
    till.tap("next-sale");
    till.wait_for_stage(Stage::Ringing);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.picture("cash-works");
}
