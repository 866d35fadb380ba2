//! The desktop till.

// No console window beside the till on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    tillbridge::run()
}
