use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::report::ReportWords;

/// A language and the edition of its words.
///
/// An edition that was released never changes: old receipts name it, and must print again as they did. Other words are
/// a new variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Wording {
    /// English.
    #[default]
    #[serde(rename = "en-1")]
    English1,
}

/// Every word a receipt prints by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    pub(crate) training: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) vat_id: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) receipt: &'static str,
    pub(crate) each: &'static str,
    pub(crate) kilogram: &'static str,
    pub(crate) discount: &'static str,
    pub(crate) subtotal: &'static str,
    pub(crate) tax: &'static str,
    pub(crate) cash_rounding: &'static str,
    pub(crate) total: &'static str,
    pub(crate) cash: &'static str,
    pub(crate) card: &'static str,
    pub(crate) change: &'static str,
    pub(crate) tip: &'static str,
    pub(crate) charged: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) authorisation: &'static str,
    pub(crate) tax_rate: &'static str,
    pub(crate) net: &'static str,
    pub(crate) gross: &'static str,
    pub(crate) not_charged: &'static str,
    pub(crate) amount: &'static str,
    pub(crate) refund_title: &'static str,
    pub(crate) refund: &'static str,
    pub(crate) refunded: &'static str,
    pub(crate) of_receipt: &'static str,
    pub(crate) without_receipt: &'static str,
    pub(crate) part_of_sale: &'static str,
    pub(crate) payment_returned: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) approved_by: &'static str,
    pub(crate) journal: &'static str,
    pub(crate) report: ReportWords,
    months: [&'static str; 12],
}

const ENGLISH_1: Words = Words {
    training: "TRAINING – NOT A RECEIPT",
    copy: "COPY",
    vat_id: "VAT",
    phone: "Tel.",
    receipt: "Receipt",
    each: "each",
    kilogram: "kg",
    discount: "Discount",
    subtotal: "Subtotal",
    tax: "Tax",
    cash_rounding: "Cash rounding",
    total: "Total",
    cash: "Cash",
    card: "Card",
    change: "Change",
    tip: "Tip",
    charged: "Charged to card",
    reference: "Ref.",
    authorisation: "Auth. code",
    tax_rate: "Tax",
    net: "Net",
    gross: "Gross",
    not_charged: "NOT CHARGED",
    amount: "Amount",
    refund_title: "REFUND",
    refund: "Refund",
    refunded: "Refunded",
    of_receipt: "Original receipt",
    without_receipt: "Without original receipt",
    part_of_sale: "Part of the sale",
    payment_returned: "Payment returned",
    reason: "Reason",
    approved_by: "Approved by",
    journal: "Journal",
    report: ReportWords::ENGLISH_1,
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

impl Wording {
    /// The words of this edition.
    pub const fn words(self) -> &'static Words {
        match self {
            Wording::English1 => &ENGLISH_1,
        }
    }
}

impl Words {
    /// A date with the month in letters, because `03/04` means two days in two countries: `21 Nov 2026`.
    pub(crate) fn date(&self, date: Date) -> String {
        let index = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
        let month = self.months.get(index).copied().unwrap_or_default();
        format!("{} {month} {}", date.day(), date.year())
    }
}
