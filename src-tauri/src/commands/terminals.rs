//! Choosing the terminal.

use payment::TerminalKey;
use store::{AccountId, TerminalId};
use tauri::State;
use till::TillError;

use super::settings::{account_views, number};
use super::{Viewed, after};
use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, OfferedTerminalsView, TerminalIdentityView, TerminalsView};

#[tauri::command]
pub(crate) async fn terminals(app: State<'_, App>) -> Result<TerminalsView, CommandError> {
    let till = app.till()?;
    let known = till.terminals().await.map_err(convert::refused)?;
    let chosen = till.chosen_terminal().await.map_err(convert::refused)?;
    let mut views = Vec::with_capacity(known.len());
    for terminal in &known {
        let provider = till.provider_name(terminal.account_id).await;
        let readiness = till.readiness_of(terminal).await;
        views.push(convert::terminal_view(terminal, &provider, readiness));
    }
    let mut accounts = account_views(&app).await?;
    let listed = till.listing_accounts().await.map_err(convert::refused)?;
    accounts.retain(|account| listed.iter().any(|listed| listed.0.to_string() == account.id));
    Ok(TerminalsView { accounts, terminals: views, chosen: chosen.map(|terminal| terminal.id.0.to_string()) })
}

#[tauri::command]
pub(crate) async fn read_terminal_text(
    app: State<'_, App>,
    text: String,
) -> Result<TerminalIdentityView, CommandError> {
    let found = app.till()?.read_terminal_text(&text).await.map_err(convert::refused)?;
    Ok(convert::found_view(&found))
}

#[tauri::command]
pub(crate) async fn offered_terminals(
    app: State<'_, App>,
    account: String,
    page: u32,
) -> Result<OfferedTerminalsView, CommandError> {
    let till = app.till()?;
    let account = number(&account)?;
    let known = till.terminals().await.map_err(convert::refused)?;
    let offered = till.offered_terminals(AccountId(account), page).await.map_err(convert::refused)?;
    Ok(OfferedTerminalsView {
        items: offered
            .items
            .iter()
            .map(|terminal| convert::offered_view(terminal, account, &known))
            .collect(),
        page: offered.page,
        has_more: offered.has_more,
    })
}

#[tauri::command]
pub(crate) async fn add_terminal(
    app: State<'_, App>,
    account: String,
    key: String,
    name: String,
) -> Result<TerminalsView, CommandError> {
    let till = app.till()?;
    let add = async {
        let key = TerminalKey::new(key)?;
        let found = till
            .find_offered(AccountId(number(&account).map_err(|_| TillError::NotFound("account"))?), &key)
            .await?;
        till.add_terminal(&found, Some(&name)).await
    };
    add.await.map_err(convert::refused)?;
    terminals(app).await
}

#[tauri::command]
pub(crate) async fn use_terminal(app: State<'_, App>, id: String) -> Viewed {
    let id = TerminalId(number(&id)?);
    after(&app, app.till()?.use_terminal(id).await).await
}

#[tauri::command]
pub(crate) async fn remove_terminal(
    app: State<'_, App>,
    id: String,
    approval: String,
) -> Result<TerminalsView, CommandError> {
    let (till, id) = (app.till()?, TerminalId(number(&id)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    till.remove_terminal(approval, id).await.map_err(convert::refused)?;
    terminals(app).await
}
