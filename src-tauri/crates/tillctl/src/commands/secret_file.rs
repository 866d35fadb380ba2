//! The file that keeps keys behind a passphrase.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use secrecy::SecretString;
use serde_json::json;
use till::{MAX_PASSPHRASE, Passphrase, SecretFileState, Till, TillError};

use super::Answered;
use crate::cli::SecretFileCommand;
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// More than any passphrase with its line end: up to four bytes to a character.
const MAX_BYTES: usize = 4 * MAX_PASSPHRASE + 2;

pub(crate) async fn run(
    json: bool,
    till: &Till,
    command: SecretFileCommand,
    passphrase: Option<&SecretString>,
) -> Answered {
    let given = || passphrase.cloned().ok_or_else(|| Refusal::usage("--passphrase-file is missing"));
    match command {
        SecretFileCommand::Make => {
            let new = Passphrase::new(given()?).map_err(TillError::from)?;
            till.make_secret_file(till.approval_at_hand()?, new).await?;
        }
        SecretFileCommand::Status => {}
        SecretFileCommand::ChangePassphrase { new_passphrase_file } => {
            let new = Passphrase::new(read(&new_passphrase_file)?).map_err(TillError::from)?;
            let old = Passphrase::typed(given()?);
            till.change_passphrase(till.approval_at_hand()?, old, new).await?;
        }
    }
    let state = match till.secret_file_state() {
        SecretFileState::None => "none",
        SecretFileState::Locked => "locked",
        SecretFileState::Open => "open",
    };
    let accounts = till.accounts_in_secret_file().await?;
    let line = format!("secret file: {state}; accounts: {}", accounts.join(", "));
    output::answer(json, &json!({ "state": state, "accounts": accounts }), &line);
    Ok(Outcome::Done)
}

/// Unlocks the file, if there is one, with the passphrase that was given.
pub(crate) async fn unlock(till: &Till, passphrase: Option<&SecretString>) -> Result<(), Refusal> {
    match passphrase {
        Some(passphrase) if till.secret_file_state() == SecretFileState::Locked => {
            Ok(till.unlock_secret_file(Passphrase::typed(passphrase.clone())).await?)
        }
        _ => Ok(()),
    }
}

/// The first line of a file, or of standard input for `-`.
pub(crate) fn read(file: &Path) -> Result<SecretString, Refusal> {
    let named = |error: std::io::Error| Refusal::usage(format!("{}: {error}", file.display()));
    let source: Box<dyn Read> = match file.as_os_str().to_str() {
        Some("-") => Box::new(std::io::stdin()),
        _ => Box::new(File::open(file).map_err(named)?),
    };
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut text = String::with_capacity(MAX_BYTES);
    source.take(limit).read_to_string(&mut text).map_err(named)?;
    let line = SecretString::from(text.lines().next().unwrap_or_default());
    // The buffer had room for all of it, so nothing was left behind by growing; what was read goes with the wiped copy.
    drop(SecretString::from(text));
    Ok(line)
}
