use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

/// Exit codes: 0 refunded, 1 fault, 2 usage, 3 not refunded, 4 unknown or waiting (money may have moved; run `recover`).
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(group = ArgGroup::new("what").args(["order", "without_reference"]))]
pub(crate) struct RefundArgs {
    #[command(subcommand)]
    pub(crate) command: Option<RefundCommand>,
    /// Number of the order; without --amount and --line all that is left of it.
    pub(crate) order: Option<String>,
    /// An amount of it, tax included.
    #[arg(long, conflicts_with = "lines")]
    pub(crate) amount: Option<String>,
    /// A line of it by its position, with an optional quantity: `2`, `1*3`. May be repeated.
    #[arg(long = "line", value_name = "N[*QTY]")]
    pub(crate) lines: Vec<String>,
    /// `cash`, or the reference of the card payment that gets the money; else the way the order was paid.
    #[arg(long, value_name = "cash|REFERENCE")]
    pub(crate) to: Option<String>,
    /// Give this amount back without a purchase, where the provider offers that.
    #[arg(long, value_name = "AMOUNT", requires = "reason", conflicts_with_all = ["amount", "lines", "to"])]
    pub(crate) without_reference: Option<String>,
    /// Why.
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// The terminal it runs on, where one takes part: its id, name, serial number or identity.
    #[arg(long)]
    pub(crate) terminal: Option<String>,
    /// Give up waiting after this many seconds; the refund stays unknown and `recover` follows it.
    #[arg(long, default_value_t = 300, value_name = "SECONDS")]
    pub(crate) wait: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RefundCommand {
    /// The latest refunds, newest first.
    List {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// One refund with its attempts and what was observed of them.
    Show {
        /// Its number, such as R000012.
        refund: String,
    },
    /// The slip of a refund, as it was issued.
    Slip(RefundSlipArgs),
    /// Take back a refund that waits because it came too early.
    Withdraw {
        /// Its number.
        refund: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RefundSlipArgs {
    /// Number of the refund.
    pub(crate) refund: String,
    /// Write it as PDF; else it is printed as text.
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// Columns of the text: 32, 42 or 48.
    #[arg(long, default_value_t = 42)]
    pub(crate) columns: u16,
    /// Issue a copy: counted, and marked COPY.
    #[arg(long)]
    pub(crate) copy: bool,
}
