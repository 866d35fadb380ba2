//! The desktop shell: the only code that knows Tauri.

mod app;
mod approvals;
mod commands;
mod compose;
mod convert;
mod folders;
mod pictures;
mod practice;
mod windows;
pub mod wire;

pub use compose::run;
