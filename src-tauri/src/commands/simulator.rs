//! The virtual terminal's window.

use simulator::{Fault, FaultKind, Handle};
use tauri::State;
use till::TillError;

use crate::app::App;
use crate::convert;
use crate::wire::{CommandError, VirtualAct, VirtualDevices, VirtualSoloAct};

/// How late a slow cloud answers, in milliseconds, and for how many requests.
const SLOW: (u64, u32) = (2_500, 4);

pub(crate) fn devices_of(handle: &Handle, mark: char) -> VirtualDevices {
    let terminals = handle.terminals();
    VirtualDevices {
        terminals: terminals.iter().map(|one| convert::virtual_terminal(handle, one, mark)).collect(),
        solos: handle.solos().iter().map(|solo| convert::virtual_solo(solo, mark)).collect(),
    }
}

#[tauri::command]
pub(crate) async fn virtual_devices(app: State<'_, App>) -> Result<VirtualDevices, CommandError> {
    Ok(devices_of(app.simulator()?, app.till()?.shop().decimal_mark))
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
) -> Result<VirtualDevices, CommandError> {
    let handle = app.simulator()?;
    told(match (&act, convert::act(&act)) {
        (_, Some(act)) => handle.act(&key, act).map_err(|error| error.to_string()),
        (VirtualAct::LoseNextAnswer, None) => lose_next_answer(handle, "/transactions"),
        (_, None) => answer_slowly(handle),
    });
    virtual_devices(app).await
}

#[tauri::command]
pub(crate) async fn act_at_solo(
    app: State<'_, App>,
    serial: String,
    act: VirtualSoloAct,
) -> Result<VirtualDevices, CommandError> {
    let handle = app.simulator()?;
    told(match (&act, convert::solo_act(&act)) {
        (_, Some(act)) => handle.solo_act(&serial, &act).map_err(|error| error.to_string()),
        (VirtualSoloAct::LoseNextAnswer, None) => lose_next_answer(handle, "/checkout"),
        (VirtualSoloAct::SlowNetwork, None) => answer_slowly(handle),
        (other, None) => Err(format!("{other:?} is nothing a person can do")),
    });
    virtual_devices(app).await
}

fn lose_next_answer(handle: &Handle, path: &str) -> Result<(), String> {
    handle.add_fault(Fault::next("POST", path, FaultKind::DropAfter)).map_err(|error| error.to_string())
}

fn answer_slowly(handle: &Handle) -> Result<(), String> {
    let slow = Fault { times: SLOW.1, ..Fault::next("GET", "", FaultKind::DelayAfter(SLOW.0)) };
    handle.add_fault(slow).map_err(|error| error.to_string())
}

/// A key pressed at the wrong moment does nothing, as on a real device.
fn told(done: Result<(), String>) {
    if let Err(reason) = done {
        tracing::debug!(reason, "the virtual device did not act");
    }
}

impl App {
    fn simulator(&self) -> Result<&Handle, CommandError> {
        self.practice().ok_or_else(|| convert::refused(TillError::NotFound("virtual terminal")))
    }
}
