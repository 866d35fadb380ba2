//! What the operating system must bring.

use std::fs;
use std::path::Path;

use super::Purpose;
use crate::Trouble;
use crate::program::Program;

/// Debian's names of what the till is built from and runs on.
const BUILD: [&str; 5] =
    ["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "librsvg2-dev", "libssl-dev"];
/// Debian's names of what drives the window on a virtual display and looks at its receipts.
const VIRTUAL_DISPLAY: [&str; 4] = ["webkit2gtk-driver", "xvfb", "dbus", "poppler-utils"];
/// Packages must not stop and ask.
const QUIET: &str = "DEBIAN_FRONTEND=noninteractive";
/// Programs that stand for those packages on a Linux that is no Debian.
const PROGRAMS: [&str; 4] = ["WebKitWebDriver", "Xvfb", "dbus-daemon", "pdftoppm"];

/// Installs missing system packages on Debian and its relatives, names what is missing elsewhere.
///
/// # Errors
/// The command that installs what is missing.
pub(super) fn ensure(root: &Path, purpose: Purpose) -> Result<(), Trouble> {
    match (std::env::consts::OS, purpose) {
        ("linux", _) if is_debian(&fs::read_to_string("/etc/os-release").unwrap_or_default()) => {
            debian(root, purpose)
        }
        ("linux", _) => other_linux(root, purpose),
        (system, Purpose::VirtualDisplay) => {
            Err(format!("driving the real window works on Linux only, this is {system}"))
        }
        ("macos", Purpose::Window) if Program::new("xcode-select", &["-p"], root).ask().is_none() => {
            Err("Apple's command line tools are missing; install them with: xcode-select --install"
                .to_owned())
        }
        ("windows", Purpose::Window) => {
            println!(
                "On Windows the till needs the Visual Studio C++ build tools and the WebView2 runtime (part of Windows 11)."
            );
            Ok(())
        }
        (_, Purpose::Window) => Ok(()),
    }
}

fn debian(root: &Path, purpose: Purpose) -> Result<(), Trouble> {
    let wanted = wanted(purpose);
    let query = [&["-W", "-f", "${Package} ${db:Status-Status}\\n"], wanted.as_slice()].concat();
    let missing = missing(&wanted, &listed(root, &query));
    if missing.is_empty() {
        return Ok(());
    }
    let update = ["apt-get", "update"];
    let install = [&["apt-get", "install", "-y", "--no-install-recommends"], missing.as_slice()].concat();
    println!("missing system packages: {}", missing.join(" "));
    let prefix: &[&str] = match Right::find(root) {
        Right::Root => &["env", QUIET],
        // sudo takes nothing over from the environment.
        Right::Sudo => &["sudo", "-n", "env", QUIET],
        Right::None => {
            let (update, install) = (update.join(" "), install.join(" "));
            return Err(format!(
                "They need an administrator. Install them with:\n  sudo {update} && sudo {install}"
            ));
        }
    };
    for words in [update.as_slice(), install.as_slice()] {
        let line = [prefix, words].concat();
        Program::new(line[0], &line[1..], root).run()?;
    }
    Ok(())
}

/// `dpkg-query` ends with 1 when it knows one of the names not at all, and still lists the others.
fn listed(root: &Path, query: &[&str]) -> String {
    let output = std::process::Command::new("dpkg-query").args(query).current_dir(root).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

fn other_linux(root: &Path, purpose: Purpose) -> Result<(), Trouble> {
    let libraries = ["webkit2gtk-4.1", "librsvg-2.0", "openssl"];
    let mut missing: Vec<&str> = libraries
        .into_iter()
        .filter(|library| Program::new("pkg-config", &["--exists", library], root).ask().is_none())
        .collect();
    if purpose == Purpose::VirtualDisplay {
        missing.extend(PROGRAMS.into_iter().filter(|program| !is_on_path(program)));
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "Missing on this machine: {}. Install the development packages of WebKitGTK 4.1, librsvg and OpenSSL, a C compiler \
         and pkg-config; to drive the window also the WebKitGTK driver, Xvfb, D-Bus and Poppler's tools.",
        missing.join(", ")
    ))
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    match purpose {
        Purpose::Window => BUILD.to_vec(),
        Purpose::VirtualDisplay => [BUILD.as_slice(), VIRTUAL_DISPLAY.as_slice()].concat(),
    }
}

/// Whether this is Debian or a relative, by `os-release(5)`.
fn is_debian(os_release: &str) -> bool {
    os_release.lines().filter_map(|line| line.split_once('=')).any(|(name, value)| {
        let mut words = value.trim_matches('"').split_whitespace();
        (name == "ID" || name == "ID_LIKE") && words.any(|word| word == "debian")
    })
}

/// The names among `wanted` that `listing`, lines of name and state, does not call installed.
fn missing(wanted: &[&'static str], listing: &str) -> Vec<&'static str> {
    let installed: Vec<&str> = listing
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, state)| state.trim() == "installed")
        .map(|(name, _)| name)
        .collect();
    wanted.iter().copied().filter(|name| !installed.contains(name)).collect()
}

/// By what right packages may be installed.
enum Right {
    Root,
    Sudo,
    None,
}

impl Right {
    fn find(root: &Path) -> Self {
        if Program::new("id", &["-u"], root).ask().as_deref() == Some("0") {
            Self::Root
        } else if Program::new("sudo", &["-n", "true"], root).ask().is_some() {
            Self::Sudo
        } else {
            Self::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_really_installed_counts() {
        let listing = "xvfb installed\ndbus config-files\npkg-config installed\nlibssl-dev not-installed\n";
        let wanted = ["xvfb", "dbus", "pkg-config", "libssl-dev", "poppler-utils"];
        assert_eq!(missing(&wanted, listing), ["dbus", "libssl-dev", "poppler-utils"]);
        assert_eq!(missing(&wanted, ""), wanted);
    }

    #[test]
    fn debian_and_its_relatives_are_recognised() {
        assert!(is_debian("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n"));
        assert!(is_debian("ID=ubuntu\nID_LIKE=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("ID=fedora\nID_LIKE=\"rhel\"\n"));
        assert!(!is_debian(""));
    }

    #[test]
    fn the_virtual_display_needs_everything_the_window_needs() {
        let all = wanted(Purpose::VirtualDisplay);
        assert!(wanted(Purpose::Window).iter().all(|name| all.contains(name)));
    }
}
