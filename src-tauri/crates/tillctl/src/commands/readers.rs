//! Card readers that are joined to an account by a code, and the accounts that have them.

use std::time::Duration;

use composition::{AFFILIATE_APP_ID, AFFILIATE_KEY, API_KEY, MERCHANT_CODE, SUMUP_ADDRESS};
use payment::capabilities::{PairedTerminal, PairingState};
use serde_json::{Value, json};
use store::AccountId;
use till::{AccountSettings, TIP_PERCENTS, Till};

use super::{Answered, setup};
use crate::cli::{AccountArg, ReaderArg, ReaderCommand, SumupArgs};
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// Between two looks at a pairing.
const LOOK_EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn add_sumup(json: bool, till: &Till, args: SumupArgs) -> Answered {
    let home = args.home.home();
    let secret = setup::kept_secret(till, args.api_key_file.as_deref(), &home).await?;
    let base_url = args.base_url.as_deref().unwrap_or(SUMUP_ADDRESS);
    let mut settings = AccountSettings::with_secret("sumup", base_url, API_KEY, secret);
    settings.fields.insert(MERCHANT_CODE.to_owned(), args.merchant_code);
    if let (Some(app_id), Some(file)) = (args.affiliate_app_id, args.affiliate_key_file) {
        let place = setup::kept_secret(till, Some(&file), &home).await?;
        settings.fields.insert(AFFILIATE_APP_ID.to_owned(), app_id);
        settings.secrets.insert(AFFILIATE_KEY.to_owned(), place);
    }
    if let Some(tips) = args.tips {
        settings.fields.insert(TIP_PERCENTS.to_owned(), tips);
    }
    let account = setup::add_account(till, &args.label, settings).await?;
    output::answer(json, &setup::account_json(&account), &setup::account_line(&account));
    Ok(Outcome::Done)
}

pub(crate) async fn run(json: bool, till: &Till, command: ReaderCommand) -> Answered {
    match command {
        ReaderCommand::Pair { code, name, wait, account } => {
            let account = account_with(till, &account, |offers| offers.pairing).await?;
            pair(json, till, account, &code, &name, Duration::from_secs(wait)).await
        }
        ReaderCommand::List { account } => {
            let account = account_with(till, &account, |offers| offers.pairing).await?;
            let readers = till.paired_terminals(account).await?;
            let lines: Vec<String> = readers.iter().map(line).collect();
            let documents: Vec<Value> = readers.iter().map(document).collect();
            output::answer(json, &json!({ "readers": documents }), &lines.join("\n"));
            Ok(Outcome::Done)
        }
        ReaderCommand::Status { reader } => status(json, till, &reader).await,
        ReaderCommand::Rename { reader, name } => {
            let (account, reader) = find(till, &reader).await?;
            let renamed = till.rename_paired(till.approval_at_hand()?, account, &reader.key, &name).await?;
            output::answer(json, &document(&renamed), &line(&renamed));
            Ok(Outcome::Done)
        }
        ReaderCommand::Delete { reader } => {
            let (account, reader) = find(till, &reader).await?;
            till.unpair_terminal(till.approval_at_hand()?, account, &reader.key).await?;
            let text = format!("{} is out; on the reader: menu, Connections, API, Disconnect", reader.name);
            output::answer(json, &json!({ "deleted": reader.key }), &text);
            Ok(Outcome::Done)
        }
        ReaderCommand::Terminate { reader } => {
            let (account, reader) = find(till, &reader).await?;
            till.stop_device(account, &reader.key).await?;
            let text = "asked to stop; whether it did shows on the reader";
            output::answer(json, &json!({ "asked_to_stop": reader.key }), text);
            Ok(Outcome::Done)
        }
    }
}

async fn pair(
    json: bool,
    till: &Till,
    account: AccountId,
    code: &str,
    name: &str,
    wait: Duration,
) -> Answered {
    let mut paired = till.pair_terminal(till.approval_at_hand()?, account, code, name).await?;
    let confirmed = async {
        while matches!(paired.state, PairingState::Processing | PairingState::Unknown) {
            tokio::time::sleep(LOOK_EVERY).await;
            // A look that brings nothing is followed by the next one.
            if let Ok(found) = till.follow_pairing(account, &paired.key).await {
                paired = found;
            }
        }
    };
    // Running out of time is an answer too: the state says how far it came.
    let _ = tokio::time::timeout(wait, confirmed).await;
    output::answer(json, &document(&paired), &line(&paired));
    Ok(if paired.state == PairingState::Paired { Outcome::Done } else { Outcome::Fault })
}

async fn status(json: bool, till: &Till, reader: &ReaderArg) -> Answered {
    let (account, reader) = find(till, reader).await?;
    let report = till.device_report(account, &reader.key).await?;
    let online = match report.online {
        Some(true) => "online",
        Some(false) => "offline",
        None => "unknown",
    };
    let battery = report.battery_percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent} %"));
    let text = format!("{}  {online}  battery {battery}", reader.name);
    output::answer(json, &json!({ "reader": document(&reader), "status": online, "report": report }), &text);
    Ok(Outcome::Done)
}

/// The account that is meant: the one that was named, or the only one that offers it.
pub(crate) async fn account_with(
    till: &Till,
    wanted: &AccountArg,
    offers: impl Fn(till::AccountOffers) -> bool,
) -> Result<AccountId, Refusal> {
    let mut found = Vec::new();
    for account in till.accounts().await? {
        if wanted.account.is_none_or(|id| id == account.id.0) && offers(till.offers(account.id).await?) {
            found.push(account.id);
        }
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Refusal::usage("no account offers this")),
        _ => Err(Refusal::usage("several accounts offer this; name one with --account")),
    }
}

async fn find(till: &Till, wanted: &ReaderArg) -> Result<(AccountId, PairedTerminal), Refusal> {
    let account = account_with(till, &wanted.account, |offers| offers.pairing).await?;
    let is_wanted = |reader: &PairedTerminal| {
        [reader.key.as_str(), &reader.name, &reader.device]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&wanted.reader))
    };
    let mut matching: Vec<PairedTerminal> =
        till.paired_terminals(account).await?.into_iter().filter(is_wanted).collect();
    match (matching.pop(), matching.is_empty()) {
        (Some(one), true) => Ok((account, one)),
        (Some(_), false) => Err(Refusal::usage(format!("several readers are called {:?}", wanted.reader))),
        (None, _) => Err(Refusal::usage(format!("no reader {:?}", wanted.reader))),
    }
}

fn document(reader: &PairedTerminal) -> Value {
    json!({
        "key": reader.key,
        "name": reader.name,
        "state": reader.state,
        "device": reader.device,
        "model": reader.model,
        "metadata": reader.metadata,
        "created_at": reader.created_at,
    })
}

fn line(reader: &PairedTerminal) -> String {
    let state = match reader.state {
        PairingState::Processing => "processing",
        PairingState::Paired => "paired",
        PairingState::Expired => "expired",
        PairingState::Unknown => "unknown",
    };
    format!("{}  {:<20}  {:<10}  {} {}", reader.key, reader.name, state, reader.model, reader.device)
}
