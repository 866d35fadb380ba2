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
    /// What is wrong.
    pub problem: ImportProblem,
    /// What stands there, or the column that is meant; empty where nothing does.
    pub value: String,
    /// Where the code stood first, for `code_twice`.
    pub first: Option<u32>,
}

/// What can be wrong with a row of a catalogue file. The window has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ImportProblem {
    /// The file did not come over whole.
    NotWhole,
    /// The file is larger than any catalogue.
    FileTooLarge,
    /// The file has columns and no articles.
    NoArticles,
    /// The first line does not read as columns.
    Header,
    /// This column has to be there.
    ColumnMissing,
    /// This column stands there more than once.
    ColumnTwice,
    /// The row does not read as one.
    Row,
    /// Not a code a till can take.
    Code,
    /// Thirteen digits with a wrong last one.
    CheckDigit,
    /// The code stands on an earlier line already.
    CodeTwice,
    /// Not a name.
    Name,
    /// Not an amount of the shop's currency.
    Price,
    /// Below nothing, or above the greatest total.
    PriceRange,
    /// Not a rate between 0 and 100 percent.
    Tax,
    /// Neither piece nor kg.
    Unit,
    /// Not a plain file name.
    Picture,
    /// Not of the form `#rrggbb`.
    Colour,
}
