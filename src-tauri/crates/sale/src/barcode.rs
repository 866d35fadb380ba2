use money::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::{CodeError, ItemCode, Quantity, QuantityError, clean_line};

/// How a shop's scales write price or weight into the barcodes of their labels: one rule per prefix, at most ten.
///
/// Prefixes 20 to 29 are GS1's "restricted circulation" numbers: each shop, or each country's GS1 office, gives them
/// a meaning of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<EmbeddedBarcodeRule>", try_from = "Vec<EmbeddedBarcodeRule>")]
pub struct EmbeddedBarcodeRules {
    rules: Vec<EmbeddedBarcodeRule>,
}

/// What the 13 digits behind one prefix mean: prefix (2), article, anything, value, EAN-13 check digit (1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbeddedBarcodeRule {
    /// The first two digits, 20 to 29.
    pub prefix: u8,
    /// What the value digits hold.
    pub kind: EmbeddedKind,
    /// How many digits after the prefix name the article, 1 to 7.
    pub item_digits: u8,
    /// How many digits before the check digit hold the value, 3 to 6. Digits in between (a price check digit) are
    /// skipped.
    pub value_digits: u8,
    /// Two digits, 20 to 29, which with the article digits make the code the catalogue keeps it under. Price and
    /// weight labels of one article share it.
    pub catalogue_prefix: u8,
}

/// What an embedded value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmbeddedKind {
    /// The price of the package in minor units.
    Price,
    /// The weight of the package in grams.
    Weight,
}

/// The value a label carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbeddedContent {
    /// What the package costs.
    Price(Money),
    /// What the package weighs, in kilograms.
    Weight(Quantity),
}

/// What a scanned or typed code names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// An article.
    Plain(ItemCode),
    /// A labelled package of an article.
    Embedded {
        /// The article's code in the catalogue.
        code: ItemCode,
        /// What the label says about this package.
        content: EmbeddedContent,
    },
}

/// Why a scan names nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Not a code at all.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A label whose check digit is wrong: misread or mistyped, so its price or weight cannot be trusted.
    #[error("check digit {found} in {code}, expected {expected}")]
    CheckDigit {
        /// The thirteen digits.
        code: ItemCode,
        /// The last of them.
        found: u8,
        /// What it ought to be.
        expected: u8,
    },
    /// A label with a price of zero.
    #[error("label without a price: {0}")]
    NoPrice(ItemCode),
    /// A label with a weight of zero or beyond any quantity.
    #[error(transparent)]
    Weight(#[from] QuantityError),
}

/// Why a set of rules was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Two rules for one prefix.
    #[error("two rules for the prefix {0}")]
    Repeated(u8),
    /// A prefix outside 20 to 29.
    #[error("prefix out of range: {0}")]
    Prefix(u8),
    /// Fields too short, too long, or together more than the ten digits there are.
    #[error("prefix {prefix} with {item} article and {value} value digits")]
    Digits {
        /// The rule's prefix.
        prefix: u8,
        /// Its article digits.
        item: u8,
        /// Its value digits.
        value: u8,
    },
}

/// The thirteenth digit for the first twelve digits of an EAN-13; `None` unless `text` starts with twelve digits.
///
/// GS1 General Specifications, section 7.9: weights 1 and 3 from the left, up to the next multiple of ten.
pub fn ean13_check_digit(text: &str) -> Option<u8> {
    let digits = text.as_bytes().get(..12)?;
    let mut sum = 0_u32;
    for (index, digit) in digits.iter().enumerate() {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum += u32::from(digit - b'0') * if index % 2 == 0 { 1 } else { 3 };
    }
    u8::try_from((10 - sum % 10) % 10).ok()
}

/// Reads a scanned or typed code. Control and invisible characters are dropped.
///
/// Thirteen digits behind a prefix of `rules` are a label; everything else is a plain code, whose check digit is the
/// catalogue's business. A shop whose own fixed-price articles begin with a prefix takes that prefix off its rules.
pub fn parse_scan(text: &str, rules: &EmbeddedBarcodeRules, currency: Currency) -> Result<Scan, ScanError> {
    let code = ItemCode::new(&clean_line(text))?;
    let digits = code.as_str();
    if digits.len() != 13 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Scan::Plain(code));
    }
    let Some(rule) = rules.rules.iter().find(|rule| digits.starts_with(&rule.prefix.to_string())) else {
        return Ok(Scan::Plain(code));
    };
    let (found, expected) = (digits.as_bytes()[12] - b'0', ean13_check_digit(digits).unwrap_or(10));
    if found != expected {
        return Err(ScanError::CheckDigit { code, found, expected });
    }
    let item = &digits[2..2 + usize::from(rule.item_digits)];
    // At most six digits, so this always reads.
    let value = digits[12 - usize::from(rule.value_digits)..12].parse().unwrap_or(0);
    let content = match rule.kind {
        EmbeddedKind::Price if value == 0 => return Err(ScanError::NoPrice(code)),
        EmbeddedKind::Price => EmbeddedContent::Price(Money::new(value, currency)),
        EmbeddedKind::Weight => EmbeddedContent::Weight(Quantity::from_thousandths(value)?),
    };
    Ok(Scan::Embedded { code: ItemCode::new(&format!("{}{item}", rule.catalogue_prefix))?, content })
}

impl EmbeddedBarcodeRules {
    /// Every code is a plain code.
    pub const NONE: EmbeddedBarcodeRules = EmbeddedBarcodeRules { rules: Vec::new() };

    /// Checks a shop's rules: prefixes 20 to 29, each once, fields that fit.
    pub fn new(rules: Vec<EmbeddedBarcodeRule>) -> Result<Self, RuleError> {
        for (index, rule) in rules.iter().enumerate() {
            if let Some(bad) =
                [rule.prefix, rule.catalogue_prefix].into_iter().find(|p| !(20..=29).contains(p))
            {
                return Err(RuleError::Prefix(bad));
            }
            if rules[..index].iter().any(|earlier| earlier.prefix == rule.prefix) {
                return Err(RuleError::Repeated(rule.prefix));
            }
            let (prefix, item, value) = (rule.prefix, rule.item_digits, rule.value_digits);
            if !(1..=7).contains(&item) || !(3..=6).contains(&value) || item + value > 10 {
                return Err(RuleError::Digits { prefix, item, value });
            }
        }
        Ok(Self { rules })
    }

    /// The rules, in the order they were given.
    pub fn as_slice(&self) -> &[EmbeddedBarcodeRule] {
        &self.rules
    }
}

/// Prefix 21: five article digits and a price in minor units; prefix 22: the same with a weight in grams. Both name
/// the article that the catalogue keeps under `21` and its five digits.
impl Default for EmbeddedBarcodeRules {
    fn default() -> Self {
        let rule = |prefix, kind| EmbeddedBarcodeRule {
            prefix,
            kind,
            item_digits: 5,
            value_digits: 5,
            catalogue_prefix: 21,
        };
        Self { rules: vec![rule(21, EmbeddedKind::Price), rule(22, EmbeddedKind::Weight)] }
    }
}

impl From<EmbeddedBarcodeRules> for Vec<EmbeddedBarcodeRule> {
    fn from(rules: EmbeddedBarcodeRules) -> Self {
        rules.rules
    }
}

impl TryFrom<Vec<EmbeddedBarcodeRule>> for EmbeddedBarcodeRules {
    type Error = RuleError;

    fn try_from(rules: Vec<EmbeddedBarcodeRule>) -> Result<Self, Self::Error> {
        Self::new(rules)
    }
}
