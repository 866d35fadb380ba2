//! Who stands at the till: signing in, taking over, a manager's yes, a PIN that is locked.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use e2e::stories::End;
use e2e::{Till, Window, key};

use crate::goods::CROISSANT;

/// A PIN no other text of the story contains.
const INES: &str = "739146";

fn sell(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
}

fn pin(till: &Till, digits: &str) {
    till.keys(&format!("{digits}{}", key::ENTER));
}

/// What the sign-in screen says once it says something else than before.
fn next_answer(till: &Till, before: &str) -> String {
    for _ in 0..400 {
        let said = till.text("sign-in-trouble");
        if said != before {
            return said;
        }
        thread::sleep(Duration::from_millis(25));
    }
    panic!("no answer after {before:?}");
}

/// Whether a file under `folder` holds `text`.
pub(crate) fn holds(folder: &Path, text: &str) -> Option<String> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if let Some(found) = holds(&path, text) {
                return Some(found);
            }
            continue;
        }
        let content = fs::read(&path).unwrap_or_default();
        if content.windows(text.len()).any(|part| part == text.as_bytes()) {
            return Some(path.display().to_string());
        }
    }
    None
}

#[test]
fn the_first_sale_needs_no_step_and_somebody_else_takes_over_by_keyboard() {
    let mut till = Till::start("people-switch");
    till.wait_until_ready();
    till.wait_for_text("current-person", "Anna");
    sell(&till);
    till.wait_for_text("receipt-text", "Anna");
    till.picture("sold-by-anna");
    till.keys(key::ENTER);
    till.wait_for("basket-empty");

    till.keys(&key::function(5));
    till.wait_for("sign-in-screen");
    till.wait_for_value("person-Marta", "aria-pressed", "true");
    till.wait_for_text("person-Marta", "9999");
    till.picture("who");
    // Nothing scanned now is sold, and it is no PIN either.
    till.scan(CROISSANT.code);
    till.keys(key::ESCAPE);
    till.wait_for("basket-empty");
    till.tap("switch-person");
    till.wait_for("sign-in-screen");
    till.keys("9999");
    till.picture("pin");
    till.keys(key::ENTER);
    till.wait_for_text("current-person", "Marta");
    sell(&till);
    till.wait_for_text("receipt-text", "Marta");
    till.picture("sold-by-marta");
}

#[test]
fn wrong_pins_make_a_person_wait_and_a_restart_does_not_help() {
    let mut till = Till::start("people-wrong-pin");
    till.wait_until_ready();
    till.tap("switch-person");
    till.tap("sign-out");
    till.wait_gone("keep-person");
    till.tap("person-Marta");
    for left in ["locked: 9", "locked: 8", "locked: 7"] {
        pin(&till, "4821");
        till.wait_for_text("sign-in-trouble", left);
    }
    till.picture("wrong");
    // A slow machine may have waited long enough for a try or two; each one makes the next wait longer.
    let mut said = till.text("sign-in-trouble");
    while !said.contains("Wait") {
        pin(&till, "4821");
        said = next_answer(&till, &said);
        assert!(!said.contains("locked: 3"), "nobody ever waits");
    }
    till.picture("wait");
    till.kill();
    till.launch();
    till.wait_until_ready();
    till.tap("switch-person");
    till.wait_for("sign-in-screen");
    pin(&till, "4821");
    let said = till.text("sign-in-trouble");
    assert!(["locked: 9", "locked: 8", "locked: 7"].iter().all(|new| !said.contains(new)), "{said}");
    till.tap("keep-person");
    till.wait_for_text("current-person", "Anna");
}

#[test]
fn people_are_changed_with_a_managers_pin_and_no_pin_is_written_down() {
    let mut till = Till::start("people-settings");
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.tap("person-add");
    till.wait_for("person-form");
    till.keys("Ines");
    till.tap("pin-first");
    till.keys(INES);
    till.tap("pin-second");
    till.keys(INES);
    till.picture("new-person");
    till.tap("person-save");
    till.wait_for_text("manager-pin", "Add Ines");
    pin(&till, "1111");
    till.wait_for_value("manager-trouble", "data-code", "wrong_pin");
    till.picture("manager-asked");
    pin(&till, "9999");
    till.wait_for("settings-person-Ines");
    till.picture("three-people");

    till.keys(&key::function(5));
    till.wait_for("person-Ines");
    till.tap("person-Ines");
    pin(&till, INES);
    till.wait_for_text("current-person", "Ines");
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    sell(&till);
    till.wait_for_text("receipt-text", "Ines");

    till.close(Window::Till);
    till.wait_ended();
    let data = till.data();
    let everything = data.parent().expect("the story's folder");
    assert!(holds(&data, "Ines").is_some(), "the folder is looked at");
    assert_eq!(holds(everything, INES), None, "a PIN was written down");
}

#[test]
fn a_till_nobody_touches_locks_itself_and_the_basket_waits_for_whoever_signs_in() {
    let mut till = Till::start("people-idle");
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.wait_for("idle-minutes");
    till.run(
        "const list = document.querySelector('[data-testid=\"idle-minutes\"]');
        list.value = '1';
        list.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    till.wait_for_text("manager-pin", "when the till locks itself");
    till.manager_approves();
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);

    // A minute, and the few seconds between two looks.
    till.wait_for_within(Duration::from_secs(120), "sign-in-screen");
    assert!(!till.shows("basket"), "what is in the basket is nobody's business");
    till.picture("locked");
    // A scan before anybody signs in sells nothing, and keys for screens open none.
    till.scan(CROISSANT.code);
    till.keys(&key::function(12));
    assert!(till.shows("sign-in-screen") && !till.shows("settings-screen"));
    till.tap("person-Marta");
    pin(&till, "9999");
    till.wait_for_text("current-person", "Marta");
    till.wait_for_text("total", CROISSANT.price);
    till.picture("basket-waited");
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "Marta");
}

#[test]
fn an_own_shop_begins_with_its_manager() {
    let mut till = Till::start_as_installed("people-own-shop");
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.tap("own-shop-name");
    till.keys("Bakery Vos");
    till.tap("own-shop-manager");
    till.keys("Noor");
    till.tap("pin-first");
    till.keys("1234");
    till.tap("pin-second");
    till.keys("1234");
    till.tap("own-shop-unprotected");
    till.tap("own-shop-make");
    till.wait_for_value("own-shop-trouble", "data-code", "trivial_pin");
    till.picture("trivial");
    for field in ["pin-first", "pin-second"] {
        till.tap(field);
        till.keys(&format!("{}482160", key::BACKSPACE.repeat(4)));
    }
    till.tap_last("own-shop-make");
    till.wait_restarted();
    till.picture("own-shop-asks-who");
    till.close(Window::Till);
    till.wait_closed();
    till.launch();
    till.wait_for("sign-in-screen");
    assert!(!till.shows("practice-pin"), "a real PIN stands nowhere");
    pin(&till, "482160");
    till.wait_for_text("current-person", "Noor");
    till.picture("own-shop-signed-in");
    till.tap("switch-person");
    till.tap("sign-out");
    till.wait_for("person-Noor");
    till.picture("signed-out");
}
