//! Following refunds: each result is written to its own refund, with the slip in the same step.

use std::sync::Arc;

use async_trait::async_trait;
use drive::{AttemptLog, Following, follow, watch};
use payment::{
    Approval, Attempt, AttemptRecord, AttemptState, DispatchPermit, Event, FaultKind, Operation, Outcome,
    PaymentPolicy, ProviderTransactionId,
};
use sale::RefundNumber;
use store::{
    AccountId, AttemptPurpose, NewRefund, OpenRefund, RefundEnd, RefundHead, RefundState, StoreError,
};

use super::later::next_try;
use crate::account_payments::AccountPayments;
use crate::session::{NoticeKind, Session};
use crate::{Till, TillError};

impl Till {
    /// Takes over every refund an earlier process left open or waiting: looked up by its reference, never sent again
    /// before it is proved that it never was.
    pub(crate) async fn recover_refunds(&self) -> Result<(), TillError> {
        let waiting = self.store().refunds().waiting().await?;
        if waiting.is_empty() && self.store().refunds().open().await?.is_empty() {
            // Not even the session is waited for: a payment that was taken over may be ending in it, and a start is no place to
            // wait for that.
            return Ok(());
        }
        let mut session = self.session().await;
        self.take_over_refunds(&mut session).await?;
        for head in waiting {
            session.refund_notice(NoticeKind::RefundWaiting, &head);
            self.try_refund_later(head);
        }
        Ok(())
    }

    /// Follows every open refund nobody follows. Called with the session held, as a refund begins with it held: none is taken
    /// over between its intent and its own first step.
    pub(crate) async fn take_over_refunds(&self, session: &mut Session) -> Result<(), TillError> {
        for open in self.store().refunds().open().await? {
            let OpenRefund { record, head, account_id } = open;
            if self.following(&record.intent.reference).is_some() {
                continue;
            }
            self.remember_taken_over(AttemptPurpose::Refund(head.number));
            if session.shown_refund != Some(head.number) {
                session.refund_notice(NoticeKind::RefundFollowing, &head);
            }
            match self.connection(account_id).await {
                Ok(provider) => {
                    let policy = provider.policy_for(&record.intent);
                    let attempt = Attempt::recover(record, policy, self.clock().tick());
                    self.follow_refund(head.number, attempt, None, account_id);
                }
                // It stays open, and counts as given back, until the account can be reached again.
                Err(error) => {
                    tracing::error!(%error, refund = %head.number, "an open refund cannot be followed");
                }
            }
        }
        Ok(())
    }

    pub(crate) fn follow_refund(
        &self,
        number: RefundNumber,
        attempt: Attempt,
        permit: Option<DispatchPermit>,
        account: AccountId,
    ) {
        let reference = attempt.record().intent.reference.clone();
        let following = Arc::new(Following::new(attempt.record().clone(), self.clock().tick()));
        self.keep_following(reference.clone(), following.clone(), account);
        let late = RefundLog::late(self, number, account, attempt.policy().clone());
        let log = RefundLog { till: self.clone(), number, account, onto: None };
        let till = self.clone();
        let followed = self.followed(reference, following.clone());
        let mut steps = following.subscribe();
        tokio::spawn(async move {
            let payments = &AccountPayments::new(till.clone(), account);
            let shown = async {
                while steps.changed().await.is_ok() {
                    till.changed();
                }
            };
            let attempt = tokio::select! {
                attempt = follow(attempt, permit, payments, &log, till.clock(), &following) => attempt,
                () = shown => return,
            };
            drop(followed);
            till.changed();
            till.refresh_readiness().await;
            watch(attempt, payments, &late, till.clock(), &following).await;
        });
    }

    /// What the end of an attempt means for its refund.
    async fn refund_end(
        &self,
        head: &RefundHead,
        record: &AttemptRecord,
        account: AccountId,
    ) -> Result<(RefundEnd, Option<NoticeKind>), TillError> {
        let late = record.state == AttemptState::LateApproved;
        let approval: Option<&Approval> = match &record.outcome {
            Some(Outcome::Approved(approval)) if record.state.is_paid() => Some(approval),
            _ => None,
        };
        Ok(match (record.state, approval) {
            (AttemptState::Intended | AttemptState::Pending | AttemptState::Unknown, _) => {
                (RefundEnd::None, None)
            }
            // An earlier attempt was approved after all while a later one runs or was approved too: the customer has, or
            // may have, the money twice.
            (_, Some(_)) if late && matches!(head.state, RefundState::Open | RefundState::Refunded) => {
                (RefundEnd::None, Some(NoticeKind::RefundNeedsPerson))
            }
            // Given back and booked already; that there is more to it is told.
            (AttemptState::Approved, Some(_)) if record.mismatch.is_some() => {
                (RefundEnd::None, Some(NoticeKind::RefundNeedsPerson))
            }
            (_, Some(approval)) => {
                let at = self.clock().wall();
                let shown = self.shown_name(account, approval).await;
                let slip =
                    self.refund_slip_model(head.number, &as_begun(head), &at, Some((approval, shown)))?;
                let news = if late { NoticeKind::RefundedLate } else { NoticeKind::Refunded };
                (RefundEnd::Refunded(slip), Some(news))
            }
            (AttemptState::NotSent, None) if too_early(record) => match next_try(head.tries) {
                Some(pause) => {
                    let until = self.clock().wall().saturating_add(pause);
                    (RefundEnd::Waiting(Box::new(until)), Some(NoticeKind::RefundWaiting))
                }
                None => (RefundEnd::NotRefunded, Some(NoticeKind::NotRefunded)),
            },
            (AttemptState::Declined | AttemptState::Cancelled | AttemptState::NotSent, None) => {
                (RefundEnd::NotRefunded, Some(NoticeKind::NotRefunded))
            }
            (AttemptState::NeedsPerson, None) if head.state == RefundState::Refunded => {
                (RefundEnd::None, Some(NoticeKind::RefundNeedsPerson))
            }
            (AttemptState::NeedsPerson, None) => {
                (RefundEnd::NeedsPerson, Some(NoticeKind::RefundNeedsPerson))
            }
            // Taken back by the provider after the slip was given: the slip stays as issued, and a person is told.
            (AttemptState::Reversed | AttemptState::Approved | AttemptState::LateApproved, None) => {
                (RefundEnd::None, Some(NoticeKind::RefundNeedsPerson))
            }
        })
    }
}

/// Refused for now, before anything was done, by the provider itself.
pub(super) fn too_early(record: &AttemptRecord) -> bool {
    record.state == AttemptState::NotSent
        && record.last_fault.as_ref().is_some_and(|fault| fault.kind() == FaultKind::TooEarly)
}

/// What a slip says of a refund that was begun earlier.
pub(crate) fn as_begun(head: &RefundHead) -> NewRefund {
    NewRefund {
        subject: head.subject,
        refund: head.refund.clone(),
        original: head.original.clone(),
        rounding: head.rounding,
        reason: head.reason.clone(),
        till: head.till.clone(),
        cashier: head.cashier.clone(),
        approved_by: head.approved_by.clone(),
        seen: None,
    }
}

/// The refund an attempt is for: where its steps are written down.
pub(crate) struct RefundLog {
    till: Till,
    number: RefundNumber,
    account: AccountId,
    /// For news of an attempt that had ended: a person may have decided about it meanwhile.
    onto: Option<PaymentPolicy>,
}

impl RefundLog {
    /// For news of an attempt that had ended.
    pub(crate) fn late(till: &Till, number: RefundNumber, account: AccountId, policy: PaymentPolicy) -> Self {
        Self { till: till.clone(), number, account, onto: Some(policy) }
    }
}

#[async_trait]
impl AttemptLog for RefundLog {
    async fn record(&self, record: &AttemptRecord, event: &Event) -> Result<(), String> {
        let at = self.till.clock().wall();
        let refunds = self.till.store().refunds();
        let written = |error: StoreError| error.to_string();
        if record.state.is_open() {
            return refunds.record_attempt(record, event, RefundEnd::None, &at).await.map_err(written);
        }
        let mut session = self.till.session().await;
        let Some((record, _)) =
            &self.till.onto_stored(record, event, self.onto.as_ref()).await.map_err(written)?
        else {
            return Ok(());
        };
        let before = refunds.head(self.number).await.map_err(written)?;
        let ended = self.till.refund_end(&before, record, self.account).await;
        let (end, news) = ended.map_err(|error| error.to_string())?;
        refunds.record_attempt(record, event, end.clone(), &at).await.map_err(written)?;
        let head = refunds.head(self.number).await.map_err(written)?;
        if let Some(kind) = news {
            let quiet = session.shown_refund == Some(self.number) && before.state == RefundState::Open;
            if !quiet || kind == NoticeKind::RefundNeedsPerson {
                session.refund_notice(kind, &head);
            }
        }
        drop(session);
        self.till.count_cases().await;
        if matches!(end, RefundEnd::Waiting(_)) {
            self.till.try_refund_later(head);
        }
        self.till.changed();
        Ok(())
    }

    async fn claimed(&self, record: &AttemptRecord) -> Option<Vec<ProviderTransactionId>> {
        if !matches!(record.intent.operation, Operation::Refund { .. }) {
            return Some(Vec::new());
        }
        let found = self.till.store().refunds().claimed(&record.intent.reference).await;
        found.unwrap_or_else(|error| {
            tracing::error!(%error, refund = %self.number, "names of other refunds could not be read");
            None
        })
    }
}
