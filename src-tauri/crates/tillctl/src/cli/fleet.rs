//! Arguments about accounts whose terminals are managed from here.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

use super::SecretFileHome;

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("secret").required(true).args(["client_secret_file", "client_secret_stdin"]))]
pub(crate) struct StitchArgs {
    /// The client's name at Stitch.
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: String,
    /// The client's secret is in this file and is read when a token is fetched.
    #[arg(long, value_name = "FILE")]
    pub(crate) client_secret_file: Option<PathBuf>,
    /// Read the client's secret from standard input and put it into the system's keychain.
    #[arg(long)]
    pub(crate) client_secret_stdin: bool,
    /// Where tokens are fetched, if not at Stitch's own address.
    #[arg(long, value_name = "URL")]
    pub(crate) token_url: Option<String>,
    /// Address of the interface, if not Stitch's own.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    #[command(flatten)]
    pub(crate) home: SecretFileHome,
    /// What the account is called in the till.
    #[arg(long, default_value = "Stitch")]
    pub(crate) label: String,
}

#[derive(Debug, Args)]
pub(crate) struct FleetArgs {
    /// The account, by its number or label; needed only where several manage terminals.
    #[arg(long, global = true, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    #[command(subcommand)]
    pub(crate) command: FleetCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FleetCommand {
    /// The terminals that match all that is given.
    List(FleetListArgs),
    /// Register a device, and allocate it when a merchant is named.
    Register(RegisterArgs),
    /// Give an unallocated terminal to a merchant.
    Allocate {
        /// Its id, terminal id (TID) or serial number.
        terminal: String,
        /// The provider's identifier of the merchant (not the MID).
        #[arg(long, value_name = "ID")]
        merchant: String,
    },
    /// Take a terminal from its merchant.
    Deallocate {
        /// Its id, terminal id (TID) or serial number.
        terminal: String,
    },
    /// Stop a terminal from taking payments.
    Suspend {
        /// Its id, terminal id (TID) or serial number.
        terminal: String,
        /// Why: damaged, stolen, lost, fraudulent, outstanding_compliance, outstanding_debt, merchant_left, other.
        #[arg(long)]
        reason: String,
    },
    /// Let a suspended terminal take payments again.
    Reactivate {
        /// Its id, terminal id (TID) or serial number.
        terminal: String,
    },
    /// Take a terminal out of the fleet for ever.
    Decommission {
        /// Its id, terminal id (TID) or serial number.
        terminal: String,
        /// Its terminal id (TID) or serial number once more, so that no other one is removed by mistake.
        #[arg(long, value_name = "TID|SERIAL")]
        confirm: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FleetListArgs {
    /// Terminal id of the card schemes.
    #[arg(long)]
    pub(crate) tid: Option<String>,
    /// Serial number.
    #[arg(long)]
    pub(crate) serial: Option<String>,
    /// The provider's identifier of the merchant.
    #[arg(long, value_name = "ID")]
    pub(crate) merchant: Option<String>,
    /// Maker.
    #[arg(long)]
    pub(crate) manufacturer: Option<String>,
    /// Model.
    #[arg(long)]
    pub(crate) model: Option<String>,
    /// The shop's own reference.
    #[arg(long)]
    pub(crate) reference: Option<String>,
    /// Leave out so many.
    #[arg(long, default_value_t = 0)]
    pub(crate) offset: u32,
    /// At most so many, up to 100.
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct RegisterArgs {
    /// The maker's serial number; no two devices share one.
    #[arg(long)]
    pub(crate) serial: String,
    /// Model: p2_se, p2_mini, p2_lite_se.
    #[arg(long)]
    pub(crate) model: String,
    /// Maker.
    #[arg(long, default_value = "sunmi")]
    pub(crate) manufacturer: String,
    /// Allocate it to this merchant at once.
    #[arg(long, value_name = "ID")]
    pub(crate) merchant: Option<String>,
    /// The shop's own reference.
    #[arg(long)]
    pub(crate) reference: Option<String>,
    /// What the generated terminal id begins with.
    #[arg(long)]
    pub(crate) prefix: Option<String>,
}
