//! Who decides how a payment ends.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Brand;

/// Who stands at the terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// A person, through [`crate::Handle::act`].
    #[default]
    Person,
    /// The cents of the amount, see `docs/simulator.md`; a card is presented automatically.
    Amount,
    /// A list of outcomes, one per payment, see [`crate::Handle::script`]; when it is empty, approval.
    Script,
}

/// How a payment goes when nobody stands at the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Approved, with a card of any brand.
    Approve,
    /// Approved, with a card of this brand.
    ApproveWith(Brand),
    /// The bank refuses, with this ISO 8583 response code.
    Decline(ResponseCode),
    /// Approved after so many seconds ([`crate::Timings::table_second`]).
    ApproveAfter(u16),
    /// The bank does not answer for so many seconds, then the terminal gives up: cancelled without a result.
    NoAnswerFor(u16),
    /// The cardholder presses the red key.
    CancelOnTerminal,
    /// Nobody presents a card.
    WalkAway,
    /// The terminal goes off when it asks for the card; the payment stays CREATED until it is on again.
    SwitchOff,
    /// Charged, but the terminal loses its network before it can report: CREATED until the network is back.
    ApproveThenOffline,
    /// Approved with a tip of so many per cent, when a Solo offers it; elsewhere without one.
    ApproveWithTip(u8),
    /// A Solo never shows the checkout although it was accepted; elsewhere nobody presents a card.
    NeverDisplayed,
}

/// Codes that are declined when they are the cents of an amount (ISO 8583 response codes).
const DECLINED_CENTS: [u8; 13] = [1, 5, 12, 14, 41, 43, 51, 54, 55, 57, 61, 65, 91];
const NO_ANSWER_CENTS: u64 = 69;
const NO_ANSWER_SECONDS: u16 = 30;

impl Outcome {
    /// The outcome the table of test amounts gives `minor` hundredths. The table is Stitch's; it is used for
    /// every system so that one set of prices exercises all of them.
    pub(crate) fn by_amount(minor: u64) -> Self {
        let (units, cents) = (minor / 100, minor % 100);
        if cents == NO_ANSWER_CENTS {
            return Self::NoAnswerFor(NO_ANSWER_SECONDS);
        }
        if let Some(code) = DECLINED_CENTS.into_iter().find(|code| u64::from(*code) == cents) {
            return Self::Decline(ResponseCode(code));
        }
        let slow = units == cents && cents.is_multiple_of(10) && (10..=80).contains(&cents);
        match u16::try_from(cents) {
            Ok(seconds) if slow => Self::ApproveAfter(seconds),
            _ => Self::Approve,
        }
    }
}

/// The answer code of the card's bank, `00` to `99` (ISO 8583 field 39).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResponseCode(u8);

impl ResponseCode {
    /// `05`, what most refusals say.
    pub const DO_NOT_HONOUR: Self = Self(5);
    /// `51`.
    pub const INSUFFICIENT_FUNDS: Self = Self(51);
    /// `75`.
    pub const PIN_TRIES_EXCEEDED: Self = Self(75);

    /// None above 99.
    #[must_use]
    pub const fn new(code: u8) -> Option<Self> {
        if code <= 99 { Some(Self(code)) } else { None }
    }
}

impl Default for ResponseCode {
    fn default() -> Self {
        Self::DO_NOT_HONOUR
    }
}

impl fmt::Display for ResponseCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}", self.0)
    }
}

impl Serialize for ResponseCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ResponseCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let code = if two_digits { text.parse().ok().and_then(Self::new) } else { None };
        code.ok_or_else(|| D::Error::custom(format!("response code `{text}` is not two digits")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cents_decide_as_the_table_of_test_amounts_says() {
        for minor in [1_000, 708, 311, 9_916, 1_234, 1_111, 9_090, 110] {
            assert_eq!(Outcome::by_amount(minor), Outcome::Approve, "{minor}");
        }
        for code in DECLINED_CENTS {
            let minor = 500 + u64::from(code);
            assert_eq!(Outcome::by_amount(minor), Outcome::Decline(ResponseCode(code)), "{minor}");
        }
        assert_eq!(Outcome::by_amount(169), Outcome::NoAnswerFor(30));
        for tens in 1..=8_u16 {
            let minor = u64::from(tens) * 1_010;
            assert_eq!(Outcome::by_amount(minor), Outcome::ApproveAfter(tens * 10), "{minor}");
        }
    }

    #[test]
    fn a_response_code_is_two_digits_as_text() {
        assert_eq!(serde_json::to_string(&ResponseCode(5)).ok(), Some("\"05\"".to_owned()));
        assert!(serde_json::from_str::<ResponseCode>("\"51\"").is_ok());
        for bad in ["\"5\"", "\"100\"", "\"+1\"", "51"] {
            assert!(serde_json::from_str::<ResponseCode>(bad).is_err(), "{bad}");
        }
    }
}
