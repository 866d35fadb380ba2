//! Backups on the command line.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum StorageCommand {
    /// Make a verified copy of the till's memory, in its folder of backups or elsewhere.
    Backup {
        /// A file that does not exist yet.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// The backups in the data folder, newest first.
    Backups,
    /// Put a backup in the place of the till's memory, which is kept aside; a manager's matter in a shop with people.
    Restore {
        /// A name that `backups` lists, or the path of a file.
        backup: PathBuf,
    },
    /// Read all of the till's memory for damage.
    Check,
}
