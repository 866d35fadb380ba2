//! A session bus that knows no services.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::child::Owned;

/// A running bus, gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Bus {
    /// For `DBUS_SESSION_BUS_ADDRESS`.
    pub(crate) address: String,
    _daemon: Owned,
}

impl Bus {
    /// Starts one; its chatter lies in `logs`.
    pub(crate) fn start(logs: &Path) -> io::Result<Self> {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("session-bus.conf");
        let mut command = Command::new("dbus-daemon");
        command.args(["--nofork", "--print-address=1", "--config-file"]).arg(config).stdout(Stdio::piped());
        let mut daemon = Owned::start(&mut command, &logs.join("bus.log"))?;
        let mut address = String::new();
        if let Some(stdout) = daemon.stdout() {
            BufReader::new(stdout).read_line(&mut address)?;
        }
        Ok(Self { address: address.trim().to_owned(), _daemon: daemon })
    }
}
