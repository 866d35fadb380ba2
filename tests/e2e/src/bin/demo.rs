//! Plays one sale in the real window on a virtual display and leaves its pictures and its receipt in a folder.

// A command-line tool talks on its standard output.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args_os().nth(1) {
        Some(folder) => play(folder.as_ref()),
        None => {
            eprintln!("name the folder for the pictures");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn play(_folder: &std::path::Path) -> ExitCode {
    eprintln!("the virtual display needs Linux");
    ExitCode::FAILURE
}

/// Ends with a panic and its sentence when a step of the sale does not come true.
#[cfg(target_os = "linux")]
fn play(folder: &std::path::Path) -> ExitCode {
    use e2e::stories::{self, Stage};
    use e2e::{Till, key};

    println!("starting the till in practice mode");
    let mut till = Till::start_in(folder);
    till.wait_until_ready();
    till.picture("ready");

    println!("scanning milk, three croissants by their short number, a cappuccino by its name");
    till.scan("9521822064427");
    till.wait_for("line-1");
    till.keys("3*");
    till.wait_for("pending-quantity");
    till.scan("201");
    till.wait_for("line-2");
    till.keys("cappuc");
    till.wait_for_text("search-results", "cappuccino");
    till.picture("searching");
    till.keys(key::ENTER);
    till.wait_for("line-3");
    till.picture("basket");

    println!("paying {} by card", till.total());
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.wait_for_card_request();
    till.picture("waiting-for-the-card");
    stories::approve(&mut till);
    till.wait_for("receipt-text");
    till.picture("paid");

    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "saved");
    let receipt = till.picture_of_receipt("receipt");
    let kept = folder.join("receipt.pdf");
    if let Err(error) = std::fs::copy(&receipt, &kept) {
        eprintln!("{} cannot be kept: {error}", kept.display());
        return ExitCode::FAILURE;
    }
    println!("paid; the pictures and receipt.pdf lie in {}", folder.display());
    ExitCode::SUCCESS
}
