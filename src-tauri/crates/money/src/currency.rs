use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A currency: its ISO 4217 code and how many decimals its minor unit has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// The code is not one of the currencies of [`Currency`]'s table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown currency: {0:?}")]
pub struct UnknownCurrency(pub String);

/// Code, exponent and symbol of every currency a supported system settles in (ISO 4217, list one).
const TABLE: &[(&str, u8, &str)] = &[
    ("AUD", 2, "A$"),
    ("BGN", 2, "лв"),
    ("BHD", 3, "BHD"),
    ("BRL", 2, "R$"),
    ("CAD", 2, "C$"),
    ("CHF", 2, "CHF"),
    ("CLP", 0, "CLP"),
    ("COP", 2, "COP"),
    ("CZK", 2, "Kč"),
    ("DKK", 2, "kr"),
    ("EUR", 2, "€"),
    ("GBP", 2, "£"),
    ("HUF", 2, "Ft"),
    ("ISK", 0, "kr"),
    ("JPY", 0, "¥"),
    ("KWD", 3, "KWD"),
    ("MXN", 2, "MX$"),
    ("NOK", 2, "kr"),
    ("NZD", 2, "NZ$"),
    ("PEN", 2, "S/"),
    ("PLN", 2, "zł"),
    ("RON", 2, "lei"),
    ("SEK", 2, "kr"),
    ("TRY", 2, "₺"),
    ("USD", 2, "$"),
    ("ZAR", 2, "R"),
];

impl Currency {
    /// The euro, the currency of the practice shop.
    pub const EUR: Currency = Currency { code: *b"EUR", exponent: 2 };

    /// ISO 4217 alphabetic code, three upper-case letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("XXX")
    }

    /// Number of decimals of the minor unit: 2 for EUR, 0 for JPY.
    pub const fn exponent(&self) -> u8 {
        self.exponent
    }

    /// The sign a receipt prints; the code where there is none of its own.
    pub fn symbol(&self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self.code()).map_or("¤", |row| row.2)
    }

    /// Every currency of the table, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Currency> {
        TABLE.iter().filter_map(|row| row.0.parse().ok())
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let row = TABLE.iter().find(|row| row.0 == text).ok_or_else(|| UnknownCurrency(text.to_owned()))?;
        let code: [u8; 3] = row.0.as_bytes().try_into().map_err(|_| UnknownCurrency(text.to_owned()))?;
        Ok(Currency { code, exponent: row.1 })
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
