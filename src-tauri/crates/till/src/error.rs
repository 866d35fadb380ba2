use money::MoneyError;
use payment::{InvalidIdentity, ProviderFault};
use receipt::LogoError;
use sale::{OrderNumber, RefundNumber, SaleError, ScanError, clean_line};
use store::{BackupError, RestoreError, StoreError};

use crate::cases::CaseRefused;
use crate::catalogue_import::BadCatalogue;
use crate::refund::RefundRefused;
use crate::{ConnectError, KeyRefusal, PeopleError};

/// Why the till did not do what was asked. Whatever refused has left everything as it was.
#[derive(Debug, thiserror::Error)]
pub enum TillError {
    /// The basket refuses.
    #[error(transparent)]
    Sale(#[from] SaleError),
    /// A quantity that cannot be sold, or is none.
    #[error("{refused} ({typed:?})")]
    Quantity {
        /// As typed, or as the waiting multiplier or the label has it.
        typed: String,
        /// Why.
        refused: SaleError,
    },
    /// Not an amount.
    #[error("not an amount: {0:?}")]
    Amount(String),
    /// Not a discount.
    #[error("not a discount: {0:?}")]
    Discount(String),
    /// A label that cannot be trusted, or characters no code has.
    #[error("{refused} ({scanned:?})")]
    Scan {
        /// What was scanned or typed.
        scanned: String,
        /// Why.
        refused: ScanError,
    },
    /// No article has this code.
    #[error("unknown code: {0}")]
    UnknownCode(String),
    /// A payment for this basket is under way or undecided.
    #[error("basket is being paid")]
    BasketLocked,
    /// Another basket is open.
    #[error("another basket is open")]
    BasketInTheWay,
    /// No terminal has been chosen.
    #[error("no terminal chosen")]
    NoTerminal,
    /// An earlier payment on this terminal has not ended.
    #[error("terminal is occupied by order {0}")]
    TerminalOccupied(OrderNumber),
    /// An earlier refund on this terminal has not ended.
    #[error("terminal is occupied by refund {0}")]
    TerminalRefunding(RefundNumber),
    /// A refund was not begun.
    #[error(transparent)]
    Refund(#[from] RefundRefused),
    /// A decision was not taken, or a late payment not attached.
    #[error(transparent)]
    Case(#[from] CaseRefused),
    /// An earlier card payment of the sale came in after all: no second one is begun.
    #[error("the card was charged after all for order {0}")]
    CameInLate(OrderNumber),
    /// Whether an earlier card payment of the sale came in is not clear: no second one is begun.
    #[error("not clear whether the card was charged for order {0}")]
    NotClear(OrderNumber),
    /// A total of nothing cannot be sent to a terminal.
    #[error("nothing to charge")]
    NothingToCharge,
    /// There is no running payment to act on.
    #[error("no payment is running")]
    NoPayment,
    /// The text names no terminal.
    #[error("not a terminal: {0:?}")]
    UnknownTerminalText(String),
    /// Not the code a device shows to be paired.
    #[error("not a pairing code: {0:?}")]
    PairingCode(String),
    /// The provider lists no terminal with this serial number.
    #[error("terminal not listed: {0}")]
    TerminalNotListed(String),
    /// The terminal is in the till already.
    #[error("terminal exists already")]
    TerminalExists,
    /// A practice shop has one account, the simulator's: real money never meets a receipt that says TRAINING.
    #[error("a practice shop takes no real account")]
    PracticeShop,
    /// Something a fleet's act needs is missing, too long or not offered.
    #[error("missing or not usable: {0}")]
    FleetEntry(&'static str),
    /// A payment option of an account that no terminal could be told. Names its field.
    #[error("not usable as a payment option: {0}")]
    PaymentOption(&'static str),
    /// What was typed to confirm a decommissioning does not name the terminal.
    #[error("the typed text does not name the terminal")]
    NotConfirmed,
    /// The provider does not do this.
    #[error("not offered by this provider")]
    NotOffered,
    /// The account cannot be connected.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The account must stay as it is while payments on it have not ended.
    #[error("payments on this account have not ended")]
    AccountOccupied,
    /// Money hangs on the account that a person must decide about, or that is to go back.
    #[error("money hangs on the account that is not decided about or waits to go back")]
    AccountUnsettled,
    /// The account is switched off.
    #[error("this account takes no new payments")]
    AccountDisabled,
    /// A key cannot be made, changed or revoked.
    #[error(transparent)]
    Key(#[from] KeyRefusal),
    /// A call to the provider brought no usable answer.
    #[error(transparent)]
    Provider(#[from] ProviderFault),
    /// The catalogue file was not imported.
    #[error("bad catalogue: {} rows", .0.count)]
    Catalogue(BadCatalogue),
    /// The picture does not become a logo.
    #[error(transparent)]
    Logo(#[from] LogoError),
    /// The days of a report are none, or too many.
    #[error("not a period")]
    Period,
    /// A receipt must say whose it is.
    #[error("a receipt needs the name of the shop")]
    Header,
    /// The picture in which a QR code was to be read is refused.
    #[error(transparent)]
    Picture(#[from] picture::PictureError),
    /// What was asked for does not exist.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// The journal does not check, and nobody has decided to go on.
    #[error("the journal is broken")]
    JournalBroken,
    /// To go on with a broken journal takes a reason.
    #[error("a reason is missing")]
    JournalReason,
    /// Nobody, or nobody with the right to it, is signed in.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The data folder or the database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No copy of the database was made.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A copy was not put in place of the database.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// A good copy could not be moved into place after the till had been closed for it. Nothing is lost.
    #[error("the backup is not in place: {0}")]
    NotPutBack(#[source] RestoreError),
    /// A payment or refund has not ended.
    #[error("payments have not ended")]
    PaymentsOpen,
    /// A file that is not the database.
    #[error("{path}: {source}")]
    File {
        /// Its path.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A receipt could not be made.
    #[error("receipt: {0}")]
    Receipt(String),
    /// Something that the till's own rules exclude.
    #[error("internal: {0}")]
    Internal(String),
}

impl TillError {
    /// The same, with what was typed where it is the quantity that was refused.
    pub(crate) fn of_quantity(self, typed: impl FnOnce() -> String) -> Self {
        match self {
            Self::Sale(
                refused @ (SaleError::Quantity(_)
                | SaleError::PiecesMustBeWhole
                | SaleError::NotWeighed
                | SaleError::NotCounted),
            ) => Self::Quantity { typed: shown(&typed()), refused },
            other => other,
        }
    }

    /// The same, with what was typed where it is the discount that was refused.
    pub(crate) fn of_discount(self, typed: Option<&str>) -> Self {
        match (self, typed) {
            (
                Self::Sale(SaleError::DiscountNotPositive | SaleError::DiscountTooLarge { .. }),
                Some(typed),
            ) => Self::Discount(shown(typed)),
            (other, _) => other,
        }
    }
}

/// What somebody typed or scanned, as far as a sentence can repeat it.
pub(crate) fn shown(text: &str) -> String {
    clean_line(text).chars().take(MAX_SHOWN).collect()
}

/// The most characters of it.
const MAX_SHOWN: usize = 40;

impl From<MoneyError> for TillError {
    fn from(error: MoneyError) -> Self {
        TillError::Sale(error.into())
    }
}

impl From<InvalidIdentity> for TillError {
    fn from(error: InvalidIdentity) -> Self {
        TillError::Internal(error.to_string())
    }
}
