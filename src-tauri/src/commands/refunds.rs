//! Giving money back.

use money::Money;
use sale::RefundNumber;
use tauri::State;
use till::{IssuedRefundSlip, RefundStage, TextWidth, Till, TillError};

use super::{Viewed, after, view};
use crate::app::App;
use crate::convert;
use crate::wire::{
    Amount, CommandError, OrderSummary, ReceiptView, RefundAsk, RefundView, RefundableView, SavedPdf,
};

/// Orders a search shows at most.
const FOUND: u32 = 50;

pub(crate) fn slip_view(slip: &IssuedRefundSlip) -> ReceiptView {
    ReceiptView { order: slip.refund.to_string(), text: slip.text(TextWidth::Columns42), copy: slip.copy }
}

/// The refund on the refund screen, for the whole view.
pub(crate) async fn shown(till: &Till) -> Result<Option<RefundView>, TillError> {
    let Some(number) = till.shown_refund().await else { return Ok(None) };
    let snapshot = till.refund_snapshot(number).await?;
    let slip = match snapshot.stage {
        RefundStage::Refunded if snapshot.has_slip => Some(slip_view(&till.refund_slip(number).await?)),
        _ => None,
    };
    let transaction = match &snapshot.attempt {
        Some(record) => till.shown_transaction(record).await?,
        None => None,
    };
    Ok(Some(convert::refund_view(&snapshot, slip, transaction.as_deref(), till.shop().decimal_mark)))
}

fn number(text: &str) -> Result<RefundNumber, CommandError> {
    text.parse().map_err(|_| convert::refused(TillError::NotFound("refund")))
}

#[tauri::command]
pub(crate) async fn search_orders(
    app: State<'_, App>,
    text: String,
) -> Result<Vec<OrderSummary>, CommandError> {
    let till = app.till()?;
    let heads = till.search_orders(&text, FOUND).await.map_err(convert::refused)?;
    let mark = till.shop().decimal_mark;
    Ok(heads.iter().map(|head| convert::order_summary(head, mark)).collect())
}

#[tauri::command]
pub(crate) async fn refundable(app: State<'_, App>, order: String) -> Result<RefundableView, CommandError> {
    let till = app.till()?;
    let look = async {
        let order = order.parse().map_err(|_| TillError::NotFound("order"))?;
        let refundable = till.refundable(order).await?;
        let needs_manager = till.refunds_need_manager().await?;
        Ok(convert::refundable_view(&refundable, needs_manager, till.shop().decimal_mark))
    };
    look.await.map_err(convert::refused)
}

/// What a refund would come to, or why it would be refused.
#[tauri::command]
pub(crate) async fn preview_refund(app: State<'_, App>, ask: RefundAsk) -> Result<Amount, CommandError> {
    let till = app.till()?;
    let look = async {
        let preview = till.preview_refund(&convert::refund_request(till, ask)?).await?;
        Ok(convert::amount(preview.paid_out, till.shop().decimal_mark))
    };
    look.await.map_err(|error| in_shop_format(till, error))
}

/// What is left stands in the sentence as the shop writes amounts.
fn in_shop_format(till: &Till, error: TillError) -> CommandError {
    let mut refused = convert::refused(error);
    if let Some(left) = refused.values.get_mut("left") {
        *left = convert::number(left, till.shop().decimal_mark);
    }
    refused
}

#[tauri::command]
pub(crate) async fn refund(app: State<'_, App>, ask: RefundAsk, approval: Option<String>) -> Viewed {
    let till = app.till()?;
    let give = async {
        let request = convert::refund_request(till, ask)?;
        let approval = approval.as_deref().map(|token| app.take_approval(token)).transpose()?;
        till.refund(request, approval).await.map(drop)
    };
    give.await.map_err(|error| in_shop_format(till, error))?;
    view(&app).await
}

#[tauri::command]
pub(crate) async fn refund_without_purchase(
    app: State<'_, App>,
    amount: String,
    reason: String,
    terminal: Option<String>,
    approval: String,
) -> Viewed {
    let till = app.till()?;
    let give = async {
        let money = Money::parse(&amount, till.shop().currency)
            .map_err(|_| TillError::Amount(amount.chars().take(40).collect()))?;
        let terminal = terminal.as_deref().map(convert::terminal_id).transpose()?;
        let approval = app.take_approval(&approval)?;
        till.refund_without_purchase(money, &reason, terminal, approval).await.map(drop)
    };
    after(&app, give.await).await
}

#[tauri::command]
pub(crate) async fn show_refund(app: State<'_, App>, number: String) -> Viewed {
    let number = self::number(&number)?;
    after(&app, app.till()?.show_refund(Some(number)).await).await
}

#[tauri::command]
pub(crate) async fn leave_refund(app: State<'_, App>) -> Viewed {
    after(&app, app.till()?.show_refund(None).await).await
}

#[tauri::command]
pub(crate) async fn cancel_refund(app: State<'_, App>, number: String) -> Viewed {
    let number = self::number(&number)?;
    after(&app, app.till()?.cancel_refund(number).await).await
}

#[tauri::command]
pub(crate) async fn withdraw_refund(app: State<'_, App>, number: String) -> Viewed {
    let number = self::number(&number)?;
    after(&app, app.till()?.withdraw_refund(number).await).await
}

#[tauri::command]
pub(crate) async fn reprint_refund_slip(
    app: State<'_, App>,
    number: String,
) -> Result<ReceiptView, CommandError> {
    let number = self::number(&number)?;
    let slip = app.till()?.reprint_refund_slip(number).await.map_err(convert::refused)?;
    Ok(slip_view(&slip))
}

#[tauri::command]
pub(crate) async fn save_refund_slip_pdf(
    app: State<'_, App>,
    number: String,
) -> Result<SavedPdf, CommandError> {
    let number = self::number(&number)?;
    let path = app.till()?.save_refund_slip_pdf(number).await.map_err(convert::refused)?;
    Ok(SavedPdf { path: path.display().to_string() })
}

#[tauri::command]
pub(crate) async fn set_refunds_need_manager(app: State<'_, App>, needed: bool, approval: String) -> Viewed {
    let till = app.till()?;
    let set = async {
        let approval = app.take_approval(&approval)?;
        till.set_refunds_need_manager(needed, approval).await
    };
    set.await.map_err(convert::refused)?;
    view(&app).await
}
