//! Managing the terminals of an account.

use payment::capabilities::SuspensionReason;
use store::AccountId;
use tauri::State;
use till::{FleetAct, TillError};

use super::settings::number;
use crate::app::App;
use crate::convert;
use crate::wire::{
    CommandError, FleetAccountView, FleetActRequest, FleetEndView, FleetModelView, FleetPageView,
    FleetRegistration, FleetSearch,
};

/// Terminals on one page of the screen.
const PAGE: u32 = 25;

#[tauri::command]
pub(crate) async fn fleet_accounts(app: State<'_, App>) -> Result<Vec<FleetAccountView>, CommandError> {
    let till = app.till()?;
    let mut views = Vec::new();
    for account in till.fleet_accounts().await.map_err(convert::refused)? {
        let models = till.fleet_models(account.id).await.map_err(convert::refused)?;
        views.push(FleetAccountView {
            provider: till.provider_name(account.id).await,
            takes_payments: till.takes_payments(account.id).await,
            id: account.id.0.to_string(),
            label: account.label,
            models: models
                .iter()
                .map(|known| FleetModelView {
                    manufacturer: known.manufacturer.to_owned(),
                    model: known.model.to_owned(),
                })
                .collect(),
            reasons: SuspensionReason::ALL.iter().map(ToString::to_string).collect(),
        });
    }
    Ok(views)
}

#[tauri::command]
pub(crate) async fn fleet(
    app: State<'_, App>,
    account: String,
    search: FleetSearch,
    offset: u32,
) -> Result<FleetPageView, CommandError> {
    let account = AccountId(number(&account)?);
    let filter = convert::fleet_filter(search);
    let page = app.till()?.fleet(account, filter, offset, PAGE).await.map_err(convert::refused)?;
    Ok(FleetPageView {
        items: page.items.iter().map(convert::fleet_terminal_view).collect(),
        offset: page.offset,
        has_more: page.has_more,
    })
}

#[tauri::command]
pub(crate) async fn fleet_register(
    app: State<'_, App>,
    account: String,
    new: FleetRegistration,
    approval: String,
) -> Result<FleetEndView, CommandError> {
    let account = AccountId(number(&account)?);
    let till = app.till()?;
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    let end = till.register_terminal(approval, account, convert::new_fleet_terminal(new)).await;
    end.map(|end| convert::fleet_end_view(&end)).map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn fleet_act(
    app: State<'_, App>,
    account: String,
    id: String,
    act: FleetActRequest,
    approval: String,
) -> Result<FleetEndView, CommandError> {
    let (till, account) = (app.till()?, AccountId(number(&account)?));
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    let act = match act {
        FleetActRequest::Decommission(typed) => {
            let end = till.decommission_terminal(approval, account, &id, &typed).await;
            return end.map(|end| convert::fleet_end_view(&end)).map_err(convert::refused);
        }
        FleetActRequest::Allocate(merchant) => FleetAct::Allocate(merchant),
        FleetActRequest::Deallocate => FleetAct::Deallocate,
        FleetActRequest::Suspend(word) => {
            let reason = SuspensionReason::ALL.into_iter().find(|reason| reason.as_str() == word);
            FleetAct::Suspend(reason.ok_or_else(|| convert::refused(TillError::FleetEntry("reason")))?)
        }
        FleetActRequest::Reactivate => FleetAct::Reactivate,
    };
    let end = till.act_on_fleet(approval, account, &id, act).await;
    end.map(|end| convert::fleet_end_view(&end)).map_err(convert::refused)
}
