//! Accounts and the catalogue.

use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use composition::{API_KEY, PRACTICE_ADDRESS, keychain};
use secrecy::SecretString;
use store::AccountId;
use tauri::State;
use till::{AccountSettings, SecretLocation, TillError};

use crate::app::App;
use crate::convert;
use crate::wire::{AccountView, CommandError, ImportReport, ImportRowError};

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
pub(crate) async fn add_account(
    app: State<'_, App>,
    label: String,
    base_url: String,
    api_key: Option<SecretString>,
    api_key_file: Option<String>,
) -> Result<Vec<AccountView>, CommandError> {
    let till = app.till()?;
    let add = async {
        let secret = match (api_key, api_key_file) {
            (_, Some(path)) => SecretLocation::File { path: PathBuf::from(path) },
            (Some(key), None) => keychain::keep(&key)?,
            (None, None) => return Err(TillError::NotFound("key")),
        };
        let settings = AccountSettings::with_secret("merchant-api", &base_url, API_KEY, secret);
        till.add_account(&label, settings).await
    };
    add.await.map_err(convert::refused)?;
    account_views(&app).await
}

#[tauri::command]
pub(crate) async fn import_catalogue(
    app: State<'_, App>,
    name: String,
    content: String,
) -> Result<ImportReport, CommandError> {
    let till = app.till()?;
    let bad = |message: &str| ImportReport {
        imported: 0,
        errors: vec![ImportRowError { line: 1, message: message.to_owned() }],
        error_count: 1,
    };
    let Ok(bytes) = BASE64_STANDARD.decode(content) else { return Ok(bad("the file did not arrive whole")) };
    tracing::info!(name, bytes = bytes.len(), "catalogue import");
    match till.import_catalogue(&bytes).await {
        Ok(count) => Ok(ImportReport { imported: small(count), errors: Vec::new(), error_count: 0 }),
        Err(TillError::Catalogue(report)) => Ok(ImportReport {
            imported: 0,
            error_count: small(report.count),
            errors: report
                .rows
                .into_iter()
                .map(|row| ImportRowError {
                    line: u32::try_from(row.line).unwrap_or(u32::MAX),
                    message: row.message,
                })
                .collect(),
        }),
        Err(error) => Err(convert::refused(error)),
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
