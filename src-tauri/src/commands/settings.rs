//! Accounts and the catalogue.

use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use composition::PRACTICE_ADDRESS;
use store::AccountId;
use tauri::State;
use till::{AccountEdit, NewSecret, SecretLocation, TillError};

use crate::app::App;
use crate::convert;
use crate::wire::{
    AccountEntry, AccountFormView, AccountView, CommandError, ImportProblem, ImportReport, ImportRowError,
    SecretHome,
};

pub(crate) fn number(text: &str) -> Result<i64, CommandError> {
    text.parse().map_err(|_| convert::refused(TillError::NotFound("id")))
}

pub(crate) async fn account_views(app: &App) -> Result<Vec<AccountView>, CommandError> {
    let till = app.till()?;
    let mut views = Vec::new();
    for account in till.accounts().await.map_err(convert::refused)? {
        let provider = till.provider_name(account.id).await;
        views.push(convert::account_view(&account, &provider, account.base_url == PRACTICE_ADDRESS));
    }
    Ok(views)
}

#[tauri::command]
pub(crate) async fn accounts(app: State<'_, App>) -> Result<Vec<AccountView>, CommandError> {
    account_views(&app).await
}

#[tauri::command]
pub(crate) async fn test_account(app: State<'_, App>, id: String) -> Result<(), CommandError> {
    app.till()?.test_account(AccountId(number(&id)?)).await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn account_forms(app: State<'_, App>) -> Result<Vec<AccountFormView>, CommandError> {
    Ok(app.till()?.account_forms().iter().map(convert::account_form_view).collect())
}

#[tauri::command]
pub(crate) async fn add_account(
    app: State<'_, App>,
    kind: String,
    entry: AccountEntry,
    approval: String,
) -> Result<Vec<AccountView>, CommandError> {
    let till = app.till()?;
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    till.add_account_by_form(approval, &kind, edit(entry)).await.map_err(convert::refused)?;
    account_views(&app).await
}

#[tauri::command]
pub(crate) async fn edit_account(
    app: State<'_, App>,
    id: String,
    entry: AccountEntry,
    approval: String,
) -> Result<Vec<AccountView>, CommandError> {
    let (till, id) = (app.till()?, AccountId(number(&id)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    till.edit_account(approval, id, edit(entry)).await.map_err(convert::refused)?;
    account_views(&app).await
}

#[tauri::command]
pub(crate) async fn disable_account(
    app: State<'_, App>,
    id: String,
    approval: String,
) -> Result<Vec<AccountView>, CommandError> {
    let (till, id) = (app.till()?, AccountId(number(&id)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    till.disable_account(approval, id).await.map_err(convert::refused)?;
    account_views(&app).await
}

#[tauri::command]
pub(crate) async fn enable_account(
    app: State<'_, App>,
    id: String,
    approval: String,
) -> Result<Vec<AccountView>, CommandError> {
    let (till, id) = (app.till()?, AccountId(number(&id)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    till.enable_account(approval, id).await.map_err(convert::refused)?;
    account_views(&app).await
}

#[tauri::command]
pub(crate) async fn remove_account(
    app: State<'_, App>,
    id: String,
    approval: String,
) -> Result<Vec<AccountView>, CommandError> {
    let (till, id) = (app.till()?, AccountId(number(&id)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    till.remove_account(approval, id).await.map_err(convert::refused)?;
    account_views(&app).await
}

fn edit(entry: AccountEntry) -> AccountEdit {
    let home = match entry.secret_home {
        SecretHome::Keychain => NewSecret::Typed,
        SecretHome::SecretFile => NewSecret::ForSecretFile,
    };
    let typed = entry.secrets.into_iter().map(|(name, secret)| (name, home(secret)));
    let files = entry
        .secret_files
        .into_iter()
        .map(|(name, path)| (name, NewSecret::At(SecretLocation::File { path: PathBuf::from(path.trim()) })));
    AccountEdit {
        label: entry.label,
        base_url: entry.base_url,
        fields: entry.fields,
        secrets: typed.chain(files).collect(),
    }
}

#[tauri::command]
pub(crate) async fn import_catalogue(
    app: State<'_, App>,
    name: String,
    content: String,
    approval: String,
) -> Result<ImportReport, CommandError> {
    let till = app.till()?;
    // Prices are money.
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    let Ok(bytes) = BASE64_STANDARD.decode(content) else {
        let whole =
            ImportRowError { line: 1, problem: ImportProblem::NotWhole, value: String::new(), first: None };
        return Ok(ImportReport { imported: 0, errors: vec![whole], error_count: 1 });
    };
    tracing::info!(name, bytes = bytes.len(), by = ?approval.by(), "catalogue import");
    match till.import_catalogue(&bytes).await {
        Ok(count) => Ok(ImportReport { imported: small(count), errors: Vec::new(), error_count: 0 }),
        Err(TillError::Catalogue(report)) => Ok(ImportReport {
            imported: 0,
            error_count: small(report.count),
            errors: report.rows.into_iter().map(convert::bad_row).collect(),
        }),
        Err(error) => Err(convert::refused(error)),
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
