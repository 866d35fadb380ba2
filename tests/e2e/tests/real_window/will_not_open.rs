//! Data the till must not touch: a sentence in the window, and nothing else happens.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use e2e::stories::End;
use e2e::{Shop, Till, key};

use crate::goods::CROISSANT;

/// Pretends that a later version of the program has been at work.
fn make_newer(database: &Path) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        use sqlx::{ConnectOptions as _, Connection as _};
        let mut connection = options.connect().await.expect("a database");
        let row = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                   values (999999, 'from the future', true, x'00', 0)";
        sqlx::query(row).execute(&mut connection).await.expect("a list of migrations");
        connection.close().await.expect("closed and written");
    });
}

/// Pretends that the database is some other program's.
fn make_foreign(database: &Path) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        use sqlx::{ConnectOptions as _, Connection as _};
        let mut connection = options.connect().await.expect("a database");
        sqlx::query("pragma application_id = 1").execute(&mut connection).await.expect("a new owner");
        connection.close().await.expect("closed and written");
    });
}

/// Every file of a data folder except the lock, with its content.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("a data folder").flatten();
    let named = files.map(|file| (file.file_name().to_string_lossy().into_owned(), file.path()));
    named
        .filter(|(name, _)| name != "in-use.lock")
        .map(|(name, path)| (name, fs::read(path).unwrap_or_default()))
        .collect()
}

#[test]
fn the_data_of_a_newer_version_is_left_as_it_is() {
    let shop = Shop::make("newer-data");
    make_newer(&shop.data().join("tillbridge.sqlite"));
    let before = content(&shop.data());
    let mut till = shop.open();
    till.wait_for_text("start-trouble", "made by a newer Tillbridge");
    till.wait_for_text("start-trouble", "Nothing was changed");
    till.scan(CROISSANT.code);
    till.keys(&key::function(8));
    till.picture("refused");
    till.wait_for("start-trouble");
    assert!(content(&shop.data()) == before, "the data is as it was, without a backup or a log beside it");
}

#[test]
fn the_database_of_another_program_is_left_as_it_is() {
    let shop = Shop::make("foreign-data");
    let database = shop.data().join("tillbridge.sqlite");
    make_foreign(&database);
    let before = fs::read(&database).expect("a database");
    let mut till = shop.open();
    till.wait_for_text("start-trouble", "data file is damaged");
    till.wait_for_text("start-trouble", "No payment starts from here");
    till.wait_for("open-again");
    till.scan(CROISSANT.code);
    till.keys(&key::function(8));
    till.picture("refused");
    till.wait_for("start-trouble");
    assert!(fs::read(&database).expect("a database") == before, "not a byte of it was changed");
}

#[test]
fn a_second_till_on_the_same_data_says_so_and_the_first_sells_on() {
    let mut first = Till::start("in-use");
    first.wait_until_ready();
    let mut second = Till::start_on("in-use-second", &first.data());
    second.wait_for_text("start-trouble", "Another till has this data folder open");
    second.picture("refused");
    first.scan(CROISSANT.code);
    first.wait_for_text("total", CROISSANT.price);
    first.keys(&key::function(7));
    first.wait_for_end(End::Paid);
    first.picture("sells-on");
    first.kill();
    // The folder is free now, also after a power cut.
    second.kill();
    second.launch();
    second.wait_until_ready();
}

#[test]
fn a_folder_nobody_may_write_to_is_named_in_a_sentence() {
    // Permissions do not stop an administrator, who may well be running this; the kernel's own folder does.
    let folder = Path::new("/proc/tillbridge");
    assert!(fs::create_dir_all(folder).is_err(), "the premise: nobody can make this folder");
    let mut till = Till::start_on("read-only", folder);
    till.wait_for_text("start-trouble", "cannot be written");
    till.wait_for_text("start-trouble", "/proc/tillbridge");
    till.picture("refused");
}
