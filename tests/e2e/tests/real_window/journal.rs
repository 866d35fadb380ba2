//! A shop whose data was put back to an old copy: found at the start, and decided about by a person.

use std::fs;
use std::path::{Path, PathBuf};

use e2e::stories::End;
use e2e::{Shop, Till, Window, key};

use crate::goods::CROISSANT;

fn cash_sale(till: &Till) {
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
}

fn closed(till: &mut Till) {
    till.close(Window::Till);
    till.wait_ended();
}

fn databases(data: &Path) -> Vec<PathBuf> {
    ["tillbridge.sqlite", "tillbridge.sqlite-wal", "tillbridge.sqlite-shm"]
        .map(|name| data.join(name))
        .to_vec()
}

#[test]
fn an_old_copy_of_the_data_is_found_and_sells_nothing_until_somebody_decides() {
    let shop = Shop::make("old-copy");
    let mut till = shop.open();
    till.wait_until_ready();
    cash_sale(&till);
    till.wait_for_text("receipt-text", "Journal ");
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
    closed(&mut till);
    let copies: Vec<Option<Vec<u8>>> =
        databases(&shop.data()).iter().map(|file| fs::read(file).ok()).collect();

    till.launch();
    till.wait_until_ready();
    cash_sale(&till);
    closed(&mut till);
    for (file, copy) in databases(&shop.data()).iter().zip(copies) {
        match copy {
            Some(bytes) => fs::write(file, bytes).expect("put back"),
            None => drop(fs::remove_file(file)),
        }
    }

    till.launch();
    till.wait_for_text("journal-broken", "An old copy of the data is in place");
    till.picture("found");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(7));
    till.wait_for_text("till-window", "No money was taken or given back");
    till.picture("nothing-is-sold");

    till.tap("journal-decide");
    till.wait_for("journal-dialog");
    assert!(till.attribute("journal-go-on", "disabled").is_some(), "a decision has a reason");
    till.keys("Backup of Monday put back");
    till.picture("decision");
    till.tap("journal-go-on");
    till.wait_gone("journal-broken");
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.picture("sells-on");
    closed(&mut till);
    till.launch();
    till.wait_until_ready();
    assert!(!till.shows("journal-broken"), "what was decided is not asked again");
}
