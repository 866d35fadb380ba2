//! Embeds the built screens and the permissions of each window.

use tauri_build::{Attributes, DefaultPermissionRule, InlinedPlugin};

fn main() {
    println!("cargo:rerun-if-changed=ui/dist");
    // A fresh clone must compile before the screens are built; `cargo xtask` builds them first.
    std::fs::create_dir_all("ui/dist").expect("ui/dist can be created beside the root manifest");
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .plugin("till", InlinedPlugin::new().commands(&["open"]).default_permission(DefaultPermissionRule::AllowAllCommands));
    tauri_build::try_build(attributes).expect("the Tauri manifest is valid");
}
