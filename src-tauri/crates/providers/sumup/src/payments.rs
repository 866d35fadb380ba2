use async_trait::async_trait;
use payment::{
    AttemptHandle, CancelAnswer, DispatchPermit, Dispatched, Inquiry, Intent, Operation, Payments, Phase,
    ProviderFault, Readiness, TerminalKey,
};
use provider_http::{Answer, Verb, read_away};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::fault::{like, reader_refusal};
use crate::member::{Member, inner, object, word};
use crate::names::Name;
use crate::reader::{Occupation, occupation};
use crate::record::Status;
use crate::request::ReaderCheckout;
use crate::{PAY_BY_LINK, Sumup};

#[derive(Deserialize)]
struct Created {
    data: Member,
}

#[derive(Deserialize)]
struct CreatedMembers {
    client_transaction_id: Member,
    checkout_id: Member,
}

#[async_trait]
impl Payments for Sumup {
    async fn readiness(&self, terminal: &TerminalKey) -> Result<Readiness, ProviderFault> {
        use payment::capabilities::DeviceReports;
        if terminal.as_str() == PAY_BY_LINK {
            return Ok(Readiness::NotTold);
        }
        let report = self.report(terminal).await?;
        Ok(match (report.online, occupation(&report)) {
            (Some(false), _) => Readiness::Offline,
            (_, Occupation::Idle) => Readiness::Ready,
            (_, Occupation::Paying(_)) => Readiness::Busy,
            (_, Occupation::NotTold) if report.activity.is_some() => Readiness::Busy,
            // Old firmware tells nothing; whether the reader is known at all, the account says.
            (_, Occupation::NotTold) => match self.reader(terminal).await? {
                Some(_) => Readiness::NotTold,
                None => Readiness::NotKnown,
            },
        })
    }

    async fn dispatch(&self, permit: DispatchPermit) -> Result<Dispatched, ProviderFault> {
        let intent = permit.intent();
        match &intent.operation {
            Operation::Refund { original } => self.dispatch_refund(intent, original).await,
            Operation::UnreferencedRefund => {
                Err(ProviderFault::not_possible("SumUp gives money back only for a payment of its own"))
            }
            Operation::Purchase if intent.terminal.as_str() == PAY_BY_LINK => {
                self.dispatch_link(intent).await
            }
            Operation::Purchase => self.dispatch_to_reader(intent).await,
        }
    }

    async fn inquire(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        match &attempt.operation {
            Operation::Refund { original } => self.inquire_refund(attempt, original).await,
            Operation::UnreferencedRefund => Ok(Inquiry::NotFound { terminal_idle: true }),
            Operation::Purchase if attempt.terminal.as_str() == PAY_BY_LINK => {
                self.inquire_link(attempt).await
            }
            Operation::Purchase => self.inquire_reader(attempt).await,
        }
    }

    async fn cancel(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        match &attempt.operation {
            // A refund that was taken cannot be called back.
            Operation::Refund { .. } | Operation::UnreferencedRefund => Ok(CancelAnswer::TooLate),
            Operation::Purchase if attempt.terminal.as_str() == PAY_BY_LINK => {
                self.cancel_link(attempt).await
            }
            Operation::Purchase => self.terminate(attempt).await,
        }
    }
}

impl Sumup {
    /// One POST. 400, 401, 403 and 422 are authoritative refusals (a busy or switched-off reader among them); after
    /// everything else a look-up by our reference decides, and because only the affiliate's key makes that possible,
    /// nothing is sent without one.
    async fn dispatch_to_reader(&self, intent: &Intent) -> Result<Dispatched, ProviderFault> {
        let affiliate = self.affiliate.as_ref().ok_or_else(|| {
            ProviderFault::account_incomplete(
                "no affiliate key: a payment whose answer is lost could not be found again",
            )
        })?;
        let key = read_away(&affiliate.key).await?;
        let checkout = ReaderCheckout::of(intent, &affiliate.app_id, &key)?;
        let path = ["v0.1", "merchants", &self.merchant, "readers", intent.terminal.as_str(), "checkout"];
        let sent = self.http.effect(Verb::Post, &path, Some(&checkout)).await;
        let answer = sent.map_err(|fault| without(&fault, &key))?;
        if !(200..300).contains(&answer.status()) {
            return Err(without(&reader_refusal(&answer), &key));
        }
        let created: Option<Created> = object(answer.text()?);
        let data: Option<CreatedMembers> = created.as_ref().and_then(|created| inner(&created.data));
        let client = data.as_ref().and_then(|data| word(&data.client_transaction_id));
        let client = client.ok_or_else(|| answer.unreadable("the answer names no transaction"))?;
        let checkout = data.as_ref().and_then(|data| word(&data.checkout_id));
        let named = Name::Reader { client: client.clone(), checkout }.id();
        // A checkout's id that cannot be kept only makes a look-up slower.
        let transaction = named.or_else(|_| Name::Reader { client, checkout: None }.id())?;
        let inquiry = Inquiry::InProgress { transaction: transaction.clone(), phase: Phase::Sent };
        Ok(Dispatched { transaction, inquiry, customer_link: None })
    }

    /// Termination stops whatever is on the reader and is never confirmed. So it is sent only while our payment has no
    /// end, and not to a reader that shows nothing: it would have no effect on ours, and might on the next one's.
    async fn terminate(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        use crate::lookup::By;
        let record = match attempt.transaction.as_ref().map(Name::of) {
            Some(Name::Transaction(id)) => self.transaction(By::Id, &id).await?,
            Some(Name::Reader { client, .. }) => self.transaction(By::Client, &client).await?,
            Some(Name::Link { .. } | Name::Refund { .. }) | None => {
                self.transaction(By::Foreign, attempt.reference.as_str()).await?
            }
        };
        let status = record.map(|record| record.status);
        if matches!(status, Some(Status::Successful | Status::Cancelled | Status::Refunded)) {
            // What the reader shows by now may be the next customer's.
            return Ok(CancelAnswer::TooLate);
        }
        match (status, self.occupation(&attempt.terminal).await) {
            (Some(Status::Failed), Occupation::Idle | Occupation::NotTold) => {
                return Ok(CancelAnswer::TooLate);
            }
            (_, Occupation::Idle) => return Ok(CancelAnswer::NotFound),
            // A refused card whose reader still asks for another is not over.
            (_, Occupation::Paying(_) | Occupation::NotTold) => {}
        }
        let answer = self.send_terminate(&attempt.terminal).await?;
        match answer.status() {
            200..300 => Ok(CancelAnswer::Taken),
            404 => Ok(CancelAnswer::NotFound),
            _ => Err(reader_refusal(&answer)),
        }
    }

    /// The bare request, without a look at what it would stop.
    pub(crate) async fn send_terminate(&self, terminal: &TerminalKey) -> Result<Answer, ProviderFault> {
        let path = ["v0.1", "merchants", &self.merchant, "readers", terminal.as_str(), "terminate"];
        self.http.effect(Verb::Post, &path, Some(&serde_json::json!({}))).await
    }
}

/// The fault without the affiliate's key, should the provider have repeated it.
fn without(fault: &ProviderFault, key: &SecretString) -> ProviderFault {
    if key.expose_secret().is_empty() || !fault.detail().contains(key.expose_secret()) {
        return fault.clone();
    }
    let clean = like(fault, fault.kind(), fault.detail().replace(key.expose_secret(), "[key]"));
    match fault.effect() {
        payment::Effect::None => clean,
        payment::Effect::Unknown => clean.effect_unknown(),
    }
}
