//! The sale screen's right: tenders, the running payment, its end.

use tauri::State;

use super::{Viewed, after};
use crate::app::App;

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

#[tauri::command]
pub(crate) async fn set_aside(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.set_aside().await).await
}

#[tauri::command]
pub(crate) async fn next_sale(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.next_sale().await).await
}
