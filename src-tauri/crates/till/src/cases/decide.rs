//! A manager's decision where the provider's record leaves it open whether money moved.

use money::Money;
use payment::{
    Attempt, AttemptRecord, AttemptReference, AttemptState, Choice, Decision, Mismatch, NotProved, Outcome,
    ProviderTransactionId, Verdict,
};
use sale::OrderTender;
use store::{AttemptEnd, Case, CaseEnd, PaidOrder, RefundEnd, RefundState, StoreError};

use super::{CaseRefused, LookedAgain};
use crate::pay::on_its_own;
use crate::refund::{clean_reason, follow::as_begun};
use crate::session::{MoneyEnd, NoticeKind, Session, Stage};
use crate::{ManagerApproval, Till, TillError};

/// A decision as a person enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAsk {
    /// What was decided.
    pub choice: Choice,
    /// For money that came in: what the portal calls the transaction.
    pub transaction: Option<String>,
    /// Why.
    pub reason: String,
}

impl Till {
    /// Takes a manager's decision down, after one more look: where the provider has an answer by now, that counts and
    /// nothing is decided. Nothing is sent.
    pub async fn decide_case(
        &self,
        reference: &AttemptReference,
        ask: CaseAsk,
        approval: ManagerApproval,
    ) -> Result<(), TillError> {
        let by = self.approver(&approval);
        let (till, reference) = (self.clone(), reference.clone());
        on_its_own(async move { till.decide_now(&reference, ask, by).await }).await
    }

    async fn decide_now(
        &self,
        reference: &AttemptReference,
        ask: CaseAsk,
        by: String,
    ) -> Result<(), TillError> {
        self.demand_whole_journal()?;
        self.demand_sound_storage()?;
        let reason = clean_reason(Some(&ask.reason)).ok_or(CaseRefused::ReasonMissing)?;
        let case = self.store().cases().get(reference).await?;
        if !case.record.choices().contains(&ask.choice) {
            return Err(CaseRefused::NotOffered.into());
        }
        let named = match ask.choice {
            Choice::MoneyCameIn => {
                let names = self.transaction_names(case.account_id).await;
                Some(named(ask.transaction.map(|typed| names.on_record(&case.record, typed)).as_deref())?)
            }
            Choice::NoMoneyCameIn | Choice::WentBack | Choice::DidNotGoBack | Choice::SeenTo => None,
        };
        if self.look_at(&case).await? == LookedAgain::News {
            return Err(CaseRefused::News.into());
        }
        let verdict = verdict(&case, ask.choice, named);
        self.demand_proof(&case, &verdict).await?;
        let mut session = self.session().await;
        // Somebody else may have decided while the payment system was asked.
        if self.store().cases().get(reference).await?.record != case.record {
            return Err(CaseRefused::News.into());
        }
        let record =
            case.record.decided(Decision::new(verdict, by, reason)).ok_or(CaseRefused::NotOffered)?;
        let decision = record.decision.clone().ok_or(CaseRefused::NotOffered)?;
        let end = self.end_of(&case, &record).await?;
        let at = self.clock().wall();
        let written = self.store().cases().decide(&case.record, &record, &decision, end, &at).await;
        written.map_err(refused)?;
        tracing::info!(%reference, verdict = decision.verdict.as_str(), by = decision.by, "decided by a person");
        self.tell_decided(&mut session, &case, &record).await?;
        drop(session);
        self.look_later(&case, record).await;
        self.count_cases().await;
        self.changed();
        Ok(())
    }

    /// That money came in is taken down only when the provider says so, asked now: a person names the transaction, and
    /// nobody's word stands in for it. What cannot be asked stays open.
    async fn demand_proof(&self, case: &Case, verdict: &Verdict) -> Result<(), TillError> {
        let Some(name) = verdict.transaction() else { return Ok(()) };
        let told = self.ask_about_name(case, name).await.map_err(CaseRefused::NotReached)?;
        let proved = verdict.proved_by(&case.record.intent, &told);
        proved.map_err(|missing| {
            match missing {
                NotProved::NotFound => CaseRefused::TransactionNotFound,
                NotProved::NotApproved => CaseRefused::TransactionNotApproved,
                NotProved::Another(found) => CaseRefused::OtherTransaction(found),
            }
            .into()
        })
    }

    /// What the decision means for order or refund.
    async fn end_of(&self, case: &Case, record: &AttemptRecord) -> Result<CaseEnd, TillError> {
        if let Some(number) = case.refund {
            let head = self.store().refunds().head(number).await?;
            let open = head.state == RefundState::NeedsPerson;
            return Ok(CaseEnd::Refund(match (record.state, &record.outcome) {
                (AttemptState::Approved, Some(Outcome::Approved(approval))) if open => {
                    let at = self.clock().wall();
                    let shown = self.shown_name(case.account_id, approval).await;
                    let approval = Some((&**approval, shown));
                    RefundEnd::Refunded(self.refund_slip_model(number, &as_begun(&head), &at, approval)?)
                }
                (AttemptState::Cancelled, _) if open => RefundEnd::NotRefunded,
                _ => RefundEnd::None,
            }));
        }
        let end = match (record.state, &record.outcome, case.order) {
            _ if !case.awaited || record.state == case.record.state => AttemptEnd::None,
            (AttemptState::Approved, Some(Outcome::Approved(approval)), Some(number)) => {
                let mut order = self.store().orders().snapshot(number).await?;
                order.add_tender(OrderTender::card(approval.amount))?;
                let cashier = self.store().orders().cashier(number).await?;
                let at = self.clock().wall();
                let receipt = self.receipt_model(&order, &at, cashier.clone(), Some(approval))?;
                AttemptEnd::Paid(Box::new(PaidOrder { order, receipt, cashier }))
            }
            // Whoever bought it has left or stands there again: the basket waits among the parked ones.
            (AttemptState::Cancelled | AttemptState::LateApproved, ..) => AttemptEnd::NotPaidParked,
            _ => AttemptEnd::None,
        };
        Ok(CaseEnd::Payment(end))
    }

    async fn tell_decided(
        &self,
        session: &mut Session,
        case: &Case,
        record: &AttemptRecord,
    ) -> Result<(), TillError> {
        let reference = &record.intent.reference;
        session.settle_case(reference);
        let seen_to = record.state == case.record.state;
        if let Some(number) = case.refund {
            let head = self.store().refunds().head(number).await?;
            match record.state {
                _ if seen_to => session.forget_refund_notices(number),
                AttemptState::Approved => session.refund_notice(NoticeKind::Refunded, &head),
                _ => session.refund_notice(NoticeKind::NotRefunded, &head),
            }
        } else if let (Some(order), false) = (case.order, seen_to) {
            if let Stage::Finished(shown) = &session.stage
                && shown.order == order
                && shown.end == MoneyEnd::NeedsPerson
            {
                session.go_on(&self.shop());
            }
            let kind = match record.state {
                AttemptState::Approved => NoticeKind::FoundPaid,
                AttemptState::LateApproved => NoticeKind::LateApproved,
                _ => NoticeKind::FoundNotCharged,
            };
            session.payment_notice(kind, order, record);
        }
        Ok(())
    }

    /// A decision is held against what the provider says afterwards, as any end is.
    async fn look_later(&self, case: &Case, record: AttemptRecord) {
        // An account that cannot be reached now is asked again by the next start.
        let Ok(provider) = self.connection(case.account_id).await else { return };
        let policy = provider.policy_for(&record.intent);
        let attempt = Attempt::recover(record, policy, self.clock().tick());
        match (case.refund, case.order) {
            (Some(refund), _) => self.follow_refund(refund, attempt, None, case.account_id),
            (None, Some(order)) => self.follow_attempt(order, attempt, None, case.account_id),
            (None, None) => {}
        }
    }
}

fn named(text: Option<&str>) -> Result<ProviderTransactionId, CaseRefused> {
    ProviderTransactionId::new(text.unwrap_or_default().trim()).map_err(|_| CaseRefused::TransactionMissing)
}

/// What a choice means here. An amount on record under our own reference is what came in, whatever was asked.
fn verdict(case: &Case, choice: Choice, named: Option<ProviderTransactionId>) -> Verdict {
    let record = &case.record;
    match (choice, named) {
        (Choice::MoneyCameIn, Some(transaction)) => {
            let amount: Money = match (&record.outcome, &record.mismatch) {
                (Some(Outcome::Approved(_)), Some(Mismatch::Reference { .. })) => record.intent.amount,
                (Some(Outcome::Approved(found)), _) => found.amount,
                (Some(Outcome::Declined(_) | Outcome::Cancelled(_)) | None, _) => record.intent.amount,
            };
            if amount == record.intent.amount && case.awaited {
                Verdict::PaysItsOrder { transaction }
            } else {
                Verdict::CameInTooMuch { transaction, amount }
            }
        }
        (Choice::NoMoneyCameIn, _) => Verdict::NoMoneyCameIn,
        (Choice::WentBack, _) => Verdict::WentBack,
        (Choice::DidNotGoBack, _) => Verdict::DidNotGoBack,
        (Choice::SeenTo | Choice::MoneyCameIn, _) => Verdict::SeenTo,
    }
}

pub(super) fn refused(error: StoreError) -> TillError {
    match error {
        StoreError::Conflict(rule) if rule == "money_is_booked_once" => CaseRefused::BookedAlready.into(),
        StoreError::Conflict(rule)
            if matches!(rule.as_str(), "attempt_has_changed" | "decisions_answer_what_is_asked") =>
        {
            CaseRefused::News.into()
        }
        error => error.into(),
    }
}
