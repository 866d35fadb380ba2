use super::barcode::{bars, code_128};
use super::canvas::{Mark, Part};
use super::faces::{Face, Faces};
use super::logo::{Picture, Size};
use super::slip::slip;
use super::{Geometry, Mpt};
use crate::Printable;
use crate::document::{Block, Detail, Item, Weight};
use crate::wrap::wrap;

/// Lays out the blocks from top to bottom.
pub(super) fn flow(
    blocks: &[Block],
    geometry: &Geometry,
    faces: &Faces,
    logo: Option<&Picture>,
) -> Vec<Part> {
    let mut flow = Flow::new(blocks, geometry, faces);
    for block in blocks {
        flow.block(block, logo);
    }
    flow.parts
}

/// A face at a size.
#[derive(Clone, Copy)]
struct Style {
    face: Face,
    size: Mpt,
}

struct Flow<'f> {
    geometry: &'f Geometry,
    faces: &'f Faces,
    parts: Vec<Part>,
    /// Where amounts end, left of the tax letters.
    axis: Mpt,
    /// Width of the counts before the names, with the `×`.
    lead: Mpt,
    /// Width of the widest line amount.
    amounts: Mpt,
}

/// A thin space between what stands side by side.
const APART: Mpt = 6_000;
/// One dot of a thermal printer with 203 dots an inch: 0.125 mm. Bars narrower than two are not read.
const DOT: Mpt = 354;

impl<'f> Flow<'f> {
    fn new(blocks: &[Block], geometry: &'f Geometry, faces: &'f Faces) -> Self {
        let mut flow = Self { geometry, faces, parts: Vec::new(), axis: 0, lead: 0, amounts: 0 };
        let goods = flow.goods();
        for block in blocks {
            if let Block::Item(item) = block {
                flow.amounts = flow.amounts.max(flow.width(goods, item.amount.as_str()));
                if let Some(pieces) = &item.pieces {
                    flow.lead = flow.lead.max(flow.width(goods, &format!("{pieces} × ")));
                }
            }
        }
        flow.axis = geometry.width - flow.scaled(10_000);
        flow
    }

    fn block(&mut self, block: &Block, logo: Option<&Picture>) {
        match block {
            Block::Notice { text } => self.notice(text),
            Block::Logo { .. } => {
                if let Some(logo) = logo {
                    self.logo(logo);
                }
            }
            Block::ShopName { text } => {
                self.centred(text.as_str(), self.style(Face::Strong, 13_500));
                self.space(1_500);
            }
            Block::Centred { text } => self.centred(text.as_str(), self.style(Face::Regular, 8_000)),
            Block::Meta { left, right } => self.meta(left, right),
            Block::Rule => self.rule(),
            Block::Gap => self.space(8_000),
            Block::Item(item) => self.item(item),
            Block::Pair { label, value, weight } => match weight {
                Weight::Quiet => self.quiet(label, value),
                Weight::Normal => self.pair(0, label.as_str(), value.as_str(), self.goods()),
                Weight::Strong => {
                    self.pair(0, label.as_str(), value.as_str(), self.style(Face::Strong, 9_200));
                }
            },
            Block::Total { label, amount } => self.total(label, amount),
            Block::TaxTable { head, rows } => self.tax_table(head, rows),
            Block::Slip { lines } => {
                let parts = slip(lines, self.geometry);
                self.parts.extend(parts);
            }
            Block::Barcode { text } => self.barcode(text),
        }
    }

    fn notice(&mut self, text: &Printable) {
        let style = self.style(Face::Strong, 9_500);
        let lines = self.wrapped(text.as_str(), style, self.geometry.width - self.scaled(16_000));
        let leading = leading(style.size);
        let height = leading * count(&lines) + self.scaled(7_000);
        let mut part = Part { height, marks: Vec::new() };
        let thickness = self.scaled(900);
        part.marks.push(Mark::Frame { x: 0, y: 0, width: self.geometry.width, height, thickness });
        let mut y = self.scaled(3_500) + baseline(style.size);
        for line in &lines {
            let x = (self.geometry.width - self.width(style, line)) / 2;
            part.text(x, y, style, line);
            y += leading;
        }
        self.parts.push(part);
    }

    fn logo(&mut self, logo: &Picture) {
        let (dots_wide, dots_high) = (i32::from(logo.width), i32::from(logo.height));
        let width = match logo.size {
            Size::Wide(width) => self.scaled(width),
            Size::Dots => dots_wide * DOT,
        };
        let height = width * dots_high / dots_wide.max(1);
        let x = (self.geometry.width - width) / 2;
        let marks = vec![Mark::Logo { x, y: 0, width, height }];
        self.parts.push(Part { height: height + self.scaled(6_000), marks });
    }

    fn centred(&mut self, text: &str, style: Style) {
        for line in self.wrapped(text, style, self.geometry.width) {
            let x = (self.geometry.width - self.width(style, line)) / 2;
            self.text_line(style, &[(x, line)]);
        }
    }

    fn meta(&mut self, left: &Printable, right: &Printable) {
        let style = self.style(Face::Regular, 8_000);
        let (left, right) = (left.as_str(), right.as_str());
        let room = self.geometry.width;
        if self.width(style, left) + APART + self.width(style, right) <= room {
            let x = room - self.width(style, right);
            self.text_line(style, &[(0, left), (x, right)]);
            return;
        }
        for text in [left, right] {
            for line in self.wrapped(text, style, room) {
                self.text_line(style, &[(0, line)]);
            }
        }
    }

    fn rule(&mut self) {
        let marks = vec![Mark::Rule {
            x: 0,
            y: self.scaled(5_000),
            width: self.geometry.width,
            thickness: self.scaled(500),
        }];
        self.parts.push(Part { height: self.scaled(9_000), marks });
    }

    fn item(&mut self, item: &Item) {
        let goods = self.goods();
        let room = self.axis - self.lead - self.amounts - APART;
        let mut part = Part::default();
        let first = baseline(goods.size);
        if let Some(pieces) = &item.pieces {
            let count = format!("{pieces} × ");
            part.text(self.lead - self.width(goods, &count), first, goods, count.trim_end());
        }
        for line in self.wrapped(item.name.as_str(), goods, room) {
            part.text(self.lead, part.height + first, goods, line);
            if part.height == 0 {
                self.line_amount(&mut part, item, first);
            }
            part.height += leading(goods.size);
        }
        part.height -= self.scaled(1_000);
        self.parts.push(part);
        let small = self.style(Face::Regular, 7_600);
        for Detail { label, amount } in &item.details {
            let amount = amount.as_ref().map_or("", Printable::as_str);
            self.pair(self.lead, label.as_str(), amount, small);
        }
        self.space(3_000);
    }

    fn line_amount(&self, part: &mut Part, item: &Item, y: Mpt) {
        let goods = self.goods();
        part.text(self.axis - self.width(goods, item.amount.as_str()), y, goods, item.amount.as_str());
        let letter = self.style(Face::Regular, 6_800);
        let x = self.geometry.width - self.width(letter, item.tax_letter.as_str());
        part.text(x, y, letter, item.tax_letter.as_str());
    }

    /// A label and a value that ends on the axis; below each other where one line is too short.
    fn pair(&mut self, indent: Mpt, label: &str, value: &str, style: Style) {
        let end = |flow: &Self, text: &str| flow.axis - flow.width(style, text);
        if indent + self.width(style, label) + APART <= end(self, value) {
            let x = end(self, value);
            self.text_line(style, &[(indent, label), (x, value)]);
            return;
        }
        for line in self.wrapped(label, style, self.axis - indent) {
            self.text_line(style, &[(indent, line)]);
        }
        for line in self.wrapped(value, style, self.axis - indent) {
            let x = end(self, line);
            self.text_line(style, &[(x, line)]);
        }
    }

    /// References are long: where one does not fit, it runs on over the whole paper like a sentence.
    fn quiet(&mut self, label: &Printable, value: &Printable) {
        let style = self.style(Face::Regular, 7_000);
        let needed = self.width(style, label.as_str()) + APART + self.width(style, value.as_str());
        if needed <= self.axis {
            self.pair(0, label.as_str(), value.as_str(), style);
            return;
        }
        for line in self.wrapped(&format!("{label} {value}"), style, self.geometry.width) {
            self.text_line(style, &[(0, line)]);
        }
    }

    /// The number of the paper. Shrinks until it stands in one line with its label.
    fn total(&mut self, label: &Printable, amount: &Printable) {
        let words = self.style(Face::Strong, 12_000);
        let mut number = self.style(Face::Strong, 21_000);
        let room = self.axis - self.width(words, label.as_str()) - APART;
        while self.width(number, amount.as_str()) > room && number.size > words.size {
            number.size -= 500;
        }
        let y = self.scaled(3_000) + baseline(self.scaled(21_000));
        let mut part = Part { height: y + self.scaled(8_000), marks: Vec::new() };
        part.text(0, y, words, label.as_str());
        part.text(self.axis - self.width(number, amount.as_str()), y, number, amount.as_str());
        self.parts.push(part);
    }

    fn tax_table(&mut self, head: &[Printable; 4], rows: &[[Printable; 4]]) {
        let style = self.style(Face::Regular, 7_200);
        let all = || std::iter::once(head).chain(rows);
        let widest =
            |column: usize| all().map(|row| self.width(style, row[column].as_str())).max().unwrap_or(0);
        let widths = [widest(0), widest(1), widest(2), widest(3)];
        let needed = widths.iter().sum::<Mpt>() + 3 * APART;
        if needed > self.axis {
            self.tall_tax_table(head, rows, style);
            return;
        }
        let gap = APART + (self.axis - needed) / 3;
        let second = widths[0] + gap + widths[1];
        let third = second + gap + widths[2];
        let ends = [second, third, self.axis];
        for (index, row) in all().enumerate() {
            let mut cells = vec![(0, row[0].as_str())];
            for (cell, end) in row[1..].iter().zip(ends) {
                cells.push((end - self.width(style, cell.as_str()), cell.as_str()));
            }
            self.text_line(style, &cells);
            if index == 0 {
                let marks = vec![Mark::Rule {
                    x: 0,
                    y: self.scaled(1_000),
                    width: self.axis,
                    thickness: self.scaled(300),
                }];
                self.parts.push(Part { height: self.scaled(2_500), marks });
            }
        }
    }

    /// For amounts too long to stand side by side.
    fn tall_tax_table(&mut self, head: &[Printable; 4], rows: &[[Printable; 4]], style: Style) {
        for row in rows {
            self.text_line(style, &[(0, row[0].as_str())]);
            for (label, amount) in head.iter().zip(row).skip(1) {
                self.pair(self.scaled(8_000), label.as_str(), amount.as_str(), style);
            }
        }
    }

    /// Bars in whole printer dots, with the quiet zone of ten modules on both sides that scanners need.
    fn barcode(&mut self, text: &Printable) {
        let Some(modules) = code_128(text.as_str()) else { return };
        let total = i32::try_from(modules.len()).unwrap_or(i32::MAX).saturating_add(20);
        let dots = (self.geometry.width / total / DOT).clamp(2, 3);
        let module = dots * DOT;
        let (above, height) = (self.scaled(4_000), self.scaled(30_000));
        let left = (self.geometry.width - (total - 20) * module) / 2;
        let mut part = Part { height: above + height + self.scaled(3_000), marks: Vec::new() };
        for (at, length) in bars(&modules) {
            part.marks.push(Mark::Bar { x: left + at * module, y: above, width: length * module, height });
        }
        self.parts.push(part);
        self.centred(text.as_str(), self.style(Face::Regular, 7_600));
        self.space(7_000);
    }

    fn text_line(&mut self, style: Style, cells: &[(Mpt, &str)]) {
        let mut part = Part { height: leading(style.size), marks: Vec::new() };
        for (x, text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
            part.text(*x, baseline(style.size), style, text);
        }
        self.parts.push(part);
    }

    fn space(&mut self, height: Mpt) {
        self.parts.push(Part { height: self.scaled(height), marks: Vec::new() });
    }

    fn goods(&self) -> Style {
        self.style(Face::Regular, 9_200)
    }

    fn style(&self, face: Face, size: Mpt) -> Style {
        Style { face, size: self.scaled(size) }
    }

    fn scaled(&self, mpt: Mpt) -> Mpt {
        mpt * self.geometry.scale / 1000
    }

    fn width(&self, style: Style, text: &str) -> Mpt {
        self.faces.width(style.face, style.size, text)
    }

    fn wrapped<'t>(&self, text: &'t str, style: Style, room: Mpt) -> Vec<&'t str> {
        wrap(text, room, |c| self.faces.advance(style.face, style.size, c))
    }
}

impl Part {
    fn text(&mut self, x: Mpt, y: Mpt, style: Style, text: &str) {
        self.marks.push(Mark::Text { x, y, face: style.face, size: style.size, text: text.to_owned() });
    }
}

/// From baseline to baseline.
fn leading(size: Mpt) -> Mpt {
    size * 1360 / 1000
}

/// From the top of a line to its baseline.
fn baseline(size: Mpt) -> Mpt {
    size * 1010 / 1000
}

fn count(lines: &[&str]) -> i32 {
    i32::try_from(lines.len()).unwrap_or(0)
}
