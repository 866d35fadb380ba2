use money::Money;
use sale::{Discount, TenderKind, Unit};

use crate::document::{Block, Detail, Document, Item, Weight};
use crate::model::{
    CardRecord, DeclineSlip, ReceiptDiscount, ReceiptLine, ReceiptModel, ReceiptTaxRow, ReceiptTender,
    ShopHeader,
};
use crate::{IssuedAt, MoneyFormat, Printable, TextWidth, Words};

impl ReceiptModel {
    /// The receipt as a list of blocks; `copy` is the number of a reprint, `None` the original. The number is the only
    /// difference between the two.
    pub fn to_document(&self, copy: Option<u32>) -> Document {
        let mut paper = Sheet::new(self.format, self.wording.words());
        paper.training(self.training);
        if let Some(number) = copy {
            paper.notice(&format!("{} {number}", paper.words.copy));
        }
        paper.shop(&self.shop);
        paper.push(Block::Gap);
        paper.meta(&self.number, self.issued_at, &self.till, &self.cashier);
        paper.push(Block::Rule);
        for goods in &self.lines {
            paper.item(goods);
        }
        paper.push(Block::Rule);
        self.sums(&mut paper);
        paper.push(Block::Gap);
        for tender in &self.tenders {
            paper.tender(tender);
        }
        paper.push(Block::Gap);
        paper.tax_table(&self.tax_rows);
        for card in self.tenders.iter().filter_map(|tender| tender.card.as_ref()) {
            paper.slip(card.slip.as_deref());
        }
        paper.push(Block::Gap);
        paper.barcode(&self.barcode);
        paper.journal(self.journal.as_deref());
        for text in &self.footer {
            paper.centred(text);
        }
        paper.push(Block::Gap);
        paper.training(self.training);
        paper.finish(&self.number, self.issued_at)
    }

    /// The blocks of [`ReceiptModel::to_document`], for a screen.
    pub fn to_blocks(&self, copy: Option<u32>) -> Vec<Block> {
        self.to_document(copy).blocks
    }

    /// The receipt as plain text.
    pub fn to_text(&self, width: TextWidth, copy: Option<u32>) -> String {
        self.to_document(copy).to_text(width)
    }

    /// From the lines' sum to the total. Steps that change nothing are not printed.
    fn sums(&self, paper: &mut Sheet) {
        let discount = self.order_discount.filter(|discount| !discount.amount.is_zero());
        if discount.is_some() || !self.tax_inclusive || !self.cash_rounding.is_zero() {
            paper.pair(paper.words.subtotal, self.subtotal, Weight::Normal);
        }
        if let Some(discount) = discount {
            let label = paper.discount_label(&discount);
            paper.push(Block::Pair { label, value: paper.minus(discount.amount), weight: Weight::Normal });
        }
        if !self.tax_inclusive {
            for row in self.tax_rows.iter().filter(|row| !row.tax.is_zero()) {
                let label = format!("{} {} {}", paper.words.tax, row.letter, paper.format.rate(row.rate));
                paper.pair(&label, row.tax, Weight::Normal);
            }
        }
        if !self.cash_rounding.is_zero() {
            paper.pair(paper.words.cash_rounding, self.cash_rounding, Weight::Normal);
        }
        let amount = line(&paper.format.total(self.total));
        paper.push(Block::Total { label: line(paper.words.total), amount });
    }
}

impl DeclineSlip {
    /// The slip as a list of blocks.
    pub fn to_document(&self) -> Document {
        let mut paper = Sheet::new(self.format, self.wording.words());
        paper.training(self.training);
        paper.shop(&self.shop);
        paper.push(Block::Gap);
        paper.meta(&self.number, self.issued_at, &self.till, &self.cashier);
        paper.push(Block::Rule);
        let value = line(&paper.format.total(self.amount));
        paper.push(Block::Pair { label: line(paper.words.amount), value, weight: Weight::Strong });
        paper.push(Block::Gap);
        paper.notice(paper.words.not_charged);
        paper.slip(self.slip.as_deref());
        paper.push(Block::Gap);
        paper.training(self.training);
        paper.finish(&self.number, self.issued_at)
    }

    /// The slip as plain text.
    pub fn to_text(&self, width: TextWidth) -> String {
        self.to_document().to_text(width)
    }
}

/// The blocks so far.
pub(crate) struct Sheet {
    pub(crate) format: MoneyFormat,
    pub(crate) words: &'static Words,
    blocks: Vec<Block>,
}

impl Sheet {
    pub(crate) fn new(format: MoneyFormat, words: &'static Words) -> Self {
        Self { format, words, blocks: Vec::new() }
    }

    fn finish(self, number: &str, issued_at: IssuedAt) -> Document {
        let title = format!("{} {number}", self.words.receipt);
        self.finish_titled(&title, issued_at)
    }

    pub(crate) fn finish_titled(mut self, title: &str, issued_at: IssuedAt) -> Document {
        if self.blocks.last() == Some(&Block::Gap) {
            self.blocks.pop();
        }
        Document { title: line(title), issued_at, blocks: self.blocks }
    }

    /// Two gaps are one, and nothing empty takes a line.
    pub(crate) fn push(&mut self, block: Block) {
        if block != Block::Gap || !matches!(self.blocks.last(), None | Some(Block::Gap)) {
            self.blocks.push(block);
        }
    }

    pub(crate) fn training(&mut self, training: bool) {
        if training {
            self.notice(self.words.training);
        }
    }

    pub(crate) fn notice(&mut self, text: &str) {
        self.push(Block::Notice { text: line(text) });
        self.push(Block::Gap);
    }

    pub(crate) fn shop(&mut self, shop: &ShopHeader) {
        if let Some(id) = &shop.logo {
            self.push(Block::Logo { id: id.clone() });
        }
        self.push(Block::ShopName { text: line(&shop.name) });
        for text in &shop.address {
            self.centred(text);
        }
        if let Some(phone) = &shop.phone {
            self.centred(&format!("{} {phone}", self.words.phone));
        }
        if let Some(vat_id) = &shop.vat_id {
            self.centred(&format!("{} {vat_id}", self.words.vat_id));
        }
    }

    pub(crate) fn centred(&mut self, text: &str) {
        let text = line(text);
        if !text.is_empty() {
            self.push(Block::Centred { text });
        }
    }

    fn meta(&mut self, number: &str, at: IssuedAt, till: &str, cashier: &str) {
        let title = format!("{} {number}", self.words.receipt);
        self.titled(&title, at, till, cashier);
    }

    pub(crate) fn titled(&mut self, title: &str, at: IssuedAt, till: &str, cashier: &str) {
        let when = format!("{} {} {}", self.words.date(at.date()), at.clock(), at.offset());
        self.push(Block::Meta { left: line(title), right: line(&when) });
        self.push(Block::Meta { left: line(till), right: line(cashier) });
    }

    fn item(&mut self, goods: &ReceiptLine) {
        let unit_price = self.format.amount(goods.unit_price);
        let quantity = self.format.quantity(goods.quantity);
        let mut details = Vec::new();
        let pieces = match goods.unit {
            Unit::Piece => {
                if goods.amount != goods.unit_price {
                    details.push(detail(&format!("{unit_price} {}", self.words.each)));
                }
                Some(line(&quantity))
            }
            Unit::Kilogram => {
                let kilogram = self.words.kilogram;
                details.push(detail(&format!("{quantity} {kilogram} × {unit_price}/{kilogram}")));
                None
            }
        };
        if let Some(discount) = &goods.discount {
            let amount = Some(self.minus(discount.amount));
            details.push(Detail { label: self.discount_label(discount), amount });
        }
        self.push(Block::Item(Item {
            pieces,
            name: line(&goods.name),
            amount: line(&self.format.amount(goods.amount)),
            tax_letter: line(&goods.tax_letter.to_string()),
            details,
        }));
    }

    fn discount_label(&self, discount: &ReceiptDiscount) -> Printable {
        match discount.entered {
            Discount::Amount(_) => line(self.words.discount),
            Discount::Percent(percent) => {
                line(&format!("{} {}", self.words.discount, self.format.percent(percent)))
            }
        }
    }

    /// What is taken off, with the sign it has in the sum.
    fn minus(&self, amount: Money) -> Printable {
        line(&self.format.amount(amount.checked_neg().unwrap_or(amount)))
    }

    pub(crate) fn pair(&mut self, label: &str, amount: Money, weight: Weight) {
        let value = line(&self.format.amount(amount));
        self.push(Block::Pair { label: line(label), value, weight });
    }

    fn tender(&mut self, tender: &ReceiptTender) {
        match (tender.kind, &tender.card) {
            (TenderKind::Cash, _) => {
                self.pair(self.words.cash, tender.given.unwrap_or(tender.amount), Weight::Normal);
                if let Some(change) = tender.change.filter(Money::is_positive) {
                    self.pair(self.words.change, change, Weight::Normal);
                }
            }
            (TenderKind::Card, Some(card)) => self.card(card),
            (TenderKind::Card, None) => self.pair(self.words.card, tender.amount, Weight::Normal),
        }
    }

    pub(crate) fn card(&mut self, card: &CardRecord) {
        let mut label = self.words.card.to_owned();
        if let Some(scheme) = &card.scheme {
            label.push(' ');
            // Providers name brands for machines: `V_PAY`.
            label.push_str(&scheme.replace('_', " "));
        }
        if let Some(last_four) = &card.last_four {
            label.push_str(" ****");
            label.push_str(last_four);
        }
        self.pair(&label, card.approved, Weight::Normal);
        if let Some(tip) = card.tip {
            self.pair(self.words.tip, tip, Weight::Normal);
            if let Ok(charged) = card.approved.checked_add(tip) {
                self.pair(self.words.charged, charged, Weight::Normal);
            }
        }
        if card.slip.is_none()
            && let Some(code) = &card.authorisation_code
        {
            self.quiet(self.words.authorisation, code);
        }
        self.quiet(self.words.reference, &card.provider_reference);
    }

    pub(crate) fn quiet(&mut self, label: &str, value: &str) {
        self.push(Block::Pair { label: line(label), value: line(value), weight: Weight::Quiet });
    }

    pub(crate) fn tax_table(&mut self, rows: &[ReceiptTaxRow]) {
        if rows.is_empty() {
            return;
        }
        let format = self.format;
        let cells = |row: &ReceiptTaxRow| {
            [
                line(&format!("{} {}", row.letter, format.rate(row.rate))),
                line(&format.amount(row.net)),
                line(&format.amount(row.tax)),
                line(&format.amount(row.gross)),
            ]
        };
        let Words { tax_rate, net, tax, gross, .. } = self.words;
        self.push(Block::TaxTable {
            head: [line(tax_rate), line(net), line(tax), line(gross)],
            rows: rows.iter().map(cells).collect(),
        });
    }

    pub(crate) fn slip(&mut self, slip: Option<&str>) {
        if let Some(text) = slip {
            self.push(Block::Gap);
            self.push(Block::Slip { lines: Printable::slip(text) });
        }
    }

    /// Code 128 knows ASCII; anything else gets no barcode rather than a wrong one.
    /// The journal's entry, below the barcode: small, and there for whoever holds the paper against the till.
    pub(crate) fn journal(&mut self, mark: Option<&str>) {
        if let Some(mark) = mark {
            self.centred(&format!("{} {mark}", self.words.journal));
        }
    }

    pub(crate) fn barcode(&mut self, text: &str) {
        if (1..=MAX_BARCODE_CHARS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            self.push(Block::Barcode { text: line(text) });
        }
    }
}

/// What fits an 80 mm roll at a width that cheap scanners read.
const MAX_BARCODE_CHARS: usize = 20;

pub(crate) fn line(text: &str) -> Printable {
    Printable::line(text)
}

fn detail(text: &str) -> Detail {
    Detail { label: line(text), amount: None }
}
