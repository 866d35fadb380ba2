use std::fmt;
use std::str::FromStr;

use money::Money;
use serde::{Deserialize, Serialize};

use crate::TaxRate;

/// The longest item code, in characters.
pub const MAX_CODE_CHARS: usize = 32;
/// The longest item name, in characters (Unicode scalar values).
pub const MAX_NAME_CHARS: usize = 80;

/// One article of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueItem {
    /// What is scanned or typed for it.
    pub code: ItemCode,
    /// What people read on the screen and on the receipt.
    pub name: ItemName,
    /// Price of one piece or of one kilogram, with or without tax as the shop's [`crate::TaxMode`] says.
    pub price: Money,
    /// Its tax rate.
    pub tax: TaxRate,
    /// The group its tile stands in.
    pub category: Option<String>,
    /// Whether it is counted or weighed.
    pub unit: Unit,
    /// File name of its tile picture.
    pub picture: Option<String>,
    /// Colour of its tile, as the catalogue file gave it.
    pub colour: Option<String>,
    /// Other codes and words it is found by.
    pub aliases: Vec<String>,
}

/// How an article is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Counted: quantities are whole.
    Piece,
    /// Weighed: the price is per kilogram, quantities have up to three decimals.
    Kilogram,
}

/// What an article is scanned or typed by: 1 to 32 visible ASCII characters, compared exactly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ItemCode(String);

/// What people read for an article: one line of 1 to 80 characters, cleaned by [`clean_line`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ItemName(String);

/// Why an item code was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// No characters.
    #[error("empty item code")]
    Empty,
    /// More than 32 characters.
    #[error("item code of {0} characters, at most {MAX_CODE_CHARS}")]
    TooLong(usize),
    /// A space, a control character or anything beyond ASCII.
    #[error("item code with the character {0:?}")]
    BadCharacter(char),
}

/// Why an item name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing visible in it.
    #[error("empty item name")]
    Empty,
    /// More than 80 characters.
    #[error("item name of {0} characters, at most {MAX_NAME_CHARS}")]
    TooLong(usize),
}

/// One line of text that cannot act on a screen or a printer.
///
/// Each run of white space (tabs and line ends too) becomes one space and none is left at the ends. Control, bidi
/// and zero-width characters are dropped rather than refused: nobody can see them in a spreadsheet to correct them.
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || is_invisible(*c))) {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Format characters of Unicode (soft hyphen, zero-width, bidi marks, embeddings and isolates, tags, byte order mark),
/// the invisible fillers that look like a space but are letters, private use, and noncharacters of the specials block.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{FFFE}'..='\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}')
}

impl ItemCode {
    /// Reads a code; white space around it is ignored.
    pub fn new(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        if let Some(bad) = text.chars().find(|c| !c.is_ascii_graphic()) {
            return Err(CodeError::BadCharacter(bad));
        }
        if text.len() > MAX_CODE_CHARS {
            return Err(CodeError::TooLong(text.len()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The characters of the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ItemName {
    /// Cleans and measures a name; see [`clean_line`] for what is dropped.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let line = clean_line(text);
        match line.chars().count() {
            0 => Err(NameError::Empty),
            1..=MAX_NAME_CHARS => Ok(Self(line)),
            longer => Err(NameError::TooLong(longer)),
        }
    }

    /// The characters of the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! text_newtype {
    ($name:ident, $error:ident) => {
        impl FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

text_newtype!(ItemCode, CodeError);
text_newtype!(ItemName, NameError);
