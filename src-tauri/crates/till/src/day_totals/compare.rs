//! What this till counted, held against what a provider has on record, transaction by transaction.

use std::collections::HashSet;

use jiff::{Span, Timestamp, Zoned};
use money::Money;
use payment::capabilities::{HistoryEntry, HistoryState};
use payment::{AttemptRecord, AttemptState, Operation, OperationKind};
use receipt::{CardFigures, DifferenceKind, Figure, ReportDifference};
use store::PlacedAttempt;

use crate::history::HistoryRow;

/// A payment begun at midnight may be on record a little before or after it.
const AROUND_MIDNIGHT_MINUTES: i64 = 15;

/// Payments of other days are among ours when a person decided about them today.
pub(super) fn list_begin(ours: &[&PlacedAttempt], at: &Zoned) -> Option<Timestamp> {
    let margin = Span::new().minutes(AROUND_MIDNIGHT_MINUTES);
    let begun = ours.iter().filter_map(|attempt| attempt.created_at.parse::<Timestamp>().ok());
    let oldest = begun.min().and_then(|oldest| oldest.checked_sub(margin).ok());
    day_begin(at).map(|day| oldest.map_or(day, |oldest| day.min(oldest)))
}

pub(super) fn day_begin(at: &Zoned) -> Option<Timestamp> {
    let begin = at.start_of_day().ok()?;
    begin.timestamp().checked_sub(Span::new().minutes(AROUND_MIDNIGHT_MINUTES)).ok()
}

/// An entry without a time is taken for today's: it must not be overlooked.
pub(super) fn is_on(entry: &HistoryEntry, at: &Zoned) -> bool {
    entry.at.is_none_or(|moment| moment.to_zoned(at.time_zone().clone()).date() == at.date())
}

/// What does not agree, in the order of the provider's list, then what it does not list at all.
pub(super) fn compare(ours: &[&PlacedAttempt], rows: &[HistoryRow], at: &Zoned) -> Vec<ReportDifference> {
    let names: HashSet<&str> = ours.iter().map(|attempt| attempt.record.intent.reference.as_str()).collect();
    let is_ours = |row: &&HistoryRow| {
        is_on(&row.entry, at) || row.link.as_ref().is_some_and(|link| names.contains(link.reference.as_str()))
    };
    let mut differences: Vec<ReportDifference> = rows.iter().filter(is_ours).filter_map(of_row).collect();
    let listed: HashSet<&str> =
        rows.iter().filter_map(|row| row.link.as_ref()).map(|link| link.reference.as_str()).collect();
    let moved: HashSet<&str> = rows
        .iter()
        .filter(|row| matches!(row.entry.state, HistoryState::Approved | HistoryState::Refunded))
        .filter_map(|row| row.link.as_ref())
        .map(|link| link.reference.as_str())
        .collect();
    for attempt in ours {
        let record = &attempt.record;
        let name = record.intent.reference.as_str();
        let kind = if is_without_charge(record, listed.contains(name), moved.contains(name)) {
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

/// A sale on our books for which the provider has no charge: it does not list it, or has taken it back.
fn is_without_charge(record: &AttemptRecord, listed: bool, moved: bool) -> bool {
    let paid_its_order = record.taken_back_from != Some(AttemptState::LateApproved);
    let taken_back = record.state == AttemptState::Reversed && paid_its_order && !moved;
    (record.state.is_paid() && !listed) || taken_back
}

pub(super) fn of_row(row: &HistoryRow) -> Option<ReportDifference> {
    let entry = &row.entry;
    let moved = matches!(entry.state, HistoryState::Approved | HistoryState::Refunded);
    let is_refund =
        matches!(entry.operation, Some(OperationKind::Refund | OperationKind::UnreferencedRefund));
    let kind = match &row.link {
        _ if entry.state == HistoryState::Unclear => DifferenceKind::Unclear,
        // On our books it was taken back.
        Some(link) if moved && link.state == AttemptState::Reversed => DifferenceKind::Unclear,
        Some(link) if moved && link.state == AttemptState::Approved => {
            if entry.amount == Some(link.amount)
                || (entry.amount.is_none() && entry.total == Some(link.amount))
            {
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
        amount: row.money(),
    })
}

pub(super) fn our_figures(ours: &[&PlacedAttempt], currency: money::Currency) -> CardFigures {
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

pub(super) fn provider_figures<'e>(
    rows: impl Iterator<Item = &'e HistoryRow>,
    currency: money::Currency,
) -> CardFigures {
    let mut figures = CardFigures { charged: nothing(currency), refunded: nothing(currency) };
    let moved =
        |row: &&HistoryRow| matches!(row.entry.state, HistoryState::Approved | HistoryState::Refunded);
    for row in rows.filter(moved) {
        let figure = match row.entry.operation {
            Some(OperationKind::Refund | OperationKind::UnreferencedRefund) => &mut figures.refunded,
            Some(OperationKind::Purchase) | None => &mut figures.charged,
        };
        add(figure, row.money());
    }
    figures
}

pub(super) fn nothing(currency: money::Currency) -> Figure {
    Figure { count: 0, amount: Money::new(0, currency) }
}

/// An amount that cannot be read, or of another currency, is counted and adds nothing; it is named as a difference.
pub(super) fn add(figure: &mut Figure, amount: Option<Money>) {
    figure.count += 1;
    if let Some(sum) = amount.and_then(|amount| figure.amount.checked_add(amount).ok()) {
        figure.amount = sum;
    }
}

#[cfg(test)]
mod tests {
    use money::Currency;
    use payment::{Card, ProviderTransactionId};
    use store::TerminalId;

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
                total: Some(euros(500)),
                original: None,
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
                tip: None,
                terminal: TerminalId(1),
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
            (Theirs::Approved, Purchase, Some((Ours::Reversed, 500)), Some(DifferenceKind::Unclear)),
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
    fn a_sale_that_was_taken_back_has_no_charge_and_a_late_payment_had_no_sale() {
        let mut record = AttemptRecord::new(payment::Intent {
            reference: payment::AttemptReference::new("000001AAAAAAAA").expect("plain"),
            operation: Operation::Purchase,
            amount: euros(500),
            terminal: payment::TerminalKey::new("T").expect("plain"),
            options: payment::PurchaseOptions::default(),
        });
        (record.state, record.taken_back_from) = (AttemptState::Reversed, Some(AttemptState::Approved));
        assert!(is_without_charge(&record, true, false) && !is_without_charge(&record, true, true));
        record.taken_back_from = Some(AttemptState::LateApproved);
        assert!(!is_without_charge(&record, true, false));
    }

    #[test]
    fn an_amount_that_cannot_be_read_is_counted_and_adds_nothing() {
        let with = |amount| {
            let mut row = row(HistoryState::Approved, OperationKind::Purchase, None);
            (row.entry.amount, row.entry.total) = (amount, amount);
            row
        };
        let foreign = Money::new(700, "USD".parse().expect("known"));
        let (unreadable, other, good) = (with(None), with(Some(foreign)), with(Some(euros(500))));
        let figures = provider_figures([unreadable, other, good].iter(), Currency::EUR);
        assert_eq!(figures.charged, Figure { count: 3, amount: euros(500) });
    }
}
