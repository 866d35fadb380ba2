//! What became of a payment on a reader, asked in the order in which the answers are worth something.

use money::Money;
use payment::{
    Approval, AttemptHandle, Decline, Inquiry, Outcome, Phase, ProviderFault, ProviderTransactionId,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Sumup;
use crate::fault::{accepted, refusal};
use crate::member::{Member, inner, object, word};
use crate::names::Name;
use crate::reader::Occupation;
use crate::record::{Record, Status};
use crate::verdict::verdict;

/// The newest transactions among which one is looked for that its own look-up does not find.
const NEWEST: &str = "25";
/// Of these, so many are read in full at most.
const MAX_CANDIDATES: usize = 5;

/// By which of its names a transaction is looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum By {
    Id,
    Client,
    Foreign,
    /// What receipts and payouts call it.
    Code,
}

#[derive(Deserialize)]
struct CheckoutBody {
    data: Member,
    status: Member,
    payment_failure_reason: Member,
    valid_until: Member,
}

#[derive(Deserialize)]
struct HistoryBody {
    items: Vec<Box<RawValue>>,
}

impl Sumup {
    /// One transaction. `None`: 404, which is what a payment without a card looks like, and at times one with.
    pub(crate) async fn transaction(&self, by: By, value: &str) -> Result<Option<Record>, ProviderFault> {
        let name = match by {
            By::Id => "id",
            By::Client => "client_transaction_id",
            By::Foreign => "foreign_transaction_id",
            By::Code => "transaction_code",
        };
        let path = ["v2.1", "merchants", &self.merchant, "transactions"];
        let answer = self.http.read_once(&path, &[(name, value)]).await?;
        if answer.status() == 404 {
            return Ok(None);
        }
        let answer = accepted(answer)?;
        let record = Record::read(answer.text()?);
        record.map(Some).ok_or_else(|| answer.unreadable("the answer is no transaction"))
    }

    /// What became of it. A charge that is looked up by our reference, as late looks do, is held against the newest
    /// transactions of the account: a second one under the same reference is money taken twice. An end without money is told only when no other transaction among the newest carries our
    /// reference: a network may deliver a request twice, and the other one may be charged.
    pub(crate) async fn inquire_reader(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let told = self.follow_reader(attempt).await?;
        if let Inquiry::Resolved { transaction, outcome: Outcome::Approved(approval) } = &told
            && attempt.transaction.is_none()
        {
            // A list that cannot be read keeps no approval back; the next late look asks for it again.
            let twice = self.charged_twice(attempt, transaction, approval).await.ok().flatten();
            return Ok(twice.unwrap_or(told));
        }
        let Inquiry::Resolved { transaction, outcome: Outcome::Declined(_) | Outcome::Cancelled(_) } = &told
        else {
            return Ok(told);
        };
        let Some(other) = self.double(attempt, transaction).await? else { return Ok(told) };
        if matches!(other.status, Status::Pending | Status::Other) {
            return Err(ProviderFault::unreadable(
                "two transactions for one reference, and one of them runs",
            ));
        }
        let (id, stands) = (other.id.as_deref().unwrap_or_default(), other.status);
        let detail = format!("two transactions for one reference: {transaction} unpaid and {id} {stands:?}");
        Ok(Inquiry::Contradictory { transaction: transaction.clone(), detail })
    }

    /// A second charge under our reference that the customer still waits to have back.
    async fn charged_twice(
        &self,
        attempt: &AttemptHandle,
        transaction: &ProviderTransactionId,
        approval: &Approval,
    ) -> Result<Option<Inquiry>, ProviderFault> {
        let Name::Transaction(first) = Name::of(transaction) else { return Ok(None) };
        let total = approval.tip.map_or(Ok(approval.amount), |tip| approval.amount.checked_add(tip)).ok();
        let mut listed = self.newest().await?;
        listed.retain(|listed| {
            listed.status == Status::Successful
                && listed.id.as_ref() != Some(&first)
                && may_be_ours(listed, attempt)
        });
        // A request that was delivered twice asks for the same amount twice.
        listed.sort_by_key(|listed| listed.total.as_ref().ok() != total.as_ref());
        for listed in listed.into_iter().take(MAX_CANDIDATES) {
            let Some(id) = &listed.id else { continue };
            let Some(second) = self.transaction(By::Id, id).await? else { continue };
            let ours = second.foreign.as_deref() == Some(attempt.reference.as_str());
            if !ours || second.status != Status::Successful || second.is_given_back() {
                continue;
            }
            let amount = |total: Option<Money>| {
                total.map_or("?".to_owned(), |total| format!("{total} {}", total.currency()))
            };
            // In one order whichever is found first: the same words again are no news.
            let mut both = [(first.clone(), amount(total)), (id.clone(), amount(second.total.ok()))];
            both.sort();
            let [(one, of_one), (other, of_other)] = both;
            let detail =
                format!("charged twice under one reference: {one} ({of_one}) and {other} ({of_other})");
            return Ok(Some(Inquiry::Contradictory { transaction: transaction.clone(), detail }));
        }
        Ok(None)
    }

    /// Another transaction with our reference among the newest of the account.
    async fn double(
        &self,
        attempt: &AttemptHandle,
        ended: &ProviderTransactionId,
    ) -> Result<Option<Record>, ProviderFault> {
        let is_other = |record: &Record| match Name::of(ended) {
            Name::Transaction(id) => record.id.as_deref() != Some(id.as_str()),
            Name::Reader { client, .. } => record.client.as_deref() != Some(client.as_str()),
            Name::Link { .. } | Name::Refund { .. } => true,
        };
        let by_reference = self.transaction(By::Foreign, attempt.reference.as_str()).await?;
        if let Some(record) = by_reference.filter(&is_other) {
            return Ok(Some(record));
        }
        let listed = self.newest().await?.into_iter().filter(|record| may_be_ours(record, attempt));
        for listed in listed.filter(is_other).take(MAX_CANDIDATES) {
            let Some(id) = &listed.id else { continue };
            let full = self.transaction(By::Id, id).await?;
            let ours = |full: &Record| full.foreign.as_deref() == Some(attempt.reference.as_str());
            if let Some(full) = full.filter(|full| ours(full) && is_other(full)) {
                return Ok(Some(full));
            }
        }
        Ok(None)
    }

    /// First the transaction, then the checkout where the account has such a thing, then the reader. Only when the
    /// reader is online and idle is the payment "not found", and then not before it was asked for in two more ways.
    async fn follow_reader(&self, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        let name = attempt.transaction.as_ref().map(Name::of);
        let direct = match &name {
            Some(Name::Transaction(id)) => self.transaction(By::Id, id).await?,
            Some(Name::Reader { client, .. }) => self.transaction(By::Client, client).await?,
            Some(Name::Link { .. } | Name::Refund { .. }) | None => {
                self.transaction(By::Foreign, attempt.reference.as_str()).await?
            }
        };
        if let Some(record) = direct {
            return self.judge(record, attempt).await;
        }
        let occupation = self.occupation(&attempt.terminal).await;
        if let (Some(Name::Reader { checkout: Some(id), .. }), Some(transaction)) =
            (&name, &attempt.transaction)
            && let Some(inquiry) = self.reader_checkout(attempt, transaction, id, occupation).await?
        {
            return Ok(inquiry);
        }
        match (occupation, &attempt.transaction) {
            (Occupation::Paying(phase), Some(transaction)) => {
                Ok(Inquiry::InProgress { transaction: transaction.clone(), phase })
            }
            (Occupation::Paying(_), None) | (Occupation::NotTold, _) => {
                Ok(Inquiry::NotFound { terminal_idle: false })
            }
            (Occupation::Idle, _) => match self.elsewhere(attempt, name.as_ref()).await? {
                Some(record) => self.judge(record, attempt).await,
                None => Ok(Inquiry::NotFound { terminal_idle: true }),
            },
        }
    }

    /// What the record says, with the slip of an approval. A refusal does not end what the reader still shows: the
    /// customer may be trying another card.
    async fn judge(&self, record: Record, attempt: &AttemptHandle) -> Result<Inquiry, ProviderFault> {
        match verdict(&record, &self.merchant, attempt)? {
            Inquiry::Resolved { transaction, outcome: Outcome::Approved(mut approval) } => {
                approval.eft = self.slips(&record, None).await;
                Ok(Inquiry::Resolved { transaction, outcome: Outcome::Approved(approval) })
            }
            // A record that is pending says that a card is there; what the customer has to do shows on the reader alone.
            Inquiry::InProgress { transaction, phase: Phase::Processing } => {
                let phase = match self.occupation(&attempt.terminal).await {
                    Occupation::Paying(phase @ (Phase::EnteringPin | Phase::Signing)) => phase,
                    Occupation::Paying(_) | Occupation::Idle | Occupation::NotTold => Phase::Processing,
                };
                Ok(Inquiry::InProgress { transaction, phase })
            }
            Inquiry::Resolved { transaction, outcome: Outcome::Declined(decline) } => {
                Ok(match self.occupation(&attempt.terminal).await {
                    Occupation::Paying(phase) => Inquiry::InProgress {
                        transaction: attempt.transaction.clone().unwrap_or(transaction),
                        phase,
                    },
                    Occupation::Idle | Occupation::NotTold => {
                        Inquiry::Resolved { transaction, outcome: Outcome::Declined(decline) }
                    }
                })
            }
            other => Ok(other),
        }
    }

    /// What the checkout itself says, where the account has this look-up. `None`: nothing that helps.
    async fn reader_checkout(
        &self,
        attempt: &AttemptHandle,
        transaction: &ProviderTransactionId,
        id: &str,
        occupation: Occupation,
    ) -> Result<Option<Inquiry>, ProviderFault> {
        let path =
            ["v0.1", "merchants", &self.merchant, "readers", attempt.terminal.as_str(), "checkout", id];
        let answer = self.http.read_once(&path, &[]).await?;
        if !(200..300).contains(&answer.status()) {
            return match answer.status() {
                // Not every account has it.
                400 | 404 | 405 => Ok(None),
                _ => Err(refusal(&answer)),
            };
        }
        let unreadable = || answer.unreadable("the answer is no checkout");
        let body: CheckoutBody = object(answer.text()?).ok_or_else(unreadable)?;
        let wrapped: Option<CheckoutBody> = inner(&body.data);
        let checkout = wrapped.unwrap_or(body);
        let phase = match occupation {
            Occupation::Paying(phase) => phase,
            Occupation::Idle | Occupation::NotTold => Phase::Sent,
        };
        let running = |phase| Some(Inquiry::InProgress { transaction: transaction.clone(), phase });
        let resolved = |outcome| Some(Inquiry::Resolved { transaction: transaction.clone(), outcome });
        Ok(match word(&checkout.status).unwrap_or_default().to_ascii_lowercase().as_str() {
            // The transaction, with the amount, is on its way.
            "successful" => running(Phase::Authorised),
            "failed" | "cancelled" | "canceled" if matches!(occupation, Occupation::Paying(_)) => {
                running(phase)
            }
            "failed" => {
                let reason = word(&checkout.payment_failure_reason);
                resolved(Outcome::Declined(Box::new(Decline { reason, ..Decline::default() })))
            }
            "cancelled" | "canceled" => resolved(Outcome::Cancelled(Box::default())),
            "pending" => {
                let until = word(&checkout.valid_until).and_then(|text| text.parse::<jiff::Timestamp>().ok());
                if until.is_some_and(|until| until < (self.now)()) { None } else { running(phase) }
            }
            _ => None,
        })
    }

    /// The transaction by its other names: our reference, and the newest of the account's history.
    async fn elsewhere(
        &self,
        attempt: &AttemptHandle,
        name: Option<&Name>,
    ) -> Result<Option<Record>, ProviderFault> {
        if name.is_some()
            && let Some(record) = self.transaction(By::Foreign, attempt.reference.as_str()).await?
        {
            return Ok(Some(record));
        }
        let client = match name {
            Some(Name::Reader { client, .. }) => Some(client.as_str()),
            _ => None,
        };
        let mut candidates = 0;
        for listed in self.newest().await? {
            let same_client = client.is_some() && listed.client.as_deref() == client;
            let possible = may_be_ours(&listed, attempt);
            if !same_client && (!possible || client.is_some() && listed.client.is_some()) {
                continue;
            }
            let Some(id) = &listed.id else { continue };
            if candidates == MAX_CANDIDATES {
                break;
            }
            candidates += 1;
            let Some(full) = self.transaction(By::Id, id).await? else { continue };
            let ours = full.foreign.as_deref() == Some(attempt.reference.as_str());
            if ours || (client.is_some() && full.client.as_deref() == client) {
                return Ok(Some(full));
            }
        }
        Ok(None)
    }

    async fn newest(&self) -> Result<Vec<Record>, ProviderFault> {
        let path = ["v2.1", "merchants", &self.merchant, "transactions", "history"];
        let query = [("limit", NEWEST), ("order", "descending")];
        let answer = accepted(self.http.read_once(&path, &query).await?)?;
        let body: HistoryBody = answer.json()?;
        Ok(body.items.iter().filter_map(|item| Record::read(item.get())).collect())
    }
}

/// Whether a line of the history may be this attempt's: a payment of at least its amount.
fn may_be_ours(listed: &Record, attempt: &AttemptHandle) -> bool {
    listed.kind.as_deref().is_none_or(|kind| kind == "PAYMENT")
        && listed.total.as_ref().is_ok_and(|total| {
            total.currency() == attempt.amount.currency() && total.minor() >= attempt.amount.minor()
        })
}
