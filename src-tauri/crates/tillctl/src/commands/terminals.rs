//! The terminals of this till.

use serde_json::{Value, json};
use store::{AccountId, Terminal};
use till::{Till, TillError};

use super::Answered;
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// Pages of a provider's list that are read at the most.
const MAX_PAGES: u32 = 100;

pub(crate) async fn list(json: bool, till: &Till, offered: bool) -> Answered {
    if offered {
        return list_offered(json, till).await;
    }
    let chosen = till.chosen_terminal().await?.map(|terminal| terminal.id);
    let terminals = till.terminals().await?;
    let lines: Vec<String> = terminals
        .iter()
        .map(|terminal| format!("{} {}", if Some(terminal.id) == chosen { "*" } else { " " }, line(terminal)))
        .collect();
    let documents: Vec<Value> =
        terminals.iter().map(|terminal| document(terminal, Some(terminal.id) == chosen)).collect();
    output::answer(json, &json!({ "terminals": documents }), &lines.join("\n"));
    Ok(Outcome::Done)
}

async fn list_offered(json: bool, till: &Till) -> Answered {
    let mut documents = Vec::new();
    let mut lines = Vec::new();
    for account in till.accounts().await? {
        for page in 1..=MAX_PAGES {
            let offered = match till.offered_terminals(account.id, page).await {
                // An account that takes no payments lists no terminals for them.
                Err(TillError::NotOffered) => break,
                other => other?,
            };
            for terminal in &offered.items {
                lines.push(format!("{}  {}", terminal.key, terminal.store.as_deref().unwrap_or_default()));
                documents.push(json!({
                    "account": account.id,
                    "key": terminal.key,
                    "manufacturer": terminal.manufacturer,
                    "model": terminal.model,
                    "serial": terminal.serial,
                    "store": terminal.store,
                }));
            }
            if !offered.has_more {
                break;
            }
        }
    }
    output::answer(json, &json!({ "offered": documents }), &lines.join("\n"));
    Ok(Outcome::Done)
}

pub(crate) async fn add(
    json: bool,
    till: &Till,
    text: &str,
    name: Option<&str>,
    account: Option<i64>,
) -> Answered {
    let found = till.read_terminal_text(text).await?;
    let found = match account.map(AccountId) {
        Some(wanted) if wanted == found.account => found,
        Some(wanted) if found.others.contains(&wanted) => {
            till.find_offered(wanted, &found.terminal.key).await?
        }
        Some(wanted) => {
            return Err(Refusal::usage(format!("account {} has no such terminal", wanted.0)));
        }
        None if found.others.is_empty() => found,
        None => {
            let ids = std::iter::once(&found.account).chain(&found.others);
            let ids: Vec<String> = ids.map(|id| id.0.to_string()).collect();
            return Err(Refusal::usage(format!(
                "several accounts may have this terminal: name one of them with --account {}",
                ids.join("|")
            )));
        }
    };
    let terminal = till.add_terminal(&found, name).await?;
    let chosen = till.chosen_terminal().await?.map(|terminal| terminal.id) == Some(terminal.id);
    output::answer(json, &document(&terminal, chosen), &line(&terminal));
    Ok(Outcome::Done)
}

pub(crate) async fn choose(json: bool, till: &Till, wanted: &str) -> Answered {
    let terminal = find(till, wanted).await?;
    till.use_terminal(terminal.id).await?;
    output::answer(json, &document(&terminal, true), &line(&terminal));
    Ok(Outcome::Done)
}

/// The terminal of that id, name, serial number or identity.
pub(crate) async fn find(till: &Till, wanted: &str) -> Result<Terminal, Refusal> {
    let named = |terminal: &Terminal| {
        terminal.id.0.to_string() == wanted
            || [terminal.key.as_str(), &terminal.serial, &terminal.name]
                .iter()
                .any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let found = till.terminals().await?.into_iter().find(named);
    found.ok_or_else(|| Refusal::usage(format!("no terminal {wanted:?}")))
}

fn document(terminal: &Terminal, chosen: bool) -> Value {
    json!({
        "id": terminal.id,
        "account": terminal.account_id,
        "name": terminal.name,
        "key": terminal.key,
        "manufacturer": terminal.manufacturer,
        "model": terminal.model,
        "serial": terminal.serial,
        "chosen": chosen,
    })
}

fn line(terminal: &Terminal) -> String {
    format!("{:>3}  {:<20}  {}", terminal.id.0, terminal.name, terminal.key)
}
