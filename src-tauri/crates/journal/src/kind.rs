/// What an entry is about. The words are part of the format: one may be added, none changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The first entry: names the till the journal belongs to.
    Genesis,
    /// The till was opened.
    Start,
    /// The till was closed.
    Stop,
    /// Somebody signed in with the right PIN.
    SignIn,
    /// A wrong PIN.
    SignInFailed,
    /// Somebody signed out, or was signed out.
    SignOut,
    /// A manager allowed something.
    Approval,
    /// A person was added, changed or removed.
    Person,
    /// An order is paid; carries its tenders and amounts per rate.
    Sale,
    /// An order's payment did not come about.
    OrderUnpaid,
    /// The intent of a card payment or refund, before a byte is sent.
    AttemptIntended,
    /// The provider took the request.
    AttemptSent,
    /// Something was observed of an attempt that has not ended.
    AttemptObserved,
    /// An attempt ended, or needs a person.
    AttemptEnded,
    /// Somebody wants an attempt stopped.
    Cancel,
    /// Money came after the end.
    LateApproval,
    /// Money went back after an approval.
    Reversal,
    /// A person decided about what a machine could not.
    Decision,
    /// A refund began.
    RefundBegun,
    /// The customer has the money back; carries amounts per rate.
    Refund,
    /// A refund waits, ended without money, or needs a person.
    RefundStep,
    /// A copy of a receipt or slip.
    Reprint,
    /// The cash drawer was opened without a sale.
    Drawer,
    /// A line or basket was taken back before payment.
    Void,
    /// A price was changed.
    PriceOverride,
    /// Something was taken off.
    Discount,
    /// Day totals were read and printed.
    DayTotals,
    /// The day was closed.
    DayClose,
    /// A setting changed.
    Setting,
    /// An account at a payment system was added, changed, disabled or removed.
    Account,
    /// A terminal was added, changed or removed.
    Terminal,
    /// A step of the rotation of an API key.
    KeyRotation,
    /// Articles were imported.
    Import,
    /// The journal or other data left the till.
    Export,
    /// A backup was made.
    Backup,
    /// A backup was restored.
    Restore,
    /// The clock went back, or far ahead.
    ClockJump,
    /// Another version of the program runs.
    Update,
    /// The journal did not check, and a person decided to go on.
    FailedCheck,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 39] = [
        Self::Genesis,
        Self::Start,
        Self::Stop,
        Self::SignIn,
        Self::SignInFailed,
        Self::SignOut,
        Self::Approval,
        Self::Person,
        Self::Sale,
        Self::OrderUnpaid,
        Self::AttemptIntended,
        Self::AttemptSent,
        Self::AttemptObserved,
        Self::AttemptEnded,
        Self::Cancel,
        Self::LateApproval,
        Self::Reversal,
        Self::Decision,
        Self::RefundBegun,
        Self::Refund,
        Self::RefundStep,
        Self::Reprint,
        Self::Drawer,
        Self::Void,
        Self::PriceOverride,
        Self::Discount,
        Self::DayTotals,
        Self::DayClose,
        Self::Setting,
        Self::Account,
        Self::Terminal,
        Self::KeyRotation,
        Self::Import,
        Self::Export,
        Self::Backup,
        Self::Restore,
        Self::ClockJump,
        Self::Update,
        Self::FailedCheck,
    ];

    /// The word in the database, in exports and in what is hashed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Genesis => "genesis",
            Self::Start => "start",
            Self::Stop => "stop",
            Self::SignIn => "sign_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignOut => "sign_out",
            Self::Approval => "approval",
            Self::Person => "person",
            Self::Sale => "sale",
            Self::OrderUnpaid => "order_unpaid",
            Self::AttemptIntended => "attempt_intended",
            Self::AttemptSent => "attempt_sent",
            Self::AttemptObserved => "attempt_observed",
            Self::AttemptEnded => "attempt_ended",
            Self::Cancel => "cancel",
            Self::LateApproval => "late_approval",
            Self::Reversal => "reversal",
            Self::Decision => "decision",
            Self::RefundBegun => "refund_begun",
            Self::Refund => "refund",
            Self::RefundStep => "refund_step",
            Self::Reprint => "reprint",
            Self::Drawer => "drawer",
            Self::Void => "void",
            Self::PriceOverride => "price_override",
            Self::Discount => "discount",
            Self::DayTotals => "day_totals",
            Self::DayClose => "day_close",
            Self::Setting => "setting",
            Self::Account => "account",
            Self::Terminal => "terminal",
            Self::KeyRotation => "key_rotation",
            Self::Import => "import",
            Self::Export => "export",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::ClockJump => "clock_jump",
            Self::Update => "update",
            Self::FailedCheck => "failed_check",
        }
    }
}
