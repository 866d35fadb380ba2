//! The use cases of a till: ring up, pay, follow, recover, terminals, receipts, catalogue import.
//!
//! Joins the pure parts (`sale`, `payment`, `receipt`) with the store and a provider. Knows neither Tauri nor any
//! concrete provider; clock and connector are passed in.

mod account_payments;
mod accounts;
mod backups;
mod before_retry;
mod cases;
mod catalogue_import;
mod catalogue_problem;
mod clock;
mod day_totals;
mod error;
mod fleet;
mod format;
mod history;
mod in_doubt;
mod instance;
mod journal_watch;
mod journalling;
mod keys;
mod late;
mod logo;
mod names;
mod orders;
mod pairing;
mod pay;
mod payouts;
mod people;
mod providers;
mod purchase_options;
mod qr;
mod receipt_header;
mod receipts;
mod reference;
mod refund;
mod ring_up;
mod rotation;
mod secret_file;
mod session;
mod shop;
mod snapshot;
mod supervisor;
mod terminal_picture;
mod terminal_search;
mod terminals;
mod till;

pub use accounts::{AccountEdit, NewSecret};
pub use backups::{BackupSource, restore_unopened};
pub use cases::{CaseAsk, CaseDetail, CaseRefused, CaseView, LateMoney, LookedAgain};
pub use catalogue_import::{BadCatalogue, MAX_CATALOGUE_BYTES, read_catalogue};
pub use catalogue_problem::{BadRow, RowProblem};
pub use clock::{Clock, SystemClock};
pub use day_totals::{AccountDay, DayTotals, SlipState, TerminalDay};
pub use error::TillError;
pub use fleet::{FleetAct, FleetEnd, MAX_FLEET_PAGE};
pub use format::format_amount;
pub use history::{HistoryLink, HistoryRow, TerminalHistory};
pub use instance::InstanceLock;
pub use journal_watch::{JournalTrouble, JournalTroubleKind};
pub use keys::{
    ExpiringKey, KeyOverview, KeyRefusal, KeyRow, Rotation, RotationStep, RotationWish, expires_within,
};
pub use names::{AttemptNames, TransactionNames};
pub use pairing::AccountOffers;
pub use payouts::{MAX_PAYOUT_DAYS, PayoutPeriod, PayoutReport, PayoutTotal, Transfer};
pub use people::{
    Access, Approver, MAX_IDLE_MINUTES, MAX_TRIES, ManagerApproval, PeopleError, PepperError, PepperKeeper,
    Pin,
};
pub use picture::PictureError;
pub use providers::{
    AccountForm, AccountSettings, ConnectError, Connector, FormField, Need, PRACTICE_ADDRESS, SecretHome,
    SecretLocation, SecretPlace,
};
pub use purchase_options::{TIP_PERCENTS, TIP_SECONDS};
pub use qr::qr_svg;
pub use receipt::{
    CardFigures, DayReport, DifferenceKind, Figure, Logo, LogoError, LogoId, LogoPicture, ReportDifference,
    TextWidth,
};
pub use receipt_header::{HeaderProposal, ReceiptHeader};
pub use receipts::{BARCODE_PREFIX, IssuedReceipt};
pub use refund::{
    IssuedRefundSlip, RefundCause, RefundOrigin, RefundPreview, RefundRefused, RefundRequest, RefundSnapshot,
    RefundStage, RefundTo, Refundable, RefundableLine,
};
pub use secret_file::{
    MAX_PASSPHRASE, MIN_PASSPHRASE, Passphrase, SecretFile, SecretFileError, SecretFileState,
};
pub use session::{Finished, MoneyEnd, Notice, NoticeKind};
pub use shop::Shop;
pub use snapshot::{PayingSnapshot, StageSnapshot, TillSnapshot};
pub use store::{
    Backup, BackupError, BackupKind, Contents, JournalCheck, Person, PersonId, RestoreError, Restored, Role,
    SEALED_FILE, SealedCopy, sealed_is_whole,
};
pub use terminal_picture::MAX_QR_PICTURE_BYTES;
pub use terminals::FoundTerminal;
pub use till::{OpenTillError, Till};
