//! What a provider has paid out, added up as the bank statement shows it.

use jiff::ToSpan;
use jiff::civil::Date;
use money::{Currency, Money};
use payment::capabilities::{Payout, PayoutState};
use store::AccountId;

use crate::{HistoryLink, Till, TillError};

/// Days of one report at most.
pub const MAX_PAYOUT_DAYS: i32 = 370;
/// Longer codes are none a provider gives.
const MAX_CODE: usize = 64;

/// Which days a report of payouts is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutPeriod {
    /// The last days, today included.
    Last {
        /// How many.
        days: u16,
    },
    /// From one day to another, both included.
    Between {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
}

/// What was paid out in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutReport {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// Sums per currency, in the order in which the currencies first appear.
    pub totals: Vec<PayoutTotal>,
    /// The lines, newest first, those of one transfer together.
    pub transfers: Vec<Transfer>,
    /// Lines that are in no sum: they failed, or cannot be read.
    pub left_out: usize,
}

/// Sums of one currency, over the lines that moved money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutTotal {
    /// The currency.
    pub currency: Currency,
    /// How many lines.
    pub count: u64,
    /// Paid out, before deductions.
    pub paid_out: Money,
    /// Deducted: below nothing, or nothing.
    pub deducted: Money,
    /// What the provider kept.
    pub fee: Money,
}

impl PayoutTotal {
    /// What reaches the bank.
    pub fn net(&self) -> Result<Money, money::MoneyError> {
        self.paid_out.checked_add(self.deducted)
    }
}

/// What the bank statement shows as one: the lines of one day that carry one reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// The day.
    pub date: Date,
    /// What the bank statement says.
    pub reference: Option<String>,
    /// Sums of its lines; more than one where the lines have several currencies.
    pub totals: Vec<PayoutTotal>,
    /// Its lines.
    pub lines: Vec<Payout>,
}

impl Till {
    /// What was paid out, as the provider lists it, newest first.
    ///
    /// # Errors
    /// `Period` for days that are none, or too many.
    pub async fn payouts(
        &self,
        account: AccountId,
        first: Date,
        last: Date,
    ) -> Result<Vec<Payout>, TillError> {
        let days = first.until(last).map_err(|_| TillError::Period)?.get_days();
        if !(0..=MAX_PAYOUT_DAYS).contains(&days) {
            return Err(TillError::Period);
        }
        let provider = self.provider(account).await?;
        Ok(provider.payouts().ok_or(TillError::NotOffered)?.payouts(first, last).await?)
    }

    /// The same with its sums.
    pub async fn payout_report(
        &self,
        account: AccountId,
        period: PayoutPeriod,
    ) -> Result<PayoutReport, TillError> {
        let (first, last) = match period {
            PayoutPeriod::Between { first, last } => (first, last),
            PayoutPeriod::Last { days } => {
                let today = self.clock().wall().date();
                let back = i64::from(days.max(1)) - 1;
                (today.checked_sub(back.days()).map_err(|_| TillError::Period)?, today)
            }
        };
        Ok(report(first, last, self.payouts(account, first, last).await?))
    }

    /// The payment or refund of this till that a line of a report is about; `None`: it is not this till's.
    pub async fn behind_payout(
        &self,
        account: AccountId,
        code: &str,
    ) -> Result<Option<HistoryLink>, TillError> {
        if code.is_empty() || code.len() > MAX_CODE {
            return Err(TillError::NotFound("transaction"));
        }
        let provider = self.provider(account).await?;
        let payouts = provider.payouts().ok_or(TillError::NotOffered)?;
        let Some(transaction) = payouts.transaction_of(code).await? else { return Ok(None) };
        let found = self.store().days().linked(account, &[], &[transaction.to_string()]).await?;
        Ok(found.first().map(HistoryLink::of))
    }

    /// The accounts whose provider tells what it pays out.
    pub async fn accounts_with_payouts(&self) -> Result<Vec<AccountId>, TillError> {
        let mut found = Vec::new();
        for account in self.accounts().await? {
            // An account that cannot be connected is mended in the settings, not here.
            if self.offers(account.id).await.is_ok_and(|offers| offers.payouts) {
                found.push(account.id);
            }
        }
        Ok(found)
    }
}

fn report(first: Date, last: Date, lines: Vec<Payout>) -> PayoutReport {
    let (totals, left_out) = sums(&lines);
    let mut transfers: Vec<Transfer> = Vec::new();
    for line in lines {
        let same = |transfer: &&mut Transfer| {
            line.reference.is_some() && transfer.date == line.date && transfer.reference == line.reference
        };
        match transfers.iter_mut().rev().find(same) {
            Some(transfer) => transfer.lines.push(line),
            None => transfers.push(Transfer {
                date: line.date,
                reference: line.reference.clone(),
                totals: Vec::new(),
                lines: vec![line],
            }),
        }
    }
    for transfer in &mut transfers {
        transfer.totals = sums(&transfer.lines).0;
    }
    PayoutReport { first, last, totals, transfers, left_out }
}

/// The sums per currency, and how many lines are in none.
fn sums(lines: &[Payout]) -> (Vec<PayoutTotal>, usize) {
    let mut totals: Vec<PayoutTotal> = Vec::new();
    let mut left_out = 0;
    for line in lines {
        let Some(amount) = line.amount.filter(|_| line.state == PayoutState::Done) else {
            left_out += 1;
            continue;
        };
        let currency = amount.currency();
        let place = totals.iter().position(|total| total.currency == currency).unwrap_or_else(|| {
            totals.push(PayoutTotal {
                currency,
                count: 0,
                paid_out: Money::zero(currency),
                deducted: Money::zero(currency),
                fee: Money::zero(currency),
            });
            totals.len() - 1
        });
        match with(&totals[place], amount, line.fee) {
            Some(sum) => totals[place] = sum,
            // A sum that cannot be held is wrong by what does not fit; the line is named as missing in it.
            None => left_out += 1,
        }
    }
    (totals, left_out)
}

fn with(total: &PayoutTotal, amount: Money, fee: Option<Money>) -> Option<PayoutTotal> {
    let mut sum = PayoutTotal { count: total.count + 1, ..total.clone() };
    let side = if amount.is_negative() { &mut sum.deducted } else { &mut sum.paid_out };
    *side = side.checked_add(amount).ok()?;
    if let Some(fee) = fee {
        sum.fee = sum.fee.checked_add(fee).ok()?;
    }
    sum.net().ok()?;
    Some(sum)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn line(date: &str, minor: i64, reference: Option<&str>) -> Payout {
        Payout {
            id: format!("{date}-{minor}"),
            date: date.parse().unwrap(),
            amount: Some(Money::new(minor, Currency::EUR)),
            fee: Some(Money::new(3, Currency::EUR)),
            kind: "PAYOUT".to_owned(),
            state: PayoutState::Done,
            status: "SUCCESSFUL".to_owned(),
            reference: reference.map(str::to_owned),
            code: None,
        }
    }

    fn made(lines: Vec<Payout>) -> PayoutReport {
        let day = |text: &str| text.parse().unwrap();
        report(day("2026-11-01"), day("2026-11-30"), lines)
    }

    #[test]
    fn the_lines_of_one_transfer_stand_together_with_their_sum() {
        let made = made(vec![
            line("2026-11-20", 500, Some("payout-20")),
            line("2026-11-20", -200, Some("payout-20")),
            line("2026-11-19", 700, Some("payout-19")),
            line("2026-11-19", 100, None),
            line("2026-11-19", 100, None),
        ]);
        let sums: Vec<(usize, i64)> = made
            .transfers
            .iter()
            .map(|transfer| (transfer.lines.len(), transfer.totals[0].net().unwrap().minor()))
            .collect();
        assert_eq!(sums, [(2, 300), (1, 700), (1, 100), (1, 100)], "what has no reference stands alone");
        let [total] = &made.totals[..] else { panic!("one currency") };
        assert_eq!((total.count, total.paid_out.minor(), total.deducted.minor()), (5, 1_400, -200));
        assert_eq!((total.fee.minor(), total.net().unwrap().minor(), made.left_out), (15, 1_200, 0));
    }

    #[test]
    fn what_failed_or_cannot_be_read_is_in_no_sum_and_is_counted() {
        let failed = Payout { state: PayoutState::Failed, ..line("2026-11-20", 500, None) };
        let unclear = Payout { state: PayoutState::Unclear, ..line("2026-11-20", 500, None) };
        let unreadable = Payout { amount: None, ..line("2026-11-20", 500, None) };
        let dollars = Payout {
            amount: Some(Money::new(9, "USD".parse().unwrap())),
            fee: None,
            ..line("2026-11-20", 9, None)
        };
        let made = made(vec![failed, unclear, unreadable, dollars, line("2026-11-20", 1, None)]);
        let shown: Vec<(&str, i64)> =
            made.totals.iter().map(|total| (total.currency.code(), total.paid_out.minor())).collect();
        assert_eq!((shown, made.left_out), (vec![("USD", 9), ("EUR", 1)], 3));
    }

    #[test]
    fn sums_that_cannot_be_held_leave_the_line_out() {
        let made = made(vec![line("2026-11-20", i64::MAX, None), line("2026-11-20", 1, None)]);
        assert_eq!((made.totals[0].paid_out.minor(), made.left_out), (i64::MAX, 1));
    }
}
