//! What the windows may call, one file per screen: parse, call the till, convert.

pub(crate) mod basket;
pub(crate) mod cases;
pub(crate) mod fleet;
pub(crate) mod journal;
pub(crate) mod logo;
pub(crate) mod manager;
pub(crate) mod needs;
pub(crate) mod orders;
pub(crate) mod pairing;
pub(crate) mod pay;
pub(crate) mod payouts;
pub(crate) mod people;
pub(crate) mod refunds;
pub(crate) mod secret_file;
pub(crate) mod settings;
pub(crate) mod shop;
pub(crate) mod simulator;
pub(crate) mod storage;
pub(crate) mod terminal_picture;
pub(crate) mod terminals;

use store::StoreError;
use tauri::ipc::Invoke;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Manager, Wry};
use till::{StageSnapshot, Till, TillError};

use self::needs::{Needs, needs_of};
use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, TillView};

/// Every mutation answers with the whole view.
pub(crate) type Viewed = Result<TillView, CommandError>;

/// The whole view of the till as it is now.
pub(crate) async fn view(app: &App) -> Viewed {
    view_of(app.till_for_anybody()?).await
}

/// The whole view of a till.
pub(crate) async fn view_of(till: &Till) -> Viewed {
    if let Some(damage) = till.damage() {
        return Err(convert::refused(StoreError::Damaged(damage).into()));
    }
    let build = async {
        let snapshot = till.snapshot().await?;
        let receipt = match &snapshot.stage {
            StageSnapshot::Finished(finished) if finished.end == till::MoneyEnd::Paid => {
                Some(orders::receipt_view(&till.receipt(finished.order).await?))
            }
            _ => None,
        };
        let provider = match &snapshot.terminal {
            Some(terminal) => till.provider_name(terminal.account_id).await,
            None => String::new(),
        };
        let record = match &snapshot.stage {
            StageSnapshot::Ringing => None,
            StageSnapshot::Paying(paying) => Some(&paying.record),
            StageSnapshot::Finished(finished) => finished.attempt.as_deref(),
        };
        let transaction = match record {
            Some(record) => till.shown_transaction(record).await?,
            None => None,
        };
        let refund = refunds::shown(till).await?;
        let transaction = transaction.as_deref();
        Ok::<_, TillError>(convert::till_view(&snapshot, &provider, receipt, transaction, refund))
    };
    build.await.map_err(convert::refused)
}

/// The view after a mutation, or why it was refused.
pub(crate) async fn after(app: &App, done: Result<(), TillError>) -> Viewed {
    done.map_err(convert::refused)?;
    view(app).await
}

/// The commands of the till window: their handlers, and what each one needs, from one list, so that none can be without.
macro_rules! till_commands {
    ($($module:ident::$name:ident => $needs:ident),* $(,)?) => {
        /// What each command of the till window needs. `build.rs` lists the same names for the permissions.
        pub(crate) const TILL_COMMANDS: &[(&str, Needs)] = &[$((stringify!($name), Needs::$needs)),*];

        fn handle(invoke: Invoke<Wry>) -> bool {
            let handler: fn(Invoke<Wry>) -> bool = tauri::generate_handler![$($module::$name),*];
            handler(invoke)
        }
    };
}

till_commands![
    basket::open => Nobody,
    basket::dismiss_notice => Somebody,
    basket::enter => Somebody,
    basket::clear_pending => Somebody,
    basket::add_item => Somebody,
    basket::search => Somebody,
    basket::categories => Somebody,
    basket::items => Somebody,
    basket::change_quantity => Somebody,
    basket::set_quantity => Somebody,
    basket::discount_line => Somebody,
    basket::discount_order => Somebody,
    basket::void_line => Somebody,
    basket::clear_basket => Somebody,
    basket::park => Somebody,
    basket::parked => Somebody,
    basket::recall => Somebody,
    pay::pay_card => Somebody,
    pay::pay_cash => Somebody,
    pay::cancel_payment => Somebody,
    pay::set_aside => Somebody,
    pay::withdraw_link => Somebody,
    pay::open_customer_page => Somebody,
    pay::next_sale => Somebody,
    people::people => Nobody,
    people::sign_in => Nobody,
    people::sign_out => Nobody,
    people::touch => Nobody,
    people::approval_at_hand => Somebody,
    people::approve => Somebody,
    people::add_person => Approval,
    people::remove_person => Approval,
    people::set_pin => Approval,
    people::set_idle_minutes => Approval,
    terminals::terminals => Somebody,
    terminals::read_terminal_text => Somebody,
    terminal_picture::read_terminal_picture => Somebody,
    terminals::offered_terminals => Somebody,
    terminals::add_terminal => Somebody,
    terminals::use_terminal => Somebody,
    terminals::remove_terminal => Approval,
    fleet::fleet_accounts => Somebody,
    fleet::fleet => Somebody,
    fleet::fleet_register => Approval,
    fleet::fleet_act => Approval,
    pairing::pairing_accounts => Somebody,
    pairing::paired_terminals => Somebody,
    pairing::pair_terminal => Approval,
    pairing::follow_pairing => Somebody,
    pairing::rename_paired => Approval,
    pairing::unpair_terminal => Approval,
    pairing::device_report => Somebody,
    orders::orders => Somebody,
    orders::order => Somebody,
    orders::receipt => Somebody,
    orders::reprint => Somebody,
    orders::save_receipt_pdf => Somebody,
    refunds::search_orders => Somebody,
    refunds::refundable => Somebody,
    refunds::preview_refund => Somebody,
    refunds::refund => Somebody,
    refunds::refund_without_purchase => Approval,
    refunds::show_refund => Somebody,
    refunds::leave_refund => Somebody,
    refunds::cancel_refund => Somebody,
    refunds::withdraw_refund => Somebody,
    refunds::reprint_refund_slip => Somebody,
    refunds::save_refund_slip_pdf => Somebody,
    refunds::set_refunds_need_manager => Approval,
    secret_file::secret_file => Nobody,
    secret_file::make_secret_file => Approval,
    secret_file::unlock_secret_file => Nobody,
    secret_file::change_passphrase => Approval,
    settings::accounts => Somebody,
    settings::add_account => Approval,
    settings::account_forms => Somebody,
    settings::edit_account => Approval,
    settings::disable_account => Approval,
    settings::enable_account => Approval,
    settings::remove_account => Approval,
    settings::test_account => Somebody,
    cases::cases => Manager,
    cases::case => Manager,
    cases::case_candidates => Manager,
    cases::look_again => Manager,
    cases::decide_case => Approval,
    cases::attach_late_payment => Manager,
    manager::enter_manager_area => Approval,
    manager::leave_manager_area => Somebody,
    manager::day_totals => Manager,
    manager::save_day_totals_pdf => Manager,
    manager::history => Manager,
    manager::key_accounts => Manager,
    manager::api_keys => Manager,
    manager::key_warnings => Somebody,
    manager::begin_rotation => Approval,
    manager::continue_rotation => Approval,
    manager::finish_rotation => Approval,
    manager::keep_old_key => Approval,
    manager::abandon_rotation => Approval,
    manager::revoke_key => Approval,
    payouts::payout_accounts => Manager,
    payouts::payouts => Manager,
    payouts::behind_payout => Manager,
    payouts::profile_accounts => Somebody,
    payouts::proposed_header => Somebody,
    payouts::set_receipt_header => Approval,
    settings::import_catalogue => Approval,
    logo::logo => Somebody,
    journal::go_on_despite_journal => Approval,
    logo::set_logo => Approval,
    logo::remove_logo => Approval,
    storage::backups => ManagerOnceOpen,
    storage::back_up => ManagerOnceOpen,
    storage::restore_backup => ItsOwnQuestion,
    storage::open_again => ItsOwnQuestion,
    storage::quit => ItsOwnQuestion,
    shop::shop_switch => Nobody,
    shop::open_own_shop => ItsOwnQuestion,
    shop::practise => ItsOwnQuestion,
];

/// The commands of the till window. Whoever may not is refused here, before the command itself is reached.
pub(crate) fn till_plugin() -> TauriPlugin<Wry> {
    let guarded = |invoke: Invoke<Wry>| {
        let refused = match invoke.message.webview_ref().try_state::<App>() {
            Some(app) => app.demand(needs_of(invoke.message.command())).err(),
            None => Some(convert::refused(TillError::Internal("asked before the start".to_owned()))),
        };
        match refused {
            None => handle(invoke),
            Some(refused) => {
                invoke.resolver.reject(refused);
                true
            }
        }
    };
    Builder::new("till").invoke_handler(guarded).build()
}

/// The commands of the virtual terminal's window.
pub(crate) fn simulator_plugin() -> TauriPlugin<Wry> {
    Builder::new("simulator")
        .invoke_handler(tauri::generate_handler![
            simulator::virtual_devices,
            simulator::card_brands,
            simulator::act,
            simulator::act_at_solo
        ])
        .build()
}
