//! What is wrong with a row of a catalogue file.

use std::fmt;

/// One bad row. A screen says it in its own words; the sentence is for scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: RowProblem,
    /// What stands there, at most forty characters, or the column that is meant; empty where nothing does.
    pub value: String,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowProblem {
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
    /// The row does not read as one: an open quotation mark, say.
    Row,
    /// Not a code a till can take.
    Code,
    /// Thirteen digits with a wrong last one: no scanner will ever read it.
    CheckDigit,
    /// The code stands on an earlier line already.
    CodeTwice {
        /// That line, from 1.
        first: u64,
    },
    /// Not a name: empty, too long, or with characters no receipt shows.
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

impl RowProblem {
    pub(crate) fn of(self, value: impl Into<String>) -> (Self, String) {
        (self, value.into())
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = &self.value;
        match self.problem {
            RowProblem::FileTooLarge => write!(f, "the file is larger than 256 MiB"),
            RowProblem::NoArticles => write!(f, "the file has no articles"),
            RowProblem::Header => write!(f, "the first line cannot be read: {value}"),
            RowProblem::ColumnMissing => write!(f, "the column \"{value}\" is missing"),
            RowProblem::ColumnTwice => write!(f, "the column \"{value}\" stands twice"),
            RowProblem::Row => write!(f, "the row cannot be read"),
            RowProblem::Code => write!(f, "code: \"{value}\" cannot be a code"),
            RowProblem::CheckDigit => write!(f, "code: the check digit of {value} is wrong"),
            RowProblem::CodeTwice { first } => write!(f, "code: {value} stands on line {first} already"),
            RowProblem::Name => write!(f, "name: \"{value}\" cannot be a name"),
            RowProblem::Price => write!(f, "price: \"{value}\" is not an amount"),
            RowProblem::PriceRange => write!(f, "price: {value} is out of range"),
            RowProblem::Tax => write!(f, "tax: \"{value}\" is not a rate between 0 and 100 percent"),
            RowProblem::Unit => write!(f, "unit: \"{value}\" is neither \"piece\" nor \"kg\""),
            RowProblem::Picture => write!(f, "picture: \"{value}\" is not a plain file name"),
            RowProblem::Colour => write!(f, "colour: \"{value}\" is not of the form #rrggbb"),
        }
    }
}
