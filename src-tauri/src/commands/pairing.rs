//! Joining devices by the code they show, and how they are.

use payment::TerminalKey;
use store::AccountId;
use tauri::State;
use till::TillError;

use super::settings::{account_views, number};
use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, DeviceReportView, PairedDeviceView, PairingAccountView};

#[tauri::command]
pub(crate) async fn pairing_accounts(app: State<'_, App>) -> Result<Vec<PairingAccountView>, CommandError> {
    let till = app.till()?;
    let mut found = Vec::new();
    for account in account_views(&app).await? {
        // An account that cannot be connected offers nothing here; the settings say why.
        let offers = till.offers(AccountId(number(&account.id)?)).await;
        if offers.is_ok_and(|offers| offers.pairing) {
            let provider = till.provider_name(AccountId(number(&account.id)?)).await;
            found.push(PairingAccountView { id: account.id, label: account.label, provider });
        }
    }
    Ok(found)
}

#[tauri::command]
pub(crate) async fn paired_terminals(
    app: State<'_, App>,
    account: String,
) -> Result<Vec<PairedDeviceView>, CommandError> {
    let account = AccountId(number(&account)?);
    let paired = app.till()?.paired_terminals(account).await.map_err(convert::refused)?;
    Ok(paired.iter().map(|device| convert::paired_view(account, device)).collect())
}

#[tauri::command]
pub(crate) async fn pair_terminal(
    app: State<'_, App>,
    account: String,
    code: String,
    name: String,
    approval: String,
) -> Result<PairedDeviceView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    let paired = till.pair_terminal(approval, account, &code, &name).await.map_err(convert::refused)?;
    Ok(convert::paired_view(account, &paired))
}

#[tauri::command]
pub(crate) async fn follow_pairing(
    app: State<'_, App>,
    account: String,
    key: String,
) -> Result<PairedDeviceView, CommandError> {
    let account = AccountId(number(&account)?);
    let paired = app.till()?.follow_pairing(account, &named(key)?).await.map_err(convert::refused)?;
    Ok(convert::paired_view(account, &paired))
}

#[tauri::command]
pub(crate) async fn rename_paired(
    app: State<'_, App>,
    account: String,
    key: String,
    name: String,
    approval: String,
) -> Result<PairedDeviceView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    let renamed = till.rename_paired(approval, account, &named(key)?, &name).await;
    Ok(convert::paired_view(account, &renamed.map_err(convert::refused)?))
}

#[tauri::command]
pub(crate) async fn unpair_terminal(
    app: State<'_, App>,
    account: String,
    key: String,
    approval: String,
) -> Result<(), CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    till.unpair_terminal(approval, account, &named(key)?).await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn device_report(
    app: State<'_, App>,
    account: String,
    key: String,
) -> Result<DeviceReportView, CommandError> {
    let account = AccountId(number(&account)?);
    let report = app.till()?.device_report(account, &named(key)?).await.map_err(convert::refused)?;
    Ok(convert::report_view(&report))
}

fn named(key: String) -> Result<TerminalKey, CommandError> {
    TerminalKey::new(key).map_err(|error| convert::refused(TillError::from(error)))
}
