//! Card brands and the ways a card is presented.

use serde::{Deserialize, Serialize};

/// A card brand, written as the MerchantAPI writes it (`V_PAY` is documented, the others follow its manner).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Brand {
    /// Visa credit and debit.
    #[default]
    Visa,
    /// Mastercard credit and debit.
    Mastercard,
    /// Visa's European debit brand.
    VPay,
    /// Mastercard's older debit brand.
    Maestro,
    /// American Express.
    Amex,
}

impl Brand {
    /// Every brand the virtual terminals accept.
    pub const ALL: [Self; 5] = [Self::Visa, Self::Mastercard, Self::VPay, Self::Maestro, Self::Amex];

    /// The word the MerchantAPI uses in `brand`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Visa => "VISA",
            Self::Mastercard => "MASTERCARD",
            Self::VPay => "V_PAY",
            Self::Maestro => "MAESTRO",
            Self::Amex => "AMEX",
        }
    }

    /// The name printed on a slip.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Visa => "VISA",
            Self::Mastercard => "MASTERCARD",
            Self::VPay => "V PAY",
            Self::Maestro => "MAESTRO",
            Self::Amex => "AMERICAN EXPRESS",
        }
    }

    /// The EMV application identifier the chip of such a card selects.
    #[must_use]
    pub const fn aid(self) -> &'static str {
        match self {
            Self::Visa => "A0000000031010",
            Self::Mastercard => "A0000000041010",
            Self::VPay => "A0000000032020",
            Self::Maestro => "A0000000043060",
            Self::Amex => "A000000025010801",
        }
    }

    /// Digits of the card number that are hidden on a slip; the last four stand behind them.
    pub(crate) const fn hidden_digits(self) -> usize {
        match self {
            Self::Amex => 11,
            Self::Visa | Self::Mastercard | Self::VPay | Self::Maestro => 12,
        }
    }
}

/// How a card reaches the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Held against the reader. Asks for a PIN above the contactless limit.
    #[default]
    Contactless,
    /// Inserted. Always asks for a PIN.
    Chip,
}

impl Entry {
    /// The words printed on a slip.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Contactless => "Contactless",
            Self::Chip => "Chip",
        }
    }
}

/// What the terminal learnt from the card in front of it. Never a full card number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) brand: Brand,
    pub(crate) entry: Entry,
    /// The last four digits, all a slip may show.
    pub(crate) last_four: String,
    pub(crate) pin_verified: bool,
}
