//! Day totals, history, API keys.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{AccountId, TerminalId};
use tauri::State;
use till::{KeyOverview, KeyRefusal, RotationWish, TillError};

use super::settings::number;
use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, DayTotalsView, HistoryView, KeyWarning, KeysView, SavedPdf};

/// A manager lets whoever is signed in read what only managers do, until they leave.
#[tauri::command]
pub(crate) async fn enter_manager_area(app: State<'_, App>, approval: String) -> Result<(), CommandError> {
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    app.open_manager_area(approval);
    Ok(())
}

#[tauri::command]
pub(crate) async fn leave_manager_area(app: State<'_, App>) -> Result<(), CommandError> {
    app.shut_manager_area();
    Ok(())
}

#[tauri::command]
pub(crate) async fn day_totals(app: State<'_, App>) -> Result<DayTotalsView, CommandError> {
    let till = app.till()?;
    let totals = till.day_totals(None).await.map_err(convert::refused)?;
    Ok(convert::day_totals_view(till, &totals))
}

#[tauri::command]
pub(crate) async fn save_day_totals_pdf(app: State<'_, App>) -> Result<SavedPdf, CommandError> {
    let till = app.till()?;
    let save = async {
        let totals = till.day_totals(None).await?;
        till.save_day_report(&till.day_report(&totals))
    };
    let path = save.await.map_err(convert::refused)?;
    // The day is counted: its copy is made now, not when the till has nothing to do.
    let till = till.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = till.back_up_day().await {
            tracing::error!(%error, "no backup was made with the day totals");
        }
    });
    Ok(SavedPdf { path: path.display().to_string() })
}

#[tauri::command]
pub(crate) async fn history(
    app: State<'_, App>,
    terminal: String,
    page: Option<String>,
) -> Result<HistoryView, CommandError> {
    let till = app.till()?;
    let terminal = TerminalId(number(&terminal)?);
    let page = till.history(terminal, page.as_deref()).await.map_err(convert::refused)?;
    Ok(convert::history_view(&page, &till.shop()))
}

#[tauri::command]
pub(crate) async fn key_accounts(app: State<'_, App>) -> Result<Vec<String>, CommandError> {
    let accounts = app.till()?.accounts_with_keys().await.map_err(convert::refused)?;
    Ok(accounts.into_iter().map(|account| account.0.to_string()).collect())
}

#[tauri::command]
pub(crate) async fn api_keys(app: State<'_, App>, account: String) -> Result<KeysView, CommandError> {
    let account = AccountId(number(&account)?);
    let overview = app.till()?.api_keys(account).await.map_err(convert::refused)?;
    Ok(convert::keys_view(&overview))
}

#[tauri::command]
pub(crate) async fn key_warnings(app: State<'_, App>) -> Result<Vec<KeyWarning>, CommandError> {
    let till = app.till()?;
    let read = async {
        till.refresh_key_expiry().await?;
        till.expiring_keys().await
    };
    let keys = read.await.map_err(convert::refused)?;
    Ok(keys.iter().map(convert::key_warning).collect())
}

#[tauri::command]
pub(crate) async fn begin_rotation(
    app: State<'_, App>,
    account: String,
    label: String,
    until: Option<String>,
    approval: String,
) -> Result<KeysView, CommandError> {
    let account = AccountId(number(&account)?);
    let till = app.till()?;
    let begin = async {
        let until = until.as_deref().map(end_of_day).transpose()?;
        let wish = RotationWish { label, until };
        till.begin_rotation(app.take_approval(&approval)?, account, &wish).await
    };
    viewed(begin.await)
}

#[tauri::command]
pub(crate) async fn continue_rotation(
    app: State<'_, App>,
    account: String,
    approval: String,
) -> Result<KeysView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    viewed(till.continue_rotation(approval, account).await)
}

#[tauri::command]
pub(crate) async fn finish_rotation(
    app: State<'_, App>,
    account: String,
    old: Option<String>,
    approval: String,
) -> Result<KeysView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    viewed(till.finish_rotation(approval, account, old.as_deref()).await)
}

#[tauri::command]
pub(crate) async fn keep_old_key(
    app: State<'_, App>,
    account: String,
    approval: String,
) -> Result<KeysView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    viewed(till.keep_old_key(approval, account).await)
}

#[tauri::command]
pub(crate) async fn abandon_rotation(
    app: State<'_, App>,
    account: String,
    approval: String,
) -> Result<KeysView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    viewed(till.abandon_rotation(approval, account).await)
}

#[tauri::command]
pub(crate) async fn revoke_key(
    app: State<'_, App>,
    account: String,
    key: String,
    approval: String,
) -> Result<KeysView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    viewed(till.revoke_key(approval, account, &key).await)
}

fn viewed(overview: Result<KeyOverview, TillError>) -> Result<KeysView, CommandError> {
    overview.map(|overview| convert::keys_view(&overview)).map_err(convert::refused)
}

/// A key works until the end of the day that was typed: `2027-06-30`.
fn end_of_day(text: &str) -> Result<Timestamp, TillError> {
    let day: Date = text.trim().parse().map_err(|_| KeyRefusal::BadWish)?;
    let next = day.tomorrow().map_err(|_| KeyRefusal::BadWish)?;
    next.to_zoned(TimeZone::system()).map(|at| at.timestamp()).map_err(|_| KeyRefusal::BadWish.into())
}
