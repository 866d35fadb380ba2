use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use jiff::civil::Date;

use super::SecretFileHome;

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("sumup-key").required(true).args(["api_key_file", "api_key_stdin"]))]
pub(crate) struct SumupArgs {
    /// The merchant's code, as the SumUp dashboard shows it: MH4H92C7.
    #[arg(long, value_name = "CODE")]
    pub(crate) merchant_code: String,
    /// The API key is in this file and is read at every use.
    #[arg(long, value_name = "FILE")]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Read the API key from standard input and put it into the system's keychain.
    #[arg(long)]
    pub(crate) api_key_stdin: bool,
    /// The affiliate key is in this file. Without it no payment is sent to a reader: it could not be looked up.
    #[arg(long, value_name = "FILE", requires = "affiliate_app_id")]
    pub(crate) affiliate_key_file: Option<PathBuf>,
    /// The identifier of the application the affiliate key belongs to.
    #[arg(long, value_name = "ID", requires = "affiliate_key_file")]
    pub(crate) affiliate_app_id: Option<String>,
    /// The tips a reader offers, in whole percent: "5, 10, 15".
    #[arg(long, value_name = "PERCENTS")]
    pub(crate) tips: Option<String>,
    /// Another address than SumUp's own: HTTPS, or HTTP on this machine.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    #[command(flatten)]
    pub(crate) home: SecretFileHome,
    /// What the account is called in the till.
    #[arg(long, default_value = "SumUp")]
    pub(crate) label: String,
}

/// Every command takes the account's id where the till has more than one with readers.
#[derive(Debug, Subcommand)]
pub(crate) enum ReaderCommand {
    /// Join the reader that shows CODE, and wait until it has confirmed.
    Pair {
        /// The 8 or 9 letters and digits on its screen; they are valid for five minutes.
        code: String,
        /// What the shop calls it.
        #[arg(long)]
        name: String,
        /// Give up waiting after this many seconds.
        #[arg(long, default_value_t = 300, value_name = "SECONDS")]
        wait: u64,
        #[command(flatten)]
        account: AccountArg,
    },
    /// The readers of the account.
    List {
        #[command(flatten)]
        account: AccountArg,
    },
    /// How a reader is.
    Status {
        #[command(flatten)]
        reader: ReaderArg,
    },
    /// Give a reader another name.
    Rename {
        #[command(flatten)]
        reader: ReaderArg,
        /// The new name.
        #[arg(long)]
        name: String,
    },
    /// Take a reader out of the account and the till. Then disconnect it at the reader too.
    Delete {
        #[command(flatten)]
        reader: ReaderArg,
    },
    /// Stop whatever a reader shows. Refused while a payment of this till runs on it.
    Terminate {
        #[command(flatten)]
        reader: ReaderArg,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AccountArg {
    /// Id of the account.
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct ReaderArg {
    /// Its id, name or serial number.
    pub(crate) reader: String,
    #[command(flatten)]
    pub(crate) account: AccountArg,
}

#[derive(Debug, Args)]
pub(crate) struct PayoutsArgs {
    /// First day, such as 2026-11-01.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Date,
    /// Last day, included.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Date,
    #[command(flatten)]
    pub(crate) account: AccountArg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptHeaderCommand {
    /// What receipts say now, and what they would say if they said what the account knows of the merchant.
    Show {
        #[command(flatten)]
        account: AccountArg,
    },
    /// Take over what the account knows; receipts that were issued keep what they say.
    Fill {
        #[command(flatten)]
        account: AccountArg,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PayLinkCommand {
    /// Ring up articles and make the link; the payment stays open.
    Create {
        /// An article, with an optional quantity: `8712345678906`, `101*3`. May be repeated.
        #[arg(long = "item", required = true, value_name = "CODE[*QTY]")]
        items: Vec<String>,
        #[command(flatten)]
        account: AccountArg,
    },
    /// Look an order's link up once.
    Status {
        /// Number of the order.
        order: String,
    },
    /// Withdraw an order's link, and follow it to its end.
    Cancel {
        /// Number of the order.
        order: String,
        /// Give up waiting after this many seconds.
        #[arg(long, default_value_t = 60, value_name = "SECONDS")]
        wait: u64,
    },
}
