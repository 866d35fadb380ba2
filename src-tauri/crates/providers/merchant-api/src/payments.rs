use async_trait::async_trait;
use money::Currency;
use payment::{
    AttemptHandle, CancelAnswer, DispatchPermit, Dispatched, Inquiry, Intent, Operation, Outcome, Payments,
    ProviderFault, ProviderTransactionId, Readiness, TerminalKey,
};
use provider_http::{Answer, Verb, json_amount};
use serde::Serialize;
use serde_json::Number;

use crate::MerchantApi;
use crate::record::Record;
use crate::transactions::Wanted;
use crate::verdict::verdict;

#[derive(Serialize)]
struct NewTransaction<'a> {
    r#type: &'static str,
    merchant_order_reference: &'a str,
    amount: NewAmount,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<OriginalPurchase<'a>>,
}

/// In major units: `98.75`.
#[derive(Serialize)]
struct NewAmount {
    value: Number,
    currency: Currency,
}

#[derive(Serialize)]
struct OriginalPurchase<'a> {
    id: &'a str,
}

#[async_trait]
impl Payments for MerchantApi {
    /// The interface does not tell whether a terminal is on, so a free one is `NotTold`, never `Ready`.
    async fn readiness(&self, terminal: &TerminalKey) -> Result<Readiness, ProviderFault> {
        Ok(match self.occupied(terminal).await? {
            None => Readiness::NotKnown,
            Some(true) => Readiness::Busy,
            Some(false) => Readiness::NotTold,
        })
    }

    /// 200 and 201 with our reference mean taken. 400, 401, 403 and 422 are authoritative refusals. Neither 409 nor 429
    /// is documented for this call (the guide even excludes rate limits), and 404 has been seen for things that exist:
    /// after these the effect is unknown and a look-up decides.
    async fn dispatch(&self, permit: DispatchPermit) -> Result<Dispatched, ProviderFault> {
        let intent = permit.intent();
        let body = new_transaction(intent)?;
        let path = ["terminals", intent.terminal.as_str(), "transactions"];
        let answer = self.http.effect(Verb::Post, &path, Some(&body)).await?.accepted()?;
        let attempt = AttemptHandle::of(intent);
        let record =
            Record::read(answer.text()?).ok_or_else(|| answer.unreadable("the answer is no transaction"))?;
        if record.reference.as_deref() != Some(intent.reference.as_str()) {
            return Err(answer.unreadable("the answer does not name this attempt"));
        }
        let transaction =
            record.id.clone().ok_or_else(|| answer.unreadable("the answer names no transaction"))?;
        Ok(Dispatched {
            transaction: transaction.clone(),
            inquiry: verdict(record, transaction, &attempt),
            customer_link: None,
        })
    }

    /// By id when it is known; when that brings 404, and without an id, by our reference in the terminal's list. An end
    /// without money found by id is told once the list shows that no other transaction carries our reference.
    async fn inquire(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let Some(transaction) = &attempt.transaction else { return self.inquire_by_reference(attempt).await };
        let Some(record) = self.record(&attempt.terminal, transaction).await? else {
            return self.inquire_by_reference(attempt).await;
        };
        match verdict(record, transaction.clone(), attempt) {
            Inquiry::Resolved {
                transaction,
                outcome: outcome @ (Outcome::Declined(_) | Outcome::Cancelled(_)),
            } => self.unpaid(attempt, transaction, outcome).await,
            inquiry => Ok(inquiry),
        }
    }

    /// Works while the transaction is CREATED. 204 is not proof that it stopped; 409 means that a card was presented.
    async fn cancel(&self, attempt: &AttemptHandle) -> Result<CancelAnswer, ProviderFault> {
        let transaction = attempt.transaction.as_ref().ok_or_else(|| {
            ProviderFault::misconfigured("a transaction without a name cannot be cancelled")
        })?;
        let path = ["terminals", attempt.terminal.as_str(), "transactions", transaction.as_str()];
        let answer = self.http.effect(Verb::Delete, &path, None::<&()>).await?;
        match answer.status() {
            200..300 => Ok(CancelAnswer::Taken),
            409 => Ok(CancelAnswer::TooLate),
            404 | 410 => Ok(CancelAnswer::NotFound),
            _ => Err(answer.refusal()),
        }
    }
}

impl MerchantApi {
    /// One transaction. `None`: 404.
    async fn record(
        &self,
        terminal: &TerminalKey,
        transaction: &ProviderTransactionId,
    ) -> Result<Option<Record>, ProviderFault> {
        let path = ["terminals", terminal.as_str(), "transactions", transaction.as_str()];
        let answer: Answer = self.http.read_once(&path, &[]).await?;
        if answer.status() == 404 {
            return Ok(None);
        }
        let answer = answer.accepted()?;
        let record =
            Record::read(answer.text()?).ok_or_else(|| answer.unreadable("the answer is no transaction"))?;
        if record.id.is_none() && record.reference.is_none() {
            return Err(answer.unreadable("the answer names neither transaction nor attempt"));
        }
        Ok(Some(record))
    }

    /// An end without money under our id. A network may have delivered the request twice, and the transaction whose
    /// answer was lost may be charged. A list that could not be read to its end speaks for what it shows: the newest
    /// stand at one of the ends that were read.
    async fn unpaid(
        &self,
        attempt: &AttemptHandle,
        transaction: ProviderTransactionId,
        outcome: Outcome,
    ) -> Result<Inquiry, ProviderFault> {
        let wanted = Wanted { reference: &attempt.reference, transaction: None };
        let Some(scan) = self.scan(&attempt.terminal, wanted).await? else {
            return Err(ProviderFault::unreadable("the transaction is known, its terminal's list is not"));
        };
        if scan.matches.iter().all(|record| record.id.as_ref() == Some(&transaction)) {
            return Ok(Inquiry::Resolved { transaction, outcome });
        }
        // This one has ended, whatever a list that lags behind says of it.
        let mut others = scan.matches.iter().filter(|record| record.id.as_ref() != Some(&transaction));
        let runs = others.any(Record::occupies_terminal);
        two_for_one_reference(transaction, &scan.matches.iter().collect::<Vec<_>>(), runs)
    }

    async fn inquire_by_reference(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let wanted = Wanted { reference: &attempt.reference, transaction: attempt.transaction.as_ref() };
        let Some(mut scan) = self.scan(&attempt.terminal, wanted).await? else {
            // Also where the account does not list the terminal any more: it may have been moved to another account, or its
            // key may see less by now, and what was sent to it runs all the same.
            return Ok(Inquiry::NotFound { terminal_idle: false });
        };
        let Some(record) = scan.matches.pop() else {
            return Ok(Inquiry::NotFound { terminal_idle: scan.complete && !scan.occupied });
        };
        let Some(transaction) = record.id.clone() else {
            return Err(ProviderFault::unreadable("the record of this attempt has no id"));
        };
        if !scan.matches.is_empty() {
            let records: Vec<&Record> = scan.matches.iter().chain([&record]).collect();
            let runs = records.iter().any(|record| record.occupies_terminal());
            return two_for_one_reference(transaction, &records, runs);
        }
        if attempt.transaction.as_ref() == Some(&transaction) {
            // This one was just asked for by id, in vain; what the list says of it is all there is.
            return Ok(verdict(record, transaction, attempt));
        }
        // The guide does not say whether lists are abridged, so the full record decides.
        let full = self.record(&attempt.terminal, &transaction).await?;
        Ok(verdict(full.unwrap_or(record), transaction, attempt))
    }
}

/// While one of them may still take a card it is no time to stop looking; after that a person decides, on how each of them
/// stands.
fn two_for_one_reference(
    transaction: ProviderTransactionId,
    records: &[&Record],
    one_runs: bool,
) -> Result<Inquiry, ProviderFault> {
    if one_runs {
        return Err(ProviderFault::unreadable("two transactions for one reference, and one of them runs"));
    }
    let standing = |record: &&Record| {
        let id = record.id.as_ref().map_or("one without id", ProviderTransactionId::as_str);
        format!("{id} {}", record.words)
    };
    // Sorted: the same evidence is told in the same words, whichever way it was found.
    let mut all: Vec<String> = records.iter().map(standing).collect();
    all.sort();
    let detail = format!("two transactions for one reference: {}", all.join(" and "));
    Ok(Inquiry::Contradictory { transaction, detail })
}

fn new_transaction(intent: &Intent) -> Result<NewTransaction<'_>, ProviderFault> {
    if !intent.amount.is_positive() {
        return Err(ProviderFault::not_possible(format!("amount {} is not above nothing", intent.amount)));
    }
    let (kind, original) = match &intent.operation {
        Operation::Purchase => ("PURCHASE", None),
        Operation::Refund { original } => ("REFUND", Some(OriginalPurchase { id: original.as_str() })),
        Operation::UnreferencedRefund => ("REFUND", None),
    };
    Ok(NewTransaction {
        r#type: kind,
        merchant_order_reference: intent.reference.as_str(),
        amount: NewAmount { value: json_amount(intent.amount)?, currency: intent.amount.currency() },
        reference: original,
    })
}
