//! The slip of a refund: what it says, how it is issued, and its blocks.

use money::{Currency, Money};
use payment::Approval;
use sale::{Quantity, Refund, RefundBasis, RefundNumber, TenderKind, Unit};
use serde::{Deserialize, Serialize};

use crate::compose::{Sheet, line};
use crate::document::{Block, Detail, Document, Item, Weight};
use crate::issue::{card_record, tax_row};
use crate::model::{CardRecord, ReceiptTaxRow, ShopHeader};
use crate::{Issuance, IssuedAt, MoneyFormat, ReceiptError, ReceiptProfile, TextWidth, Wording};

/// Everything the slip of a refund says, kept as issued. Amounts are what goes back to the customer, without a sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundSlip {
    /// The shop.
    pub shop: ShopHeader,
    /// The refund's number as printed: `R000012`.
    pub number: String,
    /// The order it belongs to, as printed on its receipt; absent without a purchase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// What the barcode holds: that of the original receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// When it was issued.
    pub issued_at: IssuedAt,
    /// The till's name.
    pub till: String,
    /// The cashier's name.
    pub cashier: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// What was given back: goods, an amount of a sale, or a payment.
    pub basis: RefundBasis,
    /// The goods that came back. Empty for an amount.
    pub lines: Vec<RefundSlipLine>,
    /// One row per tax rate, with the letters of the original receipt, before cash rounding.
    pub tax_rows: Vec<ReceiptTaxRow>,
    /// Cash rounding contained in `total`.
    pub cash_rounding: Money,
    /// What the customer got back.
    pub total: Money,
    /// Cash or card.
    pub kind: TenderKind,
    /// Card only: the provider's record of the refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardRecord>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who allowed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// Closing lines of the shop.
    pub footer: Vec<String>,
    /// The journal's entry of this refund, its number and the beginning of its hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// Practice: it says on top and at the bottom that it is not a receipt.
    pub training: bool,
    /// How amounts are written.
    pub format: MoneyFormat,
    /// The language, and which edition of its words.
    pub wording: Wording,
}

/// Goods that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundSlipLine {
    /// Pieces or kilograms.
    pub quantity: Quantity,
    /// What the quantity counts.
    pub unit: Unit,
    /// The article's name.
    pub name: String,
    /// What is given back for it, tax included.
    pub amount: Money,
    /// The letter of its rate in the tax table.
    pub tax_letter: char,
}

/// What a slip says beside the refund itself.
#[derive(Debug, Clone, Copy)]
pub struct RefundIssue<'a> {
    /// The refund's number.
    pub number: RefundNumber,
    /// Cash rounding contained in what leaves the drawer; nothing for a card.
    pub rounding: Money,
    /// The provider's record; `None` for cash.
    pub approval: Option<&'a Approval>,
    /// Why, as typed.
    pub reason: Option<&'a str>,
    /// Who allowed it.
    pub approved_by: Option<&'a str>,
}

impl RefundSlip {
    /// The slip of a refund that was made. Refuses a provider's record of another amount than the refund's.
    pub fn new(
        refund: &Refund,
        issue: &RefundIssue<'_>,
        profile: &ReceiptProfile,
        issuance: &Issuance,
    ) -> Result<Self, ReceiptError> {
        if let Some(approval) = issue.approval.filter(|approval| approval.amount != refund.total) {
            return Err(ReceiptError::ApprovedAmount { approved: approval.amount, booked: refund.total });
        }
        let lines = refund.lines.iter().filter_map(|line| {
            Some(RefundSlipLine {
                quantity: line.quantity?,
                unit: line.unit,
                name: line.name.as_str().to_owned(),
                amount: line.gross,
                tax_letter: line.tax_letter,
            })
        });
        Ok(Self {
            shop: profile.shop.clone(),
            number: issue.number.to_string(),
            order: refund.order.map(|order| order.to_string()),
            barcode: refund.order.map(|order| format!("{}{order}", profile.barcode_prefix)),
            issued_at: issuance.at,
            till: issuance.till.clone(),
            cashier: issuance.cashier.clone(),
            currency: refund.currency,
            basis: refund.basis,
            lines: lines.collect(),
            tax_rows: refund.tax_rows.iter().map(tax_row).collect(),
            cash_rounding: issue.rounding,
            total: refund.total.checked_add(issue.rounding)?,
            kind: if issue.approval.is_some() { TenderKind::Card } else { TenderKind::Cash },
            card: issue.approval.map(card_record),
            reason: issue.reason.map(ToOwned::to_owned),
            approved_by: issue.approved_by.map(ToOwned::to_owned),
            footer: profile.footer.clone(),
            journal: None,
            training: profile.training,
            format: profile.format,
            wording: profile.wording,
        })
    }

    /// The slip as a list of blocks; `copy` is the number of a reprint, `None` the original. The number is the only
    /// difference between the two.
    pub fn to_document(&self, copy: Option<u32>) -> Document {
        let mut paper = Sheet::new(self.format, self.wording.words());
        paper.training(self.training);
        if let Some(number) = copy {
            paper.notice(&format!("{} {number}", paper.words.copy));
        }
        paper.shop(&self.shop);
        paper.push(Block::Gap);
        paper.notice(paper.words.refund_title);
        let title = format!("{} {}", paper.words.refund, self.number);
        paper.titled(&title, self.issued_at, &self.till, &self.cashier);
        self.origin(&mut paper);
        paper.push(Block::Rule);
        for goods in &self.lines {
            paper.push(returned(&paper, goods));
        }
        if self.lines.is_empty() {
            let label = match self.basis {
                RefundBasis::Lines | RefundBasis::Amount => paper.words.part_of_sale,
                RefundBasis::Payment => paper.words.payment_returned,
            };
            let amount = self.total.checked_sub(self.cash_rounding).unwrap_or(self.total);
            paper.pair(label, amount, Weight::Normal);
        }
        paper.push(Block::Rule);
        if !self.cash_rounding.is_zero() {
            paper.pair(paper.words.cash_rounding, self.cash_rounding, Weight::Normal);
        }
        let amount = line(&paper.format.total(self.total));
        paper.push(Block::Total { label: line(paper.words.refunded), amount });
        paper.push(Block::Gap);
        match &self.card {
            Some(card) => paper.card(card),
            None => paper.pair(paper.words.cash, self.total, Weight::Normal),
        }
        paper.push(Block::Gap);
        paper.tax_table(&self.tax_rows);
        paper.slip(self.card.as_ref().and_then(|card| card.slip.as_deref()));
        paper.push(Block::Gap);
        if let Some(barcode) = &self.barcode {
            paper.barcode(barcode);
        }
        paper.journal(self.journal.as_deref());
        for text in &self.footer {
            paper.centred(text);
        }
        paper.push(Block::Gap);
        paper.training(self.training);
        paper.finish_titled(&title, self.issued_at)
    }

    /// The slip as plain text.
    pub fn to_text(&self, width: TextWidth, copy: Option<u32>) -> String {
        self.to_document(copy).to_text(width)
    }

    /// What it belongs to, why, and who allowed it.
    fn origin(&self, paper: &mut Sheet) {
        match &self.order {
            Some(order) => paper.quiet(paper.words.of_receipt, order),
            None => paper.centred(paper.words.without_receipt),
        }
        if let Some(reason) = &self.reason {
            paper.quiet(paper.words.reason, reason);
        }
        if let Some(person) = &self.approved_by {
            paper.quiet(paper.words.approved_by, person);
        }
    }
}

/// A line of goods. Its unit price is not printed: after a discount, or an earlier refund of part of it, price times
/// quantity is not what is given back.
fn returned(paper: &Sheet, goods: &RefundSlipLine) -> Block {
    let quantity = paper.format.quantity(goods.quantity);
    let (pieces, details) = match goods.unit {
        Unit::Piece => (Some(line(&quantity)), Vec::new()),
        Unit::Kilogram => {
            let label = line(&format!("{quantity} {}", paper.words.kilogram));
            (None, vec![Detail { label, amount: None }])
        }
    };
    Block::Item(Item {
        pieces,
        name: line(&goods.name),
        amount: line(&paper.format.amount(goods.amount)),
        tax_letter: line(&goods.tax_letter.to_string()),
        details,
    })
}
