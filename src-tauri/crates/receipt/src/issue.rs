use money::{Money, MoneyError};
use payment::{Approval, EftReceipts};
use sale::{Order, OrderNumber, SaleError, TaxMode, TaxRow, TenderKind};

use crate::model::{
    CardRecord, DeclineSlip, ReceiptDiscount, ReceiptLine, ReceiptModel, ReceiptTaxRow, ReceiptTender,
    ShopHeader,
};
use crate::{IssuedAt, MoneyFormat, Wording};

/// What a shop decides once for all its receipts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptProfile {
    /// Who sells.
    pub shop: ShopHeader,
    /// Closing lines.
    pub footer: Vec<String>,
    /// How amounts are written.
    pub format: MoneyFormat,
    /// The language.
    pub wording: Wording,
    /// What stands before the order number in the barcode: `TB-`.
    pub barcode_prefix: String,
    /// Practice: every receipt says that it is none.
    pub training: bool,
}

/// When, where and by whom a receipt is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuance {
    /// The moment, on the shop's clock.
    pub at: IssuedAt,
    /// The till's name.
    pub till: String,
    /// The cashier's name.
    pub cashier: String,
}

/// Why no receipt can be issued for an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The tenders do not pay the total to the minor unit.
    #[error("order {0} is not paid")]
    NotPaid(OrderNumber),
    /// Each card tender needs its own approval.
    #[error("{tenders} card tenders and {approvals} approvals")]
    Approvals {
        /// Card tenders of the order.
        tenders: usize,
        /// Approvals given.
        approvals: usize,
    },
    /// The provider approved another amount than the tender books.
    #[error("approved {approved:?} and booked {booked:?}")]
    ApprovedAmount {
        /// What the provider's record says.
        approved: Money,
        /// What the order's tender says.
        booked: Money,
    },
    /// Amounts of the order that do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// Amounts of the order that do not add up.
    #[error(transparent)]
    Sale(#[from] SaleError),
}

impl ReceiptModel {
    /// The receipt of a paid order.
    ///
    /// `approvals` hold one record per card tender, in the order of the tenders. Refuses an order that is not paid to
    /// the minor unit, and an approval of another amount than its tender.
    pub fn from_order(
        order: &Order,
        profile: &ReceiptProfile,
        issuance: &Issuance,
        approvals: &[&Approval],
    ) -> Result<Self, ReceiptError> {
        if !order.balances() {
            return Err(ReceiptError::NotPaid(order.number));
        }
        let cash_rounding = Money::sum(order.currency, order.tenders.iter().map(|tender| tender.rounding))?;
        let number = order.number.to_string();
        Ok(Self {
            shop: profile.shop.clone(),
            barcode: format!("{}{number}", profile.barcode_prefix),
            number,
            issued_at: issuance.at,
            till: issuance.till.clone(),
            cashier: issuance.cashier.clone(),
            currency: order.currency,
            lines: lines_of(order),
            subtotal: order.totals.subtotal,
            order_discount: order
                .order_discount
                .map(|entered| ReceiptDiscount { entered, amount: order.totals.order_discount }),
            cash_rounding,
            total: order.total().checked_add(cash_rounding)?,
            tax_inclusive: match order.tax_rules.mode {
                TaxMode::Inclusive => true,
                TaxMode::Exclusive => false,
            },
            tax_rows: tax_rows_of(order),
            tenders: tenders_of(order, approvals)?,
            footer: profile.footer.clone(),
            journal: None,
            training: profile.training,
            format: profile.format,
            wording: profile.wording,
        })
    }
}

impl DeclineSlip {
    /// The slip of a payment of `amount` that charged nothing.
    pub fn new(
        number: OrderNumber,
        amount: Money,
        slips: &EftReceipts,
        profile: &ReceiptProfile,
        issuance: &Issuance,
    ) -> Self {
        Self {
            shop: profile.shop.clone(),
            number: number.to_string(),
            issued_at: issuance.at,
            till: issuance.till.clone(),
            cashier: issuance.cashier.clone(),
            amount,
            slip: slips.cardholder.clone(),
            training: profile.training,
            format: profile.format,
            wording: profile.wording,
        }
    }
}

fn lines_of(order: &Order) -> Vec<ReceiptLine> {
    let lines = order.rows().map(|(line, amounts)| ReceiptLine {
        quantity: line.quantity,
        unit: line.unit,
        name: line.name.as_str().to_owned(),
        unit_price: line.unit_price,
        amount: amounts.before_discount,
        discount: line.discount.map(|entered| ReceiptDiscount { entered, amount: amounts.discount }),
        tax_letter: amounts.letter,
    });
    lines.collect()
}

fn tax_rows_of(order: &Order) -> Vec<ReceiptTaxRow> {
    order.totals.tax_rows.iter().map(tax_row).collect()
}

pub(crate) fn tax_row(row: &TaxRow) -> ReceiptTaxRow {
    ReceiptTaxRow { letter: row.letter, rate: row.rate, net: row.net, tax: row.tax, gross: row.gross }
}

fn tenders_of(order: &Order, approvals: &[&Approval]) -> Result<Vec<ReceiptTender>, ReceiptError> {
    let cards = order.tenders.iter().filter(|tender| tender.kind == TenderKind::Card).count();
    if cards != approvals.len() {
        return Err(ReceiptError::Approvals { tenders: cards, approvals: approvals.len() });
    }
    let mut records = approvals.iter().map(|approval| card_record(approval));
    let tenders = order.tenders.iter().map(|tender| {
        let card = match tender.kind {
            TenderKind::Cash => None,
            TenderKind::Card => records.next(),
        };
        match &card {
            Some(card) if card.approved != tender.amount => {
                Err(ReceiptError::ApprovedAmount { approved: card.approved, booked: tender.amount })
            }
            _ => Ok(ReceiptTender {
                kind: tender.kind,
                amount: tender.amount,
                given: tender.given,
                change: tender.change,
                card,
            }),
        }
    });
    tenders.collect()
}

pub(crate) fn card_record(approval: &Approval) -> CardRecord {
    CardRecord {
        scheme: approval.card.scheme.clone(),
        last_four: approval.card.last_four.clone(),
        approved: approval.amount,
        tip: approval.tip.filter(Money::is_positive),
        authorisation_code: approval.card.authorisation_code.clone(),
        provider_reference: approval.transaction.as_str().to_owned(),
        slip: approval.eft.cardholder.clone(),
    }
}
