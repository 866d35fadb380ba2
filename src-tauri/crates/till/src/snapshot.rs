//! The whole state of the till as a screen shows it.

use std::time::Duration;

use money::Money;
use payment::{AttemptRecord, Readiness, TerminalKey};
use sale::{Basket, LineId, OrderNumber, Quantity, Totals, cash_due};
use store::{AccountId, Terminal};

use crate::session::Stage;
use crate::{Access, Finished, JournalTrouble, Notice, SecretFileState, Shop, Till, TillError};

/// Everything a till screen shows, taken at one moment.
#[derive(Debug, Clone)]
pub struct TillSnapshot {
    /// Counts up with every change.
    pub revision: u64,
    /// The shop.
    pub shop: Shop,
    /// Whether the till may be used now, and by whom.
    pub access: Access,
    /// After how many idle minutes the till locks itself; zero never.
    pub idle_minutes: u32,
    /// Whether there is a secret file, and whether its secrets can be used.
    pub secret_file: SecretFileState,
    /// The terminal card payments go to.
    pub terminal: Option<Terminal>,
    /// Whether it could take a payment, as last heard.
    pub readiness: Readiness,
    /// The basket on the screen.
    pub basket: Basket,
    /// Its amounts.
    pub totals: Totals,
    /// What is due if it is paid in cash.
    pub cash_total: Money,
    /// The multiplier that waits for its article.
    pub pending: Option<Quantity>,
    /// The line that changed last.
    pub last_line: Option<LineId>,
    /// What the right column shows.
    pub stage: StageSnapshot,
    /// Earlier card attempts of the sale are being looked up before the card is asked for again.
    pub looking_back: bool,
    /// News of other orders.
    pub notices: Vec<Notice>,
    /// The journal is broken and nobody has decided to go on.
    pub journal: Option<JournalTrouble>,
    /// How many baskets are parked.
    pub parked: u32,
    /// How many payments and refunds a person has to look at.
    pub cases: usize,
}

/// What the right column shows.
#[derive(Debug, Clone)]
pub enum StageSnapshot {
    /// The basket and the tenders.
    Ringing,
    /// A card payment runs.
    Paying(Box<PayingSnapshot>),
    /// A payment has ended.
    Finished(Box<Finished>),
}

/// A running card payment.
#[derive(Debug, Clone)]
pub struct PayingSnapshot {
    /// The order.
    pub order: OrderNumber,
    /// What the shop calls the terminal it runs on.
    pub terminal: String,
    /// Where the attempt stands.
    pub record: AttemptRecord,
    /// Somebody at this till asked for it to be stopped.
    pub cancel_wanted: bool,
    /// Since it was sent or taken over.
    pub elapsed: Duration,
    /// How long the terminal shows it before it gives up by itself, where that is known: a countdown.
    pub window: Option<Duration>,
    /// How long after that it is certain that nothing was charged, where no stop is ever confirmed.
    pub certain_after: Option<Duration>,
}

impl Till {
    /// Everything a screen shows now.
    pub async fn snapshot(&self) -> Result<TillSnapshot, TillError> {
        let terminals = self.terminals().await?;
        let terminal = self.chosen_terminal().await?;
        let parked = self.store().baskets().count_parked().await?;
        let shop = self.shop();
        let session = self.session().await;
        let totals = session.basket.totals()?;
        let (cash_total, _) = cash_due(totals.gross, shop.cash_rounding)?;
        let stage = match &session.stage {
            Stage::Ringing => StageSnapshot::Ringing,
            Stage::Finished(finished) => StageSnapshot::Finished(finished.clone()),
            Stage::Paying { order, attempt } => match self.following(attempt) {
                Some(following) => StageSnapshot::Paying(Box::new(PayingSnapshot {
                    order: *order,
                    terminal: name_of(
                        &terminals,
                        self.account_of_followed(attempt),
                        &following.record().intent.terminal,
                    ),
                    record: following.record(),
                    cancel_wanted: following.cancel_wanted(),
                    elapsed: self.clock().tick().saturating_sub(following.since()),
                    window: following.window(),
                    certain_after: following.certainty(),
                })),
                None => StageSnapshot::Ringing,
            },
        };
        Ok(TillSnapshot {
            revision: self.revision(),
            access: self.access(),
            idle_minutes: self.idle_minutes(),
            secret_file: self.secret_file_state(),
            terminal,
            readiness: self.readiness(),
            basket: session.basket.clone(),
            totals,
            cash_total,
            pending: session.pending,
            last_line: session.last_line,
            stage,
            looking_back: self.looking_back().is_under_way(),
            notices: self.with_paid_twice(&session.notices),
            journal: self.journal_trouble(),
            cases: self.cases_waiting(),
            parked,
            shop,
        })
    }
}

/// What the shop calls a terminal; its key when it is not among the terminals any more.
fn name_of(terminals: &[Terminal], account: Option<AccountId>, key: &TerminalKey) -> String {
    let is_it = |terminal: &&Terminal| {
        terminal.key == *key && account.is_none_or(|account| account == terminal.account_id)
    };
    let known = terminals.iter().find(is_it);
    known.map_or_else(|| key.to_string(), |terminal| terminal.name.clone())
}
