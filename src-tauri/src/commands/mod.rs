//! What the windows may call, one file per screen: parse, call the till, convert.

pub(crate) mod basket;
pub(crate) mod cases;
pub(crate) mod fleet;
pub(crate) mod journal;
pub(crate) mod logo;
pub(crate) mod manager;
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
use tauri::Wry;
use tauri::plugin::{Builder, TauriPlugin};
use till::{StageSnapshot, Till, TillError};

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
        let refund = refunds::shown(till).await?;
        Ok::<_, TillError>(convert::till_view(&snapshot, &provider, receipt, refund))
    };
    build.await.map_err(convert::refused)
}

/// The view after a mutation, or why it was refused.
pub(crate) async fn after(app: &App, done: Result<(), TillError>) -> Viewed {
    done.map_err(convert::refused)?;
    view(app).await
}

/// The commands of the till window. `build.rs` lists the same names for the permissions.
#[allow(clippy::too_many_lines, reason = "a table of names")]
pub(crate) fn till_plugin() -> TauriPlugin<Wry> {
    Builder::new("till")
        .invoke_handler(tauri::generate_handler![
            basket::open,
            basket::dismiss_notice,
            basket::enter,
            basket::clear_pending,
            basket::add_item,
            basket::search,
            basket::categories,
            basket::items,
            basket::change_quantity,
            basket::set_quantity,
            basket::discount_line,
            basket::discount_order,
            basket::void_line,
            basket::clear_basket,
            basket::park,
            basket::parked,
            basket::recall,
            pay::pay_card,
            pay::pay_cash,
            pay::cancel_payment,
            pay::set_aside,
            pay::withdraw_link,
            pay::open_customer_page,
            pay::next_sale,
            people::people,
            people::sign_in,
            people::sign_out,
            people::touch,
            people::approval_at_hand,
            people::approve,
            people::add_person,
            people::remove_person,
            people::set_pin,
            people::set_idle_minutes,
            terminals::terminals,
            terminals::read_terminal_text,
            terminal_picture::read_terminal_picture,
            terminals::offered_terminals,
            terminals::add_terminal,
            terminals::use_terminal,
            terminals::remove_terminal,
            fleet::fleet_accounts,
            fleet::fleet,
            fleet::fleet_register,
            fleet::fleet_act,
            pairing::pairing_accounts,
            pairing::paired_terminals,
            pairing::pair_terminal,
            pairing::follow_pairing,
            pairing::rename_paired,
            pairing::unpair_terminal,
            pairing::device_report,
            orders::orders,
            orders::order,
            orders::receipt,
            orders::reprint,
            orders::save_receipt_pdf,
            refunds::search_orders,
            refunds::refundable,
            refunds::preview_refund,
            refunds::refund,
            refunds::refund_without_purchase,
            refunds::show_refund,
            refunds::leave_refund,
            refunds::cancel_refund,
            refunds::withdraw_refund,
            refunds::reprint_refund_slip,
            refunds::save_refund_slip_pdf,
            refunds::set_refunds_need_manager,
            secret_file::secret_file,
            secret_file::make_secret_file,
            secret_file::unlock_secret_file,
            secret_file::change_passphrase,
            settings::accounts,
            settings::add_account,
            settings::account_forms,
            settings::edit_account,
            settings::disable_account,
            settings::enable_account,
            settings::remove_account,
            settings::test_account,
            cases::cases,
            cases::case,
            cases::case_candidates,
            cases::look_again,
            cases::decide_case,
            cases::attach_late_payment,
            manager::day_totals,
            manager::save_day_totals_pdf,
            manager::history,
            manager::key_accounts,
            manager::api_keys,
            manager::key_warnings,
            manager::begin_rotation,
            manager::continue_rotation,
            manager::finish_rotation,
            manager::keep_old_key,
            manager::abandon_rotation,
            manager::revoke_key,
            payouts::payout_accounts,
            payouts::payouts,
            payouts::behind_payout,
            payouts::profile_accounts,
            payouts::proposed_header,
            payouts::set_receipt_header,
            settings::import_catalogue,
            logo::logo,
            journal::go_on_despite_journal,
            logo::set_logo,
            logo::remove_logo,
            storage::backups,
            storage::back_up,
            storage::restore_backup,
            storage::open_again,
            storage::quit,
            shop::shop_switch,
            shop::open_own_shop,
            shop::practise,
        ])
        .build()
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
