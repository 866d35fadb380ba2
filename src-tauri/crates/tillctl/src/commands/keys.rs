//! API keys of an account.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use store::AccountId;
use till::{KeyOverview, KeyRefusal, KeyRow, RotationStep, RotationWish, Till, TillError};

use super::Answered;
use crate::cli::RotateArgs;
use crate::outcome::{Outcome, Refusal};
use crate::output;

pub(crate) async fn list(json: bool, till: &Till, account: Option<&str>) -> Answered {
    let account = find(till, account).await?;
    answer(json, &till.api_keys(account).await?);
    Ok(Outcome::Done)
}

pub(crate) async fn rotate(json: bool, till: &Till, args: RotateArgs) -> Answered {
    let account = find(till, args.account.as_deref()).await?;
    if args.abandon {
        answer(json, &till.abandon_rotation(till.approval_at_hand()?, account).await?);
        return Ok(Outcome::Done);
    }
    let before = till.api_keys(account).await;
    // A key that was switched to and does not work yet must not keep the rotation from being gone on with.
    let under_way = match &before {
        Ok(overview) => overview.rotation.is_some(),
        Err(_) => true,
    };
    let overview = if under_way && args.label.is_none() {
        till.continue_rotation(till.approval_at_hand()?, account).await
    } else {
        let label =
            args.label.ok_or_else(|| Refusal::usage("--label is missing: what the new key is called"))?;
        let until = args.until.as_deref().map(moment).transpose()?;
        till.begin_rotation(till.approval_at_hand()?, account, &RotationWish { label, until }).await
    }?;
    let proved = matches!(
        overview.rotation.as_ref().map(|rotation| &rotation.step),
        Some(RotationStep::Proved { .. })
    );
    if !proved {
        answer(json, &overview);
        return Ok(Outcome::Done);
    }
    let finished = match args.keep_old {
        true => till.keep_old_key(till.approval_at_hand()?, account).await,
        false => till.finish_rotation(till.approval_at_hand()?, account, args.old.as_deref()).await,
    };
    let overview = finished.map_err(|error| match error {
        TillError::Key(KeyRefusal::OldKeyNotKnown) => {
            Refusal::usage("the new key is in use; name the old one with --old, or leave it with --keep-old")
        }
        other => other.into(),
    })?;
    answer(json, &overview);
    Ok(Outcome::Done)
}

pub(crate) async fn revoke(json: bool, till: &Till, key: &str, account: Option<&str>) -> Answered {
    let account = find(till, account).await?;
    answer(json, &till.revoke_key(till.approval_at_hand()?, account, key).await?);
    Ok(Outcome::Done)
}

async fn find(till: &Till, wanted: Option<&str>) -> Result<AccountId, Refusal> {
    let accounts = till.accounts().await?;
    let found = match (wanted, accounts.as_slice()) {
        (Some(wanted), accounts) => accounts
            .iter()
            .find(|account| account.id.0.to_string() == wanted || account.label.eq_ignore_ascii_case(wanted)),
        (None, [only]) => Some(only),
        (None, _) => return Err(Refusal::usage("--account is missing: there is not exactly one")),
    };
    found.map(|account| account.id).ok_or_else(|| Refusal::usage("no such account"))
}

/// A time with its offset, or the beginning of a day here.
fn moment(text: &str) -> Result<Timestamp, Refusal> {
    let bad = || Refusal::usage(format!("not a time: {text:?}"));
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let day: Date = text.parse().map_err(|_| bad())?;
    day.to_zoned(TimeZone::system()).map(|at| at.timestamp()).map_err(|_| bad())
}

fn answer(json: bool, overview: &KeyOverview) {
    let rotation = overview.rotation.as_ref().map(|rotation| {
        json!({
            "label": rotation.label,
            "began_at": rotation.began_at,
            "step": step(&rotation.step),
            "key": rotation.key().map(|key| &key.id),
        })
    });
    let keys: Vec<Value> = overview.keys.iter().map(document).collect();
    let mut lines: Vec<String> = overview.keys.iter().map(line).collect();
    if let Some(rotation) = &overview.rotation {
        lines.push(format!("a rotation waits at: {} ({})", step(&rotation.step), rotation.label));
    }
    let document = json!({ "account": overview.account, "keys": keys, "rotation": rotation });
    output::answer(json, &document, &lines.join("\n"));
}

fn step(step: &RotationStep) -> &'static str {
    match step {
        RotationStep::Creating => "creating",
        RotationStep::Kept { .. } => "kept",
        RotationStep::Switched { .. } => "switched",
        RotationStep::Proved { .. } => "proved",
    }
}

fn document(row: &KeyRow) -> Value {
    json!({
        "id": row.info.id,
        "label": row.info.label,
        "last_used": row.info.last_used,
        "from": row.info.validity.from,
        "until": row.info.validity.until,
        "in_use": row.in_use,
        "secret_lost": row.secret_lost,
    })
}

fn line(row: &KeyRow) -> String {
    let shown = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| format!("{at:.0}"));
    let note = match (row.in_use, row.secret_lost) {
        (_, true) => "  secret lost: revoke it",
        (Some(true), _) => "  in use",
        _ => "",
    };
    format!(
        "{:<14}  {:<30}  used {:<20}  until {:<20}{note}",
        row.info.id,
        row.info.label,
        shown(row.info.last_used),
        shown(row.info.validity.until)
    )
}
