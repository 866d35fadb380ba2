use serde::Serialize;
use ts_rs::TS;

/// A backup that can be put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct BackupView {
    /// Its file name, by which it is put back.
    pub name: String,
    /// `21 Nov 2026`.
    pub day: String,
    /// `18:05`.
    pub time: String,
    /// Why it was made.
    pub kind: BackupReason,
    /// `1.2 MB`.
    pub size: String,
}

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BackupReason {
    /// By itself, once a day.
    Daily,
    /// Somebody asked for it.
    Asked,
    /// Before an update changed the data's shape.
    BeforeMigration,
    /// It was in use until a backup was restored.
    Replaced,
}
