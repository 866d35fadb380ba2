//! Who works here, who is signed in, and a manager's approval.

use std::time::Instant;

use secrecy::SecretString;
use tauri::State;
use till::{ManagerApproval, PersonId, Pin, Till, TillError};

use super::{Viewed, view};
use crate::app::App;
use crate::convert;
use crate::wire::{ApprovalView, CommandError, PeopleView, PersonRole};

#[tauri::command]
pub(crate) async fn people(app: State<'_, App>) -> Result<PeopleView, CommandError> {
    people_view(app.till_for_anybody()?).await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn sign_in(app: State<'_, App>, id: String, pin: SecretString) -> Viewed {
    let till = app.till_for_anybody()?;
    let sign_in = async { till.sign_in(person_id(&id)?, &Pin::new(&pin)?).await };
    sign_in.await.map_err(convert::refused)?;
    app.approvals().forget();
    app.shut_manager_area();
    view(&app).await
}

#[tauri::command]
pub(crate) async fn sign_out(app: State<'_, App>) -> Viewed {
    app.till_for_anybody()?.sign_out();
    app.approvals().forget();
    app.shut_manager_area();
    view(&app).await
}

/// Somebody touched the screen or a key: the till does not lock itself.
#[tauri::command]
pub(crate) async fn touch(app: State<'_, App>) -> Result<(), CommandError> {
    app.till_for_anybody()?.touch();
    Ok(())
}

/// The approval that needs no PIN, if there is one: a manager who entered theirs just now, or a shop without people.
#[tauri::command]
pub(crate) async fn approval_at_hand(app: State<'_, App>) -> Result<Option<ApprovalView>, CommandError> {
    match app.till()?.approval_at_hand() {
        Ok(approval) => keep(&app, approval).map(Some),
        Err(TillError::People(_)) => Ok(None),
        Err(error) => Err(convert::refused(error)),
    }
}

#[tauri::command]
pub(crate) async fn approve(
    app: State<'_, App>,
    id: String,
    pin: SecretString,
) -> Result<ApprovalView, CommandError> {
    let till = app.till()?;
    let approve = async { till.approve(person_id(&id)?, &Pin::new(&pin)?).await };
    keep(&app, approve.await.map_err(convert::refused)?)
}

#[tauri::command]
pub(crate) async fn add_person(
    app: State<'_, App>,
    name: String,
    role: PersonRole,
    pin: SecretString,
    approval: String,
) -> Result<PeopleView, CommandError> {
    let till = app.till()?;
    let add = async {
        let pin = Pin::new(&pin)?;
        till.add_person(app.take_approval(&approval)?, &name, convert::role(role), &pin).await?;
        people_view(till).await
    };
    add.await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn remove_person(
    app: State<'_, App>,
    id: String,
    approval: String,
) -> Result<PeopleView, CommandError> {
    let till = app.till()?;
    let remove = async {
        till.remove_person(app.take_approval(&approval)?, person_id(&id)?).await?;
        people_view(till).await
    };
    remove.await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn set_pin(
    app: State<'_, App>,
    id: String,
    pin: SecretString,
    approval: String,
) -> Result<PeopleView, CommandError> {
    let till = app.till()?;
    let set = async {
        let pin = Pin::new(&pin)?;
        till.set_pin(app.take_approval(&approval)?, person_id(&id)?, &pin).await?;
        people_view(till).await
    };
    set.await.map_err(convert::refused)
}

#[tauri::command]
pub(crate) async fn set_idle_minutes(
    app: State<'_, App>,
    minutes: u32,
    approval: String,
) -> Result<PeopleView, CommandError> {
    let till = app.till()?;
    let set = async {
        till.set_idle_minutes(app.take_approval(&approval)?, minutes).await?;
        people_view(till).await
    };
    set.await.map_err(convert::refused)
}

fn keep(app: &App, approval: ManagerApproval) -> Result<ApprovalView, CommandError> {
    let by = approval.name().map(str::to_owned);
    let token = app.approvals().keep(approval, Instant::now()).map_err(convert::refused)?;
    Ok(ApprovalView { token, by })
}

async fn people_view(till: &Till) -> Result<PeopleView, TillError> {
    let practising = till.shop().practice;
    let people = till.people().await?;
    Ok(PeopleView {
        people: people.iter().map(|person| convert::person_view(person, practising)).collect(),
        idle_minutes: till.idle_minutes(),
        refunds_need_manager: till.refunds_need_manager().await?,
    })
}

fn person_id(text: &str) -> Result<PersonId, TillError> {
    text.parse().map(PersonId).map_err(|_| TillError::NotFound("person"))
}
