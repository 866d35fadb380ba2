//! The memory of an account: a journal of changes that survives the death of the process.
//!
//! Each change is one line of JSON, appended before anybody is told of it; a line cut short by a crash is as if
//! it had never happened. When the journal has grown it is replaced as a whole (written beside it, then renamed).
//! One line per change instead of the whole account keeps a payment's cost independent of how many there were.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::rng::Rng;
use crate::stitch::SavedCloud;
use crate::world::sumup::SavedSumup;
use crate::world::{ApiKey, Charge, TerminalState, Transaction, World};

/// Changes with the format of the lines.
const FORMAT: &str = "tillbridge-simulator-1";
/// The journal is rewritten after so many bytes of changes.
const MAX_APPENDED_BYTES: u64 = 8 << 20;

/// Changes that belong together.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) moment: Moment,
    #[serde(default)]
    pub(crate) rng: Option<Rng>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) transactions: Vec<Transaction>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) terminals: Vec<SavedTerminal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) keys: Option<Vec<ApiKey>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stitch: Option<SavedCloud>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) charges: Vec<Charge>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sumup: Option<SavedSumup>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SavedTerminal {
    pub(crate) key: String,
    pub(crate) state: TerminalState,
}

impl Batch {
    /// This, and then what `later` says.
    pub(crate) fn then(&mut self, later: Self) {
        self.moment = self.moment.max(later.moment);
        self.rng = later.rng.or(self.rng);
        self.keys = later.keys.or(self.keys.take());
        self.stitch = later.stitch.or(self.stitch.take());
        self.charges.extend(later.charges);
        match (self.sumup.as_mut(), later.sumup) {
            (Some(known), Some(later)) => known.then(later),
            (None, later @ Some(_)) => self.sumup = later,
            (_, None) => {}
        }
        for transaction in later.transactions {
            // Changes are nearly always to the newest.
            match self.transactions.iter_mut().rev().find(|known| known.number == transaction.number) {
                Some(known) => *known = transaction,
                None => self.transactions.push(transaction),
            }
        }
        for terminal in later.terminals {
            match self.terminals.iter_mut().find(|known| known.key == terminal.key) {
                Some(known) => *known = terminal,
                None => self.terminals.push(terminal),
            }
        }
    }
}

/// The journal file.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    /// None: the last write broke off, so the next one replaces the file.
    appending: Option<File>,
    appended: u64,
}

impl Journal {
    /// Reads what is remembered; an absent file remembers nothing.
    pub(crate) fn open(path: &Path) -> Result<(Self, Batch), String> {
        let journal = Self { path: path.to_owned(), appending: None, appended: 0 };
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((journal, Batch::default())),
            Err(error) => return Err(error.to_string()),
        };
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
        match lines.next() {
            None => return Ok((journal, Batch::default())),
            Some(first) if first.trim_ascii_end() == FORMAT.as_bytes() => {}
            Some(_) => return Err(format!("does not begin with `{FORMAT}`")),
        }
        let mut remembered = Batch::default();
        for (index, line) in lines.enumerate() {
            if !line.ends_with(b"\n") {
                break;
            }
            let batch =
                serde_json::from_slice(line).map_err(|error| format!("line {}: {error}", index + 2))?;
            remembered.then(batch);
        }
        Ok((journal, remembered))
    }

    /// Remembers what changed in `world`.
    pub(crate) fn save(&mut self, world: &mut World, moment: Moment) -> Result<(), String> {
        if !world.has_unsaved_changes() {
            return Ok(());
        }
        let written = match self.appending.take().filter(|_| self.appended < MAX_APPENDED_BYTES) {
            Some(file) => self.append(file, &world.changes(moment)),
            None => self.replace(&world.everything(moment)),
        };
        written.map_err(|error| error.to_string())?;
        world.mark_saved();
        Ok(())
    }

    fn append(&mut self, mut file: File, batch: &Batch) -> io::Result<()> {
        let line = line(batch)?;
        file.write_all(line.as_bytes())?;
        self.appended += u64::try_from(line.len()).unwrap_or(u64::MAX);
        self.appending = Some(file);
        Ok(())
    }

    fn replace(&mut self, batch: &Batch) -> io::Result<()> {
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let mut file = File::create(&beside)?;
        file.write_all(format!("{FORMAT}\n{}", line(batch)?).as_bytes())?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&beside, &self.path)?;
        self.appending = Some(OpenOptions::new().append(true).open(&self.path)?);
        self.appended = 0;
        Ok(())
    }
}

fn line(batch: &Batch) -> io::Result<String> {
    Ok(serde_json::to_string(batch)? + "\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::clock::Now;
    use crate::{Act, Config};

    #[test]
    fn a_write_that_broke_off_is_made_good_by_replacing_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let (mut journal, saved) = Journal::open(&path).unwrap();
        let mut world = World::new(&Config::default(), saved);
        journal.save(&mut world, Moment(1)).unwrap();

        let terminal = world.terminal_specs().next().unwrap().key();
        let now = Now { moment: Moment(2), wall: Timestamp::UNIX_EPOCH };
        world.act(&terminal, Act::SwitchOff, now).unwrap();
        journal.appending = Some(File::open(&path).unwrap());
        assert!(journal.save(&mut world, Moment(2)).is_err(), "a file opened for reading cannot be written");
        assert!(world.has_unsaved_changes());

        journal.save(&mut world, Moment(3)).unwrap();
        let (_, back) = Journal::open(&path).unwrap();
        let found = back.terminals.iter().find(|saved| saved.key == terminal).unwrap();
        assert!(!found.state.on && back.moment == Moment(3));
    }

    #[test]
    fn a_long_journal_is_replaced_by_a_short_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let (mut journal, saved) = Journal::open(&path).unwrap();
        let mut world = World::new(&Config::default(), saved);
        let terminal = world.terminal_specs().next().unwrap().key();
        let now = Now { moment: Moment(1), wall: Timestamp::UNIX_EPOCH };
        let lines = |path: &Path| std::fs::read_to_string(path).unwrap().lines().count();
        for act in [Act::LoseNetwork, Act::RestoreNetwork, Act::LoseNetwork] {
            world.act(&terminal, act, now).unwrap();
            journal.save(&mut world, now.moment).unwrap();
        }
        assert_eq!(lines(&path), 4, "the format, everything, two changes");
        journal.appended = MAX_APPENDED_BYTES;
        world.act(&terminal, Act::RestoreNetwork, now).unwrap();
        journal.save(&mut world, now.moment).unwrap();
        assert_eq!(lines(&path), 2);
    }
}
