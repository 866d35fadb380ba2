use serde::Serialize;
use ts_rs::TS;

use super::Amount;

/// The basket being rung up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SaleView {
    /// Its lines, oldest first.
    pub lines: Vec<LineView>,
    /// The line that changed last, to keep it in view.
    pub last_line: Option<u32>,
    /// The waiting multiplier, as shown: `3`. Used up by the next article.
    pub pending_quantity: Option<String>,
    /// Sum of the lines after their own discounts.
    pub subtotal: Amount,
    /// Discount on the whole order, if any.
    pub order_discount: Option<Amount>,
    /// How the discount was given: `10 %`.
    pub order_discount_label: Option<String>,
    /// Tax per rate.
    pub tax_rows: Vec<TaxRowView>,
    /// Sum of all taxes.
    pub tax: Amount,
    /// Whether the prices of the lines contain the tax.
    pub tax_included: bool,
    /// What the customer pays.
    pub total: Amount,
    /// The total as it would be paid in cash, where that differs (cash rounding).
    pub cash_total: Amount,
    /// Pieces plus weighed lines, for the counter.
    pub article_count: String,
}

/// One line of a basket or order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LineView {
    /// Names the line in commands.
    pub id: u32,
    /// Article code.
    pub code: String,
    /// Article name.
    pub name: String,
    /// `3` or `1,250`.
    pub quantity: String,
    /// `kg` for weighed goods.
    pub unit: Option<String>,
    /// Price of one.
    pub unit_price: Amount,
    /// How a discount was given: `10 %`.
    pub discount_label: Option<String>,
    /// The discount, above nothing.
    pub discount: Option<Amount>,
    /// What the line costs.
    pub total: Amount,
    /// Tax letter.
    pub tax_letter: String,
}

/// One row of the tax table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TaxRowView {
    /// Letter on the lines.
    pub letter: String,
    /// `9 %`.
    pub rate: String,
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax.
    pub gross: Amount,
}
