use till::{JournalTrouble, JournalTroubleKind};

use crate::wire::{JournalTroubleView, JournalTroubleWhat};

pub(crate) fn journal_view(trouble: &JournalTrouble) -> JournalTroubleView {
    JournalTroubleView {
        kind: match trouble.kind {
            JournalTroubleKind::Changed => JournalTroubleWhat::Changed,
            JournalTroubleKind::RolledBack => JournalTroubleWhat::RolledBack,
            JournalTroubleKind::OtherTill => JournalTroubleWhat::OtherTill,
            JournalTroubleKind::NoAnchor => JournalTroubleWhat::NoAnchor,
        },
        entry: trouble.seq.to_string(),
        details: trouble.details.clone(),
    }
}
