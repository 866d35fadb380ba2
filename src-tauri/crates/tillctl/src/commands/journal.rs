//! The journal: checked, exported, gone on with.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use jiff::Zoned;
use journal::{Anchor, Break, Head, Kind, Verifier, Why, read_line, to_line};
use serde_json::{Value, json};
use store::{JournalCheck, Note, Store};
use till::{InstanceLock, Till};

use super::Answered;
use crate::cli::VerifyArgs;
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// Longer lines are cut, and then no entry.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// Reads only: what is to be proved must not be changed by looking at it.
pub(crate) async fn verify(
    json: bool,
    folder: impl FnOnce() -> Result<PathBuf, Refusal>,
    args: VerifyArgs,
) -> Answered {
    let check = match &args.file {
        Some(file) => verify_file(file, args.anchor.as_deref())?,
        None => {
            let (_lock, store) = open(&folder()?).await?;
            if let Some(anchor) = args.anchor {
                store.anchor_also_at(anchor);
            }
            let check = store.journal().check_all().await.map_err(Refusal::fault)?;
            store.close().await;
            check
        }
    };
    output::answer(json, &document(&check), &text(&check));
    Ok(if check.broken.is_empty() { Outcome::Done } else { Outcome::Broken })
}

/// Every entry, oldest first. That it left the till is an entry of its own.
pub(crate) async fn export(json: bool, folder: &Path, file: &Path) -> Answered {
    let (_lock, store) = open(folder).await?;
    let refused = |error: std::io::Error| Refusal::usage(format!("{}: {error}", file.display()));
    let mut out = BufWriter::new(File::create_new(file).map_err(refused)?);
    let mut last = 0;
    let mut count = 0_u64;
    loop {
        let page = store.journal().after(last).await.map_err(Refusal::fault)?;
        let Some(end) = page.last() else { break };
        last = end.seq;
        for entry in &page {
            writeln!(out, "{}", to_line(entry)).map_err(refused)?;
            count += 1;
        }
    }
    out.into_inner().map_err(|error| refused(error.into_error()))?.sync_all().map_err(refused)?;
    let note = Note::new(Kind::Export, "", json!({ "entries": count })).at(&Zoned::now());
    let mark = store.journal().append(note).await.map_err(Refusal::fault)?;
    store.close().await;
    let document =
        json!({ "entries": count, "file": file.display().to_string(), "journal": mark.to_string() });
    output::answer(json, &document, &format!("{count} entries in {}", file.display()));
    Ok(Outcome::Done)
}

/// A decision, with a reason.
pub(crate) async fn go_on(json: bool, till: &Till, reason: &str) -> Answered {
    let check = till.check_journal().await?;
    till.go_on_despite_journal(till.approval_at_hand()?, reason).await?;
    let told = match check.broken.first() {
        None => "the journal is whole; there is nothing to decide".to_owned(),
        Some(first) => format!("the till goes on; {first}"),
    };
    output::answer(json, &document(&check), &told);
    Ok(Outcome::Done)
}

async fn open(folder: &Path) -> Result<(InstanceLock, Store), Refusal> {
    if !folder.join(store::FILE_NAME).exists() {
        return Err(Refusal::usage(format!("no till in {}", folder.display())));
    }
    let lock = InstanceLock::acquire(folder).map_err(Refusal::fault)?;
    let lock = lock.ok_or_else(|| Refusal::fault(format!("data folder is in use: {}", folder.display())))?;
    let store = Store::open(folder, jiff::Timestamp::now()).await.map_err(Refusal::fault)?;
    Ok((lock, store))
}

fn verify_file(file: &Path, anchor: Option<&Path>) -> Result<JournalCheck, Refusal> {
    let refused =
        |file: &Path, error: &dyn std::fmt::Display| Refusal::usage(format!("{}: {error}", file.display()));
    let mut verifier = Verifier::from_genesis();
    if let Some(anchor) = anchor {
        let text = std::fs::read_to_string(anchor).map_err(|error| refused(anchor, &error))?;
        verifier = verifier.with_anchor(Anchor::read(&text).map_err(|error| refused(anchor, &error))?);
    }
    let mut lines = BufReader::new(File::open(file).map_err(|error| refused(file, &error))?);
    let mut broken = Vec::new();
    for number in 1.. {
        let mut line = Vec::new();
        let mut limited = std::io::Read::take(&mut lines, MAX_LINE_BYTES);
        if limited.read_until(b'\n', &mut line).map_err(|error| refused(file, &error))? == 0 {
            break;
        }
        let read = std::str::from_utf8(&line).ok().and_then(|line| read_line(number, line.trim_end()).ok());
        let judged = match read {
            Some(entry) => verifier.feed(&entry),
            None => Err(Break { seq: number, why: Why::Unreadable }),
        };
        if let Err(found) = judged {
            broken.push(found);
            break;
        }
    }
    let (checked, head) = (verifier.checked(), verifier.head().cloned());
    if broken.is_empty()
        && let Err(found) = verifier.finish()
    {
        broken.push(found);
    }
    let head = head.ok_or_else(|| refused(file, &"no journal"))?;
    Ok(JournalCheck { checked, head, broken })
}

fn document(check: &JournalCheck) -> Value {
    let Head { till, seq, hash, totals } = &check.head;
    let broken =
        |found: &Break| json!({ "entry": found.seq, "why": found.why.as_str(), "text": found.to_string() });
    json!({
        "whole": check.broken.is_empty(),
        "till": till,
        "checked": check.checked,
        "last": { "entry": seq, "hash": hash },
        "sales_minor": totals.sales.to_string(),
        "refunds_minor": totals.refunds.to_string(),
        "broken": check.broken.iter().map(broken).collect::<Vec<_>>(),
    })
}

fn text(check: &JournalCheck) -> String {
    let mark = check.head.mark();
    if check.broken.is_empty() {
        return format!("{} entries, all in order; the last is {mark}", check.checked);
    }
    let mut lines =
        vec![format!("the journal is broken; {} entries read, the last is {mark}", check.checked)];
    lines.extend(check.broken.iter().map(ToString::to_string));
    lines.join("\n")
}
