//! The terminals of accounts that let them be managed.

use composition::{CLIENT_ID, CLIENT_SECRET, STITCH_ADDRESS, TOKEN_URL};
use payment::capabilities::{FleetFilter, FleetState, FleetTerminal, NewFleetTerminal, SuspensionReason};
use serde_json::{Value, json};
use store::AccountId;
use till::{AccountSettings, FleetAct, FleetEnd, SecretLocation, Till};

use super::Answered;
use super::setup::{account_json, account_line, add_account, kept_secret};
use crate::cli::{FleetArgs, FleetCommand, FleetListArgs, RegisterArgs, StitchArgs};
use crate::outcome::{Outcome, Refusal};
use crate::output;

pub(crate) async fn add_stitch(json: bool, till: &Till, args: StitchArgs) -> Answered {
    let file = args.client_secret_file.as_deref();
    let secret: SecretLocation = kept_secret(till, file, &args.home.home()).await?;
    let base_url = args.base_url.as_deref().unwrap_or(STITCH_ADDRESS);
    let mut settings = AccountSettings::with_secret("stitch", base_url, CLIENT_SECRET, secret);
    settings.fields.insert(CLIENT_ID.to_owned(), args.client_id);
    if let Some(token_url) = args.token_url {
        settings.fields.insert(TOKEN_URL.to_owned(), token_url);
    }
    let account = add_account(till, &args.label, settings).await?;
    output::answer(json, &account_json(&account), &account_line(&account));
    Ok(Outcome::Done)
}

pub(crate) async fn fleet(json: bool, till: &Till, args: FleetArgs) -> Answered {
    let account = account(till, args.account.as_deref()).await?;
    match args.command {
        FleetCommand::List(args) => list(json, till, account, args).await,
        FleetCommand::Register(args) => register(json, till, account, args).await,
        FleetCommand::Allocate { terminal, merchant } => {
            act(json, till, account, &terminal, FleetAct::Allocate(merchant)).await
        }
        FleetCommand::Deallocate { terminal } => {
            act(json, till, account, &terminal, FleetAct::Deallocate).await
        }
        FleetCommand::Suspend { terminal, reason } => {
            let known = SuspensionReason::ALL.into_iter().find(|known| known.as_str() == reason);
            let reason = known.ok_or_else(|| Refusal::usage(format!("no reason {reason:?}")))?;
            act(json, till, account, &terminal, FleetAct::Suspend(reason)).await
        }
        FleetCommand::Reactivate { terminal } => {
            act(json, till, account, &terminal, FleetAct::Reactivate).await
        }
        FleetCommand::Decommission { terminal, confirm } => {
            let found = find(till, account, &terminal).await?;
            let end =
                till.decommission_terminal(till.approval_at_hand()?, account, &found.id, &confirm).await?;
            Ok(say(json, end))
        }
    }
}

/// The account that is named, or the only one there is.
async fn account(till: &Till, wanted: Option<&str>) -> Result<AccountId, Refusal> {
    let accounts = till.fleet_accounts().await?;
    let named = |wanted: &str| {
        accounts
            .iter()
            .find(|account| account.id.0.to_string() == wanted || account.label.eq_ignore_ascii_case(wanted))
    };
    match (wanted, accounts.as_slice()) {
        (Some(wanted), _) => named(wanted)
            .map(|account| account.id)
            .ok_or_else(|| Refusal::usage(format!("no account {wanted:?} whose terminals are managed"))),
        (None, [only]) => Ok(only.id),
        (None, []) => {
            Err(Refusal::usage("no account whose terminals are managed; see `provider add stitch`"))
        }
        (None, _) => Err(Refusal::usage("several accounts manage terminals: name one with --account")),
    }
}

/// The terminal a person names: by terminal id, serial number or the provider's identifier.
async fn find(till: &Till, account: AccountId, wanted: &str) -> Result<FleetTerminal, Refusal> {
    let some = || Some(wanted.to_owned());
    let filters = [
        FleetFilter { tid: some(), ..FleetFilter::default() },
        FleetFilter { serial: some(), ..FleetFilter::default() },
    ];
    for filter in filters {
        let page = till.fleet(account, filter, 0, 2).await?;
        match <[FleetTerminal; 1]>::try_from(page.items) {
            Ok([found]) => return Ok(found),
            Err(items) if items.is_empty() => {}
            Err(_) => return Err(Refusal::usage(format!("{wanted:?} names more than one terminal"))),
        }
    }
    Ok(till.fleet_terminal(account, wanted).await?)
}

async fn list(json: bool, till: &Till, account: AccountId, args: FleetListArgs) -> Answered {
    let filter = FleetFilter {
        tid: args.tid,
        manufacturer: args.manufacturer,
        merchant: args.merchant,
        model: args.model,
        serial: args.serial,
        external_reference: args.reference,
    };
    let page = till.fleet(account, filter, args.offset, args.limit).await?;
    let lines: Vec<String> = page.items.iter().map(line).collect();
    let terminals: Vec<Value> = page.items.iter().map(document).collect();
    let answer = json!({ "terminals": terminals, "offset": page.offset, "has_more": page.has_more });
    output::answer(json, &answer, &lines.join("\n"));
    Ok(Outcome::Done)
}

async fn register(json: bool, till: &Till, account: AccountId, args: RegisterArgs) -> Answered {
    let new = NewFleetTerminal {
        serial: args.serial,
        manufacturer: args.manufacturer,
        model: args.model,
        merchant: args.merchant,
        external_reference: args.reference,
        tid_prefix: args.prefix,
    };
    Ok(say(json, till.register_terminal(till.approval_at_hand()?, account, new).await?))
}

async fn act(json: bool, till: &Till, account: AccountId, wanted: &str, act: FleetAct) -> Answered {
    let terminal = find(till, account, wanted).await?;
    Ok(say(json, till.act_on_fleet(till.approval_at_hand()?, account, &terminal.id, act).await?))
}

/// Tells how an act ended.
fn say(json: bool, end: FleetEnd) -> Outcome {
    let (word, outcome, terminal, fault) = match end {
        FleetEnd::Done(terminal) => ("done", Outcome::Done, terminal, None),
        FleetEnd::NotDone { fault, terminal } => ("not_done", Outcome::Fault, terminal, Some(fault)),
        FleetEnd::NotSure { fault } => ("not_sure", Outcome::Unknown, None, Some(fault)),
    };
    let why = fault.map(|fault| fault.to_string());
    let text = match (&terminal, &why) {
        (Some(terminal), None) => line(terminal),
        (None, None) => "decommissioned".to_owned(),
        (_, Some(why)) if outcome == Outcome::Unknown => {
            format!("not sure whether it was done; look with `fleet list` before repeating it ({why})")
        }
        (_, Some(why)) => format!("not done: {why}"),
    };
    let terminal = terminal.as_ref().map(document);
    output::answer(json, &json!({ "end": word, "terminal": terminal, "why": why }), &text);
    outcome
}

fn document(terminal: &FleetTerminal) -> Value {
    json!({
        "id": terminal.id,
        "tid": terminal.tid,
        "serial": terminal.serial,
        "manufacturer": terminal.manufacturer,
        "model": terminal.model,
        "merchant": terminal.merchant,
        "reference": terminal.external_reference,
        "state": word(&terminal.state),
        "reason": terminal.state_reason,
    })
}

fn word(state: &FleetState) -> &str {
    match state {
        FleetState::Active => "active",
        FleetState::Suspended => "suspended",
        FleetState::Unallocated => "unallocated",
        FleetState::Other(word) if word.is_empty() => "not told",
        FleetState::Other(word) => word,
    }
}

fn line(terminal: &FleetTerminal) -> String {
    let tid = terminal.tid.as_deref().unwrap_or("-");
    let model = format!("{} {}", terminal.manufacturer, terminal.model);
    let reason = terminal.state_reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let state = format!("{}{reason}", word(&terminal.state));
    format!("{tid:<10}  {:<20}  {model:<18}  {state}", terminal.serial)
}
