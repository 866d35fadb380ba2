use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::Printable;
use crate::document::{Block, Detail, Document, Item, Weight};
use crate::wrap::wrap;

/// How many characters stand in a line of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextWidth {
    /// 58 mm rolls.
    Columns32,
    /// 80 mm rolls, the usual font.
    Columns42,
    /// 80 mm rolls of finer printers.
    Columns48,
}

/// Columns of a terminal's slip.
pub(crate) const SLIP_COLUMNS: usize = 24;
/// Room for a space and the tax letter, right of the axis of all amounts.
const LETTER_COLUMNS: usize = 2;

impl TextWidth {
    /// Characters in a line.
    pub const fn columns(self) -> usize {
        match self {
            TextWidth::Columns32 => 32,
            TextWidth::Columns42 => 42,
            TextWidth::Columns48 => 48,
        }
    }
}

impl Document {
    /// Plain text: lines of at most `width` columns, each ended by `\n`, and no other control character.
    pub fn to_text(&self, width: TextWidth) -> String {
        let mut page = Page::new(width.columns(), &self.blocks);
        for block in &self.blocks {
            page.block(block);
        }
        page.out
    }
}

struct Page {
    out: String,
    columns: usize,
    /// Where amounts end.
    axis: usize,
    /// Width of `3 × ` before the names.
    lead: usize,
    /// Width of the widest line amount.
    amounts: usize,
}

impl Page {
    fn new(columns: usize, blocks: &[Block]) -> Self {
        let items = || {
            blocks.iter().filter_map(|block| if let Block::Item(item) = block { Some(item) } else { None })
        };
        let pieces = items().filter_map(|item| item.pieces.as_ref()).map(|pieces| width(pieces) + 3).max();
        let amounts = items().map(|item| width(&item.amount)).max();
        Self {
            out: String::new(),
            columns,
            axis: columns - LETTER_COLUMNS,
            lead: pieces.unwrap_or(0),
            amounts: amounts.unwrap_or(0),
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            // Paper without pictures begins with the shop's name.
            Block::Logo { .. } => {}
            Block::Notice { text } => {
                self.rule();
                self.centred(text);
                self.rule();
            }
            Block::ShopName { text } | Block::Centred { text } | Block::Barcode { text } => {
                self.centred(text)
            }
            Block::Meta { left, right } => self.meta(left, right),
            Block::Rule => self.rule(),
            Block::Gap => self.line(""),
            Block::Item(item) => self.item(item),
            Block::Pair { label, value, weight: Weight::Quiet } => self.quiet(label, value),
            Block::Pair { label, value, .. } => self.pair(0, label.as_str(), value.as_str()),
            Block::Total { label, amount } => self.pair(0, label.in_capitals().as_str(), amount.as_str()),
            Block::TaxTable { head, rows } => self.tax_table(head, rows),
            Block::Slip { lines } => self.slip(lines),
        }
    }

    fn item(&mut self, item: &Item) {
        let room = self.axis.saturating_sub(self.lead + self.amounts + 1).max(1);
        let mut lead = match &item.pieces {
            Some(pieces) => format!("{:>lead$} × ", pieces.as_str(), lead = self.lead - 3),
            None => " ".repeat(self.lead),
        };
        let mut tail = format!(" {}", item.tax_letter);
        let mut amount = item.amount.as_str();
        for piece in wrap_columns(item.name.as_str(), room) {
            let gap = self.axis.saturating_sub(lead.width() + piece.width() + amount.width());
            self.line(&format!("{lead}{piece}{}{amount}{tail}", " ".repeat(gap)));
            lead = " ".repeat(self.lead);
            (amount, tail) = ("", String::new());
        }
        for Detail { label, amount } in &item.details {
            self.pair(self.lead, label.as_str(), amount.as_ref().map_or("", Printable::as_str));
        }
    }

    /// A label and a value that ends on the axis; below each other where one line is too short.
    fn pair(&mut self, indent: usize, label: &str, value: &str) {
        let margin = " ".repeat(indent);
        let room = self.axis.saturating_sub(indent);
        if indent + label.width() + 1 + value.width() <= self.axis {
            let gap = room - label.width() - value.width();
            self.line(&format!("{margin}{label}{}{value}", " ".repeat(gap)));
            return;
        }
        for piece in wrap_columns(label, room) {
            self.line(&format!("{margin}{piece}"));
        }
        for piece in wrap_columns(value, room) {
            let gap = room.saturating_sub(piece.width());
            self.line(&format!("{margin}{}{piece}", " ".repeat(gap)));
        }
    }

    /// References are long: where one does not fit, it runs on over the whole paper like a sentence.
    fn quiet(&mut self, label: &Printable, value: &Printable) {
        if width(label) + 1 + width(value) <= self.axis {
            self.pair(0, label.as_str(), value.as_str());
            return;
        }
        for piece in wrap_columns(&format!("{label} {value}"), self.columns) {
            self.line(piece);
        }
    }

    fn meta(&mut self, left: &Printable, right: &Printable) {
        if width(left) + 1 + width(right) <= self.columns {
            let gap = self.columns - width(left) - width(right);
            self.line(&format!("{left}{}{right}", " ".repeat(gap)));
            return;
        }
        for text in [left, right] {
            for piece in wrap_columns(text.as_str(), self.columns) {
                self.line(piece);
            }
        }
    }

    fn centred(&mut self, text: &Printable) {
        for piece in wrap_columns(text.as_str(), self.columns) {
            let margin = self.columns.saturating_sub(piece.width()) / 2;
            self.line(&format!("{}{piece}", " ".repeat(margin)));
        }
    }

    fn rule(&mut self) {
        self.line(&"-".repeat(self.columns));
    }

    /// Four columns if they fit; else the rate on a line of its own; else every amount on its own.
    fn tax_table(&mut self, head: &[Printable; 4], rows: &[[Printable; 4]]) {
        let all = || std::iter::once(head).chain(rows);
        let widest = |column: usize| all().map(|row| width(&row[column])).max().unwrap_or(0);
        let amounts = widest(1).max(widest(2)).max(widest(3)) + 1;
        if widest(0) + 3 * amounts <= self.axis {
            let each = ((self.axis - widest(0)) / 3).min(MAX_TAX_COLUMN);
            for row in all() {
                self.tax_row(row, each);
            }
        } else if 3 * amounts <= self.axis {
            for row in all() {
                self.line(row[0].as_str());
                self.tax_row(
                    &[Printable::default(), row[1].clone(), row[2].clone(), row[3].clone()],
                    amounts,
                );
            }
        } else {
            for row in rows {
                self.line(row[0].as_str());
                for (label, amount) in head.iter().zip(row).skip(1) {
                    self.pair(2, label.as_str(), amount.as_str());
                }
            }
        }
    }

    fn tax_row(&mut self, row: &[Printable; 4], each: usize) {
        let mut text = row[0].as_str().to_owned();
        for (column, cell) in row.iter().enumerate().skip(1) {
            let end = self.axis - (3 - column) * each;
            text.push_str(&" ".repeat(end.saturating_sub(text.width() + width(cell))));
            text.push_str(cell.as_str());
        }
        self.line(&text);
    }

    /// One block in the middle: the same margin for each line, so that its own columns stay columns.
    fn slip(&mut self, lines: &[Printable]) {
        let block = lines.iter().map(width).max().unwrap_or(0).max(SLIP_COLUMNS);
        let margin = " ".repeat(self.columns.saturating_sub(block) / 2);
        for text in lines {
            for piece in cut_columns(text.as_str(), self.columns) {
                self.out.push_str(&margin);
                self.out.push_str(piece);
                self.out.push('\n');
            }
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end_matches(' '));
        self.out.push('\n');
    }
}

/// The widest column of the tax table: wide enough for 99 999 999.99, narrow enough to read along the row.
const MAX_TAX_COLUMN: usize = 14;

fn width(text: &Printable) -> usize {
    text.as_str().width()
}

fn columns_of(c: char) -> i32 {
    c.width().and_then(|columns| i32::try_from(columns).ok()).unwrap_or(0)
}

fn wrap_columns(text: &str, room: usize) -> Vec<&str> {
    wrap(text, i32::try_from(room).unwrap_or(i32::MAX), columns_of)
}

/// Cuts where the paper ends, wherever words are: a slip keeps its own spaces.
pub(crate) fn cut_columns(text: &str, room: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (index, c) in text.char_indices() {
        let wide = c.width().unwrap_or(0);
        if used + wide > room && index > start {
            pieces.push(&text[start..index]);
            (start, used) = (index, 0);
        }
        used += wide;
    }
    pieces.push(&text[start..]);
    pieces
}
