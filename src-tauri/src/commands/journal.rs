//! A journal that does not check.

use tauri::State;

use super::{Viewed, after};
use crate::app::App;
use crate::convert;

/// A manager, or whoever stands at a till without people, decides to go on, with a reason.
#[tauri::command]
pub(crate) async fn go_on_despite_journal(app: State<'_, App>, reason: String, approval: String) -> Viewed {
    let till = app.till()?;
    let approval = app.take_approval(&approval).map_err(convert::refused)?;
    after(&app, till.go_on_despite_journal(approval, &reason).await).await
}
