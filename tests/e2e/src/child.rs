//! Processes a test starts, and their end.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use rustix::process::{Pid, Signal, kill_process};

/// A process that ends, with everything it started, when this is dropped.
///
/// It stays in the test's process group on purpose: a test runner that ends a hanging test ends these with it.
#[derive(Debug)]
pub(crate) struct Owned(Child);

impl Owned {
    /// Starts `command` with no input and its chatter in the file `log`.
    ///
    /// # Errors
    /// The program is missing, or `log` cannot be written.
    pub(crate) fn start(command: &mut Command, log: &Path) -> io::Result<Self> {
        let log = fs::File::options().create(true).append(true).open(log)?;
        command.stdin(Stdio::null()).stderr(log).spawn().map(Self).map_err(|error| {
            let program = Path::new(command.get_program()).display();
            io::Error::new(error.kind(), format!("{program} does not start: {error}"))
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.0.stdout.take()
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let family = descendants(self.id());
        let _gone_already = self.0.kill();
        let _reaped = self.0.wait();
        for (id, _) in family {
            kill(id);
        }
    }
}

/// Ends process `id` at once, as a power cut would.
pub(crate) fn kill(id: u32) {
    if let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _gone_already = kill_process(pid, Signal::KILL);
    }
}

/// The process below `ancestor` that runs the program `binary`.
pub(crate) fn find_below(ancestor: u32, binary: &Path) -> Option<u32> {
    let wanted = binary.canonicalize().ok()?;
    descendants(ancestor).into_iter().find(|(_, program)| *program == wanted).map(|(id, _)| id)
}

/// The processes that run `binary` with `home` as their home folder: also those that a program of ours started and left
/// behind.
pub(crate) fn find_at_home(binary: &Path, home: &Path) -> Vec<u32> {
    let Ok(wanted) = binary.canonicalize() else { return Vec::new() };
    let line = format!("HOME={}", home.display());
    let lives_there = |id: &u32| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|variable| variable == line.as_bytes())
    };
    all_ids().into_iter().filter(|id| is_alive(*id) && program(*id) == wanted).filter(lives_there).collect()
}

/// Whether process `id` is still there; a zombie is not.
pub(crate) fn is_alive(id: u32) -> bool {
    stat(id).is_some_and(|stat| stat.state != "Z")
}

/// Waits until process `id` has ended; whether it did within `limit`.
pub(crate) fn wait_gone(id: u32, limit: Duration) -> bool {
    let deadline = Instant::now() + limit;
    while is_alive(id) {
        if Instant::now() > deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
    true
}

struct Stat {
    state: String,
    parent: u32,
}

/// What the kernel says of process `id` (`proc(5)`, `/proc/[pid]/stat`).
fn stat(id: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The second field is the program's name in brackets and may hold anything, so reading starts behind it.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace();
    Some(Stat { state: fields.next()?.to_owned(), parent: fields.next()?.parse().ok()? })
}

/// Every process below `ancestor`, with its program.
fn descendants(ancestor: u32) -> Vec<(u32, PathBuf)> {
    let all: Vec<(u32, u32)> = all_ids().into_iter().filter_map(|id| Some((id, stat(id)?.parent))).collect();
    let mut family = vec![ancestor];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        family.extend(all.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
        next += 1;
    }
    family.into_iter().skip(1).map(|id| (id, program(id))).collect()
}

fn all_ids() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

fn program(id: u32) -> PathBuf {
    fs::read_link(format!("/proc/{id}/exe")).unwrap_or_default()
}
