use serde::Serialize;

use crate::{IssuedAt, LogoId, Printable};

/// What stands on the paper, from top to bottom, without saying how it looks. Every renderer walks this list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Title of the file: `Receipt 000123`.
    pub title: Printable,
    /// When it was issued.
    pub issued_at: IssuedAt,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// One part of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Something that must not be overlooked: `COPY 1`.
    Notice {
        /// The words.
        text: Printable,
    },
    /// The shop's logo, where the paper can show one.
    Logo {
        /// Which.
        id: LogoId,
    },
    /// The shop's name.
    ShopName {
        /// The name.
        text: Printable,
    },
    /// A small line in the middle: address, footer.
    Centred {
        /// The line.
        text: Printable,
    },
    /// Two small facts at the two edges: number and date, till and cashier.
    Meta {
        /// At the left edge.
        left: Printable,
        /// At the right edge.
        right: Printable,
    },
    /// A thin line from edge to edge.
    Rule,
    /// A little room.
    Gap,
    /// A line of goods.
    Item(Item),
    /// A label and an amount on the axis of all amounts.
    Pair {
        /// The label.
        label: Printable,
        /// The amount, or another short value.
        value: Printable,
        /// How loud it is.
        weight: Weight,
    },
    /// The number of the whole paper.
    Total {
        /// Its label.
        label: Printable,
        /// With the currency sign.
        amount: Printable,
    },
    /// The tax table.
    TaxTable {
        /// Headings of the four columns: rate, net, tax, gross.
        head: [Printable; 4],
        /// One row per rate; the first cell begins with the letter.
        rows: Vec<[Printable; 4]>,
    },
    /// The terminal's slip, line by line, for a fixed-width font.
    Slip {
        /// Its lines.
        lines: Vec<Printable>,
    },
    /// A Code 128 barcode, also readable as text.
    Barcode {
        /// Visible ASCII only.
        text: Printable,
    },
}

/// A line of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// How many pieces; `None` for weighed goods, whose weight is a detail.
    pub pieces: Option<Printable>,
    /// The article.
    pub name: Printable,
    /// Before its own discount.
    pub amount: Printable,
    /// The letter of its tax rate.
    pub tax_letter: Printable,
    /// What stands small below it: unit price, weight, discount.
    pub details: Vec<Detail>,
}

/// A small line below an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What it says.
    pub label: Printable,
    /// An amount on the axis.
    pub amount: Option<Printable>,
}

/// How loud a pair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Small: references.
    Quiet,
    /// As the goods.
    Normal,
    /// Bold.
    Strong,
}
