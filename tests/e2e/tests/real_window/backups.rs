//! Backups: made, put back, and what a till shows whose data is damaged, held by another program, or on a full disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use e2e::stories::{End, Stage};
use e2e::{Shop, Till, Window, key};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::goods::CROISSANT;

fn sell_in_cash(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.tap("next-sale");
    till.wait_for("basket-empty");
}

/// The program has come back by itself; it is opened once more, so that the story can go on.
fn comes_back(till: &mut Till, picture: &str) {
    till.wait_restarted();
    till.picture(picture);
    till.close(Window::Till);
    till.wait_closed();
    till.launch();
    till.wait_until_ready();
}

/// The backups of a data folder whose names begin so.
fn backups(data: &Path, kind: &str) -> Vec<String> {
    let files = fs::read_dir(data.join("backups")).expect("a folder of backups").flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.starts_with(kind)).collect();
    names.sort();
    names
}

fn back_up(till: &Till) -> String {
    till.keys(&key::function(11));
    till.tap("section-backups");
    till.wait_for("back-up");
    till.tap("back-up");
    till.wait_for_text("backup-made", "read back and is good");
    backups(&till.data(), "asked").pop().expect("a backup")
}

fn wait_for_orders(till: &Till, count: usize) {
    till.wait_for("orders-screen");
    till.wait_for(&format!("order-{count:06}"));
    assert!(!till.shows(&format!("order-{:06}", count + 1)), "and no more");
}

#[test]
fn a_backup_is_made_by_a_tap_and_put_back_after_a_question() {
    let shop = Shop::make("backup-restore");
    let mut till = shop.open();
    till.wait_until_ready();
    sell_in_cash(&till);
    let name = back_up(&till);
    till.picture("made");
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    sell_in_cash(&till);

    till.keys(&key::function(11));
    till.tap("section-backups");
    till.tap(&format!("restore-{name}"));
    till.wait_for("restore-dialog");
    till.picture("asked");
    till.tap("restore-dialog-yes");
    comes_back(&mut till, "restored");
    till.keys(&key::function(10));
    wait_for_orders(&till, 1);
    assert_eq!(backups(&till.data(), "replaced-").iter().filter(|name| name.ends_with(".sqlite")).count(), 1);
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    sell_in_cash(&till);
}

#[test]
fn a_till_whose_data_is_damaged_offers_its_backups() {
    let shop = Shop::make("backup-damaged");
    let mut till = shop.open();
    till.wait_until_ready();
    sell_in_cash(&till);
    let name = back_up(&till);
    till.kill();
    // The log would stand in for what is damaged in the file.
    let _ = fs::remove_file(shop.data().join("tillbridge.sqlite-wal"));
    let file = shop.data().join("tillbridge.sqlite");
    let mut bytes = fs::read(&file).expect("a database");
    bytes[..4096].fill(0xA5);
    fs::write(&file, &bytes).expect("damaged");

    till.launch();
    till.wait_for_text("start-trouble", "The data file is damaged");
    till.wait_for(&format!("backup-{name}"));
    till.picture("damaged");
    till.tap(&format!("restore-{name}"));
    till.wait_for("restore-dialog");
    till.tap("restore-dialog-yes");
    comes_back(&mut till, "restored");
    till.keys(&key::function(10));
    wait_for_orders(&till, 1);
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    sell_in_cash(&till);
    let aside = backups(&shop.data(), "replaced-").pop().expect("set aside");
    assert!(
        fs::read(shop.data().join("backups").join(aside)).expect("kept") == bytes,
        "for whoever can mend it"
    );
}

#[test]
fn a_program_that_holds_the_data_is_named_and_the_till_opens_once_it_lets_go() {
    let shop = Shop::make("backup-held");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(shop.data().join("tillbridge.sqlite"));
    let mut other = runtime.block_on(async {
        let mut other = options.connect().await.expect("a database");
        sqlx::query("begin immediate").execute(&mut other).await.expect("held");
        other
    });
    let mut till = shop.open();
    till.wait_for_text("start-trouble", "Another program holds the data file");
    till.picture("held");
    runtime.block_on(async {
        sqlx::query("rollback").execute(&mut other).await.expect("let go");
        other.close().await.expect("closed");
    });
    till.tap_last("open-again");
    comes_back(&mut till, "let-go");
    sell_in_cash(&till);
}

/// A small disk in the place of a data folder, where whoever runs this may make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn over(data: &Path) -> Option<Self> {
        let aside = data.with_extension("aside");
        fs::rename(data, &aside).expect("moved");
        fs::create_dir(data).expect("made");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(data).output();
        if !mount.is_ok_and(|output| output.status.success()) {
            return None;
        }
        for file in fs::read_dir(&aside).expect("a data folder").flatten() {
            fs::copy(file.path(), data.join(file.file_name())).expect("there is room");
        }
        Some(Self(data.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn a_disk_that_fills_in_mid_sale_refuses_the_payment_before_anything_is_sent() {
    let shop = Shop::make("disk-full");
    // Only an administrator can make a disk to fill; the same is tested without one in `power-loss`.
    let Some(_disk) = SmallDisk::over(&shop.data()) else { return };
    let mut till = shop.open();
    till.wait_until_ready();
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    let filler = shop.data().join("filler");
    assert!(fs::write(&filler, vec![0_u8; 4 << 20]).is_err(), "the disk is full now");
    till.keys(&key::function(8));
    till.wait_for_text("sale-trouble", "The disk is full");
    till.picture("full");
    assert!(shop.cloud.charges().is_empty(), "nothing was sent");
    fs::remove_file(&filler).expect("room");
    till.keys(&key::function(8));
    shop.cloud.present_card();
    till.wait_for_end(End::Paid);
    till.picture("paid");
    assert_eq!(shop.cloud.charges(), [185]);
    till.keys(key::ENTER);
    till.wait_for_stage(Stage::Ringing);
    till.kill();
}
