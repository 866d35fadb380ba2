use std::collections::HashSet;
use std::fmt;

use money::{Currency, Money, round_half_up};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::totals::{compute, largest_total, subtotal};
use crate::{
    CatalogueItem, Discount, EmbeddedContent, ItemCode, ItemName, Quantity, SaleError, TaxRate, TaxRules,
    Totals, Unit,
};

/// The most lines one basket holds.
pub const MAX_LINES: usize = 500;

/// Names a line for as long as its basket or order lives; never reused within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineId(u32);

/// Where the unit price of a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceSource {
    /// The catalogue: the price of a piece or of a kilogram.
    Catalogue,
    /// The price printed into the barcode of a weighed and labelled package.
    ///
    /// Such a line is counted in packages at the price on the label. No weight is worked back from it: many weights
    /// round to one price, and a receipt must not state a weight that no scale showed.
    Label,
}

/// One line of a basket or order, with the article as it was when it was rung up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its name within the basket.
    pub id: LineId,
    /// The article's code.
    pub code: ItemCode,
    /// The article's name.
    pub name: ItemName,
    /// The article's category.
    pub category: Option<String>,
    /// How this line is measured; labelled packages are pieces whatever the article is.
    pub unit: Unit,
    /// Pieces or kilograms.
    pub quantity: Quantity,
    /// Price of one piece or kilogram, with or without tax as the tax mode says.
    pub unit_price: Money,
    /// Where the unit price comes from.
    pub price_source: PriceSource,
    /// The article's tax rate.
    pub tax: TaxRate,
    /// What is taken off this line, as it was entered.
    pub discount: Option<Discount>,
}

/// What a customer is buying, until it is paid. Survives being parked: it goes through serde unchanged, and a record
/// that contradicts itself is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BasketRecord")]
pub struct Basket {
    currency: Currency,
    tax_rules: TaxRules,
    lines: Vec<Line>,
    order_discount: Option<Discount>,
    next_line: u32,
}

#[derive(Deserialize)]
struct BasketRecord {
    currency: Currency,
    tax_rules: TaxRules,
    lines: Vec<Line>,
    order_discount: Option<Discount>,
    next_line: u32,
}

impl Basket {
    /// An empty basket in the shop's currency and tax rules.
    pub fn new(currency: Currency, tax_rules: TaxRules) -> Self {
        Self { currency, tax_rules, lines: Vec::new(), order_discount: None, next_line: 1 }
    }

    /// Rings up `quantity` of `item` and says which line it went to.
    ///
    /// Pieces of the same article at the same price and tax go onto the line that is already there unless that one
    /// has a discount: a rescan counts up. Weighed goods always get a line of their own.
    pub fn add(&mut self, item: &CatalogueItem, quantity: Quantity) -> Result<LineId, SaleError> {
        let line = self.line_of(item, item.unit, item.price, PriceSource::Catalogue, quantity);
        match self.lines.iter().rposition(|present| present.merges_with(&line)) {
            Some(index) => {
                let quantity = self.lines[index].quantity.checked_add(quantity)?;
                self.replace(index, |line| line.quantity = quantity)
            }
            None => self.push(line),
        }
    }

    /// Rings up one package by the barcode of its label; always a line of its own.
    ///
    /// A labelled price is charged as it stands ([`PriceSource::Label`]); a labelled weight is charged at the
    /// article's price per kilogram, and refused for an article that is counted.
    pub fn add_labelled(
        &mut self,
        item: &CatalogueItem,
        content: EmbeddedContent,
        count: Quantity,
    ) -> Result<LineId, SaleError> {
        match content {
            EmbeddedContent::Price(price) => {
                self.push(self.line_of(item, Unit::Piece, price, PriceSource::Label, count))
            }
            EmbeddedContent::Weight(_) if item.unit != Unit::Kilogram => Err(SaleError::NotWeighed),
            EmbeddedContent::Weight(_) if !count.is_whole() => Err(SaleError::PiecesMustBeWhole),
            EmbeddedContent::Weight(weight) => {
                let packages = count.thousandths() / 1000;
                let weight = Quantity::from_thousandths(weight.thousandths() * packages)?;
                self.push(self.line_of(item, Unit::Kilogram, item.price, PriceSource::Catalogue, weight))
            }
        }
    }

    /// Sets the quantity of a line; what was there before does not matter.
    pub fn set_quantity(&mut self, id: LineId, quantity: Quantity) -> Result<LineId, SaleError> {
        let index = self.index_of(id)?;
        self.replace(index, |line| line.quantity = quantity)
    }

    /// Counts a line of pieces up or down. Reaching zero is refused: taking a line away is [`Basket::void_line`].
    pub fn change_quantity_by(&mut self, id: LineId, pieces: i32) -> Result<LineId, SaleError> {
        let index = self.index_of(id)?;
        if self.lines[index].unit != Unit::Piece {
            return Err(SaleError::NotCounted);
        }
        let thousandths = self.lines[index].quantity.thousandths() + i64::from(pieces) * 1000;
        let quantity = Quantity::from_thousandths(thousandths)?;
        self.replace(index, |line| line.quantity = quantity)
    }

    /// Takes something off a line, in place of what was taken off before. At most the whole line.
    pub fn discount_line(&mut self, id: LineId, discount: Discount) -> Result<LineId, SaleError> {
        let index = self.index_of(id)?;
        self.replace(index, |line| line.discount = Some(discount))
    }

    /// Restores the full price of a line.
    pub fn remove_discount(&mut self, id: LineId) -> Result<LineId, SaleError> {
        let index = self.index_of(id)?;
        self.replace(index, |line| line.discount = None)
    }

    /// Takes a line out and returns it. With the last line the order discount goes too.
    pub fn void_line(&mut self, id: LineId) -> Result<Line, SaleError> {
        let index = self.index_of(id)?;
        let line = self.lines.remove(index);
        if self.lines.is_empty() {
            self.order_discount = None;
        }
        Ok(line)
    }

    /// Takes something off the whole order, in place of what was taken off before. At most the subtotal.
    ///
    /// When lines leave later, an amount above the new subtotal counts as all of it: voiding a line is never refused.
    pub fn set_order_discount(&mut self, discount: Discount) -> Result<(), SaleError> {
        discount.on(self.subtotal()?)?;
        self.order_discount = Some(discount);
        Ok(())
    }

    /// Takes nothing off the whole order any more.
    pub fn remove_order_discount(&mut self) {
        self.order_discount = None;
    }

    /// The lines in the order they were rung up.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line of that name, if it is there.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Whether nothing has been rung up.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The shop's currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// How tax is computed.
    pub fn tax_rules(&self) -> TaxRules {
        self.tax_rules
    }

    /// What is taken off the whole order, as it was entered.
    pub fn order_discount(&self) -> Option<Discount> {
        self.order_discount
    }

    /// Every amount of the basket: lines, discounts, tax per rate, the total to pay.
    pub fn totals(&self) -> Result<Totals, SaleError> {
        compute(self.currency, self.tax_rules, &self.lines, self.order_discount)
    }

    fn subtotal(&self) -> Result<Money, SaleError> {
        subtotal(self.currency, &self.lines)
    }

    fn index_of(&self, id: LineId) -> Result<usize, SaleError> {
        self.lines.iter().position(|line| line.id == id).ok_or(SaleError::UnknownLine(id))
    }

    fn line_of(
        &self,
        item: &CatalogueItem,
        unit: Unit,
        unit_price: Money,
        price_source: PriceSource,
        quantity: Quantity,
    ) -> Line {
        Line {
            id: LineId(self.next_line),
            code: item.code.clone(),
            name: item.name.clone(),
            category: item.category.clone(),
            unit,
            quantity,
            unit_price,
            price_source,
            tax: item.tax,
            discount: None,
        }
    }

    fn push(&mut self, line: Line) -> Result<LineId, SaleError> {
        if self.lines.len() >= MAX_LINES {
            return Err(SaleError::BasketFull);
        }
        let id = line.id;
        let next_line = self.next_line.checked_add(1).ok_or(SaleError::BasketFull)?;
        self.lines.push(line);
        if let Err(refused) = self.totals() {
            self.lines.pop();
            return Err(refused);
        }
        self.next_line = next_line;
        Ok(id)
    }

    /// Changes one line, or leaves it as it was when the basket would not add up any more.
    fn replace(&mut self, index: usize, change: impl FnOnce(&mut Line)) -> Result<LineId, SaleError> {
        let before = self.lines[index].clone();
        change(&mut self.lines[index]);
        if let Err(refused) = self.totals() {
            self.lines[index] = before;
            return Err(refused);
        }
        Ok(self.lines[index].id)
    }
}

impl TryFrom<BasketRecord> for Basket {
    type Error = SaleError;

    fn try_from(record: BasketRecord) -> Result<Self, Self::Error> {
        let BasketRecord { currency, tax_rules, lines, order_discount, next_line } = record;
        if lines.len() > MAX_LINES {
            return Err(SaleError::BasketFull);
        }
        let mut seen = HashSet::new();
        if lines.iter().any(|line| line.id.0 >= next_line || !seen.insert(line.id)) {
            return Err(SaleError::Inconsistent("line names"));
        }
        if lines.is_empty() && order_discount.is_some() {
            return Err(SaleError::Inconsistent("order discount without lines"));
        }
        let basket = Basket { currency, tax_rules, lines, order_discount, next_line };
        basket.totals()?;
        Ok(basket)
    }
}

impl Line {
    /// Unit price times quantity, rounded half away from zero, before any discount.
    ///
    /// Refuses parts of a piece, a price below zero and an amount above [`largest_total`].
    pub fn before_discount(&self) -> Result<Money, SaleError> {
        if self.unit == Unit::Piece && !self.quantity.is_whole() {
            return Err(SaleError::PiecesMustBeWhole);
        }
        let currency = self.unit_price.currency();
        let largest = largest_total(currency);
        if self.unit_price.is_negative() {
            return Err(SaleError::NegativePrice(self.unit_price));
        }
        if self.unit_price.minor() > largest.minor() {
            return Err(SaleError::TotalOutOfRange);
        }
        let exact = Decimal::from(self.unit_price.minor()) * self.quantity.to_decimal();
        let amount = round_half_up(exact, currency)?;
        if amount.minor() > largest.minor() { Err(SaleError::TotalOutOfRange) } else { Ok(amount) }
    }

    fn merges_with(&self, new: &Line) -> bool {
        self.unit == Unit::Piece
            && new.unit == Unit::Piece
            && self.price_source == PriceSource::Catalogue
            && self.discount.is_none()
            && self.code == new.code
            && self.name == new.name
            && self.unit_price == new.unit_price
            && self.tax == new.tax
    }
}

impl LineId {
    /// The line's number within its basket, from 1.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The name that [`LineId::get`] gave, read back from where it was kept.
    pub const fn from_number(number: u32) -> Self {
        Self(number)
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
