use payment::{
    AttemptRecord, AttemptState, CancelProgress, CancelRequestedBy, Card, Effect, FaultKind, Outcome, Phase,
};
use sale::{Basket, Discount, Line, LineTotals, TaxMode, Totals, Unit};
use store::{CatalogueHit, ParkedBasket};
use till::{
    Access, Finished, MoneyEnd as End, Notice, NoticeKind as News, PayingSnapshot, SecretFileState, Shop,
    StageSnapshot, TillSnapshot,
};

use super::error::of_fault;
use super::{amount, clock, number, person_view, terminal_view};
use crate::wire::{
    CancelStage, CustomerLink, Details, ErrorCode, FinishedView, ItemView, LineView, MoneyEnd, NoticeKind,
    NoticeView, ParkedView, PaymentPhase, PaymentView, ReceiptView, RefundView, SaleView, ShopView, Stage,
    TaxRowView, TenderKind, TillView,
};

/// The whole till window. `receipt` is what a paid order got, `transaction` what people call the payment on the screen.
pub(crate) fn till_view(
    snapshot: &TillSnapshot,
    provider: &str,
    receipt: Option<ReceiptView>,
    transaction: Option<&str>,
    refund: Option<RefundView>,
) -> TillView {
    let shop = &snapshot.shop;
    let terminal =
        snapshot.terminal.as_ref().map(|terminal| terminal_view(terminal, provider, snapshot.readiness));
    let person = match &snapshot.access {
        Access::SignedIn(person) => Some(person),
        Access::NobodySignedIn | Access::WithoutPeople => None,
    };
    TillView {
        revision: u32::try_from(snapshot.revision).unwrap_or(u32::MAX),
        practice: shop.practice,
        shop: shop_view(shop),
        till: shop.till.clone(),
        cashier: person.map_or_else(|| shop.cashier.clone(), |person| person.name.clone()),
        person: person.map(|person| person_view(person, shop.practice)),
        sign_in_needed: snapshot.access == Access::NobodySignedIn,
        locks_itself: snapshot.idle_minutes > 0,
        secrets_locked: snapshot.secret_file == SecretFileState::Locked,
        sale: sale_view(snapshot),
        stage: match &snapshot.stage {
            StageSnapshot::Ringing => Stage::Ringing,
            StageSnapshot::Paying(paying) => {
                Stage::Paying(Box::new(payment_view(paying, transaction, shop.decimal_mark)))
            }
            StageSnapshot::Finished(finished) => {
                Stage::Finished(Box::new(finished_view(finished, receipt, transaction, shop.decimal_mark)))
            }
        },
        looking_back: snapshot.looking_back,
        notices: snapshot.notices.iter().map(|notice| notice_view(notice, shop.decimal_mark)).collect(),
        journal: snapshot.journal.as_ref().map(super::journal_view),
        parked_count: snapshot.parked,
        case_count: u32::try_from(snapshot.cases).unwrap_or(u32::MAX),
        refund,
        terminal,
    }
}

fn shop_view(shop: &Shop) -> ShopView {
    ShopView {
        name: shop.name.clone(),
        currency: shop.currency.code().to_owned(),
        symbol: shop.currency.symbol().to_owned(),
        decimal_mark: shop.decimal_mark.to_string(),
        decimals: shop.currency.exponent(),
        receipt_prefix: ::till::BARCODE_PREFIX.to_owned(),
    }
}

fn sale_view(snapshot: &TillSnapshot) -> SaleView {
    let mark = snapshot.shop.decimal_mark;
    let Totals { lines, subtotal, order_discount, tax_rows, tax, gross, .. } = &snapshot.totals;
    let basket: &Basket = &snapshot.basket;
    let discount = (!order_discount.is_zero()).then_some(*order_discount);
    SaleView {
        lines: basket.lines().iter().zip(lines).map(|(line, totals)| line_view(line, totals, mark)).collect(),
        last_line: snapshot.last_line.map(|line| line.get()),
        pending_quantity: snapshot.pending.map(|quantity| number(&quantity.to_string(), mark)),
        subtotal: amount(*subtotal, mark),
        order_discount: discount.map(|money| amount(money, mark)),
        order_discount_label: basket.order_discount().map(|discount| discount_label(discount, mark)),
        tax_rows: tax_rows
            .iter()
            .map(|row| TaxRowView {
                letter: row.letter.to_string(),
                rate: number(&row.rate.to_string(), mark),
                net: amount(row.net, mark),
                tax: amount(row.tax, mark),
                gross: amount(row.gross, mark),
            })
            .collect(),
        tax: amount(*tax, mark),
        tax_included: basket.tax_rules().mode == TaxMode::Inclusive,
        total: amount(*gross, mark),
        cash_total: amount(snapshot.cash_total, mark),
        article_count: article_count(basket).to_string(),
    }
}

/// Pieces, and one for each weighed line.
fn article_count(basket: &Basket) -> i64 {
    let count = |line: &Line| match line.unit {
        Unit::Piece => line.quantity.thousandths() / 1000,
        Unit::Kilogram => 1,
    };
    basket.lines().iter().map(count).sum()
}

/// One line of a basket or order.
pub(crate) fn line_view(line: &Line, totals: &LineTotals, mark: char) -> LineView {
    let discount = (!totals.discount.is_zero()).then_some(totals.discount);
    LineView {
        id: line.id.get(),
        code: line.code.as_str().to_owned(),
        name: line.name.as_str().to_owned(),
        quantity: number(&line.quantity.to_string(), mark),
        unit: unit(line.unit),
        unit_price: amount(line.unit_price, mark),
        discount_label: line.discount.map(|discount| discount_label(discount, mark)),
        discount: discount.map(|money| amount(money, mark)),
        total: amount(totals.subtotal, mark),
        tax_letter: totals.letter.to_string(),
    }
}

fn unit(unit: Unit) -> Option<String> {
    match unit {
        Unit::Piece => None,
        Unit::Kilogram => Some("kg".to_owned()),
    }
}

fn discount_label(discount: Discount, mark: char) -> String {
    match discount {
        Discount::Percent(percent) => number(&percent.to_string(), mark),
        Discount::Amount(money) => ::till::format_amount(money, mark),
    }
}

fn payment_view(paying: &PayingSnapshot, transaction: Option<&str>, mark: char) -> PaymentView {
    let record = &paying.record;
    let cancel = match (record.cancel, paying.cancel_wanted) {
        (CancelProgress::TooLate, _) => CancelStage::TooLate,
        (CancelProgress::NotAsked, false) => CancelStage::Possible,
        _ => CancelStage::Cancelling,
    };
    PaymentView {
        order: paying.order.to_string(),
        amount: amount(record.intent.amount, mark),
        terminal: paying.terminal.clone(),
        phase: phase_of(record),
        cancel,
        elapsed_seconds: u32::try_from(paying.elapsed.as_secs()).unwrap_or(u32::MAX),
        window_seconds: paying.window.and_then(|window| u32::try_from(window.as_secs()).ok()),
        certain_seconds: paying.certain_after.and_then(|after| u32::try_from(after.as_secs()).ok()),
        link: record.customer_link.as_deref().map(customer_link),
        checking_because: checking_because(record),
        details: details(record, transaction),
    }
}

/// What the customer scans or opens.
pub(super) fn customer_link(address: &str) -> CustomerLink {
    CustomerLink { address: address.to_owned(), qr_svg: till::qr_svg(address).unwrap_or_default() }
}

/// Where an attempt stands, as a screen says it.
pub(super) fn phase_of(record: &AttemptRecord) -> PaymentPhase {
    match (record.state, record.phase) {
        (AttemptState::Unknown, _) => PaymentPhase::Checking,
        (AttemptState::Intended, _) => PaymentPhase::Sending,
        (_, Phase::Sent) => PaymentPhase::Sent,
        (_, Phase::WaitingForCard) => PaymentPhase::WaitingForCard,
        (_, Phase::SelectingTip) => PaymentPhase::SelectingTip,
        (_, Phase::EnteringPin) => PaymentPhase::EnteringPin,
        (_, Phase::Signing) => PaymentPhase::Signing,
        (_, Phase::Authorised) => PaymentPhase::Authorised,
        (_, Phase::Processing) => PaymentPhase::Processing,
    }
}

fn finished_view(
    finished: &Finished,
    receipt: Option<ReceiptView>,
    transaction: Option<&str>,
    mark: char,
) -> FinishedView {
    let record = finished.attempt.as_deref();
    FinishedView {
        order: finished.order.to_string(),
        end: match finished.end {
            End::Paid => MoneyEnd::Paid,
            End::Declined => MoneyEnd::Declined,
            End::Cancelled => MoneyEnd::Cancelled,
            End::NotSent => MoneyEnd::NotSent,
            End::NeedsPerson => MoneyEnd::NeedsPerson,
        },
        tender: if finished.cash.is_some() { TenderKind::Cash } else { TenderKind::Card },
        total: amount(finished.total, mark),
        given: finished.cash.map(|(given, _)| amount(given, mark)),
        change: finished.cash.map(|(_, change)| amount(change, mark)),
        card: record.and_then(card_text),
        tip: record.and_then(tip).map(|tip| amount(tip, mark)),
        timed_out: record.is_some_and(|record| {
            record.cancel_requested_by == Some(CancelRequestedBy::Deadline)
                && record.state == AttemptState::Cancelled
        }),
        paid_despite_cancel: record.is_some_and(|record| {
            record.cancel_requested_by == Some(CancelRequestedBy::Cashier) && record.state.is_paid()
        }),
        not_sent_because: record.and_then(not_sent_because),
        limit: record.and_then(|record| record.last_fault.as_ref()?.limit()).map(|limit| amount(limit, mark)),
        receipt,
        details: record.map(|record| details(record, transaction)),
    }
}

/// Why nothing was sent, or why what was sent was not taken: the call itself proved it, or it told and look-ups proved it
/// later. Silence that was looked into tells no reason.
pub(super) fn not_sent_because(record: &AttemptRecord) -> Option<ErrorCode> {
    let fault = record.last_fault.as_ref().filter(|_| record.state == AttemptState::NotSent)?;
    (fault.effect() == Effect::None || told_by_terminal(fault)).then(|| match fault.limit() {
        Some(_) if fault.kind() == FaultKind::Refused => ErrorCode::AmountRefused,
        _ => of_fault(fault.kind()),
    })
}

/// While it is being checked: what the provider said when it did not take the payment.
pub(super) fn checking_because(record: &AttemptRecord) -> Option<ErrorCode> {
    let fault = record.last_fault.as_ref().filter(|_| record.state == AttemptState::Unknown)?;
    told_by_terminal(fault).then(|| of_fault(fault.kind()))
}

/// Only what is asked of a terminal is answered so, never a look-up. It proves nothing: what makes it busy may be this
/// very request, delivered twice.
fn told_by_terminal(fault: &payment::ProviderFault) -> bool {
    fault.kind() == FaultKind::TerminalBusy
}

fn tip(record: &AttemptRecord) -> Option<money::Money> {
    match record.outcome.as_ref()? {
        Outcome::Approved(approval) => approval.tip.filter(money::Money::is_positive),
        Outcome::Declined(_) | Outcome::Cancelled(_) => None,
    }
}

fn card_text(record: &AttemptRecord) -> Option<String> {
    let card: &Card = match record.outcome.as_ref()? {
        Outcome::Approved(approval) => &approval.card,
        Outcome::Declined(decline) => &decline.card,
        Outcome::Cancelled(_) => return None,
    };
    card_label(card)
}

/// `VISA •••• 1234`.
pub(super) fn card_label(card: &Card) -> Option<String> {
    // The provider's own words: nothing in them may act on a screen.
    let scheme = sale::clean_line(&card.scheme.as_ref()?.replace('_', " "));
    Some(match &card.last_four {
        Some(digits) => format!("{scheme} •••• {digits}"),
        None => scheme,
    })
}

pub(super) fn details(record: &AttemptRecord, transaction: Option<&str>) -> Details {
    Details {
        reference: record.intent.reference.to_string(),
        transaction: transaction.map(str::to_owned),
        state: record.state.to_string(),
        fault: record.last_fault.as_ref().map(|fault| sale::clean_line(&fault.to_string())),
        status: record.last_fault.as_ref().and_then(payment::ProviderFault::status),
    }
}

fn notice_view(notice: &Notice, mark: char) -> NoticeView {
    NoticeView {
        id: notice.id,
        kind: match notice.kind {
            News::Following => NoticeKind::Following,
            News::LinkOpen => NoticeKind::LinkOpen,
            News::FoundPaid => NoticeKind::FoundPaid,
            News::FoundNotCharged => NoticeKind::FoundNotCharged,
            News::NeedsPerson => NoticeKind::NeedsPerson,
            News::LateApproved => NoticeKind::LateApproved,
            News::PaidTwice => NoticeKind::PaidTwice,
            News::RefundFollowing => NoticeKind::RefundFollowing,
            News::RefundWaiting => NoticeKind::RefundWaiting,
            News::Refunded => NoticeKind::Refunded,
            News::RefundedLate => NoticeKind::RefundedLate,
            News::NotRefunded => NoticeKind::NotRefunded,
            News::RefundNeedsPerson => NoticeKind::RefundNeedsPerson,
        },
        order: notice.order.map(|order| order.to_string()),
        refund: notice.refund.map(|refund| refund.to_string()),
        payment: notice.payment.as_ref().map(ToString::to_string),
        case: notice.case.as_ref().map(ToString::to_string),
        amount: amount(notice.amount, mark),
    }
}

/// An article as tile or hit.
pub(crate) fn item_view(hit: &CatalogueHit, mark: char) -> ItemView {
    let item = &hit.item;
    // Windows serves a program's own pictures under a made-up host, the others under a made-up scheme.
    let base = if cfg!(windows) { "http://picture.localhost/" } else { "picture://localhost/" };
    ItemView {
        code: item.code.as_str().to_owned(),
        name: item.name.as_str().to_owned(),
        price: amount(item.price, mark),
        unit: unit(item.unit),
        picture: item.picture.as_ref().map(|name| format!("{base}{name}")),
        colour: item.colour.clone(),
    }
}

/// A line of the parked list, with the time in the shop.
pub(crate) fn parked_view(parked: &ParkedBasket, mark: char) -> ParkedView {
    let at = parked.at.parse::<jiff::Timestamp>().map(|at| at.to_zoned(jiff::tz::TimeZone::system()));
    ParkedView {
        id: parked.id.0.to_string(),
        label: parked.label.clone(),
        lines: parked.lines,
        total: amount(parked.total, mark),
        at: at.map_or_else(|_| clock(&parked.at, 5), |at| at.strftime("%H:%M").to_string()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use money::{Currency, Money};
    use payment::{
        Attempt, AttemptReference, Dispatched, Event, Inquiry, Intent, Operation, PaymentPolicy,
        ProviderFault, ProviderTransactionId, PurchaseOptions, RecordsAppear, TerminalKey,
    };

    use super::*;

    fn attempt() -> Attempt {
        let intent = Intent {
            reference: AttemptReference::new("000123A7K2M9QX").unwrap(),
            operation: Operation::Purchase,
            options: PurchaseOptions::default(),
            amount: Money::new(250, Currency::EUR),
            terminal: TerminalKey::new("MAKER-M1-S0001").unwrap(),
        };
        let policy = PaymentPolicy {
            poll_interval: Duration::from_millis(1500),
            poll_interval_limit: Duration::from_secs(20),
            customer_deadline: Duration::from_secs(180),
            not_found_counts_after: Duration::from_secs(60),
            not_found_spacing: Duration::from_secs(5),
            terminal_window: None,
            records: RecordsAppear::AtOnce,
            give_up_after: Duration::from_secs(600),
            late_looks: Vec::new(),
        };
        Attempt::new(intent, policy, Duration::ZERO)
    }

    #[test]
    fn what_is_on_its_way_is_not_called_sent_and_what_was_taken_is_before_any_look_up() {
        for (told, shown) in [
            (Phase::Sent, PaymentPhase::Sent),
            (Phase::WaitingForCard, PaymentPhase::WaitingForCard),
            (Phase::Processing, PaymentPhase::Processing),
        ] {
            let mut attempt = attempt();
            assert_eq!(phase_of(attempt.record()), PaymentPhase::Sending);
            let transaction = ProviderTransactionId::new("T1").unwrap();
            let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: told };
            let dispatched = Dispatched { transaction, inquiry, customer_link: None };
            attempt.apply(Event::Dispatched(Box::new(dispatched)), Duration::from_millis(40));
            assert_eq!(phase_of(attempt.record()), shown, "as the answer to the request told");
        }
    }

    fn record(state: AttemptState, fault: ProviderFault) -> AttemptRecord {
        AttemptRecord { state, last_fault: Some(fault), ..attempt().record().clone() }
    }

    #[test]
    fn why_nothing_was_sent_is_told_also_when_only_look_ups_proved_it() {
        use AttemptState::{NotSent, Unknown};
        let busy = || ProviderFault::refused(FaultKind::TerminalBusy, "READER_BUSY");
        assert_eq!(not_sent_because(&record(NotSent, busy())), Some(ErrorCode::TerminalBusy));
        assert_eq!(checking_because(&record(Unknown, busy())), Some(ErrorCode::TerminalBusy));
        assert_eq!(not_sent_because(&record(Unknown, busy())), None);
        assert_eq!(checking_because(&record(NotSent, busy())), None);
        let silence = ProviderFault::no_answer("timeout");
        assert_eq!(not_sent_because(&record(NotSent, silence.clone())), None, "look-ups found nothing");
        assert_eq!(checking_because(&record(Unknown, silence)), None);
        let refused = || ProviderFault::refused(FaultKind::Refused, "400");
        assert_eq!(not_sent_because(&record(NotSent, refused())), Some(ErrorCode::Refused));
        let limited = refused().with_limit(Money::new(500, Currency::EUR));
        assert_eq!(not_sent_because(&record(NotSent, limited)), Some(ErrorCode::AmountRefused));
        for (fault, code) in [
            (ProviderFault::refused(FaultKind::TerminalOffline, "x"), ErrorCode::TerminalOffline),
            (ProviderFault::account_incomplete("no affiliate key"), ErrorCode::AccountIncomplete),
            (ProviderFault::not_possible("half a forint"), ErrorCode::NotPossible),
            (ProviderFault::misconfigured("key file"), ErrorCode::KeyFileUnreadable),
            (ProviderFault::not_reached("no route"), ErrorCode::NoNetwork),
        ] {
            assert_eq!(not_sent_because(&record(NotSent, fault)), Some(code));
        }
        assert_eq!(of_fault(FaultKind::NoAnswer), ErrorCode::NoAnswer, "not: cannot be reached");
    }
}
