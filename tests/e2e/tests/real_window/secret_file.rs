//! Keys behind a passphrase, on a machine without a keychain: locked at the start, unlocked by typing, never in the open.

use e2e::stories::{End, Stage};
use e2e::{Shop, Till, Window, key};

use crate::goods::CROISSANT;
use crate::people::holds;

const WORDS: &str = "seven lemons on a shelf";

#[test]
fn locked_keys_let_cash_sales_go_on_and_cards_wait_for_the_passphrase() {
    let shop = Shop::make_locked("secret-file", WORDS);
    let mut till = shop.open();
    till.wait_until_ready();
    till.wait_for_text("secrets-locked", "MerchantAPI");
    till.picture("locked-at-the-start");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.tap("next-sale");
    till.wait_for("basket-empty");

    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_value("sale-trouble", "data-code", "secret_file_locked");
    till.wait_for_text("sale-trouble", "no money has moved");
    till.picture("card-waits");

    till.tap("secrets-unlock");
    till.wait_for("passphrase");
    till.keys(&format!("seven lemons{}", key::ENTER));
    till.wait_for_value("secret-file-trouble", "data-code", "wrong_passphrase");
    till.picture("wrong-passphrase");
    till.tap("passphrase");
    till.keys(&format!("{WORDS}{}", key::ENTER));
    till.wait_gone("secrets-locked");
    till.wait_for_text("basket", CROISSANT.name);
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    till.picture("paid");
    assert_eq!(shop.cloud.charges(), [185], "one card was charged, once");

    till.keys(key::ENTER);
    till.keys(&key::function(12));
    till.wait_for_value("secret-file", "data-state", "open");
    till.picture("open-in-settings");
    till.close(Window::Till);
    till.wait_ended();
    let data = shop.data();
    let everything = data.parent().expect("the story's folder");
    assert!(holds(&data, "Corner shop").is_some(), "the folder is looked at");
    for secret in [shop.cloud.api_key(), WORDS] {
        assert_eq!(holds(&data, secret), None, "a secret was written down");
        assert_eq!(holds(&everything.join("logs"), secret).filter(|log| log.ends_with("till.log")), None);
    }
}

#[test]
fn an_own_shop_without_a_keychain_keeps_its_pins_behind_a_passphrase_too() {
    let mut till = Till::start_as_installed("secret-file-own-shop");
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.tap("own-shop-name");
    till.keys("Bakery Vos");
    till.tap("own-shop-manager");
    till.keys("Noor");
    for field in ["pin-first", "pin-second"] {
        till.tap(field);
        till.keys("482160");
    }
    till.tap("own-shop-protect");
    for field in ["passphrase-first", "passphrase-second"] {
        till.tap(field);
        till.keys(WORDS);
    }
    till.picture("protected");
    till.tap_last("own-shop-make");
    till.wait_restarted();
    till.close(Window::Till);
    till.wait_closed();
    till.launch();
    till.wait_for("sign-in-locked");
    till.picture("nobody-can-sign-in");
    till.tap("passphrase");
    till.keys(&format!("{WORDS}{}", key::ENTER));
    till.wait_gone("sign-in-locked");
    till.tap("pin-field");
    till.keys(&format!("482160{}", key::ENTER));
    till.wait_for_text("current-person", "Noor");
    till.picture("signed-in");

    // An account is added with its key in the same file; a manager's PIN was typed just now.
    till.keys(&key::function(12));
    till.tap("account-add");
    till.tap("account-key-secret-file");
    till.picture("account-with-its-key-in-the-file");
    assert_eq!(holds(&till.data(), "482160"), None, "a PIN was written down");
    assert_eq!(holds(&till.data(), WORDS), None, "a passphrase was written down");
}
