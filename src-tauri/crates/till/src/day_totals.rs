//! The day in numbers: what this till counted, and beside it what each terminal's system has on record.
//!
//! The terminal's own slip is shown as it is and never read: its layout is nowhere documented. What is compared, one by
//! one, are our attempts and the transactions of the provider's history.

mod compare;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use jiff::Zoned;
use jiff::civil::Date;
use money::Money;
use payment::FaultKind;
use payment::capabilities::{HistoryFilter, HistoryScope};
use receipt::{
    CardFigures, DayReport, Figure, IssuedAt, Paper, ReportAccount, ReportDifference, ReportTax,
    ReportTender, ReportTerminal, ShopHeader,
};
use sale::TenderKind;
use store::{AccountId, DayFigures, PlacedAttempt, TenderFigures, Terminal, TerminalId};

use self::compare::{compare, is_on, list_begin, nothing, of_row, our_figures, provider_figures};
use crate::history::HistoryRow;
use crate::receipts::profile;
use crate::{Till, TillError};

/// Pages of a terminal's history that are read for one day at most. More is not compared at all rather than wrongly.
const MAX_PAGES: usize = 50;
/// What was read of accounts whose records name no terminal; `None`: it cannot be compared.
type AccountLists = HashMap<AccountId, Option<Vec<HistoryRow>>>;

/// The totals of a day.
#[derive(Debug, Clone)]
pub struct DayTotals {
    /// The day, on the shop's calendar.
    pub day: Date,
    /// When they were read.
    pub at: Zoned,
    /// What this till sold.
    pub figures: DayFigures,
    /// Each terminal.
    pub terminals: Vec<TerminalDay>,
    /// What else is on record where the payment system tells of whole accounts.
    pub accounts: Vec<AccountDay>,
    /// The journal's entry of this reading, as printed.
    pub journal: String,
}

/// The day of one terminal.
#[derive(Debug, Clone)]
pub struct TerminalDay {
    /// The terminal.
    pub terminal: Terminal,
    /// Charges and refunds this till knows of.
    pub ours: CardFigures,
    /// Those the provider has on record; `None`: it does not tell, or could not be asked.
    pub theirs: Option<CardFigures>,
    /// What does not agree.
    pub differences: Vec<ReportDifference>,
    /// The terminal's own day totals.
    pub slip: SlipState,
    /// Why `theirs` is missing: the kind for a sentence, the words for support.
    pub fault: Option<(FaultKind, String)>,
}

/// What an account whose records name no terminal has on record beside this till's payments.
#[derive(Debug, Clone)]
pub struct AccountDay {
    /// The account.
    pub account: AccountId,
    /// What people call it.
    pub name: String,
    /// Charges and refunds of the day that are not of this till.
    pub others: CardFigures,
    /// Each of them, and what this till knows of and shows under none of its terminals.
    pub differences: Vec<ReportDifference>,
}

/// A terminal's own day totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipState {
    /// As the provider sent them.
    Text(String),
    /// The provider has none.
    NotOffered,
    /// They could not be read: what went wrong, and the words for *Details*.
    Fault(FaultKind, String),
}

impl Till {
    /// Today's totals, of every terminal or of one.
    pub async fn day_totals(&self, only: Option<TerminalId>) -> Result<DayTotals, TillError> {
        let at = self.clock().wall();
        let day = at.date();
        let figures = self.store().days().figures(day, self.shop().currency).await?;
        let attempts = self.store().days().attempts(day).await?;
        let terminals = match only {
            Some(id) => vec![self.terminal(id).await?],
            None => self.terminals().await?,
        };
        let mut read = AccountLists::new();
        let mut days = Vec::with_capacity(terminals.len());
        for terminal in terminals {
            days.push(self.terminal_day(terminal, &at, &attempts, &mut read).await?);
        }
        let accounts = self.account_days(&read, &at).await?;
        let journal = self.journal_day_totals(day, &figures).await?;
        Ok(DayTotals { day, at, figures, terminals: days, accounts, journal })
    }

    /// The totals as a report to be printed.
    pub fn day_report(&self, totals: &DayTotals) -> DayReport {
        let shop = self.shop();
        let profile = profile(&shop);
        DayReport {
            // A report is read, not given away: it needs no logo.
            shop: ShopHeader { logo: None, ..profile.shop },
            day: totals.day,
            issued_at: IssuedAt::from(&totals.at),
            till: shop.till,
            // Whoever stands at the till reads it; in a shop without people the word for all of them.
            cashier: self.seller().unwrap_or(shop.cashier),
            currency: shop.currency,
            sales: Figure { count: totals.figures.sales, amount: totals.figures.total },
            refunds: given_back(&totals.figures.refunds, shop.currency),
            tenders: report_tenders(&totals.figures),
            taxes: totals
                .figures
                .taxes
                .iter()
                .map(|row| ReportTax { rate: row.rate, net: row.net, tax: row.tax, gross: row.gross })
                .collect(),
            terminals: totals.terminals.iter().map(report_terminal).collect(),
            accounts: totals.accounts.iter().map(report_account).collect(),
            journal: Some(totals.journal.clone()),
            training: profile.training,
            format: profile.format,
            wording: profile.wording,
        }
    }

    /// The report as PDF for an 80 mm roll.
    pub fn day_report_pdf(&self, report: &DayReport) -> Result<Vec<u8>, TillError> {
        self.renderer()
            .render(&report.to_document(), Paper::Roll80, None)
            .map_err(|error| TillError::Receipt(error.to_string()))
    }

    /// Writes the report as PDF into the data folder and names the file.
    pub fn save_day_report(&self, report: &DayReport) -> Result<PathBuf, TillError> {
        let pdf = self.day_report_pdf(report)?;
        let folder = self.data_dir().join("reports");
        let time = report.issued_at.to_string().replace(':', "");
        let path = folder.join(format!("day-totals-{time}.pdf"));
        let write = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, pdf));
        write.map_err(|source| TillError::File { path: path.display().to_string(), source })?;
        Ok(path)
    }

    async fn terminal_day(
        &self,
        terminal: Terminal,
        at: &Zoned,
        attempts: &[PlacedAttempt],
        read: &mut AccountLists,
    ) -> Result<TerminalDay, TillError> {
        let currency = self.shop().currency;
        let ours: Vec<&PlacedAttempt> =
            attempts.iter().filter(|attempt| attempt.terminal_id == terminal.id).collect();
        let day = at.date().to_string();
        let begun: Vec<&PlacedAttempt> =
            ours.iter().copied().filter(|attempt| attempt.created_at.starts_with(&day)).collect();
        let slip = self.slip_of(&terminal).await;
        let (theirs, differences, fault) = match self.rows_of(&terminal, attempts, at, read).await {
            Ok(Some(rows)) => {
                let differences = compare(&ours, &rows, at);
                let today = rows.iter().filter(|row| is_on(&row.entry, at));
                (Some(provider_figures(today, currency)), differences, None)
            }
            Ok(None) => (None, Vec::new(), None),
            Err(TillError::Provider(fault)) => (None, Vec::new(), Some((fault.kind(), fault.to_string()))),
            Err(TillError::Connect(error)) => {
                (None, Vec::new(), Some((FaultKind::Misconfigured, error.to_string())))
            }
            Err(error) => return Err(error),
        };
        Ok(TerminalDay { ours: our_figures(&begun, currency), terminal, theirs, differences, slip, fault })
    }

    async fn slip_of(&self, terminal: &Terminal) -> SlipState {
        let provider = match self.provider(terminal.account_id).await {
            Ok(provider) => provider,
            Err(error) => return SlipState::Fault(FaultKind::Misconfigured, error.to_string()),
        };
        let Some(totals) = provider.day_totals() else { return SlipState::NotOffered };
        match totals.today(&terminal.key).await {
            Ok(slip) => SlipState::Text(slip.text),
            Err(fault) => SlipState::Fault(fault.kind(), fault.to_string()),
        }
    }

    /// What the provider has on record for a terminal. Where it tells of whole accounts the list is read once for all
    /// terminals of one, and each gets the payments that ran on it.
    async fn rows_of(
        &self,
        terminal: &Terminal,
        attempts: &[PlacedAttempt],
        at: &Zoned,
        read: &mut AccountLists,
    ) -> Result<Option<Vec<HistoryRow>>, TillError> {
        let account = terminal.account_id;
        let provider = self.provider(account).await?;
        let Some(history) = provider.history() else { return Ok(None) };
        let scope = history.scope();
        let of = |attempt: &&PlacedAttempt| match scope {
            HistoryScope::Terminal => attempt.terminal_id == terminal.id,
            HistoryScope::Account => attempt.account_id == account,
        };
        let ours: Vec<&PlacedAttempt> = attempts.iter().filter(of).collect();
        let all = match scope {
            HistoryScope::Terminal => return self.listed(terminal, &ours, at).await,
            HistoryScope::Account => match read.get(&account) {
                Some(known) => known.clone(),
                None => {
                    let rows = self.listed(terminal, &ours, at).await?;
                    read.insert(account, rows.clone());
                    rows
                }
            },
        };
        let ran_on_it = |row: &HistoryRow| row.link.as_ref().is_some_and(|link| link.terminal == terminal.id);
        Ok(all.map(|rows| rows.into_iter().filter(ran_on_it).collect()))
    }

    /// What else is on record at the accounts that were read, each transaction once.
    async fn account_days(&self, read: &AccountLists, at: &Zoned) -> Result<Vec<AccountDay>, TillError> {
        let known: HashSet<TerminalId> =
            self.terminals().await?.into_iter().map(|terminal| terminal.id).collect();
        let mut days = Vec::new();
        for account in self.accounts().await? {
            let Some(Some(rows)) = read.get(&account.id) else { continue };
            let today = || rows.iter().filter(|row| is_on(&row.entry, at));
            let shown =
                |row: &&HistoryRow| row.link.as_ref().is_some_and(|link| known.contains(&link.terminal));
            let differences: Vec<ReportDifference> =
                today().filter(|row| !shown(row)).filter_map(of_row).collect();
            let others = provider_figures(today().filter(|row| row.link.is_none()), self.shop().currency);
            if !differences.is_empty() {
                days.push(AccountDay { account: account.id, name: account.label, others, differences });
            }
        }
        Ok(days)
    }

    /// What the provider has on record for the day and a little around it, each transaction once, and since the oldest
    /// payment that was decided about today. `None`: it has no history, or more than is ever read.
    async fn listed(
        &self,
        terminal: &Terminal,
        ours: &[&PlacedAttempt],
        at: &Zoned,
    ) -> Result<Option<Vec<HistoryRow>>, TillError> {
        let provider = self.provider(terminal.account_id).await?;
        let Some(history) = provider.history() else { return Ok(None) };
        let filter = HistoryFilter { terminal: Some(terminal.key.clone()), since: list_begin(ours, at) };
        let mut seen = HashSet::new();
        let mut entries = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let page = history.history(&filter, cursor.as_deref()).await?;
            // A new transaction moves all others by one, over the edge of a page: the same one comes twice.
            entries.extend(page.items.into_iter().filter(|entry| seen.insert(entry.transaction.clone())));
            cursor = page.next;
            if cursor.is_none() {
                return self.link(terminal.account_id, entries).await.map(Some);
            }
        }
        Ok(None)
    }
}

impl DayTotals {
    /// Whether anything does not agree.
    pub fn differs(&self) -> bool {
        !self.accounts.is_empty() || self.terminals.iter().any(|terminal| !terminal.differences.is_empty())
    }
}

fn given_back(refunds: &[TenderFigures], currency: money::Currency) -> Figure {
    let mut sum = nothing(currency);
    for row in refunds {
        sum.count += row.count;
        // Rounding is the drawer's business: what was given back is what the goods cost.
        let exact = row.amount.checked_sub(row.rounding).unwrap_or(row.amount);
        sum.amount = sum.amount.checked_add(exact).unwrap_or(sum.amount);
    }
    sum
}

/// One row for each way money came or went.
fn report_tenders(figures: &DayFigures) -> Vec<ReportTender> {
    let currency = figures.total.currency();
    let of = |rows: &[TenderFigures], kind| {
        let row = rows.iter().find(|row| row.kind == kind);
        row.map_or((nothing(currency), Money::new(0, currency)), |row| {
            (Figure { count: row.count, amount: row.amount }, row.rounding)
        })
    };
    [TenderKind::Cash, TenderKind::Card]
        .into_iter()
        .map(|kind| {
            let (taken, rounding) = of(&figures.tenders, kind);
            ReportTender { kind, taken, given_back: of(&figures.refunds, kind).0, rounding }
        })
        .filter(|row| row.taken.count + row.given_back.count > 0)
        .collect()
}

fn report_account(day: &AccountDay) -> ReportAccount {
    ReportAccount { name: day.name.clone(), others: day.others, differences: day.differences.clone() }
}

fn report_terminal(day: &TerminalDay) -> ReportTerminal {
    ReportTerminal {
        name: day.terminal.name.clone(),
        serial: day.terminal.serial.clone(),
        ours: day.ours,
        theirs: day.theirs,
        differences: day.differences.clone(),
        slip: match &day.slip {
            SlipState::Text(text) => Some(text.clone()),
            SlipState::NotOffered | SlipState::Fault(..) => None,
        },
    }
}
