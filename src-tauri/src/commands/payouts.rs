//! What was paid out, and who the merchant is, as the payment system knows it.

use store::AccountId;
use tauri::State;
use till::TillError;

use super::settings::{account_views, number};
use crate::app::App;
use crate::convert;
use crate::wire::{
    AccountView, BehindPayoutView, CommandError, HeaderProposalView, PayoutPeriodAsk, PayoutsView,
    ReceiptHeaderView, TillView,
};

#[tauri::command]
pub(crate) async fn payout_accounts(app: State<'_, App>) -> Result<Vec<AccountView>, CommandError> {
    let offered = app.till()?.accounts_with_payouts().await.map_err(convert::refused)?;
    chosen(&app, &offered).await
}

#[tauri::command]
pub(crate) async fn payouts(
    app: State<'_, App>,
    account: String,
    period: PayoutPeriodAsk,
) -> Result<PayoutsView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let read = async {
        let report = till.payout_report(account, convert::payout_period(&period)?).await?;
        Ok::<_, TillError>(convert::payouts_view(account, &report, till.shop().decimal_mark)?)
    };
    read.await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn behind_payout(
    app: State<'_, App>,
    account: String,
    code: String,
) -> Result<BehindPayoutView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let found = till.behind_payout(account, &code).await.map_err(convert::refused)?;
    Ok(convert::behind_payout_view(found.as_ref()))
}

#[tauri::command]
pub(crate) async fn profile_accounts(app: State<'_, App>) -> Result<Vec<AccountView>, CommandError> {
    let offered = app.till()?.accounts_with_profiles().await.map_err(convert::refused)?;
    chosen(&app, &offered).await
}

#[tauri::command]
pub(crate) async fn proposed_header(
    app: State<'_, App>,
    account: String,
) -> Result<HeaderProposalView, CommandError> {
    let proposal = app.till()?.proposed_header(AccountId(number(&account)?)).await;
    Ok(convert::header_proposal_view(proposal.map_err(convert::refused)?))
}

#[tauri::command]
pub(crate) async fn set_receipt_header(
    app: State<'_, App>,
    header: ReceiptHeaderView,
    approval: String,
) -> Result<TillView, CommandError> {
    let till = app.till()?;
    let set = async {
        till.set_receipt_header(app.take_approval(&approval)?, convert::receipt_header(header)).await
    };
    super::after(&app, set.await).await
}

async fn chosen(app: &App, offered: &[AccountId]) -> Result<Vec<AccountView>, CommandError> {
    let mut views = account_views(app).await?;
    views.retain(|view| offered.iter().any(|id| id.0.to_string() == view.id));
    Ok(views)
}
