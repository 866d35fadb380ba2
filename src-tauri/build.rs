//! Embeds the built screens and the permissions of each window.

use tauri_build::{Attributes, DefaultPermissionRule, InlinedPlugin};

/// What the till window may call: `src-tauri/src/commands`, one line per screen.
const TILL: &[&str] = &[
    "open",
    "dismiss_notice",
    "enter",
    "clear_pending",
    "add_item",
    "search",
    "categories",
    "items",
    "change_quantity",
    "set_quantity",
    "discount_line",
    "discount_order",
    "void_line",
    "clear_basket",
    "park",
    "parked",
    "recall",
    "pay_card",
    "pay_cash",
    "cancel_payment",
    "set_aside",
    "next_sale",
    "people",
    "sign_in",
    "sign_out",
    "touch",
    "approval_at_hand",
    "approve",
    "add_person",
    "remove_person",
    "set_pin",
    "set_idle_minutes",
    "terminals",
    "read_terminal_text",
    "offered_terminals",
    "add_terminal",
    "use_terminal",
    "remove_terminal",
    "fleet_accounts",
    "fleet",
    "fleet_register",
    "fleet_act",
    "pairing_accounts",
    "paired_terminals",
    "pair_terminal",
    "follow_pairing",
    "rename_paired",
    "unpair_terminal",
    "device_report",
    "orders",
    "order",
    "receipt",
    "reprint",
    "save_receipt_pdf",
    "search_orders",
    "refundable",
    "preview_refund",
    "refund",
    "refund_without_purchase",
    "show_refund",
    "leave_refund",
    "cancel_refund",
    "withdraw_refund",
    "reprint_refund_slip",
    "save_refund_slip_pdf",
    "set_refunds_need_manager",
    "accounts",
    "add_account",
    "account_forms",
    "edit_account",
    "disable_account",
    "enable_account",
    "remove_account",
    "test_account",
    "day_totals",
    "save_day_totals_pdf",
    "history",
    "key_accounts",
    "api_keys",
    "key_warnings",
    "begin_rotation",
    "continue_rotation",
    "finish_rotation",
    "keep_old_key",
    "abandon_rotation",
    "revoke_key",
    "import_catalogue",
    "logo",
    "set_logo",
    "remove_logo",
    "backups",
    "back_up",
    "restore_backup",
    "open_again",
    "quit",
    "shop_switch",
    "open_own_shop",
    "practise",
];

/// What the virtual terminal's window may call; it exists in practice mode only.
const SIMULATOR: &[&str] = &["virtual_devices", "card_brands", "act", "act_at_solo"];

fn main() {
    println!("cargo:rerun-if-changed=ui/dist");
    // A fresh clone must compile before the screens are built; `cargo xtask` builds them first.
    std::fs::create_dir_all("ui/dist").expect("ui/dist can be created beside the root manifest");
    let plugin = |commands| {
        InlinedPlugin::new().commands(commands).default_permission(DefaultPermissionRule::AllowAllCommands)
    };
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .plugin("till", plugin(TILL))
        .plugin("simulator", plugin(SIMULATOR));
    tauri_build::try_build(attributes).expect("the Tauri manifest is valid");
}
