//! Looking an attempt up again that calls for a person.

use drive::AttemptLog;
use payment::capabilities::HistoryState;
use payment::{
    Attempt, AttemptHandle, AttemptReference, Event, Inquiry, Operation, OperationKind, Payments,
    ProviderFault, ProviderTransactionId,
};
use store::Case;

use crate::account_payments::AccountPayments;
use crate::pay::{OrderLog, on_its_own};
use crate::refund::follow::RefundLog;
use crate::{HistoryRow, Till, TillError};

/// Transactions a person may choose from; an older one is typed.
const MAX_CANDIDATES: usize = 20;

/// What a look brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedAgain {
    /// The provider told something new; what follows from it has been done.
    News,
    /// The same as before.
    Same(Box<Inquiry>),
    /// No usable answer.
    NotReached(ProviderFault),
}

impl Till {
    /// Asks the provider once more about an attempt that has ended or calls for a person. What it answers is kept as
    /// evidence, also when it is nothing new. Never touches money.
    pub async fn look_again(&self, reference: &AttemptReference) -> Result<LookedAgain, TillError> {
        self.seller()?;
        let (till, reference) = (self.clone(), reference.clone());
        on_its_own(async move {
            let case = till.store().cases().get(&reference).await?;
            till.look_at(&case).await
        })
        .await
    }

    /// Transactions of the terminal that could be this payment: charges of its amount that belong to no other attempt of
    /// this till. Empty where the provider keeps no list, or none can be read now.
    pub async fn case_candidates(&self, reference: &AttemptReference) -> Result<Vec<HistoryRow>, TillError> {
        let case = self.store().cases().get(reference).await?;
        let rows = match self.history(case.terminal_id, None).await {
            Ok(page) => page.rows,
            Err(error) => {
                tracing::info!(%error, %reference, "no list to choose a transaction from");
                return Ok(Vec::new());
            }
        };
        let intent = &case.record.intent;
        let ours = |row: &HistoryRow| {
            row.link.as_ref().is_none_or(|link| link.reference == intent.reference.as_str())
        };
        Ok(rows
            .into_iter()
            .filter(|row| {
                row.entry.state == HistoryState::Approved && row.entry.amount == Some(intent.amount)
            })
            .filter(|row| matches!(row.entry.operation, Some(OperationKind::Purchase) | None))
            .filter(ours)
            .take(MAX_CANDIDATES)
            .collect())
    }

    pub(crate) async fn look_at(&self, case: &Case) -> Result<LookedAgain, TillError> {
        if case.record.state.is_open() {
            // It is being followed already.
            return Err(super::CaseRefused::NotOffered.into());
        }
        let event = match self.ask_about(case).await {
            Ok(inquiry) => Event::Inquired(Box::new(inquiry)),
            Err(fault) => Event::InquiryFaulted(fault),
        };
        self.hear(case, event).await
    }

    /// Takes in what a look at an attempt that has ended brought.
    pub(crate) async fn hear(&self, case: &Case, event: Event) -> Result<LookedAgain, TillError> {
        let provider = self.connection(case.account_id).await;
        if let (Event::Inquired(_), Ok(provider)) = (&event, &provider) {
            let now = self.clock().tick();
            let policy = provider.policy_for(&case.record.intent);
            let mut attempt = Attempt::recover(case.record.clone(), policy.clone(), now);
            let before = attempt.record().clone();
            attempt.apply(event.clone(), now);
            if *attempt.record() != before {
                let told = match (case.refund, case.order) {
                    (Some(refund), _) => {
                        RefundLog::late(self, refund, case.account_id, policy)
                            .record(attempt.record(), &event)
                            .await
                    }
                    (None, Some(order)) => {
                        OrderLog::late(self, order, policy).record(attempt.record(), &event).await
                    }
                    (None, None) => Err("neither order nor refund".to_owned()),
                };
                return told.map(|()| LookedAgain::News).map_err(TillError::Internal);
            }
        }
        self.store().cases().note(&case.record.intent.reference, &event, &self.clock().wall()).await?;
        self.changed();
        Ok(match event {
            Event::InquiryFaulted(fault) => LookedAgain::NotReached(fault),
            Event::Inquired(inquiry) => LookedAgain::Same(inquiry),
            _ => LookedAgain::News,
        })
    }

    /// By our own reference, which also finds a second transaction that carries it; by the provider's name where that
    /// finds nothing.
    pub(crate) async fn ask_about(&self, case: &Case) -> Result<Inquiry, ProviderFault> {
        let record = &case.record;
        let claimed = match record.intent.operation {
            Operation::Refund { .. } => {
                let claimed = self.store().refunds().claimed(&record.intent.reference).await;
                let unnamed = "another refund of the same purchase has no name yet";
                claimed.ok().flatten().ok_or_else(|| ProviderFault::misconfigured(unnamed))?
            }
            Operation::Purchase => {
                let given_back = self.store().refunds().names_of(&record.intent.reference).await;
                let unnamed = "a refund of it has no name yet";
                given_back.ok().flatten().ok_or_else(|| ProviderFault::misconfigured(unnamed))?
            }
            Operation::UnreferencedRefund => Vec::new(),
        };
        let payments = AccountPayments::new(self.clone(), case.account_id);
        let by_reference = AttemptHandle { claimed, ..AttemptHandle::of(&record.intent) };
        match payments.inquire(&by_reference).await {
            Err(_) | Ok(Inquiry::NotFound { .. }) if record.transaction.is_some() => {
                let by_name = AttemptHandle { transaction: record.transaction.clone(), ..by_reference };
                payments.inquire(&by_name).await
            }
            answered => answered,
        }
    }

    /// What the provider says of a transaction a person named.
    pub(super) async fn ask_about_name(
        &self,
        case: &Case,
        name: &ProviderTransactionId,
    ) -> Result<Inquiry, ProviderFault> {
        let handle =
            AttemptHandle { transaction: Some(name.clone()), ..AttemptHandle::of(&case.record.intent) };
        AccountPayments::new(self.clone(), case.account_id).inquire(&handle).await
    }
}
