//! The virtual terminal's window.

use simulator::{Fault, FaultKind, Handle};
use tauri::State;
use till::TillError;

use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, VirtualAct, VirtualTerminalView};

/// How late a slow cloud answers, in milliseconds, and for how many requests.
const SLOW: (u64, u32) = (2_500, 4);

pub(crate) fn terminals_of(handle: &Handle, mark: char) -> Vec<VirtualTerminalView> {
    handle.terminals().iter().map(|terminal| convert::virtual_terminal(handle, terminal, mark)).collect()
}

#[tauri::command]
pub(crate) async fn virtual_terminals(app: State<'_, App>) -> Result<Vec<VirtualTerminalView>, CommandError> {
    Ok(terminals_of(app.simulator()?, app.till()?.shop().decimal_mark))
}

#[tauri::command]
pub(crate) fn card_brands() -> Vec<String> {
    convert::brands()
}

#[tauri::command]
pub(crate) async fn act(
    app: State<'_, App>,
    key: String,
    act: VirtualAct,
) -> Result<Vec<VirtualTerminalView>, CommandError> {
    let handle = app.simulator()?;
    let done = match (&act, convert::act(&act)) {
        (_, Some(act)) => handle.act(&key, act).map_err(|error| error.to_string()),
        (VirtualAct::LoseNextAnswer, None) => handle
            .add_fault(Fault::next("POST", "/transactions", FaultKind::DropAfter))
            .map_err(|error| error.to_string()),
        (_, None) => {
            let slow = Fault { times: SLOW.1, ..Fault::next("GET", "", FaultKind::DelayAfter(SLOW.0)) };
            handle.add_fault(slow).map_err(|error| error.to_string())
        }
    };
    if let Err(reason) = done {
        // A key pressed at the wrong moment does nothing, as on a real device.
        tracing::debug!(reason, "the virtual terminal did not act");
    }
    virtual_terminals(app).await
}

impl App {
    fn simulator(&self) -> Result<&Handle, CommandError> {
        self.practice().ok_or_else(|| convert::refused(TillError::NotFound("virtual terminal")))
    }
}
