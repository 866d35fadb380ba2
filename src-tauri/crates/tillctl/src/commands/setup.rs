//! Making a shop: folder, catalogue, accounts.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use composition::{API_KEY, Accounts, keychain};
use money::{CashRounding, Currency};
use sale::TaxMode;
use secrecy::SecretString;
use serde_json::json;
use store::ProviderAccount;
use till::{AccountSettings, Logo, MAX_CATALOGUE_BYTES, SecretHome, SecretLocation, Shop, SystemClock, Till};

use super::{Answered, logo};
use crate::cli::{InitArgs, MerchantApiArgs};
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// Longer keys are refused.
const MAX_KEY_BYTES: u64 = 8 * 1024;

pub(crate) async fn init(json: bool, data_dir: PathBuf, args: InitArgs) -> Answered {
    let currency: Currency = args.currency.parse().map_err(Refusal::usage)?;
    let mut shop = Shop::new(args.shop, currency);
    shop.address = args.address;
    shop.vat_id = args.vat_id;
    shop.cash_rounding = CashRounding::to_step(args.cash_step)
        .ok_or_else(|| Refusal::usage("--cash-step must lie between 1 and 100000"))?;
    if args.tax_exclusive {
        shop.tax_rules.mode = TaxMode::Exclusive;
    }
    let picture = args.logo.as_deref().map(logo::read).transpose()?;
    if let Some(picture) = &picture {
        // A picture that will be refused is refused before there is a folder.
        Logo::from_picture(picture).map_err(Refusal::usage)?;
    }
    let till = Till::init(
        &data_dir,
        shop,
        Arc::new(Accounts::new().in_folder(&data_dir)),
        Arc::new(SystemClock::new()),
    )
    .await?;
    if let Some(picture) = &picture {
        till.set_logo(till.approval_at_hand()?, picture).await?;
    }
    let shop = till.shop();
    output::answer(
        json,
        &json!({ "data_dir": data_dir, "shop": shop.name, "currency": shop.currency, "logo": shop.logo }),
        &format!("{} is ready in {}", shop.name, data_dir.display()),
    );
    Ok(Outcome::Done)
}

pub(crate) async fn import_catalogue(json: bool, till: &Till, file: &Path) -> Answered {
    let unreadable = |error: std::io::Error| Refusal::usage(format!("{}: {error}", file.display()));
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    let limit = u64::try_from(MAX_CATALOGUE_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    opened.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let count = till.import_catalogue(&bytes).await?;
    output::answer(json, &json!({ "imported": count }), &format!("{count} articles imported"));
    Ok(Outcome::Done)
}

pub(crate) async fn add_merchant_api(json: bool, till: &Till, args: MerchantApiArgs) -> Answered {
    let secret = kept_secret(till, args.api_key_file.as_deref(), &args.home.home()).await?;
    let settings = AccountSettings::with_secret("merchant-api", &args.base_url, API_KEY, secret);
    let account = add_account(till, &args.label, settings).await?;
    output::answer(json, &account_json(&account), &account_line(&account));
    Ok(Outcome::Done)
}

/// Where the secret is: in its file, or in the keychain or the secret file, into which it is put. Nothing is put anywhere
/// for somebody who may not add accounts.
pub(crate) async fn kept_secret(
    till: &Till,
    file: Option<&Path>,
    home: &SecretHome,
) -> Result<SecretLocation, Refusal> {
    drop(till.approval_at_hand()?);
    match (home, file) {
        (SecretHome::SecretFile, file) => {
            let secret = file.map_or_else(key_from_stdin, key_from_file)?;
            Ok(till.put_into_secret_file("tillctl", secret).await?)
        }
        (_, Some(path)) => {
            Ok(SecretLocation::File { path: std::path::absolute(path).map_err(Refusal::usage)? })
        }
        (_, None) => keychain::keep(&key_from_stdin()?).map_err(Refusal::fault),
    }
}

pub(crate) async fn add_account(
    till: &Till,
    label: &str,
    settings: AccountSettings,
) -> Result<ProviderAccount, Refusal> {
    till.add_account(label, settings).await.map_err(|error| match error {
        till::TillError::Connect(error) => Refusal::usage(error),
        other => other.into(),
    })
}

pub(crate) async fn list_accounts(json: bool, till: &Till) -> Answered {
    let accounts = till.accounts().await?;
    let lines: Vec<String> = accounts.iter().map(account_line).collect();
    let documents: Vec<_> = accounts.iter().map(account_json).collect();
    output::answer(json, &json!({ "accounts": documents }), &lines.join("\n"));
    Ok(Outcome::Done)
}

fn key_from_stdin() -> Result<SecretString, Refusal> {
    key_from(std::io::stdin(), "standard input")
}

fn key_from_file(path: &Path) -> Result<SecretString, Refusal> {
    let name = path.display().to_string();
    let file = std::fs::File::open(path).map_err(|error| Refusal::usage(format!("{name}: {error}")))?;
    key_from(file, &name)
}

fn key_from(source: impl Read, name: &str) -> Result<SecretString, Refusal> {
    let mut text = String::new();
    source.take(MAX_KEY_BYTES).read_to_string(&mut text).map_err(Refusal::fault)?;
    match text.trim() {
        "" => Err(Refusal::usage(format!("no key in {name}"))),
        key => Ok(SecretString::from(key)),
    }
}

pub(crate) fn account_json(account: &ProviderAccount) -> serde_json::Value {
    json!({ "id": account.id, "kind": account.kind, "label": account.label, "base_url": account.base_url })
}

pub(crate) fn account_line(account: &ProviderAccount) -> String {
    format!("{:>3}  {:<14}  {:<20}  {}", account.id.0, account.kind, account.label, account.base_url)
}
