//! A disk that is full or broken at every write of a sale, one after the other.

use power_loss::disk::{Disk, Failure, Fault, Honesty};
use power_loss::failing::{Till, refusal_of};

async fn sweep(how: Failure) -> (usize, usize) {
    let (mut refused, mut gone_through) = (0, 0);
    for after in 0.. {
        let dir = tempfile::tempdir().expect("a folder");
        let disk = Disk::watch(dir.path(), Honesty::Honest);
        let till = Till::open(dir).await;
        let fault = Fault { after, times: 1, how };
        disk.break_down(Some(fault));
        let met = till.sell_until_refused().await;
        let failed = disk.has_failed(fault);
        disk.break_down(None);
        match met {
            Some(error) => {
                assert!(failed, "after {after} writes: refused without a reason: {error}");
                assert_eq!(refusal_of(&error), Some(how), "after {after} writes: {error}");
                refused += 1;
            }
            // A log that could not be folded is folded later; the sale does not depend on it.
            None => gone_through += 1,
        }
        till.is_whole().await;
        till.sells_on().await;
        disk.leave();
        if !failed {
            break;
        }
    }
    (refused, gone_through)
}

#[tokio::test]
async fn a_disk_that_is_full_refuses_the_step_whole_and_the_till_sells_on_when_there_is_room() {
    let (refused, _) = sweep(Failure::Full).await;
    assert!(refused > 20, "{refused}");
}

#[tokio::test]
async fn a_disk_that_fails_is_named_and_no_step_is_half_done() {
    let (refused, _) = sweep(Failure::Broken).await;
    assert!(refused > 20, "{refused}");
}
