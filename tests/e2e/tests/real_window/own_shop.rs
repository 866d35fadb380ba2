//! From practising to selling and back, as somebody does who has just installed the program.

use e2e::stories::End;
use e2e::{Till, Window, key};

const ARTICLES: &str = "code;name;price;tax\n1001;Rye bread;3,40;9\n1002;Bag;0,25;21\n";

/// The program has come back by itself; it is opened once more, so that the story can go on.
fn comes_back(till: &mut Till, picture: &str) {
    till.wait_restarted();
    till.picture(picture);
    till.close(Window::Till);
    till.wait_closed();
    till.launch();
    till.wait_until_ready();
}

/// Opens a shop of one's own, as the settings offer it.
fn open_own_shop(name: &str) -> Till {
    let mut till = Till::start_as_installed(name);
    till.wait_until_ready();
    till.wait_for("practice");
    till.keys(&key::function(12));
    till.tap("own-shop-name");
    till.keys("Bakery Vos");
    till.tap("own-shop-unprotected");
    till.picture("named");
    till.tap_last("own-shop-make");
    comes_back(&mut till, "own-shop-by-itself");
    assert!(!till.shows("practice"), "a real shop does not say it is practice");
    till
}

#[test]
fn an_own_shop_starts_empty_and_sells_with_real_receipts() {
    let mut till = open_own_shop("own-shop");
    till.wait_for_text("shelf-empty", "Import a catalogue");
    till.picture("empty");
    till.keys(&key::function(12));
    till.choose_file("import-file", "articles.csv", ARTICLES);
    till.wait_for_text("import-done", "2");
    till.picture("settings");
    till.keys(key::ESCAPE);

    // Cards need an account first; cash does not.
    till.tap("tile-1001");
    till.wait_for_text("total", "3,40");
    till.keys(&key::function(8));
    till.wait_for_text("sale-trouble", "No terminal is chosen");
    till.picture("no-terminal-yet");
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "Bakery Vos");
    assert!(!till.text("receipt-text").contains("TRAINING"), "real money gets a real receipt");
    till.picture("paid");
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
}

#[test]
fn an_own_shop_is_left_for_practice_and_is_still_there() {
    let mut till = open_own_shop("back-to-practice");
    till.keys(&key::function(12));
    till.tap_last("own-shop-practise");
    comes_back(&mut till, "practice-by-itself");
    till.wait_for("practice");
    assert!(!till.shows("shelf-empty"), "the sample articles are there");
    till.keys(&key::function(12));
    till.wait_for("own-shop-go");
    till.picture("practice-again");
}
