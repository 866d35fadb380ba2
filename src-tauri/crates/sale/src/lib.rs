//! What is sold: catalogue items, the basket, discounts, tax, tenders, the order.
//!
//! Pure: no files, no clock, no randomness, no words for people. Amounts come from `money`, whose rounding
//! (halves away from zero) is the only one used.

mod barcode;
mod basket;
mod catalogue;
mod changes;
mod discount;
mod entry;
mod error;
mod order;
mod quantity;
mod refund;
mod tax;
mod tender;
mod totals;

pub use barcode::{
    EmbeddedBarcodeRule, EmbeddedBarcodeRules, EmbeddedContent, EmbeddedKind, RuleError, Scan, ScanError,
    ean13_check_digit, parse_scan,
};
pub use basket::{Basket, Line, LineId, MAX_LINES, PriceSource};
pub use catalogue::{
    CatalogueItem, CodeError, ItemCode, ItemName, MAX_CODE_CHARS, MAX_NAME_CHARS, NameError, Unit,
    clean_line, is_invisible,
};
pub use changes::{BasketChange, TakenLine};
pub use discount::{Discount, Percent};
pub use entry::{Entry, MAX_ENTRY_CHARS, parse_entry};
pub use error::SaleError;
pub use order::{Order, OrderNumber};
pub use quantity::{MAX_QUANTITY_THOUSANDTHS, Quantity, QuantityError};
pub use refund::{
    LineLeft, LineTaken, Refund, RefundBasis, RefundError, RefundLine, RefundNumber, RefundScope, goods_left,
    lines_left,
};
pub use tax::{RateError, TaxMode, TaxRate, TaxRounding, TaxRules};
pub use tender::{CashTender, OrderTender, TenderKind, cash_due, settle_cash};
pub use totals::{LineTotals, MAX_TAX_RATES, TaxRow, Totals, largest_total};
