//! What may be on a disk after a power loss.
//!
//! Between two syncs a disk owes nothing: each sector of a file is as it was at the last sync or as any write since then
//! left it, whatever became of the sectors beside it; a write may stop in the middle; a file may have any of the lengths
//! it had; a new, removed or replaced name may be there or not. Only within one sector does an older write never win over
//! what was synced: bytes that nobody wrote stay (SQLite relies on that, see `SQLITE_IOCAP_POWERSAFE_OVERWRITE`).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use fastrand::Rng;

use crate::disk::Act;

/// Sectors of old and of new disks.
const SECTORS: [usize; 2] = [512, 4096];

/// A disk as it was asked to be, and what of that is certain.
#[derive(Debug, Clone, Default)]
pub struct State {
    files: Vec<File>,
    /// Names that are certain.
    names: BTreeMap<Arc<str>, usize>,
    /// Changes of names since the folder was last synced.
    renames: Vec<(Arc<str>, Option<usize>)>,
    /// So many steps the till was told of.
    pub told: Option<usize>,
}

#[derive(Debug, Clone, Default)]
struct File {
    /// As it was when it was last synced.
    certain: Arc<Vec<u8>>,
    since: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, bytes: Arc<[u8]> },
    Truncate { length: usize },
}

/// What a power loss does to everything that is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Nothing of it is there.
    All,
    /// All of it is there: the program was killed, not the machine.
    None,
    /// What was asked first is there, up to a write that stopped in the middle.
    Tail,
    /// Each sector on its own: there or not, in whatever order.
    Scattered,
    /// As that, and writes that stopped in the middle or wrote garbage where they were to write.
    Torn,
}

impl Loss {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::All, Self::None, Self::Tail, Self::Scattered, Self::Torn];

    fn any(dice: &mut Rng) -> Self {
        match dice.u32(0..20) {
            0 => Self::All,
            1 => Self::None,
            2..=5 => Self::Tail,
            6..=12 => Self::Scattered,
            _ => Self::Torn,
        }
    }
}

/// The files a machine finds when the power is back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// How they came about.
    pub loss: Loss,
    /// Bytes of a sector.
    pub sector: usize,
    /// By name.
    pub files: BTreeMap<Arc<str>, Vec<u8>>,
}

impl Image {
    /// Writes the files into an empty folder.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        self.files.iter().try_for_each(|(name, bytes)| std::fs::write(folder.join(&**name), bytes))
    }
}

impl State {
    /// A disk on which these files are certain.
    pub fn holding(image: &Image) -> Self {
        let mut state = Self::default();
        for (name, bytes) in &image.files {
            state.names.insert(name.clone(), state.files.len());
            state.files.push(File { certain: Arc::new(bytes.clone()), since: Vec::new() });
        }
        state
    }

    /// The next thing is asked of it.
    pub fn apply(&mut self, act: &Act) {
        match act {
            Act::Found { name, .. } if self.now(name).is_some() => {}
            Act::Found { name, bytes } => {
                self.names.insert(name.clone(), self.files.len());
                self.files.push(File { certain: Arc::new(bytes.to_vec()), since: Vec::new() });
            }
            Act::Create { name } => {
                self.renames.push((name.clone(), Some(self.files.len())));
                self.files.push(File::default());
            }
            Act::Write { name, offset, bytes } => {
                self.change(name, Change::Write { offset: *offset, bytes: bytes.clone() });
            }
            Act::Truncate { name, length } => self.change(name, Change::Truncate { length: *length }),
            Act::Sync { name, folder } => {
                if let Some(file) = self.now(name).and_then(|at| self.files.get_mut(at)) {
                    let mut bytes = std::mem::take(&mut file.certain);
                    let content = Arc::make_mut(&mut bytes);
                    file.since.drain(..).for_each(|change| change.make(content));
                    file.certain = bytes;
                }
                self.sync_names(*folder);
            }
            Act::Delete { name, folder } => {
                self.renames.push((name.clone(), None));
                self.sync_names(*folder);
            }
            Act::Told(steps) => self.told = Some(*steps),
        }
    }

    fn sync_names(&mut self, folder: bool) {
        if folder {
            for (name, file) in self.renames.drain(..) {
                match file {
                    Some(file) => self.names.insert(name, file),
                    None => self.names.remove(&name),
                };
            }
        }
    }

    /// The file of a name, as the running program sees it.
    fn now(&self, name: &str) -> Option<usize> {
        let renamed = self.renames.iter().rev().find(|(renamed, _)| &**renamed == name);
        renamed.map_or_else(|| self.names.get(name).copied(), |(_, file)| *file)
    }

    fn change(&mut self, name: &Arc<str>, change: Change) {
        if let Some(file) = self.now(name).and_then(|at| self.files.get_mut(at)) {
            file.since.push(change);
        }
    }

    /// One of the many disks that may be found after a power loss at this moment.
    pub fn image(&self, dice: &mut Rng) -> Image {
        let loss = Loss::any(dice);
        let sector = SECTORS[dice.usize(0..SECTORS.len())];
        let mut names = self.names.clone();
        for (name, file) in &self.renames {
            let there = match loss {
                Loss::All => false,
                Loss::None => true,
                Loss::Tail | Loss::Scattered | Loss::Torn => dice.bool(),
            };
            if there {
                match file {
                    Some(file) => names.insert(name.clone(), *file),
                    None => names.remove(name),
                };
            }
        }
        let found = names.into_iter().filter_map(|(name, at)| Some((name, self.files.get(at)?)));
        let files = found.map(|(name, file)| (name, file.after(loss, sector, dice))).collect();
        Image { loss, sector, files }
    }
}

impl Change {
    fn make(&self, content: &mut Vec<u8>) {
        match self {
            Self::Truncate { length } => content.resize(*length, 0),
            Self::Write { offset, bytes } => {
                let end = offset + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*offset..end].copy_from_slice(bytes);
            }
        }
    }

    /// The same, stopped in the middle: only its first or its last bytes, or garbage in place of some.
    fn torn(&self, dice: &mut Rng) -> Self {
        match self {
            Self::Write { offset, bytes } if !bytes.is_empty() => {
                let at = dice.usize(0..bytes.len());
                let (offset, bytes): (usize, Vec<u8>) = match dice.u32(0..3) {
                    0 => (*offset, bytes[..at].to_vec()),
                    1 => (offset + at, bytes[at..].to_vec()),
                    _ => {
                        let mut bytes = bytes.to_vec();
                        let end = bytes.len().min(at + 64);
                        bytes[at..end].fill_with(|| dice.u8(..));
                        (*offset, bytes)
                    }
                };
                Self::Write { offset, bytes: Arc::from(bytes) }
            }
            other => other.clone(),
        }
    }
}

impl File {
    fn after(&self, loss: Loss, sector: usize, dice: &mut Rng) -> Vec<u8> {
        let mut content = self.certain.as_ref().clone();
        match loss {
            Loss::All => {}
            Loss::None => self.since.iter().for_each(|change| change.make(&mut content)),
            Loss::Tail => {
                let kept = dice.usize(0..=self.since.len());
                self.since[..kept].iter().for_each(|change| change.make(&mut content));
                if let Some(last) = self.since.get(kept) {
                    last.torn(dice).make(&mut content);
                }
            }
            Loss::Scattered | Loss::Torn => return self.scattered(loss == Loss::Torn, sector, dice),
        }
        content
    }

    /// Each sector takes the content it had after one of the changes, or that of the last sync; the length likewise.
    fn scattered(&self, torn: bool, sector: usize, dice: &mut Rng) -> Vec<u8> {
        let mut content = self.certain.as_ref().clone();
        let mut lengths = vec![content.len()];
        let mut newest = content.clone();
        for change in &self.since {
            let change = if torn && dice.u32(0..4) == 0 { change.torn(dice) } else { change.clone() };
            let before = newest.len();
            change.make(&mut newest);
            lengths.push(newest.len());
            let touched = match &change {
                Change::Write { offset, bytes } => *offset..offset + bytes.len(),
                Change::Truncate { length } => before.min(*length)..before.max(*length),
            };
            if content.len() < newest.len() {
                content.resize(newest.len(), 0);
            }
            for start in (touched.start / sector * sector..touched.end).step_by(sector) {
                let end = (start + sector).min(newest.len());
                if start < end && dice.bool() {
                    content[start..end].copy_from_slice(&newest[start..end]);
                }
            }
        }
        content.resize(lengths[dice.usize(0..lengths.len())], 0);
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(name: &str, offset: usize, bytes: &[u8]) -> Act {
        Act::Write { name: Arc::from(name), offset, bytes: Arc::from(bytes) }
    }

    fn sync(name: &str) -> Act {
        Act::Sync { name: Arc::from(name), folder: true }
    }

    fn state(acts: &[Act]) -> State {
        let mut state = State::default();
        acts.iter().for_each(|act| state.apply(act));
        state
    }

    fn images(state: &State) -> Vec<Image> {
        let mut dice = Rng::with_seed(1);
        (0..2_000).map(|_| state.image(&mut dice)).collect()
    }

    #[test]
    fn what_was_synced_is_in_every_image_and_what_was_not_may_be_lost_or_kept() {
        let name: Arc<str> = Arc::from("a");
        let acts = [
            Act::Create { name: name.clone() },
            write("a", 0, &[1; 1024]),
            sync("a"),
            write("a", 512, &[2; 512]),
            write("a", 1024, &[3; 512]),
        ];
        let found = images(&state(&acts));
        assert!(
            found.iter().all(|image| image.files[&name][..512] == [1; 512]),
            "synced and never written again"
        );
        let has = |wanted: &dyn Fn(&[u8]) -> bool| found.iter().any(|image| wanted(&image.files[&name]));
        assert!(has(&|bytes| bytes == [1; 1024]), "all lost");
        assert!(has(&|bytes| bytes.len() == 1536
            && bytes[512..1024] == [2; 512]
            && bytes[1024..] == [3; 512]));
        assert!(
            has(&|bytes| bytes.len() == 1536 && bytes[512..1024] == [1; 512] && bytes[1024..] == [3; 512]),
            "reordered"
        );
        assert!(
            has(&|bytes| bytes.len() >= 1024
                && bytes[512..1024].contains(&1)
                && bytes[512..1024].contains(&2)),
            "torn"
        );
    }

    #[test]
    fn a_name_is_certain_only_once_its_folder_was_synced() {
        let (log, data): (Arc<str>, Arc<str>) = (Arc::from("log"), Arc::from("data"));
        let mut acts = vec![
            Act::Create { name: data.clone() },
            Act::Create { name: log.clone() },
            Act::Sync { name: data.clone(), folder: false },
        ];
        assert!(images(&state(&acts)).iter().any(|image| image.files.is_empty()));
        acts.push(sync("log"));
        assert!(images(&state(&acts)).iter().all(|image| image.files.len() == 2));
        acts.push(Act::Delete { name: log.clone(), folder: false });
        let found = images(&state(&acts));
        assert!(found.iter().any(|image| image.files.contains_key(&log)), "it may come back");
        assert!(found.iter().any(|image| !image.files.contains_key(&log)));
    }
}
