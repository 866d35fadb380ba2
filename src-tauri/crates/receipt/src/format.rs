use money::Money;
use sale::{Percent, Quantity, TaxRate};
use serde::{Deserialize, Serialize};

/// How a shop writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyFormat {
    /// What stands before the decimals.
    pub decimal_mark: DecimalMark,
    /// What stands between the thousands.
    pub grouping: Grouping,
    /// Where the currency sign stands beside a total. Amounts in columns carry none.
    pub symbol: SymbolPlace,
}

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `16,19`
    Comma,
    /// `16.19`
    Point,
}

/// What stands between the thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// `99999`
    None,
    /// `99 999`
    Space,
    /// `99.999` with a decimal comma, `99,999` with a decimal point.
    OtherMark,
    /// `99'999`
    Apostrophe,
}

/// Where the currency sign stands beside a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SymbolPlace {
    /// `€ 16,19`
    BeforeSpaced,
    /// `£16.19`
    Before,
    /// `16,19 €`
    AfterSpaced,
}

impl MoneyFormat {
    /// `€ 99 999,99`, the Dutch habit with a space between the thousands; with a point: `R 99 999.99`.
    pub const fn spaced(decimal_mark: DecimalMark) -> Self {
        Self { decimal_mark, grouping: Grouping::Space, symbol: SymbolPlace::BeforeSpaced }
    }

    /// The bare number, as it stands in columns: `7,50`, `−0,75`.
    pub fn amount(&self, money: Money) -> String {
        let plain = money.to_string();
        let (sign, digits) = signed(&plain);
        format!("{sign}{}", self.number(digits))
    }

    /// With the currency sign, as it stands beside a total: `€ 16,19`, `−€ 3,00`.
    pub fn total(&self, money: Money) -> String {
        let plain = money.to_string();
        let (sign, digits) = signed(&plain);
        let number = self.number(digits);
        let symbol = money.currency().symbol();
        match self.symbol {
            SymbolPlace::BeforeSpaced => format!("{sign}{symbol} {number}"),
            SymbolPlace::Before => format!("{sign}{symbol}{number}"),
            SymbolPlace::AfterSpaced => format!("{sign}{number} {symbol}"),
        }
    }

    /// A tax rate: `9 %`, `5,5 %`.
    pub fn rate(&self, rate: TaxRate) -> String {
        format!("{} %", self.number(&rate.percent().to_string()))
    }

    /// A percentage taken off: `10 %`.
    pub fn percent(&self, percent: Percent) -> String {
        format!("{} %", self.number(&percent.percent().to_string()))
    }

    /// `3` when whole, else three decimals: `0,350`.
    pub fn quantity(&self, quantity: Quantity) -> String {
        self.number(&quantity.to_string())
    }

    fn number(&self, plain: &str) -> String {
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let mut out = String::with_capacity(plain.len() + 4);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.extend(self.group_mark());
            }
            out.push(digit);
        }
        if !decimals.is_empty() {
            out.push(self.decimal_mark.character());
            out.push_str(decimals);
        }
        out
    }

    const fn group_mark(&self) -> Option<char> {
        match (self.grouping, self.decimal_mark) {
            (Grouping::None, _) => None,
            (Grouping::Space, _) => Some(' '),
            (Grouping::OtherMark, DecimalMark::Comma) => Some('.'),
            (Grouping::OtherMark, DecimalMark::Point) => Some(','),
            (Grouping::Apostrophe, _) => Some('\''),
        }
    }
}

/// The real minus sign, which a hyphen before a number on thin paper is not.
fn signed(plain: &str) -> (&'static str, &str) {
    plain.strip_prefix('-').map_or(("", plain), |digits| ("\u{2212}", digits))
}

impl DecimalMark {
    /// The character itself.
    pub const fn character(self) -> char {
        match self {
            DecimalMark::Comma => ',',
            DecimalMark::Point => '.',
        }
    }
}

/// `.` is a point; everything else is the comma, the mark of most shops the till is made for.
impl From<char> for DecimalMark {
    fn from(mark: char) -> Self {
        if mark == '.' { DecimalMark::Point } else { DecimalMark::Comma }
    }
}

impl Default for MoneyFormat {
    fn default() -> Self {
        Self::spaced(DecimalMark::Comma)
    }
}
