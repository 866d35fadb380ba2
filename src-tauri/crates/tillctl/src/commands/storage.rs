//! Backups, restores, and a look at the whole database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use composition::Accounts;
use serde_json::{Value, json};
use till::{Backup, BackupSource, Restored, SealedCopy, SystemClock, Till, restore_unopened};

use super::{Answered, people};
use crate::cli::StorageCommand;
use crate::outcome::{Outcome, Refusal};
use crate::output;

pub(crate) async fn run(
    json: bool,
    folder: PathBuf,
    who: Option<&(String, PathBuf)>,
    open: impl AsyncFn(PathBuf) -> Result<Till, Refusal>,
    command: StorageCommand,
) -> Answered {
    match command {
        StorageCommand::Backup { to: None } => {
            let backup = open(folder).await?.back_up().await?;
            output::answer(json, &document(&backup), &line(&backup));
        }
        StorageCommand::Backup { to: Some(file) } => {
            open(folder).await?.back_up_to(&file).await?;
            output::answer(json, &json!({ "path": file }), &file.display().to_string());
        }
        StorageCommand::Backups => {
            // Also of a till that cannot be opened: that is when they are needed.
            let backups = store::backups(&folder).map_err(Refusal::fault)?;
            let documents: Vec<Value> = backups.iter().map(document).collect();
            let lines: Vec<String> = backups.iter().map(line).collect();
            output::answer(json, &json!({ "backups": documents }), &lines.join("\n"));
        }
        StorageCommand::Restore { backup } => {
            let restored = restore(&folder, who, source(&backup)).await?;
            output::answer(json, &restored_document(&restored), &restored_text(&restored));
        }
        StorageCommand::Check => {
            open(folder).await?.check_storage().await?;
            output::answer(json, &json!({ "whole": true }), "the till's memory is whole");
        }
    }
    Ok(Outcome::Done)
}

/// A bare name is one of the till's own backups, anything else a path.
fn source(backup: &Path) -> BackupSource {
    let is_name = backup.components().count() == 1 && !backup.exists();
    match backup.to_str() {
        Some(name) if is_name => BackupSource::Listed(name.to_owned()),
        _ => BackupSource::File(backup.to_owned()),
    }
}

async fn restore(
    folder: &Path,
    who: Option<&(String, PathBuf)>,
    source: BackupSource,
) -> Result<Restored, Refusal> {
    match Till::open(folder, Arc::new(Accounts::new().in_folder(folder)), Arc::new(SystemClock::new())).await
    {
        Ok(till) => {
            if let Some((name, file)) = who {
                people::sign_in(&till, name, file).await?;
            }
            Ok(till.restore(till.approval_at_hand()?, source).await?)
        }
        Err(error) if error.is_past_opening() => {
            Ok(restore_unopened(folder, source, &SystemClock::new()).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn document(backup: &Backup) -> Value {
    json!({
        "name": backup.name,
        "path": backup.path,
        "kind": backup.kind.as_str(),
        "made_at": backup.made_at.to_string(),
        "bytes": backup.bytes,
        "locked_secrets": backup.with_secrets,
    })
}

fn line(backup: &Backup) -> String {
    format!("{}  {:>12} bytes", backup.path.display(), backup.bytes)
}

fn restored_document(restored: &Restored) -> Value {
    let contents = &restored.contents;
    json!({
        "orders": contents.orders,
        "last_order": contents.last_order.map(|order| order.to_string()),
        "last_order_at": contents.last_order_at,
        "open_payments": contents.open_attempts,
        "locked_secrets": match restored.secrets {
            SealedCopy::None => "kept",
            SealedCopy::Whole => "restored",
            SealedCopy::Damaged => "damaged_in_backup",
        },
        "replaced": restored.replaced,
    })
}

fn restored_text(restored: &Restored) -> String {
    let contents = &restored.contents;
    let last = match (contents.last_order, &contents.last_order_at) {
        (Some(order), Some(at)) => format!("the last is {order} of {at}"),
        _ => "none yet".to_owned(),
    };
    let aside = match &restored.replaced {
        Some(path) => format!("what was in use before is kept: {}", path.display()),
        None => "nothing was in use before".to_owned(),
    };
    let secrets = match restored.secrets {
        SealedCopy::None => "",
        SealedCopy::Whole => "the file of locked secrets is that of the backup, and so is its passphrase\n",
        SealedCopy::Damaged => "the backup's file of locked secrets is damaged: the one in use stays\n",
    };
    format!(
        "restored: {} orders, {last}\n{aside}\n{secrets}what was sold since is not in the till: compare `day-totals` and `history`",
        contents.orders
    )
}
