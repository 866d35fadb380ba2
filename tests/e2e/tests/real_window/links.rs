//! A sale the customer pays at a link, and what the payment system then tells a manager: the payout, and who the shop is.

use e2e::stories::{End, Stage};
use e2e::{Till, Window, key};

use crate::goods::CROISSANT;

/// The practice shop's account at the system that has links, and what it calls itself there.
const ACCOUNT: &str = "3";
const MERCHANT: &str = "MC4PRACT";

/// A till that takes cards by link.
fn with_links(name: &str) -> Till {
    let mut till = Till::start(name);
    till.wait_until_ready();
    till.keys(&key::function(9));
    till.tap(&format!("offer-{ACCOUNT}"));
    till.wait_for(&format!("offered-{MERCHANT}"));
    till.tap("offer-add");
    till.wait_for("terminal-name");
    till.picture("chosen");
    till.keys(&format!("Link{}", key::ENTER));
    till.wait_for_text(&format!("terminal-{MERCHANT}"), "Link");
    till.tap("terminal-use");
    till.wait_for_text(&format!("terminal-{MERCHANT}"), "In use");
    till.keys(key::ESCAPE);
    till.wait_for("basket-empty");
    till
}

/// A croissant is to be paid at a link, which is on the screen.
fn asks(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.wait_for("pay-link-qr");
}

#[test]
fn a_customer_pays_at_the_page_behind_the_link_after_a_refused_card() {
    let mut till = with_links("link");
    asks(&till);
    till.picture("link");
    till.tap("pay-link-open");
    till.switch_to(Window::CustomerPage);
    till.wait_for_text("page-amount", "1.85");
    till.picture("customers-page");
    till.tap("page-refuse");
    till.wait_for_text("page-says", "refused");
    till.picture("card-refused");
    till.switch_to(Window::Till);
    till.wait_for_value("payment-phase", "data-phase", "waiting_for_card");
    till.switch_to(Window::CustomerPage);
    till.tap("page-pay");
    till.wait_for_text("page-says", "Paid");
    till.picture("page-paid");
    till.switch_to(Window::Till);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", CROISSANT.price);
    till.picture("paid");
}

#[test]
fn a_link_stays_open_while_the_till_sells_on_and_is_withdrawn_from_its_order() {
    let mut till = with_links("link-open");
    asks(&till);
    till.tap("set-aside");
    till.wait_for_text("notice-link_open", "000001");
    // A second link beside the first: they are no device, which would take one at a time.
    asks(&till);
    till.picture("second-link");
    till.tap("set-aside");
    till.wait_for("basket-empty");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.tap("next-sale");
    till.wait_for("basket-empty");
    till.picture("two-open");

    till.scan("TB-000001");
    till.wait_for_text("order-detail", "Order 000001");
    till.wait_for("pay-link-qr");
    till.picture("link-again");
    till.tap("order-withdraw-link");
    till.keys(key::ESCAPE);
    till.wait_for_text("notice-found_not_charged", "000001");
    till.wait_for_text("notice-link_open", "000002");
    till.picture("withdrawn");
}

#[test]
fn a_payout_leads_to_its_order_and_the_account_fills_the_header_of_receipts() {
    let mut till = with_links("payouts");
    asks(&till);
    till.tap("pay-link-open");
    till.switch_to(Window::CustomerPage);
    till.tap("page-pay");
    till.wait_for_text("page-says", "Paid");
    till.close(Window::CustomerPage);
    till.switch_to(Window::Till);
    till.wait_for_end(End::Paid);
    till.tap("next-sale");
    till.wait_for("basket-empty");

    till.keys(&key::function(11));
    till.tap("section-payouts");
    till.wait_for("managers-only");
    till.tap("manager-let-in");
    till.wait_for("manager-pin");
    till.keys(&format!("9999{}", key::ENTER));
    till.wait_for("payouts-totals");
    till.wait_for_text("payouts-net", "1,82");
    till.wait_for_text("payouts-fee", "0,03");
    till.picture("payouts");
    till.tap("payout-find");
    till.wait_for_text("payout-order", "000001");
    till.picture("payout-linked");
    till.tap("payouts-week");
    till.wait_for("payouts-totals");
    till.tap("payout-order");
    till.wait_for_text("order-detail", "Order 000001");

    till.keys(&key::function(12));
    till.tap("header-ask");
    till.wait_for_value("header-name", "data-changes", "true");
    till.run(
        "document.querySelector('[data-testid=\"receipt-header\"]').scrollIntoView({ block: 'nearest' })",
    );
    till.picture("header-proposed");
    till.tap("header-take");
    till.wait_for("manager-pin");
    till.picture("header-asks");
    till.keys(&format!("9999{}", key::ENTER));
    till.wait_for("header-taken");
    till.picture("header-taken");
    till.keys(key::ESCAPE);
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.picture("receipt-with-it");
}
