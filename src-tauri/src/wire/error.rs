use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

/// Why a command did not do what was asked. The words live in `ui/messages` under `error.<code>`.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CommandError {
    /// Which sentence to show.
    pub code: ErrorCode,
    /// Values the sentence names: `{ "code": "8712345678906" }`.
    pub values: BTreeMap<String, String>,
    /// Name of this incident in the log, for support.
    pub incident: String,
    /// Raw, copyable detail (status, provider's words). Never a secret.
    pub details: Option<String>,
}

/// Every sentence an error can become. A code exists only where the screen says something different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// No article has this code. Values: `code`.
    UnknownCode,
    /// The article code has a wrong check digit or characters no code has. Values: `code`.
    BadCode,
    /// A quantity of nothing, or beyond the limit. Values: `quantity`.
    BadQuantity,
    /// Pieces come whole. Values: `quantity`.
    PiecesAreWhole,
    /// What is weighed is not counted up or down. Values: `quantity`.
    NotCounted,
    /// Not an amount, or too many decimals. Values: `text`.
    BadAmount,
    /// A discount of nothing or of more than the line or order. Values: `text`.
    BadDiscount,
    /// The basket has as many lines as it may.
    BasketFull,
    /// The total is beyond what a till may ask.
    TotalTooLarge,
    /// There is nothing to pay.
    BasketEmpty,
    /// The basket is being paid; it cannot be changed now.
    BasketLocked,
    /// Another basket is open. Park or clear it first.
    BasketInTheWay,
    /// The cash given is less than the total. Values: `missing`.
    NotEnoughCash,
    /// No terminal has been chosen.
    NoTerminal,
    /// A payment on this terminal has not ended yet. Values: `order`.
    TerminalOccupied,
    /// A refund on this terminal has not ended yet. Values: `refund`.
    TerminalRefunding,
    /// Everything has been given back, or is being given back.
    NothingLeftToRefund,
    /// More than is left. Values: `left`.
    RefundTooMuch,
    /// A refund of nothing.
    RefundOfNothing,
    /// Rounded to the smallest coin, nothing would be paid out.
    RefundTooLittleForCash,
    /// Another refund of the same payment has not been decided.
    RefundUnderWay,
    /// Another refund of the order was made since it was shown.
    RefundMadeMeanwhile,
    /// The order is not paid, or not by this payment.
    NotRefundable,
    /// A refund without a purchase needs a reason.
    ReasonMissing,
    /// The refund does not wait any more.
    RefundNotWaiting,
    /// This cannot be decided about the payment now.
    CaseNotOffered,
    /// "It came in" needs the transaction's name in the portal.
    TransactionMissing,
    /// The provider has just told something new about the payment.
    CaseNews,
    /// The named transaction did not bring this payment. Values: `found`.
    OtherTransaction,
    /// The payment system knows no transaction of that name.
    TransactionNotFound,
    /// The payment system does not say that the named transaction was approved.
    TransactionNotApproved,
    /// The payment system could not be asked about the named transaction.
    CaseNotReached,
    /// The named transaction is booked for another payment.
    BookedAlready,
    /// The sale has been paid under another number. Values: `order`.
    PaidOtherwise,
    /// The sale is being paid. Values: `order`.
    BeingPaid,
    /// An earlier card payment of the sale came in after all; no second one was begun. Values: `order`.
    CameInLate,
    /// Whether an earlier card payment of the sale came in is not clear; no second one was begun. Values: `order`.
    NotClear,
    /// The late payment is not exactly what its order comes to now.
    DoesNotFitOrder,
    /// The text does not name a terminal. Values: `text`.
    UnknownTerminalText,
    /// The picture with a QR code has too many bytes or dots.
    PictureTooLarge,
    /// The picture with a QR code is of another format, damaged, or moves.
    PictureUnreadable,
    /// Not the code a device shows to be paired. Values: `text`.
    BadPairingCode,
    /// The provider's list has no terminal with this serial number. Values: `serial`.
    TerminalNotListed,
    /// A terminal with this name or identity exists already.
    TerminalExists,
    /// The key was refused (401, 403).
    WrongKey,
    /// The provider cannot be reached.
    NoNetwork,
    /// The request left, or may have, and no answer came.
    NoAnswer,
    /// The provider refused the request as it is: its words stand in the details.
    Refused,
    /// The account lacks something a payment needs.
    AccountIncomplete,
    /// What was asked can never be sent: half a coin, a tip nobody offers.
    NotPossible,
    /// Another transaction runs on the terminal.
    TerminalBusy,
    /// The provider cannot reach the terminal.
    TerminalOffline,
    /// The payment is still being booked; it can be refunded a little later.
    RefundTooEarly,
    /// More than can be given back, or than the merchant's balance covers.
    NotEnoughBalance,
    /// Something an act on a terminal of the fleet needs is missing or not usable. Values: `field`.
    FleetEntry,
    /// A payment option that no terminal could be told. Values: `field`.
    BadPaymentOption,
    /// What was typed to confirm does not name the terminal.
    NotConfirmed,
    /// Payments on this account have not ended.
    AccountOccupied,
    /// Money hangs on the account that a person must decide about, or that is to go back.
    AccountUnsettled,
    /// The account is switched off.
    AccountDisabled,
    /// It is the key the till uses.
    KeyInUse,
    /// It is the last key of the account.
    LastKey,
    /// A rotation of the key has not been finished.
    RotationOpen,
    /// No rotation waits for this.
    NoRotation,
    /// Which key was used before is not known.
    OldKeyNotKnown,
    /// A key without a label, or with an end that is over.
    BadKey,
    /// The payment system does not offer this.
    NotOffered,
    /// Something the account needs was not given. Values: `field`.
    MissingField,
    /// The provider refused a payment before asking for a card, for its amount: it told the most it takes.
    AmountRefused,
    /// The provider answered with a failure of its own, or unreadably.
    ProviderTrouble,
    /// The address is not one a key may be sent to (HTTPS outside this machine).
    BadAddress,
    /// The key file cannot be read. Values: `path`.
    KeyFileUnreadable,
    /// There is no system keychain to put the key into.
    NoKeychain,
    /// Secrets are behind the passphrase of their file.
    SecretFileLocked,
    /// Not the passphrase of the secret file.
    WrongPassphrase,
    /// A new passphrase of too few or too many characters.
    BadPassphrase,
    /// The secret file is not what was written.
    SecretFileDamaged,
    /// The secret file was written by a newer till.
    SecretFileNewer,
    /// The secret file cannot be read, written or made.
    SecretFileUnusable,
    /// A practice shop takes no real account; the own shop does.
    PracticeShop,
    /// The catalogue file was not imported: see the report.
    BadCatalogue,
    /// The shop has people and nobody is signed in.
    NobodySignedIn,
    /// A manager's approval is missing, or too old.
    ManagerNeeded,
    /// Only a manager's PIN approves.
    NotAManager,
    /// Not this person's PIN. Values: `left`.
    WrongPin,
    /// Too many wrong PINs: the next try comes later. Values: `seconds`.
    PinWait,
    /// Ten wrong PINs: only a new PIN helps.
    PinLocked,
    /// Not four to eight digits.
    NotAPin,
    /// A PIN everybody tries first.
    TrivialPin,
    /// A person's name of nothing, or too long.
    NotAName,
    /// Somebody with this name works here already.
    NameTaken,
    /// As many people as a till may have.
    TooManyPeople,
    /// The first person must be a manager.
    FirstIsAManager,
    /// The last manager cannot be removed.
    LastManager,
    /// The keychain does not give the secret part of the PINs.
    PinKeychain,
    /// The picture for receipts has too many bytes or dots.
    LogoTooLarge,
    /// The picture for receipts is of another format, damaged, or moves.
    LogoUnreadable,
    /// The picture for receipts would leave the paper white.
    LogoBlank,
    /// The disk is full. Nothing was lost; no payment starts until there is room.
    DiskFull,
    /// The data folder cannot be written.
    DiskReadOnly,
    /// Another till works on this data folder. Values: `path`.
    FolderInUse,
    /// The database was made by a newer till.
    DatabaseNewer,
    /// The database file is damaged or not a till's.
    DatabaseDamaged,
    /// The journal does not check: nothing is sold or given back before a manager has decided to go on.
    JournalBroken,
    /// Another program holds the database. It is not another till.
    DatabaseBusy,
    /// The folder's file system cannot keep data so that a power loss takes nothing back.
    DatabaseUnsuitable,
    /// The disk reports errors of its own.
    DiskFault,
    /// A payment or refund has not ended.
    PaymentsOpen,
    /// The backup is damaged, or no backup of a till.
    BackupUnusable,
    /// The backup was made by a newer till.
    BackupNewer,
    /// The backup could not be moved into place after the till was closed for it. The program starts again by itself.
    RestoreNotDone,
    /// The days of a report are none, or too many.
    BadPeriod,
    /// What was asked for does not exist (any more).
    NotFound,
    /// Something that should not happen did. Values: none; see `incident`.
    Internal,
}
