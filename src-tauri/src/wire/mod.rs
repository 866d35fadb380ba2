//! What crosses to the windows: plain data, no rules. Amounts are text; the windows compute nothing.
//!
//! `cargo nextest run -p tillbridge export_bindings` writes the TypeScript side.

mod accounts;
mod amount;
mod cases;
mod catalogue;
mod error;
mod fleet;
#[cfg(test)]
mod garbage;
mod journal;
mod manager;
mod orders;
mod pairing;
mod payouts;
mod people;
mod refunds;
mod sale;
mod secret_file;
mod settings;
mod simulator;
mod solo;
mod storage;
mod terminals;
mod till;

pub use accounts::{AccountEntry, AccountFormView, FormFieldView, PurchaseOptionView};
pub use amount::Amount;
pub use cases::{CaseChoice, CaseDetailView, CaseKind, CaseStepView, CaseView, LookView};
pub use catalogue::{CategoryView, ImportProblem, ImportReport, ImportRowError, ItemView};
pub use error::{CommandError, ErrorCode};
pub use fleet::{
    FleetAccountView, FleetActRequest, FleetEndKind, FleetEndView, FleetModelView, FleetPageView,
    FleetRegistration, FleetSearch, FleetStateView, FleetTerminalView,
};
pub use journal::{JournalTroubleView, JournalTroubleWhat};
pub use manager::{
    AccountDayView, DayTotalsView, DifferenceView, FigureView, HistoryRowView, HistoryView, KeyView,
    KeyWarning, KeysView, RotationStage, RotationView, TaxTotalView, TenderTotalView, TerminalDayView,
};
pub use orders::{AttemptView, ObservationView, OrderSummary, OrderView, ReceiptView, SavedPdf};
pub use pairing::{DeviceReportView, PairedDeviceView, PairingAccountView, PairingStage};
pub use payouts::{
    BehindPayoutView, HeaderProposalView, PayoutLineView, PayoutPeriodAsk, PayoutTotalView, PayoutsView,
    ReceiptHeaderView, TransferView,
};
pub use people::{ApprovalView, PeopleView, PersonRole, PersonView};
pub use refunds::{
    RefundAsk, RefundLineAsk, RefundOriginView, RefundStage, RefundSummary, RefundTerminalView, RefundView,
    RefundableLineView, RefundableView,
};
pub use sale::{LineView, SaleView, TaxRowView};
pub use secret_file::{SecretFileStage, SecretFileView, SecretHome};
pub use settings::{AccountView, LogoView, ShopSwitchView, ShopView};
pub use simulator::{VirtualAct, VirtualDevices, VirtualStage, VirtualTerminalView};
pub use solo::{VirtualSoloAct, VirtualSoloStage, VirtualSoloView, VirtualTip};
pub use storage::{BackupReason, BackupView};
pub use terminals::{
    OfferedTerminalView, OfferedTerminalsView, TerminalIdentityView, TerminalView, TerminalsView,
};
pub use till::{
    CancelStage, CustomerLink, Details, FinishedView, MoneyEnd, NoticeKind, NoticeView, ParkedView,
    PaymentPhase, PaymentView, Stage, TenderKind, TillView,
};
