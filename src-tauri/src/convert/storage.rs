use jiff::tz::TimeZone;
use till::{Backup, BackupKind};

use crate::wire::{BackupReason, BackupView};

/// A line of the list of backups.
pub(crate) fn backup_view(backup: &Backup) -> BackupView {
    let made_at = backup.made_at.to_zoned(TimeZone::system());
    BackupView {
        name: backup.name.clone(),
        day: made_at.strftime("%-d %b %Y").to_string(),
        time: made_at.strftime("%H:%M").to_string(),
        kind: match backup.kind {
            BackupKind::Daily => BackupReason::Daily,
            BackupKind::Asked => BackupReason::Asked,
            BackupKind::BeforeMigration => BackupReason::BeforeMigration,
            BackupKind::Replaced => BackupReason::Replaced,
        },
        size: size(backup.bytes),
    }
}

/// In the unit people know from their other files, with one decimal.
fn size(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    match tenths {
        0..10 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_in_the_unit_people_know() {
        for (bytes, words) in
            [(0, "0 kB"), (999, "1 kB"), (900_000, "900 kB"), (900_001, "1.0 MB"), (12_345_678, "12.4 MB")]
        {
            assert_eq!(size(bytes), words);
        }
    }
}
