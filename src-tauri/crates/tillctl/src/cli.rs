mod attempts;
mod fleet;
mod journal;
mod readers;
pub(crate) mod refund;
mod secret_file;
mod storage;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};

pub(crate) use attempts::{AttemptsCommand, DecideArgs};
pub(crate) use fleet::{FleetArgs, FleetCommand, FleetListArgs, RegisterArgs, StitchArgs};
pub(crate) use journal::{JournalCommand, VerifyArgs};
pub(crate) use readers::{
    AccountArg, PayLinkCommand, PayoutsArgs, ReaderArg, ReaderCommand, ReceiptHeaderCommand, SumupArgs,
};
pub(crate) use secret_file::{SecretFileCommand, SecretFileHome};
pub(crate) use storage::StorageCommand;

/// The till without a window, for scripts and support.
///
/// Exit codes: 0 paid or done, 1 fault, 2 usage, 3 not charged, 4 unknown (money may have moved; run `recover`),
/// 5 the journal is broken.
#[derive(Debug, Parser)]
#[command(name = "tillctl", version, about)]
pub(crate) struct Cli {
    /// The till's data folder. Only one till or tillctl works on a folder at a time.
    #[arg(long, global = true, env = "TILLBRIDGE_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Answer with one JSON document instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Who does it, in a shop that has people. Their PIN is never an argument.
    #[arg(long = "as", global = true, value_name = "NAME", requires = "pin_file")]
    pub(crate) person: Option<String>,
    /// The PIN of --as is in this file.
    #[arg(long, global = true, value_name = "FILE", requires = "person")]
    pub(crate) pin_file: Option<PathBuf>,
    /// The passphrase of the secret file is in this file; `-`: it comes on standard input. It is never an argument.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a data folder for a shop.
    Init(InitArgs),
    /// Replace the catalogue by a CSV file: code,name,price,tax and optionally category,unit,picture,colour,aliases.
    ImportCatalogue {
        /// The file; UTF-8 or Windows-1252, comma or semicolon.
        file: PathBuf,
    },
    /// The logo on receipts.
    #[command(subcommand)]
    Logo(LogoCommand),
    /// Name, address and numbers on receipts, as a payment account knows them.
    #[command(subcommand)]
    ReceiptHeader(ReceiptHeaderCommand),
    /// Accounts at payment systems.
    #[command(subcommand)]
    Provider(ProviderCommand),
    /// The file that keeps keys behind a passphrase where there is no keychain.
    #[command(subcommand)]
    SecretFile(SecretFileCommand),
    /// The terminals of this till.
    #[command(subcommand)]
    Terminal(TerminalCommand),
    /// Who works at this till.
    #[command(subcommand)]
    People(PeopleCommand),
    /// The terminals of an account that lets them be managed.
    Fleet(FleetArgs),
    /// Card readers that are joined to an account by the code they show.
    #[command(subcommand)]
    Reader(ReaderCommand),
    /// What was paid out to the shop's bank account.
    Payouts(PayoutsArgs),
    /// A sale that the customer pays at a link.
    #[command(subcommand)]
    PayLink(PayLinkCommand),
    /// Ring up articles and take the money.
    Sell(SellArgs),
    /// Give money back: of an order, or without one.
    Refund(Box<refund::RefundArgs>),
    /// Payments and refunds a person has to look at, and decisions about them.
    #[command(subcommand)]
    Attempts(AttemptsCommand),
    /// Orders.
    #[command(subcommand)]
    Order(OrderCommand),
    /// The receipt of a paid order, as it was issued.
    Receipt(ReceiptArgs),
    /// Today's totals: what this till sold, and beside it what each terminal's system has on record.
    DayTotals(DayTotalsArgs),
    /// What the payment system has on record for a terminal, with the orders it belongs to.
    History(HistoryArgs),
    /// API keys of an account.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// What happened at the till, entry by entry, sealed against changes.
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Look up every payment that has not ended and follow it to its end.
    Recover(RecoverArgs),
    /// Copies of the till's memory.
    #[command(flatten)]
    Storage(StorageCommand),
    /// Run the simulator alone and print its addresses and keys as JSON; ends with Ctrl-C or SIGTERM.
    Simulate(SimulateArgs),
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Name of the shop, printed on receipts.
    #[arg(long, default_value = "My shop")]
    pub(crate) shop: String,
    /// ISO 4217 code of its currency.
    #[arg(long, default_value = "EUR")]
    pub(crate) currency: String,
    /// Prices do not contain the tax.
    #[arg(long)]
    pub(crate) tax_exclusive: bool,
    /// The smallest cash step in minor units, such as 5.
    #[arg(long, default_value_t = 1, value_name = "MINOR")]
    pub(crate) cash_step: i64,
    /// Address line for the receipt; may be repeated.
    #[arg(long = "address", value_name = "LINE")]
    pub(crate) address: Vec<String>,
    /// VAT identification for the receipt.
    #[arg(long)]
    pub(crate) vat_id: Option<String>,
    /// Picture for the top of the receipt: PNG, JPEG or WebP.
    #[arg(long, value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LogoCommand {
    /// Print this picture on every receipt from now on; receipts that were issued keep theirs.
    Set {
        /// PNG, JPEG or WebP, at most 2 MiB and 4096 × 4096; printed in black and white, at most 384 × 200 dots.
        file: PathBuf,
    },
    /// Print no logo from now on.
    Remove,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProviderCommand {
    /// Add an account. The key is never an argument.
    #[command(subcommand)]
    Add(ProviderAdd),
    /// The accounts of this till.
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProviderAdd {
    /// A MerchantAPI account.
    MerchantApi(MerchantApiArgs),
    /// A Stitch account, whose terminals can be managed; it takes no payments.
    Stitch(StitchArgs),
    /// A SumUp account.
    Sumup(SumupArgs),
}

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("key").required(true).args(["api_key_file", "api_key_stdin"]))]
pub(crate) struct MerchantApiArgs {
    /// Address of the MerchantAPI: HTTPS, or HTTP on this machine.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: String,
    /// The key is in this file and is read at every use.
    #[arg(long, value_name = "FILE")]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Read the key from standard input and put it into the system's keychain.
    #[arg(long)]
    pub(crate) api_key_stdin: bool,
    #[command(flatten)]
    pub(crate) home: SecretFileHome,
    /// What the account is called in the till.
    #[arg(long, default_value = "MerchantAPI")]
    pub(crate) label: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TerminalCommand {
    /// The terminals of this till, or with --offered those the provider lists.
    List {
        /// Ask the provider.
        #[arg(long)]
        offered: bool,
    },
    /// Add a terminal by what its QR code or its menu says.
    Add {
        /// `MANUFACTURER-MODEL-SERIAL`, the text of the QR code, or the serial number alone.
        text: String,
        /// What the shop calls it.
        #[arg(long)]
        name: Option<String>,
        /// Where several accounts have it: the one it belongs to.
        #[command(flatten)]
        account: AccountArg,
    },
    /// Choose the terminal that card payments go to.
    Use {
        /// Its id, name, serial number or identity.
        terminal: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PeopleCommand {
    /// Who works here, and whose PIN is locked.
    List,
    /// Add somebody. The first must be a manager; further ones need a manager in --as.
    Add {
        /// What they are called; printed on receipts.
        name: String,
        /// `cashier` or `manager`.
        #[arg(long, default_value = "cashier", value_parser = ["cashier", "manager"])]
        role: String,
        #[command(flatten)]
        pin: NewPinArgs,
    },
    /// Take somebody out. Their orders keep their name; the last manager stays.
    Remove {
        /// Their name.
        name: String,
    },
    /// Give somebody a new PIN, which also unlocks them.
    SetPin {
        /// Their name.
        name: String,
        #[command(flatten)]
        pin: NewPinArgs,
    },
    /// For support: give a manager a new PIN when no manager can sign in any more. Refused while one can.
    Rescue {
        /// The manager's name.
        name: String,
        #[command(flatten)]
        pin: NewPinArgs,
    },
}

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("new_pin").required(true).args(["pin_stdin", "new_pin_file"]))]
pub(crate) struct NewPinArgs {
    /// Read the new PIN from standard input.
    #[arg(long)]
    pub(crate) pin_stdin: bool,
    /// The new PIN is in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) new_pin_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SellArgs {
    /// An article, with an optional quantity: `8712345678906`, `101*3`, `2100123*0.750`. May be repeated.
    #[arg(long = "item", required = true, value_name = "CODE[*QTY]")]
    pub(crate) items: Vec<String>,
    /// `card`, `cash` (exact) or `cash=20.00`.
    #[arg(long, value_name = "card|cash[=AMOUNT]")]
    pub(crate) pay: String,
    /// Take off the whole order: `10%` or `1.50`.
    #[arg(long, value_name = "DISCOUNT")]
    pub(crate) discount: Option<String>,
    /// Ask to cancel the card payment after this many milliseconds.
    #[arg(long, value_name = "MS")]
    pub(crate) cancel_after: Option<u64>,
    /// Give up waiting after this many seconds; the payment stays unknown and `recover` follows it.
    #[arg(long, default_value_t = 300, value_name = "SECONDS")]
    pub(crate) wait: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OrderCommand {
    /// The latest orders, newest first.
    List {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// One order with its lines, tenders, attempts and what was observed of them.
    Show {
        /// Its number.
        order: String,
    },
}

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("form").required(true).args(["text", "pdf"]))]
pub(crate) struct ReceiptArgs {
    /// Number of the order.
    pub(crate) order: String,
    /// Print it as text.
    #[arg(long)]
    pub(crate) text: bool,
    /// Write it as PDF.
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// Columns of the text: 32, 42 or 48.
    #[arg(long, default_value_t = 42)]
    pub(crate) columns: u16,
    /// Issue a copy: counted, and marked COPY.
    #[arg(long)]
    pub(crate) copy: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    /// Give up after this many seconds; what is still open stays open.
    #[arg(long, default_value_t = 300, value_name = "SECONDS")]
    pub(crate) wait: u64,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// Port on 127.0.0.1; 0 lets the system choose.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Same seed, same ids, cards and codes.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Who decides: `person` (control interface), `amount` (cents of the amount) or `script`.
    #[arg(long, default_value = "amount", value_parser = ["person", "amount", "script"])]
    pub(crate) decide: String,
    /// Remember the account in this file across restarts.
    #[arg(long, value_name = "FILE")]
    pub(crate) state_file: Option<PathBuf>,
    /// A quick world: polling and processing in milliseconds.
    #[arg(long)]
    pub(crate) quick: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DayTotalsArgs {
    /// Only this terminal: its id, name, serial number or identity.
    #[arg(long)]
    pub(crate) terminal: Option<String>,
    /// Print the report as text.
    #[arg(long)]
    pub(crate) text: bool,
    /// Write the report as PDF.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub(crate) pdf: Option<PathBuf>,
    /// Columns of the text: 32, 42 or 48.
    #[arg(long, default_value_t = 42)]
    pub(crate) columns: u16,
}

#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// The terminal: its id, name, serial number or identity. Without it the chosen one.
    #[arg(long)]
    pub(crate) terminal: Option<String>,
    /// The page that an earlier answer named as `next`.
    #[arg(long, value_name = "CURSOR", allow_hyphen_values = true)]
    pub(crate) page: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// The keys of an account, and where a rotation stands.
    List {
        /// Id or label of the account; needed where there are several.
        #[arg(long)]
        account: Option<String>,
    },
    /// Make a new key, switch the till to it, prove that it works and revoke the old one. Run again, it goes on where it
    /// stopped.
    Rotate(RotateArgs),
    /// Revoke a key the till does not use.
    Revoke {
        /// The provider's name for the key.
        key: String,
        /// Id or label of the account; needed where there are several.
        #[arg(long)]
        account: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RotateArgs {
    /// What people will call the new key.
    #[arg(long)]
    pub(crate) label: Option<String>,
    /// Until when it should work: a day (`2027-01-01`) or a time with its offset. Without it: for ever.
    #[arg(long, value_name = "WHEN")]
    pub(crate) until: Option<String>,
    /// The key to revoke at the end, where the till does not know which one it used.
    #[arg(long, value_name = "KEY")]
    pub(crate) old: Option<String>,
    /// Leave the old key valid: other tills still use it.
    #[arg(long, conflicts_with = "old")]
    pub(crate) keep_old: bool,
    /// Give a rotation up that has stopped: back to the old key.
    #[arg(long, conflicts_with_all = ["label", "until", "old", "keep_old"])]
    pub(crate) abandon: bool,
    /// Id or label of the account; needed where there are several.
    #[arg(long)]
    pub(crate) account: Option<String>,
}
