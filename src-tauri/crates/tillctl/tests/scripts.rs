//! What a script sees: exit codes, JSON, and money that is always accounted for.
#![allow(clippy::unwrap_used)]

mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use simulator::{Act, Decision, Fault, FaultKind, Stage};
use support::Shop;

const COUNTER: &str = "SUNMI-P2lite-PL0919CQ00305";

fn field<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_default()
}

/// Waits until the cloud shows what is wanted. A limit, not a measurement.
fn until(what: &str, seen: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(20);
    while !seen() {
        assert!(Instant::now() < limit, "never seen: {what}");
        std::thread::yield_now();
    }
}

#[test]
fn a_card_sale_is_paid_exactly_and_its_receipt_holds_the_slip() {
    let shop = Shop::new(Decision::Amount);
    let answer = shop.ok(&["sell", "--item", "101*2", "--item", "103", "--pay", "card"]);
    assert_eq!((field(&answer, "result"), field(&answer, "total")), ("paid", "6.85"));
    assert_eq!(shop.charged(), [(field(&answer["attempt"], "reference").to_owned(), 685)]);
    let receipt = shop.ok(&["receipt", field(&answer, "order"), "--text"]);
    let text = field(&receipt, "text");
    for expected in ["Corner", "Espresso", "6,85", "PAYMENT ACCEPTED", "TB-000001"] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let slip = shop.cloud.terminal(COUNTER).unwrap().last_slip.unwrap();
    for line in slip.lines().filter(|line| !line.trim().is_empty()) {
        assert!(text.contains(line), "the slip's line {line:?} stands in the receipt as it came");
    }
    let pdf = shop.path("receipt.pdf");
    shop.ok(&["receipt", "1", "--pdf", &pdf.display().to_string()]);
    let first = std::fs::read(&pdf).unwrap();
    shop.ok(&["receipt", "1", "--pdf", &pdf.display().to_string()]);
    assert_eq!(first, std::fs::read(&pdf).unwrap(), "the original is the same for ever");
    assert!(first.starts_with(b"%PDF") && first.len() <= 40_000);
    let copy = shop.ok(&["receipt", "1", "--text", "--copy"]);
    assert!(field(&copy, "text").contains("COPY 1"));
}

#[test]
fn cash_is_rounded_and_short_cash_is_a_usage_error() {
    let shop = Shop::new(Decision::Amount);
    let paid = shop.ok(&["sell", "--item", "102*2", "--item", "103", "--pay", "cash=10"]);
    assert_eq!(field(&paid["tenders"][0], "amount"), "3.95", "3.95 is payable in fives");
    assert_eq!(shop.run(&["sell", "--item", "101", "--pay", "cash=2"]).0, 2);
    assert!(shop.charged().is_empty());
}

#[test]
fn a_decline_is_not_charged() {
    let shop = Shop::new(Decision::Amount);
    let (code, answer) = shop.run(&["sell", "--item", "102", "--pay", "card"]);
    assert_eq!(
        (code, field(&answer, "result"), field(&answer["attempt"], "state")),
        (3, "not_charged", "declined")
    );
    assert!(shop.charged().is_empty());
    assert_eq!(shop.run(&["receipt", "1", "--text"]).0, 2, "an unpaid order has no receipt");
}

#[test]
fn a_cancel_before_the_card_charges_nothing() {
    let shop = Shop::new(Decision::Person);
    shop.cloud.act(COUNTER, Act::SwitchOff).unwrap();
    let (code, answer) = shop.run(&["sell", "--item", "101", "--pay", "card", "--cancel-after", "50"]);
    assert_eq!((code, field(&answer["attempt"], "state")), (3, "cancelled"));
    shop.cloud.act(COUNTER, Act::SwitchOn).unwrap();
    assert!(shop.charged().is_empty());
}

#[test]
fn a_lost_answer_is_paid_once() {
    let shop = Shop::new(Decision::Amount);
    shop.cloud.add_fault(Fault::next("POST", "/transactions", FaultKind::DropAfter)).unwrap();
    let answer = shop.ok(&["sell", "--item", "101", "--pay", "card"]);
    assert_eq!(field(&answer, "result"), "paid");
    assert_eq!(shop.charged().len(), 1);
}

#[test]
fn a_cut_network_ends_unknown_and_recover_finds_the_payment() {
    let shop = Shop::new(Decision::Amount);
    shop.cloud.add_fault(Fault::next("POST", "/transactions", FaultKind::DropAfter)).unwrap();
    let cut = Fault { times: 1000, ..Fault::next("GET", "", FaultKind::DropBefore) };
    shop.cloud.add_fault(cut).unwrap();
    let (code, answer) = shop.run(&["sell", "--item", "101", "--pay", "card", "--wait", "2"]);
    assert_eq!((code, field(&answer, "result")), (4, "unknown"));
    let (code, _) = shop.run(&["sell", "--item", "103", "--pay", "cash", "--wait", "1"]);
    assert_eq!(code, 1, "the unknown payment comes first");
    shop.cloud.clear_faults();
    let recovered = shop.ok(&["recover"]);
    assert_eq!(field(&recovered["orders"][0], "state"), "paid");
    assert_eq!(shop.charged().len(), 1);
    assert_eq!(shop.ok(&["recover"])["orders"].as_array().unwrap().len(), 0, "nothing is left");
}

#[test]
fn a_payment_whose_till_is_killed_ends_on_its_own_order() {
    let shop = Shop::new(Decision::Person);
    let mut child = shop.start(&["sell", "--item", "101*2", "--pay", "card"]);
    until("the terminal shows the amount", || {
        shop.cloud.terminal(COUNTER).unwrap().stage == Stage::WaitingForCard
    });
    child.kill().unwrap();
    child.wait().unwrap();
    shop.cloud
        .act(COUNTER, Act::PresentCard { brand: Default::default(), entry: Default::default() })
        .unwrap();
    let recovered = shop.ok(&["recover"]);
    assert_eq!(field(&recovered["orders"][0], "state"), "paid");
    assert_eq!(
        shop.charged(),
        [(field(&recovered["orders"][0]["attempts"][0], "reference").to_owned(), 500)]
    );
    assert!(field(&shop.ok(&["receipt", "1", "--text"]), "text").contains("PAYMENT ACCEPTED"));
}

#[test]
fn a_refused_payment_leaves_no_basket_behind() {
    let shop = Shop::new(Decision::Amount);
    assert_eq!(shop.run(&["sell", "--item", "101*3", "--pay", "cash=1"]).0, 2);
    let paid = shop.ok(&["sell", "--item", "103", "--pay", "cash"]);
    assert_eq!(field(&paid, "total"), "1.85", "nothing of the refused sale is in it");
}

#[test]
fn without_a_network_nothing_is_charged_and_the_sale_is_proved_unsent() {
    let mut shop = Shop::new(Decision::Amount);
    shop.stop_cloud();
    let (code, answer) = shop.run(&["sell", "--item", "101", "--pay", "card"]);
    assert_eq!((code, field(&answer["attempt"], "state")), (3, "not_sent"));
}

#[test]
fn a_wrong_key_is_said_and_charges_nothing() {
    let shop = Shop::new(Decision::Amount);
    std::fs::write(shop.path("key"), "not-the-key").unwrap();
    let (code, answer) = shop.run(&["sell", "--item", "101", "--pay", "card"]);
    assert_eq!((code, field(&answer["attempt"], "state")), (3, "not_sent"));
    assert!(
        field(&answer["attempt"], "fault").contains("403")
            || field(&answer["attempt"], "fault").contains("NotAuthorised")
    );
    assert_eq!(shop.run(&["terminal", "list", "--offered"]).0, 1);
}

#[test]
fn what_is_typed_wrong_is_a_usage_error_and_sells_nothing() {
    let shop = Shop::new(Decision::Amount);
    for args in [
        &["sell", "--item", "404", "--pay", "card"][..],
        &["sell", "--item", "101*0", "--pay", "cash"],
        &["sell", "--item", "101*99999999", "--pay", "cash"],
        &["sell", "--item", "101", "--pay", "cheque"],
        &["sell", "--pay", "card"],
        &["terminal", "add", "not a terminal"],
        &["terminal", "use", "nowhere"],
        &["order", "show", "99"],
        &["order", "show", "x"],
        &["init"],
        &["receipt", "1"],
        &[
            "provider",
            "add",
            "merchant-api",
            "--base-url",
            "http://shop.example",
            "--api-key-file",
            "/dev/null",
        ],
        &["provider", "add", "merchant-api", "--base-url", "https://shop.example"],
        &["no-such-command"],
    ] {
        assert_eq!(shop.run(args).0, 2, "{args:?}");
    }
    assert_eq!(shop.ok(&["order", "list"])["orders"].as_array().unwrap().len(), 0);
}

#[test]
fn a_bad_catalogue_names_its_lines_and_leaves_the_old_one() {
    let shop = Shop::new(Decision::Amount);
    std::fs::write(shop.path("bad.csv"), "code;name;price;tax\n1;Good;1,00;9\n2;;1,00;9\n3;X;one;9\n")
        .unwrap();
    let (code, answer) = shop.run(&["import-catalogue", &shop.text("bad.csv")]);
    let lines: Vec<u64> =
        answer["rows"].as_array().unwrap().iter().filter_map(|row| row["line"].as_u64()).collect();
    assert_eq!((code, lines), (2, vec![3, 4]));
    assert_eq!(shop.ok(&["sell", "--item", "101", "--pay", "cash"])["result"], "paid");
}

#[test]
fn a_folder_in_use_a_newer_database_and_a_stranger_are_each_said() {
    let shop = Shop::new(Decision::Person);
    let mut child = shop.start(&["sell", "--item", "101", "--pay", "card"]);
    until("the terminal shows the amount", || {
        shop.cloud.terminal(COUNTER).unwrap().stage == Stage::WaitingForCard
    });
    let (code, answer) = shop.run(&["order", "list"]);
    assert!(code == 1 && field(&answer, "error").contains("in use"), "{answer}");
    child.kill().unwrap();
    child.wait().unwrap();
    let stranger = Shop::bare(Decision::Person);
    std::fs::create_dir(stranger.path("data")).unwrap();
    std::fs::write(
        stranger.path("data").join("tillbridge.sqlite"),
        b"not a database, but long enough to be read as one",
    )
    .unwrap();
    assert_eq!(stranger.run(&["order", "list"]).0, 1);
    let nobody = Shop::bare(Decision::Person);
    assert_eq!(nobody.run(&["order", "list"]).0, 2);
}

#[test]
fn a_shops_logo_is_set_by_its_content_and_printed_until_it_is_removed() {
    let shop = Shop::new(Decision::Amount);
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets");
    let pdf = |order: &str| {
        let file = shop.text("receipt.pdf");
        shop.ok(&["receipt", order, "--pdf", &file]);
        std::fs::read(file).unwrap()
    };
    let shows_a_picture = |pdf: &[u8]| pdf.windows(6).any(|word| word == b"/Image");
    let sell = || {
        let sold = shop.ok(&["sell", "--item", "101", "--pay", "cash"]);
        field(&sold, "order").to_owned()
    };
    let plain = sell();
    std::fs::copy(format!("{assets}/icons/icon.png"), shop.path("logo.doc")).unwrap();
    let set = shop.ok(&["logo", "set", &shop.text("logo.doc")]);
    assert_eq!(field(&set, "logo").len(), 64, "{set}");
    let shown = sell();
    let first = pdf(&shown);
    assert!(shows_a_picture(&first) && !shows_a_picture(&pdf(&plain)));

    std::fs::write(shop.path("cut.png"), &std::fs::read(shop.path("logo.doc")).unwrap()[..2_000]).unwrap();
    std::fs::write(shop.path("large.png"), vec![0; 3 * 1024 * 1024]).unwrap();
    for (name, said) in [
        ("cut.png", "unreadable"),
        ("large.png", "2 MiB"),
        ("articles.csv", "not a png, jpeg or webp"),
        ("absent.png", "absent.png"),
    ] {
        let (code, answer) = shop.run(&["logo", "set", &shop.text(name)]);
        assert!(code == 2 && field(&answer, "error").contains(said), "{name}: {code} {answer}");
    }
    assert!(shows_a_picture(&pdf(&sell())), "what is refused changes nothing");

    assert_eq!(shop.ok(&["logo", "remove"])["logo"], Value::Null);
    assert!(!shows_a_picture(&pdf(&sell())));
    assert_eq!(pdf(&shown), first, "an issued receipt keeps its logo");
}

#[test]
fn a_shop_is_made_with_its_logo_or_not_at_all() {
    let shop = Shop::bare(Decision::Amount);
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets");
    let (code, _) = shop.run(&["init", "--logo", &format!("{assets}/icons/logo.svg")]);
    assert!(code == 2 && !shop.path("data").exists(), "no half-made shop");
    let made = shop.ok(&["init", "--logo", &format!("{assets}/icons/icon.png")]);
    assert_eq!(field(&made, "logo").len(), 64, "{made}");
}

#[test]
fn no_key_is_in_the_data_folder_or_the_output() {
    let shop = Shop::new(Decision::Amount);
    let key = shop.cloud.api_key().to_owned();
    let mut output = shop.command(&["sell", "--item", "101", "--pay", "card"]);
    let output = output.env("TILLBRIDGE_LOG", "trace").output().unwrap();
    let mut seen = vec![output.stdout, output.stderr];
    for file in std::fs::read_dir(shop.path("data")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            seen.push(std::fs::read(path).unwrap());
        }
    }
    assert!(seen.len() >= 4);
    for bytes in seen {
        assert!(!bytes.windows(key.len()).any(|window| window == key.as_bytes()), "the key leaked");
    }
}

#[test]
fn simulate_prints_addresses_and_keys_and_serves_until_it_is_ended() {
    use std::io::{BufRead, BufReader};
    let mut child = Command::new(env!("CARGO_BIN_EXE_tillctl"))
        .args(["simulate", "--quick"])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut text = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        text.push_str(&line.unwrap());
        if text.ends_with("}") && serde_json::from_str::<Value>(&text).is_ok() {
            break;
        }
    }
    let addresses: Value = serde_json::from_str(&text).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(field(&addresses["merchant_api"], "base_url").starts_with("http://127.0.0.1:"));
    assert!(!field(&addresses["merchant_api"], "api_key").is_empty());
    assert_eq!(addresses["merchant_api"]["terminals"][0]["key"], COUNTER);
    assert_eq!(field(&addresses["sumup"], "merchant_code"), "MC4PRACT");
    assert!(!field(&addresses["sumup"], "api_key").is_empty());
    assert!(addresses["sumup"]["solos"][0]["reader"].is_string(), "one Solo is paired");
}

#[test]
fn a_shop_with_people_sells_for_them_alone_and_a_manager_decides_who_they_are() {
    let shop = Shop::new(Decision::Amount);
    let file = |name: &str, pin: &str| {
        std::fs::write(shop.path(name), format!("{pin}\n")).unwrap();
        shop.text(name)
    };
    let (marta, anna, wrong) = (file("marta", "739146"), file("anna", "482100"), file("wrong", "907150"));
    let as_marta = |args: &[&str]| shop.run(&[&["--as", "Marta", "--pin-file", &marta], args].concat());
    assert_eq!(shop.run(&["people", "add", "Anna", "--new-pin-file", &anna]).0, 2, "a manager comes first");
    let trivial = file("trivial", "1234");
    let first = ["people", "add", "Marta", "--role", "manager", "--new-pin-file"];
    assert_eq!(shop.run(&[&first[..], &[&trivial]].concat()).0, 2);
    shop.ok(&[&first[..], &[&marta]].concat());
    assert_eq!(shop.run(&["people", "add", "Anna", "--new-pin-file", &anna]).0, 2, "now a manager decides");
    assert_eq!(as_marta(&["people", "add", "Anna", "--new-pin-file", &anna]).0, 0);
    assert_eq!(shop.run(&["sell", "--item", "101", "--pay", "cash"]).0, 2, "nobody sells");
    let sale = ["--as", "anna", "--pin-file", &anna, "sell", "--item", "101", "--pay", "card"];
    let answer = shop.ok(&sale);
    let order = shop.ok(&["order", "show", field(&answer, "order")]);
    assert_eq!(field(&order, "cashier"), "Anna");
    let as_anna = ["--as", "Anna", "--pin-file", &anna, "people", "remove", "Marta"];
    assert_eq!(shop.run(&as_anna).0, 2, "a cashier decides nothing");
    assert_eq!(
        shop.run(&["--as", "Anna", "--pin-file", &anna, "logo", "remove"]).0,
        2,
        "nor what is printed"
    );
    assert_eq!(as_marta(&["logo", "remove"]).0, 0);
    assert_eq!(as_marta(&["people", "remove", "Marta"]).0, 2, "the last manager stays");
    assert_eq!(shop.run(&["--as", "Anna", "--pin-file", &wrong, "people", "list"]).0, 2);
    let people = shop.ok(&["people", "list"]);
    assert_eq!(people["people"][0]["failed_tries"], 1);
    assert_eq!(shop.run(&["people", "rescue", "Marta", "--new-pin-file", &anna]).0, 2, "she can sign in");
    assert_eq!(as_marta(&["people", "remove", "Anna"]).0, 0);
    for entry in std::fs::read_dir(shop.path("data")).unwrap() {
        let content = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        for pin in ["739146", "482100", "907150"] {
            assert!(
                !content.windows(pin.len()).any(|found| found == pin.as_bytes()),
                "a PIN was written down"
            );
        }
    }
}

#[test]
fn no_answer_and_no_log_shows_a_pin() {
    let shop = Shop::new(Decision::Amount);
    std::fs::write(shop.path("pin"), "739146").unwrap();
    let file = shop.text("pin");
    for args in [
        vec!["people", "add", "Marta", "--role", "manager", "--new-pin-file", &file],
        vec!["--as", "Marta", "--pin-file", &file, "people", "list"],
        vec!["--as", "Marta", "--pin-file", &file, "people", "set-pin", "Marta", "--new-pin-file", &file],
        vec!["--as", "Marta", "--pin-file", &file, "sell", "--item", "101", "--pay", "cash"],
    ] {
        let output = shop.command(&args).env("TILLBRIDGE_LOG", "trace").output().unwrap();
        assert!(output.status.success(), "{args:?}");
        let said = [output.stdout, output.stderr].concat();
        assert!(!said.windows(6).any(|found| found == b"739146"), "{args:?}");
    }
}
