//! The bare window of an empty Tauri app: what the till's cold start is compared with. Says `ready` on standard error once
//! its page has loaded.

// It talks to the benchmark that started it.
#![allow(clippy::print_stderr)]

use std::process::ExitCode;

use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> ExitCode {
    let ended = tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "empty", WebviewUrl::App("index.html".into()))
                .title("Empty")
                .inner_size(1366.0, 768.0)
                .on_page_load(|_, load| {
                    if load.event() == PageLoadEvent::Finished {
                        eprintln!("ready");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("src-tauri/examples/empty-window/tauri.conf.json"));
    if ended.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
