//! The desktop shell: the only code that knows Tauri.

pub mod wire;
