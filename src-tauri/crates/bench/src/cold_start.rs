//! From the start of the program to a till one can scan on, beside the bare window of an empty Tauri app.
//!
//! Both are started in turns, on the same display, with the same environment. The till says `ready to scan` when its page
//! has loaded and was handed its first view; the empty app says `ready` when its page has loaded.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::ground::Ground;
use crate::report::Report;
use crate::samples::{Samples, Side};

const RUNS: usize = 10;
const WARM_UP: usize = 2;
const PATIENCE: Duration = Duration::from_secs(60);
const TARGET: f64 = 1.5;
const WHAT: &str = "start → ready to scan, 1 000 000 articles";
const TARGET_TEXT: &str = "≤ 1.5 ×";
/// The till's own default size, so that both windows paint as much.
const SCREEN: &str = "1366x768x24";
const TILL_READY: &str = "ready to scan";
const EMPTY_READY: &str = "ready";

/// A program of ours that ends with this.
#[derive(Debug)]
struct Owned(Child);

impl Drop for Owned {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Where windows open.
#[derive(Debug, Default)]
struct Desk {
    display: Option<String>,
    bus: Option<String>,
    _servers: Vec<Owned>,
}

pub(crate) async fn run(ground: &Ground, report: &mut Report) -> Result<(), Failure> {
    let Some((till, empty)) = programs()? else {
        let how = "build them: cargo build --release -p tillbridge --bins --example empty_window";
        report.not_measured(WHAT, TARGET_TEXT, how);
        return Ok(());
    };
    let Some(desk) = Desk::find() else {
        report.not_measured(WHAT, TARGET_TEXT, "there is neither a display nor Xvfb");
        return Ok(());
    };
    let data = ground.million().await?;
    let home = ground.folder("home")?;
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for round in 0..WARM_UP + RUNS {
        for side in Side::of_round(round) {
            let (program, sign) = match side {
                Side::Ours => (&till, TILL_READY),
                Side::Bare => (&empty, EMPTY_READY),
            };
            let took = start(&mut desk.command(program, data, &home), sign)?;
            if round >= WARM_UP {
                match side {
                    Side::Ours => ours.add(took),
                    Side::Bare => bare.add(took),
                }
            }
        }
    }
    report.ratio(WHAT, &ours, &bare, TARGET);
    Ok(())
}

/// The till and the empty app, if both are built beside this program.
fn programs() -> Result<Option<(PathBuf, PathBuf)>, Failure> {
    let program = std::env::current_exe()?;
    let folder = program.parent().ok_or("the program has no folder")?;
    let name = |stem: &str| format!("{stem}{}", std::env::consts::EXE_SUFFIX);
    let (till, empty) = (folder.join(name("tillbridge")), folder.join("examples").join(name("empty_window")));
    Ok((till.is_file() && empty.is_file()).then_some((till, empty)))
}

impl Desk {
    /// The display of this session, or one of our own. macOS and Windows always have one.
    fn find() -> Option<Self> {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if std::env::consts::OS != "linux" || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
            return Some(Self::default());
        }
        let arguments = ["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", SCREEN];
        let (number, screen) = server(Command::new("Xvfb").args(arguments)).ok()?;
        let display = Some(format!(":{number}"));
        // Without a session bus the window toolkit waits for one in vain; both programs get the same.
        match server(Command::new("dbus-daemon").args(["--session", "--nofork", "--print-address=1"])) {
            Ok((address, daemon)) => {
                Some(Self { display, bus: Some(address), _servers: vec![daemon, screen] })
            }
            Err(_) => Some(Self { display, bus: None, _servers: vec![screen] }),
        }
    }

    fn command(&self, program: &Path, data: &Path, home: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("TILLBRIDGE_DATA_DIR", data)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("NO_AT_BRIDGE", "1")
            .env("NO_COLOR", "1");
        if let Some(display) = &self.display {
            // A virtual display has nothing to composite with.
            command
                .env("DISPLAY", display)
                .env("GDK_BACKEND", "x11")
                .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        }
        if let Some(bus) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", bus);
        }
        command
    }
}

/// Starts a server that says on its first line how it is reached.
fn server(command: &mut Command) -> io::Result<(String, Owned)> {
    let mut child = Owned(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let mut line = String::new();
    if let Some(stdout) = child.0.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    match line.trim() {
        "" => Err(io::Error::other("it did not come up")),
        place => Ok((place.to_owned(), child)),
    }
}

/// Starts a program, waits for its sign and ends it.
fn start(command: &mut Command, sign: &'static str) -> Result<Duration, Failure> {
    let begun = Instant::now();
    let mut child = Owned(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?);
    let stderr = child.0.stderr.take().ok_or("no standard error")?;
    let (sender, seen) = mpsc::channel();
    let reader = thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            // After the sign the program goes on writing; somebody must go on reading.
            let _nobody_waits = sender.send((Instant::now(), line));
        }
    });
    let mut last = String::new();
    let took = loop {
        let left = PATIENCE.saturating_sub(begun.elapsed());
        match seen.recv_timeout(left) {
            Ok((at, line)) if line.contains(sign) && !line.contains("opened=false") => break Ok(at - begun),
            Ok((_, line)) => last = line,
            Err(_) => break Err(format!("no `{sign}` within {PATIENCE:?}; last it said: {last}")),
        }
    };
    drop(child);
    // The web process may hold the pipe a moment longer; the next start must not share the processor with it.
    let _ended = reader.join();
    Ok(took?)
}
