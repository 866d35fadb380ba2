//! The terminals of the practice account at Stitch, managed from the till.

use e2e::{Till, key};

/// A terminal of the practice account, allocated.
const COUNTER: &str = "PS1122DE00123";
/// What is registered here.
const SERIAL: &str = "SN-NEW-0001";
/// The terminal id it is given: the practice account begins with four.
const TID: &str = "EP0005";

fn open_fleet(name: &str) -> Till {
    let till = Till::start(name);
    till.wait_until_ready();
    till.keys(&key::function(11));
    till.tap("section-fleet");
    till.wait_for(&format!("fleet-{COUNTER}"));
    till
}

/// The cashier is signed in; the practice shop's manager says yes.
fn approve(till: &Till) {
    till.wait_for("manager-pin");
    till.keys(&format!("9999{}", key::ENTER));
}

#[test]
fn a_terminal_is_registered_given_to_a_merchant_stopped_started_and_removed() {
    let mut till = open_fleet("fleet");
    till.wait_for_text("fleet-no-payments", "cannot be chosen for payment yet");
    till.picture("listed");

    till.tap("fleet-register");
    till.wait_for("fleet-serial");
    till.keys(SERIAL);
    till.picture("registering");
    till.tap("fleet-register-do");
    till.wait_for_text("manager-pin", &format!("Register the terminal {SERIAL}"));
    till.picture("manager-asked");
    approve(&till);
    till.wait_for_text("fleet-news", &format!("{TID} is registered."));
    till.wait_for_text("fleet-detail", "Not allocated");
    till.picture("registered");

    // To the merchant of the counter's terminal: nobody types such an identifier.
    till.tap("fleet-allocate");
    till.tap(&format!("fleet-same-{COUNTER}"));
    till.picture("allocating");
    till.tap("fleet-do");
    approve(&till);
    till.wait_for_text("fleet-news", &format!("{TID} is allocated."));
    till.wait_for_text("fleet-detail", "Active");

    till.tap("fleet-suspend");
    till.tap("fleet-reason-lost");
    till.picture("suspending");
    till.tap("fleet-do");
    approve(&till);
    till.wait_for_text("fleet-news", &format!("{TID} is suspended."));
    till.wait_for_text("fleet-detail", "Lost");
    till.picture("suspended");
    till.tap("fleet-reactivate");
    till.tap("fleet-do");
    approve(&till);
    till.wait_for_text("fleet-news", &format!("{TID} is no longer suspended."));
    till.wait_for_text("fleet-detail", "Active");

    till.tap("fleet-decommission");
    till.wait_for("fleet-confirm");
    till.keys("EP0001");
    assert_eq!(till.attribute("fleet-do", "disabled").as_deref(), Some("true"), "another one's name");
    till.picture("wrong-name");
    till.keys(&format!("{}5{}", key::BACKSPACE, key::ENTER));
    approve(&till);
    till.wait_for_text("fleet-news", &format!("{TID} is decommissioned."));
    till.wait_gone(&format!("fleet-{SERIAL}"));
    till.picture("gone");
}

#[test]
fn what_nobody_can_do_is_said_and_changes_nothing() {
    let mut till = open_fleet("fleet-refused");
    till.tap("fleet-text");
    till.keys(&format!("EP0004{}", key::ENTER));
    till.wait_gone(&format!("fleet-{COUNTER}"));
    till.tap("fleet-PS1122DE00124");
    till.wait_for_text("fleet-detail", "Lost");
    till.picture("found");
    till.tap("fleet-all");
    till.wait_for(&format!("fleet-{COUNTER}"));

    till.tap("fleet-register");
    till.wait_for("fleet-serial");
    till.keys(&format!("{COUNTER}{}", key::ENTER));
    approve(&till);
    till.wait_for_text("page-trouble", "there already");
    till.picture("exists");
    // A terminal that cannot be paid on is offered nowhere for payment.
    till.keys(&key::function(9));
    till.wait_for("offer-1");
    assert!(!till.shows("offer-2"), "the account at Stitch lists nothing to pay on");
}
