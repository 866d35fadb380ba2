use money::{Money, MoneyError};
use payment::capabilities::{Payout, PayoutState};
use store::AccountId;
use till::{
    HeaderProposal, HistoryLink, PayoutPeriod, PayoutReport, PayoutTotal, ReceiptHeader, TillError, Transfer,
};

use super::amount;
use crate::wire::{
    BehindPayoutView, HeaderProposalView, PayoutLineView, PayoutPeriodAsk, PayoutTotalView, PayoutsView,
    ReceiptHeaderView, TransferView,
};

/// Which days are meant.
pub(crate) fn payout_period(ask: &PayoutPeriodAsk) -> Result<PayoutPeriod, TillError> {
    let day = |text: &str| text.trim().parse().map_err(|_| TillError::Period);
    Ok(match ask {
        PayoutPeriodAsk::Week => PayoutPeriod::Last { days: 7 },
        PayoutPeriodAsk::Month => PayoutPeriod::Last { days: 30 },
        PayoutPeriodAsk::Quarter => PayoutPeriod::Last { days: 90 },
        PayoutPeriodAsk::Between { first, last } => {
            PayoutPeriod::Between { first: day(first)?, last: day(last)? }
        }
    })
}

/// What was paid out.
pub(crate) fn payouts_view(
    account: AccountId,
    report: &PayoutReport,
    mark: char,
) -> Result<PayoutsView, MoneyError> {
    Ok(PayoutsView {
        account: account.0.to_string(),
        first: report.first.to_string(),
        last: report.last.to_string(),
        totals: totals(&report.totals, mark)?,
        transfers: report.transfers.iter().map(|of| transfer(of, mark)).collect::<Result<_, _>>()?,
        left_out: u32::try_from(report.left_out).unwrap_or(u32::MAX),
    })
}

fn transfer(transfer: &Transfer, mark: char) -> Result<TransferView, MoneyError> {
    Ok(TransferView {
        day: transfer.date.strftime("%-d %b %Y").to_string(),
        reference: transfer.reference.clone(),
        totals: totals(&transfer.totals, mark)?,
        lines: transfer.lines.iter().map(|payout| line(payout, mark)).collect(),
    })
}

fn totals(totals: &[PayoutTotal], mark: char) -> Result<Vec<PayoutTotalView>, MoneyError> {
    let view = |total: &PayoutTotal| {
        Ok(PayoutTotalView {
            currency: total.currency.to_string(),
            count: total.count.to_string(),
            paid_out: amount(total.paid_out, mark),
            deducted: (!total.deducted.is_zero()).then(|| amount(total.deducted, mark)),
            fee: amount(total.fee, mark),
            net: amount(total.net()?, mark),
        })
    };
    totals.iter().map(view).collect()
}

fn line(payout: &Payout, mark: char) -> PayoutLineView {
    let shown = |money: Option<Money>| money.map(|money| amount(money, mark));
    PayoutLineView {
        id: payout.id.clone(),
        kind: payout.kind.to_lowercase(),
        state: match payout.state {
            PayoutState::Done => "done",
            PayoutState::Failed => "failed",
            PayoutState::Unclear => "unclear",
        }
        .to_owned(),
        status: payout.status.clone(),
        amount: shown(payout.amount),
        currency: payout.amount.map(|money| money.currency().to_string()),
        fee: shown(payout.fee),
        code: payout.code.clone(),
    }
}

/// What stands behind a line of a report.
pub(crate) fn behind_payout_view(found: Option<&HistoryLink>) -> BehindPayoutView {
    BehindPayoutView {
        linked: found.is_some(),
        order: found.and_then(|link| link.order).map(|order| order.to_string()),
    }
}

/// What would stand on receipts.
pub(crate) fn header_proposal_view(proposal: HeaderProposal) -> HeaderProposalView {
    HeaderProposalView { now: header_view(proposal.now), proposed: header_view(proposal.proposed) }
}

fn header_view(header: ReceiptHeader) -> ReceiptHeaderView {
    let ReceiptHeader { name, address, vat_id, phone } = header;
    ReceiptHeaderView { name, address, vat_id, phone }
}

/// What shall stand on receipts.
pub(crate) fn receipt_header(view: ReceiptHeaderView) -> ReceiptHeader {
    let ReceiptHeaderView { name, address, vat_id, phone } = view;
    ReceiptHeader { name, address, vat_id, phone }
}
