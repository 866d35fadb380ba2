//! The windows, and the news they are sent.

// Window sizes are floating-point in the toolkit; no amount is computed here.
#![allow(clippy::float_arithmetic)]

use std::time::Duration;

use simulator::Simulator;
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use till::Till;

use crate::commands;

/// Label of the till window.
const TILL: &str = "till";
/// Label of the virtual terminal's window.
const VIRTUAL_TERMINAL: &str = "virtual-terminal";
/// So often it is seen whether nobody has done anything for too long.
const IDLE_INTERVAL: Duration = Duration::from_secs(5);
/// So often it is seen whether the database must be read through and copied: once a day, and once after a start.
const STORAGE_INTERVAL: Duration = Duration::from_secs(60);
/// The terminal badge is refreshed this often while the till is idle.
const BADGE_INTERVAL: Duration = Duration::from_secs(20);

/// The till window's size: the commonest screen of a till. Smaller screens shrink it, down to `SMALLEST_TILL`.
const TILL_SIZE: (f64, f64) = (1366.0, 768.0);
const SMALLEST_TILL: (f64, f64) = (1024.0, 700.0);
const VIRTUAL_TERMINAL_SIZE: (f64, f64) = (420.0, 768.0);

/// Opens the till window, and the virtual terminal beside it in practice mode.
pub(crate) fn open(handle: &AppHandle, practising: bool) -> tauri::Result<()> {
    let screen = screen_size(handle);
    let beside = if practising { VIRTUAL_TERMINAL_SIZE.0 } else { 0.0 };
    let width = TILL_SIZE.0.min(screen.0 - beside).max(SMALLEST_TILL.0);
    let height = TILL_SIZE.1.min(screen.1).max(SMALLEST_TILL.1);
    // The virtual terminal first, so that the till ends up in front where the screen is too small for both.
    if practising {
        WebviewWindowBuilder::new(handle, VIRTUAL_TERMINAL, WebviewUrl::App("virtual-terminal.html".into()))
            .title("Virtual terminal")
            .inner_size(VIRTUAL_TERMINAL_SIZE.0, height)
            .min_inner_size(380.0, 600.0)
            .position(width.min(screen.0 - VIRTUAL_TERMINAL_SIZE.0).max(0.0), 0.0)
            .on_navigation(is_own_page)
            .build()?;
    }
    let till = WebviewWindowBuilder::new(handle, TILL, WebviewUrl::App("index.html".into()))
        .title("Tillbridge")
        .inner_size(width, height)
        .min_inner_size(800.0, 600.0)
        .position(0.0, 0.0)
        .on_navigation(is_own_page)
        .build()?;
    // The virtual terminal alone is no till: it goes with it.
    let program = handle.clone();
    till.on_window_event(move |event| {
        if let WindowEvent::Destroyed = event {
            program.exit(0);
        }
    });
    Ok(())
}

/// The main screen in logical pixels; the till's own size where the system does not tell.
fn screen_size(handle: &AppHandle) -> (f64, f64) {
    match handle.primary_monitor() {
        Ok(Some(monitor)) => {
            let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
            (size.width, size.height)
        }
        _ => TILL_SIZE,
    }
}

/// The windows show the program's own pages and never go anywhere else.
fn is_own_page(url: &tauri::Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// Sends a new view whenever something moves on by itself.
pub(crate) fn follow_changes(handle: &AppHandle, till: Option<&Till>, simulator: Option<&Simulator>) {
    if let Some(till) = till.cloned() {
        let handle = handle.clone();
        let badge = till.clone();
        let idle = till.clone();
        let storage = till.clone();
        tauri::async_runtime::spawn(async move {
            let mut changes = till.changes();
            while changes.changed().await.is_ok() {
                match commands::view_of(&till).await {
                    Ok(view) => send(&handle, TILL, "till:view", view),
                    Err(error) => {
                        tracing::error!(incident = error.incident, "no view to show");
                        send(&handle, TILL, "till:trouble", error);
                    }
                }
            }
        });
        tauri::async_runtime::spawn(async move {
            loop {
                tokio::time::sleep(IDLE_INTERVAL).await;
                idle.lock_if_idle().await;
            }
        });
        tauri::async_runtime::spawn(async move {
            loop {
                tokio::time::sleep(STORAGE_INTERVAL).await;
                // Reading all of it is work for a till that has nothing better to do.
                if storage.open_payments() == 0
                    && let Err(error) = storage.look_after_storage().await
                {
                    tracing::error!(%error, "no backup was made");
                }
            }
        });
        tauri::async_runtime::spawn(async move {
            loop {
                badge.refresh_readiness().await;
                tokio::time::sleep(BADGE_INTERVAL).await;
            }
        });
    }
    if let Some((simulator, till)) = simulator.zip(till.cloned()) {
        let handle = handle.clone();
        let terminals = simulator.handle();
        tauri::async_runtime::spawn(async move {
            let mut changes = terminals.subscribe();
            while changes.changed().await.is_ok() {
                let views = commands::simulator::devices_of(&terminals, till.shop().decimal_mark);
                send(&handle, VIRTUAL_TERMINAL, "simulator:changed", views);
            }
        });
    }
}

fn send<T: serde::Serialize + Clone>(handle: &AppHandle, window: &str, event: &str, payload: T) {
    if handle.get_webview_window(window).is_some()
        && let Err(error) = handle.emit_to(window, event, payload)
    {
        tracing::warn!(%error, event, "a window was not told");
    }
}
