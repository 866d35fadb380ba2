use serde::Serialize;
use ts_rs::TS;

use super::Amount;

/// An article as tile or search hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ItemView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Price of one piece or kilogram.
    pub price: Amount,
    /// `kg` for weighed goods.
    pub unit: Option<String>,
    /// Address of its picture, if it has one.
    pub picture: Option<String>,
    /// Colour of its tile, `#rrggbb`.
    pub colour: Option<String>,
}

/// A group of tiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CategoryView {
    /// Its name.
    pub name: String,
    /// How many articles it has.
    pub count: u32,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportReport {
    /// Articles now in the catalogue; 0 when any row was bad.
    pub imported: u32,
    /// Bad rows, at most a hundred.
    pub errors: Vec<ImportRowError>,
    /// How many rows were bad in all.
    pub error_count: u32,
}

/// One bad row of a catalogue file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportRowError {
    /// Line of the file, from 1.
    pub line: u32,
    /// What is wrong, in a sentence.
    pub message: String,
}
