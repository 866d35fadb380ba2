//! The day in numbers: what this till counted, and beside it what each terminal's system has on record.
//!
//! The terminal's own slip is shown as it is and never read: its layout is nowhere documented. What is compared, one by
//! one, are our attempts and the transactions of the provider's history.

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::civil::Date;
use jiff::{Span, Timestamp, Zoned};
use money::Money;
use payment::capabilities::{HistoryEntry, HistoryFilter, HistoryState};
use payment::{AttemptState, FaultKind, Operation, OperationKind};
use receipt::{
    CardFigures, DayReport, DifferenceKind, Figure, IssuedAt, Paper, ReportDifference, ReportTax,
    ReportTender, ReportTerminal, ShopHeader,
};
use sale::TenderKind;
use store::{DayFigures, PlacedAttempt, TenderFigures, Terminal, TerminalId};

use crate::history::HistoryRow;
use crate::receipts::profile;
use crate::{Till, TillError};

/// Pages of a terminal's history that are read for one day at most. More is not compared at all rather than wrongly.
const MAX_PAGES: usize = 50;
/// A payment begun at midnight may be on record a little before or after it.
const AROUND_MIDNIGHT_MINUTES: i64 = 15;

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
    /// Why `theirs` is missing, for *Details*.
    pub fault: Option<String>,
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
        let mut days = Vec::with_capacity(terminals.len());
        for terminal in terminals {
            days.push(self.terminal_day(terminal, &at, &attempts).await?);
        }
        let journal = self.journal_day_totals(day, &figures).await?;
        Ok(DayTotals { day, at, figures, terminals: days, journal })
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
    ) -> Result<TerminalDay, TillError> {
        let currency = self.shop().currency;
        let ours: Vec<&PlacedAttempt> =
            attempts.iter().filter(|attempt| attempt.terminal_id == terminal.id).collect();
        let day = at.date().to_string();
        let begun: Vec<&PlacedAttempt> =
            ours.iter().copied().filter(|attempt| attempt.created_at.starts_with(&day)).collect();
        let slip = self.slip_of(&terminal).await;
        let (theirs, differences, fault) = match self.listed(&terminal, &ours, at).await {
            Ok(Some(rows)) => {
                let differences = compare(&ours, &rows, at);
                let today = rows.iter().map(|row| &row.entry).filter(|entry| is_on(entry, at));
                (Some(provider_figures(today, currency)), differences, None)
            }
            Ok(None) => (None, Vec::new(), None),
            Err(TillError::Provider(fault)) => (None, Vec::new(), Some(fault.to_string())),
            Err(TillError::Connect(error)) => (None, Vec::new(), Some(error.to_string())),
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
                return self.link(terminal, entries).await.map(Some);
            }
        }
        Ok(None)
    }
}

impl DayTotals {
    /// Whether anything does not agree.
    pub fn differs(&self) -> bool {
        self.terminals.iter().any(|terminal| !terminal.differences.is_empty())
    }
}

/// Payments of other days are among ours when a person decided about them today.
fn list_begin(ours: &[&PlacedAttempt], at: &Zoned) -> Option<Timestamp> {
    let margin = Span::new().minutes(AROUND_MIDNIGHT_MINUTES);
    let begun = ours.iter().filter_map(|attempt| attempt.created_at.parse::<Timestamp>().ok());
    let oldest = begun.min().and_then(|oldest| oldest.checked_sub(margin).ok());
    day_begin(at).map(|day| oldest.map_or(day, |oldest| day.min(oldest)))
}

fn day_begin(at: &Zoned) -> Option<Timestamp> {
    let begin = at.start_of_day().ok()?;
    begin.timestamp().checked_sub(Span::new().minutes(AROUND_MIDNIGHT_MINUTES)).ok()
}

/// An entry without a time is taken for today's: it must not be overlooked.
fn is_on(entry: &HistoryEntry, at: &Zoned) -> bool {
    entry.at.is_none_or(|moment| moment.to_zoned(at.time_zone().clone()).date() == at.date())
}

/// What does not agree, in the order of the provider's list, then what it does not list at all.
fn compare(ours: &[&PlacedAttempt], rows: &[HistoryRow], at: &Zoned) -> Vec<ReportDifference> {
    let names: HashSet<&str> = ours.iter().map(|attempt| attempt.record.intent.reference.as_str()).collect();
    let is_ours = |row: &&HistoryRow| {
        is_on(&row.entry, at) || row.link.as_ref().is_some_and(|link| names.contains(link.reference.as_str()))
    };
    let mut differences: Vec<ReportDifference> = rows.iter().filter(is_ours).filter_map(of_row).collect();
    let listed: HashSet<&str> =
        rows.iter().filter_map(|row| row.link.as_ref()).map(|link| link.reference.as_str()).collect();
    for attempt in ours {
        let record = &attempt.record;
        let name = record.intent.reference.as_str();
        let kind = if record.state.is_paid() && !listed.contains(name) {
            DifferenceKind::SaleWithoutCharge
        } else if record.state.is_open() {
            DifferenceKind::Open
        } else if record.state == AttemptState::NeedsPerson {
            DifferenceKind::Unclear
        } else {
            continue;
        };
        differences.push(ReportDifference {
            kind,
            name: name.to_owned(),
            order: attempt.order.map(|order| order.to_string()),
            amount: Some(record.intent.amount),
        });
    }
    differences
}

fn of_row(row: &HistoryRow) -> Option<ReportDifference> {
    let entry = &row.entry;
    let moved = matches!(entry.state, HistoryState::Approved | HistoryState::Refunded);
    let is_refund =
        matches!(entry.operation, Some(OperationKind::Refund | OperationKind::UnreferencedRefund));
    let kind = match &row.link {
        _ if entry.state == HistoryState::Unclear => DifferenceKind::Unclear,
        Some(link) if moved && link.state == AttemptState::Reversed => return None,
        Some(link) if moved && link.state == AttemptState::Approved => {
            if entry.amount == Some(link.amount) {
                return None;
            }
            DifferenceKind::OtherAmount
        }
        // Told from our side, with the order it belongs to.
        Some(link) if link.state.is_open() || link.state == AttemptState::NeedsPerson => return None,
        _ if moved && is_refund => DifferenceKind::RefundWithoutRecord,
        _ if moved => DifferenceKind::ChargeWithoutSale,
        Some(link) if link.state.is_paid() => DifferenceKind::SaleWithoutCharge,
        Some(_) | None => return None,
    };
    Some(ReportDifference {
        kind,
        name: entry.reference.clone().unwrap_or_else(|| entry.transaction.to_string()),
        order: row.link.as_ref().and_then(|link| link.order).map(|order| order.to_string()),
        amount: entry.amount,
    })
}

fn our_figures(ours: &[&PlacedAttempt], currency: money::Currency) -> CardFigures {
    let mut figures = CardFigures { charged: nothing(currency), refunded: nothing(currency) };
    for attempt in ours.iter().filter(|attempt| attempt.record.state.is_paid()) {
        let figure = match attempt.record.intent.operation {
            Operation::Purchase => &mut figures.charged,
            Operation::Refund { .. } | Operation::UnreferencedRefund => &mut figures.refunded,
        };
        add(figure, Some(attempt.record.intent.amount));
    }
    figures
}

fn provider_figures<'e>(
    entries: impl Iterator<Item = &'e HistoryEntry>,
    currency: money::Currency,
) -> CardFigures {
    let mut figures = CardFigures { charged: nothing(currency), refunded: nothing(currency) };
    for entry in
        entries.filter(|entry| matches!(entry.state, HistoryState::Approved | HistoryState::Refunded))
    {
        match entry.operation {
            Some(OperationKind::Refund | OperationKind::UnreferencedRefund) => {
                add(&mut figures.refunded, entry.amount);
            }
            Some(OperationKind::Purchase) | None => add(&mut figures.charged, entry.amount),
        }
    }
    figures
}

fn nothing(currency: money::Currency) -> Figure {
    Figure { count: 0, amount: Money::new(0, currency) }
}

/// An amount that cannot be read, or of another currency, is counted and adds nothing; it is named as a difference.
fn add(figure: &mut Figure, amount: Option<Money>) {
    figure.count += 1;
    if let Some(sum) = amount.and_then(|amount| figure.amount.checked_add(amount).ok()) {
        figure.amount = sum;
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

#[cfg(test)]
mod tests {
    use money::Currency;
    use payment::{Card, ProviderTransactionId};

    use super::*;
    use crate::history::HistoryLink;

    fn euros(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn row(state: HistoryState, operation: OperationKind, link: Option<(AttemptState, i64)>) -> HistoryRow {
        HistoryRow {
            entry: HistoryEntry {
                transaction: ProviderTransactionId::new("T1").expect("a name"),
                reference: Some("000001AAAAAAAA".to_owned()),
                operation: Some(operation),
                at: None,
                amount: Some(euros(500)),
                tip: None,
                state,
                state_text: String::new(),
                card: Card::default(),
                terminal: None,
            },
            link: link.map(|(state, minor)| HistoryLink {
                reference: "000001AAAAAAAA".to_owned(),
                order: None,
                state,
                amount: euros(minor),
            }),
        }
    }

    #[test]
    fn what_does_not_agree_is_named_and_nothing_else() {
        use AttemptState as Ours;
        use HistoryState as Theirs;
        use OperationKind::{Purchase, Refund};
        for (theirs, operation, ours, difference) in [
            (Theirs::Approved, Purchase, Some((Ours::Approved, 500)), None),
            (Theirs::Refunded, Purchase, Some((Ours::Approved, 500)), None),
            (Theirs::Approved, Purchase, Some((Ours::Reversed, 500)), None),
            (Theirs::Approved, Purchase, Some((Ours::Approved, 499)), Some(DifferenceKind::OtherAmount)),
            (Theirs::Approved, Purchase, None, Some(DifferenceKind::ChargeWithoutSale)),
            (Theirs::Approved, Refund, None, Some(DifferenceKind::RefundWithoutRecord)),
            (
                Theirs::Approved,
                Purchase,
                Some((Ours::Declined, 500)),
                Some(DifferenceKind::ChargeWithoutSale),
            ),
            (
                Theirs::Approved,
                Purchase,
                Some((Ours::LateApproved, 500)),
                Some(DifferenceKind::ChargeWithoutSale),
            ),
            (
                Theirs::Declined,
                Purchase,
                Some((Ours::Approved, 500)),
                Some(DifferenceKind::SaleWithoutCharge),
            ),
            (Theirs::Open, Purchase, Some((Ours::Approved, 500)), Some(DifferenceKind::SaleWithoutCharge)),
            (Theirs::Unclear, Purchase, None, Some(DifferenceKind::Unclear)),
            // Told once, from our side.
            (Theirs::Approved, Purchase, Some((Ours::Pending, 500)), None),
            (Theirs::Declined, Purchase, Some((Ours::Declined, 500)), None),
            (Theirs::Cancelled, Purchase, None, None),
            (Theirs::Open, Purchase, None, None),
        ] {
            let found = of_row(&row(theirs, operation, ours)).map(|found| found.kind);
            assert_eq!(found, difference, "{theirs:?} {operation:?} {ours:?}");
        }
    }

    #[test]
    fn an_amount_that_cannot_be_read_is_counted_and_adds_nothing() {
        let mut unreadable = row(HistoryState::Approved, OperationKind::Purchase, None).entry;
        unreadable.amount = None;
        let foreign = Money::new(700, "USD".parse().expect("known"));
        let other = HistoryEntry { amount: Some(foreign), ..unreadable.clone() };
        let good = HistoryEntry { amount: Some(euros(500)), ..unreadable.clone() };
        let figures = provider_figures([unreadable, other, good].iter(), Currency::EUR);
        assert_eq!(figures.charged, Figure { count: 3, amount: euros(500) });
    }
}
