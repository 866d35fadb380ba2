use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum JournalCommand {
    /// Check every entry, and the end against what was written down outside; exit 5 when something does not fit.
    Verify(VerifyArgs),
    /// Write every entry as a line of JSON; see docs/journal.md.
    Export {
        /// The file; it must not exist yet.
        file: PathBuf,
    },
    /// Let the till go on although the journal is broken. A manager's matter; who and why is written into it.
    GoOn {
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Check an exported file instead of a till.
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Another place where the end was written down.
    #[arg(long, value_name = "FILE")]
    pub(crate) anchor: Option<PathBuf>,
}
