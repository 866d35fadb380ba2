//! What calls for a person: payments and refunds of which the provider's record leaves open whether money moved, and
//! money that came in late.
//!
//! A look-up comes first, always; then a manager decides, with a reason. A decision sends nothing, ends nothing that
//! still runs, and stands until the provider's record says otherwise.

mod attach;
mod decide;
mod look;

use std::collections::HashSet;

use money::Money;
use payment::{
    AttemptRecord, AttemptReference, AttemptState, Choice, Event, Operation, PaymentPolicy, ProviderFault,
};
use sale::{OrderNumber, RefundNumber};
use store::{AccountId, AttemptDetail, BasketId, Case, OrderMoney, StoreError};

pub use decide::CaseAsk;
pub use look::LookedAgain;

use crate::session::{NoticeKind, Session};
use crate::{Notice, Till, TillError};

/// Something a person has to look at, for the list.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// The attempt.
    pub record: AttemptRecord,
    /// The order it belongs to.
    pub order: Option<OrderNumber>,
    /// The refund it is for.
    pub refund: Option<RefundNumber>,
    /// What the shop calls the terminal.
    pub terminal: String,
    /// The account it ran on.
    pub account: AccountId,
    /// When it began, RFC 3339 with offset.
    pub began: String,
    /// What may be decided about it.
    pub choices: &'static [Choice],
    /// What can be done with a payment approved late.
    pub late: Option<LateMoney>,
}

/// What can be done with a payment approved late, besides giving it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateMoney {
    /// Its own order waits to be paid by it.
    Attachable,
    /// The sale has been paid under this number: the customer paid twice.
    PaidTwice(OrderNumber),
    /// The sale is being paid under this number.
    BeingPaid(OrderNumber),
    /// It came in with another amount, or the basket of its order has changed since: it can only go back.
    DoesNotFit,
}

/// One of them with all that was observed.
#[derive(Debug, Clone)]
pub struct CaseDetail {
    /// What it is.
    pub view: CaseView,
    /// What was observed, in order.
    pub history: AttemptDetail,
}

/// Why a decision was not taken, or a late payment not attached. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefused {
    /// This cannot be decided now: it does not call for a person, or not for this answer.
    #[error("not a decision that can be taken about this attempt now")]
    NotOffered,
    /// A decision needs a reason.
    #[error("reason is missing")]
    ReasonMissing,
    /// "It came in" needs the name the portal shows.
    #[error("transaction id is missing or not usable")]
    TransactionMissing,
    /// The provider has just told something new: it has to be read first.
    #[error("the provider has just told something new")]
    News,
    /// The transaction that was named is another one's, or did not bring this amount.
    #[error("the named transaction does not fit: {0}")]
    OtherTransaction(String),
    /// The provider knows no transaction of the name that was given.
    #[error("the provider does not know the named transaction")]
    TransactionNotFound,
    /// The provider knows it, and does not say that money moved under it.
    #[error("the provider does not say that the named transaction was approved")]
    TransactionNotApproved,
    /// The provider could not be asked about it.
    #[error("the provider could not be asked: {0}")]
    NotReached(ProviderFault),
    /// The transaction that was named is booked already.
    #[error("the named transaction is booked already")]
    BookedAlready,
    /// The sale has been paid otherwise.
    #[error("order {0} is paid")]
    PaidOtherwise(OrderNumber),
    /// The sale is being paid otherwise.
    #[error("order {0} is being paid")]
    BeingPaid(OrderNumber),
    /// Another amount, or another basket: it does not pay this order.
    #[error("does not pay the order exactly")]
    DoesNotFit,
}

/// What calls for a person, as last counted.
#[derive(Debug, Default)]
pub(crate) struct CaseCount {
    waiting: usize,
    /// Payments approved late whose sale has been paid otherwise.
    paid_twice: HashSet<AttemptReference>,
}

impl Till {
    /// Everything a person has to look at, the oldest first.
    pub async fn cases(&self) -> Result<Vec<CaseView>, TillError> {
        let mut views = Vec::new();
        for case in self.store().cases().open().await? {
            views.push(self.case_view(case).await?);
        }
        Ok(views)
    }

    /// One of them, with its evidence. Also after it has been decided.
    pub async fn case(&self, reference: &AttemptReference) -> Result<CaseDetail, TillError> {
        let case = self.store().cases().get(reference).await?;
        let history = self.store().cases().history(reference).await?;
        Ok(CaseDetail { view: self.case_view(case).await?, history })
    }

    async fn case_view(&self, case: Case) -> Result<CaseView, TillError> {
        let late = self.late_money(&case).await?.map(|(late, _)| late);
        Ok(CaseView {
            terminal: self.terminal_name(case.terminal_id).await?,
            account: case.account_id,
            order: case.order,
            refund: case.refund,
            began: case.created_at,
            choices: case.record.choices(),
            late,
            record: case.record,
        })
    }

    /// What can be done with a payment approved late; `None` for anything else.
    async fn late_money(&self, case: &Case) -> Result<Option<(LateMoney, OrderMoney)>, TillError> {
        let (Some(order), true) = (case.order, is_late_payment(&case.record)) else { return Ok(None) };
        let money = self.store().cases().money_of(order).await?;
        let late = match &money {
            OrderMoney::Paid(number) => LateMoney::PaidTwice(*number),
            OrderMoney::BeingPaid(number) => LateMoney::BeingPaid(*number),
            OrderMoney::Unpaid(basket) => {
                if self.pays_exactly(&case.record, order, basket.as_ref().map(|held| &held.basket)).await? {
                    LateMoney::Attachable
                } else {
                    LateMoney::DoesNotFit
                }
            }
        };
        Ok(Some((late, money)))
    }

    /// Refuses to take money for a sale whose money has come in late already, so that nobody pays twice with the till
    /// knowing. What settles it: the payment is attached, a refund of it has begun, or a manager has seen to it.
    pub(crate) async fn demand_no_late_money(&self, basket: BasketId) -> Result<(), TillError> {
        for case in self.store().cases().open().await? {
            let (Some(order), true) = (case.order, is_late_payment(&case.record)) else { continue };
            let money = self.store().cases().money_of(order).await?;
            if matches!(money, OrderMoney::Unpaid(Some(held)) if held.id == basket) {
                return Err(TillError::CameInLate(order));
            }
        }
        Ok(())
    }

    /// Counts again what calls for a person. Where the disk refuses the old count stands.
    pub(crate) async fn count_cases(&self) {
        if let Err(error) = self.try_count().await {
            tracing::error!(%error, "what calls for a person could not be counted");
        }
    }

    async fn try_count(&self) -> Result<(), TillError> {
        let cases = self.store().cases().open().await?;
        let mut paid_twice = HashSet::new();
        for case in &cases {
            if let (Some(order), true) = (case.order, is_late_payment(&case.record))
                && matches!(self.store().cases().money_of(order).await?, OrderMoney::Paid(_))
            {
                paid_twice.insert(case.record.intent.reference.clone());
            }
        }
        *self.case_count() = CaseCount { waiting: cases.len(), paid_twice };
        self.changed();
        Ok(())
    }

    /// How many of them there are, as last counted.
    pub(crate) fn cases_waiting(&self) -> usize {
        self.case_count().waiting
    }

    /// Notices, with late payments of sales that were paid otherwise meanwhile called by that name.
    pub(crate) fn with_paid_twice(&self, notices: &[Notice]) -> Vec<Notice> {
        let count = self.case_count();
        let named = |notice: &Notice| {
            let twice = notice.kind == NoticeKind::LateApproved
                && notice.case.as_ref().is_some_and(|case| count.paid_twice.contains(case));
            Notice { kind: if twice { NoticeKind::PaidTwice } else { notice.kind }, ..notice.clone() }
        };
        notices.iter().map(named).collect()
    }

    /// Tells, after a start, of everything a person has to look at.
    pub(crate) async fn tell_cases(&self, session: &mut Session) -> Result<(), TillError> {
        for case in self.store().cases().open().await? {
            match (case.order, case.refund) {
                (_, Some(refund)) => {
                    let head = self.store().refunds().head(refund).await?;
                    session.refund_notice(NoticeKind::RefundNeedsPerson, &head);
                }
                (Some(order), None) => {
                    let late = is_late_payment(&case.record);
                    let kind = if late { NoticeKind::LateApproved } else { NoticeKind::NeedsPerson };
                    session.payment_notice(kind, order, &case.record);
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// News of an attempt that had ended, applied to what is on the disk by now: a person may have decided meanwhile.
    /// With whether the order still waits for it. `None`: no news. Called with the session held, so that no decision comes in
    /// between.
    pub(crate) async fn onto_stored(
        &self,
        record: &AttemptRecord,
        event: &Event,
        late: Option<&PaymentPolicy>,
    ) -> Result<Option<(AttemptRecord, bool)>, StoreError> {
        let Some(policy) = late else { return Ok(Some((record.clone(), true))) };
        let Case { record: stored, awaited, .. } = self.store().cases().get(&record.intent.reference).await?;
        let now = self.clock().tick();
        let mut attempt = payment::Attempt::recover(stored, policy.clone(), now);
        let before = attempt.record().clone();
        attempt.apply(event.clone(), now);
        Ok((*attempt.record() != before).then(|| (attempt.record().clone(), awaited)))
    }
}

/// A payment approved after it had been taken for ended.
fn is_late_payment(record: &AttemptRecord) -> bool {
    record.state == AttemptState::LateApproved && record.intent.operation == Operation::Purchase
}

/// What came in, without tip.
fn came_in(record: &AttemptRecord) -> Option<Money> {
    match &record.outcome {
        Some(payment::Outcome::Approved(approval)) if record.state.is_paid() => Some(approval.amount),
        _ => None,
    }
}
