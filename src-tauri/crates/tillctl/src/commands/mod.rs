//! What tillctl does, one file per part of the till.

mod attempts;
mod fleet;
mod journal;
mod keys;
mod logo;
mod orders;
mod pay_link;
mod payouts;
mod people;
mod readers;
mod receipt_header;
mod refunds;
mod reports;
mod secret_file;
mod sell;
mod setup;
mod simulate;
mod storage;
mod terminals;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use composition::Accounts;
use secrecy::SecretString;
use till::{SystemClock, Till};

use crate::cli::{
    Cli, Command, JournalCommand, KeysCommand, LogoCommand, OrderCommand, ProviderAdd, ProviderCommand,
    TerminalCommand,
};
use crate::outcome::{Outcome, Refusal};

/// How a command answers.
pub(crate) type Answered = Result<Outcome, Refusal>;

/// Runs one command, and closes the till it worked on.
pub(crate) async fn run(cli: Cli) -> Answered {
    let opened = OnceLock::new();
    let answered = act(cli, &opened).await;
    if let Some(till) = opened.get()
        && let Err(error) = till.stop().await
    {
        tracing::warn!(%error, "the end of this run is not in the journal");
    }
    answered
}

async fn act(cli: Cli, opened: &OnceLock<Till>) -> Answered {
    let Cli { data_dir, json, person, pin_file, passphrase_file, command } = cli;
    let folder =
        || data_dir.clone().ok_or_else(|| Refusal::usage("--data-dir is missing (or TILLBRIDGE_DATA_DIR)"));
    let who = person.zip(pin_file);
    let passphrase = passphrase_file.as_deref().map(secret_file::read).transpose()?;
    let open = |folder| open(folder, who.as_ref(), passphrase.as_ref(), opened);
    match command {
        Command::Simulate(args) => simulate::simulate(args).await,
        Command::Init(args) => setup::init(json, folder()?, args).await,
        Command::ImportCatalogue { file } => {
            setup::import_catalogue(json, &open(folder()?).await?, &file).await
        }
        Command::Logo(LogoCommand::Set { file }) => logo::set(json, &open(folder()?).await?, &file).await,
        Command::Logo(LogoCommand::Remove) => logo::remove(json, &open(folder()?).await?).await,
        Command::ReceiptHeader(command) => receipt_header::run(json, &open(folder()?).await?, command).await,
        Command::Provider(ProviderCommand::Add(ProviderAdd::MerchantApi(args))) => {
            setup::add_merchant_api(json, &open(folder()?).await?, args).await
        }
        Command::Provider(ProviderCommand::Add(ProviderAdd::Stitch(args))) => {
            fleet::add_stitch(json, &open(folder()?).await?, args).await
        }
        Command::Fleet(args) => fleet::fleet(json, &open(folder()?).await?, args).await,
        Command::Provider(ProviderCommand::Add(ProviderAdd::Sumup(args))) => {
            readers::add_sumup(json, &open(folder()?).await?, args).await
        }
        Command::Provider(ProviderCommand::List) => setup::list_accounts(json, &open(folder()?).await?).await,
        Command::SecretFile(command) => {
            secret_file::run(json, &open(folder()?).await?, command, passphrase.as_ref()).await
        }
        Command::Terminal(TerminalCommand::List { offered }) => {
            terminals::list(json, &open(folder()?).await?, offered).await
        }
        Command::Terminal(TerminalCommand::Add { text, name, account }) => {
            let till = open(folder()?).await?;
            terminals::add(json, &till, &text, name.as_deref(), account.account).await
        }
        Command::Terminal(TerminalCommand::Use { terminal }) => {
            terminals::choose(json, &open(folder()?).await?, &terminal).await
        }
        Command::People(command) => people::run(json, &open(folder()?).await?, command).await,
        Command::Reader(command) => readers::run(json, &open(folder()?).await?, command).await,
        Command::Payouts(args) => payouts::list(json, &open(folder()?).await?, &args).await,
        Command::PayLink(command) => pay_link::run(json, &open(folder()?).await?, command).await,
        Command::Sell(args) => sell::sell(json, &open(folder()?).await?, args).await,
        Command::Refund(args) => refunds::run(json, &open(folder()?).await?, *args).await,
        Command::Attempts(command) => attempts::run(json, &open(folder()?).await?, command).await,
        Command::Recover(args) => sell::recover(json, &open(folder()?).await?, &args).await,
        Command::Order(OrderCommand::List { limit }) => {
            orders::list(json, &open(folder()?).await?, limit).await
        }
        Command::Order(OrderCommand::Show { order }) => {
            orders::show(json, &open(folder()?).await?, &order).await
        }
        Command::DayTotals(args) => reports::day_totals(json, &open(folder()?).await?, args).await,
        Command::History(args) => reports::history(json, &open(folder()?).await?, args).await,
        Command::Keys(KeysCommand::List { account }) => {
            keys::list(json, &open(folder()?).await?, account.as_deref()).await
        }
        Command::Keys(KeysCommand::Rotate(args)) => keys::rotate(json, &open(folder()?).await?, args).await,
        Command::Keys(KeysCommand::Revoke { key, account }) => {
            keys::revoke(json, &open(folder()?).await?, &key, account.as_deref()).await
        }
        Command::Journal(JournalCommand::Verify(args)) => journal::verify(json, folder, args).await,
        Command::Journal(JournalCommand::Export { file }) => journal::export(json, &folder()?, &file).await,
        Command::Journal(JournalCommand::GoOn { reason }) => {
            journal::go_on(json, &open(folder()?).await?, &reason).await
        }
        Command::Storage(command) => storage::run(json, folder()?, who.as_ref(), open, command).await,
        Command::Receipt(args) => orders::receipt(json, &open(folder()?).await?, args).await,
    }
}

/// Opens the till, unlocks its secret file and signs in whoever `--as` names.
async fn open(
    data_dir: PathBuf,
    who: Option<&(String, PathBuf)>,
    passphrase: Option<&SecretString>,
    opened: &OnceLock<Till>,
) -> Result<Till, Refusal> {
    let accounts = Arc::new(Accounts::new().in_folder(&data_dir));
    let till = Till::open(&data_dir, accounts, Arc::new(SystemClock::new())).await?;
    // A command opens one till, once.
    let _ = opened.set(till.clone());
    secret_file::unlock(&till, passphrase).await?;
    if let Some((name, file)) = who {
        people::sign_in(&till, name, file).await?;
    }
    Ok(till)
}
