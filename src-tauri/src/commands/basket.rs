//! The sale screen's left: scan box, tiles, lines.

use sale::LineId;
use store::BasketId;
use tauri::State;

use super::{Viewed, after, view};
use crate::app::App;
use crate::convert;
use crate::wire::{CategoryView, CommandError, ItemView, ParkedView};

#[tauri::command]
pub(crate) async fn open(app: State<'_, App>) -> Viewed {
    let viewed = view(&app).await;
    // The benchmark of the cold start waits for this line.
    tracing::info!(opened = viewed.is_ok(), "ready to scan");
    viewed
}

#[tauri::command]
pub(crate) async fn dismiss_notice(app: State<'_, App>, id: u32) -> Viewed {
    app.till()?.dismiss_notice(id).await;
    view(&app).await
}

#[tauri::command]
pub(crate) async fn enter(app: State<'_, App>, text: String) -> Viewed {
    after(&app, app.till()?.enter(&text).await).await
}

#[tauri::command]
pub(crate) async fn clear_pending(app: State<'_, App>) -> Viewed {
    app.till()?.clear_pending().await;
    view(&app).await
}

#[tauri::command]
pub(crate) async fn add_item(app: State<'_, App>, code: String) -> Viewed {
    after(&app, app.till()?.add_item(&code).await).await
}

#[tauri::command]
pub(crate) async fn search(app: State<'_, App>, text: String) -> Result<Vec<ItemView>, CommandError> {
    let till = app.till()?;
    let hits = till.search(&text).await.map_err(convert::refused)?;
    let mark = till.shop().decimal_mark;
    Ok(hits.iter().map(|hit| convert::item_view(hit, mark)).collect())
}

#[tauri::command]
pub(crate) async fn categories(app: State<'_, App>) -> Result<Vec<CategoryView>, CommandError> {
    let groups = app.till()?.categories().await.map_err(convert::refused)?;
    Ok(groups.into_iter().map(|(name, count)| CategoryView { name, count }).collect())
}

#[tauri::command]
pub(crate) async fn items(
    app: State<'_, App>,
    category: String,
    offset: u32,
) -> Result<Vec<ItemView>, CommandError> {
    let till = app.till()?;
    let hits = till.items(&category, offset).await.map_err(convert::refused)?;
    let mark = till.shop().decimal_mark;
    Ok(hits.iter().map(|hit| convert::item_view(hit, mark)).collect())
}

#[tauri::command]
pub(crate) async fn change_quantity(app: State<'_, App>, line: u32, by: i32) -> Viewed {
    after(&app, app.till()?.change_quantity(LineId::from_number(line), by).await).await
}

#[tauri::command]
pub(crate) async fn set_quantity(app: State<'_, App>, line: u32, quantity: String) -> Viewed {
    after(&app, app.till()?.set_quantity(LineId::from_number(line), &quantity).await).await
}

#[tauri::command]
pub(crate) async fn discount_line(app: State<'_, App>, line: u32, discount: Option<String>) -> Viewed {
    after(&app, app.till()?.discount_line(LineId::from_number(line), discount.as_deref()).await).await
}

#[tauri::command]
pub(crate) async fn discount_order(app: State<'_, App>, discount: Option<String>) -> Viewed {
    after(&app, app.till()?.discount_order(discount.as_deref()).await).await
}

#[tauri::command]
pub(crate) async fn void_line(app: State<'_, App>, line: u32) -> Viewed {
    after(&app, app.till()?.void_line(LineId::from_number(line)).await).await
}

#[tauri::command]
pub(crate) async fn clear_basket(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.clear_basket().await).await
}

#[tauri::command]
pub(crate) async fn park(app: State<'_, App>, label: Option<String>) -> Viewed {
    after(&app, app.till()?.park(label.as_deref()).await).await
}

#[tauri::command]
pub(crate) async fn parked(app: State<'_, App>) -> Result<Vec<ParkedView>, CommandError> {
    let till = app.till()?;
    let parked = till.parked().await.map_err(convert::refused)?;
    let mark = till.shop().decimal_mark;
    Ok(parked.iter().map(|basket| convert::parked_view(basket, mark)).collect())
}

#[tauri::command]
pub(crate) async fn recall(app: State<'_, App>, id: String) -> Viewed {
    let id = BasketId(super::settings::number(&id)?);
    after(&app, app.till()?.recall(id).await).await
}
