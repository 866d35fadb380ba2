use serde::Serialize;
use ts_rs::TS;

/// A journal that does not check. No money is taken or given until a manager decides to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct JournalTroubleView {
    /// What it looks like.
    pub kind: JournalTroubleWhat,
    /// The number of the first entry that does not fit.
    pub entry: String,
    /// For support.
    pub details: String,
}

/// What a broken journal looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum JournalTroubleWhat {
    /// Entries were changed, taken out, put in or moved.
    Changed,
    /// Its end is missing, or an old copy took its place.
    RolledBack,
    /// It belongs to another till.
    OtherTill,
    /// What was written down outside is gone.
    NoAnchor,
}
