//! The virtual Solo of the practice account at SumUp: paired by its code, paid on with a tip, cancelled from the till.

use std::time::Duration;

use e2e::stories::{End, Stage};
use e2e::{Till, Window, key};

use crate::goods::CROISSANT;

/// The practice shop's reader.
const SOLO: &str = "U1PRA3NA00-CN";
/// SumUp has no record of a payment without a card, so "there is none" counts only when no request can be on its way
/// any more: a minute and a third, and a second look.
const CERTAIN: Duration = Duration::from_secs(120);

/// A till whose Solo is paired and chosen.
fn paired(name: &str) -> Till {
    let mut till = Till::start(name);
    till.wait_until_ready();
    till.switch_to(Window::VirtualTerminal);
    till.wait_for("vt-select");
    till.run(&format!(
        "const list = document.querySelector('[data-testid=\"vt-select\"]');
        list.value = '{SOLO}';
        list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ));
    till.wait_for_value("vt-screen", "data-stage", "logged_out");
    till.picture("logged-out");
    till.tap("vt-connect");
    let code = till.text("vt-code");
    till.picture("code");
    till.switch_to(Window::Till);

    till.keys(&key::function(9));
    till.tap("pairing-code");
    till.keys(&code);
    till.tap("pairing-name");
    till.keys("Bar");
    till.tap("pairing-pair");
    till.manager_approves();
    till.wait_for_value("pairing-progress", "data-state", "processing");
    till.switch_to(Window::VirtualTerminal);
    till.wait_for("vt-confirm");
    till.picture("confirm");
    till.switch_to(Window::Till);
    till.customer(&["vt-confirm"]);
    till.wait_for_value("pairing-progress", "data-state", "paired");
    till.wait_for_text(&format!("terminal-{SOLO}"), "Bar");
    till.picture("paired");
    if till.shows("terminal-use") {
        till.tap("terminal-use");
    }
    till.wait_for_text(&format!("terminal-{SOLO}"), "In use");
    till.keys(key::ESCAPE);
    till.wait_for("basket-empty");
    till
}

/// A croissant is to be paid on the Solo, which offers tips.
fn offers_tips(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.switch_to(Window::VirtualTerminal);
    till.wait_for_value("vt-screen", "data-stage", "selecting_tip");
    till.switch_to(Window::Till);
}

#[test]
fn a_solo_is_paired_by_its_code_paid_on_with_a_tip_and_half_of_it_goes_back() {
    let mut till = paired("solo");
    offers_tips(&till);
    till.wait_for_value("payment-phase", "data-phase", "selecting_tip");
    till.picture("tips");
    till.customer(&["vt-tip-10"]);
    till.wait_for_card_request();
    till.picture("waiting");
    till.customer(&["vt-insert"]);
    till.switch_to(Window::VirtualTerminal);
    till.wait_for_value("vt-screen", "data-stage", "entering_pin");
    till.picture("pin");
    till.switch_to(Window::Till);
    till.wait_for_value("payment-phase", "data-phase", "entering_pin");
    till.customer(&["vt-pin-wrong", "vt-pin-right"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("tip", "0,19");
    till.picture("paid");

    till.keys(key::ENTER);
    till.wait_for("basket-empty");
    till.scan("TB-000001");
    till.wait_for_text("order-detail", "Order 000001");
    till.wait_for_text("order-detail", "0,19");
    till.picture("receipt");
    till.tap("order-refund");
    till.tap("refund-mode-amount");
    till.tap("refund-amount");
    till.keys("0,93");
    till.wait_for_text("refund-sum", "0,93");
    till.tap("refund-give");
    till.tap("refund-dialog-yes");
    // No card is needed: SumUp pays it back to the one that paid.
    till.wait_for_text("refund-end", "Refunded");
    till.wait_for_text("refund-slip", "0,93");
    till.picture("refunded");
}

#[test]
fn a_payment_on_a_solo_is_cancelled_at_the_till_before_the_card_and_nothing_is_charged() {
    let mut till = paired("solo-cancelled");
    offers_tips(&till);
    till.tap("cancel-payment");
    till.switch_to(Window::VirtualTerminal);
    till.wait_for_value("vt-screen", "data-stage", "idle");
    till.switch_to(Window::Till);
    till.picture("made-sure");
    till.wait_for_value_within(CERTAIN, "payment-end", "data-end", "cancelled");
    till.picture("cancelled");

    // The basket is there again, and paid by the next try.
    till.tap("next-sale");
    till.wait_for_stage(Stage::Ringing);
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.switch_to(Window::VirtualTerminal);
    till.wait_for_value("vt-screen", "data-stage", "selecting_tip");
    till.switch_to(Window::Till);
    till.customer(&["vt-tip-none", "vt-faults", "vt-insert-sign"]);
    till.switch_to(Window::VirtualTerminal);
    till.wait_for_value("vt-screen", "data-stage", "signing");
    till.switch_to(Window::Till);
    till.wait_for_value("payment-phase", "data-phase", "signing");
    till.picture("signing");
    till.customer(&["vt-sign"]);
    till.wait_for_end(End::Paid);

    till.customer(&["vt-faults", "vt-battery", "vt-faults"]);
    till.picture("battery");
    till.customer(&["vt-network", "vt-faults"]);
    till.switch_to(Window::VirtualTerminal);
    till.wait_for_value("vt-screen", "data-stage", "no_network");
    till.picture("no-network");
}
