//! What calls for a person, and late payments.

use payment::AttemptReference;
use tauri::State;
use till::{Till, TillError};

use super::{Viewed, after};
use crate::app::App;
use crate::convert;
use crate::wire::{CaseChoice, CaseDetailView, CaseView, CommandError, HistoryRowView, LookView};

fn named(reference: &str) -> Result<AttemptReference, TillError> {
    AttemptReference::new(reference).map_err(|_| TillError::NotFound("attempt"))
}

async fn detail(till: &Till, reference: &AttemptReference) -> Result<CaseDetailView, TillError> {
    let detail = till.case(reference).await?;
    let names = till.transaction_names(detail.view.account).await;
    Ok(convert::case_detail_view(&detail, &names, till.shop().decimal_mark))
}

#[tauri::command]
pub(crate) async fn cases(app: State<'_, App>) -> Result<Vec<CaseView>, CommandError> {
    let till = app.till()?;
    let cases = till.cases().await.map_err(convert::refused)?;
    let mark = till.shop().decimal_mark;
    let mut views = Vec::with_capacity(cases.len());
    for case in &cases {
        views.push(convert::case_view(case, &till.transaction_names(case.account).await, mark));
    }
    Ok(views)
}

#[tauri::command]
pub(crate) async fn case(app: State<'_, App>, reference: String) -> Result<CaseDetailView, CommandError> {
    let till = app.till()?;
    let read = async { detail(till, &named(&reference)?).await };
    read.await.map_err(convert::refused)
}

/// Transactions the payment could be, to choose from.
#[tauri::command]
pub(crate) async fn case_candidates(
    app: State<'_, App>,
    reference: String,
) -> Result<Vec<HistoryRowView>, CommandError> {
    let till = app.till()?;
    let read = async { till.case_candidates(&named(&reference)?).await };
    let rows = read.await.map_err(convert::refused)?;
    let shop = till.shop();
    Ok(rows.iter().map(|row| convert::history_row(row, &shop)).collect())
}

#[tauri::command]
pub(crate) async fn look_again(app: State<'_, App>, reference: String) -> Result<LookView, CommandError> {
    let till = app.till()?;
    let look = async {
        let reference = named(&reference)?;
        let looked = till.look_again(&reference).await?;
        let detail = till.case(&reference).await?;
        let names = till.transaction_names(detail.view.account).await;
        Ok(convert::look_view(&looked, &detail, &names, till.shop().decimal_mark))
    };
    look.await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn decide_case(
    app: State<'_, App>,
    reference: String,
    choice: CaseChoice,
    transaction: Option<String>,
    reason: String,
    approval: String,
) -> Result<CaseDetailView, CommandError> {
    let till = app.till()?;
    let decide = async {
        let reference = named(&reference)?;
        let approval = app.take_approval(&approval)?;
        till.decide_case(&reference, convert::case_ask(choice, transaction, reason), approval).await?;
        detail(till, &reference).await
    };
    decide.await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn attach_late_payment(app: State<'_, App>, reference: String) -> Viewed {
    let till = app.till()?;
    let attach = async { till.attach_late_payment(&named(&reference)?).await.map(drop) };
    after(&app, attach.await).await
}
