use std::path::PathBuf;

use clap::{Args, Subcommand};
use till::SecretHome;

/// Makes one with the passphrase of --passphrase-file; every other command unlocks it with that.
#[derive(Debug, Subcommand)]
pub(crate) enum SecretFileCommand {
    /// Make the file, with the passphrase of --passphrase-file: 10 characters or more.
    Make,
    /// Whether there is one, and which accounts need it.
    Status,
    /// Lock it by another passphrase; --passphrase-file has the old one.
    ChangePassphrase {
        /// The new passphrase is in this file.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SecretFileHome {
    /// Put the keys into the secret file instead of the keychain; a key file is read once and needed no more.
    #[arg(long = "secret-file")]
    wanted: bool,
}

impl SecretFileHome {
    /// Where the keys go.
    pub(crate) fn home(&self) -> SecretHome {
        if self.wanted { SecretHome::SecretFile } else { SecretHome::Keychain }
    }
}
