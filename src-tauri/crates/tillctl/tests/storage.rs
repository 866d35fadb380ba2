//! Backups, restores, and disks that fail, from the command line.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use simulator::{Act, Decision, Stage};
use support::Shop;

const COUNTER: &str = "SUNMI-P2lite-PL0919CQ00305";

fn until(what: &str, seen: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(20);
    while !seen() {
        assert!(Instant::now() < limit, "never seen: {what}");
        std::thread::yield_now();
    }
}

fn sell(shop: &Shop, item: &str, pay: &str) -> (i32, Value) {
    shop.run(&["sell", "--item", item, "--pay", pay])
}

fn database(shop: &Shop) -> PathBuf {
    shop.path("data").join("tillbridge.sqlite")
}

fn backup(shop: &Shop) -> (String, PathBuf) {
    let made = shop.ok(&["backup"]);
    let path = PathBuf::from(made["path"].as_str().unwrap());
    assert!(path.is_file());
    (made["name"].as_str().unwrap().to_owned(), path)
}

fn error(answer: &Value) -> &str {
    answer["error"].as_str().unwrap_or_default()
}

#[test]
fn a_payment_made_after_the_backup_is_named_and_its_reference_never_comes_back() {
    let shop = Shop::new(Decision::Amount);
    assert_eq!(sell(&shop, "101*2", "card").0, 0);
    let (name, _) = backup(&shop);
    assert_eq!(sell(&shop, "103", "card").0, 0);
    let lost = shop.charged()[1].0.clone();

    let restored = shop.ok(&["restore", &name]);
    assert_eq!((&restored["orders"], &restored["last_order"]), (&Value::from(1), &Value::from("000001")));
    assert!(Path::new(restored["replaced"].as_str().unwrap()).is_file());

    let day = shop.ok(&["day-totals"]);
    assert_eq!(day["agrees"], false);
    let differences = day["terminals"][0]["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(
        (&differences[0]["kind"], &differences[0]["name"], &differences[0]["amount"]),
        (&Value::from("charge_without_sale"), &Value::from(lost.as_str()), &Value::from("1.85"))
    );
    let history = shop.ok(&["history"]);
    let rows = history["transactions"].as_array().unwrap();
    assert_eq!((&rows[0]["reference"], &rows[0]["link"]), (&Value::from(lost.as_str()), &Value::Null));
    assert_eq!(rows[1]["link"]["order"], "000001");

    // Neither the order's number nor the reference is given out again.
    let again = sell(&shop, "103", "card").1;
    assert_eq!(again["order"], "000003");
    let reference = again["attempt"]["reference"].as_str().unwrap();
    assert_ne!(reference[..6], lost[..6]);
    let charged = shop.charged();
    assert_eq!((charged.len(), charged[2].0.as_str()), (3, reference));

    // What was set aside can be had back, with the sale that was lost.
    let aside = restored["replaced"].as_str().unwrap();
    assert_eq!(shop.ok(&["restore", aside])["orders"], 2);
    assert_eq!(shop.ok(&["order", "show", "2"])["attempts"][0]["reference"], lost.as_str());
}

#[test]
fn a_payment_that_was_open_when_the_backup_was_made_is_looked_up_after_the_restore() {
    let shop = Shop::new(Decision::Person);
    let mut child = shop.start(&["sell", "--item", "101*2", "--pay", "card"]);
    until("the terminal shows the amount", || {
        shop.cloud.terminal(COUNTER).unwrap().stage == Stage::WaitingForCard
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let (name, _) = backup(&shop);
    let (code, answer) = shop.run(&["restore", &name]);
    assert_eq!(code, 1, "the copy would not know how the payment ends");
    assert!(error(&answer).contains("payments have not ended"), "{answer}");

    shop.cloud
        .act(COUNTER, Act::PresentCard { brand: Default::default(), entry: Default::default() })
        .unwrap();
    assert_eq!(shop.ok(&["recover"])["orders"][0]["state"], "paid");
    assert_eq!(shop.ok(&["restore", &name])["open_payments"], 1, "in the copy it runs");
    assert_eq!(shop.ok(&["recover"])["orders"][0]["state"], "paid", "and is found paid");
    assert_eq!(shop.charged().len(), 1);
    assert_eq!(shop.ok(&["day-totals"])["agrees"], true);
}

#[test]
fn nothing_is_restored_while_another_till_works_or_from_what_is_no_backup() {
    let shop = Shop::new(Decision::Person);
    let (name, path) = backup(&shop);
    let mut child = shop.start(&["sell", "--item", "101*2", "--pay", "card"]);
    until("the terminal shows the amount", || {
        shop.cloud.terminal(COUNTER).unwrap().stage == Stage::WaitingForCard
    });
    let (code, answer) = shop.run(&["restore", &name]);
    assert_eq!(code, 1);
    assert!(error(&answer).contains("in use"), "{answer}");
    assert!(!shop.path("data").join("restoring").exists());
    shop.cloud
        .act(COUNTER, Act::PresentCard { brand: Default::default(), entry: Default::default() })
        .unwrap();
    assert!(child.wait().unwrap().success(), "the other one sold on");

    let live = database(&shop).display().to_string();
    for (what, exit) in [
        ("../tillbridge.sqlite", 2),
        ("asked-20200101T000000Z.sqlite", 2),
        (live.as_str(), 2),
        ("/dev/null", 2),
    ] {
        assert_eq!(shop.run(&["restore", what]).0, exit, "{what}");
    }
    let torn = shop.text("torn.sqlite");
    let bytes = fs::read(&path).unwrap();
    fs::write(&torn, &bytes[..bytes.len() - 5000]).unwrap();
    let (code, answer) = shop.run(&["restore", &torn]);
    assert_eq!(code, 1);
    assert!(error(&answer).contains("damaged"), "{answer}");
    assert_eq!(shop.ok(&["check"])["whole"], true, "the till's memory is as it was");
    assert_eq!(shop.ok(&["order", "list"])["orders"].as_array().unwrap().len(), 1);
}

#[test]
fn a_till_whose_memory_is_damaged_says_so_and_is_brought_back_by_its_last_backup() {
    let shop = Shop::new(Decision::Amount);
    sell(&shop, "101*2", "card");
    let (name, _) = backup(&shop);
    // The log would stand in for what is damaged in the file.
    let _ = fs::remove_file(shop.path("data").join("tillbridge.sqlite-wal"));
    let mut bytes = fs::read(database(&shop)).unwrap();
    bytes[..100].fill(b'x');
    fs::write(database(&shop), &bytes).unwrap();
    for command in [["check"].as_slice(), &["sell", "--item", "103", "--pay", "card"], &["order", "list"]] {
        let (code, answer) = shop.run(command);
        assert_eq!(code, 1, "{command:?}");
        assert!(error(&answer).contains("damaged"), "{answer}");
    }
    assert!(fs::read(database(&shop)).unwrap() == bytes, "and left as it is");
    assert_eq!(shop.ok(&["backups"])["backups"][0]["name"], name.as_str());
    let restored = shop.ok(&["restore", &name]);
    assert!(
        fs::read(restored["replaced"].as_str().unwrap()).unwrap() == bytes,
        "kept for whoever can mend it"
    );
    assert_eq!(shop.ok(&["check"])["whole"], true);
    // Nobody could be asked for a PIN: the journal says that an old copy took the place of the newer one.
    let (code, answer) = sell(&shop, "103", "card");
    assert!(code == 1 && error(&answer).contains("journal"), "{answer}");
    shop.ok(&["journal", "go-on", "--reason", "the last backup was restored"]);
    assert_eq!(sell(&shop, "103", "card").0, 0);
}

#[test]
fn a_till_moves_to_another_machine_by_a_backup() {
    let shop = Shop::new(Decision::Amount);
    sell(&shop, "101*2", "card");
    let stick = shop.text("stick.sqlite");
    shop.ok(&["backup", "--to", &stick]);
    assert_eq!(shop.run(&["backup", "--to", &stick]).0, 2, "nothing is overwritten");
    let other = Shop::bare(Decision::Amount);
    let restored = other.ok(&["restore", &stick]);
    assert_eq!((&restored["orders"], &restored["replaced"]), (&Value::from(1), &Value::Null));
    assert_eq!(other.ok(&["order", "show", "1"])["state"], "paid");
}

#[test]
fn in_a_shop_with_people_a_restore_is_a_managers_matter() {
    let shop = Shop::new(Decision::Amount);
    let (name, _) = backup(&shop);
    fs::write(shop.path("mona"), "2580").unwrap();
    fs::write(shop.path("carl"), "1357").unwrap();
    let (mona, carl) = (shop.text("mona"), shop.text("carl"));
    shop.ok(&["people", "add", "Mona", "--role", "manager", "--new-pin-file", &mona]);
    shop.ok(&["people", "add", "Carl", "--new-pin-file", &carl, "--as", "Mona", "--pin-file", &mona]);
    assert_eq!(shop.run(&["restore", &name]).0, 2, "nobody");
    assert_eq!(shop.run(&["restore", &name, "--as", "Carl", "--pin-file", &carl]).0, 2, "a cashier");
    assert_eq!(shop.ok(&["people", "list"])["people"].as_array().unwrap().len(), 2, "nothing was done");
    shop.ok(&["restore", &name, "--as", "Mona", "--pin-file", &mona]);
    assert!(shop.ok(&["people", "list"])["people"].as_array().unwrap().is_empty(), "as it was then");
}

/// A disk of its own, where whoever runs this may make one. Gone when dropped.
#[cfg(target_os = "linux")]
struct SmallDisk(PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(folder: &Path, size: &str) -> Option<Self> {
        let run = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder)
            .output();
        run.is_ok_and(|output| output.status.success()).then(|| Self(folder.to_owned()))
    }

    fn remount(&self, how: &str) {
        let run =
            std::process::Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(&self.0).output();
        assert!(run.unwrap().status.success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).output();
    }
}

/// The superuser of a build machine can make such a disk; nobody else has one to test with. The same steps on a disk that
/// only pretends to be full are in the crate `power-loss`.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_or_read_only_refuses_the_payment_before_anything_is_sent() {
    let shop = Shop::new(Decision::Amount);
    let small = shop.path("data");
    let aside = shop.path("aside");
    fs::rename(&small, &aside).unwrap();
    fs::create_dir(&small).unwrap();
    let Some(disk) = SmallDisk::mount(&small, "2m") else { return };
    for file in fs::read_dir(&aside).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), small.join(file.file_name())).unwrap();
    }
    assert_eq!(sell(&shop, "101*2", "card").0, 0, "there is room for a sale");

    let filler = small.join("filler");
    fs::write(&filler, vec![0_u8; 4 << 20]).unwrap_err();
    let (code, answer) = sell(&shop, "103", "card");
    assert_eq!(code, 1, "{answer}");
    assert!(error(&answer).contains("full"), "{answer}");
    assert_eq!(sell(&shop, "103", "cash").0, 1);
    assert_eq!(shop.run(&["backup"]).0, 1);
    assert_eq!(shop.charged().len(), 1, "nothing was sent");
    fs::remove_file(&filler).unwrap();
    let paid = shop.ok(&["sell", "--item", "103", "--pay", "card"]);
    assert_eq!(paid["order"], "000002", "no number was lost");

    disk.remount("ro");
    let (code, answer) = sell(&shop, "103", "card");
    assert_eq!(code, 1);
    assert!(
        error(&answer).to_lowercase().contains("read-only") || error(&answer).contains("written"),
        "{answer}"
    );
    disk.remount("rw");
    assert_eq!(sell(&shop, "103", "card").0, 0);
    assert_eq!(shop.charged().len(), 3);
}

/// A limit on the length of files stands for a disk that reports errors: every Unix has it, for everybody.
#[cfg(unix)]
#[test]
fn a_disk_that_fails_is_named_and_nothing_is_sent() {
    let shop = Shop::new(Decision::Amount);
    let sell = format!(
        "trap '' XFSZ; ulimit -f 4; exec '{}' --data-dir '{}' --json sell --item 103 --pay card",
        env!("CARGO_BIN_EXE_tillctl"),
        shop.path("data").display()
    );
    let output =
        std::process::Command::new("sh").args(["-c", &sell]).env("TILLBRIDGE_KEYCHAIN", "off").output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(shop.charged().is_empty());
    assert_eq!(shop.ok(&["sell", "--item", "103", "--pay", "card"])["order"], "000001");
}
