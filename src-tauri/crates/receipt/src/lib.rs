//! One receipt, made once and rendered the same for ever: as text, as PDF, as blocks for a screen.
//!
//! [`ReceiptModel`] is what is stored. It becomes a [`Document`], a list of neutral blocks that each renderer walks.
//! Nothing a product, a customer or a provider sends reaches paper or screen but through [`Printable`].

mod compose;
mod document;
mod format;
mod issue;
mod issued_at;
mod logo;
mod model;
mod pdf;
mod printable;
mod refund;
mod report;
mod text;
mod words;
mod wrap;

pub use document::{Block, Detail, Document, Item, Weight};
pub use format::{DecimalMark, Grouping, MoneyFormat, SymbolPlace};
pub use issue::{Issuance, ReceiptError, ReceiptProfile};
pub use issued_at::{IssuedAt, NotATime};
pub use logo::{Logo, LogoError, LogoId, LogoPicture, NotALogoId};
pub use model::{
    CardRecord, DeclineSlip, ReceiptDiscount, ReceiptLine, ReceiptModel, ReceiptTaxRow, ReceiptTender,
    ShopHeader,
};
pub use pdf::{Paper, PdfError, PdfRenderer};
pub use printable::Printable;
pub use refund::{RefundIssue, RefundSlip, RefundSlipLine};
pub use report::{
    CardFigures, DayReport, DifferenceKind, Figure, ReportAccount, ReportDifference, ReportTax, ReportTender,
    ReportTerminal, ReportWords,
};
pub use text::TextWidth;
pub use words::{Wording, Words};
