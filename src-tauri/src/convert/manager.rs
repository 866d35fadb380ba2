use jiff::Timestamp;
use jiff::tz::TimeZone;
use money::Currency;
use payment::capabilities::{HistoryEntry, HistoryState};
use payment::{Card, OperationKind};
use till::{
    AccountDay, DayTotals, DifferenceKind, Figure, HistoryRow, KeyOverview, KeyRow, ReportDifference,
    RotationStep, Shop, SlipState, TerminalDay, TerminalHistory, TextWidth, Till,
};

use super::error::of_fault;
use super::{amount, number};
use crate::wire::{
    AccountDayView, DayTotalsView, DifferenceView, FigureView, HistoryRowView, HistoryView, KeyView,
    KeyWarning, KeysView, RotationStage, RotationView, TaxTotalView, TenderKind, TenderTotalView,
    TerminalDayView,
};

/// The day in numbers.
pub(crate) fn day_totals_view(till: &Till, totals: &DayTotals) -> DayTotalsView {
    let mark = till.shop().decimal_mark;
    let report = till.day_report(totals);
    let some = |figure: &Figure| (figure.count > 0).then(|| figure_view(figure, mark));
    DayTotalsView {
        day: totals.day.strftime("%-d %b %Y").to_string(),
        at: totals.at.strftime("%H:%M").to_string(),
        sales: figure_view(&report.sales, mark),
        refunds: figure_view(&report.refunds, mark),
        tenders: report
            .tenders
            .iter()
            .map(|row| TenderTotalView {
                kind: match row.kind {
                    sale::TenderKind::Cash => TenderKind::Cash,
                    sale::TenderKind::Card => TenderKind::Card,
                },
                taken: figure_view(&row.taken, mark),
                given_back: some(&row.given_back),
                rounding: (!row.rounding.is_zero()).then(|| amount(row.rounding, mark)),
            })
            .collect(),
        taxes: report
            .taxes
            .iter()
            .map(|row| TaxTotalView {
                rate: format!("{} %", number(&row.rate.percent().to_string(), mark)),
                net: amount(row.net, mark),
                tax: amount(row.tax, mark),
                gross: amount(row.gross, mark),
            })
            .collect(),
        terminals: totals.terminals.iter().map(|day| terminal_day(day, mark)).collect(),
        accounts: totals.accounts.iter().map(|day| account_day(day, mark)).collect(),
        text: report.to_text(TextWidth::Columns42),
    }
}

fn account_day(day: &AccountDay, mark: char) -> AccountDayView {
    AccountDayView {
        id: day.account.0.to_string(),
        name: day.name.clone(),
        others_charged: figure_view(&day.others.charged, mark),
        others_refunded: figure_view(&day.others.refunded, mark),
        differences: day.differences.iter().map(|found| difference(found, mark)).collect(),
    }
}

fn terminal_day(day: &TerminalDay, mark: char) -> TerminalDayView {
    let (slip, slip_fault) = match &day.slip {
        SlipState::Text(text) => (Some(text.clone()), None),
        SlipState::NotOffered => (None, None),
        SlipState::Fault(kind, _) => (None, Some(of_fault(*kind))),
    };
    TerminalDayView {
        id: day.terminal.id.0.to_string(),
        name: day.terminal.name.clone(),
        serial: day.terminal.serial.clone(),
        ours_charged: figure_view(&day.ours.charged, mark),
        ours_refunded: figure_view(&day.ours.refunded, mark),
        theirs_charged: day.theirs.map(|theirs| figure_view(&theirs.charged, mark)),
        theirs_refunded: day.theirs.map(|theirs| figure_view(&theirs.refunded, mark)),
        differences: day.differences.iter().map(|found| difference(found, mark)).collect(),
        slip,
        slip_fault,
        fault: day.fault.as_ref().map(|(kind, _)| of_fault(*kind)),
    }
}

fn difference(found: &ReportDifference, mark: char) -> DifferenceView {
    DifferenceView {
        kind: match found.kind {
            DifferenceKind::ChargeWithoutSale => "charge_without_sale",
            DifferenceKind::RefundWithoutRecord => "refund_without_record",
            DifferenceKind::SaleWithoutCharge => "sale_without_charge",
            DifferenceKind::OtherAmount => "other_amount",
            DifferenceKind::Unclear => "unclear",
            DifferenceKind::Open => "open",
        }
        .to_owned(),
        name: found.name.clone(),
        order: found.order.clone(),
        amount: found.amount.map(|money| amount(money, mark)),
    }
}

fn figure_view(figure: &Figure, mark: char) -> FigureView {
    FigureView { count: figure.count.to_string(), amount: amount(figure.amount, mark) }
}

/// A page of a history.
pub(crate) fn history_view(page: &TerminalHistory, shop: &Shop) -> HistoryView {
    HistoryView {
        terminal: page.terminal.id.0.to_string(),
        rows: page.rows.iter().map(|row| history_row(row, shop)).collect(),
        next: page.next.clone(),
        total: page.total.map(|total| total.to_string()),
    }
}

pub(crate) fn history_row(row: &HistoryRow, shop: &Shop) -> HistoryRowView {
    let HistoryEntry { transaction, reference, operation, at, tip, state, state_text, card, .. } = &row.entry;
    let money = row.money();
    let foreign = |currency: Currency| (currency != shop.currency).then(|| currency.to_string());
    HistoryRowView {
        transaction: transaction.to_string(),
        reference: reference.clone(),
        operation: operation.map(|operation| {
            match operation {
                OperationKind::Purchase => "purchase",
                OperationKind::Refund => "refund",
                OperationKind::UnreferencedRefund => "unreferenced_refund",
            }
            .to_owned()
        }),
        at: at.map(|at| here(at).strftime("%-d %b %H:%M").to_string()),
        amount: money.map(|money| amount(money, shop.decimal_mark)),
        tip: tip.map(|money| amount(money, shop.decimal_mark)),
        currency: money.and_then(|money| foreign(money.currency())),
        state: match state {
            HistoryState::Open => "open",
            HistoryState::Approved => "approved",
            HistoryState::Declined => "declined",
            HistoryState::Cancelled => "cancelled",
            HistoryState::Refunded => "refunded",
            HistoryState::Unclear => "unclear",
        }
        .to_owned(),
        state_text: state_text.clone(),
        card: card_text(card),
        linked: row.link.is_some(),
        order: row.link.as_ref().and_then(|link| link.order).map(|order| order.to_string()),
    }
}

fn card_text(card: &Card) -> Option<String> {
    let scheme = card.scheme.as_ref().map(|scheme| scheme.replace('_', " "));
    let digits = card.last_four.as_ref().map(|digits| format!("•••• {digits}"));
    let parts: Vec<String> = scheme.into_iter().chain(digits).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The keys of an account.
pub(crate) fn keys_view(overview: &KeyOverview) -> KeysView {
    KeysView {
        account: overview.account.0.to_string(),
        keys: overview.keys.iter().map(key_view).collect(),
        rotation: overview.rotation.as_ref().map(|rotation| RotationView {
            label: rotation.label.clone(),
            step: match rotation.step {
                RotationStep::Creating => RotationStage::Creating,
                RotationStep::Kept { .. } => RotationStage::Kept,
                RotationStep::Switched { .. } => RotationStage::Switched,
                RotationStep::Proved { .. } => RotationStage::Proved,
            },
            key: rotation.key().map(|key| key.id.clone()),
        }),
    }
}

fn key_view(row: &KeyRow) -> KeyView {
    KeyView {
        id: row.info.id.clone(),
        label: row.info.label.clone(),
        last_used: row.info.last_used.map(day_and_time),
        from: row.info.validity.from.map(day_and_time),
        until: row.info.validity.until.map(day_and_time),
        in_use: match row.in_use {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not_known",
        }
        .to_owned(),
        secret_lost: row.secret_lost,
    }
}

/// A key in use that ends soon.
pub(crate) fn key_warning(key: &till::ExpiringKey) -> KeyWarning {
    KeyWarning {
        account: key.account.0.to_string(),
        label: key.label.clone(),
        until: day_and_time(key.until),
        days_left: i32::try_from(key.days_left).unwrap_or(i32::MIN),
    }
}

pub(super) fn day_and_time(at: Timestamp) -> String {
    here(at).strftime("%-d %b %Y %H:%M").to_string()
}

fn here(at: Timestamp) -> jiff::Zoned {
    at.to_zoned(TimeZone::system())
}
