//! The report of a day: what the till counted, beside what each terminal's system has on record.

use jiff::civil::Date;
use money::{Currency, Money};
use sale::{TaxRate, TenderKind};
use serde::{Deserialize, Serialize};

use crate::compose::Sheet;
use crate::document::{Block, Document, Weight};
use crate::{IssuedAt, MoneyFormat, Printable, ShopHeader, TextWidth, Wording};

/// Everything the report of a day says. The same report renders the same for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayReport {
    /// The shop.
    pub shop: ShopHeader,
    /// The day it is about, on the shop's calendar.
    pub day: Date,
    /// When it was read.
    pub issued_at: IssuedAt,
    /// The till's name.
    pub till: String,
    /// Who asked for it.
    pub cashier: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// Paid orders.
    pub sales: Figure,
    /// Money given back.
    pub refunds: Figure,
    /// How orders were paid.
    pub tenders: Vec<ReportTender>,
    /// Per tax rate.
    pub taxes: Vec<ReportTax>,
    /// Each terminal of the till.
    pub terminals: Vec<ReportTerminal>,
    /// What else is on record where the payment system tells of whole accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<ReportAccount>,
    /// The end of the journal when it was read: the number of the last entry and the beginning of its hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// Practice.
    pub training: bool,
    /// How amounts are written.
    pub format: MoneyFormat,
    /// The language, and which edition of its words.
    pub wording: Wording,
}

/// How often, and how much altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// How often.
    pub count: u64,
    /// How much, zero or above.
    pub amount: Money,
}

/// One way orders were paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTender {
    /// Cash or card.
    pub kind: TenderKind,
    /// Taken.
    pub taken: Figure,
    /// Given back.
    pub given_back: Figure,
    /// Cash rounding contained in `taken`.
    pub rounding: Money,
}

/// One tax rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTax {
    /// The rate.
    pub rate: TaxRate,
    /// Sum without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// Sum with tax.
    pub gross: Money,
}

/// What went over one terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTerminal {
    /// What the shop calls it.
    pub name: String,
    /// Its serial number.
    pub serial: String,
    /// Charges and refunds this till knows of.
    pub ours: CardFigures,
    /// Those the payment system has on record for the day; `None`: it does not tell, or could not be asked.
    pub theirs: Option<CardFigures>,
    /// What does not agree, named one by one. Empty with `theirs`: everything agrees.
    pub differences: Vec<ReportDifference>,
    /// The terminal's own day totals, byte for byte.
    pub slip: Option<String>,
}

/// What an account whose records name no terminal has on record beside this till's payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportAccount {
    /// What people call it.
    pub name: String,
    /// Charges and refunds that are not of this till.
    pub others: CardFigures,
    /// Each of them.
    pub differences: Vec<ReportDifference>,
}

/// Card money of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFigures {
    /// Charged.
    pub charged: Figure,
    /// Given back.
    pub refunded: Figure,
}

/// Something the till and the payment system do not agree about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDifference {
    /// What does not agree.
    pub kind: DifferenceKind,
    /// Our reference or the provider's name for the transaction.
    pub name: String,
    /// The order it belongs to, as printed.
    pub order: Option<String>,
    /// How much; `None`: not readable.
    pub amount: Option<Money>,
}

/// What does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The payment system charged, and this till has no paid sale for it.
    ChargeWithoutSale,
    /// The payment system gave back, and this till has no refund for it.
    RefundWithoutRecord,
    /// This till holds it for paid, and the payment system has no charge.
    SaleWithoutCharge,
    /// Both know it, with different amounts.
    OtherAmount,
    /// The payment system's own record contradicts itself.
    Unclear,
    /// It has not ended yet.
    Open,
}

impl DayReport {
    /// The report as a list of blocks.
    pub fn to_document(&self) -> Document {
        let words = self.wording.words();
        let mut paper = Sheet::new(self.format, words);
        paper.training(self.training);
        paper.shop(&self.shop);
        paper.push(Block::Gap);
        paper.notice(words.report.day_totals);
        paper.push(Block::Meta {
            left: line(&words.date(self.day)),
            right: line(&format!(
                "{} {} {}",
                words.date(self.issued_at.date()),
                self.issued_at.clock(),
                self.issued_at.offset()
            )),
        });
        paper.push(Block::Meta { left: line(&self.till), right: line(&self.cashier) });
        paper.push(Block::Rule);
        self.till_figures(&mut paper);
        for terminal in &self.terminals {
            paper.push(Block::Rule);
            self.terminal(&mut paper, terminal);
        }
        for account in &self.accounts {
            paper.push(Block::Rule);
            self.account(&mut paper, account);
        }
        paper.push(Block::Gap);
        paper.journal(self.journal.as_deref());
        paper.training(self.training);
        paper.finish_titled(&format!("{} {}", words.report.day_totals, self.day), self.issued_at)
    }

    /// The report as plain text.
    pub fn to_text(&self, width: TextWidth) -> String {
        self.to_document().to_text(width)
    }

    fn till_figures(&self, paper: &mut Sheet) {
        let words = &self.wording.words().report;
        let named = |figure: Figure, one, more| if figure.count == 1 { one } else { more };
        paper.counted(named(self.sales, words.sale, words.sales), self.sales, Weight::Strong);
        if self.refunds.count > 0 {
            paper.counted(named(self.refunds, words.refund, words.refunds), self.refunds, Weight::Strong);
        }
        paper.push(Block::Gap);
        for tender in &self.tenders {
            let name = match tender.kind {
                TenderKind::Cash => self.wording.words().cash,
                TenderKind::Card => self.wording.words().card,
            };
            paper.counted(name, tender.taken, Weight::Normal);
            if tender.given_back.count > 0 {
                paper.counted(&format!("{name}, {}", words.given_back), tender.given_back, Weight::Normal);
            }
            if !tender.rounding.is_zero() {
                paper.pair(self.wording.words().cash_rounding, tender.rounding, Weight::Normal);
            }
        }
        paper.push(Block::Gap);
        if !self.taxes.is_empty() {
            let all = self.wording.words();
            let cells = |row: &ReportTax| {
                [
                    line(&self.format.rate(row.rate)),
                    line(&self.format.amount(row.net)),
                    line(&self.format.amount(row.tax)),
                    line(&self.format.amount(row.gross)),
                ]
            };
            paper.push(Block::TaxTable {
                head: [line(all.tax_rate), line(all.net), line(all.tax), line(all.gross)],
                rows: self.taxes.iter().map(cells).collect(),
            });
        }
    }

    fn terminal(&self, paper: &mut Sheet, terminal: &ReportTerminal) {
        let words = &self.wording.words().report;
        paper.push(Block::ShopName { text: line(&terminal.name) });
        paper.centred(&terminal.serial);
        paper.push(Block::Gap);
        paper.centred(words.this_till);
        paper.figures(&terminal.ours, words);
        paper.push(Block::Gap);
        match &terminal.theirs {
            Some(theirs) => {
                paper.centred(words.payment_system);
                paper.figures(theirs, words);
                paper.push(Block::Gap);
                if terminal.differences.is_empty() {
                    paper.centred(words.agrees);
                }
            }
            None => paper.centred(words.not_told),
        }
        self.differences(paper, &terminal.differences);
        paper.slip(terminal.slip.as_deref());
    }

    fn account(&self, paper: &mut Sheet, account: &ReportAccount) {
        let words = &self.wording.words().report;
        paper.push(Block::ShopName { text: line(&account.name) });
        paper.centred(words.not_of_this_till);
        paper.figures(&account.others, words);
        paper.push(Block::Gap);
        self.differences(paper, &account.differences);
    }

    fn differences(&self, paper: &mut Sheet, differences: &[ReportDifference]) {
        let words = &self.wording.words().report;
        for difference in differences {
            let value = difference.amount.map_or("?".to_owned(), |amount| self.format.amount(amount));
            let label = line(words.difference(difference.kind));
            paper.push(Block::Pair { label, value: line(&value), weight: Weight::Strong });
            let order = difference.order.as_ref().map(|order| format!("{} {order} · ", words.order));
            paper.quiet("", &format!("{}{}", order.unwrap_or_default(), difference.name));
        }
    }
}

impl Sheet {
    fn counted(&mut self, label: &str, figure: Figure, weight: Weight) {
        self.pair(&format!("{} {label}", figure.count), figure.amount, weight);
    }

    fn figures(&mut self, figures: &CardFigures, words: &ReportWords) {
        self.counted(words.charged, figures.charged, Weight::Normal);
        self.counted(words.refunded, figures.refunded, Weight::Normal);
    }
}

/// Every word a report prints by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportWords {
    day_totals: &'static str,
    sale: &'static str,
    sales: &'static str,
    refund: &'static str,
    refunds: &'static str,
    given_back: &'static str,
    this_till: &'static str,
    payment_system: &'static str,
    not_of_this_till: &'static str,
    charged: &'static str,
    refunded: &'static str,
    agrees: &'static str,
    not_told: &'static str,
    order: &'static str,
    charge_without_sale: &'static str,
    refund_without_record: &'static str,
    sale_without_charge: &'static str,
    other_amount: &'static str,
    unclear: &'static str,
    open: &'static str,
}

impl ReportWords {
    pub(crate) const ENGLISH_1: ReportWords = ReportWords {
        day_totals: "DAY TOTALS",
        sale: "sale",
        sales: "sales",
        refund: "refund",
        refunds: "refunds",
        given_back: "given back",
        this_till: "This till",
        payment_system: "Payment system",
        not_of_this_till: "Not of this till",
        charged: "charged",
        refunded: "given back",
        agrees: "No difference",
        not_told: "The payment system did not tell",
        order: "Order",
        charge_without_sale: "Charge without a sale",
        refund_without_record: "Refund without a record",
        sale_without_charge: "Sale without a charge",
        other_amount: "Other amount on record",
        unclear: "Record contradicts itself",
        open: "Not ended yet",
    };

    const fn difference(&self, kind: DifferenceKind) -> &'static str {
        match kind {
            DifferenceKind::ChargeWithoutSale => self.charge_without_sale,
            DifferenceKind::RefundWithoutRecord => self.refund_without_record,
            DifferenceKind::SaleWithoutCharge => self.sale_without_charge,
            DifferenceKind::OtherAmount => self.other_amount,
            DifferenceKind::Unclear => self.unclear,
            DifferenceKind::Open => self.open,
        }
    }
}

fn line(text: &str) -> Printable {
    Printable::line(text)
}
