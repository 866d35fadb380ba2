//! The sale screen's right: tenders, the running payment, its end.

use tauri::{AppHandle, State};
use till::TillError;

use super::{Viewed, after};
use crate::app::App;
use crate::wire::CommandError;
use crate::{convert, windows};

#[tauri::command]
pub(crate) async fn pay_card(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.pay_card().await).await
}

#[tauri::command]
pub(crate) async fn pay_cash(app: State<'_, App>, given: Option<String>) -> Viewed {
    after(&app, app.till()?.pay_cash(given.as_deref()).await).await
}

#[tauri::command]
pub(crate) async fn cancel_payment(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.cancel_payment().await).await
}

/// Withdraws the link of an order that is not on the screen.
#[tauri::command]
pub(crate) async fn withdraw_link(app: State<'_, App>, number: String) -> Viewed {
    let order = super::orders::number(&number)?;
    after(&app, app.till()?.cancel_payment_of(order).await).await
}

/// Opens the page behind a link as the customer's phone would; only the simulator's, which is on this computer.
#[tauri::command]
pub(crate) async fn open_customer_page(
    handle: AppHandle,
    app: State<'_, App>,
    address: String,
) -> Result<(), CommandError> {
    let refused = || convert::refused(TillError::NotFound("page"));
    let base = app.practice().ok_or_else(refused)?.base_url().to_owned();
    if !address.strip_prefix(&base).is_some_and(|path| path.starts_with("/pay/")) {
        return Err(refused());
    }
    windows::open_customer_page(&handle, &base, &address)
        .map_err(|error| convert::refused(TillError::Internal(error.to_string())))
}

#[tauri::command]
pub(crate) async fn set_aside(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.set_aside().await).await
}

#[tauri::command]
pub(crate) async fn next_sale(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.next_sale().await).await
}
