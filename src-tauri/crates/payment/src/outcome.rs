use money::Money;
use serde::{Deserialize, Serialize};

use crate::{AttemptReference, ProviderTransactionId, TerminalKey};

/// How an attempt ended, in the provider's own record. A decline is an outcome, not an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Money moves.
    Approved(Box<Approval>),
    /// The bank, the card or the terminal said no.
    Declined(Box<Decline>),
    /// Ended before a card was charged: by the cashier, the customer, the terminal or a newer transaction.
    Cancelled(Box<EftReceipts>),
}

/// The provider's record of an approval. Everything is taken from the record, nothing from the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The provider's name for the transaction.
    pub transaction: ProviderTransactionId,
    /// The reference the record carries, if it carries one.
    pub reference: Option<AttemptReference>,
    /// The terminal the record names, if it names one.
    pub terminal: Option<TerminalKey>,
    /// What was charged or refunded, without the tip.
    pub amount: Money,
    /// The tip on top, if any.
    pub tip: Option<Money>,
    /// The card, as far as the record tells.
    pub card: Card,
    /// The slips the terminal or provider issued.
    pub eft: EftReceipts,
}

/// A refusal by bank, card or terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Decline {
    /// The provider's raw reason, for *Details*; never shown to the customer.
    pub reason: Option<String>,
    /// The card, as far as the record tells.
    pub card: Card,
    /// The slips the terminal or provider issued.
    pub eft: EftReceipts,
}

/// What may be kept of a card: never more than scheme and last four digits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Card {
    /// Scheme or brand as the provider names it: `V_PAY`.
    pub scheme: Option<String>,
    /// Last four digits of the number.
    pub last_four: Option<String>,
    /// How the card was read.
    pub entry_mode: Option<EntryMode>,
    /// Authorisation code.
    pub authorisation_code: Option<String>,
    /// System trace audit number of the terminal.
    pub trace_number: Option<String>,
}

/// How the card was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryMode {
    /// Tapped.
    Contactless,
    /// Inserted.
    Chip,
    /// Swiped.
    MagneticStripe,
    /// Typed.
    Manual,
}

/// The terminal's slips as plain text, byte for byte as the provider sent them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EftReceipts {
    /// The customer's copy.
    pub cardholder: Option<String>,
    /// The merchant's copy.
    pub merchant: Option<String>,
}

/// Where a running attempt stands, as far as the provider tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The provider has it; the terminal may not have fetched it yet.
    Sent,
    /// The terminal shows the amount and waits for a card.
    WaitingForCard,
    /// The customer chooses a tip.
    SelectingTip,
    /// The customer enters the PIN.
    EnteringPin,
    /// The customer signs.
    Signing,
    /// The bank has approved; the record is not complete yet.
    Authorised,
    /// The provider tells no more than that it runs.
    Processing,
}
