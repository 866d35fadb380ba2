//! Keys and the secret part of PINs behind a passphrase, on a machine without a keychain.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use simulator::{Decision, Fault, FaultKind};
use support::{CATALOGUE, Shop};

const WORDS: &str = "seven lemons on a shelf";

/// Every file below a folder that holds a text.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// A shop whose key is in the secret file alone; the passphrase is in `words`.
fn locked_shop() -> Shop {
    let shop = Shop::bare(Decision::Amount);
    shop.ok(&["init", "--shop", "Corner", "--cash-step", "5"]);
    std::fs::write(shop.path("articles.csv"), CATALOGUE).unwrap();
    shop.ok(&["import-catalogue", &shop.text("articles.csv")]);
    std::fs::write(shop.path("words"), format!("{WORDS}\n")).unwrap();
    std::fs::write(shop.path("key"), shop.cloud.api_key()).unwrap();
    let (words, key) = (shop.text("words"), shop.text("key"));
    assert_eq!(shop.ok(&["secret-file", "status"])["state"], "none");
    let url = shop.cloud.base_url().to_owned();
    let add =
        ["provider", "add", "merchant-api", "--base-url", &url, "--api-key-file", &key, "--secret-file"];
    let unlocked = ["--passphrase-file", words.as_str()];
    assert_ne!(shop.run(&[&add[..], &unlocked].concat()).0, 0, "nobody made a file, so there is none");
    assert_eq!(shop.ok(&["provider", "list"])["accounts"].as_array().map(Vec::len), Some(0));
    assert_eq!(shop.ok(&[&["secret-file", "make"][..], &unlocked].concat())["state"], "open");
    assert_ne!(shop.run(&[&["secret-file", "make"][..], &unlocked].concat()).0, 0, "never made over");
    shop.ok(&[&add[..], &unlocked].concat());
    std::fs::remove_file(key).unwrap();
    shop.ok(&[&["terminal", "add", "PL0919CQ00305", "--name", "Counter"][..], &unlocked].concat());
    shop
}

fn sell(shop: &Shop, pay: &str, more: &[&str]) -> (i32, Value) {
    shop.run(&[&["sell", "--item", "101", "--pay", pay][..], more].concat())
}

#[test]
fn cards_wait_for_the_passphrase_cash_does_not_and_nothing_is_written_in_the_open() {
    let shop = locked_shop();
    let status = shop.ok(&["secret-file", "status"]);
    assert_eq!((&status["state"], &status["accounts"][0]), (&"locked".into(), &"MerchantAPI".into()));
    assert_eq!(sell(&shop, "cash", &[]).0, 0);
    assert_eq!(sell(&shop, "card", &[]).0, 1);
    assert!(shop.charged().is_empty());
    std::fs::write(shop.path("wrong"), "seven melons on a shelf").unwrap();
    assert_eq!(sell(&shop, "card", &["--passphrase-file", &shop.text("wrong")]).0, 1);
    assert_eq!(sell(&shop, "card", &["--passphrase-file", &shop.text("words")]).0, 0);
    assert_eq!(shop.charged().len(), 1);

    for secret in [shop.cloud.api_key(), WORDS] {
        assert_eq!(holding(&shop.path("data"), secret), Vec::<String>::new());
    }
}

#[test]
fn a_payment_in_doubt_stays_in_doubt_while_its_key_is_locked_and_is_found_once_it_is_not() {
    let shop = locked_shop();
    let words = shop.text("words");
    shop.cloud.add_fault(Fault::next("POST", "/transactions", FaultKind::DropAfter)).unwrap();
    let cut = Fault { times: 1000, ..Fault::next("GET", "", FaultKind::DropBefore) };
    shop.cloud.add_fault(cut).unwrap();
    assert_eq!(sell(&shop, "card", &["--wait", "2", "--passphrase-file", &words]).0, 4);
    shop.cloud.clear_faults();
    assert_eq!(shop.run(&["recover", "--wait", "2"]).0, 4, "no key, no look: nothing is concluded");
    let recovered = shop.ok(&["recover", "--passphrase-file", &words]);
    assert_eq!(recovered["orders"][0]["state"], "paid");
    assert_eq!(shop.charged().len(), 1);
}

#[test]
fn the_passphrase_is_taken_from_standard_input_and_changed() {
    let shop = locked_shop();
    std::fs::write(shop.path("next"), "eight lemons on a shelf").unwrap();
    std::fs::write(shop.path("short"), "lemons").unwrap();
    let change = |old: &str, new: &str| {
        let (old, new) = (shop.text(old), shop.text(new));
        let act =
            ["secret-file", "change-passphrase", "--new-passphrase-file", &new, "--passphrase-file", &old];
        shop.run(&act).0
    };
    assert_ne!(change("words", "short"), 0);
    assert_ne!(change("next", "next"), 0, "the old one is asked for");
    assert_eq!(change("words", "next"), 0);
    assert_ne!(sell(&shop, "card", &["--passphrase-file", &shop.text("words")]).0, 0);
    let mut command = shop.command(&["sell", "--item", "101", "--pay", "card", "--passphrase-file", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"eight lemons on a shelf\n").unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(shop.charged().len(), 1);
}

#[test]
fn a_damaged_file_is_called_damaged_and_cash_goes_on() {
    let shop = locked_shop();
    let path = shop.path("data").join("secrets.sealed");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let unlocked = ["--passphrase-file", &shop.text("words")];
    let output = shop.command(&[&["secret-file", "status"][..], &unlocked].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(said.contains("damaged"), "{said}");
    assert_eq!(sell(&shop, "cash", &[]).0, 0);
}

#[test]
fn pins_are_judged_only_with_the_file_open_and_nobody_is_rescued_around_it() {
    let shop = locked_shop();
    std::fs::write(shop.path("pin"), "482160").unwrap();
    let (pin, words) = (shop.text("pin"), shop.text("words"));
    let add = ["people", "add", "Marta", "--role", "manager", "--new-pin-file", &pin];
    assert_ne!(shop.run(&add).0, 0, "no weaker hash while the file is locked");
    shop.ok(&[&add[..], &["--passphrase-file", &words]].concat());
    let marta = ["--as", "Marta", "--pin-file", &pin];
    assert_eq!(sell(&shop, "cash", &marta).0, 1);
    let rescue = ["people", "rescue", "Marta", "--new-pin-file", &pin];
    assert_eq!(shop.run(&rescue).0, 1, "its passphrase lets her in");
    assert_eq!(sell(&shop, "cash", &[&marta[..], &["--passphrase-file", &words]].concat()).0, 0);
    // Whoever may not add accounts puts nothing into the file.
    let url = shop.cloud.base_url().to_owned();
    std::fs::write(shop.path("key"), "another").unwrap();
    let key = shop.text("key");
    let add = ["provider", "add", "merchant-api", "--base-url", &url, "--api-key-file", &key];
    assert_ne!(shop.run(&add).0, 0, "nobody is signed in");
    shop.ok(&[&add[..], &marta, &["--passphrase-file", &words]].concat());
}
