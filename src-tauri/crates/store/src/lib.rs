//! The till's memory: one SQLite file. All SQL of the product stands here.
//!
//! One writer with `begin immediate`, read-only connections beside it, every commit on the disk before it counts.
//! The atomic steps of a payment are in [`Payments`]; the other parts are one table each.

#[cfg(test)]
extern crate self as store;

mod accounts;
mod anchors;
mod attempts;
mod backup;
mod baskets;
mod cases;
mod catalogue;
mod day;
mod desk;
mod error;
#[cfg(feature = "faults")]
pub mod faults;
#[cfg(test)]
mod growth_tests;
mod journal_books;
mod journal_check;
mod journal_table;
mod journalled;
mod logos;
mod note;
mod open;
mod orders;
mod payments;
mod people;
mod read;
mod receipts;
mod refunding;
mod refunds;
mod restore;
mod row;
mod sealed;
mod settings;
#[cfg(test)]
#[path = "../tests/behaviour/support.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "the shop of the behaviour tests, of which the growth tests need a part"
)]
mod support;
mod terminals;
#[cfg(test)]
mod tests;
mod write;

pub use accounts::{AccountChange, AccountId, Accounts, NewAccount, ProviderAccount};
pub use anchors::ANCHOR_FILE;
pub use attempts::{AttemptDetail, AttemptPurpose, Attempts, EndedAttempt, Observation, OpenAttempt};
pub use backup::{BACKUP_FOLDER, BACKUPS_KEPT, Backup, BackupError, BackupKind, backups};
pub use baskets::{BasketId, Baskets, ParkedBasket};
pub use cases::{Case, CaseEnd, Cases, OrderMoney, SaleBasket};
pub use catalogue::{Catalogue, CatalogueHit};
pub use day::{DayFigures, Days, PlacedAttempt, TaxFigures, TenderFigures};
pub use desk::Desk;
pub use error::StoreError;
pub use journal_check::JournalCheck;
pub use journal_table::{JOURNAL_PAGE, Journal};
pub use logos::Logos;
pub use note::Note;
pub use open::{FILE_NAME, OpenError, Store};
pub use orders::{OrderDetail, OrderHead, OrderState, Orders, TenderRow};
pub use payments::{AttemptEnd, CardPayment, CashPayment, IntentCommit, PaidOrder, Payments};
pub use people::{NewPerson, People, Person, PersonId, PinHash, Role};
pub use receipts::{Receipts, StoredReceipt};
pub use refunding::{NewRefund, RefundEnd, RefundIntent, RefundRoute, RefundStep};
pub use refunds::{
    CardOrigin, CashOrigin, OpenRefund, RefundDetail, RefundHead, RefundState, RefundSubject, Refunds,
};
pub use restore::{Contents, PUT_BACK, Prepared, RestoreError, Restored, holds_a_database, prepare_restore};
pub use sealed::{SEALED_FILE, SealedCopy, sealed_is_whole};
pub use settings::Settings;
pub use terminals::{NewTerminal, Terminal, TerminalId, Terminals};
