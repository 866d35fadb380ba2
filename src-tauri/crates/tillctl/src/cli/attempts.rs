use clap::{ArgGroup, Args, Subcommand};

/// Payments and refunds a person has to look at.
#[derive(Debug, Subcommand)]
pub(crate) enum AttemptsCommand {
    /// Everything a person has to look at, the oldest first, with what may be decided about it.
    NeedsPerson,
    /// One of them with all that was observed.
    Show {
        /// Our reference, as in the provider's portal.
        reference: String,
    },
    /// Ask the payment system once more. Comes before every decision.
    LookAgain {
        /// Our reference.
        reference: String,
    },
    /// Take a manager's decision down, after one more look. Sends nothing, and is refused where the payment system has an
    /// answer by now. In a shop with people a manager gives `--as` and `--pin-file`.
    Decide(DecideArgs),
    /// Let a payment approved late pay its own order, if that is still unpaid and comes to exactly its amount.
    Attach {
        /// Our reference.
        reference: String,
    },
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("verdict").required(true)
    .args(["money_came_in", "no_money_came_in", "went_back", "did_not_go_back", "seen_to"]))]
pub(crate) struct DecideArgs {
    /// Our reference.
    pub(crate) reference: String,
    /// The money came in: bank or portal shows it, under this transaction id.
    #[arg(long, value_name = "TRANSACTION")]
    pub(crate) money_came_in: Option<String>,
    /// No money came in.
    #[arg(long)]
    pub(crate) no_money_came_in: bool,
    /// A refund went back to the customer.
    #[arg(long)]
    pub(crate) went_back: bool,
    /// A refund did not go back.
    #[arg(long)]
    pub(crate) did_not_go_back: bool,
    /// It was settled outside the till; its books stay as they are.
    #[arg(long)]
    pub(crate) seen_to: bool,
    /// Why. Kept for good, with who decided and when.
    #[arg(long)]
    pub(crate) reason: String,
}
