//! A short run, part of every test run. The long one is `cargo xtask power-loss --images 20000`.

use power_loss::disk::{Act, Honesty};
use power_loss::{Report, Sales, look, work};

const SHORT: u64 = 250;

#[tokio::test]
async fn no_power_loss_takes_back_what_the_till_was_told() {
    let shift = work(7, Sales(20), Honesty::Honest).await;
    assert!(
        shift.acts.iter().any(|act| matches!(act, Act::Sync { folder: true, .. })),
        "the disk is recorded"
    );
    assert!(
        shift.acts.iter().any(|act| matches!(act, Act::Delete { .. })),
        "and the till was closed in between"
    );
    let mut report = Report::default();
    look(7, &shift, SHORT, &mut report).await;
    assert!(report.broken.is_empty(), "{report}");
    assert_eq!((report.images(), report.missed()), (SHORT, Vec::new()));
    assert!(report.without_the_last > 0 && report.with_the_last > 0 && report.again > 0, "{report}");
}

#[tokio::test]
async fn a_disk_that_lies_about_its_syncs_is_found_out() {
    let shift = work(7, Sales(10), Honesty::Lying).await;
    let mut report = Report::default();
    look(7, &shift, 40, &mut report).await;
    assert!(report.broken.len() > 10, "{report}");
}
