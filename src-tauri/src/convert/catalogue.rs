use till::{BadRow, RowProblem};

use crate::wire::{ImportProblem, ImportRowError};

/// A bad row of a catalogue file.
pub(crate) fn bad_row(row: BadRow) -> ImportRowError {
    let small = |line: u64| u32::try_from(line).unwrap_or(u32::MAX);
    let (problem, first) = match row.problem {
        RowProblem::FileTooLarge => (ImportProblem::FileTooLarge, None),
        RowProblem::NoArticles => (ImportProblem::NoArticles, None),
        RowProblem::Header => (ImportProblem::Header, None),
        RowProblem::ColumnMissing => (ImportProblem::ColumnMissing, None),
        RowProblem::ColumnTwice => (ImportProblem::ColumnTwice, None),
        RowProblem::Row => (ImportProblem::Row, None),
        RowProblem::Code => (ImportProblem::Code, None),
        RowProblem::CheckDigit => (ImportProblem::CheckDigit, None),
        RowProblem::CodeTwice { first } => (ImportProblem::CodeTwice, Some(small(first))),
        RowProblem::Name => (ImportProblem::Name, None),
        RowProblem::Price => (ImportProblem::Price, None),
        RowProblem::PriceRange => (ImportProblem::PriceRange, None),
        RowProblem::Tax => (ImportProblem::Tax, None),
        RowProblem::Unit => (ImportProblem::Unit, None),
        RowProblem::Picture => (ImportProblem::Picture, None),
        RowProblem::Colour => (ImportProblem::Colour, None),
    };
    ImportRowError { line: small(row.line), problem, value: row.value, first }
}
