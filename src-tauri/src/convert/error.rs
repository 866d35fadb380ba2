use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU32, Ordering};

use payment::{FaultKind, ProviderFault};
use sale::{RefundError, SaleError};
use store::{OpenError, StoreError};
use till::{
    BackupError, CaseRefused, ConnectError, KeyRefusal, LogoError, OpenTillError, PeopleError, PictureError,
    RefundRefused, RestoreError, SecretFileError, TillError,
};

use crate::wire::{CommandError, ErrorCode};

/// What the window shows for something the till refused. The full error goes to the log under the incident's name.
pub(crate) fn refused(error: TillError) -> CommandError {
    let (code, values) = code_of(&error);
    let details = match &error {
        TillError::Provider(fault) => Some(provider_details(fault)),
        TillError::File { .. }
        | TillError::NotPutBack(_)
        | TillError::Connect(ConnectError::SecretFile(_)) => Some(error.to_string()),
        _ => None,
    };
    build(code, values, details, &error)
}

/// What the window shows when the till could not be opened.
pub(crate) fn not_open(error: &OpenTillError) -> CommandError {
    let path = |path: &std::path::Path| vec![("path", path.display().to_string())];
    let (code, values) = match error {
        OpenTillError::InUse(folder) => (ErrorCode::FolderInUse, path(folder)),
        OpenTillError::Folder { path: folder, source } => (of_file(source), path(folder)),
        OpenTillError::Store(OpenError::Newer { .. }) => (ErrorCode::DatabaseNewer, Vec::new()),
        OpenTillError::Store(OpenError::Foreign | OpenError::Store(StoreError::Damaged(_))) => {
            (ErrorCode::DatabaseDamaged, Vec::new())
        }
        OpenTillError::Store(OpenError::Store(error)) => (of_store(error), Vec::new()),
        OpenTillError::Till(error) => code_of(error),
        OpenTillError::Store(OpenError::Unsuitable(_)) => (ErrorCode::DatabaseUnsuitable, Vec::new()),
        // A window makes the shop it opens: a database without one was emptied.
        OpenTillError::NotInitialised(_) => (ErrorCode::DatabaseDamaged, Vec::new()),
        OpenTillError::AlreadyInitialised(_) => (ErrorCode::Internal, Vec::new()),
    };
    build(code, values, Some(error.to_string()), error)
}

fn build(
    code: ErrorCode,
    values: Vec<(&str, String)>,
    details: Option<String>,
    error: &dyn std::fmt::Display,
) -> CommandError {
    static INCIDENTS: AtomicU32 = AtomicU32::new(1);
    let incident = format!("{}-{}", std::process::id(), INCIDENTS.fetch_add(1, Ordering::Relaxed));
    tracing::info!(incident, %error, ?code, "refused");
    let values: BTreeMap<String, String> =
        values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    CommandError { code, values, incident, details }
}

fn code_of(error: &TillError) -> (ErrorCode, Vec<(&'static str, String)>) {
    match error {
        TillError::Sale(error) => of_sale(error),
        TillError::Quantity { typed, refused } => (of_sale(refused).0, vec![("quantity", typed.clone())]),
        TillError::Amount(text) => (ErrorCode::BadAmount, vec![("text", text.clone())]),
        TillError::Discount(text) => (ErrorCode::BadDiscount, vec![("text", text.clone())]),
        TillError::Scan { scanned, .. } => (ErrorCode::BadCode, vec![("code", scanned.clone())]),
        TillError::UnknownCode(code) => (ErrorCode::UnknownCode, vec![("code", code.clone())]),
        TillError::BasketLocked => (ErrorCode::BasketLocked, Vec::new()),
        TillError::BasketInTheWay => (ErrorCode::BasketInTheWay, Vec::new()),
        TillError::NoTerminal => (ErrorCode::NoTerminal, Vec::new()),
        TillError::TerminalOccupied(order) => {
            (ErrorCode::TerminalOccupied, vec![("order", order.to_string())])
        }
        TillError::TerminalRefunding(refund) => {
            (ErrorCode::TerminalRefunding, vec![("refund", refund.to_string())])
        }
        TillError::Refund(error) => of_refund(error),
        TillError::Case(error) => of_case(error),
        TillError::CameInLate(order) => (ErrorCode::CameInLate, vec![("order", order.to_string())]),
        TillError::NotClear(order) => (ErrorCode::NotClear, vec![("order", order.to_string())]),
        TillError::NothingToCharge => (ErrorCode::BasketEmpty, Vec::new()),
        TillError::UnknownTerminalText(text) => {
            (ErrorCode::UnknownTerminalText, vec![("text", text.clone())])
        }
        TillError::Picture(error) => (of_picture(error), Vec::new()),
        TillError::PairingCode(text) => (ErrorCode::BadPairingCode, vec![("text", text.clone())]),
        TillError::TerminalNotListed(serial) => {
            (ErrorCode::TerminalNotListed, vec![("serial", serial.clone())])
        }
        TillError::TerminalExists => (ErrorCode::TerminalExists, Vec::new()),
        TillError::Connect(ConnectError::BadAddress(_)) => (ErrorCode::BadAddress, Vec::new()),
        TillError::Connect(ConnectError::MissingField(name)) => {
            (ErrorCode::MissingField, vec![("field", (*name).to_owned())])
        }
        TillError::Connect(ConnectError::SecretFile(error)) => (of_secret_file(error), Vec::new()),
        TillError::PaymentOption(name) => (ErrorCode::BadPaymentOption, vec![("field", (*name).to_owned())]),
        TillError::FleetEntry(name) => (ErrorCode::FleetEntry, vec![("field", (*name).to_owned())]),
        TillError::NotConfirmed => (ErrorCode::NotConfirmed, Vec::new()),
        TillError::AccountOccupied => (ErrorCode::AccountOccupied, Vec::new()),
        TillError::AccountUnsettled => (ErrorCode::AccountUnsettled, Vec::new()),
        TillError::AccountDisabled => (ErrorCode::AccountDisabled, Vec::new()),
        TillError::Key(refusal) => (of_key(*refusal), Vec::new()),
        TillError::NotOffered => (ErrorCode::NotOffered, Vec::new()),
        TillError::Connect(ConnectError::NoSecret(_)) => (ErrorCode::NoKeychain, Vec::new()),
        TillError::Provider(fault) => (of_fault(fault.kind()), vec![("path", fault.detail().to_owned())]),
        TillError::Logo(error) => (of_logo(error), Vec::new()),
        TillError::Catalogue(_) => (ErrorCode::BadCatalogue, Vec::new()),
        TillError::Period => (ErrorCode::BadPeriod, Vec::new()),
        TillError::Header => (ErrorCode::NotAName, Vec::new()),
        TillError::NotFound(_) | TillError::NoPayment | TillError::Store(StoreError::NotFound(_)) => {
            (ErrorCode::NotFound, Vec::new())
        }
        TillError::People(error) => of_people(error),
        TillError::Store(error) => (of_store(error), Vec::new()),
        TillError::File { path, source } => (of_file(source), vec![("path", path.clone())]),
        TillError::JournalBroken => (ErrorCode::JournalBroken, Vec::new()),
        TillError::JournalReason => (ErrorCode::ReasonMissing, Vec::new()),
        TillError::Backup(error) => of_backup(error),
        TillError::Restore(error) => of_restore(error),
        TillError::NotPutBack(_) => (ErrorCode::RestoreNotDone, Vec::new()),
        TillError::PaymentsOpen => (ErrorCode::PaymentsOpen, Vec::new()),
        TillError::PracticeShop => (ErrorCode::PracticeShop, Vec::new()),
        TillError::Connect(ConnectError::UnknownKind(_)) | TillError::Receipt(_) | TillError::Internal(_) => {
            (ErrorCode::Internal, Vec::new())
        }
    }
}

fn of_people(error: &PeopleError) -> (ErrorCode, Vec<(&'static str, String)>) {
    let code = match error {
        PeopleError::WrongPin { left } => return (ErrorCode::WrongPin, vec![("left", left.to_string())]),
        PeopleError::Wait { seconds } => return (ErrorCode::PinWait, vec![("seconds", seconds.to_string())]),
        PeopleError::NobodySignedIn => ErrorCode::NobodySignedIn,
        PeopleError::ManagerNeeded => ErrorCode::ManagerNeeded,
        PeopleError::NotAManager => ErrorCode::NotAManager,
        PeopleError::Locked => ErrorCode::PinLocked,
        PeopleError::NotAPin => ErrorCode::NotAPin,
        PeopleError::TrivialPin => ErrorCode::TrivialPin,
        PeopleError::NotAName => ErrorCode::NotAName,
        PeopleError::NameTaken => ErrorCode::NameTaken,
        PeopleError::TooMany => ErrorCode::TooManyPeople,
        PeopleError::FirstIsAManager => ErrorCode::FirstIsAManager,
        PeopleError::LastManager => ErrorCode::LastManager,
        PeopleError::Pepper(_) => ErrorCode::PinKeychain,
        // No window offers a rescue.
        PeopleError::NotLockedOut => ErrorCode::Internal,
    };
    (code, Vec::new())
}

fn of_case(error: &CaseRefused) -> (ErrorCode, Vec<(&'static str, String)>) {
    match error {
        CaseRefused::NotOffered => (ErrorCode::CaseNotOffered, Vec::new()),
        CaseRefused::ReasonMissing => (ErrorCode::ReasonMissing, Vec::new()),
        CaseRefused::TransactionMissing => (ErrorCode::TransactionMissing, Vec::new()),
        CaseRefused::News => (ErrorCode::CaseNews, Vec::new()),
        CaseRefused::OtherTransaction(found) => (ErrorCode::OtherTransaction, vec![("found", found.clone())]),
        CaseRefused::TransactionNotFound => (ErrorCode::TransactionNotFound, Vec::new()),
        CaseRefused::TransactionNotApproved => (ErrorCode::TransactionNotApproved, Vec::new()),
        CaseRefused::NotReached(_) => (ErrorCode::CaseNotReached, Vec::new()),
        CaseRefused::BookedAlready => (ErrorCode::BookedAlready, Vec::new()),
        CaseRefused::PaidOtherwise(order) => (ErrorCode::PaidOtherwise, vec![("order", order.to_string())]),
        CaseRefused::BeingPaid(order) => (ErrorCode::BeingPaid, vec![("order", order.to_string())]),
        CaseRefused::DoesNotFit => (ErrorCode::DoesNotFitOrder, Vec::new()),
    }
}

fn of_refund(error: &RefundRefused) -> (ErrorCode, Vec<(&'static str, String)>) {
    let code = match error {
        RefundRefused::Amount(RefundError::TooMuch { left, .. }) => {
            return (ErrorCode::RefundTooMuch, vec![("left", left.to_string())]);
        }
        RefundRefused::Amount(RefundError::NothingLeft | RefundError::TooMuchOfLine { .. }) => {
            ErrorCode::NothingLeftToRefund
        }
        RefundRefused::Amount(RefundError::NotPositive) => ErrorCode::RefundOfNothing,
        RefundRefused::Amount(RefundError::PiecesMustBeWhole) => ErrorCode::PiecesAreWhole,
        RefundRefused::Amount(RefundError::UnknownLine(_)) => ErrorCode::NotFound,
        RefundRefused::Amount(RefundError::Money(_)) => ErrorCode::Internal,
        RefundRefused::MadeMeanwhile => ErrorCode::RefundMadeMeanwhile,
        RefundRefused::Running => ErrorCode::RefundUnderWay,
        RefundRefused::NotAPayment | RefundRefused::NotPaid => ErrorCode::NotRefundable,
        RefundRefused::TooLittleForCash => ErrorCode::RefundTooLittleForCash,
        RefundRefused::ReasonMissing => ErrorCode::ReasonMissing,
        RefundRefused::NotWaiting => ErrorCode::RefundNotWaiting,
        RefundRefused::WrongTerminal => ErrorCode::NoTerminal,
    };
    (code, Vec::new())
}

fn of_key(refusal: KeyRefusal) -> ErrorCode {
    match refusal {
        KeyRefusal::InUse => ErrorCode::KeyInUse,
        KeyRefusal::Last => ErrorCode::LastKey,
        KeyRefusal::RotationOpen => ErrorCode::RotationOpen,
        KeyRefusal::NoRotation => ErrorCode::NoRotation,
        KeyRefusal::OldKeyNotKnown => ErrorCode::OldKeyNotKnown,
        KeyRefusal::BadWish => ErrorCode::BadKey,
    }
}

fn of_sale(error: &SaleError) -> (ErrorCode, Vec<(&'static str, String)>) {
    match error {
        SaleError::EmptyBasket => (ErrorCode::BasketEmpty, Vec::new()),
        SaleError::BasketFull | SaleError::TooManyTaxRates => (ErrorCode::BasketFull, Vec::new()),
        // The till adds what was typed.
        SaleError::PiecesMustBeWhole => (ErrorCode::PiecesAreWhole, Vec::new()),
        SaleError::NotCounted => (ErrorCode::NotCounted, Vec::new()),
        SaleError::Quantity(_) | SaleError::NotWeighed => (ErrorCode::BadQuantity, Vec::new()),
        SaleError::TotalOutOfRange => (ErrorCode::TotalTooLarge, Vec::new()),
        SaleError::GivenTooLittle { given, due } => {
            let missing = due.checked_sub(*given).map(|money| money.to_string()).unwrap_or_default();
            (ErrorCode::NotEnoughCash, vec![("missing", missing)])
        }
        SaleError::DiscountNotPositive => (ErrorCode::BadDiscount, Vec::new()),
        // Not typed now: what was given before is more than what is left.
        SaleError::DiscountTooLarge { discount, .. } => {
            (ErrorCode::BadDiscount, vec![("text", discount.to_string())])
        }
        SaleError::UnknownLine(_) => (ErrorCode::NotFound, Vec::new()),
        SaleError::TenderOutOfRange { tender, .. } => {
            (ErrorCode::BadAmount, vec![("text", tender.to_string())])
        }
        SaleError::NegativePrice(_) | SaleError::Inconsistent(_) | SaleError::Money(_) => {
            (ErrorCode::Internal, Vec::new())
        }
    }
}

fn of_secret_file(error: &SecretFileError) -> ErrorCode {
    match error {
        SecretFileError::Locked => ErrorCode::SecretFileLocked,
        SecretFileError::WrongPassphrase => ErrorCode::WrongPassphrase,
        SecretFileError::BadPassphrase => ErrorCode::BadPassphrase,
        SecretFileError::Damaged(_) => ErrorCode::SecretFileDamaged,
        SecretFileError::Newer => ErrorCode::SecretFileNewer,
        SecretFileError::None
        | SecretFileError::Exists
        | SecretFileError::Full
        | SecretFileError::Unusable(_) => ErrorCode::SecretFileUnusable,
    }
}

fn of_picture(error: &PictureError) -> ErrorCode {
    match error {
        PictureError::TooManyBytes(_) | PictureError::TooLarge => ErrorCode::PictureTooLarge,
        PictureError::OtherFormat | PictureError::Animated | PictureError::Unreadable(_) => {
            ErrorCode::PictureUnreadable
        }
    }
}

fn of_logo(error: &LogoError) -> ErrorCode {
    match error {
        LogoError::TooManyBytes(_) | LogoError::TooLarge => ErrorCode::LogoTooLarge,
        LogoError::OtherFormat | LogoError::Animated | LogoError::Unreadable(_) => ErrorCode::LogoUnreadable,
        LogoError::Blank => ErrorCode::LogoBlank,
    }
}

/// Files in the data folder are written by us; one that cannot be is the folder's trouble.
fn of_file(error: &std::io::Error) -> ErrorCode {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        _ => ErrorCode::DiskReadOnly,
    }
}

fn of_backup(error: &BackupError) -> (ErrorCode, Vec<(&'static str, String)>) {
    match error {
        BackupError::File { path, source } => (of_file(source), vec![("path", path.display().to_string())]),
        BackupError::Store(error) => (of_store(error), Vec::new()),
        // The copy was read back at once: what came out otherwise than it went in went over this disk.
        BackupError::Unsound(_) => (ErrorCode::DiskFault, Vec::new()),
        // No window names the file.
        BackupError::Exists(_) => (ErrorCode::Internal, Vec::new()),
    }
}

fn of_restore(error: &RestoreError) -> (ErrorCode, Vec<(&'static str, String)>) {
    let code = match error {
        RestoreError::Unusable(OpenError::Newer { .. }) => ErrorCode::BackupNewer,
        RestoreError::Unusable(OpenError::Store(
            error @ (StoreError::Full | StoreError::ReadOnly | StoreError::Disk(_)),
        ))
        | RestoreError::Store(error) => of_store(error),
        RestoreError::NotAFile(_) | RestoreError::Unusable(_) | RestoreError::Damaged(_) => {
            ErrorCode::BackupUnusable
        }
        RestoreError::File { path, source } => {
            return (of_file(source), vec![("path", path.display().to_string())]);
        }
    };
    (code, Vec::new())
}

fn of_store(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::Full => ErrorCode::DiskFull,
        StoreError::ReadOnly => ErrorCode::DiskReadOnly,
        StoreError::Damaged(_) => ErrorCode::DatabaseDamaged,
        StoreError::Busy => ErrorCode::DatabaseBusy,
        StoreError::Disk(_) => ErrorCode::DiskFault,
        _ => ErrorCode::Internal,
    }
}

/// The sentence for a call to a provider that brought no usable answer.
pub(super) fn of_fault(kind: FaultKind) -> ErrorCode {
    match kind {
        FaultKind::NotReached => ErrorCode::NoNetwork,
        // Sent, or perhaps sent: that is another thing than a network that is not there.
        FaultKind::NoAnswer => ErrorCode::NoAnswer,
        FaultKind::NotAuthorised => ErrorCode::WrongKey,
        // Addresses are refused when an account is added; what is left is a secret that is not where it should be.
        FaultKind::Misconfigured => ErrorCode::KeyFileUnreadable,
        FaultKind::AccountIncomplete => ErrorCode::AccountIncomplete,
        FaultKind::NotPossible => ErrorCode::NotPossible,
        FaultKind::NotKnown => ErrorCode::NotFound,
        FaultKind::TerminalBusy => ErrorCode::TerminalBusy,
        FaultKind::TerminalOffline => ErrorCode::TerminalOffline,
        FaultKind::TooEarly => ErrorCode::RefundTooEarly,
        FaultKind::NotEnoughBalance => ErrorCode::NotEnoughBalance,
        FaultKind::Refused => ErrorCode::Refused,
        FaultKind::SlowDown | FaultKind::ProviderDown | FaultKind::Unreadable => ErrorCode::ProviderTrouble,
    }
}

fn provider_details(fault: &ProviderFault) -> String {
    let mut parts = vec![format!("{:?}", fault.kind()), fault.detail().to_owned()];
    parts.extend(fault.status().map(|status| format!("HTTP {status}")));
    parts.extend(fault.request_id().map(|id| format!("request {id}")));
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_cannot_keep_data_safely_is_no_damage_and_offers_no_restore() {
        let unsuitable = OpenTillError::Store(OpenError::Unsuitable(
            "did not take its settings: journal delete".to_owned(),
        ));
        let shown = not_open(&unsuitable);
        assert_eq!(shown.code, ErrorCode::DatabaseUnsuitable);
        assert!(shown.details.is_some_and(|details| details.contains("journal delete")), "for support");
        assert!(!unsuitable.is_past_opening(), "good data is not replaced by a backup");
        assert_eq!(not_open(&OpenTillError::Store(OpenError::Foreign)).code, ErrorCode::DatabaseDamaged);
    }

    #[test]
    fn a_restore_that_failed_after_the_till_was_closed_has_a_sentence_of_its_own() {
        let path = std::path::PathBuf::from("restoring");
        let source = std::io::Error::from(ErrorKind::StorageFull);
        let shown = refused(TillError::NotPutBack(RestoreError::File { path, source }));
        assert_eq!(shown.code, ErrorCode::RestoreNotDone);
    }
}
