//! The logo on receipts.

use std::io::Read;
use std::path::Path;

use serde_json::json;
use till::{Logo, Till};

use super::Answered;
use crate::outcome::{Outcome, Refusal};
use crate::output;

pub(crate) async fn set(json: bool, till: &Till, file: &Path) -> Answered {
    let picture = read(file)?;
    let id = till.set_logo(till.approval_at_hand()?, &picture).await?;
    output::answer(json, &json!({ "logo": id }), &format!("logo {id}"));
    Ok(Outcome::Done)
}

pub(crate) async fn remove(json: bool, till: &Till) -> Answered {
    till.remove_logo(till.approval_at_hand()?).await?;
    output::answer(json, &json!({ "logo": null }), "no logo");
    Ok(Outcome::Done)
}

/// A picture's file; of one that is too large, no more than shows that it is.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, Refusal> {
    let unreadable = |error: std::io::Error| Refusal::usage(format!("{}: {error}", file.display()));
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    let limit = u64::try_from(Logo::MAX_PICTURE_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    opened.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}
