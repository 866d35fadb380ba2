use money::{Currency, Money};
use sale::{Discount, Quantity, TaxRate, TenderKind, Unit};
use serde::{Deserialize, Serialize};

use crate::{IssuedAt, LogoId, MoneyFormat, Wording};

/// Everything a receipt says, kept as issued. Rendering needs nothing but this: no setting, clock or language of the
/// day it is printed again.
///
/// Text is kept as it came; what could act on a printer or a screen is dropped when it is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptModel {
    /// The shop.
    pub shop: ShopHeader,
    /// The order's number as printed: `000123`.
    pub number: String,
    /// What the barcode holds for a return by scan: `TB-000123`.
    pub barcode: String,
    /// When it was issued.
    pub issued_at: IssuedAt,
    /// The till's name.
    pub till: String,
    /// The cashier's name.
    pub cashier: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// What was sold, in the order it was rung up.
    pub lines: Vec<ReceiptLine>,
    /// Sum of the lines after their own discounts; without tax when `tax_inclusive` is false.
    pub subtotal: Money,
    /// What was taken off the whole order.
    pub order_discount: Option<ReceiptDiscount>,
    /// Cash rounding contained in `total`: below zero when it favours the customer.
    pub cash_rounding: Money,
    /// What the customer paid, tax and cash rounding included, without tips.
    pub total: Money,
    /// Whether the lines' amounts contain the tax.
    pub tax_inclusive: bool,
    /// One row per tax rate, before cash rounding.
    pub tax_rows: Vec<ReceiptTaxRow>,
    /// How it was paid.
    pub tenders: Vec<ReceiptTender>,
    /// Closing lines of the shop.
    pub footer: Vec<String>,
    /// The journal's entry of this sale, its number and the beginning of its hash: `1042 ba78 16bf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// Practice: it says on top and at the bottom that it is not a receipt.
    pub training: bool,
    /// How amounts are written.
    pub format: MoneyFormat,
    /// The language, and which edition of its words.
    pub wording: Wording,
}

/// Who sold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShopHeader {
    /// Name, the largest line of the header.
    pub name: String,
    /// Address, one entry a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// VAT identification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The logo that stands above the name where the paper can show one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<LogoId>,
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// Pieces or kilograms.
    pub quantity: Quantity,
    /// What the quantity counts.
    pub unit: Unit,
    /// The article's name.
    pub name: String,
    /// Price of one piece or kilogram.
    pub unit_price: Money,
    /// Unit price times quantity, before the line's own discount.
    pub amount: Money,
    /// What was taken off this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<ReceiptDiscount>,
    /// The letter of its rate in the tax table.
    pub tax_letter: char,
}

/// Something taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptDiscount {
    /// As it was entered: an amount, or a percentage that the receipt names.
    pub entered: Discount,
    /// What it came to, zero or above.
    pub amount: Money,
}

/// One row of the tax table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptTaxRow {
    /// The letter the lines refer to.
    pub letter: char,
    /// The rate.
    pub rate: TaxRate,
    /// Sum without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// Sum with tax.
    pub gross: Money,
}

/// A way part of the order was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptTender {
    /// Cash or card.
    pub kind: TenderKind,
    /// What stayed in the till or went over the terminal, net of change, without tip.
    pub amount: Money,
    /// Cash only: what was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Money>,
    /// Cash only: what went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Money>,
    /// Card only: the provider's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardRecord>,
}

/// What a receipt keeps of an approved card payment: never more of the card than scheme and last four digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRecord {
    /// Scheme as the provider names it: `V_PAY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// Last four digits of the card number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_four: Option<String>,
    /// What was really approved, without the tip.
    pub approved: Money,
    /// The tip on top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<Money>,
    /// The bank's authorisation code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation_code: Option<String>,
    /// The provider's name for the transaction.
    pub provider_reference: String,
    /// The cardholder's slip, byte for byte as the provider sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<String>,
}

/// A slip for a card payment that charged nothing, to be printed when the customer asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclineSlip {
    /// The shop.
    pub shop: ShopHeader,
    /// The order's number as printed.
    pub number: String,
    /// When it was issued.
    pub issued_at: IssuedAt,
    /// The till's name.
    pub till: String,
    /// The cashier's name.
    pub cashier: String,
    /// What was asked for and not charged.
    pub amount: Money,
    /// The cardholder's slip, byte for byte as the provider sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<String>,
    /// Practice.
    pub training: bool,
    /// How amounts are written.
    pub format: MoneyFormat,
    /// The language, and which edition of its words.
    pub wording: Wording,
}
