//! Orders and receipts.

use sale::OrderNumber;
use tauri::State;
use till::{IssuedReceipt, TextWidth, TillError};

use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, OrderSummary, OrderView, ReceiptView, SavedPdf};

/// Orders per page of the list.
const PAGE: u32 = 50;

pub(crate) fn receipt_view(receipt: &IssuedReceipt) -> ReceiptView {
    ReceiptView {
        order: receipt.order.to_string(),
        text: receipt.text(TextWidth::Columns42),
        copy: receipt.copy,
    }
}

pub(crate) fn number(text: &str) -> Result<OrderNumber, CommandError> {
    text.parse().map_err(|_| convert::refused(TillError::NotFound("order")))
}

#[tauri::command]
pub(crate) async fn orders(
    app: State<'_, App>,
    before: Option<String>,
) -> Result<Vec<OrderSummary>, CommandError> {
    let till = app.till()?;
    let before = before.as_deref().map(number).transpose()?;
    let heads = till.orders(PAGE, before).await.map_err(convert::refused)?;
    let mark = till.shop().decimal_mark;
    Ok(heads.iter().map(|head| convert::order_summary(head, mark)).collect())
}

#[tauri::command(rename = "order")]
pub(crate) async fn order(app: State<'_, App>, number: String) -> Result<OrderView, CommandError> {
    let till = app.till()?;
    let look = async {
        let detail = till.order(self::number(&number).map_err(|_| TillError::NotFound("order"))?).await?;
        let mut names = Vec::with_capacity(detail.attempts.len());
        for attempt in &detail.attempts {
            names.push(till.attempt_names(attempt).await?);
        }
        Ok::<_, TillError>(convert::order_view(&detail, names, till.shop().decimal_mark))
    };
    look.await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn receipt(app: State<'_, App>, number: String) -> Result<ReceiptView, CommandError> {
    let receipt = app.till()?.receipt(self::number(&number)?).await.map_err(convert::refused)?;
    Ok(receipt_view(&receipt))
}

#[tauri::command]
pub(crate) async fn reprint(app: State<'_, App>, number: String) -> Result<ReceiptView, CommandError> {
    let receipt = app.till()?.reprint(self::number(&number)?).await.map_err(convert::refused)?;
    Ok(receipt_view(&receipt))
}

#[tauri::command]
pub(crate) async fn save_receipt_pdf(app: State<'_, App>, number: String) -> Result<SavedPdf, CommandError> {
    let path = app.till()?.save_receipt_pdf(self::number(&number)?).await.map_err(convert::refused)?;
    Ok(SavedPdf { path: path.display().to_string() })
}
