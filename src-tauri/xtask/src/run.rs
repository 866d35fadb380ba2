//! The till in its window, or played without one.

use std::path::Path;

use crate::args::Build;
use crate::program::Program;
use crate::setup::{self, Purpose};
use crate::{Trouble, verify};

/// Opens the till; plays the demo where there is no display.
///
/// # Errors
/// Something is missing, does not build, or the till ended with anything but 0.
pub(crate) fn run(root: &Path, build: Build, args: &[String]) -> Result<(), Trouble> {
    if !has_display(std::env::consts::OS, |name| {
        std::env::var_os(name).is_some_and(|value| !value.is_empty())
    }) {
        println!(
            "This machine has no display, so the same sale is played in the real window on a virtual one."
        );
        return demo(root);
    }
    setup::prepare(root, Purpose::Window)?;
    let (build_args, profile): (&[&str], _) = match build {
        Build::Debug => (&["build", "--package", "tillbridge"], "debug"),
        Build::Release => (&["build", "--package", "tillbridge", "--release"], "release"),
    };
    Program::cargo(build_args, root).run()?;
    let till = verify::target(root).join(profile).join(format!("tillbridge{}", std::env::consts::EXE_SUFFIX));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    Program::new(&till.to_string_lossy(), &args, root).run()
}

/// Plays one sale in the real window on a virtual display.
///
/// # Errors
/// Something is missing, does not build, or the sale did not end paid.
pub(crate) fn demo(root: &Path) -> Result<(), Trouble> {
    setup::prepare(root, Purpose::VirtualDisplay)?;
    Program::cargo(&["build", "--package", "tillbridge", "--package", "e2e"], root).run()?;
    let player = verify::target(root).join("debug/demo");
    let album = verify::target(root).join("demo");
    Program::new(&player.to_string_lossy(), &[&album.to_string_lossy()], root).run()
}

/// macOS and Windows always have one; on Linux the session says so.
fn has_display(system: &str, is_set: impl Fn(&str) -> bool) -> bool {
    system != "linux" || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linux_session_without_either_display_has_none() {
        assert!(!has_display("linux", |_| false));
        assert!(has_display("linux", |name| name == "DISPLAY"));
        assert!(has_display("linux", |name| name == "WAYLAND_DISPLAY"));
        assert!(has_display("macos", |_| false));
    }
}
