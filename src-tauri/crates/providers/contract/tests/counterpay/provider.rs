//! The provider: requests to Counterpay, its records to answers.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use money::{Currency, Money};
use payment::{
    Approval, AttemptHandle, AttemptReference, CancelAnswer, Card, DispatchPermit, Dispatched, EftReceipts,
    FaultKind, Inquiry, Operation, OperationKind, Outcome, PaymentPolicy, Payments, Phase, Provider,
    ProviderDescriptor, ProviderFault, ProviderTransactionId, Readiness, RecordsAppear, RefundPlace,
    TerminalKey,
};
use provider_http::{ApiKeySource, BaseUrl, HttpClient, HttpConfig, KeyHeader, Patience, Verb};
use serde::{Deserialize, Serialize};

/// One account at Counterpay.
pub(crate) struct Counterpay {
    http: HttpClient,
    descriptor: ProviderDescriptor,
}

impl Counterpay {
    /// Prepares the connection; nothing is sent.
    pub(crate) fn new(base_url: &str, key: Arc<dyn ApiKeySource>) -> Result<Self, ProviderFault> {
        let http = HttpClient::new(HttpConfig {
            base_url: BaseUrl::parse(base_url)?,
            key: KeyHeader { name: "authorization", prefix: "Bearer ", source: key },
            patience: Patience::default(),
        })?;
        let policy = PaymentPolicy {
            poll_interval: Duration::from_secs(1),
            poll_interval_limit: Duration::from_secs(10),
            customer_deadline: Duration::from_secs(120),
            not_found_counts_after: Duration::from_secs(45),
            not_found_spacing: Duration::from_secs(5),
            terminal_window: None,
            records: RecordsAppear::AtOnce,
            give_up_after: Duration::from_secs(600),
            late_looks: [10, 60, 600, 3600].map(Duration::from_secs).to_vec(),
        };
        let descriptor = ProviderDescriptor {
            kind: "counterpay",
            display_name: "Counterpay",
            operations: &[OperationKind::Purchase, OperationKind::Refund],
            refunds: RefundPlace::Provider,
            reference_limit: 14,
            policy,
        };
        Ok(Self { http, descriptor })
    }
}

impl Provider for Counterpay {
    fn descriptor(&self) -> &ProviderDescriptor {
        &self.descriptor
    }

    fn payments(&self) -> Option<&dyn Payments> {
        Some(self)
    }
}

#[derive(Serialize)]
struct NewPayment<'a> {
    reference: &'a str,
    terminal: &'a str,
    /// In major units, as text: `98.75`.
    amount: String,
    currency: Currency,
    /// The purchase a refund belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    refund_of: Option<&'a str>,
}

/// A payment as Counterpay writes it. A member that is missing, doubled or of another type makes it unreadable.
#[derive(Deserialize)]
struct Record {
    id: String,
    reference: String,
    terminal: String,
    amount: String,
    currency: String,
    state: String,
}

#[derive(Deserialize)]
struct Found {
    payments: Vec<Record>,
    terminal_idle: bool,
}

#[async_trait]
impl Payments for Counterpay {
    async fn readiness(&self, _: &TerminalKey) -> Result<Readiness, ProviderFault> {
        Ok(Readiness::NotTold)
    }

    async fn dispatch(&self, permit: DispatchPermit) -> Result<Dispatched, ProviderFault> {
        let intent = permit.intent();
        if !intent.amount.is_positive() {
            return Err(ProviderFault::misconfigured("an amount that is not above nothing"));
        }
        let refund_of = match &intent.operation {
            Operation::Purchase => None,
            Operation::Refund { original } => Some(original.as_str()),
            Operation::UnreferencedRefund => {
                return Err(ProviderFault::misconfigured("Counterpay gives nothing back without a purchase"));
            }
        };
        let body = NewPayment {
            reference: intent.reference.as_str(),
            terminal: intent.terminal.as_str(),
            amount: intent.amount.to_string(),
            currency: intent.amount.currency(),
            refund_of,
        };
        let answer = self.http.effect(Verb::Post, &["payments"], Some(&body)).await?;
        if answer.status() == 409 {
            // More than is left. What took the rest may be this very request, delivered twice: the effect is unknown.
            return Err(ProviderFault::refused(
                FaultKind::NotEnoughBalance,
                "more than is left to give back",
            ));
        }
        let record: Record = answer.accepted()?.json()?;
        let inquiry = told(&record, &AttemptHandle::of(intent))?;
        if record.reference != intent.reference.as_str() {
            return Err(ProviderFault::unreadable("the answer names another payment"));
        }
        Ok(Dispatched { transaction: id_of(&record)?, inquiry, customer_link: None })
    }

    async fn inquire(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let Some(id) = &attempt.transaction else { return self.by_reference(attempt).await };
        let answer = self.http.read_once(&["payments", id.as_str()], &[]).await?;
        if answer.status() == 404 {
            return self.by_reference(attempt).await;
        }
        let record: Record = answer.accepted()?.json()?;
        match told(&record, attempt)? {
            // Another payment may carry the same reference: an end without money is told only if none does.
            Inquiry::Resolved { outcome: Outcome::Declined(_) | Outcome::Cancelled(_), .. } => {
                self.by_reference(attempt).await
            }
            inquiry => Ok(inquiry),
        }
    }

    async fn cancel(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        let Some(id) = &attempt.transaction else {
            return Err(ProviderFault::misconfigured("a payment without a name cannot be cancelled"));
        };
        let answer = self.http.effect(Verb::Delete, &["payments", id.as_str()], None::<&()>).await?;
        match answer.status() {
            200..300 => Ok(CancelAnswer::Taken),
            404 => Ok(CancelAnswer::NotFound),
            409 => Ok(CancelAnswer::TooLate),
            _ => Err(answer.refusal()),
        }
    }
}

impl Counterpay {
    async fn by_reference(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let query = [("reference", attempt.reference.as_str()), ("terminal", attempt.terminal.as_str())];
        let found: Found = self.http.read_once(&["payments"], &query).await?.accepted()?.json()?;
        match found.payments.as_slice() {
            [] => Ok(Inquiry::NotFound { terminal_idle: found.terminal_idle }),
            [record] => told(record, attempt),
            several if several.iter().any(|record| record.state == "open") => {
                Err(ProviderFault::unreadable("two payments for one reference, and one of them runs"))
            }
            [first, ..] => Ok(Inquiry::Contradictory {
                transaction: id_of(first)?,
                detail: "two payments for one reference".to_owned(),
            }),
        }
    }
}

/// What a record says. A word of a later version means that it runs, never that it ended.
fn told(record: &Record, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
    let transaction = id_of(record)?;
    let ours = record.reference == attempt.reference.as_str()
        && attempt.transaction.as_ref().is_none_or(|known| *known == transaction);
    if !ours {
        let detail = "the record belongs to another payment".to_owned();
        return Ok(Inquiry::Contradictory { transaction, detail });
    }
    let outcome = match record.state.as_str() {
        "paid" => Outcome::Approved(Box::new(approval(record, transaction.clone())?)),
        "refused" => Outcome::Declined(Box::default()),
        "stopped" => Outcome::Cancelled(Box::default()),
        "open" => return Ok(Inquiry::InProgress { transaction, phase: Phase::WaitingForCard }),
        _ => return Ok(Inquiry::InProgress { transaction, phase: Phase::Processing }),
    };
    Ok(Inquiry::Resolved { transaction, outcome })
}

/// Everything from the record; the engine, not the provider, compares it with what was asked.
fn approval(record: &Record, transaction: ProviderTransactionId) -> Result<Approval, ProviderFault> {
    let unreadable = |_| ProviderFault::unreadable("the record's amount is no amount");
    let currency = record.currency.parse().map_err(|_| ProviderFault::unreadable("an unknown currency"))?;
    Ok(Approval {
        transaction,
        reference: AttemptReference::new(record.reference.clone()).ok(),
        terminal: TerminalKey::new(record.terminal.clone()).ok(),
        amount: Money::parse(&record.amount, currency).map_err(unreadable)?,
        tip: None,
        card: Card::default(),
        eft: EftReceipts::default(),
    })
}

fn id_of(record: &Record) -> Result<ProviderTransactionId, ProviderFault> {
    let id = ProviderTransactionId::new(record.id.clone());
    id.map_err(|_| ProviderFault::unreadable("the record's id is no id"))
}
